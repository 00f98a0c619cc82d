//! `model::read` of documents that were not normalised: what normalising would have found is reported, and nothing else is lost.

use crategen::diagnostic::Diagnostics;
use crategen::document::filter::Selection;
use crategen::document::{Document, Origins};
use crategen::model;
use crategen::source::{Sources, parse};

/// The meaning of a document with these paths and other fields, and what is reported of it.
fn meaning(paths: &str, rest: &str) -> (model::Api, Diagnostics) {
    let mut sources = Sources::new();
    let text = format!("openapi: 3.0.3\ninfo: {{title: t, version: '1'}}\npaths: {{{paths}}}\n{rest}\n");
    let file = sources.add("document.yaml", text);
    let value = parse(&sources, file).unwrap_or_else(|said| panic!("{}", said.render(&sources, false)));
    let mut said = Diagnostics::new();
    let api = model::read(&Document::new(value, Origins::of(file)), &Selection::default(), &mut said);
    (api, said)
}

#[test]
fn each_part_that_cannot_be_read_is_reported() {
    let good = "/good: {get: {responses: {'200': {description: d}}}}";
    let with = |operation: &str| format!("{good}, /bad: {{post: {{{operation}}}}}");
    let component = |kind: &str, value: &str| format!("components: {{{kind}: {{A: {value}}}}}");
    let ok = "responses: {'200': {description: d}}";
    let body = |schema: &str| with(&format!("requestBody: {{content: {{application/json: {schema}}}}}, {ok}"));
    let parameter = |parameter: &str| with(&format!("parameters: [{parameter}], {ok}"));
    // What a schema costs is decided where it becomes a type.
    for (code, paths, rest, operations) in [
        ("model::operation", with(&format!("deprecated: [], {ok}")), String::new(), 1),
        ("model::parameter", parameter("{name: a, in: query, required: [], schema: {}}"), String::new(), 1),
        ("model::parameter", parameter("{name: a, in: query}"), String::new(), 1),
        ("model::foreign-reference", parameter("{$ref: 'https://example.com/a'}"), String::new(), 2),
        ("model::encoding", body("{encoding: {a: {contentType: []}}}"), String::new(), 1),
        ("model::schema", body("{schema: text}"), String::new(), 2),
        ("model::unknown-type", body("{schema: {type: text}}"), String::new(), 2),
        ("model::status", with("responses: {ok: {description: d}}"), String::new(), 1),
        ("model::security", with(&format!("security: text, {ok}")), String::new(), 1),
        ("model::security-scheme", good.to_owned(), component("securitySchemes", "{type: apiKey}"), 1),
        ("model::discriminator", good.to_owned(), component("schemas", "{discriminator: {propertyName: []}}"), 1),
        ("model::server", good.to_owned(), "servers: [{description: d}]".to_owned(), 1),
        ("model::tag", good.to_owned(), "tags: [{description: d}]".to_owned(), 1),
    ] {
        let (api, said) = meaning(&paths, &rest);
        let said: Vec<&str> = said.iter().map(|one| one.code).collect();
        assert!(said.contains(&code), "{code}: {said:?} is reported of {paths} {rest}");
        assert_eq!(api.operations.len(), operations, "{code}: of {paths} {rest}");
    }
}

#[test]
fn a_part_that_was_marked_without_a_diagnostic_is_left_out() {
    let (api, said) = meaning("/bad: {post: {x-crategen-invalid: somewhere, responses: {}}}", "");
    let left_out: Vec<_> = api.left_out.iter().map(|part| (part.code, part.reason.as_str())).collect();
    assert_eq!(left_out, [("document::invalid", "this cannot be used")]);
    assert!(said.is_empty());
}
