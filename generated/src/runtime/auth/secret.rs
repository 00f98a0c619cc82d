//! Text that must not be seen: keys, tokens, passwords.

use std::fmt;

use crate::runtime::json::Decode;
use crate::runtime::json::DecodeError;
use crate::runtime::json::Encode;
use crate::runtime::json::EncodeError;
use crate::runtime::json::Reader;
use crate::runtime::json::Writer;

/// A text that is printed as `***` wherever it is printed; [`Secret::expose`] is the one way to read it.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// Keeps a secret.
    #[inline]
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The text itself: for sending, never for printing.
    #[inline]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("***")
    }
}

impl From<String> for Secret {
    #[inline]
    fn from(text: String) -> Self {
        Self(text)
    }
}

impl From<&str> for Secret {
    #[inline]
    fn from(text: &str) -> Self {
        Self(text.to_owned())
    }
}

impl Decode for Secret {
    #[inline]
    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        String::decode(reader).map(Self)
    }
}

impl Encode for Secret {
    #[inline]
    fn encode(&self, writer: &mut Writer) -> Result<(), EncodeError> {
        writer.string(&self.0)
    }
}
