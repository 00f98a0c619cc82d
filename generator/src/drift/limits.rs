//! Limits, and the keywords that restrict values beyond them.

use std::cmp::Ordering;

use serde_json::Value;

use super::kinds::Kind;
use super::pair::Look;
use super::values;
use crate::model::Limit;

/// Compares the limits and rules of a pair.
pub(super) fn compare(look: &mut Look<'_>) {
    let (old, new) = (look.old, look.new);
    for before in &old.limits {
        match new.limits.iter().find(|now| now.subject() == before.subject()) {
            Some(now) if now == before => {}
            Some(now) => look.tell(change(before, now), (Some(before.to_string()), Some(now.to_string()))),
            None => look.tell(Kind::LimitRemoved, (Some(before.to_string()), None)),
        }
    }
    for now in new.limits.iter().filter(|now| !old.limits.iter().any(|before| now.subject() == before.subject())) {
        look.tell(Kind::LimitAdded, (None, Some(now.to_string())));
    }
    let keys: std::collections::BTreeSet<&String> = old.rules.keys().chain(new.rules.keys()).collect();
    for key in keys {
        let (before, now) = (old.rules.get(key), new.rules.get(key));
        if before != now {
            rule(look, key, before.map(Vec::as_slice), now.map(Vec::as_slice));
        }
    }
}

/// What became of a limit that is another one now.
fn change(old: &Limit, new: &Limit) -> Kind {
    let ordered = match (old, new) {
        (Limit::Least { value: old, strict: was, .. }, Limit::Least { value: new, strict: is, .. }) => {
            new.partial_cmp(old).map(|order| order.then(is.cmp(was)))
        }
        (Limit::Most { value: old, strict: was, .. }, Limit::Most { value: new, strict: is, .. }) => {
            old.partial_cmp(new).map(|order| order.then(is.cmp(was)))
        }
        (Limit::MultipleOf(old), Limit::MultipleOf(new)) if old % new == 0.0 => Some(Ordering::Less),
        (Limit::Pattern(_), Limit::Pattern(new)) if MATCH_ALL.contains(&new.as_str()) => Some(Ordering::Less),
        (Limit::Pattern(_), Limit::Pattern(_)) => return Kind::PatternChanged,
        _ => Some(Ordering::Greater),
    };
    if ordered == Some(Ordering::Less) { Kind::LimitLoosened } else { Kind::LimitTightened }
}

/// Patterns that every text matches.
const MATCH_ALL: &[&str] = &["", ".*", "^.*$", "^", "$"];

fn rule(look: &mut Look<'_>, key: &str, old: Option<&[Value]>, new: Option<&[Value]>) {
    let number = |rule: Option<&[Value]>| match rule {
        Some([Value::Number(number)]) => number.as_f64(),
        _ => None,
    };
    if key == OPEN_ENUM {
        return open_enum(look, old, new);
    }
    let was = |format: &str| [look.old, look.new].iter().any(|shape| shape.format.as_deref() == Some(format));
    let is = |text: &str| old.is_none_or(|rule| rule == [text]) && new.is_none_or(|rule| rule == [text]);
    if OF_FORMAT.iter().any(|(keyword, value, format)| key == *keyword && is(value) && was(format)) {
        return;
    }
    let words = |rule: Option<&[Value]>| {
        Some(format!("{key}: {}", rule?.iter().map(Value::to_string).collect::<Vec<_>>().join(", ")))
    };
    let kind = match (old, new, number(old), number(new)) {
        (None, ..) => Kind::RuleAdded,
        (_, None, ..) => Kind::RuleRemoved,
        (_, _, Some(old), Some(new)) if (new > old) == key.starts_with("min") => Kind::LimitTightened,
        (_, _, Some(_), Some(_)) => Kind::LimitLoosened,
        (Some([old]), Some([new]), ..) if !TURNING.contains(&key) && is_part(new, old) => Kind::LimitLoosened,
        (Some([old]), Some([new]), ..) if !TURNING.contains(&key) && is_part(old, new) => Kind::LimitTightened,
        _ => Kind::RuleChanged,
    };
    look.tell(kind, (words(old), words(new)));
}

/// What 3.1 writes in place of formats of 3.0 (OpenAPI 3.1.1, section 4.4.1.2): keyword, value, format.
const OF_FORMAT: &[(&str, &str, &str)] =
    &[("contentEncoding", "base64", "byte"), ("contentMediaType", "application/octet-stream", "binary")];

/// Keywords under which a stricter schema allows more, or other values.
const TURNING: &[&str] = &["not", "if", "contentEncoding", "contentMediaType", "contentSchema"];

/// Keywords of lists that allow more with each entry.
const CHOICES: &[&str] = &["enum", "type", "anyOf", "oneOf", "not", "if"];

/// Whether all that a schema says is said in another one too, so that it allows at least as much.
fn is_part(less: &Value, more: &Value) -> bool {
    let mut stack = vec![(less, more)];
    while let Some(pair) = stack.pop() {
        match pair {
            (Value::Object(less), Value::Object(more)) => {
                for (key, value) in less {
                    match more.get(key) {
                        Some(there) if CHOICES.contains(&key.as_str()) && there != value => return false,
                        Some(there) => stack.push((value, there)),
                        None => return false,
                    }
                }
            }
            (Value::Array(less), Value::Array(more)) if less.iter().all(|item| more.contains(item)) => {}
            (less, more) if less == more => {}
            _ => return false,
        }
    }
    true
}

/// Values of a list that may grow (`x-extensible-enum`): beside it, others are allowed.
const OPEN_ENUM: &str = "x-extensible-enum";

fn open_enum(look: &mut Look<'_>, old: Option<&[Value]>, new: Option<&[Value]>) {
    let list = |rule: &[Value]| -> Vec<(String, String)> {
        let values = rule.iter().filter_map(Value::as_array).flatten();
        values.map(|value| (values::text(&value.to_string()), String::new())).collect()
    };
    let words = |rule: &[Value]| Some(list(rule).into_iter().map(|(value, _)| value).collect::<Vec<_>>().join(", "));
    match (old, new) {
        (Some(old), Some(new)) => {
            for (kind, before, now) in values::compare(&list(old), &list(new)) {
                look.tell(kind, (before, now));
            }
        }
        (None, Some(new)) => look.tell(Kind::LimitAdded, (None, words(new))),
        (Some(old), None) => look.tell(Kind::LimitRemoved, (words(old), None)),
        (None, None) => {}
    }
}
