//! One item of a stage by its name, for people who look for the stage that went wrong.

use std::fmt::Debug;

use serde_json::Value;

use crate::diagnostic::nearest;
use crate::files::Files;
use crate::ir::Client;
use crate::model::Api;
use crate::pointer::Pointer;

/// Items by name, as text.
pub type Items = Vec<(String, String)>;

/// The operations and components of a document, as YAML. An operation is named by its `operationId` and as
/// `GET /pets`.
pub fn document(document: &Value) -> Items {
    let mut items = Items::new();
    for (path, methods) in entries(document, "paths") {
        for (method, operation) in methods.as_object().into_iter().flatten() {
            let text = yaml(operation);
            let id = operation.get("operationId").and_then(Value::as_str);
            items.extend(id.map(|id| (id.to_owned(), text.clone())));
            items.push((format!("{} {path}", method.to_uppercase()), text));
        }
    }
    for (_, components) in entries(document, "components") {
        let component = |(name, component): (&String, &Value)| (name.clone(), yaml(component));
        items.extend(components.as_object().into_iter().flatten().map(component));
    }
    items
}

/// The value at a JSON Pointer, also written as in a `$ref`.
pub fn at_pointer(document: &Value, pointer: &str) -> Option<String> {
    let pointer: Pointer = pointer.strip_prefix('#').unwrap_or(pointer).parse().ok()?;
    pointer.get(document).map(yaml)
}

/// A value as YAML: what people read best.
pub fn yaml(value: &Value) -> String {
    serde_yaml::to_string(value).unwrap_or_else(|_| format!("{value:#}\n"))
}

/// The operations and schemas of a meaning, as `Debug` prints them.
pub fn model(api: &Api) -> Items {
    let mut items = Items::new();
    for operation in &api.operations {
        items.extend(operation.id.iter().map(|id| (id.clone(), debug(operation))));
        items.push((format!("{} {}", operation.method, operation.path), debug(operation)));
    }
    items.extend(api.components.iter().map(|(name, id)| (name.clone(), debug(api.schema(*id)))));
    items
}

/// The operations and types of a client, as `Debug` prints them.
pub fn client(client: &Client) -> Items {
    let mut items = Items::new();
    for operation in client.resources.iter().flat_map(|resource| &resource.operations) {
        items.push((operation.name.as_str().to_owned(), debug(operation)));
        items.push((operation.id.clone(), debug(operation)));
    }
    items.extend(client.types.values().map(|def| (def.name.as_str().to_owned(), debug(def))));
    items
}

/// The files of a crate, and the items of those that are Rust: a type with its impls, a function, a constant.
pub fn rust(files: &Files) -> Items {
    let mut items: Items = files.iter().map(|(path, text)| (path.to_owned(), text.to_owned())).collect();
    let parsed = files.iter().filter_map(|(_, text)| syn::parse_file(text).ok());
    for item in parsed.flat_map(|file| file.items) {
        let Some(name) = item_name(&item) else { continue };
        let text = prettyplease::unparse(&syn::File {
            shebang: None,
            frontmatter: None,
            attrs: Vec::new(),
            items: vec![item],
        });
        match items.iter_mut().find(|(known, _)| *known == name) {
            Some((_, known)) => *known = format!("{known}\n{text}"),
            None => items.push((name, text)),
        }
    }
    items
}

/// Why no item is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotFound {
    /// The name that is nearest to what was asked for.
    pub nearest: Option<String>,
}

/// The item of a name.
///
/// # Errors
/// There is none.
pub fn find<'i>(items: &'i Items, name: &str) -> Result<&'i str, NotFound> {
    let found = items.iter().find(|(known, _)| known == name);
    found.map(|(_, text)| text.as_str()).ok_or_else(|| NotFound {
        nearest: nearest(name, items.iter().map(|(known, _)| known.as_str())).map(str::to_owned),
    })
}

fn entries<'v>(value: &'v Value, key: &str) -> impl Iterator<Item = (&'v String, &'v Value)> {
    value.get(key).and_then(Value::as_object).into_iter().flatten()
}

fn debug(item: &impl Debug) -> String {
    format!("{item:#?}\n")
}

fn item_name(item: &syn::Item) -> Option<String> {
    let name = match item {
        syn::Item::Struct(item) => &item.ident,
        syn::Item::Enum(item) => &item.ident,
        syn::Item::Fn(item) => &item.sig.ident,
        syn::Item::Const(item) => &item.ident,
        syn::Item::Static(item) => &item.ident,
        syn::Item::Type(item) => &item.ident,
        syn::Item::Trait(item) => &item.ident,
        syn::Item::Mod(item) => &item.ident,
        syn::Item::Impl(item) => match item.self_ty.as_ref() {
            syn::Type::Path(path) => &path.path.segments.last()?.ident,
            _ => return None,
        },
        _ => return None,
    };
    Some(name.to_string())
}
