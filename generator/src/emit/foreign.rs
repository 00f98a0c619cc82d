//! `foreign.rs`: how the types of other crates are read and written.

use proc_macro2::TokenStream;
use quote::quote;

use super::{Content, Emitted, Items};
use crate::ir::{Client, Conversion, Foreign};

/// `src/foreign.rs`, where there are such types.
pub(super) fn module(client: &Client) -> Option<Emitted<'_>> {
    if client.foreign.is_empty() {
        return None;
    }
    let import = || {
        quote!(
            use crate::runtime;
        )
    };
    let items = move || [import()].into_iter().chain(client.foreign.iter().flat_map(conversions)).collect();
    let head = quote!(#![doc = " How the types of other crates are read and written."]);
    Some(Emitted { path: "src/foreign.rs".to_owned(), content: Content::Rust(head, Items::of(items)) })
}

/// `impl runtime::Decode for ::rust_decimal::Decimal`, and `Encode`.
fn conversions(Foreign { path, by }: &Foreign) -> [TokenStream; 2] {
    let what = format!("a `{}`", path.last());
    let (decode, encode) = match by {
        Conversion::Serde => {
            (quote!(runtime::decode_serde(reader, #what)), quote!(runtime::encode_serde(self, writer)))
        }
        Conversion::Text => (quote!(runtime::decode_text(reader, #what)), quote!(runtime::encode_text(self, writer))),
        Conversion::Number => {
            (quote!(runtime::decode_number(reader, #what)), quote!(runtime::encode_number(self, writer)))
        }
    };
    [
        quote! {
            #[doc(hidden)]
            impl runtime::Decode for #path {
                #[inline]
                fn decode(reader: &mut runtime::Reader<'_>) -> Result<Self, runtime::DecodeError> {
                    #decode
                }
            }
        },
        quote! {
            #[doc(hidden)]
            impl runtime::Encode for #path {
                #[inline]
                fn encode(&self, writer: &mut runtime::Writer) -> Result<(), runtime::EncodeError> { #encode }
            }
        },
    ]
}
