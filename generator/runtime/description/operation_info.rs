//! What the document says about one operation. Plain data in `static`s, so that an operation costs no code.

use http::Method;
use http::StatusCode;

use super::api::Server;
use super::body_fields::BodyFields;
use super::body_fields::FieldEncoding;
use super::param::Param;

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
    /// The body whose fields calls set one by one; `None` where there is none.
    pub fields: Option<BodyFields>,
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

/// A security scheme that an operation needs.
#[derive(Clone, Copy, Debug)]
pub struct SecurityRequirement {
    /// The index of the scheme in [`Api::schemes`](super::Api::schemes).
    pub scheme: usize,
    /// The scopes it must have.
    pub scopes: &'static [&'static str],
}

impl SecurityRequirement {
    /// The scheme of that index, with any scopes.
    pub const fn scheme(scheme: usize) -> Self {
        Self { scheme, scopes: &[] }
    }

    /// Sets [`Self::scopes`].
    pub const fn scopes(mut self, scopes: &'static [&'static str]) -> Self {
        self.scopes = scopes;
        self
    }
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

/// One constructor for each method, and one setter for each thing that not every operation has.
impl OperationInfo {
    const fn new(method: Method, retry: Retry, id: &'static str, name: &'static str, path: &'static [Segment]) -> Self {
        let (params, servers, security): (&[_], &[_], &[_]) = (&[], &[], &[]);
        let (accept, success, streamed, fields): (_, &[_], &[_], _) = ("", &[], &[], None);
        Self { id, name, method, path, params, servers, security, accept, success, streamed, fields, retry }
    }

    /// `GET`
    pub const fn get(id: &'static str, name: &'static str, path: &'static [Segment]) -> Self {
        Self::new(Method::GET, Retry::Idempotent, id, name, path)
    }

    /// `PUT`
    pub const fn put(id: &'static str, name: &'static str, path: &'static [Segment]) -> Self {
        Self::new(Method::PUT, Retry::Idempotent, id, name, path)
    }

    /// `POST`
    pub const fn post(id: &'static str, name: &'static str, path: &'static [Segment]) -> Self {
        Self::new(Method::POST, Retry::NotIdempotent, id, name, path)
    }

    /// `DELETE`
    pub const fn delete(id: &'static str, name: &'static str, path: &'static [Segment]) -> Self {
        Self::new(Method::DELETE, Retry::Idempotent, id, name, path)
    }

    /// `OPTIONS`
    pub const fn options(id: &'static str, name: &'static str, path: &'static [Segment]) -> Self {
        Self::new(Method::OPTIONS, Retry::Idempotent, id, name, path)
    }

    /// `HEAD`
    pub const fn head(id: &'static str, name: &'static str, path: &'static [Segment]) -> Self {
        Self::new(Method::HEAD, Retry::Idempotent, id, name, path)
    }

    /// `PATCH`
    pub const fn patch(id: &'static str, name: &'static str, path: &'static [Segment]) -> Self {
        Self::new(Method::PATCH, Retry::NotIdempotent, id, name, path)
    }

    /// `TRACE`
    pub const fn trace(id: &'static str, name: &'static str, path: &'static [Segment]) -> Self {
        Self::new(Method::TRACE, Retry::Idempotent, id, name, path)
    }

    /// Sets [`Self::params`]; none without it.
    pub const fn params(mut self, params: &'static [Param]) -> Self {
        self.params = params;
        self
    }

    /// Sets [`Self::servers`]; those of the API without it.
    pub const fn servers(mut self, servers: &'static [Server]) -> Self {
        self.servers = servers;
        self
    }

    /// Sets [`Self::security`]; nothing must be authorised without it.
    pub const fn security(mut self, security: &'static [&'static [SecurityRequirement]]) -> Self {
        self.security = security;
        self
    }

    /// Sets [`Self::accept`]; no such header is sent without it.
    pub const fn accept(mut self, accept: &'static str) -> Self {
        self.accept = accept;
        self
    }

    /// Sets [`Self::success`]; every 2xx without it.
    pub const fn success(mut self, success: &'static [Status]) -> Self {
        self.success = success;
        self
    }

    /// Sets [`Self::streamed`]; every body is read whole without it.
    pub const fn streamed(mut self, streamed: &'static [Status]) -> Self {
        self.streamed = streamed;
        self
    }

    /// Sets [`Self::fields`]: the media type of the body, and of a form how its fields are sent.
    pub const fn fields(mut self, media_type: &'static str, encodings: &'static [FieldEncoding]) -> Self {
        self.fields = Some(BodyFields { media_type, encodings });
        self
    }

    /// How the fields of its body are sent, where that is a form whose fields calls set.
    pub const fn encodings(&self) -> &'static [FieldEncoding] {
        match self.fields {
            Some(fields) => fields.encodings,
            None => &[],
        }
    }

    /// Whether a status is a success: the document says so, or it is another 2xx, which a client treats as one (RFC 9110,
    /// section 15).
    #[inline]
    pub(crate) fn is_success(&self, status: StatusCode) -> bool {
        status.is_success() || self.known(status.as_u16()).is_some()
    }

    /// Whether the body of a success is handed out as a stream.
    #[inline]
    pub(crate) fn streams(&self, status: StatusCode) -> bool {
        if self.streamed.is_empty() || !self.is_success(status) {
            return false;
        }
        self.streamed.contains(&self.known(self.documented(status)).unwrap_or(Status::Default))
    }

    /// The status of the document that a success is decoded as: its own, or the nearest one that the document has.
    #[inline]
    pub(crate) fn documented(&self, status: StatusCode) -> u16 {
        let own = status.as_u16();
        if self.known(own).is_some() || self.success.contains(&Status::Default) || !status.is_success() {
            return own;
        }
        let codes = self.success.iter().filter_map(|entry| match entry {
            Status::Code(code) if (200..300).contains(code) => Some(*code),
            _ => None,
        });
        codes.min_by_key(|code| code.abs_diff(own)).unwrap_or(own)
    }

    /// The closest entry that the document has for a status.
    #[inline]
    fn known(&self, status: u16) -> Option<Status> {
        let class = u8::try_from(status / 100).unwrap_or_default();
        let entries = [Status::Code(status), Status::Range(class)];
        entries.into_iter().find(|entry| self.success.contains(entry))
    }
}
