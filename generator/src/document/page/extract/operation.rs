//! The operation of an extract: its parameters, body, answers.

use serde_json::Value;

use super::{Extract, VERSION};
use crate::document::Document;
use crate::document::shape::METHODS;
use crate::pointer::Pointer;

/// Where parameters stand in OpenAPI, and in an extract under the same names.
const KINDS: [&str; 4] = ["path", "query", "header", "cookie"];
/// Fields of an operation that an extract has as they are.
const OPERATION: [&str; 6] = ["operationId", "summary", "description", "tags", "externalDocs", "callbacks"];
/// Fields of a parameter that an extract has as they are.
const PARAMETER: [&str; 4] = ["description", "style", "explode", "allowReserved"];

impl Extract {
    /// The fragment; `None` where there is no method or path.
    pub(super) fn convert(mut self, title: Option<&str>) -> Option<Document> {
        let (root, paths) = (Pointer::root(), Pointer::root().child("paths"));
        let text = |key: &str| self.get(&paths.child(key)).and_then(Value::as_str);
        let (path, method) = (text("path")?.to_owned(), text("method")?.to_ascii_lowercase());
        if path.is_empty() || !METHODS.contains(&method.as_str()) {
            return None;
        }
        let section = if text("type") == Some("webhook") { "webhooks" } else { "paths" };
        let operation = self.operation(&paths, title);
        let mut fragment = self.object(&root);
        fragment.put(&root, "openapi", self.value(&root, VERSION));
        self.copy(&paths, &["servers"], &mut fragment);
        fragment.put(&root, section, self.object(&paths));
        let at = root.child(section);
        fragment.put(&at, &path, self.object(&paths));
        fragment.put(&at.child(&path), &method, operation);
        fragment.put(&root, "components", self.components);
        Some(fragment)
    }

    fn operation(&mut self, paths: &Pointer, title: Option<&str>) -> Document {
        let root = Pointer::root();
        let mut operation = self.object(paths);
        if let (Some(title), None) = (title, self.get(&paths.child("summary"))) {
            operation.put(&root, "summary", self.value(&paths.child("path"), title));
        }
        self.copy(paths, &OPERATION, &mut operation);
        if self.get(&paths.child("deprecated")) == Some(&Value::Bool(true)) {
            self.copy(paths, &["deprecated"], &mut operation);
        }
        let request = paths.child("request");
        self.security(&request.child("security"), &mut operation);
        self.parameters(&request.child("parameters"), &mut operation);
        self.body(&request.child("body"), &mut operation);
        self.responses(&paths.child("response"), &mut operation);
        operation
    }

    fn parameters(&mut self, at: &Pointer, operation: &mut Document) {
        let mut all = self.value(at, Vec::<Value>::new());
        for kind in KINDS {
            let kind_at = at.child(kind);
            for name in self.keys(&kind_at) {
                let parameter = self.parameter(kind, &name, &kind_at.child(&name));
                all.put(&Pointer::root(), "", parameter);
            }
        }
        if all.value.as_array().is_some_and(|all| !all.is_empty()) {
            operation.put(&Pointer::root(), "parameters", all);
        }
    }

    fn parameter(&mut self, kind: &str, name: &str, at: &Pointer) -> Document {
        let root = Pointer::root();
        let mut parameter = self.object(at);
        parameter.put(&root, "name", self.value(at, name));
        parameter.put(&root, "in", self.value(at, kind));
        let alternatives = self.alternatives(at);
        let required = kind == "path" || alternatives.iter().any(|alternative| self.is_required(alternative));
        if required {
            parameter.put(&root, "required", self.value(at, true));
        }
        if let [only] = alternatives.as_slice() {
            self.copy(only, &["description"], &mut parameter);
            if self.get(&only.child("deprecated")) == Some(&Value::Bool(true)) {
                self.copy(only, &["deprecated"], &mut parameter);
            }
        }
        self.copy(at, &PARAMETER, &mut parameter);
        let mut schema = self.schema_of(at, &alternatives);
        if let (Some(map), [_]) = (schema.value.as_object_mut(), alternatives.as_slice()) {
            // They are said of the parameter.
            map.shift_remove("description");
            map.shift_remove("deprecated");
        }
        parameter.put(&root, "schema", schema);
        parameter
    }
}
