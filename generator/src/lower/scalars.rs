//! Formats of strings and numbers (OpenAPI Format Registry).

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
pub(crate) fn string(format: Option<&str>, text_formats: &dyn Fn(&str) -> bool) -> Type {
    let Some(format) = format else { return Type::String };
    if text_formats(format) {
        return Type::String;
    }
    match format {
        "date-time" => Type::DateTime,
        "date" => Type::Date,
        "uuid" => Type::Uuid,
        "byte" | "base64" => Type::Base64,
        "password" => Type::Secret,
        _ => Type::String,
    }
}
