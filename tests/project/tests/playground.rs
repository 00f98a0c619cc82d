//! The generator in a page: its answers, and the page in a browser where one and the target are.

use std::fs;
use std::path::Path;
use std::process::{Command, ExitCode};

use generator_tests::page::{browse, browser};
use generator_tests::workspace;
use serde_json::{Value, json};

fn main() -> ExitCode {
    harness::run([
        harness::tests![
            a_document_gives_calls_and_files,
            what_is_wrong_stands_at_its_line,
            overlay_and_configuration_are_applied,
            a_reference_to_a_file_is_an_error,
            what_is_no_request_is_refused
        ],
        vec![harness::where_possible("a_browser_shows_a_document", a_browser_shows_a_document)],
    ])
}

fn library() -> String {
    fs::read_to_string(workspace().join("docs/src/library/openapi.yaml")).expect("the example of the docs")
}

fn answer(document: &str, overlay: &str, config: &str) -> Value {
    let text = |name: &str, text: &str| json!({ "name": name, "text": text });
    let request = json!({
        "document": text("openapi.yaml", document), "overlay": text("overlay.yaml", overlay),
        "config": text("codegen.toml", config),
    });
    playground::answer(request.to_string().as_bytes()).expect("it is a request")
}

/// The text of a file of an answer.
#[track_caller]
fn file<'a>(answer: &'a Value, path: &str) -> &'a str {
    let files = answer["files"].as_array().expect("files");
    files.iter().find(|file| file["path"] == path).and_then(|file| file["text"].as_str()).expect("the file is there")
}

fn a_document_gives_calls_and_files() {
    let answer = answer(&library(), "", "");
    let calls = answer["calls"].as_array().expect("calls");
    let of = |path: &str| calls.iter().find(|call| call["path"] == path).expect("the call is there");
    assert_eq!(of("/books/{id}")["example"], "let reply = client.books().get_book(\"id\").await?;");
    let upload = calls.iter().find(|call| call["method"] == "PUT").expect("an upload");
    assert_eq!(upload["call"], "client.books().upload_cover(…)");
    assert!(file(&answer, "src/types/book.rs").contains("pub struct Book {"));
    assert_eq!((calls.len() as u64, &answer["report"]["operations"]["generated"]), (6, &json!(6)));
}

fn what_is_wrong_stands_at_its_line() {
    // The value is at fault, which begins in the line behind the key.
    let document = library().replacen("    get:", "    gett:", 1);
    let wrong = &answer(&document, "", "")["report"]["diagnostics"][0];
    let line = document.lines().position(|line| line == "    gett:").expect("it stands there") + 2;
    assert_eq!((&wrong["code"], &wrong["line"]), (&json!("path::method"), &json!(line)));
    let nothing = answer("openapi: [", "", "");
    assert_eq!((&nothing["files"], &nothing["calls"]), (&json!([]), &json!([])));
    assert_eq!(nothing["report"]["diagnostics"][0]["severity"], "error");
}

fn overlay_and_configuration_are_applied() {
    let overlay = "overlay: 1.0.0\ninfo: {title: o, version: '1'}\nactions: [{target: \"$.paths['/loans/events']\", remove: true}]\n";
    let config = "[package]\nname = \"shelf\"\n";
    let changed = answer(&library(), overlay, config);
    assert_eq!(changed["report"]["operations"]["generated"], 5);
    assert!(file(&changed, "Cargo.toml").contains("name = \"shelf\""));
    let misspelt = answer(&library(), "", "[pakage]\n");
    let wrong = &misspelt["report"]["diagnostics"][0];
    assert_eq!((&wrong["file"], &wrong["line"], &misspelt["files"]), (&json!("codegen.toml"), &json!(1), &json!([])));
}

fn a_reference_to_a_file_is_an_error() {
    let document = library().replacen("#/components/schemas/Genre", "genre.yaml", 1);
    let answer = answer(&document, "", "");
    let codes: Vec<&str> = answer["report"]["diagnostics"]
        .as_array()
        .expect("a list")
        .iter()
        .filter_map(|one| one["code"].as_str())
        .collect();
    assert!(codes.iter().any(|code| code.starts_with("bundle::")), "{codes:?}");
}

fn what_is_no_request_is_refused() {
    assert!(playground::answer(b"{}").is_err());
}

const TARGET: &str = "wasm32-unknown-unknown";

fn a_browser_shows_a_document() -> Result<(), String> {
    let browser = browser().ok_or("no Chromium is installed")?;
    let output = Command::new("rustc").args(["--print", "target-libdir", "--target", TARGET]).output();
    let folder = output.map(|output| String::from_utf8_lossy(&output.stdout).trim().to_owned()).unwrap_or_default();
    if !Path::new(&folder).is_dir() {
        return Err(format!("the target {TARGET} is not installed (rustup target add {TARGET})"));
    }
    let folder = tempfile::tempdir().expect("a temporary folder");
    let page = folder.path().join("page.html");
    let ran = project_tests::xtask(&workspace(), &["playground", "--out", page.to_str().expect("UTF-8")]);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    let html = fs::read_to_string(&page).expect("the page is written");
    assert!(html.contains("default-src 'none'") && !html.contains("http-equiv=\"refresh\""), "it loads nothing");
    fs::write(&page, at_once(&html)).expect("the page is written");
    let shown = browse(&browser, folder.path(), "page.html", &["--dump-dom"]);
    let shown = shown.ok_or_else(|| format!("{} does not work", browser.display()))?;
    for part in [
        "data-state=\"done\"",
        "6 operations, 6 schemas",
        "GET /books/{id}",
        "client.books().get_book(\"id\").await?",
        "data-path=\"src/lib.rs\"",
    ] {
        assert!(shown.contains(part), "{part} is not there");
    }
    Ok(())
}

/// The page with its worker in its own thread: a browser without a window prints a page as soon as it is loaded.
fn at_once(html: &str) -> String {
    let worker = fs::read_to_string(workspace().join("docs/playground/page/worker.js")).expect("the worker");
    let script = format!(
        "<script>\nfunction begun(postMessage) {{ let onmessage; {worker} return (data) => onmessage({{ data }}); }}\n\
         WebAssembly.instantiate = async (bytes) => ({{ instance: new WebAssembly.Instance(new WebAssembly.Module(bytes)) }});\n\
         window.Worker = class {{\n\
           constructor() {{ this.postMessage = begun((data) => this.onmessage({{ data }})); }}\n\
           terminate() {{}}\n\
         }};\n</script>\n<script>"
    );
    let (before, after) = html.rsplit_once("<script>").expect("a script");
    format!("{before}{script}{after}")
}
