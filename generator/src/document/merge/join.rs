//! Two statements about one thing → the statement that accepts whatever either of them accepts.
//!
//! Texts never contradict each other: one that is there wins over one that is not, and the first wins over a later one.

mod keys;
mod parameters;
mod schema;
mod schemes;
mod tables;

use serde_json::Map;
use serde_json::Value;

use crate::document::Document;
use crate::pointer::Pointer;

pub(super) use tables::Kind;
use tables::Rule;
pub(super) use tables::component as component_kind;

/// How the first statement becomes the joined one.
#[derive(Clone, Debug)]
enum Edit {
    /// What the other statement has at the pointer, and this one has not.
    Take(Pointer),
    /// A value that neither has.
    Set(Pointer, Value),
    /// What the other statement does not demand.
    Remove(Pointer),
}

/// How the joined statement differs from one of the two, where a reader has to know it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Change {
    /// Another text of the same field; the first is kept.
    Text(Pointer),
    /// Something that only one of them has: a property, an enum value, a status, null, a wider limit.
    Wider(Pointer, String),
    /// A property or parameter that only one of them requires, and whether it is required now.
    Required(Pointer, String, bool),
}

impl Change {
    /// Where it is.
    pub(super) fn at(&self) -> &Pointer {
        match self {
            Self::Text(at) | Self::Wider(at, _) | Self::Required(at, ..) => at,
        }
    }
}

/// What a name that only one statement requires becomes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Required {
    /// Optional: what is received may lack it.
    Either,
    /// Required: what is only sent has to have it.
    Both,
}

/// Two statements that no one statement covers; the pointer is the place of the difference.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Contradiction(pub(super) Pointer);

/// Whether a difference is not worth a word: data for examples, and what only one platform reads.
fn is_silent(key: &str) -> bool {
    key.starts_with("x-") || matches!(key, "example" | "examples" | "externalDocs" | "deprecated")
}

/// The work of joining two values.
struct Join {
    way: Vec<String>,
    required: Required,
    edits: Vec<Edit>,
    changes: Vec<Change>,
}

/// Makes `one` the statement that accepts whatever `one` or `other` accepts.
///
/// # Errors
/// They contradict each other; then `one` is unchanged.
pub(super) fn join(
    one: &mut Document,
    other: &Document,
    kind: Kind,
    required: Required,
) -> Result<Vec<Change>, Contradiction> {
    let mut join = Join { way: Vec::new(), required, edits: Vec::new(), changes: Vec::new() };
    join.values(kind, &one.value, &other.value)?;
    for edit in join.edits {
        edit.apply(one, other);
    }
    Ok(join.changes)
}

impl Edit {
    fn apply(self, one: &mut Document, other: &Document) {
        let at = match &self {
            Self::Take(at) | Self::Set(at, _) | Self::Remove(at) => at,
        };
        let (Some(parent), Some(key)) = (at.parent(), at.tokens().last()) else { return };
        match &self {
            Self::Take(at) => {
                if let Some(part) = other.part(at) {
                    one.put(&parent, key, part);
                }
            }
            Self::Set(at, value) => {
                let known = if at.get(&one.value).is_some() { &one.origins } else { &other.origins };
                let place = known.place(at);
                if let Some(Value::Object(map)) = parent.get_mut(&mut one.value) {
                    map.insert(key.to_string(), value.clone());
                    one.origins.remove_key(at);
                    one.origins.set(at.clone(), place);
                }
            }
            Self::Remove(at) => one.remove(at),
        }
    }
}

type Step = Result<(), Contradiction>;

impl Join {
    fn at(&self) -> Pointer {
        Pointer::root().join(&self.way)
    }

    fn child(&self, key: &str) -> Pointer {
        self.at().child(key)
    }

    fn contradiction(&self) -> Contradiction {
        Contradiction(self.at())
    }

    fn wider(&mut self, what: impl Into<String>) {
        let change = Change::Wider(self.at(), what.into());
        self.changes.push(change);
    }

    /// Goes one step down.
    fn inside(&mut self, key: impl ToString, step: impl FnOnce(&mut Self) -> Step) -> Step {
        self.way.push(key.to_string());
        let outcome = step(self);
        if outcome.is_ok() {
            self.way.pop();
        }
        outcome
    }

    /// Tries a step whose contradiction is no end: nothing of it stays.
    fn attempt(&mut self, step: impl FnOnce(&mut Self) -> Step) -> bool {
        let (way, edits, changes) = (self.way.len(), self.edits.len(), self.changes.len());
        let outcome = step(self).is_ok();
        if !outcome {
            self.way.truncate(way);
            self.edits.truncate(edits);
            self.changes.truncate(changes);
        }
        outcome
    }

    fn values(&mut self, kind: Kind, one: &Value, other: &Value) -> Step {
        if one == other {
            return Ok(());
        }
        match (kind, one, other) {
            (Kind::Schema, _, _) => self.schemas(one, other),
            (Kind::Text, _, _) => {
                self.texts(one, other);
                Ok(())
            }
            (Kind::Exact, _, _) => Err(self.contradiction()),
            (Kind::Map(entries), Value::Object(one), Value::Object(other)) => self.maps(*entries, one, other),
            (Kind::SecurityScheme, Value::Object(one), Value::Object(other)) => self.schemes(one, other),
            (_, Value::Object(one), Value::Object(other)) => self.objects(kind, one, other),
            _ => Err(self.contradiction()),
        }
    }

    /// The text that is there; of two, the first.
    fn texts(&mut self, one: &Value, other: &Value) {
        let empty = |value: &Value| value.as_str().is_some_and(|text| text.trim().is_empty());
        if empty(one) && !empty(other) {
            let edit = Edit::Set(self.at(), other.clone());
            self.edits.push(edit);
        } else if !empty(other) && !self.way.last().is_some_and(|key| is_silent(key)) {
            let change = Change::Text(self.at());
            self.changes.push(change);
        }
    }

    /// The entries of both; names come from the document's author.
    fn maps(&mut self, entries: Kind, one: &Map<String, Value>, other: &Map<String, Value>) -> Step {
        for (name, value) in other {
            match one.get(name) {
                Some(own) => self.inside(name, |join| join.values(entries, own, value))?,
                None => {
                    let edit = Edit::Take(self.child(name));
                    self.edits.push(edit);
                    if entries != Kind::Text {
                        self.wider(format!("`{name}`"));
                    }
                }
            }
        }
        for name in one.keys().filter(|name| entries != Kind::Text && !other.contains_key(*name)) {
            self.wider(format!("`{name}`"));
        }
        Ok(())
    }

    /// Two objects of the standard, field by field.
    fn objects(&mut self, kind: Kind, one: &Map<String, Value>, other: &Map<String, Value>) -> Step {
        for key in keys::of_both(one, other) {
            let rule = tables::rule(kind, key);
            if kind == Kind::Operation {
                self.required = if key == "responses" { Required::Either } else { Required::Both };
            }
            self.inside(key, |join| join.field(rule, key, one.get(key), other.get(key)))?;
        }
        Ok(())
    }

    fn field(&mut self, rule: Rule, key: &str, one: Option<&Value>, other: Option<&Value>) -> Step {
        match (rule, one, other) {
            (Rule::Join(kind), Some(one), Some(other)) => self.values(kind, one, other),
            (Rule::Join(Kind::Text | Kind::Map(_)), None, Some(_)) => {
                let edit = Edit::Take(self.at());
                self.edits.push(edit);
                Ok(())
            }
            (Rule::Join(Kind::Text | Kind::Map(_)), Some(_), None) => Ok(()),
            (Rule::Join(_), _, _) => Err(self.contradiction()),
            (Rule::Default(default), one, other) => self.defaulted(default, one, other),
            (Rule::Required, one, other) => {
                self.flag_required(key, one, other);
                Ok(())
            }
            (Rule::Parameters, one, other) => self.parameters(one, other),
        }
    }

    /// A field that means `default` where it is not there.
    fn defaulted(&self, default: &str, one: Option<&Value>, other: Option<&Value>) -> Step {
        let meant = |value: Option<&Value>| value.map_or_else(|| default.to_owned(), Value::to_string);
        if meant(one) == meant(other) { Ok(()) } else { Err(self.contradiction()) }
    }

    /// `required` of a parameter or body.
    fn flag_required(&mut self, key: &str, one: Option<&Value>, other: Option<&Value>) {
        let set = |value: Option<&Value>| value == Some(&Value::Bool(true));
        if set(one) == set(other) {
            return;
        }
        let required = self.required == Required::Both;
        let edit = Edit::Set(self.at(), Value::Bool(required));
        self.edits.push(edit);
        let named = self.way.iter().rev().nth(1).filter(|_| key == "required");
        let change = Change::Required(self.at(), named.cloned().unwrap_or_default(), required);
        self.changes.push(change);
    }
}
