//! Diagnostics → JSON for programs.

use serde_json::Map;
use serde_json::Value;
use serde_json::json;

use super::Diagnostic;
use super::Place;
use super::Proposal;
use super::located::Shown;
use super::located::Texts;
use super::located::locate;
use crate::source::Sources;

/// An array with an object for each diagnostic.
pub(super) fn to_json(diagnostics: &[Diagnostic], sources: &Sources) -> Value {
    let mut texts = Texts::new(sources);
    let located = locate(diagnostics, &mut texts);
    let object = |found: super::located::Located<'_>| {
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

/// Each place as `{file, line, column, pointer}`, as diagnostics have it; each text is read once for all of them.
pub fn places_to_json<'p>(places: impl IntoIterator<Item = &'p Place>, sources: &Sources) -> Vec<Value> {
    let mut texts = Texts::new(sources);
    let object = |at: &Place| {
        let mut object = Map::new();
        place(Some(&texts.shown(at)), &texts, &mut object);
        Value::Object(object)
    };
    places.into_iter().map(object).collect()
}

fn place(shown: Option<&Shown<'_>>, texts: &Texts<'_>, object: &mut Map<String, Value>) {
    object.insert("file".to_owned(), json!(shown.map(|shown| texts.name(shown.file))));
    object.insert("line".to_owned(), json!(shown.map(|shown| shown.span.line)));
    object.insert("column".to_owned(), json!(shown.map(|shown| shown.span.column)));
    let pointer = shown.and_then(|shown| shown.pointer).map(ToString::to_string);
    object.insert("pointer".to_owned(), json!(pointer));
}
