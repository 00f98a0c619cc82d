//! Values that the schemas of the outside corpus allow are decoded by the generated types and encoded again: the same JSON
//! comes out. Objects are compared without the order of their keys, numbers by their value.
//!
//! `ROUND_TRIPS=all` takes every document; otherwise a few of each part are taken, so that the test ends soon. Any other
//! value takes the documents whose path contains it. `ROUND_TRIPS_EACH` is how many values are made of each type.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crategen::config::Config;
use crategen::diagnostic::Diagnostics;
use crategen::document::bundle::FolderLoader;
use crategen::ir::{TypeDef, TypeId, TypeShape};
use crategen::names::TypeName;
use crategen::source::Sources;
use crategen::{Generated, Inputs};
use generator_tests::numbers::Numbers;
use generator_tests::{files_below, outside};
use project_tests::driver::{self, Member, Trip};
use project_tests::instances::{Instances, equal};
use serde_json::Value;

/// The parts, and how many documents of each are taken by default.
const PARTS: [(&str, usize); 6] = [
    ("oai", 1),
    ("oapi-codegen", 3),
    ("oas3gen-fixtures", 2),
    ("ogen-positive", 7),
    ("schemas-only", 4),
    ("speakeasy", 2),
];

/// Documents beyond this have hundreds of types of the same few kinds, and take minutes to compile.
const LARGE: u64 = 200_000;

/// What is skipped, by reason: `part/document.yaml Type`.
type Skipped = BTreeMap<String, Vec<String>>;

#[test]
fn values_of_the_corpus_come_back_equal() {
    let Some(corpus) = outside("corpus") else { return };
    let each = std::env::var("ROUND_TRIPS_EACH").ok().and_then(|text| text.parse().ok()).unwrap_or(25);
    let (mut members, mut trips, mut skipped) = (Vec::new(), Vec::new(), Skipped::new());
    let mut whole = Vec::new();
    for path in documents(&corpus) {
        let label = path.strip_prefix(&corpus).unwrap_or(&path).display().to_string();
        let (number, name) = (members.len(), crate_name(&label));
        let Some((document, generated)) = read(&path, &name) else {
            skip(&mut skipped, "nothing was generated", &label);
            continue;
        };
        let types = types(&label, &document, &generated, &mut skipped);
        let instances = Instances::of(&document);
        let mut tried = Vec::new();
        for (component, id) in types {
            let mut numbers = Numbers::new(u64::try_from(whole.len() * 1000 + id.0).unwrap_or_default());
            let values: Vec<_> = (0..each).filter_map(|_| instances.component(&component, &mut numbers).ok()).collect();
            if values.is_empty() {
                let why = instances.component(&component, &mut numbers).err().unwrap_or("no guess was valid");
                skip(&mut skipped, why, &format!("{label} {component}"));
                continue;
            }
            whole.push(format!("{label} {component}"));
            trips.extend(values.into_iter().map(|value| Trip { member: number, ty: tried.len(), value }));
            tried.push(id);
        }
        members.push(Member { name, generated, types: tried });
    }
    let ends = driver::run(&PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("round-trips"), &members, &trips);
    let mut failures = BTreeMap::<String, Vec<String>>::new();
    for (trip, end) in trips.iter().zip(ends) {
        let said = match end {
            Ok(value) if equal(&trip.value, &value) => continue,
            Ok(value) => format!("{} came back as {value}", trip.value),
            Err(why) => format!("{} {why}", trip.value),
        };
        failures.entry(described(&members, trip)).or_default().push(said);
    }
    let total = skipped.values().map(Vec::len).sum::<usize>();
    for (why, types) in &skipped {
        eprintln!("skipped {}: {why}: {}", types.len(), types.join(", "));
    }
    let (tried, failed) = (trips.len(), failures.values().map(Vec::len).sum::<usize>());
    eprintln!(
        "{} documents, {} types covered, {total} skipped; {tried} values tried, {failed} failures",
        members.len(),
        whole.len()
    );
    let first: Vec<_> = failures.iter().map(|(ty, said)| format!("{ty} ({}): {}", said.len(), said[0])).collect();
    assert!(failures.is_empty(), "{}", first.join("\n"));
    assert!(tried > 100, "too few values were tried");
}

/// A name that stays the same, so that cargo compiles a crate again only where it changed.
fn crate_name(label: &str) -> String {
    let plain = label.to_lowercase().replace(|c: char| !c.is_ascii_alphanumeric(), "_");
    format!("trip_{plain}")
}

fn skip(skipped: &mut Skipped, why: &str, what: &str) {
    skipped.entry(why.to_owned()).or_default().push(what.to_owned());
}

fn described(members: &[Member], trip: &Trip) -> String {
    let member = &members[trip.member];
    let def = member.generated.client.ty(member.types[trip.ty]);
    format!("{} ({}) {}", member.name, member.generated.api.title, def.name)
}

/// The documents that are taken: evenly out of each part.
fn documents(corpus: &Path) -> Vec<PathBuf> {
    let wanted = std::env::var("ROUND_TRIPS").ok();
    let of_part = |(part, few): (&str, usize)| {
        let mut files = files_below(&corpus.join(part), &["json", "yaml", "yml"]);
        files.retain(|path| match wanted.as_deref() {
            None | Some("all") => path.metadata().is_ok_and(|metadata| metadata.len() < LARGE),
            Some(wanted) => path.to_string_lossy().contains(wanted),
        });
        let step = if wanted.is_some() { 1 } else { files.len().div_ceil(few).max(1) };
        files.into_iter().step_by(step).collect::<Vec<_>>()
    };
    PARTS.into_iter().flat_map(of_part).collect()
}

/// The normalised document and what is generated from it.
fn read(path: &Path, name: &str) -> Option<(Value, Generated)> {
    let text = std::fs::read_to_string(path).expect("the corpus can be read");
    let (mut sources, mut said, mut config) = (Sources::new(), Diagnostics::new(), Config::default());
    config.package.name = Some(name.to_owned());
    let documents = [sources.add(path.file_name()?.to_string_lossy(), text)];
    let mut loader = FolderLoader::new(path.parent()?);
    let inputs = Inputs { documents: &documents, overlays: &[], config: &config, loader: &mut loader };
    let document = crategen::read(&mut sources, inputs, &mut said)?;
    let inputs = Inputs { documents: &documents, overlays: &[], config: &config, loader: &mut loader };
    let generated = crategen::generate(&mut sources, inputs, &mut said)?;
    Some((document.value, generated))
}

/// The components that have a type of their own, with its place in the client.
fn types(label: &str, document: &Value, generated: &Generated, skipped: &mut Skipped) -> Vec<(String, TypeId)> {
    let empty = serde_json::Map::new();
    let schemas = document.pointer("/components/schemas").and_then(Value::as_object).unwrap_or(&empty);
    let folded = |name: &str| TypeName::new(name).to_string().to_lowercase();
    let mut found = Vec::new();
    for (component, schema) in schemas {
        let name = TypeName::new(component).to_string();
        let is = |def: &TypeDef| def.module.is_none() && def.name.to_string() == name;
        let def = generated.client.types.iter().find(|(_, def)| is(def));
        let what = format!("{label} {component}");
        if schema.get("$ref").is_some() {
            skip(skipped, "it is another name of a component", &what);
        } else if schemas.keys().filter(|other| folded(other) == folded(component)).count() > 1 {
            skip(skipped, "several components have this name", &what);
        } else if let Some((id, _)) = def.filter(|(_, def)| !matches!(def.shape, TypeShape::Form(_))) {
            found.push((component.clone(), *id));
        } else {
            skip(skipped, "it has no type of this name", &what);
        }
    }
    found
}
