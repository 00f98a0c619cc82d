//! Findings as overlay actions, each with its evidence.

use std::collections::{BTreeMap, BTreeSet};

use indexmap::IndexMap;
use serde_json::{Map, Value, json};

use super::evidence::{Evidence, Finding, Seen};
use super::schema::{Node, is_30};
use super::shape::is_name;
use crate::pointer::Pointer;

/// The actions that correct what was found. What stands in a schema that is wrapped by another waits for the next round.
pub(super) fn of(document: &Value, evidence: &Evidence) -> Vec<Value> {
    let mut grouped: IndexMap<&Pointer, Vec<(&Finding, &Seen)>> = IndexMap::new();
    for ((at, finding), seen) in &evidence.found {
        grouped.entry(at).or_default().push((finding, seen));
    }
    let mut actions = Vec::new();
    let mut wrapped: Vec<Pointer> = Vec::new();
    for (at, findings) in grouped {
        let is_below = |outer: &Pointer| at.tokens().starts_with(outer.tokens());
        if wrapped.iter().any(is_below) {
            continue;
        }
        let Some(node) = Node::at(document, at.clone()) else { continue };
        let mut of_node = OfNode { document, node, actions: Vec::new(), wraps: false };
        of_node.all(&findings);
        if of_node.wraps {
            wrapped.push(at.clone());
        }
        actions.extend(of_node.actions);
    }
    actions
}

/// The actions for one node.
struct OfNode<'d> {
    document: &'d Value,
    node: Node<'d>,
    actions: Vec<Value>,
    wraps: bool,
}

impl OfNode<'_> {
    fn all(&mut self, findings: &[(&Finding, &Seen)]) {
        let another = findings.iter().find(|(finding, _)| **finding == Finding::Another);
        if let Some((_, seen)) = another {
            return self.another(seen);
        }
        let kinds = findings.iter().filter_map(|(finding, seen)| match finding {
            Finding::Null => Some(("null", *seen)),
            Finding::Type(kind) => Some((*kind, *seen)),
            _ => None,
        });
        let kinds: Vec<(&'static str, &Seen)> = kinds.collect();
        if !kinds.is_empty() {
            self.wider(&kinds);
        }
        if !self.wraps {
            self.ranges(findings);
        }
        for (finding, seen) in findings {
            match finding {
                Finding::Another | Finding::Null | Finding::Type(_) | Finding::Wide(_) | Finding::Negative => {}
                // A schema that is wrapped has moved.
                _ if self.wraps => {}
                Finding::Missing(key) => self.missing(key, seen),
                Finding::Format => self.remove("format", &format!("not every text is of this format: {}", seen.text())),
                Finding::Value(text) => self.value(text, seen),
                Finding::Property(name) => self.property(name, seen),
                Finding::Status(status) => self.status(*status, seen),
                Finding::Media(media_type) => self.media(media_type, seen),
            }
        }
    }

    fn is_30(&self) -> bool {
        is_30(self.document)
    }

    /// Allows further types.
    fn wider(&mut self, kinds: &[(&'static str, &Seen)]) {
        let why = |(kind, seen): &(&str, &Seen)| format!("{kind} is not documented: {}", seen.text());
        let why = kinds.iter().map(why).collect::<Vec<_>>().join("; ");
        let schema = |(kind, seen): &(&'static str, &Seen)| match seen.shape.is_empty() {
            true => (*kind, json!({"type": kind})),
            false => (*kind, seen.shape.schema(self.is_30())),
        };
        let branches: BTreeMap<&str, Value> = kinds.iter().map(schema).collect();
        if self.node.value.is_array() {
            // The branches of a union.
            return self.update(Value::Array(branches.into_values().collect()), &why);
        }
        let kinds: BTreeSet<&str> = kinds.iter().map(|(kind, _)| *kind).collect();
        let types = self.node.types();
        let is_plain = self.node.value.get("$ref").is_none() && !types.is_empty();
        match (self.is_30(), kinds.iter().copied().collect::<Vec<_>>().as_slice()) {
            (_, ["number"]) if types == ["integer"] => {
                if self.node.value.get("format").is_some() {
                    self.remove("format", &why);
                }
                self.update(json!({"type": "number"}), &why);
            }
            (true, ["null"]) if is_plain => {
                self.update(json!({"nullable": true}), &why);
                self.null_value(&why);
            }
            (false, _) if is_plain => {
                let all: Vec<&str> = types.iter().copied().chain(kinds.iter().copied()).collect();
                self.remove("type", &why);
                self.update(json!({"type": all}), &why);
                if kinds.contains("null") {
                    self.null_value(&why);
                }
            }
            _ => self.wrap(branches, &why),
        }
    }

    /// Makes room for numbers beyond the type of a format and its limits.
    fn ranges(&mut self, findings: &[(&Finding, &Seen)]) {
        let widest = ["int64", "uint64", "int128"].into_iter().rev().find_map(|format| {
            let is_it = |(finding, _): &&(&Finding, &Seen)| **finding == Finding::Wide(format);
            findings.iter().find(is_it).map(|(_, seen)| (format, seen.text()))
        });
        let negative = findings.iter().find(|(finding, _)| **finding == Finding::Negative);
        if let Some((_, seen)) = negative {
            let why = format!("negative numbers: {}", seen.text());
            for key in ["minimum", "exclusiveMinimum"].into_iter().filter(|key| self.node.value.get(key).is_some()) {
                self.remove(key, &why);
            }
            let format = match (self.node.text("format"), widest.as_ref().map(|(format, _)| *format)) {
                // One type holds both.
                (_, Some("uint64" | "int128")) | (Some("uint64" | "uint" | "uint128"), None) => Some("int128"),
                (Some(format), None) if format.starts_with("int") => None,
                (_, Some(format)) => Some(format),
                (format, None) => format.map(|_| "int64"),
            };
            if let Some(format) = format {
                self.update(json!({ "format": format }), &why);
            }
        } else if let Some((format, seen)) = widest {
            let why = format!("numbers beyond the range of the documented ones: {seen}");
            self.update(json!({ "format": format }), &why);
        }
    }

    /// Null is one of the values, too.
    fn null_value(&mut self, why: &str) {
        if self.node.value.get("enum").and_then(Value::as_array).is_some_and(|values| !values.contains(&Value::Null)) {
            self.update(json!({"enum": [null]}), why);
        }
    }

    /// Puts the schema into a union with others, as what is in it cannot be changed in its place.
    fn wrap(&mut self, mut branches: BTreeMap<&str, Value>, why: &str) {
        self.wraps = true;
        let nullable = self.is_30() && branches.remove("null").is_some();
        let all: Vec<Value> = std::iter::once(self.node.value.clone()).chain(branches.into_values()).collect();
        let keyword = if all.len() == 1 { "allOf" } else { "anyOf" };
        let mut union = Map::from_iter([(keyword.to_owned(), Value::Array(all))]);
        if nullable {
            union.insert("nullable".into(), true.into());
        }
        self.replace(Value::Object(union), why);
    }

    /// Refers to another schema.
    fn another(&mut self, seen: &Seen) {
        self.wraps = true;
        let why = format!("the response is of another schema of the document: {}", seen.text());
        self.replace(seen.schema.clone().unwrap_or_default(), &why);
    }

    /// A key is not required.
    fn missing(&mut self, key: &str, seen: &Seen) {
        let literal = Value::from(key).to_string();
        let target = format!("{}[?@ == {literal}]", path(self.document, &self.node.at.child("required")));
        self.push(json!({"target": target, "remove": true}), &format!("the key `{key}` was missing: {}", seen.text()));
    }

    /// A further value, if it looks like a word that somebody chose; else any value.
    fn value(&mut self, text: &str, seen: &Seen) {
        let value: Value = serde_json::from_str(text).unwrap_or_default();
        let is_word = value.as_str().is_none_or(is_name);
        let why = format!("a value that is not documented: {}", seen.text());
        match self.node.value.get("enum") {
            Some(Value::Array(values)) if is_word && !value.is_null() && !values.contains(&value) => {
                self.update(json!({"enum": [value]}), &why);
            }
            Some(_) => {
                self.remove("enum", &format!("values that are not documented, and look like data: {}", seen.text()))
            }
            None => self.remove("const", &why),
        }
    }

    /// A further property.
    fn property(&mut self, name: &str, seen: &Seen) {
        let update = json!({"properties": {name: seen.shape.schema(self.is_30())}});
        self.update(update, &format!("the key `{name}` is not documented: {}", seen.text()));
    }

    /// A further status.
    fn status(&mut self, status: u16, seen: &Seen) {
        let mut response = json!({"description": "Found in responses."});
        let media = seen.media_types.iter().map(|media_type| (media_type.clone(), self.content(media_type, seen)));
        let content: Map<String, Value> = media.collect();
        if !content.is_empty()
            && let Some(response) = response.as_object_mut()
        {
            response.insert("content".into(), Value::Object(content));
        }
        let update = json!({"responses": {status.to_string(): response}});
        self.update(update, &format!("the status {status} is not documented: {}", seen.text()));
    }

    /// A further media type.
    fn media(&mut self, media_type: &str, seen: &Seen) {
        let update = json!({"content": {media_type: self.content(media_type, seen)}});
        self.update(update, &format!("the media type {media_type} is not documented: {}", seen.text()));
    }

    /// A Media Type Object.
    fn content(&self, media_type: &str, seen: &Seen) -> Value {
        let schema = match &seen.schema {
            Some(schema) => schema.clone(),
            None if !seen.shape.is_empty() => seen.shape.schema(self.is_30()),
            None if media_type.starts_with("text/") => json!({"type": "string"}),
            None if self.is_30() => json!({"type": "string", "format": "binary"}),
            None => json!({}),
        };
        json!({"schema": schema})
    }

    /// Puts something in the place of all that is in the schema.
    fn replace(&mut self, whole: Value, why: &str) {
        self.push(json!({"target": format!("{}.*", path(self.document, &self.node.at)), "remove": true}), why);
        self.update(whole, why);
    }

    fn remove(&mut self, key: &str, why: &str) {
        self.push(json!({"target": path(self.document, &self.node.at.child(key)), "remove": true}), why);
    }

    fn update(&mut self, part: Value, why: &str) {
        self.push(json!({"target": path(self.document, &self.node.at), "update": part}), why);
    }

    fn push(&mut self, mut action: Value, why: &str) {
        let removes = |action: &Value| action.get("remove").is_some();
        let is_done = |other: &Value| removes(other) && other.get("target") == action.get("target");
        if removes(&action) && self.actions.iter().any(is_done) {
            return;
        }
        if let Some(action) = action.as_object_mut() {
            action.shift_insert(1, "description".into(), format!("Learned from responses: {why}.").into());
        }
        self.actions.push(action);
    }
}

/// A pointer as a JSONPath (RFC 9535, section 2.3.1).
fn path(document: &Value, at: &Pointer) -> String {
    let mut path = "$".to_owned();
    let mut here = Some(document);
    for token in at.tokens() {
        let holder = here;
        here = Pointer::root().child(token).get(holder.unwrap_or(&Value::Null));
        let is_plain = token.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_')
            && token.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
        match token.parse::<usize>() {
            Ok(index) if holder.is_some_and(Value::is_array) => path.push_str(&format!("[{index}]")),
            _ if is_plain => path.push_str(&format!(".{token}")),
            _ => path.push_str(&format!("[{}]", Value::from(token.as_str()))),
        }
    }
    path
}
