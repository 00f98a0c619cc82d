//! Which credentials each operation needs (OpenAPI 3.1.1, "Security Requirement Object"). Decided before the operations are lowered:
//! a parameter can be the credential.

use std::collections::HashMap;
use std::rc::Rc;
use std::sync::Arc;

use indexmap::IndexSet;

use super::credentials::has_few_requirements;
use crate::diagnostic::{Diagnostic, Diagnostics, nearest};
use crate::ir::{Credential, CredentialKind, OperationId, SecurityRequirement};
use crate::model::{self, Api, Operation, Parameter, SchemeKind};

/// How many schemes and alternatives stand at each operation; more stand once.
const INLINE: usize = 16;

/// What the operations of an API need to be called.
pub(super) struct Security<'a> {
    needs: Vec<Needs<'a>>,
    /// What most operations need, where it is too long to stand at each of them.
    pub(super) shared: Option<Arc<[Vec<SecurityRequirement>]>>,
}

/// What an operation needs to be called.
#[derive(Clone)]
pub(super) struct Needs<'a> {
    /// Alternatives, each of schemes that are all needed.
    pub(super) requirements: Arc<[Vec<SecurityRequirement>]>,
    /// The schemes that send a key, by where they send it.
    keys: Rc<HashMap<(model::Location, String), &'a str>>,
}

impl<'a> Needs<'a> {
    /// The scheme whose credential is sent where a parameter would be.
    pub(super) fn credential(&self, parameter: &Parameter) -> Option<&'a str> {
        self.keys.get(&key(parameter.location, &parameter.name)).copied()
    }
}

impl<'a> Security<'a> {
    /// What each operation of an API needs; what the document says for all operations is decided once.
    pub(super) fn of(api: &'a Api, credentials: &[Credential], diagnostics: &mut Diagnostics) -> Self {
        let (mut all, mut default, mut shared) = (Vec::new(), None::<Needs<'a>>, None);
        for operation in &api.operations {
            let is_default = is_default(api, operation);
            if let Some(known) = default.as_ref().filter(|_| is_default) {
                all.push(known.clone());
                continue;
            }
            let requirements: Arc<[_]> = alternatives(api, operation, credentials, diagnostics).into_iter().collect();
            let needs = Needs { requirements, keys: Rc::new(keys(api, operation)) };
            if is_default {
                let long = needs.requirements.iter().map(|all| all.len() + 1).sum::<usize>() > INLINE;
                shared = long.then(|| Arc::clone(&needs.requirements));
                default = Some(needs.clone());
            }
            all.push(needs);
        }
        Self { needs: all, shared }
    }

    /// What an operation needs.
    pub(super) fn needs(&self, operation: OperationId) -> &Needs<'a> {
        self.needs.get(operation.0).expect("each operation of the API has its needs")
    }
}

/// Whether an operation needs what the document says for all of them.
fn is_default(api: &Api, operation: &Operation) -> bool {
    match &api.security {
        Some(Ok(default)) => Arc::ptr_eq(default, &operation.security),
        Some(Err(_)) | None => !operation.says_security,
    }
}

/// A scheme that nobody defines costs the credential and not the operation: the other schemes of its requirement are sent. One that
/// names no known scheme is no alternative, and where none is left calls are sent without a credential.
fn alternatives(
    api: &Api,
    operation: &Operation,
    credentials: &[Credential],
    diagnostics: &mut Diagnostics,
) -> IndexSet<Vec<SecurityRequirement>> {
    let mut all = IndexSet::new();
    for requirement in operation.security.iter() {
        let mut needs = Vec::new();
        for (name, scopes) in requirement {
            match api.schemes.get_index_of(name) {
                Some(scheme) => needs.push(SecurityRequirement { scheme, scopes: scopes.clone() }),
                None => diagnostics.push(unknown_scheme(api, operation, name)),
            }
        }
        if !needs.is_empty() || requirement.is_empty() {
            all.insert(needs);
        }
    }
    let configured = api.schemes.is_empty() && !credentials.is_empty();
    // A requirement of a scheme that nobody defined is better served by the one that the configuration knows.
    let configured = configured && (!operation.says_security || !operation.security.is_empty());
    if configured || !operation.says_security && has_few_requirements(api) {
        let sent = credentials.iter().enumerate().filter(|(_, one)| one.kind != CredentialKind::MutualTls);
        all.extend(sent.map(|(scheme, _)| vec![SecurityRequirement { scheme, scopes: Vec::new() }]));
        all.insert(Vec::new());
    }
    all
}

/// The API keys that an operation may need.
fn keys<'a>(api: &'a Api, operation: &Operation) -> HashMap<(model::Location, String), &'a str> {
    let mut keys = HashMap::new();
    for name in operation.security.iter().flat_map(|requirement| requirement.keys()) {
        let Some((id, scheme)) = api.schemes.get_key_value(name) else { continue };
        if let SchemeKind::ApiKey { location, name } = &scheme.kind {
            keys.entry(key(*location, name)).or_insert(id.as_str());
        }
    }
    keys
}

/// Where a key or parameter is sent; names of headers have no case.
fn key(location: model::Location, name: &str) -> (model::Location, String) {
    let name = if location == model::Location::Header { name.to_ascii_lowercase() } else { name.to_owned() };
    (location, name)
}

fn unknown_scheme(api: &Api, operation: &Operation, name: &str) -> Diagnostic {
    let message =
        format!("`security` names `{name}`, which is not a usable security scheme: its credential is not sent");
    let near = nearest(name, api.schemes.keys().map(String::as_str));
    let help = match near {
        Some(near) => format!("did you mean `{near}`? an overlay can correct it"),
        None => "define it under `components/securitySchemes`, with an overlay if the document is not yours".to_owned(),
    };
    Diagnostic::error("lower::unknown-scheme", operation.place.clone(), message).help(help)
}

/// Requirements without a scheme, one beside the other, are a list of names that got lost, not a public API.
pub(super) fn warn_of_lost_names(api: &Api, diagnostics: &mut Diagnostics) {
    let lost = |operation: &&Operation| {
        operation.security.len() > 1 && operation.security.iter().all(|requirement| requirement.is_empty())
    };
    let mut lost = api.operations.iter().filter(lost);
    if let Some(operation) = lost.next() {
        let others = lost.count();
        let more = if others > 0 { format!(" (and {others} more)") } else { String::new() };
        let message =
            format!("`security` lists requirements without a scheme: the names of the schemes were lost{more}");
        let warning = Diagnostic::warning("lower::security-names-lost", operation.place.clone(), message);
        diagnostics.push(warning.help("calls are sent without credentials; put the schemes right with an overlay"));
    }
}

/// Reports schemes that hardly an operation asks for.
pub(super) fn warn_of_few_requirements(api: &Api, diagnostics: &mut Diagnostics) {
    let (Some((name, scheme)), true) = (api.schemes.first(), has_few_requirements(api)) else { return };
    let without = api.operations.iter().filter(|operation| !operation.says_security).count();
    let message = format!(
        "{without} of {} operations do not declare whether they require a credential, though the document defines how to \
         authenticate: what is given for `{name}` is sent to them, and they can be called without it",
        api.operations.len()
    );
    let help = format!(
        "where the API does require it, say so with an overlay: {{target: $, update: {{security: [{{{name}: []}}]}}}}"
    );
    diagnostics.push(Diagnostic::warning("lower::few-requirements", scheme.place.clone(), message).help(help));
}
