//! A value as XML text.

use quick_xml::escape::escape;

use crate::runtime::Tree;

use super::XmlContent;
use super::XmlNode;
use super::XmlObject;
use super::XmlPlace;

/// What says in XML that an element is null (XML Schema, part 1, section 2.6.2).
const NULL: &str = " xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xsi:nil=\"true\"/>";

/// The document with that root.
///
/// # Errors
/// What is wrong, in words: XML cannot say it, or the value is not of the shape of the node.
pub(super) fn document(value: &Tree, root: &XmlNode) -> Result<String, String> {
    let mut text = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    element(&mut text, value, root, root.name)?;
    Ok(text)
}

fn element(text: &mut String, value: &Tree, node: &XmlNode, name: &str) -> Result<(), String> {
    let name = qualified(node.prefix, name)?;
    text.push('<');
    text.push_str(&name);
    let mut declared = Vec::new();
    declare(text, node, &mut declared)?;
    let mut inside = String::new();
    match (&node.content, value) {
        (_, Tree::Null) => {
            text.push_str(NULL);
            return Ok(());
        }
        (XmlContent::Object(object), Tree::Object(values)) => {
            for (key, value) in values {
                property(text, &mut inside, &mut declared, object, key, value)?;
            }
        }
        (XmlContent::Map(of), Tree::Object(values)) => {
            for (key, value) in values {
                element(&mut inside, value, of, key)?;
            }
        }
        (XmlContent::List { item, .. }, Tree::Array(values)) => {
            for value in values {
                element(&mut inside, value, item, item.name)?;
            }
        }
        (XmlContent::Any, value) => anything(&mut inside, value)?,
        (_, value) => characters(&mut inside, &scalar(value)?)?,
    }
    if inside.is_empty() {
        text.push_str("/>");
    } else {
        text.push_str(&format!(">{inside}</{name}>"));
    }
    Ok(())
}

/// A property of an object: an attribute in its open tag, or something inside.
fn property(
    tag: &mut String,
    inside: &mut String,
    declared: &mut Vec<&'static str>,
    object: &XmlObject,
    key: &str,
    value: &Tree,
) -> Result<(), String> {
    let Some(field) = object.fields.iter().find(|field| field.key == key) else {
        return object.rest.map_or(Ok(()), |node| element(inside, value, node, key));
    };
    let node = &field.node;
    match (field.place, &node.content, value) {
        (XmlPlace::Attribute | XmlPlace::Text, _, Tree::Null) => Ok(()),
        (XmlPlace::Attribute, _, value) => {
            // Without a prefix it is in no namespace, and a declaration would be one of the element.
            if node.prefix.is_some() {
                declare(tag, node, declared)?;
            }
            attribute(tag, &qualified(node.prefix, node.name)?, &scalar(value)?)
        }
        (XmlPlace::Text, _, value) => characters(inside, &scalar(value)?),
        (XmlPlace::Element, XmlContent::List { wrapped: false, item }, Tree::Array(values)) => {
            values.iter().try_for_each(|value| element(inside, value, item, item.name))
        }
        (XmlPlace::Element, XmlContent::List { wrapped: false, .. }, Tree::Null) => Ok(()),
        (XmlPlace::Element, _, value) => element(inside, value, node, node.name),
    }
}

/// Says which namespace the prefix of a node is, once in a tag.
fn declare(tag: &mut String, node: &XmlNode, declared: &mut Vec<&'static str>) -> Result<(), String> {
    let Some(namespace) = node.namespace else { return Ok(()) };
    let prefix = node.prefix.unwrap_or_default();
    if declared.contains(&prefix) {
        return Ok(());
    }
    declared.push(prefix);
    match prefix {
        "" => attribute(tag, "xmlns", namespace),
        // It is declared by XML itself (Namespaces in XML 1.0, section 3).
        "xml" => Ok(()),
        prefix => attribute(tag, &format!("xmlns:{}", qualified(None, prefix)?), namespace),
    }
}

fn anything(text: &mut String, value: &Tree) -> Result<(), String> {
    const ANY: XmlNode = XmlNode { name: "item", namespace: None, prefix: None, content: XmlContent::Any };
    match value {
        Tree::Object(values) => {
            for (key, value) in values {
                match value {
                    Tree::Array(items) => items.iter().try_for_each(|item| element(text, item, &ANY, key))?,
                    value => element(text, value, &ANY, key)?,
                }
            }
            Ok(())
        }
        Tree::Array(items) => items.iter().try_for_each(|item| element(text, item, &ANY, ANY.name)),
        value => characters(text, &scalar(value)?),
    }
}

fn attribute(text: &mut String, name: &str, value: &str) -> Result<(), String> {
    let mut escaped = String::new();
    characters(&mut escaped, value)?;
    // A reader turns a bare tab or end of line in an attribute into a space.
    let escaped = escaped.replace('\t', "&#9;").replace('\n', "&#10;");
    text.push_str(&format!(" {name}=\"{escaped}\""));
    Ok(())
}

fn characters(text: &mut String, value: &str) -> Result<(), String> {
    let is_legal = |c: char| !c.is_control() || matches!(c, '\t' | '\n' | '\r' | '\u{7f}'..='\u{9f}');
    if !value.chars().all(|c| is_legal(c) && !matches!(c, '\u{fffe}' | '\u{ffff}')) {
        return Err("a text has characters that XML cannot hold".to_owned());
    }
    text.push_str(&escape(value).replace('\r', "&#13;"));
    Ok(())
}

fn scalar(value: &Tree) -> Result<String, String> {
    match value {
        Tree::Null => Ok(String::new()),
        Tree::Bool(bool) => Ok(bool.to_string()),
        Tree::Number(number) => Ok(number.clone()),
        Tree::String(text) => Ok(text.clone()),
        Tree::Array(_) | Tree::Object(_) => Err("a list or an object stands where XML has a text".to_owned()),
    }
}

/// The name with its prefix. A key of a map becomes a name too, and must not become anything else.
fn qualified(prefix: Option<&str>, name: &str) -> Result<String, String> {
    let starts = |c: char| c.is_alphabetic() || c == '_';
    let goes_on = |c: char| c.is_alphanumeric() || "_-.".contains(c);
    for part in prefix.iter().copied().chain([name]) {
        if !part.starts_with(starts) || !part.chars().all(goes_on) {
            return Err(format!("{part:?} is no name for XML"));
        }
    }
    Ok(prefix.map_or_else(|| name.to_owned(), |prefix| format!("{prefix}:{name}")))
}
