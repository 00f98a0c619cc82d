//! Long modules: their operations have files, and so have the types of an operation with very many of them.

use generator_tests::pipeline::generate;
use serde_json::{Map, Value, json};

/// The longest file that is generated for the documents of the corpus.
const LONGEST: usize = 10_000;

#[test]
fn no_file_is_long_and_each_is_declared() {
    let part = || {
        let fields: Map<String, Value> =
            (0..20).map(|field| (format!("f{field}"), json!({"type": "string"}))).collect();
        json!({"type": "object", "properties": fields})
    };
    let parts: Map<String, Value> = (0..60).map(|index| (format!("part{index}"), part())).collect();
    let body = json!({"application/json": {"schema": {"type": "object", "properties": parts}}});
    let answers = json!({"200": {"description": "Done"}});
    let get = |index: usize| json!({"get": {"operationId": format!("find{index}"), "responses": answers}});
    let mut paths: Map<String, Value> = (0..1200).map(|index| (format!("/long/find{index}"), get(index))).collect();
    let post = json!({"operationId": "create", "requestBody": {"content": body}, "responses": answers});
    paths.insert("/long/create".to_owned(), json!({ "post": post }));
    let document = json!({"openapi": "3.0.3", "info": {"title": "Long", "version": "1"}, "paths": paths});
    let generated = generate([("long.json", document.to_string().as_str())], None).expect();

    let module = generated.files.get("src/long.rs").expect("operations without tags have the module of their path");
    let within: Vec<(&str, &str)> = generated
        .files
        .iter()
        .filter_map(|(path, text)| Some((path.strip_prefix("src/long/")?.strip_suffix(".rs")?, text)))
        .collect();
    assert!(within.len() > 1201, "the types of `create` have files beside its own: {}", within.len());
    for (name, text) in &within {
        assert!(module.contains(&format!("mod {name};")), "{name} is not declared");
        assert!(text.lines().count() < LONGEST, "{name} is long");
    }
    assert!(module.lines().count() < LONGEST / 2, "the module has what its files should have");
    for index in 0..60 {
        let item = format!("pub struct CreateBodyPart{index} ");
        assert_eq!(within.iter().filter(|(_, text)| text.contains(&item)).count(), 1, "{item}");
    }
}
