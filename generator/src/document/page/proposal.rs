//! What the text around a fragment says and the fragment does not: credentials and deprecation. It is proposed as actions of
//! an OpenAPI Overlay, and never applied by itself.

mod credential;
mod deprecated;

use serde_json::Value;

use super::prose::Prose;
use crate::diagnostic::{Diagnostic, Diagnostics, Place, Spot};
use crate::document::Document;
use crate::pointer::{Pointer, Token};
use crate::source::FileId;

pub(super) use credential::Credentials;
pub(super) use deprecated::Deprecations;

/// Other places that a note shows.
const PLACES_SHOWN: usize = 4;
/// Operations that are named one by one in a proposal.
const MOST_TARGETS: usize = 6;

/// A fragment, and what stands around it.
pub(super) struct Around<'a> {
    pub(super) document: &'a Document,
    pub(super) prose: &'a Prose<'a>,
    pub(super) page: FileId,
}

impl Around<'_> {
    fn place(&self, offset: usize) -> Place {
        Place { file: self.page, spot: Spot::Offset(offset) }
    }
}

/// What all fragments of a run propose.
#[derive(Default)]
pub(super) struct Proposals {
    credentials: Credentials,
    deprecations: Deprecations,
}

impl Proposals {
    /// Looks at a fragment.
    pub(super) fn add(&mut self, around: &Around<'_>) {
        self.credentials.add(around);
        self.deprecations.add(around);
    }

    /// One note for each kind.
    pub(super) fn finish(self, diagnostics: &mut Diagnostics) {
        self.credentials.finish(diagnostics);
        self.deprecations.finish(diagnostics);
    }
}

/// A note at some places with the actions to paste.
fn note(code: &'static str, message: String, places: &[Place], actions: &[Value]) -> Diagnostic {
    let shown = actions.iter().map(Value::to_string).collect::<Vec<_>>().join(", ");
    let help = format!("where that is right, add to the `actions` of an overlay: {shown}");
    let note = Diagnostic::note(code, places.first().cloned(), message).help(help).actions(actions.to_vec());
    let others = places.iter().skip(1).take(PLACES_SHOWN);
    others.fold(note, |note, place| note.related(place.clone(), "here, too"))
}

/// The target of an operation (RFC 9535): `$.paths['/a'].get`.
fn target(operation: &Pointer) -> String {
    let quoted = |token: &Token| format!("['{}']", token.replace('\\', "\\\\").replace('\'', "\\'"));
    format!("${}", operation.tokens().iter().map(quoted).collect::<String>())
}
