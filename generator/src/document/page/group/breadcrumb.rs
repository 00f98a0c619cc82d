//! Where a page says that it stands: a line such as `[Docs](/) > [Beds](/beds) > List beds` near its start, or a category in its front
//! matter.

use super::unless_shared;
use crate::document::page::Fragment;
use crate::document::page::heading::{is_general, same};
use crate::document::page::line::Line;

/// Lines that are looked at, without those that are blank.
const LINES: usize = 6;
/// Bytes of one part at most.
const LONGEST: usize = 60;
/// What stands between the parts.
const BETWEEN: [&str; 6] = [" > ", " › ", " » ", " → ", " / ", " \\> "];

/// The groups that pages name.
pub(super) fn telling(fragments: &[Fragment]) -> Vec<Option<String>> {
    unless_shared(fragments.iter().map(|fragment| fragment.context.group.clone()).collect())
}

/// The group that the breadcrumb among the first lines of a page names: its last part that is not the page.
pub(in crate::document::page) fn group<'t>(
    lines: impl Iterator<Item = Line<'t>>,
    title: Option<&str>,
) -> Option<String> {
    let lines = lines.map(|line| line.text.trim()).filter(|text| !text.is_empty());
    let lines: Vec<&str> = lines.take(LINES).collect();
    let mut parts = lines.iter().find_map(|line| parts(line))?;
    let title = title.or_else(|| lines.iter().find_map(|line| line.strip_prefix("# ")));
    // The last part is the page itself, be it that a link to it would lead nowhere or that it has the title.
    let page = parts.last().is_some_and(|(text, link)| !link || title.is_some_and(|title| same(title, text)));
    if page {
        parts.pop();
    }
    let telling = |(text, _): &&(String, bool)| !is_general(text) && !same(text, "home");
    // The first part is the whole documentation.
    parts.iter().skip(1).rev().find(telling).map(|(text, _)| text.clone())
}

/// The parts of a breadcrumb, each with whether it is a link; one of them is.
fn parts(line: &str) -> Option<Vec<(String, bool)>> {
    if line.starts_with(['>', '#', '|', '`', '<']) {
        return None;
    }
    let between = BETWEEN.iter().find(|between| line.contains(**between))?;
    let parts: Vec<(String, bool)> = line.split(between).map(part).collect::<Option<_>>()?;
    (parts.len() > 2 && parts.iter().any(|(_, link)| *link)).then_some(parts)
}

/// A word or link.
fn part(text: &str) -> Option<(String, bool)> {
    let text = text.trim().trim_matches(['*', '_']);
    let link = text.strip_prefix('[').and_then(|text| text.strip_suffix(')')).and_then(|text| text.split_once("]("));
    let word = link.map_or(text, |(word, _)| word).trim();
    let legal = !word.is_empty() && word.len() <= LONGEST && !word.contains(['[', ']', '`', '.']);
    legal.then(|| (word.to_owned(), link.is_some()))
}

/// Whether a category of front matter is the key of a database, and no word.
pub(in crate::document::page) fn is_id(text: &str) -> bool {
    let hexadecimal = text.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'-');
    hexadecimal && text.len() > 7 && text.bytes().any(|byte| byte.is_ascii_digit())
}
