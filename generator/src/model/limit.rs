//! Limits of values: which of the values of a type are allowed (JSON Schema validation, section 6).

use std::cmp::Ordering;
use std::fmt;

use serde_json::{Map, Value};

/// A limit of values.
#[derive(Clone, Debug, PartialEq)]
pub enum Limit {
    /// `minimum`, `minLength`, `minItems`, `minProperties`
    Least {
        /// What is counted.
        of: Counted,
        /// The least that is allowed, unless it is strict.
        value: Amount,
        /// Whether the value itself is too little.
        strict: bool,
    },
    /// `maximum`, `maxLength`, `maxItems`, `maxProperties`
    Most {
        /// What is counted.
        of: Counted,
        /// The most that is allowed, unless it is strict.
        value: Amount,
        /// Whether the value itself is too much.
        strict: bool,
    },
    /// `multipleOf`
    MultipleOf(f64),
    /// `pattern`
    Pattern(String),
    /// `uniqueItems`
    Distinct,
}

/// How much a limit allows.
#[derive(Clone, Copy, Debug)]
pub struct Amount {
    value: f64,
    /// The same, where it is a whole number.
    whole: Option<i128>,
}

impl Amount {
    /// A number as it is written; of one beyond 64 bits, what `f64` holds.
    fn of(written: Option<&Value>, value: f64) -> Self {
        let number = written.and_then(Value::as_number);
        let exact =
            number.and_then(|number| number.as_i64().map(i128::from).or_else(|| number.as_u64().map(i128::from)));
        #[expect(clippy::cast_possible_truncation, reason = "whole and within the range of i128")]
        let whole = exact.or_else(|| (value.fract() == 0.0 && value.abs() < 1e38).then_some(value as i128));
        Self { value, whole }
    }

    /// As a floating point number, which may be rounded.
    pub fn value(&self) -> f64 {
        self.value
    }
}

impl PartialEq for Amount {
    fn eq(&self, other: &Self) -> bool {
        self.partial_cmp(other) == Some(Ordering::Equal)
    }
}

impl PartialOrd for Amount {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        match (self.whole, other.whole) {
            (Some(one), Some(other)) => Some(one.cmp(&other)),
            _ => self.value.partial_cmp(&other.value),
        }
    }
}

impl fmt::Display for Amount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.whole {
            Some(whole) => whole.fmt(f),
            None => self.value.fmt(f),
        }
    }
}

/// What a limit counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Counted {
    /// The number itself.
    Number,
    /// The characters of a text.
    Characters,
    /// The items of a list.
    Items,
    /// The properties of an object.
    Properties,
}

impl Limit {
    /// What it is a limit of: a schema has one of each kind.
    pub(crate) fn subject(&self) -> (u8, Option<Counted>) {
        match self {
            Self::Least { of, .. } => (0, Some(*of)),
            Self::Most { of, .. } => (1, Some(*of)),
            Self::MultipleOf(_) => (2, None),
            Self::Pattern(_) => (3, None),
            Self::Distinct => (4, None),
        }
    }

    /// The limits that a schema says.
    pub(super) fn all(schema: &openapiv3::AnySchema, raw: &Map<String, Value>) -> Vec<Self> {
        let count = |number: usize| Amount::of(Some(&Value::from(number)), number as f64);
        let written = |key: &str, value: f64| Amount::of(raw.get(key), value);
        let least = |of, value, strict| Self::Least { of, value, strict };
        let most = |of, value, strict| Self::Most { of, value, strict };
        let (over, under) = (schema.exclusive_minimum == Some(true), schema.exclusive_maximum == Some(true));
        let some = |number: Option<usize>| number.filter(|&number| number > 0).map(count);
        [
            schema.minimum.map(|value| least(Counted::Number, written("minimum", value), over)),
            schema.maximum.map(|value| most(Counted::Number, written("maximum", value), under)),
            schema.multiple_of.map(Self::MultipleOf),
            some(schema.min_length).map(|value| least(Counted::Characters, value, false)),
            schema.max_length.map(|value| most(Counted::Characters, count(value), false)),
            schema.pattern.clone().map(Self::Pattern),
            some(schema.min_items).map(|value| least(Counted::Items, value, false)),
            schema.max_items.map(|value| most(Counted::Items, count(value), false)),
            schema.unique_items.filter(|&unique| unique).map(|_| Self::Distinct),
            some(schema.min_properties).map(|value| least(Counted::Properties, value, false)),
            schema.max_properties.map(|value| most(Counted::Properties, count(value), false)),
        ]
        .into_iter()
        .flatten()
        .collect()
    }
}

/// In words: `at least 3 characters`.
impl fmt::Display for Limit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Least { of, value, strict } => {
                write!(f, "{} {value}{}", if *strict { "more than" } else { "at least" }, of.words())
            }
            Self::Most { of, value, strict } => {
                write!(f, "{} {value}{}", if *strict { "less than" } else { "at most" }, of.words())
            }
            Self::MultipleOf(value) => write!(f, "a multiple of {value}"),
            Self::Pattern(pattern) => write!(f, "matches `{pattern}`"),
            Self::Distinct => f.write_str("no item twice"),
        }
    }
}

impl Counted {
    fn words(self) -> &'static str {
        match self {
            Self::Number => "",
            Self::Characters => " characters",
            Self::Items => " items",
            Self::Properties => " properties",
        }
    }
}
