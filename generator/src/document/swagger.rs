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
pub(in crate::document) mod parameters;
mod references;
mod responses;
mod root;
mod schemas;
mod security;
mod servers;
mod view;

use serde_json::Value;

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::document::{Document, Fault, size};
use crate::pointer::Pointer;
use media::Media;
use view::View;

/// What a run knows.
struct Run<'r> {
    root: View<'r>,
    consumes: Media,
    produces: Media,
    host: Option<servers::Host>,
    diags: &'r mut Diagnostics,
    /// How many values stand more than once in the result.
    copied: usize,
}

/// How many values may stand more than once: what is shared in 2.0 and cannot be in 3.0 is small in real documents.
const MOST_COPIED: usize = 3_000_000;

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
    let host = servers::host(&root, diags);
    let mut run = Run { root, consumes, produces, host, diags, copied: 0 };
    let mut output = root::root(&mut run);
    references::turn(&document, &mut output);
    output.faults.extend(&document.faults);
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
    /// Counts copies of a value. Where there are too many, this is said once, and the mark stands in the place of more.
    fn too_large(&mut self, view: &View<'_>, times: usize) -> Option<Document> {
        let code = "swagger::large";
        let before = self.copied;
        let cost = size::size(view.value, MOST_COPIED).saturating_mul(times);
        self.copied = before.saturating_add(cost).min(MOST_COPIED + 1);
        if self.copied <= MOST_COPIED {
            return None;
        }
        let message = "what operations share here would be repeated too often in OpenAPI 3";
        if before <= MOST_COPIED {
            let told = Diagnostic::error(code, view.place(), message);
            self.diags.push(told.help("name fewer media types, or send less of it in forms"));
        }
        Some(view::faulty(view.place(), Fault { code, reason: message.to_owned() }))
    }

    /// What a reference inside of the document leads to, over further references; the view itself where it is none.
    fn resolve(&self, view: &View<'r>) -> Option<View<'r>> {
        const LONGEST: usize = 32;
        let mut view = view.clone();
        for _ in 0..LONGEST {
            let Some(text) = view.text("$ref") else { return Some(view) };
            view = Pointer::of_reference(text).find_map(|at| self.root.find(&at))?;
        }
        None
    }
}
