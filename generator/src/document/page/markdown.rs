//! What CommonMark says of a page: its fences, with the headings above each and the way back to the bytes of the page.

use std::ops::Range;

use pulldown_cmark::CodeBlockKind;
use pulldown_cmark::Event;
use pulldown_cmark::Options;
use pulldown_cmark::Parser;
use pulldown_cmark::Tag;
use pulldown_cmark::TagEnd;

use super::component::{self, Component};
use super::heading::is_title;
use super::info::Info;
use crate::source::Piece;

/// Components that stand in each other, each indented, are read so deep.
const DEEPEST: usize = 6;
/// Bytes of a heading that are kept, about.
const LONGEST: usize = 1000;

/// A fence, or other code.
#[derive(Debug)]
pub(super) struct Fence {
    /// Its bytes, with its marks.
    pub(super) bytes: Range<usize>,
    /// Its info string.
    pub(super) info: Info,
    /// Its content, without the marks of quotes and the indentation of lists.
    pub(super) pieces: Vec<Piece>,
    /// What stands above.
    pub(super) above: Above,
}

/// The headings above a place of a page.
#[derive(Clone, Debug, Default)]
pub(super) struct Above {
    /// The nearest heading that is a title.
    pub(super) title: Option<String>,
    /// The heading right above, be it a title or not.
    pub(super) heading: Option<String>,
    /// The titles that the place is below, outermost first.
    pub(super) titles: Vec<String>,
}

/// What CommonMark says of a page.
#[derive(Debug, Default)]
pub(super) struct Markdown {
    /// Its fences, in order.
    pub(super) fences: Vec<Fence>,
    /// Each heading, and what stands above from there on.
    headings: Vec<(Range<usize>, Above)>,
}

/// A text, and the bytes of the page that its parts come from.
struct Text<'t> {
    text: &'t str,
    /// Offset in the text → offset in the page, ascending.
    starts: Vec<(usize, usize)>,
}

/// A heading.
struct Heading {
    level: usize,
    text: String,
}

/// Where the reader of a page stands.
#[derive(Default)]
struct Reader {
    found: Markdown,
    /// The headings that the current place is below.
    open: Vec<Heading>,
    /// The last heading that is a title.
    title: Option<String>,
    heading: Option<String>,
    depth: usize,
}

/// Reads the part of a text that is one page.
pub(super) fn read(text: &str, bytes: Range<usize>) -> Markdown {
    let mut reader = Reader::default();
    let start = bytes.start;
    reader.read(&Text { text: text.get(bytes).unwrap_or_default(), starts: vec![(0, start)] });
    reader.found
}

impl Markdown {
    /// What stands above a byte of the page.
    pub(super) fn above(&self, offset: usize) -> Above {
        let after = self.headings.partition_point(|(heading, _)| heading.end <= offset);
        let above = after.checked_sub(1).and_then(|index| self.headings.get(index));
        above.map(|(_, above)| above.clone()).unwrap_or_default()
    }

    /// Where the first heading between two bytes of the page starts.
    pub(super) fn first_heading(&self, bytes: Range<usize>) -> Option<usize> {
        let first = self.headings.partition_point(|(heading, _)| heading.start < bytes.start);
        self.headings.get(first).map(|(heading, _)| heading.start).filter(|start| *start < bytes.end)
    }
}

impl Text<'_> {
    /// The byte of the page.
    fn offset(&self, offset: usize) -> usize {
        let after = self.starts.partition_point(|(start, _)| *start <= offset);
        let start = after.checked_sub(1).and_then(|index| self.starts.get(index));
        start.map_or(offset, |(start, page)| page + (offset - start))
    }

    /// Content of code as pieces of the page: as it is written, unless the reader changed it.
    fn pieces(&self, content: &str, blank: &str, bytes: Range<usize>, pieces: &mut Vec<Piece>) {
        if blank.get(bytes.clone()) != Some(content) {
            return pieces.push(Piece { text: content.to_owned(), start: self.offset(bytes.start) });
        }
        let mut at = bytes.start;
        let next = self.starts.partition_point(|(start, _)| *start <= at);
        let cuts = self.starts.get(next..).unwrap_or_default().iter().map(|(start, _)| *start);
        for cut in cuts.take_while(|cut| *cut < bytes.end).chain([bytes.end]) {
            let text = self.text.get(at..cut).unwrap_or_default().to_owned();
            pieces.push(Piece { text, start: self.offset(at) });
            at = cut;
        }
    }
}

impl Reader {
    fn read(&mut self, text: &Text<'_>) {
        let (blank, components) = component::blanked(text.text);
        let inside = i32::from(self.depth > 0);
        let mut nesting = Nesting { components: &components, depth: inside, open: 0 };
        let mut code: Option<(Option<Info>, Vec<Piece>)> = None;
        for (event, bytes) in Parser::new_ext(&blank, Options::empty()).into_offset_iter() {
            match event {
                Event::Start(Tag::Heading { .. }) => {
                    nesting.reach(bytes.start);
                    nesting.open = 0;
                    self.heading = Some(String::new());
                }
                Event::End(TagEnd::Heading(level)) => {
                    self.end_heading(level as usize, text.offset(bytes.start)..text.offset(bytes.end))
                }
                Event::Start(Tag::CodeBlock(kind)) => {
                    let info = match &kind {
                        CodeBlockKind::Fenced(info) => Some(Info::of(info)),
                        CodeBlockKind::Indented => None,
                    };
                    nesting.reach(bytes.start);
                    code = Some((info, Vec::new()));
                }
                Event::End(TagEnd::CodeBlock) => match code.take() {
                    Some((Some(info), pieces)) => {
                        nesting.skip(bytes.end);
                        let bytes = text.offset(bytes.start)..text.offset(bytes.end);
                        self.end_fence(bytes, info, pieces);
                    }
                    Some((None, pieces)) if nesting.depth + nesting.open > 0 => self.indented(&pieces),
                    _ => {}
                },
                Event::Text(content) => match &mut code {
                    Some((_, pieces)) => text.pieces(&content, &blank, bytes, pieces),
                    None => self.heading_text(&content),
                },
                Event::Code(content) => self.heading_text(&content),
                Event::SoftBreak | Event::HardBreak => self.heading_text(" "),
                _ => {}
            }
        }
    }

    /// What is indented inside a component is Markdown.
    fn indented(&mut self, pieces: &[Piece]) {
        let fenced = |piece: &Piece| piece.text.contains("```") || piece.text.contains("~~~");
        if self.depth >= DEEPEST || !pieces.iter().any(fenced) {
            return;
        }
        let (mut text, mut starts) = (String::new(), Vec::new());
        for piece in pieces {
            starts.push((text.len(), piece.start));
            text.push_str(&piece.text);
        }
        self.depth += 1;
        self.read(&Text { text: &text, starts });
        self.depth -= 1;
    }

    fn heading_text(&mut self, content: &str) {
        if let Some(heading) = self.heading.as_mut().filter(|heading| heading.len() < LONGEST) {
            heading.push_str(content);
        }
    }

    fn end_heading(&mut self, level: usize, bytes: Range<usize>) {
        let text = self.heading.take().unwrap_or_default().trim().to_owned();
        self.open.retain(|heading| heading.level < level);
        self.title = Some(text.clone()).filter(|text| is_title(text)).or_else(|| self.title.take());
        self.open.push(Heading { level, text });
        let titles = self.open.iter().map(|heading| &heading.text).filter(|text| is_title(text));
        let titles: Vec<String> = titles.cloned().collect();
        let title = titles.last().or(self.title.as_ref()).cloned();
        let heading = self.open.last().map(|heading| heading.text.clone());
        self.found.headings.push((bytes, Above { title, heading, titles }));
    }

    fn end_fence(&mut self, bytes: Range<usize>, info: Info, pieces: Vec<Piece>) {
        let above = self.found.headings.last().map(|(_, above)| above.clone()).unwrap_or_default();
        self.found.fences.push(Fence { bytes, info, pieces, above });
    }
}

/// How many components are open.
struct Nesting<'c> {
    components: &'c [Component],
    depth: i32,
    /// Of those that the next heading ends.
    open: i32,
}

impl Nesting<'_> {
    fn reach(&mut self, offset: usize) {
        while let Some((first, rest)) = self.components.split_first().filter(|(first, _)| first.at < offset) {
            let depth = if first.open { &mut self.open } else { &mut self.depth };
            *depth = (*depth + first.depth).max(0);
            self.components = rest;
        }
    }

    /// What stands in a fence opens nothing.
    fn skip(&mut self, offset: usize) {
        while let Some((_, rest)) = self.components.split_first().filter(|(first, _)| first.at < offset) {
            self.components = rest;
        }
    }
}
