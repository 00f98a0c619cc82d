//! serde for generated types, for users who store values: through JSON text, so that nothing is instantiated until somebody
//! uses it. [`from_json`] and [`to_json`](super::to_json) are several times faster.

use serde::Deserialize as _;
use serde::Deserializer;
use serde::Serialize as _;
use serde::Serializer;
use serde::de::Error as _;
use serde::ser::Error as _;
use serde_json::Value;

use super::Decode;
use super::Encode;
use super::EncodeError;
use super::from_json_within;
use super::to_json;

/// What `serde::Serialize` of a generated type does.
///
/// # Errors
/// When JSON has no text for the value, or the serializer fails.
pub fn serialize<S: Serializer>(value: &dyn Encode, serializer: S) -> Result<S::Ok, S::Error> {
    let value = TO_VALUE(value).map_err(S::Error::custom)?;
    value.serialize(serializer)
}

/// What `serde::Deserialize` of a generated type does.
///
/// # Errors
/// When the input is not of the shape of `T`, or the deserializer fails.
pub fn deserialize<'de, T: Decode, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    let text = TO_TEXT(&Value::deserialize(deserializer)?).map_err(D::Error::custom)?;
    from_json_within(&text, usize::MAX).map_err(D::Error::custom)
}

// Behind pointers like `READ_WITH` of `json`.
const TO_VALUE: fn(&dyn Encode) -> Result<Value, String> = to_value;
const TO_TEXT: fn(&Value) -> Result<Vec<u8>, EncodeError> = to_json;

fn to_value(value: &dyn Encode) -> Result<Value, String> {
    let text = to_json(value).map_err(|error| error.to_string())?;
    from_json_within(&text, usize::MAX).map_err(|error| error.to_string())
}

/// `serde::Serialize` and `serde::Deserialize` for each named type; with `encode:` or `decode:` in front only that direction.
#[allow(unused_macros)]
macro_rules! serde_impls {
    (encode: $($name:ident),* $(,)?) => {$(
        impl ::serde::Serialize for $name {
            #[inline]
            fn serialize<S: ::serde::Serializer>(&self, serializer: S) -> ::std::result::Result<S::Ok, S::Error> {
                $crate::runtime::serialize(self, serializer)
            }
        }
    )*};
    (decode: $($name:ident),* $(,)?) => {$(
        impl<'de> ::serde::Deserialize<'de> for $name {
            #[inline]
            fn deserialize<D: ::serde::Deserializer<'de>>(deserializer: D) -> ::std::result::Result<Self, D::Error> {
                $crate::runtime::deserialize(deserializer)
            }
        }
    )*};
    ($($name:ident),* $(,)?) => {
        $crate::runtime::serde_impls!(encode: $($name),*);
        $crate::runtime::serde_impls!(decode: $($name),*);
    };
}

// A client without types of its own uses none of it.
#[allow(unused_imports)]
pub(crate) use serde_impls;
