//! The part of the runtime that some code needs: the files that its names lead to, over re-exports, what those files name in turn, and the
//! files that implement something for what is there.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{Delimiter, TokenStream, TokenTree};

/// The path of a module below the root of the runtime: `["json", "reader"]`. That of the root is empty.
type Module = Vec<String>;

/// Files with their texts, in order of path: `json/reader.rs`.
type Texts<'t> = &'t [(&'t str, &'t str)];

/// The files that the code of a crate needs, with their texts. A file that declares others declares those that are there, and re-exports
/// what is in them.
pub(super) fn part(files: Texts<'_>, code: &[&str]) -> Vec<(String, String)> {
    let all: BTreeMap<Module, File<'_>> =
        files.iter().map(|(path, text)| (module(path), File::read(path, text))).collect();
    let mut reach = Reach::of(&all);
    reach.keep(&Module::new());
    for text in code {
        paths(text).iter().filter_map(|path| below_runtime(path)).for_each(|path| reach.name(&Module::new(), path));
    }
    loop {
        while let Some(module) = reach.open.pop() {
            reach.follow(&module);
        }
        let more: Vec<&Module> = all.keys().filter(|module| reach.implements(module)).collect();
        if more.is_empty() {
            break;
        }
        more.into_iter().for_each(|module| reach.keep(module));
    }
    let kept = all.iter().filter(|(module, _)| reach.files.contains(*module));
    kept.map(|(module, file)| (file.path.to_owned(), reach.pruned(module, file))).collect()
}

/// `json/reader.rs` → `["json", "reader"]`
fn module(path: &str) -> Module {
    let path = path.trim_end_matches(".rs");
    if path == "mod" { Module::new() } else { path.split('/').map(str::to_owned).collect() }
}

/// A file of the runtime.
struct File<'t> {
    path: &'t str,
    text: &'t str,
    /// What stands in a line `use …;`, each with the name that it has here, and whether others may name it.
    uses: Vec<Use>,
    /// The paths in the rest.
    paths: Vec<Vec<String>>,
    /// The words in the rest.
    words: BTreeSet<String>,
    /// The words of each line `impl … for …`, and the types and traits that are defined.
    impls: Vec<BTreeSet<String>>,
    defined: BTreeSet<String>,
}

#[derive(Clone)]
struct Use {
    path: Vec<String>,
    name: String,
    public: bool,
}

impl<'t> File<'t> {
    fn read(path: &'t str, text: &'t str) -> Self {
        let uses = text.lines().filter_map(used).collect();
        let rest = text.lines().filter(|line| used(line).is_none() && declared(line).is_none());
        let rest: String = rest.map(|line| format!("{line}\n")).collect();
        let mut words = BTreeSet::new();
        each_word(tokens(&rest), &mut words);
        let (mut impls, mut defined) = (Vec::new(), BTreeSet::new());
        headers(tokens(&rest), &mut impls, &mut defined);
        Self { path, text, uses, paths: paths(&rest), words, impls, defined }
    }
}

/// A line `pub use json::Reader;`.
fn used(line: &str) -> Option<Use> {
    let (visible, rest) = line.split_at(line.find("use ")?);
    let public = match visible {
        "" => false,
        "pub " | "pub(crate) " => true,
        _ => return None,
    };
    let path = rest.strip_prefix("use ")?.strip_suffix(';')?;
    let (path, name) = path.split_once(" as ").map_or((path, None), |(path, name)| (path, Some(name)));
    let path: Vec<String> = path.split("::").map(str::to_owned).collect();
    let name = name.or(path.last().map(String::as_str))?.to_owned();
    Some(Use { path, name, public })
}

/// The name in a line `mod reader;`.
fn declared(line: &str) -> Option<&str> {
    let (visible, name) = line.strip_suffix(';')?.rsplit_once("mod ")?;
    ["", "pub ", "pub(crate) "].contains(&visible).then_some(name)
}

struct Reach<'r, 't> {
    all: &'r BTreeMap<Module, File<'t>>,
    files: BTreeSet<Module>,
    /// What is re-exported of other crates, by the module and the name that is asked for.
    foreign: BTreeSet<(Module, String)>,
    open: Vec<Module>,
    /// The paths that were followed, each with the module that it is written in.
    seen: BTreeSet<(Module, Vec<String>)>,
}

impl<'r, 't> Reach<'r, 't> {
    fn of(all: &'r BTreeMap<Module, File<'t>>) -> Self {
        Self { all, files: BTreeSet::new(), foreign: BTreeSet::new(), open: Vec::new(), seen: BTreeSet::new() }
    }

    /// Keeps a file and those that declare it.
    fn keep(&mut self, module: &Module) {
        for length in 0..=module.len() {
            let above: Module = module.iter().take(length).cloned().collect();
            if self.all.contains_key(&above) && self.files.insert(above.clone()) {
                self.open.push(above);
            }
        }
    }

    /// What a file names. A file that declares others has their names for those above it: only what it says of them itself counts.
    fn follow(&mut self, module: &Module) {
        let Some(file) = self.all.get(module) else { return };
        let declares = self.declares(module);
        let named = file.uses.iter().filter(|one| !declares || file.words.contains(&one.name));
        let paths: Vec<Vec<String>> = named.map(|one| one.path.clone()).chain(file.paths.iter().cloned()).collect();
        paths.iter().for_each(|path| self.name(module, path));
    }

    /// Whether a file that is not there implements something for what is: a trait or methods, of which no name tells.
    fn implements(&self, module: &Module) -> bool {
        let Some(file) = self.all.get(module).filter(|_| !self.files.contains(module)) else { return false };
        let of_runtime =
            |word: &String| file.uses.iter().find(|one| one.name == *word && !self.is_foreign(module, one));
        file.impls.iter().any(|words| {
            let own = words.iter().any(|word| file.defined.contains(word));
            let mut named = words.iter().filter_map(of_runtime).peekable();
            !own && named.peek().is_some() && named.all(|one| self.has(module, one))
        })
    }

    /// Whether a file declares others.
    fn declares(&self, module: &Module) -> bool {
        self.all.keys().any(|other| other.len() > module.len() && other.starts_with(module))
    }

    /// Keeps what a path leads to that is written in a module.
    fn name(&mut self, from: &Module, path: &[String]) {
        if !self.seen.insert((from.clone(), path.to_vec())) {
            return;
        }
        let mut at = from.clone();
        let mut rest = path;
        match path {
            [first, second, more @ ..] if first == "crate" && second == "runtime" => (at, rest) = (Module::new(), more),
            [first, more @ ..] if first == "self" => rest = more,
            [first, ..] if first == "super" => {
                while let Some(more) = rest.strip_prefix(&["super".to_owned()][..]) {
                    at.pop();
                    rest = more;
                }
            }
            _ => {}
        }
        while let Some((name, more)) = rest.split_first() {
            let inner: Module = at.iter().chain([name]).cloned().collect();
            if !self.all.contains_key(&inner) {
                return self.item(&at, name);
            }
            (at, rest) = (inner, more);
        }
        self.keep(&at);
    }

    /// Keeps the file that an item of a module stands in.
    fn item(&mut self, module: &Module, name: &str) {
        let Some(file) = self.all.get(module) else { return };
        let found = file.uses.iter().find(|one| one.name == name && one.path.len() > 1).cloned();
        match found {
            Some(found) if self.is_foreign(module, &found) => {
                self.keep(module);
                self.foreign.insert((module.clone(), found.name));
            }
            Some(found) => self.name(module, &found.path),
            None => self.keep(module),
        }
    }

    fn is_foreign(&self, module: &Module, one: &Use) -> bool {
        let first = one.path.first().map_or("", String::as_str);
        let inner: Module = module.iter().cloned().chain([first.to_owned()]).collect();
        !["crate", "self", "super"].contains(&first) && !self.all.contains_key(&inner)
    }

    /// Whether a line `use …;` names what is there.
    fn has(&self, module: &Module, one: &Use) -> bool {
        if one.path.len() == 1 {
            return true;
        }
        if self.is_foreign(module, one) {
            return !one.public || self.foreign.contains(&(module.clone(), one.name.clone()));
        }
        let mut probe = Reach::of(self.all);
        probe.name(module, &one.path);
        probe.files.is_subset(&self.files)
    }

    /// The text of a file without the declarations and re-exports of what is not there, and without the attributes of those.
    fn pruned(&self, module: &Module, file: &File<'_>) -> String {
        if !self.declares(module) {
            return file.text.to_owned();
        }
        let (mut text, mut attributes) = (String::new(), String::new());
        for line in file.text.lines().filter(|line| !module.is_empty() || !line.starts_with("//")) {
            if line.starts_with("#[") && line.ends_with(']') {
                attributes += &format!("{line}\n");
                continue;
            }
            let stays = match (used(line), declared(line)) {
                (Some(one), _) => self.has(module, &one),
                (None, Some(name)) => {
                    let inner: Module = module.iter().cloned().chain([name.to_owned()]).collect();
                    self.files.contains(&inner)
                }
                (None, None) => true,
            };
            if stays {
                text += &format!("{attributes}{line}\n");
            }
            attributes.clear();
        }
        if module.is_empty() { format!("{PURPOSE}{text}") } else { text }
    }
}

/// What the root says of itself where only a part is there.
const PURPOSE: &str = "//! What does not depend on the document: JSON to Rust and back.\n";

/// What a path has below `runtime`, where it begins at that module.
fn below_runtime(path: &[String]) -> Option<&[String]> {
    let at = path.iter().position(|name| name == "runtime")?;
    path.get(at + 1..).filter(|rest| !rest.is_empty())
}

fn tokens(text: &str) -> TokenStream {
    text.parse().expect("what is generated and the runtime are Rust")
}

/// Adds the words in tokens.
fn each_word(tokens: TokenStream, words: &mut BTreeSet<String>) {
    for token in tokens {
        match token {
            TokenTree::Ident(word) => {
                words.insert(word.to_string());
            }
            TokenTree::Group(group) => each_word(group.stream(), words),
            TokenTree::Punct(_) | TokenTree::Literal(_) => {}
        }
    }
}

/// The words between each `impl` that begins an item and its body, and the names of types and traits.
fn headers(tokens: TokenStream, impls: &mut Vec<BTreeSet<String>>, defined: &mut BTreeSet<String>) {
    let (mut header, mut before): (Option<TokenStream>, Option<TokenTree>) = (None, None);
    for token in tokens {
        let begins = match &before {
            None | Some(TokenTree::Group(_)) => true,
            Some(TokenTree::Punct(punct)) => punct.as_char() == ';',
            Some(_) => false,
        };
        match &token {
            TokenTree::Ident(word) if begins && word == "impl" => header = Some(TokenStream::new()),
            TokenTree::Group(group) => {
                let ends = group.delimiter() == Delimiter::Brace;
                if let Some(header) = header.take_if(|_| ends) {
                    let mut words = BTreeSet::new();
                    each_word(header, &mut words);
                    impls.push(words);
                }
                header.iter_mut().for_each(|header| header.extend([token.clone()]));
                headers(group.stream(), impls, defined);
            }
            TokenTree::Ident(word) => {
                let defines = |before: &TokenTree| matches!(before, TokenTree::Ident(word) if DEFINE.iter().any(|one| word == one));
                if before.as_ref().is_some_and(defines) {
                    defined.insert(word.to_string());
                }
                header.iter_mut().for_each(|header| header.extend([token.clone()]));
            }
            _ => header.iter_mut().for_each(|header| header.extend([token.clone()])),
        }
        before = Some(token);
    }
}

/// The words before the name of a type or trait.
const DEFINE: [&str; 4] = ["struct", "enum", "trait", "type"];

/// The paths in a text, each as its names.
fn paths(text: &str) -> Vec<Vec<String>> {
    let mut found = Vec::new();
    paths_of(tokens(text), &mut found);
    found.retain(|path| path.len() > 1);
    found
}

fn paths_of(tokens: TokenStream, found: &mut Vec<Vec<String>>) {
    let mut path: Vec<String> = Vec::new();
    let mut colons = 0;
    for token in tokens {
        match token {
            TokenTree::Punct(punct) if punct.as_char() == ':' => {
                colons += 1;
                continue;
            }
            TokenTree::Ident(word) => {
                if colons != 2 {
                    found.push(std::mem::take(&mut path));
                }
                path.push(word.to_string());
            }
            other => {
                found.push(std::mem::take(&mut path));
                if let TokenTree::Group(group) = other {
                    paths_of(group.stream(), found);
                }
            }
        }
        colons = 0;
    }
    found.push(path);
}
