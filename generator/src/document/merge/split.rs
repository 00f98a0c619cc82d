//! Components of one name that contradict each other: each group of fragments keeps its own, under a name of its own.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use heck::ToUpperCamelCase;
use serde_json::Value;

use super::Part;
use super::difference::without_prose;
use super::groups::Group;
use super::groups::groups;
use super::info;
use super::join::Contradiction;
use super::join::component_kind;
use super::paste;
use super::rename;
use super::rename::Names;
use super::rules::Rules;
use super::unique;
use super::usage::Usage;
use super::versions::Version;
use super::versions_of;
use crate::config::ComponentsAs;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::Diagnostics;
use crate::document::Document;
use crate::pointer::Pointer;

/// A component that was split, for its diagnostic.
struct Split {
    kind: String,
    name: String,
    /// The new names, each with a fragment that uses it and the first difference.
    others: Vec<(String, usize, Contradiction)>,
    first: usize,
}

/// Renames components until those of one name agree. A rename changes the components that refer to it, which are looked at
/// again.
pub(super) fn apply(parts: &mut [Part], rules: &mut Rules<'_>, usage: &Usage, diagnostics: &mut Diagnostics) {
    let mut holding = components(parts);
    let mut waiting: BTreeSet<Name> = holding.keys().cloned().collect();
    let mut taken: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (kind, name) in &waiting {
        taken.entry(kind.clone()).or_default().insert(name.to_lowercase());
    }
    let mut splits: Vec<Split> = Vec::new();
    while let Some((kind, name)) = waiting.pop_first() {
        let at = Pointer::root().join(["components", &kind, &name]);
        if kind.starts_with("x-") || kind == "examples" || rules.prefers(&at) {
            continue;
        }
        let holders = holding.get(&(kind.clone(), name.clone())).cloned().unwrap_or_default();
        if !differ(parts, &holders, &at) {
            continue;
        }
        let versions: Vec<Version<'_>> = versions_of(holders.iter().map(|index| &parts[*index]), &at);
        let found = groups(&versions, component_kind(&kind), usage.required(&kind, &name));
        let rule = if found.len() > 1 { rules.components(&at) } else { None };
        if let Some(one) = rule.and_then(|rule| chosen(rule, &found, &versions)) {
            let value = one.document.clone();
            use_for_all(parts, &holders, &kind, &name, &value);
            continue;
        }
        let [kept, others @ ..] = found.as_slice() else { continue };
        let first = kept.members.first().map_or(0, |member| holders[*member]);
        let mut split = Split { kind: kind.clone(), name: name.clone(), others: Vec::new(), first };
        let others: Vec<(Vec<usize>, Contradiction)> =
            others.iter().filter_map(|group| Some((members(group, &holders), group.contradiction.clone()?))).collect();
        for (members, contradiction) in others {
            let Some(first) = members.first().copied() else { continue };
            let names = taken.entry(kind.clone()).or_default();
            let new = new_name(&parts[first], &name, names);
            let moved: BTreeSet<usize> = members.iter().copied().collect();
            if let Some(own) = holding.get_mut(&(kind.clone(), name.clone())) {
                own.retain(|holder| !moved.contains(holder));
            }
            holding.insert((kind.clone(), new.clone()), members.clone());
            for member in members {
                for changed in rename_in(&mut parts[member], &kind, &name, &new, diagnostics) {
                    waiting.insert(changed);
                }
            }
            split.others.push((new, first, contradiction));
        }
        if !split.others.is_empty() && rule.is_none() {
            splits.push(split);
        }
    }
    splits.iter().for_each(|split| diagnostics.push(split.diagnostic(parts)));
}

/// The statement that a rule uses for all; `None` where each fragment keeps its own.
fn chosen<'g>(rule: ComponentsAs, groups: &'g [Group], versions: &[Version<'_>]) -> Option<&'g Group> {
    // The first of the highest.
    let highest = |weight: &dyn Fn(&Group) -> Vec<u64>| groups.iter().rev().max_by_key(|group| weight(group));
    let versions_of = |group: &Group| {
        let parts = group.members.iter().filter_map(|member| versions.get(*member));
        parts.filter_map(|version| info::version(version.part)).max().unwrap_or_default()
    };
    match rule {
        ComponentsAs::Split => None,
        ComponentsAs::First => groups.first(),
        ComponentsAs::Largest => highest(&|group| vec![nodes(&without_prose(&group.document.value))]),
        ComponentsAs::Newest => highest(&versions_of),
    }
}

/// How many values there are in a value.
fn nodes(value: &Value) -> u64 {
    match value {
        Value::Object(map) => 1 + map.values().map(nodes).sum::<u64>(),
        Value::Array(items) => 1 + items.iter().map(nodes).sum::<u64>(),
        _ => 1,
    }
}

/// Puts one statement in the place of those of all fragments.
fn use_for_all(parts: &mut [Part], holders: &[usize], kind: &str, name: &str, one: &Document) {
    let parent = Pointer::root().join(["components", kind]);
    for holder in holders {
        if let Some(part) = parts.get_mut(*holder) {
            part.document.put(&parent, name, one.clone());
        }
    }
}

fn members(group: &Group, holders: &[usize]) -> Vec<usize> {
    group.members.iter().filter_map(|member| holders.get(*member).copied()).collect()
}

fn differ(parts: &[Part], holders: &[usize], at: &Pointer) -> bool {
    let mut values = holders.iter().map(|index| at.get(&parts[*index].document.value));
    let first = values.next();
    values.any(|value| Some(value) != first)
}

/// Kind and name of a component.
type Name = (String, String);

/// All components, each with the fragments that have it.
fn components(parts: &[Part]) -> BTreeMap<Name, Vec<usize>> {
    let mut holding: BTreeMap<Name, Vec<usize>> = BTreeMap::new();
    for (index, part) in parts.iter().enumerate() {
        let kinds = part.document.value.get("components").and_then(Value::as_object).into_iter().flatten();
        for (kind, names) in kinds.filter_map(|(kind, names)| Some((kind, names.as_object()?))) {
            for name in names.keys() {
                holding.entry((kind.clone(), name.clone())).or_default().push(index);
            }
        }
    }
    holding
}

/// The old name behind what the fragment is called.
fn new_name(part: &Part, name: &str, taken: &mut BTreeSet<String>) -> String {
    let label = part.label().to_upper_camel_case();
    unique(&format!("{label}{}", name.to_upper_camel_case()), taken)
}

/// Renames, and returns the components of the fragment whose references changed.
fn rename_in(
    part: &mut Part,
    kind: &str,
    old: &str,
    new: &str,
    diagnostics: &mut Diagnostics,
) -> Vec<(String, String)> {
    let before = part.document.value.get("components").cloned().unwrap_or_default();
    rename::rename(part, &Names { kind, old, new }, diagnostics);
    let after = part.document.value.get("components").and_then(Value::as_object);
    let mut changed = vec![(kind.to_owned(), new.to_owned())];
    for (kind, names) in after.into_iter().flatten() {
        for (name, value) in names.as_object().into_iter().flatten() {
            if before.get(kind).and_then(|names| names.get(name)).is_some_and(|known| known != value) {
                changed.push((kind.clone(), name.clone()));
            }
        }
    }
    changed
}

impl Split {
    fn diagnostic(&self, parts: &[Part]) -> Diagnostic {
        let Self { kind, name, others, first } = self;
        let here = Pointer::root().join(["components", kind, name]);
        let names: Vec<String> = others.iter().map(|(new, ..)| format!("`{new}`")).collect();
        let message = format!(
            "fragments contradict each other about the component `{kind}/{name}`; each keeps its own: `{name}` and {}",
            names.join(", ")
        );
        let difference = others.first().map(|(.., Contradiction(inside))| here.join(inside.tokens()));
        let place = parts[*first].document.origins.place(difference.as_ref().unwrap_or(&here));
        let help = "a rule keeps that, uses one of them for all, or chooses another name";
        let rule = paste::components(kind, name, &here, &parts[*first].name);
        let said = Diagnostic::warning("merge::contradiction", place, message).help(help).rule(rule);
        others.iter().take(super::versions::SHOWN).fold(said, |said, (new, part, Contradiction(inside))| {
            let there = Pointer::root().join(["components", kind, new]).join(inside.tokens());
            let part = &parts[*part];
            let differs = format!("`{}` differs, first at `{inside}`", part.name);
            said.related(part.document.origins.place(&there), differs)
        })
    }
}
