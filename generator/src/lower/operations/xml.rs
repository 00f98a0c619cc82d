//! How types are written in XML (OpenAPI 3.1.1, "XML Object"): a table beside the type, which itself stays what it is in JSON.

use std::collections::HashMap;

use super::Operations;
use crate::diagnostic::Diagnostic;
use crate::ir::{Type, XmlContent, XmlField, XmlId, XmlNode, XmlObject, XmlPlace, XmlShape, XmlTable};
use crate::lower::Site;
use crate::lower::naming::Names;
use crate::model::{Additional, Fault, MediaType, SchemaId, SimpleType, Xml, XmlKind};
use crate::names::{ConstName, Scope};

/// How deep lists and maps may nest without an object between them.
const DEPTH: usize = 50;

/// Why something cannot be written in XML: the schema, and the reason.
type Inexpressible = (SchemaId, String);

/// The tables of XML: their names, those of objects, and those that are still to be made.
#[derive(Default)]
pub(super) struct Tables {
    pub(super) tables: Vec<XmlTable>,
    names: Scope,
    objects: HashMap<SchemaId, XmlId>,
    queue: Vec<(XmlId, SchemaId)>,
}

impl Tables {
    /// Drops the tables behind the first ones, and with them those that wait.
    fn truncate(&mut self, tables: usize) {
        self.tables.truncate(tables);
        self.queue.clear();
        self.objects.retain(|_, table| table.0 < tables);
    }
}

impl Operations<'_, '_> {
    /// The type of a body in XML and its outermost element; `None`: it is text. `any_name`: where the document does not name the
    /// element, it may have any name.
    pub(super) fn xml_type(&mut self, content: &MediaType, site: &Site, any_name: bool) -> Option<(Type, XmlId)> {
        let schema = content.schema?;
        let names = &mut self.types.names;
        // A schema that contradicts itself or cannot be read is reported.
        if (Writing { xml: &mut self.xml, names, site }).is_any(schema).unwrap_or(true) {
            return None;
        }
        let ty = self.types.ty(schema, site).ok()?;
        let tables = self.xml.tables.len();
        let root = Writing { xml: &mut self.xml, names: &mut self.types.names, site }.root(schema, any_name);
        match root {
            Ok(root) => Some((ty, root)),
            Err((at, reason)) => {
                self.xml.truncate(tables);
                let place = self.types.schema(at).place.clone();
                let message = format!("XML cannot say this: {reason}; the body is taken as text");
                let told = Diagnostic::warning("lower::xml", place, message);
                self.types.report(told.related(content.place.clone(), "the body is here"));
                None
            }
        }
    }
}

/// A body that is written in XML.
struct Writing<'w, 'a> {
    xml: &'w mut Tables,
    names: &'w mut Names<'a>,
    site: &'w Site,
}

impl Writing<'_, '_> {
    /// Whether nothing is known of a body but that it is XML: then it is text that the caller reads and writes.
    fn is_any(&mut self, id: SchemaId) -> Result<bool, Fault> {
        let merged = self.names.meanings.merged(id)?;
        if merged.values.is_some() || self.names.meanings.is_union(&merged) || self.said(id, 0).name.is_some() {
            return Ok(false);
        }
        Ok(match merged.one_type() {
            None | Some(SimpleType::String) => true,
            Some(SimpleType::Object) => {
                let free = merged.properties.is_empty() && !matches!(merged.additional, Additional::Of(_));
                free && self.names.meanings.schema(id).component.is_none()
            }
            Some(_) => false,
        })
    }

    pub(super) fn root(&mut self, schema: SchemaId, any_name: bool) -> Result<XmlId, Inexpressible> {
        let component = self.names.meanings.schema(schema).component.clone().unwrap_or_default();
        let node = self.node(schema, &component, 0)?;
        if node.name.is_empty() && !any_name {
            return Err((schema, "the outermost element has no name; give it one with `xml: {name: …}`".to_owned()));
        }
        while let Some((id, schema)) = self.xml.queue.pop() {
            let object = self.object(schema)?;
            let table = self.xml.tables.get_mut(id.0).expect("the queue holds issued tables");
            table.shape = XmlShape::Object(object);
        }
        let shape = XmlShape::Root(node);
        if let Some(known) = self.xml.tables.iter().position(|table| table.shape == shape) {
            return Ok(XmlId(known));
        }
        let words = format!("{} root", self.names.words(schema, &self.site.words));
        Ok(self.table(&words, shape))
    }

    fn table(&mut self, words: &str, shape: XmlShape) -> XmlId {
        let (name, _) = self.xml.names.claim(ConstName::new(words), []);
        self.xml.tables.push(XmlTable { name, shape });
        XmlId(self.xml.tables.len() - 1)
    }

    /// A schema as an element or attribute, which is called `name` unless it says itself how.
    fn node(&mut self, id: SchemaId, name: &str, depth: usize) -> Result<XmlNode, Inexpressible> {
        if depth > DEPTH {
            return Err((id, format!("lists and maps nest deeper than {DEPTH}")));
        }
        let xml = self.said(id, 0);
        let said = xml.name.as_deref().filter(|name| !name.is_empty()).unwrap_or(name);
        // `p:name` is how XML itself writes a prefix.
        let (prefix, name) = match (&xml.prefix, said.split_once(':')) {
            (None, Some((prefix, name))) => (Some(prefix.to_owned()), name.to_owned()),
            (prefix, _) => (prefix.clone(), said.to_owned()),
        };
        for part in prefix.iter().chain([&name]) {
            // An outermost element without a name, and with it the items of a list that it is, may have any when read.
            if !is_name(part) && !said.is_empty() {
                return Err((id, format!("`{part}` cannot be a name there")));
            }
        }
        let namespace = xml.namespace.clone().filter(|namespace| !namespace.is_empty());
        let content = self.content(id, &xml, &name, depth)?;
        Ok(XmlNode { name, namespace, prefix, content })
    }

    /// What a schema says, over what the schema says that it only wraps.
    fn said(&self, id: SchemaId, depth: usize) -> Xml {
        let own = self.names.meanings.schema(id).xml.clone();
        let Some(inner) = self.names.meanings.schemas.wrapped(id).filter(|_| depth < DEPTH) else { return own };
        let inner = self.said(inner, depth + 1);
        Xml {
            name: own.name.or(inner.name),
            namespace: own.namespace.or(inner.namespace),
            prefix: own.prefix.or(inner.prefix),
            node: own.node.or(inner.node),
            wrapped: own.wrapped.or(inner.wrapped),
        }
    }

    fn content(&mut self, id: SchemaId, xml: &Xml, name: &str, depth: usize) -> Result<XmlContent, Inexpressible> {
        let merged = self.names.meanings.merged(id).map_err(|fault| (id, fault.reason))?;
        if let Some(inner) = self.names.meanings.schemas.wrapped(id).filter(|_| depth < DEPTH) {
            return self.content(inner, xml, name, depth + 1);
        }
        if let Some(values) = &merged.values {
            let kinds = [
                (XmlContent::Text, values.iter().all(serde_json::Value::is_string)),
                (XmlContent::Number, values.iter().all(serde_json::Value::is_number)),
                (XmlContent::Boolean, values.iter().all(serde_json::Value::is_boolean)),
            ];
            let kind = kinds.into_iter().find(|(_, all)| *all).map(|(kind, _)| kind);
            return kind.ok_or_else(|| (id, "values of several types look alike as text".to_owned()));
        }
        if self.names.meanings.is_union(&merged) || self.names.meanings.family(id).is_some() {
            return Ok(XmlContent::Object(self.object_of(id)));
        }
        Ok(match merged.one_type() {
            None => XmlContent::Any,
            Some(SimpleType::Boolean) => XmlContent::Boolean,
            Some(SimpleType::Integer | SimpleType::Number) => XmlContent::Number,
            Some(SimpleType::String) => XmlContent::Text,
            Some(SimpleType::Array) if !merged.prefix_items.is_empty() => {
                return Err((id, "a tuple has no defined elements".to_owned()));
            }
            Some(SimpleType::Array) => {
                let item = match merged.items {
                    Some(items) if name.is_empty() => {
                        let component = self.names.meanings.schema(items).component.clone().unwrap_or_default();
                        self.node(items, &component, depth + 1)?
                    }
                    Some(items) => self.node(items, name, depth + 1)?,
                    None => any(name),
                };
                XmlContent::List { wrapped: xml.wrapped == Some(true), item: Box::new(item) }
            }
            Some(SimpleType::Object) if !merged.properties.is_empty() => XmlContent::Object(self.object_of(id)),
            Some(SimpleType::Object) => XmlContent::Map(Box::new(match merged.additional {
                Additional::Of(value) => self.node(value, "value", depth + 1)?,
                _ => any("value"),
            })),
        })
    }

    /// The table of an object, which is made later: objects can hold themselves.
    fn object_of(&mut self, id: SchemaId) -> XmlId {
        if let Some(&known) = self.xml.objects.get(&id) {
            return known;
        }
        let words = self.names.words(id, &self.site.words);
        let table = self.table(&words, XmlShape::Object(XmlObject::default()));
        self.xml.objects.insert(id, table);
        self.xml.queue.push((table, id));
        table
    }

    /// The properties of an object, or those of all objects that it can be.
    fn object(&mut self, id: SchemaId) -> Result<XmlObject, Inexpressible> {
        let mut object = XmlObject::default();
        for member in self.members(id)? {
            let merged = self.names.meanings.merged(member).map_err(|fault| (member, fault.reason))?;
            for (key, &property) in &merged.properties {
                let (place, node) = self.property(key, property)?;
                let required = merged.required.contains(key);
                self.add(&mut object, property, XmlField { key: key.clone(), place, required, node })?;
            }
            if let Additional::Of(value) = merged.additional {
                object.rest = Some(self.node(value, "value", 1)?);
            } else if merged.additional == Additional::Any {
                object.rest = Some(any("value"));
            }
        }
        Ok(object)
    }

    fn add(&mut self, object: &mut XmlObject, id: SchemaId, field: XmlField) -> Result<(), Inexpressible> {
        match object.fields.iter_mut().find(|known| known.key == field.key) {
            Some(known) if (known.place, &known.node) == (field.place, &field.node) => {
                known.required |= field.required;
                return Ok(());
            }
            Some(_) => return Err((id, format!("`{}` is written in several ways", field.key))),
            None => {}
        }
        let slot = |field: &XmlField| (field.place, element_name(&field.node).to_owned());
        if let Some(other) = object.fields.iter().find(|known| slot(known) == slot(&field)) {
            return Err((id, format!("`{}` and `{}` have one name", other.key, field.key)));
        }
        object.fields.push(field);
        Ok(())
    }

    /// An object itself, or every object that a choice can be.
    fn members(&mut self, id: SchemaId) -> Result<Vec<SchemaId>, Inexpressible> {
        let (mut members, mut queue) = (Vec::new(), vec![id]);
        while let Some(one) = queue.pop() {
            if members.contains(&one) {
                continue;
            }
            let merged = self.names.meanings.merged(one).map_err(|fault| (one, fault.reason))?;
            if merged.null_only {
                continue;
            }
            let choice = self.names.meanings.is_union(&merged)
                || self.names.meanings.schemas.wrapped(one).is_some()
                || self.names.meanings.family(one).is_some();
            if !choice && merged.one_type() != Some(SimpleType::Object) {
                return Err((one, "a choice that is not between objects looks alike as text".to_owned()));
            }
            if merged.groups.is_empty() && self.names.meanings.is_union(&merged) {
                return Err((one, "several types look alike as text".to_owned()));
            }
            if choice {
                queue.extend(merged.groups.iter().flat_map(|group| group.branches.iter().copied()));
            }
            queue.extend(self.names.meanings.family(one).into_iter().flat_map(|family| &family.members));
            members.push(one);
        }
        Ok(members)
    }

    fn property(&mut self, key: &str, id: SchemaId) -> Result<(XmlPlace, XmlNode), Inexpressible> {
        let xml = self.said(id, 0);
        let node = self.node(id, key, 1)?;
        if node.name.is_empty() {
            return Err((id, "a property without a name has no element".to_owned()));
        }
        let is_text = matches!(node.content, XmlContent::Text | XmlContent::Number | XmlContent::Boolean);
        let unwrapped = matches!(node.content, XmlContent::List { wrapped: false, .. });
        let place = match xml.node {
            None | Some(XmlKind::Element) => XmlPlace::Element,
            Some(XmlKind::Attribute) => XmlPlace::Attribute,
            Some(XmlKind::Text) => XmlPlace::Text,
            Some(XmlKind::Inside) if unwrapped => XmlPlace::Element,
            Some(XmlKind::Inside) => XmlPlace::Text,
        };
        if place != XmlPlace::Element && !is_text {
            return Err((id, format!("`{key}` is no element, but more than one text")));
        }
        if place == XmlPlace::Attribute && node.namespace.is_some() && node.prefix.is_none() {
            self.names.meanings.note(
                "lower::xml-attribute-namespace",
                id,
                "an attribute without a prefix is in no namespace",
            );
        }
        Ok((place, node))
    }
}

fn any(name: &str) -> XmlNode {
    XmlNode { name: name.to_owned(), namespace: None, prefix: None, content: XmlContent::Any }
}

/// The element that a property is found by.
fn element_name(node: &XmlNode) -> &str {
    match &node.content {
        XmlContent::List { wrapped: false, item } => &item.name,
        _ => &node.name,
    }
}

/// Whether a text can be the name of an element without its prefix, as the runtime checks it again for keys of maps.
fn is_name(text: &str) -> bool {
    text.starts_with(|c: char| c.is_alphabetic() || c == '_')
        && text.chars().all(|c| c.is_alphanumeric() || "_-.".contains(c))
}
