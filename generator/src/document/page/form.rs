//! The forms of what stands in fences, as a table: each recogniser sees a fence and what it says. Forms are those of the
//! published formats; no platform is known by its name.

mod fragment;
mod messages;
mod request;
mod schema;
mod version_2;

use serde_json::Value;

use super::extract;
use super::found::Kind;
use super::markdown::Fence;
use crate::document::Document;
use crate::source::FileId;

/// A fence, and what it says.
pub(super) struct Fenced<'f> {
    /// The fence.
    pub(super) fence: &'f Fence,
    /// Its content as a text of its own.
    pub(super) region: FileId,
    /// That text.
    pub(super) text: &'f str,
    /// Its value; `None` where it does not parse.
    pub(super) value: Option<&'f Value>,
}

/// What a form makes of a fence.
pub(super) enum Reading {
    /// A document of a part of an API.
    Document(Document),
    /// Something else, and what it is about.
    Other(Kind, String),
}

/// The forms. The first that knows a fence decides.
const FORMS: [fn(&Fenced<'_>) -> Option<Reading>; 6] =
    [fragment::read, version_2::read, extract::read, messages::read, request::read, schema::read];
/// Words of which one stands in each fence that a form knows.
const SIGNS: [&str; 6] = ["openapi", "swagger", "asyncapi", "paths", "method", "$schema"];

/// What a fence holds; `None` for an example.
pub(super) fn read(fenced: &Fenced<'_>) -> Option<Reading> {
    FORMS.iter().find_map(|form| form(fenced))
}

/// Whether a fence may have a form, by its words: what has not is never parsed.
pub(super) fn may_be_known(fence: &Fence) -> bool {
    let says = |sign: &&str| fence.pieces.iter().any(|piece| piece.text.contains(*sign));
    let named = |word: &String| word == "json_schema" || word == "http";
    fence.info.words.iter().any(named) || SIGNS.iter().any(says) || messages::above(fence)
}
