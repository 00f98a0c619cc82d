//! Bodies of `multipart/form-data` (RFC 7578; OpenAPI 3.1, section 4.8.15). Parts can be streams; the whole is then one.

mod files;
mod part;

use std::fmt;

use http::HeaderName;
use http::HeaderValue;

use crate::runtime::description::FieldEncoding;
use crate::runtime::json::Encode;
use crate::runtime::transport::Body;
use crate::runtime::transport::Mode;
use crate::runtime::transport::clock;

use super::form::text;
use super::media_type::is_json;
use super::style;
use crate::runtime::json::Tree;

pub use files::Files;
pub use files::FilesOr;
pub use part::Part;

/// A multipart body that is being put together. The first mistake is kept, and told when the call is sent.
pub struct Multipart<M: Mode> {
    parts: Vec<(String, Part<M>)>,
    problem: Option<String>,
}

impl<M: Mode> Multipart<M> {
    /// A body without parts.
    #[inline]
    pub fn new() -> Self {
        Self { parts: Vec::new(), problem: None }
    }

    /// Adds a part. A file of which nothing else is said has the name as its file name, and is `application/octet-stream`.
    #[must_use]
    #[inline]
    pub fn part(self, name: impl Into<String>, part: impl Into<Part<M>>) -> Self {
        self.file(name, part, &[])
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
        self.part(name, Part::value(text.into()))
    }

    /// Adds a part of which the document allows these media types or ranges; none: any.
    #[doc(hidden)]
    #[must_use]
    #[inline]
    pub fn file(mut self, name: impl Into<String>, part: impl Into<Part<M>>, allowed: &[&str]) -> Self {
        let name = name.into();
        match part.into().of_field(&name, allowed) {
            Ok(part) => self.parts.push((name, part)),
            Err(what) => self.fail(&name, &what),
        }
        self
    }

    /// Adds a part that is no file unless it has a file name.
    #[doc(hidden)]
    #[must_use]
    #[inline]
    pub fn content(self, name: &str, mut part: Part<M>, allowed: &[&str]) -> Self {
        part.is_file = part.file_name.is_some();
        self.file(name, part, allowed)
    }

    /// Adds a part for each file.
    #[doc(hidden)]
    #[must_use]
    #[inline]
    pub fn files(self, name: &str, files: Files<M>, allowed: &[&str]) -> Self {
        files.into_iter().fold(self, |parts, file| parts.file(name, file, allowed))
    }

    /// Adds a part for each file, or a value.
    #[doc(hidden)]
    #[must_use]
    #[inline]
    pub fn files_or<T: Encode>(
        self,
        name: &str,
        value: FilesOr<M, T>,
        allowed: &[&str],
        encoding: Option<&FieldEncoding>,
    ) -> Self {
        match value {
            FilesOr::Files(files) => self.files(name, files, allowed),
            FilesOr::Value(value) => self.field(name, &value, encoding),
        }
    }

    /// Adds a value: text for a string, number or boolean, JSON for an object, a part for each item of a list; with an encoding,
    /// of its media type, or in its style.
    #[must_use]
    #[inline]
    pub fn field(mut self, name: &str, value: &dyn Encode, encoding: Option<&FieldEncoding>) -> Self {
        match (Tree::of(value), encoding.and_then(FieldEncoding::styled)) {
            (Ok(value), Some(param)) => match style::pairs(&param, &value, None) {
                Ok(pairs) => self.parts.extend(pairs.into_iter().map(|(name, text)| (name, Part::value(text)))),
                Err(what) => self.fail(name, &what),
            },
            (Ok(value), None) => self.value(name, &value, encoding),
            (Err(error), _) => self.fail(name, &error.to_string()),
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
                let part = Part { media_type: media_type.map(str::to_owned), ..Part::value(text(value, as_json)) };
                self.parts.push((name.to_owned(), part));
            }
        }
    }

    #[inline]
    fn fail(&mut self, name: &str, what: &str) {
        self.problem.get_or_insert_with(|| format!("the part {name:?}: {what}"));
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
    if [Some(name), part.file_name.as_deref()].into_iter().flatten().any(|name| name.contains(breaks_heads)) {
        return Err(format!("the part {name:?}: its name or file name has control characters"));
    }
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

/// What no quoted string holds (RFC 822, section 3.3) and no escape stands for: servers refuse the whole part, or end a name at U+0000.
#[inline]
fn breaks_heads(c: char) -> bool {
    c.is_ascii_control() && !matches!(c, '\t' | '\r' | '\n')
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

impl<M: Mode> fmt::Debug for Multipart<M> {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.parts.iter().map(|(name, part)| (name, &part.body))).finish()
    }
}
