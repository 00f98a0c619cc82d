//! `crategen site`: what the pages of a documentation site hold, contradict, and only say in prose.

use std::fs;
use std::path::Path;

use generator_tests::run;
use serde_json::{Value, json};
use tempfile::TempDir;

fn fragment(path: &str, property: &str, more: &str) -> String {
    format!(
        "```json\n{{\"openapi\": \"3.0.3\", \"info\": {{\"title\": \"Mill\", \"version\": \"1\"}}, \"servers\": [{{\"url\": \
         \"https://mill.example\"}}], \"paths\": {{\"{path}\": {{\"get\": {{{more}\"responses\": {{\"200\": {{\"description\": \"ok\", \
         \"content\": {{\"application/json\": {{\"schema\": {{\"$ref\": \"#/components/schemas/Sack\"}}}}}}}}}}}}}}}}, \
         \"components\": {{\"schemas\": {{\"Sack\": {property}}}}}}}\n```\n"
    )
}

/// A site with two groups of pages that contradict each other, one of which is deprecated in its text, and a page of text.
fn mill() -> TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let object = "{\"type\": \"object\", \"properties\": {\"weight\": {\"type\": \"number\"}}}";
    let pages = [
        (
            "flour/sack.md",
            format!("# Get a sack\n\nSend the header `X-Mill-Key`.\n\n{}", fragment("/sack", object, "")),
        ),
        (
            "wheels/turn.md",
            format!("# Turn\n\n> **Deprecated**\n\n{}", fragment("/turn", "{\"type\": \"string\"}", "")),
        ),
        ("start.md", "# Start\n\nMills grind.\n".to_owned()),
    ];
    for (path, text) in pages {
        let path = folder.path().join("docs").join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("the folder is made");
        fs::write(path, text).expect("the page is written");
    }
    folder
}

fn report(here: &Path) -> Value {
    let ran = run("crategen", &["site", "docs", "--format", "json"], here, "");
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    let mut reports: Value = serde_json::from_str(&ran.stdout).expect("JSON");
    reports[0].take()
}

#[test]
fn a_report_has_pages_operations_contradictions_and_proposals() {
    let here = mill();
    let report = report(here.path());
    let operation = |path, id, summary, tag| json!([{"method": "GET", "path": path, "operation": id, "summary": summary, "tag": tag}]);
    assert_eq!(
        report["pages"],
        json!([
            {"page": "docs/flour/sack.md", "operations": operation("/sack", "getASack", "Get a sack", "flour"), "models": 1, "reason": null},
            {"page": "docs/start.md", "operations": [], "models": 0, "reason": "the page has no fragment: no code fence holds an object with `openapi` or `swagger` and a version"},
            {"page": "docs/wheels/turn.md", "operations": operation("/turn", "turn", "Turn", "wheels"), "models": 1, "reason": null},
        ])
    );
    let api =
        json!({"title": "Mill", "version": "1", "servers": ["https://mill.example"], "operations": 2, "schemas": 2});
    assert_eq!(report["api"], api);
    let codes = |key: &str| -> Vec<String> {
        let said = report[key].as_array().into_iter().flatten();
        said.filter_map(|one| one["code"].as_str().map(str::to_owned)).collect()
    };
    assert_eq!((codes("settled"), codes("apis")), (vec!["merge::contradiction".to_owned()], Vec::new()));
    assert_eq!(codes("read"), ["page::group"]);
    assert_eq!(codes("proposed"), ["page::credential", "page::deprecated"]);
    let rule = report["settled"][0]["rule"].as_str().expect("a rule");
    assert!(rule.starts_with("[[merge.components]]\nat = \"/components/schemas/Sack\"\nas = \"split\""), "{rule}");
}

#[test]
fn a_report_for_people_has_the_rule_and_the_actions() {
    let here = mill();
    let ran = run("crategen", &["site", "docs"], here.path(), "");
    assert_eq!((ran.code, ran.stderr.as_str()), (Some(0), ""));
    for line in [
        "3 pages, 2 operations, 2 schemas",
        "  docs/flour/sack.md  GET /sack  Get a sack  [flour]",
        "  docs/start.md  the page has no fragment",
        "      [[merge.components]]",
        "      - {\"target\":\"$['paths']['/turn']['get']\",\"update\":{\"deprecated\":true}}",
    ] {
        assert!(ran.stdout.lines().any(|printed| printed.starts_with(line)), "{line}:\n{}", ran.stdout);
    }
}

#[test]
fn proposals_are_an_overlay_that_applies_and_replaces_no_file() {
    let here = mill();
    let asked = ["site", "docs", "--proposals", "overlay.yaml"];
    assert_eq!(run("crategen", &asked, here.path(), "").code, Some(0));
    let again = run("crategen", &asked, here.path(), "");
    assert_eq!(again.code, Some(74), "{}", again.stderr);
    let corrected = ["show", "corrected", "docs", "--overlay", "overlay.yaml"];
    let ran = run("crategen", &corrected, here.path(), "");
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    assert!(ran.stdout.contains("\"deprecated\": true") && ran.stdout.contains("\"X-Mill-Key\""), "{}", ran.stdout);
}

#[test]
fn a_rule_of_the_report_is_for_the_configuration() {
    let here = mill();
    let strict = ["generate", "docs", "--out", "client", "--strict", "--config", "codegen.toml"];
    fs::write(here.path().join("codegen.toml"), "").expect("the configuration is written");
    assert_eq!(run("crategen", &strict, here.path(), "").code, Some(65));
    let rule = report(here.path())["settled"][0]["rule"].as_str().expect("a rule").to_owned();
    fs::write(here.path().join("codegen.toml"), rule).expect("the configuration is written");
    let ran = run("crategen", &strict, here.path(), "");
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    let types = fs::read_to_string(here.path().join("client/src/types.rs")).unwrap_or_default();
    let types = types + &fs::read_to_string(here.path().join("client/src/types/mod.rs")).unwrap_or_default();
    assert!(types.contains("Sack"), "a type for each page");
}

#[test]
fn the_pages_of_a_site_in_a_project_may_have_no_fragment() {
    let here = mill();
    fs::write(here.path().join("crategen.toml"), "[[client]]\npages = \"pages\"\nout = \"client\"\n").expect("written");
    let copied = run("crategen", &["ingest", "docs", "--out", "pages"], here.path(), "");
    assert_eq!(copied.code, Some(0), "{}", copied.stderr);
    let ran = run("crategen", &["generate"], here.path(), "");
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    assert!(ran.stdout.contains("2 operations"), "{}", ran.stdout);
    let ran = run("crategen", &["site"], here.path(), "");
    assert!(ran.stdout.contains("  pages/start.md  the page has no fragment"), "{}", ran.stdout);
}
