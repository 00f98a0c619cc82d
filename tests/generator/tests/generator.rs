//! `crategen::Generator` as other programs use it.

use std::fs;

use crategen::Generator;

const PETS: &str = r##"openapi: 3.0.3
info: {title: Pets, version: "1"}
paths:
  /pets: {$ref: "parts/pets.yaml"}
"##;

const PART: &str = "get: {operationId: listPets, responses: {\"204\": {description: Fine}}}\n";

#[test]
fn a_program_writes_checks_and_watches_a_crate() {
    let here = tempfile::tempdir().expect("a temporary folder");
    let path = |name: &str| here.path().join(name);
    fs::create_dir(path("parts")).expect("made");
    fs::write(path("openapi.yaml"), PETS).expect("written");
    fs::write(path("parts/pets.yaml"), PART).expect("written");
    fs::write(path("codegen.toml"), "[package]\nversion = \"1.2.3\"\n").expect("written");
    let generator = Generator::new(path("openapi.yaml")).config(path("codegen.toml")).name("my-pets").strict();
    let stale = generator.check(path("out")).expect_err("nothing is there");
    assert!(stale.to_string().contains("is not current:\n  .gitattributes is missing"), "{stale}");
    let made = generator.write(path("out")).expect("written");
    assert_eq!((made.name.as_str(), made.report.operations.generated), ("my-pets", 1));
    assert!(!made.written.is_empty() && made.warnings.is_empty(), "{}", made.warnings);
    let lines = made.rerun_if_changed();
    for file in ["openapi.yaml", "codegen.toml", "parts/pets.yaml"] {
        assert!(lines.contains(&format!("cargo::rerun-if-changed={}\n", path(file).display())), "{lines}");
    }
    assert!(fs::read_to_string(path("out/Cargo.toml")).expect("there").contains("version = \"1.2.3\""));
    generator.check(path("out")).expect("it is current");
}

#[test]
fn an_error_has_every_problem_with_its_place() {
    let here = tempfile::tempdir().expect("a temporary folder");
    let document = here.path().join("broken.json");
    fs::write(&document, "{\"openapi\": \"3.0.3\",\n  \"info\": }").expect("written");
    let error: Box<dyn std::error::Error + Send + Sync> =
        Generator::new(&document).generate().expect_err("broken").into();
    let text = format!("{error:?}");
    assert!(text.starts_with("nothing usable remains") && text.contains("broken.json:2:11"), "{text}");
    let error = Generator::new(here.path().join("nowhere.yaml")).generate().expect_err("not there");
    assert!(error.to_string().starts_with("cannot read "), "{error}");
    let error = Generator::new(&document).name("1st").generate().expect_err("no name");
    assert!(error.to_string().contains("must begin with an ASCII letter"), "{error}");
}
