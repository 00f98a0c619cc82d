//! Responses: what a call gives for each success, its views, and the failures.

use std::collections::BTreeSet;
use std::sync::Arc;

use serde_json::Value;

use super::{Docs, Status, Type, XmlId};
use crate::names::{MethodName, TypeName, VariantName};

/// A documented success response.
#[derive(Clone, Debug)]
pub struct Success {
    /// Its status.
    pub status: Status,
    /// The variant of [`Operation::output`](super::Operation::output).
    pub variant: VariantName,
    /// What it says.
    pub docs: Docs,
    /// What it holds.
    pub reply: Reply,
    /// What the document shows of it, as far as its type can read it.
    pub example: Option<Arc<Value>>,
    /// Its media types where there are several, the one of `reply` first.
    pub representations: Vec<Representation>,
}

/// One of several media types of a response.
#[derive(Clone, Debug)]
pub struct Representation {
    /// The media type as declared.
    pub media_type: String,
    /// How the call reads it; `None`: not at all.
    pub reply: Option<Reply>,
    /// The view that reads it.
    pub view: Option<MethodName>,
}

/// A method of a call that asks for one representation.
#[derive(Clone, Debug)]
pub struct View {
    /// The method.
    pub name: MethodName,
    /// The media type as declared.
    pub media_type: String,
    /// The media types that the client asks for.
    pub accept: String,
    /// What it gives.
    pub reply: Reply,
    /// The media types of the operation where there are several, its own first.
    pub representations: Vec<Representation>,
    /// What it sets in the request.
    pub switch: Option<Switch>,
}

/// What switches the server to another representation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Switch {
    /// A field of the body.
    Field {
        /// The media type of the body.
        media_type: String,
        /// Where the field is: a JSON Pointer.
        pointer: String,
        /// Its value.
        value: SwitchValue,
    },
    /// A parameter, an index of [`Operation::params`](super::Operation::params).
    Param(usize, SwitchValue),
}

/// The value of what switches the server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SwitchValue {
    /// True or false.
    Flag(bool),
    /// A text.
    Text(String),
}

/// What a response holds.
#[derive(Clone, Debug, PartialEq)]
pub enum Reply {
    /// Nothing that the document describes.
    Empty,
    /// JSON.
    Json(Type),
    /// Text of a value that is JSON elsewhere.
    Loose(Type),
    /// XML with that outermost element.
    Xml(Type, XmlId),
    /// Text.
    Text,
    /// Bytes, streamed.
    Stream,
    /// Server-sent events, streamed; with a type where their data is JSON.
    Events(Option<Type>),
    /// JSON values, one a line, streamed.
    Lines(Type),
}

/// The failures that several operations have.
#[derive(Clone, Debug)]
pub struct SharedFailures {
    /// The enum.
    pub name: TypeName,
    /// The documented ones.
    pub documented: Vec<Failure>,
    /// The type of those whose status is not documented.
    pub other: Option<Type>,
    /// The resources of the operations, indexes into [`Client::resources`](super::Client::resources).
    pub resources: BTreeSet<usize>,
}

/// A documented failure.
#[derive(Clone, Debug)]
pub struct Failure {
    /// Its status.
    pub status: Status,
    /// The variant of [`Operation::failure`](super::Operation::failure).
    pub variant: VariantName,
    /// What it says.
    pub docs: Docs,
    /// Its body: JSON, XML, text, or nothing that the client reads.
    pub reply: Reply,
}

impl Failure {
    /// Those that decide what an error holds. One without a body does where it is documented beside the body of a range or of the
    /// default, which is not its own.
    pub fn deciding(all: &[Self]) -> impl Iterator<Item = &Self> {
        let has_body = |failure: &&Self| failure.reply != Reply::Empty;
        let covers = |failure: &Self| !matches!(failure.status, Status::Code(_)) && has_body(&failure);
        let is_covered = all.iter().any(covers);
        all.iter().filter(move |failure| is_covered || has_body(failure))
    }
}

impl View {
    /// A view that sets nothing in the request.
    pub fn new(name: MethodName, media_type: String, accept: String, reply: Reply) -> Self {
        Self { name, media_type, accept, reply, representations: Vec::new(), switch: None }
    }

    /// Whether it reads this media type as that.
    pub fn reads(&self, media_type: &str, reply: &Reply) -> bool {
        self.media_type == media_type && self.reply == *reply
    }
}

impl Reply {
    /// The type of what it holds, where the document tells one.
    pub fn ty(&self) -> Option<&Type> {
        match self {
            Self::Json(ty) | Self::Loose(ty) | Self::Xml(ty, _) | Self::Events(Some(ty)) | Self::Lines(ty) => Some(ty),
            Self::Empty | Self::Text | Self::Stream | Self::Events(None) => None,
        }
    }

    /// The type, to be changed.
    pub(super) fn ty_mut(&mut self) -> Option<&mut Type> {
        match self {
            Self::Json(ty) | Self::Loose(ty) | Self::Xml(ty, _) | Self::Events(Some(ty)) | Self::Lines(ty) => Some(ty),
            Self::Empty | Self::Text | Self::Stream | Self::Events(None) => None,
        }
    }

    /// Whether it is handed out piece by piece.
    pub fn is_streamed(&self) -> bool {
        match self {
            Self::Stream | Self::Events(_) | Self::Lines(_) => true,
            Self::Empty | Self::Json(_) | Self::Loose(_) | Self::Xml(..) | Self::Text => false,
        }
    }

    /// Whether it is a stream of items.
    pub fn is_items(&self) -> bool {
        matches!(self, Self::Events(_) | Self::Lines(_))
    }

    /// Whether it gives the same Rust type as another one.
    pub fn gives_the_same(&self, other: &Self) -> bool {
        fn whole(reply: &Reply) -> Option<&Type> {
            match reply {
                Reply::Json(ty) | Reply::Loose(ty) | Reply::Xml(ty, _) => Some(ty),
                Reply::Text => Some(&Type::String),
                _ => None,
            }
        }
        let items = |reply: &Self| if reply.is_items() { reply.ty().cloned() } else { None };
        self == other
            || whole(self).is_some_and(|ty| Some(ty) == whole(other))
            || items(self).is_some_and(|ty| Some(ty) == items(other))
    }

    /// The same where the body may be missing, as far as it is JSON.
    pub fn optional(self) -> Self {
        match self {
            Self::Json(ty) => Self::Json(ty.nullable()),
            other => other,
        }
    }
}
