//! Model + configuration + names → the decided client. Every decision is made here; what comes after only prints.
//!
//! Lowering is a row of passes, each from finished values to a finished value. A room of this folder names those of earlier passes only;
//! ARCHITECTURE.md says which.

mod credentials;
mod finish;
mod meanings;
mod modules;
mod naming;
mod operations;
mod rules;
mod scopes;
mod security;
mod servers;
mod template;
mod types;

use crate::config::Config;
use crate::diagnostic::{Diagnostic, Diagnostics, Place};
use crate::ir::{Client, Docs};
use crate::model::{Api, LeftOut, Part};
use crate::names::{ModuleName, Name};

use meanings::Meanings;
use naming::Names;
use operations::Calls;
use rules::Rules;
use security::Security;
use types::Types;

/// What lowering gives: the client, and what it leaves out.
#[derive(Clone, Debug)]
pub struct Lowered {
    /// The client.
    pub client: Client,
    /// What the model and the client leave out, each once.
    pub left_out: Vec<LeftOut>,
    /// How many schemas of `components/schemas` have a type.
    pub schemas: usize,
}

/// Decides the Rust client of an API.
pub fn lower(config: &Config, api: &Api, diagnostics: &mut Diagnostics) -> Lowered {
    let rules = Rules::new(config);
    let (components, taken) = naming::components(api, &rules, diagnostics);
    let credentials = credentials::credentials(config, api, diagnostics);
    let security = Security::of(api, &credentials, diagnostics);
    let modules = modules::modules(config, api, &rules, diagnostics);
    check(config, api, diagnostics);

    let names = Names::new(api, components, Meanings::of(api, &rules, diagnostics));
    let mut types = Types::new(config, api, names, taken);
    let calls = operations::lower(config, api, &security, modules, &mut types);
    let defined = types.finish();

    let left_out = [api.left_out.as_slice(), &calls.left_out, &defined.left_out].concat();
    let Calls { resources, webhooks, xml, .. } = calls;
    let (auth, security) = (credentials, security.shared);
    let mut client = Client { auth, security, resources, webhooks, xml, ..finish::package(config, api) };
    let mut known = finish::define(&mut client, defined);
    finish::declare(&mut client, &mut known, config, api, &rules, diagnostics);
    rules.report_unused(left_out.is_empty(), diagnostics);
    finish::finish(&mut client, known, config, diagnostics);
    lowered(client, left_out, config, api)
}

/// Reports what is wrong with an API beside its operations and schemas.
fn check(config: &Config, api: &Api, diagnostics: &mut Diagnostics) {
    security::warn_of_lost_names(api, diagnostics);
    if !config.package.types_only {
        security::warn_of_few_requirements(api, diagnostics);
        servers::check(api, diagnostics);
    }
}

fn lowered(mut client: Client, mut left_out: Vec<LeftOut>, config: &Config, api: &Api) -> Lowered {
    let without = left_out.iter().filter(|one| one.kind == Part::Schema).count();
    let schemas = api.components.len().saturating_sub(without);
    if config.package.types_only {
        left_out.retain(|one| matches!(one.kind, Part::Schema | Part::Webhook));
    }
    client.left_out = left_out.iter().map(said).collect();
    Lowered { client, left_out, schemas }
}

/// What the docs of the crate say of a part that is left out.
fn said(left: &LeftOut) -> String {
    let (name, reason) = (crate::docs::code(&left.name), crate::docs::inline(&left.reason));
    match left.kind {
        Part::Operation => format!("operation {name}: {reason}"),
        Part::Schema => format!("schema {name}, which is any JSON: {reason}"),
        Part::Webhook => format!("webhook {name}: {reason}"),
        Part::Callback => format!("callback {name}: {reason}"),
    }
}

/// Whether a type is read from responses or written to requests: only schemas with `readOnly` or `writeOnly`
/// properties differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum View {
    /// As in responses.
    Read,
    /// As in requests.
    Write,
    /// As in merge patches (RFC 7396): everything that may be absent may also be null, which removes it.
    Patch,
}

/// Where a type is needed: decides its module and the first words of its name.
#[derive(Clone, Debug)]
pub(crate) struct Site {
    /// The module of a resource; `None`: `types`.
    pub(crate) module: Option<ModuleName>,
    /// The name of what the schema stands in, for schemas whose pointer does not tell one.
    pub(crate) words: String,
    /// The name of the parameter that the schema is of.
    pub(crate) param: Option<String>,
    /// How the type is used.
    pub(crate) view: View,
}

/// A diagnostic for a name that only a number tells apart.
fn numbered(wanted: &impl Name, name: &impl Name, place: Place) -> Diagnostic {
    let message = format!("the Rust name `{wanted}` is taken: this is called `{name}`");
    Diagnostic::note("names::numbered", place, message)
        .help("give it a name of its own with a rule `[[names.rename]]` in codegen.toml")
}

/// Harmless docs of several texts, with an empty line between them; a text that repeats another is said once.
pub(crate) fn docs(texts: &[Option<&str>]) -> Docs {
    let mut lines: Vec<String> = Vec::new();
    let mut said: Vec<&str> = Vec::new();
    for text in texts.iter().flatten().map(|text| text.trim()).filter(|text| !text.is_empty()) {
        if said.iter().any(|earlier| earlier.trim_end_matches('.') == text.trim_end_matches('.')) {
            continue;
        }
        said.push(text);
        if !lines.is_empty() {
            lines.push(String::new());
        }
        lines.extend(crate::docs::clean(text));
    }
    Docs(lines)
}
