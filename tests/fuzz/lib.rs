//! What several targets do: text of any bytes goes into the generator.

use crategen::config::Config;
use crategen::diagnostic::Diagnostics;
use crategen::document::bundle::{Load, LoadError};
use crategen::place::FileId;
use crategen::source::Sources;
use crategen::{Generated, Inputs};

/// No document has another one beside it.
pub struct Alone;

impl Load for Alone {
    fn load(&mut self, _: &str) -> Result<Vec<u8>, LoadError> {
        Err(LoadError::Missing)
    }
}

/// A document for overlays.
const BASE: &str = include_str!("base.yaml");

/// The files that a run of the generator begins with.
pub enum Given<'b> {
    /// A document of this name.
    Document(&'static str, &'b [u8]),
    /// An overlay of a document.
    Overlay(&'b [u8]),
}

impl Given<'_> {
    fn add(&self, sources: &mut Sources) -> (Vec<FileId>, Vec<FileId>) {
        match self {
            Self::Document(name, bytes) => (vec![sources.add_bytes(*name, *bytes)], Vec::new()),
            Self::Overlay(bytes) => {
                (vec![sources.add("openapi.yaml", BASE)], vec![sources.add_bytes("overlay.yaml", *bytes)])
            }
        }
    }
}

/// Reads a document, corrected and normalised. Where it is none, an error says why; and whatever is said can be shown.
pub fn read(given: &Given<'_>) {
    let (mut sources, mut said, config) = (Sources::new(), Diagnostics::new(), Config::default());
    let (documents, overlays) = given.add(&mut sources);
    let inputs = Inputs { documents: &documents, overlays: &overlays, config: &config, loader: &mut Alone };
    let read = crategen::read(&mut sources, inputs, &mut said);
    shown(&said, &sources);
    assert!(read.is_some() || said.has_errors(), "nothing was read, and no error says why");
}

/// Generates a client of a document. Where it is none, an error says why.
pub fn generate(given: &Given<'_>) -> Option<Generated> {
    let (mut sources, mut said, config) = (Sources::new(), Diagnostics::new(), Config::default());
    let (documents, overlays) = given.add(&mut sources);
    let inputs = Inputs { documents: &documents, overlays: &overlays, config: &config, loader: &mut Alone };
    let generated = crategen::generate(&mut sources, inputs, &mut said);
    shown(&said, &sources);
    assert!(generated.is_some() || said.has_errors(), "nothing was generated, and no error says why");
    generated
}

/// Diagnostics are shown for people and for programs alike.
fn shown(said: &Diagnostics, sources: &Sources) {
    let for_people = said.render(sources, false);
    let for_programs = said.to_json(sources);
    assert_eq!(for_people.is_empty(), for_programs.as_array().is_some_and(Vec::is_empty));
}
