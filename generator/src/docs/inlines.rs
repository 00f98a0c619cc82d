//! Inlines → lines of Markdown. First the tree is put into the one shape that Markdown can express (nothing empty, no
//! emphasis within the same emphasis or with spaces at its edges, no delimiter where it would not count as one), then
//! it is printed; parsing the result gives the same tree again.

use super::escape::{self, Place};
use super::links;
use super::tree::{Inline, Style};

/// How often a tree may be rewritten: taking away one emphasis can bring two texts together that are a URL only now.
const ROUNDS: usize = 4;

/// A paragraph's lines; none for one that shows nothing.
pub(super) fn paragraph(inlines: &[Inline]) -> Vec<String> {
    let printed = printed(inlines, Place::default());
    let lines: Vec<&str> = printed.split('\n').map(|line| line.trim_matches(' ')).collect();
    // A hard break shows nothing next to an empty line, and would be a backslash there.
    let shown: Vec<&str> = lines.into_iter().filter(|line| !matches!(*line, "" | "\\")).collect();
    let last = shown.len().saturating_sub(1);
    let finished = shown.iter().enumerate().map(|(at, line)| if at == last { without_break(line) } else { line });
    finished.map(escape::line_start).collect()
}

/// A heading's text: one line.
pub(super) fn heading(inlines: &[Inline]) -> String {
    let line = printed(&on_one_line(inlines), Place::default());
    let line = line.trim_matches(' ');
    match line.strip_suffix('#') {
        // A heading may be closed by marks, which are then not shown.
        Some(start) => format!("{start}\\#"),
        None => line.to_owned(),
    }
}

/// A table cell's text: one line without a bare `|`.
pub(super) fn cell(inlines: &[Inline]) -> String {
    printed(&on_one_line(inlines), Place { cell: true, ..Place::default() }).trim_matches(' ').to_owned()
}

/// Plain text on one line, whatever stands before and after it.
pub(super) fn plain(text: &str) -> String {
    let place = Place { open: true, ..Place::default() };
    escape::line_start(&printed(&[Inline::Text(text.to_owned())], place))
}

/// A line without the backslash of a hard break; an escaped backslash is two.
fn without_break(line: &str) -> &str {
    let backslashes = line.len() - line.trim_end_matches('\\').len();
    if backslashes % 2 == 1 { line.strip_suffix('\\').unwrap_or(line).trim_end_matches(' ') } else { line }
}

fn on_one_line(inlines: &[Inline]) -> Vec<Inline> {
    let one = |inline: &Inline| match inline {
        Inline::Break | Inline::HardBreak => Inline::Text(" ".to_owned()),
        Inline::Styled(style, inner) => Inline::Styled(*style, on_one_line(inner)),
        Inline::Link(url, inner) => Inline::Link(url.clone(), on_one_line(inner)),
        // Readers of tables disagree about the backslash of an escaped `|` within code.
        Inline::Code(code) if code.contains("\\|") => Inline::Text(code.clone()),
        Inline::Text(_) | Inline::Code(_) => inline.clone(),
    };
    inlines.iter().map(one).collect()
}

fn printed(inlines: &[Inline], place: Place) -> String {
    let mut inlines = inlines.to_vec();
    for _ in 0..ROUNDS {
        let tidy = tidy(inlines.clone());
        let stable = tidy == inlines;
        inlines = tidy;
        if stable {
            break;
        }
    }
    let mut text = String::new();
    print(&inlines, place, &mut text);
    text
}

fn print(inlines: &[Inline], place: Place, out: &mut String) {
    for inline in inlines {
        match inline {
            Inline::Text(words) => out.push_str(&escape::text(words, place)),
            Inline::Code(code) => {
                let span = escape::code_span(code);
                out.push_str(&if place.cell { span.replace('|', "\\|") } else { span });
            }
            Inline::Break => out.push('\n'),
            Inline::HardBreak => out.push_str("\\\n"),
            Inline::Styled(style, inner) => {
                out.push_str(delimiter(*style));
                print(inner, place, out);
                out.push_str(delimiter(*style));
            }
            Inline::Link(url, inner) => print_link(url, inner, place, out),
        }
    }
}

fn print_link(url: &str, inner: &[Inline], place: Place, out: &mut String) {
    match inner {
        [Inline::Text(words)] if links::is_autolink(words, url) => {
            out.push('<');
            out.push_str(words);
            out.push('>');
        }
        _ => {
            out.push('[');
            print(inner, Place { link: true, ..place }, out);
            out.push_str("](");
            for (at, character) in url.char_indices() {
                if links::entity(&url[at..]).is_some() {
                    out.push('\\');
                }
                out.push(character);
            }
            out.push(')');
        }
    }
}

/// The delimiters differ in their character, so that two of them side by side never read as one.
fn delimiter(style: Style) -> &'static str {
    match style {
        Style::Strong => "**",
        Style::Emphasis => "_",
        Style::Strike => "~~",
    }
}

fn tidy(inlines: Vec<Inline>) -> Vec<Inline> {
    let (_, shown, _) = trimmed(merged(inlines, &mut Vec::new(), false));
    settled(with_links(shown, false), None)
}

/// Without emphasis within the same emphasis, links within links, and anything empty; spaces at the edges of emphasis
/// moved out of it, and equal neighbours joined.
fn merged(inlines: Vec<Inline>, within: &mut Vec<Style>, in_link: bool) -> Vec<Inline> {
    let mut out = Vec::new();
    for inline in inlines {
        match inline {
            Inline::Styled(style, inner) if within.contains(&style) => {
                merged(inner, within, in_link).into_iter().for_each(|inline| push(&mut out, inline));
            }
            Inline::Styled(style, inner) => {
                within.push(style);
                let (before, inner, after) = trimmed(merged(inner, within, in_link));
                within.pop();
                before.into_iter().for_each(|inline| push(&mut out, inline));
                if !inner.is_empty() {
                    push(&mut out, Inline::Styled(style, inner));
                }
                after.into_iter().for_each(|inline| push(&mut out, inline));
            }
            Inline::Link(_, inner) if in_link => {
                merged(inner, within, in_link).into_iter().for_each(|inline| push(&mut out, inline));
            }
            Inline::Link(url, inner) => {
                let (before, mut inner, after) = trimmed(merged(inner, within, true));
                if inner.is_empty() {
                    inner.push(Inline::Text(url.clone()));
                }
                before.into_iter().for_each(|inline| push(&mut out, inline));
                push(&mut out, Inline::Link(url, inner));
                after.into_iter().for_each(|inline| push(&mut out, inline));
            }
            other => push(&mut out, other),
        }
    }
    out
}

/// Appends an inline, joining it with an equal neighbour; next to the end of a line, spaces are nothing.
fn push(out: &mut Vec<Inline>, inline: Inline) {
    match (out.last_mut(), inline) {
        (Some(Inline::Break | Inline::HardBreak), Inline::Text(words)) if words.starts_with(' ') => {
            push(out, Inline::Text(words.trim_start_matches(' ').to_owned()));
        }
        (_, Inline::Text(words)) if words.is_empty() => {}
        (Some(Inline::Text(before)), Inline::Text(words)) => before.push_str(&words),
        (Some(Inline::Text(before)), line_end @ (Inline::Break | Inline::HardBreak)) if before.ends_with(' ') => {
            before.truncate(before.trim_end_matches(' ').len());
            if before.is_empty() {
                out.pop();
            }
            out.push(line_end);
        }
        (Some(Inline::Styled(before, text)), Inline::Styled(style, inner)) if *before == style => {
            inner.into_iter().for_each(|inline| push(text, inline));
        }
        (_, inline) => out.push(inline),
    }
}

/// What is white at the start, the rest, and what is white at the end.
fn trimmed(mut inner: Vec<Inline>) -> (Vec<Inline>, Vec<Inline>, Vec<Inline>) {
    let white = |inline: &Inline| match inline {
        Inline::Break | Inline::HardBreak => true,
        Inline::Text(words) => words.trim_matches(' ').is_empty(),
        Inline::Code(_) | Inline::Styled(..) | Inline::Link(..) => false,
    };
    let mut after = inner.split_off(inner.iter().rposition(|inline| !white(inline)).map_or(0, |last| last + 1));
    let rest = inner.split_off(inner.iter().position(|inline| !white(inline)).unwrap_or(inner.len()));
    let (mut before, mut inner) = (inner, rest);
    if let Some(Inline::Text(words)) = inner.first_mut()
        && words.starts_with(' ')
    {
        *words = words.trim_start_matches(' ').to_owned();
        before.push(Inline::Text(" ".to_owned()));
    }
    if let Some(Inline::Text(words)) = inner.last_mut()
        && words.ends_with(' ')
    {
        *words = words.trim_end_matches(' ').to_owned();
        after.insert(0, Inline::Text(" ".to_owned()));
    }
    (before, inner, after)
}

/// With each bare URL as a link, for rustdoc warns about bare ones.
fn with_links(inlines: Vec<Inline>, in_link: bool) -> Vec<Inline> {
    let mut out = Vec::new();
    for inline in inlines {
        match inline {
            Inline::Text(words) if !in_link => split_urls(&words, &mut out),
            Inline::Styled(style, inner) => out.push(Inline::Styled(style, with_links(inner, in_link))),
            other => out.push(other),
        }
    }
    out
}

fn split_urls(mut words: &str, out: &mut Vec<Inline>) {
    while let Some((start, end)) = links::bare_url(words) {
        let url = &words[start..end];
        push(out, Inline::Text(words[..start].to_owned()));
        out.extend(links::target(url).map(|target| Inline::Link(target, vec![Inline::Text(url.to_owned())])));
        words = &words[end..];
    }
    push(out, Inline::Text(words.to_owned()));
}

/// Without the emphasis whose delimiters would not count as such between their neighbours (CommonMark 0.31, section
/// 6.2), as in `a<b>"b"</b>c`. `next` is what follows the last inline.
fn settled(inlines: Vec<Inline>, next: Option<char>) -> Vec<Inline> {
    let mut out = Vec::new();
    let mut todo = inlines;
    todo.reverse();
    while let Some(inline) = todo.pop() {
        match inline {
            Inline::Styled(style, inner) => {
                let after = todo.last().map_or(next, first);
                if opens(style, out.last().and_then(last), &inner) && closes(style, &inner, after) {
                    push(&mut out, Inline::Styled(style, settled(inner, Some('*'))));
                } else {
                    todo.extend(inner.into_iter().rev());
                }
            }
            Inline::Link(url, inner) => out.push(Inline::Link(url, settled(inner, Some(']')))),
            other => push(&mut out, other),
        }
    }
    out
}

fn opens(style: Style, before: Option<char>, inner: &[Inline]) -> bool {
    let word = matches!(inner.first(), Some(Inline::Text(words)) if words.starts_with(char::is_alphanumeric));
    is_boundary(before) || (style != Style::Emphasis && word)
}

fn closes(style: Style, inner: &[Inline], after: Option<char>) -> bool {
    let word = matches!(inner.last(), Some(Inline::Text(words)) if words.ends_with(char::is_alphanumeric));
    is_boundary(after) || (style != Style::Emphasis && word)
}

/// Whether a delimiter may stand beside this character whatever is on its other side. Only what every version of
/// CommonMark calls white space or punctuation counts; `None` is the edge of a block.
fn is_boundary(character: Option<char>) -> bool {
    character.is_none_or(|c| c.is_whitespace() || c.is_ascii_punctuation())
}

/// How an inline that is still to be settled starts: for emphasis as if it lost its delimiter, the harder case.
fn first(inline: &Inline) -> Option<char> {
    match inline {
        Inline::Text(words) => words.chars().next(),
        Inline::Code(_) => Some('`'),
        Inline::Break | Inline::HardBreak => Some('\n'),
        Inline::Styled(_, inner) => inner.first().and_then(first),
        Inline::Link(..) => Some('<'),
    }
}

/// How a settled inline ends.
fn last(inline: &Inline) -> Option<char> {
    match inline {
        Inline::Text(words) => words.chars().next_back(),
        Inline::Code(_) => Some('`'),
        Inline::Break | Inline::HardBreak => Some('\n'),
        Inline::Styled(..) => Some('*'),
        Inline::Link(..) => Some('>'),
    }
}
