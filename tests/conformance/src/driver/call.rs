//! One call as a function of the driver: the client with its credentials, the method with its arguments, and what came back.

use crategen::ir::{Arguments as Form, Client, Location, Operation, Presence, Reply, Resource};
use proc_macro2::TokenStream;
use quote::quote;

use super::{answers, bodies, credentials, parameters, place};
use crate::calls::{Arguments, Call};

/// The body of the function that makes a call. It is an expression of `Result<Value, String>`, in which `origin` is the origin
/// that the call goes to.
///
/// # Errors
/// Why the client's public API cannot say this call.
pub(super) fn body(
    client: &Client,
    resource: &Resource,
    operation: &Operation,
    call: &Call,
) -> Result<TokenStream, String> {
    let arguments = call.arguments.as_ref().map_err(Clone::clone)?;
    let place = place::setters(client, operation, call)?;
    let (credentials, added) = credentials::split(client, operation, arguments)?;
    let made = made(client, resource, operation, arguments)?;
    let optional = optional(client, resource, operation, arguments)?;
    let unknown = unknown(client, operation, arguments)?;
    // What the client would not ask for by itself has no type in it.
    let foreign = accepted(arguments).filter(|accept| operation.accept.split(", ").all(|asked| asked != *accept));
    let (raw, value) = match foreign {
        Some(_) => (Some(quote!(.raw())), answers::shown(&Reply::Stream, &quote!(response.value))),
        None => (None, answers::value(resource, operation)),
    };
    let failure = answers::failure(resource, operation);
    Ok(quote! {
        let client = client::Client::builder() #place .allow_http(true).retries(0).timeout(support::PATIENCE) #credentials;
        let client = client.build().map_err(|error| error.to_string())?;
        let call = #made #optional #unknown #added #raw;
        match call.with_response().await {
            Ok(response) => {
                let (status, headers, body) = (response.status, response.headers, response.body);
                let value = #value;
                Ok(support::success(status, &headers, &body, value))
            }
            Err(error) => {
                let failure = #failure;
                support::failed(&error, failure)
            }
        }
    })
}

/// The media type that a call asks for.
fn accepted(arguments: &Arguments) -> Option<&str> {
    let mut all = arguments.header.iter().chain(&arguments.extra);
    all.find(|(name, _)| name.eq_ignore_ascii_case("accept")).and_then(|(_, value)| value.as_str())
}

/// The body of the function that follows a URL which an answer named, as the client's users do.
///
/// # Errors
/// Nothing tells the URL.
pub(super) fn link(call: &Call) -> Result<TokenStream, String> {
    let arguments = call.arguments.as_ref().map_err(Clone::clone)?;
    let target = call.target.as_ref().unwrap_or(&call.operation.path);
    let headers = arguments.header.iter().chain(&arguments.extra);
    let headers = headers.map(|(name, value)| {
        let value = place::text(value);
        quote!(.header(#name, #value))
    });
    Ok(quote! {
        let client = client::Client::builder().base_url(origin).allow_http(true).retries(0).timeout(support::PATIENCE);
        let client = client.build().map_err(|error| error.to_string())?;
        match client.download(&format!("{origin}{}", #target)) #(#headers)* .with_response().await {
            Ok(response) => {
                let (status, headers, mut stream) = (response.status, response.headers, response.value);
                let mut bytes = Vec::new();
                while let Some(piece) = stream.next().await {
                    bytes.extend_from_slice(&piece.map_err(|error| error.to_string())?);
                }
                Ok(support::success(status, &headers, &bytes, support::bytes(&bytes)))
            }
            Err(error) => support::failed(&error, None),
        }
    })
}

/// `client.pets().get_pet(7i64)`
fn made(
    client: &Client,
    resource: &Resource,
    operation: &Operation,
    arguments: &Arguments,
) -> Result<TokenStream, String> {
    let (module, method, marker) = (&resource.module, &operation.name, &operation.marker);
    let required = operation.params.iter().filter(|param| param.presence == Presence::Required);
    let params = required.map(|param| Ok((&param.name, parameters::required(client, param, arguments)?)));
    let params = params.collect::<Result<Vec<_>, String>>()?;
    let body = operation.required_body();
    let argument = body.map(|body| bodies::argument(client, resource, body, arguments)).transpose()?;
    let mut inputs = Vec::new();
    match operation.arguments {
        Form::Positional => inputs.extend(params.into_iter().map(|(_, value)| value)),
        Form::Struct => {
            let mut fields: Vec<_> = params.iter().map(|(name, value)| quote!(#name: #value)).collect();
            if let Some((body, ty)) = operation.named_body() {
                let payload = &body.contents.first().ok_or("the body has no media type")?.payload;
                let (name, value) = (&body.name, bodies::value(client, payload, ty, arguments)?);
                fields.push(quote!(#name: #value));
            }
            inputs.push(quote!(client::#module::#marker { #(#fields),* }));
        }
    }
    let is_field = operation.arguments == Form::Struct && operation.named_body().is_some();
    inputs.extend(argument.filter(|_| !is_field));
    Ok(quote!(client.#module().#method(#(#inputs),*)))
}

/// The setters of what is optional and given.
fn optional(
    client: &Client,
    resource: &Resource,
    operation: &Operation,
    arguments: &Arguments,
) -> Result<TokenStream, String> {
    let mut setters = TokenStream::new();
    for param in operation.params.iter().filter(|param| param.presence == Presence::Optional) {
        if let Some(given) = parameters::given(param, arguments) {
            let (name, value) = (&param.name, parameters::value(client, param, given)?);
            setters.extend(quote!(.#name(#value)));
        }
    }
    match (&operation.body, &arguments.body) {
        (Some(body), Some(_)) if body.presence == Presence::Optional => {
            let (name, value) = (&body.name, bodies::argument(client, resource, body, arguments)?);
            setters.extend(quote!(.#name(#value)));
        }
        (None, Some(_)) => return Err("the operation has no body that the call could give".to_owned()),
        _ => {}
    }
    Ok(setters)
}

/// Arguments that the operation does not name go along as a caller would add them.
fn unknown(client: &Client, operation: &Operation, arguments: &Arguments) -> Result<TokenStream, String> {
    let is_known = |location: Location, name: &str| {
        let same =
            |wire: &str| if location == Location::Header { wire.eq_ignore_ascii_case(name) } else { wire == name };
        operation.params.iter().any(|param| param.location == location && same(&param.wire))
    };
    let mut added = TokenStream::new();
    for (name, _) in arguments.path.iter().filter(|(name, _)| !is_known(Location::Path, name)) {
        if !place::is_variable(client, operation, name) {
            return Err(format!("neither the path nor the server has `{name}`"));
        }
    }
    for (name, value) in arguments.query.iter().filter(|(name, _)| !is_known(Location::Query, name)) {
        let value = place::text(value);
        added.extend(quote!(.query(#name, #value)));
    }
    for (name, value) in arguments.header.iter().filter(|(name, _)| !is_known(Location::Header, name)) {
        // What a body is follows from the body, where the document says it.
        let is_declared =
            operation.body.iter().flat_map(|body| &body.contents).any(|content| value == &content.media_type);
        if name.eq_ignore_ascii_case("content-type") && (is_declared || operation.body.is_none()) {
            continue;
        }
        let value = place::text(value);
        added.extend(quote!(.header(#name, #value)));
    }
    match arguments.cookie.keys().find(|name| !is_known(Location::Cookie, name)) {
        Some(name) => Err(format!("the operation has no cookie `{name}`")),
        None => Ok(added),
    }
}
