//! Front matter: lines of YAML between two lines `---`, at the start of a page. In the middle of a text CommonMark reads it
//! as a heading.

use super::group::is_id;
use super::line::Line;

/// The most lines of front matter.
const LONGEST: usize = 400;

/// What front matter says of a page.
#[derive(Clone, Debug, Default)]
pub(super) struct FrontMatter {
    /// The title of the page.
    pub(super) title: Option<String>,
    /// Its address.
    pub(super) address: Option<String>,
    /// The category that it belongs to.
    pub(super) group: Option<String>,
    /// The operation of a document that the page stands for, `[FILE] METHOD /path`, and where that is said.
    pub(super) operation: Option<(usize, String)>,
}

impl FrontMatter {
    /// Whether it says nothing.
    pub(super) fn is_empty(&self) -> bool {
        let Self { title, address, group, operation } = self;
        title.is_none() && address.is_none() && group.is_none() && operation.is_none()
    }
}

/// The front matter that begins at a line, and the index of the line after it. `first` says that nothing of the page stands
/// before it: what is further down has to look like front matter line by line.
pub(super) fn read(lines: &[Line<'_>], index: usize, first: bool) -> Option<(usize, FrontMatter)> {
    let is_mark = |line: &Line<'_>| line.text.trim_end() == "---";
    lines.get(index).filter(|line| is_mark(line))?;
    let inside = lines.get(index + 1..)?;
    let length = inside.iter().take(LONGEST).position(is_mark)?;
    let inside = inside.get(..length)?;
    let legal = |line: &Line<'_>| match line.text.chars().next() {
        None => first,
        Some(' ' | '\t' | '#' | '-' | ']' | '}') => true,
        Some(_) => entry(line.text).is_some_and(|(key, _)| first || key.starts_with(|char: char| char.is_lowercase())),
    };
    let any = inside.iter().any(|line| entry(line.text).is_some());
    (any && inside.iter().all(legal)).then(|| (index + length + 2, facts(inside)))
}

/// Key and value of a line without indentation.
fn entry(line: &str) -> Option<(&str, &str)> {
    let (key, value) = line.split_once(':')?;
    let key = key.trim_matches('"');
    let legal = |char: char| char.is_alphanumeric() || matches!(char, '_' | '-' | '.' | ' ');
    let named = key.starts_with(char::is_alphabetic) && key.chars().all(legal);
    (named && (value.is_empty() || value.starts_with([' ', '\t']))).then(|| (key, value.trim()))
}

fn facts(lines: &[Line<'_>]) -> FrontMatter {
    let mut matter = FrontMatter::default();
    for (index, line) in lines.iter().enumerate() {
        let Some((key, value)) = entry(line.text) else { continue };
        let value = text(value, lines.get(index + 1..).unwrap_or_default());
        let Some(value) = value else { continue };
        match key.to_ascii_lowercase().as_str() {
            "title" => matter.title = Some(value),
            "url" | "source" | "source_url" | "source-url" | "canonical_url" | "canonical" | "original_url" => {
                matter.address = Some(value);
            }
            "group" | "category" | "section" | "parent" | "tag" if !is_id(&value) => matter.group = Some(value),
            "openapi" | "api" => matter.operation = Some((line.start, value)),
            _ => {}
        }
    }
    matter
}

/// A value: in quotes, plain, or folded over the lines below.
fn text(value: &str, below: &[Line<'_>]) -> Option<String> {
    let value = if value.starts_with(['>', '|']) {
        let inside = below.iter().take_while(|line| line.text.starts_with([' ', '\t']));
        inside.map(|line| line.text.trim()).collect::<Vec<_>>().join(" ")
    } else {
        value.trim_matches(['"', '\'']).to_owned()
    };
    let value = value.trim();
    (!value.is_empty()).then(|| value.to_owned())
}
