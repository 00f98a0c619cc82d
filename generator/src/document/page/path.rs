//! The file that a fragment is kept in.

use std::collections::BTreeMap;

use any_ascii::any_ascii;
use heck::ToKebabCase;
use serde_json::Value;

use super::Fragment;
use crate::document::shape::operations;

/// Bytes of a file or folder name at most, without its ending.
const LONGEST: usize = 100;
/// Names that Windows keeps for devices, whatever their ending.
const RESERVED: [&str; 4] = ["con", "prn", "aux", "nul"];

/// The path of a fragment's file, relative and with `/`: `<tag>/<method>-<operation>.json` after the first operation, or
/// `models/<name>.json` for a fragment without operations. Made of lower-case ASCII letters, digits and hyphens, so that it
/// is a legal, safe path on every system. Two fragments can have the same one: [`fragment_paths`] keeps them apart.
pub fn fragment_path(fragment: &Fragment) -> String {
    let Some((at, operation)) = operations(&fragment.document.value).next() else {
        return format!("models/{}.json", name(&model_name(fragment)));
    };
    let tag = operation.get("tags").and_then(|tags| tags.get(0)).and_then(Value::as_str).unwrap_or("untagged");
    let (route, method) = match at.tokens() {
        [_, route, .., method] => (route.as_str(), method.as_str()),
        _ => ("", ""),
    };
    let id = operation.get("operationId").and_then(Value::as_str).unwrap_or(route);
    format!("{}/{}.json", name(tag), name(&format!("{method} {id}")))
}

/// The paths of the files of some fragments, in their order: as [`fragment_path`], and where several different fragments
/// would share one, each of them gets a suffix made from its content. Equal fragments share a file.
pub fn fragment_paths(fragments: &[Fragment]) -> Vec<String> {
    let paths: Vec<String> = fragments.iter().map(fragment_path).collect();
    let mut users: BTreeMap<&str, Vec<&Value>> = BTreeMap::new();
    for (path, fragment) in paths.iter().zip(fragments) {
        users.entry(path).or_default().push(&fragment.document.value);
    }
    let shared = |path: &str| {
        let mut values = users.get(path).into_iter().flatten();
        let first = values.next();
        values.any(|value| Some(value) != first)
    };
    let own = |(path, fragment): (&String, &Fragment)| match path.strip_suffix(".json") {
        Some(stem) if shared(path) => format!("{stem}-{:016x}.json", hash(&fragment.document.value.to_string())),
        _ => path.clone(),
    };
    paths.iter().zip(fragments).map(own).collect()
}

/// The one schema of a fragment of models, otherwise its heading.
fn model_name(fragment: &Fragment) -> String {
    let kinds = fragment.document.value.get("components").and_then(Value::as_object);
    let mut names = kinds.into_iter().flatten().filter_map(|(_, kind)| kind.as_object()).flat_map(|kind| kind.keys());
    match (names.next(), names.next(), &fragment.title) {
        (Some(only), None, _) | (Some(only), Some(_), None) => only.clone(),
        (_, _, Some(title)) => title.clone(),
        (None, _, None) => "empty".to_owned(),
    }
}

/// Any text as a file name.
fn name(text: &str) -> String {
    let kebab = any_ascii(text).to_kebab_case();
    let kept: String = kebab.chars().filter(|char| char.is_ascii_alphanumeric() || *char == '-').collect();
    let kept = kept.trim_matches('-');
    let device = RESERVED.contains(&kept) || (kept.len() == 4 && (kept.starts_with("com") || kept.starts_with("lpt")));
    if kept.is_empty() || kept.len() > LONGEST {
        let start: String = kept.chars().take(LONGEST - 17).collect();
        format!("{start}-{:016x}", hash(text)).trim_matches('-').to_owned()
    } else if device {
        format!("{kept}-")
    } else {
        kept.to_owned()
    }
}

/// FNV-1a of 64 bits: short, and the same on every system and in every version.
fn hash(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}
