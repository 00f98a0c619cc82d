//! `info`: one title and the newest version, or what the configuration pins.

use serde_json::Map;
use serde_json::Value;

use super::Merger;
use super::Part;
use crate::diagnostic::Diagnostic;
use crate::document::Document;
use crate::document::Origins;
use crate::document::shape::only_operation;
use crate::pointer::Pointer;

/// Puts `info` together.
pub(super) fn merge(merger: &mut Merger<'_>) {
    let at = Pointer::root().child("info");
    let versions = merger.versions(&at);
    let Some(first) = versions.first() else { return };
    let differ = versions.iter().any(|version| version.document.value != first.document.value);
    let pinned = if differ { merger.rules.info() } else { None };
    if let Some(info) = pinned {
        let origins = Origins::at(first.document.origins.place(&Pointer::root()));
        merger.document.put(&Pointer::root(), "info", Document::new(info.clone(), origins));
        return;
    }
    if !differ {
        merger.document.put(&Pointer::root(), "info", first.document.clone());
        return;
    }
    let mut joined = first.document.clone();
    let mut said = Vec::new();
    for version in &versions {
        let fields = version.document.value.as_object().into_iter().flat_map(Map::keys);
        for field in fields {
            let here = Pointer::root().child(field);
            let missing = here.get(&joined.value).is_none_or(is_blank);
            if missing && let Some(part) = version.document.part(&here) {
                joined.put(&Pointer::root(), field, part);
            }
        }
    }
    let parts: Vec<&Part> = versions.iter().map(|version| version.part).collect();
    let fields = [("title", title(&parts)), ("version", newest(&parts))];
    for (field, chosen) in fields {
        let Some((text, part)) = chosen else { continue };
        let at = at.child(field);
        let others: Vec<&&Part> = parts
            .iter()
            .filter(|other| text_of(other, field).is_some_and(|own| own != text && !own.is_empty()))
            .collect();
        if let Some(other) = others.first() {
            let message = format!("fragments differ in `info.{field}`; `{text}` is used");
            let note = Diagnostic::note("merge::info", part.place(&at), message);
            let related = format!("`{}` says `{}`", other.name, text_of(other, field).unwrap_or_default());
            said.push(note.related(other.place(&at), related));
        }
        let value = Document::new(Value::String(text), Origins::at(part.place(&at)));
        joined.put(&Pointer::root(), field, value);
    }
    merger.document.put(&Pointer::root(), "info", joined);
    said.into_iter().for_each(|note| merger.diagnostics.push(note));
}

fn is_blank(value: &Value) -> bool {
    value.is_null() || value.as_str().is_some_and(|text| text.trim().is_empty())
}

fn text_of<'p>(part: &'p Part, field: &str) -> Option<&'p str> {
    part.document.value.get("info")?.get(field)?.as_str()
}

/// The title that all fragments have, or that they begin with. A title that names the page or its operation says nothing
/// of the API.
fn title<'p>(parts: &[&'p Part]) -> Option<(String, &'p Part)> {
    let titles: Vec<(&str, &Part)> = parts
        .iter()
        .filter_map(|part| Some((text_of(part, "title")?.trim(), *part)))
        .filter(|(title, _)| !title.is_empty())
        .collect();
    let of_apis: Vec<(&str, &Part)> = titles.iter().filter(|(title, part)| !names_page(title, part)).copied().collect();
    let titles = if of_apis.is_empty() { titles } else { of_apis };
    let (first, part) = *titles.first()?;
    let common = titles.iter().skip(1).fold(first, |common, (title, _)| common_beginning(common, title));
    let common = common.trim_end_matches(|char: char| !char.is_alphanumeric() && !matches!(char, ')' | ']' | '!'));
    if !common.is_empty() {
        return Some((common.to_owned(), part));
    }
    // The most frequent, of several the first.
    let count = |title: &str| titles.iter().filter(|(other, _)| *other == title).count();
    let most = titles.iter().map(|(title, _)| count(title)).max()?;
    titles.iter().find(|(title, _)| count(title) == most).map(|(title, part)| ((*title).to_owned(), *part))
}

/// Whether a title is that of the fragment's page or of its one operation.
pub(super) fn names_page(title: &str, part: &Part) -> bool {
    let same = |other: &str| other.trim().eq_ignore_ascii_case(title);
    let Some((_, operation)) = only_operation(&part.document.value) else { return false };
    let summary = operation.get("summary").and_then(Value::as_str).filter(|summary| !summary.trim().is_empty());
    summary.or(part.title.as_deref()).is_some_and(same)
}

/// The words that both begin with.
pub(super) fn common_beginning<'t>(one: &'t str, other: &str) -> &'t str {
    let mut others = other.split_whitespace();
    let mut end = 0;
    for word in one.split_whitespace() {
        if others.next() != Some(word) {
            break;
        }
        end = one[end..].find(word).map_or(end, |start| end + start + word.len());
    }
    &one[..end]
}

/// The newest version: by its numbers, of those that begin with one.
fn newest<'p>(parts: &[&'p Part]) -> Option<(String, &'p Part)> {
    let versions = parts.iter().filter_map(|part| Some((text_of(part, "version")?, *part)));
    let mut newest: Option<(Vec<u64>, &str, &Part)> = None;
    for (text, part) in versions {
        let Some(numbers) = numbers(text) else { continue };
        if newest.as_ref().is_none_or(|(known, ..)| numbers > *known) {
            newest = Some((numbers, text, part));
        }
    }
    newest.map(|(_, text, part)| (text.to_owned(), part))
}

/// The numbers of a fragment's version.
pub(super) fn version(part: &Part) -> Option<Vec<u64>> {
    numbers(text_of(part, "version")?)
}

/// The numbers of a version such as `4.1.0`, `v2` or `2024-05-01`.
pub(super) fn numbers(version: &str) -> Option<Vec<u64>> {
    let version = version.trim();
    let digits = version.strip_prefix(['v', 'V']).unwrap_or(version);
    if !digits.starts_with(|char: char| char.is_ascii_digit()) {
        return None;
    }
    let pieces = digits.split(|char: char| !char.is_ascii_digit()).filter(|piece| !piece.is_empty());
    pieces.map(|piece| piece.parse().ok()).collect()
}
