//! Lines in quotes and brackets that are indented less than what they stand in, which YAML forbids (YAML 1.2.2, section 6.1)
//! and many readers accept.

use std::borrow::Cow;
use std::ops::Range;

use saphyr_parser::{Event, Parser, ScanError};

use super::super::char_index::CharIndex;

/// How many pieces of one text are indented: each costs another reading of it.
const MOST: usize = 64;
/// How many bytes are read again at most, beyond the first time.
const MOST_BYTES: usize = 64 << 20;

/// A text, with spaces before the lines that lack them, and where these stand.
pub(crate) struct Indented<'t> {
    /// The text that can be read.
    pub(crate) text: Cow<'t, str>,
    /// Bytes of `text` where inserted spaces end, and how many bytes were inserted before, in rising order.
    inserted: Vec<(usize, usize)>,
    /// Bytes of the written text where lines start that lack spaces: the first of each piece.
    pub(crate) lines: Vec<usize>,
}

impl<'t> Indented<'t> {
    /// A text as it is written.
    pub(crate) fn unchanged(text: &'t str) -> Self {
        Self { text: Cow::Borrowed(text), inserted: Vec::new(), lines: Vec::new() }
    }

    /// A text of which a reading ended with an error of indentation; `None` where no spaces mend it.
    pub(crate) fn of(text: &'t str) -> Option<Self> {
        let mut all = Self::unchanged(text);
        let most = (MOST_BYTES / text.len().max(1)).clamp(1, MOST);
        for _ in 0..most {
            let Some(piece) = Piece::find(&all.text) else { break };
            all.indent(&piece?)?;
        }
        (!all.inserted.is_empty()).then_some(all)
    }

    /// The byte of the written text that a byte of [`Self::text`] stands for.
    pub(crate) fn written(&self, byte: usize) -> usize {
        let known = self.inserted.partition_point(|(end, _)| *end <= byte);
        let before = known.checked_sub(1).and_then(|last| self.inserted.get(last)).map_or(0, |(_, sum)| *sum);
        let next = self.inserted.get(known).map(|(end, sum)| (end - (sum - before), sum - before));
        // Inserted spaces stand for the line that they were inserted into.
        let inside = next.filter(|(start, _)| byte > *start).map_or(0, |(start, _)| byte - start);
        byte - before - inside
    }

    fn indent(&mut self, piece: &Piece) -> Option<()> {
        let inside = self.text.get(piece.bytes.clone())?;
        let breaks = inside.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
        let starts = breaks.map(|(at, _)| piece.bytes.start + at + 1);
        let lacking: Vec<(usize, usize)> = starts
            .filter_map(|start| {
                let line = self.text.get(start..)?.split('\n').next()?;
                let has = line.len() - line.trim_start_matches(' ').len();
                (!line.trim().is_empty() && has < piece.column).then(|| (start, piece.column - has))
            })
            .collect();
        let (first, _) = lacking.iter().max_by_key(|(start, lacks)| (*lacks, usize::MAX - start))?;
        self.lines.push(self.written(*first));
        let mut text = String::with_capacity(self.text.len() + lacking.len() * piece.column);
        let mut copied = 0;
        for (start, lacks) in &lacking {
            text.push_str(self.text.get(copied..*start)?);
            text.extend(std::iter::repeat_n(' ', *lacks));
            copied = *start;
        }
        text.push_str(self.text.get(copied..)?);
        self.insert(&lacking);
        self.text = Cow::Owned(text);
        Some(())
    }

    /// Notes insertions at bytes of the text as it was before them.
    fn insert(&mut self, lacking: &[(usize, usize)]) {
        let mut lengths: Vec<(usize, usize)> = Vec::with_capacity(self.inserted.len() + lacking.len());
        let mut sum = 0;
        for &(end, so_far) in &self.inserted {
            lengths.push((end, so_far - sum));
            sum = so_far;
        }
        let moved =
            |at: usize| lacking.iter().take_while(|(start, _)| *start < at).map(|(_, lacks)| lacks).sum::<usize>();
        let mut all: Vec<(usize, usize)> = lengths.iter().map(|(end, length)| (end + moved(*end), *length)).collect();
        all.extend(lacking.iter().map(|(start, lacks)| (start + moved(*start) + lacks, *lacks)));
        all.sort_unstable();
        let mut sum = 0;
        self.inserted = all
            .into_iter()
            .map(|(end, length)| {
                sum += length;
                (end, sum)
            })
            .collect();
    }
}

/// Whether an error is one of indentation that spaces may mend.
pub(crate) fn is_of_indentation(error: &ScanError) -> bool {
    error.info().starts_with("invalid indentation")
}

/// A quoted text, or a list or object in brackets, in which lines lack spaces.
struct Piece {
    bytes: Range<usize>,
    /// How many spaces each of its lines needs.
    column: usize,
}

impl Piece {
    /// The piece at which reading a text ends; `None` where it does not end with an error of indentation, `Some(None)` where
    /// that is in no such piece.
    fn find(text: &str) -> Option<Option<Self>> {
        let index = CharIndex::new(text);
        let mut parser = Parser::new_from_str(text);
        let mut open: Vec<usize> = Vec::new();
        loop {
            match parser.next_event()? {
                Ok((Event::SequenceStart(..) | Event::MappingStart(..), span)) => {
                    open.push(index.byte(span.start.index()));
                }
                Ok((Event::SequenceEnd | Event::MappingEnd, _)) => drop(open.pop()),
                Ok(_) => {}
                Err(error) if !is_of_indentation(&error) => return None,
                Err(error) => {
                    let at = index.byte(error.marker().index());
                    let opens = |at: &&usize| text.get(**at..).is_some_and(|rest| rest.starts_with(['[', '{']));
                    let (start, end) = match text.get(at..).and_then(|rest| rest.chars().next()) {
                        Some(quote @ ('"' | '\'')) if error.info().contains("quoted") => {
                            (at, quote_end(text, at, quote))
                        }
                        _ => {
                            let Some(&start) = open.iter().find(opens) else { return Some(None) };
                            (start, bracket_end(text, start))
                        }
                    };
                    let line = text.get(..start).and_then(|before| before.rfind('\n')).map_or(0, |at| at + 1);
                    let column = text.get(line..start).unwrap_or_default().chars().count() + 1;
                    return Some(end.map(|end| Self { bytes: start..end, column }));
                }
            }
        }
    }
}

/// The byte after the closing quote of a quoted text that starts at `start`.
fn quote_end(text: &str, start: usize, quote: char) -> Option<usize> {
    let mut chars = text.get(start + 1..)?.char_indices().peekable();
    while let Some((at, char)) = chars.next() {
        if char == '\\' && quote == '"' {
            chars.next();
        } else if char == quote && (quote == '"' || chars.next_if(|(_, next)| *next == quote).is_none()) {
            return Some(start + 1 + at + 1);
        }
    }
    None
}

/// The byte after the bracket that closes the one at `start`.
fn bracket_end(text: &str, start: usize) -> Option<usize> {
    let mut depth = 0_usize;
    let mut at = start;
    // A quote starts a quoted text where a node may start, and `#` starts a comment behind a blank.
    let (mut before, mut is_start) = (' ', true);
    while let Some(char) = text.get(at..)?.chars().next() {
        match char {
            '[' | '{' => depth += 1,
            ']' | '}' => depth = depth.checked_sub(1)?,
            '"' | '\'' if is_start => {
                at = quote_end(text, at, char)?;
                (before, is_start) = (char, false);
                continue;
            }
            '#' if before.is_whitespace() => {
                at += text.get(at..)?.find('\n').unwrap_or(0).max(1);
                continue;
            }
            _ => {}
        }
        at += char.len_utf8();
        if depth == 0 {
            return Some(at);
        }
        is_start = matches!(char, '[' | '{' | ',' | ':' | '?') || (is_start && char.is_whitespace());
        before = char;
    }
    None
}
