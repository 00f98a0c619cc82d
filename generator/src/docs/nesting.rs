//! Bounds how deep a description can nest before it is parsed: the parser's time is the number of lines times the depth
//! of quotations and lists around them, and one line can open thousands.

use std::borrow::Cow;

use super::escape;

/// How many columns of white space and markers a line may start with: more than any reader can follow.
const MAX_HEAD: usize = 400;

/// The source, with what comes after that many markers in a line as plain text.
pub(super) fn bounded(markdown: &str) -> String {
    markdown.split('\n').map(bounded_line).collect::<Vec<_>>().join("\n")
}

fn bounded_line(line: &str) -> Cow<'_, str> {
    let mut head = 0;
    let mut columns = 0;
    while let Some(length) = line.get(head..).and_then(head_part) {
        columns += if line[head..].starts_with('\t') { 4 } else { length };
        if columns > MAX_HEAD {
            let rest = escape::line_start(line[head..].trim_start_matches([' ', '\t']));
            return Cow::Owned(format!("{}{rest}", &line[..head]));
        }
        head += length;
    }
    Cow::Borrowed(line)
}

/// The length of the white space, or of the marker of a quotation or an item, that `text` starts with.
fn head_part(text: &str) -> Option<usize> {
    let digits = text.bytes().take(10).take_while(u8::is_ascii_digit).count();
    let bytes = text.as_bytes();
    let alone = |at: usize| bytes.get(at).is_none_or(|next| matches!(next, b' ' | b'\t'));
    match bytes.first()? {
        b' ' | b'\t' | b'>' => Some(1),
        b'-' | b'+' | b'*' if alone(1) => Some(1),
        b'0'..=b'9' if matches!(bytes.get(digits), Some(b'.' | b')')) && alone(digits + 1) => Some(digits + 1),
        _ => None,
    }
}
