//! Fields of multipart bodies that hold several files, or files or something else.

use std::vec::IntoIter;

use crate::runtime::json::Encode;
use crate::runtime::transport::Mode;

use super::part::Part;

/// One file, or several: each is a part of the same name.
#[derive(Debug)]
pub struct Files<M: Mode>(Vec<Part<M>>);

/// What is sent as files, or as a value.
#[derive(Debug)]
pub enum FilesOr<M: Mode, T> {
    /// One file, or several.
    Files(Files<M>),
    /// A value that is no file.
    Value(T),
}

impl<M: Mode> Files<M> {
    /// No files: nothing is sent.
    #[inline]
    pub fn new() -> Self {
        Self(Vec::new())
    }
}

impl<M: Mode> Default for Files<M> {
    #[inline]
    fn default() -> Self {
        Self::new()
    }
}

impl<M: Mode> From<Part<M>> for Files<M> {
    #[inline]
    fn from(file: Part<M>) -> Self {
        Self(vec![file])
    }
}

impl<M: Mode> From<Vec<Part<M>>> for Files<M> {
    #[inline]
    fn from(files: Vec<Part<M>>) -> Self {
        Self(files)
    }
}

impl<M: Mode, const N: usize> From<[Part<M>; N]> for Files<M> {
    #[inline]
    fn from(files: [Part<M>; N]) -> Self {
        Self(files.into())
    }
}

impl<M: Mode, P: Into<Part<M>>> FromIterator<P> for Files<M> {
    #[inline]
    fn from_iter<I: IntoIterator<Item = P>>(files: I) -> Self {
        Self(files.into_iter().map(Into::into).collect())
    }
}

impl<M: Mode, P: Into<Part<M>>> Extend<P> for Files<M> {
    #[inline]
    fn extend<I: IntoIterator<Item = P>>(&mut self, files: I) {
        self.0.extend(files.into_iter().map(Into::into));
    }
}

impl<M: Mode> IntoIterator for Files<M> {
    type Item = Part<M>;
    type IntoIter = IntoIter<Part<M>>;

    #[inline]
    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl<M: Mode, T: Encode> From<T> for FilesOr<M, T> {
    #[inline]
    fn from(value: T) -> Self {
        Self::Value(value)
    }
}

impl<M: Mode> From<&str> for FilesOr<M, String> {
    #[inline]
    fn from(text: &str) -> Self {
        Self::Value(text.to_owned())
    }
}

impl<M: Mode, T> From<Files<M>> for FilesOr<M, T> {
    #[inline]
    fn from(files: Files<M>) -> Self {
        Self::Files(files)
    }
}

impl<M: Mode, T> From<Part<M>> for FilesOr<M, T> {
    #[inline]
    fn from(file: Part<M>) -> Self {
        Self::Files(file.into())
    }
}

impl<M: Mode, T> From<Vec<Part<M>>> for FilesOr<M, T> {
    #[inline]
    fn from(files: Vec<Part<M>>) -> Self {
        Self::Files(files.into())
    }
}

impl<M: Mode, T, const N: usize> From<[Part<M>; N]> for FilesOr<M, T> {
    #[inline]
    fn from(files: [Part<M>; N]) -> Self {
        Self::Files(files.into())
    }
}
