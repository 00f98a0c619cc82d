//! What the server calls: an enum of the document's webhooks, and a type for each request of a callback. The roles are turned
//! round: the body of such a request is what is received, so it is read as responses are.

use super::media::{Sort, sort};
use crate::config::Config;
use crate::diagnostic::Diagnostic;
use crate::ir::{Callback, CalledBody, Event, Resource, Type, Webhooks};
use crate::lower::types::Types;
use crate::lower::{Site, View, docs, numbered};
use crate::model::{self, Api, Called, Fault, LeftOut, MediaType, Part, RequestBody, SchemaId};
use crate::names::{Claim, ModuleName, Scope, TypeName, VariantName};

/// What the module of the webhooks has beside types of the document.
pub(in crate::lower) const TAKEN: [&str; 4] = ["Webhook", "HmacSha256", "SignatureError", "StandardWebhooks"];

/// The enum of the webhooks of an API, in a module of its own, and the webhooks that are left out.
pub(super) fn webhooks<'a>(
    config: &Config,
    api: &'a Api,
    resources: &[Resource],
    types: &mut Types<'a>,
) -> (Option<Webhooks>, Vec<LeftOut>) {
    let mut left_out = Vec::new();
    if api.webhooks.is_empty() {
        return (None, left_out);
    }
    let resources = resources.iter().map(|resource| resource.module.as_str());
    let mut modules = Scope::with(resources.chain(config.keep.iter().map(|keep| keep.module.as_str())));
    let (module, _) = modules.claim(ModuleName::new("webhooks"), [ModuleName::new("webhook events")]);
    *types.scope(Some(&module)) = Scope::with(TAKEN);
    let mut variants = Scope::with(["unknown"]);
    let (mut events, mut schemas) = (Vec::new(), Vec::new());
    for called in &api.webhooks {
        let name = key(called, &api.webhooks);
        match event(called, name.clone(), &module, &mut variants, types) {
            Ok((event, schema)) => {
                events.push(event);
                schemas.push(schema);
            }
            Err(Fault { code, reason }) => {
                let at = called.place.clone();
                left_out.push(LeftOut { kind: Part::Webhook, name, at, code, reason });
            }
        }
    }
    let tag = types.names.event_tag(&schemas, &mut events);
    (Some(Webhooks { module, name: TypeName::new("webhook"), events, tag }), left_out)
}

/// What a webhook is called beside the others. Of several methods POST is what the webhook's name means, or else the first.
fn key(called: &Called, all: &[Called]) -> String {
    let mut same = all.iter().filter(|other| other.name == called.name);
    let named = same.clone().find(|other| other.method == "POST").or_else(|| same.next());
    match named.is_none_or(|named| named.method == called.method) {
        true => called.name.clone(),
        false => format!("{} {}", called.name, called.method.to_lowercase()),
    }
}

/// An event, and the schema of its body in JSON.
fn event(
    called: &Called,
    name: String,
    module: &ModuleName,
    variants: &mut Scope,
    types: &mut Types<'_>,
) -> Result<(Event, Option<SchemaId>), Fault> {
    let renamed = types.names.meanings.rules.rename(&format!("webhooks/{name}"));
    let words = renamed.unwrap_or_else(|| name.clone());
    let (variant, claim) = variants.claim(VariantName::new(&words), [VariantName::of(&[&words, "event"])]);
    if claim == Claim::Numbered {
        types.report(numbered(&VariantName::new(&words), &variant, called.place.clone()));
    }
    let site = Site { module: Some(module.clone()), words, view: View::Read, param: None };
    let (body, schema) = called_body(called, &site, types);
    let is_optional = called.body.as_ref().is_none_or(|body| !body.required);
    let docs = called_docs(called);
    let event = Event { name, variant, docs, deprecated: called.deprecated, body, is_optional, tags: Vec::new() };
    types.afford_called(event.weight(), called)?;
    Ok((event, schema))
}

/// The types of the callbacks of an operation.
pub(super) fn callbacks(
    read: &model::Operation,
    module: &ModuleName,
    marker: &TypeName,
    types: &mut Types<'_>,
) -> Vec<Callback> {
    let mut all = Vec::new();
    for called in &read.callbacks {
        let words = format!("{} {}", marker.stem(), called.name);
        let site = Site { module: Some(module.clone()), words: words.clone(), view: View::Read, param: None };
        let known = types.count();
        let (body, _) = called_body(called, &site, types);
        // An inline schema that only this callback has is named by it already.
        let own = match &body {
            CalledBody::Json(Type::Named(id)) if id.0 >= known => types.name(*id),
            _ => None,
        };
        let own = own.filter(|(of, _)| *of == Some(module)).map(|(_, name)| name.clone());
        let has_alias = own.is_none() && body != CalledBody::Empty;
        let name = own.unwrap_or_else(|| TypeName::new(&words));
        let name = if has_alias { callback_name(&words, &called.method, types.scope(Some(module))) } else { name };
        let route = format!("{} {}", called.method, called.expression.as_deref().unwrap_or_default());
        let (docs, deprecated) = (called_docs(called), called.deprecated);
        let word = called.name.clone();
        all.push(Callback { name, word, docs, deprecated, route, body, has_alias });
    }
    all
}

fn callback_name(words: &str, method: &str, scope: &mut Scope) -> TypeName {
    let others = [TypeName::of(&[words, "callback"]), TypeName::of(&[words, &method.to_lowercase(), "callback"])];
    scope.claim(TypeName::new(words), others).0
}

/// What is received, and its schema where it is JSON. A body that has no type is any JSON, and the fault is reported.
fn called_body(called: &Called, site: &Site, types: &mut Types<'_>) -> (CalledBody, Option<SchemaId>) {
    let Some((media_type, content)) = called.body.as_deref().and_then(preferred) else {
        return (CalledBody::Empty, None);
    };
    let body = called.body.as_deref().into_iter().flat_map(|body| &body.content);
    for (other, content) in body.filter(|(other, _)| *other != media_type && sort(other) != sort(media_type)) {
        let message = format!("`{other}` is not read: the body is expected as `{media_type}`");
        types.report(Diagnostic::note("lower::called-body", content.place.clone(), message));
    }
    match (sort(media_type), content.schema) {
        (Sort::Json | Sort::Any, Some(schema)) if types.names.meanings.is_binary(schema) => (CalledBody::Bytes, None),
        (Sort::Json, None) => (CalledBody::Json(Type::Json), None),
        (Sort::Json | Sort::Any, Some(schema)) => (CalledBody::Json(types.ty_or_json(schema, site)), Some(schema)),
        (Sort::Text, _) => (CalledBody::Text, None),
        (Sort::Any | Sort::Bytes, _) => (CalledBody::Bytes, None),
        _ => {
            let message = format!("a body of `{media_type}` is not read: it is kept as bytes");
            let told = Diagnostic::warning("lower::called-body", content.place.clone(), message);
            types.report(told.help("read the bytes by hand, or declare JSON where the server sends it, too"));
            (CalledBody::Bytes, None)
        }
    }
}

/// The media type that a body is read as: JSON, else text, else one that is kept as bytes.
fn preferred(body: &RequestBody) -> Option<(&String, &MediaType)> {
    let rank = |media_type: &str, content: &MediaType| match sort(media_type) {
        Sort::Json => 0,
        Sort::Any if content.schema.is_some() => 1,
        Sort::Text => 2,
        _ => 3,
    };
    body.content.iter().min_by_key(|(media_type, content)| rank(media_type, content))
}

fn called_docs(called: &Called) -> crate::ir::Docs {
    let body = called.body.as_ref().and_then(|body| body.description.as_deref());
    docs(&[called.summary.as_deref(), called.description.as_deref(), body])
}
