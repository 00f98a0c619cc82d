//! What a server says in the body of an error, at the keys where servers put it.

use serde_json::Value;

/// Where the message is, in any case of letters, the usual places first: also that of RFC 9457 (`detail`, `title`) and of OAuth 2.0
/// (RFC 6749, section 5.2). Behind them are the keys that end so: `errorMessage`, `exception_message`.
const KEYS: [&str; 8] = ["message", "detail", "error_description", "error", "errors", "title", "msg", "reason"];

/// No message has more characters.
const LONGEST: usize = 200;

/// How many objects and lists around a message are looked into.
const DEPTH: usize = 3;

/// The message of a body in JSON; `None` where it has none.
#[inline]
pub(crate) fn message(body: &[u8]) -> Option<String> {
    if !body.trim_ascii_start().starts_with(b"{") {
        return None;
    }
    let value: Value = serde_json::from_slice(body).ok()?;
    let text = text(&value, DEPTH)?;
    let words = text.split(|char: char| char.is_whitespace() || char.is_control()).filter(|word| !word.is_empty());
    let line = words.collect::<Vec<_>>().join(" ");
    if line.is_empty() {
        return None;
    }
    let cut: String = line.chars().take(LONGEST).collect();
    Some(if cut.len() < line.len() { format!("{cut}…") } else { cut })
}

#[inline]
fn text(value: &Value, depth: usize) -> Option<&str> {
    match value {
        Value::String(text) if depth < DEPTH => Some(text.as_str()).filter(|text| !text.trim().is_empty()),
        Value::Array(items) if depth > 0 => items.first().and_then(|first| text(first, depth - 1)),
        Value::Object(map) if depth > 0 => {
            let usual = KEYS.iter().flat_map(|key| map.iter().filter(|(name, _)| name.eq_ignore_ascii_case(key)));
            let others = map.iter().filter(|(name, _)| ends_as_message(name));
            usual.chain(others).find_map(|(_, value)| text(value, depth - 1))
        }
        _ => None,
    }
}

#[inline]
fn ends_as_message(name: &str) -> bool {
    let ending = name.len().checked_sub("message".len()).and_then(|at| name.get(at..));
    ending.is_some_and(|ending| ending.eq_ignore_ascii_case("message"))
}
