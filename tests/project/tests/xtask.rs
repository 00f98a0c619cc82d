//! `cargo xtask` on a small project of its own: from pages to the crate, and back to the place of each mistake.

use std::fs;
use std::path::{Path, PathBuf};

use generator_tests::{assert_ends, files_below, fixture, workspace};
use project_tests::xtask;
use tempfile::TempDir;

/// A page with one fragment for each path.
fn page(paths: &[&str]) -> String {
    let fence = |path: &&str| {
        let fragment = serde_json::json!({
            "openapi": "3.0.0",
            "info": {"title": "Pets", "version": "1.0"},
            "tags": [{"name": "Pets"}],
            "servers": [{"url": "https://pets.example.com"}],
            "paths": {format!("/{path}"): {"get": {
                "operationId": format!("get_{path}"),
                "summary": format!("Gets {path}"),
                "tags": ["Pets"],
                "responses": {"200": {"description": "Fine"}},
            }}},
        });
        format!("## Gets {path}\n\n```json\n{fragment}\n```\n")
    };
    format!("# Pets\n\n{}", paths.iter().map(fence).collect::<Vec<_>>().join("\n"))
}

const OVERLAY: &str = "overlay: 1.1.0
info: {title: Corrections, version: '1'}
actions:
  - target: $.info
    description: The published version is not a version.
    update: {version: '2.0'}
";

/// A project with a page of two fragments, an overlay, and nothing derived.
fn project() -> TempDir {
    let project = tempfile::tempdir().expect("a temporary folder");
    put(&project, "spec/codegen.toml", "[package]\nname = \"pets\"\n");
    put(&project, "spec/pages/pets.md", &page(&["cats", "dogs"]));
    put(&project, "spec/overlay.yaml", OVERLAY);
    project
}

fn put(project: &TempDir, path: &str, text: &str) {
    let path = project.path().join(path);
    fs::create_dir_all(path.parent().expect("a folder")).expect("the folder is made");
    fs::write(path, text).expect("the file is written");
}

fn read(project: &TempDir, path: &str) -> String {
    fs::read_to_string(project.path().join(path)).expect("the file is there")
}

fn fragments(project: &TempDir) -> Vec<PathBuf> {
    files_below(&project.path().join("spec/fragments"), &["json"])
}

/// Every file of a project with its time and text.
fn state(project: &Path) -> Vec<(PathBuf, std::time::SystemTime, Vec<u8>)> {
    let files = files_below(project, &["json", "rs", "toml", "md", "yaml", "crategen"]);
    let modified = |path: &Path| fs::metadata(path).and_then(|data| data.modified()).expect("a time");
    files.into_iter().map(|path| (path.clone(), modified(&path), fs::read(&path).expect("a file"))).collect()
}

#[test]
fn codegen_derives_everything_and_then_nothing() {
    let project = project();
    assert_ends(
        &xtask(project.path(), &["check"]),
        1,
        &["spec/published.json is missing", "to repair: cargo xtask codegen"],
    );
    assert!(!project.path().join("spec/fragments").exists(), "check writes nothing");
    assert_ends(&xtask(project.path(), &["codegen"]), 0, &[]);
    assert_eq!(fragments(&project).len(), 2);
    assert!(read(&project, "spec/published.json").contains("\"version\": \"1.0\""));
    assert!(read(&project, "spec/openapi.json").contains("\"version\": \"2.0\""));
    assert!(read(&project, "generated/Cargo.toml").contains("name = \"pets\""));
    let before = state(project.path());
    assert!(before.len() > 8, "{before:?}");
    let again = xtask(project.path(), &["codegen"]);
    assert_ends(&again, 0, &[]);
    assert!(again.stdout.contains("2 operations"), "{}", again.stdout);
    assert!(state(project.path()) == before, "a second run touched a file");
    assert_ends(&xtask(project.path(), &["codegen", "--check"]), 0, &[]);
    assert_ends(&xtask(project.path(), &["check"]), 0, &[]);
}

#[test]
fn the_commands_work_from_any_folder() {
    let project = project();
    assert_ends(&xtask(project.path(), &["codegen"]), 0, &[]);
    let package = project.path().join("xtask");
    fs::create_dir_all(&package).expect("the folder is made");
    let manifest = package.to_str().expect("a path in UTF-8").to_owned();
    let ran = generator_tests::run_with(
        "xtask",
        &["check"],
        &project.path().join("spec/pages"),
        ("CARGO_MANIFEST_DIR", &manifest),
    );
    assert_ends(&ran, 0, &[]);
}

#[test]
fn check_names_whatever_is_not_current() {
    let project = project();
    assert_ends(&xtask(project.path(), &["codegen"]), 0, &[]);
    let fragment = fragments(&project).remove(0);
    fs::remove_file(&fragment).expect("removed");
    let name = fragment.file_name().and_then(|name| name.to_str()).expect("a name");
    assert_ends(
        &xtask(project.path(), &["check"]),
        1,
        &[&format!("{name} is missing"), "to repair: cargo xtask codegen"],
    );
    assert_ends(&xtask(project.path(), &["codegen"]), 0, &[]);
    let library = read(&project, "generated/src/lib.rs");
    put(&project, "generated/src/lib.rs", &format!("{library}// mine\n"));
    assert_ends(&xtask(project.path(), &["codegen", "--check"]), 1, &["generated/src/lib.rs differs"]);
    assert_ends(&xtask(project.path(), &["codegen"]), 0, &[]);
    assert_eq!(read(&project, "generated/src/lib.rs"), library);
    put(&project, "generated/src/own.rs", "");
    assert_ends(&xtask(project.path(), &["check"]), 1, &["generated/src/own.rs is not a generated file"]);
    assert_ends(&xtask(project.path(), &["codegen"]), 74, &["src/own.rs", "[[keep]]"]);
    assert!(project.path().join("generated/src/own.rs").exists());
}

#[test]
fn a_new_page_is_taken_in_byte_for_byte() {
    let project = project();
    assert_ends(&xtask(project.path(), &["codegen"]), 0, &[]);
    let birds = page(&["birds"]).replace('\n', "\r\n");
    let elsewhere = tempfile::tempdir().expect("a temporary folder");
    let new = elsewhere.path().join("birds.md");
    fs::write(&new, &birds).expect("written");
    let new = new.to_str().expect("a path in UTF-8");
    let ran = xtask(project.path(), &["ingest", new]);
    assert_ends(&ran, 0, &[]);
    assert!(ran.stdout.contains("next: cargo xtask codegen"), "{}", ran.stdout);
    assert_eq!(read(&project, "spec/pages/birds.md"), birds);
    assert_eq!(fragments(&project).len(), 3);
    assert_ends(&xtask(project.path(), &["merge"]), 0, &[]);
    assert!(read(&project, "spec/openapi.json").contains("/birds"));
    let ran = xtask(project.path(), &["codegen"]);
    assert!(ran.stdout.contains("3 operations"), "{}", ran.stdout);
}

#[test]
fn a_page_without_fragments_is_not_taken_in() {
    let project = project();
    let elsewhere = tempfile::tempdir().expect("a temporary folder");
    let new = elsewhere.path().join("error.md");
    fs::write(&new, "<!doctype html><h1>502 Bad Gateway</h1>").expect("written");
    let ran = xtask(project.path(), &["ingest", new.to_str().expect("a path in UTF-8")]);
    assert_ends(&ran, 65, &["spec/pages/error.md:1:", "no fragment"]);
    assert!(!project.path().join("spec/pages/error.md").exists());
    let missing = xtask(project.path(), &["ingest", "nowhere.md"]);
    assert_ends(&missing, 65, &["cannot read nowhere.md"]);
}

#[test]
fn mistakes_are_told_where_they_were_written() {
    let project = project();
    put(&project, "spec/overlay.yaml", &OVERLAY.replace("$.info", "$.gone"));
    assert_ends(&xtask(project.path(), &["codegen"]), 3, &["spec/overlay.yaml:4:", "to repair: "]);
    put(&project, "spec/overlay.yaml", OVERLAY);
    put(
        &project,
        "spec/codegen.toml",
        "[package]\nname = \"pets\"\n[[merge.prefer]]\nat = \"/info\"\nfragment = \"x\"\n",
    );
    assert_ends(&xtask(project.path(), &["codegen"]), 3, &["merge::unused-rule"]);
    put(&project, "spec/codegen.toml", "[package]\nnane = \"pets\"\n");
    assert_ends(&xtask(project.path(), &["codegen"]), 65, &["spec/codegen.toml:2:1", "did you mean `name`?"]);
    put(&project, "spec/codegen.toml", "");
    put(&project, "spec/pages/pets.md", &page(&["cats"]).replace("\"responses\":", "\"responses\" "));
    assert_ends(&xtask(project.path(), &["codegen"]), 65, &["spec/pages/pets.md:6:"]);
    fs::remove_file(project.path().join("spec/codegen.toml")).expect("removed");
    assert_ends(&xtask(project.path(), &["codegen"]), 65, &["codegen.toml is not there"]);
}

#[test]
fn each_stage_can_be_looked_at() {
    let project = project();
    let shows = |arguments: &[&str], words: &str| {
        let ran = xtask(project.path(), &[&["show"], arguments].concat());
        assert_ends(&ran, 0, &[]);
        assert!(ran.stdout.contains(words), "{words:?} is not in what {arguments:?} shows:\n{}", ran.stdout);
    };
    shows(&["fragment"], "pets/get-get-cats.json\npets/get-get-dogs.json\n");
    shows(&["fragment", "pets/get-get-cats.json"], "\"operationId\": \"get_cats\"");
    shows(&["merged", "/info"], "version: '1.0'");
    shows(&["corrected", "#/info"], "version: '2.0'");
    shows(&["normalised", "get_cats"], "operationId: get_cats");
    shows(&["model", "GET /dogs"], "id: Some(\n        \"get_dogs\"");
    shows(&["ir", "get_dogs"], "get_dogs");
    shows(&["rust", "src/lib.rs"], "pub mod");
    shows(&["rust"], "Cargo.toml\n");
    assert!(!project.path().join("generated").exists(), "show writes nothing");
    let ran = xtask(project.path(), &["show", "model", "get_dogz"]);
    assert_ends(&ran, 64, &["nothing is named `get_dogz`", "did you mean `get_dogs`?"]);
}

#[test]
fn a_wrong_command_line_ends_with_64() {
    let project = project();
    for arguments in [&["codgen"][..], &["show"], &["show", "nothing"], &["codegen", "--chekc"], &["merge", "x"]] {
        assert_ends(&xtask(project.path(), arguments), 64, &["error"]);
    }
    for arguments in [&["--help"][..], &["ingest", "--help"], &["codegen", "--help"], &["show", "--help"]] {
        assert_ends(&xtask(project.path(), arguments), 0, &[]);
    }
}

#[test]
fn cost_has_a_figure_in_every_column() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("cost");
    fs::create_dir_all(folder.join("spec")).expect("the folder is made");
    fs::write(folder.join("spec/codegen.toml"), "").expect("the file is written");
    fs::copy(workspace().join("Cargo.lock"), folder.join("Cargo.lock")).expect("the lock file is copied");
    let document = fixture("good").join("recursion.yaml");
    let document = document.to_str().expect("a path in UTF-8");
    // The crate that is compiled fastest: the others are compiled by other tests.
    let arguments = ["cost", document, "--runs", "1", "--only", "derived", "--out", "cost.json", "--svg", "cost.svg"];
    let ran = xtask(&folder, &arguments);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    let text = fs::read_to_string(folder.join("cost.json")).expect("the results are written");
    let results: serde_json::Value = serde_json::from_str(&text).expect("the results are JSON");
    let figures = results["documents"][0]["crates"][0].as_object().expect("a crate was measured");
    assert_eq!(figures["crate"], "derived");
    let missing: Vec<_> = figures.iter().filter(|(_, figure)| figure.is_null()).collect();
    assert!(missing.is_empty() && figures.len() == 16, "{text}");
    let svg = fs::read_to_string(folder.join("cost.svg")).expect("the chart is written");
    assert!(svg.contains("good/recursion.yaml: derived"), "{svg}");
    assert!(ran.stdout.contains("crate + program release"), "{}", ran.stdout);
}
