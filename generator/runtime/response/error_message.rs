//! What a server says in the body of an error: where the body is one text, or at the keys where servers put it.

use http::HeaderMap;
use serde_json::Map;
use serde_json::Value;

use crate::runtime::encoding::charset;
use crate::runtime::encoding::media_type;

/// Where the message is, in any case of letters, the usual places first: also that of RFC 9457 (`detail`, `title`) and of OAuth 2.0
/// (RFC 6749, section 5.2). Behind them are the keys that end so: `errorMessage`, `exception_message`, `errorMessages`.
const KEYS: [&str; 14] = [
    "message",
    "detail",
    "error_description",
    "error",
    ERRORS,
    "title",
    "msg",
    "reason",
    "description",
    "details",
    "fault",
    "faultstring",
    "err",
    "messages",
];

/// What is wrong, by the name of the field: `{"errors": {"name": ["must be there"]}}`.
const ERRORS: &str = "errors";

/// What other keys end with.
const ENDINGS: [&str; 3] = ["message", "messages", "msg"];

/// No message has more characters.
const LONGEST: usize = 200;

/// How many objects and lists around a message are looked into.
const DEPTH: usize = 5;

/// The message of a body: what is at a usual key of JSON, a string of JSON, or the body itself where it is plain text; `None` where it
/// has none.
#[inline]
pub(crate) fn message(body: &[u8], headers: &HeaderMap) -> Option<String> {
    let text = match body.trim_ascii_start().first() {
        Some(b'{' | b'[' | b'"') => in_json(&serde_json::from_slice(&charset::json(body, headers).ok()?).ok()?, DEPTH)?,
        Some(_) if media_type::media_type(headers).is_some_and(|came| came == "text/plain") => {
            charset::text(body, headers, None).ok()?.into_owned()
        }
        _ => return None,
    };
    let words = text.split(|char: char| char.is_whitespace() || char.is_control()).filter(|word| !word.is_empty());
    let line = words.collect::<Vec<_>>().join(" ");
    if line.is_empty() {
        return None;
    }
    let cut: String = line.chars().take(LONGEST).collect();
    Some(if cut.len() < line.len() { format!("{cut}…") } else { cut })
}

#[inline]
fn in_json(value: &Value, depth: usize) -> Option<String> {
    let depth = depth.checked_sub(1)?;
    match value {
        Value::String(text) => Some(text.clone()).filter(|text| !text.trim().is_empty()),
        Value::Array(items) => in_json(items.first()?, depth),
        Value::Object(map) => {
            let usual = KEYS.iter().flat_map(|key| map.iter().filter(|(name, _)| name.eq_ignore_ascii_case(key)));
            let others = map.iter().filter(|(name, _)| ENDINGS.iter().any(|ending| ends_with(name, ending)));
            usual.chain(others).find_map(|(name, value)| match value {
                Value::Object(map) if name.eq_ignore_ascii_case(ERRORS) => {
                    in_json(value, depth).or_else(|| of_a_field(map, depth))
                }
                value => in_json(value, depth),
            })
        }
        _ => None,
    }
}

/// What is wrong with the first field of which something is said.
#[inline]
fn of_a_field(map: &Map<String, Value>, depth: usize) -> Option<String> {
    map.iter().find_map(|(field, value)| Some(format!("{field}: {}", in_json(value, depth.checked_sub(1)?)?)))
}

#[inline]
fn ends_with(name: &str, ending: &str) -> bool {
    let end = name.len().checked_sub(ending.len()).and_then(|at| name.get(at..));
    end.is_some_and(|end| end.eq_ignore_ascii_case(ending))
}
