//! Diagnostics: how they are shown, sorted, counted and given to programs.

mod codes;
mod explain;

use crategen::diagnostic::Diagnostic;
use crategen::diagnostic::Diagnostics;
use crategen::diagnostic::Place;
use crategen::diagnostic::Severity;
use crategen::diagnostic::Spot;
use crategen::diagnostic::escape;
use crategen::diagnostic::nearest;
use crategen::source::FileId;
use crategen::source::Sources;
use serde_json::json;

const SCHEMA: &str = "{\n  \"type\": \"object\",\n  \"required\": [\"id\", \"mesage\"],\n  \"properties\": {\"id\": {}, \"message\": {}}\n}\n";

fn pointer(file: FileId, pointer: &str) -> Place {
    Place { file, spot: Spot::Pointer(pointer.parse().expect("a pointer")) }
}

fn key(file: FileId, pointer: &str) -> Place {
    Place { file, spot: Spot::Key(pointer.parse().expect("a pointer")) }
}

/// Two files with something to say about each, some of it twice and not in order.
fn example() -> (Sources, Diagnostics) {
    let mut sources = Sources::new();
    let schema = sources.add("spec/schema.json", SCHEMA);
    let other = sources.add("spec/other.yaml", "a:\n  b: [1, 2]\n  ü: \"x\ty\"\n");
    let required = || {
        Diagnostic::error(
            "schema::unknown-required",
            pointer(schema, "/required/1"),
            "`required` names `mesage`, which is not a property",
        )
        .help("did you mean `message`?")
        .related(key(schema, "/properties/message"), "this is near")
    };
    let mut all = Diagnostics::new();
    all.push(required());
    all.push(Diagnostic::note("run::note", None, "said about no place").help("do something"));
    all.push(Diagnostic::warning("other::text", pointer(other, "/a/ü"), "a tab"));
    all.push(Diagnostic::error("other::list", key(other, "/a/b"), "a key").help("x".repeat(150)));
    all.push(required());
    all.push(Diagnostic::note("schema::type", pointer(schema, "/type"), "an object"));
    all.push(Diagnostic::error("schema::type", pointer(schema, "/type"), "the error comes first"));
    (sources, all)
}

#[test]
fn diagnostics_are_sorted_said_once_and_shown_with_their_lines() {
    let (sources, all) = example();
    insta::assert_snapshot!("diagnostics_plain", all.render(&sources, false));
    let mut backwards = Diagnostics::new();
    all.iter().cloned().collect::<Vec<_>>().into_iter().rev().for_each(|diagnostic| backwards.push(diagnostic));
    assert_eq!(backwards.render(&sources, false), all.render(&sources, false));
}

#[test]
fn colours_change_nothing_but_colours() {
    let (sources, all) = example();
    let coloured = all.render(&sources, true);
    assert!(coloured.contains("\u{1b}[1;31merror[schema::unknown-required]\u{1b}[0m"));
    let mut plain = String::new();
    let mut rest = coloured.as_str();
    while let Some((before, after)) = rest.split_once("\u{1b}[") {
        plain += before;
        rest = after.split_once('m').expect("a whole sequence").1;
    }
    assert_eq!(plain + rest, all.render(&sources, false));
}

#[test]
fn programs_get_everything() {
    let (sources, all) = example();
    let given = all.to_json(&sources);
    assert_eq!(given.as_array().map(Vec::len), Some(6));
    let expected = json!({
        "severity": "error", "code": "schema::unknown-required",
        "message": "`required` names `mesage`, which is not a property",
        "file": "spec/schema.json", "line": 3, "column": 22, "pointer": "/required/1",
        "related": [{"message": "this is near", "file": "spec/schema.json", "line": 4, "column": 28, "pointer": "/properties/message"}],
        "help": "did you mean `message`?"
    });
    assert_eq!(given[4], expected);
    assert_eq!(given[4].to_string(), expected.to_string(), "the keys have their order");
    assert_eq!(given[5]["file"], json!(null));
}

#[test]
fn the_summary_counts() {
    let (_, all) = example();
    assert_eq!(all.summary(), "4 errors, 1 warning, 2 notes");
    assert_eq!(Diagnostics::new().summary(), "");
    assert_eq!(all.count(Severity::Warning), 1);
    assert!(all.clone().finish(()).is_err());
    let mut rest = all;
    rest.retain(|diagnostic| diagnostic.severity != Severity::Error);
    assert_eq!(rest.summary(), "1 warning, 2 notes");
    assert!(rest.finish(()).is_ok());
}

/// One diagnostic about some bytes of a text.
fn shown(text: &str, offset: usize) -> String {
    let mut sources = Sources::new();
    let file = sources.add("a\u{202e}b.json", text);
    let place = Place { file, spot: Spot::Offset(offset) };
    Diagnostics::from(Diagnostic::error("x::y", place, "m\u{1b}[31m\n")).render(&sources, false)
}

#[test]
fn long_lines_are_shown_around_the_place() {
    let text = format!("{}X{}", "a".repeat(5000), "b".repeat(5000));
    let expected = format!("1 | …{}X{}…\n", "a".repeat(40), "b".repeat(58));
    assert!(shown(&text, 5000).contains(&expected), "{}", shown(&text, 5000));
    assert!(shown(&text, 5000).contains(&format!("  | {}^\n", " ".repeat(41))));
    assert!(shown(&text, 0).contains(&format!("1 | {}…\n", "a".repeat(100))));
    let wide = "漢".repeat(3000);
    let line = shown(&wide, 3000);
    assert!(line.contains("a\\u{202e}b.json:1:1001"), "{line}");
    assert!(line.contains(&format!("  | {}^^\n", " ".repeat(81))), "{line}");
    let huge = "x".repeat(30_000_000);
    assert!(shown(&huge, 29_999_999).len() < 500);
}

#[test]
fn what_could_deceive_the_reader_is_escaped() {
    let shown = shown("{\"a\u{202e}\": \"\u{1b}[2J\", \u{200b}\t x}", 0);
    assert!(shown.contains("m\\u{1b}[31m\\n\n"), "{shown}");
    assert!(shown.contains("{\"a\\u{202e}\": \"\\u{1b}[2J\", \\u{200b}     x}"), "{shown}");
    assert!(shown.chars().all(|char| char == '\n' || !char.is_control()));
    assert_eq!(escape("plain ä 漢"), "plain ä 漢");
    assert_eq!(escape("\u{feff}\u{2066}\r\u{e0041}"), "\\u{feff}\\u{2066}\\r\\u{e0041}");
}

#[test]
fn the_nearest_name_is_one_that_could_be_meant() {
    let names = ["message", "id", "createdAt"];
    assert_eq!(nearest("mesage", names), Some("message"));
    assert_eq!(nearest("Message", names), Some("message"));
    assert_eq!(nearest("createAt", names), Some("createdAt"));
    assert_eq!(nearest("identifier", names), None);
    assert_eq!(nearest("x", names), None);
    assert_eq!(nearest("", names), None);
    assert_eq!(nearest("a", ["b", "c"]), None);
    assert_eq!(nearest(&"x".repeat(10_000), ["y"]), None);
}
