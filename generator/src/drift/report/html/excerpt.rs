//! What is shown of two texts: the lines around the first that differ.

use similar::{Algorithm, DiffTag, capture_diff_slices};

/// A line that is shown.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Line {
    /// Its number in the file; none where lines are left out.
    pub(super) number: Option<usize>,
    pub(super) text: String,
    /// Whether the other side does not have it.
    pub(super) changed: bool,
}

/// A text, and the line of its file that it begins in.
pub(super) type Text<'t> = (&'t str, usize);

/// Lines that are shown of a side at most.
const LINES: usize = 12;
/// Lines that are shown before the first that differs, and behind the last.
const AROUND: usize = 3;
/// Characters that are shown of a line at most…
const WIDTH: usize = 120;
/// …of which so many stand before the first that differs.
const LEAD: usize = 40;
/// Bytes that are read of a side, which can be a whole document, and lines that are compared.
const READ: usize = 1 << 16;
const COMPARED: usize = 200;

/// What is shown of each side; of a side that is not there, nothing.
pub(super) fn excerpts([old, new]: [Option<Text<'_>>; 2]) -> [Vec<Line>; 2] {
    let (before, now) = (lines(old), lines(new));
    let words = |line: &&str| line.trim().trim_end_matches(',').to_owned();
    let first = before.iter().zip(&now).take_while(|(one, other)| words(one) == words(other)).count();
    let differ = match (before.get(first), now.get(first)) {
        (Some(one), Some(other)) => one.chars().zip(other.chars()).take_while(|(one, other)| one == other).count(),
        _ => 0,
    };
    let compared = |lines: &[&str]| lines.iter().skip(first).take(COMPARED).map(words).collect::<Vec<_>>();
    let (mut gone, mut came) = (Vec::new(), Vec::new());
    for part in capture_diff_slices(Algorithm::Myers, &compared(&before), &compared(&now)) {
        if part.tag() != DiffTag::Equal {
            gone.extend(part.old_range().map(|index| first + index));
            came.extend(part.new_range().map(|index| first + index));
        }
    }
    let side = |lines, text: Option<Text<'_>>, changed| {
        let side = Side { lines, number: text.map_or(1, |(_, number)| number), first, differ, changed };
        side.shown()
    };
    [side(before, old, gone), side(now, new, came)]
}

fn lines(text: Option<Text<'_>>) -> Vec<&str> {
    let text = text.map_or("", |(text, _)| text);
    let end = (0..=READ.min(text.len())).rev().find(|end| text.is_char_boundary(*end));
    text.get(..end.unwrap_or(0)).unwrap_or_default().lines().collect()
}

struct Side<'s> {
    lines: Vec<&'s str>,
    /// The number of the first line.
    number: usize,
    /// How many lines at the start are the same on both sides.
    first: usize,
    /// How many characters are the same in the first line that is not.
    differ: usize,
    /// The lines that the other side does not have, in order.
    changed: Vec<usize>,
}

impl Side<'_> {
    fn shown(&self) -> Vec<Line> {
        // Where the texts are the same, what they refer to changed.
        let from = if self.first < self.lines.len() { self.first.saturating_sub(AROUND) } else { 0 };
        let last = self.changed.iter().take_while(|index| **index < from + LINES).last().unwrap_or(&self.first);
        let until = if from == 0 { LINES } else { last + 1 + AROUND };
        let until = until.min(from + LINES).min(self.lines.len());
        let shown = self.lines.get(from..until).unwrap_or_default();
        let spaces = |line: &&str| line.len() - line.trim_start_matches(' ').len();
        let indent = shown.iter().filter(|line| !line.trim().is_empty()).map(spaces).min().unwrap_or(0);
        let line = |(line, index): (&&str, usize)| Line {
            number: Some(self.number + index),
            text: cut(line, indent, if index == self.first { self.differ } else { 0 }),
            changed: self.changed.contains(&index),
        };
        let left_out = |is: bool| is.then(|| Line { number: None, text: "…".to_owned(), changed: false });
        let all = left_out(from > 0).into_iter().chain(shown.iter().zip(from..).map(line));
        all.chain(left_out(until < self.lines.len())).collect()
    }
}

/// A line without its indentation, and the part of it in which it differs where it is long.
fn cut(line: &str, indent: usize, differ: usize) -> String {
    let line = line.get(indent..).unwrap_or_default().trim_end().replace('\t', "    ");
    if line.chars().nth(WIDTH).is_none() {
        return line;
    }
    let start = if differ > WIDTH - LEAD { differ.saturating_sub(indent + LEAD) } else { 0 };
    let before = if start > 0 { "…" } else { "" };
    let behind = if line.chars().nth(start + WIDTH).is_some() { "…" } else { "" };
    format!("{before}{}{behind}", line.chars().skip(start).take(WIDTH).collect::<String>())
}
