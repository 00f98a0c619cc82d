//! The module of the webhooks: the enum of the events, and the types that only they have.

use std::collections::BTreeMap;

use proc_macro2::TokenStream;
use quote::quote;

use super::files::File;
use super::{Content, Emitted, Items, deprecated, docs, docs_or, types};
use crate::docs::code;
use crate::ir::{Callback, CalledBody, Client, Docs, Event, OptionalRuntime, TypeDef, Webhooks};
use crate::names::{FileName, ModuleName};

/// `src/webhooks.rs`, and its files.
pub(super) fn modules(client: &Client) -> Vec<Emitted<'_>> {
    let Some(webhooks) = &client.webhooks else { return Vec::new() };
    let content = Content::Rust(head(client, webhooks), Items::of(move || items(client, webhooks)));
    let module = Emitted { path: format!("src/{}.rs", webhooks.module), content };
    let files = files(client, webhooks).into_iter().map(|file| file.emitted(client, Some(&webhooks.module)));
    std::iter::once(module).chain(files).collect()
}

fn items(client: &Client, webhooks: &Webhooks) -> Vec<TokenStream> {
    let here: Vec<&TypeDef> = types_of(client, webhooks).filter(|def| def.file.is_none()).collect();
    let mut items = vec![definition(client, webhooks), methods(webhooks)];
    items.extend(types::definitions(client, &here, None));
    let mut all = super::files::imports(false, &items);
    let files = files(client, webhooks);
    all.push(files.iter().map(File::declared).collect());
    all.push(files.iter().map(File::re_exported).collect());
    let signatures = client.optional_runtime.contains(&OptionalRuntime::Signatures);
    all.extend(signatures.then(|| {
        quote! {
            #[cfg(feature = "webhooks")]
            pub use crate::webhook_signature::{HmacSha256, SignatureError, StandardWebhooks};
        }
    }));
    all.extend(items);
    all
}

fn types_of<'c>(client: &'c Client, webhooks: &Webhooks) -> impl Iterator<Item = &'c TypeDef> {
    client.types.values().filter(|def| def.module.as_ref() == Some(&webhooks.module))
}

fn files<'c>(client: &'c Client, webhooks: &Webhooks) -> Vec<File<'c>> {
    let mut files: BTreeMap<&FileName, Vec<&TypeDef>> = BTreeMap::new();
    for def in types_of(client, webhooks) {
        if let Some(file) = &def.file {
            files.entry(file).or_default().push(def);
        }
    }
    files.into_iter().map(|(name, defs)| types::file(client, name, defs)).collect()
}

/// The docs of the module, with an example.
fn head(client: &Client, webhooks: &Webhooks) -> TokenStream {
    let (module, name) = (&webhooks.module, &webhooks.name);
    let krate = super::example::krate(client);
    let read = match (&webhooks.tag, webhooks.events.first()) {
        (Some(_), _) => format!("{name}::decode(body)?"),
        (None, first) => format!("{name}::parse({:?}, body)?", first.map_or("", |event| event.name.as_str())),
    };
    let first = webhooks.events.first().map(|event| match event.body {
        CalledBody::Empty => format!("        {name}::{} => {{}}", event.variant),
        _ => format!("        {name}::{}(event) => println!(\"{{event:?}}\"),", event.variant),
    });
    let mut lines = vec![
        format!("The webhooks of the API: requests that the server sends. [`{name}`] has a variant for each event."),
        String::new(),
    ];
    if client.optional_runtime.contains(&OptionalRuntime::Signatures) {
        lines.extend(["The feature `webhooks` adds what verifies their signatures.".to_owned(), String::new()]);
    }
    lines.extend([
        super::example::fence(client, ""),
        "# #![allow(deprecated)]".to_owned(),
        format!("use {krate}::{module}::{name};"),
        String::new(),
        format!("fn receive(body: &[u8]) -> Result<(), {krate}::DecodeError> {{"),
        format!("    match {read} {{"),
    ]);
    lines.extend(first);
    lines.push(format!(
        "        {name}::Unknown(body) => println!(\"{{}} bytes of an event that is newer\", body.len()),"
    ));
    lines.extend(["        _ => {}", "    }", "    Ok(())", "}", "```"].map(str::to_owned));
    let lines = lines.iter().map(|line| if line.is_empty() { String::new() } else { format!(" {line}") });
    quote!(#(#![doc = #lines])*)
}

fn definition(client: &Client, webhooks: &Webhooks) -> TokenStream {
    let name = &webhooks.name;
    let variants = webhooks.events.iter().map(|event| {
        let Event { name, variant, docs: said, deprecated: old, body, .. } = event;
        let mut said = said.clone();
        let gap = (!said.0.is_empty()).then(String::new);
        said.0.extend(gap.into_iter().chain([format!("The event {}.", code(name))]));
        let (said, old) = (docs(&said), deprecated(*old));
        match body_type(client, &webhooks.module, body) {
            Some(ty) => quote!(#said #old #variant(#ty)),
            None => quote!(#said #old #variant),
        }
    });
    quote! {
        #[doc = " A request that the server sends: an event."]
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        pub enum #name {
            #(#variants,)*
            #[doc = " Any other event: its body as it was received."]
            Unknown(::bytes::Bytes),
        }
    }
}

/// The type of a body; `None`: there is none.
fn body_type(client: &Client, module: &ModuleName, body: &CalledBody) -> Option<TokenStream> {
    match body {
        CalledBody::Empty => None,
        CalledBody::Json(ty) => Some(types::tokens(client, Some(module), ty)),
        CalledBody::Text => Some(quote!(String)),
        CalledBody::Bytes => Some(quote!(::bytes::Bytes)),
    }
}

fn methods(webhooks: &Webhooks) -> TokenStream {
    let name = &webhooks.name;
    let names = webhooks.events.iter().map(|event| &event.name);
    let arms = webhooks.events.iter().map(|event| {
        let Event { name, variant, body, is_optional, .. } = event;
        let read = match body {
            CalledBody::Empty => quote!(Self::#variant),
            CalledBody::Json(_) => quote!(Self::#variant(runtime::from_json(body)?)),
            CalledBody::Text => quote!(match std::str::from_utf8(body) {
                Ok(text) => Self::#variant(text.to_owned()),
                Err(_) => return Err(runtime::DecodeError::expected("text", "bytes that are not UTF-8")),
            }),
            CalledBody::Bytes => quote!(Self::#variant(::bytes::Bytes::copy_from_slice(body))),
        };
        // A body that may be absent is no JSON then.
        let given = (*is_optional && matches!(body, CalledBody::Json(_))).then(|| quote!(if !body.is_empty()));
        quote!(#name #given => #read)
    });
    let variants = webhooks.events.iter().map(|event| {
        let Event { name, variant, body, .. } = event;
        let inside = (*body != CalledBody::Empty).then(|| quote!((_)));
        quote!(Self::#variant #inside => Some(#name))
    });
    let decode = decode(webhooks);
    quote! {
        impl #name {
            #[doc = " The names of the events: the keys under `webhooks` in the API's document."]
            pub const NAMES: &'static [&'static str] = &[#(#names),*];

            #[doc = " Reads the body of an event by its name, one of [`NAMES`](Self::NAMES). Any other name is `Unknown`, and so is an \
                      empty body where the document allows it."]
            #[doc = ""]
            #[doc = " # Errors"]
            #[doc = " The body of a documented event is not as documented."]
            #[inline]
            pub fn parse(name: &str, body: &[u8]) -> Result<Self, runtime::DecodeError> {
                Ok(match name {
                    #(#arms,)*
                    _ => Self::Unknown(::bytes::Bytes::copy_from_slice(body)),
                })
            }

            #decode

            #[doc = " The name of the event, one of [`NAMES`](Self::NAMES); `None` for an unknown one."]
            #[inline]
            pub fn name(&self) -> Option<&'static str> {
                match self {
                    #(#variants,)*
                    Self::Unknown(_) => None,
                }
            }
        }
    }
}

/// `decode`, where a property tells the events apart.
fn decode(webhooks: &Webhooks) -> Option<TokenStream> {
    let tag = webhooks.tag.as_ref()?;
    let (pointer, told) = (&tag.pointer, webhooks.events.iter().filter(|event| !event.tags.is_empty()));
    let arms = told.map(|event| {
        let (name, tags) = (&event.name, &event.tags);
        quote!(Some(#(#tags)|*) => Self::parse(#name, body))
    });
    let mut lines = vec![format!("Reads the body of an event, which {} identifies.", code(pointer))];
    let others: Vec<String> =
        webhooks.events.iter().filter(|event| event.tags.is_empty()).map(|event| code(&event.name)).collect();
    lines.push(match others.as_slice() {
        [] => "Any other value is `Unknown`.".to_owned(),
        others => format!(
            "Any other body is `Unknown`, and so are these events, which [`parse`](Self::parse) reads by name: {}.",
            others.join(", ")
        ),
    });
    lines.extend(["", "# Errors", "The body is no JSON, or not as documented for its event."].map(str::to_owned));
    let said = docs(&Docs(lines));
    Some(quote! {
        #said
        #[inline]
        pub fn decode(body: &[u8]) -> Result<Self, runtime::DecodeError> {
            let value: runtime::Value = runtime::from_json(body)?;
            let tag = value.pointer(#pointer).map(|tag| tag.as_str().map_or_else(|| tag.to_string(), str::to_owned));
            match tag.as_deref() {
                #(#arms,)*
                _ => Ok(Self::Unknown(::bytes::Bytes::copy_from_slice(body))),
            }
        }
    })
}

/// `pub type SubscribeDone = types::Event;`, where a callback has a body that has another name.
pub(super) fn callback(client: &Client, module: &ModuleName, callback: &Callback) -> Option<TokenStream> {
    let Callback { name, word, docs: said, deprecated: old, body, .. } = callback;
    let ty = body_type(client, module, body).filter(|_| callback.has_alias)?;
    let (said, old) = (docs_or(said, &format!("The body of the callback {}.", code(word))), deprecated(*old));
    Some(quote!(#said #old pub type #name = #ty;))
}

/// What the docs of an operation say of its callbacks, a line each.
pub(super) fn docs_of_callbacks(module: &ModuleName, callbacks: &[Callback]) -> Vec<String> {
    let line = |callback: &Callback| {
        let Callback { name, word, route, body, .. } = callback;
        let body = match body {
            CalledBody::Empty => String::new(),
            _ => format!(", with a body of {}", super::said::link(module, name.as_str())),
        };
        format!("The server calls back: {}, {}{body}.", code(word), code(route))
    };
    callbacks.iter().map(line).collect()
}
