//! Headers of responses.

use std::collections::BTreeSet;

use super::{Docs, Presence, Type};
use crate::names::{FieldName, TypeName};

/// The headers that the successes of an operation can have.
#[derive(Clone, Debug)]
pub struct Headers {
    /// The struct.
    pub name: TypeName,
    /// Its fields.
    pub fields: Vec<Header>,
    /// The struct that it is another name of, an index into [`Client::headers`](super::Client::headers).
    pub shared: Option<usize>,
}

/// The headers that several operations have.
#[derive(Clone, Debug)]
pub struct SharedHeaders {
    /// The struct.
    pub name: TypeName,
    /// Its fields.
    pub fields: Vec<Header>,
    /// The resources of the operations, indexes into [`Client::resources`](super::Client::resources).
    pub resources: BTreeSet<usize>,
}

/// A header of a response.
#[derive(Clone, Debug)]
pub struct Header {
    /// The field.
    pub name: FieldName,
    /// What it is called on the wire.
    pub wire: String,
    /// Its docs.
    pub docs: Docs,
    /// Its type.
    pub ty: Type,
    /// Whether it is always there.
    pub presence: Presence,
    /// Whether it is deprecated.
    pub deprecated: bool,
    /// How its text is read.
    pub shape: HeaderShape,
}

/// How the text of a header becomes a value.
#[derive(Clone, Debug, PartialEq)]
pub enum HeaderShape {
    /// One value.
    One(HeaderKind),
    /// Values between commas.
    List(HeaderKind),
    /// Properties between commas.
    Pairs {
        /// `key=value`, not `key,value`.
        explode: bool,
        /// The properties that are known.
        fields: Vec<(String, HeaderKind)>,
        /// What the others are.
        rest: HeaderKind,
    },
    /// JSON text.
    Json,
}

/// What a part of a header is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HeaderKind {
    /// Text.
    Text,
    /// A number.
    Number,
    /// `true` or `false`.
    Boolean,
    /// A number or boolean if it looks like one, else text.
    Any,
}
