//! XML that a call tells → the logical value, by the tables of the client. It is read here a second time, not by the client.

use crategen::ir::{Client, XmlContent, XmlField, XmlId, XmlNode, XmlObject, XmlPlace, XmlShape};
use quick_xml::Reader;
use quick_xml::XmlVersion;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesStart, Event};
use serde_json::{Map, Value};

/// An element.
#[derive(Debug, Default)]
struct Element {
    name: String,
    attributes: Vec<(String, String)>,
    children: Vec<Element>,
    text: String,
}

/// The value of a document whose outermost element has that table.
///
/// # Errors
/// It is not XML.
pub(super) fn value(client: &Client, root: XmlId, text: &str) -> Result<Value, String> {
    let element = parse(text)?;
    match &client.xml(root).shape {
        XmlShape::Root(node) => Ok(content(client, &element, &node.content)),
        XmlShape::Object(object) => Ok(properties(client, &element, object)),
    }
}

fn parse(text: &str) -> Result<Element, String> {
    let mut reader = Reader::from_str(text);
    let mut open = vec![Element::default()];
    loop {
        let event = reader.read_event().map_err(|error| format!("not XML: {error}"))?;
        let said = match &event {
            Event::Start(start) | Event::Empty(start) => {
                open.push(begin(start).ok_or("not XML: an attribute")?);
                None
            }
            Event::Text(text) => Some(text.xml10_content().into_owned()),
            Event::CData(text) => Some(text.xml10_content().into_owned()),
            Event::GeneralRef(reference) => match reference.resolve_char_ref().map_err(|error| error.to_string())? {
                Some(character) => Some(character.to_string()),
                None => resolve_predefined_entity(&reference.xml10_content()).map(str::to_owned),
            },
            Event::Eof => break,
            Event::End(_) | Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => None,
        };
        if let (Some(said), Some(element)) = (said, open.last_mut()) {
            element.text.push_str(&said);
        }
        if matches!(event, Event::End(_) | Event::Empty(_))
            && let (Some(element), Some(parent)) = (open.pop(), open.last_mut())
        {
            parent.children.push(element);
        }
    }
    let root = open.pop().and_then(|all| all.children.into_iter().next());
    root.ok_or_else(|| "there is no XML element".to_owned())
}

fn begin(start: &BytesStart<'_>) -> Option<Element> {
    let mut element = Element { name: start.local_name().as_ref().to_owned(), ..Element::default() };
    for attribute in start.attributes() {
        let attribute = attribute.ok()?;
        let value = attribute.normalized_value(XmlVersion::Implicit1_0).ok()?.into_owned();
        element.attributes.push((attribute.key.local_name().as_ref().to_owned(), value));
    }
    Some(element)
}

fn content(client: &Client, element: &Element, of: &XmlContent) -> Value {
    match of {
        XmlContent::Text | XmlContent::Number | XmlContent::Boolean => scalar(&element.text, of),
        XmlContent::Object(id) => match &client.xml(*id).shape {
            XmlShape::Object(object) => properties(client, element, object),
            XmlShape::Root(node) => content(client, element, &node.content),
        },
        XmlContent::List { item, .. } => list(client, element, item),
        XmlContent::Map(of) => {
            element.children.iter().map(|child| (child.name.clone(), content(client, child, &of.content))).collect()
        }
        XmlContent::Any if element.children.is_empty() => Value::from(element.text.as_str()),
        XmlContent::Any => {
            element.children.iter().map(|child| (child.name.clone(), content(client, child, of))).collect()
        }
    }
}

fn properties(client: &Client, element: &Element, object: &XmlObject) -> Value {
    let known = object.fields.iter().filter_map(|field| Some((field.key.clone(), property(client, element, field)?)));
    let mut map: Map<String, Value> = known.collect();
    if let Some(rest) = &object.rest {
        let is_known = |child: &Element| object.fields.iter().any(|field| name(&field.node) == child.name);
        let others = element.children.iter().filter(|child| !is_known(child));
        map.extend(others.map(|child| (child.name.clone(), content(client, child, &rest.content))));
    }
    Value::Object(map)
}

fn property(client: &Client, element: &Element, field: &XmlField) -> Option<Value> {
    let node = &field.node;
    match (field.place, &node.content) {
        (XmlPlace::Attribute, of) => {
            element.attributes.iter().find(|(name, _)| *name == node.name).map(|(_, text)| scalar(text, of))
        }
        (XmlPlace::Text, of) => {
            Some(scalar(if element.children.is_empty() { &element.text } else { element.text.trim() }, of))
        }
        // Without an element around it, an empty list and no list are the same text.
        (XmlPlace::Element, XmlContent::List { wrapped: false, item }) => {
            Some(list(client, element, item)).filter(|list| field.required || list != &Value::Array(Vec::new()))
        }
        (XmlPlace::Element, of) => {
            element.children.iter().find(|child| child.name == node.name).map(|child| content(client, child, of))
        }
    }
}

/// The element that a property is read from.
fn name(node: &XmlNode) -> &str {
    match &node.content {
        XmlContent::List { wrapped: false, item } => &item.name,
        _ => &node.name,
    }
}

fn list(client: &Client, element: &Element, item: &XmlNode) -> Value {
    let items = element.children.iter().filter(|child| item.name.is_empty() || child.name == item.name);
    items.map(|child| content(client, child, &item.content)).collect()
}

fn scalar(text: &str, of: &XmlContent) -> Value {
    let read = || serde_json::from_str::<Value>(text.trim()).ok();
    match of {
        XmlContent::Number => read().filter(Value::is_number),
        XmlContent::Boolean => read().filter(Value::is_boolean),
        _ => None,
    }
    .unwrap_or_else(|| Value::from(text))
}
