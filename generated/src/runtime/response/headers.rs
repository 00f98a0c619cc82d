//! Headers of responses as types: the style `simple` (OpenAPI 3.1, section 4.8.21), read as the schema says.

use http::HeaderMap;
use http::header::SET_COOKIE;

use crate::runtime::description::ApiOperation;
use crate::runtime::json::Decode;
use crate::runtime::json::DecodeError;

use super::error::Error;
use super::error::ErrorResponse;
use crate::runtime::json::Map;
use crate::runtime::json::Tree;
use crate::runtime::json::from_json;

/// An operation whose responses have headers that the document knows.
pub trait HasHeaders {
    /// The headers.
    type Headers;

    /// Reads them.
    ///
    /// # Errors
    /// When one is not as documented, or a required one is missing.
    fn headers(reader: &HeaderReader<'_>) -> Result<Self::Headers, Error>;
}

/// The headers of a response, while they are read.
pub struct HeaderReader<'a> {
    pub(crate) operation: ApiOperation,
    pub(crate) response: &'a ErrorResponse,
}

/// How the text of a header becomes a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HeaderShape {
    /// One value.
    One(HeaderKind),
    /// Values between commas.
    List(HeaderKind),
    /// Properties between commas: `R,100,G,200`, or `R=100,G=200` if exploded.
    Pairs {
        /// Whether it is exploded.
        explode: bool,
        /// The properties that are known.
        fields: &'static [(&'static str, HeaderKind)],
        /// What the others are.
        rest: HeaderKind,
    },
    /// JSON text.
    Json,
}

impl HeaderShape {
    /// One text.
    pub const TEXT: Self = Self::One(HeaderKind::Text);
    /// One number.
    pub const NUMBER: Self = Self::One(HeaderKind::Number);
    /// `true` or `false`.
    pub const BOOLEAN: Self = Self::One(HeaderKind::Boolean);
    /// One number or boolean, if it looks like one, else text.
    pub const ANY: Self = Self::One(HeaderKind::Any);
}

/// What a part of a header is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HeaderKind {
    /// Text.
    Text,
    /// A number.
    Number,
    /// `true` or `false`.
    Boolean,
    /// A number or boolean if it looks like one, else text.
    Any,
}

impl HeaderReader<'_> {
    /// A header that must be there.
    ///
    /// # Errors
    /// When it is missing, or not of this shape.
    #[inline]
    pub fn required<T: Decode>(&self, name: &str, shape: HeaderShape) -> Result<T, Error> {
        self.optional(name, shape)?.ok_or_else(|| self.fail(name, "it is missing".to_owned(), None))
    }

    /// A header that may be absent.
    ///
    /// # Errors
    /// When it is there and not of this shape.
    #[inline]
    pub fn optional<T: Decode>(&self, name: &str, shape: HeaderShape) -> Result<Option<T>, Error> {
        let Some(value) = self.value(name, shape)? else { return Ok(None) };
        let wrong = |error: DecodeError| self.fail(name, error.to_string(), Some(error));
        value.decode().map(Some).map_err(wrong)
    }

    #[inline]
    fn value(&self, name: &str, shape: HeaderShape) -> Result<Option<Tree>, Error> {
        let headers = &self.response.headers;
        let Some(text) = text(headers, name).map_err(|problem| self.fail(name, problem.to_owned(), None))? else {
            return Ok(None);
        };
        if let (HeaderShape::List(kind), true) = (shape, name.eq_ignore_ascii_case(SET_COOKIE.as_str())) {
            let lines = headers.get_all(name).iter().filter_map(|line| std::str::from_utf8(line.as_bytes()).ok());
            return Ok(Some(Tree::Array(lines.map(|line| one(line, kind)).collect())));
        }
        read(&text, shape).map(Some).map_err(|problem| self.fail(name, problem, None))
    }

    #[inline]
    fn fail(&self, name: &str, problem: String, error: Option<DecodeError>) -> Error {
        let error = Error::header(name, &problem, error);
        error.of(self.operation).with_response(self.response.clone())
    }
}

/// The text of all lines of a header (RFC 9110, section 5.3). Cookies have commas in them: of those it is the first line.
#[inline]
fn text(headers: &HeaderMap, name: &str) -> Result<Option<String>, &'static str> {
    let mut lines = Vec::new();
    for line in headers.get_all(name) {
        lines.push(std::str::from_utf8(line.as_bytes()).map_err(|_| "it is not text in UTF-8")?);
    }
    if name.eq_ignore_ascii_case(SET_COOKIE.as_str()) {
        lines.truncate(1);
    }
    Ok((!lines.is_empty()).then(|| lines.join(", ")))
}

#[inline]
fn read(text: &str, shape: HeaderShape) -> Result<Tree, String> {
    let parts = || text.split(',').map(str::trim).filter(|_| !text.trim().is_empty());
    match shape {
        HeaderShape::One(kind) => Ok(one(text, kind)),
        HeaderShape::List(kind) => Ok(Tree::Array(parts().map(|part| one(part, kind)).collect())),
        HeaderShape::Json => from_json(text.as_bytes()).map_err(|_| "it is not JSON".to_owned()),
        HeaderShape::Pairs { explode, fields, rest } => {
            let kind = |key: &str| fields.iter().find(|(known, _)| *known == key).map_or(rest, |(_, kind)| *kind);
            let mut object = Map::new();
            let mut parts = parts();
            while let Some(part) = parts.next() {
                let pair = if explode { part.split_once('=') } else { parts.next().map(|value| (part, value)) };
                let (key, value) = pair.ok_or_else(|| format!("{part:?} has no value"))?;
                object.insert(key.to_owned(), one(value, kind(key)));
            }
            Ok(Tree::Object(object.into_iter().collect()))
        }
    }
}

/// One value; what is not of its kind stays text, and decoding it then reports that.
#[inline]
fn one(text: &str, kind: HeaderKind) -> Tree {
    let number = || Tree::number(text.trim());
    let boolean = || text.trim().parse().ok().map(Tree::Bool);
    let parsed = match kind {
        HeaderKind::Text => None,
        HeaderKind::Number => number(),
        HeaderKind::Boolean => boolean(),
        HeaderKind::Any => number().or_else(boolean),
    };
    parsed.unwrap_or_else(|| Tree::String(text.to_owned()))
}
