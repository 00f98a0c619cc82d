//! The driver of a document: a crate that makes each of its calls through the public API of the generated client, and tells what
//! came back. Everything in it follows from the calls and the client's IR.

mod answers;
mod bodies;
mod call;
mod credentials;
mod parameters;
mod parts;
mod paths;
mod place;
mod values;
mod xml;

use crategen::files::Files;
use crategen::ir::{Client, Operation, Reply, Resource, Segment};
use proc_macro2::{Literal, TokenStream};
use quote::{format_ident, quote};
use serde_json::Value;

use crate::calls::{Call, OperationName};

/// The driver of one document.
#[derive(Debug)]
pub struct Driver {
    /// Its crate.
    pub files: Files,
    /// In the order of the calls, why one cannot be made.
    pub refused: Vec<Option<String>>,
    /// In the order of the calls, the value that the expected text is, where it is XML that the client reads.
    pub from_xml: Vec<Option<Value>>,
}

/// Writes the driver of a client whose package is `package`, in the folder `crates/` beside it.
pub fn write(package: &str, client: &Client, calls: &[&Call]) -> Driver {
    let bodies: Vec<_> = calls.iter().map(|call| body(client, call)).collect();
    let steps = bodies.iter().enumerate().filter_map(|(index, body)| {
        let (name, body) = (format_ident!("step_{index}"), body.as_ref().ok()?);
        Some(quote!(async fn #name(origin: &str) -> Result<Value, String> { #body }))
    });
    let arms = bodies.iter().enumerate().filter(|(_, body)| body.is_ok()).map(|(index, _)| {
        let (name, index) = (format_ident!("step_{index}"), Literal::usize_unsuffixed(index));
        quote!(#index => step_box(async move { #name(&origin).await }))
    });
    let tokens = quote! {
        #![doc = " The calls of one document."]
        #![allow(deprecated, clippy::all)]
        mod support;
        use client::runtime::Value;
        #[doc = " A call that is being made."]
        pub type Step = std::pin::Pin<Box<dyn std::future::Future<Output = Result<Value, String>>>>;
        fn step_box(step: impl std::future::Future<Output = Result<Value, String>> + 'static) -> Step { Box::pin(step) }
        #[doc = " Makes the call of that index, to this origin."]
        pub fn step(index: usize, origin: String) -> Step {
            match index {
                #(#arms,)*
                _ => step_box(async move { let _ = origin; Err("there is no such step".to_owned()) }),
            }
        }
        #(#steps)*
    };
    let files = [
        ("Cargo.toml".to_owned(), manifest(package)),
        ("src/lib.rs".to_owned(), printed(tokens)),
        ("src/support.rs".to_owned(), SUPPORT.to_owned()),
    ];
    let refused = bodies.into_iter().map(Result::err).collect();
    let from_xml = calls.iter().map(|call| from_xml(client, call)).collect();
    Driver { files: files.into_iter().collect(), refused, from_xml }
}

/// What every driver has.
const SUPPORT: &str = include_str!("../driver/support.rs");

fn body(client: &Client, call: &Call) -> Result<TokenStream, String> {
    match find(client, &call.operation) {
        Some((resource, operation)) => call::body(client, resource, operation, call),
        None if call.is_link => call::link(call),
        None => Err("the client does not have the operation".to_owned()),
    }
}

/// The value of the expected text, where the operation reads XML at that status.
fn from_xml(client: &Client, call: &Call) -> Option<Value> {
    let (_, operation) = find(client, &call.operation)?;
    let (status, text) = (call.expected.status, call.expected.text.as_deref()?);
    let root = |reply: &Reply| match reply {
        Reply::Xml(_, root) => Some(*root),
        _ => None,
    };
    let mut successes = operation.success.iter().filter(|success| success.status.has(status));
    let success = successes.find_map(|success| root(&success.reply));
    let failure = || root(&operation.failures.iter().find(|failure| failure.status.has(status))?.reply);
    xml::value(client, success.or_else(failure)?, text).ok()
}

/// The operation: by its id, and where that names none, by its method and path.
fn find<'c>(client: &'c Client, name: &OperationName) -> Option<(&'c Resource, &'c Operation)> {
    let all = || {
        client
            .resources
            .iter()
            .flat_map(|resource| resource.operations.iter().map(move |operation| (resource, operation)))
    };
    let by_path =
        |operation: &Operation| operation.method.eq_ignore_ascii_case(&name.method) && path(operation) == name.path;
    let by_id = all().find(|(_, operation)| !name.id.is_empty() && operation.id == name.id);
    by_id.or_else(|| all().find(|(_, operation)| by_path(operation)))
}

/// The path template of an operation.
fn path(operation: &Operation) -> String {
    let piece = |segment: &Segment| match segment {
        Segment::Literal(text) => text.clone(),
        Segment::Query(text) => format!("?{text}"),
        Segment::Param(index) => {
            operation.params.get(*index).map_or_else(String::new, |param| format!("{{{}}}", param.wire))
        }
    };
    operation.path.iter().map(piece).collect()
}

fn manifest(package: &str) -> String {
    format!(
        "[package]\nname = \"{}\"\nversion = \"0.0.0\"\nedition = \"2024\"\npublish = false\n\n[dependencies]\nclient = {{ package = \"{package}\", path = \"../{package}\" }}\nbase64 = \"0.23\"\nhttp = \"1\"\nserde_json = {{ version = \"1\", features = [\"preserve_order\"] }}\n",
        of(package)
    )
}

/// The name of the driver of a client.
pub fn of(package: &str) -> String {
    format!("{package}-driver")
}

fn printed(tokens: TokenStream) -> String {
    let text = tokens.to_string();
    match syn::parse2(tokens) {
        Ok(file) => prettyplease::unparse(&file),
        // The compiler says what is wrong with it.
        Err(_) => text,
    }
}
