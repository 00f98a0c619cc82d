//! What came back, as the driver tells it.

use crategen::ir::{Operation, Reply, Resource, Success};
use proc_macro2::TokenStream;
use quote::quote;

/// The value of a success, which is `response.value`.
pub(super) fn value(resource: &Resource, operation: &Operation) -> TokenStream {
    let module = &resource.module;
    match (&operation.output, operation.success.as_slice()) {
        (None, [success, ..]) => shown(&success.reply, &quote!(response.value)),
        (None, []) => quote!(support::nothing()),
        (Some(output), all) => {
            let arms = all.iter().map(|Success { variant, reply, .. }| match reply {
                Reply::Empty => quote!(client::#module::#output::#variant => support::nothing()),
                reply => {
                    let shown = shown(reply, &quote!(value));
                    quote!(client::#module::#output::#variant(value) => #shown)
                }
            });
            quote!(match response.value { #(#arms,)* _ => return Err("the client made a success that its document has not".to_owned()) })
        }
    }
}

/// What is told of a value of that kind.
pub(super) fn shown(reply: &Reply, value: &TokenStream) -> TokenStream {
    match reply {
        Reply::Empty => quote!(support::nothing()),
        Reply::Json(_) | Reply::Loose(_) | Reply::Xml(..) => quote!(support::encoded(&#value)?),
        Reply::Text => quote!(support::text(&#value)),
        Reply::Stream => quote!({
            let mut bytes = Vec::new();
            let mut stream = #value;
            while let Some(piece) = stream.next().await {
                bytes.extend_from_slice(&piece.map_err(|error| error.to_string())?);
            }
            support::bytes(&bytes)
        }),
        Reply::Events(None) => items(value, &quote!(support::event(&item))),
        Reply::Events(Some(_)) | Reply::Lines(_) => items(value, &quote!(support::encoded_item(&item)?)),
    }
}

fn items(value: &TokenStream, item: &TokenStream) -> TokenStream {
    quote!({
        let mut items = Vec::new();
        let mut stream = #value;
        while let Some(item) = stream.next().await {
            let item = item.map_err(|error| error.to_string())?;
            items.push(#item);
        }
        support::items(items)
    })
}

/// The documented failure of an error, encoded again; `None` where the document has none.
pub(super) fn failure(resource: &Resource, operation: &Operation) -> TokenStream {
    let (module, marker) = (&resource.module, &operation.marker);
    let Some(failure) = &operation.failure else { return quote!(None) };
    let arms = operation.failures.iter().filter(|of| of.reply != Reply::Empty).map(|of| {
        let variant = &of.variant;
        let value = match of.reply {
            Reply::Text => quote!(support::text(&value)),
            _ => quote!(support::encoded(&value)?),
        };
        quote!(client::#module::#failure::#variant(value) => #value)
    });
    let other = operation
        .other_failure
        .as_ref()
        .map(|_| quote!(client::#module::#failure::Other(_, value) => support::encoded(&value)?,));
    quote! {
        match client::#module::#marker::failure(&error) {
            None => None,
            Some(Err(error)) => Some(support::undecoded(&error)),
            Some(Ok(failure)) => Some(match failure {
                #(#arms,)*
                #other
                _ => return Err("the client made a failure that its document has not".to_owned()),
            }),
        }
    }
}
