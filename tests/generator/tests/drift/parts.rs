//! Pairs of documents of which one part is an `allOf`: `diff` and `generate` ask one reading of a schema.

use std::fs;
use std::path::{Path, PathBuf};

use generator_tests::run;
use harness::Trial;
use serde_json::Value;

/// A pair, in its folder, and the cells of what is expected.
type Pair = (PathBuf, Vec<String>);

/// A test for each pair.
pub fn tests() -> Vec<Trial> {
    harness::each_outside("parts", 1, "cases/drift", pairs, has_the_finding)
}

fn pairs(folder: &Path) -> Vec<(String, Pair)> {
    let expected = fs::read_to_string(folder.join("expected.tsv")).expect("the pairs");
    let pair = |line: &str| {
        let cells: Vec<String> = line.split('\t').map(str::to_owned).collect();
        (format!("{} {}", cells[0], cells[2]), (folder.to_path_buf(), cells))
    };
    expected.lines().skip(1).map(pair).collect()
}

fn has_the_finding(_: &str, (folder, cells): Pair) {
    let [old, new, at, finding, wire, rust, exit, ..] = cells.as_slice() else { panic!("{cells:?}") };
    let ran = run("crategen", &["diff", old, new, "--format", "json"], &folder, "");
    assert_eq!(ran.code.map(|code| code.to_string()).as_ref(), Some(exit), "{}", ran.stdout);
    let report: Value = serde_json::from_str(&ran.stdout).expect("a report");
    let findings = report["findings"].as_array().expect("findings");
    if finding == "none" {
        assert!(findings.is_empty(), "{findings:?}");
        return;
    }
    let named = |one: &Value| {
        let title = one["title"].as_str().unwrap_or_default();
        one["kind"] == *finding && one["wire"] == *wire && title.starts_with(at)
    };
    assert!(findings.iter().any(named), "{findings:?}");
    assert!(findings.iter().any(|one| one["rust"] == *rust), "{findings:?}");
}
