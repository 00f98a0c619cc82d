//! The decided client → tokens: one function, one item. Nothing here decides, and nothing can fail.

mod bodies;
mod enums;
mod example;
mod failures;
mod files;
mod foreign;
mod forms;
mod headers;
mod library;
mod operations;
mod package;
mod paging;
mod place;
mod quickstart;
mod readme;
mod responses;
mod said;
mod shared;
mod structs;
mod tables;
mod types;
mod unions;
mod views;
mod webhooks;
mod xml;

use proc_macro2::{Spacing, TokenStream, TokenTree};
use quote::quote;

use self::quickstart::Quickstart;
use crate::ir::{Client, Docs, Operation, Resource};
use crate::names::ModuleName;

/// A file of the client crate before it is text.
pub struct Emitted<'c> {
    /// The path under the crate's root.
    pub path: String,
    /// What it holds.
    pub content: Content<'c>,
}

/// What a file holds.
pub enum Content<'c> {
    /// Rust: the inner attributes, then the items.
    Rust(TokenStream, Items<'c>),
    /// Any other text.
    Text(String),
}

/// The items of a file, in parts that make their tokens when they are asked: the tokens of a whole crate need much memory,
/// and tokens cannot go to another thread.
pub struct Items<'c>(pub Vec<Part<'c>>);

/// Some of the items of a file.
pub type Part<'c> = Box<dyn FnOnce() -> Vec<TokenStream> + Send + 'c>;

impl<'c> Items<'c> {
    fn of(items: impl FnOnce() -> Vec<TokenStream> + Send + 'c) -> Self {
        Self(vec![Box::new(items)])
    }
}

impl<'c> IntoIterator for Items<'c> {
    type Item = TokenStream;
    type IntoIter =
        std::iter::FlatMap<std::vec::IntoIter<Part<'c>>, Vec<TokenStream>, fn(Part<'c>) -> Vec<TokenStream>>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter().flat_map(|part| part())
    }
}

/// The modules of what several operations have. Callers write the names at the operations, which are aliases of what stands there.
pub(crate) const SHARED: [&str; 2] = [failures::MODULE, headers::MODULE];

/// What is generated stays as it is printed: formatting it would make it differ from what the generator gives.
const RUSTFMT: &str = "disable_all_formatting = true\n";

/// The files of a client without the runtime, where they stand: those of a crate, or of a module.
pub fn emit_in_place(client: &Client) -> Vec<Emitted<'_>> {
    match &client.module {
        Some(module) => place::in_module(emit(client), module),
        None => emit(client),
    }
}

/// The tables of features and dependencies that the manifest of the client's crate has to have.
pub fn requirements(client: &Client) -> String {
    package::requirements(client)
}

/// An example of a call as the docs of the client have it: `let book = client.books().get_book("b1").await?;` in lines. `None`
/// where a value cannot be written in a few words.
pub fn example_of(client: &Client, resource: &Resource, operation: &Operation) -> Option<String> {
    Some(example::Examples::of(client).statement(&resource.module, operation)?.join("\n"))
}

/// The files of a client crate, without the runtime, which is copied as it is.
pub fn emit(client: &Client) -> Vec<Emitted<'_>> {
    let start = (!client.types_only).then(|| Quickstart::of(client));
    let mut files = vec![
        Emitted { path: "Cargo.toml".to_owned(), content: Content::Text(package::manifest(client)) },
        Emitted { path: ".gitattributes".to_owned(), content: Content::Text(attributes(client)) },
        Emitted { path: "rustfmt.toml".to_owned(), content: Content::Text(RUSTFMT.to_owned()) },
        Emitted { path: "README.md".to_owned(), content: Content::Text(readme::readme(client, start.as_ref())) },
        library::library(client, start.as_ref()),
    ];
    files.extend(
        start.map(|start| Emitted {
            path: "examples/quickstart.rs".to_owned(),
            content: Content::Text(start.example()),
        }),
    );
    files.extend(types::modules(client));
    files.extend(xml::module(client));
    files.extend(foreign::module(client));
    files.extend(failures::module(client));
    files.extend(headers::module(client));
    files.extend(webhooks::modules(client));
    files.extend(client.resources.iter().flat_map(|resource| operations::modules(client, resource)));
    files
}

/// `.gitattributes`: reviews pass over what is generated, and not over what was written by hand.
fn attributes(client: &Client) -> String {
    let own = client.modules.iter().map(|module| module.name.as_str());
    let own = own.map(|name| format!("/src/{name}.rs -linguist-generated\n/src/{name}/** -linguist-generated\n"));
    std::iter::once("* linguist-generated\n".to_owned()).chain(own).collect()
}

/// `#[doc = " line"]` for each line.
fn docs(docs: &Docs) -> TokenStream {
    let lines = docs.0.iter().map(|line| {
        let line = if line.is_empty() { String::new() } else { format!(" {line}") };
        quote!(#[doc = #line])
    });
    quote!(#(#lines)*)
}

/// Docs, or a sentence of ours where the document says nothing.
fn docs_or(said: &Docs, otherwise: &str) -> TokenStream {
    if said.0.is_empty() { docs(&Docs(vec![otherwise.to_owned()])) } else { docs(said) }
}

/// Docs, or the name in the document where it is another one than in Rust.
fn wire_docs(said: &Docs, name: &str, wire: &str) -> TokenStream {
    match said.0.is_empty() && name != wire {
        true => docs_or(said, &crate::docs::code(wire)),
        false => docs(said),
    }
}

/// The first paragraph of docs.
fn summary(docs: &Docs) -> Docs {
    Docs(docs.0.iter().take_while(|line| !line.is_empty()).cloned().collect())
}

fn deprecated(deprecated: bool) -> Option<TokenStream> {
    deprecated.then(|| quote!(#[deprecated]))
}

/// `#[cfg(feature = "pets")]`, for what a cargo feature switches on.
fn gate(feature: Option<&str>) -> Option<TokenStream> {
    feature.map(|feature| quote!(#[cfg(feature = #feature)]))
}

/// Whether tokens have a path that begins with a module: what is not named is not imported.
fn names(tokens: &TokenStream, module: &str) -> bool {
    let mut tokens = tokens.clone().into_iter().peekable();
    while let Some(token) = tokens.next() {
        let found = match token {
            // A field or argument may have the module's name.
            TokenTree::Ident(ident) if ident == module => {
                matches!(tokens.peek(), Some(TokenTree::Punct(next)) if next.as_char() == ':' && next.spacing() == Spacing::Joint)
            }
            TokenTree::Group(group) => names(&group.stream(), module),
            TokenTree::Ident(_) | TokenTree::Punct(_) | TokenTree::Literal(_) => false,
        };
        if found {
            return true;
        }
    }
    false
}

/// The module that tokens stand in; `None`: `types`.
type Within<'m> = Option<&'m ModuleName>;
