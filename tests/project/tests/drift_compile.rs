//! The verdict on the crate, proven for every row of the table: a caller that builds against the client of the old document
//! builds against that of the new one exactly where no finding says `major`.
//!
//! All crates are members of one workspace and checked by one cargo, without transports, which take long to compile.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use generator_tests::{fixture, run, workspace};
use serde_json::Value;

/// A row: its name, and the two documents and the caller's code, of which most begin with the same ones.
struct Row {
    name: String,
    old: Option<PathBuf>,
    new: PathBuf,
    caller: String,
}

#[test]
fn callers_build_exactly_where_the_verdict_says_so() {
    let rows = rows();
    assert!(rows.len() > 50, "rows are missing");
    // One place for all runs: with another path each time, what cargo keeps would grow with each run.
    let root = &PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("drift-crates");
    if root.exists() {
        fs::remove_dir_all(root).expect("the last run's crates are removed");
    }
    generate(&fixture("drift/base.yaml"), &root.join("old"), "old");
    let mut members = vec!["old".to_owned()];
    for row in &rows {
        let Row { name, old, new, caller } = row;
        generate(new, &root.join("new").join(name), &format!("new-{name}"));
        let before = match old {
            Some(old) => {
                generate(old, &root.join("before").join(name), &format!("before-{name}"));
                members.push(format!("before/{name}"));
                (format!("before/{name}"), format!("before-{name}"))
            }
            None => ("old".to_owned(), "old".to_owned()),
        };
        members.push(format!("new/{name}"));
        members.push(member(root, &format!("was/{name}"), &before, caller));
        members.push(member(root, &format!("is/{name}"), &(format!("new/{name}"), format!("new-{name}")), caller));
    }
    let members = members.iter().map(|member| format!("{member:?}")).collect::<Vec<_>>().join(", ");
    put(&root.join("Cargo.toml"), &format!("[workspace]\nresolver = \"3\"\nmembers = [{members}]\n"));
    fs::copy(workspace().join("Cargo.lock"), root.join("Cargo.lock")).expect("the lock file is there");
    let broken = broken(root);
    let mut wrong = Vec::new();
    for row in &rows {
        let crate_name = |side: &str| format!("{side}_{}", row.name.replace('-', "_"));
        if broken.contains(&crate_name("was")) {
            wrong.push(format!("{}: the caller does not build against the old crate", row.name));
        }
        let (major, breaks) = (is_major(row), broken.contains(&crate_name("is")));
        if breaks != major {
            wrong.push(format!("{}: a finding is major: {major}; the caller breaks: {breaks}", row.name));
        }
    }
    let clients: Vec<&String> =
        broken.iter().filter(|name| !name.starts_with("was_") && !name.starts_with("is_")).collect();
    assert!(clients.is_empty(), "clients do not build: {clients:?}");
    assert_eq!(wrong, Vec::<String>::new());
}

fn rows() -> Vec<Row> {
    let table = fs::read_to_string(fixture("drift/expected.tsv")).expect("the table is there");
    let names = table.lines().skip(1).filter_map(|line| line.split('\t').next());
    let row = |name: &str| {
        let file = |file: &str| Some(fixture(&format!("drift/{name}/{file}"))).filter(|path| path.exists());
        let caller = file("caller.rs").unwrap_or_else(|| fixture("drift/caller.rs"));
        Row {
            name: name.to_owned(),
            old: file("old.yaml"),
            new: fixture(&format!("drift/{name}/new.yaml")),
            caller: fs::read_to_string(caller).expect("a caller"),
        }
    };
    names.map(row).collect()
}

/// Whether callers break by what `crategen diff` says.
fn is_major(row: &Row) -> bool {
    let old = row.old.clone().unwrap_or_else(|| fixture("drift/base.yaml"));
    let ran = run("crategen", &["diff", &text(&old), &text(&row.new), "--format", "json"], Path::new("."), "");
    let report: Value = serde_json::from_str(&ran.stdout).unwrap_or_else(|error| panic!("{error}: {}", ran.stderr));
    report["findings"].as_array().expect("findings").iter().any(|one| one["rust"] == "major")
}

fn text(path: &Path) -> String {
    path.to_str().expect("a path in UTF-8").to_owned()
}

fn generate(document: &Path, out: &Path, name: &str) {
    let ran = run("crategen", &["generate", &text(document), "--out", &text(out), "--name", name], Path::new("."), "");
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
}

/// A crate with one function, which sees a client under the name `pets`.
fn member(root: &Path, path: &str, (client, package): &(String, String), code: &str) -> String {
    let name = path.replace('/', "-");
    let manifest = format!(
        "[package]\nname = \"{name}\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[dependencies]\n\
         pets = {{ path = \"../../{client}\", package = {package:?}, default-features = false }}\n"
    );
    put(&root.join(path).join("Cargo.toml"), &manifest);
    put(&root.join(path).join("src/lib.rs"), code);
    path.to_owned()
}

fn put(path: &Path, text: &str) {
    fs::create_dir_all(path.parent().expect("a folder")).expect("the folder is made");
    fs::write(path, text).expect("the file is written");
}

/// The crates of a workspace that do not build, as cargo names their targets.
fn broken(root: &Path) -> BTreeSet<String> {
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
    let messages = String::from_utf8(output.stdout).expect("cargo writes UTF-8");
    let failed = |line: &str| {
        let message: Value = serde_json::from_str(line).ok()?;
        let error = message["reason"] == "compiler-message" && message["message"]["level"] == "error";
        error.then(|| message["target"]["name"].as_str().unwrap_or_default().replace('-', "_"))
    };
    assert!(messages.contains("compiler-artifact"), "nothing was built: {}", String::from_utf8_lossy(&output.stderr));
    messages.lines().filter_map(failed).collect()
}
