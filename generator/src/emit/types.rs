//! `types.rs` and its files, and types as they stand in fields and signatures.

use std::collections::BTreeMap;

use proc_macro2::TokenStream;
use quote::quote;

use super::files::File;
use super::{Content, Emitted, Items, Within, deprecated, docs, enums, forms, gate, structs, unions};
use crate::ir::{Client, Float, Int, Type, TypeDef, TypeId, TypeShape};
use crate::names::{FileName, TypeName};

/// `types.rs`, and a file for each component.
pub(super) fn modules(client: &Client) -> Vec<Emitted<'_>> {
    let head = quote!(#![doc = " The types of the API."]);
    let items = Items::of(|| {
        let files = files(client);
        vec![files.iter().map(File::declared).collect(), files.iter().map(File::re_exported).collect()]
    });
    let module = Emitted { path: "src/types.rs".to_owned(), content: Content::Rust(head, items) };
    std::iter::once(module).chain(files(client).into_iter().map(|file| file.emitted(client, None))).collect()
}

fn files(client: &Client) -> Vec<File<'_>> {
    let mut files: BTreeMap<&FileName, Vec<&TypeDef>> = BTreeMap::new();
    for def in client.types.values().filter(|def| def.module.is_none()) {
        files.entry(def.file.as_ref().expect("a type of `types` has a file")).or_default().push(def);
    }
    files.into_iter().map(|(name, defs)| file(client, name, defs)).collect()
}

/// The types of one component.
pub(super) fn file<'c>(client: &'c Client, name: &'c FileName, defs: Vec<&'c TypeDef>) -> File<'c> {
    let feature = defs.first().and_then(|def| def.feature.as_deref());
    let feature = feature.filter(|feature| defs.iter().all(|def| def.feature.as_deref() == Some(feature)));
    let named = defs.iter().flat_map(|def| def.ids()).collect();
    let public = defs.iter().flat_map(|def| def.type_names().map(|name| (name, def.feature.as_deref()))).collect();
    File { name, feature, public, named, beside: None, items: Box::new(move || definitions(client, &defs, feature)) }
}

/// The definitions of types that stand in one file, which may need a feature by itself.
pub(super) fn definitions(client: &Client, defs: &[&TypeDef], of_file: Option<&str>) -> Vec<TokenStream> {
    let mut items = Vec::new();
    let mut named: BTreeMap<Option<&str>, Vec<&TypeName>> = BTreeMap::new();
    for def in defs {
        let feature = def.feature.as_deref().filter(|feature| of_file != Some(feature));
        match gate(feature) {
            Some(gate) => items.extend(definition(client, def).into_iter().map(|item| quote!(#gate #item))),
            None => items.extend(definition(client, def)),
        }
        if !matches!(def.shape, TypeShape::Alias(_) | TypeShape::Form(_)) {
            named.entry(feature).or_default().push(&def.name);
        }
    }
    for (feature, names) in named {
        let gate = gate(feature);
        items.push(quote!(#gate runtime::serde_impls!(#(#names),*);));
    }
    items
}

fn definition(client: &Client, def: &TypeDef) -> Vec<TokenStream> {
    match &def.shape {
        TypeShape::Struct(structure) => structs::structure(client, def, structure),
        TypeShape::Enum(values) => enums::open_enum(def, values),
        TypeShape::Union(union) => unions::union(client, def, union),
        TypeShape::Alias(ty) => vec![alias(client, def, ty)],
        TypeShape::Newtype(ty) => structs::newtype(client, def, ty),
        TypeShape::Form(parts) => forms::form(client, def, parts),
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
        Int::I128 => quote!(i128),
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

/// How an argument of a type is taken, and the expression of its value: text, lists and maps are taken in any form. Items of text
/// are taken by reference, too: `&["a", "b"]` has `&&str`, of which no `String` can be made by `Into`.
pub(super) fn argument(
    client: &Client,
    within: Within<'_>,
    ty: &Type,
    name: &TokenStream,
) -> (TokenStream, TokenStream) {
    let written = tokens(client, within, ty);
    let item = |ty: &Type| {
        let item = tokens(client, within, ty);
        if is_into(client, ty) && !is_union(client, ty) { (quote!(impl Into<#item>), true) } else { (item, false) }
    };
    match resolve(client, ty) {
        Type::List(of) if *of == Type::String => {
            (quote!(impl IntoIterator<Item = impl AsRef<str>>), quote!(runtime::texts(#name)))
        }
        Type::List(of) => {
            let (item, is_into) = item(&of);
            let converted = is_into.then(|| quote!(.map(Into::into)));
            (quote!(impl IntoIterator<Item = #item>), quote!(#name.into_iter() #converted.collect::<#written>()))
        }
        Type::Map(of) => {
            let (item, is_into) = item(&of);
            let value = if is_into { quote!(value.into()) } else { quote!(value) };
            let pairs = quote!(#name.into_iter().map(|(key, value)| (key.into(), #value)));
            (quote!(impl IntoIterator<Item = (impl Into<String>, #item)>), quote!(#pairs.collect::<#written>()))
        }
        _ if is_into(client, ty) => (quote!(impl Into<#written>), quote!(#name.into())),
        _ => (written, quote!(#name)),
    }
}

/// Items of unions are taken as they are: lists of them are mixed, and `[text.into(), image.into()]` needs to know into what.
fn is_union(client: &Client, ty: &Type) -> bool {
    matches!(resolve(client, ty), Type::Named(id) if matches!(client.ty(id).shape, TypeShape::Union(_)))
}

/// Whether a type is taken as `impl Into`: where callers have something else at hand.
fn is_into(client: &Client, ty: &Type) -> bool {
    match ty {
        Type::String | Type::Secret | Type::Base64 | Type::Base64Url | Type::Boxed(_) | Type::Nullable(_) => true,
        // Not `f32`: a literal would be an `f64`, which is not converted.
        Type::Json | Type::Float(Float::F64) => true,
        Type::Named(id) => match &client.ty(*id).shape {
            TypeShape::Alias(inner) => is_into(client, inner),
            TypeShape::Enum(_) | TypeShape::Union(_) => true,
            TypeShape::Struct(_) | TypeShape::Newtype(_) | TypeShape::Form(_) => false,
        },
        _ => false,
    }
}

/// A type without null, and whether null was a value of it.
pub(super) fn without_null(client: &Client, ty: &Type) -> (Type, bool) {
    match resolve(client, ty) {
        Type::Nullable(inner) => (*inner, true),
        _ => (ty.clone(), false),
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
