//! `files::sync`: writes what differs, removes what it made, and never touches what it did not make.

use std::fs;
use std::path::Path;
use std::time::{Duration, SystemTime};

use crategen::files::{self, Error, Files, MANIFEST, Mode, Stale, Why};
use tempfile::TempDir;

fn folder() -> TempDir {
    tempfile::tempdir().expect("a temporary folder")
}

fn files(files: &[(&str, &str)]) -> Files {
    files.iter().copied().collect()
}

fn write(root: &Path, made: &[(&str, &str)]) -> Result<Vec<Stale>, Error> {
    files::sync(root, &files(made), &[], Mode::Write)
}

fn put(root: &Path, path: &str, text: &str) {
    let path = root.join(path);
    fs::create_dir_all(path.parent().expect("a folder")).expect("the folder is made");
    fs::write(path, text).expect("the file is written");
}

fn read(root: &Path, path: &str) -> String {
    fs::read_to_string(root.join(path)).expect("the file is there")
}

/// `path: why` of each difference.
fn told(stale: &[Stale]) -> Vec<String> {
    stale.iter().map(|stale| format!("{}: {}", stale.path, stale.why)).collect()
}

#[test]
fn a_fresh_folder_is_written_whole() {
    let root = folder();
    let root = root.path().join("new/out");
    let stale = write(&root, &[("Cargo.toml", "x"), ("src/lib.rs", "y")]).expect("written");
    assert_eq!(told(&stale), ["Cargo.toml: is missing", "src/lib.rs: is missing"]);
    assert_eq!((read(&root, "Cargo.toml").as_str(), read(&root, "src/lib.rs").as_str()), ("x", "y"));
    let check = files::sync(&root, &files(&[("Cargo.toml", "x"), ("src/lib.rs", "y")]), &[], Mode::Check);
    assert_eq!(check.expect("checked"), []);
}

#[test]
fn equal_files_keep_their_modification_time() {
    let root = folder();
    write(root.path(), &[("a", "1"), ("b", "1")]).expect("written");
    let old = SystemTime::now() - Duration::from_secs(3600);
    let touch = |path: &str| {
        let file = fs::File::options().write(true).open(root.path().join(path)).expect("the file is there");
        file.set_modified(old).expect("the time is set");
    };
    let modified = |path: &str| fs::metadata(root.path().join(path)).expect("there").modified().expect("a time");
    ["a", "b", MANIFEST].into_iter().for_each(touch);
    let before = modified("a");
    assert_eq!(
        told(&write(root.path(), &[("a", "1"), ("b", "2")]).expect("written")),
        ["b: differs from what is generated"]
    );
    assert_eq!((modified("a"), modified(MANIFEST)), (before, before));
    assert!(modified("b") > before);
}

#[test]
fn strays_of_its_own_are_removed_with_their_folders() {
    let root = folder();
    write(root.path(), &[("src/a.rs", ""), ("src/old/deep/b.rs", "")]).expect("written");
    let stale = write(root.path(), &[("src/a.rs", "")]).expect("written");
    assert!(told(&stale).contains(&"src/old/deep/b.rs: is not a generated file".into()), "{stale:?}");
    assert!(!root.path().join("src/old").exists() && root.path().join("src/a.rs").exists());
    assert!(!read(root.path(), MANIFEST).contains("old"));
}

#[test]
fn check_writes_nothing() {
    let root = folder();
    write(root.path(), &[("a", "1"), ("b", "1")]).expect("written");
    put(root.path(), "a", "edited");
    put(root.path(), "c", "mine");
    fs::remove_file(root.path().join("b")).expect("removed");
    let stale = files::sync(root.path(), &files(&[("a", "1"), ("b", "1")]), &[], Mode::Check).expect("checked");
    assert_eq!(told(&stale), ["a: differs from what is generated", "b: is missing"]);
    assert_eq!(read(root.path(), "a"), "edited");
    assert!(!root.path().join("b").exists() && root.path().join("c").exists());
}

#[test]
fn what_the_generator_did_not_make_is_never_touched() {
    let root = folder();
    put(root.path(), "Cargo.toml", "mine");
    put(root.path(), "notes/todo.txt", "mine");
    let error = write(root.path(), &[("Cargo.toml", "x")]).expect_err("refused");
    let Error::Foreign { paths, .. } = &error else { panic!("{error}") };
    assert_eq!(paths, &["Cargo.toml"]);
    assert!(error.to_string().contains("nothing was written"), "{error}");
    assert_eq!(
        (read(root.path(), "Cargo.toml").as_str(), read(root.path(), "notes/todo.txt").as_str()),
        ("mine", "mine")
    );
    assert!(!root.path().join(MANIFEST).exists());
}

#[test]
fn kept_files_stay_and_must_be_there() {
    let root = folder();
    let keep = ["src/export.rs".to_owned()];
    let made = files(&[("src/lib.rs", "")]);
    let error = files::sync(root.path(), &made, &keep, Mode::Write).expect_err("the file is not there");
    assert!(matches!(error, Error::NotKept { .. }), "{error}");
    put(root.path(), "src/export.rs", "mine");
    files::sync(root.path(), &made, &keep, Mode::Write).expect("written");
    assert_eq!(files::sync(root.path(), &made, &keep, Mode::Check).expect("checked"), []);
    assert_eq!(read(root.path(), "src/export.rs"), "mine");
    let clash = files(&[("src/lib.rs", ""), ("src/export.rs", "generated")]);
    assert!(matches!(files::sync(root.path(), &clash, &keep, Mode::Write), Err(Error::Foreign { .. })));
    assert_eq!(read(root.path(), "src/export.rs"), "mine");
}

#[test]
fn what_cargo_and_git_make_is_not_looked_at() {
    let root = folder();
    write(root.path(), &[("src/lib.rs", "")]).expect("written");
    put(root.path(), "target/debug/x", "");
    put(root.path(), ".git/config", "");
    put(root.path(), "Cargo.lock", "");
    assert_eq!(write(root.path(), &[("src/lib.rs", "")]).expect("nothing to do"), []);
    put(root.path(), "src/target/x.rs", "");
    assert!(matches!(write(root.path(), &[("src/lib.rs", "2")]), Err(Error::Foreign { .. })));
}

#[test]
fn an_interrupted_run_can_be_repeated() {
    let root = folder();
    put(root.path(), MANIFEST, "# list\nold.rs\nsrc/lib.rs\n");
    put(root.path(), "old.rs", "left");
    put(root.path(), "src/lib.rs", "half");
    write(root.path(), &[("src/lib.rs", "whole"), ("src/new.rs", "")]).expect("written");
    assert!(!root.path().join("old.rs").exists());
    assert_eq!(read(root.path(), "src/lib.rs"), "whole");
}

#[test]
fn paths_that_lead_elsewhere_are_refused() {
    let long = "a".repeat(201);
    for path in [
        "../a",
        "/a",
        "a/../b",
        "a//b",
        "",
        ".",
        "a\\b",
        "C:a",
        "a\nb",
        "con",
        "src/NUL.rs",
        "a.",
        "a ",
        "target/a",
        ".git/config",
        &long,
    ] {
        let root = folder();
        let error = write(&root.path().join("out"), &[(path, "")]).expect_err(path);
        assert!(matches!(error, Error::Path { .. }), "{path:?}: {error}");
        assert!(!root.path().join("out").exists(), "{path:?} was written");
    }
}

#[test]
fn paths_that_clash_are_refused() {
    let root = folder();
    for clash in [[("src/a.rs", ""), ("src/A.rs", "")], [("src", ""), ("src/a.rs", "")], [(".Crategen", ""), ("b", "")]]
    {
        let error = write(root.path(), &clash).expect_err("a clash");
        assert!(matches!(error, Error::Path { .. }), "{error}");
    }
}

#[test]
fn what_the_list_does_not_name_belongs_to_the_user() {
    let root = folder();
    let own =
        ["LICENSE", "CHANGELOG.md", "tests/t.rs", "examples/e.rs", ".github/ci.yml", ".gitignore", "src/data.json"];
    write(root.path(), &[("Cargo.toml", "1"), ("src/lib.rs", "1")]).expect("written");
    own.iter().for_each(|path| put(root.path(), path, "mine"));
    let made = files(&[("Cargo.toml", "2"), ("src/lib.rs", "1")]);
    let stale = files::sync(root.path(), &made, &[], Mode::Write).expect("nothing is in the way");
    assert_eq!(told(&stale), ["Cargo.toml: differs from what is generated"]);
    assert_eq!(files::sync(root.path(), &made, &[], Mode::Check).expect("checked"), []);
    own.iter().for_each(|path| assert_eq!(read(root.path(), path), "mine"));
    put(root.path(), "README.md", "mine");
    let clash = files(&[("Cargo.toml", "2"), ("README.md", "ours"), ("src/lib.rs", "1")]);
    let error = files::sync(root.path(), &clash, &[], Mode::Write).expect_err("it is in the way");
    assert!(matches!(&error, Error::Foreign { paths, .. } if paths == &["README.md"]), "{error}");
    put(root.path(), "src/own.rs", "mine");
    let error = files::sync(root.path(), &made, &[], Mode::Write).expect_err("no module of the crate");
    assert!(matches!(&error, Error::Foreign { paths, .. } if paths == &["src/own.rs"]), "{error}");
}

#[test]
fn the_list_says_which_version_made_the_files() {
    let root = folder();
    write(root.path(), &[("a", "1")]).expect("written");
    assert!(read(root.path(), MANIFEST).starts_with("# Made by crategen "), "{}", read(root.path(), MANIFEST));
    assert_eq!(files::other_version(root.path()), None);
    put(
        root.path(),
        MANIFEST,
        "# Made by crategen 0.0.1, which overwrites and removes only the files named here.\na\n",
    );
    let other = files::other_version(root.path()).expect("another version");
    assert!(other.starts_with("made by crategen 0.0.1, and this is "), "{other}");
    assert_eq!(files::sync(root.path(), &files(&[("a", "1")]), &[], Mode::Check).expect("checked"), []);
    assert_eq!(write(root.path(), &[("a", "1")]).expect("written").len(), 1);
    assert_eq!(files::other_version(root.path()), None);
}

#[cfg(unix)]
#[test]
fn a_link_of_the_user_is_the_users() {
    let (root, elsewhere) = (folder(), folder());
    write(root.path(), &[("src/lib.rs", "1")]).expect("written");
    std::os::unix::fs::symlink(elsewhere.path(), root.path().join("LICENSE")).expect("a link");
    write(root.path(), &[("src/lib.rs", "2")]).expect("it is not in the way");
    assert!(root.path().join("LICENSE").symlink_metadata().expect("there").is_symlink());
}

#[cfg(unix)]
#[test]
fn links_are_refused() {
    let (root, elsewhere) = (folder(), folder());
    std::os::unix::fs::symlink(elsewhere.path(), root.path().join("src")).expect("a link");
    let error = write(root.path(), &[("src/lib.rs", "")]).expect_err("refused");
    assert!(error.to_string().contains("symbolic link"), "{error}");
    assert_eq!(fs::read_dir(elsewhere.path()).expect("a folder").count(), 0);
    std::os::unix::fs::symlink(elsewhere.path().join("x"), elsewhere.path().join("link")).expect("a link");
    assert!(files::sync_file(&elsewhere.path().join("link"), "", Mode::Write).is_err());
    assert!(!elsewhere.path().join("x").exists());
}

#[test]
fn one_file_is_written_only_if_it_differs() {
    let root = folder();
    let path = root.path().join("new/spec.json");
    let why = |mode| files::sync_file(&path, "{}\n", mode).expect("synced").map(|stale| stale.why);
    assert_eq!((why(Mode::Check), why(Mode::Write), why(Mode::Write)), (Some(Why::Missing), Some(Why::Missing), None));
    put(root.path(), "new/spec.json", "{}\r\n");
    assert_eq!((why(Mode::Check), why(Mode::Write), why(Mode::Check)), (Some(Why::Differs), Some(Why::Differs), None));
    assert_eq!(
        fs::read_dir(path.parent().expect("a folder")).expect("a folder").count(),
        1,
        "no temporary file is left"
    );
}

/// A pipe or a device could block for ever, or have no end.
#[cfg(unix)]
#[test]
fn what_is_no_plain_file_is_not_read() {
    let folder = folder();
    let root = folder.path();
    let pipe = |name: &str| {
        let made = std::process::Command::new("mkfifo").arg(root.join(name)).status().expect("mkfifo runs");
        assert!(made.success());
    };
    let refused = |error: &dyn std::fmt::Display| assert!(error.to_string().contains("not a plain file"), "{error}");
    pipe("lib.rs");
    refused(&files::read(&root.join("lib.rs")).expect_err("it is a pipe"));
    refused(&files::read(Path::new("/dev/zero")).expect_err("it is a device"));
    refused(&write(root, &[("lib.rs", "// text")]).expect_err("it is a pipe"));
    fs::rename(root.join("lib.rs"), root.join(MANIFEST)).expect("it is moved");
    refused(&write(root, &[("lib.rs", "// text")]).expect_err("it is a pipe"));
    let endless = files::read_from(std::io::repeat(b'x')).expect_err("it has no end");
    assert!(endless.to_string().contains("more than 134217728 bytes"), "{endless}");
}
