//! Bodies of requests.

use std::fmt;
use std::fs::File;
use std::io;
use std::io::Read;
use std::io::Seek as _;
use std::path::Path;

use bytes::Bytes;
use futures_core::Stream;

use super::boxed::MaybeSend;
use super::mode::Async;
use super::mode::Blocking;
use super::mode::Mode;

/// The body of a request. Bytes can be sent again; a stream is sent once, and a call with one is never retried.
pub enum Body<M: Mode> {
    /// No body at all.
    Empty,
    /// Bytes.
    Bytes(Bytes),
    /// Bytes that come piece by piece.
    Stream {
        /// Where they come from.
        source: M::Outgoing,
        /// How many there will be, if known.
        length: Option<u64>,
    },
}

impl Body<Async> {
    /// A body from a stream of `length` bytes.
    #[inline]
    pub fn stream<S>(source: S, length: Option<u64>) -> Self
    where
        S: Stream<Item = Result<Bytes, io::Error>> + MaybeSend + 'static,
    {
        Self::Stream { source: Box::pin(source), length }
    }
}

impl Body<Blocking> {
    /// A body from a reader of `length` bytes, such as a file.
    #[inline]
    pub fn reader(source: impl Read + Send + 'static, length: Option<u64>) -> Self {
        Self::Stream { source: Box::new(source), length }
    }
}

impl<M: Mode> Body<M> {
    /// The file at that path. It is opened now, and read while the request is sent.
    ///
    /// # Errors
    /// When the file cannot be opened, or is none.
    #[inline]
    pub fn path(path: impl AsRef<Path>) -> io::Result<Self> {
        Self::file(File::open(path)?)
    }

    /// An open file, from where it is read next to its end. An async client reads it on a thread of its own.
    ///
    /// # Errors
    /// When its length cannot be read, or it is a folder.
    #[inline]
    pub fn file(mut file: File) -> io::Result<Self> {
        let metadata = file.metadata()?;
        if metadata.is_dir() {
            return Err(io::ErrorKind::IsADirectory.into());
        }
        // A pipe or device has no length that says how much can be read.
        if !metadata.is_file() {
            return Ok(Self::Stream { source: M::read(Box::new(file)), length: None });
        }
        let length = metadata.len().saturating_sub(file.stream_position()?);
        Ok(Self::Stream { source: M::read(Box::new(file.take(length))), length: Some(length) })
    }

    /// How many bytes it has, if known.
    #[inline]
    pub fn length(&self) -> Option<u64> {
        match self {
            Self::Empty => Some(0),
            Self::Bytes(bytes) => Some(bytes.len() as u64),
            Self::Stream { length, .. } => *length,
        }
    }

    /// A copy that sends the same; `None` for a stream.
    #[inline]
    pub(crate) fn replay(&self) -> Option<Self> {
        match self {
            Self::Empty => Some(Self::Empty),
            Self::Bytes(bytes) => Some(Self::Bytes(bytes.clone())),
            Self::Stream { .. } => None,
        }
    }
}

impl<M: Mode> fmt::Debug for Body<M> {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("Empty"),
            Self::Bytes(bytes) => write!(f, "Bytes({} bytes)", bytes.len()),
            Self::Stream { length: Some(length), .. } => write!(f, "Stream({length} bytes)"),
            Self::Stream { length: None, .. } => f.write_str("Stream"),
        }
    }
}

impl<M: Mode> From<Bytes> for Body<M> {
    #[inline]
    fn from(bytes: Bytes) -> Self {
        Self::Bytes(bytes)
    }
}

impl<M: Mode> From<Vec<u8>> for Body<M> {
    #[inline]
    fn from(bytes: Vec<u8>) -> Self {
        Self::Bytes(bytes.into())
    }
}

impl<M: Mode> From<&[u8]> for Body<M> {
    #[inline]
    fn from(bytes: &[u8]) -> Self {
        Self::Bytes(Bytes::copy_from_slice(bytes))
    }
}

impl<M: Mode> From<String> for Body<M> {
    #[inline]
    fn from(text: String) -> Self {
        Self::Bytes(text.into())
    }
}

impl<M: Mode> From<&str> for Body<M> {
    #[inline]
    fn from(text: &str) -> Self {
        Self::Bytes(Bytes::copy_from_slice(text.as_bytes()))
    }
}
