//! `[[streaming]]` and `[[responses]]`: which representation of a response a call asks for, and what switches the server to it.

use crate::config::Which;
use crate::config::paging::which;
use crate::config::read::Table;
use crate::config::values::{invalid, parsed, value};
use crate::diagnostic::{Diagnostics, Place};
use crate::pointer::Pointer;

/// `[[streaming]]`: how operations are switched to a stream of items, which OpenAPI has no words for.
#[derive(Clone, Debug)]
pub struct StreamingRule {
    /// Which operations.
    pub which: Which,
    /// `kind`: what the stream is; without it, what the document says, else server-sent events.
    pub kind: Option<StreamKind>,
    /// `item`: the schema of an item, as a JSON Pointer of the document.
    pub item: Option<Pointer>,
    /// `field` or `parameter`: what switches the server.
    pub by: Option<SwitchedBy>,
    /// `value`: what is sent in it; `true` if it is not said.
    pub value: String,
    /// `end`: the data behind the last item; `[DONE]` if it is not said.
    pub end: Option<String>,
    /// Where the rule stands.
    pub place: Place,
}

/// What a stream of items is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StreamKind {
    /// `"events"`: server-sent events (WHATWG HTML, section 9.2).
    Events,
    /// `"lines"`: JSON, one value a line.
    Lines,
}

/// What switches a server to a stream.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SwitchedBy {
    /// A field of the request body, as a JSON Pointer into it.
    Field(Pointer),
    /// A parameter.
    Parameter(String),
}

/// `[[responses]]`: which of several media types a plain call asks for.
#[derive(Clone, Debug)]
pub struct ResponseRule {
    /// Which operations.
    pub which: Which,
    /// `media-type`: as the document has it.
    pub media_type: String,
    /// Where the rule stands.
    pub place: Place,
}

pub(super) fn streaming(rule: &mut Table<'_, '_>, diagnostics: &mut Diagnostics) -> Option<StreamingRule> {
    let before = diagnostics.iter().count();
    let which = which("[[streaming]]", rule, diagnostics);
    let kind = rule.text("kind", diagnostics).and_then(|kind| {
        parsed(kind, "kind", "must be \"events\" or \"lines\"", diagnostics, |kind| match kind {
            "events" => Some(StreamKind::Events),
            "lines" => Some(StreamKind::Lines),
            _ => None,
        })
    });
    let item = pointer(rule, "item", "must be a schema of the document, as #/components/schemas/Item", diagnostics);
    let field = pointer(rule, "field", "must be a JSON Pointer into the request body, as /stream", diagnostics);
    let parameter = value(rule.text("parameter", diagnostics));
    let sent = value(rule.flag_or_text("value", diagnostics));
    let end = value(rule.text("end", diagnostics));
    let place = rule.place();
    if field.is_some() && parameter.is_some() {
        invalid(&place, "[[streaming]]", "can have only one of `field` and `parameter`", diagnostics);
    }
    let by = field.map(SwitchedBy::Field).or(parameter.map(SwitchedBy::Parameter));
    if by.is_none() && sent.is_some() {
        invalid(&place, "value", "needs `field` or `parameter`: where it is sent", diagnostics);
    }
    if by.is_none() && item.is_none() && end.is_none() {
        invalid(&place, "[[streaming]]", "needs `field`, `parameter`, `item` or `end`", diagnostics);
    }
    let fine = diagnostics.iter().count() == before;
    let value = sent.unwrap_or_else(|| "true".to_owned());
    if fine { Some(StreamingRule { which: which?, kind, item, by, value, end, place }) } else { None }
}

/// A JSON Pointer, also in the form of a `$ref` to the same document.
fn pointer(rule: &mut Table<'_, '_>, key: &'static str, what: &str, diagnostics: &mut Diagnostics) -> Option<Pointer> {
    let found = rule.text(key, diagnostics)?;
    parsed(found, key, what, diagnostics, |text| {
        let pointer: Pointer = text.strip_prefix('#').unwrap_or(text).parse().ok()?;
        (!pointer.tokens().is_empty()).then_some(pointer)
    })
}

pub(super) fn responses(rule: &mut Table<'_, '_>, diagnostics: &mut Diagnostics) -> Option<ResponseRule> {
    let which = which("[[responses]]", rule, diagnostics);
    let media_type = rule.required("media-type", diagnostics);
    Some(ResponseRule { which: which?, media_type: media_type?.value, place: rule.place() })
}
