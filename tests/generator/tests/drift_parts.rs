//! Pairs of documents of which one part is an `allOf`: `diff` and `generate` ask one reading of a schema.

use generator_tests::{run, workspace};
use serde_json::Value;

#[test]
fn pairs_with_parts() {
    let folder = workspace().join("../shared/cases/drift");
    let Ok(expected) = std::fs::read_to_string(folder.join("expected.tsv")) else {
        eprintln!("the pairs of documents are not here: none was compared");
        return;
    };
    for line in expected.lines().skip(1) {
        let columns: Vec<&str> = line.split('\t').collect();
        let [old, new, at, finding, wire, rust, exit, ..] = columns.as_slice() else { panic!("{line}") };
        let ran = run("crategen", &["diff", old, new, "--format", "json"], &folder, "");
        assert_eq!(ran.code.map(|code| code.to_string()).as_deref(), Some(*exit), "{old}: {}", ran.stdout);
        let report: Value = serde_json::from_str(&ran.stdout).expect("a report");
        let findings = report["findings"].as_array().expect("findings");
        if *finding == "none" {
            assert!(findings.is_empty(), "{old}: {findings:?}");
            continue;
        }
        let named = |one: &&Value| {
            let title = one["title"].as_str().unwrap_or_default();
            one["kind"] == *finding && one["wire"] == *wire && title.starts_with(at)
        };
        assert!(findings.iter().any(|one| named(&one)), "{old}: {findings:?}");
        assert!(findings.iter().any(|one| one["rust"] == *rust), "{old}: {findings:?}");
    }
}
