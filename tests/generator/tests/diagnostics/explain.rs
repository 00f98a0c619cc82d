//! `crategen explain`: one code, a stage, all codes, and names that are no code.

use std::fs;

use crategen::diagnostic::codes;
use generator_tests::{Ran, run, workspace};
use serde_json::{Value, json};

fn explain(arguments: &[&str]) -> Ran {
    run("crategen", &[&["explain"], arguments].concat(), &workspace(), "")
}

#[test]
fn a_code_is_explained() {
    let ran = explain(&["overlay::no-match"]);
    assert_eq!((ran.code, ran.stderr.as_str()), (Some(0), ""));
    insta::assert_snapshot!("explain_overlay_no_match", ran.stdout);
    let ran = explain(&["overlay::no-match", "--format", "json"]);
    let given: Value = serde_json::from_str(&ran.stdout).expect("stdout is JSON");
    let code = codes::find("overlay::no-match").expect("a code");
    let expected = json!({
        "code": "overlay::no-match", "stage": "overlay", "severities": ["error"], "meaning": code.meaning,
        "action": code.action, "lost": "everything", "rule": true,
    });
    assert_eq!(given, expected);
}

#[test]
fn all_codes_and_those_of_a_stage_are_listed() {
    let (all, stage) = (explain(&[]), explain(&["bundle"]));
    assert_eq!((all.code, stage.code), (Some(0), Some(0)));
    for code in codes::all() {
        assert!(all.stdout.contains(&format!("\n  {} (", code.name)), "{} is not listed", code.name);
        assert_eq!(stage.stdout.contains(code.name), code.stage() == "bundle", "{}", code.name);
    }
    let widest = all.stdout.lines().map(|line| line.chars().count()).max();
    assert!(widest.is_some_and(|widest| widest <= 100), "{widest:?} columns");
    let given: Value = serde_json::from_str(&explain(&["--format", "json"]).stdout).expect("stdout is JSON");
    assert_eq!(given.as_array().map(Vec::len), Some(codes::all().count()));
}

#[test]
fn of_an_unknown_code_the_nearest_are_named() {
    let ran = explain(&["lower::all-of-conflicts"]);
    assert_eq!((ran.code, ran.stdout.as_str()), (Some(64), ""));
    assert!(ran.stderr.contains("there is no code `lower::all-of-conflicts`"), "{}", ran.stderr);
    assert!(ran.stderr.contains("to repair: crategen explain lower::all-of-conflict"), "{}", ran.stderr);
    let ran = explain(&["something::else-entirely", "--format", "json"]);
    let failure: Value = serde_json::from_str(&ran.stderr).expect("stderr is JSON");
    assert_eq!((ran.code, &failure["failure"]["exit"]), (Some(64), &json!(64)));
    assert_eq!(failure["failure"]["repair"], "crategen explain, which lists all codes");
}

#[test]
fn a_run_with_errors_names_the_command_that_explains_the_first() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).expect("written");
    let generate = |arguments: &[&str]| run("crategen", &[&["generate"], arguments].concat(), folder.path(), "");
    write("broken.json", "{\"openapi\": }");
    let ran = generate(&["broken.json", "--out", "out"]);
    let (hint, failure) = (ran.stderr.find("\nhelp: crategen explain source::json\n"), ran.stderr.find("\nerror: "));
    assert!(hint.is_some() && hint < failure, "{}", ran.stderr);
    let ran = generate(&["broken.json", "--out", "out", "--format", "json"]);
    assert!(!ran.stderr.contains("crategen explain"), "{}", ran.stderr);
    write("warned.yaml", "openapi: 3.0.3\ninfo: {title: t, version: '1'}\n");
    let ran = generate(&["warned.yaml", "--out", "out"]);
    assert!(ran.code == Some(0) && ran.stderr.contains("warning[document::paths]"), "{}", ran.stderr);
    assert!(!ran.stderr.contains("crategen explain"), "{}", ran.stderr);
}

#[test]
fn the_documentation_is_current() {
    let made = explain(&["--format", "markdown"]);
    assert_eq!((made.code, made.stderr.as_str()), (Some(0), ""));
    let kept = fs::read_to_string(workspace().join("docs/diagnostics.md")).unwrap_or_default();
    let repair = "cargo run -p crategen -- explain --format markdown > docs/diagnostics.md";
    assert!(made.stdout == kept, "docs/diagnostics.md is not current; to repair: {repair}");
}
