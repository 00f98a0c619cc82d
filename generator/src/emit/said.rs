//! What the docs of a method say beside the document's own words: what it returns, what may be set, how it fails.

use super::example::Examples;
use super::{summary, webhooks};
use crate::docs::code;
use crate::ir::{Body, Client, Content, Docs, Failure, Operation, Payload, Presence, Reply, Status, Type, TypeId};
use crate::names::{FieldName, ModuleName, TypeName};

/// The docs of the method of an operation.
pub(super) fn method(client: &Client, module: &ModuleName, operation: &Operation) -> Docs {
    let mut all = operation.docs.clone();
    let mut paragraph = |lines: Vec<String>| {
        if !lines.is_empty() {
            all.0.push(String::new());
            all.0.extend(lines);
        }
    };
    paragraph(vec![returns(client, module, operation)]);
    paragraph(optional(module, operation).into_iter().collect());
    let views: Vec<String> =
        operation.views.iter().map(|view| format!("`.{}()` for {}", view.name, code(&view.media_type))).collect();
    paragraph((!views.is_empty()).then(|| format!("Views of the call: {}.", views.join(", "))).into_iter().collect());
    webhooks::docs_of_callbacks(module, &operation.callbacks).into_iter().for_each(|line| paragraph(vec![line]));
    paragraph(errors(module, operation));
    paragraph(Examples::of(client).docs(module, operation));
    all
}

/// The docs of the type that stands for an operation.
pub(super) fn marker(client: &Client, module: &ModuleName, operation: &Operation) -> Docs {
    let method = link_to_method(client, module, operation);
    let mut lines = match operation.arguments {
        crate::ir::Arguments::Positional => vec![format!("Marker type of {method}.")],
        crate::ir::Arguments::Struct => vec![format!("Required arguments of {method}.")],
    };
    lines.extend(described(client, operation));
    Docs(lines)
}

/// ``[`Pets::get_pet`](crate::pets::Pets::get_pet)``
pub(super) fn link_to_method(client: &Client, module: &ModuleName, operation: &Operation) -> String {
    let handle = client.resources.iter().find(|resource| resource.module == *module).map(|resource| &resource.name);
    let method = operation.name.as_str();
    match handle {
        Some(handle) => link(module, &format!("{handle}::{method}")),
        None => code(method),
    }
}

/// A link to an item of a module, where its path can be written in one.
pub(super) fn link(module: &ModuleName, item: &str) -> String {
    crate::docs::link(&format!("`{item}`"), module.as_str(), item)
}

fn link_to_type(client: &Client, id: TypeId) -> String {
    let def = client.ty(id);
    match &def.module {
        Some(module) => link(module, def.name.as_str()),
        None => format!("[`{0}`](crate::types::{0})", def.name),
    }
}

/// A type in words, with links.
fn words(client: &Client, ty: &Type) -> String {
    let words = |ty| words(client, ty);
    match ty {
        Type::Named(id) | Type::Boxed(id) => link_to_type(client, *id),
        Type::Nullable(inner) => format!("{}, or `None`", words(inner)),
        Type::List(inner) => format!("a `Vec` of {}", words(inner)),
        Type::Map(inner) => format!("a [`Map`](crate::Map) of {}", words(inner)),
        Type::Json => "any JSON, a [`Value`](crate::Value)".to_owned(),
        Type::JsonObject => "a [`JsonObject`](crate::JsonObject)".to_owned(),
        Type::Secret => "a [`Secret`](crate::Secret)".to_owned(),
        Type::Base64 => "[`Base64`](crate::Base64)".to_owned(),
        Type::Base64Url => "[`Base64Url`](crate::Base64Url)".to_owned(),
        Type::DateTime => "a [`DateTime`](crate::datetime::DateTime)".to_owned(),
        Type::Date => "a [`Date`](crate::datetime::Date)".to_owned(),
        Type::Time => "a [`Time`](crate::datetime::Time)".to_owned(),
        Type::Duration => "a [`Duration`](crate::datetime::Duration)".to_owned(),
        Type::Uuid => "a [`Uuid`](crate::identifier::Uuid)".to_owned(),
        Type::Null | Type::Bool | Type::Int(_) | Type::Float(_) | Type::String | Type::Tuple(_) | Type::Foreign(_) => {
            let tokens = super::types::tokens(client, None, ty).to_string();
            code(&tokens.replace(" :: ", "::"))
        }
    }
}

fn returns(client: &Client, module: &ModuleName, operation: &Operation) -> String {
    let what = match (&operation.output, operation.success.first().map(|success| &success.reply)) {
        (Some(output), _) => link(module, output.as_str()),
        (None, None | Some(Reply::Empty)) => "nothing but the success".to_owned(),
        (None, Some(Reply::Json(ty) | Reply::Loose(ty) | Reply::Xml(ty, _))) => words(client, ty),
        (None, Some(Reply::Text)) => "`String`".to_owned(),
        (None, Some(Reply::Stream)) => "a [`ByteStream`](crate::ByteStream)".to_owned(),
        (None, Some(Reply::Events(None))) => "an [`EventStream`](crate::EventStream)".to_owned(),
        (None, Some(Reply::Events(Some(ty)) | Reply::Lines(ty))) => {
            format!("an [`ItemStream`](crate::ItemStream) of {}", words(client, ty))
        }
    };
    format!("Returns {what}.")
}

/// The setters of the call, by name: the page of the operation's type describes them.
fn optional(module: &ModuleName, operation: &Operation) -> Option<String> {
    let names: Vec<String> = setters(operation).map(|(name, ..)| code(name.as_str())).collect();
    let page = crate::docs::link("Optional parameters", module.as_str(), operation.marker.as_str());
    (!names.is_empty()).then(|| format!("{page}: {}.", names.join(", ")))
}

/// What the setters of the call take, a line each: what `Call` has of all operations would be one page.
fn described(client: &Client, operation: &Operation) -> Vec<String> {
    let setters = setters(operation).map(|(name, ty, docs)| {
        let ty = ty.map(|ty| format!(", {}", words(client, ty))).unwrap_or_default();
        let said = sentence(docs);
        let said = if said.is_empty() { String::new() } else { format!(": {said}") };
        format!("- {}{ty}{said}", code(name.as_str()))
    });
    let setters: Vec<String> = setters.collect();
    if setters.is_empty() {
        return setters;
    }
    let head = ["", "The call has a method for each optional parameter:", ""].map(str::to_owned);
    head.into_iter().chain(setters).collect()
}

/// The name, the type and the docs of each setter of the call.
fn setters(operation: &Operation) -> impl Iterator<Item = (&FieldName, Option<&Type>, &Docs)> {
    let params = operation.params.iter().filter(|param| param.presence == Presence::Optional);
    let body = operation.body.iter().filter(|body| body.presence == Presence::Optional);
    params
        .map(|param| (&param.name, Some(&param.ty), &param.docs))
        .chain(body.map(|body| (&body.name, body_type(body), &body.docs)))
        .chain(operation.fields.iter().map(|one| (&one.name, Some(&one.field.ty), &one.field.docs)))
}

/// The type of a body of one media type.
fn body_type(body: &Body) -> Option<&Type> {
    match body.contents.as_slice() {
        [Content { payload: Payload::Json(ty) | Payload::Xml(ty, _) | Payload::Form(ty, _), .. }] => Some(ty),
        _ => None,
    }
}

fn errors(module: &ModuleName, operation: &Operation) -> Vec<String> {
    let mut lines = vec!["# Errors".to_owned()];
    let failures: Vec<&Failure> = operation.failures.iter().collect();
    if failures.is_empty() {
        lines.push("An [`Error`](crate::Error): the document describes no failure.".to_owned());
        return lines;
    }
    lines.push(match &operation.failure {
        Some(_) => {
            let read = link(module, &format!("{}::failure", operation.marker));
            format!("An [`Error`](crate::Error), from which {read} reads what is documented:")
        }
        None => "An [`Error`](crate::Error):".to_owned(),
    });
    lines.push(String::new());
    lines.extend(failures.into_iter().map(|failure| failed(module, operation.failure.as_ref(), failure)));
    lines
}

fn failed(module: &ModuleName, name: Option<&TypeName>, failure: &Failure) -> String {
    let status = match failure.status {
        Status::Code(code) => code.to_string(),
        Status::Range(class) => format!("{class}XX"),
        Status::Default => "any other".to_owned(),
    };
    let variant = name.filter(|_| failure.reply != Reply::Empty);
    let variant = variant.map(|name| format!(", {}", link(module, &format!("{name}::{}", failure.variant))));
    let said = sentence(&failure.docs);
    let said = if said.is_empty() { String::new() } else { format!(": {said}") };
    format!("- {status}{}{said}", variant.unwrap_or_default())
}

/// The first paragraph on one line: in Markdown, the end of a line is a space. Empty where it is no plain text.
pub(super) fn sentence(docs: &Docs) -> String {
    let is_block = |line: &String| {
        let line = line.trim_start();
        line.starts_with(['#', '|', '>']) || ["```", "- ", "* ", "+ ", "1. "].iter().any(|mark| line.starts_with(mark))
    };
    let Docs(lines) = summary(docs);
    let plain: Vec<String> = lines.into_iter().take_while(|line| !is_block(line)).collect();
    plain.iter().map(|line| line.trim_end_matches('\\').trim()).collect::<Vec<_>>().join(" ")
}
