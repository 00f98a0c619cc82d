//! Responses: how an operation decodes them, and the enum of its successes.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::views::chosen;
use super::{docs, docs_or, tables, types};
use crate::ir::{Client, Docs, Operation, Reply, Status, Success};
use crate::names::{ModuleName, TypeName, VariantName};

/// `impl<M: runtime::Mode> runtime::Operation<M> for GetPet { … }`
pub(super) fn implementation(client: &Client, module: &ModuleName, operation: &Operation) -> TokenStream {
    let Operation { marker, constant, success, output, .. } = operation;
    let (output, decode) = match (output, success.as_slice()) {
        (None, [first, ..]) => {
            (reply_type(client, module, &first.reply), chosen(client, operation, &first.reply, &first.representations))
        }
        (Some(output), all) => {
            let streams = all.iter().any(|success| success.reply.is_streamed());
            let arguments = if streams { quote!(<M>) } else { quote!() };
            let arms = all.iter().map(|success| {
                let Success { status, variant, reply, .. } = success;
                let pattern = pattern(*status);
                let read = chosen(client, operation, reply, &success.representations);
                let is_simple = success.representations.len() < 2;
                match reply {
                    Reply::Empty => quote!(#pattern => reply.empty().map(|()| #output::#variant)),
                    reply if is_simple => {
                        let read = match streamed(reply, operation.stream_end.as_deref()) {
                            Some(stream) => quote!(Ok(#output::#variant(#stream))),
                            None => quote!(#read.map(#output::#variant)),
                        };
                        quote!(#pattern => #read)
                    }
                    _ => quote!(#pattern => (#read).map(#output::#variant)),
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

pub(super) fn pattern(status: Status) -> TokenStream {
    match status {
        Status::Code(code) => {
            let code = Literal::u16_unsuffixed(code);
            quote!(#code)
        }
        Status::Range(class) => {
            let first = Literal::u16_unsuffixed(u16::from(class) * 100);
            let last = Literal::u16_unsuffixed(u16::from(class) * 100 + 99);
            quote!(#first..=#last)
        }
        Status::Default => quote!(_),
    }
}

pub(super) fn reply_type(client: &Client, module: &ModuleName, reply: &Reply) -> TokenStream {
    match reply {
        Reply::Empty => quote!(()),
        Reply::Json(ty) | Reply::Loose(ty) | Reply::Xml(ty, _) => types::tokens(client, Some(module), ty),
        Reply::Text => quote!(String),
        Reply::Stream => quote!(runtime::ByteStream<M>),
        Reply::Events(None) => quote!(runtime::EventStream<M>),
        Reply::Events(Some(ty)) | Reply::Lines(ty) => {
            let ty = types::tokens(client, Some(module), ty);
            quote!(runtime::ItemStream<#ty, M>)
        }
    }
}

/// How a response is read: a `Result`. `end` is the data that ends a stream of items.
pub(super) fn read(client: &Client, reply: &Reply, end: Option<&str>) -> TokenStream {
    if let Some(stream) = streamed(reply, end) {
        return quote!(Ok(#stream));
    }
    match reply {
        Reply::Empty => quote!(reply.empty()),
        Reply::Json(_) => quote!(reply.json()),
        Reply::Loose(_) => quote!(reply.loose()),
        Reply::Xml(_, root) => {
            let root = tables::xml(client, *root);
            quote!(reply.xml(#root))
        }
        Reply::Text | Reply::Stream | Reply::Events(_) | Reply::Lines(_) => quote!(reply.text()),
    }
}

/// A body that is handed out as it arrives, which cannot fail.
fn streamed(reply: &Reply, end: Option<&str>) -> Option<TokenStream> {
    let ending = end.map(|end| quote!(.ending(#end)));
    match reply {
        Reply::Stream => Some(quote!(reply.stream())),
        Reply::Events(None) => Some(quote!(reply.events())),
        Reply::Events(Some(_)) => Some(quote!(reply.json_events() #ending)),
        Reply::Lines(_) => Some(quote!(reply.json_lines() #ending)),
        _ => None,
    }
}

/// The enum of success responses that differ.
pub(super) fn output(client: &Client, module: &ModuleName, operation: &Operation, name: &TypeName) -> TokenStream {
    let streaming = operation.success.iter().any(|success| success.reply.is_streamed());
    let declared = if streaming { quote!(<M: runtime::Mode>) } else { quote!() };
    let derives = if streaming { quote!(Debug) } else { quote!(Clone, Debug, PartialEq) };
    let variants = operation.success.iter().map(|Success { status, variant, docs: said, reply, .. }| {
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
pub(super) fn status_docs(said: &Docs, status: Status, variant: &VariantName) -> TokenStream {
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

/// What the document shows of what a call returns, for tests.
pub(super) fn example_of_reply(operation: &Operation) -> Option<TokenStream> {
    let marker = &operation.marker;
    let (success, made) = match &operation.output {
        None => (operation.success.first()?, quote!(#marker)),
        Some(output) => {
            let shown = operation.success.iter().find(|success| success.example.is_some())?;
            let variant = &shown.variant;
            (shown, quote!(#marker: #output::#variant))
        }
    };
    let example = raw_literal(&success.example.as_ref()?.to_string())?;
    Some(quote!(#[cfg(feature = "test-util")] runtime::example!(#made, #example);))
}

/// How a mock replies with what a call returns: `runtime::mock_output!(CreatePetOutput { Created(value): 201, NoContent: 204 });`
pub(super) fn mocked(operation: &Operation) -> Option<TokenStream> {
    let output = operation.output.as_ref()?;
    let variants = operation.success.iter().map(|Success { status, variant, reply, .. }| {
        let value = match reply {
            Reply::Empty => quote!(),
            Reply::Json(_) | Reply::Loose(_) | Reply::Text | Reply::Xml(..) => quote!((value)),
            Reply::Stream | Reply::Events(_) | Reply::Lines(_) => return None,
        };
        let status = Literal::u16_unsuffixed(status_of(*status, &operation.success)?);
        Some(quote!(#variant #value: #status))
    });
    let variants: Vec<TokenStream> = variants.collect::<Option<_>>()?;
    Some(quote!(#[cfg(feature = "test-util")] runtime::mock_output!(#output { #(#variants,)* });))
}

/// A status of success that is read as this one: no more exact one of the operation covers it.
fn status_of(status: Status, all: &[Success]) -> Option<u16> {
    let is_taken = |code: u16| all.iter().any(|one| one.status < status && one.status.has(code));
    (200..400).find(|&code| status.has(code) && !is_taken(code))
}

/// `r#"…"#`, with as many marks as a text without line ends needs.
fn raw_literal(text: &str) -> Option<Literal> {
    let marks = (1..).map(|count| "#".repeat(count)).find(|marks| !text.contains(&format!("\"{marks}")))?;
    format!("r{marks}\"{text}\"{marks}").parse().ok()
}
