//! The programs of `tests/servers` compile against clients of the documents that their servers publish, where these are there. They run
//! by `cargo xtask servers`, which needs the servers.

use std::fs;
use std::path::Path;

use crategen::Generator;
use generator_tests::{outside, workspace};
use project_tests::golden;

const SERVERS: [&str; 3] = ["chroma", "directus", "prefect"];

#[test]
fn programs_for_servers_compile_without_a_warning() {
    let Some(documents) = outside("cases/servers/documents") else { return };
    let temporary = Path::new(env!("CARGO_TARGET_TMPDIR")).join("servers");
    let root = golden::folder(&temporary);
    let servers = workspace().join("tests/servers");
    let copy = |from: &Path, to: &Path| {
        fs::create_dir_all(to.parent().expect("a folder")).expect("made");
        fs::copy(from, to).unwrap_or_else(|error| panic!("{}: {error}", from.display()));
    };
    let mut members = Vec::new();
    for name in SERVERS {
        let own = servers.join(name);
        let mut generator = Generator::new(documents.join(format!("{name}.json"))).config(own.join("codegen.toml"));
        if own.join("overlay.yaml").exists() {
            generator = generator.overlay(own.join("overlay.yaml"));
        }
        generator.write(root.join(name).join("client")).unwrap_or_else(|error| panic!("{name}: {error}"));
        let program = root.join(name).join("program");
        copy(&own.join("Cargo.toml"), &program.join("Cargo.toml"));
        copy(&own.join("main.rs"), &program.join("src/main.rs"));
        copy(&servers.join("steps.rs"), &program.join("steps.rs"));
        members.extend([format!("\"{name}/client\""), format!("\"{name}/program\"")]);
    }
    let manifest = format!("[workspace]\nresolver = \"3\"\nmembers = [{}]\n", members.join(", "));
    fs::write(root.join("Cargo.toml"), manifest).expect("written");
    if !root.join("Cargo.lock").exists() {
        copy(&workspace().join("Cargo.lock"), &root.join("Cargo.lock"));
    }
    let packages = SERVERS.map(|name| format!("--package={name}-program"));
    let arguments: Vec<&str> =
        ["check", "--bins", "--quiet"].into_iter().chain(packages.iter().map(String::as_str)).collect();
    let output = golden::cargo(&temporary, &arguments, "");
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success() && !said.contains("warning"), "{said}");
}
