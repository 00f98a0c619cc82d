//! The architecture that ARCHITECTURE.md draws, held to: arrows go only down, and each floor keeps to its business.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use proc_macro2::{Group, TokenStream, TokenTree};
use syn::visit::{self, Visit};
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
    // 2: every decision
    ("lower", &["config", "diagnostic", "docs", "ir", "model", "names", "pointer", "source"]),
    // 3: ir → tokens → text, which sees neither model nor configuration; texts → the only disk writes
    ("files", &[]),
    ("runtime", &["files", "ir"]),
    ("emit", &["docs", "ir", "names"]),
    ("format", &["emit", "files"]),
    ("surface", &["emit", "ir"]),
    // 4: what became of a document; the pipeline
    ("report", &["diagnostic", "model", "source"]),
    ("drift", &["diagnostic", "document", "ir", "model", "pointer", "source", "surface"]),
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
            "runtime",
            "source",
            "surface",
        ],
    ),
    // 5: arguments, environment, network, exit codes, progress
    (
        "cli",
        &["config", "diagnostic", "document", "drift", "files", "ir", "lib", "model", "pointer", "report", "source"],
    ),
    ("main", &["cli"]),
];

/// What only some files may name.
const RESERVED: &[(&str, &[&str])] = &[
    ("std::fs", &["files", "cli", "document/bundle"]),
    ("std::env", &["cli", "main"]),
    ("std::time", &["cli"]),
    ("std::net", &[]),
    ("std::process::Command", &["cli"]),
    ("std::process::exit", &["cli"]),
    ("println!", &["cli"]),
    ("print!", &["cli"]),
    ("eprintln!", &["cli"]),
    ("eprint!", &["cli"]),
];

#[test]
fn arrows_go_only_down() {
    let mut wrong = Vec::new();
    for (path, named) in sources() {
        let module = module(&path);
        let Some((_, allowed)) = FLOORS.iter().find(|(name, _)| *name == module) else {
            wrong.push(format!("{path}: the module `{module}` has no floor"));
            continue;
        };
        for named in modules(&named) {
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
    for (path, named) in sources() {
        for (what, allowed) in RESERVED {
            let may = allowed.iter().any(|at| path == format!("{at}.rs") || path.starts_with(&format!("{at}/")));
            let below = format!("{what}::");
            if named.iter().any(|path| path == what || path.starts_with(&below)) && !may {
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
    for folder in ["generator/src", "generator/runtime", "xtask/src", "tests/src", "tests/conformance/src"] {
        for path in files_below(&workspace().join(folder), &["rs"]) {
            let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
            let vague = ["util.rs", "utils.rs", "common.rs", "helper.rs", "helpers.rs", "misc.rs"].contains(&name);
            // Tests compile these by their path, and rustc looks for the modules of such a file beside it.
            let by_path = ["generator/runtime/mod.rs", "generator/runtime/parts/xml/mod.rs"];
            let module = name == "mod.rs" && !by_path.contains(&shown(&path).as_str());
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
    for folder in ["generator/src", "xtask/src", "tests/src", "tests/conformance/src"] {
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
    for folder in ["generator/src", "generator/runtime", "xtask/src", "tests/src", "tests/tests", "tests/conformance"] {
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

/// The files of `generator/src`, by their paths there, with the paths that their code names.
fn sources() -> Vec<(String, BTreeSet<String>)> {
    let root = workspace().join("generator/src");
    let found = files_below(&root, &["rs"]);
    assert!(found.len() > 10, "the sources are not where they are looked for");
    let relative = |path: &Path| path.strip_prefix(&root).expect("below the root").display().to_string();
    found.iter().map(|path| (relative(path), named_paths(&read(path)))).collect()
}

/// `document/page/fence.rs` → `document`.
fn module(path: &str) -> String {
    path.split('/').next().unwrap_or_default().trim_end_matches(".rs").to_owned()
}

/// The modules of the crate among paths; an item of the root is `lib`'s.
fn modules(paths: &BTreeSet<String>) -> BTreeSet<String> {
    let first =
        |path: &String| path.strip_prefix("crate::").map(|rest| rest.split("::").next().unwrap_or(rest).to_owned());
    let module = |name: String| if FLOORS.iter().any(|(module, _)| *module == name) { name } else { "lib".into() };
    paths.iter().filter_map(first).map(module).collect()
}

/// Every path that code names, those of `use` in full. What stands in `quote!` is code of another crate.
fn named_paths(text: &str) -> BTreeSet<String> {
    let mut paths = Paths::default();
    paths.visit_file(&syn::parse_file(text).expect("the sources are Rust"));
    paths.0
}

#[derive(Default)]
struct Paths(BTreeSet<String>);

impl Paths {
    fn of_use(&mut self, before: &str, tree: &syn::UseTree) {
        let join = |name: &dyn std::fmt::Display| {
            if before.is_empty() { name.to_string() } else { format!("{before}::{name}") }
        };
        match tree {
            syn::UseTree::Path(path) => self.of_use(&join(&path.ident), &path.tree),
            syn::UseTree::Name(name) => drop(self.0.insert(join(&name.ident))),
            syn::UseTree::Rename(name) => drop(self.0.insert(join(&name.ident))),
            syn::UseTree::Glob(_) => drop(self.0.insert(before.to_owned())),
            syn::UseTree::Group(group) => group.items.iter().for_each(|tree| self.of_use(before, tree)),
        }
    }
}

impl<'ast> Visit<'ast> for Paths {
    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        self.of_use("", &item.tree);
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        let names: Vec<_> = path.segments.iter().map(|segment| segment.ident.to_string()).collect();
        self.0.insert(names.join("::"));
        visit::visit_path(self, path);
    }

    fn visit_macro(&mut self, call: &'ast syn::Macro) {
        self.0.extend(call.path.segments.last().map(|name| format!("{}!", name.ident)));
        let quotes = call.path.segments.last().is_some_and(|last| last.ident.to_string().contains("quote"));
        if !quotes {
            let code = without_literals(call.tokens.clone()).to_string().replace(" :: ", "::");
            let words = code.split(|letter: char| !letter.is_alphanumeric() && letter != '_' && letter != ':');
            self.0.extend(words.filter(|word| word.contains("::")).map(str::to_owned));
        }
    }
}

/// The tokens of a call without texts, which may hold code of another crate, and without a `quote!` inside.
fn without_literals(tokens: TokenStream) -> TokenStream {
    let mut quoted = false;
    let keep = |token: TokenTree| match token {
        TokenTree::Literal(_) => None,
        TokenTree::Group(_) if std::mem::take(&mut quoted) => None,
        TokenTree::Group(group) => {
            Some(TokenTree::Group(Group::new(group.delimiter(), without_literals(group.stream()))))
        }
        TokenTree::Ident(name) => {
            quoted = name.to_string().contains("quote");
            Some(TokenTree::Ident(name))
        }
        TokenTree::Punct(sign) => Some(TokenTree::Punct(sign)),
    };
    tokens.into_iter().filter_map(keep).collect()
}

fn without_comments(text: &str) -> String {
    text.lines().filter(|line| !line.trim_start().starts_with("//")).map(|line| format!("{line}\n")).collect()
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn shown(path: &Path) -> String {
    path.strip_prefix(workspace()).unwrap_or(path).display().to_string()
}

#[test]
fn arrows_are_found_in_every_form() {
    let code = "use crate::config::Config; use crate::{diagnostic::{Place, Spot}, source, Inputs}; use std::{env, fs};
        fn f(at: crate::pointer::Pointer) { crate::files::sync(); vec![crate::names::X]; quote! { crate::model::Y } }";
    let paths = named_paths(code);
    let named: Vec<_> = modules(&paths).into_iter().collect();
    assert_eq!(named, ["config", "diagnostic", "files", "lib", "names", "pointer", "source"]);
    assert!(paths.contains("std::env") && paths.contains("vec!"));
}
