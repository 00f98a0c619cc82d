//! The module of a tag: its handle, its operations, and the types that only they have.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::quote;

use super::bodies::{apply, body_argument, choice};
use super::files::File;
use super::paging::paging;
use super::responses::{example_of_reply, implementation, mocked, output};
use super::views::views;
use super::{Content, Emitted, Items, deprecated, docs, docs_or, summary, tables, types, wire_docs};
use crate::ir::{Arguments, Body, BodyField, Client, Constant, Field, Operation, Param, Presence, Resource, TypeDef};
use crate::names::{FileName, ModuleName};

/// The file of a resource, and those of its operations where they have their own.
pub(super) fn modules<'c>(client: &'c Client, resource: &'c Resource) -> Vec<Emitted<'c>> {
    let within = Some(&resource.module);
    let head = inner(docs(&resource.docs));
    let content = Content::Rust(head, Items::of(move || items(client, resource)));
    let module = Emitted { path: format!("src/{}.rs", resource.module), content };
    let files = files(client, resource).into_iter().map(|file| file.emitted(client, within));
    std::iter::once(module).chain(files).collect()
}

/// The items of the file of a resource.
fn items(client: &Client, resource: &Resource) -> Vec<TokenStream> {
    let new = quote! {
        pub(crate) fn new(client: &'a runtime::Client<M>) -> Self {
            Self { client }
        }
    };
    let mut items = match client.types_only {
        true => Vec::new(),
        false => vec![handle(resource), methods(client, resource, None, new)],
    };
    items.extend(contents(client, resource, None));
    let gated = types_of(client, resource, None).iter().any(|def| def.feature.is_some());
    let mut all = super::files::imports(gated, &items);
    let files = files(client, resource);
    if !files.is_empty() {
        all.push(files.iter().map(File::declared).collect());
        all.push(files.iter().map(File::re_exported).collect());
    }
    all.extend(items);
    all
}

/// The private files of a resource.
fn files<'c>(client: &'c Client, resource: &'c Resource) -> Vec<File<'c>> {
    // Types of an operation with very many of them have files beside its own.
    let types = client.types.values().filter(|def| def.module.as_ref() == Some(&resource.module));
    let types = types.filter_map(|def| def.file.as_ref());
    let names: BTreeSet<&FileName> =
        resource.operations.iter().filter_map(|operation| operation.file.as_ref()).chain(types).collect();
    let file = |name| {
        let operations = || resource.operations.iter().filter(|operation| operation.file.as_ref() == Some(name));
        let types = types_of(client, resource, Some(name));
        let named = operations().flat_map(|one| [one.request_ids(), one.reply_ids(), one.callback_ids()].concat());
        let named = named.chain(types.iter().flat_map(|def| def.ids())).collect();
        let public = operations().flat_map(Operation::type_names).map(|name| (name, None));
        let of_types = types.iter().flat_map(|def| def.type_names().map(|name| (name, def.feature.as_deref())));
        let public = public.chain(of_types).collect();
        let beside = operations().next().map(|_| &resource.name);
        let items = Box::new(move || {
            let methods = beside.map(|_| methods(client, resource, Some(name), TokenStream::new()));
            methods.into_iter().chain(contents(client, resource, Some(name))).collect()
        });
        File { name, feature: None, public, named, beside, items }
    };
    names.into_iter().map(file).collect()
}

/// The operations and types of one file of a resource; `None`: the file of the resource itself.
fn contents(client: &Client, resource: &Resource, file: Option<&FileName>) -> Vec<TokenStream> {
    let operations = resource.operations.iter().filter(|operation| operation.file.as_ref() == file);
    let mut items: Vec<TokenStream> =
        operations.flat_map(|operation| parts(client, &resource.module, operation)).collect();
    items.extend(types::definitions(client, &types_of(client, resource, file), None));
    items
}

fn types_of<'c>(client: &'c Client, resource: &Resource, file: Option<&FileName>) -> Vec<&'c TypeDef> {
    let here = |def: &&TypeDef| def.module.as_ref() == Some(&resource.module) && def.file.as_ref() == file;
    client.types.values().filter(here).collect()
}

/// Outer doc attributes as those of the module itself.
fn inner(outer: TokenStream) -> TokenStream {
    let mut tokens = TokenStream::new();
    for token in outer {
        let pound = matches!(&token, proc_macro2::TokenTree::Punct(punct) if punct.as_char() == '#');
        tokens.extend([token]);
        if pound {
            tokens.extend(quote!(!));
        }
    }
    tokens
}

fn handle(resource: &Resource) -> TokenStream {
    let Resource { name, docs: said, .. } = resource;
    let said = docs(&summary(said));
    quote! {
        #said
        #[derive(Clone, Copy, Debug)]
        pub struct #name<'a, M: runtime::Mode> {
            client: &'a runtime::Client<M>,
        }
    }
}

/// The methods of a handle for the operations of one file, behind others.
fn methods(client: &Client, resource: &Resource, file: Option<&FileName>, others: TokenStream) -> TokenStream {
    let name = &resource.name;
    let operations = resource.operations.iter().filter(|operation| operation.file.as_ref() == file);
    let methods = operations.map(|operation| method(client, &resource.module, operation));
    quote! {
        impl<'a, M: runtime::Mode> #name<'a, M> {
            #others
            #(#methods)*
        }
    }
}

/// `pub fn get_pet(&self, id: i64) -> runtime::Call<GetPet, M>`
fn method(client: &Client, module: &ModuleName, operation: &Operation) -> TokenStream {
    let Operation { name, marker, deprecated: old, arguments, .. } = operation;
    let (said, old) = (docs(&super::said::method(client, module, operation)), deprecated(*old));
    let required = || operation.params.iter().enumerate().filter(|(_, param)| param.presence == Presence::Required);
    let body = operation.required_body();
    let (mut inputs, mut sets, mut last) = (Vec::new(), Vec::new(), None);
    match arguments {
        Arguments::Positional => {
            for (index, Param { name, ty, .. }) in required() {
                let (taken, value) = types::argument(client, Some(module), ty, &quote!(#name));
                inputs.push(quote!(#name: #taken));
                let index = tables::index_literal(index);
                sets.push(quote!(.param(#index, &#value)));
            }
            if let Some(body) = body {
                let (taken, set) = body_argument(client, module, operation, body);
                inputs.push(taken);
                last = Some(set);
            }
        }
        Arguments::Struct => {
            inputs.push(quote!(arguments: #marker));
            sets.extend(required().map(|(index, Param { name, .. })| {
                let index = tables::index_literal(index);
                quote!(.param(#index, &arguments.#name))
            }));
            if let Some(body) = body {
                let name = &body.name;
                if operation.named_body().is_some() {
                    let content = body.contents.first().expect("a body has a content");
                    sets.push(apply(client, operation, content, &quote!(&arguments.#name), None));
                } else {
                    let (taken, set) = body_argument(client, module, operation, body);
                    inputs.push(taken);
                    last = Some(set);
                }
            }
        }
    }
    let call = quote!(runtime::Call::new(self.client) #(#sets)*);
    let call = last.map_or_else(|| call.clone(), |set| set.on(call.clone()));
    quote! {
        #said #old
        pub fn #name(&self, #(#inputs),*) -> runtime::Call<#marker, M> { #call }
    }
}

/// What belongs to one operation: its marker, table, setters, output and failures.
fn parts(client: &Client, module: &ModuleName, operation: &Operation) -> Vec<TokenStream> {
    let mut items = vec![marker(client, module, operation)];
    items.extend(constants(operation));
    items.push(tables::operation(client, module.as_str(), operation));
    items.push(implementation(client, module, operation));
    items.extend(example_of_reply(operation));
    items.extend(paging(client, module, operation));
    items.extend(setters(client, module, operation));
    items.extend(views(client, module, operation));
    if let Some(body) = &operation.body {
        items.extend(choice(client, module, operation, body));
    }
    if let Some(name) = &operation.output {
        items.push(output(client, module, operation, name));
        items.extend(mocked(operation));
    }
    if let Some(headers) = &operation.headers {
        items.extend(super::headers::own(client, module, operation, headers));
    }
    let callbacks = operation.callbacks.iter();
    items.extend(callbacks.filter_map(|callback| super::webhooks::callback(client, module, callback)));
    if let Some(name) = &operation.failure {
        items.extend(super::failures::own(client, module, operation, name));
    }
    items
}

/// The type that stands for an operation, with its arguments where they are named.
fn marker(client: &Client, module: &ModuleName, operation: &Operation) -> TokenStream {
    let Operation { marker, arguments, .. } = operation;
    let about = docs(&super::said::marker(client, module, operation));
    if *arguments == Arguments::Positional {
        return quote!(#about #[derive(Debug)] #[non_exhaustive] pub struct #marker;);
    }
    let required = operation.params.iter().filter(|param| param.presence == Presence::Required);
    let fields = required.map(|Param { name, wire, docs: said, ty, deprecated: old, .. }| {
        let (said, old) = (wire_docs(said, name.as_str(), wire), deprecated(*old));
        let ty = types::tokens(client, Some(module), ty);
        quote!(#said #old pub #name: #ty)
    });
    let body = operation.named_body().map(|(Body { name, docs: said, .. }, ty)| {
        let said = docs(said);
        let ty = types::tokens(client, Some(module), ty);
        quote!(#said pub #name: #ty)
    });
    let fields = fields.chain(body);
    quote!(#about #[derive(Clone, Debug, PartialEq)] pub struct #marker { #(#fields,)* })
}

fn constants(operation: &Operation) -> Option<TokenStream> {
    let marker = &operation.marker;
    let constants = operation.constants.iter().map(|Constant { name, value, docs: said }| {
        let said = docs_or(said, "Told in the operation's description.");
        quote!(#said pub const #name: &'static str = #value;)
    });
    (!operation.constants.is_empty()).then(|| quote!(impl #marker { #(#constants)* }))
}

/// `pub fn email(self, email: impl Into<String>) -> Self`, and `email_null` where null is a value of its own.
fn field_setters(client: &Client, module: &ModuleName, one: &BodyField) -> Vec<TokenStream> {
    let BodyField { name, null, field } = one;
    let Field { wire, docs: said, deprecated: old, .. } = field;
    let (said, old) = (wire_docs(&summary(said), name.as_str(), wire), deprecated(*old));
    let (ty, _) = types::without_null(client, &field.ty);
    let (taken, value) = types::argument(client, Some(module), &ty, &quote!(#name));
    let set = quote! {
        #said #old
        pub fn #name(self, #name: #taken) -> Self { self.body_field(#wire, &#value) }
    };
    let null = null.iter().map(|null| {
        let said = format!(" Sets {} to null.", crate::docs::code(wire));
        quote! {
            #[doc = #said]
            #old
            pub fn #null(self) -> Self { self.body_field(#wire, &()) }
        }
    });
    std::iter::once(set).chain(null).collect()
}

/// `impl<M: runtime::Mode, T> runtime::Call<ListPets, M, T> { pub fn limit(self, limit: i32) -> Self }`
fn setters(client: &Client, module: &ModuleName, operation: &Operation) -> Option<TokenStream> {
    let marker = &operation.marker;
    let optional = operation.params.iter().enumerate().filter(|(_, param)| param.presence == Presence::Optional);
    let params = optional.map(|(index, Param { name, wire, docs: said, ty, deprecated: old, .. })| {
        let (said, old) = (wire_docs(&summary(said), name.as_str(), wire), deprecated(*old));
        let (taken, value) = types::argument(client, Some(module), ty, &quote!(#name));
        let index = tables::index_literal(index);
        quote! {
            #said #old
            pub fn #name(self, #name: #taken) -> Self { self.param(#index, &#value) }
        }
    });
    let body = operation.body.iter().filter(|body| body.presence == Presence::Optional).map(|body| {
        let (taken, set) = body_argument(client, module, operation, body);
        let (name, said) = (&body.name, docs(&summary(&body.docs)));
        let set = set.on(quote!(self));
        quote! {
            #said
            pub fn #name(self, #taken) -> Self { #set }
        }
    });
    let fields = operation.fields.iter().flat_map(|one| field_setters(client, module, one));
    let setters: Vec<TokenStream> = params.chain(body).chain(fields).collect();
    // The docs of the marker describe them: on the page of `Call` those of all operations would stand.
    (!setters.is_empty()).then(|| {
        quote! {
            #[doc(hidden)]
            impl<M: runtime::Mode, T> runtime::Call<#marker, M, T> { #(#setters)* }
        }
    })
}
