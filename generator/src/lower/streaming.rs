//! What the configuration says of responses: which media type a plain call asks for, and what switches the server to a stream.
//! Checked against the operations that it is said of.

use super::paging::told;
use super::representations::stream_view;
use super::responses::{Wanted, chosen};
use super::{Fault, Lower, Site};
use crate::config::{StreamKind, StreamingRule, SwitchedBy, unfit_rule};
use crate::ir::{Operation, Payload, Reply, Switch, SwitchValue, Type, TypeShape, View};
use crate::model::{self, SchemaId};
use crate::names::Scope;
use crate::pointer::Pointer;

impl<'a> Lower<'a> {
    /// What the configuration says of the responses of an operation.
    pub(super) fn wanted(&mut self, read: &model::Operation) -> Wanted<'a> {
        let config = self.config;
        let id = read.key();
        let offers = |media_type: &str| {
            let mut all = chosen(read).into_iter().flat_map(|(_, response)| response.content.keys());
            all.any(|offered| offered.eq_ignore_ascii_case(media_type))
        };
        let preferred = config.responses.iter().find(|rule| rule.which.concerns(&id) && offers(&rule.media_type));
        if let Some(rule) = preferred {
            self.rules.uses(&rule.place);
        }
        let streaming = config.streaming.iter().find(|rule| rule.which.concerns(&id));
        let item = streaming.and_then(|rule| rule.item.as_ref()).and_then(|item| self.schema_at(item));
        Wanted { media_type: preferred.map(|rule| rule.media_type.as_str()), streaming, item }
    }

    fn schema_at(&self, pointer: &Pointer) -> Option<SchemaId> {
        self.by_pointer.get(pointer).copied()
    }

    /// The view of a stream that the configuration says and the document does not.
    pub(super) fn undocumented_stream(
        &mut self,
        read: &model::Operation,
        wanted: &Wanted<'_>,
        known: &[View],
        taken: &mut Scope,
        site: &Site,
    ) -> Result<Option<View>, Fault> {
        let (Some(rule), Some(item)) = (wanted.streaming, wanted.item) else { return Ok(None) };
        if known.iter().any(|view| is_stream(&view.reply, rule)) {
            return Ok(None);
        }
        let ty = self.ty(item, &Site { words: format!("{} event", site.words), ..site.clone() })?;
        let (media_type, reply) = match rule.kind {
            Some(StreamKind::Lines) => ("application/x-ndjson", Reply::Lines(ty)),
            Some(StreamKind::Events) | None => ("text/event-stream", Reply::Events(Some(ty))),
        };
        // A server that does not know the media type answers what it documents; a stream of it is read all the same.
        let accept = format!("{media_type}, {}", self.accept(read, wanted, None));
        Ok(Some(stream_view(media_type, accept, reply, taken)))
    }

    /// Sets what the rules say in the views of streams; the types of requests are defined by now.
    pub(super) fn streaming(&mut self) {
        let config = self.config;
        let mut misfits: Vec<Option<String>> = vec![None; config.streaming.len()];
        let mut resources = std::mem::take(&mut self.client.resources);
        for operation in resources.iter_mut().flat_map(|resource| &mut resource.operations) {
            let rules = config.streaming.iter().enumerate().filter(|(_, rule)| rule.which.concerns(&operation.id));
            // Of several rules for one view the first counts.
            let mut done = vec![false; operation.views.len()];
            for (index, rule) in rules {
                let views = match self.switched(rule, operation) {
                    Ok((views, switch)) => views.into_iter().map(|view| (view, switch.clone())).collect(),
                    Err(reason) => {
                        misfits[index].get_or_insert(format!("`{}`: {reason}", operation.id));
                        Vec::new()
                    }
                };
                for (view, switch) in views {
                    if let (Some(view), Some(done @ false)) = (operation.views.get_mut(view), done.get_mut(view)) {
                        self.rules.uses(&rule.place);
                        view.switch = switch;
                        *done = true;
                    }
                }
            }
        }
        self.report_misfits(misfits, &resources);
        self.client.resources = resources;
    }

    fn report_misfits(&mut self, misfits: Vec<Option<String>>, resources: &[crate::ir::Resource]) {
        let config = self.config;
        let streaming = config.streaming.iter().zip(misfits).map(|(rule, misfit)| (&rule.place, misfit));
        let operations = || resources.iter().flat_map(|resource| &resource.operations);
        let responses = config.responses.iter().map(|rule| {
            let concerned = operations().find(|operation| rule.which.concerns(&operation.id));
            let reason = concerned.map(|one| format!("`{}`: no success of it has `{}`", one.id, rule.media_type));
            (&rule.place, reason)
        });
        for (place, misfit) in streaming.chain(responses) {
            if let (Some(reason), false) = (misfit, self.rules.is_used(place)) {
                self.rules.uses(place);
                self.diagnostics
                    .push(unfit_rule(place, reason).help("correct the rule, or the document by an overlay"));
            }
        }
    }

    /// The views of an operation that a rule is about, and what it sets; or why the rule does not fit.
    fn switched(&self, rule: &StreamingRule, operation: &Operation) -> Result<(Vec<usize>, Option<Switch>), String> {
        if let Some(item) = rule.item.as_ref().filter(|item| self.schema_at(item).is_none()) {
            return Err(format!("`item` is `{item}`, but there is no such schema in the document"));
        }
        let no_stream = "none of its media types is such a stream; `item` says what one holds that is not documented";
        let streams = operation.views.iter().enumerate().filter(|(_, view)| is_stream(&view.reply, rule));
        let (views, streams): (Vec<usize>, Vec<&View>) = streams.unzip();
        if views.is_empty() {
            return Err(no_stream.to_owned());
        }
        let has_no_type = |view: &&View| matches!(view.reply, Reply::Events(None));
        if rule.end.is_some() && streams.iter().all(has_no_type) {
            return Err("its events have no type of items that `end` could end; `item` says one".to_owned());
        }
        let switch = match &rule.by {
            None => None,
            Some(SwitchedBy::Field(field)) => Some(self.switched_field(rule, operation, field)?),
            Some(SwitchedBy::Parameter(name)) => {
                let named = operation.params.iter().enumerate().find(|(_, param)| param.wire == *name);
                let (index, param) = named.ok_or_else(|| format!("it has no parameter `{name}`"))?;
                let value = self.switch_value(&param.ty, &rule.value).filter(|_| param.style.form.is_plain());
                let value = value.ok_or_else(|| format!("its parameter `{name}` cannot be `{}`", rule.value))?;
                Some(Switch::Param(index, value))
            }
        };
        Ok((views, switch))
    }

    fn switched_field(&self, rule: &StreamingRule, operation: &Operation, field: &Pointer) -> Result<Switch, String> {
        let contents = operation.body.iter().flat_map(|body| &body.contents);
        let mut reason = "it has no body in JSON or as a form that the field could be set in".to_owned();
        for content in contents {
            let (Payload::Json(ty) | Payload::Form(ty, _)) = &content.payload else { continue };
            if matches!(content.payload, Payload::Form(..)) && field.tokens().len() > 1 {
                reason = told("field", field, "fields of a form have no fields");
                continue;
            }
            match self.type_at(ty, field) {
                Err(_) => {
                    reason = told("field", field, "there is no such field in the body that the document describes")
                }
                Ok(ty) => match self.switch_value(&ty, &rule.value) {
                    None => reason = told("field", field, &format!("it cannot be `{}`", rule.value)),
                    Some(value) => {
                        let (media_type, pointer) = (content.media_type.clone(), field.to_string());
                        return Ok(Switch::Field { media_type, pointer, value });
                    }
                },
            }
        }
        Err(reason)
    }

    /// The value as a type has it; `None` if the type has no such value.
    fn switch_value(&self, ty: &Type, value: &str) -> Option<SwitchValue> {
        let text = || SwitchValue::Text(value.to_owned());
        let flag = || value.parse().ok().map(SwitchValue::Flag);
        match self.plain_type(ty) {
            Type::Bool => flag(),
            Type::String => Some(text()),
            Type::Json => Some(flag().unwrap_or_else(text)),
            Type::Named(id) => match self.defined(id).map(|def| &def.shape) {
                Some(TypeShape::Enum(one)) => one.variants.iter().any(|variant| variant.wire == value).then(text),
                _ => None,
            },
            _ => None,
        }
    }
}

/// Whether it is a stream of the kind that a rule is about.
fn is_stream(reply: &Reply, rule: &StreamingRule) -> bool {
    match rule.kind {
        Some(StreamKind::Events) => matches!(reply, Reply::Events(_)),
        Some(StreamKind::Lines) => matches!(reply, Reply::Lines(_)),
        None => reply.is_items(),
    }
}
