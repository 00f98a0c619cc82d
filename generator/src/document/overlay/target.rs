//! JSONPath (RFC 9535) → the pointers of the nodes that it selects.

use std::collections::BTreeSet;

use serde_json::Value;
use serde_json_path::JsonPath;
use serde_json_path::PathElement;

use crate::diagnostic::Place;
use crate::diagnostic::nearest;
use crate::pointer::Pointer;

/// A JSONPath of an overlay.
#[derive(Debug)]
pub(super) struct Target {
    /// As written.
    pub(super) text: String,
    /// Where it is written.
    pub(super) place: Place,
    /// The path, or its segments one by one, so that a node that several ways lead to is looked into once.
    steps: Vec<JsonPath>,
}

/// Limits of a path: parsing takes time that doubles with each filter inside a filter, and each `..` may multiply the
/// nodes by the depth of the document.
const LONGEST: usize = 4096;
const BRACKETS: usize = 6;
const PARENTHESES: usize = 32;
const DESCENTS: usize = 6;
const DESCENTS_OF_FILTERS: usize = 1;

/// What is wrong with a path, and what to do about it.
type Problem = (String, Option<String>);

impl Target {
    /// Reads a path.
    pub(super) fn parse(text: &str, place: Place) -> Result<Self, Problem> {
        check_limits(text)?;
        match JsonPath::parse(text) {
            Ok(path) => Ok(Self { text: text.to_owned(), place, steps: steps(text).unwrap_or_else(|| vec![path]) }),
            Err(error) => {
                let what = match error.message() {
                    "parser error" => String::new(),
                    message => format!(": {message}"),
                };
                Err((
                    format!("`{text}` is not a JSONPath from character {}{what}", error.position() + 1),
                    help(text, error.position()),
                ))
            }
        }
    }

    /// The nodes that it selects, each once, in document order of first selection.
    pub(super) fn select(&self, document: &Value) -> Vec<Pointer> {
        let mut found = vec![(Pointer::root(), document)];
        for step in &self.steps {
            let mut seen = BTreeSet::new();
            let nodes = found.into_iter().flat_map(|(at, value)| {
                let nodes = step.query_located(value).into_iter();
                nodes.map(move |node| (at.join(node.location().iter().map(token)), node.node())).collect::<Vec<_>>()
            });
            found = nodes.filter(|(at, _)| seen.insert(at.clone())).collect();
        }
        found.into_iter().map(|(at, _)| at).collect()
    }

    /// Why it selects nothing: up to where there is something, and what there could be meant.
    pub(super) fn explain(&self, document: &Value) -> String {
        let cuts = segment_starts(&self.text);
        for cut in cuts.iter().rev() {
            let Some((before, after)) = self.text.split_at_checked(*cut) else { continue };
            let Ok(path) = Self::parse(before, self.place.clone()) else { continue };
            let Some(first) = path.select(document).first().and_then(|at| at.get(document)) else { continue };
            let next = cuts.iter().find(|next| *next > cut).map_or(after.len(), |next| next - cut);
            let segment = after.get(..next).unwrap_or(after);
            let name = segment.trim_matches(['.', '[', ']', '\'', '"']);
            if first.is_object() && segment.starts_with('[') && name.parse::<u64>().is_ok() && !segment.contains('\'') {
                return format!("`{before}` is an object, whose keys are text: write `['{name}']`");
            }
            let near = first.as_object().and_then(|object| nearest(name, object.keys().map(String::as_str)));
            if let Some(near) = near {
                return format!("`{before}` is there, but has no `{name}`; did you mean `{near}`?");
            }
            if !first.is_object() || segment.contains(['?', '*', ':']) {
                return format!("`{before}` is there, but nothing in it is selected by `{segment}`");
            }
            return format!(
                "`{before}` is there, but not `{segment}` in it; a key that is absent is added by an `update` of `{before}`"
            );
        }
        "remove the action, or let it be with `x-allow-no-match: true`".to_owned()
    }
}

fn check_limits(text: &str) -> Result<(), Problem> {
    if text.len() > LONGEST {
        return Err((format!("the path is longer than {LONGEST} bytes"), None));
    }
    let (mut brackets, mut parentheses, mut before) = (0usize, 0usize, ' ');
    let (mut descents, mut of_filters) = (0, 0);
    for (_, char) in bare(text) {
        match char {
            '[' => brackets += 1,
            ']' => brackets = brackets.saturating_sub(1),
            '(' => parentheses += 1,
            ')' => parentheses = parentheses.saturating_sub(1),
            '.' if before == '.' && brackets > 0 => of_filters += 1,
            '.' if before == '.' => descents += 1,
            _ => {}
        }
        before = char;
        if brackets > BRACKETS || parentheses > PARENTHESES {
            return Err((
                "the path has too many brackets inside each other".to_owned(),
                Some("make several actions of it".to_owned()),
            ));
        }
    }
    let help = || Some("name the way to the nodes".to_owned());
    if descents > DESCENTS {
        return Err((format!("the path has more than {DESCENTS} `..`"), help()));
    }
    if of_filters > DESCENTS_OF_FILTERS {
        return Err(("the filters of the path have more than one `..`".to_owned(), help()));
    }
    if descents > 1 && steps(text).is_none() {
        return Err(("a path with a filter that names the root `$` may have one `..`".to_owned(), help()));
    }
    Ok(())
}

/// The segments of a path, each as a path from the nodes that those before it select; `None` where one names the root of the
/// document, which it would not see.
fn steps(text: &str) -> Option<Vec<JsonPath>> {
    let starts = segment_starts(text);
    let names_root = bare(text).skip(1).any(|(_, char)| char == '$');
    let ends = starts.iter().skip(1).copied().chain([text.len()]);
    let segments =
        starts.iter().zip(ends).map(|(start, end)| JsonPath::parse(&format!("${}", text.get(*start..end)?)).ok());
    segments.collect::<Option<_>>().filter(|_| !names_root)
}

/// The token of a pointer that a step of a location is.
fn token(element: &PathElement<'_>) -> String {
    match element {
        PathElement::Name(name) => (*name).to_owned(),
        PathElement::Index(index) => index.to_string(),
    }
}

/// The characters of a path outside of quotes, with their bytes.
fn bare(text: &str) -> impl Iterator<Item = (usize, char)> {
    let (mut quote, mut escaped) = (None, false);
    text.char_indices().filter(move |(_, char)| {
        match (quote, char) {
            _ if escaped => escaped = false,
            (Some(_), '\\') => escaped = true,
            (Some(open), char) if open == *char => quote = None,
            (Some(_), _) => {}
            (None, '\'' | '"') => quote = Some(*char),
            (None, _) => return true,
        }
        false
    })
}

/// What to do about a path that does not parse.
fn help(text: &str, position: usize) -> Option<String> {
    let trimmed = text.trim();
    if trimmed != text {
        return Some("remove the white space around it".to_owned());
    }
    if !text.starts_with('$') {
        return Some(format!("a JSONPath starts with `$`: `$.{text}`"));
    }
    // A name after a dot takes letters, digits and `_` only.
    let until = text.char_indices().nth(position).map_or(text.len(), |(at, _)| at);
    let start = text.get(..until)?.rfind('.')? + 1;
    let rest = text.get(start..)?;
    let name = rest.split(['.', '[']).next().filter(|name| !name.is_empty())?;
    let plain = name.chars().all(|char| char.is_alphanumeric() || char == '_');
    (!plain)
        .then(|| format!("a name with other characters than letters, digits and `_` stands in brackets: `['{name}']`"))
}

/// The bytes at which the segments of a path start.
fn segment_starts(text: &str) -> Vec<usize> {
    let mut starts = Vec::new();
    let (mut depth, mut before) = (0usize, ' ');
    for (at, char) in bare(text) {
        match char {
            '[' | '(' => {
                if depth == 0 && before != '.' {
                    starts.push(at);
                }
                depth += 1;
            }
            ']' | ')' => depth = depth.saturating_sub(1),
            '.' if depth == 0 && before != '.' => starts.push(at),
            _ => {}
        }
        before = char;
    }
    starts
}
