//! The book in `docs/src`: its commands run, its configuration is read, its Rust compiles against the client of its document, and
//! what it quotes stands in the sources.

use std::fs;
use std::path::{Path, PathBuf};

use crategen::config::{Config, Project};
use crategen::files::{Files, Mode, sync};
use crategen::source::Sources;
use generator_tests::{files_below, run, workspace};
use project_tests::golden;
use tempfile::TempDir;

/// A fence of a chapter.
struct Fence {
    chapter: String,
    language: String,
    text: String,
}

fn chapters() -> Vec<PathBuf> {
    let mut chapters = files_below(&workspace().join("docs/src"), &["md"]);
    chapters.push(workspace().join("README.md"));
    chapters
}

fn fences(language: &str) -> Vec<Fence> {
    let mut fences = all_fences();
    fences.retain(|fence| fence.language == language);
    assert!(!fences.is_empty(), "there are fences of {language}");
    fences
}

fn all_fences() -> Vec<Fence> {
    let mut fences = Vec::new();
    for path in chapters() {
        let text = fs::read_to_string(&path).expect("a chapter");
        let chapter = path.file_stem().expect("a name").to_string_lossy().replace('-', "_").to_lowercase();
        let mut open: Option<Fence> = None;
        for line in text.lines() {
            match (line.strip_prefix("```"), &mut open) {
                (Some(_), Some(_)) => fences.extend(open.take()),
                (Some(language), None) => {
                    let (chapter, language) = (chapter.clone(), language.to_owned());
                    open = Some(Fence { chapter, language, text: String::new() });
                }
                (None, Some(fence)) => fence.text.extend([line, "\n"]),
                (None, None) => {}
            }
        }
        assert!(open.is_none(), "{}: a fence does not end", path.display());
    }
    fences
}

/// A folder with everything that the commands of the book name.
fn reader() -> TempDir {
    let here = tempfile::tempdir().expect("a temporary folder");
    let source = workspace().join("docs/src/library/openapi.yaml");
    for name in ["openapi.yaml", "old.yaml", "new.yaml"] {
        fs::copy(&source, here.path().join(name)).expect("copied");
    }
    let overlay = fences("yaml").into_iter().find(|fence| fence.text.contains("actions:")).expect("an overlay").text;
    fs::write(here.path().join("overlay.yaml"), overlay).expect("written");
    fs::create_dir(here.path().join("responses")).expect("made");
    fs::write(here.path().join("responses/getBook.200.json"), r#"{"id": "b1", "title": null}"#).expect("written");
    here
}

#[test]
fn the_commands_of_the_book_run() {
    let here = reader();
    for fence in fences("sh") {
        for line in fence.text.lines() {
            let words = line.split('#').next().unwrap_or_default();
            let Some(arguments) = words.trim().strip_prefix("crategen ") else { continue };
            let arguments: Vec<String> =
                arguments.split_whitespace().map(|word| word.trim_matches('\'').to_owned()).collect();
            let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
            if arguments.first() == Some(&"init") {
                let _ = fs::remove_file(here.path().join("crategen.toml"));
            }
            let ran = run("crategen", &arguments, here.path(), "");
            let current = arguments == ["check"] && ran.code == Some(1);
            assert!(ran.code == Some(0) || current, "{}: {line}\n{}\n{}", fence.chapter, ran.stdout, ran.stderr);
        }
    }
}

#[test]
fn what_the_book_shows_is_what_comes() {
    let here = reader();
    let shown = fences("text");
    let ran = run("crategen", &["generate", "openapi.yaml", "--out", "library"], here.path(), "");
    let same = |output: &str| {
        // How many files the runtime has is not what the book is about.
        let plain = |text: &str| text.lines().skip(1).map(str::to_owned).collect::<Vec<_>>();
        shown.iter().any(|fence| plain(&fence.text) == plain(output))
    };
    assert!(same(&ran.stdout), "{}", ran.stdout);
    let ran = run("crategen", &["list", "openapi.yaml"], here.path(), "");
    assert!(shown.iter().any(|fence| fence.text == ran.stdout), "{}", ran.stdout);
}

#[test]
fn the_configuration_of_the_book_is_read() {
    for Fence { chapter, text, .. } in fences("toml") {
        if text.contains("[dependencies]\nlibrary") {
            continue;
        }
        let mut sources = Sources::new();
        let file = sources.add(chapter.as_str(), text.as_str());
        let mistakes = match text.contains("[[client]]") {
            true => Project::parse(&sources, file).err(),
            false => Config::parse(&sources, file).err(),
        };
        assert!(mistakes.is_none(), "{chapter}\n{}", mistakes.expect("some").render(&sources, false));
    }
}

/// Lines of a source are quoted in a fence that names its file: `rust,ignore,generator/src/ir.rs`.
#[test]
fn what_the_book_quotes_stands_in_the_sources() {
    let mut quoted = 0;
    for Fence { chapter, language, text } in all_fences() {
        let Some(file) = language.strip_prefix("rust,ignore,") else { continue };
        let source = fs::read_to_string(workspace().join(file)).unwrap_or_else(|error| panic!("{file}: {error}"));
        let source: Vec<&str> = source.lines().map(str::trim).collect();
        for line in text.lines().map(str::trim) {
            assert!(source.contains(&line), "{chapter}: {file} has no line {line:?}");
            quoted += 1;
        }
    }
    assert!(quoted > 10, "only {quoted} lines are quoted");
}

#[test]
fn files_that_are_named_are_there() {
    let named = ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "docs/src/adding-a-keyword.md"];
    for guide in named {
        let text = fs::read_to_string(workspace().join(guide)).expect("a guide");
        let is_path = |word: &&str| {
            let plain = word.chars().all(|letter| letter.is_ascii_lowercase() || "0123456789_-./".contains(letter));
            let folder = word.split('/').next().unwrap_or_default();
            plain && word.contains('/') && ["docs", "generator", "spec", "tests", "xtask"].contains(&folder)
        };
        for path in text.split('`').skip(1).step_by(2).filter(is_path) {
            assert!(workspace().join(path).exists(), "{guide}: there is no {path}");
        }
    }
}

#[test]
fn links_between_chapters_lead_somewhere() {
    for path in chapters() {
        let text = fs::read_to_string(&path).expect("a chapter");
        for target in text.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            let file = target.split('#').next().unwrap_or_default();
            let there = path.parent().unwrap_or(Path::new("")).join(file).exists();
            assert!(there || file.contains("://") || file.contains('`'), "{}: {target}", path.display());
        }
    }
}

#[test]
fn the_rust_of_the_book_compiles() {
    let temporary = Path::new(env!("CARGO_TARGET_TMPDIR")).join("book");
    let root = golden::folder(&temporary);
    let library = workspace().join("docs/src/library");
    let generator = crategen::Generator::new(library.join("openapi.yaml")).config(library_config(&temporary));
    generator.write(root.join("library")).expect("the client of the book");
    let mut program = String::from("#![allow(unused, unused_must_use)]\nfn main() {}\n");
    for (number, Fence { chapter, text, .. }) in fences("rust").into_iter().enumerate() {
        let body: String =
            text.lines().map(|line| format!("    {}\n", line.strip_prefix("# ").unwrap_or(line))).collect();
        program += &format!(
            "\nasync fn {chapter}_{number}() -> Result<(), Box<dyn std::error::Error>> {{\n{body}    Ok(())\n}}\n"
        );
    }
    let manifest = "[package]\nname = \"book\"\nversion = \"0.0.0\"\nedition = \"2024\"\npublish = false\n\n[dependencies]\n\
                    futures-util = { version = \"0.3\", default-features = false, features = [\"std\"] }\n\
                    library = { path = \"../library\", features = [\"blocking\", \"test-util\"] }\n\
                    reqwest = { version = \"0.13\", default-features = false, features = [\"rustls-no-provider\"] }\n\
                    ureq = { version = \"3\", default-features = false, features = [\"rustls-no-provider\"] }\n";
    let files: Files = [("Cargo.toml", manifest), ("src/main.rs", program.as_str())].into_iter().collect();
    sync(&root.join("book"), &files, &[], Mode::Write).expect("the program is written");
    fs::write(root.join("Cargo.toml"), "[workspace]\nresolver = \"3\"\nmembers = [\"book\", \"library\"]\n")
        .expect("written");
    if !root.join("Cargo.lock").exists() {
        fs::copy(workspace().join("Cargo.lock"), root.join("Cargo.lock")).expect("the lock file is written");
    }
    let output = golden::cargo(&temporary, &["check", "--package", "book", "--quiet"], "");
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}\n{program}");
}

/// The sections of the book's project file that are no `[[client]]`.
fn library_config(folder: &Path) -> PathBuf {
    let text = fs::read_to_string(workspace().join("docs/src/library/crategen.toml")).expect("the project file");
    let sections = text.split_once("[package]").map(|(_, rest)| format!("[package]{rest}")).expect("sections");
    fs::create_dir_all(folder).expect("made");
    let path = folder.join("library.toml");
    fs::write(&path, sections).expect("written");
    path
}
