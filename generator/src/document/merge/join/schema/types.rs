//! `type`, `nullable`, `enum` and `const`.

use std::collections::BTreeSet;

use serde_json::Value;

use super::super::Edit;
use super::super::Join;
use super::super::Step;
use super::Object;

/// The types that a schema accepts; `None` for all.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Types {
    names: Option<BTreeSet<String>>,
    null: bool,
}

impl Types {
    fn of(schema: &Object) -> Self {
        let mut names: BTreeSet<String> = match schema.get("type") {
            Some(Value::String(name)) => [name.clone()].into(),
            Some(Value::Array(names)) => names.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
            _ => implied(schema).into_iter().map(str::to_owned).collect(),
        };
        let null = names.remove("null") || schema.get("nullable") == Some(&Value::Bool(true));
        let known = !names.is_empty() || schema.contains_key("type");
        Self { names: known.then_some(names), null }
    }
}

/// The types that other keywords mean.
fn implied(schema: &Object) -> BTreeSet<&'static str> {
    if let Some(values) = values(schema) {
        return values.iter().map(type_of).collect();
    }
    let with = [("properties", "object"), ("additionalProperties", "object"), ("items", "array")];
    with.into_iter().filter(|(key, _)| schema.contains_key(*key)).map(|(_, name)| name).collect()
}

fn type_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(number) if number.is_f64() => "number",
        Value::Number(_) => "integer",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    }
}

/// The values that a schema lists.
fn values(schema: &Object) -> Option<Vec<Value>> {
    match (schema.get("enum"), schema.get("const")) {
        (Some(Value::Array(values)), _) => Some(values.clone()),
        (_, Some(value)) => Some(vec![value.clone()]),
        _ => None,
    }
}

/// The names of both where one covers the other.
fn covering(one: &BTreeSet<String>, other: &BTreeSet<String>) -> Option<BTreeSet<String>> {
    let covers = |large: &BTreeSet<String>, small: &BTreeSet<String>| {
        small.iter().all(|name| large.contains(name) || name == "integer" && large.contains("number"))
    };
    if covers(one, other) { Some(one.clone()) } else { covers(other, one).then(|| other.clone()) }
}

impl Join {
    pub(super) fn types(&mut self, one: &Object, other: &Object) -> Step {
        let (first, second) = (Types::of(one), Types::of(other));
        if one.contains_key("$ref") || other.contains_key("$ref") || first == second {
            return Ok(());
        }
        let names = match (&first.names, &second.names) {
            (Some(first), Some(second)) => {
                let covering = covering(first, second);
                Some(covering.ok_or_else(|| super::super::Contradiction(self.child("type")))?)
            }
            // A schema without a type whose branches say it.
            _ if first.names == second.names => None,
            _ => {
                self.wider("any type");
                None
            }
        };
        if first.null != second.null {
            self.wider("null");
        }
        if first.names != names && names.is_some() && first.names.is_some() {
            self.wider("more types");
        }
        let joined = Types { names, null: first.null || second.null };
        if joined != first {
            self.write_types(one, other, &joined);
        }
        Ok(())
    }

    /// Writes types in the words of the version: `nullable` (3.0), or `null` as a type.
    fn write_types(&mut self, one: &Object, other: &Object, types: &Types) {
        let nullable = one.contains_key("nullable") || other.contains_key("nullable");
        let mut names: Vec<Value> = types.names.iter().flatten().map(|name| Value::String(name.clone())).collect();
        if nullable && types.null {
            let edit = Edit::Set(self.child("nullable"), Value::Bool(true));
            self.edits.push(edit);
        } else if types.null && !names.is_empty() {
            names.push(Value::String("null".to_owned()));
        }
        let at = self.child("type");
        match names.len() {
            0 if one.contains_key("type") => self.edits.push(Edit::Remove(at)),
            0 => {}
            1 => self.edits.push(Edit::Set(at, names.remove(0))),
            _ => self.edits.push(Edit::Set(at, Value::Array(names))),
        }
    }

    pub(super) fn enums(&mut self, one: &Object, other: &Object) -> Step {
        let remove = |join: &mut Self| {
            for key in ["enum", "const"].into_iter().filter(|key| one.contains_key(*key)) {
                let edit = Edit::Remove(join.child(key));
                join.edits.push(edit);
            }
        };
        match (values(one), values(other)) {
            (None, None) => {}
            (Some(first), Some(second)) => {
                let added: Vec<&Value> = second.iter().filter(|value| !first.contains(value)).collect();
                let missing: Vec<&Value> = first.iter().filter(|value| !second.contains(value)).collect();
                // Lists without a common value tell things apart: they are no two versions of one list.
                if first.iter().filter(|value| !value.is_null()).all(|value| !second.contains(value)) {
                    return Err(super::super::Contradiction(self.child("enum")));
                }
                if !added.is_empty() || !missing.is_empty() {
                    let shown: Vec<String> = added.iter().chain(&missing).map(|value| format!("`{value}`")).collect();
                    self.wider(format!("the value {}", shown.join(", ")));
                }
                if !added.is_empty() {
                    let all = Value::Array(first.iter().chain(added).cloned().collect());
                    remove(self);
                    let edit = Edit::Set(self.child("enum"), all);
                    self.edits.push(edit);
                }
            }
            _ => {
                remove(self);
                self.wider("any value of its type");
            }
        }
        Ok(())
    }
}
