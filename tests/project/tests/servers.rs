//! The programs of `tests/servers` compile against clients of the documents that their servers publish. They run by
//! `cargo xtask servers`, which needs the servers.

use std::fs;
use std::path::Path;
use std::process::ExitCode;

use crategen::Generator;
use generator_tests::workspace;
use project_tests::compiled;

/// A server and its document.
type Server = (&'static str, &'static str);

const SERVERS: [Server; 3] = [
    ("chroma", "cases/servers/documents/chroma.json"),
    ("directus", "cases/servers/documents/directus.json"),
    ("prefect", "cases/servers/documents/prefect.json"),
];

fn main() -> ExitCode {
    harness::run([SERVERS
        .map(|(name, document)| {
            harness::with_outside(name, document, move |path| compiles_without_a_warning(name, path))
        })
        .into()])
}

fn compiles_without_a_warning(name: &str, document: &Path) {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("servers");
    let (servers, root) = (workspace().join("tests/servers"), folder.join(name));
    let own = servers.join(name);
    let copy = |from: &Path, to: &str| {
        let to = root.join(to);
        fs::create_dir_all(to.parent().expect("a folder")).expect("made");
        fs::copy(from, to).unwrap_or_else(|error| panic!("{}: {error}", from.display()));
    };
    let mut generator = Generator::new(document).config(own.join("codegen.toml"));
    if own.join("overlay.yaml").exists() {
        generator = generator.overlay(own.join("overlay.yaml"));
    }
    generator.write(root.join("client")).unwrap_or_else(|error| panic!("{error}"));
    copy(&own.join("Cargo.toml"), "program/Cargo.toml");
    copy(&own.join("main.rs"), "program/src/main.rs");
    copy(&servers.join("steps.rs"), "program/steps.rs");
    let manifest = "[workspace]\nresolver = \"3\"\nmembers = [\"client\", \"program\"]\n";
    fs::write(root.join("Cargo.toml"), manifest).expect("written");
    if !root.join("Cargo.lock").exists() {
        copy(&workspace().join("Cargo.lock"), "Cargo.lock");
    }
    let arguments = ["check", "--bins", "--quiet", "--package", &format!("{name}-program")];
    let output = compiled::cargo(&root, &folder.join("target"), &arguments, "");
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success() && !said.contains("warning"), "{said}");
}
