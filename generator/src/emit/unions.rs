//! Enums of types, which keep the values that fit no variant.

use proc_macro2::TokenStream;
use quote::quote;
use serde_json::Value;

use super::{deprecated, docs, structs, types, wire_docs};
use crate::ir::{Client, Kind, Looks, Presence, Repr, Tag, Type, TypeDef, TypeShape, Union, UnionVariant};
use crate::names::TypeName;

/// ```text
/// pub enum Shape { Circle(Circle), Square(Square), Unknown(runtime::Value) }
/// ```
pub(super) fn union(client: &Client, def: &TypeDef, union: &Union) -> Vec<TokenStream> {
    let mut items = vec![definition(client, def, union)];
    items.extend(default_in_tests(def, union));
    items.extend(conversions(client, def, union));
    items.extend(def.sent.then(|| by_reference(&def.name)));
    match &union.tag {
        Tag::Property(property) => {
            items.extend([tagged_decode(def, union, property), tagged_encode(client, def, union, property)])
        }
        Tag::Shape => items.extend([shaped_decode(def, union), shaped_encode(def, union)]),
    }
    items
}

fn definition(client: &Client, def: &TypeDef, union: &Union) -> TokenStream {
    let TypeDef { module, name, docs: said, deprecated: old, derives, .. } = def;
    let (said, old) = (docs(said), deprecated(*old));
    let variants = union.variants.iter().map(|UnionVariant { name, docs: said, ty, tag, .. }| {
        let said = wire_docs(said, &name.to_string(), tag.as_deref().unwrap_or(&name.to_string()));
        let ty = types::tokens(client, module.as_ref(), ty);
        quote!(#said #name(#ty))
    });
    quote! {
        #said #old
        #[derive(Clone, Debug, PartialEq #(, #derives)*)]
        #[non_exhaustive]
        pub enum #name {
            #(#variants,)*
            #[doc = " A value that fits none of them; it is kept and sent as it is."]
            Unknown(runtime::Value),
        }
    }
}

/// The first variant that can be made of nothing, in tests only.
fn default_in_tests(def: &TypeDef, union: &Union) -> Option<TokenStream> {
    let variant = &union.variants.get(def.test_default?)?.name;
    let name = &def.name;
    Some(quote! {
        #[cfg(feature = "test-util")]
        impl Default for #name {
            #[inline]
            fn default() -> Self { Self::#variant(Default::default()) }
        }
    })
}

/// `impl From<Circle> for Shape`, for the types that only one variant has; text also from `&str`, lists also from arrays.
fn conversions(client: &Client, def: &TypeDef, union: &Union) -> Vec<TokenStream> {
    let resolved: Vec<Type> = union.variants.iter().map(|variant| unboxed(client, &variant.ty)).collect();
    let variants = union.variants.iter().zip(&resolved);
    let mut items: Vec<TokenStream> = variants
        .clone()
        .filter(|(_, ty)| identifies(ty) && resolved.iter().filter(|other| other == ty).count() == 1)
        .flat_map(|(variant, ty)| conversion(client, def, variant, ty))
        .collect();
    if !resolved.contains(&Type::String) {
        let mut texts = variants.filter(|(_, ty)| is_text_enum(client, ty));
        if let (Some((variant, _)), None) = (texts.next(), texts.next()) {
            let (name, variant) = (&def.name, &variant.name);
            items.extend(
                [quote!(String), quote!(&str)].map(|ty| from(name, None, &ty, &quote!(Self::#variant(value.into())))),
            );
        }
    }
    items
}

/// The conversions into one variant.
fn conversion(client: &Client, def: &TypeDef, variant: &UnionVariant, ty: &Type) -> Vec<TokenStream> {
    let (name, variant, is_boxed) = (&def.name, &variant.name, is_boxed(client, &variant.ty));
    let written = types::tokens(client, def.module.as_ref(), ty);
    let value = if is_boxed { quote!(Self::#variant(Box::new(value))) } else { quote!(Self::#variant(value)) };
    let mut items = vec![from(name, None, &written, &value)];
    match ty {
        Type::String => items.push(from(name, None, &quote!(&str), &quote!(Self::#variant(value.to_owned())))),
        Type::List(item) => {
            let length = quote!(<const N: usize>);
            let written = types::tokens(client, def.module.as_ref(), item);
            items.push(from(name, Some(&length), &quote!([#written; N]), &quote!(Self::#variant(value.into()))));
            if **item == Type::String {
                for (length, ty) in [(Some(&length), quote!([&str; N])), (None, quote!(Vec<&str>))] {
                    items.push(from(name, length, &ty, &quote!(Self::#variant(runtime::texts(value)))));
                }
            }
        }
        Type::Map(item) if **item == Type::String => {
            let length = quote!(<const N: usize>);
            let pairs = quote!(value.map(|(key, value)| (key.to_owned(), value.to_owned())).into_iter().collect());
            items.push(from(name, Some(&length), &quote!([(&str, &str); N]), &quote!(Self::#variant(#pairs))));
        }
        _ => {}
    }
    items
}

/// Where a union is taken as `impl Into`, a reference is taken, too.
fn by_reference(name: &TypeName) -> TokenStream {
    from(name, None, &quote!(&#name), &quote!(value.clone()))
}

fn from(name: &TypeName, generics: Option<&TokenStream>, ty: &TokenStream, value: &TokenStream) -> TokenStream {
    quote! {
        impl #generics From<#ty> for #name {
            #[inline]
            fn from(value: #ty) -> Self { #value }
        }
    }
}

/// Whether a value of a type says by its Rust type alone which variant is meant. Of a foreign type nobody knows what it is.
fn identifies(ty: &Type) -> bool {
    !matches!(ty, Type::Null | Type::Json | Type::Nullable(_) | Type::Tuple(_) | Type::Foreign(_))
}

fn is_text_enum(client: &Client, ty: &Type) -> bool {
    let Type::Named(id) = ty else { return false };
    matches!(&client.ty(*id).shape, TypeShape::Enum(values) if values.repr == Repr::Text)
}

/// A type with its aliases resolved and without its box.
fn unboxed(client: &Client, ty: &Type) -> Type {
    match types::resolve(client, ty) {
        Type::Boxed(id) => types::resolve(client, &Type::Named(id)),
        ty => ty,
    }
}

fn is_boxed(client: &Client, ty: &Type) -> bool {
    matches!(types::resolve(client, ty), Type::Boxed(_))
}

fn tagged_decode(def: &TypeDef, union: &Union, property: &str) -> TokenStream {
    let name = &def.name;
    let arms = union.variants.iter().filter_map(|UnionVariant { name, tag, .. }| {
        let tag = tag.as_ref()?;
        Some(quote!(Some(#tag) => runtime::Decode::decode(reader).map(Self::#name)))
    });
    quote! {
        #[doc(hidden)]
        impl runtime::Decode for #name {
            #[inline]
            fn decode(reader: &mut runtime::Reader<'_>) -> Result<Self, runtime::DecodeError> {
                match reader.tag(#property)?.as_deref() {
                    #(#arms,)*
                    _ => reader.value().map(Self::Unknown),
                }
            }
        }
    }
}

fn tagged_encode(client: &Client, def: &TypeDef, union: &Union, property: &str) -> TokenStream {
    let name = &def.name;
    let key = structs::key(property);
    let arms = union.variants.iter().filter_map(|UnionVariant { name, ty, tag, .. }| {
        let tag = tag.as_ref()?;
        Some(match writes_tag(client, ty, property, tag) {
            true => quote!(Self::#name(value) => runtime::Encode::encode(value, writer)),
            false => quote!(Self::#name(value) => writer.tagged(#key, #tag, value)),
        })
    });
    quote! {
        #[doc(hidden)]
        impl runtime::Encode for #name {
            #[inline]
            fn encode(&self, writer: &mut runtime::Writer) -> Result<(), runtime::EncodeError> {
                match self {
                    #(#arms,)*
                    Self::Unknown(value) => runtime::Encode::encode(value, writer),
                }
            }
        }
    }
}

/// Whether the objects of a variant write the tag themselves: it is the only value of the property, or the property is no text, which
/// its own value alone can have.
fn writes_tag(client: &Client, variant: &Type, property: &str, tag: &str) -> bool {
    let (Type::Named(id) | Type::Boxed(id)) = types::resolve(client, variant) else { return false };
    let TypeShape::Struct(structure) = &client.ty(id).shape else { return false };
    let own = structure.fields.iter().find(|field| field.wire == property);
    own.is_some_and(|field| match &field.constant {
        Some(Value::String(text)) => text == tag,
        Some(constant) => format!("{constant}") == tag,
        None => field.presence == Presence::Required && is_number_or_flag(client, &field.ty),
    })
}

fn is_number_or_flag(client: &Client, ty: &Type) -> bool {
    match types::resolve(client, ty) {
        Type::Int(_) | Type::Float(_) | Type::Bool => true,
        Type::Named(id) => matches!(&client.ty(id).shape, TypeShape::Enum(values) if values.repr == Repr::Integer),
        _ => false,
    }
}

fn shaped_decode(def: &TypeDef, union: &Union) -> TokenStream {
    let name = &def.name;
    let shapes = union.variants.iter().map(|variant| shape(&variant.looks));
    let arms = union
        .variants
        .iter()
        .enumerate()
        .map(|(index, UnionVariant { name, .. })| quote!(#index => reader.attempt().map(Self::#name)));
    quote! {
        #[doc(hidden)]
        impl runtime::Decode for #name {
            #[inline]
            fn decode(reader: &mut runtime::Reader<'_>) -> Result<Self, runtime::DecodeError> {
                const SHAPES: &[runtime::Shape] = &[#(#shapes),*];
                for index in reader.candidates(SHAPES)? {
                    let decoded = match index { #(#arms,)* _ => None };
                    if let Some(decoded) = decoded { return Ok(decoded); }
                }
                reader.value().map(Self::Unknown)
            }
        }
    }
}

fn shaped_encode(def: &TypeDef, union: &Union) -> TokenStream {
    let name = &def.name;
    let variants = union.variants.iter().map(|variant| &variant.name);
    quote! {
        #[doc(hidden)]
        impl runtime::Encode for #name {
            #[inline]
            fn encode(&self, writer: &mut runtime::Writer) -> Result<(), runtime::EncodeError> {
                match self {
                    #(Self::#variants(value) => runtime::Encode::encode(value, writer),)*
                    Self::Unknown(value) => runtime::Encode::encode(value, writer),
                }
            }
        }
    }
}

fn shape(looks: &Looks) -> TokenStream {
    let Looks { kinds, required, known, values } = looks;
    let kinds = kinds.iter().map(|kind| match kind {
        Kind::Null => quote!(runtime::Kinds::NULL),
        Kind::Bool => quote!(runtime::Kinds::BOOL),
        Kind::Integer => quote!(runtime::Kinds::INTEGER),
        Kind::Number => quote!(runtime::Kinds::NUMBER),
        Kind::String => quote!(runtime::Kinds::STRING),
        Kind::Array => quote!(runtime::Kinds::ARRAY),
        Kind::Object => quote!(runtime::Kinds::OBJECT),
    });
    let kinds = kinds.reduce(|all, kind| quote!(#all.or(#kind))).unwrap_or_else(|| quote!(runtime::Kinds::ANY));
    let required = required.iter().map(|(key, values)| quote!((#key, &[#(#values),*])));
    let known = match known {
        Some(keys) => quote!(Some(&[#(#keys),*])),
        None => quote!(None),
    };
    quote!(runtime::Shape { kinds: #kinds, values: &[#(#values),*], required: &[#(#required),*], known: #known })
}
