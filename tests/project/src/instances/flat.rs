//! A schema with its references followed, its `allOf` merged in, and one branch of each choice taken.

use std::collections::{BTreeMap, BTreeSet};

use indexmap::IndexMap;
use serde_json::{Map, Value, json};

use super::{Hard, Instances, flag};
use generator_tests::numbers::Numbers;

/// How many schemas may stand inside each other without a step into the value.
const NESTED: usize = 60;

/// What a value has to be.
#[derive(Clone, Debug, Default)]
pub(super) struct Flat {
    /// Keywords that are not merged into one of the others.
    pub(super) keywords: Map<String, Value>,
    /// `None`: any.
    pub(super) kinds: Option<Vec<String>>,
    pub(super) properties: IndexMap<String, Value>,
    pub(super) required: BTreeSet<String>,
    /// Properties that tell branches apart, with the value of the branch that was taken.
    pub(super) tags: BTreeMap<String, String>,
}

impl Flat {
    /// One of the types.
    pub(super) fn kind(&self, numbers: &mut Numbers) -> Option<&str> {
        match &self.kinds {
            Some(kinds) if !kinds.is_empty() => Some(numbers.pick::<String>(kinds)),
            _ if !self.properties.is_empty() || self.further().is_some() || !self.tags.is_empty() => Some("object"),
            _ if self.keywords.contains_key("items") || self.keywords.contains_key("x-crategen-prefix-items") => {
                Some("array")
            }
            _ => None,
        }
    }

    /// The schema of properties without one of their own, where there may be some that a type keeps.
    pub(super) fn further(&self) -> Option<Value> {
        let plain = self.kinds.as_deref() == Some(&["object".to_owned()]) && self.properties.is_empty();
        let pattern = self.keywords.get("x-crategen-pattern-properties");
        match pattern.or(self.keywords.get("additionalProperties")) {
            Some(Value::Bool(false)) => None,
            Some(Value::Bool(true)) => Some(json!({})),
            Some(schema) => Some(schema.clone()),
            // An object that says nothing else is a free-form object, which keeps everything.
            None => plain.then(|| json!({})),
        }
    }
}

impl Instances<'_> {
    /// Merges everything that holds for a value.
    pub(super) fn flat(&self, schema: &Value, numbers: &mut Numbers, depth: usize) -> Result<Flat, Hard> {
        let mut flat = Flat::default();
        self.merge(schema, &mut flat, numbers, depth, 0)?;
        Ok(flat)
    }

    /// What extends a schema with a discriminator and no branches: its tag and a reference to it. A value of such a schema
    /// is one of those (OpenAPI 3.1.1, "Discriminator Object").
    pub(super) fn family(&self, head: &Value) -> Vec<(String, String)> {
        let has = |key: &str| head.get(key).is_some();
        let Some(discriminator) = head.get("discriminator").filter(|_| !has("oneOf") && !has("anyOf")) else {
            return Vec::new();
        };
        let reference = |name: &str| format!("#/components/schemas/{name}");
        let full = |target: &str| if target.starts_with('#') { target.to_owned() } else { reference(target) };
        let mapping = discriminator.get("mapping").and_then(Value::as_object).into_iter().flatten();
        let mapped: Vec<_> = mapping.filter_map(|(tag, target)| Some((tag.clone(), full(target.as_str()?)))).collect();
        let schemas = self.document.pointer("/components/schemas").and_then(Value::as_object);
        let extends = |schema: &Value| {
            let mut parts = schema.get("allOf").and_then(Value::as_array).into_iter().flatten();
            parts.any(|part| std::ptr::eq(self.resolved(part), head))
        };
        let named = schemas.into_iter().flatten().filter(|(_, schema)| extends(schema));
        if mapped.is_empty() { named.map(|(name, _)| (name.clone(), reference(name))).collect() } else { mapped }
    }

    /// What a value of one of the family has to be.
    pub(super) fn member(
        &self,
        head: &Value,
        (tag, reference): &(String, String),
        numbers: &mut Numbers,
        depth: usize,
    ) -> Result<Flat, Hard> {
        let mut flat = self.flat(&json!({ "$ref": reference }), numbers, depth)?;
        let property = head.pointer("/discriminator/propertyName").and_then(Value::as_str);
        flat.tags.extend(property.map(|property| (property.to_owned(), tag.clone())));
        Ok(flat)
    }

    fn merge(
        &self,
        schema: &Value,
        flat: &mut Flat,
        numbers: &mut Numbers,
        depth: usize,
        nested: usize,
    ) -> Result<(), Hard> {
        let Value::Object(own) = self.resolved(schema) else { return Err("a schema that is no object") };
        if nested > NESTED || own.contains_key("$ref") {
            return Err("a reference that leads nowhere or in a circle");
        }
        if flag(own, "x-crategen-never") || own.contains_key("x-crategen-invalid") {
            return Err("no value is valid");
        }
        let list = |key: &str| own.get(key).and_then(Value::as_array);
        let first = nested == 0;
        let mut nullable = !list("allOf").is_none_or(Vec::is_empty);
        for part in list("allOf").into_iter().flatten() {
            let before = flat.keywords.shift_remove("nullable").is_some();
            self.merge(part, flat, numbers, depth, nested + 1)?;
            nullable &= flag(&flat.keywords, "nullable") || before;
        }
        let by_parts = nullable && !own.contains_key("type");
        if !by_parts && !flag(own, "nullable") {
            flat.keywords.shift_remove("nullable");
        }
        self.merge_own(own, flat)?;
        for key in ["oneOf", "anyOf"] {
            let Some(branches) = list(key).filter(|branches| !branches.is_empty()) else { continue };
            let branch = self.choose(branches, numbers, depth);
            self.merge(branch, flat, numbers, depth, nested + 1)?;
            // null of a branch is null of the whole, and told by another guess.
            if first && flag(&flat.keywords, "nullable") && !flag(own, "nullable") && own.contains_key("type") {
                flat.keywords.shift_remove("nullable");
            }
            self.tag(own, branch, flat);
        }
        Ok(())
    }

    /// A branch; deep down the shortest, which has the best chance to end.
    fn choose<'s>(&self, branches: &'s [Value], numbers: &mut Numbers, depth: usize) -> &'s Value {
        let size = |branch: &&Value| self.resolved(branch).to_string().len();
        let shortest = branches.iter().min_by_key(size);
        let any = numbers.pick(branches);
        if depth > super::DEPTH { shortest.unwrap_or(any) } else { any }
    }

    /// The value of the property that tells the branch (OpenAPI 3.1.1, "Discriminator Object").
    fn tag(&self, own: &Map<String, Value>, branch: &Value, flat: &mut Flat) {
        let Some(discriminator) = own.get("discriminator") else { return };
        let Some(property) = discriminator.get("propertyName").and_then(Value::as_str) else { return };
        let reference = branch.get("$ref").or_else(|| branch.pointer("/allOf/0/$ref")).and_then(Value::as_str);
        let Some(reference) = reference else { return };
        let name = reference.rsplit('/').next().unwrap_or_default();
        let mapped =
            |(_, target): &(&String, &Value)| target.as_str() == Some(reference) || target.as_str() == Some(name);
        let mapping = discriminator.get("mapping").and_then(Value::as_object);
        let mapped = mapping.and_then(|mapping| mapping.iter().find(mapped));
        let told = self.resolved(branch).pointer(&format!("/properties/{property}/enum/0")).and_then(Value::as_str);
        let tag = mapped.map(|(tag, _)| tag.as_str()).or(told).unwrap_or(name);
        flat.tags.insert(property.to_owned(), tag.to_owned());
    }

    fn merge_own(&self, own: &Map<String, Value>, flat: &mut Flat) -> Result<(), Hard> {
        if let Some(kinds) = kinds(own) {
            flat.kinds = Some(match flat.kinds.take() {
                Some(earlier) => common_kinds(&earlier, &kinds),
                None => kinds,
            });
            if flat.kinds.as_ref().is_some_and(Vec::is_empty) {
                return Err("types that exclude each other");
            }
        }
        for (name, schema) in own.get("properties").and_then(Value::as_object).into_iter().flatten() {
            let both = flat.properties.get(name).filter(|earlier| *earlier != schema);
            let schema = both.map_or_else(|| schema.clone(), |earlier| json!({ "allOf": [earlier, schema] }));
            flat.properties.insert(name.clone(), schema);
        }
        let required = own.get("required").and_then(Value::as_array).into_iter().flatten();
        flat.required.extend(required.filter_map(Value::as_str).map(str::to_owned));
        for (key, value) in own {
            merge_keyword(key, value, flat);
        }
        Ok(())
    }
}

fn merge_keyword(key: &str, value: &Value, flat: &mut Flat) {
    const APART: [&str; 9] = [
        "type",
        "x-crategen-types",
        "properties",
        "required",
        "allOf",
        "oneOf",
        "anyOf",
        "discriminator",
        "description",
    ];
    if APART.contains(&key) {
        return;
    }
    let merged = match (key, flat.keywords.get(key)) {
        ("items" | "additionalProperties", Some(earlier))
            if earlier.is_object() && value.is_object() && earlier != value =>
        {
            json!({ "allOf": [earlier, value] })
        }
        ("additionalProperties", Some(Value::Object(earlier))) => Value::Object(earlier.clone()),
        ("enum", Some(Value::Array(earlier))) => {
            let common = |one: &&Value| value.as_array().is_some_and(|values| values.contains(one));
            earlier.iter().filter(common).cloned().collect()
        }
        ("minimum" | "minLength" | "minItems", Some(earlier)) if earlier.as_f64() > value.as_f64() => earlier.clone(),
        ("maximum" | "maxLength" | "maxItems", Some(earlier)) if earlier.as_f64() < value.as_f64() => earlier.clone(),
        _ => value.clone(),
    };
    flat.keywords.insert(key.to_owned(), merged);
}

/// The types that a schema names; `None`: any.
pub(super) fn kinds(own: &Map<String, Value>) -> Option<Vec<String>> {
    let texts = |value: &Value| match value {
        Value::Array(all) => all.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
        other => other.as_str().map(str::to_owned).into_iter().collect::<Vec<_>>(),
    };
    own.get("x-crategen-types").or_else(|| own.get("type")).map(texts)
}

fn common_kinds(a: &[String], b: &[String]) -> Vec<String> {
    let allows =
        |all: &[String], one: &String| all.contains(one) || one == "integer" && all.iter().any(|kind| kind == "number");
    let mut common: Vec<String> = a.iter().filter(|one| allows(b, one)).cloned().collect();
    common.extend(b.iter().filter(|one| allows(a, one) && !a.contains(one)).cloned());
    common
}
