//! For the users of an API: a section of a changelog, in the words of [Keep a Changelog](https://keepachangelog.com/en/1.1.0/).

mod kinds;
mod subject;

use super::{Finding, Report, Wire, is_told_by_title};
use crate::drift::{Kind, Level};
use kinds::{Section, of};
use subject::{code, listed, operation, subject};

impl Report<'_> {
    pub(super) fn changelog(&self) -> String {
        let mut text = String::from("## Unreleased\n");
        for section in Section::ALL {
            let entries = self.entries(section);
            if !entries.is_empty() {
                text.push_str(&format!("\n### {}\n\n", section.as_str()));
                entries.iter().for_each(|entry| text.push_str(&format!("- {entry}\n")));
            }
        }
        if self.findings.is_empty() { text + "\nNothing changed.\n" } else { text }
    }

    /// The entries of a section; what is said of many things in the same words is one.
    fn entries(&self, section: Section) -> Vec<String> {
        let mine = || self.findings.iter().filter(|finding| of(finding.kind).0 == section);
        let mut entries: Vec<String> = mine().filter(|finding| !is_of_many(finding.kind)).map(entry).collect();
        for kind in [Kind::TextChanged, Kind::OtherChanged] {
            let all: Vec<&Finding> = mine().filter(|finding| finding.kind == kind).collect();
            if !all.is_empty() {
                let named = listed(all.iter().map(|finding| subject(finding)));
                entries.push(format!("{} {named}.", of(kind).1));
            }
        }
        entries
    }
}

/// Whether there are many of the kind, of which nobody reads more than the first.
fn is_of_many(kind: Kind) -> bool {
    matches!(kind, Kind::TextChanged | Kind::OtherChanged)
}

/// A sentence: whom it breaks, what changed and how, and which operations it reaches.
fn entry(finding: &Finding) -> String {
    let breaks = match (finding.wire, finding.rust) {
        (Wire::Breaks, _) => "**Breaking:** ",
        (Wire::MayBreak, _) => "**May break:** ",
        (Wire::Safe, Level::Major) => "**Breaking in Rust:** ",
        (Wire::Safe, _) => "",
    };
    let reaches = match is_told_by_title(finding) {
        true => String::new(),
        false => format!(", in {}", listed(finding.operations.iter().map(|name| operation(name)))),
    };
    format!("{breaks}{} {}{}{reaches}.", subject(finding), of(finding.kind).1, detail(finding))
}

/// How it was and is: ` (a → b)`.
fn detail(finding: &Finding) -> String {
    let is_news = |word: &&String| **word != finding.subject;
    match (&finding.words.0, &finding.words.1) {
        (Some(old), Some(new)) if finding.kind == Kind::OperationMoved => {
            format!(" ({} → {})", operation(old), operation(new))
        }
        (Some(old), Some(new)) => format!(" ({} → {})", code(old), code(new)),
        (old, new) => old.iter().chain(new).find(is_news).map(|word| format!(" ({})", code(word))).unwrap_or_default(),
    }
}
