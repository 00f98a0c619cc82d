//! The one place that names how a generated client reads and writes JSON.

/// What the client can read and write.
pub trait Json: client::runtime::Decode + client::runtime::Encode {}

impl<T: client::runtime::Decode + client::runtime::Encode> Json for T {}

/// Decodes a value.
pub fn decode<T: Json>(text: &[u8]) -> T {
    client::runtime::from_json(text).expect("the types fit the values")
}

/// Encodes a value.
pub fn encode<T: Json>(value: &T) -> Vec<u8> {
    client::runtime::to_json(value).expect("a value is JSON")
}
