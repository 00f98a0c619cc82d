//! Documents by URL: what is fetched and what is refused, where relative servers are, and a project that begins with a URL.

use std::fs;
use std::path::Path;

use generator_tests::site::{Reply, Site};
use generator_tests::{Ran, assert_says, files_below, run};
use tempfile::TempDir;

fn document(servers: &str, schema: &str) -> String {
    format!(
        "openapi: 3.0.3\ninfo: {{title: Pets, version: \"1\"}}\n{servers}paths:\n  /pets:\n    get:\n      operationId: listPets\n      \
         responses: {{\"200\": {{description: Pets, content: {{application/json: {{schema: {schema}}}}}}}}}\n"
    )
}

fn yaml(text: &str) -> Reply {
    Reply::new("200 OK", "content-type: application/yaml\r\n", text)
}

fn folder() -> TempDir {
    tempfile::tempdir().expect("a temporary folder")
}

fn crategen(folder: &TempDir, arguments: &[&str]) -> Ran {
    run("crategen", arguments, folder.path(), "")
}

fn generate(folder: &TempDir, arguments: &[&str]) -> Ran {
    crategen(folder, &[&["generate", "--out", "pets", "--notes"], arguments].concat())
}

/// The text of the Rust that is not the runtime's.
fn rust(folder: &TempDir) -> String {
    let files = files_below(&folder.path().join("pets/src"), &["rs"]).into_iter();
    let own = files.filter(|path| !path.to_string_lossy().contains("runtime"));
    own.map(|path| fs::read_to_string(path).expect("a file")).collect()
}

#[track_caller]
fn assert_server(folder: &TempDir, url: &str) {
    let rust = rust(folder);
    let found = rust.lines().find(|line| line.contains("Server::new("));
    assert!(rust.contains(&format!("\"{url}\"")), "{url} is not in {found:?}");
}

#[test]
fn relative_servers_are_where_the_document_is() {
    let (site, here) = (Site::new(), folder());
    let cases = [
        ("servers: [{url: /v1}]\n", "/v1"),
        ("servers: [{url: v2}]\n", "/api/v2"),
        ("servers: [{url: größe}]\n", "/api/größe"),
        ("servers: [{url: ../v3/}]\n", "/v3/"),
        ("servers: [{url: \"/{tenant}/v4\", variables: {tenant: {default: a}}}]\n", "/{tenant}/v4"),
        ("servers: [{url: \"\"}]\n", "/"),
        ("servers: []\n", "/"),
        ("", "/"),
    ];
    for (servers, path) in cases {
        site.set("/api/openapi.yaml", yaml(&document(servers, "{type: string}")));
        // A redirect on the host is followed, and counts.
        site.set("/latest", Reply::to("/api/openapi.yaml?x=1"));
        site.set("/api/openapi.yaml?x=1", yaml(&document(servers, "{type: string}")));
        let ran = generate(&here, &[&site.url("/latest")]);
        assert_says(
            &ran,
            0,
            &["document::relative-server", &format!("requests and credentials go to {}", site.url(path))],
        );
        assert_server(&here, &site.url(path));
    }
    let absolute = document("servers: [{url: \"https://pets.example/v1\"}]\n", "{type: string}");
    site.set("/api/openapi.yaml", yaml(&absolute));
    let ran = generate(&here, &[&site.url("/api/openapi.yaml")]);
    assert_says(&ran, 0, &["requests and credentials go to https://pets.example/v1"]);
    assert!(!ran.stderr.contains("relative-server"), "{}", ran.stderr);
    // Of what may be a whole URL nobody knows whether it is relative.
    let variable =
        document("servers: [{url: \"{base}\", variables: {base: {default: \"https://pets.example\"}}}]\n", "{}");
    site.set("/api/openapi.yaml", yaml(&variable));
    assert_says(&generate(&here, &[&site.url("/api/openapi.yaml")]), 0, &["requests and credentials go to {base}"]);
}

/// The references of RFC 3986, section 5.4, that a server can be, and their paths: it has neither query nor fragment, and says something.
fn references() -> Vec<(&'static str, &'static str)> {
    let rows = include_str!("../../fixtures/references.tsv").lines().skip(1).filter_map(|row| row.split_once('\t'));
    let is_path =
        |reference: &str| !(reference.is_empty() || reference.starts_with("//") || reference.contains(['?', '#']));
    rows.filter(|(reference, _)| is_path(reference)).collect()
}

#[test]
fn servers_are_references() {
    let (site, here) = (Site::new(), folder());
    let references = references();
    assert_eq!(references.len(), 28);
    let servers: String = references.iter().map(|(server, _)| format!("  - {{url: {server:?}}}\n")).collect();
    site.set("/b/c/d;p?q", yaml(&document(&format!("servers:\n{servers}"), "{type: string}")));
    let shown = crategen(&here, &["show", "corrected", &site.url("/b/c/d;p?q"), "--name", "/servers"]);
    assert_says(&shown, 0, &[]);
    let urls: Vec<&str> =
        shown.stdout.lines().filter_map(|line| line.split_once("url: ")).map(|(_, url)| url).collect();
    let wanted: Vec<String> = references.iter().map(|(_, path)| site.url(path)).collect();
    assert_eq!(urls, wanted, "{}", shown.stdout);
}

#[test]
fn servers_of_paths_of_swagger_and_of_overlays_are_there_too() {
    let (site, here) = (Site::new(), folder());
    let of_path = document("servers: [{url: /v1}]\n", "{type: string}")
        .replace("  /pets:\n", "  /pets:\n    servers: [{url: /of-path}]\n");
    site.set("/openapi.yaml", yaml(&of_path));
    assert_says(&generate(&here, &[&site.url("/openapi.yaml")]), 0, &[]);
    assert_server(&here, &site.url("/of-path"));
    site.set(
        "/swagger.json",
        Reply::new(
            "200 OK",
            "content-type: application/json\r\n",
            r#"{"swagger": "2.0", "info": {"title": "Pets", "version": "1"}, "basePath": "/v2",
                "paths": {"/pets": {"get": {"operationId": "listPets", "responses": {"204": {"description": "Fine"}}}}}}"#,
        ),
    );
    assert_says(&generate(&here, &[&site.url("/swagger.json")]), 0, &[&site.url("/v2")]);
    assert_server(&here, &site.url("/v2"));
    // An overlay selects what is published, and what it writes is relative to the document that it corrects.
    site.set("/api/openapi.yaml", yaml(&document("servers: [{url: /v1}]\n", "{type: string}")));
    let overlay = "overlay: 1.0.0\ninfo: {title: Right, version: \"1\"}\nactions:\n  - target: $.servers[?@.url == '/v1']\n    \
                   update: {url: v3}\n";
    fs::write(here.path().join("overlay.yaml"), overlay).expect("written");
    assert_says(&generate(&here, &[&site.url("/api/openapi.yaml"), "--overlay", "overlay.yaml"]), 0, &[]);
    assert_server(&here, &site.url("/api/v3"));
}

#[test]
fn each_document_has_a_place_of_its_own() {
    let (site, other, here) = (Site::new(), Site::new(), folder());
    let pets = document("servers: [{url: v1}]\n", "{type: string}");
    let toys = pets.replace("/pets", "/toys").replace("listPets", "listToys");
    site.set("/pets/openapi.yaml", yaml(&pets));
    site.set("/toys/openapi.yaml", yaml(&toys));
    let ran = generate(&here, &[&site.url("/pets/openapi.yaml"), &site.url("/toys/openapi.yaml")]);
    assert_says(&ran, 0, &["2 operations", &site.url("/pets/v1"), &site.url("/toys/v1")]);
    let all = rust(&here);
    assert!(all.contains(&site.url("/pets/v1")) && all.contains(&site.url("/toys/v1")), "{all}");
    // Servers that are written alike are those of two hosts.
    other.set("/toys/openapi.yaml", yaml(&toys));
    let ran = generate(&here, &[&site.url("/pets/openapi.yaml"), &other.url("/toys/openapi.yaml")]);
    assert_says(&ran, 0, &["2 operations", "merge::servers", &site.url("/pets/v1"), &other.url("/toys/v1")]);
}

#[test]
fn a_page_of_documentation_is_no_place_of_an_api() {
    let (site, here) = (Site::new(), folder());
    let document = r#"{"openapi": "3.0.3", "info": {"title": "Pets", "version": "1"}, "servers": [{"url": "/v1"}],
        "paths": {"/pets": {"get": {"operationId": "listPets", "responses": {"204": {"description": "Fine"}}}}}}"#;
    site.set("/pets.md", Reply::page(&format!("# Pets\n\n```json\n{document}\n```\n")));
    let ran = generate(&here, &[&site.url("/pets.md")]);
    assert_says(&ran, 0, &["1 operation"]);
    assert!(!rust(&here).contains(&site.url("")), "{}", rust(&here));
}

#[test]
fn a_fetched_document_reads_nothing_else() {
    let (site, here) = (Site::new(), folder());
    fs::write(here.path().join("secret.yaml"), "{type: string, enum: [hunter2]}").expect("written");
    site.set("/secret.yaml", yaml("{type: string, enum: [hunter2]}"));
    let absolute = here.path().join("secret.yaml").to_string_lossy().into_owned();
    let references = [
        "secret.yaml",
        "./secret.yaml",
        "../secret.yaml",
        &absolute,
        &format!("file://{absolute}"),
        &site.url("/secret.yaml"),
    ];
    for reference in references {
        site.set("/api/openapi.yaml", yaml(&document("", &format!("{{$ref: \"{reference}\"}}"))));
        for command in ["generate", "validate", "list", "show", "diff"] {
            let url = site.url("/api/openapi.yaml");
            let ran = match command {
                "generate" => generate(&here, &[&url]),
                "show" => crategen(&here, &["show", "model", &url]),
                "diff" => crategen(&here, &["diff", &url, &url]),
                command => crategen(&here, &[command, &url]),
            };
            let asked = site.requests();
            assert!(asked.iter().all(|path| path == "/api/openapi.yaml"), "{command} {reference}: {asked:?}");
            let all = format!("{}{}", ran.stdout, ran.stderr);
            assert!(!all.contains("hunter2"), "{command} {reference}\n{all}");
            assert!(["list", "show"].contains(&command) || all.contains("bundle::"), "{command} {reference}\n{all}");
        }
        assert!(!rust(&here).contains("hunter2"), "{reference}");
    }
    // What it says of itself is itself.
    let itself = document("", "{$ref: \"openapi.yaml#/components/schemas/Pet\"}")
        + "components: {schemas: {Pet: {type: string, enum: [cat]}}}\n";
    site.set("/api/openapi.yaml", yaml(&itself));
    let ran = generate(&here, &[&site.url("/api/openapi.yaml"), "--strict"]);
    assert_says(&ran, 0, &[]);
    assert!(rust(&here).contains("enum Pet"), "{}", rust(&here));
}

#[test]
fn each_way_not_to_get_a_document_has_an_exit_code() {
    let (site, other, here) = (Site::new(), Site::new(), folder());
    other.set("/openapi.yaml", yaml(&document("", "{type: string}")));
    site.set("/away", Reply::to(&other.url("/openapi.yaml")));
    site.set("/html", Reply::html("<html></html>"));
    site.set("/bytes", Reply::new("200 OK", "content-type: application/octet-stream\r\n", "PK\0\0"));
    site.set("/cut", yaml(&document("", "{type: string}")).cut());
    site.set("/down", Reply::new("500 Internal Server Error", "", ""));
    site.set("/later", Reply::new("429 Too Many Requests", "retry-after: 9999\r\n", ""));
    site.set("/login", Reply::new("401 Unauthorized", "", ""));
    let ways = [
        ("/away", 68),
        ("/gone", 68),
        ("/html", 65),
        ("/bytes", 65),
        ("/cut", 65),
        ("/down", 69),
        ("/later", 75),
        ("/login", 77),
    ];
    for (path, code) in ways {
        assert_says(&generate(&here, &[&site.url(path)]), code, &["to repair: "]);
        for command in ["validate", "list", "init"] {
            assert_says(&crategen(&here, &[command, &site.url(path)]), code, &["to repair: "]);
        }
    }
    assert!(other.requests().is_empty(), "another host is not asked");
    assert!(!here.path().join("crategen.toml").exists() && !here.path().join("pets").exists());
    let refused = ["http://pets.example/openapi.yaml", "https://user:secret@pets.example/a.yaml", "file:///etc/passwd"];
    for url in refused {
        assert_says(&generate(&here, &[url]), 64, &["is not fetched"]);
    }
    let url = other.url("/openapi.yaml");
    fs::write(here.path().join("local.yaml"), document("", "{type: string}")).expect("written");
    assert_says(&generate(&here, &["local.yaml", &url]), 64, &["files or URLs, not both"]);
    assert_says(&generate(&here, &[&url, "--root", "."]), 64, &["--root is for files"]);
    assert_says(&generate(&here, &[&site.url("/llms.txt")]), 64, &["crategen ingest"]);
    assert!(other.requests().is_empty());
    fs::write(here.path().join("crategen.toml"), format!("[[client]]\ndocuments = [\"{url}\"]\nout = \"pets\"\n"))
        .expect("written");
    assert_says(&crategen(&here, &["generate"]), 65, &["crategen.toml:1:1", "a project keeps its documents"]);
    // Servers of files often do not know what they serve.
    let text = document("", "{type: string}");
    other.set("/openapi.yaml", Reply::new("200 OK", "content-type: application/octet-stream\r\n", &text));
    assert_says(&generate(&here, &[&url]), 0, &["1 operation"]);
    assert_says(&generate(&here, &[&url, "--check"]), 0, &["0 stale"]);
}

#[test]
fn a_file_and_what_is_published_are_compared_as_they_are_written() {
    let (site, here) = (Site::new(), folder());
    let text = document("servers: [{url: /v1}]\n", "{type: string}");
    site.set("/openapi.yaml", yaml(&text));
    fs::write(here.path().join("openapi.yaml"), &text).expect("written");
    assert_says(&crategen(&here, &["diff", "openapi.yaml", &site.url("/openapi.yaml")]), 0, &[]);
    site.set("/openapi.yaml", yaml(&text.replace("/pets", "/animals")));
    assert_says(&crategen(&here, &["diff", "openapi.yaml", &site.url("/openapi.yaml")]), 2, &["/animals"]);
}

#[test]
fn a_project_that_begins_with_a_url_keeps_the_document_and_its_place() {
    let (site, here) = (Site::new(), folder());
    site.set("/api/openapi.yaml", yaml(&document("servers: [{url: /v1}]\n", "{type: string}")));
    let url = site.url("/api/openapi.yaml");
    let init = crategen(&here, &["init", &url, "--out", "pets"]);
    assert_says(&init, 0, &["openapi.yaml is written\ncrategen.toml is written\nnext: crategen generate"]);
    let file = fs::read_to_string(here.path().join("crategen.toml")).expect("written");
    for line in [
        "documents = [\"openapi.yaml\"]",
        &format!("base-url = \"{}\"", site.url("/v1")),
        &format!("[drift]\nurl = [\"{url}\"]"),
    ] {
        assert!(file.contains(line), "{line}\n{file}");
    }
    assert_says(&crategen(&here, &["generate"]), 0, &[&site.url("/v1")]);
    site.requests();
    assert_says(&crategen(&here, &["check"]), 0, &["0 stale"]);
    assert!(site.requests().is_empty(), "check is offline");
    assert_says(&crategen(&here, &["drift"]), 0, &[]);
    site.set("/api/openapi.yaml", yaml(&document("servers: [{url: /v1}]\n", "{type: integer}")));
    assert_says(&crategen(&here, &["drift"]), 2, &["get /pets"]);
    fs::remove_file(here.path().join("crategen.toml")).expect("it was there");
    assert_says(&crategen(&here, &["init", &url]), 74, &["openapi.yaml is there already"]);
    assert!(!Path::new(&here.path().join("crategen.toml")).exists());
    assert_says(&crategen(&here, &["init", &site.url("/")]), 68, &[]);
}
