//! How schemas are written in XML (OpenAPI 3.1.1 and 3.2.0, "XML Object").

use serde_json::{Map, Value};

use super::{Xml, XmlKind};

/// The `xml` of a schema. Text of an element could not be said before 3.2; `x-ms-text` is what documents say in its place.
pub(super) fn xml(schema: &Map<String, Value>) -> Xml {
    let Some(raw) = schema.get("xml").and_then(Value::as_object) else { return Xml::default() };
    let text = |key: &str| raw.get(key).and_then(Value::as_str).map(str::to_owned);
    let flag = |key: &str| raw.get(key).and_then(Value::as_bool);
    let node = match raw.get("nodeType").and_then(Value::as_str) {
        Some("attribute") => Some(XmlKind::Attribute),
        Some("text" | "cdata") => Some(XmlKind::Text),
        Some("none") => Some(XmlKind::Inside),
        Some("element") => Some(XmlKind::Element),
        _ if flag("attribute") == Some(true) => Some(XmlKind::Attribute),
        _ if flag("x-ms-text") == Some(true) => Some(XmlKind::Text),
        _ => None,
    };
    // In 3.2 a list that is an element of its own is what `wrapped` said before.
    let wrapped = flag("wrapped").or_else(|| raw.contains_key("nodeType").then_some(node == Some(XmlKind::Element)));
    Xml { name: text("name"), namespace: text("namespace"), prefix: text("prefix"), node, wrapped }
}
