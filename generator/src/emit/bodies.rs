//! Request bodies: how they are taken by a method, and set on a call.

use proc_macro2::TokenStream;
use quote::quote;

use super::{tables, types};
use crate::ir::{Body, Client, Content as MediaType, Operation, Payload, TypeId, TypeShape};
use crate::names::ModuleName;

/// How a body is taken and set.
pub(super) fn body_argument(client: &Client, module: &ModuleName, body: &Body) -> (TokenStream, Set) {
    let name = &body.name;
    if let Some(choice) = &body.choice {
        let mode = mode(client, &body.contents);
        return (quote!(#choice #mode), Set::Choice(quote!(#name)));
    }
    let content = body.contents.first().expect("a body has a content");
    let taken = match &content.payload {
        Payload::Json(ty) | Payload::Xml(ty, _) | Payload::Form(ty, _) => {
            let ty = types::tokens(client, Some(module), ty);
            quote!(&#ty)
        }
        Payload::Multipart(form) => form_type(client, *form),
        Payload::AnyMultipart => quote!(runtime::Multipart<M>),
        Payload::Text => quote!(impl Into<String>),
        Payload::Bytes => quote!(impl Into<runtime::Body<M>>),
    };
    (taken, Set::Method(apply(client, content, &quote!(#name))))
}

/// How a body is set on a call.
pub(super) enum Set {
    /// `call.json(…)`
    Method(TokenStream),
    /// `body.apply(call)`
    Choice(TokenStream),
}

impl Set {
    /// The call with the body.
    pub(super) fn on(&self, call: TokenStream) -> TokenStream {
        match self {
            Self::Method(method) => quote!(#call #method),
            Self::Choice(body) => quote!(#body.apply(#call)),
        }
    }
}

/// `.json("application/json", body)`
pub(super) fn apply(client: &Client, content: &MediaType, value: &TokenStream) -> TokenStream {
    let MediaType { media_type, payload, .. } = content;
    match payload {
        Payload::Json(_) => quote!(.json(#media_type, #value)),
        Payload::Xml(_, root) => {
            let root = tables::xml(client, *root);
            quote!(.xml(#media_type, #value, #root))
        }
        Payload::Form(_, styles) => {
            let styles = tables::field_encodings(styles);
            quote!(.form(#media_type, #value, #styles))
        }
        Payload::Multipart(_) => quote!(.multipart_as(#media_type, #value.into_parts())),
        Payload::AnyMultipart => quote!(.multipart_as(#media_type, #value)),
        Payload::Text => quote!(.text(#media_type, #value)),
        Payload::Bytes => quote!(.bytes(#media_type, #value)),
    }
}

fn form_type(client: &Client, form: TypeId) -> TokenStream {
    let def = client.ty(form);
    let name = &def.name;
    if holds_files(client, form) { quote!(#name<M>) } else { quote!(#name) }
}

fn holds_files(client: &Client, form: TypeId) -> bool {
    matches!(&client.ty(form).shape, TypeShape::Form(parts) if parts.has_streams())
}

/// `<M>` for a choice of bodies one of which is a stream.
fn mode(client: &Client, contents: &[MediaType]) -> TokenStream {
    let streams = |content: &MediaType| match content.payload {
        Payload::Bytes | Payload::AnyMultipart => true,
        Payload::Multipart(form) => holds_files(client, form),
        _ => false,
    };
    if contents.iter().any(streams) { quote!(<M>) } else { quote!() }
}

/// The enum of a body that can be of several media types.
pub(super) fn choice(client: &Client, module: &ModuleName, operation: &Operation, body: &Body) -> Vec<TokenStream> {
    let Some(choice) = &body.choice else { return Vec::new() };
    let mode = mode(client, &body.contents);
    let (declared, method) =
        if mode.is_empty() { (quote!(), quote!(<M: runtime::Mode>)) } else { (quote!(<M: runtime::Mode>), quote!()) };
    let variants = body.contents.iter().map(|content| {
        let MediaType { media_type, variant, payload } = content;
        let said = format!(" {}", crate::docs::code(media_type));
        let ty = match payload {
            Payload::Json(ty) | Payload::Xml(ty, _) | Payload::Form(ty, _) => types::tokens(client, Some(module), ty),
            Payload::Multipart(form) => form_type(client, *form),
            Payload::AnyMultipart => quote!(runtime::Multipart<M>),
            Payload::Text => quote!(String),
            Payload::Bytes => quote!(runtime::Body<M>),
        };
        quote!(#[doc = #said] #variant(#ty))
    });
    let arms = body.contents.iter().map(|content| {
        let variant = &content.variant;
        let value = match content.payload {
            Payload::Json(_) | Payload::Xml(..) | Payload::Form(..) => quote!(&body),
            _ => quote!(body),
        };
        let set = apply(client, content, &value);
        quote!(Self::#variant(body) => call #set)
    });
    let marker = &operation.marker;
    let said = format!(" What `{}` can send.", operation.name);
    vec![
        quote!(#[doc = #said] #[derive(Debug)] #[non_exhaustive] pub enum #choice #declared { #(#variants,)* }),
        quote! {
            impl #declared #choice #mode {
                pub(super) fn apply #method (self, call: runtime::Call<'_, #marker, M>) -> runtime::Call<'_, #marker, M> {
                    match self { #(#arms,)* }
                }
            }
        },
    ]
}
