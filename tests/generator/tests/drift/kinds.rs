//! What each kind of change does on the wire: one schema in each direction, and documents that differ in one thing.

use std::path::Path;

use generator_tests::{fixture, run};
use harness::Trial;
use serde_json::{Value, json};

use crate::GRAVITY;

/// A test for each table of cases.
pub fn tests() -> Vec<Trial> {
    harness::tests![
        a_schema_is_judged_in_the_direction_that_it_goes,
        a_schema_in_parts_is_judged_as_the_whole,
        documents_that_differ_in_one_thing,
        a_change_of_a_component_is_told_once,
        announcements_are_judged_by_a_policy,
        what_the_server_calls_is_judged_the_other_way_round,
        calls_of_the_server_come_and_go
    ]
}

fn cases(name: &str) -> Vec<Value> {
    let text = std::fs::read_to_string(fixture(&format!("drift/{name}"))).expect("the cases");
    serde_yaml::from_str(&text).expect("a list of cases")
}

/// The findings between two documents.
fn findings(old: &Value, new: &Value, more: &[&str]) -> Vec<Value> {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let paths = [("old.json", old), ("new.json", new)].map(|(name, document)| {
        let path = folder.path().join(name);
        std::fs::write(&path, document.to_string()).expect("written");
        path.to_str().expect("a path in UTF-8").to_owned()
    });
    let arguments = [&["diff", paths[0].as_str(), &paths[1], "--format", "json"], more].concat();
    let ran = run("crategen", &arguments, Path::new("."), "");
    let report: Value = serde_json::from_str(&ran.stdout).unwrap_or_else(|error| panic!("{error}: {}", ran.stderr));
    report["findings"].as_array().expect("findings").clone()
}

fn a_schema_is_judged_in_the_direction_that_it_goes() {
    check_schemas(Value::clone);
}

/// How a schema is put together changes no verdict.
fn a_schema_in_parts_is_judged_as_the_whole() {
    check_schemas(in_parts);
}

/// A schema as an `allOf` with a part for each keyword, where keywords do not belong together.
fn in_parts(schema: &Value) -> Value {
    let Value::Object(map) = schema else { return schema.clone() };
    let belongs: [&[&str]; 5] = [
        &["if", "then", "else"],
        &["contains", "minContains", "maxContains"],
        &["oneOf", "anyOf", "discriminator"],
        &["prefixItems", "items", "type"],
        &["properties", "patternProperties", "additionalProperties", "unevaluatedProperties"],
    ];
    let whole =
        ["$ref", "allOf", "readOnly", "writeOnly", "deprecated", "default", "xml", "description", "title", "nullable"];
    let mut parts: Vec<Value> = Vec::new();
    let mut kept = json!({});
    for (key, value) in map {
        if whole.contains(&key.as_str()) || key.starts_with("x-") {
            kept[key] = value.clone();
            continue;
        }
        let group = belongs.iter().find(|group| group.contains(&key.as_str()));
        let own = |part: &&mut Value| group.is_some_and(|group| group.iter().any(|other| !part[*other].is_null()));
        match parts.iter_mut().find(own) {
            Some(part) => part[key] = value.clone(),
            None => parts.push(json!({ key.as_str(): value })),
        }
    }
    if parts.len() > 1 && kept["allOf"].is_null() {
        kept["allOf"] = Value::Array(parts);
        return kept;
    }
    schema.clone()
}

fn check_schemas(written: fn(&Value) -> Value) {
    let cases = cases("schemas.yaml");
    assert!(cases.len() > 70, "cases are missing");
    let mut wrong = Vec::new();
    for case in &cases {
        let document = |schema: &Value| {
            let parameter = json!({ "name": "q", "in": "query", "schema": schema });
            let parameters = if case["query"].is_null() { json!([]) } else { json!([parameter]) };
            let content = json!({ "application/json": { "schema": schema } });
            json!({
                "openapi": "3.1.0", "info": { "title": "t", "version": "1" },
                "paths": { "/x": { "post": {
                    "operationId": "x", "parameters": parameters, "requestBody": { "content": content },
                    "responses": { "200": { "description": "ok", "content": content } },
                } } },
            })
        };
        let found = findings(&document(&written(&case["old"])), &document(&written(&case["new"])), &[]);
        let places =
            [("request", "post /x request body"), ("answer", "post /x answer 200"), ("query", "post /x query `q`")];
        for (place, start) in places.into_iter().filter(|(place, _)| !case[*place].is_null()) {
            let here: Vec<&Value> = found
                .iter()
                .filter(|one| one["title"].as_str().is_some_and(|title| title.starts_with(start)))
                .collect();
            let gravity = |one: &Value| GRAVITY.iter().position(|wire| one["wire"] == **wire);
            let gravest = here.iter().filter_map(|one| gravity(one)).max();
            let expected = case[place].as_str().expect("a kind and a verdict");
            let fits = match expected.split_once(' ') {
                None => expected == "none" && here.is_empty(),
                Some((kind, wire)) => {
                    gravest.is_some_and(|gravest| GRAVITY[gravest] == wire)
                        && here.iter().any(|one| one["kind"] == kind && one["wire"] == wire)
                }
            };
            if !fits {
                let told: Vec<String> = here.iter().map(|one| format!("{} {}", one["kind"], one["wire"])).collect();
                wrong.push(format!("{} -> {}: {place} {expected}, found {told:?}", case["old"], case["new"]));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn documents_that_differ_in_one_thing() {
    let cases = cases("documents.yaml");
    assert!(cases.len() > 25, "cases are missing");
    let mut wrong = Vec::new();
    for case in &cases {
        let found = findings(&document(&case["old"]), &document(&case["new"]), &[]);
        let expected = case["finding"].as_str().expect("a finding");
        let told: Vec<String> = found
            .iter()
            .map(|one| {
                [&one["kind"], &one["wire"], &one["rust"]].map(|word| word.as_str().unwrap_or_default()).join(" ")
            })
            .collect();
        let fits = if expected == "none" { told.is_empty() } else { told.iter().any(|one| one == expected) };
        if !fits {
            wrong.push(format!("{} -> {}: {expected}, found {told:?}", case["old"], case["new"]));
        }
        if let Some(operation) = case["operations"].as_str() {
            assert!(found.iter().all(|one| one["operations"] == json!([operation])), "{found:#?}");
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// What a schema says because it refers to a component is told of the component, however often it is referred to.
fn a_change_of_a_component_is_told_once() {
    let base: Value =
        serde_yaml::from_str(&std::fs::read_to_string(fixture("drift/referred.yaml")).expect("a document"))
            .expect("YAML");
    let changes = [
        (json!({ "G": { "enum": ["x", "y", "z"] } }), "G: new value (z)"),
        (json!({ "G": { "enum": ["x"] } }), "G: the value is gone (y)"),
        (json!({ "G": { "nullable": true } }), "G: may be null"),
        (json!({ "Pet": { "required": [] } }), "Pet.name: became optional"),
        (
            json!({ "Pet": { "properties": { "new": { "type": "string" } } } }),
            "Pet.new: new optional property (string)",
        ),
        (json!({ "Pet": { "properties": { "age": null } } }), "Pet.age: the optional property is gone (object)"),
        (
            json!({ "Pet": { "properties": { "age": { "properties": { "n": { "minimum": 0 } } } } } }),
            "Pet.age.n: the limit became looser (at least 1 -> at least 0)",
        ),
        (
            json!({ "Cat": { "allOf": [{ "$ref": "#/components/schemas/Pet" }] } }),
            "Cat.meow: the optional property is gone (string)",
        ),
    ];
    for (change, title) in changes {
        let mut new = base.clone();
        patch(&mut new["components"]["schemas"], &change);
        let found = findings(&base, &new, &[]);
        // Types that come or go with it are items of the crate.
        let of_document = |one: &&Value| !one["title"].as_str().is_some_and(|title| title.starts_with('`'));
        let told: Vec<&Value> = found.iter().filter(of_document).collect();
        let [one] = told.as_slice() else { panic!("one finding: {change} {told:#?}") };
        assert_eq!((&one["title"], &one["operations"]), (&json!(title), &json!(["get /x"])), "{change}");
    }
}

/// Sunset dates and stability levels count where the configuration asks for it, on the day that the command is given.
fn announcements_are_judged_by_a_policy() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let config = folder.path().join("codegen.toml");
    std::fs::write(&config, "[drift.policy.deprecation-days]\nstable = 180\n").expect("written");
    let policy = ["--config", config.to_str().expect("a path in UTF-8"), "--today", "2030-01-01"];
    let cases = cases("policy.yaml");
    assert!(cases.len() > 30, "cases are missing");
    let mut wrong = Vec::new();
    for case in &cases {
        let (old, new) = (document(&case["old"]), document(&case["new"]));
        let expected = case["finding"].as_str().expect("a finding");
        let told: Vec<String> = findings(&old, &new, &policy).iter().map(kind_and_wire).collect();
        let breaks = told.iter().any(|one| one.ends_with("breaks"));
        if !told.iter().any(|one| one == expected) || breaks != expected.ends_with("breaks") {
            wrong.push(format!("{} -> {}: {expected}, found {told:?}", case["old"], case["new"]));
        }
        let judged = |one: &String| one.starts_with("sunset-") || one.starts_with("stability-");
        let without: Vec<String> = findings(&old, &new, &[]).iter().map(kind_and_wire).collect();
        assert!(!without.iter().any(judged), "no policy, and {without:?}");
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Webhooks and callbacks are compared like operations, with the roles turned round. What they are in the crate is a finding of
/// its own.
fn what_the_server_calls_is_judged_the_other_way_round() {
    let cases = cases("called.yaml");
    assert!(cases.len() > 20, "cases are missing");
    let mut wrong = Vec::new();
    for case in &cases {
        let expected = case["finding"].as_str().expect("a finding");
        for (is_webhook, label) in [(true, "post webhook done"), (false, "post callback done of get /x at {$url}")] {
            let sides = [("old", &Value::Null), ("new", &case["components"])].map(|(side, components)| {
                let mut call = json!({ "responses": { "200": { "description": "ok" } } });
                patch(&mut call, &case[side]);
                let mut with =
                    json!({ "components": { "schemas": { "Event": { "type": "string", "maxLength": 9 } } } });
                patch(&mut with["components"], components);
                if is_webhook {
                    with["webhooks"] = json!({ "done": { "post": call } });
                } else {
                    let callback = json!({ "done": { "{$url}": { "post": call } } });
                    with["paths"] = json!({ "/x": { "get": { "callbacks": callback } } });
                }
                document(&with)
            });
            let found = findings(&sides[0], &sides[1], &[]);
            let told: Vec<String> = found.iter().map(kind_and_wire).collect();
            let items = ["names-changed", "type-appeared", "type-disappeared"];
            let is_item = |one: &Value| one["wire"] == "safe" && items.iter().any(|kind| one["kind"] == *kind);
            let outside = |one: &Value| is_item(one) || one["rust"] == "none" && one["operations"] == json!([label]);
            let of_component = !case["components"].is_null();
            if !told.iter().any(|one| one == expected) || !of_component && !found.iter().all(outside) {
                wrong.push(format!("{label}: {} -> {}: {expected}, found {found:#?}", case["old"], case["new"]));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn calls_of_the_server_come_and_go() {
    let call = json!({ "post": { "responses": { "200": { "description": "ok" } } } });
    let webhook = document(&json!({ "webhooks": { "done": call } }));
    let callback = document(&json!({ "paths": { "/x": { "get": { "callbacks": { "done": { "{$url}": call } } } } } }));
    let shared = document(&json!({
        "paths": { "/x": { "get": { "callbacks": { "done": { "$ref": "#/components/callbacks/Done" } } } } },
        "components": { "callbacks": { "Done": { "{$url}": { "$ref": "#/components/pathItems/Item" } } },
                        "pathItems": { "Item": call } },
    }));
    let none = document(&json!({}));
    for side in [&webhook, &callback, &shared] {
        let told = |old, new| findings(old, new, &[]).iter().map(kind_and_wire).collect::<Vec<_>>();
        assert!(told(&none, side).contains(&"call-added safe".to_owned()), "{side}");
        assert!(told(side, &none).contains(&"call-removed breaks".to_owned()), "{side}");
        assert_eq!(told(side, side), Vec::<String>::new());
    }
}

fn kind_and_wire(finding: &Value) -> String {
    [&finding["kind"], &finding["wire"]].map(|word| word.as_str().unwrap_or_default()).join(" ")
}

/// A document, with what is put into it.
fn document(with: &Value) -> Value {
    let mut document = json!({
        "openapi": "3.1.0", "info": { "title": "t", "version": "1" }, "servers": [{ "url": "https://a.example" }],
        "paths": { "/x": { "get": { "operationId": "x", "responses": { "200": { "description": "ok" } } } } },
        "components": { "securitySchemes": {
            "a": { "type": "oauth2", "flows": { "clientCredentials": {
                "tokenUrl": "https://a.example/token", "scopes": { "read": "", "write": "" },
            } } },
            "b": { "type": "http", "scheme": "basic" },
        } },
    });
    patch(&mut document, with);
    document
}

/// JSON Merge Patch (RFC 7396), section 2.
fn patch(target: &mut Value, with: &Value) {
    let Value::Object(with) = with else { return };
    for (key, value) in with {
        if let (true, Some(target)) = (value.is_null(), target.as_object_mut()) {
            target.remove(key);
            continue;
        }
        let slot = &mut target[key.as_str()];
        if value.is_object() {
            if !slot.is_object() {
                *slot = json!({});
            }
            patch(slot, value);
        } else {
            *slot = value.clone();
        }
    }
}
