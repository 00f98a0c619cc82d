//! Operations: what a client can call.

use std::sync::Arc;

use serde_json::Value;

use super::{Callback, Docs, Failure, Field, Headers, Paging, Reply, Server, Success, Type, TypeId, View, XmlId};
use crate::names::{ConstName, FieldName, FileName, MethodName, ModuleName, TypeName, VariantName};

/// A handle of the client: the operations of one tag.
#[derive(Clone, Debug)]
pub struct Resource {
    /// The module, and the client's method that gives the handle.
    pub module: ModuleName,
    /// The handle's type.
    pub name: TypeName,
    /// Its docs.
    pub docs: Docs,
    /// Its operations.
    pub operations: Vec<Operation>,
    /// The cargo feature that it needs.
    pub feature: Option<Feature>,
}

/// A cargo feature of a tag.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Feature {
    /// Its name.
    pub name: String,
    /// Features of other tags whose types it needs.
    pub needs: Vec<String>,
}

/// An operation of the document: its place among all of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct OperationId(pub usize);

/// An operation.
#[derive(Clone, Debug)]
pub struct Operation {
    /// The handle's method.
    pub name: MethodName,
    /// The type that stands for the operation, and holds its arguments where they are a struct.
    pub marker: TypeName,
    /// The private file of the module that it stands in; `None`: the file of the module itself.
    pub file: Option<FileName>,
    /// The static that describes it.
    pub constant: ConstName,
    /// Which operation of the document it is.
    pub origin: OperationId,
    /// Its name in the document: the operationId, or `METHOD path`; two operations can have one.
    pub id: String,
    /// Its docs.
    pub docs: Docs,
    /// Whether it is deprecated.
    pub deprecated: bool,
    /// The HTTP method, upper case.
    pub method: String,
    /// The path; a path cannot name a parameter that is not there.
    pub path: Vec<Segment>,
    /// All parameters, required ones first; [`Segment::Param`] is an index here.
    pub params: Vec<Param>,
    /// How required arguments are given.
    pub arguments: Arguments,
    /// The request body.
    pub body: Option<Body>,
    /// The fields of its body that calls set one by one.
    pub fields: Vec<BodyField>,
    /// The documented success responses; at least one.
    pub success: Vec<Success>,
    /// The representations that can be asked for beside what a plain call gives.
    pub views: Vec<View>,
    /// The data that ends its streams of items, where the configuration says it.
    pub stream_end: Option<String>,
    /// The type of an operation whose success responses differ.
    pub output: Option<TypeName>,
    /// The documented failures.
    pub failures: Vec<Failure>,
    /// The type that failures have whose status is not documented.
    pub other_failure: Option<Type>,
    /// The type of the documented failures.
    pub failure: Option<TypeName>,
    /// The enum that this type is another name of, an index into [`Client::failures`](super::Client::failures).
    pub shared_failures: Option<usize>,
    /// The headers of the successes.
    pub headers: Option<Headers>,
    /// The media types that the client asks for.
    pub accept: String,
    /// OR of ANDs over [`Client::auth`](super::Client::auth); empty: none. An empty member: none is allowed.
    pub auth: Arc<[Vec<SecurityRequirement>]>,
    /// The servers of this operation, where they are not the API's.
    pub servers: Vec<Server>,
    /// How its results come in pages, where the configuration declares it.
    pub paging: Option<Paging>,
    /// The requests that the server sends because of a call.
    pub callbacks: Vec<Callback>,
    /// Constants told in its description.
    pub constants: Vec<Constant>,
}

/// A security scheme that an operation needs.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct SecurityRequirement {
    /// An index into [`Client::auth`](super::Client::auth).
    pub scheme: usize,
    /// The scopes or roles.
    pub scopes: Vec<String>,
}

/// A constant of an operation.
#[derive(Clone, Debug)]
pub struct Constant {
    /// Its name.
    pub name: ConstName,
    /// Its value.
    pub value: String,
    /// Its docs.
    pub docs: Docs,
}

/// A piece of a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Segment {
    /// Text.
    Literal(String),
    /// An index into [`Operation::params`].
    Param(usize),
    /// A piece of the query that each request has: `name=value`, encoded.
    Query(String),
}

/// How the required arguments of an operation are given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Arguments {
    /// One after the other.
    Positional,
    /// In a struct, by name.
    Struct,
}

/// A parameter.
#[derive(Clone, Debug)]
pub struct Param {
    /// The argument, field or setter.
    pub name: FieldName,
    /// What it is called on the wire.
    pub wire: String,
    /// Its docs.
    pub docs: Docs,
    /// Its type.
    pub ty: Type,
    /// Whether it must be given.
    pub presence: Presence,
    /// Where it goes.
    pub location: Location,
    /// How it is written there.
    pub style: Style,
    /// An example of it.
    pub example: Option<Arc<Value>>,
    /// Whether it is deprecated.
    pub deprecated: bool,
}

/// Where a parameter or key goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Location {
    /// The path.
    Path,
    /// The query.
    Query,
    /// A header.
    Header,
    /// A cookie.
    Cookie,
}

/// How a parameter is written (OpenAPI 3.1.1, "Style Values").
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Style {
    /// The style.
    pub form: Form,
    /// One pair per item or property.
    pub explode: bool,
    /// Reserved characters go as they are.
    pub allow_reserved: bool,
}

/// The styles.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Form {
    /// `blue,black`
    Simple,
    /// `.blue.black`
    Label,
    /// `;color=blue`
    Matrix,
    /// `color=blue`
    Form,
    /// `color=blue%20black`
    SpaceDelimited,
    /// `color=blue%7Cblack`
    PipeDelimited,
    /// `color%5BR%5D=100`, and `color%5B0%5D=blue` for a list
    DeepObject,
    /// `color%5BR%5D=100`, and `color%5B%5D=blue` for a list
    DeepObjectEmptyBrackets,
    /// `color=blue; color=black`, unencoded
    Cookie,
    /// A serialised value of a media type.
    Content(String),
}

impl Form {
    /// Whether it is `deepObject`, however lists are written.
    pub fn is_deep_object(&self) -> bool {
        matches!(self, Self::DeepObject | Self::DeepObjectEmptyBrackets)
    }

    /// Whether one text or number is sent as it is.
    pub fn is_plain(&self) -> bool {
        !matches!(self, Self::Content(_)) && !self.is_deep_object()
    }
}

/// Absence only; null is [`Type::Nullable`]: two facts, two places.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Presence {
    /// Always there.
    Required,
    /// May be absent.
    Optional,
}

/// A request body.
#[derive(Clone, Debug)]
pub struct Body {
    /// The argument.
    pub name: FieldName,
    /// Its docs.
    pub docs: Docs,
    /// Whether it must be given.
    pub presence: Presence,
    /// The argument of its media type, where the one that may be sent is a range.
    pub media_type: Option<FieldName>,
    /// What may be sent; at least one.
    pub contents: Vec<Content>,
    /// The type of a body that can be of several media types.
    pub choice: Option<TypeName>,
}

/// A field of a body that calls set.
#[derive(Clone, Debug)]
pub struct BodyField {
    /// The setter.
    pub name: FieldName,
    /// The setter that sets it to null, where null is a value of its own.
    pub null: Option<FieldName>,
    /// The field of the body's type.
    pub field: Field,
}

/// One media type of a body.
#[derive(Clone, Debug)]
pub struct Content {
    /// The media type as declared; a range where the caller says which one it is.
    pub media_type: String,
    /// The variant of [`Body::choice`].
    pub variant: VariantName,
    /// What is sent.
    pub payload: Payload,
    /// An example of it.
    pub example: Option<Arc<Value>>,
}

/// What is sent as a body.
#[derive(Clone, Debug, PartialEq)]
pub enum Payload {
    /// JSON.
    Json(Type),
    /// XML with that outermost element.
    Xml(Type, XmlId),
    /// `application/x-www-form-urlencoded`, with the encoding of the properties that have one.
    Form(Type, Vec<FieldEncoding>),
    /// Parts: a type that is a [`TypeShape::Form`](super::TypeShape::Form).
    Multipart(TypeId),
    /// Parts that the document does not tell.
    AnyMultipart,
    /// Text.
    Text,
    /// Bytes.
    Bytes,
}

/// How one property of a form is sent.
#[derive(Clone, Debug, PartialEq)]
pub struct FieldEncoding {
    /// The property.
    pub wire: String,
    /// Its media type, where one is declared and no style.
    pub content_type: Option<String>,
    /// Its style, where one is declared.
    pub style: Option<Style>,
}

/// An HTTP status of a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Status {
    /// `200`
    Code(u16),
    /// `2XX`
    Range(u8),
    /// `default`
    Default,
}

impl Content {
    /// Whether the caller says of which media type the body is: the document has a range (RFC 9110, section 12.5.1).
    pub fn is_range(&self) -> bool {
        crate::media_type::is_range(&self.media_type)
    }
}

impl Resource {
    /// How the client calls one of its operations: `client.books().list_books(…)`.
    pub fn call(&self, operation: &Operation) -> String {
        let required = operation.params.iter().any(|param| param.presence == Presence::Required);
        let arguments = if required || operation.required_body().is_some() { "…" } else { "" };
        format!("client.{}().{}({arguments})", self.module.as_str(), operation.name.as_str())
    }
}

impl Operation {
    /// Its path, with the names of parameters in braces: `/books/{id}`.
    pub fn path_template(&self) -> String {
        let mut path = String::new();
        for segment in &self.path {
            match segment {
                Segment::Literal(text) => path.push_str(text),
                Segment::Param(index) => {
                    let wire = self.params.get(*index).map(|param| param.wire.as_str()).unwrap_or_default();
                    path.extend(["{", wire, "}"]);
                }
                Segment::Query(pair) => path.extend([if path.contains('?') { "&" } else { "?" }, pair]),
            }
        }
        path
    }

    /// Whether a plain call has no result but its success.
    pub fn gives_nothing(&self) -> bool {
        self.output.is_none() && self.success.first().is_none_or(|success| success.reply == Reply::Empty)
    }

    /// The body that must be given.
    pub fn required_body(&self) -> Option<&Body> {
        self.body.as_ref().filter(|body| body.presence == Presence::Required)
    }

    /// The body that stands in the struct of the arguments, where there is one: a required one that is a value, not a stream
    /// or a choice.
    pub fn named_body(&self) -> Option<(&Body, &Type)> {
        let body = self.required_body()?;
        match body.contents.as_slice() {
            [Content { payload: Payload::Json(ty) | Payload::Xml(ty, _) | Payload::Form(ty, _), .. }] => {
                Some((body, ty))
            }
            _ => None,
        }
    }

    /// The tables of its bodies in XML.
    pub fn xml_roots(&self) -> impl Iterator<Item = XmlId> {
        let contents = self.body.iter().flat_map(|body| &body.contents);
        let sent = contents.filter_map(|content| match content.payload {
            Payload::Xml(_, root) => Some(root),
            _ => None,
        });
        let received = self.replies().filter_map(|reply| match reply {
            Reply::Xml(_, root) => Some(*root),
            _ => None,
        });
        sent.chain(received)
    }

    /// All that its responses can be read as.
    pub fn replies(&self) -> impl Iterator<Item = &Reply> {
        let plain = self.success.iter().map(|one| (&one.reply, &one.representations));
        let views = self.views.iter().map(|one| (&one.reply, &one.representations));
        let read = plain.chain(views).flat_map(|(reply, others)| {
            std::iter::once(reply).chain(others.iter().filter_map(|one| one.reply.as_ref()))
        });
        read.chain(self.failures.iter().map(|failure| &failure.reply))
    }

    /// The same, to be changed.
    pub(super) fn replies_mut(&mut self) -> impl Iterator<Item = &mut Reply> {
        let plain = self.success.iter_mut().map(|one| (&mut one.reply, &mut one.representations));
        let views = self.views.iter_mut().map(|one| (&mut one.reply, &mut one.representations));
        let read = plain.chain(views).flat_map(|(reply, others)| {
            std::iter::once(reply).chain(others.iter_mut().filter_map(|one| one.reply.as_mut()))
        });
        read.chain(self.failures.iter_mut().map(|failure| &mut failure.reply))
    }

    /// Whether one of its bodies is in XML.
    pub fn has_xml(&self) -> bool {
        self.xml_roots().next().is_some()
    }
}

impl Status {
    /// Whether it is, or stands for, this HTTP status.
    pub fn has(self, status: u16) -> bool {
        match self {
            Self::Code(code) => code == status,
            Self::Range(class) => status / 100 == u16::from(class),
            Self::Default => true,
        }
    }
}
