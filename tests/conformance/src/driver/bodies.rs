//! Bodies of a call as the client's types.

use std::sync::LazyLock;

use crategen::ir::{Body, Client, Content, Payload, Resource, Type};
use proc_macro2::{Literal, TokenStream};
use quote::quote;
use serde_json::{Map, Value};

use super::values::{Told, Values};
use super::{parts, xml};
use crate::calls::{Arguments, BodyArgument};

/// A body as the method takes it.
///
/// # Errors
/// The type cannot say it.
pub(super) fn argument(
    client: &Client,
    resource: &Resource,
    body: &Body,
    arguments: &Arguments,
) -> Result<TokenStream, String> {
    let given = body_of(arguments);
    let content = content(body, arguments, given)?;
    let payload = payload(client, content, arguments, given)?;
    let of_type =
        content.is_range().then(|| media_type(arguments).ok_or("the call does not say which media type it is"));
    let of_type = of_type.transpose()?;
    let Some(choice) = &body.choice else {
        let (of_type, taken) = (of_type.map(|of_type| quote!(#of_type,)), payload.taken);
        return Ok(quote!(#of_type #taken));
    };
    let of_type = of_type.map(|of_type| quote!(#of_type.to_owned(),));
    let (module, variant, value) = (&resource.module, &content.variant, payload.owned);
    Ok(quote!(client::#module::#choice::#variant(#of_type #value)))
}

/// The media type that a call names in a header.
fn media_type(arguments: &Arguments) -> Option<String> {
    let named = |map: &Map<String, Value>| {
        map.iter()
            .find(|(name, _)| name.eq_ignore_ascii_case("content-type"))
            .and_then(|(_, value)| value.as_str().map(str::to_owned))
    };
    named(&arguments.header).or_else(|| named(&arguments.extra))
}

/// Which of the media types a call sends: the one that it names, else the first of a kind that it can be.
fn content<'b>(body: &'b Body, arguments: &Arguments, given: &BodyArgument) -> Result<&'b Content, String> {
    let named = media_type(arguments);
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
            let value = value(client, &content.payload, ty, arguments)?;
            Ok(Written { taken: quote!(&#value), owned: value })
        }
        Payload::Multipart(form) => parts::form(client, *form, given).map(same),
        Payload::AnyMultipart => parts::any(given).map(same),
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

/// A body that is a value.
///
/// # Errors
/// The type cannot say it.
pub(super) fn value(
    client: &Client,
    payload: &Payload,
    ty: &Type,
    arguments: &Arguments,
) -> Result<TokenStream, String> {
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

/// The bytes of a body or part.
///
/// # Errors
/// It is several parts.
pub(super) fn content_bytes(given: &BodyArgument) -> Result<Literal, String> {
    match given {
        BodyArgument::Bytes(bytes) => Ok(Literal::byte_string(bytes)),
        BodyArgument::Text(text) => Ok(Literal::byte_string(text.as_bytes())),
        BodyArgument::Value(value) => Ok(Literal::byte_string(value.to_string().as_bytes())),
        BodyArgument::Parts(_) => Err("the body is bytes, and the call has parts".to_owned()),
    }
}
