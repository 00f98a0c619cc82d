//! Overlays: the official cases, where they are there, and own fixtures for every rule and pitfall.

use std::path::Path;
use std::path::PathBuf;
use std::process::ExitCode;

use crategen::diagnostic::Diagnostics;
use crategen::document::Document;
use crategen::document::Origins;
use crategen::document::overlay::apply;
use crategen::source::FileId;
use crategen::source::Sources;
use crategen::source::parse;
use generator_tests::origins::each_scalar;
use generator_tests::{fixture, fixtures, snapshot};
use serde_json::Value;

fn main() -> ExitCode {
    harness::run([
        harness::tests![hostile_paths_end],
        harness::each("good", 1, fixtures("overlay/good", &["yaml", "json"]), is_applied),
        harness::each("bad", 1, fixtures("overlay/bad", &["yaml", "json"]), is_refused),
        harness::each_outside("official", 8, "overlay", official_cases, is_as_the_standard_says),
    ])
}

fn add(sources: &mut Sources, path: &Path) -> FileId {
    let name = path.file_name().expect("a name").to_string_lossy().into_owned();
    sources.add_bytes(name, std::fs::read(path).expect("readable"))
}

fn document(sources: &Sources, file: FileId) -> Document {
    let value = parse(sources, file).unwrap_or_else(|said| panic!("{}", said.render(sources, false)));
    Document::new(value, Origins::of(file))
}

/// What [`apply`] gives.
type Applied = Result<(Document, Diagnostics), Diagnostics>;

fn run(document_path: &Path, overlay: &Path) -> (Sources, Document, Applied) {
    let mut sources = Sources::new();
    let file = add(&mut sources, document_path);
    let before = document(&sources, file);
    let overlay = add(&mut sources, overlay);
    let result = apply(&sources, overlay, before.clone());
    (sources, before, result)
}

fn base() -> PathBuf {
    fixture("overlay/document.yaml")
}

fn is_applied(name: &str, path: PathBuf) {
    let (sources, before, result) = run(&base(), &path);
    let (after, said) = result.unwrap_or_else(|said| panic!("{}", said.render(&sources, false)));
    check_origins(&sources, &after);
    snapshot!("overlay/good", name, changes(&before.value, &after.value, "") + &said.render(&sources, false));
}

fn is_refused(name: &str, path: PathBuf) {
    let (sources, _, result) = run(&base(), &path);
    let said = result.expect_err("the overlay should be refused");
    snapshot!("overlay/bad", name, said.render(&sources, false));
}

/// What differs between two values, a line for each place.
fn changes(before: &Value, after: &Value, at: &str) -> String {
    match (before, after) {
        (before, after) if before == after => String::new(),
        (Value::Object(one), Value::Object(other)) => {
            let gone =
                one.iter().filter(|(key, _)| !other.contains_key(*key)).map(|(key, _)| format!("- {at}/{key}\n"));
            let rest = other.iter().map(|(key, value)| match one.get(key) {
                Some(before) => changes(before, value, &format!("{at}/{key}")),
                None => format!("+ {at}/{key}: {value}\n"),
            });
            gone.chain(rest).collect()
        }
        (_, after) => format!("~ {at}: {after}\n"),
    }
}

/// Every scalar of the document is what stands at its origin.
fn check_origins(sources: &Sources, document: &Document) {
    each_scalar(sources, document, |at, scalar, text| {
        let mut own = Sources::new();
        let file = own.add("scalar.yaml", text);
        assert_eq!(parse(&own, file).ok().as_ref(), Some(scalar), "{at} came from {text:?}");
    });
}

/// The official cases: a folder each.
fn official_cases(folder: &Path) -> Vec<(String, PathBuf)> {
    let cases = folder.read_dir().expect("the cases").map(|case| case.expect("an entry").path());
    cases.map(|case| (case.file_name().expect("a name").to_string_lossy().into_owned(), case)).collect()
}

fn is_as_the_standard_says(_: &str, case: PathBuf) {
    let (mut sources, _, result) = run(&case.join("openapi.yaml"), &case.join("overlay.yaml"));
    let (after, _) = result.unwrap_or_else(|said| panic!("{}", said.render(&sources, false)));
    check_origins(&sources, &after);
    let expected = add(&mut sources, &case.join("output.yaml"));
    assert_eq!(after.value, document(&sources, expected).value);
}

fn hostile_paths_end() {
    for path in [
        format!("$[?{}@.a{}", "@[?".repeat(30), "]".repeat(31)),
        format!("$[?{}@.a{}]", "(".repeat(5000), ")".repeat(5000)),
        format!("${}", "..*".repeat(100)),
        format!("${}", ".a".repeat(100_000)),
        format!("$[?{}@.a{}]", "length(".repeat(5000), ")".repeat(5000)),
        "$[".repeat(3000),
        "$.\u{0}".to_owned(),
        "$['\\u12".to_owned(),
        "$[99999999999999999999]".to_owned(),
    ] {
        let mut sources = Sources::new();
        let file = sources.add("a.json", r#"{"a": 1}"#);
        let actions = serde_json::json!([{"target": path, "remove": true}]);
        let text = serde_json::json!({"overlay": "1.1.0", "info": {"title": "t", "version": "1"}, "actions": actions});
        let overlay = sources.add("overlay.json", text.to_string());
        let said = apply(&sources, overlay, document(&sources, file)).expect_err("refused");
        assert!(!said.render(&sources, true).is_empty());
    }
}
