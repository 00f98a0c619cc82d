//! The diagnostics about keys that nothing reads.

use super::{First, Key, Kind};
use crate::diagnostic::{Diagnostic, nearest};
use crate::document::Document;
use crate::standard::{Field, Position, Since, Treatment};

/// The diagnostic about one key.
pub(super) fn of(kind: Kind, key: Key<'_>, first: &First, minor: u8, document: &Document) -> Diagnostic {
    let (position, name) = key;
    let place = document.origins.key_place(&first.at);
    let said = |message: String| message + &places(first.count);
    match kind {
        Kind::NotUsed(lost) => {
            Diagnostic::note("document::unused-key", place, said(format!("`{name}` is not used: {lost}")))
        }
        Kind::NotSupported(lost) => {
            Diagnostic::warning("document::unsupported-key", place, said(format!("`{name}` is not supported: {lost}")))
        }
        Kind::Newer(field) => newer(field, first, minor, document),
        Kind::BesideReference => {
            let message = said(format!("`{name}` beside a `$ref` is ignored"));
            let text = matches!(name, "summary" | "description");
            let made = if text { Diagnostic::note } else { Diagnostic::warning };
            made("reference::siblings", place, message).help("write it where the reference leads to")
        }
        Kind::Unknown => {
            unknown(key, first, minor, document, said(format!("`{name}` is not a field of the {}", position.name())))
        }
    }
}

/// The diagnostic about the unknown keys beyond those that are reported one by one.
pub(super) fn of_more(first: &First, document: &Document) -> Diagnostic {
    let place = document.origins.key_place(&first.at);
    let message =
        format!("{} more keys are not fields of their objects and are ignored; the first is here", first.count);
    Diagnostic::warning("document::unknown-key", place, message).help("correct those that are reported first")
}

fn newer(field: &Field, first: &First, minor: u8, document: &Document) -> Diagnostic {
    let place = document.origins.key_place(&first.at);
    let (name, since) = (field.name, field.since.as_str());
    let message = format!("`{name}` is defined by OpenAPI {since} and read so, but the document is of 3.{minor}");
    let made = match field.treatment {
        Treatment::Annotation | Treatment::Identifier => Diagnostic::note,
        _ => Diagnostic::warning,
    };
    made("document::newer-key", place, message + &places(first.count))
}

fn unknown((position, name): Key<'_>, first: &First, minor: u8, document: &Document, message: String) -> Diagnostic {
    let place = document.origins.key_place(&first.at);
    if let Some(near) = nearest(name, names(position)) {
        return Diagnostic::warning("document::unknown-key", place, message).help(format!("did you mean `{near}`?"));
    }
    if position == Position::Schema && first.is_object {
        let help = "if it is a property, put it under `properties`; a key of your own begins with `x-`";
        return Diagnostic::warning("document::unknown-key", place, message).help(help);
    }
    // JSON Schema 2020-12 core, section 4.3.1: an unknown keyword is an annotation.
    if position == Position::Schema && minor >= 1 {
        let message = format!("{message}; it is read as an annotation, without effect");
        return Diagnostic::note("schema::unknown-keyword", place, message);
    }
    let owner = Position::ALL.into_iter().find(|other| names(*other).any(|known| known == name));
    let help = match owner {
        Some(owner) => format!("it is a field of the {}; a key of your own begins with `x-`", owner.name()),
        None => "remove it; a key of your own begins with `x-`".to_owned(),
    };
    Diagnostic::warning("document::unknown-key", place, message).help(help)
}

/// The fields of an object that a document should have.
fn names(position: Position) -> impl Iterator<Item = &'static str> {
    let fields = position.fields().iter().filter(|field| field.since != Since::OlderSchema);
    fields.map(|field| field.name).filter(|name| !name.starts_with("x-"))
}

fn places(count: usize) -> String {
    if count > 1 { format!(" ({count} places, the first of them here)") } else { String::new() }
}
