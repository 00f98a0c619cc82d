//! `crategen list`: the operations of a document, and where they are in the client.

pub mod paging;

use std::fmt::Write;

use clap::Args;
use serde_json::{Value, json};

use crate::cli::exit::{Exit, Failure};
use crate::cli::project::chain::Chain;
use crate::cli::subject::Subject;
use crate::cli::terminal::{self, Format};
use crate::diagnostic::{Severity, escape};
use crate::ir::{Client, Operation, Resource, Segment};
use crate::lower::{self, Lowered};
use crate::model::{Api, LeftOut, Part};

/// List the operations: method, path, how the client calls them, and which are left out
#[derive(Args, Debug)]
#[command(after_help = EXAMPLES)]
pub struct List {
    #[command(flatten)]
    subject: Subject,
    /// Print [[paging]] rules for the operations that seem to give their results page by page
    #[arg(long)]
    paging: bool,
    /// How the list is written
    #[arg(long, value_name = "FORMAT", value_enum, default_value = "text")]
    format: Format,
}

const EXAMPLES: &str = "\
Examples:
  crategen list                            the operations of the clients of crategen.toml
  crategen list openapi.yaml --format json
  crategen list openapi.yaml --paging      rules to paste, after a look at each

A paging rule is proposed where names of parameters and of properties in the response are those that APIs commonly use, and the
rule fits the types of the operation. Names are no promise: read what the API says about its pages first.

Exit codes: 0 fine, 3 an overlay or rule no longer applies, 64 usage, 65 unreadable input.";

/// Runs the command.
pub fn run(arguments: &List) -> Exit {
    let opened = match arguments.subject.open(arguments.format) {
        Ok(opened) => opened,
        Err(exit) => return exit,
    };
    let mut lists = Vec::new();
    let exit = opened.each(arguments.format, |chain| {
        let (api, lowered) = decided(chain)?;
        if arguments.paging {
            let rules = paging::proposals(&chain.member.config, &api, &lowered.client);
            print(arguments.format, &paging::text(&rules), || paging::json(&rules), &mut lists)?;
        } else {
            let list = || json_of(&chain.member.name, &lowered);
            print(arguments.format, &text_of(&lowered), list, &mut lists)?;
        }
        // What is wrong with the document is not asked here.
        chain.diagnostics.retain(|diagnostic| diagnostic.severity == Severity::Error && diagnostic.is_of_rule());
        Ok(Exit::Fine)
    });
    if arguments.format == Format::Json && terminal::print(&format!("{:#}\n", Value::Array(lists))).is_err() {
        return Exit::CannotWrite;
    }
    exit
}

fn print(format: Format, text: &str, json: impl FnOnce() -> Value, lists: &mut Vec<Value>) -> Result<(), Failure> {
    if format == Format::Json {
        lists.push(json());
        return Ok(());
    }
    terminal::print(text).map_err(|error| Failure::new(Exit::CannotWrite, error.to_string()))
}

/// The decided client of a document.
///
/// # Errors
/// The document cannot be read, or an overlay action no longer applies.
pub fn decided(chain: &mut Chain<'_>) -> Result<(Api, Lowered), Failure> {
    let texts = chain.texts()?;
    let published = chain.published(&texts)?.document;
    let corrected = chain.correct(published)?;
    let normalised = chain.normalise(&corrected)?;
    let api = crate::meaning(&normalised, &chain.member.config, chain.diagnostics);
    let lowered = lower::lower(&chain.member.config, &api, chain.diagnostics);
    Ok((api, lowered))
}

/// The path template of an operation.
fn path(operation: &Operation) -> String {
    let mut path = String::new();
    for segment in &operation.path {
        match segment {
            Segment::Literal(text) => path.push_str(text),
            Segment::Param(index) => {
                let wire = operation.params.get(*index).map(|param| param.wire.as_str()).unwrap_or_default();
                let _ = write!(path, "{{{wire}}}");
            }
            Segment::Query(pair) => {
                let _ = write!(path, "{}{pair}", if path.contains('?') { '&' } else { '?' });
            }
        }
    }
    path
}

/// How the client calls it: `client.books().list_books(…)`.
fn rust(resource: &Resource, operation: &Operation) -> String {
    let required = operation.params.iter().any(|param| param.presence == crate::ir::Presence::Required);
    let arguments = if required || operation.required_body().is_some() { "…" } else { "" };
    format!("client.{}().{}({arguments})", resource.module.as_str(), operation.name.as_str())
}

fn all(client: &Client) -> impl Iterator<Item = (&Resource, &Operation)> {
    client.resources.iter().flat_map(|resource| resource.operations.iter().map(move |operation| (resource, operation)))
}

fn left_out(lowered: &Lowered) -> impl Iterator<Item = &LeftOut> {
    lowered.left_out.iter().filter(|part| part.kind == Part::Operation)
}

/// `get /pets` → `GET`, `/pets`
fn split(part: &LeftOut) -> (String, &str) {
    let (method, path) = part.name.split_once(' ').unwrap_or(("", &part.name));
    (method.to_uppercase(), path)
}

fn text_of(lowered: &Lowered) -> String {
    let of = |(resource, operation)| {
        let operation: &Operation = operation;
        let deprecated = if operation.deprecated { "  deprecated" } else { "" };
        (operation.method.clone(), path(operation), format!("{}{deprecated}", rust(resource, operation)))
    };
    let mut rows: Vec<(String, String, String)> = all(&lowered.client).map(of).collect();
    rows.extend(left_out(lowered).map(|part| {
        let (method, path) = split(part);
        (method, path.to_owned(), format!("left out: {} [{}]", part.reason, part.code))
    }));
    let methods = rows.iter().map(|(method, ..)| method.len()).max().unwrap_or_default();
    let paths = rows.iter().map(|(_, path, _)| path.chars().count()).max().unwrap_or_default().min(60);
    let row = |(method, path, rust): &(String, String, String)| {
        let line = format!("{method:methods$}  {path:paths$}  {rust}");
        format!("{}\n", escape(&line))
    };
    rows.iter().map(row).collect()
}

fn json_of(client: &str, lowered: &Lowered) -> Value {
    let mut operations: Vec<Value> = all(&lowered.client)
        .map(|(resource, operation)| {
            json!({
                "operation": operation.id, "method": operation.method, "path": path(operation),
                "rust": rust(resource, operation), "marker": operation.marker.as_str(),
                "deprecated": operation.deprecated, "paged": operation.paging.is_some(), "left_out": null,
            })
        })
        .collect();
    operations.extend(left_out(lowered).map(|part| {
        let (method, path) = split(part);
        json!({
            "operation": null, "method": method, "path": path, "rust": null, "marker": null,
            "deprecated": null, "paged": null, "left_out": { "code": part.code, "reason": part.reason },
        })
    }));
    json!({ "client": client, "operations": operations })
}
