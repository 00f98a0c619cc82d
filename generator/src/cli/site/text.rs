//! The report for people.

use std::fmt::Write;

use serde_json::Value;

use crate::diagnostic::escape;

/// Pages without an operation that are shown one by one.
const OTHERS: usize = 40;

/// The report as text.
pub(super) fn of(report: &Value) -> String {
    let mut text = String::new();
    let list = |key: &str| report.get(key).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    list("notes").iter().for_each(|note| line(&mut text, "", str_of(note, "message")));
    head(&mut text, report);
    pages(&mut text, list("pages"));
    section(&mut text, "APIs", list("apis"));
    section(&mut text, "Settled", list("settled"));
    section(&mut text, "Read from the pages", list("read"));
    section(&mut text, "Proposed, and not applied", list("proposed"));
    text
}

fn head(text: &mut String, report: &Value) {
    let api = report.get("api").unwrap_or(&Value::Null);
    let count = |key: &str| api.get(key).and_then(Value::as_u64).unwrap_or_default();
    let pages = report.get("pages").and_then(Value::as_array).map_or(0, Vec::len);
    let servers = api.get("servers").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str);
    let servers: Vec<&str> = servers.collect();
    let servers = if servers.is_empty() { "no server".to_owned() } else { servers.join(", ") };
    let title = format!("{} {}, {servers}", str_of(api, "title"), str_of(api, "version"));
    line(text, "", &title);
    line(text, "", &format!("{pages} pages, {} operations, {} schemas", count("operations"), count("schemas")));
}

fn pages(text: &mut String, pages: &[Value]) {
    let operations = |page: &Value| page.get("operations").and_then(Value::as_array).cloned().unwrap_or_default();
    text.push_str("\nPages\n");
    for page in pages {
        for operation in operations(page) {
            let of = |key: &str| str_of(&operation, key);
            let tag = if of("tag").is_empty() { String::new() } else { format!("  [{}]", of("tag")) };
            let words = format!("{}  {} {}  {}{tag}", str_of(page, "page"), of("method"), of("path"), of("summary"));
            line(text, "  ", &words);
        }
    }
    let mut others = pages.iter().filter(|page| operations(page).is_empty());
    for page in others.by_ref().take(OTHERS) {
        let models = page.get("models").and_then(Value::as_u64).unwrap_or_default();
        let why = match str_of(page, "reason") {
            "" if models > 0 => format!("{models} schemas"),
            "" => "no operation".to_owned(),
            reason => reason.to_owned(),
        };
        line(text, "  ", &format!("{}  {why}", str_of(page, "page")));
    }
    match others.count() {
        0 => {}
        more => line(text, "  ", &format!("{more} more pages without an operation: --format json shows them")),
    }
}

/// Diagnostics, each with where it is and what can be pasted.
fn section(text: &mut String, title: &str, said: &[Value]) {
    if said.is_empty() {
        return;
    }
    let _ = writeln!(text, "\n{title}");
    for one in said {
        line(text, "  ", &format!("{}[{}]: {}", str_of(one, "severity"), str_of(one, "code"), str_of(one, "message")));
        let related = one.get("related").and_then(Value::as_array).into_iter().flatten();
        for (place, what) in std::iter::once((one, "")).chain(related.map(|other| (other, str_of(other, "message")))) {
            let number = place.get("line").and_then(Value::as_u64);
            let Some(number) = number else { continue };
            line(text, "    ", format!("{}:{number}  {what}", str_of(place, "file")).trim_end());
        }
        str_of(one, "rule").lines().for_each(|rule| line(text, "      ", rule));
        let actions = one.get("actions").and_then(Value::as_array).into_iter().flatten();
        actions.for_each(|action| line(text, "      ", &format!("- {action}")));
    }
}

fn str_of<'v>(value: &'v Value, key: &str) -> &'v str {
    value.get(key).and_then(Value::as_str).unwrap_or_default()
}

fn line(text: &mut String, indent: &str, words: &str) {
    let _ = writeln!(text, "{indent}{}", escape(words));
}
