//! Values and rules out of tables, with what is wrong with them.

use crate::config::read::{Found, Table};
use crate::diagnostic::{Diagnostic, Diagnostics, Place};

/// The rules of a key, in order; keys that nobody asked for are refused.
pub(super) fn rules<'t, T>(
    parent: &mut Table<'t, '_>,
    key: &'static str,
    diagnostics: &mut Diagnostics,
    read: impl Fn(&mut Table<'t, '_>, &mut Diagnostics) -> Option<T>,
) -> Vec<T> {
    let mut rules = Vec::new();
    for mut table in parent.tables(key, diagnostics) {
        rules.extend(read(&mut table, diagnostics));
        table.finish(diagnostics);
    }
    rules
}

pub(super) fn value<T>(found: Option<Found<T>>) -> Option<T> {
    found.map(|found| found.value)
}

pub(super) fn checked(
    found: Found<String>,
    key: &str,
    diagnostics: &mut Diagnostics,
    check: impl Fn(&str) -> Result<(), &'static str>,
) -> Option<String> {
    match check(&found.value) {
        Ok(()) => Some(found.value),
        Err(what) => {
            invalid(&found.place, key, what, diagnostics);
            None
        }
    }
}

pub(super) fn parsed<T>(
    found: Found<String>,
    key: &str,
    what: &str,
    diagnostics: &mut Diagnostics,
    parse: impl Fn(&str) -> Option<T>,
) -> Option<T> {
    let parsed = parse(&found.value);
    if parsed.is_none() {
        invalid(&found.place, key, what, diagnostics);
    }
    parsed
}

pub(super) fn choice<T: Copy + Default>(
    table: &mut Table<'_, '_>,
    key: &'static str,
    choices: &[(&str, T)],
    diagnostics: &mut Diagnostics,
) -> T {
    let Some(found) = table.text(key, diagnostics) else { return T::default() };
    let words = choices.iter().map(|(word, _)| format!("{word:?}")).collect::<Vec<_>>().join(" or ");
    let find = |text: &str| choices.iter().find(|(word, _)| *word == text).map(|(_, choice)| *choice);
    parsed(found, key, &format!("must be {words}"), diagnostics, find).unwrap_or_default()
}

pub(super) fn invalid(place: &Place, key: &str, what: &str, diagnostics: &mut Diagnostics) {
    diagnostics.push(Diagnostic::error("config::invalid-value", place.clone(), format!("`{key}` {what}")));
}
