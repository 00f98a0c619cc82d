//! A response, as an operation decodes it.

use std::fmt;

use bytes::Bytes;
use http::HeaderMap;
use http::StatusCode;
use http::header;
use serde_json::Value;

use super::error::Error;
use super::error::ErrorKind;
use super::error::ErrorResponse;
use super::json;
use super::json::Decode;
use super::json::DecodeError;
use super::json::from_value;
use super::mode::Mode;
use super::stream::ByteStream;

/// A response. Its body was read, unless the operation streams and the status is a success.
pub struct Reply<M: Mode> {
    pub(crate) operation: &'static str,
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: ReplyBody<M>,
    pub(crate) attempts: u32,
}

pub(crate) enum ReplyBody<M: Mode> {
    Whole(Bytes),
    Stream(M::Incoming),
}

impl<M: Mode> Reply<M> {
    /// The status.
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// The headers.
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// The text of a header; `None` when it is absent or no visible ASCII.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// A header as a type: as text, else as a number or boolean, else as a list separated by commas.
    ///
    /// # Errors
    /// When it is there and is none of these.
    pub fn header_as<T: Decode>(&self, name: &str) -> Result<Option<T>, Error> {
        let Some(text) = self.header(name) else { return Ok(None) };
        let items = || Value::Array(text.split(',').map(|item| scalar(item.trim())).collect());
        let read = from_value(&Value::String(text.to_owned())).or_else(|_| from_value(&scalar(text)));
        let read = read.or_else(|error| from_value(&items()).map_err(|_: DecodeError| error));
        read.map(Some).map_err(|error| self.fail(Error::decoding(error.at_key(name))))
    }

    /// How many times the request was sent.
    pub fn attempts(&self) -> u32 {
        self.attempts
    }

    /// The body as JSON, whatever its media type. An empty body counts as null.
    ///
    /// # Errors
    /// When it is not JSON, or not of the shape of `T`.
    pub fn json<T: Decode>(&self) -> Result<T, Error> {
        let body = self.bytes()?;
        if body.is_empty() {
            return from_value(&Value::Null)
                .map_err(|_| self.fail(Error::decoding(DecodeError::new("the body is empty"))));
        }
        json::from_slice(&body).map_err(|error| self.fail(Error::decoding(error)))
    }

    /// Nothing, whatever the body is.
    ///
    /// # Errors
    /// Never; it is a `Result` to stand beside the other readers.
    pub fn empty(&self) -> Result<(), Error> {
        Ok(())
    }

    /// The body as text: in UTF-8, or in ISO 8859-1 where the media type says so.
    ///
    /// # Errors
    /// When it is not UTF-8.
    pub fn text(&self) -> Result<String, Error> {
        let body = self.bytes()?;
        let content_type = self.header(header::CONTENT_TYPE.as_str()).unwrap_or_default().to_ascii_lowercase();
        if content_type.contains("charset=iso-8859-1") {
            return Ok(body.iter().map(|byte| char::from(*byte)).collect());
        }
        let text = String::from_utf8(body.into());
        text.map_err(|_| self.fail(Error::decoding(DecodeError::new("the body is not text in UTF-8"))))
    }

    /// The body as it is.
    ///
    /// # Errors
    /// When it is a stream.
    pub fn bytes(&self) -> Result<Bytes, Error> {
        match &self.body {
            ReplyBody::Whole(bytes) => Ok(bytes.clone()),
            ReplyBody::Stream(_) => Err(self.fail(Error::request("the body of this operation is a stream"))),
        }
    }

    /// The body piece by piece.
    pub fn stream(self) -> ByteStream<M> {
        ByteStream::new(self.operation, self.status, self.headers, self.body)
    }

    /// The error for a status that is no success of the operation.
    pub fn unexpected(self) -> Error {
        let problem = match self.status.as_u16() {
            300..=399 => "the server redirects, and the client does not follow",
            400..=499 => "the server refused the request",
            500..=599 => "the server failed",
            _ => "the status of the response is not documented for the operation",
        };
        self.fail(Error::new(ErrorKind::Status, problem))
    }

    pub(crate) fn fail(&self, error: Error) -> Error {
        let body = match &self.body {
            ReplyBody::Whole(bytes) => bytes.clone(),
            ReplyBody::Stream(_) => Bytes::new(),
        };
        let response = ErrorResponse { status: self.status, headers: self.headers.clone(), body };
        error.of(self.operation).after(self.attempts).with_response(response)
    }
}

/// The number or boolean that a text is, else the text.
fn scalar(text: &str) -> Value {
    match serde_json::from_str(text) {
        Ok(value @ (Value::Number(_) | Value::Bool(_))) => value,
        _ => Value::String(text.to_owned()),
    }
}

impl<M: Mode> fmt::Debug for Reply<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Reply")
            .field("operation", &self.operation)
            .field("status", &self.status)
            .finish_non_exhaustive()
    }
}
