//! Summaries and ids that a platform made → those that a person wrote: the title of the page says what its one operation is.

use heck::{ToLowerCamelCase, ToSnakeCase};
use serde_json::Value;

use super::{Fragment, title};
use crate::diagnostic::{Diagnostic, Diagnostics, Place};
use crate::document::shape::only_operation;
use crate::document::{Document, Origins};
use crate::pointer::Pointer;

/// Gives operations of pages their titles where their own words say nothing; one note says what was changed.
pub(super) fn title(fragments: &mut [Fragment], diagnostics: &mut Diagnostics) {
    let mut changed: Option<(Place, String)> = None;
    let mut count = 0_usize;
    let mut empty: Vec<Place> = Vec::new();
    for fragment in fragments.iter_mut().filter(|fragment| fragment.context.cut_out) {
        let Some((at, operation)) = only_operation(&fragment.document.value) else { continue };
        let title = fragment.title.clone().filter(|title| title.chars().any(char::is_alphanumeric));
        let summary = operation.get("summary").and_then(Value::as_str).unwrap_or_default().to_owned();
        let says_nothing = !title::is_written(&summary);
        let id = operation.get("operationId").and_then(Value::as_str).map(str::trim).unwrap_or_default().to_owned();
        let words = title.clone().or_else(|| (!says_nothing).then_some(summary));
        if let Some(title) = title.filter(|_| says_nothing) {
            put(&mut fragment.document, &at, "summary", Value::String(title));
        }
        let new = words.map(|words| words.to_lower_camel_case()).filter(|words| !words.is_empty());
        if id.is_empty() {
            let written = at.child("operationId").get(&fragment.document.value).is_some();
            empty.extend(written.then(|| fragment.document.origins.place(&at.child("operationId"))));
            match new {
                Some(new) => put(&mut fragment.document, &at, "operationId", Value::String(new)),
                None => fragment.document.remove(&at.child("operationId")),
            }
            continue;
        }
        if !is_made(&id, &at) {
            continue;
        }
        let place = fragment.document.origins.place(&at.child("operationId"));
        let said = match new {
            Some(new) => {
                let said =
                    format!("the operation id `{id}` only repeats method and path; it is `{new}`, after the page");
                put(&mut fragment.document, &at, "operationId", Value::String(new));
                said
            }
            None => {
                fragment.document.remove(&at.child("operationId"));
                format!("the operation id `{id}` only repeats the path; the name comes from method and path")
            }
        };
        count += 1;
        changed.get_or_insert((place, said));
    }
    if let Some(first) = empty.first() {
        let more = if empty.len() > 1 { format!(" (and {} more)", empty.len() - 1) } else { String::new() };
        let message = format!("`operationId` is empty; the name comes from the page, or from method and path{more}");
        diagnostics.push(Diagnostic::warning("page::operation-id", first.clone(), message));
    }
    if let Some((place, said)) = changed {
        let more = if count > 1 { format!(" (and {} more)", count - 1) } else { String::new() };
        diagnostics.push(Diagnostic::note("page::operation-id", place, format!("{said}{more}")));
    }
}

/// Whether a platform made an id of method and path: with a number that keeps it apart from another one (`get_trees-1`), with the
/// path's parameters, or of the path alone as it is written (`_ports`). `get_trees` is what a person writes, too.
fn is_made(id: &str, at: &Pointer) -> bool {
    let [.., path, method] = at.tokens() else { return false };
    let segments = || path.split('/').filter(|segment| !segment.is_empty());
    let all = segments().collect::<Vec<_>>().join(" ");
    let fixed = segments().filter(|segment| !segment.contains('{')).collect::<Vec<_>>().join(" ");
    let routes = |path: &str| [format!("{method} {path}"), format!("{path} {method}")];
    let is = |id: &str, words: &[String]| words.iter().any(|words| words.to_snake_case() == id.to_snake_case());
    let digits = |number: &str| !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
    let numbered = id.rsplit_once(['-', '_']).filter(|(_, number)| digits(number));
    let of_routes = |id: &str| is(id, &routes(&all)) || is(id, &routes(&fixed));
    let path_alone = id.starts_with(['_', '/', '-']) && is(id, &[all.clone(), fixed.clone()]);
    path_alone || all != fixed && is(id, &routes(&all)) || numbered.is_some_and(|(id, _)| of_routes(id))
}

fn put(document: &mut Document, at: &Pointer, key: &str, value: Value) {
    let known = at.child(key);
    let place = document.origins.place(if known.get(&document.value).is_some() { &known } else { at });
    document.put(at, key, Document::new(value, Origins::at(place)));
}
