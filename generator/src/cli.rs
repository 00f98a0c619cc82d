//! The command `crategen`: arguments, files, the environment, exit codes and progress around the library's calls.

pub mod arguments;
pub mod check;
pub mod compiler;
pub mod completions;
pub mod corpus;
pub mod diff;
pub mod drift;
pub mod exit;
pub mod explain;
pub mod generate;
pub mod ingest;
pub mod init;
pub mod inputs;
pub mod learn;
pub mod list;
pub mod project;
pub mod show;
pub mod site;
pub mod subject;
pub mod terminal;
pub mod validate;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::cli::exit::Exit;

/// Generates Rust client crates from OpenAPI documents.
#[derive(Debug, Parser)]
#[command(name = "crategen", bin_name = "crategen", version, after_help = EXAMPLES)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
    /// Show notes, too, and not only how many there are
    #[arg(long, global = true)]
    notes: bool,
}

#[derive(Debug, Subcommand)]
enum Command {
    Init(init::Init),
    Generate(generate::Generate),
    Check(check::Check),
    Validate(validate::Validate),
    List(list::List),
    Show(check::Show),
    Ingest(ingest::Ingest),
    Site(site::Site),
    Merge(check::Merge),
    Diff(diff::Diff),
    Drift(drift::Drift),
    Learn(learn::Learn),
    Corpus(corpus::Corpus),
    Explain(explain::Explain),
    Completions(completions::Completions),
    /// Print the manual page
    Man,
}

const EXAMPLES: &str = "\
Examples:
  crategen generate openapi.yaml --out my-client              a crate, without any further file
  crategen init openapi.yaml                                  a crategen.toml for the document; then:
  crategen generate                                           what crategen.toml says
  crategen check                                              is everything current? Offline; for CI
  crategen drift                                              does what is published still say what is kept?
  crategen list --paging                                      the operations, and rules for those with pages
  crategen ingest https://docs.example.com --out pages        the pages of a documentation site
  crategen site pages                                         what its pages hold, contradict, and only say in prose
  crategen diff old.yaml new.yaml                             what changed, and whom does it break?
  crategen learn openapi.yaml session.har                     where is the document wrong, and how is it corrected?
  crategen corpus documents/ --check                          generate and compile a folder of documents
  crategen explain lower::all-of-conflict                     what does this code mean, and what can I do?

Exit codes: 0 fine, 1 stale or drift, 2 breaking drift, 3 an overlay or rule no longer applies, 64 usage, 65 unreadable input,
68 page gone, 69 network, 74 cannot write, 75 the server asks to wait, 77 it requires a login.";

/// Runs the command; `arguments` begin with the name of the program.
pub fn main(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    if let Some(exit) = compiler::act() {
        return exit;
    }
    run(arguments).into()
}

/// [`main`] for a program that has this command as one of its own.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> Exit {
    let arguments: Vec<_> = arguments.into_iter().collect();
    match arguments::parse::<Arguments>(&arguments) {
        Err(exit) => exit,
        Ok(Arguments { command, notes }) => {
            terminal::show_notes(notes);
            of(&command, &arguments)
        }
    }
}

fn of(command: &Command, arguments: &[OsString]) -> Exit {
    match command {
        Command::Init(init) => init::run(init),
        Command::Generate(generate) => generate::run(generate, arguments),
        Command::Check(check) => check::run(check),
        Command::Validate(validate) => validate::run(validate),
        Command::List(list) => list::run(list),
        Command::Show(show) => check::show(show),
        Command::Ingest(ingest) => ingest::run(ingest),
        Command::Site(site) => site::run(site),
        Command::Merge(merge) => check::merge(merge),
        Command::Diff(diff) => diff::run(diff),
        Command::Drift(drift) => drift::run(drift),
        Command::Learn(learn) => learn::run(learn),
        Command::Explain(explain) => explain::run(explain),
        Command::Completions(completions) => completions::run::<Arguments>(completions),
        Command::Man => completions::man::<Arguments>(),
        Command::Corpus(corpus) => {
            let child = std::env::current_exe().map(|program| vec![program.into_os_string()]);
            corpus::run(corpus, child)
        }
    }
}
