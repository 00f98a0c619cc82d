//! Security definitions.

use super::view::{View, object, placed};
use crate::document::Document;

/// One scheme.
pub(super) fn scheme(scheme: &View<'_>) -> Document {
    match scheme.text("type") {
        Some("basic") => basic(scheme),
        Some("oauth2") if !scheme.has("flows") => oauth2(scheme),
        _ => scheme.copy(),
    }
}

fn basic(scheme: &View<'_>) -> Document {
    let mut made = object(scheme.place());
    for (key, field) in scheme.fields() {
        match key {
            "type" => {
                made.set("type", placed("http", field.place()));
                made.set("scheme", placed("basic", field.place()));
            }
            _ => made.set(key, field.copy()),
        }
    }
    made
}

/// The one flow of the scheme. One that is not known stays as it is, and is told where schemes are read.
fn oauth2(scheme: &View<'_>) -> Document {
    let name = match scheme.text("flow") {
        Some("accessCode") => "authorizationCode",
        Some("application") => "clientCredentials",
        Some("implicit") => "implicit",
        Some("password") => "password",
        _ => return scheme.copy(),
    };
    let place = scheme.get("flow").map_or_else(|| scheme.place(), |flow| flow.place());
    let mut flow = object(scheme.place());
    let mut made = object(scheme.place());
    for (key, field) in scheme.fields() {
        match key {
            "flow" => {}
            "authorizationUrl" | "tokenUrl" | "refreshUrl" | "scopes" => flow.set(key, field.copy()),
            _ => made.set(key, field.copy()),
        }
    }
    let mut flows = object(place);
    flows.set(name, flow);
    made.set("flows", flows);
    made
}
