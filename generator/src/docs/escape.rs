//! Plain text as Markdown source: every character that would have a meaning where it stands gets a backslash, and only
//! those, so that the docs stay readable in the generated file too (CommonMark 0.31, section 2.4).

use std::collections::BTreeSet;

use super::links;

/// Where text is going to stand, as far as that changes what has a meaning there.
#[derive(Clone, Copy, Default)]
pub(super) struct Place {
    /// Within the text of a link.
    pub link: bool,
    /// Within a cell of a table.
    pub cell: bool,
    /// Before text that is not known yet.
    pub open: bool,
}

/// `text`, which has no line ends, as Markdown that reads as that text.
pub(super) fn text(text: &str, place: Place) -> String {
    let mut escaped = String::with_capacity(text.len());
    let mut before = None;
    let mut rest = text;
    while let Some(character) = rest.chars().next() {
        // A run of underscores is one delimiter: one decision for all of it.
        let run = if character == '_' { rest.len() - rest.trim_start_matches('_').len() } else { character.len_utf8() };
        let (now, later) = rest.split_at(run);
        let after = later.chars().next();
        let escape = has_meaning(character, before, after, place) || (character == '&' && is_reference(rest, place));
        for character in now.chars() {
            if escape {
                escaped.push('\\');
            }
            escaped.push(character);
        }
        before = Some(character);
        rest = later;
    }
    escaped
}

/// Whether `character` means something between these two neighbours; `None` is where other inlines may follow.
fn has_meaning(character: char, before: Option<char>, after: Option<char>, place: Place) -> bool {
    let is_word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    match character {
        '`' | '*' | '~' | '[' => true,
        ']' => place.link || place.open,
        '|' => place.cell || place.open,
        // Within a word it neither opens nor closes emphasis.
        '_' => !(is_word(before) && is_word(after)),
        '\\' => after.is_none_or(|c| c.is_ascii_punctuation() || c.is_whitespace()),
        '<' => after.is_none_or(|c| !c.is_whitespace()),
        '!' => after.is_none(),
        _ => false,
    }
}

/// Whether a `&` starts a character reference, or might together with what follows.
fn is_reference(text: &str, place: Place) -> bool {
    let open_end = || text[1..].chars().all(|c| c.is_ascii_alphanumeric() || c == '#');
    links::entity(text).is_some() || (place.open && open_end())
}

/// A finished line of a paragraph, such that its start makes it no other block: no list, heading, quotation, rule,
/// underline of a heading, or second line of a table.
pub(super) fn line_start(line: &str) -> String {
    let digits = line.chars().take_while(char::is_ascii_digit).count();
    let marks = line.chars().take_while(|c| *c == '#').count();
    let consists_of = |marks: &str| !line.is_empty() && line.chars().all(|c| marks.contains(c));
    let at = if (1..=9).contains(&digits) && is_marker(line, digits + 1, ".)") {
        Some(digits)
    } else if line.starts_with('>')
        || is_marker(line, 1, "+-*")
        || ((1..=6).contains(&marks) && is_marker(line, marks, "#"))
        || consists_of("=")
        || consists_of("-|: ")
    {
        Some(0)
    } else {
        None
    };
    match at {
        Some(at) => format!("{}\\{}", &line[..at], &line[at..]),
        None => line.to_owned(),
    }
}

/// Whether the first `length` characters end in one of `marks` and stand alone.
fn is_marker(line: &str, length: usize, marks: &str) -> bool {
    let mut rest = line.chars().skip(length - 1);
    rest.next().is_some_and(|last| marks.contains(last)) && rest.next().is_none_or(char::is_whitespace)
}

/// `code`, which has no line ends, as a code span (CommonMark 0.31, section 6.1).
pub(super) fn code_span(code: &str) -> String {
    if code.is_empty() {
        return "` `".to_owned();
    }
    let mut fence = "`".to_owned();
    // The shortest fence that is no run of the code: one longer than the longest at most.
    let runs: BTreeSet<usize> = code.split(|c| c != '`').map(str::len).collect();
    while runs.contains(&fence.len()) {
        fence.push('`');
    }
    let stripped = code.starts_with(' ') && code.ends_with(' ') && !code.trim_matches(' ').is_empty();
    let padding = if stripped || code.starts_with('`') || code.ends_with('`') { " " } else { "" };
    format!("{fence}{padding}{code}{padding}{fence}")
}
