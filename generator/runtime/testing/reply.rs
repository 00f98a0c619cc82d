//! What a mock answers.

use std::borrow::Borrow;

use bytes::Bytes;
use http::HeaderValue;
use http::Response;
use http::StatusCode;
use http::header::HeaderName;
use http::response::Parts;
use serde_json::Value;

use crate::runtime::description::OperationInfo;
use crate::runtime::description::Status;
use crate::runtime::json;
use crate::runtime::json::Encode;
use crate::runtime::response::Operation;
use crate::runtime::transport::Async;
use crate::runtime::transport::TransportError;
use crate::runtime::transport::TransportErrorKind;

/// A reply that a [`Mock`](super::mock::Mock) plays.
#[derive(Clone, Debug)]
pub struct MockReply(Played);

#[derive(Clone, Debug)]
enum Played {
    /// What cannot be played, and why.
    Impossible(String),
    Response {
        status: u16,
        headers: Vec<(String, String)>,
        pieces: Vec<Bytes>,
        broken: bool,
    },
    Failure(TransportErrorKind),
}

impl MockReply {
    /// An empty reply.
    #[inline]
    pub fn status(status: u16) -> Self {
        Self::bytes(status, Bytes::new())
    }

    /// A reply with bytes.
    #[inline]
    pub fn bytes(status: u16, body: impl Into<Bytes>) -> Self {
        let body = body.into();
        let pieces = if body.is_empty() { Vec::new() } else { vec![body] };
        Self(Played::Response { status, headers: Vec::new(), pieces, broken: false })
    }

    /// A reply with JSON: of any JSON, or of a type of the client.
    #[inline]
    pub fn json(status: u16, body: &(impl Encode + ?Sized)) -> Self {
        match json::to_json(body) {
            Ok(text) => Self::bytes(status, text).header("content-type", "application/json"),
            Err(error) => Self(Played::Impossible(format!("the body of a reply: {error}"))),
        }
    }

    /// A reply with the value that a call of the operation `O` returns: with its first documented status of success, or that of
    /// the variant, and in JSON or as text, whichever the call asks for.
    #[inline]
    pub fn of<O: Operation<Async>>(value: impl Borrow<O::Output>) -> Self
    where
        O::Output: MockOutput,
    {
        value.borrow().reply(O::INFO)
    }

    /// A reply with text.
    #[inline]
    pub fn text(status: u16, body: &str) -> Self {
        Self::bytes(status, body.to_owned()).header("content-type", "text/plain; charset=utf-8")
    }

    /// A reply whose body comes in pieces.
    #[inline]
    pub fn pieces(status: u16, pieces: impl IntoIterator<Item = impl Into<Bytes>>) -> Self {
        let pieces = pieces.into_iter().map(Into::into).collect();
        Self(Played::Response { status, headers: Vec::new(), pieces, broken: false })
    }

    /// No reply: the request fails like this.
    #[inline]
    pub fn failure(kind: TransportErrorKind) -> Self {
        Self(Played::Failure(kind))
    }

    /// Adds a header.
    #[must_use]
    #[inline]
    pub fn header(mut self, name: &str, value: &str) -> Self {
        if let Played::Response { headers, .. } = &mut self.0 {
            // A response has one media type.
            headers
                .retain(|(known, _)| !(known.eq_ignore_ascii_case(name) && name.eq_ignore_ascii_case("content-type")));
            headers.push((name.to_owned(), value.to_owned()));
        }
        self
    }

    /// Lets the body break off after its last piece.
    #[must_use]
    #[inline]
    pub fn broken_off(mut self) -> Self {
        if let Played::Response { broken, .. } = &mut self.0 {
            *broken = true;
        }
        self
    }
}

impl MockReply {
    /// A reply that cannot be played.
    #[inline]
    pub(super) fn impossible(why: String) -> Self {
        Self(Played::Impossible(why))
    }

    /// The head, the pieces of the body, and whether it breaks off.
    #[inline]
    pub(super) fn play(self) -> Result<(Parts, Vec<Bytes>, bool), TransportError> {
        match self.0 {
            Played::Impossible(why) => Err(TransportError::new(TransportErrorKind::Request, why)),
            Played::Failure(kind) => Err(TransportError::new(kind, "played by the mock")),
            Played::Response { status, headers, pieces, broken } => Ok((head(status, &headers)?, pieces, broken)),
        }
    }
}

/// What a call returns, as a reply.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "a mock cannot write `{Self}`",
    label = "no JSON or text",
    note = "`on_reply` takes a reply with bytes: `mock.on_reply::<Operation>(MockReply::bytes(200, bytes))`"
)]
pub trait MockOutput {
    #[doc(hidden)]
    fn reply(&self, info: &OperationInfo) -> MockReply;
}

impl<T: Encode> MockOutput for T {
    #[inline]
    fn reply(&self, info: &OperationInfo) -> MockReply {
        let status = info.success.iter().find_map(|status| match status {
            Status::Code(code) if (200..300).contains(code) => Some(*code),
            _ => None,
        });
        written(info, status.unwrap_or(200), Some(self))
    }
}

/// A reply in a media type that the call asks for. `None` has no body.
#[inline]
pub(crate) fn written(info: &OperationInfo, status: u16, value: Option<&dyn Encode>) -> MockReply {
    // What has a weight is asked for by failures.
    let asked = || info.accept.split(',').map(str::trim).filter(|media_type| !media_type.contains(";q="));
    let Some(value) = value.filter(|_| !info.accept.is_empty()) else { return MockReply::status(status) };
    let reply = MockReply::json(status, value);
    match (asked().find(|media_type| media_type.contains("json")), asked().find(|one| one.starts_with("text/"))) {
        (Some(media_type), _) => reply.header("content-type", media_type),
        (None, Some(media_type)) => match json::to_json(value).map(|text| serde_json::from_slice(&text)) {
            Ok(Ok(text)) => MockReply::bytes(status, String::into_bytes(text)).header("content-type", media_type),
            _ => reply.header("content-type", media_type),
        },
        (None, None) => {
            MockReply::impossible(format!("a mock cannot write {}: give it a reply by `on_reply`", info.accept))
        }
    }
}

/// The successes of an operation as replies, from the variants of what a call of it returns and their statuses.
///
/// ```text
/// mock_output!(CreatePetOutput { Created(pet): 201, NoContent: 204 });
/// ```
#[allow(unused_macros)]
macro_rules! mock_output {
    ($name:ident { $($variant:ident $(($value:ident))? : $status:literal,)* }) => {
        #[doc(hidden)]
        impl $crate::runtime::mock::MockOutput for $name {
            #[inline]
            fn reply(&self, info: &$crate::runtime::OperationInfo) -> $crate::runtime::mock::MockReply {
                match self {
                    $(Self::$variant $(($value))? => {
                        let value: ::std::option::Option<&dyn $crate::runtime::Encode> = ::std::option::Option::None;
                        $(let value = value.or(::std::option::Option::Some($value));)?
                        $crate::runtime::mock::written(info, $status, value)
                    })*
                }
            }
        }
    };
}

// A client whose operations have one success each uses none of it.
#[allow(unused_imports)]
pub(crate) use mock_output;

impl From<Value> for MockReply {
    /// That JSON, with status 200.
    #[inline]
    fn from(body: Value) -> Self {
        Self::json(200, &body)
    }
}

#[inline]
fn head(status: u16, headers: &[(String, String)]) -> Result<Parts, TransportError> {
    let illegal =
        |what: &str| TransportError::new(TransportErrorKind::Request, format!("the mock has an illegal {what}"));
    let mut response = Response::new(());
    *response.status_mut() = StatusCode::from_u16(status).map_err(|_| illegal("status"))?;
    for (name, value) in headers {
        let name = HeaderName::from_bytes(name.as_bytes()).map_err(|_| illegal("header name"))?;
        response.headers_mut().append(name, HeaderValue::from_str(value).map_err(|_| illegal("header value"))?);
    }
    Ok(response.into_parts().0)
}
