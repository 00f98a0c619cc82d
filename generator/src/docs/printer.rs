//! Blocks → lines of Markdown. Everything starts in the first column of its container, code is fenced as `text`, and
//! blocks are apart by one blank line, except in tight lists where that says the same.

use std::iter;

use super::inlines;
use super::tree::{Block, List, Row};

/// The largest number that an item of a list may have (CommonMark 0.31, section 5.2).
const MAX_NUMBER: u64 = 999_999_999;

/// The level of the highest heading: those above belong to the generated docs.
const TOP_LEVEL: u8 = 3;

/// The lines of these blocks. Each block shows something, and their nesting is bounded: the reader sees to both.
pub(super) fn print(blocks: &[Block]) -> Vec<String> {
    printed(blocks, false)
}

fn printed(blocks: &[Block], tight: bool) -> Vec<String> {
    let mut lines = Vec::new();
    let mut list_before = None;
    for (at, block) in blocks.iter().enumerate() {
        if at > 0 && !tight {
            lines.push(String::new());
        }
        let Block::List(list) = block else {
            lines.extend(print_block(block));
            list_before = None;
            continue;
        };
        // Two lists in a row would be one if their markers were the same.
        let ordered = list.start.is_some();
        let other_marker = list_before == Some((ordered, false));
        lines.extend(print_list(list, other_marker));
        list_before = Some((ordered, other_marker));
    }
    lines
}

fn print_block(block: &Block) -> Vec<String> {
    match block {
        Block::Paragraph(inlines) => inlines::paragraph(inlines),
        Block::Heading(level, inlines) => {
            let marks = "#".repeat(usize::from((*level).clamp(TOP_LEVEL, 6)));
            vec![format!("{marks} {}", inlines::heading(inlines))]
        }
        Block::Code(code) => print_code(code),
        Block::Quote(blocks) => printed(blocks, false).iter().map(|line| behind(">", line)).collect(),
        Block::List(list) => print_list(list, false),
        Block::Table(rows) => print_table(rows),
        // No marker of a list is an underscore, so that this is a rule in an item too.
        Block::Rule => vec!["___".to_owned()],
    }
}

/// A line behind a marker, without a space at its end.
fn behind(marker: &str, line: &str) -> String {
    if line.is_empty() { marker.to_owned() } else { format!("{marker} {line}") }
}

/// Code between fences longer than any run of backticks in it; rustdoc runs what is not marked as `text`.
fn print_code(code: &str) -> Vec<String> {
    let runs = code.split(|c| c != '`').map(str::len);
    let fence = "`".repeat(runs.max().unwrap_or(0).max(2) + 1);
    let mut printed = vec![format!("{fence}text")];
    printed.extend(code.lines().map(str::to_owned));
    printed.push(fence);
    printed
}

fn print_list(list: &List, other_marker: bool) -> Vec<String> {
    let tight = list.tight && list.items.iter().all(|item| is_tight(item));
    let mut lines = Vec::new();
    for (item, position) in list.items.iter().zip(0..) {
        let marker = match (list.start, other_marker) {
            (None, false) => "-".to_owned(),
            (None, true) => "*".to_owned(),
            (Some(start), false) => format!("{}.", start.saturating_add(position).min(MAX_NUMBER)),
            (Some(start), true) => format!("{})", start.saturating_add(position).min(MAX_NUMBER)),
        };
        if !tight && !lines.is_empty() {
            lines.push(String::new());
        }
        let indent = " ".repeat(marker.len());
        for (at, line) in printed(item, tight).into_iter().enumerate() {
            lines.push(match (at, line.is_empty()) {
                (0, _) => behind(&marker, &line),
                (_, false) => behind(&indent, &line),
                (_, true) => String::new(),
            });
        }
    }
    lines
}

/// Whether the blocks of an item are the same without blank lines between them: only these can end a paragraph.
fn is_tight(item: &[Block]) -> bool {
    item.windows(2).all(|pair| match pair {
        [Block::Paragraph(_), Block::Code(_)] => true,
        [Block::Paragraph(_), Block::List(list)] => list.start.is_none_or(|start| start == 1),
        _ => false,
    })
}

fn print_table(rows: &[Row]) -> Vec<String> {
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let mut lines = Vec::new();
    for row in rows {
        let cells = row.iter().map(|cell| inlines::cell(cell));
        let cells: Vec<String> = cells.chain(iter::repeat(String::new())).take(columns).collect();
        lines.push(format!("| {} |", cells.join(" | ")));
        if lines.len() == 1 {
            lines.push(format!("|{}", " --- |".repeat(columns)));
        }
    }
    lines
}
