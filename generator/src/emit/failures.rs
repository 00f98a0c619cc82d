//! Failures: the enum of the documented ones, and how an error becomes one. What several operations have stands in `failures`.

use proc_macro2::TokenStream;
use quote::quote;

use super::responses::{pattern, reply_type, status_docs};
use super::shared::Kind;
use super::{Emitted, tables, types};
use crate::ir::{Client, Failure, Operation, Reply, SharedFailures, Status, Type};
use crate::names::{ModuleName, TypeName};

/// The module of the failures that several operations have.
pub(super) const MODULE: &str = "failures";

/// `src/failures.rs`
pub(super) fn module(client: &Client) -> Option<Emitted<'_>> {
    let kind = Kind {
        module: MODULE,
        what: "Failures",
        all: |client| client.failures.as_slice(),
        resources: |one| &one.resources,
        items: shared,
    };
    kind.emitted(client)
}

/// The enum of what several operations have, and how an error becomes one.
fn shared(client: &Client, shared: &SharedFailures) -> [TokenStream; 2] {
    let SharedFailures { name, documented, other, .. } = shared;
    let failures = Failures { client, module: &ModuleName::new(MODULE), name, documented, other: other.as_ref() };
    let found = failures.found();
    [
        failures.definition(" Documented failures of several operations."),
        quote! {
            impl #name {
                #[doc(hidden)]
                #[inline]
                pub fn of(error: &runtime::Error) -> Option<Result<Self, runtime::DecodeError>> {
                    #found
                }
            }
        },
    ]
}

/// The type of an operation's failures, and how an error becomes one.
pub(super) fn own(client: &Client, module: &ModuleName, operation: &Operation, name: &TypeName) -> [TokenStream; 2] {
    let Operation { marker, failures: documented, other_failure, .. } = operation;
    let said = format!(" The documented failures of `{}`.", operation.name);
    let shared = operation.shared_failures.and_then(|index| client.failures.get(index));
    let (definition, found) = match shared {
        Some(SharedFailures { name: shared, .. }) => {
            (quote!(#[doc = #said] pub type #name = crate::failures::#shared;), quote!(#name::of(error)))
        }
        None => {
            let failures = Failures { client, module, name, documented, other: other_failure.as_ref() };
            (failures.definition(&said), failures.found())
        }
    };
    let gives = match other_failure {
        Some(_) => {
            " The failure that an error of this operation holds; `None` where its status is not documented and its body is none that others have."
        }
        None => {
            " The documented failure that an error of this operation holds; `None` where its status is not documented."
        }
    };
    [
        definition,
        quote! {
            impl #marker {
                #[doc = #gives]
                #[doc = ""]
                #[doc = " # Errors"]
                #[doc = " The body is not what the document says, or has nothing of it."]
                #[inline]
                pub fn failure(error: &runtime::Error) -> Option<Result<#name, runtime::DecodeError>> {
                    #found
                }
            }
        },
    ]
}

/// An enum of failures, in its module.
#[derive(Clone, Copy)]
struct Failures<'c> {
    client: &'c Client,
    module: &'c ModuleName,
    name: &'c TypeName,
    documented: &'c [Failure],
    other: Option<&'c Type>,
}

impl Failures<'_> {
    fn definition(self, said: &str) -> TokenStream {
        let Self { client, module, name, documented, other } = self;
        let documented = documented.iter().filter(|failure| failure.reply != Reply::Empty);
        let variants = documented.map(|Failure { status, variant, docs: said, reply }| {
            let said = status_docs(said, *status, variant);
            let ty = reply_type(client, module, reply);
            quote!(#said #variant(#ty))
        });
        let other = other.map(|ty| {
            let ty = types::tokens(client, Some(module), ty);
            quote!(#[doc = " A status whose body is not documented, with the body that others have."] Other(::http::StatusCode, #ty),)
        });
        quote!(#[doc = #said] #[derive(Clone, Debug, PartialEq)] #[non_exhaustive] pub enum #name { #(#variants,)* #other })
    }

    /// What `error` holds: an expression.
    fn found(self) -> TokenStream {
        let Self { client, name, documented, other, .. } = self;
        let arms = Failure::deciding(documented).map(|failure| {
            let Failure { status, variant, reply, .. } = failure;
            let pattern = pattern(*status);
            let read = match reply {
                Reply::Xml(_, root) => {
                    let root = tables::xml(client, *root);
                    quote!(error.xml(#root))
                }
                Reply::Text => quote!(error.text()),
                Reply::Json(_) => quote!(error.documented()),
                _ => return quote!(#pattern => None),
            };
            quote!(#pattern => Some(#read.map(#name::#variant)))
        });
        let has_default = Failure::deciding(documented).any(|one| one.status == Status::Default);
        let rest = match other {
            Some(_) => quote!(error.undocumented().map(|(status, value)| Ok(#name::Other(status, value)))),
            None => quote!(None),
        };
        let arms: Vec<TokenStream> = arms.collect();
        let otherwise = (!has_default).then(|| quote!(_ => #rest,));
        match arms.is_empty() {
            true => rest,
            false => quote!(match error.refused()? { #(#arms,)* #otherwise }),
        }
    }
}
