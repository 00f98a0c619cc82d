//! What a description says, as a tree of few kinds. Only this tree is ever printed, so what it cannot hold (HTML, code
//! that would run, links to anywhere but the web, images) cannot come out.

/// A block; each shows something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Block {
    /// Prose.
    Paragraph(Vec<Inline>),
    /// A heading and its level, 1 to 6.
    Heading(u8, Vec<Inline>),
    /// Lines shown as they stand, whatever language they were marked as; the first and the last are not empty.
    Code(String),
    /// A quotation.
    Quote(Vec<Block>),
    /// A list.
    List(List),
    /// Rows of cells; the first row is the header.
    Table(Vec<Row>),
    /// A line across.
    Rule,
}

/// A list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct List {
    /// The number of the first item; `None` for bullets.
    pub start: Option<u64>,
    /// Whether the items stand without blank lines between them.
    pub tight: bool,
    /// The items, none of them empty.
    pub items: Vec<Vec<Block>>,
}

impl List {
    /// An empty list, numbered from `start` or with bullets.
    pub(super) fn new(start: Option<u64>) -> Self {
        Self { start, tight: true, items: Vec::new() }
    }
}

/// A row of a table.
pub(super) type Row = Vec<Vec<Inline>>;

/// A part of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Inline {
    /// Plain text, without line ends.
    Text(String),
    /// A code span, without line ends.
    Code(String),
    /// The end of a line of the source.
    Break,
    /// The end of a line that the reader is to see.
    HardBreak,
    /// Emphasised text.
    Styled(Style, Vec<Inline>),
    /// A link; the URL has passed [`super::links::target`].
    Link(String, Vec<Inline>),
}

/// How text is emphasised.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Style {
    /// Bold.
    Strong,
    /// Italic.
    Emphasis,
    /// Struck through.
    Strike,
}

/// Whether a reader sees anything of `inlines`.
pub(super) fn shows(inlines: &[Inline]) -> bool {
    inlines.iter().any(|inline| match inline {
        Inline::Text(words) => !words.trim_matches(' ').is_empty(),
        Inline::Code(_) | Inline::Link(..) => true,
        Inline::Break | Inline::HardBreak => false,
        Inline::Styled(_, inner) => shows(inner),
    })
}

/// The words of `inlines` without any form, lines joined with `line_end`.
pub(super) fn plain(inlines: &[Inline], line_end: char) -> String {
    let mut text = String::new();
    for inline in inlines {
        match inline {
            Inline::Text(words) | Inline::Code(words) => text.push_str(words),
            Inline::Break | Inline::HardBreak => text.push(line_end),
            Inline::Styled(_, inner) | Inline::Link(_, inner) => text.push_str(&plain(inner, line_end)),
        }
    }
    text
}
