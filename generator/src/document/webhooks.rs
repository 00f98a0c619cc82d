//! Webhooks of a document of OpenAPI 3.0, which has no key for them: an extension stands for it.

use serde_json::{Map, Value};

use super::Document;
use super::shape::METHODS;
use crate::config::{self, Webhooks};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::pointer::Pointer;

/// Adds the path items of the extension to `webhooks`; one that is there already stays. The extension stays as well, because
/// references may lead into it. An extension that is not there is an error.
pub fn apply(document: &mut Document, config: &Webhooks, diagnostics: &mut Diagnostics) {
    let Some((extension, place)) = &config.extension else { return propose(document, diagnostics) };
    let Some(Value::Object(items)) = document.value.get(extension).cloned() else {
        diagnostics.push(config::unused_rule(place));
        return;
    };
    let Some(root) = document.value.as_object_mut() else { return };
    let written = document.origins.clone();
    if !root.contains_key("webhooks") {
        let [to, from] = ["webhooks", extension.as_str()].map(|section| Pointer::root().child(section));
        document.origins.graft(&to, &written, &from);
    }
    let webhooks = root.entry("webhooks").or_insert_with(|| Value::Object(Map::new()));
    let Some(webhooks) = webhooks.as_object_mut() else { return };
    for (name, item) in items {
        if !webhooks.contains_key(&name) && !name.starts_with("x-") {
            let [to, from] = ["webhooks", extension.as_str()].map(|section| Pointer::root().join([section, &name]));
            document.origins.graft(&to, &written, &from);
            webhooks.insert(name, item);
        }
    }
}

/// Reports an extension that looks like webhooks: nothing reads it unless the configuration names it.
fn propose(document: &Document, diagnostics: &mut Diagnostics) {
    for (key, value) in document.value.as_object().into_iter().flatten().filter(|(key, _)| key.starts_with("x-")) {
        let items = value.as_object().into_iter().flatten().map(|(_, item)| item);
        let is_called = |item: &Value| {
            let body = |method| item.get(method).and_then(|operation| operation.get("requestBody"));
            METHODS.into_iter().any(|method| body(method).is_some())
        };
        if value.as_object().is_some_and(|items| !items.is_empty()) && items.into_iter().all(is_called) {
            let place = document.origins.place(&Pointer::root().child(key));
            let message = format!("`{key}` looks like webhooks, and is not read");
            let help = format!("`[webhooks]` with `extension = {key:?}` in codegen.toml generates their types");
            diagnostics.push(Diagnostic::note("document::webhooks", place, message).help(help));
        }
    }
}
