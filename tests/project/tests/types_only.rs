//! Crates of the types alone: what they hold, what they depend on, and that they compile without the rest.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::LazyLock;

use crategen::Generated;
use crategen::files::{Files, Mode, sync};
use generator_tests::pipeline::{Case, generate};
use generator_tests::{run, workspace};
use project_tests::compiled::Compiled;
use project_tests::golden;

fn main() -> ExitCode {
    harness::run([
        harness::tests![a_program_has_the_types_and_three_dependencies, a_module_of_types_says_what_it_needs],
        harness::each("fixtures", 10, names().map(|name| (name, ())), compiles_without_the_rest),
    ])
}

const DOCUMENT: &str = r##"openapi: 3.1.0
info: {title: Pets, version: "1"}
servers: [{url: "/v1"}]
paths:
  /pets:
    post:
      operationId: addPet
      tags: [pets]
      requestBody: {required: true, content: {application/json: {schema: {$ref: "#/components/schemas/Pet"}}}}
      responses:
        "200": {description: Added, content: {application/json: {schema: {type: object, required: [pet], properties: {pet: {$ref: "#/components/schemas/Pet"}}}}}}
        "422": {description: Wrong, content: {application/json: {schema: {type: object, properties: {why: {type: string, enum: [name, born]}}}}}}
  /pictures:
    post:
      operationId: addPicture
      tags: [pictures]
      requestBody: {content: {multipart/form-data: {schema: {type: object, properties: {file: {type: string, format: binary}}}}}}
      responses: {"204": {description: Added}}
components:
  securitySchemes: {key: {type: http, scheme: bearer}}
  schemas:
    Pet:
      type: object
      required: [name, kind]
      properties:
        name: {type: string}
        kind: {type: string, enum: [cat, dog]}
        tag: {type: [string, "null"]}
        owner: {anyOf: [{type: string}, {$ref: "#/components/schemas/Pet"}]}
"##;

const PROGRAM: &str = r##"//! A program.
use std::collections::BTreeMap;

use pets::pets::AddPetResponse;
use pets::types::{Pet, PetKind, PetRequired};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let pet = Pet::new(PetRequired { name: "Tom".into(), kind: PetKind::Cat }).with_tag_null();
    let text = pets::to_json(&AddPetResponse::new(pet))?;
    assert_eq!(text, br#"{"pet":{"name":"Tom","kind":"cat","tag":null}}"#);
    let read: AddPetResponse = pets::from_json(&text)?;
    let by_serde: BTreeMap<String, Pet> = serde_json::from_slice(&text)?;
    assert_eq!(by_serde["pet"], read.pet);
    assert!(pets::from_json::<Pet>(b"{}").is_err());
    Ok(())
}
"##;

/// The names of `[dependencies]`.
fn dependencies(manifest: &str) -> BTreeSet<String> {
    let manifest: toml::Table = toml::from_str(manifest).expect("TOML");
    assert!(!manifest.contains_key("target") && !manifest.contains_key("dev-dependencies"), "{manifest}");
    manifest["dependencies"].as_table().expect("a table").keys().cloned().collect()
}

fn set(names: &[&str]) -> BTreeSet<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

fn check(temporary: &Path, arguments: &[&str]) {
    let output = golden::cargo(temporary, arguments, "");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

/// A folder for a workspace of crates.
fn workspace_of(name: &str, members: &[&str]) -> (PathBuf, PathBuf) {
    let temporary = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let root = golden::folder(&temporary);
    fs::create_dir_all(&root).expect("made");
    let manifest = format!(
        "[workspace]\nresolver = \"3\"\nmembers = {members:?}\n\n[profile.dev]\ndebug = false\nincremental = false\n"
    );
    fs::write(root.join("Cargo.toml"), manifest).expect("written");
    fs::copy(workspace().join("Cargo.lock"), root.join("Cargo.lock")).expect("copied");
    (temporary, root)
}

fn a_program_has_the_types_and_three_dependencies() {
    let (temporary, root) = workspace_of("types_only", &["pets", "program"]);
    fs::write(root.join("openapi.yaml"), DOCUMENT).expect("written");
    let ran = run("crategen", &["generate", "openapi.yaml", "--types-only", "--strict", "--out", "pets"], &root, "");
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    assert!(
        !ran.stdout.contains("credentials go to") && !ran.stdout.contains("server") && ran.stderr.is_empty(),
        "{}{}",
        ran.stdout,
        ran.stderr
    );
    let manifest = fs::read_to_string(root.join("pets/Cargo.toml")).expect("written");
    assert_eq!(dependencies(&manifest), set(&["indexmap", "serde", "serde_json"]));
    let runtime = fs::read_dir(root.join("pets/src/runtime")).expect("a folder");
    let runtime: BTreeSet<String> =
        runtime.flatten().map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    assert_eq!(runtime, set(&["json", "json.rs", "mod.rs"]));
    assert!(!root.join("pets/examples").exists() && !root.join("pets/src/pictures.rs").exists());
    let program = root.join("program");
    fs::create_dir_all(program.join("src")).expect("made");
    let manifest = "[package]\nname = \"program\"\nversion = \"0.0.0\"\nedition = \"2024\"\npublish = false\n\n[dependencies]\n\
                    pets = { path = \"../pets\" }\nserde_json = \"1\"\n";
    fs::write(program.join("Cargo.toml"), manifest).expect("written");
    fs::write(program.join("src/main.rs"), PROGRAM).expect("written");
    check(&temporary, &["run", "--quiet", "--package", "program"]);
}

fn a_module_of_types_says_what_it_needs() {
    let (temporary, root) = workspace_of("types_module", &[]);
    fs::create_dir_all(root.join("src")).expect("made");
    let package = "[package]\nname = \"shop\"\nversion = \"0.0.0\"\nedition = \"2024\"\npublish = false\n";
    fs::write(root.join("Cargo.toml"), format!("{package}\n[workspace]\n")).expect("written");
    fs::write(root.join("src/lib.rs"), "//! A shop.\n\n#[rustfmt::skip]\npub mod api;\n").expect("written");
    fs::write(root.join("openapi.yaml"), DOCUMENT).expect("written");
    let generator = crategen::Generator::new(root.join("openapi.yaml")).module("api").types_only();
    let made = generator.write(root.join("src/api")).expect("written");
    let part = made.part.expect("a module");
    assert_eq!(dependencies(&part.requirements), set(&["indexmap", "serde", "serde_json"]));
    fs::write(root.join("Cargo.toml"), format!("{package}\n[workspace]\n{}", part.requirements)).expect("written");
    check(&temporary, &["check", "--quiet"]);
}

/// The crates of the types of all fixtures, and what became of them, which one run of cargo checks.
static CRATES: LazyLock<(BTreeMap<String, Generated>, Compiled)> = LazyLock::new(|| {
    let crates = crates();
    let names: Vec<&str> = crates.keys().map(String::as_str).collect();
    let (temporary, root) = workspace_of("types_of_fixtures", &names);
    for (name, generated) in &crates {
        sync(&root.join(name), &generated.files, &[], Mode::Write).unwrap_or_else(|error| panic!("{name}: {error}"));
    }
    let arguments = ["check", "--workspace", "--keep-going", "--message-format=json"];
    let compiled = Compiled::of(&golden::cargo(&temporary, &arguments, ""));
    (crates, compiled)
});

fn crates() -> BTreeMap<String, Generated> {
    let mut crates = BTreeMap::new();
    for (name, version) in golden::VERSIONS {
        let name = format!("types-{name}");
        crates.insert(name.clone(), golden::of_version_with(version, &config(&name, "")));
    }
    for case in golden::configured() {
        let name = crate_of(&case);
        let config = config(&name, case.config.as_deref().unwrap_or_default());
        crates.insert(name, generate([(case.file.as_str(), case.text.as_str())], Some(&config)).expect());
    }
    crates
}

fn names() -> impl Iterator<Item = String> {
    let versions = golden::VERSIONS.map(|(name, _)| format!("types-{name}"));
    versions.into_iter().chain(golden::configured().map(|case| crate_of(&case)))
}

fn crate_of(case: &Case) -> String {
    format!("types-{}", case.name.replace('_', "-"))
}

fn compiles_without_the_rest(name: &str, (): ()) {
    let (crates, compiled) = &*CRATES;
    assert_depends_on_what_it_names(name, &crates.get(name).expect("it was generated").files);
    compiled.expect(name);
}

/// The configuration of a fixture, whose types alone are wanted.
fn config(name: &str, config: &str) -> String {
    let package = format!("[package]\nname = {name:?}\ntypes-only = true\n");
    match config.contains("[package]") {
        true => config.replace("[package]\n", &package),
        false => format!("{config}\n{package}"),
    }
}

/// No dependency is there that no file names, and nothing of HTTP.
fn assert_depends_on_what_it_names(name: &str, files: &Files) {
    let rust = files.iter().filter(|(path, _)| path.ends_with(".rs"));
    let text: String = rust.map(|(_, text)| text).collect();
    let depends = dependencies(files.get("Cargo.toml").expect("a manifest"));
    for dependency in &depends {
        assert!(text.contains(&format!("{}::", dependency.replace('-', "_"))), "{name}: nothing names {dependency}");
    }
    for of_http in ["http", "reqwest", "ureq", "tokio", "futures-core", "encoding_rs", "quick-xml", "hmac"] {
        assert!(!depends.contains(of_http), "{name}: {of_http}");
    }
    let code = text.lines().filter(|line| !line.trim_start().starts_with("//"));
    assert_eq!(code.filter(|line| line.contains("runtime::Client")).count(), 0, "{name}");
}
