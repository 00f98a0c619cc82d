//! Objects: the fields of a struct, read and written.

use serde::de::DeserializeOwned;
use serde_json::Value;

use super::Context;
use super::Decode;
use super::DecodeError;
use super::Encode;
use super::EncodeError;
use super::JsonObject;
use super::Map;

/// The fields of a JSON object, while a struct is decoded from it.
#[derive(Clone, Copy, Debug)]
pub struct Object<'a> {
    fields: &'a JsonObject,
}

/// A JSON object, while a struct is encoded into it.
#[derive(Clone, Debug, Default)]
pub struct ObjectWriter {
    fields: JsonObject,
}

/// Conveniences for free-form objects.
pub trait JsonObjectExt {
    /// One entry as a type of the caller; `None` when there is no such key.
    ///
    /// # Errors
    /// (inside the `Option`) when the entry has another shape.
    fn entry_as<T: DeserializeOwned>(&self, key: &str) -> Option<Result<T, DecodeError>>;
}

impl<'a> Object<'a> {
    /// Looks into an object.
    ///
    /// # Errors
    /// When the value is something else.
    pub fn new(value: &'a Value) -> Result<Self, DecodeError> {
        match value {
            Value::Object(fields) => Ok(Self { fields }),
            other => Err(DecodeError::expected("an object", other)),
        }
    }

    /// A field that must be there. When `T` is an `Option`, null is `None` and a missing key is still an error.
    ///
    /// # Errors
    /// When the key is missing, or its value has another shape.
    pub fn required<T: Decode>(&self, key: &str, context: &mut Context) -> Result<T, DecodeError> {
        context.step();
        match self.fields.get(key) {
            Some(value) => T::decode(value, context).map_err(|error| error.at_key(key)),
            None => Err(missing(key)),
        }
    }

    /// A field that may be absent; null counts as absent.
    ///
    /// # Errors
    /// When its value has another shape.
    pub fn optional<T: Decode>(&self, key: &str, context: &mut Context) -> Result<Option<T>, DecodeError> {
        context.step();
        match self.fields.get(key) {
            None | Some(Value::Null) => Ok(None),
            Some(value) => T::decode(value, context).map(Some).map_err(|error| error.at_key(key)),
        }
    }

    /// A field that may be absent (`None`), null (`Some(None)`) or there.
    ///
    /// # Errors
    /// When its value has another shape.
    pub fn optional_nullable<T: Decode>(
        &self,
        key: &str,
        context: &mut Context,
    ) -> Result<Option<Option<T>>, DecodeError> {
        match self.fields.contains_key(key) {
            false => Ok(None),
            true => self.optional(key, context).map(Some),
        }
    }

    /// A field of any JSON, which may be absent; null is a value.
    ///
    /// # Errors
    /// When its value has another shape.
    pub fn present<T: Decode>(&self, key: &str, context: &mut Context) -> Result<Option<T>, DecodeError> {
        match self.fields.contains_key(key) {
            false => Ok(None),
            true => self.required(key, context).map(Some),
        }
    }

    /// Checks that a field is there with its only value, given as JSON text.
    ///
    /// # Errors
    /// When the key is missing, or has another value.
    pub fn constant(&self, key: &str, text: &str) -> Result<(), DecodeError> {
        let value = self.fields.get(key).ok_or_else(|| missing(key))?;
        super::decode_const(value, text).map_err(|error| error.at_key(key))
    }

    /// All fields whose key is not one of `known`, in the order of the document.
    ///
    /// # Errors
    /// When one of the values has another shape.
    pub fn rest<T: Decode>(&self, known: &[&str], context: &mut Context) -> Result<Map<T>, DecodeError> {
        let mut rest = Map::new();
        for (key, value) in self.fields.iter().filter(|(key, _)| !known.contains(&key.as_str())) {
            context.step();
            rest.insert(key.clone(), T::decode(value, context).map_err(|error| error.at_key(key))?);
        }
        Ok(rest)
    }

    /// The text under `key`, which tells the variant of a tagged union; `None` when it is absent or no string.
    pub fn tag(&self, key: &str) -> Option<&'a str> {
        self.fields.get(key).and_then(Value::as_str)
    }

    /// Whether the object has the key, with any value.
    pub fn has(&self, key: &str) -> bool {
        self.fields.contains_key(key)
    }
}

impl ObjectWriter {
    /// An empty object.
    pub fn new() -> Self {
        Self::default()
    }

    /// Writes a field.
    ///
    /// # Errors
    /// When its value cannot be said in JSON.
    pub fn required(&mut self, key: &str, value: &dyn Encode) -> Result<(), EncodeError> {
        let value = value.encode().map_err(|error| error.at_key(key))?;
        self.fields.insert(key.to_owned(), value);
        Ok(())
    }

    /// Writes a field if it is there.
    ///
    /// # Errors
    /// When its value cannot be said in JSON.
    pub fn optional<T: Encode>(&mut self, key: &str, value: &Option<T>) -> Result<(), EncodeError> {
        match value {
            Some(value) => self.required(key, value),
            None => Ok(()),
        }
    }

    /// Writes a field if it is there; `Some(None)` is written as null.
    ///
    /// # Errors
    /// When its value cannot be said in JSON.
    pub fn optional_nullable<T: Encode>(&mut self, key: &str, value: &Option<Option<T>>) -> Result<(), EncodeError> {
        match value {
            Some(value) => self.required(key, value),
            None => Ok(()),
        }
    }

    /// Writes further fields. A key that is written already keeps its value.
    ///
    /// # Errors
    /// When one of the values cannot be said in JSON.
    pub fn rest<T: Encode>(&mut self, rest: &Map<T>) -> Result<(), EncodeError> {
        for (key, value) in rest {
            if !self.fields.contains_key(key) {
                self.required(key, value)?;
            }
        }
        Ok(())
    }

    /// The finished object.
    pub fn finish(self) -> Value {
        Value::Object(self.fields)
    }
}

impl JsonObjectExt for JsonObject {
    fn entry_as<T: DeserializeOwned>(&self, key: &str) -> Option<Result<T, DecodeError>> {
        let entry = T::deserialize(self.get(key)?);
        // The message of a foreign type may repeat the value, and the value may be a secret.
        Some(entry.map_err(|_| DecodeError::new("the entry is not of the wanted type").at_key(key)))
    }
}

fn missing(key: &str) -> DecodeError {
    DecodeError::new(format!("the required key {key:?} is missing"))
}
