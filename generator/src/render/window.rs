//! The part of a line around a place, as it is shown: lines of documents can be megabytes long.

use std::ops::Range;

use unicode_width::UnicodeWidthStr;

use crate::diagnostic::push_escaped;

/// A part of a line.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Window {
    /// What is shown, `…` standing for what is cut off.
    pub(super) text: String,
    /// The columns before the marked part.
    pub(super) before: usize,
    /// The columns of the marked part, at least one.
    pub(super) marked: usize,
}

/// Columns that are shown of a line at most.
const WIDTH: usize = 100;
/// Characters that are kept before the place where the start of the line is too far away…
const LEAD: usize = 40;
/// …and what is too far.
const FAR: usize = 60;
const CUT: &str = "…";

/// The part of a line around some bytes of it.
pub(super) fn window(line: &str, marked: Range<usize>) -> Window {
    let start = marked.start.min(line.len());
    let (head, tail) = line.split_at_checked(start).unwrap_or((line, ""));
    let mut text = String::new();
    lead(head, &mut text);
    let before = text.width();
    let mut marked_width = 0;
    for (at, char) in tail.char_indices() {
        if text.width() >= WIDTH {
            text.push_str(CUT);
            break;
        }
        push_shown(&mut text, char);
        if start + at < marked.end {
            marked_width = text.width() - before;
        }
    }
    Window { text, before, marked: marked_width.max(1) }
}

/// What is shown before the place.
fn lead(head: &str, text: &mut String) {
    let far = head.chars().rev().nth(FAR).is_some();
    let start = head.char_indices().rev().nth(LEAD - 1).map_or(0, |(at, _)| at);
    let kept = if far { head.get(start..).unwrap_or_default() } else { head };
    if far {
        text.push_str(CUT);
    }
    for char in kept.chars() {
        push_shown(text, char);
    }
}

fn push_shown(text: &mut String, char: char) {
    match char {
        '\t' => text.push_str("    "),
        char => push_escaped(text, char),
    }
}
