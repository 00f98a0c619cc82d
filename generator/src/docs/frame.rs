//! A part of the tree that is still open, and what becomes of it when it closes.

use std::mem;
use std::slice;

use super::characters;
use super::tree::{self, Block, Inline, List, Row, Style};

/// How many cells may be missing from a table whose rows are of different lengths.
const MAX_EMPTY_CELLS: usize = 1_000;

/// What a frame is.
#[derive(Debug)]
pub(super) enum Kind {
    /// Blocks that belong to the frame around.
    Group,
    /// Inlines that belong to the frame around.
    Span,
    /// A quotation.
    Quote,
    /// A list.
    List(List),
    /// An item; the frame around is a list.
    Item,
    /// A heading of this level.
    Heading(u8),
    /// Code in lines.
    Lines,
    /// A table.
    Table(Vec<Row>),
    /// A row; the frame around is a table.
    Row(Row),
    /// A cell; the frame around is a row.
    Cell,
    /// Emphasised text.
    Styled(Style),
    /// A link.
    Link(String),
    /// Code in a line.
    Code,
}

impl Kind {
    /// Whether this is part of a line.
    pub(super) fn is_inline(&self) -> bool {
        matches!(self, Self::Span | Self::Styled(_) | Self::Link(_) | Self::Code)
    }

    /// Whether this holds parts of lines only, and is none itself.
    pub(super) fn is_line(&self) -> bool {
        matches!(self, Self::Heading(_) | Self::Lines | Self::Cell)
    }

    /// Whether this leaves no trace in the tree.
    pub(super) fn is_transparent(&self) -> bool {
        matches!(self, Self::Group | Self::Span)
    }

    /// Whether this may hold others of its kind.
    pub(super) fn nests(&self) -> bool {
        !self.is_transparent() && !self.is_line() && !matches!(self, Self::Item | Self::Row(_))
    }
}

/// Where a frame comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Origin {
    /// Markdown.
    Markdown,
    /// A tag.
    Html,
}

/// An open part of the tree.
#[derive(Debug)]
pub(super) struct Frame {
    pub kind: Kind,
    pub origin: Origin,
    /// How many more frames like this were opened in it, one within the other.
    pub repeats: usize,
    /// The finished blocks.
    pub blocks: Vec<Block>,
    /// The paragraph, or the part of a line, that is being built.
    pub run: Vec<Inline>,
}

impl Frame {
    pub(super) fn new(kind: Kind, origin: Origin) -> Self {
        Self { kind, origin, repeats: 0, blocks: Vec::new(), run: Vec::new() }
    }

    /// Whether a frame that only passes its content on adds nothing to this one: thousands of them are then counted
    /// instead of kept.
    pub(super) fn is_same_passage(&self, kind: &Kind, origin: Origin) -> bool {
        let same = matches!((&self.kind, kind), (Kind::Group, Kind::Group) | (Kind::Span, Kind::Span));
        same && self.origin == origin
    }

    /// Ends the innermost of the frames that were counted.
    pub(super) fn end_passage(&mut self) {
        if matches!(self.kind, Kind::Group) {
            self.end_paragraph();
        }
    }

    /// Makes a paragraph of the run, or several: people write two `<br>` for an empty line.
    pub(super) fn end_paragraph(&mut self) {
        let mut paragraph = Vec::new();
        let mut after_break = false;
        for inline in mem::take(&mut self.run) {
            let is_break = inline == Inline::HardBreak;
            if is_break && after_break {
                self.add_paragraph(mem::take(&mut paragraph));
            }
            after_break = is_break || (after_break && !tree::shows(slice::from_ref(&inline)));
            paragraph.push(inline);
        }
        self.add_paragraph(paragraph);
    }

    fn add_paragraph(&mut self, inlines: Vec<Inline>) {
        if tree::shows(&inlines) {
            self.blocks.push(Block::Paragraph(inlines));
        }
    }

    /// Adds what this frame has become to the frame around it; nothing if it shows nothing.
    pub(super) fn close_into(mut self, parent: &mut Self) {
        if !self.kind.is_inline() && !self.kind.is_line() {
            self.end_paragraph();
        }
        match (self.kind, &mut parent.kind) {
            (Kind::Item, Kind::List(list)) => list.items.extend(Some(self.blocks).filter(|blocks| !blocks.is_empty())),
            (Kind::Row(cells), Kind::Table(rows)) => rows.extend(Some(shown(cells)).filter(|cells| !cells.is_empty())),
            (Kind::Cell, Kind::Row(cells)) => cells.push(self.run),
            (Kind::Group | Kind::Item | Kind::Row(_) | Kind::Cell, _) => append(&mut parent.blocks, self.blocks),
            (Kind::Span, _) => append(&mut parent.run, self.run),
            (Kind::Quote, _) if self.blocks.is_empty() => {}
            (Kind::Quote, _) => parent.blocks.push(Block::Quote(self.blocks)),
            (Kind::List(list), _) if list.items.is_empty() => {}
            (Kind::List(list), _) => parent.blocks.push(Block::List(list)),
            (Kind::Table(rows), _) => parent.blocks.extend(table(rows)),
            (Kind::Heading(_), _) if !tree::shows(&self.run) => {}
            (Kind::Heading(level), _) => parent.blocks.push(Block::Heading(level, self.run)),
            (Kind::Lines, _) => parent.blocks.extend(code_block(&tree::plain(&self.run, '\n'))),
            (Kind::Styled(style), _) => parent.run.push(Inline::Styled(style, self.run)),
            (Kind::Link(url), _) => parent.run.push(Inline::Link(url, self.run)),
            (Kind::Code, _) => parent.run.extend(code_span(&self.run)),
        }
    }
}

/// A row without the empty cells at its end.
fn shown(mut cells: Row) -> Row {
    cells.truncate(cells.iter().rposition(|cell| tree::shows(cell)).map_or(0, |last| last + 1));
    cells
}

/// Moves all of `more` behind `list`, at no cost if that is empty.
fn append<T>(list: &mut Vec<T>, mut more: Vec<T>) {
    if list.is_empty() {
        *list = more;
    } else {
        list.append(&mut more);
    }
}

/// A table, or a paragraph for each row if the rows differ so much in length that most of the table would be empty.
fn table(rows: Vec<Row>) -> Vec<Block> {
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let cells: usize = rows.iter().map(Vec::len).sum();
    if rows.is_empty() || columns.saturating_mul(rows.len()) <= 4 * cells + MAX_EMPTY_CELLS {
        return Some(Block::Table(rows)).filter(|_| cells > 0).into_iter().collect();
    }
    let between = [Inline::Text(" | ".to_owned())];
    rows.into_iter().map(|row| Block::Paragraph(row.join(&between[..]))).collect()
}

fn code_block(code: &str) -> Option<Block> {
    let lines: Vec<String> = code.lines().map(|line| characters::code(line).trim_end().to_owned()).collect();
    let first = lines.iter().position(|line| !line.is_empty())?;
    let last = lines.iter().rposition(|line| !line.is_empty())?;
    let shown: Vec<String> = lines.into_iter().take(last + 1).skip(first).collect();
    Some(Block::Code(shown.join("\n")))
}

fn code_span(run: &[Inline]) -> Option<Inline> {
    let code = tree::plain(run, ' ');
    (!code.is_empty()).then_some(Inline::Code(code))
}
