//! Where a document is wrong, as the responses of its server show: overlay actions that correct it, with their evidence.
//!
//! It looks at the document as it is written, and not at its meaning, because an overlay corrects what is written. Each action is
//! applied before the next responses are compared, so that what is printed applies, and a second run finds nothing.

mod actions;
mod another;
mod check;
mod evidence;
mod har;
mod named;
mod responses;
mod route;
mod schema;
mod shape;

use serde_json::{Value, json};

use crate::diagnostic::Diagnostics;
use crate::document::{Document, overlay};
use crate::source::Sources;
use evidence::Evidence;

pub use har::har;
pub use named::named;

/// A response of a server.
#[derive(Clone, Debug, PartialEq)]
pub struct Response {
    /// What was called.
    pub call: Call,
    /// The status.
    pub status: u16,
    /// The media type, without parameters.
    pub media_type: Option<String>,
    /// The body.
    pub body: Body,
}

/// What was called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Call {
    /// The operation of that id.
    Operation(String),
    /// A request.
    Request {
        /// The method, in capital letters.
        method: String,
        /// The URL, or its path.
        url: String,
    },
}

/// The body of a response.
#[derive(Clone, Debug, PartialEq)]
pub enum Body {
    /// Nothing.
    Empty,
    /// JSON.
    Json(Value),
    /// Another text, or bytes.
    Other,
}

/// What was learned.
#[derive(Clone, Debug, Default)]
pub struct Learned {
    /// Action Objects (Overlay 1.0.0, section 4.4.3). Names of properties, media types and values of enums are in them, other
    /// values of responses never.
    pub actions: Vec<Value>,
    /// How many responses are of an operation of the document.
    pub known: usize,
    /// How many are of none.
    pub unknown: usize,
}

/// How often corrections are applied and responses compared again: one correction can show the next.
const ROUNDS: usize = 16;

/// Compares responses with a document, which overlays may have corrected before, and returns what corrects it. What is wrong with
/// the document itself is added to `diagnostics`.
pub fn learn(
    sources: &mut Sources,
    mut document: Document,
    responses: &[Response],
    diagnostics: &mut Diagnostics,
) -> Learned {
    let mut learned = Learned::default();
    for _ in 0..ROUNDS {
        let routes = route::Routes::of(&document.value);
        let others = another::Others::of(&document.value, &routes, responses);
        let mut evidence = Evidence::default();
        (learned.known, learned.unknown) = (0, 0);
        for response in responses {
            match routes.find(&response.call) {
                Some(operation) => {
                    learned.known += 1;
                    responses::compare(&document.value, operation, response, &others, &mut evidence);
                }
                None => learned.unknown += 1,
            }
        }
        let mut found = actions::of(&document.value, &evidence);
        // An action that did not help does not the second time.
        found.retain(|action| !learned.actions.contains(action));
        if found.is_empty() {
            break;
        }
        let text = overlay_of(&found).to_string();
        let file = sources.add("<learned>", text);
        match overlay::apply(sources, file, document.clone()) {
            Ok((corrected, _)) => document = corrected,
            Err(errors) => {
                diagnostics.extend(errors);
                break;
            }
        }
        learned.actions.extend(found);
    }
    learned
}

/// The ids of the operations of a document.
pub fn operations(document: &Document) -> Vec<String> {
    route::Routes::of(&document.value).ids()
}

/// An Overlay Object with these actions.
pub fn overlay_of(actions: &[Value]) -> Value {
    json!({
        "overlay": "1.0.0",
        "info": {"title": "Corrections by what the server answers", "version": "1.0.0"},
        "actions": actions,
    })
}
