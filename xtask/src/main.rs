//! `cargo xtask`: the project's commands. Arguments, paths, exit codes and progress; everything else is a call of
//! [`crategen`]. What one API needs is in `spec/`.

mod attack;
mod bench;
mod conformance;
mod cost;
mod layout;
mod playground;
mod project;
mod servers;

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use crategen::cli;
use crategen::cli::arguments;
use crategen::cli::compiler;
use crategen::cli::corpus::{self, Corpus};
use crategen::cli::exit::Exit;
use crategen::cli::project::show::Stage;
use crategen::cli::terminal;
use crategen::files::Mode;

/// The project's commands: from published pages to the generated crate
#[derive(Debug, Parser)]
#[command(name = "xtask", bin_name = "cargo xtask", after_help = AFTER_HELP)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
    /// Show notes, too, and not only how many there are
    #[arg(long, global = true)]
    notes: bool,
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
    Drift(project::Drift),
    /// Print one item, or all, at a stage
    Show {
        /// The stage
        stage: Stage,
        /// An operationId, the name of a schema or type, a JSON Pointer, or a file
        name: Option<String>,
    },
    Corpus(Corpus),
    Conformance(conformance::Conformance),
    Cost(cost::Cost),
    Bench(bench::Bench),
    Servers(servers::Servers),
    Playground(playground::Playground),
    Attack(attack::Attack),
    Soak(attack::Soak),
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
        Ok(Arguments { command, notes }) => {
            terminal::show_notes(notes);
            run(command)
        }
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
        Command::Playground(arguments) => playground::run(&arguments),
        Command::Attack(arguments) => attack::attack(&arguments),
        Command::Soak(arguments) => attack::soak(&arguments),
        Command::Crategen { arguments } => cli::run(std::iter::once("crategen".into()).chain(arguments)),
        Command::Ingest { pages } => project::ingest(&pages),
        Command::Merge => project::merge(),
        Command::Codegen { check } => project::codegen(if check { Mode::Check } else { Mode::Write }),
        Command::Check => project::codegen(Mode::Check),
        Command::Drift(arguments) => project::drift(&arguments),
        Command::Show { stage, name } => project::show(stage, name.as_deref()),
    }
}
