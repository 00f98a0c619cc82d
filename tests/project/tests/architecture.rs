//! The architecture that ARCHITECTURE.md draws, held to: arrows go only down, and each floor keeps to its business.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use generator_tests::{files_below, workspace};
use proc_macro2::{Group, TokenStream, TokenTree};
use syn::visit::{self, Visit};

/// The modules of `generator/src`, lowest floor first, and which others each may name. A new arrow is a decision, made
/// by adding it here.
const FLOORS: &[(&str, &[&str])] = &[
    // 0: plain data; knows nobody above
    ("pointer", &[]),
    ("place", &["pointer"]),
    ("diagnostic", &["place"]),
    ("source", &["diagnostic", "place", "pointer"]),
    ("render", &["diagnostic", "place", "pointer", "source"]),
    ("html", &["diagnostic"]),
    ("config", &["diagnostic", "pointer", "source"]),
    ("standard", &[]),
    ("requirements", &[]),
    ("names", &[]),
    ("docs", &[]),
    ("media_type", &[]),
    ("formats", &[]),
    ("ir", &["docs", "media_type", "names"]),
    // 1: texts → one document; one document → its meaning; two meanings → what changed
    ("document", &["config", "diagnostic", "media_type", "pointer", "source", "standard"]),
    ("model", &["diagnostic", "document", "pointer", "source", "standard"]),
    ("schema", &["diagnostic", "model"]),
    // 2: every decision
    (
        "lower",
        &[
            "config",
            "diagnostic",
            "docs",
            "formats",
            "ir",
            "media_type",
            "model",
            "names",
            "pointer",
            "schema",
            "source",
        ],
    ),
    // 3: ir → tokens → text, which sees neither model nor configuration; texts → the only disk writes; the only network
    ("files", &[]),
    ("fetch", &["media_type"]),
    ("runtime", &["files", "ir"]),
    ("emit", &["docs", "ir", "names"]),
    ("format", &["emit", "files"]),
    ("surface", &["emit", "ir"]),
    // 4: what became of a document; the pages of a site; the pipeline
    ("site", &["diagnostic", "document", "fetch", "files", "source"]),
    ("report", &["diagnostic", "model", "render", "source"]),
    ("learn", &["diagnostic", "document", "formats", "ir", "media_type", "pointer", "source"]),
    (
        "drift",
        &[
            "config",
            "diagnostic",
            "docs",
            "document",
            "html",
            "ir",
            "media_type",
            "model",
            "pointer",
            "render",
            "schema",
            "source",
            "surface",
        ],
    ),
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
            "learn",
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
        &[
            "config",
            "diagnostic",
            "document",
            "drift",
            "fetch",
            "files",
            "html",
            "ir",
            "learn",
            "lib",
            "lower",
            "model",
            "pointer",
            "report",
            "requirements",
            "site",
            "source",
            "surface",
        ],
    ),
    ("main", &["cli"]),
];

/// The rooms of `generator/runtime`, lowest floor first, and which others each may name. A room is a folder with the file of the
/// same name, which lists what the other rooms may use.
const ROOMS: &[(&str, &[&str])] = &[
    ("json", &[]),
    ("transport", &[]),
    ("description", &[]),
    ("encoding", &["description", "json", "transport"]),
    ("response", &["description", "encoding", "json", "transport"]),
    ("request", &["description", "encoding", "json", "response", "transport"]),
    ("auth", &["description", "encoding", "json", "request", "response", "transport"]),
    ("execute", &["auth", "description", "encoding", "json", "request", "response", "transport"]),
    ("client", &["auth", "description", "encoding", "execute", "json", "request", "response", "transport"]),
    ("testing", &["description", "encoding", "json", "response", "transport"]),
];

/// The rooms of `generator/src/lower`, in the order of the passes, and which others each may name: none sees what is not decided yet.
const PASSES: &[(&str, &[&str])] = &[
    ("rules", &[]),
    ("scopes", &[]),
    ("template", &[]),
    ("credentials", &[]),
    ("security", &["credentials"]),
    ("servers", &["template"]),
    ("modules", &["rules"]),
    ("meanings", &["rules"]),
    ("naming", &["meanings", "rules"]),
    ("types", &["meanings", "naming", "rules", "scopes"]),
    (
        "operations",
        &["credentials", "meanings", "modules", "naming", "rules", "security", "servers", "template", "types"],
    ),
    ("finish", &["operations", "rules", "scopes", "servers", "types"]),
];

/// A folder whose files stand in rooms.
struct House {
    folder: &'static str,
    /// The path of its root in the code.
    root: &'static str,
    rooms: &'static [(&'static str, &'static [&'static str])],
    circle: &'static [&'static str],
}

const HOUSES: [House; 2] = [
    House { folder: "generator/runtime", root: "runtime", rooms: ROOMS, circle: CIRCLE },
    House { folder: "generator/src/lower", root: "lower", rooms: PASSES, circle: &[] },
];

/// Files of one room that name each other: a transport sends bodies, both depend on the mode, and a mode is a transport.
const CIRCLE: &[&str] = &["transport/body", "transport/mode", "transport/traits"];

/// What only some files may name.
const RESERVED: &[(&str, &[&str])] = &[
    ("std::fs", &["files", "cli", "document/bundle", "site"]),
    ("std::env", &["cli", "main"]),
    ("std::time", &["cli", "fetch"]),
    ("std::net", &["fetch"]),
    ("ureq", &["fetch"]),
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
fn arrows_between_rooms_go_only_down() {
    for house in HOUSES {
        let mut wrong = Vec::new();
        for file in house.files() {
            let Some(floor) = house.rooms.iter().position(|(room, _)| *room == file.room) else {
                wrong.push(format!("{}: the room `{}` has no floor", file.path, file.room));
                continue;
            };
            let (room, allowed) = house.rooms[floor];
            for named in file.named.iter().map(|path| &path[0]).filter(|named| *named != room) {
                if !allowed.contains(&named.as_str()) {
                    wrong.push(format!("{}: `{room}` may not name `{named}`", file.path));
                }
            }
            let up = |named: &&&str| house.rooms[floor..].iter().any(|(above, _)| above == *named);
            wrong.extend(allowed.iter().filter(up).map(|named| format!("the table: {room} → {named} goes up")));
        }
        assert_eq!(wrong, Vec::<String>::new(), "{}: see its rooms in this test and ARCHITECTURE.md", house.folder);
    }
}

#[test]
fn a_room_names_each_other_room_in_its_table() {
    for house in HOUSES {
        let files = house.files();
        for (room, allowed) in house.rooms {
            let named: BTreeSet<&str> =
                files.iter().filter(|file| file.room == *room).flat_map(RoomFile::rooms).collect();
            let unused: Vec<_> = allowed.iter().filter(|allowed| !named.contains(**allowed)).collect();
            assert_eq!(unused, Vec::<&&str>::new(), "`{room}` does not name them: take them out of the table");
        }
    }
}

#[test]
fn there_is_no_circle_between_files_of_a_room() {
    for house in HOUSES {
        assert_eq!(circular(&house.files()), house.circle, "{}", house.folder);
    }
}

/// The files that lead back to themselves.
fn circular(files: &[RoomFile]) -> Vec<String> {
    let paths: BTreeSet<&str> = files.iter().map(|file| file.path.as_str()).collect();
    let arrows: Vec<(&str, BTreeSet<String>)> = files
        .iter()
        // The file of a room names all others of it.
        .filter(|file| file.path.contains('/'))
        .map(|file| {
            let others = file.named.iter().filter_map(|path| file_of(path, &paths));
            (file.path.as_str(), others.filter(|other| *other != file.path).collect())
        })
        .collect();
    let mut reached: BTreeSet<(String, String)> =
        arrows.iter().flat_map(|(from, all)| all.iter().map(|to| ((*from).to_owned(), to.clone()))).collect();
    loop {
        let further: Vec<_> = reached
            .iter()
            .flat_map(|(from, over)| {
                reached.iter().filter(move |(start, _)| start == over).map(move |(_, to)| (from, to))
            })
            .map(|(from, to)| (from.clone(), to.clone()))
            .filter(|pair| !reached.contains(pair))
            .collect();
        if further.is_empty() {
            break;
        }
        reached.extend(further);
    }
    let circular: BTreeSet<&String> = reached.iter().filter(|(from, to)| from == to).map(|(file, _)| file).collect();
    circular.into_iter().cloned().collect()
}

/// What is compiled in each client: nearly every program reads and writes JSON.
const COMPILED_ONCE: &str = "json";

#[test]
fn what_of_the_runtime_nobody_calls_is_not_compiled() {
    let root = workspace().join("generator/runtime");
    let mut found = Compiled::default();
    for path in files_below(&root, &["rs"]) {
        let relative = path.strip_prefix(&root).expect("below the root");
        if !relative.with_extension("").starts_with(COMPILED_ONCE) && !relative.starts_with("optional") {
            found.file = shown(relative);
            found.visit_file(&syn::parse_file(&read(&path)).expect("the runtime is Rust"));
        }
    }
    assert!(found.functions > 400, "functions are not found");
    let no_inline = "a function without type parameters and `#[inline]` is compiled in every client";
    assert_eq!(found.always, Vec::<String>::new(), "{no_inline}");
}

/// The functions of the runtime, and those of them that are compiled though nobody calls them.
#[derive(Default)]
struct Compiled {
    file: String,
    functions: usize,
    always: Vec<String>,
}

impl Compiled {
    fn function(&mut self, attributes: &[syn::Attribute], signature: &syn::Signature) {
        self.functions += 1;
        let has = |name: &str| attributes.iter().any(|attribute| attribute.path().is_ident(name));
        if !has("inline") && !has("cold") && signature.constness.is_none() {
            self.always.push(format!("{}: {}", self.file, signature.ident));
        }
    }
}

impl<'ast> Visit<'ast> for Compiled {
    fn visit_item_fn(&mut self, item: &'ast syn::ItemFn) {
        self.function(&item.attrs, &item.sig);
    }

    fn visit_impl_item_fn(&mut self, item: &'ast syn::ImplItemFn) {
        self.function(&item.attrs, &item.sig);
    }
}

#[test]
fn the_table_itself_goes_only_down() {
    let floor = |name: &str| FLOORS.iter().position(|(module, _)| *module == name);
    for (module, allowed) in FLOORS {
        for named in *allowed {
            let down = floor(named).expect("a module of the table") < floor(module).expect("a module of the table");
            assert!(down, "{module} → {named} goes up");
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
    for folder in [
        "generator/src",
        "generator/runtime",
        "xtask/src",
        "tests/generator/src",
        "tests/project/src",
        "tests/conformance/src",
    ] {
        for path in files_below(&workspace().join(folder), &["rs"]) {
            let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
            let vague = ["util.rs", "utils.rs", "common.rs", "helper.rs", "helpers.rs", "misc.rs"].contains(&name);
            // Tests compile these by their path, and rustc looks for the modules of such a file beside it.
            let by_path = ["generator/runtime/mod.rs", "generator/runtime/optional/xml/mod.rs"];
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
    for folder in ["generator/src", "xtask/src", "tests/generator/src", "tests/project/src", "tests/conformance/src"] {
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
    for folder in
        ["generator/src", "generator/runtime", "xtask/src", "tests/generator", "tests/project", "tests/conformance"]
    {
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

/// The programs of tests that have a harness of their own, where `#[test]` is dropped without a word.
#[test]
fn what_has_a_harness_of_its_own_lists_its_tests() {
    let mut found = 0;
    for package in ["generator", "project", "runtime", "wire"].map(|name| workspace().join("tests").join(name)) {
        let manifest: toml::Table = read(&package.join("Cargo.toml")).parse().expect("a manifest");
        let programs = manifest["test"].as_array().expect("programs of tests").iter();
        for program in programs.filter(|program| program["harness"].as_bool() == Some(false)) {
            let path = package.join("tests").join(program["name"].as_str().expect("a name"));
            let files = if path.is_dir() { files_below(&path, &["rs"]) } else { vec![path.with_extension("rs")] };
            for file in files {
                let code = without_comments(&read(&file));
                assert!(!code.contains("#[test]") && !code.contains("::test]"), "{}: list the test", shown(&file));
                found += 1;
            }
        }
    }
    assert!(found > 20, "only {found} files have a harness of their own");
}

/// The files of `generator/src`, by their paths there, with the paths that their code names.
fn sources() -> Vec<(String, BTreeSet<String>)> {
    let root = workspace().join("generator/src");
    let found = files_below(&root, &["rs"]);
    assert!(found.len() > 10, "the sources are not where they are looked for");
    let relative = |path: &Path| path.strip_prefix(&root).expect("below the root").display().to_string();
    found.iter().map(|path| (relative(path), named_paths(&read(path)))).collect()
}

/// A file of a room.
struct RoomFile {
    /// `transport/mode`.
    path: String,
    /// `transport`.
    room: String,
    /// What it names of its house, each from the root of it: `["transport", "Body"]`.
    named: BTreeSet<Vec<String>>,
}

impl RoomFile {
    fn rooms(&self) -> impl Iterator<Item = &str> {
        self.named.iter().map(|path| path[0].as_str())
    }
}

impl House {
    /// The files of its rooms. `mod.rs` names all of them, and what is optional in the runtime names the whole.
    fn files(&self) -> Vec<RoomFile> {
        let root = workspace().join(self.folder);
        let mut files = Vec::new();
        for path in files_below(&root, &["rs"]) {
            let relative = path.strip_prefix(&root).expect("below the root").with_extension("");
            let module: Vec<String> = relative.iter().map(|part| part.to_string_lossy().into_owned()).collect();
            if module[0] == "mod" || module[0] == "optional" {
                continue;
            }
            let named = named_paths(&read(&path));
            let named = named.iter().filter_map(|named| self.inside(named, &module)).collect();
            files.push(RoomFile { path: module.join("/"), room: module[0].clone(), named });
        }
        assert!(files.len() > 50, "{} is not where it is looked for", self.folder);
        files
    }

    /// A path from the root of the house, as a file of this module spells it; `None` for a path of another crate or module, and for
    /// what the file of the root has for all rooms.
    fn inside(&self, path: &str, module: &[String]) -> Option<Vec<String>> {
        let mut names = path.split("::").peekable();
        let mut from: Vec<&str> = module.iter().map(String::as_str).collect();
        match names.next()? {
            "crate" if names.next() == Some(self.root) => from.clear(),
            "self" => {}
            "super" => {
                from.pop();
                while names.next_if_eq(&"super").is_some() {
                    from.pop();
                }
            }
            _ => return None,
        }
        let all: Vec<String> = from.into_iter().chain(names).map(str::to_owned).collect();
        let is_of_room = all.first().is_some_and(|name| !self.has_item(name));
        (is_of_room && path.contains("::")).then_some(all)
    }

    /// Whether the file of the root, where there is one, defines a function or type of this name.
    fn has_item(&self, name: &str) -> bool {
        let path = workspace().join(self.folder).with_extension("rs");
        let items =
            if path.exists() { syn::parse_file(&read(&path)).expect("the sources are Rust").items } else { Vec::new() };
        items.iter().any(|item| match item {
            syn::Item::Fn(item) => item.sig.ident == name,
            syn::Item::Struct(item) => item.ident == name,
            syn::Item::Enum(item) => item.ident == name,
            syn::Item::Type(item) => item.ident == name,
            _ => false,
        })
    }
}

/// The file that an item of a room stands in, as far as the path says it.
fn file_of(path: &[String], files: &BTreeSet<&str>) -> Option<String> {
    let prefixes = (2..=path.len()).rev().map(|length| path[..length].join("/"));
    prefixes.into_iter().find(|prefix| files.contains(prefix.as_str()))
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

/// Every path that code names, those of `use` in full. What stands in `quote!` is code of another crate, what stands in
/// `macro_rules!` that of another place.
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
        // What a macro is defined to is code of the place that uses it.
        let elsewhere = |name: &str| name.contains("quote") || name == "macro_rules";
        let quotes = call.path.segments.last().is_some_and(|last| elsewhere(&last.ident.to_string()));
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
