//! JSON → outline. Reads broken texts as far as they make sense.

use std::ops::Range;

use super::Kind;
use super::Outline;

/// Outlines a JSON text; `None` where it is rather YAML.
pub(super) fn outline(text: &str) -> Option<Outline> {
    let bytes = text.as_bytes();
    let mut outline = Outline::default();
    let mut open: Vec<(usize, bool)> = Vec::new();
    let mut key_wanted = false;
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        let start = at;
        at += 1;
        match byte {
            b' ' | b'\t' | b'\r' | b'\n' => {}
            b'{' | b'[' => {
                let object = *byte == b'{';
                let kind = if object { Kind::Object } else { Kind::Array };
                open.push((outline.push(kind, start..at), object));
                key_wanted = object;
            }
            b'}' | b']' => {
                if let Some((index, _)) = open.pop() {
                    outline.close(index, at);
                }
                key_wanted = false;
            }
            b',' => key_wanted = open.last().is_some_and(|(_, object)| *object),
            b':' => key_wanted = false,
            b'"' => {
                at = string_end(bytes, at);
                let kind = if key_wanted { Kind::Key(unescaped(text, start..at)) } else { Kind::Scalar };
                outline.push(kind, start..at);
                key_wanted = false;
            }
            // The start of a JSON literal.
            b'-' | b'0'..=b'9' | b't' | b'f' | b'n' if !key_wanted => {
                at = literal_end(bytes, at);
                outline.push(Kind::Scalar, start..at);
            }
            _ => return None,
        }
    }
    while let Some((index, _)) = open.pop() {
        outline.close(index, text.len());
    }
    Some(outline)
}

/// The byte after the closing quote of a string whose content starts at `at`.
fn string_end(bytes: &[u8], mut at: usize) -> usize {
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'\\' => at += 2,
            b'"' => return at + 1,
            _ => at += 1,
        }
    }
    bytes.len()
}

fn literal_end(bytes: &[u8], mut at: usize) -> usize {
    while bytes.get(at).is_some_and(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.')) {
        at += 1;
    }
    at
}

/// The name of a key that has escapes.
fn unescaped(text: &str, bytes: Range<usize>) -> Option<Box<str>> {
    let raw = text.get(bytes)?;
    if raw.contains('\\') { serde_json::from_str(raw).ok() } else { None }
}
