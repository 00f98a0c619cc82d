//! What was found, where, how often, and in which responses.

use std::collections::{BTreeMap, BTreeSet};

use indexmap::IndexMap;
use serde_json::Value;

use super::shape::Shape;
use crate::pointer::Pointer;

/// All that was found, in the order in which it was found first.
#[derive(Debug, Default)]
pub(super) struct Evidence {
    pub(super) found: IndexMap<(Pointer, Finding), Seen>,
    responses: usize,
}

/// What is wrong at a place of the document.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Finding {
    /// A response is of another schema of the document.
    Another,
    /// A schema does not allow null.
    Null,
    /// An object lacks a required key.
    Missing(String),
    /// A value is of another type.
    Type(&'static str),
    /// A text is not of the documented format.
    Format,
    /// A whole number is beyond the type that its format and limits mean: the format that has room for it.
    Wide(&'static str),
    /// A number is negative, and the type that its format and limits mean is not.
    Negative,
    /// A value is none of those that are documented; its JSON text.
    Value(String),
    /// An object has a key that is not documented.
    Property(String),
    /// An operation answers with another status.
    Status(u16),
    /// A response has another media type.
    Media(String),
}

/// How often something was found, and where.
#[derive(Debug, Default)]
pub(super) struct Seen {
    pub(super) times: usize,
    /// Each operation and status, with the number of responses.
    pub(super) responses: BTreeMap<(String, u16), BTreeSet<usize>>,
    /// The media types of bodies of a status that is not documented.
    pub(super) media_types: BTreeSet<String>,
    /// What the values look like, where a schema has to be made of them.
    pub(super) shape: Shape,
    /// The schema of the document that the values fit, where there is one.
    pub(super) schema: Option<Value>,
}

/// A response that findings are in.
#[derive(Clone, Copy, Debug)]
pub(super) struct Source<'a> {
    pub(super) operation: &'a str,
    pub(super) status: u16,
    pub(super) number: usize,
}

impl Evidence {
    /// The number of the next response.
    pub(super) fn next(&mut self) -> usize {
        self.responses += 1;
        self.responses
    }

    pub(super) fn add(&mut self, at: Pointer, finding: Finding, source: Source<'_>) -> &mut Seen {
        let seen = self.found.entry((at, finding)).or_default();
        seen.times += 1;
        seen.responses.entry((source.operation.to_owned(), source.status)).or_default().insert(source.number);
        seen
    }
}

impl Seen {
    /// `5 values in 3 responses: listPets 200 (2), getPet 200 (1)`
    pub(super) fn text(&self) -> String {
        const NAMED: usize = 5;
        let all: usize = self.responses.values().map(BTreeSet::len).sum();
        let named: Vec<String> = self
            .responses
            .iter()
            .take(NAMED)
            .map(|((operation, status), numbers)| format!("{operation} {status} ({})", numbers.len()))
            .collect();
        let more = self.responses.len().saturating_sub(NAMED);
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        let counted = |count: usize, what: &str| format!("{count} {what}{}", if count == 1 { "" } else { "s" });
        format!("{} in {}: {}{more}", counted(self.times, "time"), counted(all, "response"), named.join(", "))
    }
}
