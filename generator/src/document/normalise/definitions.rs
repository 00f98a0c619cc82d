//! `$defs` and `definitions` inside schemas (JSON Schema 2020-12, section 8.2.4) → `components/schemas`.

use serde_json::{Map, Value};

use crate::document::normalise::node::Node;
use crate::pointer::Pointer;

/// Takes the definitions out of a schema; each becomes a component `<Owner><Name>`.
pub(super) fn hoist(node: &mut Node<'_>) {
    for key in ["$defs", "definitions"] {
        let Some(Value::Object(definitions)) = node.take(key) else { continue };
        let owner = owner(node.at);
        for (name, schema) in definitions {
            let from = node.at.join([key, &name]);
            node.changes.hoisted.push((owner.to_owned() + &word(&name, owner), from, schema));
        }
    }
}

/// A name behind another one, where it begins a word.
fn word(name: &str, owner: &str) -> String {
    let mut rest = name.chars();
    match rest.next() {
        Some(first) if !owner.is_empty() => first.to_ascii_uppercase().to_string() + rest.as_str(),
        _ => name.to_owned(),
    }
}

/// The name of the component that a pointer leads into, if it does.
fn owner(at: &Pointer) -> &str {
    match at.tokens() {
        [components, _, name, ..] if components == "components" => name,
        _ => "",
    }
}

/// Puts a schema among the components, under `name` or the first free name after it.
pub(super) fn keep(document: &mut Value, name: &str, schema: Value) -> Pointer {
    let at = Pointer::root().join(["components", "schemas"]);
    let name = legal(name);
    let Some(schemas) = schemas(document) else { return at.child(name) };
    let free = std::iter::once(name.clone())
        .chain((2_u64..).map(|number| format!("{name}{number}")))
        .find(|name| !schemas.contains_key(name))
        .unwrap_or(name);
    schemas.insert(free.clone(), schema);
    at.child(free)
}

fn schemas(document: &mut Value) -> Option<&mut Map<String, Value>> {
    let components = document.as_object_mut()?.entry("components").or_insert_with(|| Value::Object(Map::new()));
    components.as_object_mut()?.entry("schemas").or_insert_with(|| Value::Object(Map::new())).as_object_mut()
}

/// The characters that OpenAPI allows in the name of a component (3.0.4, section 4.7.7.1).
fn legal(name: &str) -> String {
    let legal = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_');
    let name: String = name.chars().map(|c| if legal(c) { c } else { '_' }).collect();
    if name.is_empty() { "Schema".to_owned() } else { name }
}
