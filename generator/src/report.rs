//! What became of a document: how much of it was generated, and what was left out, where and why.

use std::fmt;

use serde_json::{Value, json};

use crate::diagnostic::{Diagnostics, escape, places_to_json};
use crate::model::{Filtered, LeftOut, Part};
use crate::source::Sources;

/// What became of a document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// Its operations.
    pub operations: Tally,
    /// Its named schemas.
    pub schemas: Tally,
    /// Where requests and credentials go.
    pub destinations: Destinations,
}

/// Where requests and credentials go. Whoever wrote the document chose these URLs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Destinations {
    /// The base URLs of all operations, the default first.
    pub servers: Vec<String>,
    /// Where tokens of OAuth 2 are asked for, with the secrets for them.
    pub token_urls: Vec<String>,
}

/// How many parts of one kind were generated, and which were not.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// How many were generated.
    pub generated: usize,
    /// What was left out, in the order of the document.
    pub left_out: Vec<LeftOut>,
    /// How many the configuration filters out: these are not missing.
    pub filtered: usize,
}

impl Report {
    /// Sorts what was left out by what it is.
    pub fn new(operations: usize, schemas: usize, left_out: Vec<LeftOut>, destinations: Destinations) -> Self {
        let (first, second) = left_out.into_iter().partition(|part| part.kind == Part::Operation);
        Self {
            operations: Tally { generated: operations, left_out: first, filtered: 0 },
            schemas: Tally { generated: schemas, left_out: second, filtered: 0 },
            destinations,
        }
    }

    /// Adds what the configuration filters out.
    #[must_use]
    pub fn filtered(mut self, filtered: Filtered) -> Self {
        self.operations.filtered = filtered.operations;
        self.schemas.filtered = filtered.schemas;
        self
    }

    /// Whether nothing was left out.
    pub fn is_complete(&self) -> bool {
        self.operations.left_out.is_empty() && self.schemas.left_out.is_empty()
    }

    /// Whether nothing was generated.
    pub fn is_empty(&self) -> bool {
        self.operations.generated == 0 && self.schemas.generated == 0
    }

    /// Whether the document has operations, and every one of them was left out.
    pub fn lacks_all_operations(&self) -> bool {
        self.operations.generated == 0 && !self.operations.left_out.is_empty()
    }

    /// How much was left out: `2 operations, 1 schema`.
    pub fn left_out(&self) -> String {
        let count = |tally: &Tally, one| (!tally.left_out.is_empty()).then(|| counted(tally.left_out.len(), one));
        let counts = [count(&self.operations, "operation"), count(&self.schemas, "schema")];
        counts.into_iter().flatten().collect::<Vec<_>>().join(", ")
    }

    /// `{operations: {generated, filtered, left_out: [{operation, at, code, reason}]}, schemas: {generated, left_out: [{schema, …}]},
    /// servers: [url], token_urls: [url], diagnostics: […]}`. `at` is a place as in the diagnostics: `{file, line, column, pointer}`.
    pub fn to_json(&self, sources: &Sources, diagnostics: &Diagnostics) -> Value {
        json!({
            "operations": self.operations.to_json("operation", sources),
            "schemas": self.schemas.to_json("schema", sources),
            "servers": self.destinations.servers,
            "token_urls": self.destinations.token_urls,
            "diagnostics": diagnostics.to_json(sources),
        })
    }
}

/// A few lines for people: what was generated, what was left out and why, and where requests go.
impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (operations, schemas) = (self.operations.generated, self.schemas.generated);
        writeln!(f, "{}, {}", counted(operations, "operation"), counted(schemas, "schema"))?;
        if self.operations.filtered > 0 {
            let (operations, schemas) = (self.operations.filtered, self.schemas.filtered);
            writeln!(f, "filtered: {}, {}", counted(operations, "operation"), counted(schemas, "schema"))?;
        }
        if !self.is_complete() {
            writeln!(f, "left out: {}", self.left_out())?;
        }
        for part in self.operations.left_out.iter().chain(&self.schemas.left_out) {
            let instead = if part.kind == Part::Schema { ", which is any JSON" } else { "" };
            writeln!(f, "  {}{instead}: {} [{}]", escape(&part.name), escape(&part.reason), part.code)?;
        }
        match self.destinations.servers.as_slice() {
            [] => writeln!(f, "the document names no server: callers must set the base URL")?,
            servers => writeln!(f, "requests and credentials go to {}", escape(&servers.join(", ")))?,
        }
        match self.destinations.token_urls.as_slice() {
            [] => Ok(()),
            urls => writeln!(f, "tokens are asked for at {}", escape(&urls.join(", "))),
        }
    }
}

/// `1 schema`, `2 schemas`.
fn counted(count: usize, one: &str) -> String {
    format!("{count} {one}{}", if count == 1 { "" } else { "s" })
}

impl Tally {
    fn to_json(&self, kind: &str, sources: &Sources) -> Value {
        let parts = self.left_out.iter().zip(places_to_json(self.left_out.iter().map(|part| &part.at), sources));
        let left_out: Vec<_> = parts
            .map(|(part, at)| json!({ kind: part.name, "at": at, "code": part.code, "reason": part.reason }))
            .collect();
        json!({ "generated": self.generated, "filtered": self.filtered, "left_out": left_out })
    }
}
