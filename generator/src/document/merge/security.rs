//! Security requirements that lost their names on the way to the page.

use serde_json::Value;

use super::Merger;
use crate::diagnostic::Diagnostic;
use crate::document::shape::operations;
use crate::pointer::Pointer;

/// Warns of requirements without names (`security: [{}, {}]`) in a document without security schemes. They are kept as
/// published: an empty requirement says "without credentials", but several of them say nothing that a person would write.
pub(super) fn check(merger: &mut Merger<'_>) {
    let document = &merger.document.value;
    let schemes = document.pointer("/components/securitySchemes").and_then(Value::as_object);
    if schemes.is_some_and(|schemes| !schemes.is_empty()) {
        return;
    }
    let root = (Pointer::root(), document);
    let holders = std::iter::once(root).chain(operations(document));
    let nameless = holders.filter(|(_, holder)| holder.get("security").is_some_and(is_nameless));
    let mut places = nameless.map(|(at, _)| merger.document.origins.place(&at.child("security")));
    let Some(first) = places.next() else { return };
    let others = places.count();
    let more = if others > 0 { format!(" (and {others} more)") } else { String::new() };
    let message = format!("`security` asks for credentials without naming a scheme, and no scheme is defined{more}");
    merger.diagnostics.push(
        Diagnostic::warning("merge::nameless-security", first, message)
            .help("the names were lost in publication: define the scheme and its requirement in the overlay"),
    );
}

fn is_nameless(security: &Value) -> bool {
    let Some(requirements) = security.as_array() else { return false };
    let empty = |requirement: &Value| requirement.as_object().is_some_and(serde_json::Map::is_empty);
    requirements.len() > 1 && requirements.iter().all(empty)
}
