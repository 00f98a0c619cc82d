//! The results, for people and for programs.

use std::fmt::Write;

use performance::svg::{Bar, Chart, Panel};
use serde_json::{Map, Value, json};

use crate::cost::columns::{COLUMNS, Column};
use crate::cost::subject::{Measured, Subject};

/// What our crates are compared with.
const BASE: &str = "derived";

/// A table for each document: a line for each figure, a column for each crate, and the ratios to derived impls.
pub fn text(subjects: &[Subject]) -> String {
    let mut text = String::new();
    for subject in subjects {
        let _ = writeln!(text, "{}: {}", subject.name, subject.summary);
        let mut line = format!("{:<24} {:>6}", "", "");
        line.extend(subject.crates.iter().map(|one| format!(" {:>22}", one.kind)));
        line.extend(compared(subject).map(|one| format!(" {:>16}", format!("{} / {BASE}", one.kind))));
        let _ = writeln!(text, "{line}");
        for column in COLUMNS {
            let _ = writeln!(text, "{}", row(subject, column));
        }
        text.push('\n');
    }
    text
}

fn row(subject: &Subject, column: Column) -> String {
    let (_, group, unit) = column.names();
    let mut line = format!("{group:<24} {unit:>6}");
    for one in &subject.crates {
        let _ = write!(line, " {:>22}", shown(one, column).unwrap_or_else(|| "–".to_owned()));
    }
    for one in compared(subject) {
        let ratio = ratio(subject, one, column).map_or_else(|| "–".to_owned(), |ratio| format!("{ratio:.2}"));
        let _ = write!(line, " {ratio:>16}");
    }
    line
}

fn shown(one: &Measured, column: Column) -> Option<String> {
    let spread = one.figures.get(column)?;
    let value = column.shown(spread.median);
    let (min, max) = (column.shown(spread.min), column.shown(spread.max));
    Some(if min == max { value } else { format!("{value} ({min}–{max})") })
}

fn compared(subject: &Subject) -> impl Iterator<Item = &Measured> {
    subject.crates.iter().filter(|one| one.kind != BASE)
}

/// How often the base's figure goes into a crate's.
fn ratio(subject: &Subject, one: &Measured, column: Column) -> Option<f64> {
    let base = subject.crates.iter().find(|one| one.kind == BASE)?.figures.get(column)?;
    Some(one.figures.get(column)?.median / base.median)
}

/// `{"runs", "documents": [{"document", "summary", "crates": [{"crate", figure: {"median", …}, …, "ratio_to_derived": {…}}]}]}`
pub fn json(subjects: &[Subject], runs: u16) -> Value {
    let documents = subjects.iter().map(|subject| {
        let crates: Vec<Value> = subject.crates.iter().map(|one| crate_json(subject, one)).collect();
        json!({ "document": subject.name, "summary": subject.summary, "crates": crates })
    });
    json!({ "runs": runs, "documents": documents.collect::<Vec<_>>() })
}

fn crate_json(subject: &Subject, one: &Measured) -> Value {
    let (mut all, mut ratios) = (Map::new(), Map::new());
    all.insert("crate".to_owned(), one.kind.as_str().into());
    for column in COLUMNS {
        let name = column.names().0;
        all.insert(name.to_owned(), one.figures.get(column).map(|spread| spread.to_json()).into());
        ratios.insert(name.to_owned(), ratio(subject, one, column).into());
    }
    all.insert("ratio_to_derived".to_owned(), ratios.into());
    all.into()
}

/// What is drawn.
const DRAWN: [Column; 8] = [
    Column::CheckCpu,
    Column::CheckPeak,
    Column::DevCpu,
    Column::ReleaseCpu,
    Column::ReleasePeak,
    Column::DevSum,
    Column::ReleaseSum,
    Column::ProgramBytes,
];

/// A panel for each figure, with the crates of all documents.
pub fn chart(subjects: &[Subject], runs: u16) -> Chart {
    let panels = DRAWN.into_iter().map(|column| {
        let (_, group, unit) = column.names();
        let bars = subjects.iter().flat_map(|subject| {
            subject.crates.iter().enumerate().map(move |(series, one)| {
                let value = one.figures.get(column)?.median;
                let text = format!("{} {}", shown(one, column)?, unit.trim_start_matches("CPU "));
                Some(Bar { label: format!("{}: {}", subject.name, one.kind), value, text, series })
            })
        });
        Panel { title: format!("{group}, {unit}"), bars: bars.flatten().collect() }
    });
    Chart {
        title: "What clients cost to compile".to_owned(),
        notes: vec![format!(
            "Of each crate alone, without dependencies; {runs} runs, medians. Compare types with derived: the same types."
        )],
        panels: panels.collect(),
    }
}
