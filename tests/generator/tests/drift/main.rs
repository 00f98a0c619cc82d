//! What changed between two documents: every row of the table of changes as a pair of documents, with its verdicts.

mod changelog;
mod kinds;
mod parts;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use generator_tests::drift::{Row, pair, rows};
use generator_tests::{Ran, fixture, run};
use serde_json::Value;

fn main() -> ExitCode {
    harness::run([
        harness::tests![
            a_finding_names_both_places_and_its_operations,
            known_findings_are_accepted_and_unused_acceptances_refused,
            rules_and_overlay_actions_that_no_longer_apply_end_with_three,
            reports_are_written_for_people_and_workflows
        ],
        harness::each("rows", 50, rows().into_iter().map(Row::named), has_its_verdicts),
        harness::each_outside(
            "other-tool",
            1,
            "drift",
            cases_of_another_tool,
            is_judged_alike_or_the_difference_has_a_reason,
        ),
        changelog::tests(),
        kinds::tests(),
        parts::tests(),
    ])
}

/// Verdicts on the wire, from the least grave.
const GRAVITY: [&str; 3] = ["safe", "may-break", "breaks"];

fn diff(old: &Path, new: &Path, more: &[&str]) -> Ran {
    let (old, new) = (old.to_str().expect("a path in UTF-8"), new.to_str().expect("a path in UTF-8"));
    run("crategen", &[&["diff", old, new], more].concat(), Path::new("."), "")
}

fn findings(ran: &Ran) -> Vec<Value> {
    let report: Value = serde_json::from_str(&ran.stdout).unwrap_or_else(|error| panic!("{error}: {}", ran.stderr));
    report["findings"].as_array().expect("findings").clone()
}

fn has_its_verdicts(_: &str, row: Row) {
    let (old, new) = row.pair();
    let ran = diff(&old, &new, &["--format", "json"]);
    let found = findings(&ran);
    let fits = |one: &Value| one["kind"] == row.kind && one["wire"] == row.wire && one["rust"] == row.rust;
    let fine = if row.kind == "none" { found.is_empty() } else { found.iter().any(fits) };
    let breaking = found.iter().any(|one| one["wire"] == "breaks" || one["rust"] == "major");
    let code = if found.is_empty() { 0 } else { 1 + i32::from(breaking) };
    assert!(fine && ran.code == Some(code), "{row:?}: {:?} {found:#?}", ran.code);
    let fingerprints: BTreeSet<String> = found.iter().map(|one| one["fingerprint"].to_string()).collect();
    assert_eq!(fingerprints.len(), found.len(), "two findings have one fingerprint");
}

fn a_finding_names_both_places_and_its_operations() {
    let (old, new) = pair("enum-value-removed");
    let found = findings(&diff(&old, &new, &["--format", "json"]));
    let one = found.iter().find(|one| one["kind"] == "value-removed").expect("the finding");
    assert_eq!(one["operations"], serde_json::json!(["get /pets/{id}"]));
    for side in ["old", "new"] {
        assert_eq!(one[side]["at"]["line"], 14, "{one:#}");
    }
    assert_eq!(one["old"]["signature"], "pets::GetPetOrder::Down: variant");
}

fn known_findings_are_accepted_and_unused_acceptances_refused() {
    let (old, new) = pair("default-changed");
    let found = findings(&diff(&old, &new, &["--format", "json"]));
    let [one] = found.as_slice() else { panic!("one finding: {found:#?}") };
    let folder = tempfile::tempdir().expect("a temporary folder");
    let config = folder.path().join("codegen.toml");
    let rule = |fingerprint: &str| {
        let text = format!("[[drift.accept]]\nfingerprint = {fingerprint}\nreason = \"we never leave it out\"\n");
        fs::write(&config, text).expect("written");
        diff(&old, &new, &["--config", config.to_str().expect("a path in UTF-8")])
    };
    let ran = rule(&one["fingerprint"].to_string());
    assert_eq!(ran.code, Some(0), "{}{}", ran.stdout, ran.stderr);
    assert!(ran.stdout.contains("accepted in the configuration: 1"), "{}", ran.stdout);
    let ran = rule("\"0123456789abcdef\"");
    assert_eq!(ran.code, Some(3), "{}{}", ran.stdout, ran.stderr);
    assert!(ran.stderr.contains("drift::unused-rule") && ran.stderr.contains("codegen.toml:1:"), "{}", ran.stderr);
    assert_eq!(rule("\"short\"").code, Some(65));
}

fn rules_and_overlay_actions_that_no_longer_apply_end_with_three() {
    let (old, new) = pair("default-changed");
    let folder = tempfile::tempdir().expect("a temporary folder");
    let file = |name: &str, text: &str| {
        let path = folder.path().join(name);
        fs::write(&path, text).expect("written");
        path.to_str().expect("a path in UTF-8").to_owned()
    };
    let config = file("codegen.toml", "[[names.rename]]\nat = \"schemas/Gone\"\nto = \"Here\"\n");
    let ran = diff(&old, &new, &["--config", &config]);
    assert_eq!(ran.code, Some(3), "{}{}", ran.stdout, ran.stderr);
    assert!(ran.stderr.contains("config::unused-rule"), "{}", ran.stderr);
    let overlay = "overlay: 1.0.0\ninfo: {title: t, version: \"1\"}\nactions: [{target: $.gone, remove: true}]\n";
    let ran = diff(&old, &new, &["--overlay", &file("overlay.yaml", overlay)]);
    assert_eq!(ran.code, Some(3), "{}{}", ran.stdout, ran.stderr);
    assert!(ran.stderr.contains("::no-match"), "{}", ran.stderr);
}

fn reports_are_written_for_people_and_workflows() {
    let (old, new) = pair("parameter-became-required");
    let text = diff(&old, &new, &[]).stdout;
    assert!(text.contains("wire: breaks   rust: major"), "{text}");
    assert!(text.ends_with("required bump: 0.1.0 -> 0.2.0 (1 major)\n"), "{text}");
    let github = diff(&old, &new, &["--format", "github"]).stdout;
    assert!(github.starts_with("::error file=") && github.contains("::notice title=API drift::"), "{github}");
    let markdown = diff(&old, &new, &["--format", "markdown"]).stdout;
    assert!(markdown.starts_with("## API drift\n") && markdown.contains("```diff\n- "), "{markdown}");
    assert_eq!(diff(&old, Path::new("nowhere.yaml"), &[]).code, Some(65));
}

/// A case of another tool, which judges only the wire, and for any client.
struct Case {
    base: PathBuf,
    revision: PathBuf,
    /// What that tool says, with its reasons.
    wire: &'static str,
    ids: String,
}

fn cases_of_another_tool(folder: &Path) -> Vec<(String, Case)> {
    let expected = fs::read_to_string(folder.join("expected.tsv")).expect("the cases");
    let case = |line: &str| {
        let cells: Vec<&str> = line.split('\t').collect();
        let [case, base, revision, ids, ..] = cells.as_slice() else { panic!("five cells: {line}") };
        let level = ["INFO", "WARN", "ERR"].iter().rposition(|level| ids.contains(&format!("={level}")));
        let wire = GRAVITY[level.expect("a level")];
        let pair = folder.join("pairs").join(case);
        let (base, revision) = (pair.join(base), pair.join(revision));
        ((*case).to_owned(), Case { base, revision, wire, ids: (*ids).to_owned() })
    };
    expected.lines().skip(1).map(case).collect()
}

/// Where we differ, a list says why, and it says so of no other case.
fn is_judged_alike_or_the_difference_has_a_reason(name: &str, case: Case) {
    // That tool always judges sunset dates and stability levels.
    let scratch = tempfile::tempdir().expect("a temporary folder");
    let config = scratch.path().join("codegen.toml");
    fs::write(&config, "[drift.policy.deprecation-days]\nstable = 180\n").expect("written");
    let config = config.to_str().expect("a path in UTF-8");
    let policy = ["--format", "json", "--config", config, "--today", "2026-01-01"];
    let found = findings(&diff(&case.base, &case.revision, &policy));
    let rank = |one: &Value| GRAVITY.iter().position(|known| one["wire"] == **known);
    let gravest = found.iter().max_by_key(|one| rank(one)).map(|one| one["wire"].clone());
    let same = gravest.as_ref().is_some_and(|gravest| *gravest == case.wire);
    let reasons = fs::read_to_string(fixture("drift/disagreements.tsv")).expect("the list");
    let listed = reasons.lines().any(|line| line.split('\t').next() == Some(name));
    assert_ne!(same, listed, "{} expected, {gravest:?} found ({})", case.wire, case.ids);
}
