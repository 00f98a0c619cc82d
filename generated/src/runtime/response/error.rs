//! The one error type. It holds the response for whoever asks, and prints none of it: a body or a header can be a secret.

use std::borrow::Cow;
use std::error::Error as StdError;
use std::fmt;
use std::time::Duration;

use bytes::Bytes;
use http::HeaderMap;
use http::StatusCode;
use http::header::LOCATION;

use crate::runtime::description::ApiOperation;
use crate::runtime::encoding::charset;
use crate::runtime::encoding::retry_after;
use crate::runtime::json;
use crate::runtime::json::Decode;
use crate::runtime::json::DecodeError;
use crate::runtime::json::Encode;
use crate::runtime::transport::TransportError;
use crate::runtime::transport::TransportErrorKind;

use super::error_message;

/// Why a call failed.
pub struct Error(Box<Inner>);

/// What kind of failure an [`Error`] is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The client or the call is set up in a way that cannot work; nothing was sent.
    Request,
    /// There is no credential for the operation, or its provider failed; nothing was sent.
    Credential,
    /// There was no connection; nothing was sent.
    Connect,
    /// It took too long.
    Timeout,
    /// The connection failed on the way.
    Transport,
    /// The server answered with a status that is no success of the operation.
    Status,
    /// The response has not the documented shape.
    Decode,
    /// The response is larger than the limit of the client.
    TooLarge,
}

struct Inner {
    kind: ErrorKind,
    /// None for what is wrong with a client itself.
    operation: Option<ApiOperation>,
    problem: Cow<'static, str>,
    response: Option<ErrorResponse>,
    decode: Option<DecodeError>,
    source: Option<Box<dyn StdError + Send + Sync>>,
    attempts: u32,
}

/// The response that an error came with.
#[derive(Clone)]
pub(crate) struct ErrorResponse {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
    /// Whether the error says what the server says in the body.
    pub(crate) messages: bool,
}

impl ErrorResponse {
    /// What the server says, of a failure that is no success.
    #[inline]
    fn message(&self) -> Option<String> {
        (self.messages && !self.status.is_success())
            .then(|| error_message::message(&self.body, &self.headers))
            .flatten()
    }
}

impl Error {
    #[inline]
    pub(crate) fn new(kind: ErrorKind, problem: impl Into<Cow<'static, str>>) -> Self {
        Self(Box::new(Inner {
            kind,
            operation: None,
            problem: problem.into(),
            response: None,
            decode: None,
            source: None,
            attempts: 0,
        }))
    }

    #[inline]
    pub(crate) fn request(problem: impl Into<Cow<'static, str>>) -> Self {
        Self::new(ErrorKind::Request, problem)
    }

    #[inline]
    pub(crate) fn decoding(error: DecodeError) -> Self {
        let mut failure = Self::new(ErrorKind::Decode, format!("the response is not as documented: {error}"));
        failure.0.decode = Some(error);
        failure
    }

    /// The response is not even of the media type that was expected.
    #[must_use]
    #[inline]
    pub(crate) fn of_media_type(mut self, media_type: &str) -> Self {
        self.0.problem = format!("{}; the response is {media_type}", self.0.problem).into();
        self
    }

    /// A header of the response is not as documented. Its value is not told: it can be a secret.
    #[inline]
    pub(crate) fn header(name: &str, problem: &str, error: Option<DecodeError>) -> Self {
        let mut failure = Self::new(ErrorKind::Decode, format!("the header {name:?} is not as documented: {problem}"));
        failure.0.decode = error;
        failure
    }

    #[inline]
    pub(crate) fn transport(error: TransportError) -> Self {
        let kind = match error.kind() {
            TransportErrorKind::Connect | TransportErrorKind::Certificate => ErrorKind::Connect,
            TransportErrorKind::ConnectTimeout | TransportErrorKind::Timeout | TransportErrorKind::BodyTimeout => {
                ErrorKind::Timeout
            }
            TransportErrorKind::Request => ErrorKind::Request,
            TransportErrorKind::NoResponse | TransportErrorKind::Body | TransportErrorKind::Redirected => {
                ErrorKind::Transport
            }
        };
        // What cannot be sent is the caller's to mend, who sees only this text where an error is printed.
        let cause = StdError::source(&error).filter(|_| kind == ErrorKind::Request);
        let problem = cause.map_or_else(|| error.to_string(), |cause| format!("{error}: {cause}"));
        Self::new(kind, problem).because(error)
    }

    /// The same mistake of the caller, for a copy of the call.
    #[must_use]
    #[inline]
    pub(crate) fn again(&self) -> Self {
        Self::new(self.0.kind, self.0.problem.clone())
    }

    #[must_use]
    #[inline]
    pub(crate) fn because(mut self, source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        self.0.source = Some(source.into());
        self
    }

    #[must_use]
    #[inline]
    pub(crate) fn of(mut self, operation: ApiOperation) -> Self {
        self.0.operation = Some(operation);
        self
    }

    #[must_use]
    #[inline]
    pub(crate) fn after(mut self, attempts: u32) -> Self {
        self.0.attempts = attempts;
        self
    }

    #[must_use]
    #[inline]
    pub(crate) fn with_response(mut self, response: ErrorResponse) -> Self {
        self.0.response = Some(response);
        self
    }

    /// What kind of failure it is.
    #[inline]
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// The operation that failed, as the client calls it: `pets.get`.
    #[inline]
    pub fn operation(&self) -> &'static str {
        self.0.operation.map_or("client", ApiOperation::name)
    }

    /// The status of the response, if there was one.
    #[inline]
    pub fn status(&self) -> Option<StatusCode> {
        self.0.response.as_ref().map(|response| response.status)
    }

    /// The headers of the response, if there was one.
    #[inline]
    pub fn headers(&self) -> Option<&HeaderMap> {
        self.0.response.as_ref().map(|response| &response.headers)
    }

    /// The body of the response, up to the limit for bodies of errors; empty if there was none.
    #[inline]
    pub fn body(&self) -> &[u8] {
        self.0.response.as_ref().map_or(&[], |response| response.body.as_ref())
    }

    /// The body as text, in the encoding that it is said to have, else in UTF-8; what is not text in it is replaced.
    #[inline]
    pub fn body_text(&self) -> Cow<'_, str> {
        let said = self.headers().and_then(|headers| charset::text(self.body(), headers, None).ok());
        said.unwrap_or_else(|| String::from_utf8_lossy(self.body()))
    }

    /// The body as the type that the document has for this failure.
    ///
    /// # Errors
    /// When the body is not JSON of that shape.
    #[inline]
    pub fn json<T: Decode>(&self) -> Result<T, DecodeError> {
        let body = match self.headers() {
            Some(headers) => charset::json(self.body(), headers).map_err(DecodeError::new)?,
            None => Cow::Borrowed(self.body()),
        };
        json::from_json(&body)
    }

    /// The status of a response that is no success; `None` for other errors.
    #[doc(hidden)]
    #[inline]
    pub fn refused(&self) -> Option<u16> {
        (self.0.kind == ErrorKind::Status).then(|| self.status().map(|status| status.as_u16())).flatten()
    }

    /// The body as the type that the document has for this failure, of which something must be there.
    ///
    /// # Errors
    /// When the body is not JSON of that shape, or has none of the properties of that type.
    #[doc(hidden)]
    #[inline]
    pub fn documented<T: Decode + Encode>(&self) -> Result<T, DecodeError> {
        let value: T = self.json()?;
        let nothing = || json::to_json(&value).is_ok_and(|text| text == b"{}");
        let has_members = |body: &[u8]| body.trim_ascii_start().starts_with(b"{") && body.contains(&b'"');
        if has_members(self.body()) && nothing() {
            return Err(DecodeError::new("the body has none of the documented properties"));
        }
        Ok(value)
    }

    /// The body of a failure whose status the operation does not document, as the type that other failures have; `None` where it
    /// is not that.
    #[doc(hidden)]
    #[inline]
    pub fn undocumented<T: Decode + Encode>(&self) -> Option<(StatusCode, T)> {
        self.refused()?;
        let status = self.status().filter(|status| status.is_client_error() || status.is_server_error())?;
        self.documented().ok().map(|value| (status, value))
    }

    /// The body as text, in the encoding that it is said to have, else in UTF-8; without quotes where it is a string of JSON.
    ///
    /// # Errors
    /// When it is not text in that encoding.
    #[doc(hidden)]
    #[inline]
    pub fn text(&self) -> Result<String, DecodeError> {
        let text = self.text_or(None)?;
        Ok(self.headers().map_or(String::new(), |headers| charset::unquoted(text, headers)))
    }

    /// The body as text that may say itself in which encoding it is.
    #[inline]
    pub(crate) fn text_or(&self, otherwise: Option<&str>) -> Result<String, DecodeError> {
        let text = match self.headers() {
            Some(headers) => charset::text(self.body(), headers, otherwise),
            None => Ok(Cow::Borrowed("")),
        };
        text.map(Cow::into_owned).map_err(DecodeError::new)
    }

    /// What was wrong with the response, where, when it could not be decoded.
    #[inline]
    pub fn decode_error(&self) -> Option<&DecodeError> {
        self.0.decode.as_ref()
    }

    /// How many times the request was sent.
    #[inline]
    pub fn attempts(&self) -> u32 {
        self.0.attempts
    }

    /// How long the server asked to wait (`Retry-After`, RFC 9110, section 10.2.3).
    #[inline]
    pub fn retry_after(&self) -> Option<Duration> {
        retry_after(self.headers()?)
    }

    /// Where the server refers to (`Location`, RFC 9110, section 10.2.2), as it says it: a URL, or a reference relative to that of the
    /// request. A client follows no redirects by itself; `client.download(url)` fetches a URL without credentials.
    #[inline]
    pub fn location(&self) -> Option<&str> {
        self.headers()?.get(LOCATION)?.to_str().ok()
    }

    /// 429
    #[inline]
    pub fn is_rate_limited(&self) -> bool {
        self.status() == Some(StatusCode::TOO_MANY_REQUESTS)
    }

    /// 304: nothing has changed since the version that the request names (`If-None-Match`, `If-Modified-Since`).
    #[inline]
    pub fn is_not_modified(&self) -> bool {
        self.status() == Some(StatusCode::NOT_MODIFIED)
    }

    /// 401
    #[inline]
    pub fn is_unauthorized(&self) -> bool {
        self.status() == Some(StatusCode::UNAUTHORIZED)
    }

    /// 403
    #[inline]
    pub fn is_forbidden(&self) -> bool {
        self.status() == Some(StatusCode::FORBIDDEN)
    }

    /// 404
    #[inline]
    pub fn is_not_found(&self) -> bool {
        self.status() == Some(StatusCode::NOT_FOUND)
    }

    /// 409
    #[inline]
    pub fn is_conflict(&self) -> bool {
        self.status() == Some(StatusCode::CONFLICT)
    }

    /// 4xx
    #[inline]
    pub fn is_client_error(&self) -> bool {
        self.status().is_some_and(|status| status.is_client_error())
    }

    /// 5xx
    #[inline]
    pub fn is_server_error(&self) -> bool {
        self.status().is_some_and(|status| status.is_server_error())
    }

    /// It took too long.
    #[inline]
    pub fn is_timeout(&self) -> bool {
        self.0.kind == ErrorKind::Timeout
    }

    /// There was no connection; nothing was sent.
    #[inline]
    pub fn is_connect(&self) -> bool {
        self.0.kind == ErrorKind::Connect
    }

    /// The connection failed on the way.
    #[inline]
    pub fn is_transport(&self) -> bool {
        self.0.kind == ErrorKind::Transport
    }

    /// The response has not the documented shape.
    #[inline]
    pub fn is_decode(&self) -> bool {
        self.0.kind == ErrorKind::Decode
    }

    /// The response is larger than the limit of the client.
    #[inline]
    pub fn is_too_large(&self) -> bool {
        self.0.kind == ErrorKind::TooLarge
    }

    /// The call could not be made as it was set up; nothing was sent.
    #[inline]
    pub fn is_request(&self) -> bool {
        self.0.kind == ErrorKind::Request
    }

    /// There is no credential for the operation, or its provider failed; nothing was sent.
    #[inline]
    pub fn is_credential(&self) -> bool {
        self.0.kind == ErrorKind::Credential
    }
}

/// The operation, the problem, the method and the path as the document has it, the status, and the message of the server: a body
/// that is one text, or what a body of JSON has at a usual key (`message`, `detail`, `error`, `title`, …), at most 200 characters;
/// see `error_messages` of the builder.
impl fmt::Display for Error {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.operation(), self.0.problem)?;
        let operation = self.0.operation.map(|operation| (operation.method(), operation.path_template()));
        let sent = operation.filter(|(_, path)| !path.is_empty()).map(|(method, path)| format!("{method} {path}"));
        let response = self.0.response.as_ref();
        let status = response.map(|one| format!("status {}, {} bytes of body", one.status, one.body.len()));
        if sent.is_some() || status.is_some() {
            let facts: Vec<String> = sent.into_iter().chain(status).collect();
            write!(f, " ({})", facts.join(", "))?;
        }
        if let Some(message) = response.and_then(ErrorResponse::message) {
            write!(f, ": {message}")?;
        }
        if self.0.attempts > 1 {
            write!(f, " (after {} attempts)", self.0.attempts)?;
        }
        Ok(())
    }
}

impl fmt::Debug for Error {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Error")
            .field("kind", &self.0.kind)
            .field("operation", &self.operation())
            .field("problem", &self.0.problem)
            .field("status", &self.status())
            .field("body_bytes", &self.body().len())
            .field("attempts", &self.0.attempts)
            .field("source", &self.0.source)
            .finish()
    }
}

impl StdError for Error {
    #[inline]
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match (&self.0.source, &self.0.decode) {
            (Some(source), _) => Some(source.as_ref()),
            (None, Some(decode)) => Some(decode),
            (None, None) => None,
        }
    }
}
