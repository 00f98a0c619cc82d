//! Limits of values: which of the values of a type are allowed (JSON Schema validation, section 6).

use std::fmt;

/// A limit of values.
#[derive(Clone, Debug, PartialEq)]
pub enum Limit {
    /// `minimum`, `minLength`, `minItems`, `minProperties`
    Least {
        /// What is counted.
        of: Counted,
        /// The least that is allowed, unless it is strict.
        value: f64,
        /// Whether the value itself is too little.
        strict: bool,
    },
    /// `maximum`, `maxLength`, `maxItems`, `maxProperties`
    Most {
        /// What is counted.
        of: Counted,
        /// The most that is allowed, unless it is strict.
        value: f64,
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
    pub(super) fn all(schema: &openapiv3::AnySchema) -> Vec<Self> {
        let count = |number: usize| number as f64;
        let least = |of, value, strict| Self::Least { of, value, strict };
        let most = |of, value, strict| Self::Most { of, value, strict };
        let (over, under) = (schema.exclusive_minimum == Some(true), schema.exclusive_maximum == Some(true));
        let some = |number: Option<usize>| number.filter(|&number| number > 0).map(count);
        [
            schema.minimum.map(|value| least(Counted::Number, value, over)),
            schema.maximum.map(|value| most(Counted::Number, value, under)),
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
