//! Views of a call: a method for each representation of a response.

use proc_macro2::TokenStream;
use quote::quote;

use super::responses::{read, reply_type};
use super::tables;
use crate::docs::code;
use crate::ir::{Client, Docs, Operation, Reply, Representation, Switch, SwitchValue, View};
use crate::names::ModuleName;

/// ```text
/// impl<M: runtime::Mode, T> runtime::Call<Chat, M, T> {
///     pub fn events(self) -> runtime::Call<Chat, M, runtime::ItemStream<Piece, M>> { … }
/// }
/// ```
pub(super) fn views(client: &Client, module: &ModuleName, operation: &Operation) -> Option<TokenStream> {
    let marker = &operation.marker;
    let methods: Vec<TokenStream> = operation.views.iter().map(|one| view(client, module, operation, one)).collect();
    let methods = (!methods.is_empty()).then_some(methods)?;
    Some(quote!(impl<M: runtime::Mode, T> runtime::Call<#marker, M, T> { #(#methods)* }))
}

fn view(client: &Client, module: &ModuleName, operation: &Operation, view: &View) -> TokenStream {
    let View { name, media_type, accept, reply, representations, switch } = view;
    let marker = &operation.marker;
    let given = reply_type(client, module, reply);
    let streamed = reply.is_streamed();
    let mut said = format!(" Asks for {}: {}.", code(media_type), words(reply));
    let switch = switch.as_ref().map(|switch| {
        let (set, name) = switched(operation, switch);
        said.push_str(&format!(" Sets {} of the request.", code(&name)));
        set
    });
    let read = chosen(client, operation, reply, representations);
    quote! {
        #[doc = #said]
        pub fn #name(self) -> runtime::Call<#marker, M, #given> {
            self #switch .view(#accept, #streamed, |reply| #read)
        }
    }
}

/// The docs of a method: those of the operation, and the names of its views.
pub(super) fn docs_of_call(operation: &Operation) -> Docs {
    let mut all = operation.docs.clone();
    if !operation.views.is_empty() {
        let named = operation.views.iter().map(|view| format!("`.{}()` for {}", view.name, code(&view.media_type)));
        let named: Vec<String> = named.collect();
        all.0.extend([String::new(), format!("Views of the call: {}.", named.join(", "))]);
    }
    all
}

/// How what switches the server is set, and its name.
fn switched(operation: &Operation, switch: &Switch) -> (TokenStream, String) {
    match switch {
        Switch::Field { media_type, pointer, value } => {
            let value = match value {
                SwitchValue::Flag(flag) => flag.to_string(),
                SwitchValue::Text(text) => serde_json::Value::from(text.as_str()).to_string(),
            };
            (quote!(.switch(#media_type, #pointer, #value)), pointer.trim_start_matches('/').to_owned())
        }
        Switch::Param(index, value) => {
            let name = operation.params.get(*index).map(|param| param.wire.clone()).unwrap_or_default();
            let index = tables::index_literal(*index);
            let value = match value {
                SwitchValue::Flag(flag) => quote!(#flag),
                SwitchValue::Text(text) => quote!(#text),
            };
            (quote!(.param(#index, &#value)), name)
        }
    }
}

fn words(reply: &Reply) -> &'static str {
    match reply {
        Reply::Empty => "nothing",
        Reply::Json(_) | Reply::Loose(_) | Reply::Xml(..) => "the value",
        Reply::Text => "the text",
        Reply::Stream => "the bytes as they arrive",
        Reply::Events(_) => "the events as they arrive",
        Reply::Lines(_) => "the lines as they arrive",
    }
}

/// How a response is read by the media type that came: of several, the first one is read as `first`.
pub(super) fn chosen(client: &Client, operation: &Operation, first: &Reply, all: &[Representation]) -> TokenStream {
    let end = operation.stream_end.as_deref();
    let arms: Vec<TokenStream> = all
        .iter()
        .enumerate()
        .skip(1)
        .filter(|(_, one)| one.reply.as_ref() != Some(first))
        .map(|(index, Representation { media_type, reply, view })| {
            let index = tables::index_literal(index);
            if let Some(reply) = reply {
                let read = read(client, reply, end);
                return quote!(#index => #read,);
            }
            let view = view.as_ref().map(ToString::to_string).unwrap_or_default();
            match is_maybe_json(first, media_type) {
                true => quote!(#index => reply.json().map_err(|_| reply.elsewhere(#view)),),
                false => quote!(#index => Err(reply.elsewhere(#view)),),
            }
        })
        .collect();
    let read = read(client, first, end);
    if arms.is_empty() {
        return read;
    }
    let documented = all.iter().map(|one| one.media_type.as_str());
    quote!(match reply.representation(&[#(#documented),*]) { #(#arms)* _ => #read })
}

/// Servers call JSON this, too.
fn is_maybe_json(first: &Reply, media_type: &str) -> bool {
    let is_unspecific = ["text/plain", "application/octet-stream"].iter().any(|one| media_type.starts_with(one));
    matches!(first, Reply::Json(_)) && is_unspecific
}
