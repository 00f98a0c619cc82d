//! `lib.rs`: the client, its builder, and the modules.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use super::quickstart::Quickstart;
use super::{Content, Emitted, Items, deprecated, docs, gate, summary, tables};
use crate::ir::{Client, Credential, CredentialKind, Docs, Module, OptionalRuntime, Resource};

/// `src/lib.rs`
pub(super) fn library<'c>(client: &'c Client, start: Option<&Quickstart<'_>>) -> Emitted<'c> {
    let content = Content::Rust(head(client, start), Items::of(|| items(client)));
    Emitted { path: "src/lib.rs".to_owned(), content }
}

fn items(client: &Client) -> Vec<TokenStream> {
    if client.types_only {
        return [vec![modules(client), re_exports(OF_TYPES)], kept(client)].concat();
    }
    let mut items = vec![modules(client), uses()];
    items.extend(kept(client));
    items.push(api(client));
    items.extend(tables::security(client));
    items.push(accessors(client));
    items.extend(setters(client));
    if client.module.is_none() {
        items.push(examples(client));
    }
    items
}

fn head(client: &Client, start: Option<&Quickstart<'_>>) -> TokenStream {
    let mut lines = client.docs.0.clone();
    if client.module.is_none() {
        lines.extend(start.into_iter().flat_map(Quickstart::docs));
    }
    if !client.left_out.is_empty() {
        lines.extend([String::new(), "# Left out".to_owned(), String::new()]);
        lines.extend(client.left_out.iter().map(|left| format!("- {left}")));
    }
    let lines = lines.iter().map(|line| if line.is_empty() { String::new() } else { format!(" {line}") });
    // Of a crate that is not ours only the module is: its limit is set at its root, and nobody has to use all of the module. Types use a
    // part of what files of the runtime have, whose docs link the rest.
    let is_part = client.module.is_some() || client.types_only;
    let part = is_part.then(|| quote!(#![allow(dead_code, unreachable_pub, unused_imports)]));
    let links = client.types_only.then(|| quote!(#![allow(rustdoc::broken_intra_doc_links)]));
    let limit = client.recursion_limit.filter(|_| client.module.is_none()).map(|limit| {
        let limit = limit.to_string();
        quote!(#![recursion_limit = #limit])
    });
    quote! {
        #(#![doc = #lines])*
        #![forbid(unsafe_code)]
        #![deny(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
        #![allow(deprecated, clippy::too_many_arguments, clippy::large_enum_variant, clippy::match_overlapping_arm, clippy::module_inception)]
        #![allow(rustdoc::redundant_explicit_links)]
        #part
        #links
        #limit
    }
}

fn modules(client: &Client) -> TokenStream {
    let resources = client.resources.iter().map(|resource| {
        let (gate, module) = (gate(feature(resource)), &resource.module);
        quote!(#gate pub mod #module;)
    });
    let optional = client.optional_runtime.iter().map(|part| match part {
        OptionalRuntime::Dates(_) => quote!(
            pub mod datetime;
        ),
        OptionalRuntime::Uuids => quote!(
            pub mod identifier;
        ),
        OptionalRuntime::Signatures => quote!(
            #[cfg(feature = "webhooks")]
            mod webhook_signature;
        ),
        OptionalRuntime::Xml => {
            // The tables of operations whose feature is off are of no use.
            let gated = client.resources.iter().any(|resource| resource.feature.is_some());
            let allowed = gated.then(|| quote!(#[allow(dead_code)]));
            quote!(pub mod xml; #allowed mod xml_tables;)
        }
    });
    let webhooks = client.webhooks.iter().map(|webhooks| {
        let module = &webhooks.module;
        quote!(pub mod #module;)
    });
    let foreign = (!client.foreign.is_empty()).then(|| {
        quote!(
            mod foreign;
        )
    });
    let shared =
        [(super::failures::MODULE, client.failures.is_empty()), (super::headers::MODULE, client.headers.is_empty())];
    let shared = shared.into_iter().filter(|(_, is_empty)| !is_empty).map(|(module, _)| {
        let module = Ident::new(module, Span::call_site());
        quote!(pub mod #module;)
    });
    quote!(#(#optional)* #foreign pub mod runtime; pub mod types; #(#shared)* #(#resources)* #(#webhooks)*)
}

fn feature(resource: &Resource) -> Option<&str> {
    resource.feature.as_ref().map(|feature| feature.name.as_str())
}

fn kept(client: &Client) -> Vec<TokenStream> {
    let module = |Module { name, docs: said, feature }: &Module| {
        let said = docs(said);
        let gate = gate(feature.as_deref());
        quote!(#said #gate pub mod #name;)
    };
    client.modules.iter().map(module).collect()
}

/// What callers name of the runtime, under the root of the crate. It is the same list for every document, so no name comes and goes
/// with an operation.
const RE_EXPORTS: &[&str] = &[
    "ApiOperation",
    "Attempt",
    "Base64",
    "Base64Url",
    "BlockingTokenSource",
    "BlockingTransport",
    "Body",
    "ByteStream",
    "Call",
    "CallWithResponse",
    "Credential",
    "DecodeError",
    "Error",
    "ErrorKind",
    "Event",
    "EventStream",
    "Files",
    "FilesOr",
    "ItemStream",
    "JsonObject",
    "Map",
    "Multipart",
    "OAuthGrant",
    "OutgoingRequest",
    "PageItems",
    "Pages",
    "Part",
    "Position",
    "Problem",
    "Response",
    "Secret",
    "Token",
    "TokenSource",
    "Tolerance",
    "Transport",
    "Value",
    "from_json",
    "to_json",
];

/// The same of a crate of types, whose runtime reads and writes JSON.
const OF_TYPES: &[&str] =
    &["DecodeError", "EncodeError", "JsonObject", "Map", "Problem", "Value", "from_json", "to_json"];

fn re_exports(names: &[&str]) -> TokenStream {
    let uses = names.iter().map(|name| {
        // The page of another crate's type would stand here once more.
        let linked = (*name == "Value").then(|| quote!(#[doc(no_inline)]));
        let name = Ident::new(name, Span::call_site());
        quote!(#linked pub use runtime::#name;)
    });
    quote!(#(#uses)*)
}

fn uses() -> TokenStream {
    let names = re_exports(RE_EXPORTS);
    quote! {
        #names

        #[doc = " The client: cheap to clone, safe to share."]
        pub type Client = runtime::Client<runtime::Async>;

        #[doc = " Makes a [`Client`]."]
        pub type ClientBuilder = runtime::ClientBuilder<runtime::Async>;

        #[doc = " The same client for programs without an async runtime."]
        #[cfg(feature = "blocking")]
        pub mod blocking {
            #[doc = " The client: cheap to clone, safe to share."]
            pub type Client = crate::runtime::Client<crate::runtime::Blocking>;

            #[doc = " Makes a [`Client`]."]
            pub type ClientBuilder = crate::runtime::ClientBuilder<crate::runtime::Blocking>;
        }
    }
}

fn api(client: &Client) -> TokenStream {
    let servers = tables::servers(&client.servers);
    let schemes = tables::schemes(&client.auth);
    quote! {
        static API: runtime::Api = runtime::Api {
            name: env!("CARGO_PKG_NAME"),
            version: env!("CARGO_PKG_VERSION"),
            servers: #servers,
            schemes: #schemes,
        };
    }
}

fn accessors(client: &Client) -> TokenStream {
    let accessors = client.resources.iter().map(|resource| {
        let Resource { module, name, docs: said, .. } = resource;
        let gate = gate(feature(resource));
        let said = docs(&summary(said));
        quote! {
            #said
            #gate
            pub fn #module(&self) -> #module::#name<'_, M> { #module::#name::new(self) }
        }
    });
    let settings = client.tolerance.iter().map(|(setting, tolerate)| {
        let setting = Ident::new(setting, Span::call_site());
        quote!(.#setting(#tolerate))
    });
    let tolerant = match client.tolerance.is_empty() {
        true => quote!(),
        false => quote!(.tolerant(runtime::Tolerance::default() #(#settings)*)),
    };
    let idempotency = client.idempotency_header.as_ref().map(|name| quote!(.idempotency_header(#name)));
    quote! {
        impl<M: runtime::Mode> runtime::Client<M> {
            #[doc = " Begins a client of this API."]
            pub fn builder() -> runtime::ClientBuilder<M> { runtime::ClientBuilder::new(&API) #tolerant #idempotency }
            #(#accessors)*
        }
    }
}

/// One setter per security scheme.
fn setters(client: &Client) -> Option<TokenStream> {
    let setters = client.auth.iter().filter_map(setter);
    let setters: Vec<TokenStream> = setters.collect();
    (!setters.is_empty()).then(|| quote!(impl<M: runtime::Mode> runtime::ClientBuilder<M> { #(#setters)* }))
}

fn setter(credential: &Credential) -> Option<TokenStream> {
    let Credential { id, setter, docs: said, deprecated: old, used, kind } = credential;
    let mut lines = said.0.clone();
    let what = match kind {
        CredentialKind::ApiKey { name, .. } => format!("Sends this key, unchanged, as {}.", crate::docs::code(name)),
        CredentialKind::Basic => "Sends this user and password (RFC 7617).".to_owned(),
        CredentialKind::Bearer => "Sends this token (RFC 6750).".to_owned(),
        CredentialKind::Http { scheme } => {
            format!("Sends this credential under the scheme {}.", crate::docs::code(scheme))
        }
        CredentialKind::OAuth2(_) => {
            "Sends this OAuth 2 access token, that of a source ([`runtime::Token`]), or those that the client gets for a grant \
             ([`runtime::OAuthGrant`]) and renews."
                .to_owned()
        }
        CredentialKind::OpenIdConnect { .. } => {
            "Sends this OpenID Connect token, that of a source ([`runtime::Token`]), or those that the client gets for a grant \
             ([`runtime::OAuthGrant`]) from the URL given there."
                .to_owned()
        }
        CredentialKind::MutualTls => return None,
    };
    if !lines.is_empty() {
        lines.push(String::new());
    }
    lines.push(what);
    if !used {
        lines.push("No operation asks for it, so `build()` refuses it.".to_owned());
    }
    let (said, old) = (docs(&Docs(lines)), deprecated(*old));
    Some(match kind {
        CredentialKind::ApiKey { .. } => quote! {
            #said
            #old
            #[must_use]
            pub fn #setter(self, key: impl Into<runtime::Secret>) -> Self {
                self.credential(#id, runtime::Credential::ApiKey(key.into()))
            }
        },
        CredentialKind::Basic => quote! {
            #said
            #old
            #[must_use]
            pub fn #setter(self, user: impl Into<String>, password: impl Into<runtime::Secret>) -> Self {
                self.credential(#id, runtime::Credential::Basic { user: user.into(), password: password.into() })
            }
        },
        CredentialKind::OAuth2(_) | CredentialKind::OpenIdConnect { .. } => quote! {
            #said
            #old
            #[must_use]
            pub fn #setter(self, token: impl Into<runtime::Credential>) -> Self {
                self.credential(#id, token.into())
            }
        },
        CredentialKind::Bearer | CredentialKind::Http { .. } | CredentialKind::MutualTls => quote! {
            #said
            #old
            #[must_use]
            pub fn #setter(self, token: impl Into<runtime::Token>) -> Self {
                self.credential(#id, runtime::Credential::Bearer(token.into()))
            }
        },
    })
}

/// Makes rustdoc compile the examples of the README, and nothing else see them.
fn examples(client: &Client) -> TokenStream {
    let gated = client.resources.iter().any(|resource| resource.feature.is_some());
    let when = if gated { quote!(all(doctest, feature = "all-operations")) } else { quote!(doctest) };
    quote! {
        #[cfg(#when)]
        #[doc = include_str!("../README.md")]
        struct Examples;
    }
}
