//! The programs that a reader begins with: those of the README and `examples/quickstart.rs`. They compile as they are shown.

use super::example::{Examples, printed};
use super::readme::builder;
use crate::ir::{Client, Operation, Presence, Reply, Resource};

/// A call that the programs show.
type Shown<'c> = (&'c Resource, &'c Operation);

/// The calls that the programs of a client show. To find the shortest ones, all calls are written.
pub(super) struct Quickstart<'c> {
    client: &'c Client,
    examples: Examples<'c>,
    read: Option<Shown<'c>>,
    with_body: Option<Shown<'c>>,
}

impl<'c> Quickstart<'c> {
    pub(super) fn of(client: &'c Client) -> Self {
        let examples = Examples::of(client);
        let (read, with_body) = (read(client, &examples), with_body(client, &examples));
        Self { client, examples, read, with_body }
    }

    /// `examples/quickstart.rs`
    pub(super) fn example(&self) -> String {
        let lines =
            ["// Made by crategen from the API's description. Changes here are lost: change the description."
                .to_owned()];
        let head = lines.into_iter().chain(["//! Makes a client, and one call.".to_owned(), String::new()]);
        let allowed = ["#![allow(deprecated)]".to_owned(), String::new()];
        let all: Vec<String> = head.chain(allowed).chain(self.program()).chain([String::new()]).collect();
        all.join("\n")
    }

    /// The section of the docs of the crate.
    pub(super) fn docs(&self) -> Vec<String> {
        let before = ["", "# Quick start", "", "```no_run"].map(str::to_owned);
        before.into_iter().chain(self.program()).chain(["```".to_owned()]).collect()
    }

    /// The sections of the README before the features.
    pub(super) fn sections(&self) -> Vec<String> {
        let (name, version) = (&self.client.package.name, &self.client.package.version);
        let mut lines = Vec::new();
        let mut section = |title: &str, language: &str, code: Vec<String>, after: Option<String>| {
            lines.extend([String::new(), format!("## {title}"), String::new(), format!("```{language}")]);
            lines.extend(code.into_iter().chain(["```".to_owned()]));
            lines.extend(after.into_iter().flat_map(|line| [String::new(), line]));
        };
        let install = [
            "[dependencies]".to_owned(),
            format!("{name} = {version:?}"),
            "tokio = { version = \"1\", features = [\"macros\", \"rt-multi-thread\"] }".to_owned(),
        ];
        section("Install", "toml", install.to_vec(), None);
        let same = "`examples/quickstart.rs` is the same program: `cargo run --example quickstart`.".to_owned();
        section("Quick start", "rust,no_run", self.program(), Some(same));
        let examples = &self.examples;
        if let Some(code) = self.with_body.and_then(|shown| function(examples, "send", shown, Show::Reply)) {
            section("A request with a body", "rust,no_run", code, None);
        }
        if let Some((shown, code)) =
            self.read.and_then(|shown| Some((shown, function(examples, "get", shown, Show::Errors)?)))
        {
            let (resource, operation) = shown;
            let failure = operation.failure.as_ref().map(|_| {
                let path = examples.path(Some(&resource.module), operation.marker.as_str());
                format!("`{path}::failure(&error)` reads the documented body of a failure.")
            });
            section("Errors", "rust,no_run", code, failure);
        }
        let mut paged = all(self.client).filter(|(_, operation)| operation.paging.is_some());
        if let Some(code) = paged.find_map(|shown| function(examples, "list", shown, Show::Items)) {
            section("Lists over several pages", "rust,no_run", code, None);
        }
        lines
    }

    /// A whole program.
    fn program(&self) -> Vec<String> {
        let mut body = builder(self.client);
        let shown = self.read.or(self.with_body);
        let call = shown.and_then(|(resource, operation)| self.examples.statement(&resource.module, operation));
        match (call, shown) {
            (Some(call), Some((_, operation))) if operation.gives_nothing() => body.extend(call),
            (Some(call), _) => body.extend(call.into_iter().chain(["println!(\"{reply:?}\");".to_owned()])),
            (None, _) => body.push("println!(\"{client:?}\");".to_owned()),
        }
        body.push("Ok(())".to_owned());
        let head = ["#[tokio::main]", "async fn main() -> Result<(), Box<dyn std::error::Error>> {"].map(str::to_owned);
        let body = body.into_iter().map(|line| format!("    {line}"));
        head.into_iter().chain(body).chain(["}".to_owned()]).collect()
    }
}

/// What a function shows of a call.
#[derive(Clone, Copy)]
enum Show {
    /// What it returns.
    Reply,
    /// How it fails.
    Errors,
    /// The items of all its pages.
    Items,
}

/// A function with a call.
fn function(examples: &Examples<'_>, name: &str, (resource, operation): Shown<'_>, show: Show) -> Option<Vec<String>> {
    let call = examples.call(&resource.module, operation)?;
    let body = match show {
        Show::Reply if operation.gives_nothing() => format!("{call}.await?;"),
        Show::Reply => format!("let reply = {call}.await?; println!(\"{{reply:?}}\");"),
        Show::Errors => format!(
            "match {call}.await {{ Ok(reply) => println!(\"{{reply:?}}\"), \
             Err(error) if error.is_not_found() => println!(\"not found\"), Err(error) => return Err(error.into()), }}"
        ),
        Show::Items => format!(
            "let mut items = {call}.items(); while let Some(item) = items.next().await {{ let item = item?; println!(\"{{item:?}}\"); }}"
        ),
    };
    let krate = examples.krate();
    let result = "Result<(), Box<dyn std::error::Error>>";
    printed(&format!("async fn {name}(client: &{krate}::Client) -> {result} {{ {body} Ok(()) }}"))
}

fn all(client: &Client) -> impl Iterator<Item = Shown<'_>> {
    let all = client.resources.iter().flat_map(|one| one.operations.iter().map(move |operation| (one, operation)));
    all.filter(|(_, operation)| !operation.deprecated)
}

/// The shortest call that gives a value; of equal ones the first.
fn read<'c>(client: &'c Client, examples: &Examples<'c>) -> Option<Shown<'c>> {
    let is_value = |operation: &Operation| {
        let reply = operation.success.first().map(|success| &success.reply);
        operation.output.is_none() && matches!(reply, Some(Reply::Json(_)))
    };
    let reads = all(client).filter(|(_, operation)| operation.method == "GET" && is_value(operation));
    shortest(examples, reads)
}

/// The shortest call with a body.
fn with_body<'c>(client: &'c Client, examples: &Examples<'c>) -> Option<Shown<'c>> {
    let is_streamed = |operation: &Operation| operation.success.iter().any(|success| success.reply.is_streamed());
    let has_body =
        |operation: &Operation| operation.body.as_ref().is_some_and(|body| body.presence == Presence::Required);
    shortest(examples, all(client).filter(|(_, operation)| has_body(operation) && !is_streamed(operation)))
}

fn shortest<'c>(examples: &Examples<'c>, shown: impl Iterator<Item = Shown<'c>>) -> Option<Shown<'c>> {
    let lengths = shown.filter_map(|shown| Some((examples.statement(&shown.0.module, shown.1)?.concat().len(), shown)));
    lengths.min_by_key(|(length, _)| *length).map(|(_, shown)| shown)
}
