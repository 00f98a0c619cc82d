//! One method and path that several pages document with bodies or answers of their own: an operation whose body is one of
//! them, or an operation for each.

mod labels;
mod union;

use serde_json::Map;
use serde_json::Value;

use super::Merger;
use super::apart;
use super::groups::Group;
use super::paste;
use super::paths;
use super::versions::Version;
use crate::config::VariantsAs;
use crate::diagnostic::Diagnostic;
use crate::document::Document;
use crate::document::Origins;
use crate::pointer::Pointer;
use labels::Labels;

/// Puts variants together.
pub(super) fn merge<'m>(
    merger: &mut Merger<'m>,
    item: &Pointer,
    slot: &[String],
    versions: &[Version<'m>],
    groups: Vec<Group>,
) {
    let at = item.join(slot);
    let rule = merger.rules.variants(&at);
    let by = rule.and_then(|rule| rule.by.as_deref());
    let parts: Vec<_> = groups.iter().filter_map(|group| versions.get(*group.members.first()?)).collect();
    let labels = Labels::of(&groups, &parts, by).unwrap_or_else(|| {
        let by = by.unwrap_or_default();
        let message = format!("`by = \"{by}\"` of the `[[merge.variants]]` at \"{at}\" does not tell the bodies apart");
        let help = "name a property with one value of its own in each body, as a JSON Pointer, or write by = \"page\"";
        merger.diagnostics.push(Diagnostic::error("merge::rule", None, message).help(help));
        Labels::of_pages(&parts)
    });
    let asked = rule.map(|rule| rule.kind);
    let united = match asked {
        Some(VariantsAs::Functions) => None,
        _ => union::unite(merger, &groups, &labels),
    };
    if asked.is_none() {
        report(merger, item, slot, &parts, &labels, united.is_some());
    }
    match united {
        Some(operation) => paths::put(merger, item, slot, operation),
        None => functions(merger, item, slot, groups, &labels),
    }
}

fn report(
    merger: &mut Merger<'_>,
    item: &Pointer,
    slot: &[String],
    parts: &[&Version<'_>],
    labels: &Labels,
    united: bool,
) {
    let at = item.join(slot);
    let names: Vec<String> = labels.names.iter().map(|name| format!("`{name}`")).collect();
    let (is, other, said) = if united {
        ("one operation whose body and answer are one of those of", "functions", "an operation for each")
    } else {
        ("an operation for each of", "union", "one operation with a union")
    };
    let message = format!(
        "{} stands on {} pages with different contents: it becomes {is} {}",
        paths::shown(item, slot),
        parts.len(),
        names.join(", ")
    );
    let by = labels.by.as_deref().unwrap_or("page");
    let first = parts.first().map_or("", |part| part.part.name.as_str());
    let help = format!("a rule makes {said}, or uses the contents of one page only");
    let root = Pointer::root();
    let place = parts.first().map(|part| part.document.origins.place(&root));
    let warning =
        Diagnostic::warning("merge::variants", place, message).help(help).rule(paste::variants(&at, by, other, first));
    let others = parts.iter().skip(1).take(super::versions::SHOWN);
    let warning = others.fold(warning, |said, part| {
        said.related(part.document.origins.place(&root), format!("`{}` has another one", part.part.name))
    });
    merger.diagnostics.push(warning);
}

/// An operation for each variant, at paths that differ only in a fragment, which is never sent (RFC 9110, section 4.2.5).
fn functions(merger: &mut Merger<'_>, item: &Pointer, slot: &[String], groups: Vec<Group>, labels: &Labels) {
    let (Some(parent), Some(route)) = (item.parent(), item.tokens().last()) else { return };
    let tags: Vec<Option<Value>> = groups.iter().map(|group| group.document.value.get("tags").cloned()).collect();
    // A tag for each variant is the name of the variant, not a group.
    let own_tags = tags.iter().all(Option::is_some) && apart(&tags);
    let ids: Vec<Option<&str>> =
        groups.iter().map(|group| group.document.value.get("operationId").and_then(Value::as_str)).collect();
    let own_ids = ids.iter().all(Option::is_some) && apart(&ids);
    for (group, label) in groups.into_iter().zip(&labels.names) {
        let mut operation = group.document;
        if own_tags {
            operation.remove(&Pointer::root().child("tags"));
        }
        if !own_ids {
            let origins = Origins::at(operation.origins.place(&Pointer::root()));
            operation.put(&Pointer::root(), "operationId", Document::new(Value::String(label.clone()), origins));
        }
        let key = format!("{route}#{}", label.split_whitespace().collect::<Vec<_>>().join("-"));
        let at = parent.child(&key);
        if at.get(&merger.document.value).is_none() {
            let origins = Origins::at(operation.origins.place(&Pointer::root()));
            merger.document.put(&parent, &key, Document::new(Value::Object(Map::new()), origins));
        }
        // What the path says for all of its operations.
        let fields: Vec<String> = match item.get(&merger.document.value) {
            Some(Value::Object(item)) => item.keys().filter(|key| is_field(key)).cloned().collect(),
            _ => Vec::new(),
        };
        for field in fields {
            if let Some(field_value) = merger.document.part(&item.child(&field)) {
                merger.document.put(&at, &field, field_value);
            }
        }
        paths::put(merger, &at, slot, operation);
    }
    let empty = |item: &Value| item.as_object().is_some_and(|item| item.keys().all(|key| is_field(key)));
    if item.get(&merger.document.value).is_some_and(empty) {
        merger.document.remove(item);
    }
}

/// Whether a key of a path item is a field beside its methods.
fn is_field(key: &str) -> bool {
    matches!(key, "parameters" | "servers" | "summary" | "description") || key.starts_with("x-")
}
