//! A value as the styles see it: one text, a list of texts, or pairs of them, each percent-encoded already.

use crate::runtime::encoding::percent;
use crate::runtime::encoding::percent::Keep;
use crate::runtime::json::Tree;

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
    #[inline]
    pub(super) fn new(value: &Tree, keep: Option<Keep>) -> Result<Self, String> {
        let encode = |text: &str| keep.map_or_else(|| text.to_owned(), |keep| percent::encode(text, keep));
        match value {
            Tree::Null => Ok(Self::Undefined),
            Tree::Array(items) => {
                let items = items.iter().filter(|item| **item != Tree::Null);
                items.map(|item| Ok(encode(scalar(item)?))).collect::<Result<_, String>>().map(Self::List)
            }
            Tree::Object(fields) => {
                let fields = fields.iter().filter(|(_, value)| *value != Tree::Null);
                let pairs = fields.map(|(key, value)| Ok((encode(key), encode(scalar(value)?))));
                pairs.collect::<Result<_, String>>().map(Self::Pairs)
            }
            value => Ok(Self::Text(encode(scalar(value)?))),
        }
    }

    /// The value, if commas can join what it has and be told from what is in it: nothing here is encoded.
    #[inline]
    pub(super) fn of_whole_items(self) -> Result<Self, String> {
        let is_whole = |text: &String| !text.contains(',') && text.trim_matches([' ', '\t']).len() == text.len();
        let all = match &self {
            Self::Undefined | Self::Text(_) => true,
            Self::List(items) => items.iter().all(is_whole),
            Self::Pairs(pairs) => {
                pairs.iter().all(|(key, value)| is_whole(key) && is_whole(value) && !key.contains('='))
            }
        };
        match all {
            true => Ok(self),
            false => {
                Err("an item has a comma in it, or blanks at its ends, and would arrive as another one".to_owned())
            }
        }
    }

    #[inline]
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
#[inline]
pub(super) fn scalar(value: &Tree) -> Result<&str, String> {
    match value {
        Tree::Null => Ok(""),
        Tree::Bool(bool) => Ok(if *bool { "true" } else { "false" }),
        Tree::Number(text) | Tree::String(text) => Ok(text),
        Tree::Array(_) | Tree::Object(_) => Err("lists and objects inside of it have no defined text".to_owned()),
    }
}
