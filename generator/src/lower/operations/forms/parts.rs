//! What a part of a multipart body is: a file, several, a value, or one of these.

use std::collections::HashMap;

use indexmap::IndexSet;

use crate::diagnostic::Diagnostic;
use crate::ir::{FieldEncoding, FormPart, Type};
use crate::lower::Site;
use crate::lower::operations::Operations;
use crate::lower::operations::media::{Sort, is_sendable, sort};
use crate::media_type::{is_json, is_range};
use crate::model::{self, Fault, Schema, SchemaId, SimpleType};
use crate::schema::Merged;

/// How deep lists and choices may nest around a file.
const DEPTH: usize = 20;

/// What a schema holds as a part.
#[derive(Clone)]
enum Held {
    /// A file of one of these media types.
    File(Vec<String>),
    /// What the client cannot write.
    Content(Vec<String>),
    /// Files, in a list or one of several schemas.
    Files(Vec<String>),
    /// Files, or values of these schemas.
    Mixed(Vec<String>, Vec<SchemaId>),
    /// A list of files and values: each item is a part that the caller makes.
    MixedList(Vec<String>),
    /// Null alone.
    Nothing,
    /// A value.
    Value,
}

/// Around one property: the media types that its encoding lists, and what was found of each schema. One that is still being
/// looked at is a value: it holds itself.
struct Around<'l> {
    listed: Option<&'l [String]>,
    found: HashMap<SchemaId, Held>,
}

impl Operations<'_, '_> {
    /// How a property is sent, and what its docs say about that.
    pub(super) fn part(
        &mut self,
        wire: &str,
        encoding: Option<&model::Encoding>,
        property: SchemaId,
        site: &Site,
    ) -> Result<(FormPart, Option<String>), Fault> {
        let listed = self.listed_media_types(encoding, property);
        let mut around = Around { listed: listed.as_deref(), found: HashMap::new() };
        let held = self.held(property, &mut around, 0)?;
        let encoded = encoding.map(|encoding| self.field_encoding(wire, encoding));
        if encoded.as_ref().and_then(|one| one.style.as_ref()).is_some_and(|style| style.form.is_deep_object()) {
            let place = self.types.schema(property).place.clone();
            self.note_deep_object(property, &place);
        }
        let parts = matches!(held, Held::MixedList(_));
        let part = match held {
            Held::File(types) => FormPart::File(types),
            Held::Content(types) => FormPart::Content(types),
            Held::Files(types) | Held::MixedList(types) => FormPart::Files(types),
            Held::Mixed(types, others) => {
                let ty = self.other_type(property, others, site)?;
                FormPart::FilesOr(types, ty, encoded.filter(|encoding| encoding.style.is_some()))
            }
            Held::Value | Held::Nothing => self.value_part(property, listed, encoded, site)?,
        };
        let values = parts.then(|| "A value that is no file is a `Part::value`.".to_owned());
        let more = [told(&part), values].into_iter().flatten().collect::<Vec<_>>().join(" ");
        Ok((part, Some(more)))
    }

    /// A part that is no file.
    fn value_part(
        &mut self,
        property: SchemaId,
        listed: Option<Vec<String>>,
        encoded: Option<FieldEncoding>,
        site: &Site,
    ) -> Result<FormPart, Fault> {
        let merged = self.types.merged(property)?;
        let text = merged.one_type() == Some(SimpleType::String) && merged.values.is_none();
        let styled = encoded.as_ref().is_some_and(|encoding| encoding.style.is_some());
        if let (Some(media_type), None, true, false) = (content_media_type(&merged), &listed, text, styled) {
            return Ok(FormPart::Text(media_type));
        }
        let content_type = value_type(listed.unwrap_or_default(), text);
        let encoding = encoded.map(|encoding| FieldEncoding { content_type, ..encoding });
        let encoding = encoding.filter(|encoding| encoding.content_type.is_some() || encoding.style.is_some());
        Ok(FormPart::Value(bare(self.types.ty(property, site)?), encoding))
    }

    /// The type of the branches of a choice that are no files.
    fn other_type(&mut self, property: SchemaId, others: Vec<SchemaId>, site: &Site) -> Result<Type, Fault> {
        if let [one] = others.as_slice() {
            return self.types.ty(*one, site).map(bare);
        }
        let words = self.types.names.words(property, &site.words);
        let parts = [property, property].into_iter().chain(others.iter().copied()).chain([property]).collect();
        let other = self.types.names.make(parts, words, |schemas| {
            let whole = schemas.schema(property);
            Schema { any_of: others, ..Schema::blank(whole.place.clone(), whole.pointer.clone(), None) }
        });
        self.types.ty(other, site).map(bare)
    }

    fn held(&mut self, schema: SchemaId, around: &mut Around<'_>, depth: usize) -> Result<Held, Fault> {
        if let Some(known) = around.found.get(&schema) {
            return Ok(known.clone());
        }
        around.found.insert(schema, Held::Value);
        let held = self.look_at(schema, around, depth)?;
        around.found.insert(schema, held.clone());
        Ok(held)
    }

    fn look_at(&mut self, schema: SchemaId, around: &mut Around<'_>, depth: usize) -> Result<Held, Fault> {
        let merged = self.types.merged(schema)?;
        if merged.null_only {
            return Ok(Held::Nothing);
        }
        if let Some(held) = self.one_file(schema, &merged, around.listed) {
            return Ok(held);
        }
        if depth >= DEPTH {
            return Ok(Held::Value);
        }
        if let (Some(SimpleType::Array), Some(items)) = (merged.one_type(), merged.items) {
            return Ok(match self.held(items, around, depth + 1)? {
                Held::File(types) | Held::Content(types) => Held::Files(types),
                Held::Mixed(types, _) => Held::MixedList(types),
                _ => Held::Value,
            });
        }
        match merged.groups.first() {
            Some(group) if merged.groups.len() == 1 && !merged.says_object() => {
                self.held_by_one_of(&group.branches, around, depth)
            }
            _ => Ok(Held::Value),
        }
    }

    /// What one of several schemas holds.
    fn held_by_one_of(&mut self, branches: &[SchemaId], around: &mut Around<'_>, depth: usize) -> Result<Held, Fault> {
        let (mut files, mut one, mut others, mut unwritten) = (Vec::new(), true, Vec::new(), Vec::new());
        for &branch in branches {
            match self.held(branch, around, depth + 1)? {
                Held::File(types) => files.push(types),
                Held::Files(types) => {
                    one = false;
                    files.push(types);
                }
                Held::Nothing => {}
                // Each part is one that the caller makes: that is a list of mixed ones, whatever else may be there.
                Held::MixedList(types) => return Ok(Held::MixedList(types)),
                Held::Mixed(types, more) => {
                    one = false;
                    files.push(types);
                    others.extend(more);
                }
                Held::Content(types) => unwritten = types,
                Held::Value => others.push(branch),
            }
        }
        if !unwritten.is_empty() {
            return Ok(if files.is_empty() { Held::Content(unwritten) } else { Held::MixedList(unwritten) });
        }
        if files.is_empty() {
            return Ok(Held::Value);
        }
        // Where one may be of any media type, so may all.
        let any = files.iter().any(Vec::is_empty);
        let types: IndexSet<String> = if any { IndexSet::new() } else { files.into_iter().flatten().collect() };
        let types = types.into_iter().collect();
        Ok(match (others.is_empty(), one) {
            (true, true) => Held::File(types),
            (true, false) => Held::Files(types),
            (false, _) => Held::Mixed(types, others),
        })
    }

    /// Bytes, text of a media type that is neither text nor JSON, or an object of one in which the client cannot write it: then the
    /// caller does. What has no type at all is bytes too (OpenAPI 3.1.1, "Encoding Object": its media type is
    /// `application/octet-stream`).
    fn one_file(&self, schema: SchemaId, merged: &Merged, listed: Option<&[String]>) -> Option<Held> {
        let own = content_media_type(merged);
        let types = || listed.map_or_else(|| own.iter().cloned().collect(), <[String]>::to_vec);
        let bytes = |media_type: &String| sort(media_type) == Sort::Bytes;
        let text = merged.one_type() == Some(SimpleType::String) && merged.values.is_none();
        if text && merged.format.as_deref() == Some("binary") {
            return Some(Held::File(types()));
        }
        let sorts: Vec<Sort> = listed.unwrap_or_default().iter().map(|one| sort(one)).collect();
        let plain = |sort: &Sort| matches!(sort, Sort::Any | Sort::Bytes);
        if merged.groups.is_empty() && self.types.names.meanings.schemas.says_nothing(schema) && sorts.iter().all(plain)
        {
            return Some(Held::File(types()));
        }
        let unwritten = |sort: &Sort| matches!(sort, Sort::Xml | Sort::Form | Sort::Multipart | Sort::Bytes);
        match merged.one_type() {
            Some(SimpleType::String) if text && listed.is_some_and(|listed| listed.iter().any(bytes)) => {
                Some(Held::File(types()))
            }
            Some(SimpleType::String) if text && listed.is_none() && own.as_ref().is_some_and(bytes) => {
                Some(Held::File(types()))
            }
            Some(SimpleType::Object) if !sorts.is_empty() && sorts.iter().all(unwritten) => {
                Some(Held::Content(types()))
            }
            None if merged.groups.is_empty() && sorts.contains(&Sort::Bytes) => Some(Held::File(types())),
            _ => None,
        }
    }

    /// The media types of `contentType`: one, or a list with commas.
    fn listed_media_types(&mut self, encoding: Option<&model::Encoding>, property: SchemaId) -> Option<Vec<String>> {
        let listed = encoding?.content_type.as_deref()?;
        let listed = listed.split(',').map(str::trim).filter(|one| !one.is_empty());
        let (fine, wrong): (Vec<&str>, Vec<&str>) = listed.partition(|one| is_sendable(one));
        for media_type in wrong {
            let message = format!("`{media_type}` is not a media type, and cannot be sent as one");
            let place = self.types.schema(property).place.clone();
            self.types.report(Diagnostic::error("lower::media-type", place, message));
        }
        Some(fine.into_iter().map(str::to_owned).collect()).filter(|listed: &Vec<String>| !listed.is_empty())
    }
}

/// A part of any name and content.
pub(super) fn anything() -> FormPart {
    FormPart::FilesOr(Vec::new(), Type::Json, None)
}

/// `contentMediaType` of a text that is not encoded (JSON Schema 2020-12 validation, section 8.4).
fn content_media_type(merged: &Merged) -> Option<String> {
    let rule =
        |keyword: &str| merged.rules.get(keyword).and_then(|said| said.last()).and_then(|(_, said)| said.as_str());
    let identity = |encoding: &str| ["binary", "7bit", "8bit"].contains(&encoding.to_ascii_lowercase().as_str());
    let plain = rule("contentEncoding").is_none_or(identity) && merged.format.as_deref() != Some("byte");
    rule("contentMediaType").filter(|said| plain && said.contains('/') && is_sendable(said)).map(str::to_owned)
}

/// Of the media types that a value may have, the one in which it is sent; a range says none.
fn value_type(listed: Vec<String>, text: bool) -> Option<String> {
    let concrete: Vec<String> = listed.into_iter().filter(|one| !is_range(one)).collect();
    let wanted = |one: &&String| if text { sort(one) == Sort::Text } else { is_json(one) };
    concrete.iter().find(wanted).or(concrete.first()).cloned()
}

/// A type without null: a part is there or not.
fn bare(ty: Type) -> Type {
    match ty {
        Type::Nullable(ty) => *ty,
        ty => ty,
    }
}

/// What a caller has to know about the media types of a file.
fn told(part: &FormPart) -> Option<String> {
    let (FormPart::File(types) | FormPart::Files(types) | FormPart::FilesOr(types, ..) | FormPart::Content(types)) =
        part
    else {
        return None;
    };
    let open = ["*/*", "application/*", "application/octet-stream"];
    let asks = types.len() > 1 || types.iter().any(|one| is_range(one));
    if !asks || types.iter().any(|one| open.contains(&one.to_ascii_lowercase().as_str())) {
        return None;
    }
    Some(format!("Set the media type with `Part::media_type`, to one of: `{}`.", types.join("`, `")))
}
