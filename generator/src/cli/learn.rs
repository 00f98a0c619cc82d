//! `crategen learn`: where real responses show that a document is wrong, and the overlay that corrects it.

use std::fs;
use std::path::{Path, PathBuf};

use clap::Args;
use serde_json::Value;

use crate::Inputs;
use crate::cli::exit::{Exit, Failure};
use crate::cli::terminal::{self, Format};
use crate::cli::{inputs, show};
use crate::config::Config;
use crate::diagnostic::{Diagnostics, Severity, nearest};
use crate::files::{self, Mode};
use crate::learn::{self, Call, Learned, Response};
use crate::source::{FileId, Sources, parse};

/// Compare real responses with a document, and print overlay actions that correct it
#[derive(Args, Debug)]
#[command(after_help = EXAMPLES)]
pub struct Learn {
    /// The document
    document: PathBuf,
    /// Responses: a HAR file, files of JSON named OPERATION.STATUS.json, or folders of them
    #[arg(required = true)]
    responses: Vec<PathBuf>,
    /// An OpenAPI Overlay that corrects the document already; several are applied in order. What is learned is added to the last
    #[arg(long, value_name = "FILE")]
    overlay: Vec<PathBuf>,
    /// Where the overlay is written, in place of standard output
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Write nothing; exit code 1 if there is something to correct
    #[arg(long, conflicts_with = "out")]
    check: bool,
}

const EXAMPLES: &str = "\
Examples:
  crategen learn openapi.yaml session.har > overlay.yaml
  crategen learn openapi.yaml responses/ --overlay overlay.yaml --out overlay.yaml
  crategen learn openapi.yaml listPets.200.json getPet.404.json --check

A response is of the operation whose id is in the name of its file, or whose method, server and path template the request of the
HAR file has. Names of properties, media types, and values of enums that are words go into the overlay; other values never do.

Exit codes: 0 fine, 1 with --check: the document needs corrections, 3 an overlay action no longer applies, 64 usage,
65 unreadable input, or no response of an operation of the document, 74 cannot write.";

/// Runs the command.
pub fn run(arguments: &Learn) -> Exit {
    let (mut sources, mut diagnostics) = (Sources::new(), Diagnostics::new());
    let outcome = learn(arguments, &mut sources, &mut diagnostics);
    diagnostics.retain(|diagnostic| diagnostic.severity == Severity::Error);
    let failure = outcome.as_ref().err();
    if failure.is_some() || !diagnostics.is_empty() {
        terminal::tell(&sources, &diagnostics, failure, Format::Text);
    }
    outcome.unwrap_or_else(|failure| failure.exit)
}

fn learn(arguments: &Learn, sources: &mut Sources, diagnostics: &mut Diagnostics) -> Result<Exit, Failure> {
    let config = Config::default();
    let mut documents = inputs::documents(sources, std::slice::from_ref(&arguments.document), None, diagnostics)?;
    let overlays = inputs::read_all(sources, &arguments.overlay)?;
    let (documents, loader) = (&documents.files, documents.loader.as_mut());
    let mut inputs = Inputs { documents, overlays: &overlays, config: &config, loader };
    let Some(document) = crate::corrected(sources, &mut inputs, diagnostics) else {
        let exit = if diagnostics.has_errors_of_rules() { Exit::RuleGone } else { Exit::Unreadable };
        let message = format!("{} cannot be read", arguments.document.display());
        return Err(Failure::new(exit, message).repair("correct what is reported above, then run the command again"));
    };
    let known = learn::operations(&document);
    let mut responses = Vec::new();
    for path in &arguments.responses {
        for file in files_of(path)? {
            responses.extend(read(&file, &known)?);
        }
    }
    let learned = learn::learn(sources, document, &responses, diagnostics);
    if learned.known == 0 {
        let message = format!("none of the {} responses is of an operation of the document", responses.len());
        return Err(Failure::new(Exit::Unreadable, message)
            .repair("compare the URLs of the requests with `servers` and `paths`"));
    }
    let overlay = overlay(sources, overlays.last().copied(), &learned)?;
    finish(arguments, &learned, &overlay)
}

/// Writes the overlay, and says what was looked at.
fn finish(arguments: &Learn, learned: &Learned, overlay: &Value) -> Result<Exit, Failure> {
    let Learned { actions, known, unknown } = learned;
    let cannot = |error: std::io::Error| Failure::new(Exit::CannotWrite, error.to_string());
    let others = if *unknown > 0 { format!("; {unknown} of no operation are ignored") } else { String::new() };
    let found = match actions.len() {
        0 => "nothing to correct".to_owned(),
        count => format!("{count} overlay action{}", if count == 1 { "" } else { "s" }),
    };
    let count = format!("{known} response{}", if *known == 1 { "" } else { "s" });
    terminal::print_aside(&format!("{found} learned from {count}{others}\n")).map_err(cannot)?;
    if arguments.check {
        return Ok(if actions.is_empty() { Exit::Fine } else { Exit::Stale });
    }
    if actions.is_empty() {
        return Ok(Exit::Fine);
    }
    let text = show::yaml(overlay);
    match &arguments.out {
        Some(path) => drop(files::sync_file(path, &text, Mode::Write)?),
        None => terminal::print(&text).map_err(cannot)?,
    }
    Ok(Exit::Fine)
}

/// What is learned, added to an overlay where there is one.
fn overlay(sources: &Sources, last: Option<FileId>, learned: &Learned) -> Result<Value, Failure> {
    let mut whole = match last {
        Some(file) => parse(sources, file).map_err(|said| {
            terminal::print_aside(&said.render(sources, false)).ok();
            Failure::new(Exit::Unreadable, "the overlay cannot be read")
        })?,
        None => learn::overlay_of(&[]),
    };
    let actions = whole.get_mut("actions").and_then(Value::as_array_mut);
    let none = || Failure::new(Exit::Unreadable, "the overlay has no list of actions");
    actions.ok_or_else(none)?.extend(learned.actions.iter().cloned());
    Ok(whole)
}

/// The files that a path means, in order of their names.
fn files_of(path: &Path) -> Result<Vec<PathBuf>, Failure> {
    let unreadable = |error| Failure::new(Exit::Unreadable, format!("cannot read {}: {error}", path.display()));
    if !path.is_dir() {
        return Ok(vec![path.to_path_buf()]);
    }
    let entries = fs::read_dir(path).map_err(unreadable)?;
    let mut files =
        entries.map(|entry| entry.map(|entry| entry.path())).collect::<Result<Vec<_>, _>>().map_err(unreadable)?;
    let is_wanted = |file: &PathBuf| file.extension().is_some_and(|ending| ending == "json" || ending == "har");
    files.retain(is_wanted);
    files.sort();
    if files.is_empty() {
        let message = format!("the folder {} has no file of responses", path.display());
        return Err(Failure::new(Exit::Unreadable, message).repair("put files there whose names end in .har or .json"));
    }
    Ok(files)
}

/// The responses of a file.
fn read(path: &Path, known: &[String]) -> Result<Vec<Response>, Failure> {
    let shown = path.display();
    let unreadable = |what: String| Failure::new(Exit::Unreadable, what);
    let bytes = fs::read(path).map_err(|error| unreadable(format!("cannot read {shown}: {error}")))?;
    let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&bytes);
    let value: Value =
        serde_json::from_slice(text).map_err(|error| unreadable(format!("{shown} is not JSON: {error}")))?;
    if let Some(responses) = learn::har(&value) {
        return Ok(responses);
    }
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let Some(response) = learn::named(&name, value) else {
        let failure = unreadable(format!("{shown} is no HAR file, and its name has no operation and status"));
        return Err(failure.repair("name it OPERATION.STATUS.json, as in listPets.200.json"));
    };
    if let Call::Operation(id) = &response.call
        && !known.contains(id)
    {
        let failure =
            unreadable(format!("{shown} is named for the operation `{id}`, which the document does not have"));
        let near = nearest(id, known.iter().map(String::as_str));
        return Err(match near {
            Some(near) => failure.repair(format!("name it for an operationId of the document; did you mean `{near}`?")),
            None => failure.repair("name it for an operationId of the document"),
        });
    }
    Ok(vec![response])
}
