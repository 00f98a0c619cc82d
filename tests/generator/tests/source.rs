//! Texts → values, and places in texts: small cases by hand, and every document of the outside corpus where it is there.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use crategen::diagnostic::Diagnostics;
use crategen::diagnostic::Spot;
use crategen::pointer::Pointer;
use crategen::source::FileId;
use crategen::source::Limits;
use crategen::source::Locator;
use crategen::source::Sources;
use crategen::source::locate;
use crategen::source::parse;
use crategen::source::parse_foreign;
use crategen::source::parse_within;
use generator_tests::{corpus, files_below, fixture};
use serde_json::Value;
use serde_json::json;

fn main() -> ExitCode {
    harness::run([
        harness::tests![
            json_and_yaml_are_told_apart_by_content,
            a_byte_order_mark_is_dropped,
            key_order_is_kept,
            duplicate_keys_are_errors_with_both_places,
            a_million_duplicates_are_reported_in_short,
            yaml_keys_become_their_text,
            yaml_scalars_follow_the_core_schema,
            unknown_tags_are_refused,
            aliases_and_merge_keys_are_followed,
            several_yaml_documents_are_refused,
            what_is_no_document_is_said_to_be_what_it_is,
            syntax_errors_have_their_place,
            budgets_hold,
            deep_documents_fit_small_stacks,
            pointers_are_found_in_json,
            pointers_are_found_in_yaml,
            broken_texts_are_searched_as_far_as_they_go,
            many_values_of_fixtures_are_looked_at,
            yaml_and_json_are_read_in_each_encoding_that_yaml_allows,
            lines_in_quotes_and_brackets_may_lack_indentation_in_foreign_documents,
            a_text_of_which_each_line_lacks_indentation_is_refused
        ],
        harness::each("fixtures", 1, fixtures().into_iter().map(|(name, path)| (name, vec![path])), is_read),
        harness::each_outside("corpus", 100, "corpus", outside, is_read),
    ])
}

fn read(name: &str, text: impl Into<Vec<u8>>) -> Result<Value, (Sources, Diagnostics)> {
    let mut sources = Sources::new();
    let file = sources.add_bytes(name, text);
    parse(&sources, file).map_err(|diagnostics| (sources, diagnostics))
}

fn of_text(text: impl Into<Vec<u8>>) -> (Sources, FileId) {
    let mut sources = Sources::new();
    let file = sources.add_bytes("a.yaml", text);
    (sources, file)
}

fn value(text: &str) -> Value {
    read("a.yaml", text).unwrap_or_else(|(sources, diagnostics)| panic!("{}", diagnostics.render(&sources, false)))
}

/// The codes and places (`line:column`) of what is wrong with a text.
fn problems(name: &str, text: impl Into<Vec<u8>>) -> Vec<String> {
    let (sources, diagnostics) = read(name, text).expect_err("the text should be refused");
    assert!(diagnostics.has_errors());
    let found = diagnostics.to_json(&sources);
    let one =
        |found: &Value| format!("{} {}:{}", found["code"].as_str().unwrap_or("?"), found["line"], found["column"]);
    found.as_array().expect("an array").iter().map(one).collect()
}

fn json_and_yaml_are_told_apart_by_content() {
    let expected = json!({"openapi": "3.0.0", "paths": {}});
    assert_eq!(read("a.json", r#"{"openapi": "3.0.0", "paths": {}}"#).ok(), Some(expected.clone()));
    assert_eq!(read("a.json", "openapi: 3.0.0\npaths: {}\n").ok(), Some(expected.clone()));
    assert_eq!(read("a.yaml", r#"{"openapi": "3.0.0", "paths": {}}"#).ok(), Some(expected.clone()));
    assert_eq!(read("no ending", "{openapi: 3.0.0, paths: {}}").ok(), Some(expected.clone()));
    assert_eq!(read("a.yaml", "# a comment\n---\n{openapi: 3.0.0, paths: {}}\n...\n").ok(), Some(expected));
}

fn a_byte_order_mark_is_dropped() {
    assert_eq!(read("a.json", "\u{feff}{\"a\": 1}").ok(), Some(json!({"a": 1})));
    assert_eq!(read("a.yaml", "\u{feff}a: 1").ok(), Some(json!({"a": 1})));
    assert_eq!(problems("a.json", "\u{feff}{\"a\": 1,}"), ["source::json 1:9"]);
}

fn key_order_is_kept() {
    let keys = |value: Value| value.as_object().map(|map| map.keys().cloned().collect::<Vec<_>>().join(" "));
    assert_eq!(keys(value("z: 1\na: 2\nm: 3")).as_deref(), Some("z a m"));
    assert_eq!(keys(value(r#"{"z": 1, "a": 2, "m": 3}"#)).as_deref(), Some("z a m"));
}

fn duplicate_keys_are_errors_with_both_places() {
    assert_eq!(
        problems("a.json", "{\"a\": 1,\n \"b\": {\"c\": 1, \"c\": 2},\n \"a\": 2}"),
        ["source::duplicate-key 2:16", "source::duplicate-key 3:2"]
    );
    assert_eq!(problems("a.json", r#"{"a": 1, "\u0061": 2}"#), ["source::duplicate-key 1:10"]);
    assert_eq!(problems("a.yaml", "200: x\n'200': y\n"), ["source::duplicate-key 2:1"]);
    let (sources, diagnostics) = read("a.yaml", "a: 1\nb: 2\na: 3\n").expect_err("duplicates");
    assert_eq!(diagnostics.to_json(&sources)[0]["related"][0]["line"], 1);
}

fn a_million_duplicates_are_reported_in_short() {
    let text = format!("{{{}\"a\":0}}", "\"a\":0,".repeat(20_000));
    assert_eq!(problems("a.json", text).len(), 32);
}

fn yaml_keys_become_their_text() {
    let read = value("200: a\ntrue: b\nnull: c\n~: d\n1.10: e\n2024-01-01: f\n\"\": g\n? h\n: i\n");
    let expected = json!({"200": "a", "true": "b", "null": "c", "~": "d", "1.10": "e", "2024-01-01": "f", "": "g",
        "h": "i"});
    assert_eq!(read, expected);
    assert_eq!(problems("a.yaml", "a: 1\n? [b]\n: c\n"), ["source::key 2:3"]);
    assert_eq!(problems("a.yaml", "a: {{b}: c}\n"), ["source::key 1:5"]);
}

fn yaml_scalars_follow_the_core_schema() {
    let cases = [
        ("yes", json!("yes")),
        ("no", json!("no")),
        ("on", json!("on")),
        ("y", json!("y")),
        ("2024-01-01", json!("2024-01-01")),
        ("2001-12-14t21:59:43.10-05:00", json!("2001-12-14t21:59:43.10-05:00")),
        ("3.0.0", json!("3.0.0")),
        ("1_000", json!("1_000")),
        ("12:30:45", json!("12:30:45")),
        ("0o17", json!(15)),
        ("0x1F", json!(31)),
        ("017", json!(17)),
        ("+12", json!(12)),
        ("-12", json!(-12)),
        ("18446744073709551615", json!(18_446_744_073_709_551_615_u64)),
        ("1.50", json!(1.5)),
        (".5", json!(0.5)),
        ("1e3", json!(1000.0)),
        ("1e999", json!("1e999")),
        (".inf", json!(".inf")),
        (".nan", json!(".nan")),
        ("-", json!([null])),
        ("True", json!(true)),
        ("FALSE", json!(false)),
        ("~", json!(null)),
        ("Null", json!(null)),
        ("'1'", json!("1")),
        ("\"true\"", json!("true")),
        ("!!str 1", json!("1")),
        ("! 1", json!("1")),
        ("!!int '7'", json!(7)),
        ("!!float 1", json!(1.0)),
        ("|\n  a\n  b\n", json!("a\nb\n")),
        ("|\n  a\n  b", json!("a\nb")),
        ("|+\n  a\n\n", json!("a\n\n")),
        (">-\n  a\n  b\n", json!("a b")),
        ("1e", json!("1e")),
        (".", json!(".")),
        ("+", json!("+")),
        ("0x", json!("0x")),
    ];
    for (text, expected) in cases {
        let text = if text == "-" { "[null]".to_owned() } else { text.to_owned() };
        assert_eq!(value(&format!("a: {text}")), json!({"a": expected}), "{text}");
    }
}

fn unknown_tags_are_refused() {
    assert_eq!(problems("a.yaml", "a: !Ref x"), ["source::tag 1:4"]);
    assert_eq!(problems("a.yaml", "a: !!int x"), ["source::tag 1:4"]);
    assert_eq!(problems("a.yaml", "a: !Map {b: c}"), ["source::tag 1:4"]);
}

fn aliases_and_merge_keys_are_followed() {
    let read = value("base: &b {x: 1, y: 2}\nsame: *b\none: {<<: *b, y: 3}\ntwo:\n  y: 4\n  <<: [*b, {z: 5, x: 9}]\n");
    assert_eq!(read["same"], json!({"x": 1, "y": 2}));
    assert_eq!(read["one"], json!({"x": 1, "y": 3}));
    assert_eq!(read["two"], json!({"y": 4, "x": 1, "z": 5}));
    assert_eq!(value("a: &k name\n*k : 1\n"), json!({"a": "name", "name": 1}));
    assert_eq!(value("'<<': 1"), json!({"<<": 1}));
    assert_eq!(problems("a.yaml", "a: 1\n<<: 2\n"), ["source::merge-key 2:5"]);
    assert_eq!(problems("a.yaml", "a: &x [*x]\n"), ["source::alias 1:8"]);
    assert_eq!(problems("a.yaml", "a: *nothing\n"), ["source::yaml 1:4"]);
}

fn several_yaml_documents_are_refused() {
    assert_eq!(problems("a.yaml", "a: 1\n---\nb: 2\n"), ["source::several-documents 2:1"]);
}

fn what_is_no_document_is_said_to_be_what_it_is() {
    assert_eq!(problems("a.json", ""), ["source::empty 1:1"]);
    assert_eq!(problems("a.yaml", " \n\n"), ["source::empty 1:1"]);
    assert_eq!(problems("a.yaml", "# nothing\n"), ["source::empty 1:1"]);
    assert_eq!(problems("a.json", b"\x7fELF\x01\0\0".to_vec()), ["source::binary 1:6"]);
    assert_eq!(problems("a.json", b"{\"a\": \"\xff\"}".to_vec()), ["source::not-utf8 1:8"]);
    assert_eq!(problems("a.yaml", b"\xff\xfea\0:".to_vec()), ["source::not-utf8 1:1"], "half a character");
    assert_eq!(problems("a.yaml", b"\xff\xfe\0\xd8".to_vec()), ["source::not-utf8 1:1"], "half a pair");
    assert_eq!(problems("a.json", "<!DOCTYPE html><html></html>"), ["source::markup 1:1"]);
}

fn syntax_errors_have_their_place() {
    assert_eq!(problems("a.json", "{\n  \"a\": 1\n  \"b\": 2\n}"), ["source::json 3:3"]);
    assert_eq!(problems("a.json", "{\"ä\": x}"), ["source::json 1:7"]);
    assert_eq!(problems("a.json", "{\"a\": [1, 2"), ["source::json 1:11"]);
    assert_eq!(problems("a.json", "{\"a\": 1e999, \"b\": x}"), ["source::json 1:19"]);
    assert_eq!(problems("a.yaml", "a: 1\n  b: 2\n"), ["source::yaml 2:4"]);
    assert_eq!(problems("a.yaml", "ä: 'x\n"), ["source::yaml 1:4"]);
}

fn budgets_hold() {
    let deep = |open: &str, close: &str, levels: usize| format!("{}{}", open.repeat(levels), close.repeat(levels));
    assert_eq!(problems("a.json", deep("[", "]", 100_000)), ["source::too-deep 1:257"]);
    assert_eq!(
        problems("a.json", format!("{}1{}", "{\"a\":".repeat(257), "}".repeat(257))),
        ["source::too-deep 1:1281"]
    );
    assert!(read("a.json", deep("[", "]", 256)).is_ok());
    let block: String = (0..2000).map(|level| format!("{}a:\n", " ".repeat(level))).collect();
    assert_eq!(problems("a.yaml", block), ["source::too-deep 257:257"]);
    assert_eq!(problems("a.yaml", format!("a: {}", deep("[", "]", 10_000))).len(), 1);
    let laughs: String =
        (1..30).map(|level| format!("l{level}: &l{level} [{}]\n", format!("*l{},", level - 1).repeat(9))).collect();
    assert_eq!(problems("a.yaml", format!("l0: &l0 lol\n{laughs}")).len(), 1);
    let mut sources = Sources::new();
    let file = sources.add("a.json", "[1, 2, 3, 4]");
    let codes = |limits: Limits| {
        let diagnostics = parse_within(&sources, file, &limits).expect_err("beyond a limit");
        diagnostics.iter().map(|diagnostic| diagnostic.code).collect::<Vec<_>>()
    };
    assert_eq!(codes(Limits { nodes: 4, ..Limits::default() }), ["source::too-many-values"]);
    assert_eq!(codes(Limits { bytes: 4, ..Limits::default() }), ["source::too-large"]);
    assert!(parse_within(&sources, file, &Limits { nodes: 5, ..Limits::default() }).is_ok());
}

fn deep_documents_fit_small_stacks() {
    let text = format!("{}{}", "{\"a\":[".repeat(128), "]}".repeat(128));
    let read = std::thread::Builder::new().stack_size(1 << 20).spawn(move || read("a.json", text).is_ok());
    assert!(read.expect("a thread").join().expect("no overflow"));
}

fn slice<'t>(text: &'t str, spot: &Spot) -> &'t str {
    &text[locate(text, spot).bytes]
}

fn at(pointer: &str) -> Spot {
    Spot::Pointer(pointer.parse().expect("a pointer"))
}

fn pointers_are_found_in_json() {
    let text = "{\n  \"a/b\": [1, {\"c\\u0061\": \"x\\\"y\"}],\n  \"e\": {}\n}";
    assert_eq!(slice(text, &at("")), text);
    assert_eq!(slice(text, &at("/a~1b/0")), "1");
    assert_eq!(slice(text, &at("/a~1b/1/ca")), r#""x\"y""#);
    assert_eq!(slice(text, &Spot::Key("/a~1b/1/ca".parse().expect("a pointer"))), r#""c\u0061""#);
    assert_eq!(slice(text, &at("/e")), "{}");
    assert_eq!(slice(text, &at("/e/missing/deeper")), "{}");
    let span = locate(text, &at("/a~1b/1/ca"));
    assert_eq!((span.line, span.column), (2, 26));
    assert_eq!(locate(text, &Spot::Offset(1 << 40)).bytes, text.len()..text.len());
    assert_eq!(locate("", &at("/a")).bytes, 0..0);
}

fn pointers_are_found_in_yaml() {
    let text = "# ä\nbase: &b\n  x: ö\n  \"y\": [1, 'two', {z: 3}]\nuse: *b\nmore:\n  <<: *b\n  200: |\n    text\n\nlast: end # no\n";
    assert_eq!(slice(text, &at("/base/x")), "ö");
    assert_eq!(slice(text, &at("/base/y/1")), "'two'");
    assert_eq!(slice(text, &at("/base/y/2")), "{z: 3}");
    assert_eq!(slice(text, &at("/base")), "&b\n  x: ö\n  \"y\": [1, 'two', {z: 3}]");
    assert_eq!(slice(text, &at("/use/y/0")), "1");
    assert_eq!(slice(text, &at("/more/x")), "ö");
    assert_eq!(slice(text, &at("/more/200")), "text");
    assert_eq!(slice(text, &Spot::Key("/more/200".parse().expect("a pointer"))), "200");
    assert_eq!(slice(text, &at("/last")), "end");
    let span = locate(text, &at("/base/x"));
    assert_eq!((span.line, span.column), (3, 6));
}

fn broken_texts_are_searched_as_far_as_they_go() {
    let text = "{\"a\": {\"b\": 1, \"c\": [2, }";
    assert_eq!(slice(text, &at("/a/b")), "1");
    assert_eq!(slice(text, &at("/a/c/0")), "2");
    assert_eq!(slice("{\"a\" \"b\"", &at("/a")), "\"b\"");
    for text in [
        "{",
        "}",
        "{\"",
        "{\"a",
        "[\"\\",
        "{\"a\":}",
        "{,}",
        "]]]",
        "{\"a\",\"b\":1}",
        "a: [",
        "*x",
        "- - -",
        "{a",
        "? ?",
    ] {
        let span = locate(text, &at("/a/0/b"));
        assert!(span.bytes.end <= text.len(), "{text}");
    }
}

/// The documents among the fixtures.
fn fixtures() -> Vec<corpus::Named> {
    let all = ["merge", "overlay"].map(|folder| files_below(&fixture(folder), &["json", "yaml", "yml"])).concat();
    let good = all.into_iter().filter(|path| !path.starts_with(fixture("overlay/bad")));
    good.map(|path| corpus::named(&fixture(""), path)).collect()
}

/// The documents of the outside corpus that can be read, and the parts of each that has several files.
fn outside(corpus: &Path) -> Vec<(String, Vec<PathBuf>)> {
    let readable = |(_, path): &corpus::Named| !path.starts_with(corpus.join("negative"));
    let of_one = corpus::of_one_file(corpus).into_iter().filter(readable).map(|(name, path)| (name, vec![path]));
    let parts = |(name, first): corpus::Named| {
        let folder = first.ancestors().find(|folder| folder.parent() == Some(&corpus.join("multifile")));
        (name, files_below(folder.expect("a folder of its own"), &["json", "yaml", "yml"]))
    };
    of_one.chain(corpus::of_several_files(corpus).into_iter().map(parts)).collect()
}

fn pointers(value: &Value, at: Pointer, found: &mut Vec<Pointer>) {
    match value {
        Value::Object(map) => map.iter().for_each(|(key, value)| pointers(value, at.child(key), found)),
        Value::Array(items) => {
            items.iter().enumerate().for_each(|(index, item)| pointers(item, at.child(index), found))
        }
        _ => {}
    }
    found.push(at);
}

/// Where two values differ first, white space at the ends of texts aside.
fn difference(one: &Value, other: &Value) -> Option<String> {
    match (one, other) {
        (Value::Object(a), Value::Object(b)) if a.keys().eq(b.keys()) => {
            a.iter().find_map(|(key, value)| Some(format!("/{key}{}", difference(value, b.get(key)?)?)))
        }
        (Value::Array(a), Value::Array(b)) if a.len() == b.len() => {
            let mut items = a.iter().zip(b).enumerate();
            items.find_map(|(index, (a, b))| Some(format!("/{index}{}", difference(a, b)?)))
        }
        (Value::String(a), Value::String(b)) if a.trim_end() == b.trim_end() => None,
        // `090` is a number in YAML 1.2 and text in YAML 1.1.
        (Value::Number(a), Value::String(b)) if b.starts_with('0') && b.parse().ok() == a.as_f64() => None,
        (one, other) if one == other => None,
        (one, other) => Some(format!(": {one:.200} or {other:.200}")),
    }
}

/// Reads the text of a located value again.
fn again(text: &str, bytes: std::ops::Range<usize>) -> Option<Value> {
    let line = text[..bytes.start].rfind('\n').map_or(0, |at| at + 1);
    let indent = " ".repeat(text[line..bytes.start].chars().count());
    read("slice.yaml", format!("{indent}{}\n", &text[bytes])).ok()
}

fn is_read(_: &str, files: Vec<PathBuf>) {
    for path in files {
        values_found(&path);
        is_compared(&path);
    }
}

fn many_values_of_fixtures_are_looked_at() {
    let values: usize = fixtures().iter().map(|(_, path)| values_found(path)).sum();
    let compared = fixtures().iter().filter(|(_, path)| is_compared(path)).count();
    assert!(values > 500 && compared > 10, "{values} values were found again, {compared} documents were compared");
}

/// How many values of a document were found in its text, where they have to be.
fn values_found(path: &Path) -> usize {
    let mut sources = Sources::new();
    let file = sources.add_bytes(path.display().to_string(), std::fs::read(path).expect("readable"));
    let value = match parse(&sources, file) {
        Ok(value) => value,
        Err(diagnostics) => panic!("{}", diagnostics.render(&sources, false)),
    };
    let text = sources.text(file);
    let aliased = text.contains(": *") || text.contains("- *") || text.contains(": &");
    if aliased || text.len() > 4_000_000 {
        return 0;
    }
    let mut all = Vec::new();
    pointers(&value, Pointer::root(), &mut all);
    let locator = Locator::new(text);
    let looked_at = all.iter().step_by(1 + all.len() / 40);
    for pointer in looked_at.clone() {
        let expected = pointer.get(&value).expect("it is there");
        let span = locator.span(&Spot::Pointer(pointer.clone()));
        let written = &text[span.bytes.clone()];
        // The located text of a block scalar lacks its indicator: words are compared.
        let words = |text: &str| text.split(|char: char| !char.is_alphanumeric()).collect::<String>();
        let matches = match (again(text, span.bytes.clone()), expected) {
            (Some(found), expected) if difference(&found, expected).is_none() => true,
            (_, Value::Null) => written.is_empty(),
            (_, Value::String(expected)) => words(written) == words(expected) || written.starts_with('"'),
            _ => false,
        };
        assert!(matches, "{}: {pointer}: {written:?} is not what is there", path.display());
    }
    looked_at.count()
}

/// Whether `serde_yaml`, an independent reader, can read a text by its older grammar, YAML 1.1. It sees the same values then.
fn is_compared(path: &Path) -> bool {
    if path.extension().is_some_and(|ending| ending == "json") {
        return false;
    }
    let text = std::fs::read_to_string(path).expect("UTF-8");
    let mut sources = Sources::new();
    let file = sources.add("a.yaml", text.as_str());
    let ours = parse(&sources, file).ok();
    let theirs = serde_yaml::from_str::<serde_yaml::Value>(&text).ok().and_then(|mut value| {
        value.apply_merge().ok()?;
        serde_json::to_value(value).ok()
    });
    let (Some(ours), Some(theirs)) = (ours, theirs) else { return false };
    assert_eq!(difference(&ours, &theirs), None, "{}", path.display());
    true
}

fn yaml_and_json_are_read_in_each_encoding_that_yaml_allows() {
    type Encode = fn(&str) -> Vec<u8>;
    let encodings: [(&str, Encode); 4] = [
        ("UTF-16LE", |text| text.encode_utf16().flat_map(u16::to_le_bytes).collect()),
        ("UTF-16BE", |text| text.encode_utf16().flat_map(u16::to_be_bytes).collect()),
        ("UTF-32LE", |text| text.chars().flat_map(|letter| u32::from(letter).to_le_bytes()).collect()),
        ("UTF-32BE", |text| text.chars().flat_map(|letter| u32::from(letter).to_be_bytes()).collect()),
    ];
    for (name, encode) in encodings {
        for text in ["a: \"\u{fc} \u{1f980}\"\n", "{\"a\": \"\u{fc} \u{1f980}\"}"] {
            for mark in ["", "\u{feff}"] {
                let mut sources = Sources::new();
                let file = sources.add_bytes("a", encode(&format!("{mark}{text}")));
                let value =
                    parse(&sources, file).unwrap_or_else(|said| panic!("{name}: {}", said.render(&sources, false)));
                assert_eq!(value, json!({"a": "\u{fc} \u{1f980}"}), "{name}");
            }
        }
    }
}

/// Lines in quotes and brackets, by how far they are indented: other readers accept less than YAML requires.
fn lines_in_quotes_and_brackets_may_lack_indentation_in_foreign_documents() {
    let text = |spaces: usize| {
        let gap = " ".repeat(spaces);
        format!(
            "a:\n  - b: \"one \\\" é\n{gap}two\n\n{gap}three\"\n    c: 'it''s\n{gap}so' # it's\n    d: [\n{gap}x, 'y ] z',\n{gap}{{e: \"f\n{gap}g\"}} # ]\n{gap}]\n    h: 1\n"
        )
    };
    let foreign = |text: String| {
        let (sources, file) = of_text(text);
        parse_foreign(&sources, file)
            .map(|(value, said)| (value, said.iter().count()))
            .map_err(|said| said.render(&sources, false))
    };
    let (whole, warnings) = foreign(text(12)).expect("it is YAML");
    assert_eq!(warnings, 0);
    for spaces in 1..5 {
        let (value, warnings) = foreign(text(spaces)).unwrap_or_else(|said| panic!("{spaces}: {said}"));
        assert_eq!(value, whole, "{spaces} spaces");
        assert!((1..=3).contains(&warnings), "{spaces} spaces: {warnings} warnings");
        let (sources, file) = of_text(text(spaces));
        let said = parse(&sources, file).expect_err("it is not YAML").render(&sources, false);
        assert!(said.contains("error[source::indentation]"), "{said}");
    }
    for broken in ["a:\n  b: \"one\ntwo\n", "a:\n  b: [one,\ntwo\n", "a:\n    b: 1\n   c: 2\n"] {
        assert!(foreign(broken.to_owned()).is_err_and(|said| said.contains("error[source::yaml]")), "{broken}");
    }
}

/// Each piece that is mended costs a reading: there is an end to that.
fn a_text_of_which_each_line_lacks_indentation_is_refused() {
    let text = |count: usize| {
        let one = |index| format!("  k{index}: \"a\nb\"\n");
        format!("a:\n{}", (0..count).map(one).collect::<String>())
    };
    let (sources, file) = of_text(text(60));
    assert!(parse_foreign(&sources, file).is_ok_and(|(_, said)| said.iter().count() == 60));
    let (sources, file) = of_text(text(1000));
    let said = parse_foreign(&sources, file).expect_err("too many").render(&sources, false);
    assert!(said.contains("error[source::yaml]") && said.contains("a.yaml:"), "{said}");
}
