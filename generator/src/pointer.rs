//! JSON Pointer (RFC 6901): parse, print and walk.

use std::borrow::Borrow;
use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use percent_encoding::percent_decode_str;
use serde_json::Value;

/// A JSON Pointer, held as its unescaped reference tokens. Copies share them, and so do the pointers below a pointer.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Pointer(Arc<[Token]>);

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

    /// The pointers that a reference may mean in its own document; none of a reference to another document.
    pub fn of_reference(reference: &str) -> impl Iterator<Item = Self> {
        reference.strip_prefix('#').into_iter().flat_map(Self::of_fragment)
    }

    /// What a reference in `document` leads to in the same document, if it leads to anything there.
    pub fn resolve(reference: &str, document: &Value) -> Option<Self> {
        Self::of_reference(reference).find(|pointer| pointer.get(document).is_some())
    }

    /// The reference to this place of the same document: what [`Self::of_reference`] reads as this pointer.
    pub fn to_reference(&self) -> String {
        format!("#{self}").replace('%', "%25")
    }

    /// This pointer one step deeper: `/a` + `b` is `/a/b`.
    #[must_use]
    pub fn child(&self, token: impl ToString) -> Self {
        self.join([token])
    }

    /// This pointer several steps deeper.
    #[must_use]
    pub fn join<T: ToString>(&self, tokens: impl IntoIterator<Item = T>) -> Self {
        self.0.iter().cloned().chain(tokens.into_iter().map(|token| Token::from(token.to_string()))).collect()
    }

    /// The pointer to the enclosing value; `None` at the root.
    pub fn parent(&self) -> Option<Self> {
        let (_, rest) = self.0.split_last()?;
        Some(Self(rest.into()))
    }

    /// The unescaped reference tokens, outermost first.
    pub fn tokens(&self) -> &[Token] {
        &self.0
    }

    /// The value that stands here in `root`, if there is one.
    pub fn get<'v>(&self, root: &'v Value) -> Option<&'v Value> {
        self.0.iter().try_fold(root, |value, token| match value {
            Value::Object(map) => map.get(token.as_str()),
            Value::Array(items) => items.get(token.parse::<usize>().ok()?),
            _ => None,
        })
    }

    /// The value that stands here in `root`, to be changed.
    pub fn get_mut<'v>(&self, root: &'v mut Value) -> Option<&'v mut Value> {
        self.0.iter().try_fold(root, |value, token| match value {
            Value::Object(map) => map.get_mut(token.as_str()),
            Value::Array(items) => items.get_mut(token.parse::<usize>().ok()?),
            _ => None,
        })
    }
}

impl<T: Into<Token>> FromIterator<T> for Pointer {
    fn from_iter<I: IntoIterator<Item = T>>(tokens: I) -> Self {
        Self(tokens.into_iter().map(Into::into).collect())
    }
}

/// A map of pointers is asked for the tokens of one.
impl Borrow<[Token]> for Pointer {
    fn borrow(&self) -> &[Token] {
        &self.0
    }
}

/// Prints the escaped form of RFC 6901, section 3: `/paths/~1pets/get`. The root prints as the empty text.
impl fmt::Display for Pointer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|token| write!(f, "/{}", token.replace('~', "~0").replace('/', "~1")))
    }
}

/// A reference token of a pointer, unescaped. Copies share the text: the pointers into an item of a path that is long
/// hold the path once.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Token(Arc<str>);

impl Token {
    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::ops::Deref for Token {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl AsRef<str> for Token {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl From<String> for Token {
    fn from(text: String) -> Self {
        Self(text.into())
    }
}

impl PartialEq<str> for Token {
    fn eq(&self, text: &str) -> bool {
        *self.0 == *text
    }
}

impl PartialEq<String> for Token {
    fn eq(&self, text: &String) -> bool {
        *self.0 == **text
    }
}

impl fmt::Display for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
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
