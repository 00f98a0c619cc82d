//! Paging of an operation, as a static table of the runtime.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::{tables, types};
use crate::ir::{Client, NextPage, Operation, PageInput, Paging, Source};
use crate::names::ModuleName;

/// `impl<M: runtime::Mode> runtime::Paged<M> for ListPets`
pub(super) fn paging(client: &Client, module: &ModuleName, operation: &Operation) -> Option<TokenStream> {
    let Paging { items, item, next, more, size } = operation.paging.as_ref()?;
    let marker = &operation.marker;
    let item = types::tokens(client, Some(module), item);
    let next = following(next);
    let more = option(more.as_ref().map(|pointer| quote!(#pointer)));
    let size = option(size.as_ref().map(|(place, size)| {
        let (place, size) = (input(place), Literal::u64_unsuffixed(*size));
        quote!((#place, #size))
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
        NextPage::Cursor { input: place, from } => {
            let (place, from) = (input(place), source(from));
            quote!(runtime::NextPage::Cursor { input: #place, from: #from })
        }
        NextPage::Page { input: place, first, count } => {
            let (place, first) = (input(place), Literal::u64_unsuffixed(*first));
            let count = option(count.as_ref().map(source));
            quote!(runtime::NextPage::Page { input: #place, first: #first, count: #count })
        }
        NextPage::Offset { input: place, total } => {
            let (place, total) = (input(place), option(total.as_ref().map(source)));
            quote!(runtime::NextPage::Offset { input: #place, total: #total })
        }
        NextPage::Link { from } => {
            let from = source(from);
            quote!(runtime::NextPage::Link { from: #from })
        }
    }
}

fn input(input: &PageInput) -> TokenStream {
    match input {
        PageInput::Param(index) => {
            let index = tables::index_literal(*index);
            quote!(runtime::PageInput::Param(#index))
        }
        PageInput::Body { pointer, text, media_type } => {
            quote!(runtime::PageInput::Body { pointer: #pointer, text: #text, media_type: #media_type })
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
