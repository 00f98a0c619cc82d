//! Names that the runtime has already: no setter that is made from a document takes one, or the client would not compile.

use std::collections::BTreeSet;
use std::fs;

use generator_tests::pipeline::generate;
use generator_tests::{files_below, workspace};
use serde_json::{Map, Value, json};
use syn::visit::Visit;
use syn::{ImplItem, Item};

#[test]
fn setters_of_calls_are_none_of_the_methods_of_calls() {
    let taken = methods_of_runtime("Call");
    assert!(taken.contains("send") && taken.contains("items") && taken.len() > 15, "{taken:?}");
    let parameters: Vec<Value> =
        taken.iter().map(|name| json!({"name": name, "in": "query", "schema": {"type": "string"}})).collect();
    let operation =
        json!({"operationId": "find", "parameters": parameters, "responses": {"200": {"description": "Found"}}});
    let files = files(&json!({"/find": {"get": operation}}), &json!({}));
    let setters = methods(&files, "Call");
    assert_eq!(setters.len(), taken.len(), "each parameter has its setter: {setters:?}");
    assert_eq!(setters.intersection(&taken).collect::<Vec<_>>(), Vec::<&String>::new());
}

#[test]
fn setters_of_fields_of_bodies_are_none_of_the_methods_of_calls() {
    let taken = methods_of_runtime("Call");
    let properties: Map<String, Value> = taken.iter().map(|name| (name.clone(), json!({"type": "string"}))).collect();
    let content = json!({"application/json": {"schema": {"type": "object", "properties": properties}}});
    let operation = json!({
        "operationId": "find", "requestBody": {"content": content}, "responses": {"204": {"description": "Done"}},
    });
    let files = files(&json!({"/find": {"post": operation}}), &json!({}));
    let setters = methods(&files, "Call");
    assert_eq!(setters.len(), taken.len() + 1, "each field has its setter, and so has the body: {setters:?}");
    assert!(!setters.contains("send") && setters.contains("body_send"));
    let setters: BTreeSet<String> = setters.into_iter().filter(|setter| setter != "body").collect();
    assert_eq!(setters.intersection(&taken).collect::<Vec<_>>(), Vec::<&String>::new());
}

#[test]
fn setters_of_credentials_are_none_of_the_methods_of_builders() {
    let taken = methods_of_runtime("ClientBuilder");
    assert!(taken.contains("build") && taken.contains("timeout") && taken.len() > 15, "{taken:?}");
    let scheme = |name: &String| (name.clone(), json!({"type": "apiKey", "in": "header", "name": format!("x-{name}")}));
    let files = files(&json!({}), &Value::Object(taken.iter().map(scheme).collect::<Map<_, _>>()));
    let setters = methods(&files, "ClientBuilder");
    assert_eq!(setters.len(), taken.len(), "each scheme has its setter: {setters:?}");
    assert_eq!(setters.intersection(&taken).collect::<Vec<_>>(), Vec::<&String>::new());
}

#[test]
fn headers_of_a_message_are_the_same_for_documents_and_for_calls() {
    let runtime = texts_of("generator/runtime/request/headers.rs", "is_of_message");
    assert!(runtime.contains("transfer-encoding") && runtime.len() > 10, "{runtime:?}");
    let mut lower = texts_of("generator/src/lower/operations/params.rs", "is_of_message");
    // A document has a place of its own for cookies; the runtime refuses the header beside this list.
    assert!(lower.remove("cookie"));
    assert_eq!(lower, runtime);
}

/// The texts in a function of a file.
fn texts_of(file: &str, function: &str) -> BTreeSet<String> {
    let text = fs::read_to_string(workspace().join(file)).expect("is text");
    let mut texts = Texts::default();
    for item in &syn::parse_file(&text).expect("is Rust").items {
        if let Item::Fn(one) = item
            && one.sig.ident == function
        {
            texts.visit_block(&one.block);
        }
    }
    texts.0
}

#[derive(Default)]
struct Texts(BTreeSet<String>);

impl Visit<'_> for Texts {
    fn visit_lit_str(&mut self, text: &syn::LitStr) {
        self.0.insert(text.value());
    }
}

/// The generated files that are not copies of the runtime.
fn files(paths: &Value, schemes: &Value) -> Vec<String> {
    let document = json!({
        "openapi": "3.0.3", "info": {"title": "Names", "version": "1"},
        "paths": paths, "components": {"securitySchemes": schemes},
    });
    let generated = generate([("names.json", document.to_string().as_str())], None).expect();
    let own = |path: &str| path.starts_with("src/") && path.ends_with(".rs") && !path.starts_with("src/runtime/");
    generated.files.iter().filter(|(path, _)| own(path)).map(|(_, text)| text.to_owned()).collect()
}

fn methods_of_runtime(of: &str) -> BTreeSet<String> {
    let files = files_below(&workspace().join("generator/runtime"), &["rs"]).into_iter();
    let texts: Vec<String> = files.map(|file| fs::read_to_string(file).expect("is text")).collect();
    methods(&texts, of)
}

/// The methods in the inherent impls of a type, public or not.
fn methods(files: &[String], of: &str) -> BTreeSet<String> {
    let mut all = BTreeSet::new();
    for text in files {
        for item in syn::parse_file(text).expect("is Rust").items {
            let Item::Impl(item) = item else { continue };
            let syn::Type::Path(path) = item.self_ty.as_ref() else { continue };
            if item.trait_.is_some() || path.path.segments.last().is_none_or(|last| last.ident != of) {
                continue;
            }
            let name = |item: &ImplItem| match item {
                ImplItem::Fn(method) => Some(method.sig.ident.to_string()),
                _ => None,
            };
            all.extend(item.items.iter().filter_map(name));
        }
    }
    all
}
