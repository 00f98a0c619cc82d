//! UUIDs.

use serde_json::Value;

use crate::runtime::Context;
use crate::runtime::Decode;
use crate::runtime::DecodeError;
use crate::runtime::Encode;
use crate::runtime::EncodeError;
use crate::runtime::decode_str;

pub use uuid::Uuid;

impl Decode for Uuid {
    fn decode(value: &Value, _: &mut Context) -> Result<Self, DecodeError> {
        Self::parse_str(decode_str(value)?).map_err(|_| DecodeError::malformed("a UUID"))
    }
}

impl Encode for Uuid {
    fn encode(&self) -> Result<Value, EncodeError> {
        Ok(Value::String(self.to_string()))
    }
}
