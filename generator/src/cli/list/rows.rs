//! The operations of a client and those that were left out, as rows of a list.

use serde_json::{Value, json};

use crate::diagnostic::escape;
use crate::ir::{Client, Operation, Resource};
use crate::lower::Lowered;
use crate::model::{LeftOut, Part};

pub(super) fn all(client: &Client) -> impl Iterator<Item = (&Resource, &Operation)> {
    client.resources.iter().flat_map(|resource| resource.operations.iter().map(move |operation| (resource, operation)))
}

pub(super) fn left_out(lowered: &Lowered) -> impl Iterator<Item = &LeftOut> {
    lowered.left_out.iter().filter(|part| part.kind == Part::Operation)
}

/// `get /pets` → `GET`, `/pets`
fn split(part: &LeftOut) -> (String, &str) {
    let (method, path) = part.name.split_once(' ').unwrap_or(("", &part.name));
    (method.to_uppercase(), path)
}

/// A line for each operation.
pub(super) fn text_of(lowered: &Lowered) -> String {
    let of = |(resource, operation): (&Resource, &Operation)| {
        let deprecated = if operation.deprecated { "  deprecated" } else { "" };
        (operation.method.clone(), operation.path_template(), format!("{}{deprecated}", resource.call(operation)))
    };
    let mut rows: Vec<(String, String, String)> = all(&lowered.client).map(of).collect();
    rows.extend(left_out(lowered).map(|part| {
        let (method, path) = split(part);
        (method, path.to_owned(), format!("left out: {} [{}]", part.reason, part.code))
    }));
    let methods = rows.iter().map(|(method, ..)| method.len()).max().unwrap_or_default();
    let paths = rows.iter().map(|(_, path, _)| path.chars().count()).max().unwrap_or_default().min(60);
    let row = |(method, path, rust): &(String, String, String)| {
        let line = format!("{method:methods$}  {path:paths$}  {rust}");
        format!("{}\n", escape(&line))
    };
    rows.iter().map(row).collect()
}

/// An object of a client, with one for each operation.
pub(super) fn json_of(client: &str, lowered: &Lowered) -> Value {
    let mut operations: Vec<Value> = all(&lowered.client)
        .map(|(resource, operation)| {
            json!({
                "operation": operation.id, "method": operation.method, "path": operation.path_template(),
                "rust": resource.call(operation), "marker": operation.marker.as_str(),
                "deprecated": operation.deprecated, "paged": operation.paging.is_some(), "left_out": null,
            })
        })
        .collect();
    operations.extend(left_out(lowered).map(|part| {
        let (method, path) = split(part);
        json!({
            "operation": null, "method": method, "path": path, "rust": null, "marker": null,
            "deprecated": null, "paged": null, "left_out": { "code": part.code, "reason": part.reason },
        })
    }));
    json!({ "client": client, "operations": operations })
}
