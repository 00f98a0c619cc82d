//! Parameters of a call as the client's types.

use crategen::ir::{Client, Form, Location, Param, Type, TypeShape};
use proc_macro2::TokenStream;
use serde_json::{Map, Value};

use super::values::{Told, Values};
use crate::calls::Arguments;

/// The value of a parameter that a call must have.
///
/// # Errors
/// The call does not say it, or the type cannot.
pub(super) fn required(client: &Client, param: &Param, arguments: &Arguments) -> Result<TokenStream, String> {
    if let Some(given) = given(param, arguments) {
        return value(client, param, given);
    }
    only_value(client, &param.ty)
        .and_then(|only| value(client, param, &only).ok())
        .ok_or_else(|| format!("the call does not say the required `{}`", param.wire))
}

/// What a call says of a parameter.
pub(super) fn given<'a>(param: &Param, arguments: &'a Arguments) -> Option<&'a Value> {
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

/// The value of a parameter.
///
/// # Errors
/// The type cannot say it.
pub(super) fn value(client: &Client, param: &Param, given: &Value) -> Result<TokenStream, String> {
    let delimiter = match param.style.form {
        Form::SpaceDelimited => " ",
        Form::PipeDelimited => "|",
        _ => ",",
    };
    let value = Values { client, told: Told::AsText(delimiter) }.value(&param.ty, given);
    value.map_err(|why| format!("the parameter `{}`: {why}", param.wire))
}
