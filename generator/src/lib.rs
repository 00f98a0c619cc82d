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
pub mod files;
pub mod ir;
pub mod lower;
pub mod model;
pub mod names;
pub mod pointer;
pub mod report;
pub mod source;

// Placeholder for the pipeline until the stages are there: the branch `tools` builds its commands against it.
use config::Config;
use diagnostic::{Diagnostic, Diagnostics};
use document::Document;
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
    /// The crate.
    pub files: files::Files,
    /// What became of the document.
    pub report: report::Report,
}

/// Texts → one normalised document.
pub fn read(sources: &mut Sources, inputs: Inputs<'_>, diagnostics: &mut Diagnostics) -> Option<Document> {
    let file = *inputs.documents.first()?;
    match serde_json::from_str(sources.text(file)) {
        Ok(value) => Some(Document { value, origins: document::Origins::of(file) }),
        Err(error) => {
            let place = diagnostic::Place { file, spot: diagnostic::Spot::Offset(0) };
            diagnostics.push(Diagnostic::error("source::syntax", place, error.to_string()));
            None
        }
    }
}

/// The whole pipeline.
pub fn generate(sources: &mut Sources, inputs: Inputs<'_>, diagnostics: &mut Diagnostics) -> Option<Generated> {
    let name = inputs.config.package.name.clone().unwrap_or_else(|| "client".into());
    let document = read(sources, inputs, diagnostics)?;
    let operations = document.value.get("paths").and_then(|paths| paths.as_object()).map_or(0, |paths| paths.len());
    let manifest = format!("[package]\nname = \"{name}\"\nversion = \"0.1.0\"\nedition = \"2024\"\n");
    let files = [("Cargo.toml", manifest), ("src/lib.rs", "//! Empty.\n".into())].into_iter().collect();
    Some(Generated { files, report: report::Report::new(operations, 0, Vec::new(), Vec::new()) })
}
