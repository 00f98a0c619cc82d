//! Credentials in a line of text.

use super::Kind;

/// Bytes of a line that are looked at.
const LONGEST: usize = 4000;
/// How keys of platforms begin.
const PREFIXES: [&str; 4] = ["sk_", "sk-", "pk_live", "pk_test"];
/// Words before a key in the header `Authorization`.
const WORDS: [&str; 6] = ["token", "apikey", "api-key", "key", "secret", "signature"];
/// Ends of the names of headers with keys.
const ENDS: [&str; 8] = ["key", "apikey", "token", "secret", "auth", "authorization", "credential", "password"];

/// Words that say that there is none.
const NONE: [&str; 5] = ["not need", "not require", "no auth", "without auth", "no key"];

/// The credential that a line speaks of.
pub(super) fn find(line: &str) -> Option<Kind> {
    let length = line.char_indices().map(|(at, _)| at).find(|at| *at >= LONGEST).unwrap_or(line.len());
    let line = line.get(..length)?;
    let lower = line.to_ascii_lowercase();
    if NONE.iter().any(|words| lower.contains(words)) {
        return None;
    }
    authorization(line, &lower).or_else(|| header(line, &lower)).or_else(|| prefix(&lower))
}

/// `Authorization: Bearer …`; also `bearer token`.
fn authorization(line: &str, lower: &str) -> Option<Kind> {
    if lower.contains("bearer token") || lower.contains("bearer authentication") {
        return Some(Kind::Http("bearer"));
    }
    let start = lower.find("authorization")? + "authorization".len();
    let rest = line.get(start..)?;
    let after = rest.trim_start_matches([':', '=', ' ', '`', '"', '\'', '*', '\\']);
    let marked = rest.get(..rest.len() - after.len()).unwrap_or_default();
    let legal = |char: char| char.is_ascii_alphanumeric() || char == '-';
    let word = after.get(..after.find(|char| !legal(char)).unwrap_or(after.len()))?;
    let known = word.to_ascii_lowercase();
    match known.as_str() {
        "bearer" => Some(Kind::Http("bearer")),
        "basic" => Some(Kind::Http("basic")),
        known if WORDS.contains(&known) && marked.contains([':', '=']) => Some(Kind::Word(word.to_owned())),
        _ => None,
    }
}

/// The name of a header with a key: one that begins with `X-`, or any in a line that speaks of a header.
fn header(line: &str, lower: &str) -> Option<Kind> {
    let legal = |char: char| char.is_ascii_alphanumeric() || matches!(char, '-' | '_');
    let speaks = lower.contains("header");
    let words = line.split(|char| !legal(char)).filter(|word| word.len() > 4 && word.contains(['-', '_']));
    let mut names = words.filter(|word| is_key_header(word));
    let wanted = |name: &&str| {
        let name = name.to_ascii_lowercase();
        name.starts_with("x-") || speaks && (name.contains("api") || name.contains("access"))
    };
    names.find(wanted).map(|name| Kind::Header(name.to_owned()))
}

fn prefix(lower: &str) -> Option<Kind> {
    let legal = |char: char| char.is_ascii_alphanumeric() || matches!(char, '-' | '_');
    let speaks = ["key", "token", "secret", "credential"].iter().any(|word| lower.contains(word));
    let mut words = lower.split(|char| !legal(char));
    // `sk-SK` is a language.
    let key = |word: &str, prefix: &str| word.starts_with(prefix) && (prefix.ends_with('_') || word.len() > 6);
    let found = speaks && words.any(|word| PREFIXES.iter().any(|prefix| key(word, prefix)));
    found.then_some(Kind::Http("bearer"))
}

/// Whether the name of a header says that it is a credential: `X-Api-Key`, `api_key`, `X-Session-Token`.
pub(super) fn is_key_header(name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    let last = lower.rsplit(['-', '_']).next().unwrap_or_default();
    let idempotency =
        lower.contains("idempot") || lower.contains("csrf") || lower.contains("next") || lower.contains("page");
    ENDS.contains(&last) && !idempotency
}
