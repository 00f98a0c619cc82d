//! Headings: which of them are titles, and which only name a section or repeat method and path.

use crate::document::shape::METHODS;

/// Words of which the headings of a section with a fragment are made.
const SECTION: [&str; 33] = [
    "openapi",
    "open",
    "api",
    "oas",
    "swagger",
    "definition",
    "definitions",
    "specification",
    "specifications",
    "spec",
    "specs",
    "schema",
    "schemas",
    "document",
    "documentation",
    "docs",
    "reference",
    "description",
    "fragment",
    "yaml",
    "json",
    "source",
    "contract",
    "endpoint",
    "operation",
    "the",
    "raw",
    "for",
    "this",
    "of",
    "in",
    "and",
    "file",
];
/// Words that make a section of such a heading.
const SUBJECT: [&str; 8] =
    ["openapi", "oas", "swagger", "api", "specification", "specifications", "spec", "definition"];
/// Further words of folders and headings that any documentation has.
const GENERAL: [&str; 14] = [
    "rest",
    "http",
    "apis",
    "guides",
    "guide",
    "pages",
    "page",
    "all",
    "methods",
    "resources",
    "md",
    "markdown",
    "help",
    "developer",
];
/// Words that say nothing.
const ARTICLES: [&str; 3] = ["a", "an", "the"];
/// Words before the address of a page.
const ADDRESS: [&str; 4] = ["source:", "url:", "source url:", "page url:"];

/// Whether a heading says what stands below it: it is no section (`OpenAPI definition`), no method and path, no address
/// of the page.
pub(super) fn is_title(heading: &str) -> bool {
    !heading.is_empty() && !is_section(heading) && !is_route(heading) && address(heading).is_none()
}

/// The text after `Source:` or the like.
pub(super) fn address(text: &str) -> Option<&str> {
    let find = |word: &&&str| text.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word));
    let word = ADDRESS.iter().find(find)?;
    text.get(word.len()..).map(str::trim)
}

fn is_section(heading: &str) -> bool {
    let lower = heading.to_lowercase();
    let version = |word: &str| word.chars().all(|char| char.is_ascii_digit() || matches!(char, 'v' | 'x'));
    let words: Vec<&str> = plain(&lower).filter(|word| !version(word)).collect();
    words.iter().all(|word| SECTION.contains(word)) && words.iter().any(|word| SUBJECT.contains(word))
}

/// Whether a name says nothing of what is below it: `API reference`, `endpoints`, `v2`.
pub(super) fn is_general(name: &str) -> bool {
    let lower = name.to_lowercase();
    let singular = |word: &str| word.strip_suffix('s').is_some_and(|word| SECTION.contains(&word));
    let numbered = |word: &str| word.trim_start_matches('v').bytes().all(|byte| byte.is_ascii_digit());
    plain(&lower).all(|word| SECTION.contains(&word) || GENERAL.contains(&word) || singular(word) || numbered(word))
}

/// `GET /ports`, `/ports`, `GET https://host/ports`.
fn is_route(heading: &str) -> bool {
    let bare = |word: &str| word.trim_matches(['`', '*', '[', ']', '(', ')', ':']).to_owned();
    let words: Vec<String> = heading.split_whitespace().map(bare).filter(|word| !word.is_empty()).collect();
    let path = |word: &String| word.starts_with('/') || word.starts_with("http://") || word.starts_with("https://");
    let method = |word: &String| METHODS.contains(&word.to_ascii_lowercase().as_str());
    matches!(words.as_slice(), [one] if path(one))
        || matches!(words.as_slice(), [one, other] if method(one) && path(other))
}

/// Whether two texts say the same but for capitals, articles and punctuation.
pub(super) fn same(one: &str, other: &str) -> bool {
    let words = |text: &str| {
        let lower = text.to_lowercase();
        let all: Vec<&str> = plain(&lower).collect();
        let kept: Vec<&str> = all.iter().copied().filter(|word| !ARTICLES.contains(word)).collect();
        if kept.is_empty() { all.join(" ") } else { kept.join(" ") }
    };
    words(one) == words(other)
}

fn plain(text: &str) -> impl Iterator<Item = &str> {
    text.split(|char: char| !char.is_alphanumeric()).filter(|word| !word.is_empty())
}
