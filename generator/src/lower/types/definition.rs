//! The definitions of named types.

use serde_json::Value;

use super::Types;
use crate::config::{DeriveRule, Derived, Named};
use crate::diagnostic::{Diagnostic, nearest};
use crate::ir::{Docs, Field, Presence, Rest, Struct, Type, TypeDef, TypeShape};
use crate::lower::{Site, View, docs, numbered};
use crate::model::{Additional, Fault, LeftOut, Limit, Part, Schema, SchemaId};
use crate::names::{Claim, FieldName, FileName, ModuleName, Scope, TypeName};
use crate::schema::Merged;

impl Types<'_> {
    /// The definition of a named type. One whose schema contradicts itself or cannot be read is any JSON, and the report lists it.
    pub(super) fn define(&mut self, id: SchemaId, site: &Site, name: TypeName) -> TypeDef {
        let shape = self.shape(id, site).unwrap_or_else(|fault| {
            self.leave_out(id, fault);
            TypeShape::Alias(Type::Json)
        });
        self.note_unsupported(id);
        let deprecated = self.schema(id).deprecated;
        let mut docs = self.names.meanings.docs(id);
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

    /// Lists a component that has no type of its own.
    fn leave_out(&mut self, schema: SchemaId, fault: Fault) {
        let Some(name) = self.schema(schema).component.clone() else { return };
        let mut known = self.api.left_out.iter().chain(&self.notes.left_out);
        if !known.any(|one| one.kind == Part::Schema && one.name == name) {
            let at = self.schema(schema).place.clone();
            let left = LeftOut { kind: Part::Schema, name, at, code: fault.code, reason: fault.reason };
            self.notes.left_out.push(left);
        }
    }

    /// Notes the rules of derives that are about a schema, which has become this type.
    fn ask_derives(&mut self, id: SchemaId, module: Option<&ModuleName>, name: &TypeName) {
        let schema = self.names.meanings.schema(id);
        let is = |rule: &DeriveRule| match &rule.which {
            Derived::At(Named::Schema(component)) => schema.component.as_ref() == Some(component),
            Derived::At(Named::Inline(at)) => *at == schema.pointer,
            _ => false,
        };
        let rules = self.config.derives.iter().enumerate().filter(|(_, rule)| is(rule));
        self.notes.derives.extend(rules.map(|(index, _)| (index, module.cloned(), name.clone())));
    }

    /// The file of a type of `types`: that of the component that its schema stands in.
    pub(in crate::lower) fn file(&self, id: SchemaId, name: &TypeName) -> FileName {
        let schema = self.schema(id);
        if let Some(component) = &schema.component {
            return FileName::new(&self.names.component_words(component));
        }
        match schema.pointer.tokens() {
            [components, kind, owner, ..] if components == "components" && kind == "schemas" => {
                FileName::new(&self.names.component_words(owner))
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
        if let Some(inner) = self.names.meanings.schemas.wrapped(id) {
            return Ok(TypeShape::Alias(self.bare(inner, site)?));
        }
        let merged = self.merged(id)?;
        if let Some(ty) = self.plain(id, site)? {
            return Ok(TypeShape::Alias(ty));
        }
        if merged.values.is_some() {
            return self.names.meanings.enumeration_shape(id, &merged);
        }
        if let Some(shape) = self.names.meanings.described_shape(id, &merged) {
            return Ok(shape);
        }
        if self.names.meanings.is_union(&merged) {
            return self.union(id, site, &merged);
        }
        self.structure(id, site, &merged).map(TypeShape::Struct)
    }

    /// What the type does not express is told, not lost in silence.
    fn note_unsupported(&mut self, id: SchemaId) {
        let keywords = self.schema(id).unsupported.join("`, `");
        if !keywords.is_empty() {
            self.names.meanings.note(
                "lower::unsupported-keyword",
                id,
                format!("the type does not express `{keywords}`"),
            );
        }
    }

    fn structure(&mut self, id: SchemaId, site: &Site, merged: &Merged) -> Result<Struct, Fault> {
        let mut scope = Scope::default();
        let mut fields = Vec::new();
        for (wire, property) in self.shown(id, site.view, merged) {
            if let Some(field) = self.field(id, site, merged, wire, property, &mut scope)? {
                fields.push(field);
            }
        }
        fields.extend(self.fields_without_property(id, merged, &mut scope));
        let rest = match merged.additional {
            Additional::Of(value) => Some(self.mapped(id, value, site)?),
            Additional::Any => Some(Type::Json),
            Additional::Forbidden | Additional::Unsaid => None,
        };
        let name = |words: &str| FieldName::new(words);
        let rest = rest.map(|ty| Rest { name: scope.claim(name("rest"), [name("additional_properties")]).0, ty });
        Ok(Struct { fields, rest })
    }

    /// The properties that a view has: what is sent has none that is `readOnly`, unless it has no others. An object of nothing else,
    /// such as a reference with an id, is sent to say which one is meant.
    fn shown<'m>(&mut self, id: SchemaId, view: View, merged: &'m Merged) -> Vec<(&'m String, SchemaId)> {
        let is_hidden = |property: SchemaId| {
            let schema = self.schema(property);
            match view {
                View::Read => schema.write_only && !schema.read_only,
                View::Write | View::Patch => schema.read_only && !schema.write_only,
            }
        };
        let all = || merged.properties.iter().map(|(wire, property)| (wire, *property));
        let shown: Vec<_> = all().filter(|(_, property)| !is_hidden(*property)).collect();
        let is_open = matches!(merged.additional, Additional::Of(_) | Additional::Any);
        if view == View::Read || !shown.is_empty() || is_open || merged.properties.is_empty() {
            return shown;
        }
        let message = "all properties are `readOnly`: what is sent has them, because nothing would be left of it";
        self.names.meanings.note("lower::read-only-sent", id, message.to_owned());
        all().collect()
    }

    /// A field; `None` where it can never be there.
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
        let required = merged.required.contains(wire);
        if schema.never && !required {
            return Ok(None);
        }
        let (deprecated, place) = (schema.deprecated, schema.place.clone());
        let is_component = schema.component.is_some();
        let limits = self.merged(property).map(|merged| merged.limits.clone()).unwrap_or_default();
        let docs = if is_component { docs(&[]) } else { field_docs(self.schema(property), &limits) };
        let constant = self.constant(wire, property, required).unwrap_or_default();
        let ty = match constant {
            Some(_) => Type::Json,
            None => self.ty_or_json(property, &self.inner(id, site)),
        };
        let ty = if site.view == View::Patch && !required { ty.nullable() } else { ty };
        let first = FieldName::new(wire);
        let (name, claim) = scope.claim(first.clone(), []);
        if claim != Claim::First {
            self.report(numbered(&first, &name, place));
        }
        let presence = if required { Presence::Required } else { Presence::Optional };
        Ok(Some(Field { name, wire: wire.to_owned(), docs, ty, presence, deprecated, constant, only: None }))
    }

    /// The only value that a required property can have: a `const`, or the one value of a property that tells
    /// schemas apart.
    fn constant(&mut self, wire: &str, property: SchemaId, required: bool) -> Result<Option<Value>, Fault> {
        if !required || self.names.meanings.schemas.allows_null(property) {
            return Ok(None);
        }
        let merged = self.merged(property)?;
        let one = merged.values.as_deref().and_then(|values| if let [one] = values { Some(one.clone()) } else { None });
        Ok(one.filter(|value| merged.constant || self.names.meanings.is_tag(wire) && value.is_string()))
    }

    /// Fields of any JSON for names of `required` that no property has (JSON Schema 2020-12 validation, section 6.5.3): a body
    /// without them would be refused. They are optional, because servers leave them out as their documents do.
    fn fields_without_property(&mut self, id: SchemaId, merged: &Merged, scope: &mut Scope) -> Vec<Field> {
        if merged.properties.is_empty() {
            return Vec::new();
        }
        let missing: Vec<&str> =
            merged.required.iter().filter(|wire| !merged.properties.contains_key(*wire)).map(String::as_str).collect();
        let is_own = |types: &Self, wire| merged.additional == Additional::Unsaid && !types.names.meanings.is_tag(wire);
        // So many names are not misspelt, and a line for each would tell nothing.
        if missing.len() * merged.properties.len() > COMPARED {
            let (shown, more) = missing.split_at(missing.len().min(SHOWN));
            let message =
                format!("`required` names `{}`, and {} more, which are no properties", shown.join("`, `"), more.len());
            self.names.meanings.warn("schema::unknown-required", id, message);
            let own = missing.into_iter().filter(|wire| is_own(self, wire));
            return own.map(|wire| field_of_any_json(wire, scope)).collect();
        }
        let optional = || merged.properties.keys().filter(|key| !merged.required.contains(*key)).map(String::as_str);
        let mut fields = Vec::new();
        for wire in missing {
            let near = nearest(wire, optional());
            let is_own = near.is_none() && is_own(self, wire);
            let help = match near {
                Some(near) => format!("did you mean `{near}`? The requirement is ignored."),
                None if is_own => "its field is optional, and any JSON: describe the property.".to_owned(),
                None => "describe the property. The requirement is ignored.".to_owned(),
            };
            let message = format!("`required` names `{wire}`, which is not a property");
            let place = self.schema(id).place.clone();
            self.report(Diagnostic::warning("schema::unknown-required", place, message).help(help));
            fields.extend(is_own.then(|| field_of_any_json(wire, scope)));
        }
        fields
    }
}

/// How many names of `required` and of properties are compared with each other in one schema.
const COMPARED: usize = 20_000;

/// How many names are shown of more than that.
const SHOWN: usize = 3;

/// A field for a property that the schema requires and does not describe.
fn field_of_any_json(wire: &str, scope: &mut Scope) -> Field {
    Field {
        name: scope.claim(FieldName::new(wire), []).0,
        wire: wire.to_owned(),
        docs: docs(&[Some("The schema requires this property, and does not describe it.")]),
        ty: Type::Json,
        presence: Presence::Optional,
        deprecated: false,
        constant: None,
        only: None,
    }
}

/// Prose, limits (those of its whole `allOf`) and default of a property.
pub(in crate::lower) fn field_docs(schema: &Schema, limits: &[Limit]) -> Docs {
    let bounds = (!limits.is_empty()).then(|| {
        let words: Vec<String> = limits.iter().map(|limit| crate::docs::inline(&limit.to_string())).collect();
        format!("Allowed: {}.", words.join(", "))
    });
    let default = schema.default.as_ref().filter(|value| !value.is_null());
    let default = default.map(|value| format!("Default: {}.", crate::docs::code(&value.to_string())));
    let mut docs = docs(&[schema.description.as_deref().or(schema.title.as_deref())]);
    let facts: Vec<String> = bounds.into_iter().chain(default).collect();
    if !facts.is_empty() {
        docs.0.extend((!docs.0.is_empty()).then(String::new));
        docs.0.push(facts.join(" "));
    }
    docs
}
