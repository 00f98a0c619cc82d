//! JSON Pointer (RFC 6901): parse, print, walk, and find in a text.

mod locate;

use std::borrow::Borrow;
use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use percent_encoding::percent_decode_str;
use serde_json::Value;

pub use locate::Locator;
pub use locate::Span;
pub use locate::locate;

/// A JSON Pointer, held as its unescaped reference tokens. Copies share them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Pointer(Arc<[String]>);

impl Pointer {
    /// The pointer to the whole document.
    pub fn root() -> Self {
        Self::default()
    }

    /// The pointers that the fragment of a reference may mean: percent-decoded, as section 6 of RFC 6901 has it, and as it stands.
    pub fn of_fragment(fragment: &str) -> impl Iterator<Item = Self> + use<> {
        let decoded = percent_decode_str(fragment).decode_utf8().map_or_else(|_| fragment.to_owned(), Into::into);
        [decoded, fragment.to_owned()].into_iter().filter_map(|text| text.parse().ok())
    }

    /// This pointer one step deeper: `/a` + `b` is `/a/b`.
    #[must_use]
    pub fn child(&self, token: impl ToString) -> Self {
        self.0.iter().cloned().chain([token.to_string()]).collect()
    }

    /// This pointer several steps deeper.
    #[must_use]
    pub fn join<T: ToString>(&self, tokens: impl IntoIterator<Item = T>) -> Self {
        self.0.iter().cloned().chain(tokens.into_iter().map(|token| token.to_string())).collect()
    }

    /// The pointer to the enclosing value; `None` at the root.
    pub fn parent(&self) -> Option<Self> {
        let (_, rest) = self.0.split_last()?;
        Some(Self(rest.into()))
    }

    /// The unescaped reference tokens, outermost first.
    pub fn tokens(&self) -> &[String] {
        &self.0
    }

    /// The value that stands here in `root`, if there is one.
    pub fn get<'v>(&self, root: &'v Value) -> Option<&'v Value> {
        self.0.iter().try_fold(root, |value, token| match value {
            Value::Object(map) => map.get(token),
            Value::Array(items) => items.get(token.parse::<usize>().ok()?),
            _ => None,
        })
    }

    /// The value that stands here in `root`, to be changed.
    pub fn get_mut<'v>(&self, root: &'v mut Value) -> Option<&'v mut Value> {
        self.0.iter().try_fold(root, |value, token| match value {
            Value::Object(map) => map.get_mut(token),
            Value::Array(items) => items.get_mut(token.parse::<usize>().ok()?),
            _ => None,
        })
    }
}

impl FromIterator<String> for Pointer {
    fn from_iter<I: IntoIterator<Item = String>>(tokens: I) -> Self {
        Self(tokens.into_iter().collect())
    }
}

/// A map of pointers is asked for the tokens of one.
impl Borrow<[String]> for Pointer {
    fn borrow(&self) -> &[String] {
        &self.0
    }
}

/// Prints the escaped form of RFC 6901, section 3: `/paths/~1pets/get`. The root prints as the empty text.
impl fmt::Display for Pointer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|token| write!(f, "/{}", token.replace('~', "~0").replace('/', "~1")))
    }
}

/// The text is not a JSON Pointer: it is neither empty nor starts with `/`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotAPointer;

impl FromStr for Pointer {
    type Err = NotAPointer;

    fn from_str(text: &str) -> Result<Self, NotAPointer> {
        if text.is_empty() {
            return Ok(Self::root());
        }
        let rest = text.strip_prefix('/').ok_or(NotAPointer)?;
        Ok(rest.split('/').map(|token| token.replace("~1", "/").replace("~0", "~")).collect())
    }
}
