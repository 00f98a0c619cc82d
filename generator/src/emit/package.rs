//! `Cargo.toml` of the client crate.

use std::collections::BTreeMap;

use toml::{Table, Value};

use crate::ir::{Client, Feature, Library, OptionalRuntime, Package};

/// Everything below `[package]` that does not depend on the document.
const FEATURES: &str = r#"
[features]
default = ["reqwest", "rustls"]
# The async transport, over reqwest.
reqwest = ["dep:reqwest", "dep:tokio", "dep:gloo-timers"]
# `blocking::Client`, over ureq: no async runtime inside. With the level TRACE of the crate `log`, ureq writes URLs, headers and
# bodies, and so secrets: keep its targets `ureq` and `ureq_proto` at DEBUG.
blocking = ["dep:ureq"]
# TLS of these transports, without which they send to `http` only: rustls with the cryptography of `ring`, unless the program has
# installed another provider; rustls with the provider that the program has installed; or the library of the platform, which
# is used where both are enabled.
rustls = ["rustls-no-provider", "rustls?/ring"]
rustls-no-provider = ["dep:rustls", "dep:rustls-platform-verifier", "reqwest?/rustls-no-provider", "ureq?/rustls-no-provider", "ureq?/platform-verifier"]
native-tls = ["reqwest?/native-tls", "ureq?/native-tls-no-default"]
# Layers of `tower` between a client and its transport: `TowerTransport` and `TransportService`.
tower = ["dep:tower-service", "dep:tokio", "dep:gloo-timers"]
# Spans of calls and attempts with the names of OpenTelemetry; never values.
tracing = ["dep:tracing"]
# For the tests of your program: a transport that answers by operation or path and records requests, and a recorder of responses.
test-util = []
# Compressed responses, with the transports that are there; limits count what comes out.
brotli = ["reqwest?/brotli", "ureq?/brotli"]
gzip = ["reqwest?/gzip", "ureq?/gzip"]
zstd = ["reqwest?/zstd"]
# Numbers of any size in free-form JSON. It changes serde_json for every crate of a build.
arbitrary-precision = ["serde_json/arbitrary_precision"]
"#;

const DEPENDENCIES: &str = r#"
[dependencies]
base64 = { version = "0.23", default-features = false, features = ["std"] }
bytes = "1.12"
encoding_rs = { version = "0.8", default-features = false, features = ["alloc"] }
futures-core = { version = "0.3", default-features = false, features = ["std"] }
http = "1.5"
httpdate = "1.0"
indexmap = { version = "2.14", features = ["serde"] }
percent-encoding = "2.3"
reqwest = { version = "0.13", default-features = false, features = ["http2", "stream"], optional = true }
serde = { version = "1.0", default-features = false, features = ["std"] }
serde_json = { version = "1.0.140", features = ["float_roundtrip", "preserve_order"] }
tokio = { version = "1.54", default-features = false, features = ["time"], optional = true }
tower-service = { version = "0.3", optional = true }
tracing = { version = "0.1", default-features = false, features = ["std"], optional = true }
ureq = { version = "3.5", default-features = false, optional = true }
"#;

/// The same of a crate of types: of the lines above those that reading and writing JSON needs.
const TYPES_FEATURES: &str = "
[features]
# For the tests of your program: struct literals, and a `Default` where a type can have one.
test-util = []
# Numbers of any size in free-form JSON. It changes serde_json for every crate of a build.
arbitrary-precision = [\"serde_json/arbitrary_precision\"]
";

/// Dependencies of the parts of the runtime that not every client has.
const JIFF: &str = r#"jiff = { version = "0.2", default-features = false, features = ["std"] }"#;
const SIGNATURES: &str = r#"hmac = { version = "0.13", default-features = false, optional = true }
sha2 = { version = "0.11", default-features = false, optional = true }"#;
const SIGNATURES_FEATURE: &str = r#"# What verifies the signatures of webhooks.
webhooks = ["dep:hmac", "dep:sha2"]
"#;
const XML: &str = r#"quick-xml = { version = "0.42", default-features = false }"#;
const CHRONO: &str = r#"chrono = { version = "0.4", default-features = false, features = ["std"] }"#;
const TIME: &str =
    r#"time = { version = "0.3", default-features = false, features = ["formatting", "parsing", "std"] }"#;
const UUID: &str = r#"uuid = { version = "1.20", default-features = false, features = ["std"] }"#;

/// What the examples of the README and `examples/quickstart.rs` need.
const EXAMPLE: &str = r#"
[dev-dependencies]
tokio = { version = "1.54", default-features = false, features = ["macros", "rt-multi-thread"] }

[[example]]
name = "quickstart"
required-features = [FEATURES]
"#;

/// Dependencies of one kind of platform: a browser has TLS and no clock of `std`.
const PLATFORMS: &str = r#"
[target.'cfg(not(target_arch = "wasm32"))'.dependencies]
rustls = { version = "0.23", default-features = false, features = ["std", "tls12"], optional = true }
rustls-platform-verifier = { version = "0.7", optional = true }

[target.'cfg(target_arch = "wasm32")'.dependencies]
gloo-timers = { version = "0.4", features = ["futures"], optional = true }
js-sys = "0.3"
web-time = "1.1"
"#;

/// Documentation sites show what every feature brings.
const DOCS: &str = "
[package.metadata.docs.rs]
all-features = true
";

/// The text of `Cargo.toml`.
pub(super) fn manifest(client: &Client) -> String {
    let Package { name, version, keys, .. } = &client.package;
    let mut package = Table::new();
    package.insert("name".to_owned(), Value::from(name.as_str()));
    package.insert("version".to_owned(), Value::from(version.as_str()));
    package.insert("edition".to_owned(), Value::from("2024"));
    package.insert("readme".to_owned(), Value::from("README.md"));
    for (key, value) in keys {
        package.insert(key.clone(), value.clone());
    }
    let package = toml::to_string(&package).expect("text and lists of text are TOML");
    let (features, dependencies) = (features(client), dependencies(client));
    let gated = client.resources.iter().any(|resource| resource.feature.is_some());
    let example = EXAMPLE.replace("FEATURES", if gated { r#""all-operations", "reqwest""# } else { r#""reqwest""# });
    let (example, platforms) = if client.types_only { ("", "") } else { (example.as_str(), PLATFORMS) };
    format!(
        "# Made by crategen. Changes here are lost: change codegen.toml.\n\n[package]\n{package}{DOCS}{features}{dependencies}{example}{platforms}"
    )
}

/// `[dependencies]`: those of the runtime, and those of the configuration.
fn dependencies(client: &Client) -> String {
    let mut dependencies = if client.types_only { of_types(client) } else { DEPENDENCIES.to_owned() };
    for part in &client.optional_runtime {
        let line = match part {
            OptionalRuntime::Dates(Library::Jiff) => JIFF,
            OptionalRuntime::Dates(Library::Chrono) => CHRONO,
            OptionalRuntime::Dates(Library::Time) => TIME,
            OptionalRuntime::Uuids => UUID,
            OptionalRuntime::Signatures => SIGNATURES,
            OptionalRuntime::Xml => XML,
        };
        dependencies.push_str(line);
        dependencies.push('\n');
    }
    with_own(&dependencies, &client.package.dependencies)
}

/// The tables of features and dependencies.
pub(super) fn requirements(client: &Client) -> String {
    let platforms = if client.types_only { "" } else { PLATFORMS };
    format!("{}{}{platforms}", features(client), dependencies(client))
}

/// Of the dependencies of every client those that types need, be they read from JSON or what events of webhooks hold.
fn of_types(client: &Client) -> String {
    let mut needed = vec!["indexmap", "serde", "serde_json"];
    needed.extend(client.has_base64().then_some("base64"));
    needed.extend(client.webhooks.is_some().then_some("bytes"));
    let is_needed = |line: &&str| line.split_once(" = ").is_none_or(|(name, _)| needed.contains(&name));
    DEPENDENCIES.lines().filter(is_needed).map(|line| format!("{line}\n")).collect()
}

/// `[features]`: those of every client, and those of the tags.
fn features(client: &Client) -> String {
    if client.types_only {
        return TYPES_FEATURES.to_owned();
    }
    let tags: Vec<&Feature> = client.resources.iter().filter_map(|resource| resource.feature.as_ref()).collect();
    let verifies = client.optional_runtime.contains(&OptionalRuntime::Signatures);
    let signatures = if verifies { SIGNATURES_FEATURE } else { "" };
    if tags.is_empty() {
        return format!("{FEATURES}{signatures}");
    }
    let list = |names: &[String]| Value::from(names.to_vec()).to_string();
    let names: Vec<String> = tags.iter().map(|feature| feature.name.clone()).collect();
    let mut text = FEATURES.replacen(
        r#"default = ["reqwest", "rustls"]"#,
        r#"default = ["all-operations", "reqwest", "rustls"]"#,
        1,
    );
    text.push_str(signatures);
    text.push_str(&format!(
        "# Every group of operations; each is a feature by itself, too.\nall-operations = {}\n",
        list(&names)
    ));
    tags.iter().for_each(|Feature { name, needs }| text.push_str(&format!("{name} = {}\n", list(needs))));
    text
}

/// Adds the crates of the configuration to `[dependencies]`: one that the runtime has, too, keeps what it says there and
/// gets the features of both.
fn with_own(dependencies: &str, own: &BTreeMap<String, Table>) -> String {
    let mut lines: Vec<String> = Vec::new();
    let mut rest = own.clone();
    for line in dependencies.lines() {
        let name = line.split_once(" = ").map(|(name, _)| name);
        match name.and_then(|name| Some((name, rest.remove(name)?))) {
            Some((name, entry)) => lines.push(format!("{name} = {}", united(line, entry))),
            None => lines.push(line.to_owned()),
        }
    }
    lines.extend(rest.into_iter().map(|(name, entry)| format!("{name} = {}", Value::Table(entry))));
    lines.join("\n") + "\n"
}

/// The entry of a line with what another one says of the same crate.
fn united(line: &str, other: Table) -> Value {
    let parsed: Table = toml::from_str(line).expect("the dependencies of the runtime are TOML");
    let mut entry = match parsed.into_iter().next() {
        Some((_, Value::Table(entry))) => entry,
        Some((_, version)) => Table::from_iter([("version".to_owned(), version)]),
        None => Table::new(),
    };
    for (key, value) in other {
        match (entry.get_mut(&key), value) {
            (Some(Value::Array(features)), Value::Array(more)) => {
                let new: Vec<Value> = more.into_iter().filter(|feature| !features.contains(feature)).collect();
                features.extend(new);
            }
            (_, value) => drop(entry.insert(key, value)),
        }
    }
    Value::Table(entry)
}
