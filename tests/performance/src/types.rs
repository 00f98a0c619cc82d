//! Types as a crate of types, or a program that uses it, writes them.

use crategen::ir::{Client, Float, Int, Type, TypeDef, TypeId, TypeShape};
use proc_macro2::TokenStream;
use quote::quote;

/// Which crate has the types.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Crate {
    /// That of the generator.
    Generated,
    /// The one with derived impls.
    Derived,
}

/// Types of one crate, seen from `root`: `crate` inside of it, its name outside.
#[derive(Clone, Copy)]
pub struct Types<'c> {
    /// The client that the crate is made of.
    pub client: &'c Client,
    /// Which crate.
    pub of: Crate,
    /// `crate` or `client`.
    pub root: &'c TokenStream,
}

impl Types<'_> {
    /// The path of a named type.
    pub fn named(self, id: TypeId) -> TokenStream {
        let (TypeDef { module, name, .. }, root) = (self.client.ty(id), self.root);
        match module {
            None => quote!(#root::types::#name),
            Some(module) => quote!(#root::#module::#name),
        }
    }

    /// A type.
    pub fn ty(self, ty: &Type) -> TokenStream {
        match ty {
            Type::Named(id) => self.named(*id),
            Type::Boxed(id) => {
                let path = self.named(*id);
                quote!(Box<#path>)
            }
            Type::Nullable(inner) => {
                let inner = self.ty(inner);
                quote!(Option<#inner>)
            }
            Type::List(inner) => {
                let inner = self.ty(inner);
                quote!(Vec<#inner>)
            }
            Type::Map(inner) => {
                let (map, inner) = (self.map(), self.ty(inner));
                quote!(#map<#inner>)
            }
            // Longer tuples implement no traits of the standard library.
            Type::Tuple(items) if items.len() > 12 && self.of == Crate::Derived => quote!(Vec<::serde_json::Value>),
            Type::Tuple(items) => {
                let items = items.iter().map(|item| self.ty(item));
                quote!((#(#items,)*))
            }
            scalar => match self.of {
                Crate::Generated => generated(scalar, self.root),
                Crate::Derived => derived(scalar),
            },
        }
    }

    fn map(self) -> TokenStream {
        let root = self.root;
        match self.of {
            Crate::Generated => quote!(#root::runtime::Map),
            Crate::Derived => quote!(#root::Map),
        }
    }
}

/// A type with its aliases resolved.
pub fn resolve<'c>(client: &'c Client, ty: &'c Type) -> &'c Type {
    match ty {
        Type::Named(id) => match &client.ty(*id).shape {
            TypeShape::Alias(inner) => resolve(client, inner),
            _ => ty,
        },
        _ => ty,
    }
}

fn plain(ty: &Type) -> Option<TokenStream> {
    Some(match ty {
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
        Type::Float(Float::F32) => quote!(f32),
        Type::Float(Float::F64) => quote!(f64),
        Type::String => quote!(String),
        _ => return None,
    })
}

fn generated(ty: &Type, root: &TokenStream) -> TokenStream {
    match ty {
        Type::Secret => quote!(#root::runtime::Secret),
        Type::Base64 => quote!(#root::runtime::Base64),
        Type::Base64Url => quote!(#root::runtime::Base64Url),
        Type::DateTime => quote!(#root::datetime::DateTime),
        Type::Date => quote!(#root::datetime::Date),
        Type::Time => quote!(#root::datetime::Time),
        Type::Duration => quote!(#root::datetime::Duration),
        Type::Uuid => quote!(#root::identifier::Uuid),
        Type::JsonObject => quote!(#root::runtime::JsonObject),
        Type::Foreign(path) => quote!(#path),
        ty => plain(ty).unwrap_or_else(|| quote!(#root::runtime::Value)),
    }
}

/// Text that is no more than text here costs a derived impl least: the comparison is in its favour.
fn derived(ty: &Type) -> TokenStream {
    match ty {
        Type::Secret | Type::Base64 | Type::Base64Url => quote!(String),
        Type::DateTime | Type::Date | Type::Time | Type::Duration | Type::Uuid => quote!(String),
        Type::JsonObject => quote!(::serde_json::Map<String, ::serde_json::Value>),
        ty => plain(ty).unwrap_or_else(|| quote!(::serde_json::Value)),
    }
}
