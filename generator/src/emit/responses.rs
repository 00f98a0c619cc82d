//! Responses: how an operation decodes them, and the enums of its successes and failures.

use proc_macro2::TokenStream;
use quote::quote;

use super::{docs, docs_or, tables, types};
use crate::ir::{Client, Docs, Failure, Operation, Reply, Status, Success};
use crate::names::{ModuleName, TypeName, VariantName};

/// `impl<M: runtime::Mode> runtime::Operation<M> for GetPet { … }`
pub(super) fn implementation(client: &Client, module: &ModuleName, operation: &Operation) -> TokenStream {
    let Operation { marker, constant, success, output, .. } = operation;
    let (output, decode) = match (output, success.as_slice()) {
        (None, [Success { reply, .. }, ..]) => (reply_type(client, module, reply), {
            let read = read(client, reply);
            quote!(#read)
        }),
        (Some(output), all) => {
            let streams = all.iter().any(|success| success.reply.is_streamed());
            let arguments = if streams { quote!(<M>) } else { quote!() };
            let arms = all.iter().map(|Success { status, variant, reply, .. }| {
                let pattern = pattern(*status);
                match (streamed(reply), reply) {
                    (Some(stream), _) => quote!(#pattern => Ok(#output::#variant(#stream))),
                    (None, Reply::Empty) => quote!(#pattern => reply.empty().map(|()| #output::#variant)),
                    (None, reply) => {
                        let read = read(client, reply);
                        quote!(#pattern => #read.map(#output::#variant))
                    }
                }
            });
            let last = all.iter().any(|success| success.status == Status::Default);
            let otherwise = (!last).then(|| quote!(_ => Err(reply.unexpected()),));
            (quote!(#output #arguments), quote!(match reply.documented() { #(#arms,)* #otherwise }))
        }
        (None, []) => (quote!(()), quote!(reply.empty())),
    };
    quote! {
        impl<M: runtime::Mode> runtime::Operation<M> for #marker {
            const INFO: &'static runtime::OperationInfo = &#constant;
            type Output = #output;
            fn decode(reply: runtime::Reply<M>) -> Result<Self::Output, runtime::Error> {
                #decode
            }
        }
    }
}

fn pattern(status: Status) -> TokenStream {
    match status {
        Status::Code(code) => {
            let code = proc_macro2::Literal::u16_unsuffixed(code);
            quote!(#code)
        }
        Status::Range(class) => {
            let first = proc_macro2::Literal::u16_unsuffixed(u16::from(class) * 100);
            let last = proc_macro2::Literal::u16_unsuffixed(u16::from(class) * 100 + 99);
            quote!(#first..=#last)
        }
        Status::Default => quote!(_),
    }
}

fn reply_type(client: &Client, module: &ModuleName, reply: &Reply) -> TokenStream {
    match reply {
        Reply::Empty => quote!(()),
        Reply::Json(ty) | Reply::Xml(ty, _) => types::tokens(client, Some(module), ty),
        Reply::Text => quote!(String),
        Reply::Stream => quote!(runtime::ByteStream<M>),
        Reply::Events(None) => quote!(runtime::EventStream<M>),
        Reply::Events(Some(ty)) | Reply::Lines(ty) => {
            let ty = types::tokens(client, Some(module), ty);
            quote!(runtime::ItemStream<#ty, M>)
        }
    }
}

fn read(client: &Client, reply: &Reply) -> TokenStream {
    match reply {
        Reply::Empty => quote!(reply.empty()),
        Reply::Json(_) => quote!(reply.json()),
        Reply::Xml(_, root) => {
            let root = tables::xml(client, *root);
            quote!(reply.xml(#root))
        }
        Reply::Text => quote!(reply.text()),
        Reply::Stream | Reply::Events(_) | Reply::Lines(_) => {
            let stream = streamed(reply);
            quote!(Ok(#stream))
        }
    }
}

/// What hands out a body piece by piece, which cannot fail yet.
fn streamed(reply: &Reply) -> Option<TokenStream> {
    match reply {
        Reply::Stream => Some(quote!(reply.stream())),
        Reply::Events(None) => Some(quote!(reply.events())),
        Reply::Events(Some(_)) => Some(quote!(reply.json_events())),
        Reply::Lines(_) => Some(quote!(reply.json_lines())),
        Reply::Empty | Reply::Json(_) | Reply::Xml(..) | Reply::Text => None,
    }
}

/// The enum of success responses that differ.
pub(super) fn output(client: &Client, module: &ModuleName, operation: &Operation, name: &TypeName) -> TokenStream {
    let streaming = operation.success.iter().any(|success| success.reply.is_streamed());
    let declared = if streaming { quote!(<M: runtime::Mode>) } else { quote!() };
    let derives = if streaming { quote!(Debug) } else { quote!(Clone, Debug, PartialEq) };
    let variants = operation.success.iter().map(|Success { status, variant, docs: said, reply }| {
        let said = status_docs(said, *status, variant);
        match reply {
            Reply::Empty => quote!(#said #variant),
            reply => {
                let ty = reply_type(client, module, reply);
                quote!(#said #variant(#ty))
            }
        }
    });
    let said = format!(" The successes of `{}`.", operation.name);
    quote!(#[doc = #said] #[derive(#derives)] #[non_exhaustive] pub enum #name #declared { #(#variants,)* })
}

/// Docs, or the status where the variant does not say it.
fn status_docs(said: &Docs, status: Status, variant: &VariantName) -> TokenStream {
    let text = status_text(status);
    match variant.to_string().to_lowercase().contains(&text.to_lowercase()) {
        true => docs(said),
        false => docs_or(said, &format!("`{text}`")),
    }
}

fn status_text(status: Status) -> String {
    match status {
        Status::Code(code) => code.to_string(),
        Status::Range(class) => format!("{class}XX"),
        Status::Default => "default".to_owned(),
    }
}

/// The enum of documented failures, and how an error becomes one.
pub(super) fn failure(
    client: &Client,
    module: &ModuleName,
    operation: &Operation,
    name: &TypeName,
) -> [TokenStream; 2] {
    let Operation { marker, failures, .. } = operation;
    let variants = failures.iter().map(|Failure { status, variant, docs: said, ty, .. }| {
        let said = status_docs(said, *status, variant);
        let ty = types::tokens(client, Some(module), ty);
        quote!(#said #variant(#ty))
    });
    let arms = failures.iter().map(|Failure { status, variant, xml, .. }| {
        let pattern = pattern(*status);
        let read = match xml {
            Some(root) => {
                let root = tables::xml(client, *root);
                quote!(error.xml(#root))
            }
            None => quote!(error.json()),
        };
        quote!(#pattern => Some(#read.map(#name::#variant)))
    });
    let last = failures.iter().any(|failure| failure.status == Status::Default);
    let otherwise = (!last).then(|| quote!(_ => None,));
    let said = format!(" The documented failures of `{}`.", operation.name);
    [
        quote!(#[doc = #said] #[derive(Clone, Debug, PartialEq)] #[non_exhaustive] pub enum #name { #(#variants,)* }),
        quote! {
            impl #marker {
                #[doc = " The documented failure that an error of this operation holds; `None` where its status is not documented."]
                #[doc = ""]
                #[doc = " # Errors"]
                #[doc = " The body is not what the document says."]
                #[inline]
                pub fn failure(error: &runtime::Error) -> Option<Result<#name, runtime::DecodeError>> {
                    match error.status()?.as_u16() { #(#arms,)* #otherwise }
                }
            }
        },
    ]
}
