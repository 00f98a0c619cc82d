//! Diagnostics → JSON for programs.

use serde_json::{Map, Value, json};

use super::located::{Located, Shown, Texts, sorted};
use super::location::Location;
use crate::diagnostic::{Diagnostic, Proposal};
use crate::source::Sources;

/// An array with an object for each diagnostic.
pub(super) fn to_json(diagnostics: &[Diagnostic], sources: &Sources) -> Value {
    let mut texts = Texts::new(sources);
    let located = sorted(diagnostics, &mut texts);
    let object = |found: Located<'_>| {
        let Diagnostic { severity, code, message, help, .. } = found.diagnostic;
        let mut object = Map::new();
        object.insert("severity".to_owned(), severity.as_str().into());
        object.insert("code".to_owned(), (*code).into());
        object.insert("message".to_owned(), message.as_str().into());
        place(found.at.as_ref(), &texts, &mut object);
        let related = found.related.iter().map(|(shown, what)| {
            let mut object = Map::new();
            object.insert("message".to_owned(), (*what).into());
            place(Some(shown), &texts, &mut object);
            Value::Object(object)
        });
        object.insert("related".to_owned(), related.collect());
        object.insert("help".to_owned(), json!(help));
        let (rule, actions) = match &found.diagnostic.proposal {
            Some(Proposal::Rule(lines)) => (Some(lines), None),
            Some(Proposal::Actions(actions)) => (None, Some(actions)),
            None => (None, None),
        };
        object.extend(rule.map(|lines| ("rule".to_owned(), json!(lines))));
        object.extend(actions.map(|actions| ("actions".to_owned(), json!(actions))));
        Value::Object(object)
    };
    located.into_iter().map(object).collect()
}

fn place(shown: Option<&Shown<'_>>, texts: &Texts<'_>, object: &mut Map<String, Value>) {
    match shown.map(|shown| Location::of(shown, texts).to_json()) {
        Some(Value::Object(location)) => object.extend(location),
        _ => object.extend(["file", "line", "column", "pointer"].map(|key| (key.to_owned(), Value::Null))),
    }
}
