//! One page for a browser: a summary, filters by both verdicts, and each finding with both sides.

mod excerpt;
mod finding;

use std::collections::{BTreeMap, BTreeSet};

use super::{Pages, Report, Wire};
use crate::drift::Level;
use crate::html::{Html, page};
use crate::source::Sources;

/// Findings that are open from the start, the gravest.
const OPEN: usize = 10;
/// Characters of one text of a document at most.
const LONG: usize = 400;

impl Report<'_> {
    pub(super) fn html(&self, sources: &Sources) -> String {
        page("API drift", |main| {
            self.summary(main);
            if !self.findings.is_empty() {
                self.filters(main);
            }
            let mut ids = BTreeSet::new();
            for (index, (finding, sides)) in
                self.findings.iter().zip(finding::sides(self.findings, sources)).enumerate()
            {
                let id = ids.insert(finding.fingerprint.as_str());
                finding::add(main, finding, &sides, (id, index < OPEN));
            }
            if let Some(pages) = &self.pages {
                of_pages(main, pages);
            }
        })
    }

    fn summary(&self, main: &mut Html) {
        let first = if self.findings.is_empty() { "No drift".to_owned() } else { self.first_line() };
        main.leaf("p", &[], &format!("{first}."));
        for line in self.last_line().lines() {
            main.leaf("p", &[("class", "soft")], line);
        }
        main.line();
        let mut kinds: BTreeMap<&str, usize> = BTreeMap::new();
        self.findings.iter().for_each(|finding| *kinds.entry(finding.kind.name()).or_default() += 1);
        if kinds.len() < 2 {
            return;
        }
        let mut kinds: Vec<_> = kinds.into_iter().collect();
        kinds.sort_by_key(|(name, count)| (std::cmp::Reverse(*count), *name));
        main.element("details", &[], |details| {
            details.leaf("summary", &[], &format!("{} kinds of change", kinds.len()));
            details.counts(kinds.into_iter().map(|(name, count)| (name, "", count)));
        });
        main.line();
    }

    fn filters(&self, main: &mut Html) {
        let on_wire = [Wire::Breaks, Wire::MayBreak, Wire::Safe]
            .map(|wire| (wire.as_str(), self.findings.iter().filter(|finding| finding.wire == wire).count()));
        let in_rust = [Level::Major, Level::Minor, Level::Patch, Level::None]
            .map(|level| (level.as_str(), self.findings.iter().filter(|finding| finding.rust == level).count()));
        main.element("div", &[("class", "filters")], |filters| {
            choice(filters, "wire", &on_wire);
            choice(filters, "rust", &in_rust);
            filters.element("label", &[("class", "all-open")], |label| {
                label.void("input", &[("type", "checkbox"), ("id", "open")]);
                label.text(" open all");
            });
        });
        main.line();
    }
}

/// Boxes to tick for one verdict, all of them ticked.
fn choice(filters: &mut Html, verdict: &str, words: &[(&str, usize)]) {
    filters.element("fieldset", &[], |set| {
        set.leaf("legend", &[], verdict);
        for (word, count) in words {
            set.element("label", &[("class", word)], |label| {
                let id = format!("{verdict}-{word}");
                label.void("input", &[("type", "checkbox"), ("id", &id), ("checked", "checked")]);
                label.text(&format!(" {word} {count}"));
            });
        }
    });
}

fn of_pages(main: &mut Html, pages: &Pages) {
    main.leaf("h2", &[], "Pages");
    main.leaf("p", &[], &format!("Of {}.", pages.first_line()));
    main.element("ul", &[], |list| {
        for change in &pages.changes {
            list.leaf("li", &[], &short(&format!("{}: {}", change.word, change.shown())));
        }
    });
    main.line();
}

/// A text that is not longer than one may be.
fn short(text: &str) -> String {
    if text.chars().nth(LONG).is_none() { text.to_owned() } else { text.chars().take(LONG).chain(['…']).collect() }
}
