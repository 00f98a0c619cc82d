//! Where the calls of a driver go: the server of the document with another origin in it.

use crategen::ir::{Client, Operation, Segment, Server, ServerVariable};
use percent_encoding::percent_decode_str;
use proc_macro2::TokenStream;
use quote::quote;
use serde_json::Value;

use crate::calls::Call;

/// What of the client's builder says where the calls go. `origin` is a variable of the driver.
///
/// # Errors
/// A variable of the server's URL has no value.
pub(super) fn setters(client: &Client, operation: &Operation, call: &Call) -> Result<TokenStream, String> {
    let Some(server) = operation.servers.first().or(client.servers.first()) else {
        return Ok(quote!(.base_url(origin)));
    };
    let mut pieces = pieces(&server.url);
    match pieces.first() {
        // The origin is a variable of the URL: all variables are set as a caller would.
        Some(Piece::Variable(first)) if operation.servers.is_empty() => {
            let mut setters = quote!(.server_variable(#first, origin));
            for variable in server.variables.iter().filter(|variable| variable.name != *first) {
                let (name, value) = (&variable.name, value(server, operation, call, variable)?);
                setters.extend(quote!(.server_variable(#name, #value)));
            }
            Ok(setters)
        }
        _ => {
            let mut path = String::new();
            for piece in pieces.drain(..) {
                match piece {
                    Piece::Literal(text) => path.push_str(&text),
                    Piece::Variable(name) => {
                        let variable = server.variables.iter().find(|variable| variable.name == name);
                        let variable = variable.ok_or_else(|| format!("the server has no variable `{name}`"))?;
                        let is_origin = path.is_empty();
                        path.push_str(&if is_origin {
                            "http://localhost".into()
                        } else {
                            value(server, operation, call, variable)?
                        });
                    }
                }
            }
            let path =
                path.split_once("://").map_or(path.as_str(), |(_, rest)| rest.find('/').map_or("", |at| &rest[at..]));
            let path = path.trim_end_matches('/');
            Ok(quote!(.base_url(format!("{origin}{}", #path))))
        }
    }
}

/// Whether the URL of the server has this variable, so that an argument of this name is one of it.
pub(super) fn is_variable(client: &Client, operation: &Operation, name: &str) -> bool {
    let server = operation.servers.first().or(client.servers.first());
    server.is_some_and(|server| server.variables.iter().any(|variable| variable.name == name))
}

/// The value of a variable: from the call, else the default, else what the target of the call has in its place.
fn value(server: &Server, operation: &Operation, call: &Call, variable: &ServerVariable) -> Result<String, String> {
    let name = &variable.name;
    let arguments = call.arguments.as_ref().map_err(Clone::clone)?;
    let maps = [&arguments.path, &arguments.extra, &arguments.query];
    let given = maps
        .iter()
        .find_map(|map| map.get(name))
        .map(|given| given.as_str().map_or_else(|| given.to_string(), str::to_owned));
    let default = Some(variable.default.clone()).filter(|default| !default.is_empty());
    let from_target = || {
        let target = call.target.as_deref()?;
        let path = target.split('?').next()?;
        let mut template = pieces(&server.url);
        template.extend(operation.path.iter().filter_map(|segment| match segment {
            Segment::Literal(text) => Some(Piece::Literal(text.clone())),
            Segment::Param(index) => Some(Piece::Variable(operation.params.get(*index)?.wire.clone())),
            Segment::Query(_) => None,
        }));
        let found = matched(&template[usize::from(matches!(template.first(), Some(Piece::Variable(_))))..], path)?;
        found.into_iter().find(|(found, _)| found == name).map(|(_, value)| value)
    };
    let value = given.or(default).or_else(from_target).or_else(|| variable.allowed.first().cloned());
    value.ok_or_else(|| format!("nothing tells the server's variable `{name}`"))
}

/// A piece of a template.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Piece {
    Literal(String),
    Variable(String),
}

/// `{a}/b` → a variable and a text.
fn pieces(template: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut rest = template;
    while let Some((before, name, after)) = rest.split_once('{').and_then(|(before, rest)| {
        let (name, after) = rest.split_once('}')?;
        Some((before, name, after))
    }) {
        if !before.is_empty() {
            pieces.push(Piece::Literal(before.to_owned()));
        }
        pieces.push(Piece::Variable(name.to_owned()));
        rest = after;
    }
    if !rest.is_empty() {
        pieces.push(Piece::Literal(rest.to_owned()));
    }
    pieces
}

/// What the variables of a template are in a path, each as short as the text behind it allows.
fn matched(template: &[Piece], path: &str) -> Option<Vec<(String, String)>> {
    let Some((first, rest)) = template.split_first() else { return path.is_empty().then(Vec::new) };
    match first {
        Piece::Literal(text) => matched(rest, path.strip_prefix(text.as_str())?),
        Piece::Variable(name) => {
            let ends = path.char_indices().map(|(at, _)| at).chain([path.len()]);
            ends.filter_map(|end| path.split_at_checked(end)).find_map(|(value, after)| {
                let mut found = matched(rest, after)?;
                found.push((name.clone(), percent_decode_str(value).decode_utf8_lossy().into_owned()));
                Some(found)
            })
        }
    }
}

/// An argument as text.
pub(super) fn text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::{matched, pieces};

    #[test]
    fn variables_of_a_target_are_found() {
        let template = pieces("/server/{version}/api:{kind}/x");
        let found = matched(&template, "/server/v1.0/api:a%20b/x").expect("it fits");
        let mut found: Vec<_> = found.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        found.sort_unstable();
        assert_eq!(found, [("kind", "a b"), ("version", "v1.0")]);
        assert_eq!(matched(&template, "/other/v1.0/api:a/x"), None);
    }
}
