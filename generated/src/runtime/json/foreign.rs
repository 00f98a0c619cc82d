//! Types of other crates: through serde, or through the text that they read and write themselves.

use std::fmt::Display;
use std::str::FromStr;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::DecodeError;
use super::EncodeError;
use super::decode_str;
use super::encode_decimal;

/// A value through `serde::Deserialize`; `what` names the type in the error.
///
/// # Errors
/// When the type refuses the value.
pub fn decode_serde<T: DeserializeOwned>(value: &Value, what: &'static str) -> Result<T, DecodeError> {
    T::deserialize(value).map_err(|_| DecodeError::malformed(what))
}

/// A value through `serde::Serialize`.
///
/// # Errors
/// When the type refuses, or JSON cannot say it.
pub fn encode_serde<T: Serialize>(value: &T) -> Result<Value, EncodeError> {
    serde_json::to_value(value).map_err(|error| EncodeError::new(error.to_string()))
}

/// JSON text through `FromStr`; `what` names the type in the error.
///
/// # Errors
/// When the value is no text, or the type refuses it.
pub fn decode_text<T: FromStr>(value: &Value, what: &'static str) -> Result<T, DecodeError> {
    decode_str(value)?.parse().map_err(|_| DecodeError::malformed(what))
}

/// JSON text through `Display`.
///
/// # Errors
/// Never; it is a `Result` to stand beside the others.
pub fn encode_text(value: &dyn Display) -> Result<Value, EncodeError> {
    Ok(Value::String(value.to_string()))
}

/// A JSON number, or text with one in it, through `FromStr`; `what` names the type in the error. Digits beyond those of an
/// `f64` are there only with the feature `arbitrary-precision`.
///
/// # Errors
/// When the value is no number, or the type refuses it.
pub fn decode_number<T: FromStr>(value: &Value, what: &'static str) -> Result<T, DecodeError> {
    let read = match value {
        Value::Number(number) => number.to_string().parse(),
        other => decode_str(other)?.parse(),
    };
    read.map_err(|_| DecodeError::malformed(what))
}

/// A JSON number through `Display`.
///
/// # Errors
/// When the text of the value is no JSON number.
pub fn encode_number(value: &dyn Display) -> Result<Value, EncodeError> {
    encode_decimal(&value.to_string())
}
