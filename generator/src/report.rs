//! What became of a document: how much of it was generated, and what was left out, where and why.

use serde_json::{Value, json};

use crate::diagnostic::{Diagnostic, Diagnostics, Place};
use crate::model::{LeftOut, Part};
use crate::source::Sources;

/// What became of a document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// Its operations.
    pub operations: Tally,
    /// Its named schemas.
    pub schemas: Tally,
    /// The base URLs that the client knows, the default first. Whoever wrote the document chose them.
    pub servers: Vec<String>,
}

/// How many parts of one kind were generated, and which were not.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// How many were generated.
    pub generated: usize,
    /// What was left out, in the order of the document.
    pub left_out: Vec<LeftOut>,
}

impl Report {
    /// Sorts what was left out by what it is.
    pub fn new(operations: usize, schemas: usize, left_out: Vec<LeftOut>, servers: Vec<String>) -> Self {
        let (first, second) = left_out.into_iter().partition(|part| part.kind == Part::Operation);
        Self {
            operations: Tally { generated: operations, left_out: first },
            schemas: Tally { generated: schemas, left_out: second },
            servers,
        }
    }

    /// Whether nothing was left out.
    pub fn is_complete(&self) -> bool {
        self.operations.left_out.is_empty() && self.schemas.left_out.is_empty()
    }

    /// `{operations: {generated, left_out: [{operation, at, code, reason}]}, schemas: {generated, left_out: [{schema, …}]},
    /// servers: [url], diagnostics: […]}`. `at` is a place as in the diagnostics: `{file, line, column, pointer}`.
    pub fn to_json(&self, sources: &Sources, diagnostics: &Diagnostics) -> Value {
        json!({
            "operations": self.operations.to_json("operation", sources),
            "schemas": self.schemas.to_json("schema", sources),
            "servers": self.servers,
            "diagnostics": diagnostics.to_json(sources),
        })
    }
}

impl Tally {
    fn to_json(&self, kind: &str, sources: &Sources) -> Value {
        let part = |part: &LeftOut| json!({ kind: part.name, "at": place(&part.at, sources), "code": part.code, "reason": part.reason });
        json!({ "generated": self.generated, "left_out": self.left_out.iter().map(part).collect::<Vec<_>>() })
    }
}

/// A place in the form that diagnostics have: theirs is the one description of a place.
fn place(at: &Place, sources: &Sources) -> Value {
    let shown = Diagnostics::from(Diagnostic::note("report::place", at.clone(), "")).to_json(sources);
    let part = |key: &str| shown.get(0).and_then(|shown| shown.get(key)).cloned().unwrap_or_default();
    json!({ "file": part("file"), "line": part("line"), "column": part("column"), "pointer": part("pointer") })
}
