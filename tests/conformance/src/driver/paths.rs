//! Types as a program that uses the client writes them.

use crategen::ir::{Client, Float, Int, Type, TypeDef, TypeId};
use crategen::names::FieldName;
use proc_macro2::TokenStream;
use quote::quote;

/// The path of a named type: `client::types::Pet`.
pub(super) fn named(client: &Client, id: TypeId) -> TokenStream {
    let TypeDef { module, name, .. } = client.ty(id);
    match module {
        None => quote!(client::types::#name),
        Some(module) => quote!(client::#module::#name),
    }
}

/// `client::types::Pet::new(7)`; where required fields are taken by name, `client::types::Pet::new(client::types::PetRequired { … })`.
pub(super) fn made(client: &Client, id: TypeId, required: &[(&FieldName, TokenStream)]) -> TokenStream {
    let path = named(client, id);
    let names = required.iter().map(|(name, _)| name);
    let values = required.iter().map(|(_, value)| value);
    let TypeDef { module, required: by_name, .. } = client.ty(id);
    match (by_name, module) {
        (None, _) => quote!(#path::new(#(#values),*)),
        (Some(by_name), None) => quote!(#path::new(client::types::#by_name { #(#names: #values),* })),
        (Some(by_name), Some(module)) => quote!(#path::new(client::#module::#by_name { #(#names: #values),* })),
    }
}

/// A type: `Vec<client::types::Pet>`.
pub(super) fn ty(client: &Client, of: &Type) -> TokenStream {
    let inner = |of| ty(client, of);
    match of {
        Type::Null => quote!(()),
        Type::Bool => quote!(bool),
        Type::Int(Int::I8) => quote!(i8),
        Type::Int(Int::I16) => quote!(i16),
        Type::Int(Int::I32) => quote!(i32),
        Type::Int(Int::I64) => quote!(i64),
        Type::Int(Int::U8) => quote!(u8),
        Type::Int(Int::U16) => quote!(u16),
        Type::Int(Int::U32) => quote!(u32),
        Type::Int(Int::U64) => quote!(u64),
        Type::Int(Int::I128) => quote!(i128),
        Type::Float(Float::F32) => quote!(f32),
        Type::Float(Float::F64) => quote!(f64),
        Type::String => quote!(String),
        Type::Secret => quote!(client::runtime::Secret),
        Type::Base64 => quote!(client::runtime::Base64),
        Type::Base64Url => quote!(client::runtime::Base64Url),
        Type::DateTime => quote!(client::datetime::DateTime),
        Type::Date => quote!(client::datetime::Date),
        Type::Time => quote!(client::datetime::Time),
        Type::Duration => quote!(client::datetime::Duration),
        Type::Foreign(path) => quote!(#path),
        Type::Uuid => quote!(client::identifier::Uuid),
        Type::Json => quote!(client::runtime::Value),
        Type::JsonObject => quote!(client::runtime::JsonObject),
        Type::Named(id) => named(client, *id),
        Type::Boxed(id) => {
            let path = named(client, *id);
            quote!(Box<#path>)
        }
        Type::Nullable(of) => {
            let of = inner(of);
            quote!(Option<#of>)
        }
        Type::List(of) => {
            let of = inner(of);
            quote!(Vec<#of>)
        }
        Type::Map(of) => {
            let of = inner(of);
            quote!(client::runtime::Map<#of>)
        }
        Type::Tuple(items) => {
            let items = items.iter().map(inner);
            quote!((#(#items,)*))
        }
    }
}
