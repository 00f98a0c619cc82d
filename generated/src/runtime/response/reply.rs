//! A response, as an operation decodes it.

use std::borrow::Cow;
use std::fmt;

use bytes::Bytes;
use http::HeaderMap;
use http::StatusCode;

use crate::runtime::description::ApiOperation;
use crate::runtime::encoding::charset;
use crate::runtime::encoding::is_json;
use crate::runtime::encoding::media_type;
use crate::runtime::json;
use crate::runtime::json::Decode;
use crate::runtime::json::DecodeError;
use crate::runtime::transport::Mode;

use super::byte_stream::ByteStream;
use super::byte_stream::ReplyBody;
use super::error::Error;
use super::error::ErrorKind;
use super::error::ErrorResponse;
use super::reading::Reading;

/// A response. Its body was read, unless the operation streams and the status is a success.
pub struct Reply<M: Mode> {
    pub(crate) operation: ApiOperation,
    pub(crate) status: StatusCode,
    /// The status of the document that the response is decoded as.
    pub(crate) documented: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) body: ReplyBody<M>,
    pub(crate) attempts: u32,
    pub(crate) reading: Reading,
    /// Whether errors say what the server says in the body.
    pub(crate) messages: bool,
}

impl<M: Mode> Reply<M> {
    /// The status.
    #[inline]
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// The status of the document that the response is decoded as: its own, or that of the nearest success where the document has
    /// not its own. A client treats a 2xx that it does not know as a success (RFC 9110, section 15).
    #[inline]
    pub fn documented(&self) -> u16 {
        self.documented
    }

    /// The headers.
    #[inline]
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// The text of a header; `None` when it is absent or no visible ASCII.
    #[inline]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// How many times the request was sent.
    #[inline]
    pub fn attempts(&self) -> u32 {
        self.attempts
    }

    /// The body as JSON, whatever its media type, with what the client tolerates. An empty body counts as null; with a success that is
    /// not documented, and a 204, also as an empty object or list.
    ///
    /// # Errors
    /// When it is not JSON, or not of the shape of `T`.
    #[inline]
    pub fn json<T: Decode>(&self) -> Result<T, Error> {
        let text = self.json_text()?;
        if text.is_empty() {
            // A 204 has no content, whatever the document says (RFC 9110, section 15.3.5).
            let is_documented = self.documented == self.status.as_u16() && self.status != StatusCode::NO_CONTENT;
            let empty: &[&[u8]] = if is_documented { &[b"null"] } else { &[b"null", b"{}", b"[]"] };
            let read = empty.iter().find_map(|text| json::from_json(text).ok());
            // All that is tolerated of an empty object is that its keys are missing.
            let missing = || empty.get(1).and_then(|text| self.reading.json(self.operation.name(), text).ok());
            let read = read.or_else(missing);
            return read.ok_or_else(|| self.fail(Error::decoding(DecodeError::new("the body is empty"))));
        }
        let read = self.reading.json(self.operation.name(), &text);
        read.map_err(|error| self.not_as_documented(error, is_json))
    }

    /// The body as the text of a value, which is JSON in other media types: a text has no quotes.
    ///
    /// # Errors
    /// When neither the text nor, as JSON, the body is a `T`.
    #[inline]
    pub fn loose<T: Decode>(&self) -> Result<T, Error> {
        let text = self.text()?;
        let has_parts = text.trim_start().starts_with(['{', '[']);
        let as_text = || json::to_json(&text).ok().and_then(|text| json::from_json(&text).ok());
        let value = if has_parts { None } else { as_text() };
        value.map_or_else(|| self.json(), Ok)
    }

    /// The body in UTF-8.
    #[inline]
    pub(crate) fn json_text(&self) -> Result<Bytes, Error> {
        let body = self.bytes()?;
        match charset::json(&body, &self.headers) {
            Ok(Cow::Borrowed(_)) => Ok(body),
            Ok(Cow::Owned(text)) => Ok(text.into()),
            Err(problem) => Err(self.fail(Error::decoding(DecodeError::new(problem)))),
        }
    }

    /// The error for a body that does not decode, which says so if it is not even of the media type that was expected.
    #[inline]
    pub(crate) fn not_as_documented(&self, error: DecodeError, expected: fn(&str) -> bool) -> Error {
        match media_type::media_type(&self.headers).filter(|media_type| !expected(media_type)) {
            Some(media_type) => self.fail(Error::decoding(error).of_media_type(&media_type)),
            None => self.fail(Error::decoding(error)),
        }
    }

    /// Nothing, whatever the body is. A body that the document does not have is a tracing event, and stands in the
    /// [`Response`](crate::runtime::Response) of a call `.with_response()`.
    ///
    /// # Errors
    /// Never; it is a `Result` to stand beside the other readers.
    #[inline]
    pub fn empty(&self) -> Result<(), Error> {
        #[cfg(feature = "tracing")]
        if let ReplyBody::Whole(body) = &self.body
            && !body.is_empty()
        {
            let (operation, bytes) = (self.operation.name(), body.len());
            tracing::debug!(operation, bytes, "the response has a body, and the document has none for it");
        }
        Ok(())
    }

    /// Which of these media types the response has: its index. The first one where the response has none or another one.
    #[inline]
    pub fn representation(&self, documented: &[&str]) -> usize {
        let Some(came) = media_type::media_type(&self.headers) else { return 0 };
        let parameters = self.header("content-type").map(media_type::parameters).unwrap_or_default();
        let fits = |one: &str| media_type::fit(one, &came, &parameters);
        let ranked = documented.iter().enumerate().filter_map(|(index, one)| Some((fits(one)?, index)));
        ranked.min_by_key(|(rank, index)| (std::cmp::Reverse(*rank), *index)).map_or(0, |(_, index)| index)
    }

    /// The error for a documented media type that this call does not read; `view` is the call's method that does, empty for the
    /// call without a view.
    #[inline]
    pub fn elsewhere(&self, view: &str) -> Error {
        let media_type = media_type::media_type(&self.headers).unwrap_or_default();
        let reads = if view.is_empty() { "the call without a view reads" } else { "the view of the call reads" };
        let name = if view.is_empty() { String::new() } else { format!(": `.{view}()`") };
        self.fail(Error::new(ErrorKind::Decode, format!("the response is {media_type}, which {reads}{name}")))
    }

    /// The body as text, in the encoding that its byte order mark or its media type says, else in UTF-8. A string of JSON is read
    /// as one, if the media type of the response is JSON.
    ///
    /// # Errors
    /// When it is not text in that encoding.
    #[inline]
    pub fn text(&self) -> Result<String, Error> {
        self.text_or(None).map(|text| charset::unquoted(text, &self.headers))
    }

    /// The body as text that may say itself in which encoding it is.
    #[inline]
    pub(crate) fn text_or(&self, otherwise: Option<&str>) -> Result<String, Error> {
        let text = charset::text(&self.bytes()?, &self.headers, otherwise).map(Cow::into_owned);
        text.map_err(|problem| self.fail(Error::decoding(DecodeError::new(problem))))
    }

    /// The body as it is.
    ///
    /// # Errors
    /// When it is a stream.
    #[inline]
    pub fn bytes(&self) -> Result<Bytes, Error> {
        match &self.body {
            ReplyBody::Whole(bytes) => Ok(bytes.clone()),
            ReplyBody::Stream(_) => Err(self.fail(Error::request("the body of this operation is a stream"))),
        }
    }

    /// The body piece by piece.
    #[inline]
    pub fn stream(self) -> ByteStream<M> {
        ByteStream::new(self.operation, self.status, self.headers, self.body, self.reading)
    }

    /// The error for a status that is no success of the operation.
    #[inline]
    pub fn unexpected(self) -> Error {
        let problem = match self.status.as_u16() {
            304 => "nothing has changed since the version that the request names",
            300..=399 => "the server redirects, and the client does not follow",
            400..=499 => "the server refused the request",
            500..=599 => "the server failed",
            _ => "the status of the response is not documented for the operation",
        };
        self.fail(Error::new(ErrorKind::Status, problem))
    }

    #[inline]
    pub(crate) fn fail(&self, error: Error) -> Error {
        let body = match &self.body {
            ReplyBody::Whole(bytes) => bytes.clone(),
            ReplyBody::Stream(_) => Bytes::new(),
        };
        let response =
            ErrorResponse { status: self.status, headers: self.headers.clone(), body, messages: self.messages };
        error.of(self.operation).after(self.attempts).with_response(response)
    }
}

impl<M: Mode> fmt::Debug for Reply<M> {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Reply")
            .field("operation", &self.operation.name())
            .field("status", &self.status)
            .finish_non_exhaustive()
    }
}
