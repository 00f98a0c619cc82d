//! Enums of types.

use std::collections::BTreeSet;

use crategen::ir::{Client, Struct, Tag, Type, TypeId, TypeShape, Union, UnionVariant};
use crategen::names::TypeName;
use proc_macro2::TokenStream;
use quote::quote;

use super::{Derived, derives};
use crate::types::resolve;

impl Derived<'_> {
    /// `#[serde(tag)]` where serde can tell the variants apart so, else `#[serde(untagged)]`; unknown values are kept.
    pub(super) fn union(&self, name: &TypeName, union: &Union) -> TokenStream {
        let derives = derives();
        let variants = union.variants.iter().map(|variant| (&variant.name, &variant.tag, self.types.ty(&variant.ty)));
        match tag(self.types.client, union) {
            Some(tag) => {
                let variants = variants.map(|(name, tag, ty)| quote!(#[serde(rename = #tag)] #name(#ty)));
                quote! {
                    #derives
                    #[serde(tag = #tag)]
                    pub enum #name { #(#variants,)* #[serde(untagged)] Unknown(::serde_json::Value) }
                }
            }
            None => {
                let variants = variants.map(|(name, _, ty)| quote!(#name(#ty)));
                quote! {
                    #derives
                    #[serde(untagged)]
                    pub enum #name { #(#variants,)* Unknown(::serde_json::Value) }
                }
            }
        }
    }
}

/// The properties of structs that stand in a tagged union, which reads and writes them.
pub(super) fn tags(client: &Client) -> BTreeSet<(TypeId, String)> {
    let mut tags = BTreeSet::new();
    for def in client.types.values() {
        let TypeShape::Union(union) = &def.shape else { continue };
        if let Some(property) = tag(client, union) {
            let structs = union.variants.iter().filter_map(|variant| structure(client, &variant.ty));
            tags.extend(structs.map(|(id, _)| (id, property.to_owned())));
        }
    }
    tags
}

/// The property that serde can tell the variants of a union apart by, and puts in the place of their own field: each variant has a
/// tag and a struct that no other one has.
fn tag<'u>(client: &Client, union: &'u Union) -> Option<&'u str> {
    let Tag::Property(property) = &union.tag else { return None };
    let (mut tags, mut structs) = (BTreeSet::new(), BTreeSet::new());
    let mut fits = |variant: &UnionVariant| {
        let alone = structure(client, &variant.ty).is_some_and(|(id, _)| structs.insert(id));
        alone && variant.tag.as_ref().is_some_and(|tag| tags.insert(tag.clone()))
    };
    union.variants.iter().all(&mut fits).then_some(property)
}

fn structure<'c>(client: &'c Client, ty: &'c Type) -> Option<(TypeId, &'c Struct)> {
    match resolve(client, ty) {
        Type::Named(id) | Type::Boxed(id) => match &client.ty(*id).shape {
            TypeShape::Struct(structure) => Some((*id, structure)),
            TypeShape::Alias(inner) => structure(client, inner),
            _ => None,
        },
        _ => None,
    }
}
