//! What went wrong between JSON and Rust, and where: the path is built on the way out, so that success pays nothing.

use std::borrow::Cow;
use std::error::Error;
use std::fmt;

/// A JSON value that has not the expected shape. It names kinds and never holds values: a value may be a secret.
#[derive(Clone, PartialEq)]
pub struct DecodeError(Box<Inner>);

/// A Rust value that JSON cannot say.
#[derive(Clone, PartialEq)]
pub struct EncodeError(Box<Inner>);

#[derive(Clone, PartialEq)]
struct Inner {
    steps: Vec<Step>,
    problem: Cow<'static, str>,
}

#[derive(Clone, PartialEq)]
enum Step {
    Key(String),
    Index(usize),
}

impl DecodeError {
    /// `expected` and what was found instead, as in "expected an integer, found a string".
    #[cold]
    pub fn expected(expected: &str, found: &str) -> Self {
        Self::new(format!("expected {expected}, found {found}"))
    }

    /// A string that does not read as `expected`, as in "expected a UUID, found another string".
    #[cold]
    pub fn malformed(expected: &str) -> Self {
        Self::new(format!("expected {expected}, found another string"))
    }

    /// Any other problem, in words.
    #[inline]
    pub fn new(problem: impl Into<Cow<'static, str>>) -> Self {
        Self(Box::new(Inner { steps: Vec::new(), problem: problem.into() }))
    }

    #[cold]
    pub(super) fn too_many_nodes() -> Self {
        Self::new("too many values of free-form JSON; see `json_nodes` of the builder")
    }

    /// The same error, seen from the object that holds the value under `key`.
    #[must_use]
    #[inline]
    pub fn at_key(mut self, key: &str) -> Self {
        self.0.steps.push(Step::Key(key.to_owned()));
        self
    }

    /// The same error, seen from the array that holds the value at `index`.
    #[must_use]
    #[inline]
    pub fn at_index(mut self, index: usize) -> Self {
        self.0.steps.push(Step::Index(index));
        self
    }

    /// Where in the document: `$.items[3].id` (the notation of RFC 9535).
    #[inline]
    pub fn path(&self) -> String {
        self.0.path()
    }

    /// What is wrong there.
    #[inline]
    pub fn problem(&self) -> &str {
        &self.0.problem
    }
}

impl EncodeError {
    /// A problem, in words.
    #[inline]
    pub fn new(problem: impl Into<Cow<'static, str>>) -> Self {
        Self(Box::new(Inner { steps: Vec::new(), problem: problem.into() }))
    }

    /// The same error, seen from the object that holds the value under `key`.
    #[must_use]
    #[inline]
    pub fn at_key(mut self, key: &str) -> Self {
        self.0.steps.push(Step::Key(key.to_owned()));
        self
    }

    /// The same error, seen from the array that holds the value at `index`.
    #[must_use]
    #[inline]
    pub fn at_index(mut self, index: usize) -> Self {
        self.0.steps.push(Step::Index(index));
        self
    }

    /// Where in the value: `$.items[3].id`.
    #[inline]
    pub fn path(&self) -> String {
        self.0.path()
    }
}

impl Inner {
    #[inline]
    fn path(&self) -> String {
        let mut path = String::from("$");
        for step in self.steps.iter().rev() {
            match step {
                Step::Index(index) => path.push_str(&format!("[{index}]")),
                Step::Key(key) if is_plain(key) => {
                    path.push('.');
                    path.push_str(key);
                }
                Step::Key(key) => path.push_str(&format!("[{key:?}]")),
            }
        }
        path
    }
}

#[inline]
fn is_plain(key: &str) -> bool {
    !key.starts_with(|first: char| first.is_ascii_digit())
        && !key.is_empty()
        && key.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}

impl fmt::Display for Inner {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "at {}: {}", self.path(), self.problem)
    }
}

impl fmt::Display for DecodeError {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Debug for DecodeError {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "DecodeError({})", self.0)
    }
}

impl fmt::Display for EncodeError {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Debug for EncodeError {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "EncodeError({})", self.0)
    }
}

impl Error for DecodeError {}
impl Error for EncodeError {}
