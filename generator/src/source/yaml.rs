//! YAML → a value, within budgets: built from the parser's events, so that every decision of the standard's core schema
//! and every place is ours.

mod anchor;
mod builder;
mod indentation;
mod scalar;

use saphyr_parser::Event;
use saphyr_parser::Parser;
use saphyr_parser::ScalarStyle;
use serde_json::Value;

use super::Limits;
use super::char_index::CharIndex;
use super::parse::Failure;
use builder::Builder;
pub(super) use indentation::{Indented, is_of_indentation};

/// The code of a syntax error.
const SYNTAX: &str = "source::yaml";

/// A YAML document that was read.
pub(super) struct Read {
    pub(super) value: Value,
    /// Bytes where lines start that are indented less than YAML wants.
    pub(super) unindented: Vec<usize>,
}

/// Reads one YAML document (YAML 1.2, core schema).
pub(super) fn read(text: &str, limits: &Limits) -> Result<Read, Failure> {
    let failure = match events(&Indented::unchanged(text), limits) {
        Ok(value) => return Ok(Read { value, unindented: Vec::new() }),
        Err(Unread { is_of_indentation: false, failure }) => return Err(failure),
        Err(Unread { failure, .. }) => failure,
    };
    let Some(indented) = Indented::of(text) else { return Err(failure) };
    match events(&indented, limits) {
        Ok(value) => Ok(Read { value, unindented: indented.lines }),
        Err(unread) => Err(unread.failure),
    }
}

/// Why a text could not be read, and whether spaces before its lines may mend it.
struct Unread {
    failure: Failure,
    is_of_indentation: bool,
}

impl From<Failure> for Unread {
    fn from(failure: Failure) -> Self {
        Self { failure, is_of_indentation: false }
    }
}

fn events(indented: &Indented<'_>, limits: &Limits) -> Result<Value, Unread> {
    let text = &*indented.text;
    let index = CharIndex::new(text);
    let written = |char: usize| indented.written(index.byte(char));
    let mut builder = Builder::new(limits);
    let mut parser = Parser::new_from_str(text);
    let mut documents = 0;
    while let Some(next) = parser.next_event() {
        let (event, span) = next.map_err(|error| {
            let message = format!("this is not YAML: {}", error.info());
            let failure = Failure::at(SYNTAX, written(error.marker().index()), message);
            Unread { failure, is_of_indentation: is_of_indentation(&error) }
        })?;
        let offset = written(span.start.index());
        match event {
            Event::DocumentStart(_) if documents > 0 => {
                let failure = Failure::at("source::several-documents", offset, "a second YAML document starts here");
                let help = "one file holds one document: remove this `---` line, or split the file";
                return Err(failure.with_help(help).into());
            }
            Event::DocumentStart(_) => documents += 1,
            Event::Scalar(value, style, anchor, tag) if unended(text, style, index.byte(span.end.index())) => {
                let value = value.strip_suffix('\n').unwrap_or(&value).to_owned();
                builder.event(Event::Scalar(value.into(), style, anchor, tag), offset)?;
            }
            event => builder.event(event, offset)?,
        }
    }
    Ok(builder.finish()?)
}

/// What a plain scalar means, in YAML and in JSON.
pub(crate) fn plain_scalar(text: &str) -> Value {
    scalar::plain(text)
}

/// Whether a block scalar ends with the text, which has no line break there: then its value has none either (YAML 1.2,
/// section 8.1.1.2), though the parser adds one.
fn unended(text: &str, style: ScalarStyle, end: usize) -> bool {
    matches!(style, ScalarStyle::Literal | ScalarStyle::Folded) && end >= text.len() && !text.ends_with(['\n', '\r'])
}
