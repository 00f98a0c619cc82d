//! `allOf`, `oneOf`, `anyOf`, `prefixItems` and `discriminator`.

use serde_json::Value;

use super::super::Edit;
use super::super::Join;
use super::super::Step;
use super::super::tables::Kind;
use super::Both;
use crate::document::merge::difference::without_prose;

impl Join {
    /// Branches that all hold, or that have a place: one by one.
    pub(super) fn branches_in_order(&mut self, values: Both<'_>) -> Step {
        match values {
            (Some(Value::Array(one)), Some(Value::Array(other))) if one.len() == other.len() => self.pairs(one, other),
            _ => Err(self.contradiction()),
        }
    }

    fn pairs(&mut self, one: &[Value], other: &[Value]) -> Step {
        for (index, (one, other)) in one.iter().zip(other).enumerate().filter(|(_, (one, other))| one != other) {
            self.inside(index, |join| join.schemas(one, other))?;
        }
        Ok(())
    }

    /// Alternatives: those of both, each once.
    pub(super) fn alternatives(&mut self, values: Both<'_>) -> Step {
        let (Some(Value::Array(one)), Some(Value::Array(other))) = values else { return Err(self.contradiction()) };
        let known: Vec<Value> = one.iter().map(without_prose).collect();
        let added: Vec<&Value> = other.iter().filter(|branch| !known.contains(&without_prose(branch))).collect();
        if added.is_empty() {
            if one.len() > other.len() {
                self.wider("more alternatives");
            }
            return Ok(());
        }
        if one.len() == other.len() && self.attempt(|join| join.pairs(one, other)) {
            return Ok(());
        }
        if added.len() == other.len() {
            return Err(self.contradiction());
        }
        self.wider("more alternatives");
        let edit = Edit::Set(self.at(), Value::Array(one.iter().chain(added).cloned().collect()));
        self.edits.push(edit);
        Ok(())
    }

    pub(super) fn discriminator(&mut self, values: Both<'_>) -> Step {
        match values {
            (Some(one), Some(other)) if one.get("propertyName") == other.get("propertyName") => {
                let mapping = |value: &Value| value.get("mapping").cloned();
                match (mapping(one), mapping(other)) {
                    (Some(one), Some(other)) => {
                        self.inside("mapping", |join| join.values(Kind::Map(&Kind::Exact), &one, &other))
                    }
                    (None, Some(_)) => {
                        let edit = Edit::Take(self.child("mapping"));
                        self.edits.push(edit);
                        Ok(())
                    }
                    _ => Ok(()),
                }
            }
            (None, Some(_)) => {
                let edit = Edit::Take(self.at());
                self.edits.push(edit);
                Ok(())
            }
            (Some(_), None) => Ok(()),
            _ => Err(self.contradiction()),
        }
    }
}
