//! One emitted item → the public items in it.

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};
use quote::ToTokens;

use super::words::line;
use super::{AS, Argument, Item, Surface};

/// Adds the public items of an emitted item of a module; the root module is the empty text.
pub(super) fn read(module: &str, tokens: TokenStream, surface: &mut Surface) {
    let Ok(file) = syn::parse2::<syn::File>(without_bodies(tokens)) else { return };
    for item in file.items {
        match item {
            syn::Item::Struct(item) if is_public(&item.vis) => structure(module, &item, surface),
            syn::Item::Enum(item) if is_public(&item.vis) => choice(module, &item, surface),
            syn::Item::Type(item) if is_public(&item.vis) => {
                let path = below(module, &item.ident.to_string());
                let signature = format!("type = {}", line(item.ty.to_token_stream()));
                surface.put(path.clone(), Item::plain(path, signature, &item.attrs));
            }
            syn::Item::Mod(item) if is_public(&item.vis) => {
                let path = below(module, &item.ident.to_string());
                surface.put(path.clone(), Item::plain(path.clone(), "mod".to_owned(), &item.attrs));
                for inner in item.content.into_iter().flat_map(|(_, items)| items) {
                    read(&path, inner.to_token_stream(), surface);
                }
            }
            // A module re-exports only what its private files hold.
            syn::Item::Use(item) if is_public(&item.vis) && module.is_empty() => {
                let path = format!("use {}", line(item.tree.to_token_stream()));
                surface.put(path.clone(), Item::plain(path, "re-export".to_owned(), &item.attrs));
            }
            syn::Item::Impl(item) => implementation(module, &item, surface),
            syn::Item::Macro(item) => shared_impls(module, &item.mac, surface),
            _ => {}
        }
    }
}

/// Items without the bodies of their methods, which are most of what would be parsed and say nothing of the surface.
fn without_bodies(tokens: TokenStream) -> TokenStream {
    let mut inside = None;
    let kept = tokens.into_iter().map(|token| match token {
        TokenTree::Group(group) if group.delimiter() == Delimiter::Brace => match inside.take() {
            Some(Inside::Impl) => braced(group.stream().into_iter().map(|token| match token {
                TokenTree::Group(body) if body.delimiter() == Delimiter::Brace => braced(TokenStream::new()),
                other => other,
            })),
            Some(Inside::Module) => braced(without_bodies(group.stream())),
            None => TokenTree::Group(group),
        },
        TokenTree::Ident(word) if word == "impl" => {
            inside = Some(Inside::Impl);
            TokenTree::Ident(word)
        }
        TokenTree::Ident(word) if word == "mod" => {
            inside = Some(Inside::Module);
            TokenTree::Ident(word)
        }
        other => other,
    });
    kept.collect()
}

/// What the next braces hold.
enum Inside {
    Impl,
    Module,
}

fn braced(tokens: impl IntoIterator<Item = TokenTree>) -> TokenTree {
    TokenTree::Group(Group::new(Delimiter::Brace, tokens.into_iter().collect()))
}

fn structure(module: &str, item: &syn::ItemStruct, surface: &mut Surface) {
    let path = below(module, &item.ident.to_string());
    let open = is_open(&item.attrs);
    let generics = line(item.generics.params.to_token_stream());
    let generics = if generics.is_empty() { generics } else { format!("<{generics}>") };
    // A struct with a hidden field cannot be written out, so one more field breaks nobody.
    let closed = !open && item.fields.iter().all(|field| is_public(&field.vis)) && !item.fields.is_empty();
    let kind = if closed { "struct, fields all public" } else { "struct" };
    surface.put(path.clone(), Item::plain(path.clone(), format!("{kind}{generics}"), &item.attrs));
    for (index, field) in item.fields.iter().enumerate().filter(|(_, field)| is_public(&field.vis)) {
        let name = field.ident.as_ref().map_or_else(|| index.to_string(), ToString::to_string);
        let field_item = Item::plain(path.clone(), line(field.ty.to_token_stream()), &field.attrs);
        surface.put(format!("{path}.{name}"), Item { closed, ..field_item });
    }
    derives(&path, &item.attrs, surface);
}

fn choice(module: &str, item: &syn::ItemEnum, surface: &mut Surface) {
    let path = below(module, &item.ident.to_string());
    let closed = !is_open(&item.attrs);
    let kind = if closed { "enum, all variants known" } else { "enum" };
    surface.put(path.clone(), Item::plain(path.clone(), kind.to_owned(), &item.attrs));
    for variant in &item.variants {
        let signature = format!("variant{}", line(variant.fields.to_token_stream()));
        let variant_item = Item::plain(path.clone(), signature, &variant.attrs);
        surface.put(format!("{path}::{}", variant.ident), Item { closed, ..variant_item });
    }
    derives(&path, &item.attrs, surface);
}

fn derives(path: &str, attributes: &[syn::Attribute], surface: &mut Surface) {
    for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident("derive")) {
        let syn::Meta::List(list) = &attribute.meta else { continue };
        for name in line(list.tokens.clone()).split(", ").filter(|name| !name.is_empty()) {
            surface.put(format!("{path}{AS}{name}"), Item::plain(path.to_owned(), String::new(), &[]));
        }
    }
}

/// What macros of the runtime give the type that they name.
fn shared_impls(module: &str, call: &syn::Macro, surface: &mut Surface) {
    let Some(called) = call.path.segments.last() else { return };
    let words: Vec<String> = call.tokens.clone().into_iter().take(2).map(|token| token.to_string()).collect();
    match (called.ident.to_string().as_str(), words.as_slice()) {
        ("object", [name, ..]) => implements(&below(module, name), &["runtime::Decode", "runtime::Encode"], surface),
        ("open_enum", [kind, name]) => open_enum(kind, &below(module, name), surface),
        _ => {}
    }
}

fn open_enum(kind: &str, owner: &str, surface: &mut Surface) {
    let (value, ty) = if kind == "integer" { ("as_i64", "i64") } else { ("as_str", "&str") };
    let mut member = |name: &str, signature: String| {
        surface.put(format!("{owner}::{name}"), Item::plain(owner.to_owned(), signature, &[]));
    };
    member("KNOWN", "const &'static [Self]".to_owned());
    member(&format!("{value}()"), format!("fn(&self) -> {ty}"));
    implements(owner, &["runtime::Decode", "runtime::Encode", "std::fmt::Display"], surface);
    implements(owner, &[&format!("From<{ty}>")], surface);
    match kind {
        "integer" => {}
        "integer_text" => implements(owner, &["From<String>", "std::str::FromStr", "From<i64>"], surface),
        _ => implements(owner, &["From<String>", "std::str::FromStr"], surface),
    }
}

fn implements(owner: &str, traits: &[&str], surface: &mut Surface) {
    for name in traits {
        surface.put(format!("{owner}{AS}{name}"), Item::plain(owner.to_owned(), String::new(), &[]));
    }
}

fn implementation(module: &str, item: &syn::ItemImpl, surface: &mut Surface) {
    let owner = owner(module, &item.self_ty);
    if let Some((path, _)) = &item.trait_ {
        let name = line(path.to_token_stream());
        let name = name.trim_start_matches("::");
        surface.put(format!("{owner}{AS}{name}"), Item::plain(owner.clone(), String::new(), &[]));
        for inner in &item.items {
            let syn::ImplItem::Type(ty) = inner else { continue };
            let signature = format!("type = {}", line(ty.ty.to_token_stream()));
            let shown = Item::plain(owner.clone(), signature, &[]);
            surface.put(format!("{owner}{AS}{name}::{}", ty.ident), shown);
        }
        return;
    }
    for inner in &item.items {
        match inner {
            syn::ImplItem::Fn(function) if is_public(&function.vis) && !is_hidden(&function.attrs) => {
                let path = format!("{owner}::{}()", function.sig.ident);
                let signature = format!("fn({}){}", inputs(&function.sig), output(&function.sig));
                let arguments = function.sig.inputs.iter().filter_map(argument).collect();
                // A method of a handle or of the client stands for itself: nothing else of its type changes with it.
                let owner = if is_handle(&owner, surface) { path.clone() } else { owner.clone() };
                surface.put(path, Item { arguments, ..Item::plain(owner, signature, &function.attrs) });
            }
            syn::ImplItem::Const(constant) if is_public(&constant.vis) => {
                let path = format!("{owner}::{}", constant.ident);
                let signature = format!("const {}", line(constant.ty.to_token_stream()));
                surface.put(path, Item::plain(owner.clone(), signature, &constant.attrs));
            }
            _ => {}
        }
    }
}

/// The type of an `impl`: `types::Pet`, and for a call of an operation the operation.
fn owner(module: &str, ty: &syn::Type) -> String {
    let syn::Type::Path(path) = ty else { return line(ty.to_token_stream()) };
    let Some(last) = path.path.segments.last() else { return String::new() };
    if last.ident == "Call"
        && let syn::PathArguments::AngleBracketed(arguments) = &last.arguments
        && let Some(operation) =
            arguments.args.iter().find(|argument| matches!(argument, syn::GenericArgument::Type(_)))
    {
        return format!("Call<{}>", below(module, &line(operation.to_token_stream())));
    }
    if path.path.segments.len() > 1 { last.ident.to_string() } else { below(module, &last.ident.to_string()) }
}

fn is_handle(owner: &str, surface: &Surface) -> bool {
    owner == "Client" || owner == "ClientBuilder" || {
        let fields = format!("{owner}.");
        let is_struct = surface.0.get(owner).is_some_and(|item| item.signature.starts_with("struct<"));
        is_struct && surface.0.range(fields.clone()..).next().is_none_or(|(path, _)| !path.starts_with(&fields))
    }
}

fn inputs(signature: &syn::Signature) -> String {
    // Whether a setter takes `self` or `mut self` is its own business.
    let inputs = signature.inputs.iter().map(|input| line(input.to_token_stream()).replace("mut self", "self"));
    inputs.collect::<Vec<_>>().join(", ")
}

fn output(signature: &syn::Signature) -> String {
    match &signature.output {
        syn::ReturnType::Default => String::new(),
        syn::ReturnType::Type(_, ty) => format!(" -> {}", line(ty.to_token_stream())),
    }
}

fn argument(input: &syn::FnArg) -> Option<Argument> {
    let syn::FnArg::Typed(input) = input else { return None };
    Some(Argument { name: line(input.pat.to_token_stream()), ty: line(input.ty.to_token_stream()) })
}

fn is_public(visibility: &syn::Visibility) -> bool {
    matches!(visibility, syn::Visibility::Public(_))
}

/// `#[doc(hidden)]`
fn is_hidden(attributes: &[syn::Attribute]) -> bool {
    let is_hidden = |list: &syn::MetaList| list.path.is_ident("doc") && line(list.tokens.clone()) == "hidden";
    attributes.iter().any(|attribute| attribute.meta.require_list().is_ok_and(is_hidden))
}

fn is_open(attributes: &[syn::Attribute]) -> bool {
    let always = |attribute: &syn::Attribute| attribute.path().is_ident("non_exhaustive");
    // Outside of tests it is open: `cfg_attr(not(feature = "test-util"), non_exhaustive)`.
    let conditional = |attribute: &syn::Attribute| match &attribute.meta {
        syn::Meta::List(list) if list.path.is_ident("cfg_attr") => {
            list.tokens.clone().into_iter().any(|token| token.to_string() == "non_exhaustive")
        }
        _ => false,
    };
    attributes.iter().any(|attribute| always(attribute) || conditional(attribute))
}

fn below(module: &str, name: &str) -> String {
    if module.is_empty() { name.to_owned() } else { format!("{module}::{name}") }
}

impl Surface {
    fn put(&mut self, path: String, item: Item) {
        self.0.insert(path, item);
    }
}

impl Item {
    fn plain(owner: String, signature: String, attributes: &[syn::Attribute]) -> Self {
        let deprecated = attributes.iter().any(|attribute| attribute.path().is_ident("deprecated"));
        Self { owner, signature, arguments: Vec::new(), deprecated, closed: false }
    }
}
