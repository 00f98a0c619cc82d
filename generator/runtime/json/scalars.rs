//! Booleans, numbers and strings.

use serde_json::Number;
use serde_json::Value;

use super::Context;
use super::Decode;
use super::DecodeError;
use super::Encode;
use super::EncodeError;

/// The largest whole number up to which every `f64` without a fraction is exact.
const EXACT: f64 = 9_007_199_254_740_992.0;

/// The text of a JSON string.
///
/// # Errors
/// When the value is something else.
pub fn decode_str(value: &Value) -> Result<&str, DecodeError> {
    value.as_str().ok_or_else(|| DecodeError::expected("a string", value))
}

/// A whole number; `86400.0` counts as one.
///
/// # Errors
/// When the value is no number, has a fraction, or is outside of 64 bits.
pub fn decode_i64(value: &Value) -> Result<i64, DecodeError> {
    let whole = whole(value)?;
    i64::try_from(whole).map_err(|_| out_of_range("64-bit signed"))
}

/// The text of a JSON number, for enums of numbers with a fraction. A whole number has no fraction in it.
///
/// # Errors
/// When the value is no number.
pub fn decode_decimal(value: &Value) -> Result<String, DecodeError> {
    match (value, whole(value)) {
        (Value::Number(_), Ok(whole)) => Ok(whole.to_string()),
        (Value::Number(number), Err(_)) => Ok(number.to_string()),
        (other, _) => Err(DecodeError::expected("a number", other)),
    }
}

/// The number of that text.
///
/// # Errors
/// When the text is no JSON number.
pub fn encode_decimal(text: &str) -> Result<Value, EncodeError> {
    match serde_json::from_str(text) {
        Ok(Value::Number(number)) => Ok(Value::Number(number)),
        _ => Err(EncodeError::new("not a JSON number")),
    }
}

fn whole(value: &Value) -> Result<i128, DecodeError> {
    let Value::Number(number) = value else { return Err(DecodeError::expected("an integer", value)) };
    if let Some(whole) = number.as_i64() {
        return Ok(i128::from(whole));
    }
    if let Some(whole) = number.as_u64() {
        return Ok(i128::from(whole));
    }
    match number.as_f64() {
        // The cast saturates far outside of 64 bits, where the range check of the caller refuses it.
        Some(float) if float.is_finite() && float.fract() == 0.0 => Ok(float as i128),
        _ => Err(DecodeError::expected("an integer", value)),
    }
}

fn out_of_range(what: &str) -> DecodeError {
    DecodeError::new(format!("the number does not fit a {what} integer"))
}

macro_rules! integers {
    ($($int:ty => $name:literal),*) => {$(
        impl Decode for $int {
            fn decode(value: &Value, _: &mut Context) -> Result<Self, DecodeError> {
                <$int>::try_from(whole(value)?).map_err(|_| out_of_range($name))
            }
        }
        impl Encode for $int {
            fn encode(&self) -> Result<Value, EncodeError> {
                Ok(Value::from(*self))
            }
        }
    )*};
}

integers!(
    i8 => "8-bit signed", i16 => "16-bit signed", i32 => "32-bit signed", i64 => "64-bit signed",
    u8 => "8-bit unsigned", u16 => "16-bit unsigned", u32 => "32-bit unsigned", u64 => "64-bit unsigned"
);

impl Decode for f64 {
    fn decode(value: &Value, _: &mut Context) -> Result<Self, DecodeError> {
        value.as_f64().ok_or_else(|| DecodeError::expected("a number", value))
    }
}

impl Encode for f64 {
    /// A number without a fraction is written without one: `86400`, never `86400.0`.
    fn encode(&self) -> Result<Value, EncodeError> {
        if self.fract() == 0.0 && self.abs() < EXACT && !(*self == 0.0 && self.is_sign_negative()) {
            return Ok(Value::from(*self as i64));
        }
        Number::from_f64(*self).map(Value::Number).ok_or_else(not_finite)
    }
}

impl Decode for f32 {
    fn decode(value: &Value, context: &mut Context) -> Result<Self, DecodeError> {
        let narrow = f64::decode(value, context)? as f32;
        if narrow.is_finite() { Ok(narrow) } else { Err(DecodeError::new("the number does not fit a 32-bit float")) }
    }
}

impl Encode for f32 {
    fn encode(&self) -> Result<Value, EncodeError> {
        if self.fract() == 0.0 {
            return f64::from(*self).encode();
        }
        // Through its own shortest text: widened to 64 bits, 0.1 would be sent as 0.10000000149011612.
        self.to_string().parse::<f64>().map_err(|_| not_finite())?.encode()
    }
}

impl Decode for bool {
    fn decode(value: &Value, _: &mut Context) -> Result<Self, DecodeError> {
        value.as_bool().ok_or_else(|| DecodeError::expected("a boolean", value))
    }
}

impl Encode for bool {
    fn encode(&self) -> Result<Value, EncodeError> {
        Ok(Value::Bool(*self))
    }
}

impl Decode for String {
    fn decode(value: &Value, _: &mut Context) -> Result<Self, DecodeError> {
        decode_str(value).map(str::to_owned)
    }
}

impl Encode for String {
    fn encode(&self) -> Result<Value, EncodeError> {
        self.as_str().encode()
    }
}

impl Encode for str {
    fn encode(&self) -> Result<Value, EncodeError> {
        Ok(Value::String(self.to_owned()))
    }
}

fn not_finite() -> EncodeError {
    EncodeError::new("JSON has no NaN and no infinite numbers")
}
