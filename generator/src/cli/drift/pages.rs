//! What is said of pages, in the report of what changed.

use std::fmt::Write;

use serde_json::{Value, json};

use crate::cli::diff::ReportFormat;
use crate::diagnostic::escape;
use crate::site::change::{Changes, Page};
use crate::site::choose::Why;

/// One thing to say.
struct Line {
    word: &'static str,
    page: String,
    more: String,
    operations: Vec<String>,
    to: Option<String>,
}

/// The report of an API with what is said of its pages.
pub(super) fn complete(report: String, changes: &Changes, pages: usize, format: ReportFormat) -> String {
    let lines = lines(changes);
    match format {
        ReportFormat::Text => text(&lines, pages) + &report,
        ReportFormat::Markdown => report + &markdown(&lines, pages),
        ReportFormat::Github => github(&lines) + &report,
        ReportFormat::Json => json(&report, &lines),
    }
}

fn lines(changes: &Changes) -> Vec<Line> {
    let line = |word, page: &Page, more: &str| Line {
        word,
        page: page.key.clone(),
        more: more.to_owned(),
        operations: page.operations.iter().cloned().collect(),
        to: None,
    };
    let with = |word, more: fn(Why) -> &'static str| move |(page, why): &(Page, Why)| line(word, page, more(*why));
    let moved = |(page, to): &(Page, String)| Line { to: Some(to.clone()), ..line("moved", page, "") };
    let mut lines = Vec::new();
    lines.extend(changes.added.iter().map(|page| line("added", page, "")));
    lines.extend(changes.removed.iter().map(with("removed", removed)));
    lines.extend(changes.moved.iter().map(moved));
    lines.extend(
        changes
            .lost
            .iter()
            .map(with("lost", |_| "no fragment is there any more; its operations are kept as they were")),
    );
    lines.extend(changes.unseen.iter().map(with("unseen", unseen)));
    lines.extend(changes.changed.iter().map(|page| line("changed", page, "")));
    lines
}

fn removed(why: Why) -> &'static str {
    if why == Why::Gone { "the server says that it is not there" } else { "nothing names it any more" }
}

fn unseen(why: Why) -> &'static str {
    match why {
        Why::Robots => "robots.txt asks not to fetch it; kept as it was",
        Why::TooMany => "beyond the number of pages; kept as it was",
        Why::Optional => "in the section Optional now; kept as it was",
        Why::Outside => "a copy of a file, not of a site; kept as it was",
        _ => "not looked at; kept as it was",
    }
}

/// `3 pages: 1 added, 2 changed`
fn first(lines: &[Line], pages: usize) -> String {
    let words = ["added", "removed", "moved", "lost", "unseen", "changed"];
    let counts = words.map(|word| (word, lines.iter().filter(|line| line.word == word).count()));
    let counts: Vec<String> =
        counts.iter().filter(|(_, count)| *count > 0).map(|(word, count)| format!("{count} {word}")).collect();
    let counts = if counts.is_empty() { "all as they were".to_owned() } else { counts.join(", ") };
    format!("of {pages} pages: {counts}")
}

impl Line {
    /// `https://… → https://…, no index names it any more: get /pets`
    fn shown(&self) -> String {
        let to = self.to.as_ref().map(|to| format!(" → {to}")).unwrap_or_default();
        let more = if self.more.is_empty() { String::new() } else { format!(" ({})", self.more) };
        let operations = self.operations.join(", ");
        let operations = if operations.is_empty() { operations } else { format!(": {operations}") };
        escape(&format!("{}{to}{more}{operations}", self.page)).to_string()
    }
}

fn text(lines: &[Line], pages: usize) -> String {
    let mut text = format!("{}\n", first(lines, pages));
    for line in lines {
        let _ = writeln!(text, "  {:8} {}", line.word, line.shown());
    }
    text.push('\n');
    text
}

fn markdown(lines: &[Line], pages: usize) -> String {
    let mut text = format!("\n## Pages\n\nOf {}.\n", first(lines, pages).trim_start_matches("of "));
    for line in lines {
        let plain: String = line
            .shown()
            .chars()
            .flat_map(|letter| {
                let mark = "\\|<>*_[]&`".contains(letter).then_some('\\');
                mark.into_iter().chain([letter])
            })
            .collect();
        let gap = if text.ends_with(".\n") { "\n" } else { "" };
        let _ = writeln!(text, "{gap}- {}: {plain}", line.word);
    }
    text
}

/// Workflow commands: <https://docs.github.com/actions/reference/workflow-commands-for-github-actions>.
fn github(lines: &[Line]) -> String {
    let data = |text: &str| text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A");
    let line = |line: &Line| {
        let command = if matches!(line.word, "changed" | "unseen") { "notice" } else { "warning" };
        format!("::{command} title=page {}::{}\n", line.word, data(&line.shown()))
    };
    lines.iter().map(line).collect()
}

fn json(report: &str, lines: &[Line]) -> String {
    let mut value: Value = serde_json::from_str(report).unwrap_or_default();
    let pages = lines.iter().map(|line| {
        json!({
            "change": line.word, "page": line.page, "to": line.to,
            "why": (!line.more.is_empty()).then_some(&line.more), "operations": line.operations,
        })
    });
    let pages: Vec<Value> = pages.collect();
    if let Some(object) = value.as_object_mut() {
        object.insert("pages".to_owned(), Value::Array(pages));
    }
    format!("{value:#}\n")
}
