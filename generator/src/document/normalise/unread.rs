//! Keys of the document that no rule and no later stage reads: what the standard has and a client cannot use, what a later version has
//! than that of the document, and what no version has. One diagnostic for each key of each kind of object, at its first place.

mod message;

use indexmap::IndexMap;
use serde_json::{Map, Value};

use super::{bodies, operations, parameters, security};
use crate::diagnostic::{Diagnostics, Spot};
use crate::document::Document;
use crate::document::position::{self, visit};
use crate::document::way::Way;
use crate::pointer::Pointer;
use crate::standard::{Field, Position, Treatment};

/// The most keys that are reported one by one where no version of the standard has them: a document may have any number of them.
const MOST_UNKNOWN: usize = 100;

/// What is to be said of a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Kind {
    /// The standard has it, and nothing uses it.
    NotUsed(&'static str),
    /// The standard has it, and it is not supported.
    NotSupported(&'static str),
    /// A later version has it.
    Newer(&'static Field),
    /// It stands beside a `$ref`, where it is ignored.
    BesideReference,
    /// The standard does not have it.
    Unknown,
}

/// Where a key stands for the first time.
struct First {
    at: Pointer,
    /// Whether its value is an object, as that of a property is.
    is_object: bool,
    count: usize,
}

/// A key of a kind of object.
type Key<'d> = (Position, &'d str);

/// What was found.
struct Found<'d> {
    minor: u8,
    keys: IndexMap<(Kind, Key<'d>), First>,
    unknown: usize,
    /// Unknown keys beyond those that are reported one by one.
    more: Option<First>,
    /// The references into the document, and what each leads to.
    references: IndexMap<&'d str, Position>,
}

/// Reports the keys of a document of OpenAPI 3.`minor` that nothing reads.
pub(super) fn report(document: &Document, minor: u8, diags: &mut Diagnostics) {
    let mut found = Found { minor, keys: IndexMap::new(), unknown: 0, more: None, references: IndexMap::new() };
    found.visit(&document.value, Position::Document, &mut Way::default());
    let elsewhere = found.follow(document);
    for ((kind, key), first) in &found.keys {
        let is_elsewhere = elsewhere.iter().any(|at| at.tokens().starts_with(first.at.tokens()));
        let is_renamed = matches!(kind, Kind::Newer(_)) && is_renamed(document, &first.at, key.1);
        if !is_elsewhere && !is_renamed {
            diags.push(message::of(*kind, *key, first, minor, document));
        }
    }
    if let Some(first) = &found.more {
        diags.push(message::of_more(first, document));
    }
}

/// Whether a key is not what was written: the configuration says that an extension stands for it.
fn is_renamed(document: &Document, at: &Pointer, key: &str) -> bool {
    match document.origins.place(at).spot {
        Spot::Pointer(written) | Spot::Key(written) => written.tokens().last().is_some_and(|last| last != key),
        Spot::Offset(_) => false,
    }
}

impl<'d> Found<'d> {
    fn visit(&mut self, value: &'d Value, position: Position, way: &mut Way<'d>) {
        visit(value, position, way, &mut |way, position, map| self.object(way, position, map));
    }

    /// Looks at what references lead to where the standard has no objects (`#/definitions/…`), and gives where that is.
    fn follow(&mut self, document: &'d Document) -> Vec<Pointer> {
        let mut elsewhere = Vec::new();
        let mut followed = 0;
        while let Some((text, &position)) = self.references.get_index(followed) {
            followed += 1;
            let Some(target) = Pointer::resolve(text, &document.value) else { continue };
            let Some((mut way, value)) = Way::to(&document.value, &target) else { continue };
            if position::at(&document.value, &target).is_none() {
                self.visit(value, position, &mut way);
                elsewhere.push(target);
            }
        }
        elsewhere
    }

    /// Looks at the keys of an object; `false` where nothing inside is read.
    fn object(&mut self, way: &Way<'d>, position: Position, map: &'d Map<String, Value>) -> bool {
        let reference = map.get("$ref").and_then(Value::as_str);
        if let Some(text) = reference.filter(|text| text.starts_with("#/")) {
            self.references.entry(text).or_insert(position);
        }
        let refers = position.referable() && reference.is_some();
        if refers && position == Position::Schema && self.minor == 0 {
            // The rule for what stands beside a reference reports it.
            return false;
        }
        let beside = refers && position != Position::Schema;
        for (key, value) in map.iter().filter(|(key, _)| !key.starts_with("x-") && *key != "$ref") {
            let kind = if beside { Some(Kind::BesideReference) } else { self.kind(position, map, key, value) };
            if let Some(kind) = kind {
                self.add(kind, (position, key), way, value);
            }
        }
        !beside
    }

    fn kind(&self, position: Position, map: &Map<String, Value>, key: &str, value: &Value) -> Option<Kind> {
        match position.known(key) {
            Some(field) => self.kind_of_known(field, value),
            None if position.rest().is_some() || position == Position::SecurityRequirement => None,
            None if is_read_elsewhere(position, map, key) => None,
            None => Some(Kind::Unknown),
        }
    }

    fn kind_of_known(&self, field: &'static Field, value: &Value) -> Option<Kind> {
        match field.treatment {
            Treatment::Unused(lost) => (!is_idle(value)).then_some(Kind::NotUsed(lost)),
            Treatment::Unsupported(lost) => (!is_idle(value)).then_some(Kind::NotSupported(lost)),
            Treatment::Identifier if field.name == "id" && !value.is_string() => Some(Kind::Unknown),
            _ => (!field.since.is_in(self.minor)).then_some(Kind::Newer(field)),
        }
    }

    fn add(&mut self, kind: Kind, key: Key<'d>, way: &Way<'d>, value: &Value) {
        if let Some(first) = self.keys.get_mut(&(kind, key)) {
            first.count += 1;
            return;
        }
        let first = || First { at: way.pointer().child(key.1), is_object: value.is_object(), count: 1 };
        if matches!(kind, Kind::Unknown | Kind::BesideReference) {
            self.unknown += 1;
            if self.unknown > MOST_UNKNOWN {
                self.more.get_or_insert_with(|| First { count: 0, ..first() }).count += 1;
                return;
            }
        }
        self.keys.insert((kind, key), first());
    }
}

/// Whether a rule reads a key that the object does not have by the standard: the rule reports it.
fn is_read_elsewhere(position: Position, map: &Map<String, Value>, key: &str) -> bool {
    match position {
        Position::PathItem => operations::is_read(map, key),
        Position::Parameter => parameters::is_read(map, key) || key == "collectionFormat",
        Position::Header => parameters::is_read(map, key) || parameters::NOT_OF_HEADERS.contains(&key),
        Position::RequestBody | Position::Response => bodies::is_read(map, key),
        Position::SecurityScheme => security::is_read(map, key),
        _ => false,
    }
}

/// The schemas of OpenAPI 3.1 and later, and what they are based on.
const DIALECTS: [&str; 3] =
    ["spec.openapis.org/oas/3.1/", "spec.openapis.org/oas/3.2/", "json-schema.org/draft/2020-12/"];

/// Whether a value changes nothing, so that nothing is lost with it.
fn is_idle(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Bool(flag) => !flag,
        Value::Number(_) => false,
        Value::String(text) => text.is_empty() || DIALECTS.iter().any(|dialect| text.contains(dialect)),
        Value::Array(items) => items.is_empty(),
        Value::Object(map) => map.is_empty(),
    }
}
