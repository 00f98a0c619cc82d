//! What the crate is called, and what it has beside operations and types.

use std::collections::BTreeMap;

use toml::Value;

use crate::config::{Config, Decode, Dependency, Keep, Publish};
use crate::ir::{Client, Docs, Module, Package, Server};
use crate::lower::docs;
use crate::lower::servers::server;
use crate::model::Api;
use crate::names::{ModuleName, RustPath};

/// A client of an API without its operations and types: its package, docs, servers and settings, and its hand-written modules.
pub(in crate::lower) fn package(config: &Config, api: &Api) -> Client {
    let module = |keep: &Keep| Module {
        name: ModuleName::new(&keep.module),
        docs: docs(&[keep.docs.as_deref()]),
        feature: keep.feature.clone(),
    };
    Client {
        package: manifest(config, api),
        module: config.package.module.as_ref().and_then(|module| RustPath::new(&format!("crate::{module}"))),
        docs: front_page(api),
        servers: servers(config, api),
        tolerance: tolerance(config.decode),
        idempotency_header: config.retry.idempotency_header.clone(),
        modules: config.keep.iter().map(module).collect(),
        ..Client::default()
    }
}

fn manifest(config: &Config, api: &Api) -> Package {
    let package = &config.package;
    let title = api.title.trim();
    let mut keys = BTreeMap::new();
    let mut set = |key: &str, value: Option<Value>| value.map(|value| keys.insert(key.to_owned(), value));
    let text = |value: &Option<String>| value.clone().map(Value::from);
    let texts = |values: &[String]| (!values.is_empty()).then(|| values.to_vec().into());
    let what = if package.types_only { "The types" } else { "A client" };
    let description = package.description.clone().unwrap_or_else(|| match title {
        "" => format!("{what} of an HTTP API"),
        title => format!("{what} of {title}"),
    });
    set("description", Some(Value::from(description)));
    set("license", text(&package.license));
    set("repository", text(&package.repository));
    set("homepage", text(&package.homepage));
    set("documentation", text(&package.documentation));
    set("authors", texts(&package.authors));
    set("keywords", texts(&package.keywords));
    set("categories", texts(&package.categories));
    set("rust-version", Some(package.rust_version.as_deref().unwrap_or(RUST_VERSION).into()));
    set("publish", package.publish.clone().map(published));
    let name = package.name.clone().unwrap_or_else(|| crate_name(title));
    let version = package.version.clone().unwrap_or_else(|| "0.1.0".to_owned());
    let own = |(name, dependency): (&String, &Dependency)| (name.clone(), dependency.entry.clone());
    Package { name, version, keys, dependencies: config.dependencies.iter().map(own).collect() }
}

/// The docs of the crate.
fn front_page(api: &Api) -> Docs {
    let title = Some(api.title.trim()).filter(|title| !title.is_empty());
    let mut docs = docs(&[title, api.summary.as_deref(), api.description.as_deref()]);
    if !api.version.is_empty() {
        let version = crate::docs::code(&api.version);
        docs.0.extend([String::new(), format!("Version of the API: {version}.")]);
    }
    docs
}

fn servers(config: &Config, api: &Api) -> Vec<Server> {
    let own = config.client.base_url.as_ref().map(|url| {
        let description = "Set in codegen.toml".to_owned();
        Server { url: url.clone(), description, variables: Vec::new() }
    });
    own.into_iter().chain(api.servers.iter().map(server)).collect()
}

/// The oldest compiler that the runtime of every client needs.
const RUST_VERSION: &str = env!("CARGO_PKG_RUST_VERSION");

/// The settings that differ from the default.
fn tolerance(decode: Decode) -> Vec<(&'static str, bool)> {
    let settings = |decode: Decode| {
        [
            ("null_collections", decode.null_collections),
            ("missing_keys", decode.missing_keys),
            ("unreadable_items", decode.unreadable_items),
            ("quoted_numbers", decode.quoted_numbers),
            ("empty_texts", decode.empty_texts),
        ]
    };
    let differs = |(setting, default): &(_, _)| setting != default;
    let both = settings(decode).into_iter().zip(settings(Decode::default()));
    both.filter(differs).map(|(setting, _)| setting).collect()
}

fn published(publish: Publish) -> Value {
    match publish {
        Publish::Anywhere(anywhere) => anywhere.into(),
        Publish::In(registries) => registries.into(),
    }
}

/// A crate's name from the API's title.
fn crate_name(title: &str) -> String {
    let words = ModuleName::new(title);
    let name: String = words.as_str().trim_matches('_').chars().take(60).collect();
    match crate::config::check_package_name(&name) {
        Ok(()) if !title.is_empty() => name,
        _ => "api_client".to_owned(),
    }
}
