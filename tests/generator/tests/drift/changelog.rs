//! Changes as a section of a changelog, which users of an API read.

use std::fs;

use generator_tests::drift::{Row, rows};
use generator_tests::{fixture, run};
use harness::Trial;
use serde_json::Value;

const OLD: &str = r##"openapi: 3.0.3
info: {title: Shop, version: "1"}
servers: [{url: "https://a.example"}]
components:
  securitySchemes: {key: {type: apiKey, in: header, name: Key}}
  schemas:
    Pet: {type: object, required: [id], properties: {id: {type: integer}, "a`b<i>": {type: string}}}
paths:
  /pets:
    get:
      parameters: [{name: limit, in: query, schema: {type: integer}}]
      responses: {"200": {description: ok, content: {application/json: {schema: {$ref: "#/components/schemas/Pet"}}}}}
    put: {responses: {"204": {description: ok}}}
  /old: {get: {responses: {"204": {description: ok}}}}
"##;

/// Something for each section, with a name that would be markup.
fn new() -> String {
    let changes = [
        ("name: limit, in: query, schema", "name: limit, in: query, required: true, schema"),
        (", \"a`b<i>\": {type: string}", ", tag: {type: string}"),
        ("put: {responses", "put: {deprecated: true, responses"),
        ("  /old: {", "  /new: {"),
        ("key: {type: apiKey, in: header, name: Key}", "key: {type: apiKey, in: query, name: Key}"),
    ];
    changes.into_iter().fold(OLD.to_owned(), |text, (old, new)| {
        assert!(text.contains(old), "{old}");
        text.replace(old, new)
    })
}

const EXPECTED: &str = "\
## Unreleased

### Added

- `Pet.tag` is a new optional property (`string`), in `GET /pets`.
- The Rust item `Client::new()` is new.
- `GET /new` is new.

### Changed

- **Breaking:** The query parameter `limit` of `GET /pets` is required now.
- **Breaking in Rust:** The Rust item `old::Old` has another name (`old::Old` → `new::New`).
- **Breaking in Rust:** The Rust item `old` has another name (`old` → `new`).
- Parts that clients do not use changed of `securitySchemes key`.

### Deprecated

- `PUT /pets` is deprecated.

### Removed

- **Breaking:** `GET /old` is gone.
- **Breaking in Rust:** ``Pet.a`b<i>`` is gone (`string`), in `GET /pets`.
- **Breaking in Rust:** The Rust item `Client::old()` is gone.

### Security

- **May break:** The security scheme `key` is another one (`` a key in the header `Key` `` → `` a key in the query `Key` ``).
";

fn changelog(old: &str, new: &str) -> String {
    let folder = tempfile::tempdir().expect("a temporary folder");
    fs::write(folder.path().join("old.yaml"), old).expect("written");
    fs::write(folder.path().join("new.yaml"), new).expect("written");
    let ran = run("crategen", &["diff", "old.yaml", "new.yaml", "--format", "changelog"], folder.path(), "");
    assert!(matches!(ran.code, Some(0..=2)), "{}", ran.stderr);
    ran.stdout
}

/// A test for each row of the table, and one of a whole changelog.
pub fn tests() -> Vec<Trial> {
    let mut tests = harness::tests![each_section_has_its_sentences];
    tests.extend(harness::each("changelog", 50, rows().into_iter().map(Row::named), is_told));
    tests
}

fn each_section_has_its_sentences() {
    assert_eq!(changelog(OLD, &new()), EXPECTED);
    assert_eq!(changelog(OLD, OLD), "## Unreleased\n\nNothing changed.\n");
}

fn is_told(_: &str, row: Row) {
    let (old, new) = row.pair();
    let (old, new) = (old.to_str().expect("a path in UTF-8"), new.to_str().expect("a path in UTF-8"));
    let diff = |format| run("crategen", &["diff", old, new, "--format", format], &fixture("drift"), "").stdout;
    let findings: Value = serde_json::from_str(&diff("json")).expect("JSON");
    let findings = findings["findings"].as_array().expect("findings").clone();
    let grouped = |kind: &str| usize::from(findings.iter().any(|finding| finding["kind"] == kind));
    let alone = |finding: &&Value| finding["kind"] != "text-changed" && finding["kind"] != "other-changed";
    let told = findings.iter().filter(alone).count() + grouped("text-changed") + grouped("other-changed");
    let text = diff("changelog");
    let entries: Vec<&str> = text.lines().filter(|line| line.starts_with("- ")).collect();
    assert_eq!(entries.len(), told, "{text}");
    assert!(entries.iter().all(|entry| entry.ends_with('.')), "{text}");
    let count = |word: &str| entries.iter().filter(|entry| entry.starts_with(&format!("- **{word}:**"))).count();
    let breaking = |wire: &str| findings.iter().filter(|finding| finding["wire"] == wire).count();
    assert_eq!((count("Breaking"), count("May break")), (breaking("breaks"), breaking("may-break")), "{text}");
}
