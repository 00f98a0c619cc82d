//! What became of a document: how much of it was generated, and what was left out, where and why.

use std::fmt;

use serde_json::{Value, json};

use crate::diagnostic::{Diagnostics, escape};
use crate::model::{Filtered, LeftOut, Part};
use crate::render::locate;
use crate::source::Sources;

/// What became of a document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// Its operations.
    pub operations: Tally,
    /// Its named schemas.
    pub schemas: Tally,
    /// Its webhooks.
    pub webhooks: Tally,
    /// The callbacks of its operations.
    pub callbacks: Tally,
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
        let mut report = Self { destinations, ..Self::default() };
        (report.operations.generated, report.schemas.generated) = (operations, schemas);
        for part in left_out {
            let tally = match part.kind {
                Part::Operation => &mut report.operations,
                Part::Schema => &mut report.schemas,
                Part::Webhook => &mut report.webhooks,
                Part::Callback => &mut report.callbacks,
            };
            tally.left_out.push(part);
        }
        report
    }

    /// Adds how many requests of webhooks and of callbacks have their type.
    #[must_use]
    pub fn called(mut self, webhooks: usize, callbacks: usize) -> Self {
        (self.webhooks.generated, self.callbacks.generated) = (webhooks, callbacks);
        self
    }

    /// Each tally with what it counts.
    fn tallies(&self) -> [(&Tally, &'static str); 4] {
        let Self { operations, schemas, webhooks, callbacks, .. } = self;
        [(operations, "operation"), (schemas, "schema"), (webhooks, "webhook"), (callbacks, "callback")]
    }

    /// Adds what the configuration filters out.
    #[must_use]
    pub fn filtered(mut self, filtered: Filtered) -> Self {
        self.operations.filtered = filtered.operations;
        self.schemas.filtered = filtered.schemas;
        self.webhooks.filtered = filtered.webhooks;
        self
    }

    /// Whether nothing was left out.
    pub fn is_complete(&self) -> bool {
        self.tallies().iter().all(|(tally, _)| tally.left_out.is_empty())
    }

    /// Whether nothing was generated.
    pub fn is_empty(&self) -> bool {
        self.tallies().iter().all(|(tally, _)| tally.generated == 0)
    }

    /// Whether the document has operations, and every one of them was left out.
    pub fn lacks_all_operations(&self) -> bool {
        self.operations.generated == 0 && !self.operations.left_out.is_empty()
    }

    /// How much was left out: `2 operations, 1 schema`.
    pub fn left_out(&self) -> String {
        let left = self.tallies().into_iter().filter(|(tally, _)| !tally.left_out.is_empty());
        left.map(|(tally, one)| counted(tally.left_out.len(), one)).collect::<Vec<_>>().join(", ")
    }

    /// `{operations: {generated, filtered, left_out: [{operation, at, code, reason}]}, schemas: {generated, left_out: [{schema, …}]},
    /// webhooks: {…, left_out: [{webhook, …}]}, callbacks: {…, left_out: [{callback, …}]}, servers: [url], token_urls: [url], diagnostics: […]}`. `at` is a place as in the diagnostics: `{file, line, column, pointer}`.
    pub fn to_json(&self, sources: &Sources, diagnostics: &Diagnostics) -> Value {
        json!({
            "operations": self.operations.to_json("operation", sources),
            "schemas": self.schemas.to_json("schema", sources),
            "webhooks": self.webhooks.to_json("webhook", sources),
            "callbacks": self.callbacks.to_json("callback", sources),
            "servers": self.destinations.servers,
            "token_urls": self.destinations.token_urls,
            "diagnostics": diagnostics.to_json(sources),
        })
    }
}

/// A few lines for people: what was generated, what was left out and why, and where requests go.
impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let tallies = self.tallies();
        // Most documents have no webhooks and no callbacks.
        let counts = |of: fn(&Tally) -> usize| {
            let said = tallies.iter().enumerate().filter(|(index, (tally, _))| *index < 2 || of(tally) > 0);
            said.map(|(_, (tally, one))| counted(of(tally), one)).collect::<Vec<_>>().join(", ")
        };
        writeln!(f, "{}", counts(|tally| tally.generated))?;
        if self.operations.filtered + self.webhooks.filtered > 0 {
            writeln!(f, "filtered: {}", counts(|tally| tally.filtered))?;
        }
        if !self.is_complete() {
            writeln!(f, "left out: {}", self.left_out())?;
        }
        for part in tallies.iter().flat_map(|(tally, _)| &tally.left_out) {
            let instead = if part.kind == Part::Schema { ", which is any JSON" } else { "" };
            writeln!(f, "  {}{instead}: {} [{}]", escape(&part.name), escape(&part.reason), part.code)?;
        }
        match self.destinations.servers.as_slice() {
            [] if self.operations.generated == 0 => {}
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
        let parts = self.left_out.iter().zip(locate(self.left_out.iter().map(|part| &part.at), sources));
        let left_out: Vec<_> = parts
            .map(|(part, at)| json!({ kind: part.name, "at": at.to_json(), "code": part.code, "reason": part.reason }))
            .collect();
        json!({ "generated": self.generated, "filtered": self.filtered, "left_out": left_out })
    }
}
