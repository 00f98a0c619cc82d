//! The limits of several schemas that all hold: of each kind the strictest (JSON Schema validation, section 6).

use crate::model::Limit;

/// Adds limits to others.
pub(super) fn intersect(limits: &mut Vec<Limit>, others: &[Limit]) {
    if limits.is_empty() {
        limits.extend_from_slice(others);
        return;
    }
    for other in others {
        match limits.iter_mut().find(|known| known.subject() == other.subject()) {
            Some(known) => {
                if let Some(both) = both(known, other) {
                    *known = both;
                } else if !limits.contains(other) {
                    limits.push(other.clone());
                }
            }
            None => limits.push(other.clone()),
        }
    }
}

/// The limit that says what two of one kind say; `None` where none does.
fn both(one: &Limit, other: &Limit) -> Option<Limit> {
    let stricter = match (one, other) {
        (Limit::Least { value: a, strict: over, .. }, Limit::Least { value: b, strict: under, .. }) => {
            (b, *under) > (a, *over)
        }
        (Limit::Most { value: a, strict: over, .. }, Limit::Most { value: b, strict: under, .. }) => {
            b < a || b == a && *under && !over
        }
        (Limit::MultipleOf(a), Limit::MultipleOf(b)) if b % a == 0.0 => true,
        (Limit::MultipleOf(a), Limit::MultipleOf(b)) if a % b == 0.0 => false,
        (one, other) if one == other => false,
        _ => return None,
    };
    Some(if stricter { other.clone() } else { one.clone() })
}
