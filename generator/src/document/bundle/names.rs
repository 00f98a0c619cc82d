//! The names of components that come out of files.

use serde_json::{Map, Value};

use crate::pointer::Pointer;

/// Tokens that say nothing about what they lead to.
const VAGUE: &[&str] = &["schema", "items", "value", "additionalProperties", "default", "properties", "content"];

/// The first free name for what stands at `pointer` of the file at `path`: the last token; with the name of the file
/// before it; with the folders, too; with a number.
pub(super) fn free(taken: &Map<String, Value>, path: &str, pointer: &Pointer) -> String {
    let parts = path_words(path);
    let file = parts.last().cloned().unwrap_or_default();
    let last = pointer.tokens().last().filter(|token| !token.is_empty()).map(|token| legal(token));
    let vague = |token: &String| VAGUE.contains(&token.as_str()) || token.bytes().all(|byte| byte.is_ascii_digit());
    let name = match last {
        Some(token) if vague(&token) => format!("{file}_{token}"),
        Some(token) => token,
        None => file.clone(),
    };
    let named = |prefix: &str| format!("{prefix}_{name}");
    let mut candidates = vec![name.clone()];
    if name != file {
        candidates.push(named(&file));
    }
    candidates.push(named(&parts.join("_")));
    let numbered = (2_u64..).map(|number| format!("{name}_{number}"));
    candidates.into_iter().chain(numbered).find(|name| !taken.contains_key(name)).unwrap_or(name)
}

/// The folders and the file of a path, without the ending; `pet/index.yaml` is called `pet`.
fn path_words(path: &str) -> Vec<String> {
    let mut parts: Vec<String> = path.split('/').map(legal).collect();
    if let Some(file) = parts.pop() {
        let stem = match file.rsplit_once('.') {
            Some((stem, _)) if !stem.is_empty() => stem.to_owned(),
            _ => file,
        };
        if parts.is_empty() || !matches!(stem.as_str(), "index" | "_index") {
            parts.push(stem);
        }
    }
    parts
}

/// The characters that OpenAPI allows in the name of a component (3.0.4, section 4.7.7.1).
fn legal(text: &str) -> String {
    let legal = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_');
    text.chars().map(|c| if legal(c) { c } else { '_' }).collect()
}
