//! Enums of types, which keep the values that fit no variant.

use proc_macro2::TokenStream;
use quote::quote;

use super::{deprecated, docs, structs, types, wire_docs};
use crate::ir::{Client, Kind, Looks, Tag, Type, TypeDef, TypeShape, Union, UnionVariant};

/// ```text
/// pub enum Shape { Circle(Circle), Square(Square), Unknown(runtime::Value) }
/// ```
pub(super) fn union(client: &Client, def: &TypeDef, union: &Union) -> Vec<TokenStream> {
    let mut items = vec![definition(client, def, union)];
    items.extend(conversions(client, def, union));
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

/// `impl From<Circle> for Shape`, for the named types that only one variant has.
fn conversions(client: &Client, def: &TypeDef, union: &Union) -> Vec<TokenStream> {
    let name = &def.name;
    let lone = |variant: &&UnionVariant| {
        let once = union
            .variants
            .iter()
            .filter(|other| types::resolve(client, &other.ty) == types::resolve(client, &variant.ty))
            .count()
            == 1;
        let structural = matches!(types::resolve(client, &variant.ty), Type::Named(_));
        once && structural
    };
    union
        .variants
        .iter()
        .filter(lone)
        .map(|variant| {
            let (ty, variant) = (types::tokens(client, def.module.as_ref(), &variant.ty), &variant.name);
            quote! {
                impl From<#ty> for #name {
                    #[inline]
                    fn from(value: #ty) -> Self { Self::#variant(value) }
                }
            }
        })
        .collect()
}

fn tagged_decode(def: &TypeDef, union: &Union, property: &str) -> TokenStream {
    let name = &def.name;
    let arms = union.variants.iter().filter_map(|UnionVariant { name, tag, .. }| {
        let tag = tag.as_ref()?;
        Some(quote!(Some(#tag) => runtime::Decode::decode(reader).map(Self::#name)))
    });
    quote! {
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
        Some(match is_constant(client, ty, property, tag) {
            true => quote!(Self::#name(value) => runtime::Encode::encode(value, writer)),
            false => quote!(Self::#name(value) => writer.tagged(#key, #tag, value)),
        })
    });
    quote! {
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

/// Whether the objects of a variant have its tag as the only value of the property, and so write it themselves.
fn is_constant(client: &Client, variant: &Type, property: &str, tag: &str) -> bool {
    let (Type::Named(id) | Type::Boxed(id)) = types::resolve(client, variant) else { return false };
    let TypeShape::Struct(structure) = &client.ty(id).shape else { return false };
    let mut constants = structure.fields.iter().filter(|field| field.wire == property);
    constants.any(|field| field.constant.as_ref().and_then(|constant| constant.as_str()) == Some(tag))
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
