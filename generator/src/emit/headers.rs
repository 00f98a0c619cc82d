//! Headers of responses: their struct, and how it is read.

use proc_macro2::TokenStream;
use quote::quote;

use super::{deprecated, types, wire_docs};
use crate::ir::{Client, Header, HeaderKind, HeaderShape, Headers, Operation, Presence};
use crate::names::ModuleName;

/// ```text
/// pub struct ListPetsHeaders { pub x_total: i64, pub x_next: Option<String> }
/// impl runtime::HasHeaders for ListPets { … }
/// ```
pub(super) fn headers(
    client: &Client,
    module: &ModuleName,
    operation: &Operation,
    headers: &Headers,
) -> [TokenStream; 2] {
    let Headers { name, fields } = headers;
    let marker = &operation.marker;
    let members = fields.iter().map(|Header { name, wire, docs: said, ty, presence, deprecated: old, .. }| {
        let (said, old) = (wire_docs(said, name.as_str(), wire), deprecated(*old));
        let ty = types::tokens(client, Some(module), ty);
        match presence {
            Presence::Required => quote!(#said #old pub #name: #ty),
            Presence::Optional => quote!(#said #old pub #name: Option<#ty>),
        }
    });
    let values = fields.iter().map(|Header { name, wire, presence, shape, .. }| {
        let shape = self::shape(shape);
        match presence {
            Presence::Required => quote!(#name: reader.required(#wire, #shape)?),
            Presence::Optional => quote!(#name: reader.optional(#wire, #shape)?),
        }
    });
    let said = format!(" The headers that a response of `{}` has.", operation.name);
    [
        quote!(#[doc = #said] #[derive(Clone, Debug, PartialEq)] #[non_exhaustive] pub struct #name { #(#members,)* }),
        quote! {
            impl runtime::HasHeaders for #marker {
                type Headers = #name;

                #[inline]
                fn headers(reader: &runtime::HeaderReader<'_>) -> Result<#name, runtime::Error> {
                    Ok(#name { #(#values,)* })
                }
            }
        },
    ]
}

fn shape(shape: &HeaderShape) -> TokenStream {
    match shape {
        HeaderShape::One(HeaderKind::Text) => quote!(runtime::HeaderShape::TEXT),
        HeaderShape::One(HeaderKind::Number) => quote!(runtime::HeaderShape::NUMBER),
        HeaderShape::One(HeaderKind::Boolean) => quote!(runtime::HeaderShape::BOOLEAN),
        HeaderShape::One(HeaderKind::Any) => quote!(runtime::HeaderShape::ANY),
        HeaderShape::List(items) => {
            let kind = kind(*items);
            quote!(runtime::HeaderShape::List(#kind))
        }
        HeaderShape::Json => quote!(runtime::HeaderShape::Json),
        HeaderShape::Pairs { explode, fields, rest } => {
            let rest = kind(*rest);
            let fields = fields.iter().map(|(key, value)| {
                let kind = kind(*value);
                quote!((#key, #kind))
            });
            quote!(runtime::HeaderShape::Pairs { explode: #explode, fields: &[#(#fields),*], rest: #rest })
        }
    }
}

fn kind(kind: HeaderKind) -> TokenStream {
    match kind {
        HeaderKind::Text => quote!(runtime::HeaderKind::Text),
        HeaderKind::Number => quote!(runtime::HeaderKind::Number),
        HeaderKind::Boolean => quote!(runtime::HeaderKind::Boolean),
        HeaderKind::Any => quote!(runtime::HeaderKind::Any),
    }
}
