//! The table of changes: each row is a pair of documents that differ in one thing, with the verdicts on the change.

use std::fs;
use std::path::PathBuf;

use crate::fixture;

/// A row of `tests/fixtures/drift/expected.tsv`.
#[derive(Clone, Debug)]
pub struct Row {
    /// What it is called, and the folder of its documents.
    pub name: String,
    /// The kind of its finding; `none`: there is none.
    pub kind: String,
    /// What breaks on the wire.
    pub wire: String,
    /// Which version has to follow.
    pub rust: String,
}

impl Row {
    /// The name, and the row.
    pub fn named(self) -> (String, Self) {
        (self.name.clone(), self)
    }

    /// The old and the new document.
    pub fn pair(&self) -> (PathBuf, PathBuf) {
        pair(&self.name)
    }
}

/// The rows, of which there have to be many.
///
/// # Panics
/// Where the table cannot be read.
pub fn rows() -> Vec<Row> {
    let table = fs::read_to_string(fixture("drift/expected.tsv")).expect("the table is there");
    let row = |line: &str| {
        let cells: Vec<&str> = line.split('\t').collect();
        let [name, kind, wire, rust] = cells.as_slice() else { panic!("four cells: {line}") };
        let [name, kind, wire, rust] = [name, kind, wire, rust].map(|cell| (*cell).to_owned());
        Row { name, kind, wire, rust }
    };
    let rows: Vec<Row> = table.lines().skip(1).map(row).collect();
    assert!(rows.len() > 50, "rows are missing");
    rows
}

/// The old and the new document of a row; most begin with the same one.
pub fn pair(row: &str) -> (PathBuf, PathBuf) {
    let old = fixture(&format!("drift/{row}/old.yaml"));
    (if old.exists() { old } else { fixture("drift/base.yaml") }, fixture(&format!("drift/{row}/new.yaml")))
}
