//! `[[merge.rename]]`: another name for a component of one fragment, wherever that fragment says the old one.

use serde_json::Map;
use serde_json::Value;

use super::Part;
use super::reference;
use super::rules::UNUSED;
use crate::config::Rename;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::Diagnostics;
use crate::document::shape::Shape;
use crate::document::shape::change;
use crate::pointer::Pointer;

/// A component's old and new name.
pub(super) struct Names<'r> {
    pub(super) kind: &'r str,
    pub(super) old: &'r str,
    pub(super) new: &'r str,
}

/// Applies renames. Each has to settle a conflict: some other fragment has something else under the same name.
pub(super) fn apply(parts: &mut [Part], rules: &[Rename], diagnostics: &mut Diagnostics) {
    let published: Vec<Part> = if rules.is_empty() { Vec::new() } else { parts.to_vec() };
    for rule in rules {
        match names(rule) {
            Ok(names) if settles(&published, rule, &names) => {
                for part in parts.iter_mut().filter(|part| part.is(&rule.fragment)) {
                    rename(part, &names, diagnostics);
                }
            }
            Ok(_) => diagnostics.push(unused(&published, rule)),
            Err(diagnostic) => diagnostics.push(*diagnostic),
        }
    }
}

fn names(rule: &Rename) -> Result<Names<'_>, Box<Diagnostic>> {
    let Some((kind, old)) = rule.component.split_once('/') else {
        let message = format!("`component = \"{}\"` of a `[[merge.rename]]` is no component", rule.component);
        return Err(Box::new(Diagnostic::error("merge::rule", None, message).help("write it as `schemas/Name`")));
    };
    // OpenAPI 3.1.1, section 4.8.7.2.
    let legal = |char: char| char.is_ascii_alphanumeric() || matches!(char, '.' | '-' | '_');
    if rule.to.is_empty() || !rule.to.chars().all(legal) || rule.to == old {
        let message = format!("`to = \"{}\"` of a `[[merge.rename]]` is no new name for a component", rule.to);
        let error = Diagnostic::error("merge::rule", None, message);
        return Err(Box::new(error.help("use letters, digits, `.`, `-` and `_`")));
    }
    Ok(Names { kind, old, new: &rule.to })
}

/// Whether a fragment that is meant and one that is not differ about the component.
fn settles(parts: &[Part], rule: &Rename, names: &Names<'_>) -> bool {
    let at = Pointer::root().join(["components", names.kind, names.old]);
    let (meant, others): (Vec<_>, Vec<_>) = parts.iter().partition(|part| part.is(&rule.fragment));
    let value = |part: &Part| at.get(&part.document.value).cloned();
    let others: Vec<Value> = others.into_iter().filter_map(value).collect();
    meant.into_iter().filter_map(value).any(|value| others.iter().any(|other| *other != value))
}

fn unused(parts: &[Part], rule: &Rename) -> Diagnostic {
    let Rename { fragment, component, .. } = rule;
    let known = parts.iter().any(|part| part.is(fragment));
    let why = if known { "no other fragment has another one of this name" } else { "there is no such fragment" };
    let message = format!("the `[[merge.rename]]` of \"{component}\" in \"{fragment}\" settles nothing: {why}");
    Diagnostic::error(UNUSED, None, message).help("remove the rule")
}

/// Gives a component of a fragment its new name.
pub(super) fn rename(part: &mut Part, names: &Names<'_>, diagnostics: &mut Diagnostics) {
    let kind = Pointer::root().join(["components", names.kind]);
    let Some(Value::Object(components)) = kind.get_mut(&mut part.document.value) else { return };
    if components.contains_key(names.new) {
        let message = format!("the fragment `{}` has a component of the new name `{}` already", part.name, names.new);
        diagnostics.push(Diagnostic::error("merge::rule", part.place(&kind.child(names.new)), message));
        return;
    }
    if !components.contains_key(names.old) {
        return;
    }
    *components = renamed(std::mem::take(components), names);
    let before = part.document.origins.clone();
    part.document.origins.remove_key(&kind.child(names.old));
    part.document.origins.graft(&kind.child(names.new), &before, &kind.child(names.old));
    change(&mut part.document.value, Shape::Object, &mut |shape, map| {
        if shape == Shape::Object {
            rewrite(map, names);
        }
    });
}

/// The same map with another key at the same place.
fn renamed(map: Map<String, Value>, names: &Names<'_>) -> Map<String, Value> {
    map.into_iter().map(|(key, value)| (if key == names.old { names.new.to_owned() } else { key }, value)).collect()
}

/// Rewrites what an object says about the component.
fn rewrite(map: &mut Map<String, Value>, names: &Names<'_>) {
    for key in reference::KEYS {
        if let Some(Value::String(text)) = map.get_mut(key) {
            rewrite_reference(text, names);
        }
    }
    if let (true, Some(Value::Object(mapping))) = (map.contains_key("propertyName"), map.get_mut("mapping")) {
        for value in mapping.values_mut() {
            match value {
                Value::String(text) if text == names.old && names.kind == "schemas" => names.new.clone_into(text),
                Value::String(text) => rewrite_reference(text, names),
                _ => {}
            }
        }
    }
    if let (true, Some(Value::Array(requirements))) = (names.kind == "securitySchemes", map.get_mut("security")) {
        for requirement in requirements.iter_mut().filter_map(Value::as_object_mut) {
            *requirement = renamed(std::mem::take(requirement), names);
        }
    }
}

/// `#/components/schemas/Old/properties/x` → `#/components/schemas/New/properties/x`.
fn rewrite_reference(text: &mut String, names: &Names<'_>) {
    let Some(pointer) = reference::local(text) else { return };
    let [components, kind, name, ..] = pointer.tokens() else { return };
    if components != "components" || kind != names.kind || name != names.old {
        return;
    }
    let written: Vec<&str> = text.split('/').collect();
    let rest = written.get(4..).unwrap_or_default();
    let start = ["#", "components", names.kind, names.new];
    *text = start.iter().chain(rest).copied().collect::<Vec<_>>().join("/");
}
