//! Bytes inside JSON text (`format: byte`, `contentEncoding: base64`).

use std::fmt;

use base64::Engine as _;
use base64::alphabet;
use base64::engine::DecodePaddingMode;
use base64::engine::GeneralPurpose;
use base64::engine::GeneralPurposeConfig;
use base64::engine::general_purpose::STANDARD;

use crate::runtime::json::Decode;
use crate::runtime::json::DecodeError;
use crate::runtime::json::Encode;
use crate::runtime::json::EncodeError;
use crate::runtime::json::Reader;
use crate::runtime::json::Writer;

/// Bytes that travel as base64 text (RFC 4648, section 4). The URL-safe alphabet, missing padding and line breaks are
/// accepted when read.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct Base64(pub Vec<u8>);

/// Bytes that travel as base64url text without padding (RFC 4648, section 5).
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct Base64Url(pub Vec<u8>);

const TOLERANT: GeneralPurposeConfig = GeneralPurposeConfig::new()
    .with_decode_padding_mode(DecodePaddingMode::Indifferent)
    .with_decode_allow_trailing_bits(true)
    .with_encode_padding(false);
const STANDARD_TOLERANT: GeneralPurpose = GeneralPurpose::new(&alphabet::STANDARD, TOLERANT);
const URL_SAFE: GeneralPurpose = GeneralPurpose::new(&alphabet::URL_SAFE, TOLERANT);

/// The base64 text of bytes.
#[inline]
pub(crate) fn to_base64(bytes: &[u8]) -> String {
    STANDARD.encode(bytes)
}

#[inline]
fn from_base64(reader: &mut Reader<'_>) -> Result<Vec<u8>, DecodeError> {
    let mut text = reader.string()?;
    if text.contains(|c: char| c.is_ascii_whitespace()) {
        text.to_mut().retain(|c| !c.is_ascii_whitespace());
    }
    let engine = if text.contains(['-', '_']) { URL_SAFE } else { STANDARD_TOLERANT };
    engine.decode(text.as_bytes()).map_err(|_| DecodeError::malformed("base64 text"))
}

impl Decode for Base64 {
    #[inline]
    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        from_base64(reader).map(Self)
    }
}

impl Encode for Base64 {
    #[inline]
    fn encode(&self, writer: &mut Writer) -> Result<(), EncodeError> {
        writer.string(&to_base64(&self.0))
    }
}

impl Decode for Base64Url {
    #[inline]
    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        from_base64(reader).map(Self)
    }
}

impl Encode for Base64Url {
    #[inline]
    fn encode(&self, writer: &mut Writer) -> Result<(), EncodeError> {
        writer.string(&URL_SAFE.encode(&self.0))
    }
}

macro_rules! bytes_like {
    ($($name:ident),*) => {$(
        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}({} bytes)", stringify!($name), self.0.len())
            }
        }
        impl From<Vec<u8>> for $name {
            fn from(bytes: Vec<u8>) -> Self {
                Self(bytes)
            }
        }
        impl From<&[u8]> for $name {
            fn from(bytes: &[u8]) -> Self {
                Self(bytes.to_vec())
            }
        }
        impl AsRef<[u8]> for $name {
            fn as_ref(&self) -> &[u8] {
                &self.0
            }
        }
    )*};
}

bytes_like!(Base64, Base64Url);
