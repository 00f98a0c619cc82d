//! What became of the pages that the documents are fragments of.

use crate::diagnostic::escape;

/// The pages of a site, and what became of those that are not as they were.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pages {
    /// How many pages were known.
    pub all: usize,
    /// What changed, in the order in which it is reported.
    pub changes: Vec<PageChange>,
}

/// What became of one page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageChange {
    /// `added`, `removed`, `moved`, `lost`, `unseen` or `changed`.
    pub word: &'static str,
    /// Its address, or the name of its file.
    pub page: String,
    /// Where it is now, if it moved.
    pub to: Option<String>,
    /// Why it is told, where the word does not say it.
    pub why: Option<&'static str>,
    /// The operations that it has, as `get /pets`.
    pub operations: Vec<String>,
}

impl Pages {
    /// `3 pages: 1 added, 2 changed`
    pub(super) fn first_line(&self) -> String {
        let words = ["added", "removed", "moved", "lost", "unseen", "changed"];
        let counts = words.map(|word| (word, self.changes.iter().filter(|change| change.word == word).count()));
        let counts: Vec<String> =
            counts.iter().filter(|(_, count)| *count > 0).map(|(word, count)| format!("{count} {word}")).collect();
        let counts = if counts.is_empty() { "all as they were".to_owned() } else { counts.join(", ") };
        format!("{} pages: {counts}", self.all)
    }
}

impl PageChange {
    /// `https://… → https://… (nothing names it any more): get /pets`
    pub(super) fn shown(&self) -> String {
        let to = self.to.as_ref().map(|to| format!(" → {to}")).unwrap_or_default();
        let why = self.why.map(|why| format!(" ({why})")).unwrap_or_default();
        let operations = self.operations.join(", ");
        let operations = if operations.is_empty() { operations } else { format!(": {operations}") };
        escape(&format!("{}{to}{why}{operations}", self.page)).to_string()
    }
}
