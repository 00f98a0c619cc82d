//! Logical values → expressions of the client's types, as a user of the client would write them: constructors and setters,
//! variants, lists. What a type cannot say is an error; nothing is dropped to make it fit.

use base64::Engine as _;
use base64::alphabet;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use crategen::ir::{
    Client, Enum, Field, Float, Int, Presence, Repr, Struct, Tag, Type, TypeId, TypeShape, Union, UnionVariant,
};
use proc_macro2::{Literal, TokenStream};
use quote::{format_ident, quote};
use serde_json::Value;

use super::paths;

/// How values are told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Told {
    /// As JSON: a number is a number.
    AsJson,
    /// As a parameter, where everything ends as text: `"5"` can be a number, and lists are joined by this.
    AsText(&'static str),
}

/// Builds expressions of one client's types.
#[derive(Clone, Copy)]
pub(super) struct Values<'c> {
    pub(super) client: &'c Client,
    pub(super) told: Told,
}

impl<'c> Values<'c> {
    /// The expression of a value as a type.
    ///
    /// # Errors
    /// Why the type cannot say the value.
    pub(super) fn value(self, ty: &Type, json: &Value) -> Result<TokenStream, String> {
        let parsed = |what: &str| self.parsed(ty, json, what);
        match ty {
            Type::Null => json.is_null().then(|| quote!(())).ok_or_else(|| refused("null", json)),
            Type::Bool => {
                let value = self.scalar(json).as_bool().ok_or_else(|| refused("a boolean", json))?;
                Ok(quote!(#value))
            }
            Type::Int(int) => integer(*int, &self.scalar(json)).ok_or_else(|| refused("a whole number in range", json)),
            Type::Float(float) => self.float(*float, json),
            Type::String => {
                let text = self.text(json)?;
                Ok(quote!(#text.to_owned()))
            }
            Type::Secret => {
                let text = self.text(json)?;
                Ok(quote!(client::runtime::Secret::new(#text)))
            }
            Type::Base64 => {
                let bytes = Literal::byte_string(&from_base64(&self.text(json)?)?);
                Ok(quote!(client::runtime::Base64(#bytes.to_vec())))
            }
            Type::Base64Url => {
                let bytes = Literal::byte_string(&from_base64(&self.text(json)?)?);
                Ok(quote!(client::runtime::Base64Url(#bytes.to_vec())))
            }
            Type::DateTime => parsed("a date-time"),
            Type::Date => parsed("a date"),
            Type::Time => parsed("a time"),
            Type::Duration => parsed("a duration"),
            Type::Uuid => parsed("a UUID"),
            Type::Foreign(_) => Err("a type of another crate has no form that the driver knows".to_owned()),
            Type::Json => Ok(any(json)),
            Type::JsonObject => {
                let json = json.is_object().then(|| any(json)).ok_or_else(|| refused("an object", json))?;
                Ok(quote!(support::object(#json)?))
            }
            Type::Named(id) => self.named(*id, json),
            Type::Boxed(id) => {
                let value = self.named(*id, json)?;
                Ok(quote!(Box::new(#value)))
            }
            Type::Nullable(inner) if json.is_null() => {
                let inner = paths::ty(self.client, inner);
                Ok(quote!(None::<#inner>))
            }
            Type::Nullable(inner) => {
                let value = self.value(inner, json)?;
                Ok(quote!(Some(#value)))
            }
            Type::List(item) => self.list(item, json),
            Type::Map(item) => {
                let map = json.as_object().ok_or_else(|| refused("an object", json))?;
                self.map(item, map.iter())
            }
            Type::Tuple(items) => self.tuple(items, json),
        }
    }

    fn named(self, id: TypeId, json: &Value) -> Result<TokenStream, String> {
        let (def, path) = (self.client.ty(id), paths::named(self.client, id));
        let value = match &def.shape {
            TypeShape::Alias(ty) => self.value(ty, json),
            TypeShape::Newtype(ty) => self.value(ty, json).map(|value| quote!(#path(#value))),
            TypeShape::Struct(structure) => self.structure(id, structure, json),
            TypeShape::Enum(values) => self.enumerated(&path, values, json),
            TypeShape::Union(union) => self.union(&path, union, json),
            TypeShape::Form(_) => Err("the parts of a form are no value".to_owned()),
        };
        value.map_err(|why| format!("{}: {why}", def.name))
    }

    /// `Pet::new(7i64).with_tag("small".to_owned())`
    fn structure(self, id: TypeId, structure: &Struct, json: &Value) -> Result<TokenStream, String> {
        let object = json.as_object().ok_or_else(|| refused("an object", json))?;
        let (mut required, mut setters) = (Vec::new(), Vec::new());
        for field in &structure.fields {
            let Field { name, wire, ty, presence, constant, .. } = field;
            let given = object.get(wire);
            let value = |json| self.value(ty, json).map_err(|why| format!("`{wire}`: {why}"));
            match (constant, presence, given) {
                (Some(constant), _, Some(json)) if constant != json => {
                    return Err(format!("`{wire}` is always {constant}"));
                }
                (Some(_), ..) => {}
                (None, Presence::Required, Some(json)) => required.push((name, value(json)?)),
                (None, Presence::Required, None) => return Err(format!("`{wire}` is missing")),
                (None, Presence::Optional, Some(json)) => {
                    let setter = format_ident!("with_{}", name.as_str().trim_start_matches('_'));
                    match self.nullable(ty) {
                        Some(_) if json.is_null() => {
                            let null = format_ident!("{setter}_null");
                            setters.push(quote!(.#null()));
                        }
                        inner => {
                            let value = self.value(inner.unwrap_or(ty), json);
                            let value = value.map_err(|why| format!("`{wire}`: {why}"))?;
                            setters.push(quote!(.#setter(#value)));
                        }
                    }
                }
                (None, Presence::Optional, None) => {}
            }
        }
        let others: Vec<_> =
            object.iter().filter(|(key, _)| structure.fields.iter().all(|field| field.wire != **key)).collect();
        let made = paths::made(self.client, id, &required);
        let made = quote!(#made #(#setters)*);
        match (&structure.rest, others.first()) {
            (_, None) => Ok(made),
            (None, Some((key, _))) => Err(format!("there is no place for `{key}`")),
            (Some(rest), Some(_)) => {
                let (name, map) = (&rest.name, self.map(&rest.ty, others.into_iter())?);
                Ok(quote!({ let mut made = #made; made.#name = #map; made }))
            }
        }
    }

    /// What a type is beside null, where it can be null.
    fn nullable<'t>(self, ty: &'t Type) -> Option<&'t Type>
    where
        'c: 't,
    {
        match ty {
            Type::Nullable(inner) => Some(inner),
            Type::Named(id) => match &self.client.ty(*id).shape {
                TypeShape::Alias(inner) => self.nullable(inner),
                _ => None,
            },
            _ => None,
        }
    }

    /// A variant where the value is known, else what a newer server would say.
    fn enumerated(self, path: &TokenStream, values: &Enum, json: &Value) -> Result<TokenStream, String> {
        let scalar = if values.repr == Repr::Text { Value::String(self.text(json)?) } else { self.scalar(json) };
        let wire = match (&scalar, values.repr) {
            (Value::String(text), Repr::Text | Repr::IntegerText) => text.clone(),
            (Value::Number(number), Repr::IntegerText | Repr::Decimal) => number.to_string(),
            (Value::Number(number), Repr::Integer) if number.as_i64().is_some() => number.to_string(),
            _ => return Err(refused("a value of the enum", json)),
        };
        if let Some(variant) = values.variants.iter().find(|variant| variant.wire == wire) {
            let name = &variant.name;
            return Ok(quote!(#path::#name));
        }
        match values.repr {
            Repr::Integer => integer(Int::I64, &scalar).map(|number| quote!(#path::from(#number))).ok_or(wire),
            Repr::Text | Repr::IntegerText | Repr::Decimal => Ok(quote!(#path::from(#wire))),
        }
    }

    fn union(self, path: &TokenStream, union: &Union, json: &Value) -> Result<TokenStream, String> {
        let of = |variant: &UnionVariant, value: TokenStream| {
            let name = &variant.name;
            quote!(#path::#name(#value))
        };
        match &union.tag {
            Tag::Property(property) => {
                let object = json.as_object().ok_or_else(|| refused("an object", json))?;
                let tag = object.get(property).and_then(Value::as_str);
                if let Some(variant) =
                    union.variants.iter().find(|variant| variant.tag.as_deref() == tag && tag.is_some())
                {
                    // The variant may have the tag as a field, or leave it to the union.
                    let mut without = object.clone();
                    without.shift_remove(property);
                    let value = self.value(&variant.ty, json);
                    return value.or_else(|_| self.value(&variant.ty, &without.into())).map(|value| of(variant, value));
                }
            }
            Tag::Shape => {
                let mut fits =
                    union.variants.iter().filter_map(|variant| Some(of(variant, self.value(&variant.ty, json).ok()?)));
                if let Some(value) = fits.next() {
                    return Ok(value);
                }
            }
        }
        let json = any(json);
        Ok(quote!(#path::Unknown(#json)))
    }

    fn list(self, item: &Type, json: &Value) -> Result<TokenStream, String> {
        let split: Vec<Value>;
        let items = match (json, self.told) {
            (Value::Array(items), _) => items,
            (Value::String(text), Told::AsText(delimiter)) => {
                split = text.split(delimiter).filter(|item| !item.is_empty()).map(Value::from).collect();
                &split
            }
            _ => return Err(refused("a list", json)),
        };
        let values = items.iter().map(|json| self.value(item, json)).collect::<Result<Vec<_>, _>>()?;
        let item = paths::ty(self.client, item);
        Ok(quote!(Vec::<#item>::from([#(#values),*])))
    }

    fn map<'v>(
        self,
        item: &Type,
        entries: impl Iterator<Item = (&'v String, &'v Value)>,
    ) -> Result<TokenStream, String> {
        let entry = |(key, json): (&String, &Value)| {
            let value = self.value(item, json).map_err(|why| format!("`{key}`: {why}"))?;
            Ok(quote!((#key.to_owned(), #value)))
        };
        let entries = entries.map(entry).collect::<Result<Vec<_>, String>>()?;
        let item = paths::ty(self.client, item);
        Ok(quote!(client::runtime::Map::<#item>::from_iter([#(#entries),*])))
    }

    fn tuple(self, types: &[Type], json: &Value) -> Result<TokenStream, String> {
        let items = json.as_array().filter(|items| items.len() == types.len());
        let items = items.ok_or_else(|| refused("a list of that length", json))?;
        let values = types.iter().zip(items).map(|(ty, json)| self.value(ty, json)).collect::<Result<Vec<_>, _>>()?;
        Ok(quote!((#(#values,)*)))
    }

    fn float(self, float: Float, json: &Value) -> Result<TokenStream, String> {
        let number = self.scalar(json).as_f64().ok_or_else(|| refused("a number", json))?;
        let literal = match float {
            Float::F32 => Literal::f32_suffixed((number as f32).abs()),
            Float::F64 => Literal::f64_suffixed(number.abs()),
        };
        Ok(if number.is_sign_negative() { quote!(-#literal) } else { quote!(#literal) })
    }

    /// A type whose values are read from text by `FromStr`.
    fn parsed(self, ty: &Type, json: &Value, what: &str) -> Result<TokenStream, String> {
        let text = json.as_str().ok_or_else(|| refused(what, json))?;
        let ty = paths::ty(self.client, ty);
        Ok(quote!(support::parsed::<#ty>(#text)?))
    }

    fn text(self, json: &Value) -> Result<String, String> {
        match (json, self.told) {
            (Value::String(text), _) => Ok(text.clone()),
            (Value::Number(_) | Value::Bool(_), Told::AsText(_)) => Ok(json.to_string()),
            _ => Err(refused("a text", json)),
        }
    }

    /// The number or boolean that a text of a parameter is.
    fn scalar(self, json: &Value) -> Value {
        match (json, self.told) {
            (Value::String(text), Told::AsText(_)) => match serde_json::from_str(text) {
                Ok(read @ (Value::Number(_) | Value::Bool(_))) => read,
                _ => json.clone(),
            },
            _ => json.clone(),
        }
    }
}

/// Any JSON, as a value of `serde_json`.
pub(super) fn any(json: &Value) -> TokenStream {
    let text = json.to_string();
    quote!(support::json(#text)?)
}

fn integer(int: Int, json: &Value) -> Option<TokenStream> {
    let whole =
        json.as_f64().filter(|number| number.fract() == 0.0 && number.abs() < 9e15).map(|number| number as i128);
    let number = json.as_i64().map(i128::from).or(json.as_u64().map(i128::from)).or(whole)?;
    let sign = (number < 0).then(|| quote!(-));
    let (fits, suffix) = match int {
        Int::I8 => (i8::try_from(number).is_ok(), "i8"),
        Int::I16 => (i16::try_from(number).is_ok(), "i16"),
        Int::I32 => (i32::try_from(number).is_ok(), "i32"),
        Int::I64 => (i64::try_from(number).is_ok(), "i64"),
        Int::U8 => (u8::try_from(number).is_ok(), "u8"),
        Int::U16 => (u16::try_from(number).is_ok(), "u16"),
        Int::U32 => (u32::try_from(number).is_ok(), "u32"),
        Int::U64 => (u64::try_from(number).is_ok(), "u64"),
        Int::I128 => (true, "i128"),
    };
    let literal: Literal = fits.then(|| format!("{}{suffix}", number.unsigned_abs()))?.parse().ok()?;
    Some(quote!(#sign #literal))
}

/// Bytes of base64 in either alphabet, padded or not (RFC 4648).
fn from_base64(text: &str) -> Result<Vec<u8>, String> {
    let tolerant = GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent);
    let alphabet = if text.contains(['-', '_']) { alphabet::URL_SAFE } else { alphabet::STANDARD };
    GeneralPurpose::new(&alphabet, tolerant).decode(text).map_err(|error| format!("no base64: {error}"))
}

fn refused(wanted: &str, json: &Value) -> String {
    let found: String = json.to_string().chars().take(60).collect();
    format!("expected {wanted}, the call has {found}")
}
