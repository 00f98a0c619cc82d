//! `cargo xtask drift`: the committed page changed in the ways that a publisher changes it, and every way in which a page
//! cannot be had.

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;
use std::path::Path;

use generator_tests::{Ran, workspace};
use project_tests::xtask;
use tempfile::TempDir;

/// A copy of the project's own `spec/`.
fn project() -> TempDir {
    let project = tempfile::tempdir().expect("a temporary folder");
    let pages = project.path().join("spec/pages");
    fs::create_dir_all(&pages).expect("the folder is made");
    for file in ["codegen.toml", "overlay.yaml", "pages/statistics.md"] {
        fs::copy(workspace().join("spec").join(file), project.path().join("spec").join(file)).expect("copied");
    }
    project
}

fn page() -> String {
    fs::read_to_string(workspace().join("spec/pages/statistics.md")).expect("the page is there")
}

/// The report of a changed page, with its exit code.
fn report(changed: &str) -> String {
    let project = project();
    let new = project.path().join("statistics.md");
    fs::write(&new, changed).expect("written");
    let ran = xtask(project.path(), &["drift", "--published", "statistics.md"]);
    let warnings: Vec<&str> =
        ran.stderr.lines().filter(|line| line.contains("[overlay::") || line.starts_with("error")).collect();
    format!("exit {}\n{}{}", ran.code.unwrap_or(-1), ran.stdout, warnings.join("\n"))
}

#[track_caller]
fn changed(from: &str, to: &str) -> String {
    let page = page();
    assert!(page.contains(from), "{from:?} is not on the page");
    page.replace(from, to)
}

#[test]
fn a_page_that_did_not_change_is_no_drift() {
    assert_eq!(report(&page()), "exit 0\nno drift\nrequired bump: none (0.1.0 stays)\n");
    let preamble = format!("> A new preamble.\n\nWith text.\n\n{}", page());
    assert_eq!(report(&preamble), "exit 0\nno drift\nrequired bump: none (0.1.0 stays)\n");
}

#[test]
fn fragments_in_another_order_are_no_drift() {
    let page = page();
    let mut parts: Vec<&str> = page.split("\n## ").collect();
    assert!(parts.len() > 5, "the page has several parts");
    parts.swap(1, 4);
    assert_eq!(report(&parts.join("\n## ")), "exit 0\nno drift\nrequired bump: none (0.1.0 stays)\n");
}

#[test]
fn a_new_endpoint() {
    let page = page();
    let start = page.find("```json\n").expect("a fragment");
    let end = page[start + 3..].find("\n```").expect("its end") + start + 7;
    let fragment =
        page[start..end].replace("reports/channel", "reports/agent").replace("getChannelReport", "getAgentReport");
    let new = page.replacen("## ", &format!("## Generates a channel-specific report\n\n{fragment}\n\n## "), 1);
    insta::assert_snapshot!(report(&new));
}

#[test]
fn an_endpoint_that_is_gone() {
    let page = page();
    let parts: Vec<&str> = page.split("\n## ").collect();
    let kept: Vec<&str> = parts.into_iter().filter(|part| !part.contains("getInboxStatistics")).collect();
    insta::assert_snapshot!(report(&kept.join("\n## ")));
}

#[test]
fn a_new_component_id() {
    let new = changed("- `22`: CALL_TRANSFER_TARGET", "- `22`: CALL_TRANSFER_TARGET\\n- `23`: CALL_QUEUE_TIME");
    insta::assert_snapshot!(report(&new));
}

#[test]
fn component_ids_with_other_numbers() {
    let new = changed(
        "- `21`: CALL_END_REASON\\n- `22`: CALL_TRANSFER_TARGET",
        "- `21`: CALL_TRANSFER_TARGET\\n- `22`: CALL_END_REASON",
    );
    insta::assert_snapshot!(report(&new));
}

#[test]
fn the_names_of_security_requirements_recovered() {
    insta::assert_snapshot!(report(&changed("\"security\":[{},{}]", "\"security\":[{\"bearer\":[]}]")));
}

#[test]
fn nullable_put_right() {
    insta::assert_snapshot!(report(&changed("\"nullable\":true,", "")));
}

#[test]
fn a_parameter_made_optional() {
    insta::assert_snapshot!(report(&changed(
        "\"name\":\"interval\",\"required\":true",
        "\"name\":\"interval\",\"required\":false"
    )));
}

#[test]
fn a_new_status() {
    insta::assert_snapshot!(report(&changed(
        "\"responses\":{\"200\"",
        "\"responses\":{\"403\":{\"description\":\"Forbidden\"},\"200\""
    )));
}

#[test]
fn other_texts() {
    insta::assert_snapshot!(report(&changed("The ID of the chatbot", "The identifier of the chatbot")));
}

#[test]
fn an_update_takes_the_page_in_and_derives_the_rest() {
    let project = project();
    // The hand-written module is kept, so it has to be there.
    let kept = "generated/src/export.rs";
    fs::create_dir_all(project.path().join("generated/src")).expect("made");
    fs::copy(workspace().join(kept), project.path().join(kept)).expect("copied");
    let new = changed("The ID of the chatbot", "The identifier of the chatbot");
    fs::write(project.path().join("statistics.md"), &new).expect("written");
    let ran = xtask(project.path(), &["drift", "--published", "statistics.md", "--update", "--format", "json"]);
    assert_eq!(ran.code, Some(1), "{}{}", ran.stdout, ran.stderr);
    let report: serde_json::Value =
        serde_json::from_str(&ran.stdout).expect("the output is the report and nothing else");
    assert!(report["findings"].is_array(), "{report}");
    assert!(ran.stderr.contains("generated"), "what codegen did stands beside: {}", ran.stderr);
    assert_eq!(fs::read_to_string(project.path().join("spec/pages/statistics.md")).expect("the page"), new);
    assert!(project.path().join("spec/api-surface.txt").exists());
    assert_eq!(xtask(project.path(), &["check"]).code, Some(0));
}

#[test]
fn a_rule_that_no_longer_applies_is_told_and_nothing_is_written() {
    let project = project();
    let page = page();
    let parts: Vec<&str> = page.split("\n## ").collect();
    let kept: Vec<&str> = parts.into_iter().filter(|part| !part.contains("getChannelReport")).collect();
    fs::write(project.path().join("statistics.md"), kept.join("\n## ")).expect("written");
    let ran = xtask(project.path(), &["drift", "--published", "statistics.md", "--update"]);
    assert_eq!(ran.code, Some(3), "{}{}", ran.stdout, ran.stderr);
    assert!(ran.stderr.contains("config::unused-rule") && ran.stderr.contains("codegen.toml"), "{}", ran.stderr);
    assert!(ran.stdout.contains("getChannelReport"), "the report is there all the same: {}", ran.stdout);
    assert_eq!(fs::read_to_string(project.path().join("spec/pages/statistics.md")).expect("the page"), page);
}

/// A server on the loopback interface that gives one answer to everything, and the URL of a page there.
fn serving(answer: Vec<u8>) -> String {
    answering(move |_| answer.clone())
}

/// A server on the loopback interface that answers the heads of requests, and the URL of a page there.
fn answering(answer: impl Fn(&str) -> Vec<u8> + Send + 'static) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let url = format!("http://{}/docs/statistics.md", listener.local_addr().expect("an address"));
    std::thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            let lines = BufReader::new(stream.try_clone().expect("a clone")).lines();
            let head = lines.map_while(Result::ok).take_while(|line| !line.is_empty());
            let head = head.collect::<Vec<_>>().join("\n").to_ascii_lowercase();
            // A client that has gone away is no matter of the test.
            let _ = stream.write_all(&answer(&head));
        }
    });
    url
}

fn answer(status: &str, headers: &str, body: &str) -> Vec<u8> {
    format!("HTTP/1.1 {status}\r\nconnection: close\r\n{headers}content-length: {}\r\n\r\n{body}", body.len())
        .into_bytes()
}

fn drift_of(project: &Path, url: &str) -> Ran {
    xtask(project, &["drift", "--published", url])
}

#[track_caller]
fn assert_ends(answer: Vec<u8>, code: i32, words: &str) {
    let project = project();
    let ran = drift_of(project.path(), &serving(answer));
    assert_eq!(ran.code, Some(code), "{}{}", ran.stdout, ran.stderr);
    assert!(ran.stderr.contains(words), "{words:?} is not in: {}", ran.stderr);
    assert!(code < 64 || ran.stdout.is_empty(), "a failure is no report: {}", ran.stdout);
}

#[test]
fn what_is_no_page_is_told_from_drift() {
    let markdown = "content-type: text/markdown; charset=utf-8\r\n";
    assert_ends(answer("404 Not Found", "", "gone"), 68, "the server answers 404");
    assert_ends(answer("503 Service Unavailable", "", "later"), 69, "the server answers 503");
    assert_ends(answer("429 Too Many Requests", "retry-after: 3600\r\n", "later"), 75, "wait for 3600 s");
    assert_ends(answer("401 Unauthorized", "", "who?"), 77, "requires a login");
    assert_ends(answer("200 OK", "content-type: text/html\r\n", "<h1>Error</h1>"), 65, "content type is `text/html`");
    assert_ends(answer("200 OK", markdown, "<!doctype html><h1>Error</h1>"), 65, "it is HTML");
    assert_ends(answer("200 OK", markdown, "# Statistics\n\nSoon.\n"), 65, "no fragment");
    let page = page();
    let cut = &page[..page.len() / 2];
    assert_ends(answer("200 OK", markdown, cut), 65, "");
    let short = format!("HTTP/1.1 200 OK\r\n{markdown}content-length: {}\r\n\r\n{cut}", page.len());
    assert_ends(short.into_bytes(), 65, "cut off");
    let elsewhere = "location: https://elsewhere.example/statistics.md\r\n";
    assert_ends(answer("302 Found", elsewhere, ""), 68, "which is another host");
    assert_ends(answer("302 Found", "location: /docs/statistics.md\r\n", ""), 69, "in a circle");
}

#[test]
fn a_page_is_fetched_and_remembered() {
    let project = project();
    let url = serving(answer("200 OK", "content-type: text/markdown\r\netag: \"one\"\r\n", &page()));
    let ran = drift_of(project.path(), &url);
    assert_eq!((ran.code, ran.stdout.starts_with("no drift")), (Some(0), true), "{}", ran.stderr);
    assert!(project.path().join("target/drift/statistics.etag").exists());
}

#[test]
fn a_page_that_the_server_knows_as_unchanged_is_the_one_that_was_kept() {
    let project = project();
    let new = changed("The ID of the chatbot", "The identifier of the chatbot");
    let markdown = "content-type: text/markdown\r\netag: \"one\"\r\n";
    let url = answering(move |head| {
        if head.contains("if-none-match: \"one\"") {
            b"HTTP/1.1 304 Not Modified\r\nconnection: close\r\n\r\n".to_vec()
        } else {
            answer("200 OK", markdown, &new)
        }
    });
    let first = drift_of(project.path(), &url);
    let second = drift_of(project.path(), &url);
    assert_eq!((first.code, second.code), (Some(1), Some(1)), "{}{}", first.stderr, second.stderr);
    assert_eq!(first.stdout, second.stdout, "the page that was kept is another one");
    assert!(second.stdout.contains(&format!("new: {url}:")), "where the page comes from: {}", second.stdout);
    // Of another page nothing is known, so that nothing may be said to be unchanged.
    let other = serving(b"HTTP/1.1 304 Not Modified\r\nconnection: close\r\n\r\n".to_vec());
    assert_eq!(drift_of(project.path(), &other).code, Some(69));
    // What was kept is asked for no more once it is gone.
    fs::remove_file(project.path().join("target/drift/statistics.page")).expect("it was kept");
    assert_eq!(drift_of(project.path(), &url).code, Some(1));
}

#[test]
fn outages_and_wrong_urls_end_apart() {
    let project = project();
    let closed = TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr()).expect("a free port");
    assert_eq!(drift_of(project.path(), &format!("http://{closed}/page.md")).code, Some(69));
    assert_eq!(drift_of(project.path(), "http://example.com/page.md").code, Some(64));
    assert_eq!(drift_of(project.path(), "ftp://example.com/page.md").code, Some(64));
    assert_eq!(drift_of(project.path(), "https://user:word@example.com/page.md").code, Some(64));
    let offline = xtask(project.path(), &["drift", "--offline", "--published", "https://example.com/page.md"]);
    assert_eq!(offline.code, Some(64), "{}", offline.stderr);
    assert_eq!(drift_of(project.path(), "nowhere.md").code, Some(65));
}
