//! The pages of a run, and what each of them holds.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use crate::diagnostic::{Diagnostics, Place, Spot};
use crate::document::merge::Part;
use crate::document::shape::operations;
use crate::pointer::{Pointer, Token};
use crate::source::{FileId, Sources};

/// Codes that say why nothing is taken from a page.
const REASONS: [&str; 6] =
    ["page::binary", "page::document", "page::extract", "page::messages", "page::no-fragment", "page::not-utf8"];

/// Each page with its operations: `[{page, operations: [{method, path, operation, summary, tag}], models, reason}]`, in the order of
/// their names in `pages`.
pub(super) fn of(parts: &[Part], pages: &[String], sources: &Sources, said: &Diagnostics) -> Value {
    let mut held: BTreeMap<&str, Vec<&Part>> = BTreeMap::new();
    for part in parts {
        held.entry(name(part, sources)).or_default().push(part);
    }
    let reasons = reasons(sources, said);
    let row = |page: &String| {
        let parts = held.get(page.as_str()).map(Vec::as_slice).unwrap_or_default();
        let operations: Vec<Value> = parts.iter().flat_map(|part| rows(part)).collect();
        let reason = reasons.get(page.as_str()).filter(|_| parts.is_empty());
        json!({ "page": page, "operations": operations, "models": models(parts), "reason": reason })
    };
    pages.iter().map(row).collect()
}

/// The page that a part stands on.
fn name<'p>(part: &'p Part, sources: &'p Sources) -> &'p str {
    match &part.page {
        Some(page) => page,
        None => shown(part.document.origins.place(&Pointer::root()), sources),
    }
}

fn shown(place: Place, sources: &Sources) -> &str {
    let offset = match place.spot {
        Spot::Offset(offset) => offset,
        Spot::Pointer(_) | Spot::Key(_) => 0,
    };
    let (file, _): (FileId, usize) = sources.resolve(place.file, offset);
    sources.name(file)
}

fn reasons<'s>(sources: &'s Sources, said: &'s Diagnostics) -> BTreeMap<&'s str, &'s str> {
    let reasons = said.iter().filter(|one| REASONS.contains(&one.code));
    let placed = reasons.filter_map(|one| Some((shown(one.at.clone()?, sources), one.message.as_str())));
    placed.collect()
}

fn rows(part: &Part) -> Vec<Value> {
    let row = |(at, operation): (Pointer, &Value)| {
        let tokens = at.tokens();
        let path = tokens.get(1).map(Token::as_str).unwrap_or_default();
        let method = tokens.last().map(|method| method.to_uppercase()).unwrap_or_default();
        json!({
            "method": method, "path": path, "operation": operation.get("operationId"),
            "summary": operation.get("summary"), "tag": operation.get("tags").and_then(|tags| tags.get(0)),
        })
    };
    operations(&part.document.value).map(row).collect()
}

/// How many schemas the fragments of a page have.
fn models(parts: &[&Part]) -> usize {
    let schemas = parts.iter().filter_map(|part| part.document.value.get("components")?.get("schemas")?.as_object());
    schemas.flat_map(|schemas| schemas.keys()).collect::<BTreeSet<_>>().len()
}
