//! The commands as a user meets them: arguments, exit codes, what goes to stdout and stderr, and what is written.

use std::fs;
use std::path::Path;

use generator_tests::{Ran, assert_ends, folder, run};
use serde_json::Value;
use tempfile::TempDir;

const PETS: &str = r#"openapi: 3.0.3
info: {title: Pets, version: "1"}
servers: [{url: "https://pets.example.com"}]
paths:
  /pets:
    get:
      operationId: listPets
      responses: {"200": {description: All pets}}
"#;

/// One good operation, one whose only parameter cannot be read.
const HALF: &str = r#"openapi: 3.0.3
info: {title: Pets, version: "1"}
paths:
  /pets:
    get:
      operationId: listPets
      responses: {"200": {description: All pets}}
  /half:
    get:
      operationId: half
      parameters:
        - {name: a, in: nowhere, required: true, schema: {type: string}}
      responses: {"200": {description: Half}}
"#;

/// A folder with these files.
fn crategen(folder: &TempDir, arguments: &str) -> Ran {
    run("crategen", &arguments.split(' ').collect::<Vec<_>>(), folder.path(), "")
}

fn json(path: &Path) -> Value {
    let text = fs::read_to_string(path).expect("the file is there");
    serde_json::from_str(&text).expect("the file is JSON")
}

#[test]
fn help_is_no_failure_and_has_examples() {
    let here = folder(&[]);
    for (arguments, example) in [
        ("--help", "crategen generate openapi.yaml --out my-client"),
        ("generate --help", "--overlay corrections.yaml --strict"),
        ("corpus --help", "crategen corpus documents/ --check"),
    ] {
        let ran = crategen(&here, arguments);
        assert_ends(&ran, 0, &[]);
        assert!(ran.stdout.contains(example) && ran.stdout.contains("Exit codes: 0 fine"), "{}", ran.stdout);
    }
    assert!(crategen(&here, "--version").stdout.starts_with("crategen "));
}

#[test]
fn a_wrong_command_line_ends_with_64() {
    let here = folder(&[("pets.yaml", PETS)]);
    for (arguments, said) in [
        ("", "Usage"),
        ("make", "unrecognized subcommand 'make'"),
        ("generate pets.yaml", "--out <DIR>"),
        ("generate --out x", "<DOCUMENT>"),
        ("generate pets.yaml --out x --chekc", "--chekc"),
        ("generate pets.yaml --out x --name 1st", "must begin with an ASCII letter"),
        ("generate pets.yaml --out x --format xml", "possible values: text, json"),
        ("corpus . --only (", "--only"),
        ("corpus . --jobs 0", "--jobs"),
    ] {
        assert_ends(&crategen(&here, arguments), 64, &[said]);
    }
    assert!(!here.path().join("x").exists());
}

#[test]
fn a_document_becomes_a_crate() {
    let here = folder(&[("pets.yaml", PETS)]);
    let ran = crategen(&here, "generate pets.yaml --out out --name my-pets");
    assert_ends(&ran, 0, &[]);
    assert!(ran.stdout.contains("1 operation, 0 schemas"), "{}", ran.stdout);
    assert!(ran.stdout.contains("requests and credentials go to https://pets.example.com"), "{}", ran.stdout);
    let manifest = fs::read_to_string(here.path().join("out/Cargo.toml")).expect("the crate has a manifest");
    assert!(manifest.contains("name = \"my-pets\""), "{manifest}");
    assert!(here.path().join("out/src/lib.rs").is_file() && here.path().join("out/README.md").is_file());
}

#[test]
fn stdin_is_a_document_too() {
    let here = folder(&[]);
    let ran = run("crategen", &["generate", "-", "--out", "out"], here.path(), PETS);
    assert_ends(&ran, 0, &[]);
    assert!(here.path().join("out/src/lib.rs").is_file());
    let broken = run("crategen", &["generate", "-", "--out", "out"], here.path(), "{\"openapi\": ");
    assert_ends(&broken, 65, &["<stdin>:1:"]);
}

#[test]
fn check_says_what_is_stale_and_how_to_repair_it() {
    let here = folder(&[("pets.yaml", PETS)]);
    let check = || crategen(&here, "generate pets.yaml --out out --check");
    assert_ends(&check(), 1, &["src/lib.rs is missing", "to repair: crategen generate pets.yaml --out out\n"]);
    assert!(!here.path().join("out").exists(), "--check writes nothing");
    assert_ends(&crategen(&here, "generate pets.yaml --out out"), 0, &[]);
    let ran = check();
    assert_ends(&ran, 0, &[]);
    assert!(ran.stdout.contains("0 stale"), "{}", ran.stdout);
    fs::write(here.path().join("out/src/lib.rs"), "edited").expect("edited");
    fs::write(here.path().join("out/src/own.rs"), "").expect("added");
    let ran = check();
    assert_ends(&ran, 1, &["out is not current", "src/lib.rs differs from", "src/own.rs is not a generated file"]);
    assert_eq!(fs::read_to_string(here.path().join("out/src/lib.rs")).expect("there"), "edited");
}

#[test]
fn an_unreadable_document_ends_with_65_and_its_place() {
    let here = folder(&[
        ("broken.json", "{\"openapi\": \"3.0.3\",\n  \"info\": }"),
        ("swagger.yaml", "swagger: '1.2'\ninfo: {title: a, version: '1'}\npaths: {}\n"),
        ("empty.yaml", ""),
    ]);
    fs::write(here.path().join("latin.yaml"), b"openapi: 3.0.3\ninfo: {title: \xe9}\n").expect("written");
    for (file, place) in [
        ("broken.json", "broken.json:2:11"),
        ("swagger.yaml", "swagger.yaml:1:"),
        ("empty.yaml", "empty.yaml"),
        ("latin.yaml", "latin.yaml:2:15"),
        ("missing.yaml", "cannot read missing.yaml"),
    ] {
        let ran = crategen(&here, &format!("generate {file} --out out"));
        assert_ends(&ran, 65, &[place, "error", &format!("crategen generate {file} --out out")]);
        assert_eq!(ran.stdout, "");
    }
    assert!(!here.path().join("out").exists());
}

#[test]
fn what_is_left_out_is_told_and_strict_refuses_it() {
    let here = folder(&[("half.yaml", HALF)]);
    let ran = crategen(&here, "generate half.yaml --out out --report report.json");
    assert_ends(&ran, 0, &["half.yaml:12:"]);
    assert!(ran.stdout.contains("left out: 1 operation\n"), "{}", ran.stdout);
    let report = json(&here.path().join("report.json"));
    assert_eq!(report["operations"]["generated"], 1);
    let left_out = &report["operations"]["left_out"][0];
    assert!(left_out["operation"].as_str().is_some_and(|name| name.contains("half")), "{left_out}");
    assert_eq!(left_out["at"]["file"], "half.yaml");
    assert!(
        left_out["at"]["line"].is_u64() && left_out["code"].is_string() && left_out["reason"].is_string(),
        "{left_out}"
    );
    let ran = crategen(&here, "generate half.yaml --out strict --strict --report strict.json");
    assert_ends(&ran, 65, &["--strict: 1 operation cannot be generated"]);
    assert!(!here.path().join("strict").exists(), "--strict writes no crate");
    assert_eq!(json(&here.path().join("strict.json"))["operations"]["generated"], 1);
}

#[test]
fn strict_refuses_what_is_lost_and_not_what_only_people_read() {
    let document = |schema: &str| {
        let body = format!("{{content: {{multipart/form-data: {{schema: {{type: object, {schema}}}}}}}}}");
        let head = "openapi: 3.0.3\ninfo: {title: A, version: '1'}\n";
        format!("{head}paths: {{/a: {{post: {{operationId: a, requestBody: {body}, responses: {{}}}}}}}}\n")
    };
    let read = document("properties: {a: {type: string, example: x, externalDocs: {url: 'https://a.example'}}}");
    let lost = document("propertis: {a: {type: string}}");
    let here = folder(&[("read.yaml", read.as_str()), ("lost.yaml", lost.as_str())]);
    assert_ends(&crategen(&here, "generate read.yaml --out read --strict"), 0, &[]);
    assert_ends(&crategen(&here, "generate lost.yaml --out lost"), 0, &["did you mean `properties`?"]);
    let ran = crategen(&here, "generate lost.yaml --out strict --strict");
    assert_ends(&ran, 65, &["--strict: a part of the document is lost", "document::unknown-key"]);
    assert!(!here.path().join("strict").exists(), "--strict writes no crate");
}

#[test]
fn json_is_for_programs() {
    let here = folder(&[("half.yaml", HALF)]);
    let ran = crategen(&here, "generate half.yaml --out out --format json --report report.json");
    assert_ends(&ran, 0, &[]);
    let stdout: Value = serde_json::from_str(&ran.stdout).expect("stdout is JSON");
    assert_eq!(stdout, json(&here.path().join("report.json")));
    let stderr: Value = serde_json::from_str(&ran.stderr).expect("stderr is JSON");
    assert_eq!(stderr["failure"], Value::Null);
    assert!(stderr["diagnostics"].as_array().is_some_and(|said| said.iter().any(|one| one["severity"] == "error")));
    let ran = crategen(&here, "generate half.yaml --out strict --strict --format json");
    let stderr: Value = serde_json::from_str(&ran.stderr).expect("stderr is JSON");
    assert_eq!((ran.code, &stderr["failure"]["exit"]), (Some(65), &Value::from(65)));
}

#[test]
fn a_folder_of_the_users_own_is_refused() {
    let here = folder(&[("pets.yaml", PETS), ("mine/Cargo.toml", "[package]"), ("mine/src/main.rs", "fn main() {}")]);
    let ran = crategen(&here, "generate pets.yaml --out mine");
    assert_ends(&ran, 74, &["files that the generator did not make; nothing was written", "Cargo.toml", "src/main.rs"]);
    assert_eq!(fs::read_to_string(here.path().join("mine/Cargo.toml")).expect("there"), "[package]");
    assert!(!here.path().join("mine/src/lib.rs").exists());
}

#[test]
fn the_configuration_is_read_and_its_mistakes_are_told() {
    let here = folder(&[
        ("pets.yaml", PETS),
        ("good.toml", "[package]\nname = \"zoo\"\nversion = \"4.5.6\"\n"),
        ("bad.toml", "[package]\nnmae = \"zoo\"\n"),
        ("gone.toml", "[[names.rename]]\nat = \"schemas/Gone\"\nto = \"Here\"\n"),
    ]);
    assert_ends(&crategen(&here, "generate pets.yaml --out out --config good.toml"), 0, &[]);
    let manifest = fs::read_to_string(here.path().join("out/Cargo.toml")).expect("the crate has a manifest");
    assert!(manifest.contains("name = \"zoo\"") && manifest.contains("version = \"4.5.6\""), "{manifest}");
    let ran = crategen(&here, "generate pets.yaml --out bad --config bad.toml");
    assert_ends(&ran, 65, &["bad.toml:2:1", "did you mean `name`?"]);
    let ran = crategen(&here, "generate pets.yaml --out gone --config gone.toml");
    assert_ends(&ran, 3, &["gone.toml:1:", "no longer applies"]);
    assert!(!here.path().join("bad").exists() && !here.path().join("gone").exists());
}

#[test]
fn overlays_correct_the_document_in_order() {
    let overlay = |version: &str, url: &str| {
        format!(
            "overlay: 1.0.0\ninfo: {{title: t, version: '{version}'}}\nactions:\n  - target: $.servers[0]\n    update: {{url: {url}}}\n"
        )
    };
    let here = folder(&[
        ("pets.yaml", PETS),
        ("one.yaml", &overlay("1", "https://one.example.com")),
        ("two.yaml", &overlay("2", "https://two.example.com")),
        ("gone.yaml", &overlay("3", "https://gone.example.com").replace("$.servers[0]", "$.paths['/gone']")),
    ]);
    let ran = crategen(&here, "generate pets.yaml --out out --overlay one.yaml --overlay two.yaml");
    assert_ends(&ran, 0, &[]);
    assert!(ran.stdout.contains("go to https://two.example.com"), "{}", ran.stdout);
    let ran = crategen(&here, "generate pets.yaml --out gone --overlay gone.yaml");
    assert_ends(&ran, 3, &["gone.yaml:4:", "overlay::no-match", "an overlay action or a rule no longer applies"]);
    assert!(!here.path().join("gone").exists());
}

#[test]
fn several_documents_are_merged() {
    let dogs = PETS.replace("/pets:", "/dogs:").replace("listPets", "listDogs");
    let page = format!("# Cats\n\n```yaml\n{}```\n", PETS.replace("/pets:", "/cats:").replace("listPets", "listCats"));
    let here = folder(&[("pets.yaml", PETS), ("dogs.yaml", &dogs), ("cats.md", &page)]);
    let ran = crategen(&here, "generate pets.yaml dogs.yaml cats.md --out out");
    assert_ends(&ran, 0, &[]);
    assert!(ran.stdout.contains("3 operations"), "{}", ran.stdout);
    let again = crategen(&here, "generate cats.md dogs.yaml pets.yaml --out out --check");
    assert_ends(&again, 0, &[]);
}

#[test]
fn contradictions_between_documents_cost_what_they_concern() {
    let with = |kind: &str| format!("{PETS}components:\n  schemas:\n    Pet: {{type: {kind}}}\n");
    let dogs = with("integer").replace("/pets:", "/dogs:").replace("listPets", "listDogs");
    let here = folder(&[("a.yaml", &with("string")), ("b.yaml", &dogs)]);
    let ran = crategen(&here, "generate a.yaml b.yaml --out out --report report.json");
    assert_ends(&ran, 0, &["warning[merge::contradiction]", "a.yaml:", "b.yaml:", "[[merge.prefer]]"]);
    assert!(ran.stdout.contains("2 operations, 2 schemas"), "{}", ran.stdout);
    let report = fs::read_to_string(here.path().join("report.json")).expect("the report");
    let report: Value = serde_json::from_str(&report).expect("JSON");
    assert_eq!(report["settled"][0]["code"], "merge::contradiction");
    let strict = crategen(&here, "generate a.yaml b.yaml --out strict --strict");
    assert_ends(&strict, 65, &["--strict: 1 contradiction between fragments"]);
    assert!(!here.path().join("strict").exists());
}

#[test]
fn one_of_several_apis_is_chosen() {
    let other = PETS.replace("pets.example.com", "bills.example.com").replace("title: Pets", "title: Bills");
    let here = folder(&[("pets.yaml", PETS), ("bills.yaml", &other)]);
    let ran = crategen(&here, "generate pets.yaml bills.yaml --out out");
    assert_ends(&ran, 0, &["warning[merge::apis]", "`Bills`", "--api"]);
    assert!(ran.stdout.contains("go to https://pets.example.com"), "{}", ran.stdout);
    let ran = crategen(&here, "generate pets.yaml bills.yaml --out out --api bills");
    assert_ends(&ran, 0, &[]);
    assert!(ran.stdout.contains("go to https://bills.example.com"), "{}", ran.stdout);
}

#[test]
fn a_run_that_leaves_every_operation_out_fails() {
    let bad = PETS.replace("responses:", "parameters: [{name: x, in: nowhere}]\n      responses:");
    let bad = format!("{bad}components: {{schemas: {{Pet: {{type: string}}}}}}\n");
    let here = folder(&[("bad.yaml", &bad)]);
    assert_ends(&crategen(&here, "generate bad.yaml --out out"), 65, &["every operation of the document is left out"]);
    assert!(!here.path().join("out").exists());
}

#[test]
fn references_stay_below_the_root() {
    let split = PETS.replace("{description: All pets}", "{$ref: ../shared/responses.yaml#/Pets}");
    let here = folder(&[("api/pets.yaml", &split), ("shared/responses.yaml", "Pets: {description: All pets}\n")]);
    assert_ends(
        &crategen(&here, "generate api/pets.yaml --out out"),
        0,
        &["error[bundle::outside]", "api/pets.yaml:8:"],
    );
    assert_ends(&crategen(&here, "generate api/pets.yaml --out out --strict"), 65, &["bundle::outside"]);
    let ran = crategen(&here, "generate api/pets.yaml --root . --out out --strict");
    assert_ends(&ran, 0, &[]);
    assert!(ran.stdout.contains("1 operation, 0 schemas"), "{}", ran.stdout);
}

#[test]
fn stderr_has_no_colours_where_it_is_no_terminal() {
    let here = folder(&[("half.yaml", HALF)]);
    assert!(!crategen(&here, "generate half.yaml --out out").stderr.contains('\x1b'));
}

#[test]
fn a_corpus_is_measured_and_told() {
    let here = folder(&[
        ("documents/good/pets.yaml", PETS),
        ("documents/good/half.json", &half_as_json()),
        ("documents/negative/broken.yaml", "openapi: 3.0.3\ninfo: [\n"),
        ("documents/readme.txt", "not a document"),
    ]);
    let ran = crategen(&here, "corpus documents --work work --out result.json");
    assert_ends(&ran, 0, &[]);
    assert!(
        ran.stdout.contains("3 documents: 2 generated, 1 ended with a located diagnostic, 0 did not"),
        "{}",
        ran.stdout
    );
    let result = json(&here.path().join("result.json"));
    let documents = result["documents"].as_array().expect("a list");
    let names: Vec<_> = documents.iter().map(|document| document["document"].as_str().unwrap_or_default()).collect();
    assert_eq!(names, ["good/half.json", "good/pets.yaml", "negative/broken.yaml"]);
    assert_eq!(documents[0]["operations"]["left_out"].as_array().map(Vec::len), Some(1));
    assert!(documents[1]["lines"].as_u64().is_some_and(|lines| lines > 10));
    assert!(documents[1]["peak_bytes"].as_u64().is_some_and(|bytes| bytes > 1 << 20));
    assert_eq!(documents[2]["outcome"], "diagnosed");
    assert_eq!(result["left_out"].as_object().map(|codes| codes.len()), Some(1));
    let only = crategen(&here, "corpus documents --work work --only ^good/p");
    assert!(only.stdout.contains("1 documents: 1 generated"), "{}", only.stdout);
    assert_ends(&crategen(&here, "corpus documents --work work --only nothing"), 65, &["no document"]);
}

#[test]
fn a_corpus_tells_what_should_not_be() {
    let here = folder(&[("documents/broken.yaml", "openapi: 3.0.3\ninfo: [\n"), ("documents/pets.yaml", PETS)]);
    let ran = crategen(&here, "corpus documents --work work");
    assert_ends(&ran, 1, &["1 of 2 documents did not become what they should"]);
    assert!(ran.stdout.contains("✗ broken.yaml"), "{}", ran.stdout);
}

#[test]
fn a_corpus_with_a_manifest_is_what_the_manifest_names() {
    let manifest = "group\tname\tfile\nown\tpets\tpets.yaml\n";
    let here = folder(&[("d/manifest.tsv", manifest), ("d/pets.yaml", PETS), ("d/parts/part.yaml", "type: string\n")]);
    let ran = crategen(&here, "corpus d --work work");
    assert_ends(&ran, 0, &[]);
    assert!(ran.stdout.contains("1 documents: 1 generated"), "{}", ran.stdout);
    fs::write(here.path().join("d/manifest.tsv"), "group\tname\n").expect("written");
    assert_ends(&crategen(&here, "corpus d --work work"), 65, &["has no column `file`"]);
}

fn half_as_json() -> String {
    serde_json::json!({
        "openapi": "3.0.3",
        "info": {"title": "Half", "version": "1"},
        "paths": {
            "/pets": {"get": {"operationId": "listPets", "responses": {"200": {"description": "All pets"}}}},
            "/half": {"get": {
                "operationId": "half",
                "parameters": [{"name": "a", "in": "nowhere", "required": true, "schema": {"type": "string"}}],
                "responses": {"200": {"description": "Half"}},
            }},
        },
    })
    .to_string()
}

#[test]
fn equal_diagnostics_are_told_once_and_notes_are_counted() {
    let parameters = |path: &str| {
        format!(
            "  /{path}:\n    get:\n      parameters: [{{name: a, in: nowhere, schema: {{type: string}}}}]\n      responses: {{\"204\": {{description: Fine}}}}\n"
        )
    };
    let paths: String = ["a", "b", "c", "d", "e"].map(parameters).concat();
    let text = format!("openapi: 3.0.3\ninfo: {{title: T, version: '1'}}\npaths:\n{paths}");
    let here = folder(&[("many.yaml", &text)]);
    let ran = crategen(&here, "generate many.yaml --out out");
    assert_eq!(ran.stderr.matches("many.yaml:").count(), 3, "{}", ran.stderr);
    assert!(ran.stderr.contains("(5 times)") && ran.stderr.contains("the same here"), "{}", ran.stderr);
    let all = crategen(&here, "generate many.yaml --out out --format json");
    assert_eq!(all.stderr.matches("\"line\"").count(), 5, "{}", all.stderr);
    let page = "# P\n\n```json\n{\"openapi\": \"3.0.3\", \"info\": {\"title\": \"P\", \"version\": \"1\"}, \"paths\": {}}\n```\n";
    let here = folder(&[
        ("llms.txt", "# P\n\n- [P](p.md)\n- [OpenAPI](https://p.example.com/openapi.json)\n"),
        ("p.md", page),
    ]);
    let ran = crategen(&here, "generate llms.txt --out out");
    assert!(ran.stderr.contains("--notes shows") && !ran.stderr.contains("note["), "{}", ran.stderr);
}

#[test]
fn what_an_index_of_pages_names_is_told() {
    let page = "# Pets\n\n```json\n{\"openapi\": \"3.0.3\", \"info\": {\"title\": \"P\", \"version\": \"1\"}, \"paths\": {\"/pets\": \
                {\"get\": {\"responses\": {\"200\": {\"description\": \"d\"}}}}}}\n```\n";
    let index = "# Pets\n\n- [Pets](pets.md)\n- [OpenAPI](https://pets.example.com/openapi.json)\n";
    let here = folder(&[("llms.txt", index), ("pets.md", page)]);
    let ran = crategen(&here, "generate llms.txt --out out --notes");
    assert_ends(&ran, 0, &["note[site::pages]", "https://pets.example.com/openapi.json: that is the better input"]);
}
