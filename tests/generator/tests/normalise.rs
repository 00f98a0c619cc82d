//! `document::normalise`: each fixture is one deviation; its snapshot is what became of it, and what was said.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use crategen::diagnostic::{Diagnostics, Severity, Spot};
use crategen::document::faults::{MARK, is_faulty};
use crategen::document::normalise::normalise;
use crategen::document::position::Position;
use crategen::document::{Document, Origins};
use crategen::pointer::Pointer;
use crategen::source::{Sources, parse};
use generator_tests::{corpus, fixtures, snapshot};
use serde_json::{Value, json};

fn main() -> ExitCode {
    harness::run([
        harness::tests![nothing_breaks_it, deep_and_large_documents_are_read, what_contains_itself_ends],
        harness::tests!["corpus": most_outside_documents_have_no_errors],
        harness::each("deviations", 20, fixtures("normalise", &["yaml"]), is_rewritten),
        harness::each_outside(
            "corpus",
            100,
            "corpus",
            corpus::of_one_file,
            an_outside_document_is_read_or_refused_in_place,
        ),
    ])
}

/// The document of a file, which is called `name`; `None` where the file says nothing.
fn read(path: &Path, name: &str) -> Option<Document> {
    let mut sources = Sources::new();
    let file = sources.add_bytes(name, fs::read(path).ok()?);
    let value = parse(&sources, file).ok()?;
    Some(Document::new(value, Origins::of(file)))
}

/// A document that stands in no file.
fn document(value: Value, name: &str) -> Document {
    let file = Sources::new().add(name, "");
    Document::new(value, Origins::of(file))
}

fn rendered(diags: &Diagnostics) -> String {
    let mut text = String::new();
    for diagnostic in diags.iter() {
        let at = match diagnostic.at.as_ref().map(|place| &place.spot) {
            Some(Spot::Pointer(pointer) | Spot::Key(pointer)) => format!("#{pointer}"),
            Some(Spot::Offset(offset)) => format!("byte {offset}"),
            None => String::new(),
        };
        let severity = format!("{:?}", diagnostic.severity).to_lowercase();
        let _ = writeln!(text, "{severity}[{}] {at}: {}", diagnostic.code, diagnostic.message);
    }
    text
}

/// The fields that every document has and few fixtures are about.
fn framed(mut value: Value) -> Value {
    if let Some(map) = value.as_object_mut() {
        map.entry("info").or_insert_with(frame_info);
        map.entry("paths").or_insert_with(|| json!({}));
    }
    value
}

fn frame_info() -> Value {
    json!({ "title": "t", "version": "1" })
}

fn unframed(mut value: Value) -> Value {
    if let Some(map) = value.as_object_mut() {
        map.retain(|key, value| !(key == "info" && *value == frame_info() || key == "paths" && *value == json!({})));
    }
    value
}

fn is_rewritten(name: &str, path: PathBuf) {
    let mut document = read(&path, name).expect("it can be parsed");
    let bare = document.value.get("bare").cloned();
    document.value = bare.unwrap_or_else(|| framed(document.value));
    let mut diags = Diagnostics::new();
    let output = normalise(document, &mut diags);
    let text = serde_json::to_string_pretty(&unframed(output.value.clone())).expect("values can be written");
    snapshot!("normalise", name, format!("{text}\n\n{}", rendered(&diags)));
    let refused = refused(&output);
    assert!(refused.is_empty(), "openapiv3 does not read {refused:?}");
    let again = normalise(output.clone(), &mut Diagnostics::new());
    assert_eq!(again.value, output.value, "it is not finished after one pass");
}

/// The nodes of a normalised document that openapiv3 does not accept, each read without what is inside it.
fn refused(document: &Document) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut open = vec![(Pointer::root(), Position::Document)];
    while let Some((at, position)) = open.pop() {
        let Some(node) = at.get(&document.value) else { continue };
        if is_faulty(node) {
            continue;
        }
        if position.referable() && node.get("$ref").is_some_and(Value::is_string) {
            continue;
        }
        let children = position.children(node);
        let mut alone = node.clone();
        for (tokens, _) in &children {
            strip(&mut alone, tokens);
        }
        if let Err(error) = read_alone(position, alone) {
            found.push((format!("#{at}"), error));
        }
        open.extend(children.into_iter().map(|(tokens, position)| (at.join(tokens), position)));
    }
    found
}

/// Takes a child out; what has to be there is left as the least that can be.
fn strip(node: &mut Value, tokens: &[String]) {
    let Some(map) = node.as_object_mut() else { return };
    let Some(first) = tokens.first() else { return };
    match first.as_str() {
        "info" => map.insert(first.clone(), frame_info()),
        "paths" | "responses" | "flows" if map.get(first).is_some_and(Value::is_object) && tokens.len() == 1 => {
            map.insert(first.clone(), json!({}))
        }
        "schema" => map.insert(first.clone(), json!({})),
        "content" => map.insert(first.clone(), json!({})),
        _ => map.shift_remove(first),
    };
}

fn read_alone(position: Position, value: Value) -> Result<(), String> {
    fn read<T: for<'de> serde::Deserialize<'de>>(value: Value) -> Result<(), String> {
        serde_json::from_value::<T>(value).map(|_| ()).map_err(|error| error.to_string())
    }
    match position {
        Position::Document => read::<openapiv3::OpenAPI>(value),
        Position::Info => read::<openapiv3::Info>(value),
        Position::Contact => read::<openapiv3::Contact>(value),
        Position::License => read::<openapiv3::License>(value),
        Position::Server => read::<openapiv3::Server>(value),
        Position::ServerVariable => read::<openapiv3::ServerVariable>(value),
        Position::Tag => read::<openapiv3::Tag>(value),
        Position::ExternalDocs => read::<openapiv3::ExternalDocumentation>(value),
        Position::SecurityRequirement => read::<openapiv3::SecurityRequirement>(value),
        Position::Components => read::<openapiv3::Components>(value),
        Position::Paths => read::<openapiv3::Paths>(value),
        Position::PathItem => read::<openapiv3::PathItem>(value),
        Position::Operation => read::<openapiv3::Operation>(value),
        Position::Parameter => read::<openapiv3::Parameter>(value),
        Position::Header => read::<openapiv3::Header>(value),
        Position::RequestBody => read::<openapiv3::RequestBody>(value),
        Position::MediaType => read::<openapiv3::MediaType>(value),
        Position::Encoding => read::<openapiv3::Encoding>(value),
        Position::Responses => read::<openapiv3::Responses>(value),
        Position::Response => read::<openapiv3::Response>(value),
        Position::Example => read::<openapiv3::Example>(value),
        Position::Schema => read::<openapiv3::Schema>(value),
        Position::Discriminator => read::<openapiv3::Discriminator>(value),
        Position::SecurityScheme if value.get("x-crategen-mutual-tls").is_some() => Ok(()),
        Position::SecurityScheme => read::<openapiv3::SecurityScheme>(value),
        Position::Flows => read::<openapiv3::OAuth2Flows>(value),
        Position::Flow | Position::Xml => Ok(()),
        Position::Callback | Position::Link => Ok(()),
    }
}

/// openapiv3 has no word for schemes that a certificate satisfies.
fn without_certificates(mut document: Value) -> Value {
    if let Some(Value::Object(schemes)) = document.pointer_mut("/components/securitySchemes") {
        schemes.retain(|_, scheme| scheme.get("x-crategen-mutual-tls").is_none());
    }
    document
}

/// A file that is no document says nothing.
fn an_outside_document_is_read_or_refused_in_place(name: &str, path: PathBuf) {
    let Some((output, 0)) = outside(name, &path) else { return };
    let whole = serde_json::from_value::<openapiv3::OpenAPI>(without_certificates(output));
    assert!(whole.is_ok(), "{:?}", whole.err());
}

/// What an outside document became, and how many errors it has; `None`: it is no document.
fn outside(name: &str, path: &Path) -> Option<(Value, usize)> {
    let mut diags = Diagnostics::new();
    let output = normalise(read(path, name)?, &mut diags);
    let refused = refused(&output);
    assert!(refused.is_empty(), "{name}: openapiv3 does not read {refused:?}");
    let errors = diags.iter().filter(|diagnostic| diagnostic.severity == Severity::Error).count();
    let marked = output.value.to_string().contains(&format!("\"{MARK}\":"));
    assert!(errors > 0 || !marked, "{name}: something was left out without a word");
    if std::env::var_os("SHOW_DIAGNOSTICS").is_some() {
        eprintln!("== {name}\n{}", rendered(&diags));
    }
    Some((output.value, errors))
}

fn most_outside_documents_have_no_errors(corpus: &Path) {
    let documents = corpus::of_one_file(corpus).into_iter();
    let clean =
        documents.filter(|(name, path)| outside(name, path).is_some_and(|(_, errors)| errors == 0)).take(101).count();
    assert!(clean > 100, "only {clean} outside documents have no errors");
}

/// Every value of every fixture, replaced by everything that it could be instead.
fn nothing_breaks_it() {
    let junk = [
        json!(null),
        json!(true),
        json!(-1.5),
        json!("x"),
        json!(""),
        json!([]),
        json!([null, 1, "x", {}]),
        json!({}),
        json!({ "$ref": "#/components" }),
        json!({ "x": null, "type": ["null", "x"], "$ref": 1 }),
    ];
    for (_, path) in fixtures("normalise", &["yaml"]) {
        let Some(document) = read(&path, "fixture") else { continue };
        let mut places = Vec::new();
        let mut open = vec![(Pointer::root(), &document.value)];
        while let Some((at, value)) = open.pop() {
            match value {
                Value::Object(map) => open.extend(map.iter().map(|(key, value)| (at.child(key), value))),
                Value::Array(items) => open.extend(items.iter().enumerate().map(|(i, value)| (at.child(i), value))),
                _ => {}
            }
            places.push(at);
        }
        for (at, junk) in places.iter().flat_map(|at| junk.iter().map(move |junk| (at, junk))) {
            let mut mutated = document.clone();
            if let Some(slot) = at.get_mut(&mut mutated.value) {
                *slot = junk.clone();
            }
            let mut diags = Diagnostics::new();
            let output = normalise(mutated, &mut diags);
            let refused = refused(&output);
            assert!(refused.is_empty(), "{} with {junk} at #{at}: {refused:?}", path.display());
            let marked = output.value.to_string().contains(&format!("\"{MARK}\":"));
            assert!(diags.has_errors() || !marked, "{} with {junk} at #{at}: left out in silence", path.display());
        }
    }
}

/// A schema of `levels` schemas inside each other, each made by `wrap`.
fn nested(levels: usize, wrap: impl Fn(Value) -> Value) -> Value {
    (0..levels).fold(json!({ "type": ["string", "null"] }), |inner, _| wrap(inner))
}

fn deep_and_large_documents_are_read() {
    let wraps: [fn(Value) -> Value; 5] = [
        |inner| json!({ "items": inner }),
        |inner| json!({ "anyOf": [{ "type": "null" }, inner] }),
        |inner| json!({ "$ref": "#/components/schemas/A", "properties": { "a": inner } }),
        |inner| json!({ "$defs": { "A": inner } }),
        |inner| json!({ "prefixItems": [inner], "items": false }),
    ];
    for wrap in wraps {
        let value = json!({ "openapi": "3.1.0", "info": frame_info(), "components": { "schemas": { "A": nested(100, wrap) } } });
        let document = document(value, "deep");
        let mut diags = Diagnostics::new();
        let output = normalise(document, &mut diags);
        assert!(!diags.has_errors());
        assert!(refused(&output).is_empty());
    }
    let schemas: serde_json::Map<String, Value> =
        (0..20_000).map(|n| (format!("S{n}"), json!({ "$ref": format!("#/components/schemas/S{}", n / 2) }))).collect();
    let document = document(json!({ "openapi": "3.1.0", "components": { "schemas": schemas } }), "large");
    let output = normalise(document, &mut Diagnostics::new());
    let last = output.value.pointer("/components/schemas/S19999/$ref");
    assert_eq!(last, Some(&json!("#/components/schemas/S9999")));
}

fn what_contains_itself_ends() {
    let own = json!({ "a": { "properties": { "$ref": "#/components/x-maps/own" } }, "b": { "properties": { "$ref": "#/components/x-maps/own" } } });
    let value = json!({
        "openapi": "3.1.0",
        "info": frame_info(),
        "paths": { "/a": { "get": { "responses": { "$ref": "#/paths/~1a/get/responses" } }, "$ref": "#/paths/~1a" } },
        "components": { "x-maps": { "own": own }, "schemas": { "A": { "properties": { "$ref": "#/components/x-maps/own" } } } },
    });
    let document = document(value, "endless");
    let mut diags = Diagnostics::new();
    let output = normalise(document, &mut diags);
    assert!(diags.has_errors());
    assert!(refused(&output).is_empty());
}
