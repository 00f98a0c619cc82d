//! One call as a function of the driver: the client with its credentials, the method with its arguments, and what came back.

use std::sync::LazyLock;

use crategen::ir::{
    Arguments as Form, Body, Client, Content, FormField, FormPart, Location, Operation, Param, Payload, Presence,
    Reply, Resource, Success, Type, TypeId, TypeShape,
};
use proc_macro2::{Literal, TokenStream};
use quote::quote;
use serde_json::{Map, Value};

use super::values::{Told, Values};
use super::{credentials, paths, place, xml};
use crate::calls::{Arguments, BodyArgument, Call, PartArgument};

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
        Some(_) => (Some(quote!(.raw())), shown(&Reply::Stream, &quote!(response.value))),
        None => (None, value(resource, operation)),
    };
    let failure = failure(resource, operation);
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
    let params = required.map(|param| Ok((&param.name, required_param(client, param, arguments)?)));
    let params = params.collect::<Result<Vec<_>, String>>()?;
    let body = operation.required_body();
    let argument = body.map(|body| body_argument(client, resource, body, arguments)).transpose()?;
    let mut inputs = Vec::new();
    match operation.arguments {
        Form::Positional => inputs.extend(params.into_iter().map(|(_, value)| value)),
        Form::Struct => {
            let mut fields: Vec<_> = params.iter().map(|(name, value)| quote!(#name: #value)).collect();
            if let Some((body, ty)) = operation.named_body() {
                let payload = &body.contents.first().ok_or("the body has no media type")?.payload;
                let (name, value) = (&body.name, body_value(client, payload, ty, arguments)?);
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
        if let Some(given) = given(param, arguments) {
            let (name, value) = (&param.name, param_value(client, param, given)?);
            setters.extend(quote!(.#name(#value)));
        }
    }
    match (&operation.body, &arguments.body) {
        (Some(body), Some(_)) if body.presence == Presence::Optional => {
            let (name, value) = (&body.name, body_argument(client, resource, body, arguments)?);
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

fn required_param(client: &Client, param: &Param, arguments: &Arguments) -> Result<TokenStream, String> {
    if let Some(given) = given(param, arguments) {
        return param_value(client, param, given);
    }
    only_value(client, &param.ty)
        .and_then(|only| param_value(client, param, &only).ok())
        .ok_or_else(|| format!("the call does not say the required `{}`", param.wire))
}

fn given<'a>(param: &Param, arguments: &'a Arguments) -> Option<&'a Value> {
    let map = match param.location {
        Location::Path => &arguments.path,
        Location::Query => &arguments.query,
        Location::Header => &arguments.header,
        Location::Cookie => &arguments.cookie,
    };
    let ignoring_case = |map: &'a Map<String, Value>| {
        map.iter().find(|(name, _)| name.eq_ignore_ascii_case(&param.wire)).map(|(_, value)| value)
    };
    match param.location {
        Location::Header => ignoring_case(map).or_else(|| ignoring_case(&arguments.extra)),
        _ => map.get(&param.wire),
    }
}

/// The value of an enum of one: what a call that says nothing means.
fn only_value(client: &Client, ty: &Type) -> Option<Value> {
    let Type::Named(id) = ty else { return None };
    match &client.ty(*id).shape {
        TypeShape::Alias(ty) => only_value(client, ty),
        TypeShape::Enum(values) => match values.variants.as_slice() {
            [only] => Some(Value::from(only.wire.as_str())),
            _ => None,
        },
        _ => None,
    }
}

fn param_value(client: &Client, param: &Param, given: &Value) -> Result<TokenStream, String> {
    let delimiter = match param.style.form {
        crategen::ir::Form::SpaceDelimited => " ",
        crategen::ir::Form::PipeDelimited => "|",
        _ => ",",
    };
    let value = Values { client, told: Told::AsText(delimiter) }.value(&param.ty, given);
    value.map_err(|why| format!("the parameter `{}`: {why}", param.wire))
}

/// A body as the method takes it.
fn body_argument(
    client: &Client,
    resource: &Resource,
    body: &Body,
    arguments: &Arguments,
) -> Result<TokenStream, String> {
    let given = body_of(arguments);
    let content = content(body, arguments, given)?;
    let payload = payload(client, content, arguments, given)?;
    let Some(choice) = &body.choice else { return Ok(payload.taken) };
    let (module, variant, value) = (&resource.module, &content.variant, payload.owned);
    Ok(quote!(client::#module::#choice::#variant(#value)))
}

/// Which of the media types a call sends: the one that it names, else the first of a kind that it can be.
fn content<'b>(body: &'b Body, arguments: &Arguments, given: &BodyArgument) -> Result<&'b Content, String> {
    let named = |map: &Map<String, Value>| {
        map.iter()
            .find(|(name, _)| name.eq_ignore_ascii_case("content-type"))
            .and_then(|(_, value)| value.as_str().map(str::to_owned))
    };
    let named = named(&arguments.header).or_else(|| named(&arguments.extra));
    let fits = |content: &&Content| match given {
        BodyArgument::Value(_) => matches!(content.payload, Payload::Json(_) | Payload::Xml(..) | Payload::Form(..)),
        BodyArgument::Text(_) => matches!(content.payload, Payload::Text | Payload::Xml(..)),
        BodyArgument::Bytes(_) => matches!(content.payload, Payload::Bytes),
        BodyArgument::Parts(_) => matches!(content.payload, Payload::Multipart(_) | Payload::AnyMultipart),
    };
    let by_name = named.and_then(|named| body.contents.iter().find(|content| content.media_type == named));
    let chosen = by_name.or_else(|| body.contents.iter().find(fits)).or(body.contents.first());
    chosen.ok_or_else(|| "the body has no media type".to_owned())
}

/// A payload as a method takes it, and as a variant holds it.
struct Written {
    taken: TokenStream,
    owned: TokenStream,
}

fn payload(client: &Client, content: &Content, arguments: &Arguments, given: &BodyArgument) -> Result<Written, String> {
    let same = |value: TokenStream| Written { taken: value.clone(), owned: value };
    match &content.payload {
        Payload::Json(ty) | Payload::Xml(ty, _) | Payload::Form(ty, _) => {
            let value = body_value(client, &content.payload, ty, arguments)?;
            Ok(Written { taken: quote!(&#value), owned: value })
        }
        Payload::Multipart(form) => parts_of(client, *form, given).map(same),
        Payload::AnyMultipart => any_parts(given).map(same),
        Payload::Text => match given {
            BodyArgument::Text(text) | BodyArgument::Value(Value::String(text)) => Ok(same(quote!(#text.to_owned()))),
            BodyArgument::Bytes(bytes) => {
                let text =
                    String::from_utf8(bytes.clone()).map_err(|_| "the body is text, and the call has other bytes")?;
                Ok(same(quote!(#text.to_owned())))
            }
            _ => Err("the body is text, and the call has a value".to_owned()),
        },
        Payload::Bytes => {
            let bytes = content_bytes(given)?;
            Ok(Written { taken: quote!(#bytes.to_vec()), owned: quote!(client::runtime::Body::from(#bytes.to_vec())) })
        }
    }
}

/// The body of a call; one that a call must have, and that says nothing, is an empty object.
fn body_of(arguments: &Arguments) -> &BodyArgument {
    static EMPTY: LazyLock<BodyArgument> = LazyLock::new(|| BodyArgument::Value(Value::Object(Map::new())));
    arguments.body.as_ref().unwrap_or(&EMPTY)
}

fn body_value(client: &Client, payload: &Payload, ty: &Type, arguments: &Arguments) -> Result<TokenStream, String> {
    let parsed: Value;
    let value = match body_of(arguments) {
        BodyArgument::Value(value) => value,
        BodyArgument::Text(text) => {
            parsed = match payload {
                Payload::Xml(_, root) => xml::value(client, *root, text)?,
                _ => serde_json::from_str(text).unwrap_or_else(|_| Value::from(text.as_str())),
            };
            &parsed
        }
        BodyArgument::Bytes(bytes) => {
            parsed = serde_json::from_slice(bytes)
                .map_err(|error| format!("the body is a value, and the call has other bytes: {error}"))?;
            &parsed
        }
        BodyArgument::Parts(_) => return Err("the body is a value, and the call has parts".to_owned()),
    };
    Values { client, told: Told::AsJson }.value(ty, value).map_err(|why| format!("the body: {why}"))
}

fn content_bytes(given: &BodyArgument) -> Result<Literal, String> {
    match given {
        BodyArgument::Bytes(bytes) => Ok(Literal::byte_string(bytes)),
        BodyArgument::Text(text) => Ok(Literal::byte_string(text.as_bytes())),
        BodyArgument::Value(value) => Ok(Literal::byte_string(value.to_string().as_bytes())),
        BodyArgument::Parts(_) => Err("the body is bytes, and the call has parts".to_owned()),
    }
}

/// `client::types::UploadForm { file: …, title: Some(…) }`
fn parts_of(client: &Client, form: TypeId, given: &BodyArgument) -> Result<TokenStream, String> {
    let parts = parts(given)?;
    let TypeShape::Form(fields) = &client.ty(form).shape else { return Err("the form is no form".to_owned()) };
    if let Some(part) = parts.iter().find(|part| fields.iter().all(|field| field.wire != part.name)) {
        return Err(format!("the form has no part `{}`", part.name));
    }
    let fields = fields.iter().map(|field| form_field(client, field, &parts)).collect::<Result<Vec<_>, _>>()?;
    let path = paths::named(client, form);
    Ok(quote!(#path { #(#fields),* }))
}

fn form_field(client: &Client, field: &FormField, parts: &[PartArgument]) -> Result<TokenStream, String> {
    let FormField { name, wire, presence, part: kind, .. } = field;
    let given: Vec<_> = parts.iter().filter(|part| part.name == *wire).collect();
    let value = match (kind, given.as_slice()) {
        (FormPart::Files(_), []) if *presence == Presence::Required => Some(quote!(Vec::new())),
        (_, []) => None,
        (FormPart::File(_), [part]) => Some(file(part)?),
        (FormPart::File(_), _) => return Err(format!("there is one file `{wire}`, and the call has several")),
        (FormPart::Files(_), all) => {
            let files = all.iter().map(|part| file(part)).collect::<Result<Vec<_>, _>>()?;
            Some(quote!(Vec::from([#(#files),*])))
        }
        (FormPart::Value(ty, _), all) => {
            Some(form_value(client, ty, all).map_err(|why| format!("the part `{wire}`: {why}"))?)
        }
    };
    match (value, presence) {
        (Some(value), Presence::Required) => Ok(quote!(#name: #value)),
        (Some(value), Presence::Optional) => Ok(quote!(#name: Some(#value))),
        (None, Presence::Required) => Err(format!("the call does not say the required part `{wire}`")),
        (None, Presence::Optional) => Ok(quote!(#name: None)),
    }
}

/// The value of a part; parts of one name are the items of a list.
fn form_value(client: &Client, ty: &Type, given: &[&PartArgument]) -> Result<TokenStream, String> {
    let json = |part: &&PartArgument| match &part.content {
        BodyArgument::Value(value) => Ok(value.clone()),
        BodyArgument::Text(text) => Ok(serde_json::from_str(text).unwrap_or_else(|_| Value::from(text.as_str()))),
        BodyArgument::Bytes(_) | BodyArgument::Parts(_) => Err("the call has bytes for a value".to_owned()),
    };
    let values = given.iter().map(json).collect::<Result<Vec<_>, _>>()?;
    let whole = match <[Value; 1]>::try_from(values) {
        Ok([only]) => only,
        Err(values) => Value::Array(values),
    };
    let values = Values { client, told: Told::AsText(",") };
    values.value(ty, &whole).or_else(|why| values.value(ty, &Value::Array(vec![whole.clone()])).map_err(|_| why))
}

fn any_parts(given: &BodyArgument) -> Result<TokenStream, String> {
    let mut form = quote!(client::runtime::Multipart::new());
    for part in parts(given)? {
        let (name, file) = (&part.name, file(&part)?);
        form.extend(quote!(.part(#name, #file)));
    }
    Ok(form)
}

/// The parts of a body: those that are told, or the properties of a value.
fn parts(given: &BodyArgument) -> Result<Vec<PartArgument>, String> {
    match given {
        BodyArgument::Parts(parts) => Ok(parts.clone()),
        BodyArgument::Value(Value::Object(map)) => Ok(map
            .iter()
            .map(|(name, value)| PartArgument {
                name: name.clone(),
                content: BodyArgument::Value(value.clone()),
                file_name: None,
                media_type: None,
            })
            .collect()),
        _ => Err("the body is parts, and the call has none".to_owned()),
    }
}

fn file(part: &PartArgument) -> Result<TokenStream, String> {
    let bytes = match &part.content {
        BodyArgument::Value(Value::String(text)) => Literal::byte_string(text.as_bytes()),
        content => content_bytes(content)?,
    };
    let mut tokens = quote!(client::runtime::Part::new(#bytes.to_vec()));
    if let Some(name) = &part.file_name {
        tokens.extend(quote!(.file_name(#name)));
    }
    if let Some(media_type) = &part.media_type {
        tokens.extend(quote!(.media_type(#media_type)));
    }
    Ok(tokens)
}

/// What came back, as the driver tells it. `response.value` is the value.
fn value(resource: &Resource, operation: &Operation) -> TokenStream {
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

fn shown(reply: &Reply, value: &TokenStream) -> TokenStream {
    match reply {
        Reply::Empty => quote!(support::nothing()),
        Reply::Json(_) | Reply::Xml(..) => quote!(support::encoded(&#value)?),
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
fn failure(resource: &Resource, operation: &Operation) -> TokenStream {
    let (module, marker) = (&resource.module, &operation.marker);
    let Some(failure) = &operation.failure else { return quote!(None) };
    let arms = operation.failures.iter().map(|of| {
        let variant = &of.variant;
        quote!(client::#module::#failure::#variant(value) => support::encoded(&value)?)
    });
    quote! {
        match client::#module::#marker::failure(&error) {
            None => None,
            Some(Err(error)) => Some(support::undecoded(&error)),
            Some(Ok(failure)) => Some(match failure {
                #(#arms,)*
                _ => return Err("the client made a failure that its document has not".to_owned()),
            }),
        }
    }
}
