//! Results page by page: what is known of an operation's pages, as plain data, and where one of them begins.

use std::fmt;
use std::str::FromStr;

use http::HeaderMap;

use crate::runtime::description::NextPage;
use crate::runtime::description::PageSource;
use crate::runtime::description::Paging;
use crate::runtime::json;
use crate::runtime::json::Decode;
use crate::runtime::json::DecodeError;
use crate::runtime::transport::Mode;

use super::error::Error;
use super::link_header;
use super::operation::Operation;
use crate::runtime::json::Items;
use crate::runtime::json::Parts;
use crate::runtime::json::Tree;

/// An operation whose results come in pages.
pub trait Paged<M: Mode>: Operation<M> {
    /// How its pages follow each other.
    const PAGING: &'static Paging;
    /// One of the things that a page lists.
    type Item: Decode;
}

/// Where reading goes on: a page, and how many of its items were read already. It is a plain value that can be kept, also as
/// text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Position {
    /// The cursor, number, offset or URL of the page; `None`: the page that the call asks for as it is.
    pub page: Option<String>,
    /// How many items of the page were read already.
    pub item: usize,
}

/// The position as text: `3`, or `3@cursor`.
impl fmt::Display for Position {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.page {
            Some(page) => write!(f, "{}@{page}", self.item),
            None => self.item.fmt(f),
        }
    }
}

/// Why a text is no [`Position`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PositionError;

impl FromStr for Position {
    type Err = PositionError;

    #[inline]
    fn from_str(text: &str) -> Result<Self, PositionError> {
        let (item, page) = match text.split_once('@') {
            Some((item, page)) => (item, Some(page.to_owned())),
            None => (text, None),
        };
        Ok(Self { page, item: item.parse().map_err(|_| PositionError)? })
    }
}

impl fmt::Display for PositionError {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not a position, such as 0 or 3@cursor")
    }
}

impl std::error::Error for PositionError {}

/// The content of a page, and what leads to the next one.
#[derive(Debug)]
pub(crate) struct PageContent {
    /// The items.
    pub(crate) items: Items,
    /// What asks for the next page; `None`: there is none.
    pub(crate) next: Option<String>,
}

impl Paging {
    /// Reads the JSON text of a page; `at` is what it was asked for by.
    ///
    /// # Errors
    /// When something is not of the shape that it has to have.
    #[inline]
    pub(crate) fn read(&self, at: Option<&str>, headers: &HeaderMap, body: &str) -> Result<PageContent, Error> {
        let body = Parts::find(body, self.pointers()).map_err(Error::decoding)?;
        let more = match self.more {
            None => true,
            Some(pointer) => flag(pointer, &body)?,
        };
        let items = match body.get(self.items) {
            None | Some("null") => Items::default(),
            Some(items) => Items::new(items).map_err(|error| shape(self.items, error))?,
        };
        let next = if more { self.next(at, headers, &body, &items)? } else { None };
        Ok(PageContent { items, next })
    }

    /// The places in the body that matter.
    #[inline]
    fn pointers(&self) -> impl Iterator<Item = &'static str> {
        let source = match self.next {
            NextPage::Cursor { from, .. } | NextPage::Link { from } => Some(from),
            NextPage::Page { count, .. } => count,
            NextPage::Offset { total, .. } => total,
        };
        let source = source.and_then(|source| match source {
            PageSource::Body(pointer) => Some(pointer),
            PageSource::Header(_) | PageSource::NextLink | PageSource::LastItem(_) => None,
        });
        [Some(self.items), self.more, source].into_iter().flatten()
    }

    #[inline]
    fn next(
        &self,
        at: Option<&str>,
        headers: &HeaderMap,
        body: &Parts<'_>,
        items: &Items,
    ) -> Result<Option<String>, Error> {
        let count = items.len();
        match self.next {
            NextPage::Cursor { from, .. } | NextPage::Link { from } => told(from, headers, body, items),
            // An empty page is the last one, whatever the response says of their number.
            NextPage::Page { .. } | NextPage::Offset { .. } if count == 0 => Ok(None),
            NextPage::Page { first, count: last, .. } => {
                let here = number(at, first)?;
                let pages = amount(last, headers, body, items)?;
                let next = here.saturating_add(1);
                Ok(pages.is_none_or(|pages| next < first.saturating_add(pages)).then(|| next.to_string()))
            }
            NextPage::Offset { total, .. } => {
                let next = number(at, 0)?.saturating_add(count as u64);
                let total = amount(total, headers, body, items)?;
                Ok(total.is_none_or(|total| next < total).then(|| next.to_string()))
            }
        }
    }
}

/// The value at a source, as text; `None` where it is absent, null, false or empty.
#[inline]
fn told(source: PageSource, headers: &HeaderMap, body: &Parts<'_>, items: &Items) -> Result<Option<String>, Error> {
    let (text, pointer) = match source {
        PageSource::Header(name) => {
            let text = headers.get(name).and_then(|value| str::from_utf8(value.as_bytes()).ok()).map(str::trim);
            return Ok(text.filter(|text| !text.is_empty()).map(str::to_owned));
        }
        PageSource::NextLink => return Ok(link_header::next(headers)),
        PageSource::Body(pointer) => (body.get(pointer), pointer),
        PageSource::LastItem(pointer) => match items.last() {
            Some(item) => (Parts::find(item, [pointer]).map_err(Error::decoding)?.get(pointer), pointer),
            None => return Ok(None),
        },
    };
    match scalar(text)? {
        None | Some(Tree::Null | Tree::Bool(false)) => Ok(None),
        Some(Tree::String(text)) => Ok(Some(text).filter(|text| !text.is_empty())),
        Some(Tree::Number(number)) => Ok(Some(number)),
        Some(other) => Err(shape(pointer, DecodeError::expected("a text or number", other.kind().name()))),
    }
}

/// The value of a text. A list or object has no parts here: none is wanted.
#[inline]
fn scalar(text: Option<&str>) -> Result<Option<Tree>, Error> {
    text.map(|text| Tree::outline(text).map_err(Error::decoding)).transpose()
}

/// The whole number at a source, if there is one.
#[inline]
fn amount(
    source: Option<PageSource>,
    headers: &HeaderMap,
    body: &Parts<'_>,
    items: &Items,
) -> Result<Option<u64>, Error> {
    let Some(source) = source else { return Ok(None) };
    let told = told(source, headers, body, items)?;
    let read = told.map(|text| text.parse::<u64>()).transpose();
    read.map_err(|_| Error::decoding(DecodeError::new("the number of pages or items is no whole number")))
}

/// The number of a page or offset.
#[inline]
fn number(at: Option<&str>, first: u64) -> Result<u64, Error> {
    let Some(text) = at else { return Ok(first) };
    text.parse().map_err(|_| Error::request("the position is no whole number, as the pages of this operation want"))
}

#[inline]
fn flag(pointer: &str, body: &Parts<'_>) -> Result<bool, Error> {
    match scalar(body.get(pointer))? {
        None | Some(Tree::Null) => Ok(false),
        Some(Tree::Bool(more)) => Ok(more),
        Some(other) => Err(shape(pointer, DecodeError::expected("true or false", other.kind().name()))),
    }
}

#[inline]
fn shape(pointer: &str, error: DecodeError) -> Error {
    let keys: Vec<String> = json::tokens(pointer).collect();
    Error::decoding(keys.iter().rev().fold(error, |error, key| error.at_key(key)))
}
