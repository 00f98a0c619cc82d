//! Pages → fragments: fixtures with a snapshot each of what is found, or of what is said.

mod cases;
mod forms;
mod pairs;

use std::path::Path;
use std::path::PathBuf;
use std::process::ExitCode;

use crategen::diagnostic::Diagnostics;
use crategen::document::Document;
use crategen::document::Origins;
use crategen::document::page::Context;
use crategen::document::page::Fragment;
use crategen::document::page::extract;
use crategen::document::page::fragment_path;
use crategen::document::page::fragment_paths;
use crategen::source::FileId;
use crategen::source::Sources;
use crategen::source::locate;
use generator_tests::{fixtures, snapshot};

fn main() -> ExitCode {
    harness::run([
        harness::tests![pages_that_are_not_text_are_refused, fragment_files_have_safe_distinct_names],
        harness::tests!["chatcaptain/statistics.md": the_published_page_is_read],
        harness::each("good", 1, fixtures("page/good", &["md"]), has_fragments),
        harness::each("bad", 1, fixtures("page/bad", &["md"]), is_refused),
        cases::tests(),
        forms::tests(),
        pairs::tests(),
    ])
}

/// What [`extract`] gives.
type Extracted = Result<(Vec<Fragment>, Diagnostics), Diagnostics>;

fn read(path: &Path) -> (Sources, FileId, Extracted) {
    let mut sources = Sources::new();
    let name = path.file_name().expect("a name").to_string_lossy().into_owned();
    let file = sources.add_bytes(name, std::fs::read(path).expect("readable"));
    let found = extract(&mut sources, file);
    (sources, file, found)
}

fn has_fragments(name: &str, path: PathBuf) {
    let (sources, file, found) = read(&path);
    let (fragments, diagnostics) = found.unwrap_or_else(|said| panic!("{}", said.render(&sources, false)));
    let mut shown = String::new();
    for (fragment, path) in fragments.iter().zip(fragment_paths(&fragments)) {
        let document = fragment.clone().into_document();
        let place = document.origins.key_place(&"/openapi".parse().expect("a pointer"));
        let span = locate(sources.text(place.file), &place.spot);
        let (page, offset) = sources.resolve(place.file, span.bytes.start);
        assert_eq!(page, file, "places are those of the page");
        assert!(sources.text(page)[offset..].trim_start_matches('"').starts_with("openapi"), "{offset}");
        shown += &format!("{path}\n  title: {:?}\n  {}\n", fragment.title, fragment.document.value);
    }
    shown += &diagnostics.render(&sources, false);
    snapshot!("page/good", name, shown);
}

fn is_refused(name: &str, path: PathBuf) {
    let (sources, _, found) = read(&path);
    let said = found.expect_err("the page should be refused");
    snapshot!("page/bad", name, said.render(&sources, false));
}

fn pages_that_are_not_text_are_refused() {
    for (bytes, code) in [
        (b"# a\n\xff".to_vec(), "page::not-utf8"),
        (b"\x89PNG\0\0".to_vec(), "page::not-utf8"),
        (b"a\0b".to_vec(), "page::binary"),
    ] {
        let mut sources = Sources::new();
        let file = sources.add_bytes("a.md", bytes);
        let said = extract(&mut sources, file).expect_err("refused");
        assert_eq!(said.iter().map(|diagnostic| diagnostic.code).collect::<Vec<_>>(), [code]);
    }
}

/// A fragment with one operation.
fn fragment(sources: &mut Sources, tag: &str, method: &str, id: &str) -> Fragment {
    let value = serde_json::json!({"openapi": "3.0.0", "paths": {"/a": {method: {"tags": [tag], "operationId": id}}}});
    let page = sources.add("a.md", value.to_string());
    let context =
        Context { page, source: None, document: None, base: None, headings: Vec::new(), group: None, cut_out: true };
    Fragment { title: None, document: Document::new(value, Origins::of(page)), context }
}

fn fragment_files_have_safe_distinct_names() {
    let mut sources = Sources::new();
    let path = |tag: &str, id: &str| fragment_path(&fragment(&mut sources, tag, "get", id));
    let mut path = path;
    assert_eq!(
        path("Statistics", "StatisticsController_getChannels[1]_v1"),
        "statistics/get-statistics-controller-get-channels-1-v1.json"
    );
    assert_eq!(path("../../etc", "..\\passwd"), "etc/get-passwd.json");
    assert_eq!(path("CON", "a"), "con-/get-a.json");
    assert_eq!(path("Übersicht", "größe"), "ubersicht/get-grosse.json");
    for odd in ["", "...", "\u{202e}", "/", "\0", &"x".repeat(4000), "💥"] {
        let path = path(odd, odd);
        let legal = |char: char| char.is_ascii_lowercase() || char.is_ascii_digit() || "-/.".contains(char);
        assert!(path.chars().all(legal) && !path.contains("..") && !path.starts_with('/'), "{path}");
        assert!(
            path.split('/').count() == 2 && path.split('/').all(|part| !part.is_empty() && part.len() < 130),
            "{path}"
        );
    }
    let same = [
        fragment(&mut sources, "A", "get", "getIt"),
        fragment(&mut sources, "a", "get", "get_it"),
        fragment(&mut sources, "A", "get", "getIt"),
    ];
    let paths = fragment_paths(&same);
    assert_ne!(paths[0], paths[1]);
    assert_eq!(paths[0], paths[2], "equal fragments share a file");
    let mut backwards = same.to_vec();
    backwards.reverse();
    let mut again = fragment_paths(&backwards);
    again.reverse();
    assert_eq!(paths, again, "the order decides nothing");
}

/// The published page: six fragments of one line each.
fn the_published_page_is_read(page: &Path) {
    let (sources, _, found) = read(page);
    let (fragments, said) = found.unwrap_or_else(|said| panic!("{}", said.render(&sources, false)));
    assert_eq!(said.render(&sources, false), "");
    assert_eq!(fragments.len(), 6);
    assert!(fragments.iter().all(|fragment| fragment.title.is_some()));
    let paths: std::collections::BTreeSet<_> = fragment_paths(&fragments).into_iter().collect();
    assert_eq!(paths.len(), 6);
    assert!(paths.iter().all(|path| path.starts_with("statistics/")), "{paths:?}");
}
