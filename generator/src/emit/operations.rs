//! The module of a tag: its handle, its operations, and the types that only they have.

use proc_macro2::TokenStream;
use quote::quote;

use super::{Content, Emitted, deprecated, docs, docs_or, tables, types};
use crate::ir::{
    Arguments, Body, Client, Constant, Content as MediaType, Failure, FormPart, Operation, Param, Payload, Presence,
    Reply, Resource, Status, Success, Type, TypeId, TypeShape,
};
use crate::names::{ModuleName, TypeName};

/// The file of a resource.
pub(super) fn module(client: &Client, resource: &Resource) -> Emitted {
    let head = docs_or(&resource.docs, &format!("The operations of `{}`.", resource.module));
    let head = inner(head);
    let mut items = vec![handle(resource), methods(client, resource)];
    for operation in &resource.operations {
        items.extend(parts(client, &resource.module, operation));
    }
    items.extend(types::definitions(client, Some(&resource.module)));
    let mut all = vec![quote!(
        use crate::runtime;
    )];
    if items.iter().any(|item| super::names(item, "types")) {
        all.push(quote!(
            use crate::types;
        ));
    }
    all.extend(items);
    Emitted { path: format!("src/{}.rs", resource.module), content: Content::Rust(head, all) }
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
    let said = docs_or(said, &format!("The operations of `{}`.", resource.module));
    quote! {
        #said
        #[derive(Clone, Copy, Debug)]
        pub struct #name<'a, M: runtime::Mode> {
            client: &'a runtime::Client<M>,
        }
    }
}

fn methods(client: &Client, resource: &Resource) -> TokenStream {
    let name = &resource.name;
    let methods = resource.operations.iter().map(|operation| method(client, &resource.module, operation));
    quote! {
        impl<'a, M: runtime::Mode> #name<'a, M> {
            pub(crate) fn new(client: &'a runtime::Client<M>) -> Self {
                Self { client }
            }
            #(#methods)*
        }
    }
}

/// `pub fn get_pet(&self, id: i64) -> runtime::Call<'a, GetPet, M>`
fn method(client: &Client, module: &ModuleName, operation: &Operation) -> TokenStream {
    let Operation { name, marker, docs: said, deprecated: old, arguments, .. } = operation;
    let (said, old) = (docs(said), deprecated(*old));
    let required = || operation.params.iter().enumerate().filter(|(_, param)| param.presence == Presence::Required);
    let body = required_body(operation);
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
                let (taken, set) = body_argument(client, module, body);
                let name = &body.name;
                inputs.push(quote!(#name: #taken));
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
                if named_body(operation).is_some() {
                    let content = body.contents.first().expect("a body has a content");
                    sets.push(apply(content, &quote!(&arguments.#name)));
                } else {
                    let (taken, set) = body_argument(client, module, body);
                    inputs.push(quote!(#name: #taken));
                    last = Some(set);
                }
            }
        }
    }
    let call = quote!(runtime::Call::new(self.client) #(#sets)*);
    let call = last.map_or_else(|| call.clone(), |set| set.on(call.clone()));
    quote! {
        #said #old
        pub fn #name(&self, #(#inputs),*) -> runtime::Call<'a, #marker, M> { #call }
    }
}

fn required_body(operation: &Operation) -> Option<&Body> {
    operation.body.as_ref().filter(|body| body.presence == Presence::Required)
}

/// The body that stands in the struct of the arguments: one that is a value, not a stream or a choice.
fn named_body(operation: &Operation) -> Option<(&Body, &Type)> {
    let body = required_body(operation)?;
    match body.contents.as_slice() {
        [MediaType { payload: Payload::Json(ty) | Payload::Form(ty, _), .. }] => Some((body, ty)),
        _ => None,
    }
}

/// How a body is taken and set.
fn body_argument(client: &Client, module: &ModuleName, body: &Body) -> (TokenStream, Set) {
    let name = &body.name;
    if let Some(choice) = &body.choice {
        let mode = mode(client, &body.contents);
        return (quote!(#choice #mode), Set::Choice(quote!(#name)));
    }
    let content = body.contents.first().expect("a body has a content");
    let taken = match &content.payload {
        Payload::Json(ty) | Payload::Form(ty, _) => {
            let ty = types::tokens(client, Some(module), ty);
            quote!(&#ty)
        }
        Payload::Multipart(form) => form_type(client, *form),
        Payload::AnyMultipart => quote!(runtime::Multipart<M>),
        Payload::Text => quote!(impl Into<String>),
        Payload::Bytes => quote!(impl Into<runtime::Body<M>>),
    };
    (taken, Set::Method(apply(content, &quote!(#name))))
}

/// How a body is set on a call.
enum Set {
    /// `call.json(…)`
    Method(TokenStream),
    /// `body.apply(call)`
    Choice(TokenStream),
}

impl Set {
    fn on(&self, call: TokenStream) -> TokenStream {
        match self {
            Self::Method(method) => quote!(#call #method),
            Self::Choice(body) => quote!(#body.apply(#call)),
        }
    }
}

/// `.json("application/json", body)`
fn apply(content: &MediaType, value: &TokenStream) -> TokenStream {
    let MediaType { media_type, payload, .. } = content;
    match payload {
        Payload::Json(_) => quote!(.json(#media_type, #value)),
        Payload::Form(_, styles) => {
            let styles = tables::field_encodings(styles);
            quote!(.form(#media_type, #value, #styles))
        }
        Payload::Multipart(_) => quote!(.multipart_as(#media_type, #value.into_parts())),
        Payload::AnyMultipart => quote!(.multipart_as(#media_type, #value)),
        Payload::Text => quote!(.text(#media_type, #value)),
        Payload::Bytes => quote!(.bytes(#media_type, #value)),
    }
}

fn form_type(client: &Client, form: TypeId) -> TokenStream {
    let def = client.ty(form);
    let name = &def.name;
    if holds_files(client, form) { quote!(#name<M>) } else { quote!(#name) }
}

fn holds_files(client: &Client, form: TypeId) -> bool {
    match &client.ty(form).shape {
        TypeShape::Form(fields) => {
            fields.iter().any(|field| matches!(field.part, FormPart::File(_) | FormPart::Files(_)))
        }
        _ => false,
    }
}

/// `<M>` for a choice of bodies one of which is a stream.
fn mode(client: &Client, contents: &[MediaType]) -> TokenStream {
    let streams = |content: &MediaType| match content.payload {
        Payload::Bytes | Payload::AnyMultipart => true,
        Payload::Multipart(form) => holds_files(client, form),
        _ => false,
    };
    if contents.iter().any(streams) { quote!(<M>) } else { quote!() }
}

/// What belongs to one operation: its marker, table, setters, output and failures.
fn parts(client: &Client, module: &ModuleName, operation: &Operation) -> Vec<TokenStream> {
    let mut items = vec![marker(client, module, operation)];
    items.extend(constants(operation));
    items.push(tables::operation(module.as_str(), operation));
    items.push(implementation(client, module, operation));
    items.extend(setters(client, module, operation));
    if let Some(body) = &operation.body {
        items.extend(choice(client, module, operation, body));
    }
    if let Some(name) = &operation.output {
        items.push(output(client, module, operation, name));
    }
    if let Some(name) = &operation.failure {
        items.extend(failure(client, module, operation, name));
    }
    items
}

/// The type that stands for an operation, with its arguments where they are named.
fn marker(client: &Client, module: &ModuleName, operation: &Operation) -> TokenStream {
    let Operation { name, marker, arguments, .. } = operation;
    if *arguments == Arguments::Positional {
        let said = format!(" The operation [`{name}`](Self) as a type: what a [`runtime::Call`] is a call of.");
        return quote!(#[doc = #said] #[derive(Debug)] #[non_exhaustive] pub struct #marker;);
    }
    let required = operation.params.iter().filter(|param| param.presence == Presence::Required);
    let fields = required.map(|Param { name, wire, docs: said, ty, deprecated: old, .. }| {
        let (said, old) = (docs_or(said, &crate::docs::code(wire)), deprecated(*old));
        let ty = types::tokens(client, Some(module), ty);
        quote!(#said #old pub #name: #ty)
    });
    let body = named_body(operation).map(|(Body { name, docs: said, .. }, ty)| {
        let said = docs_or(said, "The request body.");
        let ty = types::tokens(client, Some(module), ty);
        quote!(#said pub #name: #ty)
    });
    let fields = fields.chain(body);
    let said = format!(" The arguments that `{name}` must have.");
    quote!(#[doc = #said] #[derive(Clone, Debug, PartialEq)] pub struct #marker { #(#fields,)* })
}

fn constants(operation: &Operation) -> Option<TokenStream> {
    let marker = &operation.marker;
    let constants = operation.constants.iter().map(|Constant { name, value, docs: said }| {
        let said = docs_or(said, "Told in the operation's description.");
        quote!(#said pub const #name: &'static str = #value;)
    });
    (!operation.constants.is_empty()).then(|| quote!(impl #marker { #(#constants)* }))
}

fn implementation(client: &Client, module: &ModuleName, operation: &Operation) -> TokenStream {
    let Operation { marker, constant, success, output, .. } = operation;
    let (output, decode) = match (output, success.as_slice()) {
        (None, [Success { reply, .. }, ..]) => (reply_type(client, module, reply), {
            let read = read(reply);
            quote!(#read)
        }),
        (Some(output), all) => {
            let streams =
                all.iter().any(|success| matches!(success.reply, Reply::Stream | Reply::Events(_) | Reply::Lines(_)));
            let arguments = if streams { quote!(<M>) } else { quote!() };
            let arms = all.iter().map(|Success { status, variant, reply, .. }| {
                let (pattern, read) = (pattern(*status), read(reply));
                match reply {
                    Reply::Empty => quote!(#pattern => #read.map(|()| #output::#variant)),
                    _ => quote!(#pattern => #read.map(#output::#variant)),
                }
            });
            let last = all.iter().any(|success| success.status == Status::Default);
            let otherwise = (!last).then(|| quote!(_ => Err(reply.unexpected()),));
            (quote!(#output #arguments), quote!(match reply.status().as_u16() { #(#arms,)* #otherwise }))
        }
        (None, []) => (quote!(()), quote!(reply.empty())),
    };
    quote! {
        impl<M: runtime::Mode> runtime::Operation<M> for #marker {
            const OP: &'static runtime::Op = &#constant;
            type Output = #output;
            fn decode(reply: runtime::Reply<M>) -> Result<Self::Output, runtime::Error> {
                #decode
            }
        }
    }
}

fn pattern(status: Status) -> TokenStream {
    match status {
        Status::Code(code) => {
            let code = proc_macro2::Literal::u16_unsuffixed(code);
            quote!(#code)
        }
        Status::Range(class) => {
            let first = proc_macro2::Literal::u16_unsuffixed(u16::from(class) * 100);
            let last = proc_macro2::Literal::u16_unsuffixed(u16::from(class) * 100 + 99);
            quote!(#first..=#last)
        }
        Status::Default => quote!(_),
    }
}

fn reply_type(client: &Client, module: &ModuleName, reply: &Reply) -> TokenStream {
    match reply {
        Reply::Empty => quote!(()),
        Reply::Json(ty) => types::tokens(client, Some(module), ty),
        Reply::Text => quote!(String),
        Reply::Stream => quote!(runtime::ByteStream<M>),
        Reply::Events(None) => quote!(runtime::EventStream<M>),
        Reply::Events(Some(ty)) | Reply::Lines(ty) => {
            let ty = types::tokens(client, Some(module), ty);
            quote!(runtime::ItemStream<#ty, M>)
        }
    }
}

fn read(reply: &Reply) -> TokenStream {
    match reply {
        Reply::Empty => quote!(reply.empty()),
        Reply::Json(_) => quote!(reply.json()),
        Reply::Text => quote!(reply.text()),
        Reply::Stream => quote!(Ok(reply.stream())),
        Reply::Events(None) => quote!(Ok(reply.events())),
        Reply::Events(Some(_)) => quote!(Ok(reply.json_events())),
        Reply::Lines(_) => quote!(Ok(reply.json_lines())),
    }
}

/// `impl<M: runtime::Mode> runtime::Call<'_, ListPets, M> { pub fn limit(self, limit: i32) -> Self }`
fn setters(client: &Client, module: &ModuleName, operation: &Operation) -> Option<TokenStream> {
    let marker = &operation.marker;
    let optional = operation.params.iter().enumerate().filter(|(_, param)| param.presence == Presence::Optional);
    let params = optional.map(|(index, Param { name, wire, docs: said, ty, deprecated: old, .. })| {
        let (said, old) = (docs_or(said, &format!("Sets {}.", crate::docs::code(wire))), deprecated(*old));
        let (taken, value) = types::argument(client, Some(module), ty, &quote!(#name));
        let index = tables::index_literal(index);
        quote! {
            #said #old
            #[must_use]
            pub fn #name(self, #name: #taken) -> Self { self.param(#index, &#value) }
        }
    });
    let body = operation.body.iter().filter(|body| body.presence == Presence::Optional).map(|body| {
        let (taken, set) = body_argument(client, module, body);
        let (name, said) = (&body.name, docs_or(&body.docs, "Sets the request body."));
        let set = set.on(quote!(self));
        quote! {
            #said
            #[must_use]
            pub fn #name(self, #name: #taken) -> Self { #set }
        }
    });
    let setters: Vec<TokenStream> = params.chain(body).collect();
    (!setters.is_empty()).then(|| quote!(impl<M: runtime::Mode> runtime::Call<'_, #marker, M> { #(#setters)* }))
}

/// The enum of a body that can be of several media types.
fn choice(client: &Client, module: &ModuleName, operation: &Operation, body: &Body) -> Vec<TokenStream> {
    let Some(choice) = &body.choice else { return Vec::new() };
    let mode = mode(client, &body.contents);
    let (declared, method) =
        if mode.is_empty() { (quote!(), quote!(<M: runtime::Mode>)) } else { (quote!(<M: runtime::Mode>), quote!()) };
    let variants = body.contents.iter().map(|content| {
        let MediaType { media_type, variant, payload } = content;
        let said = format!(" {}", crate::docs::code(media_type));
        let ty = match payload {
            Payload::Json(ty) | Payload::Form(ty, _) => types::tokens(client, Some(module), ty),
            Payload::Multipart(form) => form_type(client, *form),
            Payload::AnyMultipart => quote!(runtime::Multipart<M>),
            Payload::Text => quote!(String),
            Payload::Bytes => quote!(runtime::Body<M>),
        };
        quote!(#[doc = #said] #variant(#ty))
    });
    let arms = body.contents.iter().map(|content| {
        let variant = &content.variant;
        let value = match content.payload {
            Payload::Json(_) | Payload::Form(..) => quote!(&body),
            _ => quote!(body),
        };
        let set = apply(content, &value);
        quote!(Self::#variant(body) => call #set)
    });
    let marker = &operation.marker;
    let said = format!(" What `{}` can send.", operation.name);
    vec![
        quote!(#[doc = #said] #[derive(Debug)] #[non_exhaustive] pub enum #choice #declared { #(#variants,)* }),
        quote! {
            impl #declared #choice #mode {
                fn apply #method (self, call: runtime::Call<'_, #marker, M>) -> runtime::Call<'_, #marker, M> {
                    match self { #(#arms,)* }
                }
            }
        },
    ]
}

/// The enum of success responses that differ.
fn output(client: &Client, module: &ModuleName, operation: &Operation, name: &TypeName) -> TokenStream {
    let streams = |reply: &Reply| matches!(reply, Reply::Stream | Reply::Events(_) | Reply::Lines(_));
    let streaming = operation.success.iter().any(|success| streams(&success.reply));
    let declared = if streaming { quote!(<M: runtime::Mode>) } else { quote!() };
    let derives = if streaming { quote!(Debug) } else { quote!(Clone, Debug, PartialEq) };
    let variants = operation.success.iter().map(|Success { status, variant, docs: said, reply }| {
        let said = docs_or(said, &format!("`{}`", status_text(*status)));
        match reply {
            Reply::Empty => quote!(#said #variant),
            reply => {
                let ty = reply_type(client, module, reply);
                quote!(#said #variant(#ty))
            }
        }
    });
    let said = format!(" The successes of `{}`.", operation.name);
    quote!(#[doc = #said] #[derive(#derives)] #[non_exhaustive] pub enum #name #declared { #(#variants,)* })
}

fn status_text(status: Status) -> String {
    match status {
        Status::Code(code) => code.to_string(),
        Status::Range(class) => format!("{class}XX"),
        Status::Default => "default".to_owned(),
    }
}

/// The enum of documented failures, and how an error becomes one.
fn failure(client: &Client, module: &ModuleName, operation: &Operation, name: &TypeName) -> [TokenStream; 2] {
    let Operation { marker, failures, .. } = operation;
    let variants = failures.iter().map(|Failure { status, variant, docs: said, ty }| {
        let said = docs_or(said, &format!("`{}`", status_text(*status)));
        let ty = types::tokens(client, Some(module), ty);
        quote!(#said #variant(#ty))
    });
    let arms = failures.iter().map(|Failure { status, variant, .. }| {
        let pattern = pattern(*status);
        quote!(#pattern => Some(error.json().map(#name::#variant)))
    });
    let last = failures.iter().any(|failure| failure.status == Status::Default);
    let otherwise = (!last).then(|| quote!(_ => None,));
    let said = format!(" The documented failures of `{}`.", operation.name);
    [
        quote!(#[doc = #said] #[derive(Clone, Debug, PartialEq)] #[non_exhaustive] pub enum #name { #(#variants,)* }),
        quote! {
            impl #marker {
                #[doc = " The documented failure that an error of this operation holds; `None` where its status is not documented."]
                #[doc = ""]
                #[doc = " # Errors"]
                #[doc = " The body is not what the document says."]
                pub fn failure(error: &runtime::Error) -> Option<Result<#name, runtime::DecodeError>> {
                    match error.status()?.as_u16() { #(#arms,)* #otherwise }
                }
            }
        },
    ]
}
