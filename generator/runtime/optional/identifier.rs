//! UUIDs.

use crate::runtime::Decode;
use crate::runtime::DecodeError;
use crate::runtime::Encode;
use crate::runtime::EncodeError;
use crate::runtime::Reader;
use crate::runtime::Writer;

pub use uuid::Uuid;

impl Decode for Uuid {
    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        Self::parse_str(&reader.string()?).map_err(|_| DecodeError::malformed("a UUID"))
    }
}

impl Encode for Uuid {
    fn encode(&self, writer: &mut Writer) -> Result<(), EncodeError> {
        writer.string(&self.to_string())
    }
}
