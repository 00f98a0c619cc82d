//! YAML → a value, within budgets: built from the parser's events, so that every decision of the standard's core schema
//! and every place is ours.

mod anchor;
mod builder;
mod scalar;

use saphyr_parser::Event;
use saphyr_parser::Parser;
use saphyr_parser::ScalarStyle;
use saphyr_parser::ScanError;
use serde_json::Value;

use super::Limits;
use super::char_index::CharIndex;
use super::parse::Failure;
use builder::Builder;

/// The code of a syntax error.
const SYNTAX: &str = "source::yaml";

/// Reads one YAML document (YAML 1.2, core schema).
pub(super) fn read(text: &str, limits: &Limits) -> Result<Value, Failure> {
    let index = CharIndex::new(text);
    let mut builder = Builder::new(limits);
    let mut parser = Parser::new_from_str(text);
    let mut documents = 0;
    while let Some(next) = parser.next_event() {
        let (event, span) = next.map_err(|error| syntax(&index, &error))?;
        let offset = index.byte(span.start.index());
        match event {
            Event::DocumentStart(_) if documents > 0 => {
                return Err(Failure::at("source::several-documents", offset, "a second YAML document starts here")
                    .with_help("one file holds one document: remove this `---` line, or split the file"));
            }
            Event::DocumentStart(_) => documents += 1,
            Event::Scalar(value, style, anchor, tag) if unended(text, style, index.byte(span.end.index())) => {
                let value = value.strip_suffix('\n').unwrap_or(&value).to_owned();
                builder.event(Event::Scalar(value.into(), style, anchor, tag), offset)?;
            }
            event => builder.event(event, offset)?,
        }
    }
    builder.finish()
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

fn syntax(index: &CharIndex<'_>, error: &ScanError) -> Failure {
    Failure::at(SYNTAX, index.byte(error.marker().index()), format!("this is not YAML: {}", error.info()))
}
