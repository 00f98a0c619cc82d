//! The decision between JSON and YAML, and what is no document at all.

use serde_json::Value;

use super::Fault;
use super::FileId;
use super::Hint;
use super::Limits;
use super::Sources;
use super::json;
use super::outline::Outline;
use super::yaml;
use super::yaml::Read;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::Diagnostics;
use crate::diagnostic::Place;
use crate::diagnostic::Spot;

/// Why a text could not be read.
pub(super) enum Failure {
    /// One problem at a byte of the text.
    At { code: &'static str, offset: usize, message: String, help: Option<String> },
    /// Some keys stand twice in one object.
    DuplicateKeys,
}

impl Failure {
    pub(super) fn at(code: &'static str, offset: usize, message: impl Into<String>) -> Self {
        Self::At { code, offset, message: message.into(), help: None }
    }

    pub(super) fn with_help(self, text: impl Into<String>) -> Self {
        match self {
            Self::At { code, offset, message, .. } => Self::At { code, offset, message, help: Some(text.into()) },
            Self::DuplicateKeys => Self::DuplicateKeys,
        }
    }
}

/// Reads a text, JSON (RFC 8259) or YAML (1.2, core schema), as its content says; the file name is only a hint. Key
/// order is kept.
///
/// Of YAML: keys that are not text become their text (`200`, `true`, `null`), dates stay text, merge keys (`<<`) are
/// applied, anchors and aliases are followed, `.inf` and `.nan` stay text because JSON has no such numbers.
///
/// # Errors
/// Everything is located: syntax errors, keys that stand twice in one object (all of them, each with both places),
/// several YAML documents in one text, tags and keys that JSON cannot say, an empty, binary or mis-encoded file, and
/// what goes beyond the default [`Limits`].
pub fn parse(sources: &Sources, file: FileId) -> Result<Value, Diagnostics> {
    parse_within(sources, file, &Limits::default())
}

/// As [`parse`], with budgets of the caller's.
///
/// # Errors
/// As [`parse`].
pub fn parse_within(sources: &Sources, file: FileId, limits: &Limits) -> Result<Value, Diagnostics> {
    let read = read_file(sources, file, limits)?;
    if read.unindented.is_empty() {
        return Ok(read.value);
    }
    Err(unindented(file, &read.unindented, Diagnostic::error))
}

/// As [`parse`], for a document that somebody else wrote: lines in quotes and brackets may be indented less than YAML wants, as
/// many readers accept it, with a warning each.
///
/// # Errors
/// As [`parse`].
pub fn parse_foreign(sources: &Sources, file: FileId) -> Result<(Value, Diagnostics), Diagnostics> {
    let read = read_file(sources, file, &Limits::default())?;
    Ok((read.value, unindented(file, &read.unindented, Diagnostic::warning)))
}

fn read_file(sources: &Sources, file: FileId, limits: &Limits) -> Result<Read, Diagnostics> {
    let text = sources.text(file);
    let read = match check(text, sources.fault(file), limits) {
        Ok(()) => read(text, sources.hint(file), limits),
        Err(failure) => Err(failure),
    };
    read.map_err(|failure| diagnostics(file, text, failure))
}

fn unindented(
    file: FileId,
    lines: &[usize],
    diagnostic: impl Fn(&'static str, Place, &'static str) -> Diagnostic,
) -> Diagnostics {
    let mut all = Diagnostics::new();
    for &line in lines {
        let place = Place { file, spot: Spot::Offset(line) };
        let message = "this line is in quotes or brackets, and is indented less than YAML requires there";
        all.push(
            diagnostic("source::indentation", place, message).help("indent it more than the line where they begin"),
        );
    }
    all
}

/// Refuses what is no text of a document, in words that say what it is.
fn check(text: &str, fault: Option<Fault>, limits: &Limits) -> Result<(), Failure> {
    if text.len() > limits.bytes {
        let message = format!("the text has {} bytes, more than the limit of {}", text.len(), limits.bytes);
        return Err(Failure::at("source::too-large", 0, message).with_help("split it, or leave out what is not needed"));
    }
    match fault {
        Some(Fault::NotUtf16(offset)) => {
            let message = format!("the text is UTF-16 or UTF-32, and its byte {offset} belongs to no character");
            return Err(Failure::at("source::not-utf8", 0, message).with_help("save it as UTF-8"));
        }
        Some(Fault::NotUtf8(offset)) => {
            return Err(Failure::at("source::not-utf8", offset, "the text is not valid UTF-8 here")
                .with_help("save it as UTF-8"));
        }
        None => {}
    }
    if let Some(offset) = text.find('\0') {
        return Err(Failure::at("source::binary", offset, "this is a binary file, not the text of a document"));
    }
    let content = text.trim_start();
    let start = text.len() - content.len();
    if content.is_empty() {
        return Err(Failure::at("source::empty", 0, "the file is empty"));
    }
    let opening = content.get(..16).unwrap_or(content).to_ascii_lowercase();
    if ["<!doctype", "<html", "<?xml"].iter().any(|sign| opening.starts_with(sign)) {
        return Err(Failure::at("source::markup", start, "this is an HTML or XML page, not a JSON or YAML document")
            .with_help("was a web page saved in place of the document?"));
    }
    Ok(())
}

fn read(text: &str, hint: Hint, limits: &Limits) -> Result<Read, Failure> {
    if !starts_like_json(text) {
        return yaml::read(text, limits);
    }
    match json::read(text, limits).map(|value| Read { value, unindented: Vec::new() }) {
        // What starts like JSON may still be a YAML flow mapping: `{openapi: 3.0.0}`.
        Err(Failure::At { code: json::SYNTAX, offset, message, help }) if hint != Hint::Json => {
            match yaml::read(text, limits) {
                Err(failure) if hint == Hint::Yaml => Err(failure),
                Err(_) => Err(Failure::At { code: json::SYNTAX, offset, message, help }),
                read => read,
            }
        }
        read => read,
    }
}

/// Whether a text is to be tried as JSON first.
pub(super) fn starts_like_json(text: &str) -> bool {
    text.trim_start().starts_with(['{', '['])
}

fn diagnostics(file: FileId, text: &str, failure: Failure) -> Diagnostics {
    let place = |offset| Place { file, spot: Spot::Offset(offset) };
    match failure {
        Failure::At { code, offset, message, help } => {
            let diagnostic = Diagnostic::error(code, place(offset), message);
            help.into_iter().fold(diagnostic, Diagnostic::help).into()
        }
        Failure::DuplicateKeys => {
            let mut diagnostics = Diagnostics::new();
            for duplicate in Outline::of(text).duplicates(text, DUPLICATES_SHOWN) {
                let message = format!("the key `{}` stands twice in this object", duplicate.key);
                diagnostics.push(
                    Diagnostic::error("source::duplicate-key", place(duplicate.second), message)
                        .related(place(duplicate.first), "first here")
                        .help("remove one of them, or join them into one"),
                );
            }
            if diagnostics.is_empty() {
                // Keys that are aliases have no name in the outline.
                diagnostics.push(Diagnostic::error(
                    "source::duplicate-key",
                    place(0),
                    "a key stands twice in an object",
                ));
            }
            diagnostics
        }
    }
}

/// A hostile text may hold a million of them.
const DUPLICATES_SHOWN: usize = 32;
