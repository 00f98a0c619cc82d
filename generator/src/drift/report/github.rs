//! Workflow commands: <https://docs.github.com/actions/reference/workflow-commands-for-github-actions>.

use serde_json::Value;

use super::super::is_breaking;
use super::{Pages, Report};

impl Report<'_> {
    pub(super) fn github(&self, places: &[[Value; 2]]) -> String {
        let property = |text: &str| data(text).replace(':', "%3A").replace(',', "%2C");
        let mut text = self.pages.as_ref().map(of_pages).unwrap_or_default();
        for (finding, places) in self.findings.iter().zip(places) {
            let command = if is_breaking(finding) { "error" } else { "warning" };
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

fn of_pages(pages: &Pages) -> String {
    let line = |change: &super::PageChange| {
        let command = if matches!(change.word, "changed" | "unseen") { "notice" } else { "warning" };
        format!("::{command} title=page {}::{}\n", change.word, data(&change.shown()))
    };
    pages.changes.iter().map(line).collect()
}

/// A text as the data of a command.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}
