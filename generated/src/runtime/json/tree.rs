//! A small JSON value as its parts, for what is not written as JSON: parameters, forms, XML. Numbers are texts, so that none
//! loses a digit.

use super::Decode;
use super::DecodeError;
use super::Encode;
use super::EncodeError;
use super::Kind;
use super::numbers::Number;
use super::pointer::tokens;
use super::reader::DEFAULT_NODES;
use super::reader::Reader;
use super::writer::Writer;

/// A JSON value.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Tree {
    /// `null`
    Null,
    /// `true` and `false`.
    Bool(bool),
    /// A number, as it is written.
    Number(String),
    /// A string.
    String(String),
    /// An array.
    Array(Vec<Self>),
    /// An object; of equal keys the last one counts.
    Object(Vec<(String, Self)>),
}

/// The values of XML may nest deeper as JSON than as elements.
const DEPTH: u32 = 1024;

impl Tree {
    /// The value that a JSON Pointer leads to, through objects.
    pub(crate) fn at(&self, pointer: &str) -> Option<&Self> {
        tokens(pointer).try_fold(self, |here, token| match here {
            Self::Object(fields) => fields.iter().rev().find(|(key, _)| *key == token).map(|(_, value)| value),
            _ => None,
        })
    }

    /// Puts a value where a JSON Pointer leads to, and objects on the way where nothing is; `false`: something else is there.
    pub(crate) fn set(&mut self, pointer: &str, value: Self) -> bool {
        let mut here = self;
        for token in tokens(pointer) {
            if *here == Self::Null {
                *here = Self::Object(Vec::new());
            }
            let Some(member) = here.member(&token) else { return false };
            here = member;
        }
        *here = value;
        true
    }

    /// The member of an object, null where it had none; `None`: it is no object.
    pub(crate) fn member(&mut self, key: &str) -> Option<&mut Self> {
        let Self::Object(members) = self else { return None };
        let known = members.iter().rposition(|(known, _)| known == key);
        let index = known.unwrap_or_else(|| {
            members.push((key.to_owned(), Self::Null));
            members.len() - 1
        });
        members.get_mut(index).map(|(_, member)| member)
    }

    /// The parts of what a value is as JSON.
    ///
    /// # Errors
    /// When it cannot be written as JSON, or is nested too deep.
    #[inline]
    pub(crate) fn of(value: &dyn Encode) -> Result<Self, String> {
        let text = super::to_json(value).map_err(|error| error.to_string())?;
        let text = String::from_utf8(text).map_err(|error| error.to_string())?;
        // Parameters are numbers most often, and these are written as they are read.
        if text.starts_with(|first: char| first.is_ascii_digit() || first == '-') {
            return Ok(Self::Number(text));
        }
        Self::read(&mut Reader::new(&text, usize::MAX)).map_err(|error| error.to_string())
    }

    /// Reads a value.
    #[inline]
    pub(super) fn read(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        reader.take(1)?;
        Ok(match reader.kind()? {
            Kind::Null => reader.literal("null").map(|()| Self::Null)?,
            Kind::Bool => Self::Bool(reader.bool()?),
            Kind::Number => Self::Number(reader.number()?.text().to_owned()),
            Kind::String => Self::String(reader.string()?.into_owned()),
            Kind::Array => {
                let mut items = Vec::new();
                reader.items(0, &mut |reader| {
                    items.push(Self::read(reader)?);
                    Ok(())
                })?;
                Self::Array(items)
            }
            Kind::Object => {
                let mut members = super::Map::new();
                reader.members(|reader| {
                    let key = reader.key()?.into_owned();
                    members.insert(key, Self::read(reader)?);
                    Ok(())
                })?;
                Self::Object(members.into_iter().collect())
            }
        })
    }

    /// The value of a text, without the parts of an array or object.
    ///
    /// # Errors
    /// When the text is not JSON.
    #[inline]
    pub(crate) fn outline(text: &str) -> Result<Self, DecodeError> {
        let mut reader = Reader::new(text, 1);
        match reader.kind()? {
            Kind::Array => Ok(Self::Array(Vec::new())),
            Kind::Object => Ok(Self::Object(Vec::new())),
            _ => Self::read(&mut reader),
        }
    }

    /// The kind of the value.
    #[inline]
    pub(crate) fn kind(&self) -> Kind {
        match self {
            Self::Null => Kind::Null,
            Self::Bool(_) => Kind::Bool,
            Self::Number(_) => Kind::Number,
            Self::String(_) => Kind::String,
            Self::Array(_) => Kind::Array,
            Self::Object(_) => Kind::Object,
        }
    }

    /// The value as a type.
    ///
    /// # Errors
    /// When it has another shape.
    #[inline]
    pub(crate) fn decode<T: Decode>(&self) -> Result<T, DecodeError> {
        let text = self.text();
        let mut reader = Reader::new(&text, DEFAULT_NODES);
        reader.depth = DEPTH;
        T::decode(&mut reader)
    }

    /// The value as JSON text.
    #[inline]
    pub(crate) fn text(&self) -> String {
        super::to_json(self).ok().and_then(|text| String::from_utf8(text).ok()).unwrap_or_default()
    }

    /// The number of that text; `None` where it is not a JSON number.
    #[inline]
    pub(crate) fn number(text: &str) -> Option<Self> {
        Number::of(text).map(|_| Self::Number(text.to_owned()))
    }

    /// Whether it is the same value: `1` and `1.0` are the same number, and the order of members does not count.
    #[inline]
    pub(super) fn is_same(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Number(this), Self::Number(other)) => same_number(this, other),
            (Self::Array(these), Self::Array(others)) => {
                these.len() == others.len() && these.iter().zip(others).all(|(this, other)| this.is_same(other))
            }
            (Self::Object(these), Self::Object(others)) => {
                let same = |(key, this): &(String, Self)| {
                    others.iter().any(|(name, other)| name == key && this.is_same(other))
                };
                these.len() == others.len() && these.iter().all(same)
            }
            (this, other) => this == other,
        }
    }
}

#[inline]
fn same_number(this: &str, other: &str) -> bool {
    match (Reader::new(this, 0).number(), Reader::new(other, 0).number()) {
        (Ok(this), Ok(other)) => match (this.whole(), other.whole()) {
            (Some(this), Some(other)) => this == other,
            (None, None) => this.float() == other.float(),
            _ => false,
        },
        _ => false,
    }
}

impl Decode for Tree {
    #[inline]
    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        Self::read(reader)
    }
}

impl Encode for Tree {
    #[inline]
    fn encode(&self, writer: &mut Writer) -> Result<(), EncodeError> {
        match self {
            Self::Null => writer.raw("null"),
            Self::Bool(bool) => bool.encode(writer),
            Self::Number(text) => writer.raw(text),
            Self::String(text) => text.encode(writer),
            Self::Array(items) => items.encode(writer),
            Self::Object(members) => {
                writer.map(members.iter().map(|(key, value)| (key.as_str(), value as &dyn Encode)))
            }
        }
    }
}
