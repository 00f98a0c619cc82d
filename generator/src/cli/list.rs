//! `crategen list`: the operations of a document, and where they are in the client.

mod badge;
pub mod paging;
mod rows;

use clap::{Args, ValueEnum};
use serde_json::Value;

use crate::cli::exit::{Exit, Failure};
use crate::cli::list::badge::Coverage;
use crate::cli::list::rows::{all, json_of, left_out, text_of};
use crate::cli::project::chain::{Chain, Texts};
use crate::cli::subject::Subject;
use crate::cli::terminal::{self, Format};
use crate::diagnostic::{Diagnostics, Severity};
use crate::lower::{self, Lowered};
use crate::model::Api;
use crate::source::Sources;

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
    format: ListFormat,
}

/// How the list is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum ListFormat {
    /// For people.
    #[default]
    Text,
    /// For programs.
    Json,
    /// Only how many of the operations the client has, as shields.io reads it for a badge.
    Badge,
}

const EXAMPLES: &str = "\
Examples:
  crategen list                            the operations of the clients of crategen.toml
  crategen list openapi.yaml --format json
  crategen list openapi.yaml --paging      rules to paste, after a look at each
  crategen list --format badge             how many operations the client has, for a badge of shields.io

A paging rule is proposed where names of parameters and of properties in the response are those that APIs commonly use, and the
rule fits the types of the operation. Names are no promise: read what the API says about its pages first.

Exit codes: 0 fine, 3 an overlay or rule no longer applies, 64 usage, 65 unreadable input; of a URL
also 68, 69, 75 and 77.";

/// Runs the command.
pub fn run(arguments: &List) -> Exit {
    let format = arguments.format;
    let told = if format == ListFormat::Json { Format::Json } else { Format::Text };
    if arguments.paging && format == ListFormat::Badge {
        let failure = Failure::new(Exit::Usage, "--paging and --format badge cannot be combined")
            .repair("remove one of them: a badge counts operations");
        terminal::tell(&Sources::new(), &Diagnostics::new(), Some(&failure), told);
        return failure.exit;
    }
    let opened = match arguments.subject.open(told) {
        Ok(opened) => opened,
        Err(exit) => return exit,
    };
    let (mut lists, mut coverage) = (Vec::new(), Coverage::default());
    let exit = opened.each(told, |chain| {
        let texts = chain.texts()?;
        let (api, lowered) = decided(chain, &texts)?;
        let text = match format {
            ListFormat::Badge => {
                coverage = coverage.with(of(&lowered));
                String::new()
            }
            ListFormat::Json if arguments.paging => {
                lists.push(paging::json(&paging::proposals(&chain.member.config, &api, &lowered.client)));
                String::new()
            }
            ListFormat::Json => {
                lists.push(json_of(&chain.member.name, &lowered));
                String::new()
            }
            ListFormat::Text if arguments.paging => {
                paging::text(&paging::proposals(&chain.member.config, &api, &lowered.client))
            }
            ListFormat::Text => text_of(&lowered),
        };
        terminal::output(&text)?;
        // What is wrong with the document is not asked here.
        chain.diagnostics.retain(|diagnostic| diagnostic.severity == Severity::Error && diagnostic.is_of_rule());
        Ok(Exit::Fine)
    });
    let value = match format {
        ListFormat::Text => return exit,
        // A badge of half a project would be wrong.
        ListFormat::Badge if exit != Exit::Fine => return exit,
        ListFormat::Badge => coverage.to_json(),
        ListFormat::Json => Value::Array(lists),
    };
    if terminal::print(&format!("{value:#}\n")).is_err() { Exit::CannotWrite } else { exit }
}

fn of(lowered: &Lowered) -> Coverage {
    Coverage { generated: all(&lowered.client).count(), left_out: left_out(lowered).count() }
}

/// The decided client of a document.
///
/// # Errors
/// The document cannot be read, or an overlay action no longer applies.
pub fn decided(chain: &mut Chain<'_>, texts: &Texts) -> Result<(Api, Lowered), Failure> {
    let published = chain.published(texts)?.document;
    let corrected = chain.correct(published)?;
    let normalised = chain.normalise(&corrected)?;
    let api = crate::meaning(&normalised, &chain.member.config, chain.diagnostics);
    let lowered = lower::lower(&chain.member.config, &api, chain.diagnostics);
    Ok((api, lowered))
}
