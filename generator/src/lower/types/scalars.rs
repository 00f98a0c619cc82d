//! Formats of strings and numbers (OpenAPI Format Registry).

use crate::config::{Temporal, Types, UuidType};
use crate::ir::{Float, Int, Type};
use crate::model::{Counted, Limit};

/// The type of a whole number.
pub(super) fn integer(format: Option<&str>, limits: &[Limit]) -> Type {
    let (least, most) = range(limits);
    Type::Int(Int::of(format, least, most))
}

/// The least and the most that limits allow.
fn range(limits: &[Limit]) -> (Option<f64>, Option<f64>) {
    let (mut least, mut most) = (None, None);
    for limit in limits {
        match limit {
            Limit::Least { of: Counted::Number, value, .. } => least = Some(value.value()),
            Limit::Most { of: Counted::Number, value, .. } => most = Some(value.value()),
            _ => {}
        }
    }
    (least, most)
}

/// The type of a number; a whole-number format on `number` means whole numbers.
pub(super) fn number(format: Option<&str>, limits: &[Limit]) -> Type {
    match format {
        Some("float") => Type::Float(Float::F32),
        _ if Int::is_meant_by(format) => integer(format, limits),
        _ => Type::Float(Float::F64),
    }
}

/// The type of text.
pub(super) fn string(format: Option<&str>, types: &Types) -> Type {
    let typed = |said: Temporal, usual: bool, ty: Type| match said {
        Temporal::Typed => ty,
        Temporal::Unsaid if usual => ty,
        Temporal::Unsaid | Temporal::Text => Type::String,
    };
    match format {
        Some("date-time") => typed(types.date_time, true, Type::DateTime),
        Some("date") => typed(types.date, true, Type::Date),
        // RFC 3339 wants an offset in a time, which no library has a type for; durations are seldom those of ISO 8601.
        Some("time") => typed(types.time, false, Type::Time),
        Some("duration") => typed(types.duration, false, Type::Duration),
        Some("uuid") if types.uuid == UuidType::Uuid => Type::Uuid,
        Some("byte" | "base64") => Type::Base64,
        Some("base64url") => Type::Base64Url,
        Some("password") => Type::Secret,
        _ => Type::String,
    }
}
