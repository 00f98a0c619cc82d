//! Enums of scalars that keep values they do not know.

use crategen::ir::{Enum, Repr, Variant};
use crategen::names::TypeName;
use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::derives;

/// An open enum.
pub(super) fn open(name: &TypeName, values: &Enum) -> TokenStream {
    match values.repr {
        Repr::Text | Repr::IntegerText => text(name, &values.variants),
        Repr::Integer => integer(name, &values.variants),
        Repr::Decimal => {
            let derives = derives();
            quote!(#derives #[serde(transparent)] pub struct #name(pub ::serde_json::Number);)
        }
    }
}

fn text(name: &TypeName, variants: &[Variant]) -> TokenStream {
    let variants = variants.iter().map(|Variant { name, wire, .. }| quote!(#[serde(rename = #wire)] #name));
    let derives = derives();
    quote!(#derives pub enum #name { #(#variants,)* #[serde(untagged)] Unknown(String) })
}

fn integer(name: &TypeName, variants: &[Variant]) -> TokenStream {
    let number = |wire: &str| wire.parse::<i64>().ok().map(Literal::i64_unsuffixed);
    let known: Vec<_> = variants.iter().filter_map(|one| Some((&one.name, number(&one.wire)?))).collect();
    let (names, numbers): (Vec<_>, Vec<_>) = known.into_iter().unzip();
    let derives = derives();
    quote! {
        #derives
        #[serde(from = "i64", into = "i64")]
        pub enum #name { #(#names,)* Unknown(i64) }
        impl From<i64> for #name {
            fn from(value: i64) -> Self {
                match value { #(#numbers => Self::#names,)* value => Self::Unknown(value) }
            }
        }
        impl From<#name> for i64 {
            fn from(value: #name) -> Self {
                match value { #(#name::#names => #numbers,)* #name::Unknown(value) => value }
            }
        }
    }
}
