//! `properties` and `required`.

use std::collections::BTreeSet;

use serde_json::Map;
use serde_json::Value;

use super::super::Change;
use super::super::Contradiction;
use super::super::Edit;
use super::super::Join;
use super::super::Required;
use super::super::Step;
use super::Object;

impl Join {
    pub(super) fn properties(&mut self, one: &Object, other: &Object) -> Step {
        let none = Map::new();
        let of = |schema: &Object| schema.get("properties").and_then(Value::as_object).cloned();
        let (first, second) = (of(one), of(other));
        let (names, others) = (first.as_ref().unwrap_or(&none), second.as_ref().unwrap_or(&none));
        if is_other_object(names, others) {
            return Err(Contradiction(self.child("properties")));
        }
        for (name, property) in names {
            match others.get(name) {
                Some(own) if own == property => {}
                Some(own) => {
                    self.inside("properties", |join| join.inside(name, |join| join.schemas(property, own)))?;
                }
                None => self.wider(format!("the property `{name}`")),
            }
        }
        let added: Vec<&String> = others.keys().filter(|name| !names.contains_key(*name)).collect();
        if first.is_none() && second.is_some() {
            let edit = Edit::Take(self.child("properties"));
            self.edits.push(edit);
        }
        for name in added {
            if first.is_some() {
                let edit = Edit::Take(self.child("properties").child(name));
                self.edits.push(edit);
            }
            self.wider(format!("the property `{name}`"));
        }
        self.required(one, other);
        Ok(())
    }

    /// The names that both require; of those that one requires, what the direction asks for.
    fn required(&mut self, one: &Object, other: &Object) {
        let (first, second) = (required(one), required(other));
        let of_one: Vec<&str> = first.iter().filter(|name| !second.contains(name)).copied().collect();
        let of_other: Vec<&str> = second.iter().filter(|name| !first.contains(name)).copied().collect();
        for name in of_one.iter().chain(&of_other) {
            let change = Change::Required(self.child("required"), (*name).to_owned(), self.required == Required::Both);
            self.changes.push(change);
        }
        let kept: BTreeSet<&str> = match self.required {
            Required::Either => first.iter().filter(|name| second.contains(name)).copied().collect(),
            Required::Both => first.iter().chain(&second).copied().collect(),
        };
        if kept == first.iter().copied().collect() {
            return;
        }
        let at = self.child("required");
        let all = first.iter().chain(of_other.iter()).filter(|name| kept.contains(*name));
        let names: Vec<Value> = all.map(|name| Value::String((*name).to_owned())).collect();
        self.edits.push(if names.is_empty() { Edit::Remove(at) } else { Edit::Set(at, Value::Array(names)) });
    }
}

fn required(schema: &Object) -> Vec<&str> {
    schema.get("required").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str).collect()
}

/// Whether two objects have so little in common that they are two things of one name: each has properties that the other
/// lacks, and they share less than half of those of the smaller one.
fn is_other_object(one: &Map<String, Value>, other: &Map<String, Value>) -> bool {
    let shared = one.keys().filter(|name| other.contains_key(*name)).count();
    let contained = shared == one.len() || shared == other.len();
    !contained && shared * 2 < one.len().min(other.len())
}
