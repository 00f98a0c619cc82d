//! YAML → a value, within budgets: built from the parser's events, so that every decision of the standard's core schema
//! and every place is ours.

mod anchor;
mod builder;
mod scalar;

use saphyr_parser::Event;
use saphyr_parser::Parser;
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
            event => builder.event(event, offset)?,
        }
    }
    builder.finish()
}

fn syntax(index: &CharIndex<'_>, error: &ScanError) -> Failure {
    Failure::at(SYNTAX, index.byte(error.marker().index()), format!("this is not YAML: {}", error.info()))
}
