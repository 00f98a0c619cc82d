//! OpenAPI 2.0 (Swagger) → OpenAPI 3.0. Every value keeps the place where the 2.0 text has it. What 3.0 cannot say of how a value
//! is sent becomes a text that the caller writes, with a warning, never something else on the wire.
//!
//! | 2.0 | 3.0 |
//! |---|---|
//! | `host`, `basePath`, `schemes` | `servers`, HTTPS first; relative without a host |
//! | `definitions`, `responses`, `parameters`, `securityDefinitions` | `components` |
//! | `in: body`, `in: formData`, `consumes` | `requestBody` |
//! | `schema` of a response, `produces`, `examples` | `content` |
//! | `type` and what goes with it at a parameter or header | `schema` |
//! | `collectionFormat` | `style` and `explode` |
//! | `type: file`, `x-nullable`, `discriminator: NAME` | `format: binary`, `nullable`, `propertyName` |
//!
//! What neither version knows stays where it is.

mod bodies;
mod collection;
mod forms;
mod inputs;
mod media;
mod operations;
mod parameters;
mod references;
mod responses;
mod root;
mod schemas;
mod security;
mod servers;
mod view;

use serde_json::Value;

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::document::Document;
use crate::pointer::Pointer;
use media::Media;
use view::View;

/// What a run knows.
struct Run<'r> {
    root: View<'r>,
    consumes: Media,
    produces: Media,
    diags: &'r mut Diagnostics,
}

/// Whether a document says that it is OpenAPI 2.0.
pub fn is_version_2(document: &Value) -> bool {
    document.get("openapi").is_none() && version(document).is_some_and(|version| version.split('.').next() == Some("2"))
}

/// A document of OpenAPI 2.0 as one of OpenAPI 3.0; any other document as it is. Its references lead to no other file: see
/// [`bundle`](crate::document::bundle).
pub fn convert(document: Document, diags: &mut Diagnostics) -> Document {
    if !is_version_2(&document.value) {
        return document;
    }
    let root = View::root(&document);
    check_version(&root, diags);
    let consumes = Media::of_document(&root, "consumes");
    let produces = Media::of_document(&root, "produces");
    let mut run = Run { root, consumes, produces, diags };
    let mut output = root::root(&mut run);
    references::turn(&document, &mut output);
    output
}

/// The version that a document says, as text.
fn version(document: &Value) -> Option<String> {
    match document.get("swagger")? {
        Value::String(text) => Some(text.trim().to_owned()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

fn check_version(root: &View<'_>, diags: &mut Diagnostics) {
    let Some(said) = root.get("swagger").filter(|said| !said.value.is_string()) else { return };
    let message = format!("`swagger` is the text \"2.0\"; `{}` was read as that", said.value);
    diags.push(Diagnostic::warning("document::version", said.place(), message));
}

impl<'r> Run<'r> {
    /// What a reference inside of the document leads to, over further references; the view itself where it is none.
    fn resolve(&self, view: &View<'r>) -> Option<View<'r>> {
        const LONGEST: usize = 32;
        let mut view = view.clone();
        for _ in 0..LONGEST {
            let Some(text) = view.text("$ref") else { return Some(view) };
            view = references::target(text).find_map(|at: Pointer| self.root.find(&at))?;
        }
        None
    }
}
