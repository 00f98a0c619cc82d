//! For people in a terminal.

use std::fmt::Write;

use serde_json::Value;

use super::{Pages, Report, is_told_by_title, operations, shown};
use crate::diagnostic::escape;

impl Report<'_> {
    pub(super) fn text(&self, places: &[[Value; 2]]) -> String {
        let mut text = self.pages.as_ref().map(of_pages).unwrap_or_default();
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
}

fn of_pages(pages: &Pages) -> String {
    let mut text = format!("of {}\n", pages.first_line());
    for change in &pages.changes {
        // Writing to a string cannot fail.
        let _ = writeln!(text, "  {:8} {}", change.word, change.shown());
    }
    text.push('\n');
    text
}
