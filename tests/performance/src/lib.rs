//! What the commands `cargo xtask cost` and `cargo xtask bench` compare generated clients with, and how they show it. Nothing here
//! is part of the generator or of a client.

pub mod derived;
pub mod document;
pub mod program;
pub mod statistics;
pub mod svg;
pub mod types;

use proc_macro2::TokenStream;
use quote::quote;

/// The text of a file: its inner attributes, then its items.
fn printed(head: TokenStream, items: impl IntoIterator<Item = TokenStream>) -> String {
    let items = items.into_iter();
    let file = syn::parse2(quote!(#head #(#items)*)).expect("the emitters make Rust");
    prettyplease::unparse(&file)
}
