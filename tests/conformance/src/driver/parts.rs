//! Parts of multipart bodies as the client's types.

use crategen::ir::{Client, FormField, FormPart, Presence, Type, TypeId, TypeShape};
use proc_macro2::{Literal, TokenStream};
use quote::{format_ident, quote};
use serde_json::Value;

use super::bodies::content_bytes;
use super::paths;
use super::values::{Told, Values};
use crate::calls::{BodyArgument, PartArgument};

/// `client::types::UploadForm::new(…).with_title(…)`
///
/// # Errors
/// The form cannot say a part, or the call does not.
pub(super) fn form(client: &Client, form: TypeId, given: &BodyArgument) -> Result<TokenStream, String> {
    let parts = parts(given)?;
    let TypeShape::Form(form_parts) = &client.ty(form).shape else { return Err("the form is no form".to_owned()) };
    let fields = &form_parts.fields;
    if let Some(part) = parts.iter().find(|part| fields.iter().all(|field| field.wire != part.name)) {
        return Err(format!("the form has no part `{}`", part.name));
    }
    let (mut required, mut setters) = (Vec::new(), TokenStream::new());
    for field in fields {
        match (form_part(client, field, &parts)?, field.presence) {
            (Some(value), Presence::Required) => required.push((&field.name, value)),
            (Some(value), Presence::Optional) => {
                let setter = format_ident!("with_{}", field.name.as_str().trim_start_matches('_'));
                setters.extend(quote!(.#setter(#value)));
            }
            (None, Presence::Required) => {
                return Err(format!("the call does not say the required part `{}`", field.wire));
            }
            (None, Presence::Optional) => {}
        }
    }
    let made = paths::made(client, form, &required);
    Ok(quote!(#made #setters))
}

fn form_part(client: &Client, field: &FormField, parts: &[PartArgument]) -> Result<Option<TokenStream>, String> {
    let FormField { wire, presence, part: kind, .. } = field;
    let given: Vec<_> = parts.iter().filter(|part| part.name == *wire).collect();
    Ok(match (kind, given.as_slice()) {
        (FormPart::Files(_), []) if *presence == Presence::Required => Some(quote!(client::runtime::Files::new())),
        (_, []) => None,
        (FormPart::File(_) | FormPart::Content(_), [part]) => Some(file(part)?),
        (FormPart::File(_) | FormPart::Content(_), _) => {
            return Err(format!("there is one file `{wire}`, and the call has several"));
        }
        (FormPart::Files(_) | FormPart::FilesOr(..), all) => {
            let files = all.iter().map(|part| file(part)).collect::<Result<Vec<_>, _>>()?;
            Some(quote!([#(#files),*]))
        }
        (FormPart::Text(_), all) => {
            Some(form_value(client, &Type::String, all).map_err(|why| format!("the part `{wire}`: {why}"))?)
        }
        (FormPart::Value(ty, _), all) => {
            Some(form_value(client, ty, all).map_err(|why| format!("the part `{wire}`: {why}"))?)
        }
    })
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

/// Parts that the document does not tell.
///
/// # Errors
/// The call has no parts.
pub(super) fn any(given: &BodyArgument) -> Result<TokenStream, String> {
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
