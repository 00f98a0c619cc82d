//! Forms: the parts of multipart bodies, and how the fields of forms are encoded.

mod parts;

use super::Operations;
use crate::config::DeepObjectLists;
use crate::diagnostic::{Diagnostic, Place};
use crate::ir::{
    FieldEncoding, Form, FormField, FormParts, FormRest, Payload, Presence, Style, TypeDef, TypeId, TypeShape,
};
use crate::lower::{Site, docs};
use crate::model::{self, Additional, Fault, MediaType, SchemaId, SimpleType};
use crate::names::{FieldName, Scope, TypeName};

impl Operations<'_, '_> {
    /// A multipart body is a struct of its own: files are streamed, so it is no JSON type.
    pub(super) fn multipart(&mut self, content: &MediaType, site: &Site, marker: &TypeName) -> Result<Payload, Fault> {
        let merged = content.schema.and_then(|schema| self.types.merged(schema).ok());
        let Some((merged, schema)) = merged.zip(content.schema).filter(|(merged, _)| !merged.properties.is_empty())
        else {
            return Ok(Payload::AnyMultipart);
        };
        let mut scope = Scope::default();
        let mut fields = Vec::new();
        for (wire, &property) in &merged.properties {
            if self.types.schema(property).read_only {
                continue;
            }
            let part = self.part(wire, content.encoding.get(wire), property, site);
            let (part, more) = part.unwrap_or_else(|_| (parts::anything(), None));
            let presence = if merged.required.contains(wire) { Presence::Required } else { Presence::Optional };
            let (name, _) = scope.claim(FieldName::new(wire), []);
            let schema = self.types.schema(property);
            let docs = docs(&[schema.description.as_deref(), more.as_deref()]);
            let deprecated = schema.deprecated;
            fields.push(FormField { name, wire: wire.clone(), docs, presence, deprecated, part });
        }
        let rest = match merged.additional {
            Additional::Of(value) => {
                Some(self.part("", None, value, site).map_or_else(|_| parts::anything(), |(part, _)| part))
            }
            Additional::Any => Some(parts::anything()),
            // What only some branches of a choice have, has no field.
            Additional::Unsaid if self.types.names.meanings.is_union(&merged) => Some(parts::anything()),
            Additional::Forbidden | Additional::Unsaid => None,
        };
        let name = |words: &str| FieldName::new(words);
        let rest = rest.map(|part| FormRest { name: scope.claim(name("rest"), [name("additional_parts")]).0, part });
        Ok(Payload::Multipart(self.form_type(schema, site, marker, FormParts { fields, rest })))
    }

    fn form_type(&mut self, schema: SchemaId, site: &Site, marker: &TypeName, parts: FormParts) -> TypeId {
        let name_scope = self.types.scope(site.module.as_ref());
        let (name, _) =
            name_scope.claim(TypeName::of(&[marker.stem(), "form"]), [TypeName::of(&[marker.stem(), "multipart"])]);
        let def = TypeDef {
            file: site.module.is_none().then(|| self.types.file(schema, &name)),
            module: site.module.clone(),
            component: None,
            name,
            docs: self.types.names.meanings.docs(schema),
            deprecated: false,
            sent: true,
            received: false,
            test_default: None,
            required: None,
            derives: Vec::new(),
            feature: None,
            shape: TypeShape::Form(parts),
        };
        self.types.add(schema, site.view, def)
    }

    /// How a field of a form is sent, where the document says something about it.
    pub(super) fn field_encoding(&self, wire: &str, encoding: &model::Encoding) -> FieldEncoding {
        let form = encoding.style.map(|style| match style {
            "spaceDelimited" => Form::SpaceDelimited,
            "pipeDelimited" => Form::PipeDelimited,
            "deepObject" => self.deep_object(),
            _ => Form::Form,
        });
        let said = encoding.explode.is_some() || encoding.allow_reserved;
        let style = form.or(said.then_some(Form::Form)).map(|form| Style {
            explode: encoding.explode.unwrap_or(matches!(form, Form::Form)) || form.is_deep_object(),
            allow_reserved: encoding.allow_reserved,
            form,
        });
        FieldEncoding { wire: wire.to_owned(), content_type: encoding.content_type.clone(), style }
    }

    /// Notes a value that is sent in the style `deepObject` and is more than the standard defines for it.
    pub(super) fn note_deep_object(&mut self, schema: SchemaId, place: &Place) {
        if self.is_flat_object(schema).unwrap_or(true) {
            return;
        }
        match &mut self.deep_objects {
            Some((_, more)) => *more += 1,
            none => *none = Some((place.clone(), 0)),
        }
    }

    /// Whether the values of a schema are objects of scalars, for which `deepObject` is defined (OpenAPI 3.1.1, "Style Values").
    fn is_flat_object(&mut self, schema: SchemaId) -> Result<bool, Fault> {
        let merged = self.types.merged(schema)?;
        let further = match merged.additional {
            Additional::Of(value) => Some(value),
            _ => None,
        };
        let mut flat = merged.one_type() == Some(SimpleType::Object) && merged.groups.is_empty();
        for &value in merged.properties.values().chain(&further) {
            let one = self.types.merged(value)?.one_type();
            flat &= one.is_some_and(|one| !matches!(one, SimpleType::Array | SimpleType::Object));
        }
        Ok(flat)
    }

    /// Says once what is done in all places where `deepObject` is undefined: documents that use it so do it everywhere.
    pub(super) fn report_deep_objects(&mut self) {
        let Some((place, more)) = self.deep_objects.take() else { return };
        let others = match more {
            0 => String::new(),
            more => format!(", here and at {more} other places"),
        };
        let item = match self.config.styles.deep_object_lists {
            DeepObjectLists::Indices => "a[0]",
            DeepObjectLists::Empty => "a[]",
        };
        let message = format!(
            "`deepObject` is defined for objects of single values only: lists are sent as `{item}=…`, objects in objects as \
             `a[b][c]=…`, single values as `a=…`{others}"
        );
        let help = "`deep-object-lists` in `[styles]` of codegen.toml says what the brackets of lists hold: \"indices\" or \"empty\"";
        self.types.report(Diagnostic::note("lower::deep-object", place, message).help(help));
    }

    /// `deepObject`, with the brackets of lists that the configuration asks for.
    pub(super) fn deep_object(&self) -> Form {
        match self.config.styles.deep_object_lists {
            DeepObjectLists::Indices => Form::DeepObject,
            DeepObjectLists::Empty => Form::DeepObjectEmptyBrackets,
        }
    }
}
