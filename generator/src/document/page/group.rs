//! Operations without tags → the group that their pages give them: the folder of the page, its breadcrumb, or the heading above its
//! title, in this order. A group that all pages share tells nothing.

mod breadcrumb;
mod folder;
mod heading;

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::Fragment;
use super::heading::same;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::document::shape::operations;
use crate::document::{Document, Origins};
use crate::pointer::Pointer;
use crate::source::Sources;

pub(super) use breadcrumb::{group as of_breadcrumb, is_id};

/// Groups that a note names.
const NAMED: usize = 8;

/// Puts the groups of pages into operations that have no tags; one note says which. Where no operation of the run has a tag,
/// it is all of them or none: the others would have no group but that of their paths.
pub(super) fn apply(fragments: &mut [Fragment], sources: &Sources, diagnostics: &mut Diagnostics) {
    let open: Vec<Vec<Pointer>> = fragments.iter().map(|fragment| untagged(&fragment.document.value)).collect();
    if open.iter().all(Vec::is_empty) {
        return;
    }
    let tags: BTreeSet<String> = fragments.iter().flat_map(|fragment| tags(&fragment.document.value)).collect();
    let groups = groups(fragments, sources);
    let bare = |(open, group): (&Vec<Pointer>, &Option<String>)| !open.is_empty() && group.is_none();
    if tags.is_empty() && open.iter().zip(&groups).any(bare) {
        return;
    }
    let (mut given, mut count, mut first) = (BTreeSet::new(), 0, None);
    for ((fragment, open), group) in fragments.iter_mut().zip(open).zip(groups) {
        let Some(group) = group else { continue };
        // Tags of other pages are the better spelling.
        let group = tags.iter().find(|tag| same(tag, &group)).cloned().unwrap_or(group);
        for at in open {
            let place = fragment.document.origins.place(&at);
            let value = Value::Array(vec![Value::String(group.clone())]);
            fragment.document.put(&at, "tags", Document::new(value, Origins::at(place.clone())));
            first.get_or_insert(place);
            count += 1;
            given.insert(group.clone());
        }
    }
    let Some(first) = first else { return };
    diagnostics.push(Diagnostic::note("page::group", first, message(count, &given)).help(help()));
}

fn message(count: usize, given: &BTreeSet<String>) -> String {
    let has = if count == 1 {
        "an operation has no tag; it is".to_owned()
    } else {
        format!("{count} operations have no tags; they are")
    };
    let named: Vec<String> = given.iter().take(NAMED).map(|group| format!("`{group}`")).collect();
    let more = given.len().saturating_sub(NAMED);
    let more = if more == 0 { String::new() } else { format!(" and {more} more") };
    format!("{has} grouped as the pages are: {}{more}", named.join(", "))
}

fn help() -> String {
    let action = json!({"target": "$.paths.*.*.tags", "remove": true});
    format!("to group all operations by their paths, add to the `actions` of an overlay: {action}")
}

/// The group of each fragment.
fn groups(fragments: &[Fragment], sources: &Sources) -> Vec<Option<String>> {
    let folders = folder::groups(fragments, sources);
    let headings = heading::groups(fragments);
    let crumbs = breadcrumb::telling(fragments);
    let all = folders.into_iter().zip(crumbs).zip(headings);
    all.map(|((folder, crumb), heading)| folder.or(crumb).or(heading)).collect()
}

fn has_tag(operation: &Value) -> bool {
    let named = |tag: &Value| tag.as_str().is_some_and(|tag| !tag.trim().is_empty());
    operation.get("tags").is_some_and(|tags| tags.as_array().is_none_or(|tags| tags.iter().any(named)))
}

fn untagged(document: &Value) -> Vec<Pointer> {
    let open = operations(document).filter(|(_, operation)| operation.is_object() && !has_tag(operation));
    open.map(|(at, _)| at).collect()
}

fn tags(document: &Value) -> Vec<String> {
    let lists = operations(document).filter_map(|(_, operation)| operation.get("tags")?.as_array());
    lists.flatten().filter_map(Value::as_str).filter(|tag| !tag.trim().is_empty()).map(str::to_owned).collect()
}

/// The groups that differ; none where all of them are the same.
fn unless_shared<T: Clone + Ord>(groups: Vec<Option<T>>) -> Vec<Option<T>> {
    let distinct: BTreeSet<&Option<T>> = groups.iter().collect();
    if distinct.len() > 1 { groups } else { vec![None; groups.len()] }
}
