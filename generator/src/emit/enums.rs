//! Enums of scalars, which keep the values that they do not know.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::structs::default_in_tests;
use super::{deprecated, docs};
use crate::ir::{Enum, Repr, TypeDef, Variant};

/// ```text
/// pub enum Status { Active, Unknown(String) }
/// ```
/// with `as_str` or `as_i64`, conversions, `Display`, `Decode`, `Encode`.
pub(super) fn open_enum(def: &TypeDef, values: &Enum) -> Vec<TokenStream> {
    let mut items = vec![definition(def, values)];
    match values.repr {
        Repr::Text | Repr::IntegerText | Repr::Decimal => items.extend(texts(def, values)),
        Repr::Integer => items.extend(integers(def, values)),
    }
    items
}

fn definition(def: &TypeDef, values: &Enum) -> TokenStream {
    let TypeDef { name, docs: said, deprecated: old, derives, .. } = def;
    let (said, old) = (docs(said), deprecated(*old));
    let for_tests = default_in_tests(def, false);
    let variants = values.variants.iter().enumerate().map(|(index, Variant { name, docs: said, .. })| {
        let said = docs(said);
        let is_default = for_tests.is_some() && def.test_default == Some(index);
        let default = is_default.then(|| quote!(#[cfg_attr(feature = "test-util", default)]));
        quote!(#said #default #name)
    });
    let unknown = match values.repr {
        Repr::Integer => quote!(i64),
        Repr::Text | Repr::IntegerText | Repr::Decimal => quote!(String),
    };
    quote! {
        #said #old
        #[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord #(, #derives)*)]
        #for_tests
        #[non_exhaustive]
        pub enum #name {
            #(#variants,)*
            #[doc = " A value that this crate does not know; it is kept and sent as it is."]
            Unknown(#unknown),
        }
    }
}

fn texts(def: &TypeDef, values: &Enum) -> Vec<TokenStream> {
    let name = &def.name;
    let variants: Vec<_> = values.variants.iter().map(|variant| &variant.name).collect();
    let wires: Vec<_> = values.variants.iter().map(|variant| &variant.wire).collect();
    let impls = match values.repr {
        Repr::Decimal => quote!(runtime::enum_impls!(decimal: #name);),
        _ => quote!(runtime::enum_impls!(text: #name);),
    };
    let mut items = vec![
        quote! {
            impl #name {
                #[doc = " Every value that this crate knows."]
                pub const KNOWN: &'static [Self] = &[#(Self::#variants),*];

                #[doc = " The value as it is on the wire."]
                #[inline]
                pub fn as_str(&self) -> &str {
                    match self { #(Self::#variants => #wires,)* Self::Unknown(value) => value }
                }
            }
        },
        quote! {
            impl From<&str> for #name {
                #[inline]
                fn from(value: &str) -> Self {
                    match value { #(#wires => Self::#variants,)* _ => Self::Unknown(value.to_owned()) }
                }
            }
        },
        impls,
    ];
    if values.repr == Repr::IntegerText {
        items.push(quote! {
            impl From<i64> for #name {
                #[inline]
                fn from(value: i64) -> Self { Self::from(value.to_string()) }
            }
        });
    }
    items
}

fn integers(def: &TypeDef, values: &Enum) -> Vec<TokenStream> {
    let name = &def.name;
    let variants: Vec<_> = values.variants.iter().map(|variant| &variant.name).collect();
    let number = |variant: &Variant| {
        let number: i64 = variant.wire.parse().expect("lower made this a whole number");
        if number < 0 {
            // A negative literal is two tokens; `i64::MIN` has no positive twin.
            let positive = Literal::u64_unsuffixed(number.unsigned_abs());
            quote!(-#positive)
        } else {
            let literal = Literal::i64_unsuffixed(number);
            quote!(#literal)
        }
    };
    let numbers: Vec<TokenStream> = values.variants.iter().map(number).collect();
    vec![
        quote! {
            impl #name {
                #[doc = " Every value that this crate knows."]
                pub const KNOWN: &'static [Self] = &[#(Self::#variants),*];

                #[doc = " The value as it is on the wire."]
                #[inline]
                pub fn as_i64(&self) -> i64 {
                    match self { #(Self::#variants => #numbers,)* Self::Unknown(value) => *value }
                }
            }
        },
        quote! {
            impl From<i64> for #name {
                #[inline]
                fn from(value: i64) -> Self {
                    match value { #(#numbers => Self::#variants,)* _ => Self::Unknown(value) }
                }
            }
        },
        quote!(runtime::enum_impls!(integer: #name);),
    ]
}
