//! How types are written in XML (OpenAPI 3.1.1, "XML Object"): a table beside the type, which itself stays what it is in JSON.

use super::{Fault, Lower, Site};
use crate::diagnostic::Diagnostic;
use crate::ir::{Type, XmlContent, XmlField, XmlId, XmlNode, XmlObject, XmlPlace, XmlShape, XmlTable};
use crate::model::{Additional, MediaType, SchemaId, SimpleType, Xml, XmlKind};
use crate::names::ConstName;

/// How deep lists and maps may nest without an object between them.
const DEPTH: usize = 50;

/// Why something cannot be written in XML: the schema, and the reason.
type Inexpressible = (SchemaId, String);

impl Lower<'_> {
    /// The type of a body in XML and its outermost element; `None`: it is text. `any_name`: where the document does not name the
    /// element, it may have any name.
    ///
    pub(super) fn xml_type(&mut self, content: &MediaType, site: &Site, any_name: bool) -> Option<(Type, XmlId)> {
        let schema = content.schema?;
        // A schema that contradicts itself or cannot be read is reported.
        if self.is_any_xml(schema).unwrap_or(true) {
            return None;
        }
        let ty = self.ty(schema, site).ok()?;
        let tables = self.client.xml.len();
        match self.xml_root(schema, site, any_name) {
            Ok(root) => Some((ty, root)),
            Err((at, reason)) => {
                // Tables that were begun for it are of no use, and those that wait are among them.
                self.client.xml.truncate(tables);
                self.xml_queue.clear();
                self.xml_objects.retain(|_, table| table.0 < tables);
                let place = self.schema(at).place.clone();
                let message = format!("XML cannot say this: {reason}; the body is taken as text");
                let told = Diagnostic::warning("lower::xml", place, message);
                self.diagnostics.push(told.related(content.place.clone(), "the body is here"));
                None
            }
        }
    }

    /// Whether nothing is known of a body but that it is XML: then it is text that the caller reads and writes.
    fn is_any_xml(&mut self, id: SchemaId) -> Result<bool, Fault> {
        let merged = self.merged(id)?;
        if merged.values.is_some() || self.is_union(&merged) || self.xml_of(id, 0).name.is_some() {
            return Ok(false);
        }
        Ok(match merged.one_type() {
            None | Some(SimpleType::String) => true,
            Some(SimpleType::Object) => {
                let free = merged.properties.is_empty() && !matches!(merged.additional, Additional::Of(_));
                free && self.schema(id).component.is_none()
            }
            Some(_) => false,
        })
    }

    fn xml_root(&mut self, schema: SchemaId, site: &Site, any_name: bool) -> Result<XmlId, Inexpressible> {
        let component = self.schema(schema).component.clone().unwrap_or_default();
        let node = self.xml_node(schema, &component, site, 0)?;
        if node.name.is_empty() && !any_name {
            return Err((schema, "the outermost element has no name; give it one with `xml: {name: …}`".to_owned()));
        }
        while let Some((id, schema)) = self.xml_queue.pop() {
            let object = self.xml_object(schema, site)?;
            let table = self.client.xml.get_mut(id.0).expect("the queue holds issued tables");
            table.shape = XmlShape::Object(object);
        }
        let shape = XmlShape::Root(node);
        if let Some(known) = self.client.xml.iter().position(|table| table.shape == shape) {
            return Ok(XmlId(known));
        }
        let words = format!("{} root", self.words(schema, &site.words));
        Ok(self.xml_table(&words, shape))
    }

    fn xml_table(&mut self, words: &str, shape: XmlShape) -> XmlId {
        let (name, _) = self.xml_names.claim(ConstName::new(words), []);
        self.client.xml.push(XmlTable { name, shape });
        XmlId(self.client.xml.len() - 1)
    }

    /// A schema as an element or attribute, which is called `name` unless it says itself how.
    fn xml_node(&mut self, id: SchemaId, name: &str, site: &Site, depth: usize) -> Result<XmlNode, Inexpressible> {
        if depth > DEPTH {
            return Err((id, format!("lists and maps nest deeper than {DEPTH}")));
        }
        let xml = self.xml_of(id, 0);
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
        let content = self.xml_content(id, &xml, &name, site, depth)?;
        Ok(XmlNode { name, namespace, prefix, content })
    }

    /// What a schema says, over what the schema says that it only wraps.
    fn xml_of(&self, id: SchemaId, depth: usize) -> Xml {
        let own = self.schema(id).xml.clone();
        let Some(inner) = self.schemas.wrapped(id).filter(|_| depth < DEPTH) else { return own };
        let inner = self.xml_of(inner, depth + 1);
        Xml {
            name: own.name.or(inner.name),
            namespace: own.namespace.or(inner.namespace),
            prefix: own.prefix.or(inner.prefix),
            node: own.node.or(inner.node),
            wrapped: own.wrapped.or(inner.wrapped),
        }
    }

    fn xml_content(
        &mut self,
        id: SchemaId,
        xml: &Xml,
        name: &str,
        site: &Site,
        depth: usize,
    ) -> Result<XmlContent, Inexpressible> {
        let merged = self.merged(id).map_err(|fault| (id, fault.reason))?;
        if let Some(inner) = self.schemas.wrapped(id).filter(|_| depth < DEPTH) {
            return self.xml_content(inner, xml, name, site, depth + 1);
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
        if self.is_union(&merged) || self.families.contains_key(&id) {
            return Ok(XmlContent::Object(self.xml_object_of(id, site)));
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
                        let component = self.schema(items).component.clone().unwrap_or_default();
                        self.xml_node(items, &component, site, depth + 1)?
                    }
                    Some(items) => self.xml_node(items, name, site, depth + 1)?,
                    None => any(name),
                };
                XmlContent::List { wrapped: xml.wrapped == Some(true), item: Box::new(item) }
            }
            Some(SimpleType::Object) if !merged.properties.is_empty() => {
                XmlContent::Object(self.xml_object_of(id, site))
            }
            Some(SimpleType::Object) => XmlContent::Map(Box::new(match merged.additional {
                Additional::Of(value) => self.xml_node(value, "value", site, depth + 1)?,
                _ => any("value"),
            })),
        })
    }

    /// The table of an object, which is made later: objects can hold themselves.
    fn xml_object_of(&mut self, id: SchemaId, site: &Site) -> XmlId {
        if let Some(&known) = self.xml_objects.get(&id) {
            return known;
        }
        let words = self.words(id, &site.words);
        let table = self.xml_table(&words, XmlShape::Object(XmlObject::default()));
        self.xml_objects.insert(id, table);
        self.xml_queue.push((table, id));
        table
    }

    /// The properties of an object, or those of all objects that it can be.
    fn xml_object(&mut self, id: SchemaId, site: &Site) -> Result<XmlObject, Inexpressible> {
        let mut object = XmlObject::default();
        for member in self.xml_members(id)? {
            let merged = self.merged(member).map_err(|fault| (member, fault.reason))?;
            for (key, &property) in &merged.properties {
                let (place, node) = self.xml_property(key, property, site)?;
                let required = merged.required.contains(key);
                self.xml_add(&mut object, property, XmlField { key: key.clone(), place, required, node })?;
            }
            if let Additional::Of(value) = merged.additional {
                object.rest = Some(self.xml_node(value, "value", site, 1)?);
            } else if merged.additional == Additional::Any {
                object.rest = Some(any("value"));
            }
        }
        Ok(object)
    }

    fn xml_add(&mut self, object: &mut XmlObject, id: SchemaId, field: XmlField) -> Result<(), Inexpressible> {
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
    fn xml_members(&mut self, id: SchemaId) -> Result<Vec<SchemaId>, Inexpressible> {
        let (mut members, mut queue) = (Vec::new(), vec![id]);
        while let Some(one) = queue.pop() {
            if members.contains(&one) {
                continue;
            }
            let merged = self.merged(one).map_err(|fault| (one, fault.reason))?;
            if merged.null_only {
                continue;
            }
            let choice =
                self.is_union(&merged) || self.schemas.wrapped(one).is_some() || self.families.contains_key(&one);
            if !choice && merged.one_type() != Some(SimpleType::Object) {
                return Err((one, "a choice that is not between objects looks alike as text".to_owned()));
            }
            if merged.groups.is_empty() && self.is_union(&merged) {
                return Err((one, "several types look alike as text".to_owned()));
            }
            if choice {
                queue.extend(merged.groups.iter().flat_map(|group| group.branches.iter().copied()));
            }
            queue.extend(self.families.get(&one).into_iter().flat_map(|family| &family.members));
            members.push(one);
        }
        Ok(members)
    }

    fn xml_property(&mut self, key: &str, id: SchemaId, site: &Site) -> Result<(XmlPlace, XmlNode), Inexpressible> {
        let xml = self.xml_of(id, 0);
        let node = self.xml_node(id, key, site, 1)?;
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
            self.note("lower::xml-attribute-namespace", id, "an attribute without a prefix is in no namespace");
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
