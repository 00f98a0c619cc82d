//! Generic schemas: a `$dynamicRef` is what the outermost schema on the way to it binds with a `$dynamicAnchor` (JSON Schema
//! 2020-12 core, section 8.2.3.2). Types have no dynamic scope, so a schema that binds anchors gets its own copy of what it refers
//! to: `UserList: {$ref: Page, $defs: {item: {$dynamicAnchor: item, …}}}` becomes a page of users.

use std::collections::{BTreeMap, HashMap, HashSet};

use serde_json::{Map, Value};

use super::Document;
use super::index::Index;
use super::position::Position;
use super::size::size;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::pointer::Pointer;

/// How many schemas are looked at and copied, beside as many as the document has values.
const LARGEST: usize = 20_000;

/// The schemas that anchors stand for.
type Bound = BTreeMap<String, Pointer>;

/// Gives each schema that binds anchors its copies.
pub fn apply(document: &mut Document, diagnostics: &mut Diagnostics) {
    if !mentions_anchors(&document.value) {
        return;
    }
    let input = document.clone();
    let Some(index) = Index::of(&input.value) else { return };
    let left = size(&input.value, usize::MAX).saturating_add(LARGEST);
    let mut run = Run {
        input: &input,
        index: &index,
        output: document,
        made: HashMap::new(),
        users: HashMap::new(),
        pending: Vec::new(),
        left,
    };
    for at in binding(&input.value) {
        if run.bind(&at).is_none() {
            let message = "the copies that schemas with a `$dynamicAnchor` need are too large, taken together";
            let error = Diagnostic::error("reference::large", input.origins.place(&at), message);
            diagnostics.push(error.help("write fewer of these schemas, or smaller ones"));
            return;
        }
    }
}

fn mentions_anchors(value: &Value) -> bool {
    match value {
        Value::Object(map) => map.contains_key("$dynamicAnchor") || map.values().any(mentions_anchors),
        Value::Array(items) => items.iter().any(mentions_anchors),
        _ => false,
    }
}

/// The schemas that bind anchors, outermost first.
fn binding(document: &Value) -> Vec<Pointer> {
    let (mut found, mut open) = (Vec::new(), vec![(Pointer::root(), Position::Document)]);
    while let Some((at, position)) = open.pop() {
        let Some(value) = at.get(document) else { continue };
        if position == Position::Schema && !bound(value, &at, &Bound::new()).is_empty() {
            found.push(at.clone());
        }
        open.extend(position.children(value).into_iter().rev().map(|(tokens, position)| (at.join(tokens), position)));
    }
    found
}

/// The anchors of a schema and its definitions, unless one outside of it has the name already.
fn bound(schema: &Value, at: &Pointer, outside: &Bound) -> Bound {
    let mut all = outside.clone();
    let mut bind = |schema: &Value, at: Pointer| {
        if let Some(name) = schema.get("$dynamicAnchor").and_then(Value::as_str) {
            all.entry(name.to_owned()).or_insert(at);
        }
    };
    bind(schema, at.clone());
    for key in DEFINITIONS {
        let definitions = schema.get(key).and_then(Value::as_object).into_iter().flatten();
        definitions.for_each(|(name, schema)| bind(schema, at.join([key, name])));
    }
    all
}

const DEFINITIONS: [&str; 2] = ["$defs", "definitions"];
const IDENTIFIERS: [&str; 3] = ["$id", "$anchor", "$dynamicAnchor"];
/// What may stand beside a `$ref` that only names and explains.
const BESIDE: [&str; 10] =
    ["$ref", "$id", "$anchor", "$dynamicAnchor", "$comment", "$schema", "$defs", "definitions", "title", "description"];

struct Run<'r> {
    input: &'r Document,
    index: &'r Index,
    output: &'r mut Document,
    /// Where the copy of a schema is, by what anchors stand for in it.
    made: HashMap<(Pointer, Bound), Pointer>,
    /// Whether a schema leads to one of the anchors.
    users: HashMap<(Pointer, Bound), bool>,
    /// Copies whose references still lead to what they are copies of: where they are, of what, and what is bound in them.
    pending: Vec<(Pointer, Pointer, Bound)>,
    left: usize,
}

/// `None`: the copies are too large. Each step is one schema, so nothing is left of the budget in the end.
impl Run<'_> {
    /// Leads the references of a schema that binds anchors to copies. What only is another schema becomes a copy of it.
    fn bind(&mut self, at: &Pointer) -> Option<()> {
        let Some(Value::Object(schema)) = at.get(&self.input.value) else { return Some(()) };
        let bound = bound(&Value::Object(schema.clone()), at, &Bound::new());
        let target = schema.get("$ref").and_then(|reference| self.target(reference, at));
        let target = target.filter(|_| schema.keys().all(|key| BESIDE.contains(&key.as_str())));
        let Some(target) = target else {
            self.made.insert((at.clone(), bound.clone()), at.clone());
            self.pending.push((at.clone(), at.clone(), bound));
            return self.finish(at);
        };
        if !self.uses(&target, &bound)? {
            return Some(());
        }
        self.made.insert((target.clone(), bound.clone()), at.clone());
        self.place(&target, at);
        for key in schema.keys().filter(|key| *key != "$ref") {
            if let Some(own) = self.input.part(&at.child(key)) {
                self.output.put(at, key, own);
            }
        }
        self.pending.push((at.clone(), target, bound));
        self.finish(at)
    }

    /// Leads the references of what was begun, and of all copies that this needs, beside `home`.
    fn finish(&mut self, home: &Pointer) -> Option<()> {
        while let Some((out, from, bound)) = self.pending.pop() {
            self.lead(out, from, &bound, home)?;
        }
        Some(())
    }

    /// Leads the references of the schemas at `out`, which are those at `from` of the input, to copies beside `home`.
    fn lead(&mut self, out: Pointer, from: Pointer, bound: &Bound, home: &Pointer) -> Option<()> {
        let mut open = vec![(out, from)];
        while let Some((out, from)) = open.pop() {
            self.left = self.left.checked_sub(1)?;
            let Some(value) = from.get(&self.input.value) else { continue };
            let inner = Position::Schema.children(value).into_iter();
            let inner = inner.filter(|(tokens, position)| {
                *position == Position::Schema && !tokens.first().is_some_and(|key| DEFINITIONS.contains(&key.as_str()))
            });
            open.extend(inner.map(|(tokens, _)| (out.join(&tokens), from.join(&tokens))));
            let reference = match (value.get("$dynamicRef").and_then(anchor), value.get("$ref")) {
                (Some(name), _) if bound.contains_key(name) => bound.get(name).cloned(),
                (_, Some(reference)) => match self.target(reference, &from) {
                    Some(target) if self.uses(&target, bound)? => Some(self.copy(&target, bound, home)?),
                    target => target,
                },
                _ => None,
            };
            let slot = out.get_mut(&mut self.output.value).and_then(Value::as_object_mut);
            if let (Some(reference), Some(map)) = (reference, slot) {
                map.shift_remove("$dynamicRef");
                map.insert("$ref".to_owned(), Value::String(reference.to_reference()));
            }
        }
        Some(())
    }

    /// The copy of a schema, beside the one that binds the anchors.
    fn copy(&mut self, target: &Pointer, outside: &Bound, home: &Pointer) -> Option<Pointer> {
        let bound = bound(target.get(&self.input.value)?, target, outside);
        let key = (target.clone(), bound);
        if let Some(known) = self.made.get(&key) {
            return Some(known.clone());
        }
        let definitions = home.child("$defs");
        if definitions.get(&self.output.value).is_none() {
            let place = self.input.origins.place(home);
            let empty = Document::new(Value::Object(Map::new()), super::Origins::at(place));
            self.output.put(home, "$defs", empty);
        }
        let name = target.tokens().last().map(ToString::to_string).unwrap_or_default();
        let names = std::iter::once(name.clone()).chain((2_u64..).map(|number| format!("{name}{number}")));
        let at = names.map(|name| definitions.child(name)).find(|at| at.get(&self.output.value).is_none())?;
        self.made.insert(key.clone(), at.clone());
        self.place(target, &at);
        self.pending.push((at.clone(), key.0, key.1));
        Some(at)
    }

    /// Puts a schema of the input at another place, without what identifies it.
    fn place(&mut self, target: &Pointer, at: &Pointer) {
        let (Some(parent), Some(name)) = (at.parent(), at.tokens().last()) else { return };
        let Some(mut part) = self.input.part(target) else { return };
        if let Value::Object(map) = &mut part.value {
            DEFINITIONS.iter().chain(&IDENTIFIERS).for_each(|key| drop(map.shift_remove(*key)));
        }
        self.output.put(&parent, name, part);
    }

    /// Whether a schema leads to one of the anchors that are bound.
    fn uses(&mut self, target: &Pointer, bound: &Bound) -> Option<bool> {
        let key = (target.clone(), bound.clone());
        if let Some(known) = self.users.get(&key) {
            return Some(*known);
        }
        let (mut open, mut seen, mut found) = (vec![target.clone()], HashSet::new(), false);
        while let Some(at) = open.pop().filter(|_| !found) {
            if !seen.insert(at.clone()) {
                continue;
            }
            self.left = self.left.checked_sub(1)?;
            let Some(value) = at.get(&self.input.value) else { continue };
            found = value.get("$dynamicRef").and_then(anchor).is_some_and(|name| bound.contains_key(name));
            open.extend(value.get("$ref").and_then(|reference| self.target(reference, &at)));
            let inner = Position::Schema.children(value).into_iter();
            let inner = inner.filter(|(tokens, position)| {
                *position == Position::Schema && !tokens.first().is_some_and(|key| DEFINITIONS.contains(&key.as_str()))
            });
            open.extend(inner.map(|(tokens, _)| at.join(tokens)));
        }
        self.users.insert(key, found);
        Some(found)
    }

    /// Where a reference of the input leads.
    fn target(&self, reference: &Value, at: &Pointer) -> Option<Pointer> {
        let target = self.index.resolve(self.base(at), reference.as_str()?, &self.input.value).ok()?;
        target.get(&self.input.value)?.is_object().then_some(target)
    }

    /// The resource that a schema stands in.
    fn base(&self, at: &Pointer) -> usize {
        let (mut value, mut base) = (&self.input.value, 0);
        for token in at.tokens() {
            let next = match value {
                Value::Array(items) => token.parse().ok().and_then(|index: usize| items.get(index)),
                value => value.get(token.as_str()),
            };
            let Some(next) = next else { break };
            value = next;
            base = value.get("$id").and_then(Value::as_str).map_or(base, |id| self.index.enter(id, base));
        }
        base
    }
}

/// The anchor that a dynamic reference names.
fn anchor(reference: &Value) -> Option<&str> {
    reference.as_str()?.split_once('#').map(|(_, name)| name)
}
