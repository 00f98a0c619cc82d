//! The generator in a page: `cargo xtask playground` makes one file of HTML of it, which works without a server and sends
//! nothing. A request and its answer are JSON.

#[cfg(target_arch = "wasm32")]
mod exports;

use crategen::config::Config;
use crategen::diagnostic::Diagnostics;
use crategen::document::bundle::{Load, LoadError};
use crategen::source::{FileId, Sources};
use crategen::{Generated, Inputs, emit};
use serde::Deserialize;
use serde_json::{Value, json};

/// What the page asks.
#[derive(Debug, Deserialize)]
struct Request {
    /// The document.
    document: Text,
    /// An overlay that corrects it; empty for none.
    overlay: Text,
    /// The configuration, `codegen.toml`; empty for none.
    config: Text,
}

/// A text and its name.
#[derive(Debug, Deserialize)]
struct Text {
    name: String,
    text: String,
}

/// The answer to a request: `{report, files: [{path, text}], calls: [{method, path, call, example}]}`, in which `report` is that of
/// `crategen generate --report`, with the diagnostics. Without a client `files` and `calls` are empty.
///
/// # Errors
/// The request is not one of the page.
pub fn answer(request: &[u8]) -> Result<Value, serde_json::Error> {
    let request: Request = serde_json::from_slice(request)?;
    let (mut sources, mut diagnostics) = (Sources::new(), Diagnostics::new());
    let generated = generated(request, &mut sources, &mut diagnostics);
    let report = generated.as_ref().map(|generated| generated.report.clone()).unwrap_or_default();
    let files = generated.iter().flat_map(|generated| generated.files.iter());
    let files: Vec<Value> = files.map(|(path, text)| json!({ "path": path, "text": text })).collect();
    Ok(json!({
        "report": report.to_json(&sources, &diagnostics),
        "files": files,
        "calls": generated.iter().flat_map(calls).collect::<Vec<_>>(),
    }))
}

fn generated(request: Request, sources: &mut Sources, diagnostics: &mut Diagnostics) -> Option<Generated> {
    let Request { document, overlay, config } = request;
    let config = match added(sources, config).map(|file| Config::parse(sources, file)) {
        None => Config::default(),
        Some(Ok(config)) => config,
        Some(Err(wrong)) => {
            diagnostics.extend(wrong);
            return None;
        }
    };
    let overlays: Vec<FileId> = added(sources, overlay).into_iter().collect();
    let documents = [sources.add(document.name, document.text)];
    let inputs = Inputs { documents: &documents, overlays: &overlays, config: &config, loader: &mut Nothing };
    crategen::generate(sources, inputs, diagnostics)
}

fn added(sources: &mut Sources, Text { name, text }: Text) -> Option<FileId> {
    (!text.trim().is_empty()).then(|| sources.add(name, text))
}

/// A page has no files beside the document.
struct Nothing;

impl Load for Nothing {
    fn load(&mut self, _: &str) -> Result<Vec<u8>, LoadError> {
        Err(LoadError::Missing)
    }
}

/// How each operation is called.
fn calls(generated: &Generated) -> Vec<Value> {
    let resources = generated.client.resources.iter();
    let operations = resources.flat_map(|one| one.operations.iter().map(move |operation| (one, operation)));
    let call = operations.map(|(resource, operation)| {
        json!({
            "method": operation.method,
            "path": operation.path_template(),
            "call": resource.call(operation),
            "example": emit::example_of(&generated.client, resource, operation),
            "deprecated": operation.deprecated,
        })
    });
    call.collect()
}
