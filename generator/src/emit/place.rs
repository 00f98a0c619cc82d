//! A client as a module of a crate that somebody else has: its files stand in the module's folder, and its paths begin there.

use proc_macro2::{Group, Span, TokenStream, TokenTree};
use quote::ToTokens as _;

use super::{Content, Emitted, Items, Part};
use crate::names::RustPath;

/// The Rust files of a crate as those of a module; what else a crate has is left out.
pub(super) fn in_module<'c>(files: Vec<Emitted<'c>>, module: &'c RustPath) -> Vec<Emitted<'c>> {
    let of_source = |file: Emitted<'c>| match (file.path.as_str(), file.content) {
        ("src/lib.rs", Content::Rust(head, items)) => Some(("mod.rs".to_owned(), head, items)),
        (path, Content::Rust(head, items)) => Some((path.strip_prefix("src/")?.to_owned(), head, items)),
        (_, Content::Text(_)) => None,
    };
    let moved = |(path, head, Items(parts)): (String, TokenStream, Items<'c>)| {
        let part = |part: Part<'c>| -> Part<'c> {
            Box::new(move || part().into_iter().map(|item| rooted(item, module)).collect())
        };
        let content = Content::Rust(rooted(head, module), Items(parts.into_iter().map(part).collect()));
        Emitted { path, content }
    };
    files.into_iter().filter_map(of_source).map(moved).collect()
}

/// Tokens whose paths begin at the module in place of the root: `crate::types` is `crate::api::types`. Texts stay as they are, but
/// for links in docs.
fn rooted(tokens: TokenStream, module: &RustPath) -> TokenStream {
    let mut rooted = TokenStream::new();
    let mut tokens = tokens.into_iter().peekable();
    let mut docs = false;
    while let Some(token) = tokens.next() {
        match token {
            TokenTree::Ident(ident) if ident == "crate" && is_colon(tokens.peek()) => module.to_tokens(&mut rooted),
            TokenTree::Ident(ident) => {
                docs = ident == "doc";
                rooted.extend([TokenTree::from(ident)]);
            }
            TokenTree::Group(group) => {
                let inner = self::rooted(group.stream(), module);
                rooted.extend([TokenTree::from(Group::new(group.delimiter(), inner))]);
            }
            TokenTree::Literal(literal) if docs => rooted.extend(linked(literal.into(), module)),
            other => rooted.extend([other]),
        }
    }
    rooted
}

fn is_colon(token: Option<&TokenTree>) -> bool {
    matches!(token, Some(TokenTree::Punct(next)) if next.as_char() == ':')
}

/// A line of docs whose links lead into the module.
fn linked(literal: TokenTree, module: &RustPath) -> TokenStream {
    let text = syn::parse2::<syn::LitStr>(literal.to_token_stream());
    match text.map(|text| text.value()) {
        Ok(text) if text.contains(LINK) => {
            let text = text.replace(LINK, &format!("]({module}::"));
            syn::LitStr::new(&text, Span::call_site()).into_token_stream()
        }
        _ => literal.into_token_stream(),
    }
}

/// A link to an item of the crate, as `said` writes it.
const LINK: &str = "](crate::";

#[cfg(test)]
mod tests {
    use proc_macro2::TokenStream;

    use super::rooted;
    use crate::names::RustPath;

    #[test]
    fn paths_and_links_begin_at_the_module_and_texts_stay() {
        let tokens =
            "#[doc = \"[`A`](crate::types::A) crate::b\"] use crate::types; pub(crate) const A: &str = \"](crate::\";";
        let module = RustPath::new("crate::api").expect("a path");
        let tokens: TokenStream = tokens.parse().expect("Rust");
        let expected = "#[doc = \"[`A`](crate::api::types::A) crate::b\"] use crate::api::types; pub(crate) const A: &str = \"](crate::\";";
        let expected: TokenStream = expected.parse().expect("Rust");
        assert_eq!(rooted(tokens, &module).to_string(), expected.to_string());
    }
}
