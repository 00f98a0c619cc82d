//! The pages in a text: one, or many where a site was written into one text. A page begins at its front matter or at a
//! line with its address (`# Source: ADDRESS`, or `Source: ADDRESS` below its title).

use std::ops::Range;

use super::front_matter::{self, FrontMatter};
use super::group;
use super::heading;
use super::line::{self, Line, OpenFence};

/// A page in a text.
#[derive(Clone, Debug, Default)]
pub(super) struct Segment {
    /// Its bytes, without its front matter.
    pub(super) bytes: Range<usize>,
    /// Its address.
    pub(super) source: Option<String>,
    /// What its front matter says.
    pub(super) front_matter: FrontMatter,
    /// The group that it says it belongs to.
    pub(super) group: Option<String>,
}

/// What the last line that is not blank was.
#[derive(Clone, Copy)]
enum Last {
    /// Nothing, or a line between pages.
    Break,
    /// A heading of the first level, where it starts.
    Title(usize),
    Other,
}

struct Cutter<'t> {
    text: &'t str,
    lines: Vec<Line<'t>>,
    found: Vec<Segment>,
    current: Segment,
    /// Whether the current page has more than addresses and comments.
    content: bool,
    fence: Option<OpenFence>,
    last: Last,
}

/// Cuts a text into its pages, in order. A text without any sign of several pages is one.
pub(super) fn segments(text: &str) -> Vec<Segment> {
    let lines = line::lines(text, 0..text.len()).collect();
    let (found, current) = (Vec::new(), Segment::default());
    let mut cutter = Cutter { text, lines, found, current, content: false, fence: None, last: Last::Break };
    let mut index = 0;
    while index < cutter.lines.len() {
        index = cutter.line(index);
    }
    cutter.end(text.len());
    cutter.found
}

impl Cutter<'_> {
    /// Looks at one line; returns the index of the next.
    fn line(&mut self, index: usize) -> usize {
        let Some(&line) = self.lines.get(index) else { return index + 1 };
        if let Some(open) = self.fence {
            if open.closes(line.text) {
                self.fence = None;
            } else if let Some(source) = self.stray_source(index) {
                // A fence that was never closed does not take the pages below it with it.
                self.fence = None;
                self.begin(line.start, Some(source));
            }
            return index + 1;
        }
        if let Some((after, matter)) = front_matter::read(&self.lines, index, !self.content) {
            let source = matter.address.clone().or_else(|| self.current.source.take().filter(|_| !self.content));
            self.begin(line.start, source);
            self.current.front_matter = matter;
            self.current.bytes.start = self.lines.get(after).map_or(self.text.len(), |line| line.start);
            return after;
        }
        self.plain(line);
        index + 1
    }

    fn plain(&mut self, line: Line<'_>) {
        let text = line.text.trim();
        self.fence = OpenFence::of(line.text);
        if text.is_empty() {
            return;
        }
        if let Some(source) = source(line.text) {
            match (self.last, text.starts_with('#')) {
                (Last::Title(start), false) => self.begin(start, Some(source)),
                (Last::Break, _) | (_, true) => self.begin(line.start, Some(source)),
                (Last::Other, false) => {}
            }
            self.last = Last::Break;
        } else if let Some(source) = comment_source(text) {
            self.current.source = Some(source);
        } else if is_separator(text) {
            self.last = Last::Break;
        } else {
            self.content = true;
            self.last = if line.text.starts_with("# ") { Last::Title(line.start) } else { Last::Other };
        }
    }

    fn begin(&mut self, start: usize, source: Option<String>) {
        self.end(start);
        self.current = Segment { bytes: start..start, source, ..Segment::default() };
        self.content = false;
        self.last = Last::Break;
    }

    fn end(&mut self, end: usize) {
        let mut segment = std::mem::take(&mut self.current);
        segment.bytes.end = end.max(segment.bytes.start);
        let FrontMatter { title, group, .. } = &segment.front_matter;
        let breadcrumb = || group::of_breadcrumb(line::lines(self.text, segment.bytes.clone()), title.as_deref());
        segment.group = group.clone().or_else(breadcrumb);
        if !segment.bytes.is_empty() || !segment.front_matter.is_empty() {
            self.found.push(segment);
        }
    }

    /// The address in a line inside of a fence: a heading with blank lines around is no content of a fence.
    fn stray_source(&self, index: usize) -> Option<String> {
        let line = self.lines.get(index)?;
        let blank = |index: Option<usize>| {
            index.and_then(|index| self.lines.get(index)).is_none_or(|line| line.text.trim().is_empty())
        };
        let alone = line.text.starts_with("# ") && blank(index.checked_sub(1)) && blank(Some(index + 1));
        if alone { source(line.text) } else { None }
    }
}

/// The address in `# Source: ADDRESS` or `Source: ADDRESS`.
fn source(line: &str) -> Option<String> {
    let marked = line.starts_with('#');
    let text = line.trim_start_matches('#').trim();
    let text = text.trim_matches('*').trim();
    let found = address_in(heading::address(text)?)?;
    (marked || is_web(&found)).then_some(found)
}

/// The address in `<!-- source: ADDRESS … -->`, as tools write it that save pages.
fn comment_source(text: &str) -> Option<String> {
    let inside = text.strip_prefix("<!--")?.trim();
    address_in(heading::address(inside)?).filter(|found| is_web(found))
}

/// The first word, without brackets.
fn address_in(text: &str) -> Option<String> {
    let word = text.split_whitespace().next()?;
    let word = word.rsplit_once("](").map_or(word, |(_, address)| address);
    let word = word.trim_matches(['<', '>', '`', '(', ')', '[', ']', '"', '\'', '*']);
    (!word.is_empty()).then(|| word.to_owned())
}

fn is_web(text: &str) -> bool {
    text.starts_with("https://") || text.starts_with("http://")
}

/// A line of dashes, stars or equals signs only.
fn is_separator(text: &str) -> bool {
    let mark = |mark: char| text.len() >= 3 && text.chars().all(|char| char == mark || char == ' ');
    ['-', '*', '=', '_'].into_iter().any(mark)
}
