//! UUIDs.

use serde_json::Value;
use uuid::Uuid;

use super::json::Context;
use super::json::Decode;
use super::json::DecodeError;
use super::json::Encode;
use super::json::EncodeError;
use super::json::decode_str;

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
