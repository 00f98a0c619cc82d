//! Values that the schemas of the outside corpus allow are decoded by the generated types and encoded again: the same JSON
//! comes out. Objects are compared without the order of their keys, numbers by their value.
//!
//! `ROUND_TRIPS=all` takes every document; otherwise a few of each part are taken, so that the test ends soon. Any other
//! value takes the documents whose path contains it. `ROUND_TRIPS_EACH` is how many values are made of each type.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::LazyLock;

use crategen::Generated;
use crategen::ir::{TypeDef, TypeId, TypeShape};
use crategen::names::TypeName;

use generator_tests::numbers::Numbers;
use generator_tests::{corpus, files_below};
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

/// What became of the documents, whose crates one program is built of.
static TRIED: LazyLock<BTreeMap<String, Tried>> =
    LazyLock::new(|| tried(&harness::outside("corpus").expect("the corpus is there")));

/// What became of a document.
#[derive(Default)]
struct Tried {
    values: usize,
    /// What came back in another way, or not at all, by type.
    failures: BTreeMap<String, Vec<String>>,
    /// The components of which no value is made, and why.
    skipped: Vec<String>,
}

fn main() -> ExitCode {
    harness::run([
        harness::tests!["corpus": enough_is_tried],
        harness::each_outside("documents", 1, "corpus", documents, |name, _| values_come_back_equal(name)),
    ])
}

fn enough_is_tried(_: &Path) {
    let values: usize = TRIED.values().map(|tried| tried.values).sum();
    assert!(values > 100 || std::env::var_os("ROUND_TRIPS").is_some(), "only {values} values were tried");
}

fn values_come_back_equal(name: &str) {
    let Tried { failures, skipped, .. } = TRIED.get(name).expect("it was tried");
    let first: Vec<_> = failures.iter().map(|(ty, said)| format!("{ty} ({}): {}", said.len(), said[0])).collect();
    assert!(failures.is_empty(), "{}\nskipped: {}", first.join("\n"), skipped.join(", "));
}

fn tried(corpus: &Path) -> BTreeMap<String, Tried> {
    let each = std::env::var("ROUND_TRIPS_EACH").ok().and_then(|text| text.parse().ok()).unwrap_or(25);
    let (mut members, mut labels, mut trips) = (Vec::new(), Vec::new(), Vec::new());
    let mut all = BTreeMap::<String, Tried>::new();
    for (label, path) in documents(corpus) {
        let tried = all.entry(label.clone()).or_default();
        let Some((document, generated)) = corpus::read(&path, &crate_name(&label)) else { continue };
        let instances = Instances::of(&document);
        let mut types = Vec::new();
        for (component, id) in self::types(&document, &generated, &mut tried.skipped) {
            let mut numbers = Numbers::new(u64::try_from(trips.len() + id.0).unwrap_or_default());
            let values: Vec<_> = (0..each).filter_map(|_| instances.component(&component, &mut numbers).ok()).collect();
            if values.is_empty() {
                let why = instances.component(&component, &mut numbers).err().unwrap_or("no guess was valid");
                tried.skipped.push(format!("{component}: {why}"));
                continue;
            }
            tried.values += values.len();
            trips.extend(values.into_iter().map(|value| Trip { member: members.len(), ty: types.len(), value }));
            types.push(id);
        }
        members.push(Member { name: crate_name(&label), generated, types });
        labels.push(label);
    }
    let ends = driver::run(&PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("round-trips"), &members, &trips);
    for (trip, end) in trips.iter().zip(ends) {
        let said = match end {
            Ok(value) if equal(&trip.value, &value) => continue,
            Ok(value) => format!("{} came back as {value}", trip.value),
            Err(why) => format!("{} {why}", trip.value),
        };
        let tried = all.entry(labels[trip.member].clone()).or_default();
        tried.failures.entry(described(&members[trip.member], trip)).or_default().push(said);
    }
    all
}

/// A name that stays the same, so that cargo compiles a crate again only where it changed.
fn crate_name(label: &str) -> String {
    let plain = label.to_lowercase().replace(|c: char| !c.is_ascii_alphanumeric(), "_");
    format!("trip_{plain}")
}

fn described(member: &Member, trip: &Trip) -> String {
    let def = member.generated.client.ty(member.types[trip.ty]);
    format!("{} ({}) {}", member.name, member.generated.api.title, def.name)
}

/// The documents that are taken: evenly out of each part.
fn documents(corpus: &Path) -> Vec<corpus::Named> {
    let wanted = std::env::var("ROUND_TRIPS").ok();
    let of_part = |(part, few): (&str, usize)| {
        let mut files = files_below(&corpus.join(part), &["json", "yaml", "yml"]);
        files.retain(|path| match wanted.as_deref() {
            None | Some("all") => path.metadata().is_ok_and(|metadata| metadata.len() < LARGE),
            Some(wanted) => path.to_string_lossy().contains(wanted),
        });
        let step = if wanted.is_some() { 1 } else { files.len().div_ceil(few).max(1) };
        files.into_iter().step_by(step).map(|path| corpus::named(corpus, path)).collect::<Vec<_>>()
    };
    PARTS.into_iter().flat_map(of_part).collect()
}

/// The components that have a type of their own, with its place in the client.
fn types(document: &Value, generated: &Generated, skipped: &mut Vec<String>) -> Vec<(String, TypeId)> {
    let empty = serde_json::Map::new();
    let schemas = document.pointer("/components/schemas").and_then(Value::as_object).unwrap_or(&empty);
    let folded = |name: &str| TypeName::new(name).to_string().to_lowercase();
    let mut found = Vec::new();
    for (component, schema) in schemas {
        let name = TypeName::new(component).to_string();
        let is = |def: &TypeDef| def.module.is_none() && def.name.to_string() == name;
        let def = generated.client.types.iter().find(|(_, def)| is(def));
        let mut skip = |why: &str| skipped.push(format!("{component}: {why}"));
        if schema.get("$ref").is_some() {
            skip("it is another name of a component");
        } else if schemas.keys().filter(|other| folded(other) == folded(component)).count() > 1 {
            skip("several components have this name");
        } else if let Some((id, _)) = def.filter(|(_, def)| !matches!(def.shape, TypeShape::Form(_))) {
            found.push((component.clone(), *id));
        } else {
            skip("it has no type of this name");
        }
    }
    found
}
