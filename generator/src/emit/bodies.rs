//! Request bodies: how they are taken by a method, and set on a call.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::quote;

use super::{tables, types};
use crate::ir::{Body, Client, Content as MediaType, Operation, Payload, Type, TypeId, TypeShape};
use crate::names::{FieldName, ModuleName, VariantName};

/// The arguments of a body, and how it is set.
pub(super) fn body_argument(
    client: &Client,
    module: &ModuleName,
    operation: &Operation,
    body: &Body,
) -> (TokenStream, Set) {
    let name = &body.name;
    if let Some(choice) = &body.choice {
        let mode = mode(client, &body.contents);
        return (quote!(#name: impl Into<#choice #mode>), Set::Choice(quote!(Into::<#choice #mode>::into(#name))));
    }
    let content = body.contents.first().expect("a body has a content");
    let (taken, value) = match &content.payload {
        Payload::Json(ty) | Payload::Xml(ty, _) | Payload::Form(ty, _) => borrowed(client, module, ty, name),
        Payload::Multipart(form) => (form_type(client, *form), quote!(#name)),
        Payload::AnyMultipart => (quote!(runtime::Multipart<M>), quote!(#name)),
        Payload::Text => (quote!(impl Into<String>), quote!(#name)),
        Payload::Bytes => (quote!(impl Into<runtime::Body<M>>), quote!(#name)),
    };
    let media_type = body.media_type.as_ref();
    let of_type = media_type.map(|media_type| quote!(#media_type: &str,));
    let media_type = media_type.map(|media_type| quote!(#media_type));
    (quote!(#of_type #name: #taken), Set::Method(apply(client, operation, content, &value, media_type.as_ref())))
}

/// A body that is only read: it is taken as a value or as a reference, and of a union or an enum also what can be made into it.
fn borrowed(client: &Client, module: &ModuleName, ty: &Type, name: &FieldName) -> (TokenStream, TokenStream) {
    if let Type::List(item) = types::resolve(client, ty) {
        let item = types::tokens(client, Some(module), &item);
        return (quote!(impl AsRef<[#item]>), quote!(&#name.as_ref()));
    }
    let is_made = is_made(client, ty);
    let ty = types::tokens(client, Some(module), ty);
    if is_made {
        return (quote!(impl Into<#ty>), quote!(&Into::<#ty>::into(#name)));
    }
    (quote!(impl ::std::borrow::Borrow<#ty>), quote!(::std::borrow::Borrow::<#ty>::borrow(&#name)))
}

/// Whether callers have something else at hand than the type, and a reference is cheap or converted, too.
pub(super) fn is_made(client: &Client, ty: &Type) -> bool {
    match types::resolve(client, ty) {
        Type::String => true,
        Type::Named(id) => matches!(client.ty(id).shape, TypeShape::Enum(_) | TypeShape::Union(_)),
        _ => false,
    }
}

/// How a body is set on a call.
pub(super) enum Set {
    /// `call.json_body(…)`
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

/// `.json_body("application/json", body)`; `of_type` is the media type that the caller says, of a range.
pub(super) fn apply(
    client: &Client,
    operation: &Operation,
    content: &MediaType,
    value: &TokenStream,
    of_type: Option<&TokenStream>,
) -> TokenStream {
    let MediaType { media_type, payload, .. } = content;
    match (payload, of_type) {
        (Payload::Text, Some(of_type)) => quote!(.within(#media_type, #of_type).text_body(#of_type, #value)),
        (_, Some(of_type)) => quote!(.within(#media_type, #of_type).bytes_body(#of_type, #value)),
        (payload, None) => set(client, operation, media_type, payload, value),
    }
}

fn set(
    client: &Client,
    operation: &Operation,
    media_type: &str,
    payload: &Payload,
    value: &TokenStream,
) -> TokenStream {
    match payload {
        Payload::Json(_) => quote!(.json_body(#media_type, #value)),
        Payload::Xml(_, root) => {
            let root = tables::xml(client, *root);
            quote!(.xml_body(#media_type, #value, #root))
        }
        Payload::Form(_, styles) => {
            let styles = tables::encodings_of(operation, styles);
            quote!(.form_body(#media_type, #value, #styles))
        }
        Payload::Multipart(_) => quote!(.multipart_as(#media_type, #value.into_parts())),
        Payload::AnyMultipart => quote!(.multipart_as(#media_type, #value)),
        Payload::Text => quote!(.text_body(#media_type, #value)),
        Payload::Bytes => quote!(.bytes_body(#media_type, #value)),
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
    let (declared, method) = if mode.is_empty() {
        (quote!(), quote!(<M: runtime::Mode, T>))
    } else {
        (quote!(<M: runtime::Mode>), quote!(<T>))
    };
    let variants = body.contents.iter().map(|content| {
        let MediaType { media_type, variant, payload, .. } = content;
        let said = format!(" {}", crate::docs::code(media_type));
        let ty = match payload {
            Payload::Json(ty) | Payload::Xml(ty, _) | Payload::Form(ty, _) => types::tokens(client, Some(module), ty),
            Payload::Multipart(form) => form_type(client, *form),
            Payload::AnyMultipart => quote!(runtime::Multipart<M>),
            Payload::Text => quote!(String),
            Payload::Bytes => quote!(runtime::Body<M>),
        };
        let of_type = content.is_range().then(|| quote!(String,));
        quote!(#[doc = #said] #variant(#of_type #ty))
    });
    let arms = body.contents.iter().map(|content| {
        let variant = &content.variant;
        let value = match content.payload {
            Payload::Json(_) | Payload::Xml(..) | Payload::Form(..) => quote!(&body),
            _ => quote!(body),
        };
        let (of_type, taken) = match content.is_range() {
            true => (Some(quote!(&media_type)), quote!(media_type, body)),
            false => (None, quote!(body)),
        };
        let set = apply(client, operation, content, &value, of_type.as_ref());
        quote!(Self::#variant(#taken) => call #set)
    });
    let marker = &operation.marker;
    let said = format!(" What `{}` can send.", operation.name);
    let mut items = vec![
        quote!(#[doc = #said] #[derive(Debug)] #[non_exhaustive] pub enum #choice #declared { #(#variants,)* }),
        quote! {
            impl #declared #choice #mode {
                pub(super) fn apply #method (self, call: runtime::Call<#marker, M, T>) -> runtime::Call<#marker, M, T> {
                    match self { #(#arms,)* }
                }
            }
        },
    ];
    let from = |ty: &TokenStream, variant: &VariantName, value: TokenStream| {
        quote! {
            impl #declared From<#ty> for #choice #mode {
                #[inline]
                fn from(body: #ty) -> Self { Self::#variant(#value) }
            }
        }
    };
    for (ty, variant, is_form) in conversions(client, module, body) {
        items.push(from(&ty, variant, quote!(body)));
        // A form can hold a stream, which nobody can copy.
        if !is_form {
            items.push(from(&quote!(&#ty), variant, quote!(body.clone())));
        }
    }
    items
}

/// The types of the media types of a body, and whether each is a multipart form: a value is sent as the first media type that has
/// its type.
fn conversions<'c>(client: &Client, module: &ModuleName, body: &'c Body) -> Vec<(TokenStream, &'c VariantName, bool)> {
    let mut known = BTreeSet::new();
    let mut converted = Vec::new();
    for content in body.contents.iter().filter(|content| !content.is_range()) {
        let (id, ty) = match &content.payload {
            Payload::Json(ty) | Payload::Xml(ty, _) | Payload::Form(ty, _) => match types::resolve(client, ty) {
                Type::Named(id) => (id, types::tokens(client, Some(module), &Type::Named(id))),
                _ => continue,
            },
            Payload::Multipart(form) => (*form, form_type(client, *form)),
            Payload::AnyMultipart | Payload::Text | Payload::Bytes => continue,
        };
        if known.insert(id) {
            converted.push((ty, &content.variant, matches!(content.payload, Payload::Multipart(_))));
        }
    }
    converted
}
