//! Credentials in the text around fragments that have no security: `Authorization: Bearer …`, the name of a header, the
//! prefix of a key; and parameters that are credentials.

mod text;

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::{Around, MOST_TARGETS, note, target};
use crate::diagnostic::{Diagnostics, Place};
use crate::document::shape::operations;
use crate::pointer::Pointer;

/// A credential.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    /// A scheme of the header `Authorization`: `bearer`, `basic`.
    Http(&'static str),
    /// A header with a key.
    Header(String),
    /// The header `Authorization` with a word before the key.
    Word(String),
}

/// What speaks of a credential.
#[derive(Default)]
struct Evidence {
    places: Vec<Place>,
    operations: BTreeSet<Pointer>,
    /// The header parameters of this name.
    parameters: BTreeSet<String>,
}

/// The credentials of a run.
#[derive(Default)]
pub(in crate::document::page) struct Credentials {
    found: BTreeMap<Kind, Evidence>,
    /// How many operations say nothing of security.
    open: BTreeSet<Pointer>,
    /// Whether a fragment says something of security: then a requirement of the document would be one of its operations, too.
    secured: bool,
}

impl Credentials {
    pub(super) fn add(&mut self, around: &Around<'_>) {
        let document = &around.document.value;
        if is_secured(document) {
            self.secured = true;
            return;
        }
        let own: Vec<Pointer> = operations(document).map(|(at, _)| at).collect();
        self.open.extend(own.iter().cloned());
        if own.is_empty() {
            return;
        }
        let mut found: BTreeMap<Kind, (Place, Option<String>)> = BTreeMap::new();
        for (at, operation) in operations(document) {
            parameters(operation, |index, name, kind| {
                let place = around.document.origins.place(&at.join(["parameters", &index.to_string()]));
                found.entry(kind).or_insert((place, Some(name.to_owned())));
            });
        }
        let texts = [Pointer::root().join(["info", "description"])].into_iter();
        for at in texts.chain(own.iter().map(|at| at.child("description"))) {
            if let Some(kind) =
                at.get(document).and_then(Value::as_str).and_then(|text| text.lines().find_map(text::find))
            {
                found.entry(kind).or_insert_with(|| (around.document.origins.place(&at), None));
            }
        }
        for line in around.prose.around() {
            if let Some(kind) = text::find(line.text) {
                found.entry(kind).or_insert_with(|| (around.place(line.start), None));
            }
        }
        for (kind, (place, parameter)) in found {
            let evidence = self.found.entry(kind).or_default();
            evidence.places.push(place);
            evidence.operations.extend(own.iter().cloned());
            evidence.parameters.extend(parameter);
        }
    }

    /// One note for each credential.
    pub(super) fn finish(self, diagnostics: &mut Diagnostics) {
        for (kind, evidence) in &self.found {
            let count = evidence.operations.len();
            let operations =
                if count == 1 { "an operation has".to_owned() } else { format!("{count} operations have") };
            let what = kind.shown();
            let by = if evidence.parameters.is_empty() { "the text speaks of" } else { "a parameter is" };
            let message = format!("{operations} no security requirement, and {by} a credential: {what}");
            let actions = self.actions(kind, evidence);
            diagnostics.push(note("page::credential", message, &evidence.places, &actions));
        }
    }

    fn actions(&self, kind: &Kind, evidence: &Evidence) -> Vec<Value> {
        let name = kind.name();
        let requirement = json!([{ name.clone(): [] }]);
        let scheme = json!({"securitySchemes": {name: kind.scheme()}});
        let most = evidence.operations.len() == self.open.len() || evidence.operations.len() > MOST_TARGETS;
        let all = most && !self.secured;
        let mut actions = if all {
            vec![json!({"target": "$", "update": {"components": scheme, "security": requirement}})]
        } else {
            let update = json!({"security": requirement});
            let one = |at| json!({"target": target(at), "update": update});
            let first = json!({"target": "$", "update": {"components": scheme}});
            [first].into_iter().chain(evidence.operations.iter().map(one)).collect()
        };
        for parameter in &evidence.parameters {
            let target =
                format!("$.paths.*.*.parameters[?@.in == 'header' && @.name == '{}']", parameter.replace('\'', ""));
            actions.push(json!({"target": target, "remove": true}));
        }
        actions
    }
}

/// Whether a fragment says anything of security, be it that there is none.
fn is_secured(document: &Value) -> bool {
    let schemes = document.get("components").and_then(|components| components.get("securitySchemes")?.as_object());
    schemes.is_some_and(|schemes| !schemes.is_empty())
        || document.get("security").is_some()
        || operations(document).any(|(_, operation)| operation.get("security").is_some())
}

/// The header parameters of an operation that are credentials: `Authorization`, which OpenAPI ignores as a parameter
/// (Parameter Object), and required ones whose names say so.
fn parameters(operation: &Value, mut see: impl FnMut(usize, &str, Kind)) {
    let all = operation.get("parameters").and_then(Value::as_array).into_iter().flatten();
    for (index, parameter) in all.enumerate() {
        let text = |key: &str| parameter.get(key).and_then(Value::as_str);
        let (Some("header"), Some(name)) = (text("in"), text("name")) else { continue };
        let required = parameter.get("required") == Some(&Value::Bool(true));
        if name.eq_ignore_ascii_case("authorization") {
            let described = text("description").unwrap_or_default().to_lowercase();
            let basic = described.contains("basic");
            see(index, name, Kind::Http(if basic { "basic" } else { "bearer" }));
        } else if required && text::is_key_header(name) {
            see(index, name, Kind::Header(name.to_owned()));
        }
    }
}

impl Kind {
    fn shown(&self) -> String {
        match self {
            Self::Http("basic") => "the header `Authorization: Basic …`".to_owned(),
            Self::Http(_) => "the header `Authorization: Bearer …`".to_owned(),
            Self::Header(name) => format!("the header `{name}`"),
            Self::Word(word) => format!("the header `Authorization: {word} …`"),
        }
    }

    /// A name for the scheme.
    fn name(&self) -> String {
        match self {
            Self::Http("basic") => "basicAuth".to_owned(),
            Self::Http(_) => "bearerAuth".to_owned(),
            Self::Header(name) => name.to_ascii_lowercase().trim_start_matches("x-").to_owned(),
            Self::Word(_) => "authorization".to_owned(),
        }
    }

    fn scheme(&self) -> Value {
        match self {
            Self::Http(scheme) => json!({"type": "http", "scheme": scheme}),
            Self::Header(name) => json!({"type": "apiKey", "in": "header", "name": name}),
            Self::Word(word) => {
                let description = format!("The key with `{word} ` before it");
                json!({"type": "apiKey", "in": "header", "name": "Authorization", "description": description})
            }
        }
    }
}
