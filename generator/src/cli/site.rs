//! `crategen site`: what the pages of a documentation site hold, how they contradict each other, and what only their texts say.

mod overlay;
mod pages;
mod text;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use clap::Args;
use serde_json::{Map, Value, json};

use crate::cli::exit::{Exit, Failure};
use crate::cli::project::chain::Chain;
use crate::cli::subject::Subject;
use crate::cli::terminal::{self, Format};
use crate::diagnostic::{Diagnostic, Diagnostics, Proposal, Severity};
use crate::document::Document;
use crate::document::shape::operations;
use crate::files::{self, Mode};

/// Show what pages of documentation hold: operations, APIs, contradictions, proposals; writes nothing
#[derive(Args, Debug)]
#[command(after_help = EXAMPLES)]
pub struct Site {
    #[command(flatten)]
    subject: Subject,
    /// Also write the proposed overlay actions, for review; replaces no file
    #[arg(long, value_name = "FILE")]
    proposals: Option<PathBuf>,
    /// How the report is written
    #[arg(long, value_name = "FORMAT", value_enum, default_value = "text")]
    format: Format,
}

const EXAMPLES: &str = "\
Examples:
  crategen site                                the clients of crategen.toml
  crategen site pages                          a folder that `crategen ingest` made
  crategen site llms.txt --proposals overlay.yaml

Pages: what each of them holds, or why nothing is taken from it. APIs: what the documents are, and which one is taken. Settled: how
differences between pages were settled, with rules to paste. Proposed: what only the texts of pages say; nothing of it is applied.

Exit codes: 0 fine, 3 a rule no longer applies, 64 usage, 65 unreadable input, 74 cannot write, or --proposals is there already.";

/// Runs the command.
pub fn run(arguments: &Site) -> Exit {
    let opened = match arguments.subject.open(arguments.format) {
        Ok(opened) => opened,
        Err(exit) => return exit,
    };
    let mut reports = Vec::new();
    let exit = opened.each(arguments.format, |chain| {
        let report = report(chain)?;
        if let Some(path) = &arguments.proposals {
            write_proposals(chain.diagnostics, path)?;
        }
        let end = if chain.diagnostics.has_errors_of_rules() { Exit::RuleGone } else { Exit::Fine };
        // The rest stands in the report.
        chain.diagnostics.retain(|diagnostic| diagnostic.severity == Severity::Error);
        match arguments.format {
            Format::Json => reports.push(report),
            Format::Text => terminal::output(&text::of(&report))?,
        }
        Ok(end)
    });
    if arguments.format == Format::Json && terminal::print(&format!("{:#}\n", Value::Array(reports))).is_err() {
        return Exit::CannotWrite;
    }
    exit
}

/// Everything that is known of the pages of a client.
fn report(chain: &mut Chain<'_>) -> Result<Value, Failure> {
    let texts = chain.texts()?;
    let fragments = chain.fragments(&texts.pages)?;
    let parts = chain.parts(&fragments, &texts)?;
    let names: Vec<String> = texts.pages.iter().chain(&texts.documents).map(|text| chain.shown(text)).collect();
    let pages = pages::of(&parts, &names, chain.sources, chain.diagnostics);
    let document = chain.joined(parts)?;
    let of = |wanted: &dyn Fn(&Diagnostic) -> bool| {
        let mut some = chain.diagnostics.clone();
        some.retain(wanted);
        some.to_json(chain.sources)
    };
    let reasons: BTreeSet<&str> =
        pages.as_array().into_iter().flatten().filter_map(|page| page.get("reason")?.as_str()).collect();
    Ok(json!({
        "client": chain.member.name,
        "notes": of(&|one| one.code == "site::pages"),
        "pages": pages,
        "api": api(&document),
        "apis": of(&|one| one.code == "merge::apis"),
        "settled": of(&|one| one.settled().is_some() && one.code != "merge::apis"),
        "read": of(&|one| one.code.starts_with("page::") && !has_actions(one) && !reasons.contains(one.message.as_str())),
        "proposed": of(&|one| has_actions(one)),
    }))
}

fn has_actions(one: &Diagnostic) -> bool {
    matches!(one.proposal, Some(Proposal::Actions(_)))
}

/// The document that the pages give together.
fn api(document: &Document) -> Value {
    let value = &document.value;
    let text = |key: &str| value.get("info").and_then(|info| info.get(key)).cloned().unwrap_or_default();
    let urls = value.get("servers").and_then(Value::as_array).into_iter().flatten();
    let urls: Vec<&Value> = urls.filter_map(|server| server.get("url")).collect();
    let schemas = value.get("components").and_then(|components| components.get("schemas")?.as_object());
    json!({
        "title": text("title"), "version": text("version"), "servers": urls,
        "operations": operations(value).count(), "schemas": schemas.map_or(0, Map::len),
    })
}

fn write_proposals(said: &Diagnostics, path: &Path) -> Result<(), Failure> {
    if path.exists() {
        let message = format!("{} is there already", path.display());
        return Err(Failure::new(Exit::CannotWrite, message).repair("give another --proposals"));
    }
    files::sync_file(path, &overlay::of(said), Mode::Write)?;
    Ok(())
}
