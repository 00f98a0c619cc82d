//! Paging of an operation, as a static table of the runtime.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::{tables, types};
use crate::ir::{Client, NextPage, Operation, Paging, Source};
use crate::names::ModuleName;

/// `impl<M: runtime::Mode> runtime::Paged<M> for ListPets`
pub(super) fn paging(client: &Client, module: &ModuleName, operation: &Operation) -> Option<TokenStream> {
    let Paging { items, item, next, more, size } = operation.paging.as_ref()?;
    let marker = &operation.marker;
    let item = types::tokens(client, Some(module), item);
    let next = following(next);
    let more = option(more.as_ref().map(|pointer| quote!(#pointer)));
    let size = option(size.map(|(param, size)| {
        let (param, size) = (tables::index_literal(param), Literal::u64_unsuffixed(size));
        quote!((#param, #size))
    }));
    Some(quote! {
        impl<M: runtime::Mode> runtime::Paged<M> for #marker {
            const PAGING: &'static runtime::Paging =
                &runtime::Paging { items: #items, next: #next, more: #more, size: #size };
            type Item = #item;
        }
    })
}

fn following(next: &NextPage) -> TokenStream {
    match next {
        NextPage::Cursor { param, from } => {
            let (param, from) = (tables::index_literal(*param), source(from));
            quote!(runtime::NextPage::Cursor { param: #param, from: #from })
        }
        NextPage::Page { param, first, count } => {
            let (param, first) = (tables::index_literal(*param), Literal::u64_unsuffixed(*first));
            let count = option(count.as_ref().map(source));
            quote!(runtime::NextPage::Page { param: #param, first: #first, count: #count })
        }
        NextPage::Offset { param, total } => {
            let (param, total) = (tables::index_literal(*param), option(total.as_ref().map(source)));
            quote!(runtime::NextPage::Offset { param: #param, total: #total })
        }
        NextPage::Link { from } => {
            let from = source(from);
            quote!(runtime::NextPage::Link { from: #from })
        }
    }
}

fn source(source: &Source) -> TokenStream {
    match source {
        Source::Body(pointer) => quote!(runtime::PageSource::Body(#pointer)),
        Source::LastItem(pointer) => quote!(runtime::PageSource::LastItem(#pointer)),
        Source::Header(name) => quote!(runtime::PageSource::Header(#name)),
        Source::NextLink => quote!(runtime::PageSource::NextLink),
    }
}

fn option(tokens: Option<TokenStream>) -> TokenStream {
    tokens.map_or_else(|| quote!(None), |tokens| quote!(Some(#tokens)))
}
