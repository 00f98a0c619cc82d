//! What switches a server to a stream, by the rules of the configuration: set in the views of the operations that they are about.

use super::definitions::Definitions;
use super::paging::told;
use crate::config::{Config, StreamingRule, SwitchedBy};
use crate::diagnostic::Diagnostics;
use crate::ir::{Client, Operation, Payload, Reply, Switch, SwitchValue, Type, TypeShape, View};
use crate::lower::operations::is_stream;
use crate::lower::rules::Rules;
use crate::model::Api;
use crate::pointer::Pointer;

/// Sets what the rules say in the views of streams.
pub(super) fn set(client: &mut Client, rules: &Rules<'_>, config: &Config, api: &Api, diagnostics: &mut Diagnostics) {
    let Client { resources, types, .. } = client;
    let types = Definitions(types);
    let is_schema = |at: &Pointer| api.schemas.iter().any(|schema| schema.pointer == *at);
    let missing = |rule: &StreamingRule| rule.item.clone().filter(|item| !is_schema(item));
    let missing: Vec<Option<Pointer>> = config.streaming.iter().map(missing).collect();
    let mut misfits: Vec<Option<String>> = vec![None; config.streaming.len()];
    for operation in resources.iter_mut().flat_map(|resource| &mut resource.operations) {
        let all = config.streaming.iter().enumerate().filter(|(_, rule)| rule.which.concerns(&operation.id));
        // Of several rules for one view the first counts.
        let mut done = vec![false; operation.views.len()];
        for (index, rule) in all {
            let switched = match &missing[index] {
                Some(item) => Err(format!("`item` is `{item}`, but there is no such schema in the document")),
                None => switched(rule, operation, types),
            };
            let (views, switch) = switched.unwrap_or_else(|reason| {
                misfits[index].get_or_insert(format!("`{}`: {reason}", operation.id));
                (Vec::new(), None)
            });
            for view in views {
                if let (Some(view), Some(done @ false)) = (operation.views.get_mut(view), done.get_mut(view)) {
                    rules.uses(&rule.place);
                    view.switch.clone_from(&switch);
                    *done = true;
                }
            }
        }
    }
    for (rule, misfit) in config.streaming.iter().zip(misfits) {
        rules.misfit(&rule.place, misfit, diagnostics);
    }
    for rule in &config.responses {
        let concerned = client.operations().find(|operation| rule.which.concerns(&operation.id));
        let reason = concerned.map(|one| format!("`{}`: no success of it has `{}`", one.id, rule.media_type));
        rules.misfit(&rule.place, reason, diagnostics);
    }
}

/// The views of an operation that a rule is about, and what it sets; or why the rule does not fit.
fn switched(
    rule: &StreamingRule,
    operation: &Operation,
    types: Definitions<'_>,
) -> Result<(Vec<usize>, Option<Switch>), String> {
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
        Some(SwitchedBy::Field(field)) => Some(switched_field(rule, operation, field, types)?),
        Some(SwitchedBy::Parameter(name)) => {
            let named = operation.params.iter().enumerate().find(|(_, param)| param.wire == *name);
            let (index, param) = named.ok_or_else(|| format!("it has no parameter `{name}`"))?;
            let value = switch_value(&param.ty, &rule.value, types).filter(|_| param.style.form.is_plain());
            let value = value.ok_or_else(|| format!("its parameter `{name}` cannot be `{}`", rule.value))?;
            Some(Switch::Param(index, value))
        }
    };
    Ok((views, switch))
}

fn switched_field(
    rule: &StreamingRule,
    operation: &Operation,
    field: &Pointer,
    types: Definitions<'_>,
) -> Result<Switch, String> {
    let contents = operation.body.iter().flat_map(|body| &body.contents);
    let mut reason = "it has no body in JSON or as a form that the field could be set in".to_owned();
    for content in contents {
        let (Payload::Json(ty) | Payload::Form(ty, _)) = &content.payload else { continue };
        if matches!(content.payload, Payload::Form(..)) && field.tokens().len() > 1 {
            reason = told("field", field, "fields of a form have no fields");
            continue;
        }
        match types.at(ty, field) {
            Err(_) => reason = told("field", field, "there is no such field in the body that the document describes"),
            Ok(ty) => match switch_value(&ty, &rule.value, types) {
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
fn switch_value(ty: &Type, value: &str, types: Definitions<'_>) -> Option<SwitchValue> {
    let text = || SwitchValue::Text(value.to_owned());
    let flag = || value.parse().ok().map(SwitchValue::Flag);
    match types.plain(ty) {
        Type::Bool => flag(),
        Type::String => Some(text()),
        Type::Json => Some(flag().unwrap_or_else(text)),
        Type::Named(id) => match types.shape(id) {
            Some(TypeShape::Enum(one)) => one.variants.iter().any(|variant| variant.wire == value).then(text),
            _ => None,
        },
        _ => None,
    }
}
