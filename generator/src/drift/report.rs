//! A report of findings, in the form that somebody or something reads: a file for each form.

mod changelog;
mod github;
mod html;
mod json;
mod markdown;
mod pages;
mod text;

use serde_json::Value;

use super::bump::Bump;
use super::{Finding, Side, Wire};
use crate::diagnostic::escape;
use crate::render::locate;
use crate::source::Sources;

pub use pages::{PageChange, Pages};

/// Findings and what they ask of the version.
#[derive(Clone, Debug)]
pub struct Report<'a> {
    /// The findings, the gravest first.
    pub findings: &'a [Finding],
    /// The version that they ask for.
    pub bump: Bump,
    /// How many findings are not shown, because the configuration accepts them.
    pub accepted: usize,
    /// What became of the pages, where the documents are fragments of a site.
    pub pages: Option<Pages>,
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
    /// One page for a browser, with both sides of each finding.
    Html,
    /// A section of a changelog, for users of the API.
    Changelog,
}

/// How many operations a text names.
const NAMED: usize = 5;

impl Report<'_> {
    /// The report in a style, with a line break at its end.
    pub fn render(&self, sources: &Sources, style: Style) -> String {
        let places = || places(self.findings, sources);
        match style {
            Style::Text => self.text(&places()),
            Style::Json => format!("{:#}\n", self.json(&places())),
            Style::Markdown => self.markdown(&places()),
            Style::Github => self.github(&places()),
            Style::Html => self.html(sources),
            Style::Changelog => self.changelog(),
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
}

/// Whether the title names the operations: there are none, or the one that it begins with.
fn is_told_by_title(finding: &Finding) -> bool {
    match finding.operations.as_slice() {
        [] => true,
        [only] => finding.title.strip_prefix(only.as_str()).is_some_and(|rest| rest.starts_with([' ', ':'])),
        _ => false,
    }
}

/// The operations that a finding reaches, in one line.
fn operations(finding: &Finding) -> String {
    let named: Vec<String> = finding.operations.iter().take(NAMED).map(|name| escape(name).to_string()).collect();
    let more = finding.operations.len().saturating_sub(NAMED);
    if more == 0 { named.join(", ") } else { format!("{} and {more} more", named.join(", ")) }
}

/// `file:line:column`
fn shown(place: &Value) -> Option<String> {
    let file = place["file"].as_str()?;
    Some(format!("{}:{}:{}", escape(file), place["line"], place["column"]))
}

/// The places of all findings as `{file, line, column, pointer}` or null, so that each text is read once.
fn places(findings: &[Finding], sources: &Sources) -> Vec<[Value; 2]> {
    let sides = findings.iter().flat_map(|finding| [&finding.old, &finding.new]);
    let mut found = locate(sides.filter_map(|side| side.at.as_ref()), sources).into_iter().map(|found| found.to_json());
    let mut next = |side: &Side| side.at.as_ref().and_then(|_| found.next()).unwrap_or_default();
    findings.iter().map(|finding| [next(&finding.old), next(&finding.new)]).collect()
}
