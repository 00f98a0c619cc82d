//! Bodies of an extract: the request body and the answers.

use serde_json::Value;

use super::Extract;
use crate::document::Document;
use crate::pointer::Pointer;

impl Extract {
    pub(super) fn body(&mut self, at: &Pointer, operation: &mut Document) {
        let root = Pointer::root();
        let Some(content) = self.content(at) else { return };
        let mut body = self.object(at);
        let types = self.keys(at);
        if let Some(described) = types.iter().map(|name| at.child(name)).find(|at| self.has_text(at)) {
            self.copy(&described, &["description"], &mut body);
        }
        let all: Vec<Pointer> = types.iter().flat_map(|name| self.alternatives(&at.child(name))).collect();
        if all.iter().any(|alternative| self.is_required(alternative)) {
            body.put(&root, "required", self.value(at, true));
        }
        body.put(&root, "content", content);
        operation.put(&root, "requestBody", body);
    }

    pub(super) fn responses(&mut self, at: &Pointer, operation: &mut Document) {
        let root = Pointer::root();
        let mut responses = self.object(at);
        for status in self.keys(at) {
            let status_at = at.child(&status);
            let mut response = self.object(&status_at);
            let types = self.keys(&status_at);
            match types.iter().map(|name| status_at.child(name)).find(|at| self.has_text(at)) {
                Some(described) => self.copy(&described, &["description"], &mut response),
                None => response.put(&root, "description", self.value(&status_at, "")),
            }
            if let Some(content) = self.content(&status_at) {
                response.put(&root, "content", content);
            }
            responses.put(&root, &status, response);
        }
        operation.put(&root, "responses", responses);
    }

    /// The media types of a body; `None` where it has no content.
    fn content(&mut self, at: &Pointer) -> Option<Document> {
        let root = Pointer::root();
        // A type that begins with `_` stands where a media type has to, for "none".
        let types: Vec<String> =
            self.keys(at).into_iter().filter(|name| name.contains('/') && !name.starts_with('_')).collect();
        if types.is_empty() {
            return None;
        }
        let mut content = self.object(at);
        for name in types {
            let type_at = at.child(&name);
            let mut media = self.object(&type_at);
            let alternatives = self.alternatives(&type_at);
            if !alternatives.is_empty() {
                let schema = self.schema_of(&type_at, &alternatives);
                media.put(&root, "schema", schema);
            }
            self.copy(&type_at, &["encoding"], &mut media);
            content.put(&root, &name, media);
        }
        Some(content)
    }

    fn has_text(&self, at: &Pointer) -> bool {
        self.get(&at.child("description")).and_then(Value::as_str).is_some_and(|text| !text.is_empty())
    }
}
