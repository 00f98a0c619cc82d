//! Headers of responses: one struct for those of all successes of an operation.

use super::Operations;
use super::wanted::chosen;
use crate::config::is_token;
use crate::diagnostic::Diagnostic;
use crate::ir::{Header, HeaderKind, HeaderShape, Headers, Presence, Type};
use crate::lower::{Site, docs};
use crate::media_type::is_json;
use crate::model::{self, Additional, SchemaId, SimpleType};
use crate::names::{FieldName, Scope, TypeName};

impl Operations<'_, '_> {
    /// The headers that the successes of an operation can have. One that cannot be read is told and left out: the response is right
    /// without it, and has its text all the same.
    pub(super) fn response_headers(
        &mut self,
        read: &model::Operation,
        site: &Site,
        marker: &TypeName,
    ) -> Option<Headers> {
        let successes = chosen(read);
        let mut scope = Scope::default();
        let mut fields: Vec<Header> = Vec::new();
        for (_, response) in &successes {
            for (wire, header) in &response.headers {
                let known = |field: &Header| field.wire.eq_ignore_ascii_case(wire);
                let (ty, shape) = match self.response_header(wire, header, site) {
                    Ok(read) => read,
                    Err(reason) => {
                        let message = format!("the header `{wire}` is left out: {reason}");
                        let told = Diagnostic::warning("lower::response-header", header.place.clone(), message);
                        self.types.report(told.help("its text is in `Response::headers` all the same"));
                        continue;
                    }
                };
                match fields.iter_mut().find(|field| known(field)) {
                    Some(earlier) if earlier.ty == ty && earlier.shape == shape => {}
                    Some(earlier) => {
                        let message =
                            format!("the header `{wire}` is not the same in all successes: it is taken as text");
                        self.types.report(Diagnostic::note("lower::response-header", header.place.clone(), message));
                        (earlier.ty, earlier.shape) = (Type::String, HeaderShape::One(HeaderKind::Text));
                    }
                    None => {
                        let everywhere = successes.iter().all(|(_, response)| {
                            response.headers.iter().any(|(name, one)| name.eq_ignore_ascii_case(wire) && one.required)
                        });
                        let presence = if everywhere { Presence::Required } else { Presence::Optional };
                        let (name, _) = scope.claim(FieldName::new(wire), []);
                        let docs = docs(&[header.description.as_deref()]);
                        let (wire, deprecated) = (wire.clone(), header.deprecated);
                        fields.push(Header { name, wire, docs, ty, presence, deprecated, shape });
                    }
                }
            }
        }
        let scope = self.types.scope(site.module.as_ref());
        let others = [TypeName::of(&[marker.stem(), "response", "headers"])];
        (!fields.is_empty()).then(|| Headers {
            name: scope.claim(TypeName::of(&[marker.stem(), "headers"]), others).0,
            fields,
            shared: None,
        })
    }

    fn response_header(
        &mut self,
        wire: &str,
        header: &model::Header,
        site: &Site,
    ) -> Result<(Type, HeaderShape), String> {
        if !is_token(wire) {
            return Err("this cannot be the name of a header".to_owned());
        }
        let shape = self.header_shape(header)?;
        let site = Site { words: format!("{} {wire} header", site.words), ..site.clone() };
        let ty = self.types.ty(header.schema, &site).map_err(|fault| fault.reason)?;
        // A header that is there has a text.
        let ty = match ty {
            Type::Nullable(ty) if shape != HeaderShape::Json => *ty,
            ty => ty,
        };
        Ok((ty, shape))
    }

    fn header_shape(&mut self, header: &model::Header) -> Result<HeaderShape, String> {
        let merged = self.types.merged(header.schema).map_err(|fault| fault.reason)?;
        if let Some(media_type) = &header.content {
            let text = merged.one_type() == Some(SimpleType::String) && media_type.starts_with("text/");
            return match (is_json(media_type), text) {
                (true, _) => Ok(HeaderShape::Json),
                (false, true) => Ok(HeaderShape::One(HeaderKind::Text)),
                (false, false) => Err(format!("a header of the media type `{media_type}` has no defined text")),
            };
        }
        match merged.one_type() {
            Some(SimpleType::Array) if merged.prefix_items.is_empty() => {
                let kind = merged.items.map_or(Ok(HeaderKind::Any), |items| self.header_kind(items))?;
                Ok(HeaderShape::List(kind))
            }
            Some(SimpleType::Object) => {
                let mut fields = Vec::new();
                for (key, &property) in &merged.properties {
                    fields.push((key.clone(), self.header_kind(property)?));
                }
                let rest = match merged.additional {
                    Additional::Of(value) => self.header_kind(value)?,
                    Additional::Any | Additional::Forbidden | Additional::Unsaid => HeaderKind::Any,
                };
                Ok(HeaderShape::Pairs { explode: header.explode, fields, rest })
            }
            _ => self.header_kind(header.schema).map(HeaderShape::One),
        }
    }

    /// What a value without parts is.
    fn header_kind(&mut self, id: SchemaId) -> Result<HeaderKind, String> {
        let merged = self.types.merged(id).map_err(|fault| fault.reason)?;
        match merged.one_type() {
            Some(SimpleType::String) => Ok(HeaderKind::Text),
            Some(SimpleType::Integer | SimpleType::Number) => Ok(HeaderKind::Number),
            Some(SimpleType::Boolean) => Ok(HeaderKind::Boolean),
            None => Ok(HeaderKind::Any),
            Some(SimpleType::Array | SimpleType::Object) => {
                Err("lists and objects inside of a header have no defined text".to_owned())
            }
        }
    }
}
