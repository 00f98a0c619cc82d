//! What the values of a schema look like from outside, so that a union tells its branches apart without decoding them.

use std::collections::HashSet;

use serde_json::Value;

use super::Meanings;
use crate::ir::{Kind, Looks};
use crate::model::{Additional, SchemaId, SimpleType};
use crate::schema::Merged;

impl Meanings<'_> {
    /// What the values of a schema look like.
    pub(in crate::lower) fn looks(&mut self, id: SchemaId) -> Looks {
        let Ok(merged) = self.merged(id) else { return Looks { kinds: every_kind(), ..Looks::default() } };
        let mut looks = if merged.groups.is_empty() {
            self.merged_looks(&merged)
        } else {
            Looks { kinds: self.group_kinds(id, &merged), ..Looks::default() }
        };
        if self.schemas.allows_null(id) || merged.null_only {
            looks.kinds.push(Kind::Null);
        }
        looks.kinds.sort_unstable();
        looks.kinds.dedup();
        looks
    }

    fn merged_looks(&mut self, merged: &Merged) -> Looks {
        if merged.null_only {
            return Looks { kinds: vec![Kind::Null], ..Looks::default() };
        }
        let mut looks = Looks { kinds: kinds(merged), ..Looks::default() };
        if let Some(values) = &merged.values {
            let scalar = values.iter().all(|value| !value.is_array() && !value.is_object());
            looks.kinds = values.iter().map(kind).collect();
            looks.values = if scalar { values.iter().map(ToString::to_string).collect() } else { Vec::new() };
        }
        if looks.kinds != [Kind::Object] {
            return looks;
        }
        for key in &merged.required {
            let property = merged.properties.get(key).copied();
            if property.is_some_and(|property| self.schema(property).write_only) {
                continue;
            }
            let said = property.and_then(|property| self.merged(property).ok());
            let values = said.as_ref().and_then(|merged| merged.values.as_deref());
            let texts = values.unwrap_or_default().iter().map(ToString::to_string).collect();
            looks.required.push((key.clone(), texts));
        }
        let closed =
            matches!(merged.additional, Additional::Unsaid | Additional::Forbidden) && !merged.properties.is_empty();
        looks.known = closed.then(|| merged.properties.keys().cloned().collect());
        looks
    }

    /// A union looks like any of its branches, those of its branches included; each schema is looked at once.
    fn group_kinds(&mut self, id: SchemaId, merged: &Merged) -> Vec<Kind> {
        let branches =
            |merged: &Merged| merged.groups.iter().flat_map(|group| group.branches.clone()).collect::<Vec<_>>();
        if merged.says_object() {
            return vec![Kind::Object];
        }
        let (mut kinds, mut seen, mut queue) = (Vec::new(), HashSet::from([id]), branches(merged));
        while let Some(branch) = queue.pop() {
            if !seen.insert(branch) {
                continue;
            }
            match self.merged(branch) {
                Err(_) => kinds.extend(every_kind()),
                Ok(merged) if merged.says_object() => kinds.push(Kind::Object),
                Ok(merged) if merged.groups.is_empty() => kinds.extend(self.merged_looks(&merged).kinds),
                Ok(merged) => queue.extend(branches(&merged)),
            }
            if self.schemas.allows_null(branch) {
                kinds.push(Kind::Null);
            }
        }
        if kinds.is_empty() { every_kind() } else { kinds }
    }
}

fn kinds(merged: &Merged) -> Vec<Kind> {
    let one = |simple: SimpleType| match simple {
        SimpleType::Boolean => Kind::Bool,
        SimpleType::Integer => Kind::Integer,
        SimpleType::Number => Kind::Number,
        SimpleType::String => Kind::String,
        SimpleType::Array => Kind::Array,
        SimpleType::Object => Kind::Object,
    };
    match (&merged.types, merged.one_type()) {
        (_, Some(simple)) => vec![one(simple)],
        (Some(types), None) => types.iter().map(|&simple| one(simple)).collect(),
        (None, None) => every_kind(),
    }
}

fn kind(value: &Value) -> Kind {
    match value {
        Value::Null => Kind::Null,
        Value::Bool(_) => Kind::Bool,
        Value::Number(number) if number.is_f64() => Kind::Number,
        Value::Number(_) => Kind::Integer,
        Value::String(_) => Kind::String,
        Value::Array(_) => Kind::Array,
        Value::Object(_) => Kind::Object,
    }
}

fn every_kind() -> Vec<Kind> {
    vec![Kind::Bool, Kind::Number, Kind::String, Kind::Array, Kind::Object]
}
