//! The sections of `codegen.toml`, one function each.

use toml::Spanned;
use toml::de::DeTable;

use crate::config::dependencies::{check, dependencies};
use crate::config::derives::derives;
use crate::config::filter::filter;
use crate::config::legal::{check_header, check_module_path, check_package_name, check_rust_version};
use crate::config::paging::paging;
use crate::config::policy::policy;
use crate::config::read::Table;
use crate::config::rules::{constant, enums, keep, merge, names};
use crate::config::streaming::{responses, streaming};
use crate::config::types::types;
use crate::config::values::{checked, choice, invalid, parsed, rules, value};
use crate::config::{
    Accept, Auth, AuthKind, Client, Config, Decode, DeepObjectLists, Dependencies, Drift, Package, Publish, Retry,
    Spec, Styles, TagFeatures, Webhooks,
};
use crate::diagnostic::{Diagnostic, Diagnostics, Place, Spot};
use crate::source::FileId;

/// The names of the sections that say how a client is made.
pub(super) const SECTIONS: &[&str] = &[
    "package",
    "merge",
    "filter",
    "names",
    "enums",
    "constants",
    "types",
    "dependencies",
    "derives",
    "paging",
    "streaming",
    "responses",
    "webhooks",
    "styles",
    "retry",
    "decode",
    "keep",
    "drift",
];

/// Parses a whole file; `None` where it is not TOML.
pub(super) fn root<'i>(text: &'i str, file: FileId, diagnostics: &mut Diagnostics) -> Option<Spanned<DeTable<'i>>> {
    let (root, errors) = DeTable::parse_recoverable(text);
    for error in errors {
        let offset = error.span().map_or(0, |span| span.start);
        let place = Place { file, spot: Spot::Offset(offset) };
        diagnostics.push(Diagnostic::error("config::syntax", place, format!("not TOML: {}", error.message())));
    }
    (!diagnostics.has_errors()).then_some(root)
}

/// Reads the sections of a file.
pub(super) fn config(root: &DeTable<'_>, file: FileId, diagnostics: &mut Diagnostics) -> Config {
    let mut root = Table::root(file, root);
    let config = Config {
        package: section(&mut root, "package", diagnostics, package),
        merge: section(&mut root, "merge", diagnostics, merge),
        filter: section(&mut root, "filter", diagnostics, filter),
        names: section(&mut root, "names", diagnostics, names),
        enums: section(&mut root, "enums", diagnostics, enums),
        constants: rules(&mut root, "constants", diagnostics, constant),
        types: section(&mut root, "types", diagnostics, types),
        dependencies: root.table("dependencies", diagnostics).map_or_else(Dependencies::new, |mut table| {
            // Its keys are the user's own: there is none to refuse.
            dependencies(&mut table, diagnostics)
        }),
        derives: rules(&mut root, "derives", diagnostics, derives),
        paging: rules(&mut root, "paging", diagnostics, paging),
        streaming: rules(&mut root, "streaming", diagnostics, streaming),
        responses: rules(&mut root, "responses", diagnostics, responses),
        webhooks: section(&mut root, "webhooks", diagnostics, webhooks),
        styles: section(&mut root, "styles", diagnostics, styles),
        client: section(&mut root, "client", diagnostics, client),
        retry: section(&mut root, "retry", diagnostics, retry),
        decode: section(&mut root, "decode", diagnostics, decode),
        keep: rules(&mut root, "keep", diagnostics, keep),
        spec: section(&mut root, "spec", diagnostics, spec),
        drift: section(&mut root, "drift", diagnostics, drift),
    };
    root.finish(diagnostics);
    check(&config, diagnostics);
    config
}

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
        documentation: value(table.text("documentation", diagnostics)),
        authors: table.texts("authors", diagnostics),
        keywords: few(table, "keywords", diagnostics),
        categories: few(table, "categories", diagnostics),
        rust_version: rust_version
            .and_then(|version| checked(version, "rust-version", diagnostics, check_rust_version)),
        publish: publish(table, diagnostics),
        tag_features: tag_features(table, diagnostics),
        types_only: value(table.flag("types-only", diagnostics)).unwrap_or_default(),
        module: table
            .text("module", diagnostics)
            .and_then(|module| checked(module, "module", diagnostics, check_module_path)),
    }
}

/// The registry takes no more than five.
fn few(table: &mut Table<'_, '_>, key: &'static str, diagnostics: &mut Diagnostics) -> Vec<String> {
    let texts = table.texts(key, diagnostics);
    if texts.len() > 5 {
        invalid(&table.place(), key, "has more than the five that the registry takes", diagnostics);
    }
    texts
}

fn publish(table: &mut Table<'_, '_>, diagnostics: &mut Diagnostics) -> Option<Publish> {
    if table.is_list("publish") {
        return Some(Publish::In(table.texts("publish", diagnostics)));
    }
    value(table.flag("publish", diagnostics)).map(Publish::Anywhere)
}

fn tag_features(table: &mut Table<'_, '_>, diagnostics: &mut Diagnostics) -> TagFeatures {
    let Some(found) = table.flag_or_text("tag-features", diagnostics) else { return TagFeatures::Off };
    match found.value.as_str() {
        "true" => TagFeatures::On,
        "false" => TagFeatures::Off,
        "auto" => TagFeatures::Auto,
        _ => {
            invalid(&found.place, "tag-features", "must be true or false or \"auto\"", diagnostics);
            TagFeatures::Off
        }
    }
}

fn webhooks(table: &mut Table<'_, '_>, diagnostics: &mut Diagnostics) -> Webhooks {
    let extension = table.text("extension", diagnostics).and_then(|found| {
        let place = found.place.clone();
        let check =
            |text: &str| if text.starts_with("x-") { Ok(()) } else { Err("must be an extension, as x-webhooks") };
        Some((checked(found, "extension", diagnostics, check)?, place))
    });
    Webhooks { extension }
}

fn styles(table: &mut Table<'_, '_>, diagnostics: &mut Diagnostics) -> Styles {
    let choices = [("indices", DeepObjectLists::Indices), ("empty", DeepObjectLists::Empty)];
    Styles { deep_object_lists: choice(table, "deep-object-lists", &choices, diagnostics) }
}

fn client(table: &mut Table<'_, '_>, diagnostics: &mut Diagnostics) -> Client {
    let base_url = value(table.text("base-url", diagnostics));
    let auth = table.table("auth", diagnostics).and_then(|mut table| {
        let auth = auth(&mut table, diagnostics);
        table.finish(diagnostics);
        auth
    });
    Client { base_url, auth }
}

fn auth(table: &mut Table<'_, '_>, diagnostics: &mut Diagnostics) -> Option<Auth> {
    let place = table.place();
    let kind = table.required("type", diagnostics)?;
    let (location, name) = (table.text("in", diagnostics), table.text("name", diagnostics));
    let words = "must be \"bearer\" or \"basic\" or \"apiKey\"";
    let kind = parsed(kind, "type", words, diagnostics, |text| {
        ["bearer", "basic", "apiKey"].into_iter().find(|known| *known == text)
    })?;
    if kind != "apiKey" {
        for (key, found) in [("in", &location), ("name", &name)] {
            if found.is_some() {
                invalid(&place, key, "has a meaning for the type \"apiKey\" only", diagnostics);
            }
        }
        return Some(Auth { kind: if kind == "basic" { AuthKind::Basic } else { AuthKind::Bearer }, place });
    }
    let Some((location, name)) = location.zip(name) else {
        invalid(&place, "auth", "of the type \"apiKey\" needs `in` and `name`", diagnostics);
        return None;
    };
    let query = parsed(location, "in", "must be \"header\" or \"query\"", diagnostics, |text| match text {
        "header" => Some(false),
        "query" => Some(true),
        _ => None,
    })?;
    let check = |name: &str| if query && !name.is_empty() { Ok(()) } else { check_header(name) };
    let name = checked(name, "name", diagnostics, check)?;
    Some(Auth { kind: AuthKind::ApiKey { query, name }, place })
}

fn retry(table: &mut Table<'_, '_>, diagnostics: &mut Diagnostics) -> Retry {
    let header = table.text("idempotency-header", diagnostics);
    let idempotency_header = header.and_then(|name| checked(name, "idempotency-header", diagnostics, check_header));
    Retry { idempotency_header }
}

fn decode(table: &mut Table<'_, '_>, diagnostics: &mut Diagnostics) -> Decode {
    let default = Decode::default();
    let mut flag = |key, default| value(table.flag(key, diagnostics)).unwrap_or(default);
    Decode {
        null_collections: flag("null-collections", default.null_collections),
        missing_keys: flag("missing-keys", default.missing_keys),
        unreadable_items: flag("unreadable-items", default.unreadable_items),
        quoted_numbers: flag("quoted-numbers", default.quoted_numbers),
        empty_texts: flag("empty-texts", default.empty_texts),
    }
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
        policy: table.table("policy", diagnostics).map(|mut table| {
            let policy = policy(&mut table, diagnostics);
            table.finish(diagnostics);
            policy
        }),
    }
}
