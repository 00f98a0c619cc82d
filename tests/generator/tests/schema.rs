//! `docs/crategen.schema.json` has the keys that `crategen.toml` is read by: no key less, and no key more.

use std::collections::BTreeSet;
use std::fs;

use crategen::config::{Config, Project};
use crategen::diagnostic::Diagnostics;
use crategen::source::Sources;
use generator_tests::workspace;
use serde_json::{Map, Value};

/// A key that is near to none.
const UNKNOWN: &str = "zzzzzzzzzzzzzzzzzzzz";

fn schema() -> Value {
    let text = fs::read_to_string(workspace().join("docs/crategen.schema.json")).expect("the schema");
    serde_json::from_str(&text).expect("it is JSON")
}

fn mistakes(text: &str) -> Diagnostics {
    let mut sources = Sources::new();
    let file = sources.add("crategen.toml", text);
    match text.contains("[[client]]") {
        true => Project::parse(&sources, file).err(),
        false => Config::parse(&sources, file).err(),
    }
    .unwrap_or_default()
}

/// A value of a schema in TOML; tables are written as headers.
fn sample(schema: &Value) -> Option<String> {
    if let Some(value) = schema.get("const").or_else(|| schema.get("enum")?.get(0)) {
        return Some(value.to_string());
    }
    let first = || schema.get("anyOf")?.get(0).and_then(sample);
    match schema.get("type").and_then(Value::as_str) {
        Some("string") => Some("\"x\"".to_owned()),
        Some("boolean") => Some("true".to_owned()),
        Some("integer") => Some("1".to_owned()),
        Some("array") if schema["items"]["type"] == "string" => Some("[\"x\"]".to_owned()),
        Some(_) => None,
        None => first(),
    }
}

fn properties(schema: &Value) -> Option<&Map<String, Value>> {
    schema.get("properties")?.as_object()
}

/// Every table of a schema: its header, and the schema of what stands in it.
fn tables<'s>(before: &str, schema: &'s Value, found: &mut Vec<(String, &'s Value)>) {
    for (key, below) in properties(schema).into_iter().flatten() {
        let path = if before.is_empty() { key.clone() } else { format!("{before}.{key}") };
        let alternatives =
            below.get("anyOf").and_then(Value::as_array).map_or_else(|| vec![below], |all| all.iter().collect());
        for below in alternatives {
            let list = below.get("items").filter(|items| properties(items).is_some());
            let Some(table) = list.or(properties(below).map(|_| below)) else { continue };
            let header = if list.is_some() { format!("[[{path}]]") } else { format!("[{path}]") };
            found.push((header, table));
            tables(&path, table, found);
        }
    }
}

#[test]
fn the_keys_of_the_schema_are_those_that_are_read() {
    let schema = schema();
    let mut found = Vec::new();
    tables("", &schema, &mut found);
    assert!(found.len() > 30, "{}", found.len());
    for (header, table) in found {
        let lists = header.starts_with("[[client");
        // A table below a client needs one.
        let of_client = header.contains("client.") && !lists;
        let keys = properties(table).expect("a table");
        let line = |(key, schema): (&String, &Value)| Some(format!("{key} = {}\n", sample(schema)?));
        let all: String = keys.iter().filter_map(line).collect();
        let before = if of_client { "[[client]]\nout = \"x\"\ndocuments = [\"x\"]\n" } else { "" };
        let text = format!("{before}{header}\n{all}{UNKNOWN} = true\n");
        let said = mistakes(&text);
        let unknown: Vec<_> = said.iter().filter(|one| one.code == "config::unknown-key").collect();
        let [only] = unknown.as_slice() else { panic!("{text}{unknown:?}") };
        assert!(only.message.contains(UNKNOWN), "{text}{only:?}");
        let known: BTreeSet<&str> = only.help.as_deref().unwrap_or_default().split('`').skip(1).step_by(2).collect();
        let documented: BTreeSet<&str> = keys.keys().map(String::as_str).collect();
        assert_eq!(known, documented, "{header}");
    }
}

#[test]
fn the_sections_of_the_schema_are_those_that_are_read() {
    let schema = schema();
    let said = mistakes(&format!("{UNKNOWN} = true\n"));
    let help = said.iter().find_map(|one| one.help.clone()).expect("the known keys");
    let known: BTreeSet<&str> = help.split('`').skip(1).step_by(2).collect();
    let documented: BTreeSet<&str> = properties(&schema).expect("sections").keys().map(String::as_str).collect();
    assert_eq!(known, documented);
}
