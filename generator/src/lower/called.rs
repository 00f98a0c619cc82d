//! What the server calls: an enum of the document's webhooks, and a type for each request of a callback. The roles are turned
//! round: the body of such a request is what is received, so it is read as responses are.

use super::media::{Sort, sort};
use super::{Fault, Lower, Site, View, docs};
use crate::diagnostic::Diagnostic;
use crate::ir::{Callback, CalledBody, Event, Type, Webhooks};
use crate::model::{self, Called, LeftOut, MediaType, Part, RequestBody, SchemaId};
use crate::names::{ModuleName, Scope, TypeName, VariantName};

/// What the module of the webhooks has beside types of the document.
pub(super) const TAKEN: [&str; 4] = ["Webhook", "HmacSha256", "SignatureError", "StandardWebhooks"];

impl<'a> Lower<'a> {
    /// The enum of the webhooks, in a module of its own.
    pub(super) fn webhooks(&mut self) {
        let api = self.api;
        if api.webhooks.is_empty() {
            return;
        }
        let resources = self.client.resources.iter().map(|resource| resource.module.as_str());
        let mut modules = Scope::with(resources.chain(self.config.keep.iter().map(|keep| keep.module.as_str())));
        let (module, _) = modules.claim(ModuleName::new("webhooks"), [ModuleName::new("webhook events")]);
        *self.scopes.of(Some(&module)) = Scope::with(TAKEN);
        let mut variants = Scope::with(["unknown"]);
        let (mut events, mut schemas) = (Vec::new(), Vec::new());
        for called in &api.webhooks {
            // Of several methods POST is what the webhook's name means, or else the first.
            let mut same = api.webhooks.iter().filter(|other| other.name == called.name);
            let named = same.clone().find(|other| other.method == "POST").or_else(|| same.next());
            let name = match named.is_none_or(|named| named.method == called.method) {
                true => called.name.clone(),
                false => format!("{} {}", called.name, called.method.to_lowercase()),
            };
            match self.event(called, name.clone(), &module, &mut variants) {
                Ok((event, schema)) => {
                    events.push(event);
                    schemas.push(schema);
                }
                Err(fault) => {
                    let at = called.place.clone();
                    let left = LeftOut { kind: Part::Webhook, name, at, code: fault.code, reason: fault.reason };
                    self.left_out.push(left);
                }
            }
        }
        let tag = self.event_tag(&schemas, &mut events);
        self.client.webhooks = Some(Webhooks { module, name: TypeName::new("webhook"), events, tag });
    }

    /// An event, and the schema of its body in JSON.
    fn event(
        &mut self,
        called: &'a Called,
        name: String,
        module: &ModuleName,
        variants: &mut Scope,
    ) -> Result<(Event, Option<SchemaId>), Fault> {
        let words = self.rules.rename(&format!("webhooks/{name}")).unwrap_or_else(|| name.clone());
        let (variant, claim) = variants.claim(VariantName::new(&words), [VariantName::of(&[&words, "event"])]);
        if claim == crate::names::Claim::Numbered {
            self.diagnostics.push(super::numbered(&VariantName::new(&words), &variant, called.place.clone()));
        }
        let site = Site { module: Some(module.clone()), words, view: View::Read, param: None };
        let (body, schema) = self.called_body(called, &site);
        let is_optional = called.body.as_ref().is_none_or(|body| !body.required);
        let docs = called_docs(called);
        let event = Event { name, variant, docs, deprecated: called.deprecated, body, is_optional, tags: Vec::new() };
        self.afford_called(event.weight(), called)?;
        Ok((event, schema))
    }

    /// The types of the callbacks of an operation.
    pub(super) fn callbacks(
        &mut self,
        read: &'a model::Operation,
        module: &ModuleName,
        marker: &TypeName,
    ) -> Vec<Callback> {
        let mut all = Vec::new();
        for called in &read.callbacks {
            let words = format!("{} {}", marker.stem(), called.name);
            let site = Site { module: Some(module.clone()), words: words.clone(), view: View::Read, param: None };
            let known = self.slots.len();
            let (body, _) = self.called_body(called, &site);
            // An inline schema that only this callback has is named by it already.
            let own = match &body {
                CalledBody::Json(Type::Named(id)) if id.0 >= known => self.slots.get(id.0),
                _ => None,
            };
            let own = own.filter(|slot| slot.site.module.as_ref() == Some(module)).map(|slot| slot.name.clone());
            let has_alias = own.is_none() && body != CalledBody::Empty;
            let name = own.unwrap_or_else(|| TypeName::new(&words));
            let name = if has_alias { self.callback_name(&words, &called.method, module) } else { name };
            let route = format!("{} {}", called.method, called.expression.as_deref().unwrap_or_default());
            let (docs, deprecated) = (called_docs(called), called.deprecated);
            let word = called.name.clone();
            all.push(Callback { name, word, docs, deprecated, route, body, has_alias });
        }
        all
    }

    fn callback_name(&mut self, words: &str, method: &str, module: &ModuleName) -> TypeName {
        let others = [TypeName::of(&[words, "callback"]), TypeName::of(&[words, &method.to_lowercase(), "callback"])];
        self.scopes.of(Some(module)).claim(TypeName::new(words), others).0
    }

    /// What is received, and its schema where it is JSON. A body that has no type is any JSON, and the fault is reported.
    fn called_body(&mut self, called: &'a Called, site: &Site) -> (CalledBody, Option<SchemaId>) {
        let Some((media_type, content)) = called.body.as_deref().and_then(preferred) else {
            return (CalledBody::Empty, None);
        };
        let body = called.body.as_deref().into_iter().flat_map(|body| &body.content);
        for (other, content) in body.filter(|(other, _)| *other != media_type && sort(other) != sort(media_type)) {
            let message = format!("`{other}` is not read: the body is expected as `{media_type}`");
            self.diagnostics.push(Diagnostic::note("lower::called-body", content.place.clone(), message));
        }
        match (sort(media_type), content.schema) {
            (Sort::Json | Sort::Any, Some(schema)) if self.is_binary(schema) => (CalledBody::Bytes, None),
            (Sort::Json, None) => (CalledBody::Json(Type::Json), None),
            (Sort::Json | Sort::Any, Some(schema)) => (CalledBody::Json(self.ty_or_json(schema, site)), Some(schema)),
            (Sort::Text, _) => (CalledBody::Text, None),
            (Sort::Any | Sort::Bytes, _) => (CalledBody::Bytes, None),
            _ => {
                let message = format!("a body of `{media_type}` is not read: it is kept as bytes");
                let told = Diagnostic::warning("lower::called-body", content.place.clone(), message);
                self.diagnostics
                    .push(told.help("read the bytes by hand, or declare JSON where the server sends it, too"));
                (CalledBody::Bytes, None)
            }
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
