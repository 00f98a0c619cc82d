//! Types of other crates: through serde, or through the text that they read and write themselves.

use std::fmt::Display;
use std::str::FromStr;

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::DecodeError;
use super::Encode as _;
use super::EncodeError;
use super::Kind;
use super::Reader;
use super::Tree;
use super::Writer;

/// Reads a value through `serde::Deserialize`; `what` names the type in the error.
///
/// # Errors
/// When the type refuses the value.
#[inline]
pub fn decode_serde<T: DeserializeOwned>(reader: &mut Reader<'_>, what: &'static str) -> Result<T, DecodeError> {
    serde_json::from_str(reader.raw()?).map_err(|_| DecodeError::malformed(what))
}

/// Writes a value through `serde::Serialize`.
///
/// # Errors
/// When the type refuses, or JSON has no text for it.
#[inline]
pub fn encode_serde<T: Serialize>(value: &T, writer: &mut Writer) -> Result<(), EncodeError> {
    let text = serde_json::to_string(value).map_err(|error| EncodeError::new(error.to_string()))?;
    match writer.wants_object() {
        true => {
            let tree = Tree::read(&mut Reader::new(&text, usize::MAX));
            tree.map_err(|error| EncodeError::new(error.problem().to_owned()))?.encode(writer)
        }
        false => writer.raw(&text),
    }
}

/// Reads a string through `FromStr`; `what` names the type in the error.
///
/// # Errors
/// When the value is not a string, or the type refuses it.
#[inline]
pub fn decode_text<T: FromStr>(reader: &mut Reader<'_>, what: &'static str) -> Result<T, DecodeError> {
    reader.string()?.parse().map_err(|_| DecodeError::malformed(what))
}

/// Writes a string through `Display`.
///
/// # Errors
/// Never; it is a `Result` to stand beside the others.
#[inline]
pub fn encode_text(value: &dyn Display, writer: &mut Writer) -> Result<(), EncodeError> {
    writer.string(&value.to_string())
}

/// Reads a number, or a string with one in it, through `FromStr`: all of its digits, as they are written. `what` names the type
/// in the error.
///
/// # Errors
/// When the value is not a number, or the type refuses it.
#[inline]
pub fn decode_number<T: FromStr>(reader: &mut Reader<'_>, what: &'static str) -> Result<T, DecodeError> {
    let read = match reader.kind()? {
        Kind::Number => reader.number()?.text().parse(),
        _ => reader.string()?.parse(),
    };
    read.map_err(|_| DecodeError::malformed(what))
}

/// Writes a number through `Display`.
///
/// # Errors
/// When the text of the value is not a JSON number.
#[inline]
pub fn encode_number(value: &dyn Display, writer: &mut Writer) -> Result<(), EncodeError> {
    writer.number(&value.to_string())
}
