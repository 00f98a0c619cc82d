//! What the crate is called, and which optional files of the runtime it has.

use std::collections::BTreeMap;

use toml::Value;

use super::{Lower, docs};
use crate::config::{Decode, Publish};
use crate::ir::{Client, Library, Module, Operation, OptionalRuntime, Package, Server, Type};
use crate::names::{ModuleName, RustPath};

impl Lower<'_> {
    /// The package, the crate's docs, and its hand-written modules.
    pub(super) fn package(&mut self) {
        let package = &self.config.package;
        let title = self.api.title.trim();
        let name = package.name.clone().unwrap_or_else(|| crate_name(title));
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
        let version = package.version.clone().unwrap_or_else(|| "0.1.0".to_owned());
        let own = |(name, dependency): (&String, &crate::config::Dependency)| (name.clone(), dependency.entry.clone());
        let dependencies = self.config.dependencies.iter().map(own).collect();
        self.client.package = Package { name, version, keys, dependencies };
        self.client.module = package.module.as_ref().and_then(|module| RustPath::new(&format!("crate::{module}")));
        let heading = (!title.is_empty()).then(|| title.to_owned());
        self.client.docs = docs(&[heading.as_deref(), self.api.summary.as_deref(), self.api.description.as_deref()]);
        if !self.api.version.is_empty() {
            let version = crate::docs::code(&self.api.version);
            self.client.docs.0.extend([String::new(), format!("Version of the API: {version}.")]);
        }
        if let Some(url) = &self.config.client.base_url {
            let description = "Set in codegen.toml".to_owned();
            self.client.servers.insert(0, Server { url: url.clone(), description, variables: Vec::new() });
        }
        self.client.tolerance = tolerance(self.config.decode);
        self.client.idempotency_header = self.config.retry.idempotency_header.clone();
        let module = |keep: &crate::config::Keep| Module {
            name: ModuleName::new(&keep.module),
            docs: docs(&[keep.docs.as_deref()]),
            feature: keep.feature.clone(),
        };
        self.client.modules = self.config.keep.iter().map(module).collect();
    }
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

/// The optional files of the runtime that the client needs.
pub(super) fn add_optional_runtime(client: &mut Client, library: Library) {
    let mut optional = Vec::new();
    if client.operations().any(Operation::has_xml) {
        optional.push(OptionalRuntime::Xml);
    }
    client.each_type_mut(&mut |ty| add(ty, library, &mut optional));
    if client.webhooks.is_some() && !client.types_only {
        optional.push(OptionalRuntime::Signatures);
    }
    optional.sort_unstable();
    optional.dedup();
    client.optional_runtime = optional;
}

fn add(ty: &Type, library: Library, optional: &mut Vec<OptionalRuntime>) {
    match ty {
        Type::DateTime | Type::Date | Type::Time | Type::Duration => optional.push(OptionalRuntime::Dates(library)),
        Type::Uuid => optional.push(OptionalRuntime::Uuids),
        Type::Nullable(inner) | Type::List(inner) | Type::Map(inner) => add(inner, library, optional),
        Type::Tuple(items) => items.iter().for_each(|item| add(item, library, optional)),
        _ => {}
    }
}
