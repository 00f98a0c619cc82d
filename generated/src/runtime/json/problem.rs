//! Places where a text is not as documented, as callers see them.

use std::borrow::Cow;
use std::fmt;

/// One place where a response is not as documented.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    path: String,
    what: Cow<'static, str>,
}

/// What was tolerated in a text: the first [`LISTED`] problems, and how many there are.
#[derive(Clone, Debug, Default)]
pub(crate) struct Problems {
    pub(crate) listed: Vec<Problem>,
    pub(crate) count: usize,
}

/// What is done about an item that cannot be read.
pub(super) const LEFT_OUT: &str = "the item is left out";

/// How many deviations of one text are listed; further ones are only counted.
pub(super) const LISTED: usize = 100;

/// How many deviations the text of an error names.
const SHOWN: usize = 20;

impl Problem {
    pub(super) fn new(path: String, what: Cow<'static, str>) -> Self {
        Self { path, what }
    }

    /// The same, with what was done about it.
    pub(super) fn settled(self, remedy: &str) -> Self {
        Self { what: format!("{}; {remedy}", self.what).into(), ..self }
    }

    /// Where in the body: `$.items[3].id` (the notation of RFC 9535).
    pub fn path(&self) -> &str {
        &self.path
    }

    /// What is wrong there, and what was done about it. It names kinds and never holds values.
    pub fn what(&self) -> &str {
        &self.what
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "at {}: {}", self.path, self.what)
    }
}

/// The first of the problems, and how many more there are.
impl fmt::Display for Problems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        list(self.listed.iter(), self.count, f)
    }
}

/// The first problems, and how many more there are.
pub(super) fn list<T: fmt::Display>(
    problems: impl Iterator<Item = T>,
    count: usize,
    f: &mut fmt::Formatter<'_>,
) -> fmt::Result {
    let mut shown = 0;
    for problem in problems.take(SHOWN) {
        if shown > 0 {
            f.write_str("; ")?;
        }
        write!(f, "{problem}")?;
        shown += 1;
    }
    if count > shown { write!(f, "; and {} more", count - shown) } else { Ok(()) }
}
