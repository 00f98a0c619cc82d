//! JSON to Rust and back, without proc macros and without a value in between: a type reads itself from a [`Reader`] and writes
//! itself to a [`Writer`]. Both are generic over nothing, and what they share is compiled once.

mod again;
mod bridge;
mod choice;
mod containers;
mod deviations;
mod error;
mod fields;
mod foreign;
mod free_form;
mod kind;
mod numbers;
mod object;
mod open_enums;
mod pointer;
mod problem;
mod reader;
mod scalars;
mod strings;
mod tolerance;
mod tree;
mod writer;

use serde_json::Value;

pub use bridge::deserialize;
#[allow(unused_imports)]
pub(crate) use bridge::serde_impls;
pub use bridge::serialize;
pub use choice::Kinds;
pub use choice::Shape;
pub use containers::texts;
pub use error::DecodeError;
pub use error::EncodeError;
pub use fields::ConstantField;
pub use fields::Field;
pub use fields::Key;
pub use foreign::decode_number;
pub use foreign::decode_serde;
pub use foreign::decode_text;
pub use foreign::encode_number;
pub use foreign::encode_serde;
pub use foreign::encode_text;
pub use free_form::JsonObjectExt;
pub use kind::Kind;
#[allow(unused_imports)]
pub(crate) use object::object;
#[allow(unused_imports)]
pub(crate) use open_enums::open_enum;
pub(crate) use pointer::Items;
pub(crate) use pointer::Parts;
pub(crate) use pointer::tokens;
pub use problem::Problem;
pub(crate) use problem::Problems;
pub(crate) use reader::DEFAULT_NODES;
pub use reader::Reader;
pub use tolerance::Tolerance;
pub(crate) use tree::Tree;
pub use writer::Constant;
pub use writer::Member;
pub use writer::Writer;

/// A JSON object of values of one type; the order of the document is kept.
pub type Map<T> = indexmap::IndexMap<String, T>;

/// A free-form JSON object; the order of the document is kept.
pub type JsonObject = serde_json::Map<String, Value>;

/// A type that can be read from JSON.
pub trait Decode: Sized {
    /// Reads the next value.
    ///
    /// # Errors
    /// When the value has another shape; the error knows the JSON path.
    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError>;
}

/// A type that can be written as JSON.
pub trait Encode {
    /// Writes the value.
    ///
    /// # Errors
    /// When JSON has no text for it: NaN and infinite numbers.
    fn encode(&self, writer: &mut Writer) -> Result<(), EncodeError>;
}

/// Reads JSON text as a value, and tolerates nothing. Nesting deeper than 128 levels is an error, and so is free-form JSON of more than a million
/// values.
///
/// # Errors
/// When the text is not JSON, or not of the shape of `T`; [`DecodeError::problems`] names each place.
pub fn from_json<T: Decode>(text: &[u8]) -> Result<T, DecodeError> {
    from_json_within(text, DEFAULT_NODES)
}

/// Writes a value as JSON text.
///
/// # Errors
/// When JSON has no text for it: NaN and infinite numbers.
pub fn to_json<T: Encode + ?Sized>(value: &T) -> Result<Vec<u8>, EncodeError> {
    let mut writer = Writer::new();
    value.encode(&mut writer)?;
    Ok(writer.finish())
}

/// Reads JSON text with at most `nodes` values of free-form JSON.
pub(crate) fn from_json_within<T: Decode>(text: &[u8], nodes: usize) -> Result<T, DecodeError> {
    read(text, nodes, Tolerance::NONE).map(|(value, _)| value)
}

/// Reads JSON text with at most `nodes` values of free-form JSON, and returns what was tolerated.
pub(crate) fn read<T: Decode>(text: &[u8], nodes: usize, tolerance: Tolerance) -> Result<(T, Problems), DecodeError> {
    let mut value = None;
    let problems = READ_WITH(text, nodes, tolerance, &mut |reader| {
        value = Some(T::decode(reader)?);
        Ok(())
    })?;
    value.map(|value| (value, problems)).ok_or_else(|| DecodeError::new("nothing was read"))
}

/// [`read_with`], behind a pointer. To inline functions of a crate, rustc looks for circles in what each of them calls, over and over in
/// what all of them call; it does not look behind pointers. That is a tenth of the release build of a crate of many types.
const READ_WITH: ReadWith = read_with;
type ReadWith = fn(&[u8], usize, Tolerance, &mut ReadValue<'_>) -> Result<Problems, DecodeError>;

/// Reads a value of some type and keeps it; called again, it reads another one in its place.
type ReadValue<'v> = dyn FnMut(&mut Reader<'_>) -> Result<(), DecodeError> + 'v;

fn read_with(
    text: &[u8],
    nodes: usize,
    tolerance: Tolerance,
    value: &mut ReadValue<'_>,
) -> Result<Problems, DecodeError> {
    let mut reader = Reader::new(utf8(text)?, nodes).tolerating(tolerance);
    loop {
        match value(&mut reader).and_then(|()| reader.end()) {
            Ok(()) => return Ok(reader.tolerated()),
            Err(error) => reader = reader.again(nodes, error)?,
        }
    }
}

/// The text of UTF-8. Some servers send a byte order mark, which RFC 8259, section 8.1, lets a reader ignore.
pub(crate) fn utf8(text: &[u8]) -> Result<&str, DecodeError> {
    let text = text.strip_prefix(b"\xef\xbb\xbf").unwrap_or(text);
    str::from_utf8(text)
        .map_err(|error| DecodeError::new(format!("not JSON: no UTF-8 at byte {}", error.valid_up_to() + 1)))
}

/// Why a text is not JSON at all, which says more than that it is not of some shape; `None` where it is.
#[cold]
fn not_json(text: &str) -> Option<DecodeError> {
    let mut reader = Reader::new(text, 0);
    reader.skip().and_then(|()| reader.end()).err()
}
