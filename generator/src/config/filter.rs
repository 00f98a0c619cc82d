//! `[filter]`: which operations become part of the client.

use regex_lite::Regex;

use crate::config::read::Table;
use crate::config::rules::pattern;
use crate::config::values::{checked, invalid, rules, value};
use crate::diagnostic::{Diagnostics, Place};

/// `[filter]`: an operation is taken if a rule includes it, or there is no such rule, and none excludes it.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// `[[filter.include]]`
    pub include: Vec<FilterRule>,
    /// `[[filter.exclude]]`
    pub exclude: Vec<FilterRule>,
}

/// A rule of `[filter]`: what it says must all be so. It says at least one thing.
#[derive(Clone, Debug)]
pub struct FilterRule {
    /// `operation`: a regular expression for the `operationId` as published.
    pub operation: Option<Regex>,
    /// `path`: a regular expression for the path as written, `/pets/{id}`.
    pub path: Option<Regex>,
    /// `method`, in lower case.
    pub method: Option<String>,
    /// `tag`: one of the operation's tags, as written.
    pub tag: Option<String>,
    /// `deprecated`: whether the operation is.
    pub deprecated: Option<bool>,
    /// Where the rule stands.
    pub place: Place,
}

impl Filter {
    /// Whether there are no rules: everything is taken.
    pub fn is_empty(&self) -> bool {
        self.include.is_empty() && self.exclude.is_empty()
    }
}

pub(super) fn filter(table: &mut Table<'_, '_>, diagnostics: &mut Diagnostics) -> Filter {
    Filter { include: rules(table, "include", diagnostics, rule), exclude: rules(table, "exclude", diagnostics, rule) }
}

fn rule(rule: &mut Table<'_, '_>, diagnostics: &mut Diagnostics) -> Option<FilterRule> {
    let operation = rule.text("operation", diagnostics).map(|text| pattern(&text, "operation", diagnostics));
    let path = rule.text("path", diagnostics).map(|text| pattern(&text, "path", diagnostics));
    let method = rule.text("method", diagnostics).map(|text| checked(text, "method", diagnostics, check_method));
    let tag = value(rule.text("tag", diagnostics));
    let deprecated = value(rule.flag("deprecated", diagnostics));
    if operation.is_none() && path.is_none() && method.is_none() && tag.is_none() && deprecated.is_none() {
        let what = "needs at least one of `operation`, `path`, `method`, `tag`, `deprecated`";
        invalid(&rule.place(), "[[filter]]", what, diagnostics);
        return None;
    }
    Some(FilterRule {
        operation: all_or_nothing(operation)?,
        path: all_or_nothing(path)?,
        method: all_or_nothing(method)?.map(|method| method.to_lowercase()),
        tag,
        deprecated,
        place: rule.place(),
    })
}

/// `None` where a key is there and wrong; a rule without it would say something else.
fn all_or_nothing<T>(read: Option<Option<T>>) -> Option<Option<T>> {
    match read {
        Some(None) => None,
        Some(Some(value)) => Some(Some(value)),
        None => Some(None),
    }
}

fn check_method(method: &str) -> Result<(), &'static str> {
    let fine = !method.is_empty() && method.bytes().all(|byte| byte.is_ascii_alphabetic());
    if fine { Ok(()) } else { Err("must be an HTTP method, as GET") }
}
