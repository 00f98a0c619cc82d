//! `crategen validate`: is everything that a client is made from as it should be?

use clap::Args;

use crate::cli::exit::{Exit, Failure};
use crate::cli::project;
use crate::cli::subject::Subject;
use crate::cli::terminal::{self, Format};
use crate::diagnostic::Severity;

/// Check documents, overlays and configuration; write nothing
#[derive(Args, Debug)]
#[command(after_help = EXAMPLES)]
pub struct Validate {
    #[command(flatten)]
    subject: Subject,
    /// Also refuse to lose anything that can be sent or received
    #[arg(long)]
    strict: bool,
    /// How diagnostics are written
    #[arg(long, value_name = "FORMAT", value_enum, default_value = "text")]
    format: Format,
}

const EXAMPLES: &str = "\
Examples:
  crategen validate                        the clients of crategen.toml
  crategen validate openapi.yaml --strict

Exit codes: 0 no error, 3 an overlay or rule no longer applies, 64 usage, 65 unreadable input, an error in it, or with --strict
anything left out or lost; of a URL also 68, 69, 75 and 77.";

/// Runs the command.
pub fn run(arguments: &Validate) -> Exit {
    let opened = match arguments.subject.open(arguments.format) {
        Ok(opened) => opened,
        Err(exit) => return exit,
    };
    opened.each(arguments.format, |chain| {
        let made = project::made(chain, arguments.strict)?;
        let count = |severity| chain.diagnostics.count(severity);
        let (errors, warnings) = (count(Severity::Error), count(Severity::Warning));
        let line = format!("{}: {errors} errors, {warnings} warnings\n{}", chain.member.name, made.report);
        if arguments.format == Format::Text {
            terminal::output(&line)?;
        }
        if errors == 0 && made.report.is_complete() {
            return Ok(Exit::Fine);
        }
        Err(Failure::new(Exit::Unreadable, format!("{} has errors", chain.member.name))
            .repair("correct what is reported above, or decide with an overlay"))
    })
}
