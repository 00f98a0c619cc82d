//! Enums of scalars, which keep the values that they do not know.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::structs::default_in_tests;
use super::{deprecated, docs};
use crate::ir::{Enum, Repr, TypeDef, Variant};

/// ```text
/// pub enum Status { Active, Unknown(String) }
/// runtime::open_enum!(text Status { Active: "active" }); // `as_str` or `as_i64`, conversions, `Display`, `Decode`, `Encode`
/// ```
pub(super) fn open_enum(def: &TypeDef, values: &Enum) -> Vec<TokenStream> {
    vec![definition(def, values), conversions(def, values)]
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

fn conversions(def: &TypeDef, values: &Enum) -> TokenStream {
    let name = &def.name;
    let kind = match values.repr {
        Repr::Text => quote!(text),
        Repr::IntegerText => quote!(integer_text),
        Repr::Decimal => quote!(decimal),
        Repr::Integer => quote!(integer),
    };
    let variants = values.variants.iter().map(|Variant { name, wire, .. }| {
        let wire = match values.repr {
            Repr::Integer => integer(wire),
            Repr::Text | Repr::IntegerText | Repr::Decimal => quote!(#wire),
        };
        quote!(#name: #wire)
    });
    quote!(runtime::open_enum!(#kind #name { #(#variants,)* });)
}

fn integer(wire: &str) -> TokenStream {
    let number: i64 = wire.parse().expect("lower made this a whole number");
    if number < 0 {
        // A negative literal is two tokens; `i64::MIN` has no positive twin.
        let positive = Literal::u64_unsuffixed(number.unsigned_abs());
        quote!(-#positive)
    } else {
        let literal = Literal::i64_unsuffixed(number);
        quote!(#literal)
    }
}
