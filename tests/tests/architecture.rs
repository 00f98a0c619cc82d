//! The architecture that ARCHITECTURE.md draws, held to: arrows go only down, and each floor keeps to its business.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use workspace_tests::{files_below, workspace};

/// The modules of `generator/src`, lowest floor first, and which others each may name. A new arrow is a decision, made
/// by adding it here.
const FLOORS: &[(&str, &[&str])] = &[
    // 0: plain data; knows nobody above
    ("source", &["diagnostic", "pointer"]),
    ("pointer", &["diagnostic", "source"]),
    ("diagnostic", &["pointer", "source"]),
    ("config", &["diagnostic", "pointer", "source"]),
    ("names", &[]),
    ("docs", &[]),
    ("ir", &["docs", "names"]),
    // 1: texts → one document; one document → its meaning; two meanings → what changed
    ("document", &["config", "diagnostic", "pointer", "source"]),
    ("model", &["diagnostic", "document", "pointer", "source"]),
    ("drift", &["config", "diagnostic", "ir", "model", "pointer", "source"]),
    // 2: every decision
    ("lower", &["config", "diagnostic", "docs", "ir", "model", "names", "pointer", "source"]),
    // 3: ir → tokens → text, which sees neither model nor configuration; texts → the only disk writes
    ("files", &[]),
    ("emit", &["docs", "ir", "names"]),
    ("format", &["emit", "files"]),
    // 4: what became of a document; the pipeline
    ("report", &["diagnostic", "model", "source"]),
    (
        "lib",
        &[
            "config",
            "diagnostic",
            "document",
            "drift",
            "emit",
            "files",
            "format",
            "ir",
            "lower",
            "model",
            "names",
            "pointer",
            "report",
            "source",
        ],
    ),
    // 5: arguments, environment, network, exit codes, progress
    ("cli", &["config", "diagnostic", "document", "files", "lib", "report", "source"]),
    ("main", &["cli"]),
];

/// What only some files may name, in code.
const RESERVED: &[(&str, &[&str])] = &[
    ("std::fs", &["files", "cli", "document/bundle"]),
    ("std::env", &["cli", "main"]),
    ("std::time", &["cli"]),
    ("std::net", &[]),
    ("std::process::Command", &["cli"]),
    ("println!", &["cli"]),
    ("eprint", &["cli"]),
];

#[test]
fn arrows_go_only_down() {
    let mut wrong = Vec::new();
    for (path, code) in sources() {
        let module = module(&path);
        let Some((_, allowed)) = FLOORS.iter().find(|(name, _)| *name == module) else {
            wrong.push(format!("{path}: the module `{module}` has no floor"));
            continue;
        };
        for named in named_modules(&code) {
            if named != module && !allowed.contains(&named.as_str()) {
                wrong.push(format!("{path}: `{module}` may not name `{named}`"));
            }
        }
    }
    assert_eq!(wrong, Vec::<String>::new(), "see FLOORS in this test and ARCHITECTURE.md");
}

#[test]
fn the_table_itself_goes_only_down() {
    let floor = |name: &str| FLOORS.iter().position(|(module, _)| *module == name);
    // Places, texts and diagnostics are one floor of data that is told in terms of each other.
    let data = ["source", "pointer", "diagnostic"];
    for (module, allowed) in FLOORS {
        for named in *allowed {
            let down = floor(named).expect("a module of the table") < floor(module).expect("a module of the table");
            assert!(down || (data.contains(module) && data.contains(named)), "{module} → {named} goes up");
        }
    }
}

#[test]
fn each_floor_keeps_to_its_business() {
    let mut wrong = Vec::new();
    for (path, code) in sources() {
        for (what, allowed) in RESERVED {
            let may = allowed.iter().any(|at| path == format!("{at}.rs") || path.starts_with(&format!("{at}/")));
            if code.contains(what) && !may {
                wrong.push(format!("{path}: names `{what}`, which is for {allowed:?}"));
            }
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
}

#[test]
fn code_knows_no_vendor() {
    let vendor = ["chat", "captain"].concat();
    let mut wrong = Vec::new();
    for folder in ["generator/src", "generator/runtime", "xtask/src"] {
        for path in files_below(&workspace().join(folder), &["rs", "toml", "md"]) {
            if read(&path).to_lowercase().contains(&vendor) || shown(&path).to_lowercase().contains(&vendor) {
                wrong.push(shown(&path));
            }
        }
    }
    assert_eq!(wrong, Vec::<String>::new(), "what one API needs belongs into spec/");
}

#[test]
fn files_are_named_for_what_they_hold() {
    let mut wrong = Vec::new();
    for folder in ["generator/src", "generator/runtime", "xtask/src", "tests/src"] {
        for path in files_below(&workspace().join(folder), &["rs"]) {
            let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
            let vague = ["util.rs", "utils.rs", "common.rs", "helper.rs", "helpers.rs", "misc.rs"].contains(&name);
            let module = name == "mod.rs" && shown(&path) != "generator/runtime/mod.rs";
            if vague || module {
                wrong.push(shown(&path));
            }
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
}

#[test]
fn files_begin_with_their_purpose_and_import_by_name() {
    let mut wrong = Vec::new();
    for folder in ["generator/src", "xtask/src", "tests/src"] {
        for path in files_below(&workspace().join(folder), &["rs"]) {
            let text = read(&path);
            if !text.starts_with("//! ") {
                wrong.push(format!("{}: does not begin with its purpose (`//! …`)", shown(&path)));
            }
            if text.lines().any(|line| line.trim_start().starts_with("use ") && line.ends_with("::*;")) {
                wrong.push(format!("{}: imports everything (`::*`)", shown(&path)));
            }
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
}

#[test]
fn nothing_is_left_for_later() {
    let mut wrong = Vec::new();
    for folder in ["generator/src", "generator/runtime", "xtask/src", "tests/src", "tests/tests"] {
        for path in files_below(&workspace().join(folder), &["rs"]) {
            let code = without_comments(&read(&path));
            let left = ["todo!", "unimplemented!", "dbg!"].map(|name| format!("{name}("));
            let ignored = ["#[", "ignore"].concat();
            if left.iter().chain([&ignored]).any(|left| code.contains(left)) {
                wrong.push(shown(&path));
            }
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
}

/// The files of `generator/src`, by their paths there, without comments.
fn sources() -> Vec<(String, String)> {
    let root = workspace().join("generator/src");
    let found = files_below(&root, &["rs"]);
    assert!(found.len() > 10, "the sources are not where they are looked for");
    let relative = |path: &Path| path.strip_prefix(&root).expect("below the root").display().to_string();
    found.iter().map(|path| (relative(path), without_comments(&read(path)))).collect()
}

/// `document/page/fence.rs` → `document`.
fn module(path: &str) -> String {
    path.split('/').next().unwrap_or_default().trim_end_matches(".rs").to_owned()
}

/// The modules that follow `crate::` in code, also in a group `crate::{a, b::c}`; an item of the root is `lib`'s.
fn named_modules(code: &str) -> BTreeSet<String> {
    let mut named = BTreeSet::new();
    for (at, _) in code.match_indices("crate::") {
        if code[..at].ends_with(|before: char| before.is_alphanumeric() || before == '_' || before == '$') {
            continue;
        }
        let rest = &code[at + "crate::".len()..];
        match rest.strip_prefix('{') {
            Some(group) => named.extend(group_heads(group).into_iter().map(root_item)),
            None => drop(named.insert(root_item(head(rest)))),
        }
    }
    named
}

fn root_item(name: String) -> String {
    if name.starts_with(char::is_lowercase) && FLOORS.iter().any(|(module, _)| *module == name) {
        name
    } else {
        "lib".into()
    }
}

fn head(path: &str) -> String {
    path.trim_start().chars().take_while(|letter| letter.is_alphanumeric() || *letter == '_').collect()
}

/// The first names of the paths of a group, up to the brace that closes it.
fn group_heads(group: &str) -> Vec<String> {
    let (mut depth, mut heads, mut start) = (0, Vec::new(), 0);
    for (at, letter) in group.char_indices() {
        match letter {
            '{' => depth += 1,
            '}' if depth == 0 => {
                heads.push(head(&group[start..at]));
                break;
            }
            '}' => depth -= 1,
            ',' if depth == 0 => {
                heads.push(head(&group[start..at]));
                start = at + 1;
            }
            _ => {}
        }
    }
    heads.retain(|head| !head.is_empty());
    heads
}

fn without_comments(text: &str) -> String {
    text.lines().filter(|line| !line.trim_start().starts_with("//")).map(|line| format!("{line}\n")).collect()
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn shown(path: &PathBuf) -> String {
    path.strip_prefix(workspace()).unwrap_or(path).display().to_string()
}

#[test]
fn arrows_are_found_in_every_form() {
    let code = "use crate::config::Config;\nuse crate::{diagnostic::{Place, Spot}, source, Inputs};\nfn f() { crate::files::sync(); $crate::x(); }";
    let named: Vec<_> = named_modules(code).into_iter().collect();
    assert_eq!(named, ["config", "diagnostic", "files", "lib", "source"]);
}
