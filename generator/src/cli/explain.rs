//! `crategen explain`: what a code of a diagnostic means, and what to do about it.

use std::collections::BTreeSet;
use std::fmt::Write;

use clap::{Args, ValueEnum};
use serde_json::{Value, json};

use crate::cli::exit::{Exit, Failure};
use crate::cli::terminal::{self, Format};
use crate::diagnostic::codes::{self, Code};

/// Explain the code of a diagnostic, or list all of them by stage
#[derive(Args, Debug)]
#[command(after_help = EXAMPLES)]
pub struct Explain {
    /// A code (`stage::problem`) or a stage; all codes are listed without it
    #[arg(value_name = "CODE")]
    code: Option<String>,
    /// How the explanation is written
    #[arg(long, value_name = "FORMAT", value_enum, default_value = "text")]
    format: ExplainFormat,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum ExplainFormat {
    Text,
    Json,
    /// The table of docs/diagnostics.md
    Markdown,
}

const EXAMPLES: &str = "\
Examples:
  crategen explain lower::all-of-conflict
  crategen explain merge                                      the codes of a stage
  crategen explain --format json                              all codes, for programs

Exit codes: 0 fine, 64 usage or no such code.";

const INTRODUCTION: &str = "\
# Diagnostics

Every code that crategen reports, by stage. Made by `crategen explain --format markdown`; do not edit. The last column is the
most that the document loses:

";

/// The widest line that is written, and the one where `COLUMNS` says nothing.
const WIDEST: usize = 100;
const USUAL: usize = 80;

/// Runs the command.
pub fn run(arguments: &Explain) -> Exit {
    let shown = match arguments.code.as_deref() {
        None => listed(codes::all(), arguments.format),
        Some(written) => match (codes::find(written), of_stage(written)) {
            (Some(code), _) => one(code, arguments.format),
            (None, codes) if !codes.is_empty() => listed(codes.into_iter(), arguments.format),
            (None, _) => return unknown(written, arguments.format),
        },
    };
    match terminal::print(&shown) {
        Ok(()) => Exit::Fine,
        Err(_) => Exit::CannotWrite,
    }
}

fn of_stage(stage: &str) -> Vec<&'static Code> {
    codes::all().filter(|code| code.stage() == stage).collect()
}

fn unknown(written: &str, format: ExplainFormat) -> Exit {
    let failure = Failure::new(Exit::Usage, format!("there is no code `{}`", written.escape_debug()));
    let failure = match codes::near(written).as_slice() {
        [] => failure.repair("crategen explain, which lists all codes"),
        near => failure.repair(format!("crategen explain {}", near.join(", or "))),
    };
    let format = if format == ExplainFormat::Json { Format::Json } else { Format::Text };
    terminal::tell(&Default::default(), &Default::default(), Some(&failure), format);
    failure.exit
}

fn one(code: &'static Code, format: ExplainFormat) -> String {
    match format {
        ExplainFormat::Text => text(code, width()),
        ExplainFormat::Json => format!("{:#}\n", object(code)),
        ExplainFormat::Markdown => markdown([code].into_iter()),
    }
}

fn listed(codes: impl Iterator<Item = &'static Code>, format: ExplainFormat) -> String {
    match format {
        ExplainFormat::Text => list(codes, width()),
        ExplainFormat::Json => format!("{:#}\n", Value::from_iter(codes.map(object))),
        ExplainFormat::Markdown => markdown(codes),
    }
}

fn width() -> usize {
    let columns = std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
    columns.map_or(USUAL, |columns: usize| columns.clamp(40, WIDEST))
}

/// `error, warning`
fn severities(code: &Code) -> String {
    code.severities.iter().map(|severity| severity.as_str()).collect::<Vec<_>>().join(", ")
}

/// What an error with this code does to the exit code of a command, where it decides that.
fn exit(code: &Code) -> Option<String> {
    code.of_rule.then(|| format!("as an error it ends the command with {}", Exit::RuleGone.code()))
}

fn text(code: &Code, width: usize) -> String {
    let mut text = format!("{} ({})\n\n", code.name, severities(code));
    let lost = format!("Lost: {}.", code.lost.sentence());
    let exit = exit(code).map(|exit| format!("Exit code: {exit}."));
    let paragraphs = [code.meaning.to_owned(), format!("What to do: {}", code.action), lost];
    text += &paragraphs.into_iter().chain(exit).map(|text| wrapped(&text, "", width)).collect::<Vec<_>>().join("\n");
    text
}

fn list(codes: impl Iterator<Item = &'static Code>, width: usize) -> String {
    let codes: Vec<_> = codes.collect();
    let mut text = String::new();
    for (stage, about) in codes::STAGES {
        let mut of_stage = codes.iter().filter(|code| code.stage() == *stage).peekable();
        if of_stage.peek().is_none() {
            continue;
        }
        let gap = if text.is_empty() { "" } else { "\n" };
        let _ = writeln!(text, "{gap}{stage}: {about}");
        for code in of_stage {
            let _ = write!(text, "  {} ({})\n{}", code.name, severities(code), wrapped(code.meaning, "      ", width));
        }
    }
    text
}

fn object(code: &'static Code) -> Value {
    let severities: Vec<_> = code.severities.iter().map(|severity| severity.as_str()).collect();
    json!({
        "code": code.name, "stage": code.stage(), "severities": severities, "meaning": code.meaning,
        "action": code.action, "lost": code.lost.as_str(), "rule": code.of_rule,
    })
}

fn markdown(codes: impl Iterator<Item = &'static Code>) -> String {
    let codes: Vec<_> = codes.collect();
    let mut text = String::from(INTRODUCTION);
    for lost in codes.iter().map(|code| code.lost).collect::<BTreeSet<_>>() {
        let _ = writeln!(text, "- `{}`: {}", lost.as_str(), lost.sentence());
    }
    for (stage, about) in codes::STAGES {
        let of_stage: Vec<_> = codes.iter().filter(|code| code.stage() == *stage).collect();
        if of_stage.is_empty() {
            continue;
        }
        let _ = writeln!(
            text,
            "\n## {stage}: {about}\n\n| code | severity | means | what to do | lost |\n|---|---|---|---|---|"
        );
        for code in of_stage {
            let (name, severities, lost) = (code.name, severities(code), code.lost.as_str());
            let exit = exit(code).map(|exit| format!("; {exit}")).unwrap_or_default();
            let (meaning, action) = (cell(code.meaning), cell(code.action));
            let _ = writeln!(text, "| `{name}` | {severities} | {meaning} | {action} | {lost}{exit} |");
        }
    }
    text
}

fn cell(text: &str) -> String {
    text.replace('|', "\\|")
}

/// Text in lines of this width at most (one word may be wider), each behind an indent.
fn wrapped(text: &str, indent: &str, width: usize) -> String {
    let mut lines = vec![indent.to_owned()];
    for word in text.split_whitespace() {
        let line = lines.last().map_or("", String::as_str);
        if line.len() > indent.len() && line.chars().count() + 1 + word.chars().count() > width {
            lines.push(indent.to_owned());
        }
        if let Some(line) = lines.last_mut() {
            if line.len() > indent.len() {
                line.push(' ');
            }
            line.push_str(word);
        }
    }
    lines.join("\n") + "\n"
}
