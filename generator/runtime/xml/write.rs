//! A value as XML text.

use quick_xml::escape::escape;
use serde_json::Value;

use crate::runtime::style::scalar;

use super::XmlContent;
use super::XmlNode;
use super::XmlPlace;

/// The document with that root.
///
/// # Errors
/// What is wrong, in words: XML cannot say it, or the value is not of the shape of the node.
pub(super) fn document(value: &Value, root: &XmlNode) -> Result<String, String> {
    let mut text = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    element(&mut text, value, root, root.name)?;
    Ok(text)
}

fn element(text: &mut String, value: &Value, node: &XmlNode, name: &str) -> Result<(), String> {
    let name = qualified(node.prefix, name)?;
    text.push('<');
    text.push_str(&name);
    if let Some(namespace) = node.namespace {
        let declaration = node.prefix.map_or_else(|| "xmlns".to_owned(), |prefix| format!("xmlns:{prefix}"));
        attribute(text, &declaration, namespace)?;
    }
    let mut inside = String::new();
    match (&node.content, value) {
        (_, Value::Null) => {}
        (XmlContent::Object(fields), Value::Object(values)) => {
            for field in *fields {
                match (values.get(field.key), field.place) {
                    (None | Some(Value::Null), _) => {}
                    (Some(value), XmlPlace::Attribute) => {
                        attribute(text, &qualified(field.node.prefix, field.node.name)?, &scalar(value)?)?;
                    }
                    (Some(value), XmlPlace::Text) => characters(&mut inside, &scalar(value)?)?,
                    (Some(value), XmlPlace::Element) => property(&mut inside, value, field.node)?,
                }
            }
        }
        (XmlContent::Map(of), Value::Object(values)) => {
            for (key, value) in values {
                element(&mut inside, value, of, key)?;
            }
        }
        (XmlContent::List { item, .. }, Value::Array(values)) => {
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

fn property(text: &mut String, value: &Value, node: &XmlNode) -> Result<(), String> {
    match (&node.content, value) {
        (XmlContent::List { wrapped: false, item }, Value::Array(values)) => {
            values.iter().try_for_each(|value| element(text, value, item, item.name))
        }
        _ => element(text, value, node, node.name),
    }
}

fn anything(text: &mut String, value: &Value) -> Result<(), String> {
    const ANY: XmlNode = XmlNode { name: "item", namespace: None, prefix: None, content: XmlContent::Any };
    match value {
        Value::Object(values) => {
            for (key, value) in values {
                match value {
                    Value::Array(items) => items.iter().try_for_each(|item| element(text, item, &ANY, key))?,
                    value => element(text, value, &ANY, key)?,
                }
            }
            Ok(())
        }
        Value::Array(items) => items.iter().try_for_each(|item| element(text, item, &ANY, ANY.name)),
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
