//! Private files of a module, whose items the module re-exports: their paths are those of the module.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{Delimiter, Ident, TokenStream, TokenTree};
use quote::{format_ident, quote};

use super::{Content, Emitted, Within, gate, names};
use crate::ir::{Client, TypeDef, TypeId};
use crate::names::FileName;

/// A private file.
pub(super) struct File<'c> {
    /// Its name.
    pub(super) name: &'c FileName,
    /// The cargo feature that all of it needs.
    pub(super) feature: Option<&'c str>,
    /// What it holds.
    pub(super) items: Vec<TokenStream>,
    /// The types that its items may name.
    pub(super) named: BTreeSet<TypeId>,
}

impl File<'_> {
    /// `src/pets/list_pets.rs`
    pub(super) fn emitted(self, client: &Client, within: Within<'_>) -> Emitted {
        let Self { name, feature, items, named } = self;
        let mut all = imports(client, feature, &items);
        all.extend(siblings(client, within, name, feature, &items, &named));
        all.extend(items);
        let module = within.map_or("types", |module| module.as_str());
        Emitted { path: format!("src/{module}/{}.rs", name.as_str()), content: Content::Rust(TokenStream::new(), all) }
    }

    /// `mod list_pets;`
    pub(super) fn declared(&self) -> TokenStream {
        let (name, gate) = (self.name, gate(self.feature));
        quote!(#gate mod #name;)
    }

    /// `pub use self::list_pets::{ListPets, ListPetsError};`
    pub(super) fn re_exported(&self, client: &Client, within: Within<'_>) -> TokenStream {
        let mut by_feature: BTreeMap<Option<&str>, BTreeSet<Ident>> = BTreeMap::new();
        for name in self.items.iter().filter_map(public) {
            let feature = self.feature.or_else(|| feature(client, within, &name));
            by_feature.entry(feature).or_default().insert(name);
        }
        let file = self.name;
        let uses = by_feature.into_iter().map(|(feature, names)| {
            let (gate, names) = (gate(feature), list(names));
            quote!(#gate pub use self::#file::#names;)
        });
        quote!(#(#uses)*)
    }
}

/// `use crate::runtime;`, and `use crate::types;`, where an item says it.
pub(super) fn imports(client: &Client, feature: Option<&str>, items: &[TokenStream]) -> Vec<TokenStream> {
    let named = ["runtime", "types"].into_iter().filter(|module| items.iter().any(|item| names(item, module)));
    let allowed = allowed(client, feature, items);
    named
        .map(|module| {
            let module = format_ident!("{module}");
            quote!(#allowed use crate::#module;)
        })
        .collect()
}

/// Where each item has a feature of its own, nothing may be left that needs an import.
fn allowed(client: &Client, feature: Option<&str>, items: &[TokenStream]) -> Option<TokenStream> {
    let gated =
        |name| client.types.iter().any(|def| def.feature.is_some() && format_ident!("{}", def.name.as_str()) == name);
    let needed = feature.is_none() && items.iter().filter_map(public).any(gated);
    needed.then(|| quote!(#[allow(unused_imports)]))
}

/// `use super::{Owner, Toy};`: the types of other files of the module that the items name.
fn siblings(
    client: &Client,
    within: Within<'_>,
    file: &FileName,
    feature: Option<&str>,
    items: &[TokenStream],
    named: &BTreeSet<TypeId>,
) -> Vec<TokenStream> {
    let mut said = BTreeSet::new();
    items.iter().for_each(|item| words(item.clone(), &mut said));
    let mut by_feature: BTreeMap<Option<&str>, BTreeSet<Ident>> = BTreeMap::new();
    for TypeDef { module, file: other, name, feature: its, .. } in named.iter().map(|id| client.ty(*id)) {
        let elsewhere = module.as_ref() == within && other.as_ref() != Some(file);
        if elsewhere && said.contains(name.as_str()) {
            let gate = its.as_deref().filter(|its| feature != Some(its));
            by_feature.entry(gate).or_default().insert(format_ident!("{}", name.as_str()));
        }
    }
    let allowed = allowed(client, feature, items);
    let uses = by_feature.into_iter().map(|(feature, names)| {
        let (gate, names) = (gate(feature), list(names));
        quote!(#gate #allowed use super::#names;)
    });
    uses.collect()
}

/// `Pet` or `{Owner, Pet}`
fn list(names: BTreeSet<Ident>) -> TokenStream {
    match names.len() {
        1 => quote!(#(#names)*),
        _ => quote!({#(#names),*}),
    }
}

/// The name of a public struct, enum or alias.
fn public(item: &TokenStream) -> Option<Ident> {
    let mut tokens =
        item.clone().into_iter().skip_while(|token| !matches!(token, TokenTree::Ident(word) if word == "pub"));
    tokens.next()?;
    match (tokens.next()?, tokens.next()?) {
        (TokenTree::Ident(kind), TokenTree::Ident(name)) if kind == "struct" || kind == "enum" || kind == "type" => {
            Some(name)
        }
        _ => None,
    }
}

/// The feature of a type of a module.
fn feature<'c>(client: &'c Client, within: Within<'_>, name: &Ident) -> Option<&'c str> {
    let mut types = client.types.iter().filter(|def| def.module.as_ref() == within);
    types.find(|def| name == def.name.as_str())?.feature.as_deref()
}

/// The words that tokens say, but those behind `::`.
fn words(tokens: TokenStream, said: &mut BTreeSet<String>) {
    let mut colons = 0;
    for token in tokens {
        match token {
            TokenTree::Punct(punct) if punct.as_char() == ':' => {
                colons += 1;
                continue;
            }
            TokenTree::Ident(word) if colons < 2 => drop(said.insert(word.to_string())),
            TokenTree::Group(group) if group.delimiter() != Delimiter::None || colons < 2 => {
                words(group.stream(), said)
            }
            _ => {}
        }
        colons = 0;
    }
}
