//! The fields of the document itself.

use super::view::{View, is_empty, object, placed};
use super::{Run, bodies, operations, parameters, responses, schemas, security, servers};
use crate::document::Document;

/// The version that the result is written in.
const VERSION: &str = "3.0.3";
/// What becomes servers, and what every operation is given.
const SPENT: [&str; 5] = ["host", "basePath", "schemes", "consumes", "produces"];
/// The fields whose values become components, and those of `components`.
const SECTIONS: [(&str, &str); 4] = [
    ("definitions", "schemas"),
    ("responses", "responses"),
    ("parameters", "parameters"),
    ("securityDefinitions", "securitySchemes"),
];

/// The whole document.
pub(super) fn root(run: &mut Run<'_>) -> Document {
    let root = run.root.clone();
    let mut made = object(root.place());
    for (key, field) in root.fields() {
        match key {
            "swagger" => {
                made.set("openapi", placed(VERSION, field.place()));
                if let Some(servers) = servers::of_document(run) {
                    made.set("servers", servers);
                }
            }
            "paths" => made.set(key, operations::paths(run, &field)),
            _ if SPENT.contains(&key) || key == "components" => {}
            _ if SECTIONS.iter().any(|(section, _)| *section == key) => {}
            _ => made.set(key, field.copy()),
        }
    }
    let components = components(run, &root);
    if !is_empty(&components) {
        made.set("components", components);
    }
    made
}

/// What is kept under names. Bodies among the parameters are a section of their own; fields of a form are put where they are
/// sent, for a form is one body.
fn components(run: &mut Run<'_>, root: &View<'_>) -> Document {
    let own = root.get("components").filter(|own| own.value.is_object());
    let mut made = own.map_or_else(|| object(root.place()), |own| own.copy());
    for (key, section) in SECTIONS {
        let Some(field) = root.get(key) else { continue };
        if !field.value.is_object() {
            made.set(section, field.copy());
            continue;
        }
        let mut here = object(field.place());
        let mut request_bodies = object(field.place());
        for (name, one) in field.fields() {
            match key {
                _ if name.starts_with("x-") && key != "definitions" => here.set(name, one.copy()),
                "definitions" => here.set(name, schemas::schema(&one)),
                "responses" => here.set(name, responses::response(run, &one, &run.produces.clone())),
                "parameters" => parameter(run, name, &one, &mut here, &mut request_bodies),
                _ => here.set(name, security::scheme(&one)),
            }
        }
        for (section, part) in [(section, here), ("requestBodies", request_bodies)] {
            if !is_empty(&part) {
                made.set(section, part);
            }
        }
    }
    made
}

fn parameter(run: &mut Run<'_>, name: &str, one: &View<'_>, here: &mut Document, request_bodies: &mut Document) {
    let target = run.resolve(one);
    match target.as_ref().and_then(|target| target.text("in")) {
        Some("body") if one.has("$ref") => request_bodies.set(name, one.copy()),
        Some("body") => request_bodies.set(name, bodies::body(run, one, &run.consumes.clone())),
        Some("formData") => {}
        _ => here.set(name, parameters::parameter(run, one)),
    }
}
