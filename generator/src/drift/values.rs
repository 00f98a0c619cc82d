//! Lists of values: those of `enum`, and those that only a description tells.

use super::kinds::Kind;
use super::shape::Shape;

/// What happened to one value: its kind, and how it was and is.
pub(super) type Changed = (Kind, Option<String>, Option<String>);

/// Compares lists of values, each with its name where it has one that is more than its text.
pub(super) fn compare(old: &[(String, String)], new: &[(String, String)]) -> Vec<Changed> {
    let mut changed = Vec::new();
    let show =
        |(value, name): &(String, String)| if name.is_empty() { value.clone() } else { format!("{value} = {name}") };
    let by_value = |all: &[(String, String)], wire: &str| all.iter().find(|(value, _)| value == wire).cloned();
    let by_name = |all: &[(String, String)], wanted: &str| {
        all.iter().find(|(_, name)| !name.is_empty() && name == wanted).cloned()
    };
    for before in old {
        match (by_value(new, &before.0), by_name(new, &before.1)) {
            (Some(now), None) if now.1 != before.1 && by_name(old, &now.1).is_none() => {
                changed.push((Kind::ValueRenamed, Some(show(before)), Some(show(&now))));
            }
            (_, Some(now)) if now.0 != before.0 => {
                changed.push((Kind::ValueRenumbered, Some(show(before)), Some(show(&now))));
            }
            (None, None) => changed.push((Kind::ValueRemoved, Some(show(before)), None)),
            (Some(now), None) if now.1 != before.1 => changed.push((Kind::ValueRemoved, Some(show(before)), None)),
            _ => {}
        }
    }
    for now in new {
        let known = by_value(old, &now.0).is_some_and(|before| before.1 == now.1 || by_name(old, &now.1).is_none());
        let moved = by_name(old, &now.1).is_some();
        if !known && !moved {
            changed.push((Kind::ValueAdded, None, Some(show(now))));
        }
    }
    changed
}

/// The values that are allowed, each with its name where it has one: those that the client knows, or those of `enum`.
pub(super) fn known(told: Option<&[(String, String)]>, shape: &Shape) -> Option<Vec<(String, String)>> {
    let in_enum = shape.values.is_some();
    // Names that are made of the values say nothing.
    let name = |name: &String| if in_enum { String::new() } else { name.clone() };
    match (told, &shape.values) {
        (Some(told), _) => Some(told.iter().map(|(value, said)| (value.clone(), name(said))).collect()),
        (None, Some(values)) => Some(values.iter().map(|value| (text(value), String::new())).collect()),
        (None, None) => None,
    }
}

/// A value in JSON as it is shown: a text without its quotes.
pub(super) fn text(json: &str) -> String {
    json.trim_matches('"').to_owned()
}
