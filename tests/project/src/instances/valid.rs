//! Whether a value is what a schema of a normalised document allows, in a response (JSON Schema, as OpenAPI 3.0 reads it).

use serde_json::{Map, Number, Value};

use super::flat::kinds;
use super::scalars::range;
use super::{Hard, Instances, flag};

/// How deep values and schemas are followed.
const DEPTH: usize = 120;

impl Instances<'_> {
    /// Whether a value is valid.
    ///
    /// # Errors
    /// Where the schema says something that is not looked at here.
    pub(super) fn is_valid(&self, value: &Value, schema: &Value, depth: usize) -> Result<bool, Hard> {
        let Value::Object(own) = self.resolved(schema) else { return Err("a schema that is no object") };
        if depth > DEPTH {
            return Err("a reference that leads nowhere or in a circle");
        }
        if own.contains_key("x-crategen-unsupported") {
            return Err("a keyword that this generator of values does not honour");
        }
        if value.is_null() && flag(own, "nullable") || flag(own, "x-crategen-null") {
            return Ok(value.is_null());
        }
        let scalar =
            !flag(own, "x-crategen-never") && is_of_kind(value, own) && is_listed(value, own) && is_within(value, own);
        Ok(scalar && self.has_branches(value, own, depth)? && self.has_parts(value, own, depth)?)
    }

    fn has_branches(&self, value: &Value, own: &Map<String, Value>, depth: usize) -> Result<bool, Hard> {
        let list = |key: &str| own.get(key).and_then(Value::as_array);
        let count = |all: &Vec<Value>| -> Result<usize, Hard> {
            let fits = all.iter().map(|part| self.is_valid(value, part, depth + 1));
            Ok(fits.collect::<Result<Vec<bool>, Hard>>()?.into_iter().filter(|fits| *fits).count())
        };
        // With a discriminator the branch is told by the tag, so that others may fit too.
        let told = own.contains_key("discriminator");
        Ok(list("allOf").map_or(Ok(true), |all| count(all).map(|fit| fit == all.len()))?
            && list("oneOf").map_or(Ok(true), |all| count(all).map(|fit| fit == 1 || told && fit > 0))?
            && list("anyOf").map_or(Ok(true), |all| count(all).map(|fit| fit > 0))?)
    }

    fn has_parts(&self, value: &Value, own: &Map<String, Value>, depth: usize) -> Result<bool, Hard> {
        match value {
            Value::Array(items) => self.has_items(items, own, depth),
            Value::Object(object) => self.has_properties(object, own, depth),
            _ => Ok(true),
        }
    }

    fn has_items(&self, items: &[Value], own: &Map<String, Value>, depth: usize) -> Result<bool, Hard> {
        let prefix =
            own.get("x-crategen-prefix-items").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
        // A tuple type has all its places.
        if flag(own, "x-crategen-closed") && items.len() != prefix.len() {
            return Ok(false);
        }
        if flag(own, "uniqueItems")
            && items.iter().enumerate().any(|(at, item)| items.iter().take(at).any(|one| one == item))
        {
            return Ok(false);
        }
        for (index, item) in items.iter().enumerate() {
            let schema = prefix.get(index).or_else(|| own.get("items").filter(|schema| schema.is_object()));
            if !schema.map_or(Ok(true), |schema| self.is_valid(item, schema, depth + 1))? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    fn has_properties(
        &self,
        object: &Map<String, Value>,
        own: &Map<String, Value>,
        depth: usize,
    ) -> Result<bool, Hard> {
        let properties = own.get("properties").and_then(Value::as_object);
        let property = |name: &str| properties.and_then(|all| all.get(name));
        let required = own.get("required").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str);
        for name in required {
            if !object.contains_key(name) && !property(name).is_some_and(|schema| self.is_write_only(schema, 0)) {
                return Ok(false);
            }
        }
        let further = own.get("x-crategen-pattern-properties").or_else(|| own.get("additionalProperties"));
        for (name, value) in object {
            let fits = match (property(name), further) {
                (Some(schema), _) => self.is_valid(value, schema, depth + 1)?,
                (None, Some(Value::Bool(allowed))) => *allowed,
                (None, Some(schema)) => self.is_valid(value, schema, depth + 1)?,
                (None, None) => true,
            };
            if !fits {
                return Ok(false);
            }
        }
        Ok(true)
    }
}

fn is_of_kind(value: &Value, own: &Map<String, Value>) -> bool {
    let is = |kind: &String| match kind.as_str() {
        "boolean" => value.is_boolean(),
        "integer" => value.as_f64().is_some_and(|number| number.fract() == 0.0),
        "number" => value.is_number(),
        "string" => value.is_string(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        _ => false,
    };
    kinds(own).is_none_or(|kinds| kinds.iter().any(is))
}

fn is_listed(value: &Value, own: &Map<String, Value>) -> bool {
    own.get("enum").and_then(Value::as_array).is_none_or(|values| values.iter().any(|one| super::equal(one, value)))
}

fn is_within(value: &Value, own: &Map<String, Value>) -> bool {
    let bound = |key: &str| own.get(key).and_then(Value::as_f64);
    let between = |count: usize, least: &str, most: &str| {
        let limit = |key: &str| own.get(key).and_then(Value::as_u64).and_then(|limit| usize::try_from(limit).ok());
        limit(least).is_none_or(|least| count >= least) && limit(most).is_none_or(|most| count <= most)
    };
    match value {
        Value::Number(number) => {
            let number = number.as_f64().unwrap_or_default();
            let above =
                bound("minimum").is_none_or(|low| number > low || number == low && !flag(own, "exclusiveMinimum"));
            let below =
                bound("maximum").is_none_or(|high| number < high || number == high && !flag(own, "exclusiveMaximum"));
            let step = bound("multipleOf").is_none_or(|step| (number / step).fract() == 0.0);
            above && below && step && holds(value, own)
        }
        Value::String(text) => between(text.chars().count(), "minLength", "maxLength") && matches(text, own),
        Value::Array(items) => between(items.len(), "minItems", "maxItems"),
        Value::Object(object) => between(object.len(), "minProperties", "maxProperties"),
        _ => true,
    }
}

/// Whether the format of whole numbers holds a value.
fn holds(value: &Value, own: &Map<String, Value>) -> bool {
    let (low, high) = range(own.get("format").and_then(Value::as_str));
    value.as_number().and_then(Number::as_i128).is_none_or(|number| (low..=high).contains(&number))
}

fn matches(text: &str, own: &Map<String, Value>) -> bool {
    let pattern = own.get("pattern").and_then(Value::as_str);
    pattern.is_none_or(|pattern| regex_lite::Regex::new(pattern).is_ok_and(|pattern| pattern.is_match(text)))
}
