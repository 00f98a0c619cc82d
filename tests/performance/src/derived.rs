//! The types of a client with derived serde impls, for comparison: the same structs, fields, variants and boxes, written as
//! somebody would by hand, with the same traits of the standard library. Texts with a format are `String`.

mod enums;
mod structs;
mod unions;

use std::collections::{BTreeMap, BTreeSet};

use crategen::files::Files;
use crategen::ir::{Client, Type, TypeDef, TypeId, TypeShape};
use crategen::names::RustPath;
use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use crate::printed;
use crate::types::{Crate, Types};

/// What the impls need, at versions that the workspace has.
const DEPENDENCIES: &str = r#"
[dependencies]
indexmap = { version = "2.14", features = ["serde"] }
serde = { version = "1.0", features = ["derive"] }
serde_json = { version = "1.0", features = ["float_roundtrip", "preserve_order"] }
"#;

/// A client whose types are written with derived impls.
struct Derived<'c> {
    types: Types<'c>,
    /// Properties that a tagged union reads and writes for its variants.
    tags: BTreeSet<(TypeId, String)>,
}

/// A crate of the types of a client.
pub fn crate_of(client: &Client, name: &str) -> Files {
    let root = quote!(crate);
    let derived = Derived { types: Types { client, of: Crate::Derived, root: &root }, tags: unions::tags(client) };
    let mut modules: BTreeMap<String, Vec<TokenStream>> = BTreeMap::new();
    for (id, def) in &client.types {
        let module = def.module.as_ref().map_or("types", |module| module.as_str());
        modules.entry(module.to_owned()).or_default().push(derived.definition(*id, def));
    }
    let mut files = Files::new();
    files.insert("src/lib.rs", library(client, &modules));
    for (name, items) in modules {
        files.insert(format!("src/{name}.rs"), printed(quote!(#![doc = " Types."]), items));
    }
    let manifest = format!("[package]\nname = {name:?}\nversion = \"0.0.0\"\nedition = \"2024\"\n{DEPENDENCIES}");
    files.insert("Cargo.toml", manifest);
    files
}

fn library(client: &Client, modules: &BTreeMap<String, Vec<TokenStream>>) -> String {
    let limit = client.recursion_limit.map(|limit| {
        let limit = limit.to_string();
        quote!(#![recursion_limit = #limit])
    });
    let used =
        client.resources.iter().map(|resource| &resource.module).filter(|module| modules.contains_key(module.as_str()));
    let modules = used.map(|module| quote!(pub mod #module;));
    let types = client.types.values().any(|def| def.module.is_none()).then(|| {
        quote!(
            pub mod types;
        )
    });
    let items = modules.chain(types).chain([
        quote!(
            pub type Map<T> = ::indexmap::IndexMap<String, T>;
        ),
        quote! {
            /// A value that may be null, where it is there.
            pub fn present<'de, D, T>(deserializer: D) -> Result<Option<T>, D::Error>
            where D: ::serde::Deserializer<'de>, T: ::serde::Deserialize<'de> {
                T::deserialize(deserializer).map(Some)
            }
        },
    ]);
    let head = quote!(#![doc = " Types with derived impls."] #![allow(deprecated, clippy::large_enum_variant)] #limit);
    printed(head, items)
}

impl Derived<'_> {
    fn definition(&self, id: TypeId, def: &TypeDef) -> TokenStream {
        let name = &def.name;
        let item = match &def.shape {
            TypeShape::Struct(structure) => self.structure(id, name, structure),
            TypeShape::Form(fields) => self.form(name, fields),
            TypeShape::Enum(values) => enums::open(name, values),
            TypeShape::Union(union) => self.union(name, union),
            TypeShape::Alias(ty) => {
                let ty = self.types.ty(ty);
                return quote!(pub type #name = #ty;);
            }
            TypeShape::Newtype(ty) => self.newtype(name, ty),
        };
        let same = same_traits(def);
        quote!(#same #item)
    }

    fn newtype(&self, name: &crategen::names::TypeName, ty: &Type) -> TokenStream {
        let (derives, ty) = (derives(), self.types.ty(ty));
        quote!(#derives #[serde(transparent)] pub struct #name(pub #ty);)
    }
}

/// The traits of the standard library that the type of the client has beside those of all its types.
fn same_traits(def: &TypeDef) -> TokenStream {
    let mut all: BTreeSet<&str> = match def.shape {
        TypeShape::Enum(_) => BTreeSet::from(["Eq", "Hash", "Ord", "PartialOrd"]),
        _ => BTreeSet::new(),
    };
    all.extend(def.derives.iter().map(RustPath::last).filter(|name| matches!(*name, "Eq" | "Hash")));
    let all = all.into_iter().map(|name| Ident::new(name, Span::call_site()));
    quote!(#[derive(#(#all),*)])
}

fn derives() -> TokenStream {
    quote!(#[derive(Clone, Debug, PartialEq, ::serde::Serialize, ::serde::Deserialize)])
}
