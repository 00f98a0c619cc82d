//! JSON to Rust and back, without proc macros: every document is parsed once into a [`Value`], and small generated impls of
//! [`Decode`] and [`Encode`] pick it apart. Nothing here is generic over a serde format, so a type costs little to compile.

mod bridge;
mod containers;
mod context;
mod error;
mod foreign;
mod object;
mod scalars;
mod tagged;

use serde_json::Value;

pub use bridge::deserialize;
#[allow(unused_imports)]
pub(crate) use bridge::serde_impls;
pub use bridge::serialize;
pub use context::Context;
pub use context::Kinds;
pub use context::Shape;
pub use error::DecodeError;
pub use error::EncodeError;
pub use foreign::decode_number;
pub use foreign::decode_serde;
pub use foreign::decode_text;
pub use foreign::encode_number;
pub use foreign::encode_serde;
pub use foreign::encode_text;
pub use object::JsonObjectExt;
pub use object::Object;
pub use object::ObjectWriter;
pub use scalars::decode_decimal;
pub use scalars::decode_i64;
pub use scalars::decode_str;
pub use scalars::encode_decimal;
pub use tagged::decode_const;
pub use tagged::encode_const;
pub use tagged::with_tag;

/// A JSON object of values of one type; the order of the document is kept.
pub type Map<T> = indexmap::IndexMap<String, T>;

/// A free-form JSON object; the order of the document is kept.
pub type JsonObject = serde_json::Map<String, Value>;

/// A type that can be read from a JSON value.
pub trait Decode: Sized {
    /// Reads `value`. The context carries what one decoding shares, today the budget of failed union trials.
    ///
    /// # Errors
    /// When the value has another shape; the error knows the JSON path.
    fn decode(value: &Value, context: &mut Context) -> Result<Self, DecodeError>;
}

/// A type that can be written as a JSON value.
pub trait Encode {
    /// Writes the value.
    ///
    /// # Errors
    /// When JSON cannot say it: NaN and infinite numbers.
    fn encode(&self) -> Result<Value, EncodeError>;
}

/// Parses JSON text and decodes it. Nesting deeper than 128 levels is refused, also inside free-form values.
///
/// # Errors
/// When the text is not JSON, or not of the shape of `T`.
pub fn from_slice<T: Decode>(text: &[u8]) -> Result<T, DecodeError> {
    let value = parse(text)?;
    T::decode(&value, &mut Context::for_size(text.len()))
}

/// Decodes one parsed value.
///
/// # Errors
/// When the value has not the shape of `T`.
pub fn from_value<T: Decode>(value: &Value) -> Result<T, DecodeError> {
    T::decode(value, &mut Context::for_size(0))
}

/// Encodes a value as JSON text.
///
/// # Errors
/// When JSON cannot say it.
pub fn to_vec(value: &dyn Encode) -> Result<Vec<u8>, EncodeError> {
    serde_json::to_vec(&value.encode()?).map_err(|error| EncodeError::new(error.to_string()))
}

fn parse(text: &[u8]) -> Result<Value, DecodeError> {
    // Some servers send a byte order mark, which RFC 8259, section 8.1, lets a reader ignore.
    let text = text.strip_prefix(b"\xef\xbb\xbf").unwrap_or(text);
    serde_json::from_slice(text).map_err(|error| DecodeError::syntax(&error))
}
