//! Headers of responses: their struct, and how it is read. What several operations have stands in `headers`.

use proc_macro2::TokenStream;
use quote::quote;

use super::shared::Kind;
use super::{Emitted, deprecated, types, wire_docs};
use crate::ir::{Client, Header, HeaderKind, HeaderShape, Headers, Operation, Presence, SharedHeaders};
use crate::names::{ModuleName, TypeName};

/// The module of the headers that several operations have.
pub(super) const MODULE: &str = "headers";

/// `src/headers.rs`
pub(super) fn module(client: &Client) -> Option<Emitted<'_>> {
    let kind = Kind {
        module: MODULE,
        what: "Response headers",
        all: |client| client.headers.as_slice(),
        resources: |one| &one.resources,
        items: shared,
    };
    kind.emitted(client)
}

/// The struct of what several operations have, and how it is read.
fn shared(client: &Client, shared: &SharedHeaders) -> [TokenStream; 2] {
    let SharedHeaders { name, fields, .. } = shared;
    let values = values(name, fields);
    [
        definition(client, &ModuleName::new(MODULE), name, fields, " Headers of responses of several operations."),
        quote! {
            impl #name {
                #[doc(hidden)]
                #[inline]
                pub fn of(reader: &runtime::HeaderReader<'_>) -> Result<Self, runtime::Error> {
                    #values
                }
            }
        },
    ]
}

/// ```text
/// pub struct ListPetsHeaders { pub x_total: i64, pub x_next: Option<String> }
/// impl runtime::HasHeaders for ListPets { … }
/// ```
pub(super) fn own(client: &Client, module: &ModuleName, operation: &Operation, headers: &Headers) -> [TokenStream; 2] {
    let Headers { name, fields, shared } = headers;
    let marker = &operation.marker;
    let said = format!(" The headers that a response of `{}` has.", operation.name);
    let (defined, read) = match shared.and_then(|index| client.headers.get(index)) {
        Some(SharedHeaders { name: shared, .. }) => {
            (quote!(#[doc = #said] pub type #name = crate::headers::#shared;), quote!(#name::of(reader)))
        }
        None => (definition(client, module, name, fields, &said), values(name, fields)),
    };
    [
        defined,
        quote! {
            impl runtime::HasHeaders for #marker {
                type Headers = #name;

                #[inline]
                fn headers(reader: &runtime::HeaderReader<'_>) -> Result<#name, runtime::Error> {
                    #read
                }
            }
        },
    ]
}

fn definition(client: &Client, module: &ModuleName, name: &TypeName, fields: &[Header], said: &str) -> TokenStream {
    let members = fields.iter().map(|Header { name, wire, docs: said, ty, presence, deprecated: old, .. }| {
        let (said, old) = (wire_docs(said, name.as_str(), wire), deprecated(*old));
        let ty = types::tokens(client, Some(module), ty);
        match presence {
            Presence::Required => quote!(#said #old pub #name: #ty),
            Presence::Optional => quote!(#said #old pub #name: Option<#ty>),
        }
    });
    quote!(#[doc = #said] #[derive(Clone, Debug, PartialEq)] #[non_exhaustive] pub struct #name { #(#members,)* })
}

/// The headers that `reader` finds: an expression.
fn values(name: &TypeName, fields: &[Header]) -> TokenStream {
    let values = fields.iter().map(|Header { name, wire, presence, shape, .. }| {
        let shape = self::shape(shape);
        match presence {
            Presence::Required => quote!(#name: reader.required(#wire, #shape)?),
            Presence::Optional => quote!(#name: reader.optional(#wire, #shape)?),
        }
    });
    quote!(Ok(#name { #(#values,)* }))
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
