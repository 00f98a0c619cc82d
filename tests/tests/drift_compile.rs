//! The verdict on the crate, proven: a caller that builds against the client of the old document builds against that of the
//! new one exactly where the verdict is not `major`.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use workspace_tests::{fixture, run, workspace};

/// A call that has nothing to do with most changes.
const CALL: &str = "pub fn f(client: &pets::Client) { let _ = client.pets().get_pet(\"x\").limit(1); }";
const BODY: &str = "pub fn f() -> pets::types::NewPet { pets::types::NewPet::new(\"a\").with_note(\"b\") }";
const TAG: &str = "pub fn f(pet: pets::types::Pet) -> (i64, Option<String>) { (pet.id, pet.tag) }";
const ORDER: &str = "pub fn f() -> pets::pets::GetPetOrder { pets::pets::GetPetOrder::Down }";
const KIND: &str =
    "pub fn f(kind: pets::types::Kind) -> bool { match kind { pets::types::Kind::Cat => true, _ => false } }";

/// Rows of the table, each with a caller that uses what changes or stands beside it.
const CALLERS: &[(&str, &str)] = &[
    ("operation-added", CALL),
    ("operation-id-changed", CALL),
    ("path-moved", CALL),
    ("optional-parameter-added", CALL),
    ("required-parameter-added", CALL),
    ("parameter-became-required", CALL),
    ("parameter-removed", CALL),
    ("parameters-reordered", CALL),
    ("deprecated", CALL),
    ("server-changed", CALL),
    ("constraint-changed", BODY),
    ("optional-field-added", BODY),
    ("required-field-added", BODY),
    ("field-became-required", BODY),
    ("field-became-optional", BODY),
    ("response-field-added", TAG),
    ("optional-response-field-removed", TAG),
    ("response-field-became-optional", "pub fn f(pet: pets::types::Pet) -> i64 { pet.id }"),
    ("response-field-became-nullable", TAG),
    ("integer-to-number-in-answers", TAG),
    ("enum-value-added-in-answers", KIND),
    ("component-renamed", KIND),
    ("enum-value-added-in-requests", ORDER),
    ("enum-value-removed", ORDER),
];

#[test]
fn callers_build_exactly_where_the_verdict_says_so() {
    // One place for all runs: with another path each time, what cargo keeps would grow with each run.
    let root = &PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("drift-crates");
    if root.exists() {
        fs::remove_dir_all(root).expect("the last run's crates are removed");
    }
    let mut members = vec!["old".to_owned()];
    generate(&fixture("drift/base.yaml"), &root.join("old"), "old");
    for (row, code) in CALLERS {
        generate(&fixture(&format!("drift/{row}/new.yaml")), &root.join("new").join(row), &format!("new-{row}"));
        members.push(format!("new/{row}"));
        members.push(caller(root, row, "old", "old", code));
        members.push(caller(root, row, "new", &format!("new-{row}"), code));
    }
    let members = members.iter().map(|member| format!("{member:?}")).collect::<Vec<_>>().join(", ");
    put(&root.join("Cargo.toml"), &format!("[workspace]\nresolver = \"3\"\nmembers = [{members}]\n"));
    fs::copy(workspace().join("Cargo.lock"), root.join("Cargo.lock")).expect("the lock file is there");
    let broken = broken(root);
    let verdicts = fs::read_to_string(fixture("drift/expected.tsv")).expect("the table is there");
    let mut wrong = Vec::new();
    for (row, _) in CALLERS {
        let line = verdicts.lines().find(|line| line.split('\t').next() == Some(*row)).expect("a row of the table");
        let major = line.ends_with("\tmajor");
        if broken.contains(&format!("caller_{}_old", row.replace('-', "_"))) {
            wrong.push(format!("{row}: the caller does not build against the old crate"));
        }
        if broken.contains(&format!("caller_{}_new", row.replace('-', "_"))) != major {
            wrong.push(format!("{row}: major is {major}, and the caller says otherwise"));
        }
    }
    assert!(broken.iter().all(|name| name.starts_with("caller_")), "a client does not build: {broken:?}");
    assert_eq!(wrong, Vec::<String>::new());
}

fn generate(document: &Path, out: &Path, name: &str) {
    let text = |path: &Path| path.to_str().expect("a path in UTF-8").to_owned();
    let ran = run("crategen", &["generate", &text(document), "--out", &text(out), "--name", name], Path::new("."), "");
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
}

/// A crate with one function, which sees a client under the name `pets`; without transports, which take long to compile.
fn caller(root: &Path, row: &str, side: &str, package: &str, code: &str) -> String {
    let path = format!("callers/{row}-{side}");
    let client = if side == "old" { "../../old".to_owned() } else { format!("../../new/{row}") };
    let manifest = format!(
        "[package]\nname = \"caller-{row}-{side}\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[dependencies]\n\
         pets = {{ path = {client:?}, package = {package:?}, default-features = false }}\n"
    );
    put(&root.join(&path).join("Cargo.toml"), &manifest);
    put(&root.join(&path).join("src/lib.rs"), code);
    path
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
    let output = Command::new(cargo).args(arguments).current_dir(root).env("CARGO_TARGET_DIR", target).output();
    let output = output.expect("cargo starts");
    let messages = String::from_utf8(output.stdout).expect("cargo writes UTF-8");
    let failed = |line: &str| {
        let message: serde_json::Value = serde_json::from_str(line).ok()?;
        let error = message["reason"] == "compiler-message" && message["message"]["level"] == "error";
        error.then(|| message["target"]["name"].as_str().unwrap_or_default().replace('-', "_"))
    };
    assert!(messages.contains("compiler-artifact"), "nothing was built: {}", String::from_utf8_lossy(&output.stderr));
    messages.lines().filter_map(failed).collect()
}
