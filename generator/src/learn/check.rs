//! A value beside its schema: where they differ, and in what.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::evidence::Finding;
use super::schema::Node;
use super::shape::{is_name, kind};
use crate::formats;
use crate::ir::Int;
use crate::pointer::Pointer;

/// Something that was found, and the value where a schema has to be made of it.
pub(super) type Found<'v> = (Pointer, Finding, Option<&'v Value>);

/// How deep values and compositions are followed.
const DEPTH: usize = 256;

/// How many schemas one response is compared with: unions in unions take exponential time otherwise.
const STEPS: usize = 5_000_000;

/// One comparison of a value with its schema.
pub(super) struct Check<'d> {
    document: &'d Value,
    steps: usize,
}

impl<'d> Check<'d> {
    pub(super) fn new(document: &'d Value) -> Self {
        Self { document, steps: STEPS }
    }

    /// Whether the rest of a comparison was left out, as it took too long.
    pub(super) fn is_spent(&self) -> bool {
        self.steps == 0
    }

    /// What is wrong with a value; nothing where it fits.
    pub(super) fn value<'v>(&mut self, at: Pointer, value: &'v Value) -> Vec<Found<'v>> {
        let mut found = Vec::new();
        if let Some(node) = Node::at(self.document, at) {
            self.compare(node, value, true, DEPTH, &mut found);
        }
        found
    }

    /// `whole`: whether it is the whole schema of the value, and not one of several that it must fit.
    fn compare<'v>(&mut self, site: Node<'d>, value: &'v Value, whole: bool, depth: usize, found: &mut Vec<Found<'v>>) {
        let (Some(depth), Some(steps)) = (depth.checked_sub(1), self.steps.checked_sub(1)) else { return };
        self.steps = steps;
        let Some(node) = site.clone().resolved(self.document) else { return };
        if value.is_null() {
            if !self.allows_null(&node, depth) && !self.allows_null(&site, depth) {
                found.push((site.at, Finding::Null, None));
            }
            return;
        }
        let before = found.len();
        self.scalar(&node, value, found);
        if found.len() > before {
            return;
        }
        for part in node.list("allOf") {
            self.compare(part, value, false, depth, found);
        }
        for key in ["oneOf", "anyOf"] {
            self.union(&node, key, value, depth, found);
        }
        match value {
            Value::Array(items) => self.items(&node, items, depth, found),
            Value::Object(members) => {
                self.members(&node, members, depth, found);
                if whole {
                    self.further(&node, members, found);
                }
            }
            _ => {}
        }
    }

    /// Whether a schema allows null, as it is written: one that says nothing of types does.
    fn allows_null(&self, node: &Node<'d>, depth: usize) -> bool {
        let Some(depth) = depth.checked_sub(1) else { return true };
        if node.flag("nullable") || node.types().contains(&"null") {
            return true;
        }
        let allows = |part: Node<'d>| part.resolved(self.document).is_none_or(|part| self.allows_null(&part, depth));
        let has_null = |key: &str| node.list(key).into_iter().any(allows);
        if !node.list("anyOf").is_empty() || !node.list("oneOf").is_empty() {
            return has_null("anyOf") || has_null("oneOf");
        }
        let values = node.value.get("enum").and_then(Value::as_array);
        if node.value.get("const").is_some_and(Value::is_null)
            || values.is_some_and(|values| values.contains(&Value::Null))
        {
            return true;
        }
        let says =
            ["type", "enum", "const", "properties", "items", "$ref"].iter().any(|key| node.value.get(key).is_some());
        !says && node.list("allOf").into_iter().all(allows)
    }

    /// Type, format, range and values.
    fn scalar<'v>(&self, node: &Node<'d>, value: &'v Value, found: &mut Vec<Found<'v>>) {
        let (types, kind) = (node.types(), kind(value));
        let is_number = |kind: &str| matches!(kind, "integer" | "number");
        let fits = |wanted: &&str| *wanted == kind || (*wanted == "number" && is_number(kind));
        let mut add = |finding| found.push((node.at.clone(), finding, None));
        if !types.is_empty() && !types.iter().any(fits) {
            return add(Finding::Type(kind));
        }
        if let (Some(text), Some(format)) = (value.as_str(), node.text("format"))
            && !formats::fits(format, text)
        {
            return add(Finding::Format);
        }
        if let Some(finding) = beyond(node, &types, value) {
            return add(finding);
        }
        let values = node.value.get("enum").and_then(Value::as_array);
        let one = node.value.get("const");
        let is_value = |wanted: &Value| wanted == value || (wanted.is_number() && wanted.as_f64() == value.as_f64());
        let known = values.is_none_or(|values| values.iter().any(is_value)) && one.is_none_or(is_value);
        if !known && !value.is_array() && !value.is_object() {
            add(Finding::Value(value.to_string()));
        }
    }

    /// A union: the branch that the value fits, or the one that it is meant to.
    fn union<'v>(&mut self, node: &Node<'d>, key: &str, value: &'v Value, depth: usize, found: &mut Vec<Found<'v>>) {
        let branches = node.list(key);
        if branches.is_empty() {
            return;
        }
        if let Some(branch) = self.told(node, &branches, value) {
            return self.compare(branch, value, true, depth, found);
        }
        let mut best: Option<Vec<Found<'v>>> = None;
        let mut of_kind = 0;
        for branch in branches {
            let mut wrong = Vec::new();
            self.compare(branch.clone(), value, true, depth, &mut wrong);
            // A property more is no reason against a branch.
            if wrong.iter().all(|(_, finding, _)| matches!(finding, Finding::Property(_))) {
                return found.extend(if of_kind == 0 { wrong } else { Vec::new() });
            }
            let at = branch.resolved(self.document).map(|branch| branch.at);
            let is_of_kind = !wrong.iter().any(|(place, finding, _)| {
                matches!(finding, Finding::Type(_) | Finding::Null) && Some(place) == at.as_ref()
            });
            of_kind += usize::from(is_of_kind);
            if is_of_kind {
                best = Some(wrong);
            }
        }
        match (best, of_kind) {
            // Which of several was meant nobody knows.
            (Some(wrong), 1) => found.extend(wrong),
            (None, _) => found.push((node.at.child(key), Finding::Type(kind(value)), Some(value))),
            _ => {}
        }
    }

    /// The branch that the discriminator names.
    fn told(&self, node: &Node<'d>, branches: &[Node<'d>], value: &Value) -> Option<Node<'d>> {
        let discriminator = node.value.get("discriminator")?;
        let tag = value.get(discriminator.get("propertyName")?.as_str()?)?.as_str()?;
        let mapped = discriminator.get("mapping").and_then(|mapping| mapping.get(tag)).and_then(Value::as_str);
        let wanted = mapped.unwrap_or(tag);
        let name = |reference: &str| reference.rsplit('/').next().unwrap_or_default().to_owned();
        let is_it = |branch: &&Node<'d>| branch.text("$ref").is_some_and(|to| to == wanted || name(to) == name(wanted));
        branches.iter().find(is_it).cloned()
    }

    fn items<'v>(&mut self, node: &Node<'d>, items: &'v [Value], depth: usize, found: &mut Vec<Found<'v>>) {
        let prefix = node.list("prefixItems");
        for (index, item) in items.iter().enumerate() {
            match prefix.get(index).cloned().or_else(|| node.child("items").filter(|items| items.value.is_object())) {
                Some(schema) => self.compare(schema, item, true, depth, found),
                None => return,
            }
        }
    }

    fn members<'v>(
        &mut self,
        node: &Node<'d>,
        members: &'v Map<String, Value>,
        depth: usize,
        found: &mut Vec<Found<'v>>,
    ) {
        let properties = node.child("properties");
        let further = node.child("additionalProperties").filter(|schema| schema.value.is_object());
        for (key, value) in members {
            let own = properties.as_ref().and_then(|properties| properties.child(key));
            if let Some(schema) = own.or_else(|| further.clone()) {
                self.compare(schema, value, true, depth, found);
            }
        }
        for required in node.list("required") {
            let Some(key) = required.value.as_str().filter(|key| !members.contains_key(*key)) else { continue };
            let schema = properties.as_ref().and_then(|properties| properties.child(key)?.resolved(self.document));
            // What is only written stands in no response.
            if !schema.is_some_and(|schema| schema.flag("writeOnly")) {
                found.push((node.at.clone(), Finding::Missing(key.to_owned()), None));
            }
        }
    }

    /// The keys that the schema does not know, where it is about objects with known keys.
    fn further<'v>(&self, node: &Node<'d>, members: &'v Map<String, Value>, found: &mut Vec<Found<'v>>) {
        let mut known = BTreeSet::new();
        if node.list("oneOf").is_empty()
            && node.list("anyOf").is_empty()
            && self.known(node, &mut known, DEPTH)
            && !known.is_empty()
        {
            let further = members.iter().filter(|(key, _)| !known.contains(key.as_str()) && is_name(key));
            found.extend(further.map(|(key, value)| (node.at.clone(), Finding::Property(key.clone()), Some(value))));
        }
    }

    /// Collects the keys of a schema and its parts; `false` where it allows others with intent.
    fn known(&self, node: &Node<'d>, known: &mut BTreeSet<&'d str>, depth: usize) -> bool {
        let Some(depth) = depth.checked_sub(1) else { return false };
        let further = node.value.get("additionalProperties").is_some_and(|further| further != &Value::Bool(false));
        if further || node.value.get("patternProperties").is_some() {
            return false;
        }
        let own = node.value.get("properties").and_then(Value::as_object);
        known.extend(own.into_iter().flatten().map(|(key, _)| key.as_str()));
        let parts = ["allOf", "oneOf", "anyOf"].iter().flat_map(|key| node.list(key)).collect::<Vec<_>>();
        parts.into_iter().all(|part| part.resolved(self.document).is_some_and(|part| self.known(&part, known, depth)))
    }
}

/// Why a client's type has no room for a number: it is of the type that the format and the limits mean.
fn beyond(node: &Node<'_>, types: &[&str], value: &Value) -> Option<Finding> {
    let number = value.as_number()?;
    let format = node.text("format");
    let whole = types.contains(&"integer") || (types.contains(&"number") && Int::is_meant_by(format));
    if !whole {
        return None;
    }
    // serde_json has others as a float, which is whole, or it would be of another type.
    let exact = Int::exact(number);
    #[expect(
        clippy::cast_possible_truncation,
        reason = "a float beyond 128 bits becomes the last number of these, which no type has"
    )]
    let number = match (exact, number.as_f64()) {
        (Some(exact), _) => exact,
        (None, Some(float)) if float.fract() != 0.0 => return types.contains(&"number").then_some(Finding::Format),
        (None, Some(float)) if float.abs() < MOST => float as i128,
        _ => return Some(Finding::Type("number")).filter(|_| !types.contains(&"number")),
    };
    let limit = |key: &str, exclusive: &str| {
        let exclusive = node.value.get(exclusive).and_then(Value::as_f64);
        node.value.get(key).and_then(Value::as_f64).or(exclusive)
    };
    let int = Int::of(format, limit("minimum", "exclusiveMinimum"), limit("maximum", "exclusiveMaximum"));
    if int.holds(number) {
        None
    } else if number < 0 && !int.is_signed() {
        Some(Finding::Negative)
    } else {
        let room = [(Int::I64, "int64"), (Int::U64, "uint64")].into_iter().find(|(int, _)| int.holds(number));
        Some(Finding::Wide(room.map_or("int128", |(_, format)| format)))
    }
}

/// What a whole number of 128 bits holds surely.
const MOST: f64 = 1e38;
