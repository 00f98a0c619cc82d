//! The value of a parameter as text: every `style` × `explode` × type that OpenAPI 3.0.4 and 3.1.1 define (section 4.8.12,
//! "Style Examples", and appendices C to E). What they leave undefined is an error.

mod deep_object;
mod flat;

use crate::runtime::description::Location;
use crate::runtime::description::Param;
use crate::runtime::description::Style;

use super::media_type::is_json;
use super::percent;
use super::percent::Keep;
use crate::runtime::json::Tree;

use flat::Flat;

/// A parameter as sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Encoded {
    /// Text for its place in the path, encoded.
    Path(String),
    /// Pieces of the query, each `name=value`, encoded.
    Query(Vec<String>),
    /// The value of the header.
    Header(String),
    /// Pieces of the `Cookie` header, each `name=value`.
    Cookie(Vec<String>),
}

/// Writes `value` as `param` says.
///
/// # Errors
/// What is wrong, in words, when the specification does not say how such a value is sent.
#[inline]
pub(crate) fn encode(param: &Param, value: &Tree) -> Result<Encoded, String> {
    if let Some(media_type) = param.content {
        return content(param, value, media_type);
    }
    if param.required && is_empty_list(value) {
        return Err("the list is empty, but the parameter is required: give at least one item".to_owned());
    }
    let keep = keep(param);
    match (param.location, param.style) {
        (Location::Path, Style::Matrix | Style::Label | Style::Simple) => {
            let flat = Flat::new(value, keep)?;
            Ok(Encoded::Path(match param.style {
                Style::Matrix => matrix(&percent::encode(param.name, Keep::Unreserved), param.explode, flat),
                Style::Label => label(param.explode, flat),
                _ => simple(param.explode, flat),
            }))
        }
        (Location::Header, Style::Simple) => {
            Ok(Encoded::Header(simple(param.explode, Flat::new(value, keep)?.of_whole_items()?)))
        }
        (Location::Query, _) => Ok(Encoded::Query(assigned(&pairs(param, value, keep)?))),
        (Location::Cookie, Style::Form) => Ok(Encoded::Cookie(assigned(&pairs(param, value, keep)?))),
        (Location::Cookie, Style::Cookie) => {
            let flat = Flat::new(value, keep)?;
            let flat = if param.explode { flat } else { flat.of_whole_items()? };
            let pieces = assigned(&form(param.name.to_owned(), param.explode, flat));
            match pieces.iter().all(|piece| piece.split(',').all(is_cookie_value)) {
                true => Ok(Encoded::Cookie(pieces)),
                false => Err("the value has characters that a cookie cannot hold".to_owned()),
            }
        }
        (location, style) => Err(format!("style {style:?} is not defined in {location:?}")),
    }
}

/// The names and values that `param` is sent as, in a query, cookie or form. Nothing of them is percent-encoded without `keep`, as
/// in the parts of a multipart body, where the delimiters are what stands for them in a query.
///
/// # Errors
/// What is wrong, in words, when the specification does not say how such a value is sent.
#[inline]
pub(crate) fn pairs(param: &Param, value: &Tree, keep: Option<Keep>) -> Result<Vec<(String, String)>, String> {
    let name = named(param.name, keep);
    match param.style {
        Style::Form => Ok(form(name, param.explode, Flat::new(value, keep)?)),
        Style::SpaceDelimited => {
            delimited(param, name, Flat::new(value, keep)?, if keep.is_some() { "%20" } else { " " })
        }
        Style::PipeDelimited => {
            delimited(param, name, Flat::new(value, keep)?, if keep.is_some() { "%7C" } else { "|" })
        }
        Style::DeepObject => deep_object::encode(param, &name, value, keep, true),
        Style::DeepObjectEmptyBrackets => deep_object::encode(param, &name, value, keep, false),
        style => Err(format!("style {style:?} is not defined in {:?}", param.location)),
    }
}

/// A name as sent: names are percent-encoded whatever is kept of values.
#[inline]
fn named(name: &str, keep: Option<Keep>) -> String {
    keep.map_or_else(|| name.to_owned(), |_| percent::encode(name, Keep::Unreserved))
}

/// Whether a list has nothing to send. Most styles then send no value at all, so a required parameter would be missing.
#[inline]
fn is_empty_list(value: &Tree) -> bool {
    matches!(value, Tree::Array(items) if items.iter().all(|item| *item == Tree::Null))
}

/// What is kept as it is: headers and cookies of the style `cookie` are not percent-encoded at all (appendix D).
#[inline]
fn keep(param: &Param) -> Option<Keep> {
    match (param.location, param.style) {
        (Location::Header, _) | (Location::Cookie, Style::Cookie) => None,
        (Location::Query, _) if param.allow_reserved => Some(Keep::ReservedInQuery),
        (Location::Path, _) if param.allow_reserved => Some(Keep::ReservedInPath),
        (Location::Path | Location::Query | Location::Cookie, _) => Some(Keep::Unreserved),
    }
}

#[inline]
fn matrix(name: &str, explode: bool, flat: Flat) -> String {
    // RFC 6570, section 3.2.7: no equals sign before an empty value.
    let named = |name: &str, value: &str| match value {
        "" => format!(";{name}"),
        value => format!(";{name}={value}"),
    };
    match (flat, explode) {
        (Flat::Undefined, _) => named(name, ""),
        (Flat::Text(text), _) => named(name, &text),
        (Flat::List(items), false) => named(name, &items.join(",")),
        (Flat::List(items), true) => items.iter().map(|item| named(name, item)).collect(),
        (Flat::Pairs(pairs), false) => named(name, &interleaved(&pairs, ",")),
        (Flat::Pairs(pairs), true) => pairs.iter().map(|(key, value)| named(key, value)).collect(),
    }
}

#[inline]
fn label(explode: bool, flat: Flat) -> String {
    let value = match (flat, explode) {
        (Flat::Undefined, _) => String::new(),
        (Flat::Text(text), _) => text,
        (Flat::List(items), false) => items.join(","),
        (Flat::List(items), true) => items.join("."),
        (Flat::Pairs(pairs), false) => interleaved(&pairs, ","),
        (Flat::Pairs(pairs), true) => assigned(&pairs).join("."),
    };
    format!(".{value}")
}

#[inline]
fn simple(explode: bool, flat: Flat) -> String {
    match (flat, explode) {
        (Flat::Undefined, _) => String::new(),
        (Flat::Text(text), _) => text,
        (Flat::List(items), _) => items.join(","),
        (Flat::Pairs(pairs), false) => interleaved(&pairs, ","),
        (Flat::Pairs(pairs), true) => assigned(&pairs).join(","),
    }
}

#[inline]
fn form(name: String, explode: bool, flat: Flat) -> Vec<(String, String)> {
    match (flat, explode) {
        (Flat::Undefined, _) => vec![(name, String::new())],
        (Flat::Text(text), _) => vec![(name, text)],
        // With `explode` an empty list or object has no piece, and so is omitted, as in the example of appendix C.
        (Flat::List(items), true) => items.into_iter().map(|item| (name.clone(), item)).collect(),
        (Flat::Pairs(pairs), true) => pairs,
        (Flat::List(items), false) => vec![(name, items.join(","))],
        (Flat::Pairs(pairs), false) => vec![(name, interleaved(&pairs, ","))],
    }
}

#[inline]
fn delimited(param: &Param, name: String, flat: Flat, delimiter: &str) -> Result<Vec<(String, String)>, String> {
    let text = match flat {
        // One value has nothing to delimit.
        Flat::Text(text) => text,
        _ if param.explode => return Err(format!("style {:?} is not defined with `explode`", param.style)),
        flat if flat.is_empty() => return nothing(param),
        Flat::List(items) => items.join(delimiter),
        Flat::Pairs(pairs) => interleaved(&pairs, delimiter),
        Flat::Undefined => String::new(),
    };
    Ok(vec![(name, text)])
}

/// An empty value in a style that has no text for it: left out, where the parameter may be left out.
#[inline]
fn nothing(param: &Param) -> Result<Vec<(String, String)>, String> {
    match param.required {
        false => Ok(Vec::new()),
        true => Err(format!("style {:?} has no text for an empty value, and the parameter is required", param.style)),
    }
}

#[inline]
fn interleaved(pairs: &[(String, String)], delimiter: &str) -> String {
    let texts: Vec<&str> = pairs.iter().flat_map(|(key, value)| [key.as_str(), value.as_str()]).collect();
    texts.join(delimiter)
}

#[inline]
fn assigned(pairs: &[(String, String)]) -> Vec<String> {
    pairs.iter().map(|(key, value)| format!("{key}={value}")).collect()
}

#[inline]
fn content(param: &Param, value: &Tree, media_type: &str) -> Result<Encoded, String> {
    let text = match value {
        Tree::String(text) if !is_json(media_type) => text.clone(),
        value if is_json(media_type) => value.text(),
        _ => return Err(format!("a parameter of media type {media_type} must be a text")),
    };
    let name = percent::encode(param.name, Keep::Unreserved);
    let encoded = percent::encode(&text, Keep::Unreserved);
    Ok(match param.location {
        Location::Path => Encoded::Path(encoded),
        Location::Query => Encoded::Query(vec![format!("{name}={encoded}")]),
        Location::Cookie => Encoded::Cookie(vec![format!("{name}={encoded}")]),
        Location::Header if is_json(media_type) => Encoded::Header(ascii_json(&text)),
        Location::Header => Encoded::Header(text),
    })
}

/// JSON text in ASCII, which a header needs: JSON can escape every other character.
#[inline]
fn ascii_json(text: &str) -> String {
    let mut ascii = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_ascii() {
            ascii.push(c);
        } else {
            let mut units = [0; 2];
            for unit in c.encode_utf16(&mut units) {
                ascii.push_str(&format!("\\u{unit:04x}"));
            }
        }
    }
    ascii
}

/// Whether a text can be the value of a cookie as it is (RFC 6265, section 4.1.1).
#[inline]
pub(crate) fn is_cookie_value(text: &str) -> bool {
    text.bytes().all(|byte| matches!(byte, 0x21 | 0x23..=0x2b | 0x2d..=0x3a | 0x3c..=0x5b | 0x5d..=0x7e))
}
