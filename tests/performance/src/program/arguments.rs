//! Arguments of calls, made from plain values.

use crategen::ir::{
    Arguments, Client, Enum, Location, Operation, Param, Presence, Resource, Segment, Type, TypeId, TypeShape,
};
use proc_macro2::TokenStream;
use quote::quote;

use crate::types::{Crate, Types, resolve};

/// Whether all that a call must have are plain values.
pub(super) fn can_be_made(client: &Client, operation: &Operation) -> bool {
    let plain = |param: &Param| wire(client, &param.ty).is_some();
    operation.required_body().is_none() && operation.output.is_none() && required(operation).all(plain)
}

fn required(operation: &Operation) -> impl Iterator<Item = &Param> {
    operation.params.iter().filter(|param| param.presence == Presence::Required)
}

/// `client.pets().get_pet(1)`
pub(super) fn call(client: &Client, resource: &Resource, operation: &Operation) -> TokenStream {
    let (module, method, marker) = (&resource.module, &operation.name, &operation.marker);
    let arguments = required(operation).map(|param| (&param.name, value(client, &param.ty)));
    match operation.arguments {
        Arguments::Positional => {
            let values = arguments.map(|(_, value)| value);
            quote!(client.#module().#method(#(#values),*))
        }
        Arguments::Struct => {
            let fields = arguments.map(|(name, value)| quote!(#name: #value));
            quote!(client.#module().#method(client::#module::#marker { #(#fields),* }))
        }
    }
}

/// The path and query of the same call.
pub(super) fn target(client: &Client, operation: &Operation) -> String {
    let text = |param: &Param| wire(client, &param.ty).unwrap_or_default();
    let mut query: Vec<String> = Vec::new();
    let mut path = String::new();
    for segment in &operation.path {
        match segment {
            Segment::Literal(literal) => path.push_str(literal),
            Segment::Param(index) => path.extend(operation.params.get(*index).map(text)),
            Segment::Query(pair) => query.push(pair.clone()),
        }
    }
    let params = required(operation).filter(|param| param.location == Location::Query);
    query.extend(params.map(|param| format!("{}={}", param.wire, text(param))));
    if query.is_empty() { path } else { format!("{path}?{}", query.join("&")) }
}

/// A plain value of a type.
fn value(client: &Client, ty: &Type) -> TokenStream {
    match resolve(client, ty) {
        Type::Bool => quote!(true),
        Type::Int(_) => quote!(1),
        Type::Float(_) => quote!(1.0),
        Type::Named(id) => {
            let root = quote!(client);
            let path = Types { client, of: Crate::Generated, root: &root }.named(*id);
            let variant = variants(client, *id).and_then(|values| values.variants.first()).map(|variant| &variant.name);
            quote!(#path::#variant)
        }
        _ => quote!("1".to_owned()),
    }
}

/// How the same value is written in a URL; `None` where a type has no plain values.
fn wire(client: &Client, ty: &Type) -> Option<String> {
    match resolve(client, ty) {
        Type::Bool => Some("true".to_owned()),
        Type::Int(_) | Type::Float(_) | Type::String => Some("1".to_owned()),
        Type::Named(id) => Some(variants(client, *id)?.variants.first()?.wire.clone()),
        _ => None,
    }
}

fn variants(client: &Client, id: TypeId) -> Option<&Enum> {
    match &client.ty(id).shape {
        TypeShape::Enum(values) => Some(values),
        _ => None,
    }
}
