//! `crategen learn`: what responses teach is an overlay that applies, a second run finds nothing, and no value is told.

use std::fs;

use generator_tests::{Ran, run};
use serde_json::{Value, json};
use tempfile::TempDir;

/// A document of that version of OpenAPI.
fn document(version: &str) -> String {
    json!({
        "openapi": version,
        "info": {"title": "Pets", "version": "1"},
        "servers": [{"url": "https://pets.example.com/api/{stage}", "variables": {"stage": {"default": "v1"}}}],
        "paths": {
            "/pets": {
                "get": {
                    "operationId": "listPets",
                    "responses": {"200": {"description": "Pets", "content": {"application/json": {
                        "schema": {"type": "array", "items": {"$ref": "#/components/schemas/Pet"}}}}}}
                },
                "post": {
                    "operationId": "pets.create",
                    "responses": {"200": {"$ref": "#/components/responses/Pet"}}
                }
            },
            "/pets/{id}.json": {"get": {
                "operationId": "getPet",
                "responses": {
                    "200": {"$ref": "#/components/responses/Pet"},
                    "4XX": {"description": "Refused", "content": {"application/json": {
                        "schema": {"$ref": "#/components/schemas/Problem"}}}}
                }
            }},
            "/toys": {"get": {"operationId": "listToys", "responses": {
                "200": {"description": "Toys"},
                "default": {"description": "Failed", "content": {"application/json": {
                    "schema": {"$ref": "#/components/schemas/Problem"}}}}
            }}},
            "/health": {"get": {"responses": {"default": {"description": "Well", "content": {"text/plain": {}}}}}}
        },
        "components": {
            "responses": {"Pet": {"description": "A pet", "content": {"application/json": {
                "schema": {"$ref": "#/components/schemas/Pet"}}}}},
            "schemas": {
                "Pet": {
                    "type": "object",
                    "required": ["id", "tags", "kind"],
                    "properties": {
                        "id": {"type": "integer", "format": "int32"},
                        "tags": {"type": "array", "items": {"type": "string"}},
                        "kind": {"type": "string", "enum": ["cat", "dog"]},
                        "born": {"type": "string", "format": "date"},
                        "weight": {"type": "integer"},
                        "legs": {"type": "integer", "format": "uint8"},
                        "age": {"type": "integer", "format": "int32", "minimum": 0},
                        "rate": {"type": "number", "format": "int32"},
                        "photo": {"type": "string", "format": "byte"},
                        "owner": {"$ref": "#/components/schemas/Owner"},
                        "secret": {"type": "string", "writeOnly": true}
                    }
                },
                "Owner": {"type": "object", "properties": {"name": {"type": "string"}}},
                "Problem": {"type": "object", "required": ["code"], "properties": {"code": {"type": "string"}}}
            }
        }
    })
    .to_string()
}

fn pet() -> Value {
    json!({"id": 1, "tags": ["a"], "kind": "cat"})
}

/// A folder with the document, and files beside it.
fn folder(version: &str, files: &[(&str, Value)]) -> TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    fs::write(folder.path().join("openapi.json"), document(version)).expect("the file is written");
    for (name, value) in files {
        fs::write(folder.path().join(name), value.to_string()).expect("the file is written");
    }
    folder
}

fn learn(folder: &TempDir, arguments: &str) -> Ran {
    let arguments: Vec<&str> = ["learn", "openapi.json"].into_iter().chain(arguments.split(' ')).collect();
    run("crategen", &arguments, folder.path(), "")
}

/// The overlay that one response teaches, after it was proved: it applies, the second run finds nothing, and what it corrects can be
/// generated from.
#[track_caller]
fn taught(version: &str, name: &str, body: Value) -> String {
    let folder = folder(version, &[(name, body)]);
    let ran = learn(&folder, name);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    assert!(ran.stderr.contains("learned from 1 response"), "{}", ran.stderr);
    fs::write(folder.path().join("overlay.yaml"), &ran.stdout).expect("the overlay is written");
    let again = learn(&folder, &format!("{name} --overlay overlay.yaml --check"));
    assert_eq!(again.code, Some(0), "{}\n{}", again.stderr, ran.stdout);
    assert!(again.stderr.contains("nothing to correct"), "{}", again.stderr);
    let generate = "generate openapi.json --overlay overlay.yaml --out client --strict";
    let generated = run("crategen", &generate.split(' ').collect::<Vec<_>>(), folder.path(), "");
    assert_eq!(generated.code, Some(0), "{}\n{}", generated.stderr, ran.stdout);
    ran.stdout
}

/// The parts of a text are all there.
#[track_caller]
fn assert_has(text: &str, parts: &[&str]) {
    for part in parts {
        assert!(text.contains(part), "{part:?} is not in:\n{text}");
    }
}

fn with(key: &str, value: Value) -> Value {
    let mut pet = pet();
    pet[key] = value;
    pet
}

#[test]
fn null_is_allowed_where_it_came() {
    let old =
        taught("3.0.3", "listPets.200.json", json!([pet(), with("tags", Value::Null), with("tags", Value::Null)]));
    assert_has(
        &old,
        &[
            "target: $.components.schemas.Pet.properties.tags",
            "nullable: true",
            "2 times in 1 response: listPets 200 (1)",
        ],
    );
    let new = taught("3.1.0", "listPets.200.json", json!([with("tags", Value::Null)]));
    assert_has(&new, &["target: $.components.schemas.Pet.properties.tags.type", "remove: true", "- array", "- 'null'"]);
    for version in ["3.0.3", "3.1.0"] {
        let referred = taught(version, "getPet.200.json", with("owner", Value::Null));
        assert_has(
            &referred,
            &["target: $.components.schemas.Pet.properties.owner", "$ref: '#/components/schemas/Owner'"],
        );
        let value = taught(version, "getPet.200.json", with("kind", Value::Null));
        assert_has(&value, &["target: $.components.schemas.Pet.properties.kind"]);
        taught(version, "getPet.200.json", Value::Null);
        taught(version, "listPets.200.json", json!([null]));
    }
}

#[test]
fn a_key_that_was_missing_is_not_required() {
    for version in ["3.0.3", "3.1.0"] {
        let text = taught(version, "listPets.200.json", json!([{"id": 1}]));
        assert_has(
            &text,
            &["target: $.components.schemas.Pet.required[?@ == \"tags\"]", "[?@ == \"kind\"]", "remove: true"],
        );
    }
}

#[test]
fn types_formats_and_ranges_become_wider() {
    for version in ["3.0.3", "3.1.0"] {
        assert_has(&taught(version, "getPet.200.json", with("id", json!(3_000_000_000_u64))), &["format: int64"]);
        assert_has(&taught(version, "getPet.200.json", with("weight", json!(1.5))), &["type: number"]);
        assert_has(&taught(version, "getPet.200.json", with("weight", json!(u64::MAX))), &["format: uint64"]);
        assert_has(&taught(version, "getPet.200.json", with("weight", json!(1e30))), &["format: int128"]);
        assert_has(&taught(version, "getPet.200.json", with("weight", json!(1e300))), &["type: number"]);
        assert_has(&taught(version, "getPet.200.json", with("legs", json!(300))), &["format: int64"]);
        let text = taught(version, "getPet.200.json", with("legs", json!(-1)));
        assert_has(&text, &["negative numbers", "format: int64"]);
        let text = taught(version, "getPet.200.json", with("age", json!(-1)));
        assert_has(&text, &["target: $.components.schemas.Pet.properties.age.minimum", "remove: true"]);
        assert!(!text.contains("format:"), "{text}");
        let both = taught(version, "listPets.200.json", json!([with("age", json!(-1)), with("age", json!(u64::MAX))]));
        assert_has(&both, &["age.minimum", "format: int128"]);
        assert_has(&taught(version, "getPet.200.json", with("rate", json!(0.5))), &["rate.format", "remove: true"]);
        assert_has(&taught(version, "getPet.200.json", with("photo", json!("no base64!"))), &["photo.format"]);
        let text = taught(version, "getPet.200.json", with("weight", json!("heavy")));
        assert_has(&text, &["string", "integer"]);
        let text = taught(version, "getPet.200.json", with("tags", json!({"a": 1})));
        assert_has(&text, &["array", "object"]);
        let text = taught(version, "getPet.200.json", with("born", json!("")));
        assert_has(&text, &["target: $.components.schemas.Pet.properties.born.format", "remove: true"]);
        let both =
            taught(version, "listPets.200.json", json!([with("weight", json!("x")), with("weight", Value::Null)]));
        assert_has(&both, &["string is not documented", "null is not documented"]);
        taught(version, "getPet.200.json", json!("no object at all"));
        taught(
            version,
            "listPets.200.json",
            json!([{"id": "x", "tags": [1, null], "kind": 7, "owner": [], "born": 3}, 5]),
        );
    }
}

#[test]
fn values_of_enums_that_are_words_are_added() {
    let text = taught("3.1.0", "getPet.200.json", with("kind", json!("hamster")));
    assert_has(&text, &["target: $.components.schemas.Pet.properties.kind", "enum:", "- hamster"]);
    let text = taught("3.1.0", "getPet.200.json", with("kind", json!("person@example.com")));
    assert_has(&text, &["target: $.components.schemas.Pet.properties.kind.enum", "remove: true"]);
    assert!(!text.contains("person"), "{text}");
}

#[test]
fn keys_that_are_names_are_added_and_values_never_told() {
    let body = json!({
        "id": 1, "tags": [], "kind": "cat",
        "colour": "hidden-1", "places": [{"lat": 48.137, "note": "hidden-2"}, {"lat": 1, "note": null}],
        "hidden-3-2024-01-02T03:04": 1, "42": 2,
    });
    let text = taught("3.0.3", "pets.create.200.second.json", body);
    assert_has(
        &text,
        &["colour:", "places:", "lat:", "type: number", "nullable: true", "the key `colour` is not documented"],
    );
    for value in ["hidden", "48.137", "2024", "42"] {
        assert!(!text.contains(value), "{value} is in:\n{text}");
    }
}

#[test]
fn statuses_and_media_types_are_added() {
    for version in ["3.0.3", "3.1.0"] {
        let text = taught(version, "pets.create.201.json", pet());
        assert_has(
            &text,
            &["target: $.paths[\"/pets\"].post", "'201':", "application/json:", "$ref: '#/components/schemas/Pet'"],
        );
        let text = taught(version, "listPets.404.json", json!({"detail": "hidden"}));
        assert_has(&text, &["'404':", "detail:", "type: string"]);
        assert!(!text.contains("hidden"), "{text}");
        taught(version, "getPet.404.json", json!({"code": 404}));
        // Beside a success the default is about failures.
        let text = taught(version, "listToys.202.json", json!([]));
        assert_has(&text, &["target: $.paths[\"/toys\"].get", "'202':"]);
        assert_has(
            &taught(version, "listToys.500.json", json!({})),
            &["target: $.components.schemas.Problem.required"],
        );
    }
}

/// An archive of requests to these URLs, each with a status, a media type and a text.
fn archive(entries: &[(&str, &str, u16, &str, &str)]) -> Value {
    let entry = |(method, url, status, media_type, text): &(&str, &str, u16, &str, &str)| {
        let content = json!({"size": text.len(), "mimeType": media_type, "text": text});
        json!({"request": {"method": method, "url": url}, "response": {"status": status, "content": content}})
    };
    json!({"log": {"version": "1.2", "entries": entries.iter().map(entry).collect::<Vec<_>>()}})
}

#[test]
fn requests_of_an_archive_find_their_operations() {
    let pet = pet().to_string();
    let har = archive(&[
        ("GET", "https://pets.example.com/api/v1/pets?limit=1", 200, "application/json; charset=utf-8", "[]"),
        ("POST", "http://localhost:8080/api/test/pets", 201, "application/json", &pet),
        ("POST", "http://localhost:8080/pets", 201, "application/json", &pet),
        ("GET", "https://pets.example.com/api/v1/pets/a%2Fb.json", 500, "text/html", "<p>hidden</p>"),
        ("GET", "https://pets.example.com/api/v1/health", 200, "application/json", "\"up\""),
        ("GET", "https://pets.example.com/api/v1/health", 304, "", ""),
        ("GET", "https://cdn.example.com/logo.png", 200, "image/png", "hidden"),
        ("DELETE", "https://pets.example.com/api/v1/pets", 204, "", ""),
    ]);
    let folder = folder("3.1.0", &[("session.har", har)]);
    let ran = learn(&folder, "session.har --out overlay.yaml");
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    assert_has(&ran.stderr, &["3 overlay actions learned from 5 responses; 2 of no operation are ignored"]);
    let overlay = fs::read_to_string(folder.path().join("overlay.yaml")).expect("it is written");
    assert_has(&overlay, &["pets.create 201 (2)", "getPet 500 (1)", "text/html:", "GET /health 200 (1)"]);
    assert!(!overlay.contains("hidden"), "{overlay}");
    let again = learn(&folder, "session.har --overlay overlay.yaml --check");
    assert_eq!(again.code, Some(0), "{}", again.stderr);
}

#[test]
fn what_is_learned_is_added_to_an_overlay() {
    let overlay = json!({
        "overlay": "1.0.0", "info": {"title": "Mine", "version": "7"}, "extends": "openapi.json",
        "actions": [{"target": "$.components.schemas.Pet.properties.tags", "update": {"nullable": true}}],
    });
    let body = json!([with("tags", Value::Null), {"id": 1, "kind": "cat"}]);
    let folder = folder("3.0.3", &[("mine.json", overlay), ("listPets.200.json", body)]);
    let check = learn(&folder, "listPets.200.json --overlay mine.json --check");
    assert_eq!((check.code, check.stdout.as_str()), (Some(1), ""), "{}", check.stderr);
    let ran = learn(&folder, "listPets.200.json --overlay mine.json --out mine.json");
    assert_has(&ran.stderr, &["1 overlay action learned from 1 response"]);
    let merged = fs::read_to_string(folder.path().join("mine.json")).expect("it is written");
    assert_has(&merged, &["title: Mine", "nullable: true", "required[?@ == \"tags\"]"]);
    let again = learn(&folder, "listPets.200.json --overlay mine.json");
    assert_eq!((again.code, again.stdout.as_str()), (Some(0), ""), "{}", again.stderr);
}

#[test]
fn what_cannot_be_used_is_said_with_what_to_do() {
    let files = [
        ("notes.json", json!({"a": 1})),
        ("listPet.200.json", json!([])),
        ("other.har", archive(&[("GET", "https://cdn.example.com/logo.png", 200, "image/png", "x")])),
    ];
    let folder = folder("3.0.3", &files);
    fs::write(folder.path().join("listPets.200.json"), "[{\"hidden\": tru").expect("the file is written");
    fs::create_dir(folder.path().join("empty")).expect("the folder is made");
    for (arguments, code, said) in [
        ("notes.json", 65, "name it OPERATION.STATUS.json, as in listPets.200.json"),
        ("listPet.200.json", 65, "did you mean `listPets`?"),
        ("listPets.200.json", 65, "listPets.200.json is not JSON"),
        ("other.har", 65, "none of the 1 responses is of an operation of the document"),
        ("nowhere.har", 65, "cannot read nowhere.har"),
        ("empty", 65, "has no file of responses"),
        ("--check", 64, "RESPONSES"),
    ] {
        let ran = learn(&folder, arguments);
        assert_eq!(ran.code, Some(code), "{arguments}: {}", ran.stderr);
        assert!(ran.stderr.contains(said) && !ran.stderr.contains("hidden"), "{arguments}: {}", ran.stderr);
    }
}

/// Servers in Rust and .NET have many types with one name; the document knows the last, and refers to it from everywhere.
fn document_of_one_name() -> String {
    let response = json!({"200": {"description": "Fine", "content": {"application/json": {
        "schema": {"$ref": "#/components/schemas/Page"}}}}});
    let object = |keys: &[&str]| {
        let properties: serde_json::Map<_, _> =
            keys.iter().map(|key| ((*key).to_owned(), json!({"type": "string"}))).collect();
        json!({"type": "object", "required": keys, "properties": properties})
    };
    json!({
        "openapi": "3.1.0",
        "info": {"title": "Shop", "version": "1"},
        "paths": {
            "/orders": {"get": {"operationId": "listOrders", "responses": response}},
            "/clients": {"get": {"operationId": "listClients", "responses": response}},
            "/last": {"get": {"operationId": "lastClient", "responses": {"200": {"description": "Fine", "content":
                {"application/json": {"schema": {"$ref": "#/components/schemas/Order"}}}}}}},
        },
        "components": {"schemas": {
            "Page": {"type": "array", "items": {"$ref": "#/components/schemas/Order"}},
            "Order": object(&["number", "article"]),
            "Client": object(&["name", "city"]),
            "Seller": object(&["name", "city", "shop"]),
        }},
    })
    .to_string()
}

#[track_caller]
fn taught_of_one_name(responses: &[(&str, Value)]) -> (String, String) {
    let folder = folder("3.1.0", responses);
    fs::write(folder.path().join("openapi.json"), document_of_one_name()).expect("the file is written");
    let names: Vec<&str> = responses.iter().map(|(name, _)| *name).collect();
    let ran = learn(&folder, &names.join(" "));
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    fs::write(folder.path().join("overlay.yaml"), &ran.stdout).expect("the overlay is written");
    let again = learn(&folder, &format!("{} --overlay overlay.yaml --check", names.join(" ")));
    assert_eq!(again.code, Some(0), "{}\n{}", again.stderr, ran.stdout);
    let generate = "generate openapi.json --overlay overlay.yaml --out client --strict";
    let generated = run("crategen", &generate.split(' ').collect::<Vec<_>>(), folder.path(), "");
    assert_eq!(generated.code, Some(0), "{}\n{}", generated.stderr, ran.stdout);
    let read = |name: &str| fs::read_to_string(folder.path().join("client/src").join(name)).unwrap_or_default();
    (ran.stdout, ["orders.rs", "clients.rs", "last.rs"].map(read).concat())
}

#[test]
fn a_response_of_another_schema_refers_to_that() {
    let client = json!({"name": "hidden-1", "city": "hidden-2"});
    let order = json!([{"number": "1", "article": "2"}]);
    let (text, code) = taught_of_one_name(&[
        ("listOrders.200.json", order),
        ("listClients.200.json", json!([client, client])),
        ("listClients.200.empty.json", json!([])),
        ("lastClient.200.json", client),
    ]);
    assert_has(
        &text,
        &[
            "of another schema of the document: 2 times in 2 responses: listClients 200 (2)",
            "$ref: '#/components/schemas/Client'",
            "type: array",
        ],
    );
    assert!(!text.contains("required") && !text.contains("hidden"), "{text}");
    assert_has(
        &code,
        &["type Output = Vec<types::Client>", "type Output = types::Page", "type Output = types::Client"],
    );
}

#[test]
fn responses_that_are_not_all_of_another_schema_are_corrected_where_they_are() {
    let (text, _) = taught_of_one_name(&[
        ("listClients.200.json", json!([{"name": "a", "city": "b"}])),
        ("listClients.200.other.json", json!([{"number": "a", "article": "b"}])),
        ("lastClient.200.json", json!({"name": "a", "city": "b", "vat": "c"})),
    ]);
    assert_has(&text, &["target: $.components.schemas.Order.required", "vat:"]);
    assert!(!text.contains("another schema"), "{text}");
}
