//! The results of a run, for people and for programs.

use std::collections::BTreeMap;
use std::fmt::Write;

use serde_json::{Value, json};

use crate::cli::compiler::Used;
use crate::cli::corpus::entry::{Compiled, Entry, Outcome};

/// The table, and below it the totals, the reasons for what was left out, and the most expensive documents.
pub(super) fn text(entries: &[Entry]) -> String {
    let width = entries.iter().map(|entry| entry.name.chars().count()).max().unwrap_or(0).max(8);
    let mut text = format!(
        "  {:width$}  {:10} {:>10} {:>10} {:>7} {:>7} {:>8}  check\n",
        "document", "outcome", "operations", "schemas", "CPU s", "MiB", "lines"
    );
    for entry in entries {
        let _ = writeln!(
            text,
            "{} {:width$}  {:10} {:>10} {:>10} {:>7.2} {:>7.1} {:>8}  {}",
            if entry.is_fine() { ' ' } else { '✗' },
            entry.name,
            outcome(&entry.outcome),
            counts(entry, "operations"),
            counts(entry, "schemas"),
            entry.used.cpu.as_secs_f64(),
            mebibytes(entry.used),
            entry.lines,
            entry.compiled.as_ref().map(check).unwrap_or_default(),
        );
    }
    text.push('\n');
    text.push_str(&totals(entries));
    reasons(&mut text, entries);
    messages(&mut text, entries);
    worst(&mut text, entries);
    text
}

pub(super) fn outcome(outcome: &Outcome) -> &str {
    match outcome {
        Outcome::Generated => "generated",
        Outcome::Diagnosed => "diagnosed",
        Outcome::Unlocated => "no place",
        Outcome::OutOfTime => "too slow",
        Outcome::Crashed(_) => "crashed",
    }
}

/// `12`, or `12-3` where three were left out.
pub(super) fn counts(entry: &Entry, kind: &str) -> String {
    match entry.left_out(kind).len() {
        0 => entry.generated(kind).to_string(),
        left_out => format!("{}-{left_out}", entry.generated(kind)),
    }
}

pub(super) fn mebibytes(used: Used) -> f64 {
    used.peak as f64 / f64::from(1 << 20)
}

pub(super) fn check(compiled: &Compiled) -> String {
    let used = compiled.used.map(|used| format!(" {:.2} s {:.0} MiB", used.cpu.as_secs_f64(), mebibytes(used)));
    let said = match (compiled.compiles, compiled.warnings) {
        (true, 0) => "compiles".into(),
        (true, warnings) => format!("{warnings} warnings"),
        (false, _) if compiled.errors == 1 => "1 error".into(),
        (false, _) => format!("{} errors", compiled.errors),
    };
    said + &used.unwrap_or_default()
}

/// How many documents, operations and schemas became what, in a few lines.
pub(super) fn totals(entries: &[Entry]) -> String {
    let mut text = String::new();
    let count = |keep: &dyn Fn(&&Entry) -> bool| entries.iter().filter(keep).count();
    let sum = |kind: &str| {
        let generated: u64 = entries.iter().map(|entry| entry.generated(kind)).sum();
        let left_out: usize = entries.iter().map(|entry| entry.left_out(kind).len()).sum();
        format!("{kind}: {generated} generated, {left_out} left out")
    };
    let _ = writeln!(
        text,
        "{} documents: {} generated, {} ended with a located diagnostic, {} did not become what they should",
        entries.len(),
        count(&|entry| entry.outcome == Outcome::Generated),
        count(&|entry| entry.outcome == Outcome::Diagnosed),
        count(&|entry| !entry.is_fine()),
    );
    let _ = writeln!(text, "{}; {}", sum("operations"), sum("schemas"));
    let compiled: Vec<_> = entries.iter().filter_map(|entry| entry.compiled.as_ref()).collect();
    if !compiled.is_empty() {
        let clean = compiled.iter().filter(|said| said.compiles && said.warnings == 0).count();
        let cpu: f64 = compiled.iter().filter_map(|said| said.used).fold(0.0, |sum, used| sum + used.cpu.as_secs_f64());
        let _ = writeln!(text, "{clean} of {} crates compile without warnings; {cpu:.1} CPU s", compiled.len());
    }
    text
}

fn reasons(text: &mut String, entries: &[Entry]) {
    for (code, count) in left_out_by_code(entries) {
        let _ = writeln!(text, "left out {count:>5} × {code}");
    }
}

/// How often each reason left something out.
pub(super) fn left_out_by_code(entries: &[Entry]) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    for part in entries.iter().flat_map(|entry| ["operations", "schemas"].map(|kind| entry.left_out(kind))).flatten() {
        *counts.entry(part["code"].as_str().unwrap_or("unknown").to_owned()).or_insert(0) += 1;
    }
    counts
}

/// What the compiler said most often, each with the first place.
fn messages(text: &mut String, entries: &[Entry]) {
    let mut counts: BTreeMap<&str, (usize, String)> = BTreeMap::new();
    for entry in entries {
        for said in entry.compiled.iter().flat_map(|compiled| &compiled.messages) {
            counts.entry(&said.text).or_insert_with(|| (0, said.at.clone())).0 += 1;
        }
    }
    let mut counts: Vec<_> = counts.into_iter().collect();
    counts.sort_by_key(|(_, (count, _))| std::cmp::Reverse(*count));
    for (said, (count, at)) in counts.into_iter().take(20) {
        let line = said.lines().next().unwrap_or_default();
        let _ = writeln!(text, "compiler {count:>5} × {line} (first in {at})");
    }
}

fn worst(text: &mut String, entries: &[Entry]) {
    let mut by_lines: Vec<_> = entries.iter().collect();
    by_lines.sort_by_key(|entry| std::cmp::Reverse(entry.lines));
    let names: Vec<_> = by_lines.iter().take(3).map(|entry| format!("{} {}", entry.name, entry.lines)).collect();
    let _ = writeln!(text, "most lines: {}", names.join(", "));
    let mut by_time: Vec<_> = entries.iter().collect();
    by_time.sort_by_key(|entry| std::cmp::Reverse(entry.used.cpu));
    let shown = |entry: &&&Entry| format!("{} {:.2}", entry.name, entry.used.cpu.as_secs_f64());
    let _ = writeln!(
        text,
        "most CPU seconds: {}",
        by_time.iter().take(3).map(|entry| shown(&entry)).collect::<Vec<_>>().join(", ")
    );
}

/// `{documents: [{document, outcome, fine, …}], left_out: {code: count}}`.
pub(super) fn json(entries: &[Entry]) -> Value {
    let documents: Vec<_> = entries.iter().map(entry_json).collect();
    json!({ "documents": documents, "left_out": left_out_by_code(entries) })
}

fn entry_json(entry: &Entry) -> Value {
    let crash = match &entry.outcome {
        Outcome::Crashed(how) => Some(how),
        Outcome::Generated | Outcome::Diagnosed | Outcome::Unlocated | Outcome::OutOfTime => None,
    };
    json!({
        "document": entry.name,
        "package": entry.package,
        "negative": entry.negative,
        "outcome": outcome(&entry.outcome),
        "crash": crash,
        "fine": entry.is_fine(),
        "operations": { "generated": entry.generated("operations"), "left_out": entry.left_out("operations") },
        "schemas": { "generated": entry.generated("schemas"), "left_out": entry.left_out("schemas") },
        "cpu_seconds": entry.used.cpu.as_secs_f64(),
        "peak_bytes": entry.used.peak,
        "lines": entry.lines,
        "check": entry.compiled.as_ref().map(|compiled| json!({
            "compiles": compiled.compiles,
            "warnings": compiled.warnings,
            "errors": compiled.errors,
            "messages": compiled.messages.iter().map(|said| json!({ "text": said.text, "at": said.at })).collect::<Vec<_>>(),
            "cpu_seconds": compiled.used.map(|used| used.cpu.as_secs_f64()),
            "peak_bytes": compiled.used.map(|used| used.peak),
        })),
    })
}
