//! Tags as platforms write them → tags: lists of groups become the last group, the prefix that all tags of a run share goes,
//! and so does the part of a path that pages share.

mod paths;

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::Fragment;
use crate::diagnostic::{Diagnostic, Diagnostics, Place};
use crate::document::Document;
use crate::document::shape::operations;
use crate::pointer::Pointer;

pub(super) use paths::{is_language, shortest};

/// Words before `_` that say what a tag is to a platform, and nothing of the API; the first one wherever it stands, the others
/// where tags stand in lists.
const STRUCTURE: [&str; 9] =
    ["subpackage", "package", "subgroup", "group", "section", "category", "folder", "module", "tag"];

/// The tags of one operation.
struct Tagged {
    fragment: usize,
    at: Pointer,
    /// For each tag the index where it stands, and what it is.
    tags: Vec<(usize, String)>,
    nested: bool,
}

/// Tidies the tags of all fragments of a run; one note says what was changed.
pub(super) fn tidy(fragments: &mut [Fragment], diagnostics: &mut Diagnostics) {
    let tagged: Vec<Tagged> = fragments.iter().enumerate().flat_map(|(index, part)| tagged(index, part)).collect();
    let names: BTreeSet<&str> = tagged.iter().flat_map(|one| one.tags.iter().map(|(_, tag)| tag.as_str())).collect();
    let nested = !tagged.is_empty() && tagged.iter().all(|one| one.nested);
    let renames = renames(&names, nested);
    let mut changed: Option<(Place, String, String)> = None;
    let mut count = 0_usize;
    for one in &tagged {
        let Some(fragment) = fragments.get_mut(one.fragment) else { continue };
        if let Some(first) = one.apply(&mut fragment.document, &renames) {
            count += 1;
            changed.get_or_insert(first);
        }
    }
    for fragment in fragments.iter_mut() {
        rename_root(&mut fragment.document, &renames);
    }
    if let Some((place, from, to)) = changed {
        let others = match count - 1 {
            0 => String::new(),
            1 => "; so was that of another operation".to_owned(),
            more => format!("; so were those of {more} further operations"),
        };
        let what = if from == to { "the list of groups".to_owned() } else { format!("the tag `{from}`") };
        let message = format!("{what} was read as `{to}`{others}");
        diagnostics.push(Diagnostic::note("page::tags", place, message));
    }
}

fn tagged(index: usize, fragment: &Fragment) -> Vec<Tagged> {
    let read = |(at, operation): (Pointer, &Value)| {
        let list = operation.get("tags")?.as_array()?;
        let id = operation.get("operationId").and_then(Value::as_str).unwrap_or_default();
        let nested = list.iter().any(Value::is_array);
        let tags = list.iter().enumerate().filter_map(|(index, tag)| Some((index, group(tag, id)?))).collect();
        Some(Tagged { fragment: index, at: at.child("tags"), tags, nested })
    };
    operations(&fragment.document.value).filter_map(read).filter(|one| !one.tags.is_empty()).collect()
}

/// A tag, or the last group in a list of them that is not the operation itself.
fn group(tag: &Value, id: &str) -> Option<String> {
    let mut all = Vec::new();
    flatten(tag, &mut all);
    let own = |name: &&&str| name.rsplit_once('/').is_some_and(|(_, last)| last == id);
    let kept = all.iter().rev().find(|name| !own(name)).or(all.last());
    kept.map(|name| (*name).to_owned())
}

fn flatten<'v>(value: &'v Value, all: &mut Vec<&'v str>) {
    match value {
        Value::String(text) => all.push(text),
        Value::Array(items) => items.iter().for_each(|item| flatten(item, all)),
        _ => {}
    }
}

/// What each tag of a run is called. Tags that keep their names are left out.
fn renames(names: &BTreeSet<&str>, nested: bool) -> BTreeMap<String, String> {
    let prefix = prefix(names, nested);
    let bare = |name: &str| {
        let rest = name.get(prefix.len()..).unwrap_or(name);
        // The groups of a list stand in each other: `group_a/group_b`.
        rest.split('/').map(|part| part.strip_prefix(&prefix).unwrap_or(part)).collect::<Vec<_>>().join("/")
    };
    let stripped: BTreeMap<&str, String> = names.iter().map(|name| (*name, bare(name))).collect();
    let short = paths::short(&stripped.values().map(String::as_str).collect());
    let renamed = stripped.into_iter().map(|(name, bare)| {
        let to = short.get(&bare).cloned().unwrap_or(bare);
        (name.to_owned(), to)
    });
    renamed.filter(|(from, to)| from != to && !to.is_empty()).collect()
}

/// The word with `_` that all tags begin with: one that names a structure, or any where several tags stand in lists.
fn prefix(names: &BTreeSet<&str>, nested: bool) -> String {
    let word = |name: &&str| name.split_once('_').map(|(word, _)| word.to_owned());
    let Some(first) = names.first().and_then(word) else { return String::new() };
    let prefix = format!("{first}_");
    let shared = names.iter().all(|name| name.len() > prefix.len() && name.starts_with(&prefix));
    let word = first.to_ascii_lowercase();
    let structural = if nested { STRUCTURE.contains(&word.as_str()) } else { word == STRUCTURE[0] };
    if shared && (structural || nested && names.len() > 1) { prefix } else { String::new() }
}

impl Tagged {
    /// Writes the tags of the operation; returns the first that changed.
    fn apply(&self, document: &mut Document, renames: &BTreeMap<String, String>) -> Option<(Place, String, String)> {
        let renamed = |tag: &String| renames.get(tag).unwrap_or(tag).clone();
        let first = self.tags.iter().find(|(_, tag)| renames.contains_key(tag)).or(self.tags.first())?;
        if !self.nested && !self.tags.iter().any(|(_, tag)| renames.contains_key(tag)) {
            return None;
        }
        let places: Vec<Place> =
            self.tags.iter().map(|(index, _)| document.origins.place(&self.at.child(index))).collect();
        let place = places.first().cloned()?;
        let (mut kept, mut seen) = (Vec::new(), BTreeSet::new());
        document.origins.remove_key(&self.at);
        document.origins.set(self.at.clone(), place.clone());
        for ((_, tag), place) in self.tags.iter().zip(places) {
            let tag = renamed(tag);
            if seen.insert(tag.clone()) {
                document.origins.set(self.at.child(kept.len()), place);
                kept.push(Value::String(tag));
            }
        }
        let to = renamed(&first.1);
        *self.at.get_mut(&mut document.value)? = Value::Array(kept);
        Some((place, first.1.clone(), to))
    }
}

/// The tags that a document describes are those of its operations.
fn rename_root(document: &mut Document, renames: &BTreeMap<String, String>) {
    let tags = document.value.get_mut("tags").and_then(Value::as_array_mut);
    for name in tags.into_iter().flatten().filter_map(|tag| tag.get_mut("name")) {
        if let Some(to) = name.as_str().and_then(|name| renames.get(name)) {
            *name = Value::String(to.clone());
        }
    }
}
