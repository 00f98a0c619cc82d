//! Booleans, numbers and strings.

use super::Decode;
use super::DecodeError;
use super::Encode;
use super::EncodeError;
use super::Reader;
use super::Writer;

/// The largest whole number up to which every `f64` without a fraction is exact.
const EXACT: f64 = 9_007_199_254_740_992.0;

impl Reader<'_> {
    /// Reads a whole number of 64 bits; `86400.0` counts as one.
    ///
    /// # Errors
    /// When the next value is not a number, has a fraction, or is outside of 64 bits.
    pub fn i64(&mut self) -> Result<i64, DecodeError> {
        i64::decode(self)
    }

    /// Reads a number as its text, for enums of numbers with a fraction: without a fraction that is zero, and as short as its
    /// `f64` is written where that holds all of its digits.
    ///
    /// # Errors
    /// When the next value is not a number.
    pub fn decimal(&mut self) -> Result<String, DecodeError> {
        let number = self.number()?;
        let float = number.float();
        Ok(match number.whole() {
            Some(whole) if whole.unsigned_abs() < i128::MAX.unsigned_abs() => whole.to_string(),
            _ if number.is_short() && float.is_finite() => serde_json::Value::from(float).to_string(),
            _ => number.text().to_owned(),
        })
    }

    fn whole(&mut self) -> Result<i128, DecodeError> {
        let whole = self.number_or("an integer")?.whole();
        whole.ok_or_else(|| DecodeError::expected("an integer", "a number"))
    }
}

#[cold]
fn out_of_range(what: &str) -> DecodeError {
    DecodeError::new(format!("the number does not fit a {what} integer"))
}

/// Writes what `serde_json` writes of a number.
macro_rules! number {
    ($value:expr, $writer:ident) => {
        serde_json::to_writer($writer.sink(), &$value).map_err(|error| EncodeError::new(error.to_string()))
    };
}

macro_rules! integers {
    ($($int:ty => $name:literal),*) => {$(
        impl Decode for $int {
            #[inline]
            fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
                match reader.short_integer() {
                    Some(integer) => <$int>::try_from(integer).map_err(|_| out_of_range($name)),
                    None => <$int>::try_from(reader.whole()?).map_err(|_| out_of_range($name)),
                }
            }
        }
        impl Encode for $int {
            #[inline]
            fn encode(&self, writer: &mut Writer) -> Result<(), EncodeError> {
                number!(*self, writer)
            }
        }
    )*};
}

integers!(
    i8 => "8-bit signed", i16 => "16-bit signed", i32 => "32-bit signed", i64 => "64-bit signed",
    u8 => "8-bit unsigned", u16 => "16-bit unsigned", u32 => "32-bit unsigned", u64 => "64-bit unsigned",
    i128 => "128-bit signed"
);

impl Decode for f64 {
    #[inline]
    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        let float = reader.float()?;
        if float.is_finite() { Ok(float) } else { Err(DecodeError::new("the number does not fit a 64-bit float")) }
    }
}

impl Encode for f64 {
    /// A number without a fraction is written without one: `86400`, never `86400.0`.
    #[inline]
    fn encode(&self, writer: &mut Writer) -> Result<(), EncodeError> {
        let whole = *self as i64;
        if whole as f64 == *self && self.abs() < EXACT && !(whole == 0 && self.is_sign_negative()) {
            return number!(whole, writer);
        }
        if self.is_finite() { number!(*self, writer) } else { Err(not_finite()) }
    }
}

impl Decode for f32 {
    #[inline]
    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        let narrow = f64::decode(reader)? as f32;
        if narrow.is_finite() { Ok(narrow) } else { Err(DecodeError::new("the number does not fit a 32-bit float")) }
    }
}

impl Encode for f32 {
    #[inline]
    fn encode(&self, writer: &mut Writer) -> Result<(), EncodeError> {
        if self.fract() == 0.0 && f64::from(self.abs()) < EXACT {
            return f64::from(*self).encode(writer);
        }
        // Widened to 64 bits, 0.1 would be sent as 0.10000000149011612.
        if self.is_finite() { number!(*self, writer) } else { Err(not_finite()) }
    }
}

impl Decode for bool {
    #[inline]
    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        reader.bool()
    }
}

impl Encode for bool {
    #[inline]
    fn encode(&self, writer: &mut Writer) -> Result<(), EncodeError> {
        writer.raw(if *self { "true" } else { "false" })
    }
}

impl Decode for String {
    #[inline]
    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        reader.string().map(std::borrow::Cow::into_owned)
    }
}

impl Encode for String {
    #[inline]
    fn encode(&self, writer: &mut Writer) -> Result<(), EncodeError> {
        writer.string(self)
    }
}

impl Encode for str {
    #[inline]
    fn encode(&self, writer: &mut Writer) -> Result<(), EncodeError> {
        writer.string(self)
    }
}

#[cold]
fn not_finite() -> EncodeError {
    EncodeError::new("JSON has no NaN and no infinite numbers")
}
