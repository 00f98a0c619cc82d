//! The verdict on the crate, proven for every row of the table: a caller that builds against the client of the old document
//! builds against that of the new one exactly where no finding says `major`.
//!
//! All crates are members of one workspace and checked by one cargo, without transports, which take long to compile.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::sync::LazyLock;

use generator_tests::drift::{Row, rows};
use generator_tests::{fixture, put, run, workspace};
use project_tests::compiled::Compiled;
use serde_json::Value;

/// Which crates and callers build, by one run of cargo over all of them.
static COMPILED: LazyLock<Compiled> = LazyLock::new(compiled);

fn main() -> ExitCode {
    harness::run([harness::each("", 50, rows().into_iter().map(Row::named), callers_build_where_the_verdict_says_so)])
}

fn callers_build_where_the_verdict_says_so(name: &str, row: Row) {
    let clients = [client_of(&row), format!("new-{name}")];
    clients.iter().for_each(|client| COMPILED.expect(client));
    COMPILED.expect(&format!("was-{name}"));
    let (major, breaks) = (is_major(&row), COMPILED.is_broken(&format!("is-{name}")));
    assert_eq!(major, breaks, "a finding is major: {major}; the caller breaks: {breaks}");
}

/// The client of the old document of a row; most have the same.
fn client_of(row: &Row) -> String {
    if has_own(row) { format!("before-{}", row.name) } else { "old".to_owned() }
}

fn has_own(row: &Row) -> bool {
    row.pair().0 != fixture("drift/base.yaml")
}

fn compiled() -> Compiled {
    // One place for all runs: with another path each time, what cargo keeps would grow with each run.
    let root = &PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("drift-crates");
    if root.exists() {
        fs::remove_dir_all(root).expect("the last run's crates are removed");
    }
    generate(&fixture("drift/base.yaml"), root, "old");
    let mut members = vec!["old".to_owned()];
    for row in rows() {
        let (name, (old, new)) = (&row.name, row.pair());
        if has_own(&row) {
            generate(&old, root, &client_of(&row));
            members.push(client_of(&row));
        }
        let own = fixture(&format!("drift/{name}/caller.rs"));
        let caller = if own.exists() { own } else { fixture("drift/caller.rs") };
        let caller = fs::read_to_string(caller).expect("a caller");
        generate(&new, root, &format!("new-{name}"));
        members.push(format!("new-{name}"));
        members.push(member(root, format!("was-{name}"), &client_of(&row), &caller));
        members.push(member(root, format!("is-{name}"), &format!("new-{name}"), &caller));
    }
    put(root, "Cargo.toml", &format!("[workspace]\nresolver = \"3\"\nmembers = {members:?}\n"));
    fs::copy(workspace().join("Cargo.lock"), root.join("Cargo.lock")).expect("the lock file is there");
    check(root)
}

/// Whether callers break by what `crategen diff` says.
fn is_major(row: &Row) -> bool {
    let (old, new) = row.pair();
    let ran = run("crategen", &["diff", &text(&old), &text(&new), "--format", "json"], Path::new("."), "");
    let report: Value = serde_json::from_str(&ran.stdout).unwrap_or_else(|error| panic!("{error}: {}", ran.stderr));
    report["findings"].as_array().expect("findings").iter().any(|one| one["rust"] == "major")
}

fn text(path: &Path) -> String {
    path.to_str().expect("a path in UTF-8").to_owned()
}

fn generate(document: &Path, root: &Path, name: &str) {
    let out = text(&root.join(name));
    let ran = run("crategen", &["generate", &text(document), "--out", &out, "--name", name], Path::new("."), "");
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
}

/// A crate with one function, which sees a client under the name `pets`.
fn member(root: &Path, name: String, client: &str, code: &str) -> String {
    let manifest = format!(
        "[package]\nname = \"{name}\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[dependencies]\n\
         pets = {{ path = \"../{client}\", package = {client:?}, default-features = false }}\n"
    );
    put(&root.join(&name), "Cargo.toml", &manifest);
    put(&root.join(&name), "src/lib.rs", code);
    name
}

fn check(root: &Path) -> Compiled {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let target = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("drift");
    let arguments =
        ["check", "--workspace", "--no-default-features", "--offline", "--keep-going", "--message-format=json"];
    // What is built here is thrown away with the next run: nothing of it is worth keeping for another build.
    let output = Command::new(cargo)
        .args(arguments)
        .current_dir(root)
        .env("CARGO_TARGET_DIR", target)
        .env("CARGO_INCREMENTAL", "0")
        .env("CARGO_PROFILE_DEV_DEBUG", "0")
        .output()
        .expect("cargo starts");
    Compiled::of(&output)
}
