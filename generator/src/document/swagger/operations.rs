//! Paths and operations.

use super::inputs::Inputs;
use super::media::Media;
use super::view::{View, list, object};
use super::{Run, bodies, parameters, responses, servers};
use crate::document::Document;
use crate::document::shape::METHODS;

/// All paths.
pub(super) fn paths(run: &mut Run<'_>, paths: &View<'_>) -> Document {
    if !paths.value.is_object() {
        return paths.copy();
    }
    let mut made = object(paths.place());
    for (route, path) in run.root.get("paths").iter().flat_map(View::fields) {
        made.set(route, if route.starts_with("x-") { path.copy() } else { item(run, &path) });
    }
    made
}

/// A path: bodies among its parameters are those of each of its operations.
fn item<'r>(run: &mut Run<'r>, path: &View<'r>) -> Document {
    if !path.value.is_object() {
        return path.copy();
    }
    let inputs = Inputs::of(run, path.get("parameters"));
    let mut made = object(path.place());
    for (key, field) in path.fields() {
        match key {
            "parameters" if field.value.is_array() => set_parameters(run, &mut made, &field, &inputs),
            _ if METHODS.contains(&key) => made.set(key, operation(run, &field, &inputs)),
            _ => made.set(key, field.copy()),
        }
    }
    made
}

fn operation<'r>(run: &mut Run<'r>, operation: &View<'r>, of_path: &Inputs<'r>) -> Document {
    if !operation.value.is_object() {
        return operation.copy();
    }
    let inputs = Inputs::of(run, operation.get("parameters"));
    let consumes = Media::of_operation(operation, "consumes", &run.consumes);
    let produces = Media::of_operation(operation, "produces", &run.produces);
    let mut made = object(operation.place());
    for (key, field) in operation.fields() {
        match key {
            "parameters" if field.value.is_array() => set_parameters(run, &mut made, &field, &inputs),
            "responses" => made.set(key, responses::responses(run, &field, &produces)),
            "schemes" => {
                if let Some(servers) = servers::of_operation(run, &field) {
                    made.set("servers", servers);
                }
            }
            "consumes" | "produces" => {}
            _ => made.set(key, field.copy()),
        }
    }
    if let Some(body) = body(run, inputs, of_path, &consumes) {
        made.set("requestBody", body);
    }
    made
}

fn body<'r>(run: &mut Run<'r>, own: Inputs<'r>, of_path: &Inputs<'r>, consumes: &Media) -> Option<Document> {
    for shared in of_path.fields.iter().chain(of_path.bodies.iter().map(|body| &body.target)) {
        if let Some(refused) = run.too_large(shared, 1) {
            return Some(refused);
        }
    }
    bodies::request(run, &own.with_bodies_of(of_path), consumes)
}

fn set_parameters<'r>(run: &mut Run<'r>, made: &mut Document, field: &View<'r>, inputs: &Inputs<'r>) {
    let all: Vec<Document> = inputs.others.iter().map(|one| parameters::parameter(run, one)).collect();
    if !all.is_empty() || field.value.as_array().is_some_and(Vec::is_empty) {
        made.set("parameters", list(field.place(), all));
    }
}
