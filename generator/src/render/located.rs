//! Diagnostics with their places found: sorted, and each said once.

use std::collections::BTreeMap;

use crate::diagnostic::{Diagnostic, Severity};
use crate::place::{FileId, Place, Spot};
use crate::pointer::Pointer;
use crate::source::{Locator, Sources, Span};

/// A diagnostic whose places are known.
#[derive(Debug)]
pub(super) struct Located<'d> {
    pub(super) diagnostic: &'d Diagnostic,
    pub(super) at: Option<Shown<'d>>,
    pub(super) related: Vec<(Shown<'d>, &'d str)>,
}

/// A place as people see it: a fragment's place is one of its page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Shown<'d> {
    pub(super) file: FileId,
    pub(super) span: Span,
    pub(super) pointer: Option<&'d Pointer>,
}

/// The texts of a run, each read again at most once.
pub(super) struct Texts<'s> {
    sources: &'s Sources,
    locators: BTreeMap<FileId, Locator<'s>>,
}

impl<'s> Texts<'s> {
    pub(super) fn new(sources: &'s Sources) -> Self {
        Self { sources, locators: BTreeMap::new() }
    }

    pub(super) fn locator(&mut self, file: FileId) -> &Locator<'s> {
        self.locators.entry(file).or_insert_with(|| Locator::new(self.sources.text(file)))
    }

    pub(super) fn name(&self, file: FileId) -> &'s str {
        self.sources.name(file)
    }

    /// Finds a place and translates it to the file that people see.
    pub(super) fn shown<'d>(&mut self, place: &'d Place) -> Shown<'d> {
        let span = self.locator(place.file).span(&place.spot);
        let pointer = match &place.spot {
            Spot::Pointer(pointer) | Spot::Key(pointer) => Some(pointer),
            Spot::Offset(_) => None,
        };
        let (file, start) = self.sources.resolve(place.file, span.bytes.start);
        if file == place.file {
            return Shown { file, span, pointer };
        }
        let last = span.bytes.end.saturating_sub(1).max(span.bytes.start);
        let (_, end) = self.sources.resolve(place.file, last);
        let length = usize::from(!span.bytes.is_empty());
        Shown { file, span: self.locator(file).at(start..end + length), pointer }
    }
}

/// Finds all places, sorts by file, line, severity and column, and drops what is said twice.
pub(super) fn sorted<'d>(diagnostics: &'d [Diagnostic], texts: &mut Texts<'_>) -> Vec<Located<'d>> {
    let mut located: Vec<Located<'d>> = diagnostics
        .iter()
        .map(|diagnostic| Located {
            diagnostic,
            at: diagnostic.at.as_ref().map(|place| texts.shown(place)),
            related: diagnostic.related.iter().map(|(place, what)| (texts.shown(place), what.as_str())).collect(),
        })
        .collect();
    located.sort_by_cached_key(|found| key(found, texts));
    located.dedup_by(|one, other| {
        one.at == other.at && one.related == other.related && same_words(one.diagnostic, other.diagnostic)
    });
    located
}

/// What has no place comes last.
type Key = (bool, String, usize, Severity, usize, &'static str, String, Option<String>);

fn key(found: &Located<'_>, texts: &Texts<'_>) -> Key {
    let Diagnostic { severity, code, message, help, .. } = found.diagnostic;
    let (name, line, column) = match &found.at {
        Some(shown) => (texts.name(shown.file).to_owned(), shown.span.line, shown.span.column),
        None => (String::new(), 0, 0),
    };
    (found.at.is_none(), name, line, *severity, column, code, message.clone(), help.clone())
}

fn same_words(one: &Diagnostic, other: &Diagnostic) -> bool {
    one.severity == other.severity && one.code == other.code && one.message == other.message && one.help == other.help
}
