//! What the server calls: webhooks and callbacks.

use super::{Docs, Type};
use crate::names::{ModuleName, TypeName, VariantName};

/// The webhooks of the API: an enum with a variant for each event, and the types that only they have.
#[derive(Clone, Debug)]
pub struct Webhooks {
    /// The module.
    pub module: ModuleName,
    /// The enum.
    pub name: TypeName,
    /// Its variants, in the document's order.
    pub events: Vec<Event>,
    /// What tells the events apart by their bodies, where something does.
    pub tag: Option<EventTag>,
}

/// An event: a request of a webhook.
#[derive(Clone, Debug)]
pub struct Event {
    /// What callers name it by: the key under `webhooks`; with the method behind it, where the webhook has several.
    pub name: String,
    /// Its variant.
    pub variant: VariantName,
    /// Its docs.
    pub docs: Docs,
    /// Whether it is deprecated.
    pub deprecated: bool,
    /// What is received.
    pub body: CalledBody,
    /// Whether the body may be absent.
    pub is_optional: bool,
    /// The values of [`Webhooks::tag`] that it has.
    pub tags: Vec<String>,
}

/// What tells events apart: a property whose value only one of them can have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EventTag {
    /// Where it stands in the body: a JSON Pointer.
    pub pointer: String,
}

/// The body of a request that the server sends.
#[derive(Clone, Debug, PartialEq)]
pub enum CalledBody {
    /// There is none.
    Empty,
    /// JSON.
    Json(Type),
    /// Text.
    Text,
    /// Bytes, which the client does not read.
    Bytes,
}

/// A request of a callback.
#[derive(Clone, Debug)]
pub struct Callback {
    /// The type of its body.
    pub name: TypeName,
    /// The key of the callback.
    pub word: String,
    /// Its docs.
    pub docs: Docs,
    /// Whether it is deprecated.
    pub deprecated: bool,
    /// The method, and the expression of the URL that is called.
    pub route: String,
    /// What is received.
    pub body: CalledBody,
    /// Whether [`name`](Self::name) is another name of what is received, and not that type itself.
    pub has_alias: bool,
}

impl CalledBody {
    /// The type of a body in JSON.
    pub fn ty(&self) -> Option<&Type> {
        match self {
            Self::Json(ty) => Some(ty),
            Self::Empty | Self::Text | Self::Bytes => None,
        }
    }

    /// The same, to be changed.
    pub(super) fn ty_mut(&mut self) -> Option<&mut Type> {
        match self {
            Self::Json(ty) => Some(ty),
            Self::Empty | Self::Text | Self::Bytes => None,
        }
    }
}
