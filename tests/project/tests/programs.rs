//! Programs that somebody would write with real documents compile against the crates that are generated from these:
//! `tests/fixtures/programs`, each with its `codegen.toml`.

use std::fs;
use std::path::Path;

use crategen::files::{Files, Mode, sync};
use generator_tests::pipeline::generate;
use generator_tests::{fixture, outside, workspace};
use project_tests::golden;

/// The programs, the documents, and the crates that are made of them.
const PROGRAMS: [(&str, &str, &str); 5] = [
    ("buildomat", "progenitor/buildomat.json", "buildomat"),
    ("figma", "figma/figma.yaml", "figma"),
    ("projects", "xero/projects.yaml", "xero-projects"),
    ("qdrant", "qdrant/qdrant.json", "qdrant"),
    ("secret_manager", "google/secretmanager-v1.json", "secret-manager"),
];

#[test]
fn programs_with_real_documents_compile_without_a_warning() {
    let Some(corpus) = outside("corpus") else { return };
    let temporary = Path::new(env!("CARGO_TARGET_TMPDIR")).join("programs");
    let root = golden::folder(&temporary);
    let mut programs = Files::default();
    let (mut members, mut dependencies) = (Vec::new(), String::new());
    for (program, document, name) in PROGRAMS {
        let Ok(text) = fs::read_to_string(corpus.join(document)) else {
            eprintln!("../shared/corpus/{document} is not there: {program}.rs was not compiled");
            continue;
        };
        let read = |ending: &str| fs::read_to_string(fixture("programs").join(format!("{program}.{ending}")));
        let (source, config) = (read("rs").expect("a program"), read("toml").expect("its configuration"));
        let outcome = generate([(document, text.as_str())], Some(&config));
        let wrong = outcome.said.iter().find(|one| one.code.starts_with("config::"));
        assert!(wrong.is_none(), "{program}.toml does not fit {document}: {wrong:?}");
        let files = outcome.expect().files;
        sync(&root.join(name), &files, &[], Mode::Write).unwrap_or_else(|error| panic!("{name}: {error}"));
        programs.insert(format!("src/bin/{program}.rs"), source);
        dependencies
            .push_str(&format!("{name} = {{ path = \"../{name}\", default-features = false, features = [{}] }}\n", {
                if config.contains("tag-features = true") { "\"all-operations\"" } else { "" }
            }));
        members.push(format!("{name:?}"));
    }
    let manifest = format!(
        "[package]\nname = \"programs\"\nversion = \"0.0.0\"\nedition = \"2024\"\npublish = false\n\n[dependencies]\n\
         chrono = {{ version = \"0.4\", default-features = false, features = [\"now\"] }}\n\
         time = {{ version = \"0.3\", default-features = false, features = [\"std\"] }}\n\
         tokio = {{ version = \"1\", features = [\"macros\", \"rt\", \"time\"] }}\n{dependencies}"
    );
    programs.insert("Cargo.toml", manifest);
    sync(&root.join("programs"), &programs, &[], Mode::Write).expect("the programs are written");
    members.push("\"programs\"".to_owned());
    let manifest = format!("[workspace]\nresolver = \"3\"\nmembers = [{}]\n", members.join(", "));
    fs::write(root.join("Cargo.toml"), manifest).expect("the workspace is written");
    // The versions that the workspace has tested; cargo takes out what is not used.
    let lock = fs::read_to_string(workspace().join("Cargo.lock")).expect("the workspace has a lock file");
    if !root.join("Cargo.lock").exists() {
        fs::write(root.join("Cargo.lock"), lock).expect("the lock file is written");
    }
    let output = golden::cargo(&temporary, &["check", "--package", "programs", "--bins", "--quiet"], "");
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success() && !said.contains("warning"), "{said}");
}
