//! The folder of a page: the last part of its path, below the folders that all pages share, that says something.

use std::collections::BTreeSet;

use crate::document::page::Fragment;
use crate::document::page::heading::is_general;
use crate::document::page::tags::{is_language, shortest};
use crate::source::Sources;

/// The folder of each fragment's page, by its address, or else its file.
pub(super) fn groups(fragments: &[Fragment], sources: &Sources) -> Vec<Option<String>> {
    let paths: Vec<Vec<String>> = fragments.iter().map(|fragment| folders(path(fragment, sources))).collect();
    let shared = paths.iter().skip(1).fold(paths.first().map_or(0, Vec::len), |shared, path| {
        let first = paths.first().into_iter().flatten();
        first.zip(path).take(shared).take_while(|(one, other)| one == other).count()
    });
    let own: Vec<Vec<String>> = paths.iter().map(|path| telling(path.get(shared..).unwrap_or_default())).collect();
    let names = shortest(&own.iter().filter(|path| !path.is_empty()).cloned().collect(), &BTreeSet::new());
    own.iter().map(|path| names.get(path).cloned()).collect()
}

fn path<'f>(fragment: &'f Fragment, sources: &'f Sources) -> &'f str {
    let Some(address) = fragment.context.source.as_deref() else { return sources.name(fragment.context.page) };
    let address = address.split(['?', '#']).next().unwrap_or_default();
    address.split_once("://").map_or(address, |(_, rest)| rest)
}

/// The folders of a path, without the name of the page.
fn folders(path: &str) -> Vec<String> {
    let mut parts: Vec<String> =
        path.split(['/', '\\']).filter(|part| !part.is_empty() && *part != ".").map(str::to_owned).collect();
    parts.pop();
    parts
}

/// The folders that say something: no language, no version, and nothing that any documentation has.
fn telling(folders: &[String]) -> Vec<String> {
    folders.iter().filter(|part| !is_language(part) && !is_general(part)).cloned().collect()
}
