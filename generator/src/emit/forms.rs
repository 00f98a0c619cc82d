//! Multipart bodies: the struct of the parts, how it is made, and how it becomes a body.

use proc_macro2::TokenStream;
use quote::quote;

use super::structs::{said_of_required, with};
use super::{deprecated, docs, summary, tables, types, wire_docs};
use crate::ir::{Client, FieldEncoding, FormField, FormPart, FormParts, Presence, TypeDef};

/// Files are streamed, so the parts depend on the mode of the client.
///
/// ```text
/// pub struct UploadForm<M: runtime::Mode> { pub file: runtime::Part<M>, pub title: Option<String> }
/// impl<M: runtime::Mode> UploadForm<M> {
///     pub fn new(file: impl Into<runtime::Part<M>>) -> Self;
///     pub fn with_title(self, title: impl Into<String>) -> Self;
///     pub(crate) fn into_parts(self) -> runtime::Multipart<M>;
/// }
/// ```
pub(super) fn form(client: &Client, def: &TypeDef, form: &FormParts) -> Vec<TokenStream> {
    let TypeDef { name, docs: said, .. } = def;
    let said = docs(said);
    let members = form.fields.iter().map(|field| {
        let FormField { name, docs: said, wire, deprecated: old, .. } = field;
        let (said, old) = (wire_docs(said, name.as_str(), wire), deprecated(*old));
        let ty = field_type(client, def, field);
        quote!(#said #old pub #name: #ty)
    });
    let rest = form.rest.iter().map(|rest| {
        let (name, ty) = (&rest.name, part_type(client, def, &rest.part));
        quote!(#[doc = " The parts without a field of their own, by name."] pub #name: runtime::Map<#ty>)
    });
    let members = members.chain(rest);
    let mode = quote!(<M: runtime::Mode>);
    let (declared, applied) = if form.has_streams() { (Some(&mode), Some(quote!(<M>))) } else { (None, None) };
    let default = form.can_default().then(|| {
        quote! {
            impl #declared Default for #name #applied {
                #[inline]
                fn default() -> Self { Self::new() }
            }
        }
    });
    let constructors = constructors(client, def, form);
    let into_parts = into_parts(form);
    let required = required_fields(client, def, form);
    let definition = quote!(#said #[derive(Debug)] #[non_exhaustive] pub struct #name #declared { #(#members,)* });
    let methods = quote!(impl #declared #name #applied { #constructors #into_parts });
    [Some(definition), required, Some(methods), default].into_iter().flatten().collect()
}

/// The struct of the required parts, where the constructor takes them by name.
fn required_fields(client: &Client, def: &TypeDef, form: &FormParts) -> Option<TokenStream> {
    let name = def.required.as_ref()?;
    let members = required(form).map(|field| {
        let FormField { name, docs: said, wire, deprecated: old, .. } = field;
        let (said, old) = (wire_docs(&summary(said), name.as_str(), wire), deprecated(*old));
        let ty = part_type(client, def, &field.part);
        quote!(#said #old pub #name: #ty)
    });
    let said = format!(" {}", said_of_required(def));
    let mode = takes_streams(form).then(|| quote!(<M: runtime::Mode>));
    Some(quote!(#[doc = #said] #[derive(Debug)] pub struct #name #mode { #(#members,)* }))
}

fn required(form: &FormParts) -> impl Iterator<Item = &FormField> {
    form.fields.iter().filter(|field| field.presence == Presence::Required)
}

/// Whether the struct of the required parts depends on the mode of the client.
fn takes_streams(form: &FormParts) -> bool {
    required(form).any(|field| field.part.is_stream())
}

fn constructors(client: &Client, def: &TypeDef, form: &FormParts) -> TokenStream {
    let arguments: Vec<TokenStream> = match &def.required {
        Some(by_name) => {
            let mode = takes_streams(form).then(|| quote!(<M>));
            vec![quote!(required: #by_name #mode)]
        }
        None => required(form)
            .map(|field| {
                let name = &field.name;
                let (ty, _) = argument(client, def, field);
                quote!(#name: #ty)
            })
            .collect(),
    };
    let values = form.fields.iter().map(|field| {
        let name = &field.name;
        match field.presence {
            Presence::Required if def.required.is_some() => quote!(#name: required.#name),
            Presence::Required => {
                let (_, value) = argument(client, def, field);
                quote!(#name: #value)
            }
            Presence::Optional => quote!(#name: None),
        }
    });
    let rest = form.rest.iter().map(|rest| &rest.name).map(|name| quote!(#name: runtime::Map::new()));
    let values = values.chain(rest);
    let optional = form.fields.iter().filter(|field| field.presence == Presence::Optional);
    let setters = optional.map(|field| {
        let FormField { name, docs: said, deprecated: old, .. } = field;
        let (said, old, method) = (docs(&summary(said)), deprecated(*old), with(name));
        let (ty, value) = argument(client, def, field);
        quote! {
            #said #old
            #[must_use]
            #[inline]
            pub fn #method(mut self, #name: #ty) -> Self {
                self.#name = Some(#value);
                self
            }
        }
    });
    quote! {
        #[must_use]
        #[inline]
        pub fn new(#(#arguments),*) -> Self {
            Self { #(#values,)* }
        }
        #(#setters)*
    }
}

/// How a part is taken as an argument, and what it is then.
fn argument(client: &Client, def: &TypeDef, field: &FormField) -> (TokenStream, TokenStream) {
    let name = &field.name;
    match &field.part {
        FormPart::Value(ty, _) => types::argument(client, def.module.as_ref(), ty, &quote!(#name)),
        part => {
            let ty = part_type(client, def, part);
            (quote!(impl Into<#ty>), quote!(#name.into()))
        }
    }
}

fn field_type(client: &Client, def: &TypeDef, field: &FormField) -> TokenStream {
    let ty = part_type(client, def, &field.part);
    match field.presence {
        Presence::Required => ty,
        Presence::Optional => quote!(Option<#ty>),
    }
}

fn part_type(client: &Client, def: &TypeDef, part: &FormPart) -> TokenStream {
    match part {
        FormPart::File(_) | FormPart::Content(_) => quote!(runtime::Part<M>),
        FormPart::Files(_) => quote!(runtime::Files<M>),
        FormPart::FilesOr(_, ty, _) => {
            let ty = types::tokens(client, def.module.as_ref(), ty);
            quote!(runtime::FilesOr<M, #ty>)
        }
        FormPart::Value(ty, _) => types::tokens(client, def.module.as_ref(), ty),
        FormPart::Text(_) => quote!(String),
    }
}

fn into_parts(form: &FormParts) -> TokenStream {
    let method = (!form.has_streams()).then(|| quote!(<M: runtime::Mode>));
    let parts = form.fields.iter().map(|FormField { name, wire, presence, part, .. }| {
        let add = add(part, &quote!(#wire));
        match presence {
            Presence::Required => quote!(let value = self.#name; let parts = #add;),
            Presence::Optional => quote!(let parts = match self.#name { Some(value) => #add, None => parts };),
        }
    });
    let rest = form.rest.iter().map(|rest| {
        let (name, add) = (&rest.name, add(&rest.part, &quote!(&name)));
        quote!(let parts = self.#name.into_iter().fold(parts, |parts, (name, value)| #add);)
    });
    let parts = parts.chain(rest);
    quote! {
        #[inline]
        pub(crate) fn into_parts #method (self) -> runtime::Multipart<M> {
            let parts = runtime::Multipart::new();
            #(#parts)*
            parts
        }
    }
}

/// `parts.file("file", value, &["image/png"])`
fn add(part: &FormPart, name: &TokenStream) -> TokenStream {
    let encoded = |encoding: &Option<FieldEncoding>| match encoding {
        Some(encoding) => {
            let encoding = tables::field_encoding(encoding);
            quote!(Some(&#encoding))
        }
        None => quote!(None),
    };
    match part {
        FormPart::File(allowed) => quote!(parts.file(#name, value, &[#(#allowed),*])),
        FormPart::Content(allowed) => quote!(parts.content(#name, value, &[#(#allowed),*])),
        FormPart::Files(allowed) => quote!(parts.files(#name, value, &[#(#allowed),*])),
        FormPart::FilesOr(allowed, _, encoding) => {
            let encoding = encoded(encoding);
            quote!(parts.files_or(#name, value, &[#(#allowed),*], #encoding))
        }
        FormPart::Value(_, encoding) => {
            let encoding = encoded(encoding);
            quote!(parts.field(#name, &value, #encoding))
        }
        FormPart::Text(media_type) => {
            quote!(parts.part(#name, runtime::Part::value(value).media_type(#media_type)))
        }
    }
}
