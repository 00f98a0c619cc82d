//! A client as a module of a package that is there: it compiles with what the command says that the manifest lacks.

use std::fs;
use std::path::{Path, PathBuf};

use generator_tests::{run, workspace};
use project_tests::golden;

/// Texts that look like paths of Rust must arrive as they are.
const DOCUMENT: &str = r##"openapi: 3.1.0
info: {title: Pets, version: "1", description: "See [types](crate::types) and crate::types."}
servers: [{url: "https://pets.example"}]
paths:
  /pets:
    post:
      operationId: addPet
      tags: [pets]
      requestBody: {required: true, content: {application/json: {schema: {$ref: "#/components/schemas/Pet"}}}}
      responses:
        "200": {description: Added, content: {application/json: {schema: {$ref: "#/components/schemas/Pet"}}}}
components:
  schemas:
    Pet:
      type: object
      required: [id, kind, born]
      properties:
        id: {type: string, format: uuid}
        born: {type: string, format: date}
        kind: {type: string, enum: ["crate::cat", "](crate::dog)"]}
"##;

const MANIFEST: &str = "[package]\nname = \"shop\"\nversion = \"0.0.0\"\nedition = \"2024\"\npublish = false\n\n[workspace]\n\n[features]\n\
                        tracing = []\n\n[dependencies]\nbytes = \"1\"\nhttp = \"0.2\"\n";

const PROGRAM: &str = r#"//! A program.
#![deny(warnings)]

mod clients;

use clients::pets::types::{Pet, PetKind};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let client = clients::pets::Client::builder().build()?;
    let id = "67e55044-10b1-426f-9247-bb680e5fe0c8".parse()?;
    let pet = Pet::new(id, "2020-01-02".parse()?, PetKind::CrateCat);
    println!("{:?}", clients::pets::to_json(&pet)?);
    drop(client.pets().add_pet(&pet));
    Ok(())
}
"#;

fn package() -> PathBuf {
    let root = golden::folder(&Path::new(env!("CARGO_TARGET_TMPDIR")).join("module"));
    let _ = fs::remove_dir_all(root.join("src"));
    fs::create_dir_all(root.join("src/clients")).expect("made");
    let put = |name: &str, text: &str| fs::write(root.join(name), text).expect("written");
    put("openapi.yaml", DOCUMENT);
    put("Cargo.toml", MANIFEST);
    put("src/main.rs", PROGRAM);
    put("src/clients.rs", "//! Clients.\n\n#[rustfmt::skip]\npub mod pets;\n");
    fs::copy(workspace().join("Cargo.lock"), root.join("Cargo.lock")).expect("copied");
    root
}

#[test]
fn a_module_compiles_in_the_crate_that_has_it() {
    let root = package();
    let arguments = ["generate", "openapi.yaml", "--module", "src/clients/pets"];
    let ran = run("crategen", &arguments, &root, "");
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    assert!(ran.stdout.contains("#[rustfmt::skip] pub mod pets;"), "{}", ran.stdout);
    for change in
        ["`http` in [dependencies] needs the version 1.5", "`tracing` in [features] needs to enable \"dep:tracing\""]
    {
        assert!(ran.stdout.contains(change), "{change}\n{}", ran.stdout);
    }
    assert!(!ran.stdout.contains("`bytes`"), "1 takes 1.12\n{}", ran.stdout);
    // What it says is what the manifest needs.
    let lacks = ran.stdout.split_once(" lacks:\n\n").expect("what is missing").1;
    let entries =
        |header: &str| lacks.split(header).nth(1).and_then(|rest| rest.split("\n\n").next()).expect("a table");
    let manifest = MANIFEST
        .replace("http = \"0.2\"\n", &format!("http = \"1.5\"\n{}\n", entries("[dependencies]\n")))
        .replace("tracing = []", &format!("tracing = [\"dep:tracing\"]\n{}", entries("[features]\n")));
    let targets = lacks.find("[target").and_then(|from| lacks.get(from..)).expect("tables of platforms");
    fs::write(root.join("Cargo.toml"), manifest + "\n" + targets).expect("written");
    let ran = run("crategen", &arguments, &root, "");
    assert!(
        ran.code == Some(0) && ran.stdout.contains(", 0 changed") && !ran.stdout.contains("Cargo.toml"),
        "{}",
        ran.stdout
    );
    // Nothing but sources, and texts of the document as they are.
    assert!(root.join("src/clients/pets/mod.rs").exists() && !root.join("src/clients/pets/Cargo.toml").exists());
    let types = fs::read_to_string(root.join("src/clients/pets/types/pet.rs"))
        .or_else(|_| fs::read_to_string(root.join("src/clients/pets/types.rs")))
        .expect("the types");
    assert!(types.contains("\"crate::cat\"") && types.contains("\"](crate::dog)\""), "{types}");
    let temporary = root.parent().expect("a folder");
    for features in [&[][..], &["--no-default-features", "--features", "blocking,rustls"], &["--no-default-features"]] {
        let arguments: Vec<&str> = ["check", "--quiet"].iter().chain(features).copied().collect();
        let output = golden::cargo(temporary, &arguments, "");
        assert!(output.status.success(), "{features:?}\n{}", String::from_utf8_lossy(&output.stderr));
    }
}

#[test]
fn a_folder_that_is_no_module_is_refused() {
    let here = tempfile::tempdir().expect("a temporary folder");
    fs::write(here.path().join("openapi.yaml"), DOCUMENT).expect("written");
    for folder in ["api", "src", "src/my-api", "src/fn", "src/../api"] {
        let ran = run("crategen", &["generate", "openapi.yaml", "--module", folder], here.path(), "");
        assert!(ran.code == Some(64) && ran.stderr.contains("as src/api"), "{folder}\n{}", ran.stderr);
    }
    let ran = run("crategen", &["generate", "openapi.yaml", "--module", "src/a", "--out", "b"], here.path(), "");
    assert_eq!(ran.code, Some(64), "{}", ran.stderr);
}

#[test]
fn a_program_makes_a_module_and_knows_what_it_needs() {
    let here = tempfile::tempdir().expect("a temporary folder");
    let document = here.path().join("openapi.yaml");
    fs::write(&document, DOCUMENT).expect("written");
    let generator = crategen::Generator::new(&document).name("shop").module("api");
    let made = generator.write(here.path().join("src/api")).expect("written");
    generator.check(here.path().join("src/api")).expect("it is current");
    let part = made.part.expect("a part");
    assert_eq!((part.module.as_str(), made.files.get("Cargo.toml")), ("crate::api", None));
    let missing = crategen::requirements::missing(MANIFEST, &part.requirements).expect("TOML");
    assert!(missing.add.contains("reqwest = ") && missing.change.len() == 2, "{missing:?}");
    let all = format!("[package]\nedition = \"2024\"\n{}", part.requirements);
    assert!(crategen::requirements::missing(&all, &part.requirements).expect("TOML").is_empty());
    assert!(crategen::Generator::new(&document).module("my-api").generate().is_err());
}
