//! Bodies of `multipart/form-data` (RFC 7578; OpenAPI 3.1, section 4.8.15). Parts can be streams; the whole is then one.

use std::fmt;

use http::HeaderName;
use http::HeaderValue;

use crate::runtime::json::Encode;
use crate::runtime::transport::Body;
use crate::runtime::transport::Mode;
use crate::runtime::transport::clock;

use super::form::FieldEncoding;
use super::form::text;
use super::style::is_json;
use crate::runtime::json::Tree;

/// A multipart body that is being put together. The first mistake is kept, and told when the call is sent.
pub struct Multipart<M: Mode> {
    parts: Vec<(String, Part<M>)>,
    problem: Option<String>,
}

/// One part of a multipart body: a file, or a value with a media type of its own.
pub struct Part<M: Mode> {
    body: Body<M>,
    file_name: Option<String>,
    media_type: Option<String>,
    headers: Vec<(String, String)>,
}

impl<M: Mode> Part<M> {
    /// A part with that content: bytes, text, or a [`Body`] that is a stream.
    #[inline]
    pub fn new(body: impl Into<Body<M>>) -> Self {
        Self { body: body.into(), file_name: None, media_type: None, headers: Vec::new() }
    }

    /// Sets the name of the file, without its folder.
    #[must_use]
    #[inline]
    pub fn file_name(mut self, name: impl Into<String>) -> Self {
        self.file_name = Some(name.into());
        self
    }

    /// Sets the media type.
    #[must_use]
    #[inline]
    pub fn media_type(mut self, media_type: impl Into<String>) -> Self {
        self.media_type = Some(media_type.into());
        self
    }

    /// Sets the media type unless it is set.
    #[must_use]
    #[inline]
    pub fn media_type_or(mut self, media_type: &str) -> Self {
        self.media_type.get_or_insert_with(|| media_type.to_owned());
        self
    }

    /// Adds a header to the part.
    #[must_use]
    #[inline]
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }
}

impl<M: Mode> Multipart<M> {
    /// A body without parts.
    #[inline]
    pub fn new() -> Self {
        Self { parts: Vec::new(), problem: None }
    }

    /// Adds a part.
    #[must_use]
    #[inline]
    pub fn part(mut self, name: impl Into<String>, part: Part<M>) -> Self {
        self.parts.push((name.into(), part));
        self
    }

    /// Adds a part if there is one.
    #[must_use]
    #[inline]
    pub fn optional_part(self, name: impl Into<String>, part: Option<Part<M>>) -> Self {
        match part {
            Some(part) => self.part(name, part),
            None => self,
        }
    }

    /// Adds a text.
    #[must_use]
    #[inline]
    pub fn text(self, name: impl Into<String>, text: impl Into<String>) -> Self {
        self.part(name, Part::new(text.into()))
    }

    /// Adds a value: text for a string, number or boolean, JSON for an object, a part for each item of a list; with an encoding,
    /// of its media type.
    #[must_use]
    #[inline]
    pub fn field(mut self, name: &str, value: &dyn Encode, encoding: Option<&FieldEncoding>) -> Self {
        match Tree::of(value) {
            Ok(value) => self.value(name, &value, encoding),
            Err(error) => {
                self.problem.get_or_insert(format!("the part {name:?}: {error}"));
            }
        }
        self
    }

    #[inline]
    fn value(&mut self, name: &str, value: &Tree, encoding: Option<&FieldEncoding>) {
        let declared = encoding.and_then(|encoding| encoding.content_type);
        let as_json = declared.is_some_and(is_json);
        match value {
            Tree::Array(items) if !as_json => items.iter().for_each(|item| self.value(name, item, encoding)),
            value => {
                let media_type = declared.or(matches!(value, Tree::Object(_)).then_some("application/json"));
                let part = Part::new(text(value, as_json));
                let part = Part { media_type: media_type.map(str::to_owned), ..part };
                self.parts.push((name.to_owned(), part));
            }
        }
    }

    /// The media type with the boundary, and the body.
    #[inline]
    pub(crate) fn finish(self, media_type: &str) -> Result<(String, Body<M>), String> {
        if let Some(problem) = self.problem {
            return Err(problem);
        }
        let boundary = format!("{:016x}{:016x}", clock::random(), clock::random());
        let mut pieces = Vec::new();
        for (name, part) in self.parts {
            pieces.push(Body::from(head(&boundary, &name, &part)?));
            pieces.push(part.body);
            pieces.push(Body::from("\r\n"));
        }
        pieces.push(Body::from(format!("--{boundary}--\r\n")));
        Ok((format!("{media_type}; boundary={boundary}"), join(pieces)))
    }
}

impl<M: Mode> Default for Multipart<M> {
    #[inline]
    fn default() -> Self {
        Self::new()
    }
}

#[inline]
fn head<M: Mode>(boundary: &str, name: &str, part: &Part<M>) -> Result<String, String> {
    let mut head = format!("--{boundary}\r\nContent-Disposition: form-data; name=\"{}\"", quoted(name));
    if let Some(file_name) = &part.file_name {
        head.push_str(&format!("; filename=\"{}\"", quoted(file_name)));
    }
    let media_type = part.media_type.iter().map(|media_type| ("Content-Type", media_type.as_str()));
    let headers = part.headers.iter().map(|(name, value)| (name.as_str(), value.as_str()));
    for (header, value) in media_type.chain(headers) {
        if HeaderName::from_bytes(header.as_bytes()).is_err() || HeaderValue::from_str(value).is_err() {
            return Err(format!("the part {name:?}: a header of it is not legal"));
        }
        head.push_str(&format!("\r\n{header}: {value}"));
    }
    head.push_str("\r\n\r\n");
    Ok(head)
}

/// Names are sent in UTF-8; what would end them is escaped as browsers do (HTML, section 4.10.21.8).
#[inline]
fn quoted(name: &str) -> String {
    name.replace('"', "%22").replace('\r', "%0D").replace('\n', "%0A")
}

/// One body of many: bytes, which can be sent again, if all are bytes; else a stream.
#[inline]
fn join<M: Mode>(pieces: Vec<Body<M>>) -> Body<M> {
    let length = pieces.iter().try_fold(0_u64, |sum, piece| sum.checked_add(piece.length()?));
    if pieces.iter().any(|piece| matches!(piece, Body::Stream { .. })) {
        return Body::Stream { source: M::chain(pieces), length };
    }
    let bytes = pieces.iter().filter_map(|piece| if let Body::Bytes(bytes) = piece { Some(bytes) } else { None });
    Body::Bytes(bytes.flatten().copied().collect::<Vec<u8>>().into())
}

impl<M: Mode> fmt::Debug for Part<M> {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Part").field("body", &self.body).finish_non_exhaustive()
    }
}

impl<M: Mode> fmt::Debug for Multipart<M> {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.parts.iter().map(|(name, part)| (name, &part.body))).finish()
    }
}

impl<M: Mode> From<Body<M>> for Part<M> {
    #[inline]
    fn from(body: Body<M>) -> Self {
        Self::new(body)
    }
}
