//! Formats of strings and numbers (OpenAPI Format Registry).

use crate::config::{Temporal, Types, UuidType};
use crate::ir::{Float, Int, Type};

/// The type of a whole number.
pub(crate) fn integer(format: Option<&str>) -> Type {
    Type::Int(match format {
        Some("int8") => Int::I8,
        Some("int16") => Int::I16,
        Some("int32") => Int::I32,
        Some("uint8") => Int::U8,
        Some("uint16") => Int::U16,
        Some("uint32" | "uint") => Int::U32,
        Some("uint64") => Int::U64,
        _ => Int::I64,
    })
}

/// The type of a number; a whole-number format on `number` means whole numbers.
pub(crate) fn number(format: Option<&str>) -> Type {
    match format {
        Some("float") => Type::Float(Float::F32),
        Some("int32" | "int64" | "uint32" | "uint64" | "integer" | "int") => integer(format),
        _ => Type::Float(Float::F64),
    }
}

/// The type of text.
pub(crate) fn string(format: Option<&str>, types: &Types) -> Type {
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
