//! Parameters: their types, styles and names.

use super::Operations;
use super::path_template::PathTemplate;
use super::paths::{text_in_path, undeclared};
use super::setters::{CALL, PAGED_CALL, may_page};
use crate::config::is_token;
use crate::diagnostic::Diagnostic;
use crate::ir::{Form, Param, Presence, Style, Type};
use crate::lower::credentials::place;
use crate::lower::meanings::{comma_separated, list};
use crate::lower::security::Needs;
use crate::lower::types::field_docs;
use crate::lower::{Site, docs};
use crate::media_type::is_json;
use crate::model::{self, Fault, Parameter, Schema, SchemaId, SimpleType};
use crate::names::{FieldName, Scope};

/// The types of values that have values in them.
const NESTED: [SimpleType; 2] = [SimpleType::Array, SimpleType::Object];

impl Operations<'_, '_> {
    pub(super) fn params(
        &mut self,
        read: &model::Operation,
        needs: &Needs<'_>,
        site: &Site,
    ) -> Result<Vec<Param>, Fault> {
        let mut scope = Scope::default();
        let mut params = Vec::new();
        let sent = self.sent(read, needs);
        let paged: &[&str] = if may_page(&self.config.paging, &read.key()) { &PAGED_CALL } else { &[] };
        let taken = |name: &FieldName| CALL.iter().chain(paged).any(|taken| *taken == name.as_str());
        for parameter in &sent {
            let mut first = FieldName::new(&parameter.name);
            if !parameter.required && taken(&first) {
                first = FieldName::of(&[&parameter.name, "param"]);
            }
            let suffix = format!("{:?}", parameter.location).to_lowercase();
            let others = [suffix.as_str(), "param"].map(|suffix| FieldName::of(&[&parameter.name, suffix]));
            let free = |name: &FieldName| parameter.required || !taken(name);
            let (name, _) = scope.claim(first, others.into_iter().filter(free));
            match self.param(parameter, name, site) {
                Ok(param) => params.push(param),
                Err(fault) if parameter.required => return Err(fault),
                Err(fault) => {
                    let message = format!("the optional parameter `{}` is left out: {}", parameter.name, fault.reason);
                    let place = parameter.place.clone();
                    self.types.report(Diagnostic::warning("lower::parameter-left-out", place, message));
                }
            }
        }
        for name in undeclared(read) {
            let message = format!("the path names `{name}`, which is not a parameter: it is taken as text");
            self.types.report(Diagnostic::warning("lower::undeclared-path-parameter", read.place.clone(), message));
            let (field, _) = scope.claim(FieldName::new(&name), [FieldName::of(&[&name, "path"])]);
            params.push(text_in_path(field, name));
        }
        params.sort_by_key(|param| param.presence == Presence::Optional);
        Ok(params)
    }

    /// The parameters that a request has: of those of the path, the ones that it names, be it in its query.
    fn sent(&mut self, read: &model::Operation, needs: &Needs<'_>) -> Vec<Parameter> {
        let route = PathTemplate::of(&read.path);
        let mut sent: Vec<Parameter> = Vec::new();
        for parameter in &read.parameters {
            if let Some(scheme) = needs.credential(parameter) {
                let message = format!(
                    "the parameter `{}` is the credential `{scheme}` of the operation: it is set once, at the client",
                    parameter.name
                );
                let note = Diagnostic::note("lower::credential-parameter", parameter.place.clone(), message);
                self.types.report(note);
                continue;
            }
            if parameter.location == model::Location::Header && is_of_message(&parameter.name) {
                let message = format!(
                    "the header `{}` is left out: it frames a message or belongs to one connection, so only the client can set it",
                    parameter.name
                );
                let told = Diagnostic::warning("lower::header-of-message", parameter.place.clone(), message);
                self.types.report(told.help("remove the parameter, for example with an overlay"));
                continue;
            }
            let is_known =
                |one: &Parameter| sent.iter().any(|known| (&known.name, known.location) == (&one.name, one.location));
            match self.routed(parameter, &route) {
                Some(one) if !is_known(&one) => sent.push(one),
                _ => {}
            }
        }
        sent
    }

    /// A parameter where the path says that it goes; `None` if it goes nowhere.
    fn routed(&mut self, parameter: &Parameter, route: &PathTemplate<'_>) -> Option<Parameter> {
        let in_path = || route.path.contains(&format!("{{{}}}", parameter.name));
        match (parameter.location, route.in_query(&parameter.name)) {
            (model::Location::Path, Some(name)) => {
                let (name, location) = (name.to_owned(), model::Location::Query);
                Some(Parameter { name, location, style: "form", ..parameter.clone() })
            }
            (model::Location::Path, None) if !in_path() => {
                let message = format!("the path has no `{{{}}}`, so this parameter is sent nowhere", parameter.name);
                let told = Diagnostic::warning("lower::parameter-left-out", parameter.place.clone(), message);
                self.types.report(told.help("add it to the path, or remove the parameter"));
                None
            }
            (model::Location::Query, _) if route.fixes(&parameter.name) => {
                let message = format!("the path says the value of `{}`, so it is no parameter", parameter.name);
                let place = parameter.place.clone();
                self.types.report(Diagnostic::warning("lower::parameter-left-out", place, message));
                None
            }
            _ => Some(parameter.clone()),
        }
    }

    fn param(&mut self, parameter: &Parameter, name: FieldName, site: &Site) -> Result<Param, Fault> {
        if matches!(parameter.location, model::Location::Header | model::Location::Cookie) && !is_token(&parameter.name)
        {
            let reason = format!("`{}` cannot be the name of a header or cookie", parameter.name);
            return Err(self.refuse("lower::parameter-name", parameter, reason));
        }
        let words = format!("{} {}", site.words, parameter.name);
        let site = Site { words, param: Some(parameter.name.clone()), ..site.clone() };
        let parameter = &self.with_known_schema(parameter);
        let schema = self.with_description(parameter);
        let mut ty = match self.types.ty_or_json(schema, &site) {
            Type::Nullable(ty) => *ty,
            ty => ty,
        };
        let mut style = self.style(parameter)?;
        let described = parameter.description.as_deref().or(self.types.schema(parameter.schema).description.as_deref());
        if matches!(&ty, Type::Named(_)) && schema != parameter.schema && described.is_some_and(comma_separated) {
            let merged = self.types.merged(parameter.schema)?;
            if merged.one_type() == Some(SimpleType::String) {
                ty = Type::List(Box::new(ty));
                style.explode = false;
            }
        }
        self.check_style(parameter, &style)?;
        let mut docs = docs(&[parameter.description.as_deref()]);
        let limits = self.types.merged(parameter.schema).map(|merged| merged.limits.clone()).unwrap_or_default();
        let schema = self.types.schema(parameter.schema);
        let more = field_docs(schema, &limits);
        if schema.component.is_none() && docs != more {
            if !docs.0.is_empty() && !more.0.is_empty() {
                docs.0.push(String::new());
            }
            docs.0.extend(more.0);
        }
        Ok(Param {
            name,
            wire: parameter.name.clone(),
            docs,
            ty,
            presence: if parameter.required { Presence::Required } else { Presence::Optional },
            location: place(parameter.location),
            style,
            example: parameter.example.clone(),
            deprecated: parameter.deprecated,
        })
    }

    /// A parameter whose schema contradicts itself or cannot be read, which is reported, takes any value.
    fn with_known_schema(&mut self, parameter: &Parameter) -> Parameter {
        let mut known = parameter.clone();
        if self.types.merged(parameter.schema).is_err() {
            let Schema { place, pointer, description, .. } = self.types.schema(parameter.schema).clone();
            let schema = Schema { description, ..Schema::blank(place, pointer, None) };
            known.schema = self.types.names.make_in_place(vec![parameter.schema; 4], |_| schema);
        }
        known
    }

    /// A parameter's schema with the parameter's description, where that lists the values of a scalar.
    fn with_description(&mut self, parameter: &Parameter) -> SchemaId {
        let schema = self.types.schema(parameter.schema);
        let listed = parameter.description.as_deref().and_then(list).is_some();
        if !listed || schema.component.is_some() || schema.description.is_some() {
            return parameter.schema;
        }
        let (id, described) =
            (parameter.schema, Schema { description: parameter.description.clone(), ..schema.clone() });
        self.types.names.make_in_place(vec![id, id, id], |_| described)
    }

    fn style(&mut self, parameter: &Parameter) -> Result<Style, Fault> {
        let text = self.types.merged(parameter.schema)?.one_type() == Some(SimpleType::String);
        let form = match (parameter.style, &parameter.content) {
            (_, Some(media_type)) if is_json(media_type) => Form::Content(media_type.clone()),
            // Text as text is what a string is without any content.
            (_, Some(media_type)) if !(text && media_type.starts_with("text/")) => {
                let reason = format!("a parameter of the media type `{media_type}` has no defined serialisation");
                return Err(self.refuse("lower::parameter-content", parameter, reason));
            }
            ("label", _) => Form::Label,
            ("matrix", _) => Form::Matrix,
            ("form", _) => Form::Form,
            ("spaceDelimited", _) => Form::SpaceDelimited,
            ("pipeDelimited", _) => Form::PipeDelimited,
            ("deepObject", _) => self.deep_object(),
            ("cookie", _) => Form::Cookie,
            _ => Form::Simple,
        };
        // `deepObject` is defined with `explode: true` only, and nobody writes it down.
        let explode = parameter.explode || form.is_deep_object();
        Ok(Style { form, explode, allow_reserved: parameter.allow_reserved })
    }

    /// Refuses what the standard leaves undefined (OpenAPI 3.1.1, "Style Examples").
    fn check_style(&mut self, parameter: &Parameter, style: &Style) -> Result<(), Fault> {
        let merged = self.types.merged(parameter.schema)?;
        let one = merged.one_type();
        let name = parameter.style;
        let refused = match (&style.form, one) {
            (Form::DeepObject | Form::DeepObjectEmptyBrackets, _) => {
                self.note_deep_object(parameter.schema, &parameter.place);
                return Ok(());
            }
            (Form::SpaceDelimited | Form::PipeDelimited, Some(SimpleType::Array | SimpleType::Object)) => {
                style.explode.then(|| format!("the style `{name}` is not defined with `explode: true`"))
            }
            (Form::SpaceDelimited | Form::PipeDelimited, Some(_)) => {
                let message =
                    format!("the style `{name}` is defined for lists and objects; the one value is sent as it is");
                let place = parameter.place.clone();
                self.types.report(Diagnostic::warning("lower::style-of-scalar", place, message));
                None
            }
            (Form::Content(_), _) => None,
            (_, Some(SimpleType::Array))
                if merged.items.is_some_and(|items| self.types.names.meanings.is_one_of(items, &NESTED)) =>
            {
                Some(format!("the style `{name}` is not defined for lists of lists or objects"))
            }
            _ => None,
        };
        let nested = one == Some(SimpleType::Object)
            && !matches!(style.form, Form::Content(_))
            && merged.properties.values().any(|&value| self.types.names.meanings.is_one_of(value, &NESTED));
        let refused = refused.or_else(|| {
            nested.then(|| format!("the style `{name}` is not defined for objects with lists or objects in them"))
        });
        match refused {
            Some(reason) => Err(self.refuse("lower::undefined-style", parameter, reason)),
            None => Ok(()),
        }
    }

    fn refuse(&mut self, code: &'static str, parameter: &Parameter, reason: String) -> Fault {
        self.types.report(Diagnostic::error(code, parameter.place.clone(), reason.clone()));
        Fault { code, reason }
    }
}

/// Whether a header frames a message, belongs to one connection, authenticates at a proxy, or is made of other parameters (RFC 9110,
/// sections 6.4, 7.6 and 11.7; RFC 9112, section 6): the runtime refuses to send another value.
fn is_of_message(name: &str) -> bool {
    const NAMES: [&str; 13] = [
        "connection",
        "content-length",
        "cookie",
        "host",
        "http2-settings",
        "keep-alive",
        "proxy-authenticate",
        "proxy-authorization",
        "proxy-connection",
        "te",
        "trailer",
        "transfer-encoding",
        "upgrade",
    ];
    NAMES.iter().any(|known| known.eq_ignore_ascii_case(name))
}
