//! Example programs: three calls of a client, and the same three answers with the types of another crate over bare reqwest.

mod arguments;

use std::collections::BTreeSet;

use crategen::files::Files;
use crategen::ir::{Client, Operation, Reply, Resource, Type, TypeShape};
use proc_macro2::TokenStream;
use quote::quote;

use crate::printed;
use crate::types::{Crate, Types, resolve};

/// What an example program does.
#[derive(Clone, Debug)]
pub enum Uses<'c> {
    /// It makes these calls, and prints what the answers hold.
    Calls(Vec<(&'c Resource, &'c Operation, &'c Type)>),
    /// It decodes and encodes these types: no call can be made of plain values.
    Types(Vec<Type>),
}

/// How a program gets at the types.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum With {
    /// By the client that is generated.
    Client,
    /// By the types of the generated client, and bare reqwest.
    GeneratedTypes,
    /// By types with derived impls, and bare reqwest.
    DerivedTypes,
}

/// How many calls a program makes.
const CALLS: usize = 3;

/// What a program for a client can do.
pub fn uses(client: &Client) -> Uses<'_> {
    let mut seen = BTreeSet::new();
    let all = client.resources.iter().flat_map(|resource| resource.operations.iter().map(move |one| (resource, one)));
    let answers = all.filter_map(|(resource, operation)| Some((resource, operation, answer(client, operation)?)));
    let calls: Vec<_> = answers.filter(|(.., ty)| seen.insert(format!("{ty:?}"))).collect();
    if calls.len() >= CALLS {
        return Uses::Calls(spread(calls));
    }
    let structs = client.types.iter().filter(|(_, def)| matches!(def.shape, TypeShape::Struct(_)));
    Uses::Types(spread(structs.map(|(id, _)| Type::Named(*id)).collect()))
}

/// Items from the whole of a list: at a quarter, half and three quarters of it.
fn spread<T>(items: Vec<T>) -> Vec<T> {
    let step = (items.len() / (CALLS + 1)).max(1);
    let first = if items.len() > CALLS { step } else { 0 };
    items.into_iter().skip(first).step_by(step).take(CALLS).collect()
}

/// The struct in an operation's answer, where its arguments can be made from plain values.
fn answer<'c>(client: &'c Client, operation: &'c Operation) -> Option<&'c Type> {
    let [success] = operation.success.as_slice() else { return None };
    let Reply::Json(ty) = &success.reply else { return None };
    let item = match resolve(client, ty) {
        Type::List(item) => resolve(client, item),
        other => other,
    };
    let is_struct = matches!(item, Type::Named(id) if matches!(client.ty(*id).shape, TypeShape::Struct(_)));
    (is_struct && arguments::can_be_made(client, operation)).then_some(ty)
}

/// The package of a program; the crate that it uses is in `../client`, and called `package`.
pub fn package(client: &Client, uses: &Uses<'_>, with: With, package: &str) -> Files {
    let main = match uses {
        Uses::Calls(calls) => network(client, calls, with),
        Uses::Types(types) => decoding(client, types, with),
    };
    let head = quote!(#![doc = " Made to be measured."] #![allow(deprecated)]);
    let mut files = Files::new();
    files.insert("src/main.rs", printed(head, main));
    files.insert("Cargo.toml", manifest(uses, with, package));
    files
}

fn manifest(uses: &Uses<'_>, with: With, package: &str) -> String {
    let default = with == With::Client && matches!(uses, Uses::Calls(_));
    let mut text = format!(
        "[package]\nname = \"program\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[dependencies]\n\
         client = {{ path = \"../client\", package = {package:?}, default-features = {default} }}\n\
         serde_json = {{ version = \"1.0\", features = [\"float_roundtrip\", \"preserve_order\"] }}\n"
    );
    if matches!(uses, Uses::Calls(_)) {
        text += "reqwest = { version = \"0.13\", default-features = false, features = [\"http2\", \"rustls\", \"stream\"] }\n\
                 tokio = { version = \"1.54\", default-features = false, features = [\"macros\", \"rt\", \"time\"] }\n";
    }
    text
}

fn network(client: &Client, calls: &[(&Resource, &Operation, &Type)], with: With) -> Vec<TokenStream> {
    let root = quote!(client);
    let (http, calls): (_, Vec<_>) = match with {
        With::Client => {
            let calls = calls.iter().map(|(resource, operation, _)| {
                let (call, encode) = (arguments::call(client, resource, operation), encode(Crate::Generated));
                quote!({ let value = #call.await?; println!("{}", String::from_utf8_lossy(&#encode?)); })
            });
            (quote!(client::Client::builder().base_url(base).build()?), calls.collect())
        }
        With::GeneratedTypes | With::DerivedTypes => {
            let types = types(client, &root, with);
            let calls = calls.iter().map(|(_, operation, ty)| {
                let (method, target) = (&operation.method, arguments::target(client, operation));
                let trip = trip(types, ty);
                quote!({
                    let method = reqwest::Method::from_bytes(#method.as_bytes())?;
                    let answer = http.request(method, format!("{base}{}", #target)).send().await?.error_for_status()?;
                    let text = answer.bytes().await?;
                    #trip
                })
            });
            (quote!(reqwest::Client::new()), calls.collect())
        }
    };
    let name = if with == With::Client { quote!(client) } else { quote!(http) };
    vec![quote! {
        #[tokio::main(flavor = "current_thread")]
        async fn main() -> Result<(), Box<dyn std::error::Error>> {
            let base = std::env::args().nth(1).ok_or("usage: program URL")?;
            let #name = #http;
            #(#calls)*
            Ok(())
        }
    }]
}

fn decoding(client: &Client, all: &[Type], with: With) -> Vec<TokenStream> {
    let root = quote!(client);
    let types = types(client, &root, with);
    let trips = all.iter().map(|ty| trip(types, ty));
    vec![quote! {
        fn main() -> Result<(), Box<dyn std::error::Error>> {
            for line in std::io::stdin().lines() {
                let text = line?.into_bytes();
                #({ #trips })*
            }
            Ok(())
        }
    }]
}

fn types<'c>(client: &'c Client, root: &'c TokenStream, with: With) -> Types<'c> {
    let of = if with == With::DerivedTypes { Crate::Derived } else { Crate::Generated };
    Types { client, of, root }
}

/// Decodes `text`, and prints what it is encoded to again.
fn trip(types: Types<'_>, ty: &Type) -> TokenStream {
    let (decode, encode) = (decode(types.of), encode(types.of));
    let ty = types.ty(ty);
    quote!(let value: #ty = #decode?; println!("{}", String::from_utf8_lossy(&#encode?));)
}

/// How `text` is decoded; the names in a generated client are only here and in [`encode`].
fn decode(of: Crate) -> TokenStream {
    match of {
        Crate::Generated => quote!(client::runtime::from_json(&text)),
        Crate::Derived => quote!(serde_json::from_slice(&text)),
    }
}

/// How `value` is encoded.
fn encode(of: Crate) -> TokenStream {
    match of {
        Crate::Generated => quote!(client::runtime::to_json(&value)),
        Crate::Derived => quote!(serde_json::to_vec(&value)),
    }
}
