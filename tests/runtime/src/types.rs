//! Types as the generator writes them.

use crate::runtime;
use crate::runtime::Context;
use crate::runtime::Decode;
use crate::runtime::DecodeError;
use crate::runtime::Encode;
use crate::runtime::EncodeError;
use crate::runtime::Kinds;
use crate::runtime::Map;
use crate::runtime::Object;
use crate::runtime::ObjectWriter;
use crate::runtime::Shape;
use crate::runtime::Value;

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

impl Decode for Pet {
    fn decode(value: &Value, cx: &mut Context) -> Result<Self, DecodeError> {
        let fields = Object::new(value)?;
        Ok(Self {
            id: fields.required("id", cx)?,
            tag: fields.optional("tag", cx)?,
            nick: fields.optional_nullable("nick", cx)?,
            owner: fields.required("owner", cx)?,
            status: fields.optional("status", cx)?,
            rest: fields.rest(&["id", "tag", "nick", "owner", "status"], cx)?,
        })
    }
}

impl Encode for Pet {
    fn encode(&self) -> Result<Value, EncodeError> {
        let mut object = ObjectWriter::new();
        object.required("id", &self.id)?;
        object.optional("tag", &self.tag)?;
        object.optional_nullable("nick", &self.nick)?;
        object.required("owner", &self.owner)?;
        object.optional("status", &self.status)?;
        object.rest(&self.rest)?;
        Ok(object.finish())
    }
}

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
    fn decode(value: &Value, _: &mut Context) -> Result<Self, DecodeError> {
        runtime::decode_str(value).map(Self::from)
    }
}

impl Encode for PetStatus {
    fn encode(&self) -> Result<Value, EncodeError> {
        self.as_str().encode()
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
    fn decode(value: &Value, _: &mut Context) -> Result<Self, DecodeError> {
        Ok(match runtime::decode_i64(value)? {
            86400 => Self::Day,
            other => Self::Unknown(other),
        })
    }
}

impl Encode for Interval {
    fn encode(&self) -> Result<Value, EncodeError> {
        match self {
            Self::Day => 86400_i64.encode(),
            Self::Unknown(value) => value.encode(),
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

impl Decode for Cage {
    fn decode(value: &Value, cx: &mut Context) -> Result<Self, DecodeError> {
        let fields = Object::new(value)?;
        Ok(Self { inner: fields.optional("inner", cx)?, x: fields.required("x", cx)? })
    }
}

impl Encode for Cage {
    fn encode(&self) -> Result<Value, EncodeError> {
        let mut object = ObjectWriter::new();
        object.required("x", &self.x)?;
        object.optional("inner", &self.inner)?;
        Ok(object.finish())
    }
}

impl Decode for Shelter {
    fn decode(value: &Value, cx: &mut Context) -> Result<Self, DecodeError> {
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
        for variant in cx.candidates(value, SHAPES) {
            match variant {
                0 => {
                    if let Some(inner) = cx.attempt(value) {
                        return Ok(Self::A(inner));
                    }
                }
                1 => {
                    if let Some(inner) = cx.attempt(value) {
                        return Ok(Self::B(inner));
                    }
                }
                2 => {
                    if let Some(inner) = cx.attempt(value) {
                        return Ok(Self::Many(inner));
                    }
                }
                3 => {
                    if let Some(inner) = cx.attempt(value) {
                        return Ok(Self::Name(inner));
                    }
                }
                _ => {}
            }
        }
        Ok(Self::Unknown(value.clone()))
    }
}

impl Encode for Shelter {
    fn encode(&self) -> Result<Value, EncodeError> {
        match self {
            Self::A(inner) => runtime::with_tag(inner.encode()?, "kind", "a"),
            Self::B(inner) => inner.encode(),
            Self::Many(inner) => inner.encode(),
            Self::Name(inner) => inner.encode(),
            Self::Unknown(value) => value.encode(),
        }
    }
}

runtime::serde_impls!(Pet, PetStatus, Interval, Shelter);
runtime::serde_impls!(decode: Cage);
