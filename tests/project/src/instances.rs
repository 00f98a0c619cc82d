//! Makes JSON values that a schema of a normalised document allows, and that say nothing which its type may drop: values as
//! a server sends them (no `writeOnly` property), without properties that the schema does not tell of.
//!
//! A value is guessed from the schema, and then held against it ([`valid`]): a guess that is not valid is thrown away.

mod flat;
mod scalars;
mod valid;

use serde_json::{Map, Value, json};

use flat::Flat;
use generator_tests::numbers::Numbers;

/// How deep values go before they say only what they must; twice this is too deep.
const DEPTH: usize = 5;

/// How many guesses are made before a schema counts as too hard.
const GUESSES: usize = 24;

/// Why there is no value: in words that are the same for the same reason.
pub type Hard = &'static str;

/// The values of the schemas of a document.
#[derive(Clone, Copy, Debug)]
pub struct Instances<'d> {
    document: &'d Value,
}

impl<'d> Instances<'d> {
    /// The schemas of a document that [`normalise`](crategen::document::normalise::normalise) has made.
    pub fn of(document: &'d Value) -> Self {
        Self { document }
    }

    /// A value of a component's schema.
    ///
    /// # Errors
    /// Where none was found.
    pub fn component(&self, name: &str, numbers: &mut Numbers) -> Result<Value, Hard> {
        let schemas = self.document.pointer("/components/schemas");
        self.of_schema(schemas.and_then(|all| all.get(name)).ok_or("it is not there")?, numbers)
    }

    /// A value of a schema.
    ///
    /// # Errors
    /// Where none was found.
    pub fn of_schema(&self, schema: &Value, numbers: &mut Numbers) -> Result<Value, Hard> {
        let mut why = "no guess was valid";
        for _ in 0..GUESSES {
            match self.value(schema, numbers, 0) {
                Ok(value) if self.is_valid(&value, schema, 0)? => return Ok(value),
                Ok(_) => {}
                Err(hard) => why = hard,
            }
        }
        Err(why)
    }

    /// A value that is probably valid.
    fn value(&self, schema: &Value, numbers: &mut Numbers, depth: usize) -> Result<Value, Hard> {
        if depth > 2 * DEPTH {
            return Err("a value would be too deep");
        }
        let schema = self.resolved(schema);
        let family = self.family(schema);
        let flat = match family.is_empty() {
            true => self.flat(schema, numbers, depth)?,
            false => self.member(schema, numbers.pick(&family), numbers, depth)?,
        };
        let own = &flat.keywords;
        if own.contains_key("x-crategen-unsupported") {
            return Err("a keyword that this generator of values does not honour");
        }
        if flag(own, "x-crategen-null") || flag(own, "nullable") && numbers.once_in(5) {
            return Ok(Value::Null);
        }
        if let Some(values) = own.get("enum").and_then(Value::as_array).filter(|values| !values.is_empty()) {
            return Ok(numbers.pick(values).clone());
        }
        match flat.kind(numbers) {
            Some("boolean") => Ok(Value::Bool(numbers.once_in(2))),
            Some("integer") => scalars::integer(own, numbers),
            Some("number") => scalars::number(own, numbers),
            Some("string") => scalars::string(own, numbers),
            Some("array") => self.array(own, numbers, depth),
            Some("object") => self.object(&flat, numbers, depth),
            Some(_) => Err("a type that is not known"),
            None => Ok(anything(numbers, depth)),
        }
    }

    fn array(&self, own: &Map<String, Value>, numbers: &mut Numbers, depth: usize) -> Result<Value, Hard> {
        let places = own.get("x-crategen-prefix-items").and_then(Value::as_array);
        let mut items = Vec::new();
        for place in places.into_iter().flatten() {
            items.push(self.value(place, numbers, depth + 1)?);
        }
        let bound = |key: &str| own.get(key).and_then(Value::as_u64).and_then(|bound| usize::try_from(bound).ok());
        let least = bound("minItems").unwrap_or(0);
        let most = bound("maxItems").unwrap_or(least + 3);
        let wanted = if depth > DEPTH { least } else { least + numbers.below(most.saturating_sub(least).min(3) + 1) };
        if wanted > 50 {
            return Err("a list that is too long");
        }
        let unique = flag(own, "uniqueItems");
        let closed = flag(own, "x-crategen-closed");
        let schema = own.get("items").cloned().unwrap_or_else(|| json!({}));
        for _ in 0..wanted.saturating_sub(items.len()) * 3 {
            if items.len() >= wanted || closed {
                break;
            }
            let item = self.value(&schema, numbers, depth + 1)?;
            if !(unique && items.contains(&item)) {
                items.push(item);
            }
        }
        Ok(Value::Array(items))
    }

    fn object(&self, flat: &Flat, numbers: &mut Numbers, depth: usize) -> Result<Value, Hard> {
        let mut object = Map::new();
        for (name, schema) in &flat.properties {
            let required = flat.required.contains(name);
            if self.is_write_only(schema, 0) || !required && (depth > DEPTH || numbers.once_in(3)) {
                continue;
            }
            match flat.tags.get(name) {
                Some(tag) => drop(object.insert(name.clone(), Value::String(tag.clone()))),
                None => match self.value(schema, numbers, depth + 1) {
                    Ok(value) => drop(object.insert(name.clone(), value)),
                    Err(hard) if required => return Err(hard),
                    Err(_) => {}
                },
            }
        }
        for (name, tag) in &flat.tags {
            object.entry(name.clone()).or_insert_with(|| Value::String(tag.clone()));
        }
        let missing: Vec<&String> = flat
            .required
            .iter()
            .filter(|name| !object.contains_key(*name) && !flat.properties.contains_key(*name))
            .collect();
        let further = flat.further();
        let Some(schema) = further else {
            return if missing.is_empty() {
                Ok(Value::Object(object))
            } else {
                Err("`required` names what is no property")
            };
        };
        for name in missing {
            object.insert(name.clone(), self.value(&schema, numbers, depth + 1)?);
        }
        for _ in 0..if depth > DEPTH { 0 } else { numbers.below(3) } {
            let name = format!("{} {}", numbers.pick(&["x", "key", "é/~", "a.b", "$ref"]), numbers.below(9));
            object.insert(name, self.value(&schema, numbers, depth + 1)?);
        }
        Ok(Value::Object(object))
    }

    /// The schema that a reference leads to, or the schema itself.
    fn resolved<'s>(&'s self, schema: &'s Value) -> &'s Value {
        let mut schema = schema;
        for _ in 0..50 {
            let Some(reference) = schema.get("$ref").and_then(Value::as_str) else { break };
            let pointer = reference.trim_start_matches('#');
            let Some(target) = self.document.pointer(pointer) else { break };
            schema = target;
        }
        schema
    }

    /// Whether a property is only ever sent.
    fn is_write_only(&self, schema: &Value, depth: usize) -> bool {
        let schema = self.resolved(schema);
        let all = schema.get("allOf").and_then(Value::as_array);
        schema.get("writeOnly") == Some(&Value::Bool(true))
            || depth < 20 && all.is_some_and(|all| all.iter().any(|part| self.is_write_only(part, depth + 1)))
    }
}

fn flag(own: &Map<String, Value>, key: &str) -> bool {
    own.get(key) == Some(&Value::Bool(true))
}

/// A value of a schema that allows any.
fn anything(numbers: &mut Numbers, depth: usize) -> Value {
    match numbers.below(if depth > DEPTH { 6 } else { 8 }) {
        0 => json!("text"),
        1 => json!(numbers.below(1000)),
        2 => json!(u64::MAX),
        3 => json!(-0.25),
        4 => json!(true),
        5 => json!({}),
        6 => json!([anything(numbers, depth + 1), 1]),
        _ => json!({ "any": anything(numbers, depth + 1), "": null }),
    }
}

/// Whether two values are the same JSON: numbers by their value, the keys of objects in any order.
pub fn equal(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Number(a), Value::Number(b)) => a == b || a.as_f64() == b.as_f64() && !(a.is_u64() && b.is_u64()),
        (Value::Array(a), Value::Array(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| equal(a, b)),
        (Value::Object(a), Value::Object(b)) => {
            a.len() == b.len() && a.iter().all(|(key, value)| b.get(key).is_some_and(|other| equal(value, other)))
        }
        _ => a == b,
    }
}
