//! What one decoding shares, and the choice among the variants of a union that has no discriminator.

use serde_json::Value;

use super::Decode;

/// The state of one decoding. Trying the variants of nested unions could take exponential time; the work of failed trials is
/// therefore paid from a budget in proportion to the document, and when it is spent every further trial fails at once.
#[derive(Debug)]
pub struct Context {
    steps: u64,
    budget: u64,
}

/// What tells a variant of a union apart before it is tried.
#[derive(Clone, Copy, Debug)]
pub struct Shape {
    /// The JSON kinds the variant can be.
    pub kinds: Kinds,
    /// The JSON texts of the only values that the variant can have; none: any.
    pub values: &'static [&'static str],
    /// Keys that must be there, each with the JSON texts of the only values it can have; none: any.
    pub required: &'static [(&'static str, &'static [&'static str])],
    /// All keys that the variant knows; `None`: any key.
    pub known: Option<&'static [&'static str]>,
}

/// A set of JSON kinds. The number 1 is an integer and a number, 1.5 is only a number, 1.0 both.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Kinds(u8);

/// Failed work that is free, whatever the size of the document.
const BASE_BUDGET: u64 = 10_000;

impl Kinds {
    /// No kind at all.
    pub const NONE: Self = Self(0);
    /// `null`.
    pub const NULL: Self = Self(1);
    /// `true` and `false`.
    pub const BOOL: Self = Self(2);
    /// A number without a fraction.
    pub const INTEGER: Self = Self(4);
    /// Any number.
    pub const NUMBER: Self = Self(8);
    /// A string.
    pub const STRING: Self = Self(16);
    /// An array.
    pub const ARRAY: Self = Self(32);
    /// An object.
    pub const OBJECT: Self = Self(64);
    /// Every kind.
    pub const ANY: Self = Self(127);

    /// The kinds of both sets.
    #[must_use]
    pub const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether the sets share a kind.
    pub const fn meets(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// The kinds that a value is.
    pub fn of(value: &Value) -> Self {
        match value {
            Value::Null => Self::NULL,
            Value::Bool(_) => Self::BOOL,
            Value::Number(number) if number.is_i64() || number.is_u64() => Self::INTEGER.or(Self::NUMBER),
            Value::Number(number) if number.as_f64().is_some_and(|n| n.fract() == 0.0) => {
                Self::INTEGER.or(Self::NUMBER)
            }
            Value::Number(_) => Self::NUMBER,
            Value::String(_) => Self::STRING,
            Value::Array(_) => Self::ARRAY,
            Value::Object(_) => Self::OBJECT,
        }
    }
}

impl Context {
    /// A context for a document of `bytes` bytes.
    pub fn for_size(bytes: usize) -> Self {
        Self { steps: 0, budget: BASE_BUDGET.saturating_add(bytes as u64) }
    }

    /// The variants that `value` can be, by their index: those whose kind, required keys and constants fit; the one that leaves
    /// the fewest keys of the value unknown first, then in the order of the document.
    pub fn candidates(&self, value: &Value, shapes: &[Shape]) -> Vec<usize> {
        let kinds = Kinds::of(value);
        let mut fitting: Vec<(usize, usize)> = shapes
            .iter()
            .enumerate()
            .filter(|(_, shape)| shape.kinds.meets(kinds) && shape.fits(value))
            .map(|(index, shape)| (shape.unknown_keys(value), index))
            .collect();
        fitting.sort_unstable();
        fitting.into_iter().map(|(_, index)| index).collect()
    }

    /// Tries to decode `value` as one variant. `None` when it does not fit, or when the budget of failed trials is spent.
    pub fn attempt<T: Decode>(&mut self, value: &Value) -> Option<T> {
        if self.budget == 0 {
            return None;
        }
        let before = self.steps;
        let decoded = T::decode(value, self).ok();
        if decoded.is_none() {
            let work = self.steps.saturating_sub(before).saturating_add(1);
            self.budget = self.budget.saturating_sub(work);
        }
        decoded
    }

    /// One value was looked at.
    pub(super) fn step(&mut self) {
        self.steps = self.steps.saturating_add(1);
    }
}

impl Default for Context {
    fn default() -> Self {
        Self::for_size(0)
    }
}

impl Shape {
    fn fits(&self, value: &Value) -> bool {
        let one_of =
            |found: &Value, texts: &[&str]| texts.is_empty() || texts.iter().any(|text| is_constant(found, text));
        let Value::Object(fields) = value else { return one_of(value, self.values) };
        self.required.iter().all(|(key, texts)| fields.get(*key).is_some_and(|found| one_of(found, texts)))
    }

    fn unknown_keys(&self, value: &Value) -> usize {
        match (value, self.known) {
            (Value::Object(fields), Some(known)) => fields.keys().filter(|key| !known.contains(&key.as_str())).count(),
            _ => 0,
        }
    }
}

/// Whether `value` is the constant of that JSON text; 1 and 1.0 are the same number.
pub(super) fn is_constant(value: &Value, text: &str) -> bool {
    match (value, serde_json::from_str::<Value>(text)) {
        (Value::Number(found), Ok(Value::Number(wanted))) => *found == wanted || found.as_f64() == wanted.as_f64(),
        (found, Ok(wanted)) => *found == wanted,
        (_, Err(_)) => false,
    }
}
