//! Documents of OpenAPI 2.0: places stay those of their text, and real ones become crates.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use crategen::config::Config;
use crategen::diagnostic::{Diagnostics, Spot};
use crategen::document::Document;
use crategen::document::bundle::FolderLoader;
use crategen::document::page::extract;
use crategen::document::swagger::{convert, is_version_2};
use crategen::pointer::Pointer;
use crategen::source::{Sources, parse};
use crategen::{Inputs, merged};
use generator_tests::{corpus, files_below, fixture, pipeline};
use serde_json::{Value, json};

fn main() -> ExitCode {
    harness::run([
        harness::tests![
            what_moves_keeps_its_place,
            servers_are_what_host_path_and_schemes_say,
            references_lead_where_their_targets_stand,
            documents_of_several_versions_are_one,
            a_page_may_hold_parts_of_version_2,
            small_documents_do_not_grow_without_bound
        ],
        harness::each_outside("corpus", 0, "corpus", documents_of_version_2, an_outside_document_is_generated),
        harness::each_outside("cases", 1, "cases", cases_of_version_2, an_outside_document_is_generated),
    ])
}

/// A document of 2.0 as 3.0, with what was said.
fn converted(text: &str) -> (Document, Diagnostics) {
    let mut sources = Sources::new();
    let file = sources.add("old.yaml", text);
    let value = parse(&sources, file).expect("the text can be parsed");
    let origins = crategen::document::Origins::of(file);
    let mut said = Diagnostics::new();
    (convert(Document::new(value, origins), &mut said), said)
}

fn value(document: &Document, pointer: &str) -> Value {
    pointer.parse::<Pointer>().expect("a pointer").get(&document.value).cloned().unwrap_or(Value::Null)
}

fn place(document: &Document, pointer: &str) -> String {
    match document.origins.place(&pointer.parse().expect("a pointer")).spot {
        Spot::Pointer(at) | Spot::Key(at) => at.to_string(),
        Spot::Offset(offset) => format!("byte {offset}"),
    }
}

fn what_moves_keeps_its_place() {
    let read = |name: &str| std::fs::read_to_string(fixture("good").join(name)).expect("the fixture is there");
    let (parameters, _) = converted(&read("swagger_parameters.yaml"));
    let list = "/paths/~1shelves~1{shelf}~1books/get/parameters";
    for (at, written) in [
        ("/openapi", "/swagger".to_owned()),
        ("/servers/0/url", "/host".to_owned()),
        ("/components/parameters/limit/schema/maximum", "/parameters/limit/maximum".to_owned()),
        (&format!("{list}/1/schema/enum/0"), format!("{list}/1/enum/0")),
        (&format!("{list}/3/schema/items/type"), format!("{list}/3/items/type")),
        (&format!("{list}/3/explode"), format!("{list}/3/collectionFormat")),
    ] {
        assert_eq!(place(&parameters, at), written, "{at}");
    }
    let (bodies, _) = converted(&read("swagger_bodies.yaml"));
    let content = "/paths/~1books/put/requestBody/content/application~1xml/schema/$ref";
    assert_eq!(place(&bodies, content), "/parameters/book/schema/$ref");
    assert_eq!(place(&bodies, "/components/schemas/Book/properties/title"), "/definitions/Book/properties/title");
    let (forms, _) = converted(&read("swagger_forms.yaml"));
    let schema = "/paths/~1covers/post/requestBody/content/multipart~1form-data/schema";
    assert_eq!(place(&forms, &format!("{schema}/properties/name/type")), "/parameters/name/type");
    assert_eq!(
        place(&forms, &format!("{schema}/properties/width/default")),
        "/paths/~1covers/post/parameters/1/default"
    );
    let (responses, _) = converted(&read("swagger_responses.yaml"));
    let answer = "/paths/~1books/get/responses/200";
    let json = format!("{answer}/content/application~1json");
    assert_eq!(place(&responses, &format!("{json}/schema/items")), format!("{answer}/schema/items"));
    assert_eq!(place(&responses, &format!("{json}/example/0")), format!("{answer}/examples/application~1json/0"));
    let (schemas, _) = converted(&read("swagger_schemas.yaml"));
    let name = "/components/schemas/Pet/properties/name/nullable";
    assert_eq!(place(&schemas, name), "/definitions/Pet/properties/name/x-nullable");
    let (security, _) = converted(&read("swagger_security.yaml"));
    let flow = "/components/securitySchemes/code/flows/authorizationCode";
    assert_eq!(place(&security, &format!("{flow}/scopes/read")), "/securityDefinitions/code/scopes/read");
}

fn servers_are_what_host_path_and_schemes_say() {
    for (fields, servers) in [
        ("", json!(null)),
        ("basePath: /", json!(null)),
        ("basePath: /v1/", json!(["/v1"])),
        ("host: a.example.com", json!(["https://a.example.com"])),
        (
            "host: a.example.com\nbasePath: v1\nschemes: [http, https]",
            json!(["https://a.example.com/v1", "http://a.example.com/v1"]),
        ),
        ("host: a.example.com:8080\nschemes: [http]", json!(["http://a.example.com:8080"])),
        ("host: a.example.com\nschemes: [ws]", json!(["http://a.example.com"])),
        ("host: a.example.com\nschemes: [wss, https]", json!(["https://a.example.com"])),
        ("host: http://a.example.com/", json!(["http://a.example.com"])),
        ("host: '{{.Host}}'\nbasePath: /v1", json!(["/v1"])),
    ] {
        let (document, _) = converted(&format!("swagger: '2.0'\n{fields}\npaths: {{}}\n"));
        let urls: Option<Vec<_>> =
            document.value["servers"].as_array().map(|all| all.iter().map(|one| one["url"].clone()).collect());
        assert_eq!(json!(urls), servers, "{fields}");
    }
}

fn references_lead_where_their_targets_stand() {
    let text = r##"
swagger: 2
parameters: {b: {name: b, in: body, schema: {type: object}}, q: {name: q, in: query, type: string}}
responses: {R: {description: r, schema: {type: object}}}
definitions:
  A: {$ref: "#/parameters/b/schema"}
  B: {$ref: "#/responses/R/schema"}
  C: {$ref: "#/paths/~1a/post/parameters/0/schema"}
  D: {$ref: "#/definitions/A%20B"}
  E: {properties: {$ref: {type: string}}, example: {$ref: "#/definitions/A"}}
  F: {$ref: "#/definitions/Nowhere"}
  A B: {type: string}
paths:
  /a: {post: {parameters: [{name: b, in: body, schema: {type: array, items: {type: string}}}], responses: {200: {$ref: "#/responses/R"}}}}
"##;
    let (document, said) = converted(text);
    let to = |name: &str| value(&document, &format!("/components/schemas/{name}/$ref"));
    let content = "content/application~1json/schema";
    assert_eq!(to("A"), json!(format!("#/components/requestBodies/b/{content}")));
    assert_eq!(to("B"), json!(format!("#/components/responses/R/{content}")));
    assert_eq!(to("C"), json!(format!("#/paths/~1a/post/requestBody/{content}")));
    assert_eq!(to("D"), json!("#/components/schemas/A%20B"));
    assert_eq!(value(&document, "/components/schemas/E/example/$ref"), json!("#/definitions/A"));
    assert_eq!(to("F"), json!("#/definitions/Nowhere"), "what leads to nothing is told as it was written");
    assert_eq!(value(&document, "/paths/~1a/post/responses/200/$ref"), json!("#/components/responses/R"));
    assert!(said.iter().all(|one| one.code == "document::version"));
}

fn documents_of_several_versions_are_one() {
    let old = "swagger: '2.0'\ninfo: {title: t, version: '1'}\npaths: {/old: {get: {operationId: old, responses: {204: {description: d}}}}}\n";
    let new = "openapi: 3.1.0\ninfo: {title: t, version: '1'}\npaths: {/new: {get: {operationId: new, responses: {'204': {description: d}}}}}\n";
    let generated = pipeline::generate([("old.yaml", old), ("new.yaml", new)], None).expect();
    assert_eq!(generated.report.operations.generated, 2);
}

fn a_page_may_hold_parts_of_version_2() {
    let mut sources = Sources::new();
    let text = "# Old\n\n```yaml\nswagger: '2.0'\npaths:\n  /old: {get: {operationId: old, produces: [text/plain], responses: {200: {description: d, schema: {type: string}}}}}\n```\n";
    let file = sources.add("old.md", text);
    let (fragments, _) = extract(&mut sources, file).expect("there is a fragment");
    let document = &fragments[0].document;
    assert_eq!(value(document, "/paths/~1old/get/responses/200/content/text~1plain/schema/type"), json!("string"));
}

/// Shared parts are repeated where 3.0 cannot share them, and never without bound.
fn small_documents_do_not_grow_without_bound() {
    let start = std::time::Instant::now();
    let operation =
        "post: {consumes: [a/b], parameters: [$ref: '#/parameters/big'], responses: {204: {description: d}}}";
    let operations: String = (0..2000).map(|n| format!("  /p{n}: {{{operation}}}\n")).collect();
    let properties: String = (0..2000).map(|n| format!("p{n}: {{type: string}}, ")).collect();
    let big = format!("big: {{name: b, in: body, schema: {{properties: {{{properties}}}}}}}");
    let text = format!("swagger: '2.0'\nparameters: {{{big}}}\npaths:\n{operations}");
    let mut sources = Sources::new();
    let file = sources.add("old.yaml", text);
    let value = parse(&sources, file).expect("the text can be parsed");
    let mut said = Diagnostics::new();
    convert(Document::new(value, crategen::document::Origins::of(file)), &mut said);
    assert_eq!(said.iter().filter(|one| one.code == "swagger::large").count(), 1);
    assert!(start.elapsed() < std::time::Duration::from_secs(60), "it took {:?}", start.elapsed());
}

/// The documents of 2.0 in the outside corpus.
fn documents_of_version_2(corpus: &Path) -> Vec<corpus::Named> {
    corpus::documents(corpus).into_iter().filter(|(_, path)| is_old(path)).collect()
}

/// The documents of 2.0 in the outside cases.
fn cases_of_version_2(cases: &Path) -> Vec<corpus::Named> {
    let files = files_below(cases, &["json", "yaml", "yml"]).into_iter().filter(|path| is_old(path));
    files.map(|path| corpus::named(cases, path)).collect()
}

fn is_old(path: &Path) -> bool {
    let text = std::fs::read_to_string(path).unwrap_or_default();
    let mut sources = Sources::new();
    let file = sources.add("old.yaml", &*text);
    text.contains("swagger") && parse(&sources, file).is_ok_and(|value| is_version_2(&value))
}

/// It is read, and loses few operations.
fn an_outside_document_is_generated(name: &str, path: PathBuf) {
    let mut sources = Sources::new();
    let (mut said, config) = (Diagnostics::new(), Config::default());
    let documents = [sources.add_bytes(name, std::fs::read(&path).expect("the document can be read"))];
    let mut loader = FolderLoader::new(path.parent().expect("a folder"));
    let mut inputs = Inputs { documents: &documents, overlays: &[], config: &config, loader: &mut loader };
    let document = merged(&mut sources, &mut inputs, &mut said).expect("it is read");
    assert!(document.value["openapi"].is_string());
    let mut loader = FolderLoader::new(path.parent().expect("a folder"));
    let inputs = Inputs { documents: &documents, overlays: &[], config: &config, loader: &mut loader };
    let made = crategen::generate(&mut sources, inputs, &mut said);
    let made = made.unwrap_or_else(|| panic!("{}", said.render(&sources, false)));
    let (generated, left_out) = (made.report.operations.generated, made.report.operations.left_out.len());
    assert!(left_out * 50 <= generated, "{left_out} of {generated} operations are left out");
}
