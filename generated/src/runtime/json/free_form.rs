//! JSON of any shape. What it takes in memory is not in proportion to its text (two bytes of an array become 72), so its
//! values are counted, and more than the reader allows are an error.

use serde::de::DeserializeOwned;
use serde_json::Number;
use serde_json::Value;

use super::Decode;
use super::DecodeError;
use super::Encode;
use super::EncodeError;
use super::JsonObject;
use super::Kind;
use super::reader::Reader;
use super::writer::Writer;

/// Conveniences for free-form objects.
pub trait JsonObjectExt {
    /// One entry as a type of the caller; `None` when there is no such key.
    ///
    /// # Errors
    /// (inside the `Option`) when the entry has another shape.
    fn entry_as<T: DeserializeOwned>(&self, key: &str) -> Option<Result<T, DecodeError>>;
}

impl Reader<'_> {
    /// Reads a value of any shape.
    ///
    /// # Errors
    /// When it is not JSON, is nested too deep, has more values than the reader allows, or holds a number that no type of
    /// `serde_json` holds (every number fits with the feature `arbitrary-precision`).
    #[inline]
    pub fn value(&mut self) -> Result<Value, DecodeError> {
        let kind = self.kind()?;
        if kind != Kind::Object {
            self.take(1)?;
        }
        Ok(match kind {
            Kind::Null => self.literal("null").map(|()| Value::Null)?,
            Kind::Bool => Value::Bool(self.bool()?),
            Kind::String => Value::String(self.string()?.into_owned()),
            Kind::Number => Value::Number(self.free_number()?),
            Kind::Array => {
                let mut items = Vec::new();
                self.items(0, &mut |reader| {
                    items.push(reader.value()?);
                    Ok(())
                })?;
                Value::Array(items)
            }
            Kind::Object => Value::Object(self.object()?),
        })
    }

    #[inline]
    fn object(&mut self) -> Result<JsonObject, DecodeError> {
        self.take(1)?;
        let mut members = JsonObject::new();
        if self.null_for("an object")? {
            return Ok(members);
        }
        self.members(|reader| {
            // A key takes as much as a value.
            reader.take(1)?;
            let key = reader.key()?.into_owned();
            let value = reader.value().map_err(|error| error.at_key(&key))?;
            members.insert(key, value);
            Ok(())
        })?;
        Ok(members)
    }

    #[inline]
    fn free_number(&mut self) -> Result<Number, DecodeError> {
        let text = self.number()?.text();
        text.parse().map_err(|_| DecodeError::new("the number does not fit a 64-bit float"))
    }
}

impl Decode for Value {
    #[inline]
    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        reader.value()
    }
}

impl Encode for Value {
    #[inline]
    fn encode(&self, writer: &mut Writer) -> Result<(), EncodeError> {
        match self {
            Self::Null => writer.raw("null"),
            Self::Bool(bool) => bool.encode(writer),
            Self::Number(number) => writer.raw(&number.to_string()),
            Self::String(text) => text.encode(writer),
            Self::Array(items) => items.encode(writer),
            Self::Object(members) => members.encode(writer),
        }
    }
}

impl Decode for JsonObject {
    #[inline]
    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        reader.object()
    }
}

impl Encode for JsonObject {
    #[inline]
    fn encode(&self, writer: &mut Writer) -> Result<(), EncodeError> {
        writer.map(self.iter().map(|(key, value)| (key.as_str(), value as &dyn Encode)))
    }
}

impl JsonObjectExt for JsonObject {
    #[inline]
    fn entry_as<T: DeserializeOwned>(&self, key: &str) -> Option<Result<T, DecodeError>> {
        let entry = T::deserialize(self.get(key)?);
        // The message of a foreign type may repeat the value, and the value may be a secret.
        Some(entry.map_err(|_| DecodeError::new("the entry is not of the wanted type").at_key(key)))
    }
}
