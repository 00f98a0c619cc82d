//! Constants, and the tag of a union with a discriminator.

use serde_json::Value;

use super::DecodeError;
use super::EncodeError;
use super::context::is_constant;

/// Checks that `value` is the constant of that JSON text.
///
/// # Errors
/// When it is another value.
pub fn decode_const(value: &Value, text: &str) -> Result<(), DecodeError> {
    match is_constant(value, text) {
        true => Ok(()),
        false => Err(DecodeError::new(format!("expected the constant {text}, found another value"))),
    }
}

/// The value of a constant's JSON text.
///
/// # Errors
/// When the text is not JSON.
pub fn encode_const(text: &str) -> Result<Value, EncodeError> {
    serde_json::from_str(text).map_err(|_| EncodeError::new(format!("the constant {text:?} is not JSON")))
}

/// The encoded variant of a tagged union with its tag: in the place where the variant has it, else in front.
///
/// # Errors
/// When the variant is no object, and so has no place for a tag.
pub fn with_tag(value: Value, key: &str, tag: &str) -> Result<Value, EncodeError> {
    let Value::Object(mut fields) = value else {
        return Err(EncodeError::new("a variant of a tagged union must be an object"));
    };
    if let Some(place) = fields.get_mut(key) {
        *place = Value::String(tag.to_owned());
        return Ok(Value::Object(fields));
    }
    let mut tagged = serde_json::Map::with_capacity(fields.len().saturating_add(1));
    tagged.insert(key.to_owned(), Value::String(tag.to_owned()));
    tagged.append(&mut fields);
    Ok(Value::Object(tagged))
}
