//! Types as the generator writes them.

use crate::runtime;
use crate::runtime::Decode;
use crate::runtime::DecodeError;
use crate::runtime::Encode;
use crate::runtime::EncodeError;
use crate::runtime::Kinds;
use crate::runtime::Map;
use crate::runtime::Reader;
use crate::runtime::Shape;
use crate::runtime::Value;
use crate::runtime::Writer;

/// A pet.
#[derive(Clone, Debug, PartialEq)]
pub struct Pet {
    /// Required.
    pub id: i64,
    /// Optional.
    pub tag: Option<String>,
    /// Optional and nullable.
    pub nick: Option<Option<String>>,
    /// Required and nullable.
    pub owner: Option<String>,
    /// Optional enum.
    pub status: Option<PetStatus>,
    /// Everything else.
    pub rest: Map<Value>,
}

runtime::object!(Pet {
    id: required "id",
    tag: optional "tag",
    nick: nullable "nick",
    owner: required "owner",
    status: optional "status",
    ..rest,
});

/// An open string enum.
#[derive(Clone, Debug, PartialEq)]
pub enum PetStatus {
    /// `active`
    Active,
    /// `unknown`, which is a value of the document.
    Unknown2,
    /// A value newer than this crate.
    Unknown(String),
}

impl PetStatus {
    /// The text as sent.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Active => "active",
            Self::Unknown2 => "unknown",
            Self::Unknown(text) => text,
        }
    }
}

impl From<&str> for PetStatus {
    fn from(text: &str) -> Self {
        match text {
            "active" => Self::Active,
            "unknown" => Self::Unknown2,
            other => Self::Unknown(other.to_owned()),
        }
    }
}

impl Decode for PetStatus {
    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        Ok(Self::from(&*reader.string()?))
    }
}

impl Encode for PetStatus {
    fn encode(&self, writer: &mut Writer) -> Result<(), EncodeError> {
        writer.string(self.as_str())
    }
}

/// An open integer enum.
#[derive(Clone, Debug, PartialEq)]
pub enum Interval {
    /// 86400
    Day,
    /// A value newer than this crate.
    Unknown(i64),
}

impl Decode for Interval {
    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        Ok(match reader.i64()? {
            86400 => Self::Day,
            other => Self::Unknown(other),
        })
    }
}

impl Encode for Interval {
    fn encode(&self, writer: &mut Writer) -> Result<(), EncodeError> {
        match self {
            Self::Day => 86400_i64.encode(writer),
            Self::Unknown(value) => value.encode(writer),
        }
    }
}

/// A union without a discriminator.
#[derive(Clone, Debug, PartialEq)]
pub enum Shelter {
    /// With `kind: "a"`.
    A(Box<Cage>),
    /// Any other object with `x`.
    B(Box<Cage>),
    /// A list of shelters.
    Many(Vec<Shelter>),
    /// A name.
    Name(String),
    /// What fits nothing.
    Unknown(Value),
}

/// A cage.
#[derive(Clone, Debug, PartialEq)]
pub struct Cage {
    /// A number.
    pub x: i64,
    /// What is inside.
    pub inner: Option<Shelter>,
}

runtime::object!(Cage {
    x: required "x",
    inner: optional "inner",
});

impl Decode for Shelter {
    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        const SHAPES: &[Shape] = &[
            Shape {
                kinds: Kinds::OBJECT,
                values: &[],
                required: &[("kind", &["\"a\""]), ("x", &[])],
                known: Some(&["kind", "x", "inner"]),
            },
            Shape { kinds: Kinds::OBJECT, values: &[], required: &[("x", &[])], known: Some(&["x", "inner"]) },
            Shape { kinds: Kinds::ARRAY, values: &[], required: &[], known: Some(&[]) },
            Shape { kinds: Kinds::STRING, values: &[], required: &[], known: Some(&[]) },
        ];
        for variant in reader.candidates(SHAPES)? {
            match variant {
                0 => {
                    if let Some(inner) = reader.attempt() {
                        return Ok(Self::A(inner));
                    }
                }
                1 => {
                    if let Some(inner) = reader.attempt() {
                        return Ok(Self::B(inner));
                    }
                }
                2 => {
                    if let Some(inner) = reader.attempt() {
                        return Ok(Self::Many(inner));
                    }
                }
                3 => {
                    if let Some(inner) = reader.attempt() {
                        return Ok(Self::Name(inner));
                    }
                }
                _ => {}
            }
        }
        reader.value().map(Self::Unknown)
    }
}

impl Encode for Shelter {
    fn encode(&self, writer: &mut Writer) -> Result<(), EncodeError> {
        match self {
            Self::A(inner) => writer.tagged("kind", "a", inner),
            Self::B(inner) => inner.encode(writer),
            Self::Many(inner) => inner.encode(writer),
            Self::Name(inner) => inner.encode(writer),
            Self::Unknown(value) => value.encode(writer),
        }
    }
}

runtime::serde_impls!(Pet, PetStatus, Interval, Shelter);
runtime::serde_impls!(decode: Cage);
