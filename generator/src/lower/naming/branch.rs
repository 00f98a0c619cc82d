//! A branch of a union before it is a variant.

use crate::model::{SchemaId, SimpleType};

/// A branch of a union.
#[derive(Clone, Debug)]
pub(in crate::lower) struct Branch {
    pub(in crate::lower) schema: SchemaId,
    /// What the variant is called, where its schema does not tell.
    pub(in crate::lower) words: Option<Word>,
    pub(in crate::lower) tag: Option<String>,
}

impl Branch {
    /// A branch that its schema alone names.
    pub(in crate::lower) fn of(schema: SchemaId) -> Self {
        Self { schema, words: None, tag: None }
    }
}

/// What a variant is called before it has a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::lower) enum Word {
    /// A name, of which a part may be left out.
    Name(String),
    /// Said as it is.
    Said(String),
}

/// What a value of a type is, in one word.
pub(super) fn simple_word(simple: SimpleType) -> &'static str {
    match simple {
        SimpleType::Boolean => "boolean",
        SimpleType::Integer => "integer",
        SimpleType::Number => "number",
        SimpleType::String => "text",
        SimpleType::Array => "list",
        SimpleType::Object => "object",
    }
}
