//! What went wrong between JSON and Rust, and where: the path is built on the way out, so that success pays nothing.

use std::borrow::Cow;
use std::error::Error;
use std::fmt;

use super::problem::LEFT_OUT;
use super::problem::Problem;
use super::problem::Problems;
use super::problem::list;

/// A JSON value that has not the expected shape. It names kinds and never holds values: a value may be a secret.
#[derive(Clone, PartialEq)]
pub struct DecodeError(Box<Inner>);

/// A Rust value that JSON cannot say.
#[derive(Clone, PartialEq)]
pub struct EncodeError(Box<Deviation>);

#[derive(Clone, PartialEq)]
struct Inner {
    first: Deviation,
    /// What else is wrong with the text, where all of it was looked at.
    others: Vec<Deviation>,
    /// How many deviations the text has.
    count: usize,
    cause: Cause,
}

/// What an error means to a reader that goes on behind it.
#[derive(Clone, Copy, PartialEq)]
enum Cause {
    /// A value is not as documented.
    Deviation,
    /// The same, and the reader has written it down.
    Noted,
    /// A limit is reached: the rest is not read.
    Limit,
}

/// What is wrong at one place.
#[derive(Clone, PartialEq)]
pub(super) struct Deviation {
    /// From the inside out.
    steps: Vec<Step>,
    problem: Cow<'static, str>,
}

#[derive(Clone, PartialEq)]
pub(super) enum Step {
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
        Self::of(Deviation::new(problem.into()), Vec::new(), 1, Cause::Deviation)
    }

    #[cold]
    pub(super) fn too_many_nodes() -> Self {
        let problem = "too many values of free-form JSON; see `json_nodes` of the builder";
        Self::of(Deviation::new(problem.into()), Vec::new(), 1, Cause::Limit)
    }

    /// The error of a value whose deviations the reader has written down.
    #[cold]
    pub(super) fn noted() -> Self {
        Self::of(Deviation::new(Cow::Borrowed("")), Vec::new(), 1, Cause::Noted)
    }

    /// The error for a text with these deviations, in its order. `count` is how many there are.
    #[cold]
    pub(super) fn all(mut deviations: Vec<Deviation>, count: usize) -> Self {
        if deviations.is_empty() {
            return Self::noted();
        }
        let first = deviations.remove(0);
        Self::of(first, deviations, count, Cause::Deviation)
    }

    fn of(first: Deviation, others: Vec<Deviation>, count: usize, cause: Cause) -> Self {
        Self(Box::new(Inner { first, others, count, cause }))
    }

    pub(super) fn is_noted(&self) -> bool {
        self.0.cause == Cause::Noted
    }

    pub(crate) fn is_limit(&self) -> bool {
        self.0.cause == Cause::Limit
    }

    pub(super) fn into_deviation(self) -> Deviation {
        self.0.first
    }

    /// The same error, seen from the object that holds the value under `key`.
    #[must_use]
    #[inline]
    pub fn at_key(self, key: &str) -> Self {
        self.under(Step::Key(key.to_owned()))
    }

    /// The same error, seen from the array that holds the value at `index`.
    #[must_use]
    #[inline]
    pub fn at_index(self, index: usize) -> Self {
        self.under(Step::Index(index))
    }

    #[cold]
    fn under(mut self, step: Step) -> Self {
        self.0.others.iter_mut().for_each(|other| other.steps.push(step.clone()));
        self.0.first.steps.push(step);
        self
    }

    /// Where in the document: `$.items[3].id` (the notation of RFC 9535). The first place of several.
    #[inline]
    pub fn path(&self) -> String {
        self.0.first.path()
    }

    /// What is wrong there.
    #[inline]
    pub fn problem(&self) -> &str {
        &self.0.first.problem
    }

    /// All that is wrong with the text, in its order; the first hundred where there is more. Text that is not JSON has one
    /// problem.
    pub fn problems(&self) -> Vec<Problem> {
        [&self.0.first].into_iter().chain(&self.0.others).map(Deviation::problem).collect()
    }

    /// How many places of the text are wrong.
    pub fn problem_count(&self) -> usize {
        self.0.count
    }

    /// The problems of an item that is left out.
    pub(crate) fn of_left_out(&self) -> Problems {
        let listed = self.problems().into_iter().map(|problem| problem.settled(LEFT_OUT));
        Problems { listed: listed.collect(), count: self.0.count }
    }
}

impl EncodeError {
    /// A problem, in words.
    #[inline]
    pub fn new(problem: impl Into<Cow<'static, str>>) -> Self {
        Self(Box::new(Deviation::new(problem.into())))
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

impl Deviation {
    fn new(problem: Cow<'static, str>) -> Self {
        Self { steps: Vec::new(), problem }
    }

    /// The same, in the value that these steps lead to from the outside in.
    pub(super) fn below(mut self, steps: Vec<Step>) -> Self {
        self.steps.extend(steps.into_iter().rev());
        self
    }

    /// The same, with what was done about it.
    pub(super) fn settled(mut self, remedy: &str) -> Self {
        self.problem = format!("{}; {remedy}", self.problem).into();
        self
    }

    pub(super) fn problem(&self) -> Problem {
        Problem::new(self.path(), self.problem.clone())
    }

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

impl fmt::Display for Deviation {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "at {}: {}", self.path(), self.problem)
    }
}

/// All that is wrong: the first twenty places, and how many more there are.
impl fmt::Display for DecodeError {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        list([&self.0.first].into_iter().chain(&self.0.others), self.0.count, f)
    }
}

impl fmt::Debug for DecodeError {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "DecodeError({self})")
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
