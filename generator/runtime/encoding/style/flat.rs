//! A value as the styles see it: one text, a list of texts, or pairs of them, each percent-encoded already.

use serde_json::Value;

use crate::runtime::encoding::percent;
use crate::runtime::encoding::percent::Keep;

/// A value of at most one level.
pub(super) enum Flat {
    /// Null.
    Undefined,
    /// A string, number or boolean.
    Text(String),
    /// An array; nulls in it are left out (RFC 6570, section 2.3).
    List(Vec<String>),
    /// An object; nulls in it are left out.
    Pairs(Vec<(String, String)>),
}

impl Flat {
    pub(super) fn new(value: &Value, keep: Option<Keep>) -> Result<Self, String> {
        let encode = |text: &str| keep.map_or_else(|| text.to_owned(), |keep| percent::encode(text, keep));
        match value {
            Value::Null => Ok(Self::Undefined),
            Value::Array(items) => {
                let items = items.iter().filter(|item| !item.is_null());
                items.map(|item| Ok(encode(&scalar(item)?))).collect::<Result<_, String>>().map(Self::List)
            }
            Value::Object(fields) => {
                let fields = fields.iter().filter(|(_, value)| !value.is_null());
                let pairs = fields.map(|(key, value)| Ok((encode(key), encode(&scalar(value)?))));
                pairs.collect::<Result<_, String>>().map(Self::Pairs)
            }
            value => Ok(Self::Text(encode(&scalar(value)?))),
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        match self {
            Self::Undefined => true,
            Self::Text(_) => false,
            Self::List(items) => items.is_empty(),
            Self::Pairs(pairs) => pairs.is_empty(),
        }
    }
}

/// The text of a value without parts.
pub(super) fn scalar(value: &Value) -> Result<String, String> {
    match value {
        Value::Null => Ok(String::new()),
        Value::Bool(bool) => Ok(bool.to_string()),
        Value::Number(number) => Ok(number.to_string()),
        Value::String(text) => Ok(text.clone()),
        Value::Array(_) | Value::Object(_) => Err("lists and objects inside of it have no defined text".to_owned()),
    }
}
