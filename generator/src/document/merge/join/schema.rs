//! Schemas: the one that accepts whatever either of two accepts.

mod branches;
mod limits;
mod objects;
mod types;

use serde_json::Map;
use serde_json::Value;

use super::Edit;
use super::Join;
use super::Step;
use super::keys;
use super::tables::Kind;

type Object = Map<String, Value>;
/// What each of two schemas has for a keyword.
type Both<'v> = (Option<&'v Value>, Option<&'v Value>);

/// Keywords that say nothing about which values are accepted.
const TEXTS: [&str; 8] =
    ["title", "description", "example", "examples", "externalDocs", "deprecated", "$comment", "default"];
/// Keywords that are joined as one.
const TOGETHER: [&str; 6] = ["type", "nullable", "enum", "const", "properties", "required"];

impl Join {
    pub(super) fn schemas(&mut self, one: &Value, other: &Value) -> Step {
        match (one, other) {
            (Value::Object(one), Value::Object(other)) => return self.schema_objects(one, other),
            // `true` accepts everything, `false` nothing (JSON Schema 2020-12, section 4.3.2).
            (Value::Bool(true), _) | (_, Value::Bool(false)) => {}
            (_, Value::Bool(true)) | (Value::Bool(false), _) => {
                let edit = Edit::Set(self.at(), other.clone());
                self.edits.push(edit);
            }
            _ => return Err(self.contradiction()),
        }
        self.wider("any value");
        Ok(())
    }

    fn schema_objects(&mut self, one: &Object, other: &Object) -> Step {
        let keys = keys::of_both(one, other);
        for key in keys.iter().copied().filter(|key| is_text(key)) {
            self.text_keyword(key, (one.get(key), other.get(key)));
        }
        if demands(one).next().is_none() || demands(other).next().is_none() {
            for key in demands(one) {
                let edit = Edit::Remove(self.child(key));
                self.edits.push(edit);
            }
            if demands(one).chain(demands(other)).next().is_some() {
                self.wider("any value");
            }
            return Ok(());
        }
        self.types(one, other)?;
        self.enums(one, other)?;
        self.properties(one, other)?;
        for key in keys.into_iter().filter(|key| !TOGETHER.contains(key) && !is_text(key)) {
            self.inside(key, |join| join.keyword(key, (one.get(key), other.get(key))))?;
        }
        Ok(())
    }

    fn text_keyword(&mut self, key: &str, values: Both<'_>) {
        let edit = match values {
            (Some(one), Some(other)) if one != other => {
                self.way.push(key.to_owned());
                self.texts(one, other);
                self.way.pop();
                return;
            }
            (None, Some(_)) => Edit::Take(self.child(key)),
            _ => return,
        };
        self.edits.push(edit);
    }

    fn keyword(&mut self, key: &str, values: Both<'_>) -> Step {
        match key {
            "minimum" | "minLength" | "minItems" | "minProperties" => self.lower_limit(values),
            "maximum" | "maxLength" | "maxItems" | "maxProperties" => self.upper_limit(values),
            "format" => self.format(values),
            "exclusiveMinimum" | "exclusiveMaximum" | "pattern" | "multipleOf" | "uniqueItems" | "readOnly"
            | "writeOnly" | "dependentRequired" | "patternProperties" => self.dropped_unless_equal(key, values),
            "items" | "additionalProperties" | "unevaluatedItems" | "unevaluatedProperties" | "propertyNames" => {
                self.subschema(key, values)
            }
            "$defs" | "definitions" => self.definitions(values),
            "allOf" | "prefixItems" => self.branches_in_order(values),
            "oneOf" | "anyOf" => self.alternatives(values),
            "discriminator" => self.discriminator(values),
            _ => match values {
                (Some(one), Some(other)) => self.values(Kind::Exact, one, other),
                _ => Err(self.contradiction()),
            },
        }
    }

    /// A subschema: joined where both have one, else nothing is demanded.
    fn subschema(&mut self, key: &str, values: Both<'_>) -> Step {
        match values {
            (Some(one), Some(other)) if one == other => Ok(()),
            (Some(one), Some(other)) => self.schemas(one, other),
            // Without the keyword nothing is demanded, as with `true` (JSON Schema 2020-12, section 10.3).
            (Some(Value::Bool(true)), None) | (None, Some(Value::Bool(true))) => Ok(()),
            values => self.dropped_unless_equal(key, values),
        }
    }

    /// A keyword that demands something: what only one demands, the joined schema does not.
    fn dropped_unless_equal(&mut self, key: &str, values: Both<'_>) -> Step {
        if values.0 != values.1 {
            if values.0.is_some() {
                let edit = Edit::Remove(self.at());
                self.edits.push(edit);
            }
            self.wider(format!("without `{key}`"));
        }
        Ok(())
    }

    fn definitions(&mut self, values: Both<'_>) -> Step {
        match values {
            (Some(one), Some(other)) => self.values(Kind::Map(&Kind::Schema), one, other),
            (None, Some(_)) => {
                let edit = Edit::Take(self.at());
                self.edits.push(edit);
                Ok(())
            }
            _ => Ok(()),
        }
    }
}

fn is_text(key: &str) -> bool {
    TEXTS.contains(&key) || key.starts_with("x-") && !key.starts_with("x-crategen-")
}

/// The keywords that demand something of a value.
fn demands(schema: &Object) -> impl Iterator<Item = &String> {
    schema.keys().filter(|key| !is_text(key))
}
