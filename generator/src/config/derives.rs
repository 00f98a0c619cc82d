//! `[[derives]]`: traits that types of the client derive beside those that they all have.

use regex_lite::Regex;

use crate::config::Named;
use crate::config::legal::check_rust_path;
use crate::config::read::Table;
use crate::config::rules::{named, pattern};
use crate::config::values::{invalid, parsed};
use crate::diagnostic::{Diagnostics, Place};

/// `[[derives]]`: traits that types of the client derive beside those that they all have.
#[derive(Clone, Debug)]
pub struct DeriveRule {
    /// Which types.
    pub which: Derived,
    /// `derive`: the traits of the standard library by their name, others by their path.
    pub derive: Vec<String>,
    /// Where the rule stands.
    pub place: Place,
}

/// The types of a `[[derives]]` rule.
#[derive(Clone, Debug)]
pub enum Derived {
    /// `at`: the type of one schema, which must be able to.
    At(Named),
    /// `pattern`: those whose Rust name matches, as far as they are able to.
    Pattern(Regex),
}

/// The traits of the standard library that can be asked for. All types have `Clone`, `Debug` and `PartialEq`.
pub const STANDARD: [&str; 6] = ["Copy", "Default", "Eq", "Hash", "Ord", "PartialOrd"];

pub(super) fn derives(rule: &mut Table<'_, '_>, diagnostics: &mut Diagnostics) -> Option<DeriveRule> {
    let (at, found) = (rule.text("at", diagnostics), rule.text("pattern", diagnostics));
    let which = match (at, found) {
        (Some(at), None) => {
            let schema = |text: &str| named(text).filter(|at| matches!(at, Named::Schema(_) | Named::Inline(_)));
            parsed(at, "at", "must be schemas/<Name> or a JSON Pointer", diagnostics, schema).map(Derived::At)
        }
        (None, Some(found)) => pattern(&found, "pattern", diagnostics).map(Derived::Pattern),
        _ => {
            invalid(&rule.place(), "[[derives]]", "needs either `at` or `pattern`", diagnostics);
            None
        }
    };
    let derive = rule.texts("derive", diagnostics);
    if derive.is_empty() {
        invalid(&rule.place(), "[[derives]]", "needs `derive`: a list of traits", diagnostics);
    }
    for name in derive.iter().filter(|name| !STANDARD.contains(&name.as_str()) && !check_rust_path(name)) {
        let what = match name.as_str() {
            "Clone" | "Debug" | "PartialEq" => format!("names `{name}`, which every type derives"),
            _ => format!("names `{name}`: must be one of {}, or the path of a trait of a crate", STANDARD.join(", ")),
        };
        invalid(&rule.place(), "derive", &what, diagnostics);
    }
    Some(DeriveRule { which: which?, derive, place: rule.place() })
}
