//! Private files of a module, whose items the module re-exports: their paths are those of the module.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{Delimiter, Ident, TokenStream, TokenTree};
use quote::{format_ident, quote};

use super::{Content, Emitted, Items, Part, Within, gate, names};
use crate::ir::{Client, TypeDef, TypeId, TypeShape};
use crate::names::{FileName, TypeName};

/// A private file.
pub(super) struct File<'c> {
    /// Its name.
    pub(super) name: &'c FileName,
    /// The cargo feature that all of it needs.
    pub(super) feature: Option<&'c str>,
    /// Its public types, each with the feature that it needs.
    pub(super) public: Vec<(&'c TypeName, Option<&'c str>)>,
    /// The types that its items may name.
    pub(super) named: BTreeSet<TypeId>,
    /// What of the module above it adds methods to.
    pub(super) beside: Option<&'c TypeName>,
    /// Makes its items.
    pub(super) items: Part<'c>,
}

impl<'c> File<'c> {
    /// `src/pets/list_pets.rs`
    pub(super) fn emitted(self, client: &'c Client, within: Within<'c>) -> Emitted<'c> {
        let gated = self.feature.is_none() && self.public.iter().any(|(_, feature)| feature.is_some());
        let Self { name, feature, named, beside, items, .. } = self;
        let module = within.map_or("types", |module| module.as_str());
        let path = format!("src/{module}/{}.rs", name.as_str());
        let items = Items::of(move || {
            let items = items();
            let mut all = imports(gated, &items);
            all.extend(siblings(client, within, (name, beside), feature, gated, &items, &named));
            all.extend(items);
            all
        });
        Emitted { path, content: Content::Rust(TokenStream::new(), items) }
    }

    /// `mod list_pets;`
    pub(super) fn declared(&self) -> TokenStream {
        let (name, gate) = (self.name, gate(self.feature));
        quote!(#gate mod #name;)
    }

    /// `pub use self::list_pets::{ListPets, ListPetsError};`
    pub(super) fn re_exported(&self) -> TokenStream {
        let mut by_feature: BTreeMap<Option<&str>, BTreeSet<Ident>> = BTreeMap::new();
        for (name, feature) in &self.public {
            by_feature.entry(self.feature.or(*feature)).or_default().insert(format_ident!("{}", name.as_str()));
        }
        let file = self.name;
        let uses = by_feature.into_iter().map(|(feature, names)| {
            let (gate, names) = (gate(feature), list(names));
            quote!(#gate pub use self::#file::#names;)
        });
        quote!(#(#uses)*)
    }
}

/// `use crate::runtime;`, and `use crate::types;`, where an item says it. Where each item has a feature of its own (`gated`),
/// nothing may be left that needs an import.
pub(super) fn imports(gated: bool, items: &[TokenStream]) -> Vec<TokenStream> {
    let named = ["runtime", "types"].into_iter().filter(|module| items.iter().any(|item| names(item, module)));
    let allowed = allowed(gated);
    named
        .map(|module| {
            let module = format_ident!("{module}");
            quote!(#allowed use crate::#module;)
        })
        .collect()
}

fn allowed(gated: bool) -> Option<TokenStream> {
    gated.then(|| quote!(#[allow(unused_imports)]))
}

/// `use super::{Owner, Toy};`: the types of other files of the module that the items name.
fn siblings(
    client: &Client,
    within: Within<'_>,
    (file, beside): (&FileName, Option<&TypeName>),
    feature: Option<&str>,
    gated: bool,
    items: &[TokenStream],
    named: &BTreeSet<TypeId>,
) -> Vec<TokenStream> {
    let mut said = BTreeSet::new();
    items.iter().for_each(|item| words(item.clone(), &mut said));
    let mut by_feature: BTreeMap<Option<&str>, BTreeSet<Ident>> = BTreeMap::new();
    if let Some(beside) = beside {
        by_feature.entry(None).or_default().insert(format_ident!("{}", beside.as_str()));
    }
    for id in with_aliased(client, named) {
        let TypeDef { module, file: other, name, feature: its, .. } = client.ty(id);
        let elsewhere = module.as_ref() == within && other.as_ref() != Some(file);
        if elsewhere && said.contains(name.as_str()) {
            let gate = its.as_deref().filter(|its| feature != Some(its));
            by_feature.entry(gate).or_default().insert(format_ident!("{}", name.as_str()));
        }
    }
    let allowed = allowed(gated);
    let uses = by_feature.into_iter().map(|(feature, names)| {
        let (gate, names) = (gate(feature), list(names));
        quote!(#gate #allowed use super::#names;)
    });
    uses.collect()
}

/// Types with what those of them that are aliases are other names of: an argument names the items of the list that an alias is.
fn with_aliased(client: &Client, named: &BTreeSet<TypeId>) -> BTreeSet<TypeId> {
    let (mut open, mut all): (Vec<TypeId>, _) = (named.iter().copied().collect(), BTreeSet::new());
    while let Some(id) = open.pop() {
        if all.insert(id)
            && let def = client.ty(id)
            && matches!(def.shape, TypeShape::Alias(_))
        {
            open.extend(def.ids());
        }
    }
    all
}

/// `Pet` or `{Owner, Pet}`
fn list(names: BTreeSet<Ident>) -> TokenStream {
    match names.len() {
        1 => quote!(#(#names)*),
        _ => quote!({#(#names),*}),
    }
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
