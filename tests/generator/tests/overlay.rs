//! Overlays: the official cases, where they are there, and own fixtures for every rule and pitfall.

use std::path::Path;
use std::path::PathBuf;

use crategen::diagnostic::Diagnostics;
use crategen::document::Document;
use crategen::document::Origins;
use crategen::document::overlay::apply;
use crategen::pointer::Pointer;
use crategen::source::FileId;
use crategen::source::Sources;
use crategen::source::locate;
use crategen::source::parse;
use generator_tests::{fixture, workspace};
use serde_json::Value;

fn fixtures(folder: &str) -> Vec<PathBuf> {
    let folder = fixture("overlay").join(folder);
    let mut found: Vec<_> =
        folder.read_dir().expect("the folder").map(|entry| entry.expect("an entry").path()).collect();
    found.sort();
    assert!(!found.is_empty());
    found
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

fn stem(path: &Path) -> String {
    path.file_stem().expect("a name").to_string_lossy().into_owned()
}

#[test]
fn good_overlays() {
    for path in fixtures("good") {
        let (sources, before, result) = run(&base(), &path);
        let (after, said) = result.unwrap_or_else(|said| panic!("{}", said.render(&sources, false)));
        check_origins(&sources, &after, &after.value, &Pointer::root());
        let shown = changes(&before.value, &after.value, "") + &said.render(&sources, false);
        insta::assert_snapshot!(format!("overlay_good_{}", stem(&path)), shown);
    }
}

#[test]
fn bad_overlays() {
    for path in fixtures("bad") {
        let (sources, _, result) = run(&base(), &path);
        let said = result.expect_err("the overlay should be refused");
        insta::assert_snapshot!(format!("overlay_bad_{}", stem(&path)), said.render(&sources, false));
    }
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
fn check_origins(sources: &Sources, document: &Document, value: &Value, at: &Pointer) {
    match value {
        Value::Object(map) => {
            map.iter().for_each(|(key, value)| check_origins(sources, document, value, &at.child(key)))
        }
        Value::Array(items) => {
            items.iter().enumerate().for_each(|(index, item)| check_origins(sources, document, item, &at.child(index)));
        }
        scalar => {
            let place = document.origins.place(at);
            let text = &sources.text(place.file)[locate(sources.text(place.file), &place.spot).bytes];
            let mut own = Sources::new();
            let file = own.add("scalar.yaml", text);
            assert_eq!(parse(&own, file).ok().as_ref(), Some(scalar), "{at} came from {text:?}");
        }
    }
}

#[test]
fn official_cases() {
    let root = workspace().join("../shared/overlay");
    let Ok(cases) = root.read_dir() else {
        eprintln!("the official overlay cases are not here: nothing was compared with them");
        return;
    };
    let mut count = 0;
    for case in cases.map(|case| case.expect("an entry").path()) {
        let (mut sources, _, result) = run(&case.join("openapi.yaml"), &case.join("overlay.yaml"));
        let (after, _) = result.unwrap_or_else(|said| panic!("{}: {}", case.display(), said.render(&sources, false)));
        check_origins(&sources, &after, &after.value, &Pointer::root());
        let expected = add(&mut sources, &case.join("output.yaml"));
        assert_eq!(after.value, document(&sources, expected).value, "{}", case.display());
        count += 1;
    }
    assert_eq!(count, 8);
}

#[test]
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
