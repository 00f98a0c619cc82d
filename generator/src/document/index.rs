//! What the identifiers of a document stand for: `$self`, `$id`, `$anchor` and `$dynamicAnchor` (JSON Schema 2020-12,
//! section 8.2; OpenAPI 3.2.0, section 4.1.1), and with them what a reference leads to.

use std::collections::BTreeMap;

use fluent_uri::{Uri, UriRef};
use percent_encoding::percent_decode_str;
use serde_json::Value;

use crate::document::position::Position;
use crate::pointer::Pointer;

/// The address of a document that does not tell its own.
const NAMELESS: &str = "document:///";

/// The identifiers of a document. Its resources are numbered; 0 is the document itself.
pub(in crate::document) struct Index {
    resources: Vec<Resource>,
    anchors: BTreeMap<(usize, String), Pointer>,
    dynamic: BTreeMap<String, Vec<Pointer>>,
}

struct Resource {
    uri: Uri<String>,
    at: Pointer,
}

/// Why a reference leads nowhere.
pub(in crate::document) enum Unresolved {
    /// To another document.
    External,
    /// To an anchor that no schema has.
    Anchor,
}

impl Index {
    /// Reads the identifiers of a document, which stand in its schemas.
    pub(in crate::document) fn of(document: &Value) -> Option<Self> {
        Self::of_part(document, Position::Document)
    }

    /// Reads the identifiers of a file, which is a document or a schema.
    pub(in crate::document) fn of_file(file: &Value) -> Option<Self> {
        let is_document = ["openapi", "swagger", "components", "paths"].iter().any(|key| file.get(key).is_some());
        Self::of_part(file, if is_document { Position::Document } else { Position::Schema })
    }

    fn of_part(document: &Value, position: Position) -> Option<Self> {
        let nameless = Uri::parse(NAMELESS.to_owned()).ok()?;
        let own = document.get("$self").and_then(Value::as_str).and_then(|text| absolute(&nameless, text));
        let root = Resource { uri: own.unwrap_or(nameless), at: Pointer::root() };
        let mut index = Self { resources: vec![root], anchors: BTreeMap::new(), dynamic: BTreeMap::new() };
        let mut open = vec![(document, Pointer::root(), position, 0)];
        while let Some((value, at, position, base)) = open.pop() {
            let base = if position == Position::Schema { index.identify(value, &at, base) } else { base };
            for (tokens, position) in position.children(value).into_iter().rev() {
                if let Some(child) = Pointer::root().join(&tokens).get(value) {
                    open.push((child, at.join(&tokens), position, base));
                }
            }
        }
        Some(index)
    }

    fn identify(&mut self, schema: &Value, at: &Pointer, base: usize) -> usize {
        let text = |key: &str| schema.get(key).and_then(Value::as_str);
        let id = text("$id").filter(|id| !id.starts_with('#'));
        let base = id.and_then(|id| self.add(id, at, base)).unwrap_or(base);
        for anchor in [text("$anchor"), text("$dynamicAnchor")].into_iter().flatten() {
            self.anchors.entry((base, anchor.to_owned())).or_insert_with(|| at.clone());
        }
        if let Some(name) = text("$dynamicAnchor") {
            self.dynamic.entry(name.to_owned()).or_default().push(at.clone());
        }
        base
    }

    fn add(&mut self, id: &str, at: &Pointer, base: usize) -> Option<usize> {
        let uri = absolute(&self.resources.get(base)?.uri, id)?;
        self.resources.push(Resource { uri, at: at.clone() });
        Some(self.resources.len() - 1)
    }

    /// The resource inside `base` that begins with a schema which says `$id: id`.
    pub(in crate::document) fn enter(&self, id: &str, base: usize) -> usize {
        if id.starts_with('#') { base } else { self.resource(base, id).unwrap_or(base) }
    }

    /// Where a reference leads, as a pointer of `document`; there may be nothing there.
    ///
    /// A pointer that finds nothing in its own resource is tried from the root: documents that give their schemas an
    /// `$id` write `#/components/…` all the same.
    pub(in crate::document) fn resolve(
        &self,
        base: usize,
        text: &str,
        document: &Value,
    ) -> Result<Pointer, Unresolved> {
        let (address, fragment) = text.split_once('#').unwrap_or((text, ""));
        let resource = if address.is_empty() { base } else { self.resource(base, address)? };
        let at = self.resources.get(resource).map(|found| found.at.clone()).unwrap_or_default();
        if fragment.is_empty() {
            return Ok(at);
        }
        let decoded = percent_decode_str(fragment).decode_utf8().unwrap_or_else(|_| fragment.into());
        if let Some(found) = [decoded.as_ref(), fragment].iter().find_map(|text| within(&at, text, document)) {
            return Ok(found);
        }
        match decoded.parse::<Pointer>() {
            Ok(pointer) => Ok(pointer),
            Err(_) => self.anchor(resource, &decoded, document),
        }
    }

    /// The schemas with the `$dynamicAnchor` that a reference names.
    pub(in crate::document) fn dynamic(&self, text: &str) -> &[Pointer] {
        let name = text.split_once('#').map_or("", |(_, name)| name);
        self.dynamic.get(name).map_or(&[], Vec::as_slice)
    }

    /// Whether a reference to another address leads to a schema with that `$id`, whatever it is relative to.
    pub(in crate::document) fn knows(&self, text: &str) -> bool {
        let address = text.split_once('#').map_or(text, |(address, _)| address);
        (0..self.resources.len()).any(|base| self.resource(base, address).is_ok())
    }

    /// Where a resource begins in the document.
    pub(in crate::document) fn start(&self, base: usize) -> Pointer {
        self.resources.get(base).map(|resource| resource.at.clone()).unwrap_or_default()
    }

    fn resource(&self, base: usize, address: &str) -> Result<usize, Unresolved> {
        let from = &self.resources.get(base).or(self.resources.first()).ok_or(Unresolved::External)?.uri;
        let uri = absolute(from, address).ok_or(Unresolved::External)?;
        self.resources.iter().position(|resource| resource.uri == uri).ok_or(Unresolved::External)
    }

    fn anchor(&self, resource: usize, name: &str, document: &Value) -> Result<Pointer, Unresolved> {
        if let Some(found) = self.anchors.get(&(resource, name.to_owned())) {
            return Ok(found.clone());
        }
        let mut everywhere = self.anchors.iter().filter(|((_, anchor), _)| anchor == name);
        if let (Some((_, only)), None) = (everywhere.next(), everywhere.next()) {
            return Ok(only.clone());
        }
        within(&Pointer::root(), &format!("/{name}"), document).ok_or(Unresolved::Anchor)
    }
}

/// Where a pointer leads from `at`, else from the root, if there is something.
fn within(at: &Pointer, text: &str, document: &Value) -> Option<Pointer> {
    let pointer: Pointer = text.parse().ok()?;
    let inner = at.join(pointer.tokens());
    if inner.get(document).is_some() {
        return Some(inner);
    }
    pointer.get(document).is_some().then_some(pointer)
}

/// Resolves a reference (RFC 3986, section 5), without its fragment.
fn absolute(base: &Uri<String>, text: &str) -> Option<Uri<String>> {
    let without = text.split_once('#').map_or(text, |(address, _)| address);
    UriRef::parse(without).ok()?.resolve_against(base).ok()
}
