//! The commands of `crategen` on this project, `spec/codegen.toml`, under their own names.

use std::path::PathBuf;

use clap::Args;
use crategen::cli::diff::{self, ReportFormat};
use crategen::cli::exit::{Exit, Failure};
use crategen::cli::project::chain::Chain;
use crategen::cli::project::show::Stage;
use crategen::cli::project::{self, Layout, Opened, Program, drift as drifted};
use crategen::cli::terminal::{self, Format};
use crategen::drift::Day;
use crategen::files::Mode;

use crate::layout;

/// Does the published page still say what is committed? Whom does the difference break?
#[derive(Args, Debug)]
#[command(after_help = AFTER_HELP)]
pub struct Drift {
    /// A file or URL of a page as published, in place of [drift] url in spec/codegen.toml; repeatable
    #[arg(long, value_name = "FILE|URL")]
    published: Vec<String>,
    /// The day that [drift.policy] is judged for, as 2030-01-31; without it, that of the clock
    #[arg(long, value_name = "DATE", value_parser = diff::day)]
    today: Option<Day>,
    /// How the report is written
    #[arg(long, value_name = "FORMAT", value_enum, default_value = "text")]
    format: ReportFormat,
    /// Take the pages in, and derive everything from them
    #[arg(long)]
    update: bool,
    /// Use no network: compare only files that are given
    #[arg(long)]
    offline: bool,
}

const AFTER_HELP: &str = "\
Examples:
  cargo xtask drift                                     the pages of [drift] url in spec/codegen.toml
  cargo xtask drift --published ~/Downloads/page.md     a page that was saved
  cargo xtask drift --format markdown --update          what a pull request says, and what it changes

Exit codes: 0 no drift, 1 drift that breaks nobody, 2 breaking, 3 an overlay action or rule no longer applies, 64 usage,
65 what was fetched is no page, 68 the page is gone (4xx), 69 the network or the server does not work, 75 the server asks to
wait, 77 it requires a login.";

const XTASK: Program = Program { name: "cargo xtask", generate: "codegen" };

/// `crategen ingest`
pub fn ingest(pages: &[PathBuf]) -> Exit {
    each(|chain| project::ingest(chain, pages).map(|()| Exit::Fine))
}

/// `crategen merge`
pub fn merge() -> Exit {
    each(|chain| project::merge(chain).map(|()| Exit::Fine))
}

/// `crategen generate`
pub fn codegen(mode: Mode) -> Exit {
    each(|chain| project::generate(chain, mode, terminal::print).map(|()| Exit::Fine))
}

/// `crategen show`
pub fn show(stage: Stage, name: Option<&str>) -> Exit {
    each(|chain| project::show::show(chain, stage, name).map(|()| Exit::Fine))
}

/// `crategen drift`
pub fn drift(arguments: &Drift) -> Exit {
    let Drift { published, today, format, update, offline } = arguments;
    let asked = drifted::Asked { published, today: *today, format: *format, update: *update, offline: *offline };
    each(|chain| drifted::drift_and_derive(chain, asked))
}

fn each(command: impl FnMut(&mut Chain<'_>) -> Result<Exit, Failure>) -> Exit {
    let layout = match layout::Layout::find() {
        Ok(layout) => layout,
        Err(failure) => {
            terminal::tell(&Default::default(), &Default::default(), Some(&failure), Format::Text);
            return failure.exit;
        }
    };
    let file = layout.config();
    let paths = Layout::new(layout.root.clone(), layout.root.join("spec"));
    match Opened::read(XTASK, paths, &file, Format::Text) {
        Ok(opened) => opened.each(Format::Text, command),
        Err(exit) => exit,
    }
}
