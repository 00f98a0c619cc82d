//! Tags that are paths (`docs/en/Print/Tasks`): the part that tells them apart.

use std::collections::{BTreeMap, BTreeSet};

/// The shortest ends of the paths among some tags that still tell them apart. A path has three parts or more; two, where all
/// tags begin with the same one. Parts that are languages tell nothing.
pub(super) fn short(names: &BTreeSet<&str>) -> BTreeMap<String, String> {
    let split = |name: &str| -> Vec<String> { name.split('/').map(str::to_owned).collect() };
    let legal = |parts: &[String]| parts.iter().all(|part| !part.is_empty() && part.trim() == part);
    let all: Vec<(&str, Vec<String>)> = names.iter().map(|name| (*name, split(name))).collect();
    let first = all.first().and_then(|(_, parts)| parts.first());
    let shared = all.len() > 1 && all.iter().all(|(_, parts)| parts.len() > 1 && parts.first() == first);
    let is_path = |parts: &[String]| legal(parts) && (parts.len() > 2 || shared && parts.len() == 2);
    let (paths, plain): (Vec<_>, Vec<_>) = all.iter().partition(|(_, parts)| is_path(parts));
    let paths: Vec<(&str, Vec<String>)> = paths.into_iter().map(|(name, parts)| (*name, telling(parts))).collect();
    let distinct: BTreeSet<Vec<String>> = paths.iter().map(|(_, parts)| parts.clone()).collect();
    let shortest = shortest(&distinct, &plain.iter().map(|(name, _)| (*name).to_owned()).collect());
    let named = |(name, parts): &(&str, Vec<String>)| Some(((*name).to_owned(), shortest.get(parts)?.clone()));
    paths.iter().filter_map(named).collect()
}

/// The shortest end of each path that no other path has, and that is not taken.
pub(in crate::document::page) fn shortest(
    paths: &BTreeSet<Vec<String>>,
    taken: &BTreeSet<String>,
) -> BTreeMap<Vec<String>, String> {
    let mut users: BTreeMap<String, usize> = taken.iter().map(|name| (name.clone(), 1)).collect();
    for parts in paths {
        for length in 1..=parts.len() {
            *users.entry(end(parts, length)).or_default() += 1;
        }
    }
    let shortest = |parts: &Vec<String>| {
        let mut ends = (1..=parts.len()).map(|length| end(parts, length));
        ends.find(|end| users.get(end) == Some(&1)).unwrap_or_else(|| parts.join("/"))
    };
    paths.iter().map(|parts| (parts.clone(), shortest(parts))).collect()
}

/// A path without the parts that are languages.
fn telling(parts: &[String]) -> Vec<String> {
    let last = parts.len().saturating_sub(1);
    let kept = parts.iter().enumerate().filter(|(index, part)| *index == last || !is_language(part));
    kept.map(|(_, part)| part.clone()).collect()
}

fn end(parts: &[String], length: usize) -> String {
    parts.get(parts.len().saturating_sub(length)..).unwrap_or_default().join("/")
}

/// `en`, `zh-CN`.
pub(in crate::document::page) fn is_language(part: &str) -> bool {
    let (language, region) = part.split_once(['-', '_']).unwrap_or((part, "XX"));
    let two = |text: &str, lower: bool| {
        text.len() == 2
            && text.bytes().all(|byte| if lower { byte.is_ascii_lowercase() } else { byte.is_ascii_uppercase() })
    };
    two(language, true) && two(region, false)
}
