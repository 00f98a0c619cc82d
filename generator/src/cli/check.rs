//! `crategen check`, `merge` and `show`: steps of a project.

use clap::Args;

use crate::cli::exit::Exit;
use crate::cli::project::show::Stage;
use crate::cli::project::{self, InProject};
use crate::cli::subject::Subject;
use crate::cli::terminal::{self, Format};
use crate::files::Mode;

/// Is everything that is derived current? Offline; what CI runs
#[derive(Args, Debug)]
#[command(after_help = CHECK)]
pub struct Check {
    #[command(flatten)]
    project: InProject,
}

const CHECK: &str = "\
The same as `crategen generate --check` on the clients of crategen.toml.

Exit codes: 0 fine, 1 something is not current, 3 an overlay or rule no longer applies, 64 usage, 65 unreadable input.";

/// Merge what is kept of the clients of crategen.toml, and correct it
#[derive(Args, Debug)]
#[command(after_help = MERGE)]
pub struct Merge {
    #[command(flatten)]
    project: InProject,
}

const MERGE: &str = "\
Writes the files that `merged` and `corrected` of a client name; `crategen generate` does so too, and goes on from there.

Exit codes: 0 fine, 3 an overlay or rule no longer applies, 64 usage, 65 unreadable input, 74 cannot write.";

/// Print one item, or all, at a stage
#[derive(Args, Debug)]
#[command(after_help = SHOW)]
pub struct Show {
    /// The stage
    stage: Stage,
    /// An operationId, `GET /path`, the name of a schema or type, a JSON Pointer, or a file
    #[arg(long, short, value_name = "NAME")]
    name: Option<String>,
    #[command(flatten)]
    subject: Subject,
}

const SHOW: &str = "\
Examples:
  crategen show rust --name list_pets               of the clients of crategen.toml
  crategen show corrected openapi.yaml --overlay overlay.yaml --name /info

Without --name, the whole stage, or the names that it has.

Exit codes: 0 fine, 3 an overlay or rule no longer applies, 64 usage or no such name, 65 unreadable input.";

/// Compares everything that is derived.
pub fn run(arguments: &Check) -> Exit {
    match project::open(&arguments.project, Format::Text) {
        Ok(opened) => opened
            .each(Format::Text, |chain| project::generate(chain, Mode::Check, terminal::print).map(|()| Exit::Fine)),
        Err(exit) => exit,
    }
}

/// Merges and corrects.
pub fn merge(arguments: &Merge) -> Exit {
    match project::open(&arguments.project, Format::Text) {
        Ok(opened) => opened.each(Format::Text, |chain| project::merge(chain).map(|()| Exit::Fine)),
        Err(exit) => exit,
    }
}

/// Shows a stage.
pub fn show(arguments: &Show) -> Exit {
    match arguments.subject.open(Format::Text) {
        Ok(opened) => opened.each(Format::Text, |chain| {
            project::show::show(chain, arguments.stage, arguments.name.as_deref()).map(|()| Exit::Fine)
        }),
        Err(exit) => exit,
    }
}
