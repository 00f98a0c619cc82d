//! Request bodies.

use super::Operations;
use super::media::{Sort, content_name, is_merge_patch, is_sendable, sent, sort};
use crate::diagnostic::Diagnostic;
use crate::ir::{Body, Content, Payload, Presence, Type};
use crate::lower::{Site, View, docs};
use crate::model::{self, Fault, MediaType, SimpleType};
use crate::names::{FieldName, Scope, TypeName, VariantName};

impl Operations<'_, '_> {
    /// The request body.
    pub(super) fn body(
        &mut self,
        read: &model::Operation,
        site: &Site,
        marker: &TypeName,
    ) -> Result<Option<Body>, Fault> {
        let Some(body) = &read.body else { return Ok(None) };
        let site = Site { words: format!("{} body", site.words), ..site.clone() };
        let mut scope = Scope::default();
        let mut contents = Vec::new();
        let mut refused = None;
        for (media_type, content) in &body.content {
            match self.payload(media_type, content, &site, marker) {
                Ok(payload) => {
                    let (variant, _) = scope.claim(content_name(media_type), [VariantName::new(media_type)]);
                    let media_type = match payload {
                        Payload::Bytes if sort(media_type) == Sort::Any => "application/octet-stream".to_owned(),
                        Payload::Bytes | Payload::Text => media_type.clone(),
                        _ => sent(media_type),
                    };
                    contents.push(Content { media_type, variant, payload, example: content.example.clone() });
                }
                Err(fault) => refused = Some(fault),
            }
        }
        if contents.is_empty() {
            return match refused {
                Some(fault) => Err(fault),
                None => Ok(None),
            };
        }
        let scope = self.types.scope(site.module.as_ref());
        let choice = (contents.len() > 1).then(|| {
            scope.claim(TypeName::of(&[marker.stem(), "body"]), [TypeName::of(&[marker.stem(), "content"])]).0
        });
        let presence = if body.required { Presence::Required } else { Presence::Optional };
        let names: Vec<FieldName> = read.parameters.iter().map(|parameter| FieldName::new(&parameter.name)).collect();
        let mut taken = Scope::with(names.iter().map(FieldName::as_str));
        let (name, _) = taken.claim(FieldName::new("body"), [FieldName::new("request body")]);
        let is_range = matches!(contents.as_slice(), [content] if content.is_range());
        let media_type =
            is_range.then(|| taken.claim(FieldName::new("content type"), [FieldName::new("body content type")]).0);
        Ok(Some(Body { name, docs: docs(&[body.description.as_deref()]), presence, media_type, contents, choice }))
    }

    fn payload(
        &mut self,
        media_type: &str,
        content: &MediaType,
        site: &Site,
        marker: &TypeName,
    ) -> Result<Payload, Fault> {
        if !is_sendable(media_type) {
            let reason = format!("`{media_type}` is not a media type, and cannot be sent as one");
            self.types.report(Diagnostic::error("lower::media-type", content.place.clone(), reason.clone()));
            return Err(Fault { code: "lower::media-type", reason });
        }
        let sort = sort(media_type);
        match sort {
            // JSON has no bytes: these are a file that happens to be JSON.
            Sort::Json if content.schema.is_some_and(|schema| self.types.names.meanings.is_binary(schema)) => {
                Ok(Payload::Bytes)
            }
            Sort::Json if is_merge_patch(media_type) => {
                Ok(Payload::Json(self.content_type(content, &Site { view: View::Patch, ..site.clone() })))
            }
            Sort::Json => Ok(Payload::Json(self.content_type(content, site))),
            Sort::Any if content.schema.is_some_and(|schema| !self.types.names.meanings.is_binary(schema)) => {
                Ok(Payload::Json(self.content_type(content, site)))
            }
            Sort::Form => {
                self.check_form_fields(content)?;
                let ty = self.content_type(content, site);
                let encodings = content.encoding.iter().map(|(wire, encoding)| self.field_encoding(wire, encoding));
                Ok(Payload::Form(ty, encodings.collect()))
            }
            Sort::Multipart => self.multipart(content, site, marker),
            Sort::Text => Ok(Payload::Text),
            Sort::Xml => {
                let xml = self.xml_type(content, site, false);
                Ok(xml.map_or(Payload::Text, |(ty, root)| Payload::Xml(ty, root)))
            }
            Sort::Any | Sort::Bytes | Sort::Events | Sort::Lines => Ok(Payload::Bytes),
        }
    }

    /// Refuses a form with an object in a field of a media type in which the client cannot write it: nothing says how it
    /// becomes text.
    fn check_form_fields(&mut self, content: &MediaType) -> Result<(), Fault> {
        // What cannot be read of the schemas is reported, and is any JSON.
        let merged = content.schema.and_then(|schema| self.types.merged(schema).ok());
        let Some(properties) = merged.map(|merged| merged.properties.clone()) else { return Ok(()) };
        for (name, _) in content.encoding.iter().filter(|(_, encoding)| encoding.style == Some("deepObject")) {
            if let Some(&property) = properties.get(name) {
                let place = self.types.schema(property).place.clone();
                self.note_deep_object(property, &place);
            }
        }
        for (name, encoding) in content.encoding.iter().filter(|(_, encoding)| encoding.style.is_none()) {
            let Some(media_type) = &encoding.content_type else { continue };
            let Some(&property) = properties.get(name) else { continue };
            let list = self.types.merged(property).ok().filter(|merged| merged.one_type() == Some(SimpleType::Array));
            let item = list.and_then(|merged| merged.items).unwrap_or(property);
            let is_object = self.types.merged(item).is_ok_and(|merged| merged.one_type() == Some(SimpleType::Object));
            let is_written = matches!(sort(media_type), Sort::Json | Sort::Any | Sort::Text);
            if is_object && !is_written {
                let reason =
                    format!("the field `{name}` of this form is `{media_type}`, which the client cannot write");
                let told = Diagnostic::error("lower::form-field", content.place.clone(), reason.clone());
                self.types.report(told.help("send the form by hand, or declare the field as JSON if it is that"));
                return Err(Fault { code: "lower::form-field", reason });
            }
        }
        Ok(())
    }

    pub(super) fn content_type(&mut self, content: &MediaType, site: &Site) -> Type {
        content.schema.map_or(Type::Json, |schema| self.types.ty_or_json(schema, site))
    }
}
