//! The results of a run as a page for a browser, with bars.

use std::time::Duration;

use crate::cli::corpus::entry::{Entry, Outcome};
use crate::cli::corpus::table::{check, counts, left_out_by_code, mebibytes, outcome, totals};
use crate::html::{Html, page};

/// The totals, how the documents ended, what was left out and why, and a row for each document.
pub(super) fn html(entries: &[Entry]) -> String {
    page("Corpus", |main| {
        totals(entries).lines().for_each(|line| main.leaf("p", &[], line));
        outcomes(main, entries);
        let left_out: Vec<(String, usize)> = left_out_by_code(entries).into_iter().collect();
        if !left_out.is_empty() {
            main.leaf("h2", &[], "Left out");
            main.counts(left_out.iter().map(|(code, count)| (code.as_str(), "", *count)));
        }
        documents(main, entries);
    })
}

fn outcomes(main: &mut Html, entries: &[Entry]) {
    let known = [
        (Outcome::Generated, "good"),
        (Outcome::Diagnosed, ""),
        (Outcome::Unlocated, "bad"),
        (Outcome::OutOfTime, "bad"),
        (Outcome::Crashed(String::new()), "bad"),
    ];
    let rows = known.iter().map(|(known, class)| {
        let word = outcome(known);
        (word, *class, entries.iter().filter(|entry| outcome(&entry.outcome) == word).count())
    });
    main.leaf("h2", &[], "Outcomes");
    main.counts(rows.filter(|(.., count)| *count > 0));
}

fn documents(main: &mut Html, entries: &[Entry]) {
    main.leaf("h2", &[], "Documents");
    if entries.iter().any(|entry| !entry.is_fine()) {
        main.element("label", &[], |label| {
            label.void("input", &[("type", "checkbox"), ("id", "wrong")]);
            label.text(" only what did not become what it should");
        });
    }
    let most = Most::of(entries);
    main.element("div", &[("class", "wide")], |wide| {
        wide.element("table", &[], |table| {
            table.element("tr", &[], |row| {
                ["document", "outcome", "operations", "schemas"].iter().for_each(|name| row.leaf("th", &[], name));
                for name in ["CPU s", "MiB", "lines"] {
                    row.leaf("th", &[("colspan", "2")], name);
                }
                row.leaf("th", &[], "check");
            });
            table.line();
            entries.iter().for_each(|entry| document(table, entry, &most));
        });
    });
    main.line();
}

/// The greatest of what is drawn.
struct Most {
    cpu: Duration,
    peak: u64,
    lines: usize,
}

impl Most {
    fn of(entries: &[Entry]) -> Self {
        Self {
            cpu: entries.iter().map(|entry| entry.used.cpu).max().unwrap_or_default(),
            peak: entries.iter().map(|entry| entry.used.peak).max().unwrap_or_default(),
            lines: entries.iter().map(|entry| entry.lines).max().unwrap_or_default(),
        }
    }
}

fn document(table: &mut Html, entry: &Entry, most: &Most) {
    let fine = entry.is_fine();
    table.element("tr", &[("class", if fine { "fine" } else { "wrong" })], |row| {
        row.element("td", &[], |cell| cell.leaf("code", &[], &entry.name));
        let how = match &entry.outcome {
            Outcome::Crashed(how) => format!("crashed: {how}"),
            other => outcome(other).to_owned(),
        };
        row.leaf("td", &[("class", if fine { "" } else { "bad" })], &how);
        ["operations", "schemas"].iter().for_each(|kind| row.leaf("td", &[("class", "number")], &counts(entry, kind)));
        let (cpu, most_cpu) = (entry.used.cpu.as_secs_f64(), most.cpu.as_secs_f64());
        for (number, value, greatest) in [
            (format!("{cpu:.2}"), cpu, most_cpu),
            (format!("{:.1}", mebibytes(entry.used)), entry.used.peak as f64, most.peak as f64),
            (entry.lines.to_string(), entry.lines as f64, most.lines as f64),
        ] {
            row.leaf("td", &[("class", "number")], &number);
            row.element("td", &[("class", "picture")], |cell| cell.bar(value, greatest));
        }
        row.leaf("td", &[], &entry.compiled.as_ref().map(check).unwrap_or_default());
    });
    table.line();
}
