//! Pages for browsers: well-formed, stable, of nothing but themselves, and no text of a document is anything but text.

use std::fs;
use std::path::Path;
use std::process::ExitCode;

use base64::Engine;
use crategen::drift::{PageChange, Pages, Report, Style, bump};
use crategen::source::Sources;
use generator_tests::drift::{Row, rows};
use generator_tests::page::{Page, browse, browser};
use generator_tests::{fixture, run};
use semver::Version;
use serde_json::Value;
use sha2::{Digest, Sha256};
use tempfile::TempDir;

fn main() -> ExitCode {
    harness::run([
        harness::tests![
            every_verdict_can_be_filtered,
            both_sides_are_shown_with_the_lines_that_differ,
            a_hostile_document_is_text_of_bounded_length,
            what_became_of_pages_stands_below_the_findings,
            a_page_is_of_one_client,
            a_corpus_has_a_row_with_bars_for_each_document
        ],
        harness::each("rows", 50, rows().into_iter().map(Row::named), a_page_stands_alone_and_has_every_finding),
        vec![
            harness::where_possible(
                "a_browser_shows_the_page_and_its_filters_work",
                a_browser_shows_the_page_and_its_filters_work,
            ),
            harness::where_possible(
                "a_browser_shows_a_hostile_document_as_text",
                a_browser_shows_a_hostile_document_as_text,
            ),
        ],
    ])
}

/// Why a test with a browser is not made.
const NO_BROWSER: &str = "no browser is on the PATH";

/// A text that would take over a page that is not careful. It has no quotes, so that it can stand in any document.
const HOSTILE: &str =
    "</script></style><img src=x onerror=document.title=`taken`><script>document.title=`taken`</script>&lt;&#60;";

/// A document that says it everywhere, and is all in one line.
fn hostile(values: &[&str], required: bool) -> String {
    let long = "x".repeat(100_000);
    let schema = serde_json::json!({
        "type": "object", "description": format!("{HOSTILE}\u{202e}{long}"), "required": if required { vec![HOSTILE] } else { vec![] },
        "properties": { HOSTILE: { "type": "string", "enum": values, "description": HOSTILE } },
    });
    let responses = serde_json::json!({ "200": { "description": HOSTILE, "content": { "application/json": { "schema": {
        "$ref": "#/components/schemas/Pet" } } } } });
    let document = serde_json::json!({
        "openapi": "3.0.3", "info": { "title": HOSTILE, "version": "1" },
        "paths": { "/pets": { "get": { "operationId": HOSTILE, "responses": responses } } },
        "components": { "schemas": { "Pet": schema } },
    });
    document.to_string()
}

fn diff(folder: &Path, old: &str, new: &str, format: &str) -> String {
    let ran = run("crategen", &["diff", old, new, "--format", format, "--today", "2026-01-01"], folder, "");
    assert!(matches!(ran.code, Some(0..=2)), "{:?}: {}", ran.code, ran.stderr);
    ran.stdout
}

/// What every page has to be: of elements and attributes that load and run nothing, with a policy that allows its style alone.
#[track_caller]
fn assert_stands_alone(page: &Page) {
    let fine = "body code details div fieldset figcaption figure h1 h2 head html i input label legend li main meta p pre rect span \
                style summary svg table td th title tr ul";
    let foreign: Vec<_> =
        page.elements.iter().filter(|name| fine.split(' ').all(|fine| fine != name.as_str())).collect();
    assert_eq!(foreign, Vec::<&String>::new());
    let fine = "aria-hidden charset checked class colspan content height http-equiv id lang name open preserveAspectRatio title type viewBox \
                width";
    for attribute in &page.attributes {
        let name = attribute.split([' ', '=']).nth(1).expect("a name");
        assert!(fine.split(' ').any(|fine| fine == name), "{attribute}");
    }
    let hash = base64::engine::general_purpose::STANDARD.encode(Sha256::digest(page.style.as_bytes()));
    let policy = format!("default-src &#39;none&#39;; style-src &#39;sha256-{hash}&#39;; base-uri");
    assert!(page.attributes.iter().any(|one| one.contains(&policy)), "the style is not the one of the policy: {hash}");
    assert!(!page.style.contains("url(") && !page.style.contains("@import"));
    let anchors: std::collections::BTreeSet<&String> = page.ids.iter().collect();
    assert_eq!(anchors.len(), page.ids.len(), "an anchor stands twice");
}

fn a_page_stands_alone_and_has_every_finding(_: &str, row: Row) {
    let (old, new) = row.pair();
    let (old, new) = (old.to_str().expect("a path in UTF-8"), new.to_str().expect("a path in UTF-8"));
    let page = Page::read(&diff(&fixture("drift"), old, new, "html"));
    assert_stands_alone(&page);
    let json: Value = serde_json::from_str(&diff(&fixture("drift"), old, new, "json")).expect("JSON");
    for finding in json["findings"].as_array().expect("findings") {
        let has = |text: &str| page.text.contains(text);
        let id = format!("f-{}", finding["fingerprint"].as_str().expect("text"));
        assert!(page.ids.contains(&id), "{id}");
        assert!(has(finding["title"].as_str().expect("a title")), "{}", page.text);
        let class = |verdict: &str| format!("{verdict}-{}", finding[verdict].as_str().expect("a verdict"));
        let class = format!("details class=finding {} {}", class("wire"), class("rust"));
        assert!(page.attributes.contains(&class), "{class}");
        for side in ["old", "new"].map(|side| &finding[side]).into_iter().filter(|side| side["at"].is_object()) {
            let at = &side["at"];
            let place = format!("{}:{}:{} ", at["file"].as_str().expect("a file"), at["line"], at["column"]);
            assert!(has(&place) && has(&format!("#{}", at["pointer"].as_str().expect("a pointer"))), "{at}");
        }
    }
}

fn every_verdict_can_be_filtered() {
    let page = Page::read(&diff(&fixture("drift"), "base.yaml", "enum-value-removed/new.yaml", "html"));
    for choice in ["wire-breaks", "wire-may-break", "wire-safe", "rust-major", "rust-minor", "rust-patch", "rust-none"]
    {
        assert!(page.ids.iter().any(|id| id == choice), "{choice}");
        assert!(page.style.contains(&format!("main:has(#{choice}:not(:checked)) .finding.{choice}")), "{choice}");
    }
}

fn both_sides_are_shown_with_the_lines_that_differ() {
    let html = diff(&fixture("drift"), "base.yaml", "enum-value-removed/new.yaml", "html");
    let line = |values: &str| {
        format!(
            "<span class=\"changed\"><i>14</i>- {{name: order, in: query, schema: {{type: string, enum: [{values}]}}\n</span>"
        )
    };
    assert!(html.contains(&line("up, down")) && html.contains(&line("up")), "{html}");
}

/// A folder with two hostile documents, the name of the first, and the page of their differences.
fn hostile_page() -> (TempDir, &'static str, String) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let name = "a&\"><script>.json";
    fs::write(folder.path().join(name), hostile(&["a", HOSTILE], false)).expect("written");
    fs::write(folder.path().join("new.json"), hostile(&["a"], true)).expect("written");
    let html = diff(folder.path(), name, "new.json", "html");
    (folder, name, html)
}

fn a_hostile_document_is_text_of_bounded_length() {
    let (folder, name, html) = hostile_page();
    assert_eq!(html, diff(folder.path(), name, "new.json", "html"), "the same input gives the same bytes");
    let page = Page::read(&html);
    assert_stands_alone(&page);
    assert!(
        page.text.contains("<script>document.title=`taken`</script>&lt;") && page.text.contains(name),
        "{}",
        page.text
    );
    assert!(!html.contains('\u{202e}'));
    let json: Value = serde_json::from_str(&diff(folder.path(), name, "new.json", "json")).expect("JSON");
    let findings = json["findings"].as_array().map_or(0, Vec::len);
    assert!(findings > 1 && html.len() < 8_000 + findings * 6_000, "{findings} findings, {} bytes", html.len());
}

fn a_browser_shows_a_hostile_document_as_text() -> Result<(), String> {
    let browser = browser().ok_or(NO_BROWSER)?;
    let (folder, _, html) = hostile_page();
    fs::write(folder.path().join("page.html"), &html).expect("written");
    let shown = browse(&browser, folder.path(), "page.html", &["--dump-dom"]);
    let shown = shown.ok_or_else(|| format!("{} does not work", browser.display()))?;
    assert!(
        shown.contains("<title>API drift</title>") && !shown.contains("<img") && !shown.contains("<script"),
        "{shown}"
    );
    Ok(())
}

fn a_browser_shows_the_page_and_its_filters_work() -> Result<(), String> {
    let browser = browser().ok_or(NO_BROWSER)?;
    let folder = tempfile::tempdir().expect("a temporary folder");
    let html = diff(&fixture("drift"), "base.yaml", "enum-value-removed/new.yaml", "html");
    let unticked = |id: &str| html.replace(&format!("id=\"{id}\" checked=\"checked\""), &format!("id=\"{id}\""));
    let shot = |name: &str, html: &str| {
        fs::write(folder.path().join("page.html"), html).expect("written");
        let picture = folder.path().join(name);
        let to = format!("--screenshot={}", picture.display());
        let printed = browse(&browser, folder.path(), "page.html", &[&to, "--window-size=1200,800"]);
        let size = printed.and_then(|_| fs::metadata(picture).ok()).map(|file| file.len());
        size.ok_or_else(|| format!("{} does not work", browser.display()))
    };
    let all = shot("all.png", &html)?;
    let filtered = shot("filtered.png", &unticked("wire-breaks"))?;
    let other = shot("other.png", &unticked("wire-safe"))?;
    // A picture without the finding is much smaller; a box that concerns no finding changes nothing but itself.
    assert!(filtered * 4 < all * 3, "{filtered} of {all} bytes");
    assert!(other.abs_diff(all) * 20 < all, "{other} of {all} bytes");
    Ok(())
}

fn what_became_of_pages_stands_below_the_findings() {
    let change = PageChange {
        word: "moved",
        page: "https://docs.example.com/<b>".to_owned(),
        to: Some("https://docs.example.com/c".to_owned()),
        why: None,
        operations: vec!["get /pets".to_owned()],
    };
    let pages = Some(Pages { all: 3, changes: vec![change] });
    let report = Report { findings: &[], bump: bump(&Version::new(0, 1, 0), &[]), accepted: 2, pages };
    let page = Page::read(&report.render(&Sources::new(), Style::Html));
    assert_stands_alone(&page);
    let shown = "moved: https://docs.example.com/<b> → https://docs.example.com/c: get /pets";
    for text in ["No drift.", "accepted in the configuration: 2", "Of 3 pages: 1 moved.", shown] {
        assert!(page.text.contains(text), "{text}: {}", page.text);
    }
}

fn a_page_is_of_one_client() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let client = |name: &str| format!("[[client]]\nname = \"{name}\"\ndocuments = [\"base.yaml\"]\nout = \"{name}\"\n");
    fs::write(folder.path().join("crategen.toml"), client("one") + &client("two")).expect("written");
    fs::copy(fixture("drift/base.yaml"), folder.path().join("base.yaml")).expect("copied");
    fs::copy(fixture("drift/enum-value-removed/new.yaml"), folder.path().join("new.yaml")).expect("copied");
    let drift = ["drift", "--published", "new.yaml", "--format", "html"];
    let ran = run("crategen", &drift, folder.path(), "");
    assert_eq!((ran.code, ran.stdout.as_str()), (Some(64), ""), "{}", ran.stderr);
    assert!(ran.stderr.contains("--client NAME"), "{}", ran.stderr);
    let ran = run("crategen", &[&drift[..], &["--client", "one"]].concat(), folder.path(), "");
    assert_eq!(ran.code, Some(2), "{}", ran.stderr);
    assert_stands_alone(&Page::read(&ran.stdout));
}

fn a_corpus_has_a_row_with_bars_for_each_document() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    fs::create_dir(folder.path().join("d")).expect("made");
    fs::copy(fixture("drift/base.yaml"), folder.path().join("d/a&<b>.yaml")).expect("copied");
    fs::write(folder.path().join("d/broken.yaml"), "openapi: [").expect("written");
    let ran = run("crategen", &["corpus", "d", "--work", "work", "--format", "html"], folder.path(), "");
    assert_eq!(ran.code, Some(1), "{}", ran.stderr);
    let page = Page::read(&ran.stdout);
    assert_stands_alone(&page);
    for text in ["2 documents: 1 generated", "a&<b>.yaml", "diagnosed", "only what did not become"] {
        assert!(page.text.contains(text), "{text}: {}", page.text);
    }
    for row in ["tr class=fine", "tr class=wrong", "rect width=100.0", "rect width=0.0", "input id=wrong"] {
        assert!(page.attributes.contains(row), "{row}: {:?}", page.attributes);
    }
    assert!(page.style.contains("main:has(#wrong:checked) tr.fine"));
}
