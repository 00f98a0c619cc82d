//! The sections of `codegen.toml`, one function each.

use toml::de::DeTable;

use crate::config::read::{Found, Table};
use crate::config::{
    Accept, Client, Config, ConstantRule, Drift, EnumAction, EnumRule, Enums, Keep, Merge, NameRule, Named, Names,
    OperationPattern, Package, Prefer, Rename, Spec, Temporal, Types, UuidType,
};
use crate::diagnostic::{Diagnostic, Diagnostics, Place, Spot};
use crate::pointer::Pointer;
use crate::source::FileId;

/// Reads a whole file.
pub(super) fn config(text: &str, file: FileId) -> Result<Config, Diagnostics> {
    let mut diagnostics = Diagnostics::new();
    let (root, errors) = DeTable::parse_recoverable(text);
    for error in errors {
        let offset = error.span().map_or(0, |span| span.start);
        let place = Place { file, spot: Spot::Offset(offset) };
        diagnostics.push(Diagnostic::error("config::syntax", place, format!("not TOML: {}", error.message())));
    }
    if diagnostics.has_errors() {
        return Err(diagnostics);
    }
    let mut root = Table::root(file, root.get_ref());
    let config = Config {
        package: section(&mut root, "package", &mut diagnostics, package),
        merge: section(&mut root, "merge", &mut diagnostics, merge),
        names: section(&mut root, "names", &mut diagnostics, names),
        enums: section(&mut root, "enums", &mut diagnostics, enums),
        constants: rules(&mut root, "constants", &mut diagnostics, constant),
        types: section(&mut root, "types", &mut diagnostics, types),
        client: section(&mut root, "client", &mut diagnostics, client),
        keep: rules(&mut root, "keep", &mut diagnostics, keep),
        spec: section(&mut root, "spec", &mut diagnostics, spec),
        drift: section(&mut root, "drift", &mut diagnostics, drift),
    };
    root.finish(&mut diagnostics);
    if diagnostics.has_errors() { Err(diagnostics) } else { Ok(config) }
}

/// Checks a crate's name: what cargo and the registry accept, without Rust's keywords.
///
/// # Errors
/// What is wrong with it, as a clause that follows the name.
pub fn check_package_name(name: &str) -> Result<(), &'static str> {
    let legal = |letter: char| letter.is_ascii_alphanumeric() || letter == '-' || letter == '_';
    if !name.starts_with(|first: char| first.is_ascii_alphabetic()) {
        Err("must begin with an ASCII letter")
    } else if !name.chars().all(legal) {
        Err("may have only ASCII letters, digits, `-` and `_`")
    } else if name.len() > 64 {
        Err("is longer than 64 characters")
    } else if RESERVED.contains(&name.to_ascii_lowercase().replace('-', "_").as_str()) {
        Err("is a word that Rust or cargo keeps for itself")
    } else {
        Ok(())
    }
}

/// Keywords of the 2024 edition, crates of the compiler, names that cargo refuses, and devices of Windows.
const RESERVED: &[&str] = &[
    "abstract",
    "alloc",
    "as",
    "async",
    "aux",
    "await",
    "become",
    "box",
    "break",
    "build",
    "con",
    "const",
    "continue",
    "core",
    "crate",
    "deps",
    "do",
    "dyn",
    "else",
    "enum",
    "examples",
    "extern",
    "false",
    "final",
    "fn",
    "for",
    "gen",
    "if",
    "impl",
    "in",
    "incremental",
    "let",
    "loop",
    "macro",
    "match",
    "mod",
    "move",
    "mut",
    "nul",
    "override",
    "priv",
    "prn",
    "proc_macro",
    "pub",
    "ref",
    "return",
    "self",
    "static",
    "std",
    "struct",
    "super",
    "test",
    "trait",
    "true",
    "try",
    "type",
    "typeof",
    "unsafe",
    "unsized",
    "use",
    "virtual",
    "where",
    "while",
    "yield",
];

/// The section of a key, or its default; keys that nobody asked for are refused.
fn section<'t, T: Default>(
    root: &mut Table<'t, '_>,
    key: &'static str,
    diagnostics: &mut Diagnostics,
    read: impl Fn(&mut Table<'t, '_>, &mut Diagnostics) -> T,
) -> T {
    let Some(mut table) = root.table(key, diagnostics) else { return T::default() };
    let read = read(&mut table, diagnostics);
    table.finish(diagnostics);
    read
}

/// The rules of a key, in order; keys that nobody asked for are refused.
fn rules<'t, T>(
    parent: &mut Table<'t, '_>,
    key: &'static str,
    diagnostics: &mut Diagnostics,
    read: impl Fn(&mut Table<'t, '_>, &mut Diagnostics) -> Option<T>,
) -> Vec<T> {
    let mut rules = Vec::new();
    for mut table in parent.tables(key, diagnostics) {
        rules.extend(read(&mut table, diagnostics));
        table.finish(diagnostics);
    }
    rules
}

fn package(table: &mut Table<'_, '_>, diagnostics: &mut Diagnostics) -> Package {
    let name = table.text("name", diagnostics);
    let version = table.text("version", diagnostics);
    let rust_version = table.text("rust-version", diagnostics);
    if let Some(edition) = table.text("edition", diagnostics).filter(|edition| edition.value != "2024") {
        invalid(&edition.place, "edition", "can only be \"2024\"", diagnostics);
    }
    Package {
        name: name.and_then(|name| checked(name, "name", diagnostics, check_package_name)),
        version: version.and_then(|version| {
            let check = |text: &str| semver::Version::parse(text).map(drop).map_err(|_| "must be a version as 1.2.3");
            checked(version, "version", diagnostics, check)
        }),
        description: value(table.text("description", diagnostics)),
        license: value(table.text("license", diagnostics)),
        repository: value(table.text("repository", diagnostics)),
        homepage: value(table.text("homepage", diagnostics)),
        authors: table.texts("authors", diagnostics),
        keywords: table.texts("keywords", diagnostics),
        categories: table.texts("categories", diagnostics),
        rust_version: rust_version
            .and_then(|version| checked(version, "rust-version", diagnostics, check_rust_version)),
        publish: value(table.flag("publish", diagnostics)),
    }
}

fn check_rust_version(text: &str) -> Result<(), &'static str> {
    let parts: Vec<_> = text.split('.').collect();
    let number = |part: &&str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let fine = (2..=3).contains(&parts.len()) && parts.iter().all(number);
    if fine { Ok(()) } else { Err("must be a version as 1.89") }
}

fn merge(table: &mut Table<'_, '_>, diagnostics: &mut Diagnostics) -> Merge {
    Merge {
        rename: rules(table, "rename", diagnostics, |rule, diagnostics| {
            let fragment = rule.required("fragment", diagnostics);
            let component = rule.required("component", diagnostics);
            let to = rule.required("to", diagnostics);
            Some(Rename { fragment: fragment?.value, component: component?.value, to: to?.value })
        }),
        prefer: rules(table, "prefer", diagnostics, |rule, diagnostics| {
            let (at, fragment) = (rule.required("at", diagnostics), rule.required("fragment", diagnostics));
            Some(Prefer { at: at?.value, fragment: fragment?.value })
        }),
        info: table.json("info", diagnostics),
    }
}

fn names(table: &mut Table<'_, '_>, diagnostics: &mut Diagnostics) -> Names {
    Names {
        operations: rules(table, "operations", diagnostics, operation_pattern),
        rename: rules(table, "rename", diagnostics, |rule, diagnostics| {
            let (at, to) = (rule.required("at", diagnostics), rule.required("to", diagnostics));
            let at = parsed(at?, "at", NAMED, diagnostics, named)?;
            Some(NameRule { at, to: to?.value, place: rule.place() })
        }),
    }
}

fn operation_pattern(rule: &mut Table<'_, '_>, diagnostics: &mut Diagnostics) -> Option<OperationPattern> {
    let (pattern, replace) = (rule.required("pattern", diagnostics), rule.required("replace", diagnostics));
    let pattern = pattern?;
    match regex_lite::Regex::new(&pattern.value) {
        Ok(regex) => Some(OperationPattern { pattern: regex, replace: replace?.value, place: rule.place() }),
        Err(error) => {
            invalid(&pattern.place, "pattern", &format!("is not a regular expression: {error}"), diagnostics);
            None
        }
    }
}

fn constant(rule: &mut Table<'_, '_>, diagnostics: &mut Diagnostics) -> Option<ConstantRule> {
    let (name, pattern) = (rule.required("name", diagnostics), rule.required("pattern", diagnostics));
    let docs = rule.text("docs", diagnostics).map(|docs| docs.value);
    let pattern = pattern?;
    match regex_lite::Regex::new(&pattern.value) {
        Ok(regex) if regex.captures_len() == 2 => {
            Some(ConstantRule { name: name?.value, pattern: regex, docs, place: rule.place() })
        }
        Ok(_) => {
            invalid(&pattern.place, "pattern", "must have exactly one group: the constant's value", diagnostics);
            None
        }
        Err(error) => {
            invalid(&pattern.place, "pattern", &format!("is not a regular expression: {error}"), diagnostics);
            None
        }
    }
}

const NAMED: &str = "must be operations/<operationId>, schemas/<Name>, tags/<tag>, or a JSON Pointer";

fn named(text: &str) -> Option<Named> {
    match text.split_once('/') {
        Some(("operations", id)) if !id.is_empty() => Some(Named::Operation(id.to_owned())),
        Some(("schemas", name)) if !name.is_empty() => Some(Named::Schema(name.to_owned())),
        Some(("tags", tag)) if !tag.is_empty() => Some(Named::Tag(tag.to_owned())),
        _ => pointer(text).map(Named::Inline),
    }
}

/// A JSON Pointer, also in the form of a `$ref` to the same document.
fn pointer(text: &str) -> Option<Pointer> {
    let text = text.strip_prefix('#').unwrap_or(text);
    text.parse().ok().filter(|pointer: &Pointer| !pointer.tokens().is_empty())
}

fn enums(table: &mut Table<'_, '_>, diagnostics: &mut Diagnostics) -> Enums {
    Enums {
        from_descriptions: value(table.flag("from-descriptions", diagnostics)).unwrap_or(true),
        description: rules(table, "description", diagnostics, enum_rule),
    }
}

fn enum_rule(rule: &mut Table<'_, '_>, diagnostics: &mut Diagnostics) -> Option<EnumRule> {
    let at = rule.required("at", diagnostics);
    let off = value(rule.flag("off", diagnostics)).unwrap_or(false);
    let names = rule.pairs("names", diagnostics);
    let at = parsed(at?, "at", "must be a JSON Pointer of the document", diagnostics, pointer)?;
    let action = match (off, names) {
        (true, None) => EnumAction::Off,
        (false, Some(names)) => EnumAction::Names(names.value.into_iter().collect()),
        _ => {
            invalid(&rule.place(), "[[enums.description]]", "needs either off = true or names = {…}", diagnostics);
            return None;
        }
    };
    Some(EnumRule { at, action, place: rule.place() })
}

fn types(table: &mut Table<'_, '_>, diagnostics: &mut Diagnostics) -> Types {
    let mut temporal = |key| {
        let choices = [("jiff", Temporal::Jiff), ("string", Temporal::String)];
        choice(table, key, &choices, diagnostics)
    };
    Types {
        date_time: temporal("date-time"),
        date: temporal("date"),
        uuid: choice(table, "uuid", &[("uuid", UuidType::Uuid), ("string", UuidType::String)], diagnostics),
    }
}

fn client(table: &mut Table<'_, '_>, diagnostics: &mut Diagnostics) -> Client {
    Client { base_url: value(table.text("base-url", diagnostics)) }
}

fn keep(rule: &mut Table<'_, '_>, diagnostics: &mut Diagnostics) -> Option<Keep> {
    let (file, module) = (rule.required("file", diagnostics), rule.required("module", diagnostics));
    let docs = value(rule.text("docs", diagnostics));
    let feature = value(rule.text("feature", diagnostics));
    let file = file.and_then(|file| checked(file, "file", diagnostics, check_kept_file));
    let module = module.and_then(|module| checked(module, "module", diagnostics, check_module));
    Some(Keep { file: file?, module: module?, docs, feature, place: rule.place() })
}

fn check_kept_file(path: &str) -> Result<(), &'static str> {
    let plain = path.split('/').all(|part| !part.is_empty() && part != "." && part != "..");
    let fine = plain && !path.contains(['\\', ':']) && path.starts_with("src/") && path.ends_with(".rs");
    if fine { Ok(()) } else { Err("must be a Rust file below src/ of the generated crate, as src/export.rs") }
}

fn check_module(name: &str) -> Result<(), &'static str> {
    let lower = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
    let fine = name.starts_with(|first: char| first.is_ascii_lowercase())
        && name.bytes().all(lower)
        && syn::parse_str::<syn::Ident>(name).is_ok();
    if fine { Ok(()) } else { Err("must be the name of a Rust module, as export") }
}

fn spec(table: &mut Table<'_, '_>, diagnostics: &mut Diagnostics) -> Spec {
    let default = Spec::default();
    let mut path = |key, default| value(table.text(key, diagnostics)).unwrap_or(default);
    Spec {
        pages: path("pages", default.pages),
        fragments: path("fragments", default.fragments),
        published: path("published", default.published),
        overlay: path("overlay", default.overlay),
        document: path("document", default.document),
        out: path("out", default.out),
        surface: path("surface", default.surface),
    }
}

fn drift(table: &mut Table<'_, '_>, diagnostics: &mut Diagnostics) -> Drift {
    Drift {
        url: table.texts("url", diagnostics),
        accept: rules(table, "accept", diagnostics, |rule, diagnostics| {
            let fingerprint = rule.required("fingerprint", diagnostics);
            let reason = rule.required("reason", diagnostics);
            let check = |text: &str| {
                let fine = text.len() == 16 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
                if fine { Ok(()) } else { Err("must be the 16 hexadecimal digits that a report gives") }
            };
            let fingerprint = checked(fingerprint?, "fingerprint", diagnostics, check)?;
            Some(Accept { fingerprint, reason: reason?.value, place: rule.place() })
        }),
    }
}

fn value<T>(found: Option<Found<T>>) -> Option<T> {
    found.map(|found| found.value)
}

fn checked(
    found: Found<String>,
    key: &str,
    diagnostics: &mut Diagnostics,
    check: impl Fn(&str) -> Result<(), &'static str>,
) -> Option<String> {
    match check(&found.value) {
        Ok(()) => Some(found.value),
        Err(what) => {
            invalid(&found.place, key, what, diagnostics);
            None
        }
    }
}

fn parsed<T>(
    found: Found<String>,
    key: &str,
    what: &str,
    diagnostics: &mut Diagnostics,
    parse: impl Fn(&str) -> Option<T>,
) -> Option<T> {
    let parsed = parse(&found.value);
    if parsed.is_none() {
        invalid(&found.place, key, what, diagnostics);
    }
    parsed
}

fn choice<T: Copy + Default>(
    table: &mut Table<'_, '_>,
    key: &'static str,
    choices: &[(&str, T)],
    diagnostics: &mut Diagnostics,
) -> T {
    let Some(found) = table.text(key, diagnostics) else { return T::default() };
    let words = choices.iter().map(|(word, _)| format!("{word:?}")).collect::<Vec<_>>().join(" or ");
    let find = |text: &str| choices.iter().find(|(word, _)| *word == text).map(|(_, choice)| *choice);
    parsed(found, key, &format!("must be {words}"), diagnostics, find).unwrap_or_default()
}

fn invalid(place: &Place, key: &str, what: &str, diagnostics: &mut Diagnostics) {
    diagnostics.push(Diagnostic::error("config::invalid-value", place.clone(), format!("`{key}` {what}")));
}
