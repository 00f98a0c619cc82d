//! `types.rs`, and types as they stand in fields and signatures.

use std::collections::BTreeMap;

use proc_macro2::TokenStream;
use quote::quote;

use super::{Content, Emitted, Items, Part, Within, deprecated, docs, enums, gate, structs, unions};
use crate::ir::{Client, Float, Int, Type, TypeDef, TypeId, TypeShape};
use crate::names::TypeName;

/// `types.rs`
pub(super) fn module(client: &Client) -> Emitted<'_> {
    let defs: Vec<_> = client.types.iter().filter(|def| def.module.is_none()).collect();
    let mut items = vec![Box::new(|| imports(client)) as Part];
    items.extend(defs.chunks(PART).map(|part| {
        let part = part.to_vec();
        Box::new(move || part.into_iter().flat_map(|def| gated(client, def)).collect()) as Part
    }));
    items.push(Box::new(|| impls(defs)));
    let head = quote!(#![doc = " The types of the API."]);
    Emitted { path: "src/types.rs".to_owned(), content: Content::Rust(head, Items(items)) }
}

/// The definitions of one part.
const PART: usize = 32;

fn imports(client: &Client) -> Vec<TokenStream> {
    let mut all = Vec::new();
    if client.types.iter().any(|def| def.module.is_none() && needs_runtime(&def.shape)) {
        // With no feature that has a type, nothing is left that says it.
        let gated = client.types.iter().any(|def| def.feature.is_some());
        let allowed = gated.then(|| quote!(#[allow(unused_imports)]));
        all.push(quote!(#allowed use crate::runtime;));
    }
    all
}

/// Whether a definition says `runtime`: all do, but for other names of plain types.
fn needs_runtime(shape: &TypeShape) -> bool {
    fn says(ty: &Type) -> bool {
        match ty {
            Type::Secret | Type::Base64 | Type::Base64Url | Type::Json | Type::JsonObject | Type::Map(_) => true,
            Type::Nullable(inner) | Type::List(inner) => says(inner),
            Type::Tuple(items) => items.iter().any(says),
            _ => false,
        }
    }
    match shape {
        TypeShape::Alias(ty) => says(ty),
        _ => true,
    }
}

/// The types that stand in a module.
pub(super) fn definitions(client: &Client, within: Within<'_>) -> Vec<TokenStream> {
    let defs: Vec<_> = client.types.iter().filter(|def| def.module.as_ref() == within).collect();
    let mut items: Vec<_> = defs.iter().flat_map(|def| gated(client, def)).collect();
    items.extend(impls(defs));
    items
}

fn gated(client: &Client, def: &TypeDef) -> Vec<TokenStream> {
    let mut items = definition(client, def);
    if let Some(gate) = gate(def.feature.as_deref()) {
        items.iter_mut().for_each(|item| *item = quote!(#gate #item));
    }
    items
}

/// The traits of serde for all types of a feature.
fn impls(defs: Vec<&TypeDef>) -> Vec<TokenStream> {
    let mut named: BTreeMap<Option<&str>, Vec<&TypeName>> = BTreeMap::new();
    for def in defs {
        if !matches!(def.shape, TypeShape::Alias(_) | TypeShape::Form(_)) {
            named.entry(def.feature.as_deref()).or_default().push(&def.name);
        }
    }
    let impls = |(feature, names): (Option<&str>, Vec<&TypeName>)| {
        let gate = gate(feature);
        quote!(#gate runtime::serde_impls!(#(#names),*);)
    };
    named.into_iter().map(impls).collect()
}

fn definition(client: &Client, def: &TypeDef) -> Vec<TokenStream> {
    match &def.shape {
        TypeShape::Struct(structure) => structs::structure(client, def, structure),
        TypeShape::Enum(values) => enums::open_enum(def, values),
        TypeShape::Union(union) => unions::union(client, def, union),
        TypeShape::Alias(ty) => vec![alias(client, def, ty)],
        TypeShape::Newtype(ty) => structs::newtype(client, def, ty),
        TypeShape::Form(fields) => structs::form(client, def, fields),
    }
}

/// `pub type PetName = String;`
fn alias(client: &Client, def: &TypeDef, ty: &Type) -> TokenStream {
    let TypeDef { module, name, docs: said, deprecated: old, .. } = def;
    let (said, old) = (docs(said), deprecated(*old));
    let ty = tokens(client, module.as_ref(), ty);
    quote!(#said #old pub type #name = #ty;)
}

/// A type as it is written in a module.
pub(super) fn tokens(client: &Client, within: Within<'_>, ty: &Type) -> TokenStream {
    let inner = |ty| tokens(client, within, ty);
    match ty {
        Type::Null => quote!(()),
        Type::Bool => quote!(bool),
        Type::Int(int) => int_tokens(*int),
        Type::Float(Float::F32) => quote!(f32),
        Type::Float(Float::F64) => quote!(f64),
        Type::String => quote!(String),
        Type::Secret => quote!(runtime::Secret),
        Type::Base64 => quote!(runtime::Base64),
        Type::Base64Url => quote!(runtime::Base64Url),
        Type::DateTime => quote!(crate::datetime::DateTime),
        Type::Date => quote!(crate::datetime::Date),
        Type::Time => quote!(crate::datetime::Time),
        Type::Duration => quote!(crate::datetime::Duration),
        Type::Uuid => quote!(crate::identifier::Uuid),
        Type::Json => quote!(runtime::Value),
        Type::JsonObject => quote!(runtime::JsonObject),
        Type::Named(id) => path(client, within, *id),
        Type::Boxed(id) => {
            let path = path(client, within, *id);
            quote!(Box<#path>)
        }
        Type::Nullable(ty) => {
            let ty = inner(ty);
            quote!(Option<#ty>)
        }
        Type::List(ty) => {
            let ty = inner(ty);
            quote!(Vec<#ty>)
        }
        Type::Map(ty) => {
            let ty = inner(ty);
            quote!(runtime::Map<#ty>)
        }
        Type::Tuple(items) => {
            let items = items.iter().map(inner);
            quote!((#(#items,)*))
        }
        Type::Foreign(path) => quote!(#path),
    }
}

fn int_tokens(int: Int) -> TokenStream {
    match int {
        Int::I8 => quote!(i8),
        Int::I16 => quote!(i16),
        Int::I32 => quote!(i32),
        Int::I64 => quote!(i64),
        Int::U8 => quote!(u8),
        Int::U16 => quote!(u16),
        Int::U32 => quote!(u32),
        Int::U64 => quote!(u64),
    }
}

/// The path of a named type from a module.
fn path(client: &Client, within: Within<'_>, id: TypeId) -> TokenStream {
    let TypeDef { module, name, .. } = client.ty(id);
    match (module.as_ref(), within) {
        (here, within) if here == within => quote!(#name),
        (None, _) => quote!(types::#name),
        (Some(module), _) => quote!(crate::#module::#name),
    }
}

/// How an argument of a type is taken, and what it is then: texts and lists are taken in any form.
pub(super) fn argument(
    client: &Client,
    within: Within<'_>,
    ty: &Type,
    name: &TokenStream,
) -> (TokenStream, TokenStream) {
    let tokens = tokens(client, within, ty);
    if is_into(client, ty) { (quote!(impl Into<#tokens>), quote!(#name.into())) } else { (tokens, quote!(#name)) }
}

/// Whether a type is taken as `impl Into`: where callers have something else at hand.
pub(super) fn is_into(client: &Client, ty: &Type) -> bool {
    match ty {
        Type::String | Type::Secret | Type::Base64 | Type::Base64Url | Type::Boxed(_) | Type::Nullable(_) => true,
        Type::Named(id) => match &client.ty(*id).shape {
            TypeShape::Alias(inner) => is_into(client, inner),
            TypeShape::Enum(_) | TypeShape::Union(_) => true,
            TypeShape::Struct(_) | TypeShape::Newtype(_) | TypeShape::Form(_) => false,
        },
        _ => false,
    }
}

/// A type with its aliases resolved and without its box: two that are equal here are one type to the compiler.
pub(super) fn resolve(client: &Client, ty: &Type) -> Type {
    match ty {
        Type::Named(id) => match &client.ty(*id).shape {
            TypeShape::Alias(inner) => resolve(client, inner),
            _ => ty.clone(),
        },
        Type::Nullable(inner) => Type::Nullable(Box::new(resolve(client, inner))),
        Type::List(inner) => Type::List(Box::new(resolve(client, inner))),
        Type::Map(inner) => Type::Map(Box::new(resolve(client, inner))),
        _ => ty.clone(),
    }
}
