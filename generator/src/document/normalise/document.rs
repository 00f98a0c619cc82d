//! Rules for what tells of the API as a whole: the root, `info`, `servers`, `tags`, `components`.

use serde_json::{Map, Value};

use crate::document::normalise::Rule;
use crate::document::normalise::node::Node;

pub(super) const EARLY: &[Rule] = &[version_text, info];
pub(super) const DOCUMENT: &[Rule] = &[paths];
pub(super) const INFO: &[Rule] = &[title_and_version];
pub(super) const SERVER: &[Rule] = &[url];
pub(super) const SERVER_VARIABLE: &[Rule] = &[default_value];
pub(super) const TAG: &[Rule] = &[tag_name];
pub(super) const COMPONENTS: &[Rule] = &[set_links_aside];

/// `openapi: 3.1` → a text; what it means was said when the version was read.
fn version_text(node: &mut Node<'_>) {
    if let Some(version) = node.get("openapi").filter(|version| !version.is_string()) {
        let text = version.to_string();
        node.set("openapi", text);
    }
}

/// `info` missing → an empty one, which is filled in its turn.
fn info(node: &mut Node<'_>) {
    if !node.get("info").is_some_and(Value::is_object) {
        node.warn(&[], "document::info", "there is no `info`; the API has no title and no version");
        node.set("info", Map::from_iter(FILLING.map(|(key, value)| (key.to_owned(), value.into()))));
    }
}

/// What stands in `info` when nothing does.
const FILLING: [(&str, &str); 2] = [("title", "API"), ("version", "0.0.0")];

/// `paths` missing → none; from OpenAPI 3.1 on that is legal.
fn paths(node: &mut Node<'_>) {
    if !node.has("paths") {
        if node.minor == 0 {
            node.warn(&[], "document::paths", "there are no `paths`, so the client has no operations");
        }
        node.set("paths", Map::new());
    }
}

/// `title` and `version` missing → filled in.
fn title_and_version(node: &mut Node<'_>) {
    for (key, value) in FILLING {
        if !node.has(key) {
            node.warn(&[], "document::info", format!("`info` has no `{key}`; \"{value}\" was taken"));
            node.set(key, value);
        }
    }
}

/// A server is nothing without its `url`.
fn url(node: &mut Node<'_>) {
    if !node.get("url").is_some_and(Value::is_string) {
        node.fail(&[], "server::url", "this server has no `url`", "give its `url`, or remove the server");
    }
}

/// `default` missing → the first of `enum`. Without either, the variable has no value.
fn default_value(node: &mut Node<'_>) {
    if node.has("default") {
        return;
    }
    let first = node.get("enum").and_then(|values| values.get(0)).cloned();
    match first {
        Some(first) => {
            node.warn(&[], "server::default", "this variable has no `default`; the first value of `enum` was taken");
            node.set("default", first);
        }
        None => node.fail(&[], "server::default", "this variable has no `default`", "give its `default`"),
    }
}

/// A tag is nothing without its `name`.
fn tag_name(node: &mut Node<'_>) {
    if !node.has("name") {
        node.fail(&[], "document::tag", "this tag has no `name`", "give its `name`, or remove the tag");
    }
}

/// A client does not follow links by itself.
fn set_links_aside(node: &mut Node<'_>) {
    node.take("links");
}
