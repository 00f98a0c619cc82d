//! Parameters: which belongs to which, and what changed in each beside its schema.

use std::collections::BTreeMap;

use super::{Run, state};
use crate::diagnostic::Place;
use crate::drift::kinds::{Kind, Way};
use crate::drift::policy::State;
use crate::drift::shape::Shape;
use crate::model::{Location, Operation, Parameter, SimpleType};

impl<'a> Run<'_, 'a> {
    /// Compares the parameters of an operation.
    pub(super) fn parameters(&mut self, old: &'a Operation, new: &'a Operation) {
        let renamed: BTreeMap<&str, &str> =
            path_params(&old.path).into_iter().zip(path_params(&new.path)).filter(|(old, new)| old != new).collect();
        let wanted = |before: &Parameter| match before.location {
            Location::Path => renamed.get(before.name.as_str()).copied().unwrap_or(&before.name).to_owned(),
            Location::Header => before.name.to_ascii_lowercase(),
            Location::Query | Location::Cookie => before.name.clone(),
        };
        let same = |before: &Parameter, now: &Parameter| {
            let name = if now.location == Location::Header { now.name.to_ascii_lowercase() } else { now.name.clone() };
            before.location == now.location && wanted(before) == name
        };
        for before in &old.parameters {
            match new.parameters.iter().find(|now| same(before, now)) {
                Some(now) => self.parameter((old, before), (new, now)),
                None => {
                    let subject = format!("{} {}", new.label(), param_words(before));
                    let at = (Some(&before.place), Some(&new.place));
                    let touches = self.owners.0.of_param(old, &before.name);
                    let was = State::new(before.deprecated, &before.lifecycle);
                    let announced = self.policy.and_then(|policy| policy.removal(&was, state(old).stability()));
                    let kind = if before.required { Kind::RequiredParameterRemoved } else { Kind::ParameterRemoved };
                    let (kind, words) = announced.unwrap_or((kind, (None, None)));
                    self.push(kind, Way::Request, subject, words, at).touches = touches;
                }
            }
        }
        for now in new.parameters.iter().filter(|now| !old.parameters.iter().any(|before| same(before, now))) {
            let kind = if now.required { Kind::RequiredParameterAdded } else { Kind::OptionalParameterAdded };
            let subject = format!("{} {}", new.label(), param_words(now));
            let touches = self.owners.1.of_param(new, &now.name);
            self.push(kind, Way::Request, subject, (None, None), (Some(&old.place), Some(&now.place))).touches =
                touches;
        }
    }

    fn parameter(
        &mut self,
        (old_in, old): (&'a Operation, &'a Parameter),
        (new_in, new): (&'a Operation, &'a Parameter),
    ) {
        let start = self.found.len();
        let label = new_in.label();
        let subject = format!("{label} {}", param_words(new));
        let at = (Some(&old.place), Some(&new.place));
        let touches = [self.owners.0.of_param(old_in, &old.name), self.owners.1.of_param(new_in, &new.name)].concat();
        if old.name != new.name && old.location == Location::Path {
            let words = (Some(old.name.clone()), Some(new.name.clone()));
            self.push(Kind::PathParameterRenamed, Way::Request, subject.clone(), words, at);
        }
        if old.required != new.required {
            let kind = if new.required { Kind::ParameterBecameRequired } else { Kind::ParameterBecameOptional };
            self.push(kind, Way::Request, subject.clone(), (None, None), at);
        }
        if old.deprecated != new.deprecated {
            let kind = if new.deprecated { Kind::Deprecated } else { Kind::Reactivated };
            self.push(kind, Way::Request, subject.clone(), (None, None), at);
        }
        let states = (State::new(old.deprecated, &old.lifecycle), State::new(new.deprecated, &new.lifecycle));
        self.announced((&states.0, &states.1), state(new_in).stability(), &subject, at);
        self.style(old, new, &subject, at);
        for found in self.found.iter_mut().skip(start) {
            found.touches = touches.clone();
        }
        let way = self.turned(if new.content.is_some() { Way::Request } else { Way::Text });
        self.pairs.root((old.schema, new.schema), way, subject, &label, touches);
    }
}

impl Run<'_, '_> {
    /// Compares how the values of a parameter are written (OpenAPI 3.1.1, "Style Values").
    fn style(&mut self, old: &Parameter, new: &Parameter, subject: &str, at: (Option<&Place>, Option<&Place>)) {
        let sides = self.pairs.sides();
        let (before, now) = (sides.old.of(old.schema), sides.new.of(new.schema));
        let words = |one: &Parameter, shape: &Shape| Some(style_words(one, shape));
        let told = (words(old, before), words(new, now));
        // What a single value is as a list is told with the types.
        let by_types = is_single(before) != is_single(now) && adds_nothing(old) && adds_nothing(new);
        if told.0 != told.1 && !by_types || old.allow_reserved != new.allow_reserved {
            self.push(Kind::StyleChanged, Way::Request, subject.to_owned(), told, at);
            return;
        }
        let splits = is_single(before) && !is_single(now) && before.may_hold_delimiters();
        if splits && !new.explode && new.content.is_none() {
            self.push(Kind::TextBecameList, Way::Request, subject.to_owned(), told, at);
        }
    }
}

/// How a parameter is written. A single value looks the same in every style that adds nothing before it.
fn style_words(one: &Parameter, shape: &Shape) -> String {
    if let Some(content) = &one.content {
        return content.clone();
    }
    let plain = adds_nothing(one);
    let alike = plain && (is_single(shape) || shape.types == [SimpleType::Array] && one.explode);
    let explode = if one.explode { ", exploded" } else { "" };
    match one.style {
        _ if alike && one.location == Location::Query && !is_single(shape) => "form, exploded".to_owned(),
        _ if plain && is_single(shape) => "one value".to_owned(),
        style if is_single(shape) => style.to_owned(),
        style => format!("{style}{explode}"),
    }
}

/// Whether a single value is written as it is.
fn adds_nothing(one: &Parameter) -> bool {
    !matches!(one.style, "matrix" | "label") && one.content.is_none()
}

/// Whether no value of a schema is a list or an object.
fn is_single(shape: &Shape) -> bool {
    !shape.types.is_empty() && !shape.types.iter().any(|one| matches!(one, SimpleType::Array | SimpleType::Object))
}

/// The parameters of a path, in its order.
fn path_params(path: &str) -> Vec<&str> {
    path.split('{').skip(1).filter_map(|part| part.split_once('}').map(|(name, _)| name)).collect()
}

fn param_words(param: &Parameter) -> String {
    let place = match param.location {
        Location::Path => "path",
        Location::Query => "query",
        Location::Header => "header",
        Location::Cookie => "cookie",
    };
    format!("{place} `{}`", param.name)
}
