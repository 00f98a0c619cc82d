//! Formats of strings and numbers (OpenAPI Format Registry).

use crate::config::{Temporal, Types, UuidType};
use crate::ir::{Float, Int, Type};
use crate::model::{Counted, Limit};

/// The type of a whole number: that of its format, or a wider one where the limits of the document go beyond it. A format of
/// 32 or 64 bits with a least value of zero or more is unsigned.
pub(super) fn integer(format: Option<&str>, limits: &[Limit]) -> Type {
    let (least, most) = range(limits);
    let negative = least.is_none_or(|least| least < 0.0);
    let said = match format {
        Some("int8") => Int::I8,
        Some("int16") => Int::I16,
        Some("int32") if negative => Int::I32,
        Some("uint8") => Int::U8,
        Some("uint16") => Int::U16,
        Some("int32" | "uint32") => Int::U32,
        Some("int64") if !negative => Int::U64,
        Some("uint64" | "uint") => Int::U64,
        Some("int128" | "uint128") => Int::I128,
        _ => Int::I64,
    };
    let fits = |int: &Int| {
        let (lowest, highest) = bounds(*int);
        least.is_none_or(|least| least >= lowest) && most.is_none_or(|most| most <= highest)
    };
    // What nothing bounds below may be negative, except where the format is unsigned.
    let unsigned = !negative || matches!(said, Int::U8 | Int::U16 | Int::U32);
    let wider = [Int::U32, Int::I64, Int::U64, Int::I128];
    let wider = wider.into_iter().filter(|int| unsigned || !matches!(int, Int::U32 | Int::U64));
    Type::Int(std::iter::once(said).chain(wider).find(fits).unwrap_or(said))
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

/// The range of a type, rounded to `f64`: limits are often written so rounded.
#[expect(clippy::cast_precision_loss, reason = "compared with limits that are rounded in the same way")]
fn bounds(int: Int) -> (f64, f64) {
    match int {
        Int::I8 => (f64::from(i8::MIN), f64::from(i8::MAX)),
        Int::I16 => (f64::from(i16::MIN), f64::from(i16::MAX)),
        Int::I32 => (f64::from(i32::MIN), f64::from(i32::MAX)),
        Int::I64 => (i64::MIN as f64, i64::MAX as f64),
        Int::U8 => (0.0, f64::from(u8::MAX)),
        Int::U16 => (0.0, f64::from(u16::MAX)),
        Int::U32 => (0.0, f64::from(u32::MAX)),
        Int::U64 => (0.0, u64::MAX as f64),
        Int::I128 => (f64::MIN, f64::MAX),
    }
}

/// The type of a number; a whole-number format on `number` means whole numbers.
pub(super) fn number(format: Option<&str>, limits: &[Limit]) -> Type {
    match format {
        Some("float") => Type::Float(Float::F32),
        Some("int32" | "int64" | "uint32" | "uint64" | "integer" | "int") => integer(format, limits),
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
