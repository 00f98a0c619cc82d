//! One part of a multipart body.

use std::fmt;
use std::fs::File;
use std::io;
use std::path::Path;

use bytes::Bytes;

use crate::runtime::transport::Body;
use crate::runtime::transport::Mode;

/// The media type of a file of which nothing is known (RFC 2046, section 4.5.1; OpenAPI 3.1.1, "Encoding Object").
const UNKNOWN: &str = "application/octet-stream";

/// One part of a multipart body: a file ([`Part::new`], [`Part::path`]), or a value ([`Part::value`]).
///
/// A file is sent with a file name and a media type: those that are set here, else the name of the field and the media type of the
/// document, else `application/octet-stream`. Servers tell files from other fields by the file name (RFC 7578, section 4.2).
pub struct Part<M: Mode> {
    pub(super) body: Body<M>,
    pub(super) is_file: bool,
    pub(super) file_name: Option<String>,
    pub(super) media_type: Option<String>,
    pub(super) headers: Vec<(String, String)>,
}

impl<M: Mode> Part<M> {
    /// A file with that content: bytes, text, or a [`Body`] that is a stream.
    #[inline]
    pub fn new(body: impl Into<Body<M>>) -> Self {
        Self { body: body.into(), is_file: true, file_name: None, media_type: None, headers: Vec::new() }
    }

    /// A value that is no file: without a file name, and without a media type unless one is set.
    #[inline]
    pub fn value(body: impl Into<Body<M>>) -> Self {
        Self { is_file: false, ..Self::new(body) }
    }

    /// The file at that path, with its name. It is opened now, and read while the request is sent.
    ///
    /// # Errors
    /// When the file cannot be opened, or is none.
    #[inline]
    pub fn path(path: impl AsRef<Path>) -> io::Result<Self> {
        let path = path.as_ref();
        let part = Self::file(File::open(path)?)?;
        Ok(match path.file_name() {
            Some(name) => part.file_name(name.to_string_lossy()),
            None => part,
        })
    }

    /// An open file, from where it is read next to its end.
    ///
    /// # Errors
    /// When its length cannot be read, or it is a folder.
    #[inline]
    pub fn file(file: File) -> io::Result<Self> {
        Body::file(file).map(Self::new)
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

    /// Adds a header to the part.
    #[must_use]
    #[inline]
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    /// The part as the field `name`, of which the document allows these media types or ranges; none: any.
    ///
    /// # Errors
    /// When nothing says which of several media types a file has.
    #[inline]
    pub(super) fn of_field(mut self, name: &str, allowed: &[&str]) -> Result<Self, String> {
        if self.is_file && self.file_name.is_none() {
            self.file_name = Some(name.to_owned());
        }
        if self.media_type.is_none() {
            self.media_type = match allowed {
                [one] if !one.contains('*') => Some((*one).to_owned()),
                _ if allowed.is_empty() || allowed.iter().any(|range| holds_unknown(range)) => {
                    self.is_file.then(|| UNKNOWN.to_owned())
                }
                _ => return Err(format!("set its media type with `Part::media_type`: {}", allowed.join(", "))),
            };
        }
        Ok(self)
    }
}

/// Whether a media type or range is, or has, that of any bytes.
#[inline]
fn holds_unknown(range: &str) -> bool {
    ["*/*", "application/*", UNKNOWN].iter().any(|known| known.eq_ignore_ascii_case(range))
}

impl<M: Mode> From<Body<M>> for Part<M> {
    #[inline]
    fn from(body: Body<M>) -> Self {
        Self::new(body)
    }
}

impl<M: Mode> From<Bytes> for Part<M> {
    #[inline]
    fn from(bytes: Bytes) -> Self {
        Self::new(bytes)
    }
}

impl<M: Mode> From<Vec<u8>> for Part<M> {
    #[inline]
    fn from(bytes: Vec<u8>) -> Self {
        Self::new(bytes)
    }
}

impl<M: Mode> From<&[u8]> for Part<M> {
    #[inline]
    fn from(bytes: &[u8]) -> Self {
        Self::new(bytes)
    }
}

impl<M: Mode> fmt::Debug for Part<M> {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Part").field("body", &self.body).finish_non_exhaustive()
    }
}
