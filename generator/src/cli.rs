//! The command `crategen`: arguments, files, the environment, exit codes and progress around the library's calls.

pub mod arguments;
pub mod compiler;
pub mod corpus;
pub mod diff;
pub mod drift;
pub mod exit;
pub mod explain;
pub mod generate;
pub mod ingest;
pub mod inputs;
pub mod learn;
pub mod show;
pub mod terminal;

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
}

#[derive(Debug, Subcommand)]
enum Command {
    Generate(generate::Generate),
    Ingest(ingest::Ingest),
    Diff(diff::Diff),
    Drift(drift::Drift),
    Learn(learn::Learn),
    Corpus(corpus::Corpus),
    Explain(explain::Explain),
}

const EXAMPLES: &str = "\
Examples:
  crategen generate openapi.yaml --out my-client
  crategen generate openapi.yaml --out my-client --check      is the crate current?
  crategen ingest https://docs.example.com --out pages        the pages of a documentation site
  crategen diff old.yaml new.yaml                             what changed, and whom does it break?
  crategen drift pages --format markdown                      does that site still say what was taken?
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
        Ok(Arguments { command: Command::Generate(generate) }) => generate::run(&generate, &arguments),
        Ok(Arguments { command: Command::Ingest(ingest) }) => ingest::run(&ingest),
        Ok(Arguments { command: Command::Diff(diff) }) => diff::run(&diff),
        Ok(Arguments { command: Command::Drift(drift) }) => drift::run(&drift),
        Ok(Arguments { command: Command::Learn(learn) }) => learn::run(&learn),
        Ok(Arguments { command: Command::Explain(explain) }) => explain::run(&explain),
        Ok(Arguments { command: Command::Corpus(corpus) }) => {
            let child = std::env::current_exe().map(|program| vec![program.into_os_string()]);
            corpus::run(&corpus, child)
        }
    }
}
