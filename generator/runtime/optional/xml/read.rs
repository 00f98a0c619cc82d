//! XML text as a value. Names are compared without their prefix; what the table does not know is ignored.

use quick_xml::Reader;
use quick_xml::XmlVersion;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::BytesRef;
use quick_xml::events::BytesStart;
use quick_xml::events::Event;

use crate::runtime::Map;
use crate::runtime::Tree;

use super::XmlContent;
use super::XmlField;
use super::XmlNode;
use super::XmlObject;
use super::XmlPlace;

/// An element, as far as it matters here.
#[derive(Default)]
struct Element {
    name: String,
    attributes: Vec<(String, String)>,
    children: Vec<Element>,
    text: String,
}

/// Deeper elements are refused, as with JSON.
const DEPTH: usize = 128;

/// The value that the document holds.
///
/// # Errors
/// What is wrong, in words, when it is not XML.
pub(super) fn document(text: &str, root: &XmlNode) -> Result<Tree, String> {
    let element = parse(text.trim_start_matches('\u{feff}'))?;
    if !root.name.is_empty() && element.name != root.name {
        return Err(format!("expected the XML element {:?}, found another one", root.name));
    }
    if let (true, XmlContent::List { item, .. }) = (root.name.is_empty(), &root.content) {
        only_items(&element, item)?;
    }
    Ok(value(&element, &root.content))
}

/// A list whose element may have any name is known by having nothing else in it: another document is not an empty list.
fn only_items(list: &Element, item: &XmlNode) -> Result<(), String> {
    let known = |child: &Element| item.name.is_empty() || child.name == item.name;
    match list.text.trim().is_empty() && list.children.iter().all(known) {
        true => Ok(()),
        false => Err(format!("expected a list of XML elements {:?}, found something else", item.name)),
    }
}

/// The encoding that a document says it has, at its beginning (XML 1.0, section 4.3.3). UTF-16 is told by its byte order mark.
pub(super) fn encoding(body: &[u8]) -> Option<&str> {
    let end = body.iter().take(200).position(|byte| *byte == b'>')?;
    let declaration = std::str::from_utf8(body.get(..end)?).ok()?.strip_prefix("<?xml")?;
    let (_, behind) = declaration.split_once("encoding")?;
    let value = behind.trim_start().strip_prefix('=')?.trim_start();
    let quote = value.chars().next().filter(|quote| matches!(quote, '"' | '\''))?;
    value.get(1..)?.split(quote).next().filter(|label| !label.to_ascii_lowercase().starts_with("utf-16"))
}

fn parse(text: &str) -> Result<Element, String> {
    let mut reader = Reader::from_str(text);
    let mut open: Vec<Element> = Vec::new();
    loop {
        let at = reader.buffer_position();
        let broken = || format!("not XML, near byte {at}");
        match reader.read_event().map_err(|_| broken())? {
            Event::Start(start) if open.len() < DEPTH => open.push(begin(&start).ok_or_else(broken)?),
            Event::Start(_) => return Err(format!("nested deeper than {DEPTH} elements")),
            Event::Empty(start) => {
                let element = begin(&start).ok_or_else(broken)?;
                match open.last_mut() {
                    Some(parent) => parent.children.push(element),
                    None => return Ok(element),
                }
            }
            Event::End(_) => {
                let element = open.pop().ok_or_else(broken)?;
                match open.last_mut() {
                    Some(parent) => parent.children.push(element),
                    None => return Ok(element),
                }
            }
            Event::Text(text) => add(&mut open, &text.xml10_content()),
            Event::CData(text) => add(&mut open, &text.xml10_content()),
            Event::GeneralRef(reference) => add(&mut open, &resolve(&reference).ok_or_else(broken)?),
            Event::Eof => return Err("the XML text ends early".to_owned()),
            // Entities of a document type are never expanded: a reference to one is an error above.
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => {}
        }
    }
}

fn begin(start: &BytesStart<'_>) -> Option<Element> {
    let mut element = Element { name: start.local_name().as_ref().to_owned(), ..Element::default() };
    for attribute in start.attributes() {
        let attribute = attribute.ok()?;
        let value = attribute.normalized_value(XmlVersion::Implicit1_0).ok()?;
        element.attributes.push((attribute.key.local_name().as_ref().to_owned(), value.into_owned()));
    }
    Some(element)
}

fn add(open: &mut [Element], text: &str) {
    if let Some(element) = open.last_mut() {
        element.text.push_str(text);
    }
}

fn resolve(reference: &BytesRef<'_>) -> Option<String> {
    match reference.resolve_char_ref().ok()? {
        Some(character) => Some(character.to_string()),
        None => resolve_predefined_entity(&reference.xml10_content()).map(str::to_owned),
    }
}

fn value(element: &Element, content: &XmlContent) -> Tree {
    if element.attributes.iter().any(|(name, value)| name == "nil" && value == "true") {
        return Tree::Null;
    }
    match content {
        XmlContent::Text | XmlContent::Number | XmlContent::Boolean => scalar(&element.text, content),
        XmlContent::Object(object) => {
            let known = object.fields.iter();
            let known = known.filter_map(|field| Some((field.key.to_owned(), property(element, field)?)));
            Tree::Object(known.chain(rest(element, object)).collect())
        }
        XmlContent::List { item, .. } => items(element, item),
        XmlContent::Map(of) => {
            let values = element.children.iter().map(|child| (child.name.clone(), value(child, &of.content)));
            Tree::Object(values.collect())
        }
        XmlContent::Any => anything(element),
    }
}

/// The elements that are none of the known properties.
fn rest<'e>(element: &'e Element, object: &'e XmlObject) -> impl Iterator<Item = (String, Tree)> + 'e {
    let known = |child: &&Element| !object.fields.iter().any(|field| element_name(&field.node) == child.name);
    let children = object.rest.map(|node| (node, element.children.iter().filter(known))).into_iter();
    children.flat_map(|(node, others)| others.map(|child| (child.name.clone(), value(child, &node.content))))
}

/// The element that a property is read from.
fn element_name(node: &XmlNode) -> &'static str {
    match &node.content {
        XmlContent::List { wrapped: false, item } => item.name,
        _ => node.name,
    }
}

fn property(element: &Element, field: &XmlField) -> Option<Tree> {
    let node = &field.node;
    match (field.place, &node.content) {
        (XmlPlace::Attribute, content) => {
            let (_, text) = element.attributes.iter().find(|(name, _)| name == node.name)?;
            Some(scalar(text, content))
        }
        // Between elements there is space that only makes them readable.
        (XmlPlace::Text, content) if element.children.is_empty() => Some(scalar(&element.text, content)),
        (XmlPlace::Text, content) => Some(scalar(element.text.trim(), content)),
        // Without an element around it, an empty list and no list are the same text.
        (XmlPlace::Element, XmlContent::List { wrapped: false, item }) => {
            Some(items(element, item)).filter(|list| field.required || *list != Tree::Array(Vec::new()))
        }
        (XmlPlace::Element, content) => {
            let child = element.children.iter().find(|child| child.name == node.name)?;
            Some(value(child, content))
        }
    }
}

fn items(element: &Element, item: &XmlNode) -> Tree {
    let children = element.children.iter().filter(|child| item.name.is_empty() || child.name == item.name);
    Tree::Array(children.map(|child| value(child, &item.content)).collect())
}

/// A text as the kind that is wanted; as text, when it is not of that kind, which the decoding then tells.
fn scalar(text: &str, content: &XmlContent) -> Tree {
    let trimmed = text.trim();
    match content {
        XmlContent::Boolean if matches!(trimmed, "true" | "1") => Tree::Bool(true),
        XmlContent::Boolean if matches!(trimmed, "false" | "0") => Tree::Bool(false),
        XmlContent::Number => {
            // `+7` and `007` are integers of XML, and no JSON.
            let integer = || trimmed.parse::<i64>().map(|integer| Tree::Number(integer.to_string())).ok();
            let number = Tree::number(trimmed).or_else(integer);
            number.unwrap_or_else(|| Tree::String(text.to_owned()))
        }
        _ => Tree::String(text.to_owned()),
    }
}

fn anything(element: &Element) -> Tree {
    if element.children.is_empty() {
        return Tree::String(element.text.clone());
    }
    let mut fields: Map<Tree> = Map::new();
    for child in &element.children {
        let found = anything(child);
        match fields.get_mut(&child.name) {
            None => {
                fields.insert(child.name.clone(), found);
            }
            Some(Tree::Array(items)) => items.push(found),
            Some(first) => *first = Tree::Array(vec![std::mem::replace(first, Tree::Null), found]),
        }
    }
    Tree::Object(fields.into_iter().collect())
}
