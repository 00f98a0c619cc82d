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
        (Limit::MultipleOf(a), Limit::MultipleOf(b)) => return common_multiple(*a, *b).map(Limit::MultipleOf),
        (one, other) if one == other => false,
        _ => return None,
    };
    Some(if stricter { other.clone() } else { one.clone() })
}

/// The least number that is a multiple of both: of whole numbers, as far as a double holds them exactly.
fn common_multiple(a: f64, b: f64) -> Option<f64> {
    const EXACT: f64 = 9_007_199_254_740_992.0;
    let is_whole = |number: f64| number >= 1.0 && number.fract() == 0.0 && number < EXACT;
    if !is_whole(a) || !is_whole(b) {
        return None;
    }
    let (mut divisor, mut rest) = (a, b);
    while rest > 0.0 {
        (divisor, rest) = (rest, divisor % rest);
    }
    Some(a / divisor * b).filter(|multiple| *multiple < EXACT)
}
