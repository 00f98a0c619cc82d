//! For programs.

use serde_json::{Map, Value, json};

use super::{Report, Side};

impl Report<'_> {
    pub(super) fn json(&self, places: &[[Value; 2]]) -> Value {
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
        let mut report = Map::new();
        report.insert("findings".to_owned(), findings.collect());
        report.insert("accepted".to_owned(), self.accepted.into());
        report.insert("bump".to_owned(), bump);
        if let Some(pages) = &self.pages {
            let changes = pages.changes.iter().map(|change| {
                json!({
                    "change": change.word, "page": change.page, "to": change.to,
                    "why": change.why, "operations": change.operations,
                })
            });
            report.insert("pages".to_owned(), changes.collect());
        }
        Value::Object(report)
    }
}
