//! What the document says about one operation. Plain data in `static`s, so that an operation costs no code.

use http::Method;
use http::StatusCode;

use super::api::Location;
use super::api::Server;

/// One operation.
#[derive(Debug)]
pub struct OperationInfo {
    /// The `operationId` of the document.
    pub id: &'static str,
    /// How the client calls it: `pets.get`.
    pub name: &'static str,
    /// The method.
    pub method: Method,
    /// The path, under the URL of the server.
    pub path: &'static [Segment],
    /// The parameters; calls refer to them by index.
    pub params: &'static [Param],
    /// The servers of this operation, where they differ from those of the API.
    pub servers: &'static [Server],
    /// What must be authorised: one of these, and of it everything. Empty: nothing.
    pub security: &'static [&'static [SecurityRequirement]],
    /// The `Accept` header; empty for none.
    pub accept: &'static str,
    /// The statuses of success: what is decoded. Every other one is an error, without `Operation::decode`. Empty: every 2xx.
    pub success: &'static [Status],
    /// The statuses of [`Self::success`] whose body is handed out as a stream instead of being read whole.
    pub streamed: &'static [Status],
    /// Whether it may be sent again after it may have been done.
    pub retry: Retry,
}

/// A part of a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Segment {
    /// Text of the document.
    Literal(&'static str),
    /// The parameter of that index.
    Param(usize),
    /// A piece of the query that each request has: `name=value`, encoded.
    Query(&'static str),
}

/// A parameter (OpenAPI 3.1, section 4.8.12).
#[derive(Clone, Copy, Debug)]
pub struct Param {
    /// Its name as sent.
    pub name: &'static str,
    /// Where it is sent.
    pub location: Location,
    /// How its value becomes text.
    pub style: Style,
    /// Whether each item or property of it is sent as a value of its own.
    pub explode: bool,
    /// Whether a request without it is refused.
    pub required: bool,
    /// Whether the reserved characters of RFC 3986 are sent as they are.
    pub allow_reserved: bool,
    /// The media type, for a parameter with `content`: its value is then sent as JSON text.
    pub content: Option<&'static str>,
}

/// How the value of a parameter becomes text (OpenAPI 3.1, section 4.8.12.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// `;color=blue`, in a path.
    Matrix,
    /// `.blue`, in a path.
    Label,
    /// `blue`, in a path or a header.
    Simple,
    /// `color=blue`, in a query or a cookie.
    Form,
    /// `color=blue%20black`, in a query.
    SpaceDelimited,
    /// `color=blue%7Cblack`, in a query.
    PipeDelimited,
    /// `color%5BR%5D=100`, in a query.
    DeepObject,
    /// `color=blue; color=black`, in a cookie, unencoded (OpenAPI 3.2).
    Cookie,
}

/// A security scheme that an operation needs.
#[derive(Clone, Copy, Debug)]
pub struct SecurityRequirement {
    /// The index of the scheme in [`Api::schemes`](super::Api::schemes).
    pub scheme: usize,
    /// The scopes it must have.
    pub scopes: &'static [&'static str],
}

/// A status of the document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// One status.
    Code(u16),
    /// A class of statuses: 2 is `2XX`.
    Range(u8),
    /// `default`; here every 2xx that is not listed.
    Default,
}

/// Whether an operation may be sent again after it may have been done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Retry {
    /// Doing it twice is as doing it once (RFC 9110, section 9.2.2).
    Idempotent,
    /// It is sent again only when it was certainly not done.
    NotIdempotent,
}

impl OperationInfo {
    /// Whether the document knows this status as a success. Where it knows none, every 2xx is one.
    pub(crate) fn is_success(&self, status: StatusCode) -> bool {
        if self.success.is_empty() {
            return status.is_success();
        }
        self.known(status).is_some() || self.success.contains(&Status::Default) && status.is_success()
    }

    /// Whether the body of a success is handed out as a stream.
    pub(crate) fn streams(&self, status: StatusCode) -> bool {
        self.is_success(status) && self.streamed.contains(&self.known(status).unwrap_or(Status::Default))
    }

    /// The closest entry that the document has for a status.
    fn known(&self, status: StatusCode) -> Option<Status> {
        let class = u8::try_from(status.as_u16() / 100).unwrap_or_default();
        let entries = [Status::Code(status.as_u16()), Status::Range(class)];
        entries.into_iter().find(|entry| self.success.contains(entry))
    }
}
