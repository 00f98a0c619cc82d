//! Generates a complete Rust client crate from any OpenAPI document.
//!
//! The stages, in order: text of documents ([`source`]) → one document ([`document`]) → one meaning ([`model`]) → one
//! decided Rust client ([`ir`], made by [`lower`]) → tokens ([`emit`]) → text ([`format`]) → files ([`files`]).

#[cfg(feature = "cli")]
pub mod cli;
pub mod config;
pub mod diagnostic;
pub mod docs;
pub mod document;
pub mod emit;
pub mod files;
pub mod format;
pub mod ir;
pub mod lower;
pub mod model;
pub mod names;
pub mod pointer;
pub mod report;
pub mod source;

mod runtime;

use config::Config;
use diagnostic::Diagnostics;
use document::Document;
use files::Files;
use report::Report;
use source::{FileId, Sources};

/// What a run reads.
pub struct Inputs<'a> {
    /// Documents, fragments or pages.
    pub documents: &'a [FileId],
    /// Overlays, applied in order.
    pub overlays: &'a [FileId],
    /// The configuration.
    pub config: &'a Config,
    /// Opens the files that the documents refer to.
    pub loader: &'a mut dyn document::bundle::Load,
}

/// What a run gives.
pub struct Generated {
    /// The meaning of the document.
    pub api: model::Api,
    /// The decided client.
    pub client: ir::Client,
    /// The crate.
    pub files: Files,
    /// What became of the document.
    pub report: Report,
}

/// Texts → one normalised document; `None` where nothing usable remains, and the diagnostics say why.
pub fn read(sources: &mut Sources, inputs: Inputs<'_>, diagnostics: &mut Diagnostics) -> Option<Document> {
    let file = *inputs.documents.first()?;
    match source::parse(sources, file) {
        Ok(value) => {
            let document = Document { value, origins: document::Origins::of(file) };
            Some(document::normalise::normalise(document, diagnostics))
        }
        Err(faults) => {
            diagnostics.extend(faults);
            None
        }
    }
}

/// The whole pipeline: texts → the files of a client crate; `None` where nothing usable remains, and the diagnostics say why.
///
/// # Example
/// ```
/// use crategen::{Inputs, config::Config, diagnostic::Diagnostics, document::bundle::FolderLoader, source::Sources};
///
/// let text = r#"{"openapi": "3.0.3", "info": {"title": "Pets", "version": "1"}, "paths": {
///     "/pets": {"get": {"operationId": "listPets", "responses": {"200": {"description": "All pets"}}}}}}"#;
/// let (mut sources, mut diagnostics, config) = (Sources::new(), Diagnostics::new(), Config::default());
/// let documents = [sources.add("pets.json", text)];
/// let mut loader = FolderLoader::new(".");
/// let inputs = Inputs { documents: &documents, overlays: &[], config: &config, loader: &mut loader };
/// let generated = crategen::generate(&mut sources, inputs, &mut diagnostics).ok_or("nothing usable")?;
/// assert!(generated.files.get("src/lib.rs").is_some());
/// # Ok::<(), &str>(())
/// ```
pub fn generate(sources: &mut Sources, inputs: Inputs<'_>, diagnostics: &mut Diagnostics) -> Option<Generated> {
    let config = inputs.config;
    let document = read(sources, inputs, diagnostics)?;
    let api = model::read(&document, diagnostics);
    let lower::Lowered { client, left_out, schemas } = lower::lower(config, &api, diagnostics);
    let mut files = format::format(emit::emit(&client));
    runtime::copy_into(&mut files, &client.parts);
    let operations = client.resources.iter().map(|resource| resource.operations.len()).sum();
    let servers = client.servers.iter().map(|server| server.url.clone()).collect();
    let report = Report::new(operations, schemas, left_out, servers);
    Some(Generated { api, client, files, report })
}
