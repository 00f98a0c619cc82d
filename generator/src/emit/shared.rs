//! The modules of what several operations have: `failures` and `headers`.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::quote;

use super::{Content, Emitted, Items, files, gate};
use crate::ir::Client;

/// What several operations have of one kind.
pub(super) struct Kind<T: 'static> {
    /// The module.
    pub(super) module: &'static str,
    /// What they are, at the beginning of a sentence.
    pub(super) what: &'static str,
    /// All of a client.
    pub(super) all: fn(&Client) -> &[T],
    /// The resources whose operations have one.
    pub(super) resources: fn(&T) -> &BTreeSet<usize>,
    /// The items of one.
    pub(super) items: fn(&Client, &T) -> [TokenStream; 2],
}

impl<T> Kind<T> {
    /// `src/failures.rs`
    pub(super) fn emitted(self, client: &Client) -> Option<Emitted<'_>> {
        let Self { module, what, .. } = self;
        let first = format!(
            " {what} that several operations have. Each operation has a name of its own for them, which stays when the"
        );
        let head = quote!(#![doc = #first] #![doc = " document changes: write that one."]);
        let is_empty = (self.all)(client).is_empty();
        let content = Content::Rust(head, Items::of(move || self.items(client)));
        (!is_empty).then(|| Emitted { path: format!("src/{module}.rs"), content })
    }

    fn items(&self, client: &Client) -> Vec<TokenStream> {
        let (mut items, mut gated) = (Vec::new(), true);
        for one in (self.all)(client) {
            let feature = feature_of(client, (self.resources)(one));
            gated &= feature.is_some();
            let gate = gate(feature);
            items.extend((self.items)(client, one).into_iter().map(|item| quote!(#gate #item)));
        }
        files::imports(gated, &items).into_iter().chain(items).collect()
    }
}

/// The feature that all operations of these resources need.
fn feature_of<'c>(client: &'c Client, resources: &BTreeSet<usize>) -> Option<&'c str> {
    let mut resources = resources.iter().filter_map(|index| client.resources.get(*index));
    match (resources.next(), resources.next()) {
        (Some(only), None) => only.feature.as_ref().map(|feature| feature.name.as_str()),
        _ => None,
    }
}
