//! Which operations of a document are taken. The rest stays in the document, because what is taken may refer into it; it
//! is only not read.

use std::collections::BTreeSet;

use serde_json::Value;

use super::Document;
use super::shape::METHODS;
use crate::config::{self, Filter, FilterRule};
use crate::diagnostic::Diagnostics;
use crate::pointer::Pointer;

/// What of a document is read.
#[derive(Clone, Debug, Default)]
pub struct Selection {
    /// Whether only the components are read that an operation needs.
    pub only_needed: bool,
    /// The operations and webhooks that are not read.
    filtered: BTreeSet<Pointer>,
}

impl Selection {
    /// Whether the operation at a pointer is read.
    pub fn takes(&self, operation: &Pointer) -> bool {
        !self.filtered.contains(operation)
    }

    /// How many operations are not read, and how many webhooks.
    pub fn filtered(&self) -> (usize, usize) {
        let (webhooks, operations): (Vec<_>, Vec<_>) =
            self.filtered.iter().partition(|at| at.tokens().first().is_some_and(|section| section == "webhooks"));
        (operations.len(), webhooks.len())
    }
}

/// Applies the rules of `[filter]` to the operations and webhooks of a normalised document; the path of a webhook is its name. A
/// rule that concerns none of them is an error.
pub fn select(document: &Document, filter: &Filter, diagnostics: &mut Diagnostics) -> Selection {
    if filter.is_empty() {
        return Selection::default();
    }
    let mut selection = Selection { only_needed: true, ..Selection::default() };
    let mut used = BTreeSet::new();
    let [paths, webhooks] = ["paths", "webhooks"].map(|section| Pointer::root().child(section));
    let operations = entries(paths.get(&document.value)).filter(|(path, _)| !path.starts_with("x-"));
    let called = entries(webhooks.get(&document.value));
    let all = operations.map(|(path, item)| (&paths, path, item));
    for (section, path, item) in all.chain(called.map(|(name, item)| (&webhooks, name, item))) {
        for method in METHODS {
            let Some(operation) = item.get(method) else { continue };
            let mut concerns = |rule: &FilterRule| {
                let concerned = concerns(rule, path, method, operation);
                if concerned {
                    used.insert(rule.place.clone());
                }
                concerned
            };
            // Every rule is asked, so that all that concern something count as used.
            let included = filter.include.iter().filter(|rule| concerns(rule)).count();
            let excluded = filter.exclude.iter().filter(|rule| concerns(rule)).count();
            if excluded > 0 || included == 0 && !filter.include.is_empty() {
                selection.filtered.insert(section.child(path).child(method));
            }
        }
    }
    let rules = filter.include.iter().chain(&filter.exclude);
    for rule in rules.filter(|rule| !used.contains(&rule.place)) {
        diagnostics.push(config::unused_rule(&rule.place));
    }
    selection
}

fn entries(value: Option<&Value>) -> impl Iterator<Item = (&String, &Value)> {
    value.and_then(Value::as_object).into_iter().flatten()
}

/// Whether everything that a rule says is so.
fn concerns(rule: &FilterRule, path: &str, method: &str, operation: &Value) -> bool {
    let text = |key: &str| operation.get(key).and_then(Value::as_str);
    let tags = || operation.get("tags").and_then(Value::as_array).into_iter().flatten();
    let deprecated = operation.get("deprecated").and_then(Value::as_bool).unwrap_or(false);
    rule.operation.as_ref().is_none_or(|pattern| text("operationId").is_some_and(|id| pattern.is_match(id)))
        && rule.path.as_ref().is_none_or(|pattern| pattern.is_match(path))
        && rule.method.as_ref().is_none_or(|wanted| wanted == method)
        && rule.tag.as_ref().is_none_or(|wanted| tags().any(|tag| tag.as_str() == Some(wanted)))
        && rule.deprecated.is_none_or(|wanted| wanted == deprecated)
}
