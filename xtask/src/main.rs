//! `cargo xtask`: the project's commands. Arguments, paths, exit codes and progress; everything else is a call of
//! [`crategen`]. What one API needs is in `spec/`.

mod bench;
mod chain;
mod conformance;
mod cost;
mod derived;
mod drift;
mod layout;
mod servers;
mod show;

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use crategen::cli;
use crategen::cli::arguments;
use crategen::cli::compiler;
use crategen::cli::corpus::{self, Corpus};
use crategen::cli::exit::{Exit, Failure};
use crategen::cli::terminal::{self, Format};
use crategen::files::Mode;

use crate::chain::Chain;
use crate::derived::Say;
use crate::layout::Layout;

/// The project's commands: from published pages to the generated crate
#[derive(Debug, Parser)]
#[command(name = "xtask", bin_name = "cargo xtask", after_help = AFTER_HELP)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Take pages into spec/pages, and cut all pages into spec/fragments
    Ingest {
        /// Markdown pages as published; without any, the pages that are there are cut again
        #[arg(value_name = "PAGE")]
        pages: Vec<PathBuf>,
    },
    /// Merge spec/fragments to spec/published.json, and correct it to spec/openapi.json
    Merge,
    /// Derive everything, from the pages to the crate in generated/
    Codegen {
        /// Write nothing; end with 1 if something is not current
        #[arg(long)]
        check: bool,
    },
    /// Is everything that is derived current? Offline; what CI runs
    Check,
    Drift(drift::Drift),
    /// Print one item, or all, at a stage
    Show {
        /// The stage
        stage: show::Stage,
        /// An operationId, the name of a schema or type, a JSON Pointer, or a file
        name: Option<String>,
    },
    Corpus(Corpus),
    Conformance(conformance::Conformance),
    Cost(cost::Cost),
    Bench(bench::Bench),
    Servers(servers::Servers),
    /// The command `crategen`, which `corpus` runs for each document
    #[command(hide = true)]
    Crategen {
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        arguments: Vec<OsString>,
    },
}

const AFTER_HELP: &str = "\
Examples:
  cargo xtask codegen                     after a change in spec/ or generator/
  cargo xtask ingest ~/Downloads/new.md   a new or changed page; then: cargo xtask codegen
  cargo xtask check                       before a pull request
  cargo xtask drift                       does the published page still say what is committed?
  cargo xtask show ir get_channels

Exit codes: 0 fine, 1 stale or drift, 2 breaking drift, 3 an overlay or rule no longer applies, 64 usage, 65 unreadable input,
68 page gone, 69 network, 74 cannot write, 75 the server asks to wait, 77 it requires a login.";

fn main() -> ExitCode {
    if let Some(exit) = compiler::act() {
        return exit;
    }
    let arguments: Vec<_> = std::env::args_os().collect();
    match arguments::parse::<Arguments>(&arguments) {
        Err(exit) => exit,
        Ok(Arguments { command }) => run(command),
    }
    .into()
}

fn run(command: Command) -> Exit {
    match command {
        Command::Corpus(corpus) => {
            let child = std::env::current_exe().map(|program| vec![program.into_os_string(), "crategen".into()]);
            corpus::run(&corpus, child)
        }
        Command::Conformance(arguments) => conformance::run(&arguments),
        Command::Cost(arguments) => cost::run(&arguments),
        Command::Bench(arguments) => bench::run(&arguments),
        Command::Servers(arguments) => servers::run(&arguments),
        Command::Crategen { arguments } => cli::run(std::iter::once("crategen".into()).chain(arguments)),
        Command::Ingest { pages } => with_chain(|chain| ingest(chain, &pages)),
        Command::Merge => with_chain(merge),
        Command::Codegen { check } => {
            with_chain(|chain| codegen(chain, if check { Mode::Check } else { Mode::Write }, terminal::print))
        }
        Command::Check => with_chain(|chain| codegen(chain, Mode::Check, terminal::print)),
        Command::Drift(arguments) => with_exit(|chain| {
            let exit = drift::drift(chain, &arguments)?;
            if arguments.is_update() {
                chain.diagnostics.retain(|_| false);
                // The output is the report.
                codegen(chain, Mode::Write, terminal::print_aside)?;
            }
            Ok(exit)
        }),
        Command::Show { stage, name } => with_chain(|chain| show::show(chain, stage, name.as_deref())),
    }
}

/// Runs a command on the project's own files, and says what came of it.
fn with_chain(command: impl FnOnce(&mut Chain) -> Result<(), Failure>) -> Exit {
    with_exit(|chain| command(chain).map(|()| Exit::Fine))
}

/// [`with_chain`] for a command that ends in several ways without a failure.
fn with_exit(command: impl FnOnce(&mut Chain) -> Result<Exit, Failure>) -> Exit {
    let mut chain = match Layout::find() {
        Ok(layout) => Chain::new(layout),
        Err(failure) => {
            terminal::tell(&Default::default(), &Default::default(), Some(&failure), Format::Text);
            return failure.exit;
        }
    };
    let outcome = chain.configure().and_then(|()| command(&mut chain));
    terminal::tell(&chain.sources, &chain.diagnostics, outcome.as_ref().err(), Format::Text);
    outcome.unwrap_or_else(|failure| failure.exit)
}

fn ingest(chain: &mut Chain, new: &[PathBuf]) -> Result<(), Failure> {
    let pages = chain.pages(new)?;
    let fragments = chain.fragments(&pages)?;
    derived::pages(&chain.layout, &pages)?;
    let synced = derived::sync(&chain.layout, &[derived::fragments(&chain.layout, &fragments)], Mode::Write);
    synced?.tell(Mode::Write, terminal::print, "cargo xtask ingest", "next: cargo xtask codegen\n")
}

fn merge(chain: &mut Chain) -> Result<(), Failure> {
    let fragments = chain.fragments_on_disk()?;
    let published = chain.merge(fragments)?;
    let document = chain.correct(published.clone())?;
    let derived = derived::documents(&chain.layout, &published, &document);
    derived::sync(&chain.layout, &derived, Mode::Write)?.tell(
        Mode::Write,
        terminal::print,
        "cargo xtask merge",
        "next: cargo xtask codegen\n",
    )
}

fn codegen(chain: &mut Chain, mode: Mode, say: Say) -> Result<(), Failure> {
    let pages = chain.pages(&[])?;
    let fragments = chain.fragments(&pages)?;
    let fragment_files = derived::fragments(&chain.layout, &fragments);
    let published = chain.merge(fragments)?;
    let document = chain.correct(published.clone())?;
    let generated = chain.generate(&document.to_json())?;
    let mut all = vec![fragment_files];
    all.extend(derived::documents(&chain.layout, &published, &document));
    all.push(derived::surface(&chain.layout, &generated.client));
    all.push(derived::generated(&chain.layout, generated.files, chain.config.kept_files()));
    derived::sync(&chain.layout, &all, mode)?.tell(mode, say, "cargo xtask codegen", &generated.report.to_string())
}
