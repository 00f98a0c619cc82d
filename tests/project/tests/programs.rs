//! Programs that somebody would write with real documents compile against the crates that are generated from these:
//! `tests/fixtures/programs`, each with its `codegen.toml`.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use crategen::files::{Files, Mode, sync};
use generator_tests::pipeline::generate;
use generator_tests::{fixture, workspace};
use project_tests::compiled;

/// A program, the document, and the crate that is made of it.
type Program = (&'static str, &'static str, &'static str);

const PROGRAMS: [Program; 5] = [
    ("buildomat", "corpus/progenitor/buildomat.json", "buildomat"),
    ("figma", "corpus/figma/figma.yaml", "figma"),
    ("projects", "corpus/xero/projects.yaml", "xero-projects"),
    ("qdrant", "corpus/qdrant/qdrant.json", "qdrant"),
    ("secret_manager", "corpus/google/secretmanager-v1.json", "secret-manager"),
];

fn main() -> ExitCode {
    harness::run([PROGRAMS
        .map(|program| {
            harness::with_outside(program.0, program.1, move |path| compiles_without_a_warning(program, path))
        })
        .into()])
}

fn compiles_without_a_warning((program, document, name): Program, path: &Path) {
    let read = |ending: &str| fs::read_to_string(fixture("programs").join(format!("{program}.{ending}")));
    let (source, config) = (read("rs").expect("a program"), read("toml").expect("its configuration"));
    let text = fs::read_to_string(path).expect("the document is text");
    let outcome = generate([(document, text.as_str())], Some(&config));
    let wrong = outcome.said.iter().find(|one| one.code.starts_with("config::"));
    assert!(wrong.is_none(), "{program}.toml does not fit {document}: {wrong:?}");
    let client = outcome.expect().files;
    let features = if config.contains("tag-features = true") { "\"all-operations\"" } else { "" };
    let manifest = format!(
        "[package]\nname = \"{program}-program\"\nversion = \"0.0.0\"\nedition = \"2024\"\npublish = false\n\n\
         [dependencies]\n\
         chrono = {{ version = \"0.4\", default-features = false, features = [\"now\"] }}\n\
         time = {{ version = \"0.3\", default-features = false, features = [\"std\"] }}\n\
         tokio = {{ version = \"1\", features = [\"macros\", \"rt\", \"time\"] }}\n\
         {name} = {{ path = \"../client\", default-features = false, features = [{features}] }}\n"
    );
    let root = folder().join(program);
    let program = Files::from_iter([("Cargo.toml", manifest), ("src/main.rs", source)]);
    sync(&root.join("program"), &program, &[], Mode::Write).expect("the program is written");
    sync(&root.join("client"), &client, &[], Mode::Write).expect("the client is written");
    let manifest = "[workspace]\nresolver = \"3\"\nmembers = [\"client\", \"program\"]\n";
    fs::write(root.join("Cargo.toml"), manifest).expect("the workspace is written");
    // The versions that the workspace has tested; cargo takes out what is not used.
    if !root.join("Cargo.lock").exists() {
        fs::copy(workspace().join("Cargo.lock"), root.join("Cargo.lock")).expect("the lock file is copied");
    }
    let output = compiled::cargo(&root, &folder().join("target"), &["check", "--workspace", "--quiet"], "");
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success() && !said.contains("warning"), "{said}");
}

/// One place for all programs, which share what they depend on.
fn folder() -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join("programs")
}
