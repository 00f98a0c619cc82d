//! In which module an operation stands: that of its tag, or of what its path begins with where the document has no tags.

use crate::model::{Api, Operation};

/// The module of operations that nothing groups.
const UNTAGGED: &str = "operations";

/// Words that paths begin with and that say nothing of what is behind them.
const PREFIXES: [&str; 3] = ["api", "apis", "rest"];

/// How the operations of a document are grouped.
#[derive(Clone, Copy)]
pub(super) struct Groups {
    by_path: bool,
}

impl Groups {
    /// By tags; by paths where no operation has one.
    pub(super) fn of(api: &Api) -> Self {
        Self { by_path: api.operations.iter().all(|operation| tag(operation).is_none()) }
    }

    /// The group of an operation.
    pub(super) fn group<'o>(&self, operation: &'o Operation) -> &'o str {
        let by_path = || telling(&operation.path).filter(|_| self.by_path);
        tag(operation).or_else(by_path).unwrap_or(UNTAGGED)
    }
}

fn tag(operation: &Operation) -> Option<&str> {
    operation.tags.iter().map(String::as_str).find(|tag| !tag.trim().is_empty())
}

/// The first segment of a path that says what it is about: no version, no parameter, and not `api`.
fn telling(path: &str) -> Option<&str> {
    let path = path.split(['?', '#']).next().unwrap_or_default();
    // `/users.json` and `/users:search` are about users.
    let mut words = path.split('/').filter(|segment| !segment.contains(['{', '}'])).map(|segment| {
        if is_version(segment) {
            ""
        } else {
            segment.trim_start_matches('.').split(['.', ':', '(']).next().unwrap_or_default()
        }
    });
    let is_prefix = |word: &str| PREFIXES.iter().any(|prefix| prefix.eq_ignore_ascii_case(word));
    words.find(|word| word.chars().any(char::is_alphabetic) && !is_prefix(word))
}

/// `v1`, `v2beta1`, `v1.2`, `1.0`, `2026-01-31`
fn is_version(segment: &str) -> bool {
    let number = segment.strip_prefix(['v', 'V']);
    let is_part = |c: char| c.is_ascii_digit() || matches!(c, '.' | '-' | '_');
    let begins = |text: &str| text.starts_with(|c: char| c.is_ascii_digit());
    match number {
        Some(number) => begins(number),
        None => begins(segment) && segment.chars().all(is_part),
    }
}
