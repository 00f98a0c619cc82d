//! Schemas → types: which are named, and what each is.

use serde_json::Value;

use super::{Fault, Lower, Site, View, docs, inline_spellings, scalars};
use crate::diagnostic::Diagnostic;
use crate::ir::{Field, Presence, Rest, Struct, Type, TypeDef, TypeId, TypeShape};
use crate::model::{Additional, Schema, SchemaId, SimpleType};
use crate::names::{FieldName, FileName, Scope, TypeName};
use crate::schema::Merged;

/// How many items a tuple may have: as many as the runtime decodes.
const TUPLE: usize = 12;

impl Lower<'_> {
    /// The type of a schema at a place that needs it.
    pub(crate) fn ty(&mut self, id: SchemaId, site: &Site) -> Result<Type, Fault> {
        let bare = self.bare(id, site)?;
        Ok(if self.schemas.allows_null(id) { bare.nullable() } else { bare })
    }

    /// The type of a schema; any JSON where it contradicts itself or cannot be read, which is reported: whatever is right can be
    /// sent and received so.
    pub(crate) fn ty_or_json(&mut self, id: SchemaId, site: &Site) -> Type {
        self.ty(id, site).unwrap_or(Type::Json)
    }

    /// The type without null.
    fn bare(&mut self, id: SchemaId, site: &Site) -> Result<Type, Fault> {
        if !self.component_names.contains_key(&id)
            && let Some(replaced) = self.replaced(id)
        {
            return Ok(replaced);
        }
        if let Some(invalid) = &self.schema(id).invalid {
            return Err(invalid.clone());
        }
        // What leads back to itself needs a name even where it is only a list.
        if self.inside.contains(&id) {
            self.recursive.insert(id);
        }
        if self.component_names.contains_key(&id) || self.recursive.contains(&id) {
            return Ok(Type::Named(self.named(id, site)));
        }
        self.inside.push(id);
        let bare = match self.schemas.wrapped(id) {
            Some(inner) => self.bare(inner, site),
            None => match self.plain(id, site) {
                Ok(Some(ty)) => Ok(ty),
                Ok(None) => Ok(Type::Named(self.named(id, site))),
                Err(fault) => Err(fault),
            },
        };
        self.inside.pop();
        bare
    }

    /// The type that a schema's own keywords say; `None`: one that needs a definition, and so a name.
    fn plain(&mut self, id: SchemaId, site: &Site) -> Result<Option<Type>, Fault> {
        let merged = self.merged(id)?;
        if merged.never {
            return Err(self.fault("lower::never", id, "no value satisfies this schema"));
        }
        if merged.null_only {
            return Ok(Some(Type::Null));
        }
        if merged.values.is_some() {
            return Ok(match self.enumeration(id, &merged) {
                super::enums::Enumerated::Bool => Some(Type::Bool),
                super::enums::Enumerated::Json => Some(Type::Json),
                super::enums::Enumerated::Open(..) => None,
            });
        }
        if self.is_union(&merged) || self.described(id, &merged).is_some() {
            return Ok(None);
        }
        self.by_type(id, site, &merged)
    }

    fn by_type(&mut self, id: SchemaId, site: &Site, merged: &Merged) -> Result<Option<Type>, Fault> {
        let format = merged.format.as_deref();
        if let Some(replaced) = self.replaced_format(format, merged.one_type()) {
            return Ok(Some(replaced));
        }
        Ok(Some(match merged.one_type() {
            None => Type::Json,
            Some(SimpleType::Boolean) => Type::Bool,
            Some(SimpleType::Integer) => scalars::integer(format, &merged.limits),
            Some(SimpleType::Number) => scalars::number(format, &merged.limits),
            Some(SimpleType::String) => scalars::string(format, &self.config.types),
            Some(SimpleType::Array) => self.array(id, site, merged)?,
            Some(SimpleType::Object) if !merged.properties.is_empty() || merged.additional == Additional::Forbidden => {
                return Ok(None);
            }
            Some(SimpleType::Object) => match merged.additional {
                Additional::Of(value) => Type::Map(Box::new(self.mapped(id, value, site)?)),
                _ => Type::JsonObject,
            },
        }))
    }

    /// The values of a map.
    fn mapped(&mut self, id: SchemaId, value: SchemaId, site: &Site) -> Result<Type, Fault> {
        let ty = self.ty_or_json(value, &self.inner(id, site));
        Ok(if site.view == View::Patch { ty.nullable() } else { ty })
    }

    fn array(&mut self, id: SchemaId, site: &Site, merged: &Merged) -> Result<Type, Fault> {
        let mut inner = self.inner(id, site);
        if inner.view == View::Patch {
            inner.view = View::Write;
        }
        if !merged.prefix_items.is_empty() {
            return self.tuple(id, &inner, merged);
        }
        Ok(Type::List(Box::new(match merged.items {
            Some(items) => self.ty_or_json(items, &inner),
            None => Type::Json,
        })))
    }

    /// A list of fixed types; one that may go on, or be shorter, is a list of JSON.
    fn tuple(&mut self, id: SchemaId, site: &Site, merged: &Merged) -> Result<Type, Fault> {
        if !merged.closed || merged.prefix_items.len() > TUPLE {
            self.note("lower::open-tuple", id, "a tuple that may go on behind its `prefixItems` is a list of JSON");
            return Ok(Type::List(Box::new(Type::Json)));
        }
        let items = merged.prefix_items.iter().map(|&item| self.ty_or_json(item, site));
        Ok(Type::Tuple(items.collect()))
    }

    /// The place of what stands inside a schema.
    pub(crate) fn inner(&self, id: SchemaId, site: &Site) -> Site {
        let module = if self.stands_in_types(id) { None } else { site.module.clone() };
        Site { module, words: site.words.clone(), param: site.param.clone(), view: site.view }
    }

    fn stands_in_types(&self, id: SchemaId) -> bool {
        self.schema(id).pointer.tokens().first().is_some_and(|token| token == "components")
    }

    fn stands_in_schemas(&self, id: SchemaId) -> bool {
        matches!(self.schema(id).pointer.tokens(), [components, schemas, ..] if components == "components" && schemas == "schemas")
    }

    /// The named type of a schema; its definition is made later.
    pub(crate) fn named(&mut self, id: SchemaId, site: &Site) -> TypeId {
        let view = self.view(id, site.view);
        if let Some(&known) = self.by_schema.get(&(id, view)) {
            return known;
        }
        let site = Site { view, ..self.inner(id, site) };
        let name = self.type_name(id, &site);
        if let Some(short) = self.short_name(id, &site) {
            self.short.insert((site.module.clone(), name.clone()), short);
        }
        let type_id = TypeId(self.slots.len());
        self.by_schema.insert((id, view), type_id);
        self.slots.push(super::Slot { schema: id, site, name, made: None });
        self.queue.push_back(type_id);
        type_id
    }

    /// The view in which a schema is named: its own only where it differs from that of responses.
    fn view(&mut self, id: SchemaId, view: View) -> View {
        let differs = self.views.differ(id, self.schemas.synthetic());
        match view {
            View::Patch if self.is_patched(id) => View::Patch,
            View::Patch | View::Write if differs => View::Write,
            _ => View::Read,
        }
    }

    /// Whether a merge patch goes into the values of a schema: into objects, not into lists, which it replaces as a whole.
    fn is_patched(&mut self, id: SchemaId) -> bool {
        self.merged(id).is_ok_and(|merged| merged.one_type() == Some(SimpleType::Object) && merged.groups.is_empty())
            || self.schemas.wrapped(id).is_some_and(|inner| self.is_patched(inner))
    }

    fn type_name(&mut self, id: SchemaId, site: &Site) -> TypeName {
        let key = self.schema(id).pointer.to_string();
        let component = self.component_names.get(&id).cloned();
        let words = match &component {
            Some(name) => name.to_string(),
            None => self.rules.rename(&key).unwrap_or_else(|| {
                let words = self.words(id, &site.words);
                let (rewritten, pattern) = self.rules.type_name(TypeName::new(&words).as_str());
                if pattern.is_some() { rewritten } else { words }
            }),
        };
        let module = site.module.as_ref();
        match (component, site.view) {
            (Some(name), View::Read) => name,
            (None, View::Read) => {
                let (first, others) = inline_spellings(&words);
                self.claim(module, id, first, others)
            }
            // What stands in one place has one view.
            (None, View::Write | View::Patch) if !self.stands_in_schemas(id) => {
                let (first, others) = inline_spellings(&words);
                self.claim(module, id, first, others)
            }
            (_, View::Write) => {
                let name = |suffix| TypeName::of(&[words.as_str(), suffix]);
                self.claim(module, id, name("request"), vec![name("input"), name("write")])
            }
            (_, View::Patch) => {
                let name = |suffix| TypeName::of(&[words.as_str(), suffix]);
                let says = TypeName::new(&words).as_str().ends_with("Patch");
                let first = if says { name("request") } else { name("patch") };
                self.claim(module, id, first, vec![name("merge patch")])
            }
        }
    }

    /// The definition of a named type. One whose schema contradicts itself or cannot be read is any JSON, and the report lists it.
    pub(crate) fn define(&mut self, id: SchemaId, site: &Site, name: TypeName) -> TypeDef {
        let shape = self.shape(id, site).unwrap_or_else(|fault| {
            self.leave_out_schema(id, fault);
            TypeShape::Alias(Type::Json)
        });
        self.note_unsupported(id);
        let deprecated = self.schema(id).deprecated;
        let mut docs = self.docs(id);
        if site.view == View::Patch {
            let merge = "A merge patch (RFC 7396): what is `None` stays as it is, what is `Some(None)` is removed.";
            let gap = (!docs.0.is_empty()).then(String::new);
            docs.0.extend(gap.into_iter().chain([merge.to_owned()]));
        }
        let (module, component) = (site.module.clone(), self.schema(id).component.clone());
        self.ask_derives(id, module.as_ref(), &name);
        let file = module.is_none().then(|| self.file(id, &name));
        let (place, pointer) = (self.schema(id).place.clone(), self.schema(id).pointer.clone());
        let def = TypeDef {
            module,
            file,
            component,
            name,
            docs,
            deprecated,
            sent: false,
            received: false,
            test_default: None,
            required: None,
            derives: Vec::new(),
            feature: None,
            shape,
        };
        self.afforded(def, &place, &pointer)
    }

    /// The file of a type of `types`: that of the component that its schema stands in.
    pub(super) fn file(&self, id: SchemaId, name: &TypeName) -> FileName {
        let schema = self.schema(id);
        if let Some(component) = &schema.component {
            return FileName::new(&self.component_words(component));
        }
        match schema.pointer.tokens() {
            [components, kind, owner, ..] if components == "components" && kind == "schemas" => {
                FileName::new(&self.component_words(owner))
            }
            [components, _, owner, ..] if components == "components" => FileName::new(owner),
            _ => FileName::new(name.as_str()),
        }
    }

    fn shape(&mut self, id: SchemaId, site: &Site) -> Result<TypeShape, Fault> {
        if let Some(replaced) = self.replaced(id) {
            return Ok(TypeShape::Alias(replaced));
        }
        if let Some(invalid) = &self.schema(id).invalid {
            return Err(invalid.clone());
        }
        if let Some(union) = self.subtype_union(id, site)? {
            return Ok(union);
        }
        if let Some(inner) = self.schemas.wrapped(id) {
            return Ok(TypeShape::Alias(self.bare(inner, site)?));
        }
        let merged = self.merged(id)?;
        if let Some(ty) = self.plain(id, site)? {
            return Ok(TypeShape::Alias(ty));
        }
        if merged.values.is_some() {
            return self.enumeration_shape(id, &merged);
        }
        if let Some(shape) = self.described_shape(id, &merged) {
            return Ok(shape);
        }
        if self.is_union(&merged) {
            return self.union(id, site, &merged);
        }
        self.structure(id, site, &merged).map(TypeShape::Struct)
    }

    /// What the type does not express is told, not lost in silence.
    fn note_unsupported(&mut self, id: SchemaId) {
        let keywords = self.schema(id).unsupported.join("`, `");
        if !keywords.is_empty() {
            self.note("lower::unsupported-keyword", id, format!("the type does not express `{keywords}`"));
        }
    }

    fn structure(&mut self, id: SchemaId, site: &Site, merged: &Merged) -> Result<Struct, Fault> {
        let mut scope = Scope::default();
        let mut fields = Vec::new();
        for (wire, &property) in &merged.properties {
            if let Some(field) = self.field(id, site, merged, wire, property, &mut scope)? {
                fields.push(field);
            }
        }
        self.check_required(id, merged);
        let rest = match merged.additional {
            Additional::Of(value) => Some(self.mapped(id, value, site)?),
            Additional::Any => Some(Type::Json),
            Additional::Forbidden | Additional::Unsaid => None,
        };
        let name = |words: &str| FieldName::new(words);
        let rest = rest.map(|ty| Rest { name: scope.claim(name("rest"), [name("additional_properties")]).0, ty });
        Ok(Struct { fields, rest })
    }

    /// A field; `None` where the view does not have it, or where it can never be there.
    fn field(
        &mut self,
        id: SchemaId,
        site: &Site,
        merged: &Merged,
        wire: &str,
        property: SchemaId,
        scope: &mut Scope,
    ) -> Result<Option<Field>, Fault> {
        let schema = self.schema(property);
        let hidden = match site.view {
            View::Read => schema.write_only && !schema.read_only,
            View::Write | View::Patch => schema.read_only && !schema.write_only,
        };
        let required = merged.required.contains(wire);
        if hidden || schema.never && !required {
            return Ok(None);
        }
        let (deprecated, place) = (schema.deprecated, schema.place.clone());
        let docs = if schema.component.is_some() { docs(&[]) } else { field_docs(schema) };
        let constant = self.constant(wire, property, required).unwrap_or_default();
        let ty = match constant {
            Some(_) => Type::Json,
            None => self.ty_or_json(property, &self.inner(id, site)),
        };
        let ty = if site.view == View::Patch && !required { ty.nullable() } else { ty };
        let first = FieldName::new(wire);
        let (name, claim) = scope.claim(first.clone(), []);
        if claim != crate::names::Claim::First {
            self.diagnostics.push(super::numbered(&first, &name, place));
        }
        let presence = if required { Presence::Required } else { Presence::Optional };
        Ok(Some(Field { name, wire: wire.to_owned(), docs, ty, presence, deprecated, constant }))
    }

    /// The only value that a required property can have: a `const`, or the one value of a property that tells
    /// schemas apart.
    fn constant(&mut self, wire: &str, property: SchemaId, required: bool) -> Result<Option<Value>, Fault> {
        if !required || self.schemas.allows_null(property) {
            return Ok(None);
        }
        let merged = self.merged(property)?;
        let one = merged.values.as_deref().and_then(|values| if let [one] = values { Some(one.clone()) } else { None });
        Ok(one.filter(|value| merged.constant || self.tags.contains(wire) && value.is_string()))
    }

    fn check_required(&mut self, id: SchemaId, merged: &Merged) {
        let missing: Vec<&String> =
            merged.required.iter().filter(|key| !merged.properties.contains_key(*key)).collect();
        if merged.properties.is_empty() {
            return;
        }
        for key in missing {
            let message = format!("`required` names `{key}`, which is not a property");
            let place = self.schema(id).place.clone();
            self.diagnostics.push(Diagnostic::warning("schema::unknown-required", place, message));
        }
    }
}

/// Prose, bounds and default of a property.
pub(crate) fn field_docs(schema: &Schema) -> crate::ir::Docs {
    let bounds = (!schema.limits.is_empty()).then(|| {
        let words: Vec<String> = schema.limits.iter().map(|limit| crate::docs::inline(&limit.to_string())).collect();
        format!("Allowed: {}.", words.join(", "))
    });
    let default = schema.default.as_ref().filter(|value| !value.is_null());
    let default = default.map(|value| format!("Default: {}.", crate::docs::code(&value.to_string())));
    let mut docs = docs(&[schema.description.as_deref().or(schema.title.as_deref())]);
    for line in bounds.into_iter().chain(default) {
        if !docs.0.is_empty() {
            docs.0.push(String::new());
        }
        docs.0.push(line);
    }
    docs
}
