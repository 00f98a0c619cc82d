//! For an issue or a pull request.

use std::fmt::Write;

use serde_json::Value;

use super::super::Level;
use super::{Finding, Pages, Report, is_told_by_title, operations, shown};
use crate::diagnostic::escape;

impl Report<'_> {
    pub(super) fn markdown(&self, places: &[[Value; 2]]) -> String {
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
                if is_told_by_title(finding) { String::new() } else { format!("<br>{}", plain(&operations(finding))) };
            text.push_str(&format!(
                "| {}{operations} | {} | {}{urgent} | {} | `{}` |\n",
                plain(&finding.title),
                finding.wire.as_str(),
                finding.rust.as_str(),
                plain(&at),
                finding.fingerprint
            ));
        }
        text.push_str(&self.public_items());
        text.push_str(&self.last_line());
        text + &self.pages.as_ref().map(of_pages).unwrap_or_default()
    }

    fn public_items(&self) -> String {
        let changed: Vec<&Finding> = self.findings.iter().filter(|finding| finding.rust >= Level::Minor).collect();
        if changed.is_empty() {
            return String::new();
        }
        let mut text = String::from("\n<details><summary>Public items</summary>\n\n```diff\n");
        for finding in changed {
            for (sign, side) in [("-", &finding.old), ("+", &finding.new)] {
                if let Some(line) = &side.signature {
                    text.push_str(&format!("{sign} {}\n", escape(line).to_string().replace("```", "'''")));
                }
            }
        }
        text + "```\n\n</details>\n\n"
    }
}

fn of_pages(pages: &Pages) -> String {
    let mut text = format!("\n## Pages\n\nOf {}.\n", pages.first_line());
    let gap = if pages.changes.is_empty() { "" } else { "\n" };
    text.push_str(gap);
    for change in &pages.changes {
        // Writing to a string cannot fail.
        let _ = writeln!(text, "- {}: {}", change.word, plain(&change.shown()));
    }
    text
}

/// Text in which nothing is markup, nor the end of a cell.
pub(super) fn plain(text: &str) -> String {
    let mut plain = String::new();
    for letter in escape(text).chars() {
        if "\\|<>*_[]&`".contains(letter) {
            plain.push('\\');
        }
        plain.push(letter);
    }
    plain
}
