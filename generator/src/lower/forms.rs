//! Forms: the parts of multipart bodies, and how the fields of forms are encoded.

use super::media::{Sort, sort};
use super::{Fault, Lower, Site, docs};
use crate::ir::{FieldEncoding, Form, FormField, FormPart, Payload, Presence, Style, Type, TypeDef, TypeId, TypeShape};
use crate::model::{self, MediaType, SimpleType};
use crate::names::{FieldName, Scope, TypeName};

impl Lower<'_> {
    /// A multipart body is a struct of its own: files are streamed, so it is no JSON type.
    pub(super) fn multipart(&mut self, content: &MediaType, site: &Site, marker: &TypeName) -> Result<Payload, Fault> {
        let merged = content.schema.and_then(|schema| self.merged(schema).ok());
        let Some((merged, schema)) = merged.zip(content.schema).filter(|(merged, _)| !merged.properties.is_empty())
        else {
            return Ok(Payload::AnyMultipart);
        };
        let mut scope = Scope::with(["new"]);
        let mut fields = Vec::new();
        for (wire, &property) in &merged.properties {
            if self.schema(property).read_only {
                continue;
            }
            let part = self.part(content.encoding.get(wire), property, site)?;
            let presence = if merged.required.contains(wire) { Presence::Required } else { Presence::Optional };
            let (name, _) = scope.claim(FieldName::new(wire), []);
            let docs = docs(&[self.schema(property).description.as_deref()]);
            fields.push(FormField { name, wire: wire.clone(), docs, presence, part });
        }
        let name_scope = self.scopes.entry(site.module.clone()).or_default();
        let (name, _) =
            name_scope.claim(TypeName::of(&[marker.as_str(), "form"]), [TypeName::of(&[marker.as_str(), "multipart"])]);
        let def = TypeDef {
            file: site.module.is_none().then(|| self.file(schema, &name)),
            module: site.module.clone(),
            component: None,
            name: name.clone(),
            docs: self.docs(schema),
            deprecated: false,
            sent: true,
            derives: Vec::new(),
            feature: None,
            shape: TypeShape::Form(fields),
        };
        let id = TypeId(self.slots.len());
        self.slots.push(super::Slot { schema, site: site.clone(), name, made: Some(Ok(def)) });
        Ok(Payload::Multipart(id))
    }

    fn part(
        &mut self,
        encoding: Option<&model::Encoding>,
        property: model::SchemaId,
        site: &Site,
    ) -> Result<FormPart, Fault> {
        let media_type = encoding.and_then(|encoding| encoding.content_type.clone());
        let merged = self.merged(property)?;
        let items = merged.items.filter(|_| merged.one_type() == Some(SimpleType::Array));
        if items.is_some_and(|items| self.is_file(items, media_type.as_deref())) {
            return Ok(FormPart::Files(media_type));
        }
        if self.is_file(property, media_type.as_deref()) {
            return Ok(FormPart::File(media_type));
        }
        Ok(FormPart::Value(
            match self.ty(property, site)? {
                Type::Nullable(ty) => *ty,
                ty => ty,
            },
            media_type,
        ))
    }

    /// Bytes, text of a media type that is neither text nor JSON, or an object of one in which the client cannot write it: then the
    /// caller does. What has no type at all is bytes too (OpenAPI 3.1.1, "Encoding Object": its media type is
    /// `application/octet-stream`).
    fn is_file(&mut self, schema: model::SchemaId, media_type: Option<&str>) -> bool {
        let Ok(merged) = self.merged(schema) else { return self.is_binary(schema) };
        let text = merged.one_type() == Some(SimpleType::String) && merged.values.is_none();
        let sort = media_type.map(sort);
        let by_caller = match merged.one_type() {
            Some(SimpleType::Object) => matches!(sort, Some(Sort::Xml | Sort::Form | Sort::Multipart | Sort::Bytes)),
            None => sort == Some(Sort::Bytes) || media_type.is_some_and(|one| one.contains(',')),
            Some(_) => text && (sort == Some(Sort::Bytes) || media_type.is_some_and(|one| one.contains(','))),
        };
        let untyped = matches!(sort, None | Some(Sort::Any | Sort::Bytes)) && self.schemas.says_nothing(schema);
        self.is_binary(schema) || by_caller || untyped
    }
}

/// How a field of a form is sent.
pub(super) fn field_encoding((wire, encoding): (&String, &model::Encoding)) -> FieldEncoding {
    let form = encoding.style.map(|style| match style {
        "spaceDelimited" => Form::SpaceDelimited,
        "pipeDelimited" => Form::PipeDelimited,
        "deepObject" => Form::DeepObject,
        _ => Form::Form,
    });
    let said = encoding.explode.is_some() || encoding.allow_reserved;
    let style = form.or(said.then_some(Form::Form)).map(|form| Style {
        explode: encoding.explode.unwrap_or(matches!(form, Form::Form | Form::DeepObject)),
        allow_reserved: encoding.allow_reserved,
        form,
    });
    FieldEncoding { wire: wire.clone(), content_type: encoding.content_type.clone(), style }
}
