//! Generates a complete Rust client crate from any OpenAPI document.
//!
//! The stages, in order: text of documents ([`source`]) → one document ([`document`]) → one meaning ([`model`]) → one
//! decided Rust client ([`ir`], made by [`lower`]) → tokens ([`emit`]) → text ([`mod@format`]) → files ([`files`]).
//!
//! A program that only wants a crate uses [`Generator`]; the stages are for tools that look between them, and may change with any
//! version.

#[cfg(feature = "cli")]
pub mod cli;
pub mod config;
pub mod diagnostic;
pub mod docs;
pub mod document;
pub mod drift;
pub mod emit;
#[cfg(feature = "fetch")]
pub mod fetch;
pub mod files;
pub mod format;
mod formats;
pub mod html;
pub mod ir;
pub mod learn;
pub mod lower;
mod media_type;
pub mod model;
pub mod names;
pub mod place;
pub mod pointer;
pub mod render;
pub mod report;
pub mod requirements;
mod schema;
#[cfg(feature = "fetch")]
pub mod site;
pub mod source;
pub mod standard;
pub mod surface;

#[path = "lib/generator.rs"]
mod generator;
mod runtime;

pub use generator::{Error, Generator, Made};

use config::Config;
use diagnostic::Diagnostics;
use document::{Document, merge};
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
    /// What a client that is a module needs of its crate; `None` for a crate.
    pub part: Option<Part>,
}

/// What a client that is a module needs of the crate that it is a part of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// The path of the module: `crate::api`.
    pub module: String,
    /// The tables of features and dependencies that the crate's manifest has to have, as TOML: see [`requirements::missing`].
    pub requirements: String,
    /// The `recursion_limit` that the root of the crate needs, if it is more than rustc's default.
    pub recursion_limit: Option<usize>,
}

/// A step of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Texts → one document, corrected.
    Read,
    /// The document → the wording that is read.
    Normalise,
    /// The document → its meaning → the decided client.
    Decide,
    /// The client → the text of its files.
    Print {
        /// How many parts of the crate were begun before this one.
        begun: usize,
        /// How many parts it has.
        all: usize,
    },
}

/// Texts → one document, uncorrected: [`parts`], merged.
pub fn merged(sources: &mut Sources, inputs: &mut Inputs<'_>, diagnostics: &mut Diagnostics) -> Option<Document> {
    let parts = parts(sources, inputs, diagnostics)?;
    joined(sources, parts, inputs.config, diagnostics)
}

/// Parts → one document; `None` where nothing usable remains, and the diagnostics say why.
pub fn joined(
    sources: &Sources,
    parts: Vec<merge::Part>,
    config: &Config,
    diagnostics: &mut Diagnostics,
) -> Option<Document> {
    match <[merge::Part; 1]>::try_from(parts) {
        Ok([only]) => Some(only.document),
        Err(mut parts) => {
            // The same relative URL in two documents is two servers, if they are of two hosts.
            parts.iter_mut().for_each(|part| document::located::apply(sources, &mut part.document, diagnostics));
            merge::merge(parts, &config.merge, diagnostics)
        }
    }
}

/// Texts → what is merged: pages are cut into fragments, and references to files brought in.
pub fn parts(
    sources: &mut Sources,
    inputs: &mut Inputs<'_>,
    diagnostics: &mut Diagnostics,
) -> Option<Vec<merge::Part>> {
    let is_page = |file: &FileId| document::page::is_page(sources, *file);
    let pages: Vec<FileId> = inputs.documents.iter().copied().filter(is_page).collect();
    let fragments = match pages.as_slice() {
        [] => Vec::new(),
        pages => document::page::fragments(sources, pages, inputs.loader, diagnostics)?,
    };
    let paths = document::page::fragment_paths(&fragments);
    let mut parts = merge::Part::of_fragments(sources, fragments, paths);
    for &file in inputs.documents.iter().filter(|file| !pages.contains(file)) {
        parts.push(part(sources, file, inputs.loader, diagnostics)?);
    }
    Some(parts)
}

/// A whole document → a part to be merged, with what its references to files bring in.
pub fn part(
    sources: &mut Sources,
    file: FileId,
    loader: &mut dyn document::bundle::Load,
    diagnostics: &mut Diagnostics,
) -> Option<merge::Part> {
    let name = sources.name(file).to_owned();
    let value = diagnostics.keep(source::parse_foreign(sources, file))?;
    let document = Document::new(value, document::Origins::of(file));
    let path = loader.path_of(&name);
    let document = document::bundle::bundle(sources, loader, document, &path, diagnostics);
    Some(merge::Part::new(name, document::swagger::convert(document, diagnostics)))
}

/// Texts → one document, corrected by the overlays.
pub fn corrected(sources: &mut Sources, inputs: &mut Inputs<'_>, diagnostics: &mut Diagnostics) -> Option<Document> {
    let mut document = merged(sources, inputs, diagnostics)?;
    for &overlay in inputs.overlays {
        document = diagnostics.keep(document::overlay::apply(sources, overlay, document))?;
    }
    document::written::apply(sources, &mut document, diagnostics);
    document::webhooks::apply(&mut document, &inputs.config.webhooks, diagnostics);
    Some(document)
}

/// Texts → one document, corrected by the overlays and normalised; `None` where nothing usable remains, and the
/// diagnostics say why.
pub fn read(sources: &mut Sources, mut inputs: Inputs<'_>, diagnostics: &mut Diagnostics) -> Option<Document> {
    let document = corrected(sources, &mut inputs, diagnostics)?;
    normalised(document, diagnostics)
}

fn normalised(mut document: Document, diagnostics: &mut Diagnostics) -> Option<Document> {
    document::merge_keys::apply(&mut document, diagnostics);
    document::reserved::leave_out(&mut document, diagnostics);
    document::generics::apply(&mut document, diagnostics);
    let document = document::normalise::normalise(document, diagnostics);
    (!document::faults::is_faulty(&document.value)).then_some(document)
}

/// What a normalised document means, as far as the configuration takes it.
pub fn meaning(document: &Document, config: &Config, diagnostics: &mut Diagnostics) -> model::Api {
    let selection = document::filter::select(document, &config.filter, diagnostics);
    model::read(document, &selection, diagnostics)
}

/// What is compared of one side of a drift: everything that the pipeline knows before it prints.
pub struct Known {
    /// The corrected document, as somebody wrote it.
    pub document: Document,
    /// What it means.
    pub api: model::Api,
    /// The client that it becomes.
    pub client: ir::Client,
    /// What the server calls: webhooks and callbacks.
    pub called: model::Api,
}

impl Known {
    /// Reads a corrected document; `None` where nothing usable remains, and the diagnostics say why.
    pub fn of(document: Document, config: &Config, diagnostics: &mut Diagnostics) -> Option<Self> {
        let normal = normalised(document.clone(), diagnostics)?;
        let api = meaning(&normal, config, diagnostics);
        let client = lower::lower(config, &api, diagnostics).client;
        let called = called(&document, diagnostics);
        Some(Self { document, api, client, called })
    }

    /// What [`drift::compare`] takes.
    pub fn meaning(&self) -> drift::Meaning<'_> {
        drift::Meaning { document: &self.document, api: &self.api, client: &self.client, called: &self.called }
    }
}

/// What the server calls. What is wrong elsewhere in the document is known already.
fn called(document: &Document, diagnostics: &mut Diagnostics) -> model::Api {
    let Some(called) = drift::Called::of(document) else { return model::Api::default() };
    let mut found = Diagnostics::new();
    let normal = normalised(called.document.clone(), &mut found);
    let api = normal.map(|normal| model::read(&normal, &document::filter::Selection::default(), &mut found));
    found.retain(|diagnostic| !diagnostics.iter().any(|known| known == diagnostic));
    diagnostics.extend(found);
    api.map(|api| called.only(api)).unwrap_or_default()
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
    generate_watched(sources, inputs, diagnostics, &|_| {})
}

/// [`generate`], which reports each step before it begins.
pub fn generate_watched(
    sources: &mut Sources,
    mut inputs: Inputs<'_>,
    diagnostics: &mut Diagnostics,
    watch: &(dyn Fn(Step) + Sync),
) -> Option<Generated> {
    let config = inputs.config;
    watch(Step::Read);
    let mut document = corrected(sources, &mut inputs, diagnostics)?;
    document::located::apply(sources, &mut document, diagnostics);
    printed(document, config, diagnostics, watch)
}

/// [`generate_watched`] from a document that is corrected already.
pub fn generate_document(
    sources: &mut Sources,
    mut document: Document,
    config: &Config,
    diagnostics: &mut Diagnostics,
    watch: &(dyn Fn(Step) + Sync),
) -> Option<Generated> {
    document::written::apply(sources, &mut document, diagnostics);
    printed(document, config, diagnostics, watch)
}

fn printed(
    document: Document,
    config: &Config,
    diagnostics: &mut Diagnostics,
    watch: &(dyn Fn(Step) + Sync),
) -> Option<Generated> {
    watch(Step::Normalise);
    let document = normalised(document, diagnostics)?;
    watch(Step::Decide);
    let api = meaning(&document, config, diagnostics);
    let lower::Lowered { client, left_out, schemas } = lower::lower(config, &api, diagnostics);
    drop(document);
    let mut files =
        format::format_watched(emit::emit_in_place(&client), &|begun, all| watch(Step::Print { begun, all }));
    runtime::copy_into(&mut files, &client);
    let operations = client.resources.iter().map(|resource| resource.operations.len()).sum();
    let destinations = report::Destinations { servers: client.all_servers(), token_urls: client.token_urls() };
    let (webhooks, callbacks) = client.called();
    let report =
        Report::new(operations, schemas, left_out, destinations).called(webhooks, callbacks).filtered(api.filtered);
    let part = client.module.as_ref().map(|module| Part {
        module: module.to_string(),
        requirements: emit::requirements(&client),
        recursion_limit: client.recursion_limit,
    });
    Some(Generated { api, client, files, report, part })
}
