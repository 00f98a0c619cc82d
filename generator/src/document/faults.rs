//! Why parts of a document cannot be used: found by one stage, and asked by those that need the part. A mark stands in the place of
//! each, and the reason beside the document.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use crate::diagnostic::Place;

/// The key of a mark, which stands alone in its object.
pub const MARK: &str = "x-crategen-invalid";

/// Why a part of a document cannot be used. It is reported already, or when the part is left out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The code of the diagnostic.
    pub code: &'static str,
    /// The reason.
    pub reason: String,
}

impl Fault {
    /// What stands in the place of the part.
    pub(crate) fn mark(&self) -> Value {
        json!({ MARK: self.code })
    }
}

/// The faults of a document, by where the faulty parts were written: that stays the same where a part is moved or copied.
#[derive(Clone, Debug, Default)]
pub struct Faults(BTreeMap<(Place, &'static str), String>);

impl Faults {
    /// Notes why what was written at a place cannot be used.
    pub(crate) fn add(&mut self, at: Place, fault: Fault) {
        self.0.entry((at, fault.code)).or_insert(fault.reason);
    }

    /// The fault that an object is the mark of, if it is one and was written at this place.
    pub(crate) fn find(&self, object: &Map<String, Value>, at: &Place) -> Option<Fault> {
        let code = object.get(MARK).filter(|_| object.len() == 1)?.as_str()?;
        let known = self.0.range((at.clone(), "")..).take_while(|((place, _), _)| place == at);
        let mut known = known.map(|((_, code), reason)| Fault { code, reason: reason.clone() });
        known.find(|fault| fault.code == code)
    }

    /// Takes over those of another document, of which parts stand in this one.
    pub(crate) fn extend(&mut self, other: &Self) {
        self.0.extend(other.0.iter().map(|(at, reason)| (at.clone(), reason.clone())));
    }
}

/// Whether a value is the mark of a fault.
pub fn is_faulty(value: &Value) -> bool {
    value.as_object().is_some_and(is_mark)
}

/// Whether an object is the mark of a fault.
pub(crate) fn is_mark(object: &Map<String, Value>) -> bool {
    object.contains_key(MARK)
}
