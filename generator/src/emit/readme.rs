//! `README.md` of the client crate, whose examples compile.

use std::collections::BTreeSet;

use indexmap::IndexMap;

use crate::docs::{clean, code};
use crate::ir::{Client, Credential, CredentialKind, Server};

use super::example::word;
use super::quickstart::Quickstart;

/// So many operations are listed; of more the docs have the list.
const LISTED: usize = 100;

/// The text of `README.md`; a crate of types has no calls to begin with.
pub(super) fn readme(client: &Client, start: Option<&Quickstart<'_>>) -> String {
    let package = &client.package;
    let mut lines = vec![format!("# {}", package.name), String::new()];
    lines.extend(client.docs.0.iter().cloned());
    match start {
        None => lines.extend(TYPES.lines().map(str::to_owned)),
        Some(start) => {
            lines.extend([String::new(), "A client made by crategen from the API's description.".to_owned()]);
            lines.extend(start.sections());
            lines.extend(features(client));
            lines.extend(operations(client));
        }
    }
    if !client.left_out.is_empty() {
        lines.extend([String::new(), "## Left out".to_owned(), String::new()]);
        lines.extend(client.left_out.iter().map(|left| format!("- {left}")));
    }
    lines.push(String::new());
    lines.join("\n")
}

/// What a crate of types says of itself.
const TYPES: &str = "
The types made by crategen from the API's description, without operations and what sends them.

`from_json::<T>(&[u8])` reads any type of the crate from JSON, `to_json(&T)` writes it, and each has serde's `Serialize` and
`Deserialize`. Values and variants that are newer than this crate are kept, not refused. The feature `arbitrary-precision` keeps numbers
of any size in free-form JSON; with `test-util`, for tests, types take struct literals and have a `Default`.";

const FEATURES: &str = "
## Features

| feature | what it brings |
|---|---|
| `reqwest` (default) | the async transport, with rustls |
| `blocking` | `blocking::Client`, without an async runtime; at the level TRACE of `log`, ureq writes secrets: keep the targets `ureq` and `ureq_proto` at DEBUG |
| `tower` | layers of tower around the transport: `TowerTransport` and `TransportService` |
| `tracing` | spans of calls and attempts with the names of OpenTelemetry, without values |
| `test-util` | for your tests: `Mock` answers by operation or path and records requests, `Recorder` records responses for it; what is received can be built, and `Operation::example()` is what the document shows |
| `gzip`, `brotli`, `zstd` | compressed responses (`zstd`: async only); limits count what comes out |
| `arbitrary-precision` | numbers of any size in free-form JSON |

`.with_response()` of a call returns status, headers and body beside the value; `client.download(url)` fetches a URL of a response without
credentials. `from_json::<T>(&[u8])` reads any type of the crate from JSON, `to_json(&T)` writes it.
Values and variants that are newer than this crate are kept, not refused. Dropping the future of a call cancels the call; the
server may already have processed it.

A proxy, certificates or a unix socket of your own: `.reqwest(client)` takes a client built with
`redirect(reqwest::redirect::Policy::none())`, and `.ureq(agent)` of the blocking builder an agent; both libraries also honour
`HTTPS_PROXY` and `SSL_CERT_FILE`.";

/// The features of every client, and those of the tags.
fn features(client: &Client) -> Vec<String> {
    let mut lines: Vec<String> = FEATURES.lines().map(str::to_owned).collect();
    let tags = client.resources.iter().filter_map(|resource| resource.feature.as_ref());
    let tags: Vec<String> = tags.map(|feature| format!("`{}`", feature.name)).collect();
    if let (Some(end), false) = (lines.iter().rposition(|line| line.starts_with('|')), tags.is_empty()) {
        let row = format!(
            "| {} | the operations of that name, and their types; `all-operations` (default) are all |",
            tags.join(", ")
        );
        lines.insert(end + 1, row);
    }
    if let (Some(end), true) = (lines.iter().rposition(|line| line.starts_with('|')), client.webhooks.is_some()) {
        lines.insert(end + 1, "| `webhooks` | what verifies the signatures of webhooks |".to_owned());
    }
    lines
}

/// How a client is made: `let client = …;`
pub(super) fn builder(client: &Client) -> Vec<String> {
    let path = client.package.name.replace('-', "_");
    let mut lines = vec![format!("let client = {path}::Client::builder()")];
    lines.extend(place(client.servers.first()));
    let (shown, others) = credentials(client);
    for credential in shown {
        let (setter, variable) = (word(&credential.setter), credential.setter.as_str().to_uppercase());
        lines.push(match credential.kind {
            CredentialKind::Basic => format!("    .{setter}(\"user\", std::env::var(\"{variable}\")?)"),
            _ => format!("    .{setter}(std::env::var(\"{variable}\")?)"),
        });
    }
    if !others.is_empty() {
        let others: Vec<String> =
            others.iter().map(|credential| format!("`.{}(…)`", word(&credential.setter))).collect();
        lines.push(format!("    // or {}", others.join(", ")));
    }
    lines.push("    .build()?;".to_owned());
    lines
}

/// Where the calls of an example go, where the document does not say: the path of its server belongs to that.
fn place(server: Option<&Server>) -> Option<String> {
    let url = server.map_or("", |server| server.url.as_str());
    if url.starts_with("https://") {
        return None;
    }
    let path = match url.split_once("://") {
        Some((_, rest)) => rest.split_once('/').map_or("", |(_, path)| path),
        None => url,
    };
    let path = path.trim_matches('/');
    let is_plain = path.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"/-._~".contains(&byte));
    Some(match path {
        path if path.contains('{') => "    .origin(\"https://api.example.com\")".to_owned(),
        path if is_plain && !path.is_empty() => format!("    .base_url(\"https://api.example.com/{path}\")"),
        _ => "    .base_url(\"https://api.example.com\")".to_owned(),
    })
}

/// The credentials of one alternative, and those of the others: the alternative that most operations take.
fn credentials(client: &Client) -> (Vec<&Credential>, Vec<&Credential>) {
    let mut taken: IndexMap<Vec<usize>, usize> = IndexMap::new();
    for operation in client.operations() {
        for needs in operation.auth.iter() {
            let needs: Vec<usize> =
                needs.iter().map(|requirement| requirement.scheme).filter(|&one| is_given(client, one)).collect();
            if !needs.is_empty() {
                *taken.entry(needs).or_default() += 1;
            }
        }
    }
    // Of equal ones the first counts.
    let most = taken.iter().rev().max_by_key(|(_, count)| **count).map(|(needs, _)| needs.clone()).unwrap_or_default();
    let used: BTreeSet<usize> = taken.keys().flatten().copied().collect();
    let of = |chosen: &dyn Fn(usize) -> bool| {
        let all = client.auth.iter().enumerate().filter(|(index, _)| chosen(*index));
        all.map(|(_, credential)| credential).collect::<Vec<_>>()
    };
    (of(&|index| most.contains(&index)), of(&|index| used.contains(&index) && !most.contains(&index)))
}

/// Whether a credential is given to the builder.
fn is_given(client: &Client, scheme: usize) -> bool {
    client.auth.get(scheme).is_some_and(|credential| credential.kind != CredentialKind::MutualTls)
}

fn operations(client: &Client) -> Vec<String> {
    let mut lines = vec![String::new(), "## Operations".to_owned()];
    let count = client.operations().count();
    if count > LISTED {
        let modules: Vec<String> = client.resources.iter().map(|resource| format!("`{}`", resource.module)).collect();
        let modules = modules.join(", ");
        let text = format!("`cargo doc --open` has the {count} operations, in the modules {modules}.");
        return vec![String::new(), "## Operations".to_owned(), String::new(), text];
    }
    for resource in &client.resources {
        lines.extend([String::new(), format!("### `{}`", resource.module), String::new()]);
        for operation in &resource.operations {
            let said = super::said::sentence(&operation.docs);
            lines.push(format!("- `{}`: {}", operation.name, if said.is_empty() { code(&operation.id) } else { said }));
        }
    }
    if client.resources.is_empty() {
        lines.extend(clean("This API has no operations: the crate has its types only."));
    }
    lines
}
