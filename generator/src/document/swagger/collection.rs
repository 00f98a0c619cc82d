//! `collectionFormat` → `style` and `explode`. What 3.0 has no words for is a text that the caller joins: right on the wire, if
//! less comfortable.

use super::Run;
use super::view::View;
use crate::diagnostic::{Diagnostic, Place};

/// Where a list is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Way {
    Query,
    Path,
    Header,
    Form,
    Multipart,
}

/// How a list is sent.
pub(super) enum Sent {
    /// As 3.0 does without a word, or it is no list.
    Usual,
    /// With these words.
    Styled { style: &'static str, explode: bool, place: Place },
    /// As a text, joined by the caller.
    Text,
    /// As several texts, each joined by the caller.
    Texts,
}

/// How a parameter is sent. Lists are joined by commas where nothing else is said.
pub(super) fn sent(run: &mut Run<'_>, parameter: &View<'_>, way: Way) -> Sent {
    let is_list = parameter.text("type") == Some("array");
    let format = parameter.get("collectionFormat");
    if !is_list {
        return Sent::Usual;
    }
    let place = format.as_ref().unwrap_or(parameter).place();
    let items = parameter.get("items");
    let file = items.as_ref().is_some_and(|items| items.text("type") == Some("file"));
    let said = format.as_ref().and_then(|format| format.value.as_str());
    if file && way == Way::Multipart {
        return Sent::Usual;
    }
    let nested = items.filter(|items| items.text("type") == Some("array"));
    let sent = match style(said.unwrap_or("csv"), way) {
        Some((style, explode)) => Sent::Styled { style, explode, place: place.clone() },
        None if way == Way::Multipart && said == Some("multi") => Sent::Usual,
        None => Sent::Text,
    };
    match (sent, nested) {
        (Sent::Text, _) => {
            say(
                run,
                place,
                format!("a list that is `{}` here cannot be described in OpenAPI 3", said.unwrap_or("csv")),
            );
            Sent::Text
        }
        (sent, None) => sent,
        (Sent::Styled { explode: true, .. } | Sent::Usual, Some(items)) => {
            say(run, items.place(), "how the lists in this list are sent cannot be described in OpenAPI 3".to_owned());
            Sent::Texts
        }
        (_, Some(items)) => {
            say(run, items.place(), "how the lists in this list are sent cannot be described in OpenAPI 3".to_owned());
            Sent::Text
        }
    }
}

fn style(format: &str, way: Way) -> Option<(&'static str, bool)> {
    Some(match (format, way) {
        ("csv", Way::Query | Way::Form) => ("form", false),
        ("csv", Way::Path | Way::Header) => ("simple", false),
        ("ssv", Way::Query | Way::Form) => ("spaceDelimited", false),
        ("pipes", Way::Query | Way::Form) => ("pipeDelimited", false),
        ("multi", Way::Query | Way::Form) => ("form", true),
        _ => return None,
    })
}

fn say(run: &mut Run<'_>, place: Place, message: String) {
    let told = Diagnostic::warning("swagger::collection-format", place, format!("{message}; it was read as a text"));
    run.diags.push(
        told.help("callers join the values themselves; declare another `collectionFormat` if the server takes one"),
    );
}
