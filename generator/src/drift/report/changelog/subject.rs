//! What a sentence is about, as users of an API call it.

use crate::diagnostic::escape;
use crate::drift::{Finding, Kind};

/// How many things a list names.
const NAMED: usize = 5;
/// Characters of one text of a document at most.
const LONG: usize = 200;

/// What changed: `` `Pet.tag` ``, `` the query parameter `limit` of `GET /pets` ``.
pub(super) fn subject(finding: &Finding) -> String {
    let whole = finding.subject.as_str();
    match finding.kind {
        Kind::NamesChanged | Kind::TypeAppeared | Kind::TypeDisappeared | Kind::TypeRenamed => {
            return format!("The Rust item {}", code(whole));
        }
        Kind::ServerChanged | Kind::OtherServersChanged => return "The API".to_owned(),
        _ => {}
    }
    if let Some(name) = whole.strip_prefix("security scheme ") {
        return format!("The security scheme {}", code(name));
    }
    if finding.operations.len() > 1 && whole.ends_with(" operations") {
        return format!("Each of {whole}");
    }
    let labels = finding.operations.iter().filter(|label| whole.starts_with(label.as_str()));
    let Some(label) = labels.max_by_key(|label| label.len()) else { return code(whole) };
    match whole.get(label.len()..).unwrap_or_default().trim_start() {
        "" => operation(label),
        part => format!("{} of {}", part_of(part), operation(label)),
    }
}

/// A part of an operation: its body, a parameter, a response.
fn part_of(part: &str) -> String {
    let parameter = |place: &str| part.strip_prefix(place)?.strip_prefix(" `")?.strip_suffix('`');
    let places = ["path", "query", "header", "cookie"];
    if let Some((place, name)) = places.iter().find_map(|place| Some((place, parameter(place)?))) {
        return format!("The {place} parameter {}", code(name));
    }
    let status = part.strip_prefix("answer ").filter(|status| status.chars().all(char::is_alphanumeric));
    match (part, status) {
        ("request body", _) => "The request body".to_owned(),
        ("default answer", _) => "The default response".to_owned(),
        (_, Some(status)) => format!("The response {status}"),
        (part, None) => code(&part.replacen("answer ", "response ", 1)),
    }
}

/// `get /pets` → `` `GET /pets` ``
pub(super) fn operation(label: &str) -> String {
    let (method, path) = label.split_once(' ').unwrap_or((label, ""));
    code(format!("{} {path}", method.to_uppercase()).trim_end())
}

/// The first of some things, and how many more there are.
pub(super) fn listed(things: impl Iterator<Item = String>) -> String {
    let things: Vec<String> = things.collect();
    let (named, rest) = things.split_at(things.len().min(NAMED));
    match (named, rest.len()) {
        ([only], 0) => only.clone(),
        ([first @ .., last], 0) => format!("{} and {last}", first.join(", ")),
        (named, more) => format!("{} and {more} more", named.join(", ")),
    }
}

/// A text in which nothing is markup, cut.
pub(super) fn code(text: &str) -> String {
    let text = escape(text);
    let cut = if text.chars().nth(LONG).is_some() { "…" } else { "" };
    crate::docs::code(&(text.chars().take(LONG).collect::<String>() + cut))
}
