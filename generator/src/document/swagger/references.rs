//! References, turned to where their targets stand in the result.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::diagnostic::{Place, Spot};
use crate::document::Document;
use crate::document::shape::{Shape, change};
use crate::pointer::Pointer;
use crate::source::FileId;

/// How many copies of a part are looked at for what was in it.
const MOST_PLACES: usize = 64;

/// Turns all references of a document that was made from `input`.
pub(super) fn turn(input: &Document, output: &mut Document) {
    let mut value = std::mem::take(&mut output.value);
    let mut turns = Turns { input, places: None, known: BTreeMap::new() };
    let mut found: Vec<String> = Vec::new();
    change(&mut value, Shape::Object, &mut |shape, map| found.extend(texts(shape, map).map(|text| text.clone())));
    output.value = value;
    for text in found {
        turns.learn(text, output);
    }
    change(&mut output.value, Shape::Object, &mut |shape, map| {
        for text in texts(shape, map) {
            if let Some(Some(turned)) = turns.known.get(text.as_str()) {
                text.clone_from(turned);
            }
        }
    });
}

/// The texts of an object that refer to something inside of the document.
fn texts(shape: Shape, map: &mut serde_json::Map<String, Value>) -> impl Iterator<Item = &mut String> {
    let names = shape != Shape::Object;
    let texts = map.iter_mut().flat_map(move |(key, value)| match value {
        value @ Value::String(_) if key == "$ref" && !names => vec![value],
        Value::Object(mapping) if key == "discriminator" && !names => match mapping.get_mut("mapping") {
            Some(Value::Object(mapping)) => mapping.values_mut().collect(),
            _ => Vec::new(),
        },
        _ => Vec::new(),
    });
    texts.filter_map(|value| match value {
        Value::String(text) if text.starts_with("#/") => Some(text),
        _ => None,
    })
}

struct Turns<'t> {
    input: &'t Document,
    /// Where the parts of the result were written → where they stand.
    places: Option<BTreeMap<(FileId, Pointer), Vec<Pointer>>>,
    known: BTreeMap<String, Option<String>>,
}

impl Turns<'_> {
    fn learn(&mut self, text: String, output: &Document) {
        if self.known.contains_key(&text) {
            return;
        }
        let turned = self.component(&text, output).or_else(|| self.by_place(&text, output));
        self.known.insert(text, turned);
    }

    /// A reference to something that has a name. One that leads to nothing stays, to be told as it was written.
    fn component(&self, text: &str, output: &Document) -> Option<String> {
        let (section, rest) = text.strip_prefix("#/")?.split_once('/')?;
        let sections: &[&str] = match section {
            "definitions" => &["schemas"],
            "responses" => &["responses"],
            "parameters" => &["parameters", "requestBodies"],
            "securityDefinitions" => &["securitySchemes"],
            _ => return None,
        };
        sections.iter().find_map(|section| {
            let turned = format!("#/components/{section}/{rest}");
            let known = Pointer::resolve(&turned, &output.value).is_some();
            known.then_some(turned)
        })
    }

    /// A reference to anything else: where what was written there stands now.
    fn by_place(&mut self, text: &str, output: &Document) -> Option<String> {
        let at = Pointer::resolve(text, &self.input.value)?;
        let wanted = self.input.origins.place(&at);
        if at.get(&output.value).is_some() && output.origins.place(&at) == wanted {
            return None;
        }
        let Place { file, spot: Spot::Pointer(written) } = &wanted else { return None };
        let places = self.places.get_or_insert_with(|| places(output));
        let tokens = written.tokens();
        (0..=tokens.len()).rev().find_map(|length| {
            let (first, rest) = tokens.split_at(length);
            let candidates = places.get(&(*file, first.iter().cloned().collect()))?.iter().map(|at| at.join(rest));
            let is_it = |at: &Pointer| at.get(&output.value).is_some() && output.origins.place(at) == wanted;
            candidates.into_iter().find(is_it).map(|at| at.to_reference())
        })
    }
}

fn places(output: &Document) -> BTreeMap<(FileId, Pointer), Vec<Pointer>> {
    let mut places: BTreeMap<_, Vec<Pointer>> = BTreeMap::new();
    for (at, place) in output.origins.parts() {
        if let Spot::Pointer(written) = &place.spot {
            let here = places.entry((place.file, written.clone())).or_default();
            if here.len() < MOST_PLACES {
                here.push(at.clone());
            }
        }
    }
    places
}
