//! Bodies of `application/x-www-form-urlencoded` (OpenAPI 3.1, sections 4.8.14.4 and 4.8.15).

use crate::runtime::description::FieldEncoding;
use crate::runtime::json::Tree;

use super::media_type::is_json;
use super::percent::encode_form;
use super::style;
use super::style::Encoded;

/// Writes an object as a form.
///
/// # Errors
/// What is wrong, in words, naming the property.
#[inline]
pub(crate) fn encode(body: &Tree, encodings: &[FieldEncoding]) -> Result<String, String> {
    let Tree::Object(fields) = body else {
        return Err("only an object can be sent as a form".to_owned());
    };
    let mut pieces = Vec::new();
    for (name, value) in fields {
        let encoding = encodings.iter().find(|encoding| encoding.name == name);
        field(&mut pieces, name, value, encoding).map_err(|what| format!("the field {name:?}: {what}"))?;
    }
    Ok(pieces.join("&"))
}

#[inline]
fn field(pieces: &mut Vec<String>, name: &str, value: &Tree, encoding: Option<&FieldEncoding>) -> Result<(), String> {
    if let Some(param) = encoding.and_then(FieldEncoding::styled) {
        if let Encoded::Query(encoded) = style::encode(&param, value)? {
            pieces.extend(encoded);
        }
        return Ok(());
    }
    let as_json = encoding.and_then(|encoding| encoding.content_type).is_some_and(is_json);
    let mut push = |value: &Tree| pieces.push(format!("{}={}", encode_form(name), encode_form(&text(value, as_json))));
    match value {
        Tree::Array(items) if !as_json => items.iter().for_each(push),
        value => push(value),
    }
    Ok(())
}

/// The text of a value: what has parts is JSON (OpenAPI 3.1, section 4.8.15.1.1).
#[inline]
pub(crate) fn text(value: &Tree, as_json: bool) -> String {
    match value {
        Tree::String(text) if !as_json => text.clone(),
        Tree::Null if !as_json => String::new(),
        value => value.text(),
    }
}
