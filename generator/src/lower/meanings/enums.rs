//! Enums of scalars: from `enum`, `const`, and lists in descriptions.

use std::collections::BTreeSet;

use serde_json::{Number, Value};

use super::Meanings;
use crate::ir::{Docs, Enum, Repr, TypeShape, Variant};
use crate::lower::numbered;
use crate::model::{Fault, SchemaId, SimpleType};
use crate::names::{Claim, Scope, VariantName};
use crate::schema::{Merged, whole};

/// What counted values come to.
pub(in crate::lower) enum Enumerated {
    /// `true`, `false`
    Bool,
    /// Values of several kinds, or of kinds that have no enum.
    Json,
    /// An enum that keeps values it does not know.
    Open(Repr, Vec<Listed>),
}

/// A value of an enum before it has a name.
#[derive(Clone, Debug)]
pub(in crate::lower) struct Listed {
    /// Its text on the wire.
    pub(in crate::lower) wire: String,
    /// What the document calls it.
    pub(in crate::lower) name: Option<String>,
    /// What the document says of it.
    pub(in crate::lower) docs: Option<String>,
}

impl Meanings<'_> {
    /// What the values of a schema come to.
    pub(in crate::lower) fn enumeration(&mut self, id: SchemaId, merged: &Merged) -> Enumerated {
        let values = merged.values.as_deref().unwrap_or_default();
        if values.is_empty() {
            return Enumerated::Json;
        }
        let is_flag = |value: &Value| matches!(value.as_str(), Some("true" | "false"));
        if merged.one_type() == Some(SimpleType::Boolean) && values.iter().all(is_flag) {
            self.warn("lower::enum-kind", id, "these booleans are written as text; they are read as booleans");
            return Enumerated::Bool;
        }
        let Some((repr, wires)) = self.wires(id, merged, values) else {
            return if values.iter().all(Value::is_boolean) { Enumerated::Bool } else { Enumerated::Json };
        };
        let named = self.described(id, merged).unwrap_or_default();
        let describe = |(index, wire): (usize, String)| {
            let told = named.iter().find(|listed| listed.wire == wire);
            let name = merged.value_names.get(index).cloned().or_else(|| told.and_then(|listed| listed.name.clone()));
            Listed { name, docs: merged.value_docs.get(index).cloned(), wire }
        };
        let mut seen = BTreeSet::new();
        let distinct = wires.into_iter().enumerate().filter(|(_, wire)| seen.insert(wire.clone()));
        Enumerated::Open(repr, distinct.map(describe).collect())
    }

    /// The representation and texts of values that are all of one kind; the declared type decides where a document
    /// writes values of another kind that have one sensible meaning (`type: string`, `enum: [1, 2]`).
    fn wires(&mut self, id: SchemaId, merged: &Merged, values: &[Value]) -> Option<(Repr, Vec<String>)> {
        let declared = merged.one_type();
        if values.iter().all(Value::is_string) {
            if matches!(declared, Some(SimpleType::Integer | SimpleType::Number)) {
                let number = |value: &Value| value.as_str()?.parse::<Number>().ok().map(Value::Number);
                let numbers: Option<Vec<Value>> = values.iter().map(number).collect();
                if let Some(numbers) = numbers {
                    self.warn("lower::enum-kind", id, "these numbers are written as text; they are read as numbers");
                    return integers(&numbers).or_else(|| decimals(&numbers));
                }
            }
            return Some((Repr::Text, values.iter().filter_map(Value::as_str).map(str::to_owned).collect()));
        }
        if declared == Some(SimpleType::String) && values.iter().all(|value| !value.is_array() && !value.is_object()) {
            self.warn(
                "lower::enum-kind",
                id,
                "these values are not written as text, but the type is `string`; they are read as text",
            );
            let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            return Some((Repr::Text, values.iter().map(text).collect()));
        }
        integers(values).or_else(|| decimals(values))
    }

    /// The enum of counted values.
    pub(in crate::lower) fn enumeration_shape(&mut self, id: SchemaId, merged: &Merged) -> Result<TypeShape, Fault> {
        match self.enumeration(id, merged) {
            Enumerated::Open(repr, listed) => Ok(self.open_enum(id, repr, &listed)),
            Enumerated::Bool => Ok(TypeShape::Alias(crate::ir::Type::Bool)),
            Enumerated::Json => Ok(TypeShape::Alias(crate::ir::Type::Json)),
        }
    }

    /// An enum with a name for every value.
    pub(in crate::lower) fn open_enum(&mut self, id: SchemaId, repr: Repr, listed: &[Listed]) -> TypeShape {
        let mut scope = Scope::with(["unknown"]);
        let variants = listed.iter().map(|listed| self.variant(id, listed, &mut scope)).collect();
        TypeShape::Enum(Enum { repr, variants })
    }

    fn variant(&mut self, id: SchemaId, listed: &Listed, scope: &mut Scope) -> Variant {
        let words = listed.name.as_deref().unwrap_or(&listed.wire);
        let first = VariantName::new(words);
        let (name, claim) = scope.claim(first.clone(), case_spellings(words));
        if claim == Claim::Numbered {
            let place = self.schema(id).place.clone();
            self.report(numbered(&first, &name, place));
        }
        let wire = crate::docs::code(&listed.wire);
        let mut docs = match &listed.name {
            Some(published) => vec![format!("{wire}: {}", crate::docs::code(published))],
            None => vec![wire],
        };
        if let Some(text) = &listed.docs {
            docs.push(String::new());
            docs.extend(crate::docs::clean(text));
        }
        Variant { name, wire: listed.wire.clone(), docs: Docs(docs) }
    }
}

/// What values that differ only in case are told apart by.
fn case_spellings(words: &str) -> impl Iterator<Item = VariantName> {
    let upper = words.chars().any(char::is_uppercase);
    let lower = words.chars().any(char::is_lowercase);
    let suffix = match (upper, lower) {
        (true, false) => "upper",
        (false, true) => "lower",
        _ => "mixed",
    };
    [suffix, "value"].into_iter().map(move |suffix| VariantName::of(&[words, suffix]))
}

/// Whole numbers, however they are written (`86400.0` is `86400`).
fn integers(values: &[Value]) -> Option<(Repr, Vec<String>)> {
    let text = |value: &Value| whole(value.as_number()?).map(|whole| whole.to_string());
    values.iter().map(text).collect::<Option<_>>().map(|wires| (Repr::Integer, wires))
}

fn decimals(values: &[Value]) -> Option<(Repr, Vec<String>)> {
    let text = |value: &Value| value.as_number().map(decimal);
    values.iter().map(text).collect::<Option<_>>().map(|wires| (Repr::Decimal, wires))
}

/// The text that the runtime compares a number by: numbers are equal by their mathematical value, however they are written
/// (JSON Schema 2020-12 core, section 4.2.2).
fn decimal(number: &Number) -> String {
    match whole(number) {
        Some(whole) => whole.to_string(),
        None => number.as_f64().map_or_else(|| number.to_string(), |float| Value::from(float).to_string()),
    }
}
