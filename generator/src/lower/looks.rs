//! What the values of a schema look like from outside, so that a union tells its branches apart without decoding them.

use std::collections::HashSet;

use serde_json::Value;

use super::Lower;
use super::flatten::Flat;
use crate::ir::{Kind, Looks};
use crate::model::{Additional, SchemaId, SimpleType};

impl Lower<'_> {
    /// What the values of a schema look like.
    pub(crate) fn looks(&mut self, id: SchemaId) -> Looks {
        let Ok(flat) = self.flat(id) else { return Looks { kinds: every_kind(), ..Looks::default() } };
        let mut looks = if flat.groups.is_empty() {
            self.flat_looks(&flat)
        } else {
            Looks { kinds: self.group_kinds(id, &flat), ..Looks::default() }
        };
        if self.nulls.allows(id) || flat.null_only {
            looks.kinds.push(Kind::Null);
        }
        looks.kinds.sort_unstable();
        looks.kinds.dedup();
        looks
    }

    fn flat_looks(&mut self, flat: &Flat) -> Looks {
        if flat.null_only {
            return Looks { kinds: vec![Kind::Null], ..Looks::default() };
        }
        let mut looks = Looks { kinds: kinds(flat), ..Looks::default() };
        if let Some(values) = &flat.values {
            let scalar = values.iter().all(|value| !value.is_array() && !value.is_object());
            looks.kinds = values.iter().map(kind).collect();
            looks.values = if scalar { values.iter().map(ToString::to_string).collect() } else { Vec::new() };
        }
        if looks.kinds != [Kind::Object] {
            return looks;
        }
        for key in &flat.required {
            let property = flat.properties.get(key).copied();
            if property.is_some_and(|property| self.schema(property).write_only) {
                continue;
            }
            let values = property.and_then(|property| self.flat(property).ok()).and_then(|flat| flat.values);
            let texts = values.unwrap_or_default().iter().map(ToString::to_string).collect();
            looks.required.push((key.clone(), texts));
        }
        let closed =
            matches!(flat.additional, Additional::Unsaid | Additional::Forbidden) && !flat.properties.is_empty();
        looks.known = closed.then(|| flat.properties.keys().cloned().collect());
        looks
    }

    /// A union looks like any of its branches, those of its branches included; each schema is looked at once.
    fn group_kinds(&mut self, id: SchemaId, flat: &Flat) -> Vec<Kind> {
        let branches = |flat: &Flat| flat.groups.iter().flat_map(|group| group.branches.clone()).collect::<Vec<_>>();
        if flat.says_object() {
            return vec![Kind::Object];
        }
        let (mut kinds, mut seen, mut queue) = (Vec::new(), HashSet::from([id]), branches(flat));
        while let Some(branch) = queue.pop() {
            if !seen.insert(branch) {
                continue;
            }
            match self.flat(branch) {
                Err(_) => kinds.extend(every_kind()),
                Ok(flat) if flat.says_object() => kinds.push(Kind::Object),
                Ok(flat) if flat.groups.is_empty() => kinds.extend(self.flat_looks(&flat).kinds),
                Ok(flat) => queue.extend(branches(&flat)),
            }
            if self.nulls.allows(branch) {
                kinds.push(Kind::Null);
            }
        }
        if kinds.is_empty() { every_kind() } else { kinds }
    }
}

fn kinds(flat: &Flat) -> Vec<Kind> {
    let one = |simple: SimpleType| match simple {
        SimpleType::Boolean => Kind::Bool,
        SimpleType::Integer => Kind::Integer,
        SimpleType::Number => Kind::Number,
        SimpleType::String => Kind::String,
        SimpleType::Array => Kind::Array,
        SimpleType::Object => Kind::Object,
    };
    match (&flat.types, flat.one_type()) {
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
