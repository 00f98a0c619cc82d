//! `$ref`, what stands beside it, and what identifies schemas.

use serde_json::{Map, Value, json};

use crate::document::normalise::inline;
use crate::document::normalise::node::Node;
use crate::pointer::Pointer;
use crate::standard::{Field, Position, Treatment};

/// `$dynamicRef` and `$recursiveRef` → `$ref`, where there is only one schema that they can mean.
pub(super) fn dynamic_reference(node: &mut Node<'_>) {
    if node.take("$recursiveRef").is_some() {
        let start = node.index.start(node.base);
        node.set("$ref", start.to_reference());
        return node.moved(&["$recursiveRef"], &["$ref"]);
    }
    let Some(Value::String(text)) = node.take("$dynamicRef") else { return };
    let target = match node.index.dynamic(&text) {
        [] => node.index.resolve(node.base, &text, &node.input.value).ok(),
        [only] => Some(only.clone()),
        several => nearest(several, node.at),
    };
    match target {
        Some(target) => {
            node.set("$ref", target.to_reference());
            node.moved(&["$dynamicRef"], &["$ref"]);
        }
        None => {
            let message = format!("nothing tells what `$dynamicRef: {text}` means here; it was taken for any value");
            node.warn(&["$dynamicRef"], "reference::dynamic", message);
        }
    }
}

/// The one of several anchors that stands in the same component as a reference: what it means where nothing else binds it.
fn nearest(several: &[Pointer], at: &Pointer) -> Option<Pointer> {
    let mut own = several.iter().filter(|anchor| anchor.tokens().get(..3) == at.tokens().get(..3));
    own.next().filter(|_| own.next().is_none()).cloned()
}

/// `$ref` → a pointer from the root of the document.
pub(super) fn reference(node: &mut Node<'_>) {
    let text = match node.get("$ref") {
        None => return,
        Some(Value::String(text)) => text.clone(),
        Some(_) => {
            let help = "write `$ref: '#/components/schemas/…'`";
            return node.fail(&["$ref"], "reference::not-text", "`$ref` has to be a text", help);
        }
    };
    if let Some(target) = inline::target(node, &["$ref"], &text) {
        node.set("$ref", target.to_reference());
    }
}

/// What identifies a schema has done its work when references are resolved, and what only people read has none.
pub(super) fn drop_identifiers(node: &mut Node<'_>) {
    let done = |field: &&Field| matches!(field.treatment, Treatment::Identifier | Treatment::Unused(_));
    let keys = Position::Schema.fields().iter().filter(done).map(|field| field.name);
    for key in keys.chain(["$comment"]) {
        node.take(key);
    }
}

/// Keywords beside a `$ref` that 3.0 ignores by the letter, and that have one sensible meaning, beside the annotations.
const KEPT: [&str; 6] = ["nullable", "default", "deprecated", "readOnly", "writeOnly", "xml"];

/// `$ref` beside other keywords → `allOf: [$ref]` beside them. In 3.0 only annotations are kept.
pub(super) fn siblings(node: &mut Node<'_>) {
    if !node.has("$ref") {
        return;
    }
    if node.minor == 0 {
        drop_ignored(node);
    }
    node.take("summary");
    if node.map.keys().all(|key| key == "$ref" || key.starts_with("x-")) {
        return;
    }
    let Some(reference) = node.take("$ref") else { return };
    let mut all = vec![json!({ "$ref": reference })];
    if let Some(Value::Array(others)) = node.take("allOf") {
        for index in (0..others.len()).rev() {
            node.moved(&["allOf", &index.to_string()], &["allOf", &(index + 1).to_string()]);
        }
        all.extend(others);
    }
    node.moved(&["$ref"], &["allOf", "0", "$ref"]);
    node.placed(&["allOf", "0"], &[]);
    let rest = std::mem::take(&mut node.map);
    node.map = Map::from_iter([("allOf".to_owned(), Value::Array(all))]);
    node.map.extend(rest);
}

fn drop_ignored(node: &mut Node<'_>) {
    if node.has("nullable") {
        let message = "OpenAPI 3.0 ignores what stands beside a `$ref`; `nullable` was kept all the same";
        node.warn(&["nullable"], "reference::siblings", message);
    }
    let annotation = |field: &Field| field.treatment == Treatment::Annotation;
    let meant = |key: &str| KEPT.contains(&key) || Position::Schema.known(key).is_some_and(annotation);
    let kept = |key: &str| key == "$ref" || key.starts_with("x-") || key == "summary" || meant(key);
    let ignored: Vec<String> = node.map.keys().filter(|key| !kept(key)).cloned().collect();
    for key in ignored {
        node.note(&[&key], "reference::siblings", format!("OpenAPI 3.0 ignores `{key}` beside a `$ref`"));
        node.take(&key);
    }
}

/// References in `mapping` → pointers from the root; names of schemas stay (3.0.4, section 4.7.25).
pub(in crate::document::normalise) fn discriminator_mapping(node: &mut Node<'_>) {
    let Some(Value::Object(mapping)) = node.get("mapping") else { return };
    let mut mapping = mapping.clone();
    mapping.retain(|_, value| value != "");
    for value in mapping.values_mut() {
        let Some(text) = value.as_str() else { continue };
        let is_reference = text.contains(['#', '/']);
        if let (true, Ok(target)) = (is_reference, node.index.resolve(node.base, text, &node.input.value)) {
            *value = Value::String(target.to_reference());
        }
    }
    node.set("mapping", mapping);
}

/// 3.2 `defaultMapping` → `x-crategen-default-mapping`.
pub(in crate::document::normalise) fn default_mapping(node: &mut Node<'_>) {
    node.rename("defaultMapping", "x-crategen-default-mapping");
}
