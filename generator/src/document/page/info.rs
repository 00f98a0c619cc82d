//! The info string of a fence (CommonMark, section 4.5): the language, and words such as `FILE METHOD /path`.

use crate::document::shape::METHODS;
use crate::source::Hint;

/// What an info string says.
#[derive(Clone, Debug)]
pub(super) struct Info {
    /// What the fence holds.
    pub(super) language: Language,
    /// The words after the language, without attributes (`title="x"`).
    pub(super) words: Vec<String>,
    /// The document that the fence was cut out of: FILE of `yaml FILE METHOD /path`.
    pub(super) file: Option<String>,
}

/// What a fence holds, by the first word of its info string.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Language {
    /// JSON, YAML, or not said.
    Data(Hint),
    /// An HTTP request.
    Http,
    /// Anything else.
    Other,
}

impl Info {
    /// Reads an info string.
    pub(super) fn of(text: &str) -> Self {
        let mut words = words(text).into_iter();
        let language = language(&words.next().unwrap_or_default());
        let words: Vec<String> = words.filter(|word| !word.contains('=') && !word.starts_with('{')).collect();
        Self { language, file: file(&words), words }
    }

    /// Whether the fence may show an HTTP request as text.
    pub(super) fn is_request(&self) -> bool {
        matches!(self.language, Language::Http | Language::Data(Hint::Unknown))
    }
}

/// Words between spaces; what is in quotes or braces is one word.
fn words(text: &str) -> Vec<String> {
    let (mut all, mut word, mut close) = (Vec::new(), String::new(), None);
    for char in text.chars() {
        match (close, char) {
            (None, char) if char.is_whitespace() => all.push(std::mem::take(&mut word)),
            (None, '"' | '\'') => close = Some(char),
            (None, '{') => {
                close = Some('}');
                word.push(char);
            }
            (Some(end), char) if end == char => {
                close = None;
                if char == '}' {
                    word.push(char);
                }
            }
            _ => word.push(char),
        }
    }
    all.push(word);
    all.retain(|word| !word.is_empty());
    all
}

fn language(word: &str) -> Language {
    let word = word.trim_start_matches(['{', '.']).to_ascii_lowercase();
    let end = word.find(['{', '}', '[', ':', ',']).unwrap_or(word.len());
    match word.get(..end).unwrap_or_default() {
        "" | "openapi" | "oas" | "swagger" | "asyncapi" => Language::Data(Hint::Unknown),
        "json" | "jsonc" | "json5" | "application/json" => Language::Data(Hint::Json),
        "yaml" | "yml" | "application/yaml" | "text/yaml" => Language::Data(Hint::Yaml),
        "http" => Language::Http,
        _ => Language::Other,
    }
}

/// The words before METHOD and /path; without these the word that ends as the name of a document does.
fn file(words: &[String]) -> Option<String> {
    let method = |word: &String| METHODS.contains(&word.to_ascii_lowercase().as_str());
    let route = |pair: &[String]| matches!(pair, [one, other] if method(one) && other.starts_with('/'));
    if let Some(at) = words.windows(2).position(route) {
        let name = words.get(..at)?.join(" ");
        return (!name.is_empty()).then_some(name);
    }
    words.iter().find(|word| names_document(word)).cloned()
}

/// Whether a text ends as the name of a document does.
pub(super) fn names_document(text: &str) -> bool {
    let text = text.to_ascii_lowercase();
    [".json", ".yaml", ".yml"].iter().any(|ending| text.ends_with(ending))
}
