//! A report of findings: as text, JSON, Markdown, or annotations of GitHub's workflows.

use serde_json::{Value, json};

use super::bump::Bump;
use super::{Finding, Side, Wire};
use crate::diagnostic::{escape, places_to_json};
use crate::source::Sources;

/// Findings and what they ask of the version.
#[derive(Clone, Debug)]
pub struct Report<'a> {
    /// The findings, the gravest first.
    pub findings: &'a [Finding],
    /// The version that they ask for.
    pub bump: Bump,
    /// How many findings are not shown, because the configuration accepts them.
    pub accepted: usize,
}

/// How a report is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Style {
    /// For people in a terminal.
    #[default]
    Text,
    /// `{findings: [{fingerprint, title, kind, wire, rust, old: {at, signature}, new: {at, signature}, operations}], bump}`
    Json,
    /// For an issue or a pull request.
    Markdown,
    /// Annotations of a GitHub workflow.
    Github,
}

/// How many operations a text names.
const NAMED: usize = 5;

impl Report<'_> {
    /// The report in a style, with a line break at its end.
    pub fn render(&self, sources: &Sources, style: Style) -> String {
        let places = places(self.findings, sources);
        match style {
            Style::Text => self.text(&places),
            Style::Json => format!("{:#}\n", self.json(&places)),
            Style::Markdown => self.markdown(&places),
            Style::Github => self.github(&places),
        }
    }

    /// `3 findings: 1 breaks on the wire, 2 may; 1 major, 2 minor for the crate`
    fn first_line(&self) -> String {
        let count = |wire| self.findings.iter().filter(|finding| finding.wire == wire).count();
        let on_wire = match (count(Wire::Breaks), count(Wire::MayBreak)) {
            (0, 0) => "nothing breaks on the wire".to_owned(),
            (0, may) => format!("{may} may break on the wire"),
            (breaks, 0) => format!("{breaks} {} on the wire", if breaks == 1 { "breaks" } else { "break" }),
            (breaks, may) => {
                format!("{breaks} {} on the wire, {may} may", if breaks == 1 { "breaks" } else { "break" })
            }
        };
        let levels = ["major", "minor", "patch"].into_iter().zip(self.bump.counts).filter(|(_, count)| *count > 0);
        let levels: Vec<String> = levels.map(|(word, count)| format!("{count} {word}")).collect();
        let levels = if levels.is_empty() { "nothing changes".to_owned() } else { levels.join(", ") };
        let plural = if self.findings.len() == 1 { "" } else { "s" };
        format!("{} finding{plural}: {on_wire}; {levels} for the crate", self.findings.len())
    }

    fn last_line(&self) -> String {
        let accepted = match self.accepted {
            0 => String::new(),
            count => format!("accepted in the configuration: {count}\n"),
        };
        format!("{accepted}required bump: {}\n", self.bump)
    }

    fn text(&self, places: &[[Value; 2]]) -> String {
        let mut text = String::new();
        if !self.findings.is_empty() {
            text.push_str(&format!("{}\n\n", self.first_line()));
        }
        for (finding, places) in self.findings.iter().zip(places) {
            let urgent = if finding.kind.is_urgent() { ", urgent" } else { "" };
            text.push_str(&format!(
                "{}\n  wire: {}   rust: {}{urgent}   [{}] {}\n",
                escape(&finding.title),
                finding.wire.as_str(),
                finding.rust.as_str(),
                finding.kind.name(),
                finding.fingerprint
            ));
            for (word, side, place) in [("old", &finding.old, &places[0]), ("new", &finding.new, &places[1])] {
                let parts: Vec<String> = [shown(place), side.signature.as_ref().map(|line| escape(line).to_string())]
                    .into_iter()
                    .flatten()
                    .collect();
                if !parts.is_empty() {
                    text.push_str(&format!("  {word}: {}\n", parts.join("   ")));
                }
            }
            if !is_told_by_title(finding) {
                text.push_str(&format!("  operations: {}\n", operations(finding)));
            }
            text.push('\n');
        }
        if self.findings.is_empty() {
            text.push_str("no drift\n");
        }
        text + &self.last_line()
    }

    fn json(&self, places: &[[Value; 2]]) -> Value {
        let side = |side: &Side, place: &Value| json!({ "at": place, "signature": side.signature });
        let findings = self.findings.iter().zip(places).map(|(finding, places)| {
            json!({
                "fingerprint": finding.fingerprint,
                "title": finding.title,
                "kind": finding.kind.name(),
                "wire": finding.wire.as_str(),
                "rust": finding.rust.as_str(),
                "urgent": finding.kind.is_urgent(),
                "old": side(&finding.old, &places[0]),
                "new": side(&finding.new, &places[1]),
                "operations": finding.operations,
            })
        });
        let [major, minor, patch] = self.bump.counts;
        let bump = json!({
            "from": self.bump.from.to_string(), "to": self.bump.to.to_string(),
            "major": major, "minor": minor, "patch": patch,
        });
        json!({ "findings": findings.collect::<Vec<_>>(), "accepted": self.accepted, "bump": bump })
    }

    fn markdown(&self, places: &[[Value; 2]]) -> String {
        let mut text = String::from("## API drift\n\n");
        if self.findings.is_empty() {
            text.push_str("No drift.\n\n");
        } else {
            text.push_str(&format!("{}.\n\n", self.first_line()));
            text.push_str("| change | wire | rust | where | fingerprint |\n|---|---|---|---|---|\n");
        }
        for (finding, places) in self.findings.iter().zip(places) {
            let urgent = if finding.kind.is_urgent() { ", urgent" } else { "" };
            let at = shown(&places[1]).or_else(|| shown(&places[0])).unwrap_or_default();
            let operations =
                if is_told_by_title(finding) { String::new() } else { format!("<br>{}", cell(&operations(finding))) };
            text.push_str(&format!(
                "| {}{operations} | {} | {}{urgent} | {} | `{}` |\n",
                cell(&finding.title),
                finding.wire.as_str(),
                finding.rust.as_str(),
                cell(&at),
                finding.fingerprint
            ));
        }
        let changed: Vec<&Finding> =
            self.findings.iter().filter(|finding| finding.rust >= super::Level::Minor).collect();
        if !changed.is_empty() {
            text.push_str("\n<details><summary>Public items</summary>\n\n```diff\n");
            for finding in changed {
                for (sign, side) in [("-", &finding.old), ("+", &finding.new)] {
                    if let Some(line) = &side.signature {
                        text.push_str(&format!("{sign} {}\n", escape(line).to_string().replace("```", "'''")));
                    }
                }
            }
            text.push_str("```\n\n</details>\n\n");
        }
        text + &self.last_line()
    }

    /// Workflow commands: <https://docs.github.com/actions/reference/workflow-commands-for-github-actions>.
    fn github(&self, places: &[[Value; 2]]) -> String {
        let data = |text: &str| text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A");
        let property = |text: &str| data(text).replace(':', "%3A").replace(',', "%2C");
        let mut text = String::new();
        for (finding, places) in self.findings.iter().zip(places) {
            let command = if super::is_breaking(finding) { "error" } else { "warning" };
            let place = if places[0].is_null() { &places[1] } else { &places[0] };
            // A page that was fetched is no file of the repository.
            let file = place["file"].as_str().filter(|file| !file.contains("://")).map_or_else(String::new, |file| {
                format!("file={},line={},col={},", property(file), place["line"], place["column"])
            });
            let title = format!("wire {}, rust {}", finding.wire.as_str(), finding.rust.as_str());
            let message = format!("{} [{}]", finding.title, finding.fingerprint);
            text.push_str(&format!("::{command} {file}title={}::{}\n", property(&title), data(&message)));
        }
        let last = self.last_line();
        text + &format!("::notice title=API drift::{}\n", data(last.trim_end()))
    }
}

/// Whether the title names the operations: there are none, or the one that it begins with.
fn is_told_by_title(finding: &Finding) -> bool {
    match finding.operations.as_slice() {
        [] => true,
        [only] => finding.title.strip_prefix(only.as_str()).is_some_and(|rest| rest.starts_with([' ', ':'])),
        _ => false,
    }
}

fn operations(finding: &Finding) -> String {
    let named: Vec<String> = finding.operations.iter().take(NAMED).map(|name| escape(name).to_string()).collect();
    let more = finding.operations.len().saturating_sub(NAMED);
    if more == 0 { named.join(", ") } else { format!("{} and {more} more", named.join(", ")) }
}

/// Text in a cell of a table, where nothing in it is markup.
fn cell(text: &str) -> String {
    let mut cell = String::new();
    for letter in escape(text).to_string().chars() {
        if "\\|<>*_[]&`".contains(letter) {
            cell.push('\\');
        }
        cell.push(letter);
    }
    cell
}

/// `file:line:column`
fn shown(place: &Value) -> Option<String> {
    let file = place["file"].as_str()?;
    Some(format!("{}:{}:{}", escape(file), place["line"], place["column"]))
}

/// The places of all findings as `{file, line, column, pointer}` or null, so that each text is read once.
fn places(findings: &[Finding], sources: &Sources) -> Vec<[Value; 2]> {
    let sides = findings.iter().flat_map(|finding| [&finding.old, &finding.new]);
    let mut found = places_to_json(sides.filter_map(|side| side.at.as_ref()), sources).into_iter();
    let mut next = |side: &Side| side.at.as_ref().and_then(|_| found.next()).unwrap_or_default();
    findings.iter().map(|finding| [next(&finding.old), next(&finding.new)]).collect()
}
