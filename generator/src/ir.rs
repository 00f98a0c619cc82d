//! A Rust client as plain data: no `$ref`, no schema, no places, and no `String` that is a Rust name.

mod headers;
mod int;
mod operation;
mod paging;
pub(crate) mod reach;
mod responses;
mod types;
mod webhooks;
mod weight;
mod xml;

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::names::{MethodName, ModuleName, RustPath};

pub use headers::{Header, HeaderKind, HeaderShape, Headers, SharedHeaders};
pub use operation::{
    Arguments, Body, BodyField, Constant, Content, Feature, FieldEncoding, Form, Location, Operation, OperationId,
    Param, Payload, Presence, Resource, SecurityRequirement, Segment, Status, Style,
};
pub use paging::{NextPage, PageInput, Paging, Source};
pub use responses::{Failure, Reply, Representation, SharedFailures, Success, Switch, SwitchValue, View};
pub use types::{
    Enum, Field, Float, FormField, FormPart, FormParts, FormRest, Int, Kind, Looks, Repr, Rest, Struct, Tag, Type,
    TypeDef, TypeId, TypeShape, Union, UnionVariant, Variant,
};
pub use webhooks::{Callback, CalledBody, Event, EventTag, Webhooks};
pub use xml::{XmlContent, XmlField, XmlId, XmlNode, XmlObject, XmlPlace, XmlShape, XmlTable};

/// A client crate.
#[derive(Clone, Debug, Default)]
pub struct Client {
    /// What `Cargo.toml` says.
    pub package: Package,
    /// The module of a crate that the client is, `crate::api`; `None`: a crate of its own.
    pub module: Option<RustPath>,
    /// Whether it is the types alone: without operations, and what sends them.
    pub types_only: bool,
    /// The API's title, description and version.
    pub docs: Docs,
    /// Where the API is served; the first is the default.
    pub servers: Vec<Server>,
    /// What the client tolerates in responses beside the default of the runtime: settings of `Tolerance`, each with its value.
    pub tolerance: Vec<(&'static str, bool)>,
    /// The header that each POST has a key in.
    pub idempotency_header: Option<String>,
    /// How a caller proves who it is, one per security scheme.
    pub auth: Vec<Credential>,
    /// What operations need that say nothing themselves, where that is too long to stand at each of them: the same as their
    /// [`Operation::auth`].
    pub security: Option<Arc<[Vec<SecurityRequirement>]>>,
    /// The handles of the client, one per tag.
    pub resources: Vec<Resource>,
    /// The failures that several operations have.
    pub failures: Vec<SharedFailures>,
    /// The response headers that several operations have.
    pub headers: Vec<SharedHeaders>,
    /// What the server calls.
    pub webhooks: Option<Webhooks>,
    /// The types, each in the module that it says, in the order in which lowering came to need them.
    pub types: BTreeMap<TypeId, TypeDef>,
    /// How types are written in XML. An [`XmlId`] is an index here.
    pub xml: Vec<XmlTable>,
    /// Hand-written modules that stand beside the generated ones.
    pub modules: Vec<Module>,
    /// What was left out of the crate, for its docs.
    pub left_out: Vec<String>,
    /// The types of other crates that the client reads and writes.
    pub foreign: Vec<Foreign>,
    /// The optional files of the runtime that it has.
    pub optional_runtime: Vec<OptionalRuntime>,
    /// The `recursion_limit` that the deepest chain of types needs, if it is more than rustc's default.
    pub recursion_limit: Option<usize>,
}

/// What `Cargo.toml` of the generated crate says.
#[derive(Clone, Debug, Default)]
pub struct Package {
    /// The crate's name.
    pub name: String,
    /// Its version.
    pub version: String,
    /// Every other key of `[package]`, in order, as TOML values.
    pub keys: BTreeMap<String, toml::Value>,
    /// Crates that it needs beside those of the runtime, as entries of `[dependencies]`.
    pub dependencies: BTreeMap<String, toml::Table>,
}

/// A type of another crate, and how its values are read and written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Foreign {
    /// The type.
    pub path: RustPath,
    /// How.
    pub by: Conversion,
}

/// How the values of a type of another crate are read and written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Conversion {
    /// Any JSON, by serde.
    Serde,
    /// JSON text, by `FromStr` and `Display`.
    Text,
    /// JSON numbers, their text by `FromStr` and `Display`.
    Number,
}

/// Files of the runtime that only some clients have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum OptionalRuntime {
    /// Dates and times, with their library.
    Dates(Library),
    /// UUIDs.
    Uuids,
    /// Signatures of webhooks.
    Signatures,
    /// XML.
    Xml,
}

/// A library of dates and times.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Library {
    /// jiff
    Jiff,
    /// chrono
    Chrono,
    /// time
    Time,
}

/// A hand-written module.
#[derive(Clone, Debug)]
pub struct Module {
    /// Its name.
    pub name: ModuleName,
    /// Its docs, where the file has none of its own.
    pub docs: Docs,
    /// The cargo feature that it needs.
    pub feature: Option<String>,
}

/// Prose: Markdown lines, already made harmless.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Docs(pub Vec<String>);

/// A server of the API.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Server {
    /// The URL template.
    pub url: String,
    /// What it is for.
    pub description: String,
    /// The variables of the template.
    pub variables: Vec<ServerVariable>,
}

/// A variable of a server's URL template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServerVariable {
    /// Its name in the template.
    pub name: String,
    /// What stands there unless the caller says otherwise.
    pub default: String,
    /// What may stand there; empty: anything.
    pub allowed: Vec<String>,
}

/// A security scheme.
#[derive(Clone, Debug)]
pub struct Credential {
    /// The scheme's name in the document.
    pub id: String,
    /// The builder's method that takes the credential.
    pub setter: MethodName,
    /// Its docs.
    pub docs: Docs,
    /// Whether its scheme is deprecated.
    pub deprecated: bool,
    /// Whether an operation asks for it.
    pub used: bool,
    /// Its kind.
    pub kind: CredentialKind,
}

/// The kinds of security schemes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CredentialKind {
    /// A key in a header, query parameter or cookie.
    ApiKey {
        /// Where the key goes.
        location: Location,
        /// What it is called there.
        name: String,
    },
    /// RFC 7617.
    Basic,
    /// RFC 6750.
    Bearer,
    /// Another HTTP authentication scheme, given as the text behind its name.
    Http {
        /// The scheme's name.
        scheme: String,
    },
    /// RFC 6749; the token comes from the caller or from the token endpoint.
    OAuth2(Vec<OAuthFlow>),
    /// The token comes from the caller.
    OpenIdConnect {
        /// The discovery document.
        url: String,
    },
    /// TLS client certificates: a matter of the transport.
    MutualTls,
}

/// A way to a token of OAuth 2.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OAuthFlow {
    /// Which way.
    pub kind: FlowKind,
    /// Where a user is asked.
    pub authorization_url: Option<String>,
    /// Where a device asks for a code.
    pub device_authorization_url: Option<String>,
    /// Where a token is asked for.
    pub token_url: Option<String>,
    /// Where it is renewed.
    pub refresh_url: Option<String>,
    /// The scopes that there are.
    pub scopes: Vec<String>,
}

/// The ways to a token of OAuth 2.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FlowKind {
    /// A user is asked, and the token comes back at once.
    Implicit,
    /// For user and password.
    Password,
    /// For the client itself.
    ClientCredentials,
    /// A user is asked, and a code comes back that is exchanged.
    AuthorizationCode,
    /// For a device: a user types a code elsewhere.
    DeviceAuthorization,
}

impl Client {
    /// The definition of a type.
    pub fn ty(&self, id: TypeId) -> &TypeDef {
        self.types.get(&id).expect("what a client names is in it")
    }

    /// The fields of an object; none of a type that is no object.
    pub fn fields(&self, ty: &Type) -> &[Field] {
        match ty.plain(&self.types) {
            Type::Named(id) => match &self.ty(id).shape {
                TypeShape::Struct(structure) => &structure.fields,
                _ => &[],
            },
            _ => &[],
        }
    }

    /// A table of XML.
    pub fn xml(&self, id: XmlId) -> &XmlTable {
        self.xml.get(id.0).expect("lower issued this XmlId")
    }

    /// The URLs of all servers, the default first, also those of single operations.
    pub fn all_servers(&self) -> Vec<String> {
        let servers = self.servers.iter().chain(self.operations().flat_map(|operation| &operation.servers));
        distinct(servers.map(|server| &server.url))
    }

    /// Whether a type, or an event of a webhook, holds bytes as text.
    pub fn has_base64(&self) -> bool {
        let events = self.webhooks.iter().flat_map(|webhooks| &webhooks.events).filter_map(|event| event.body.ty());
        self.types.values().flat_map(TypeDef::types).chain(events).any(Type::has_base64)
    }

    /// The URLs that tokens are asked for at.
    pub fn token_urls(&self) -> Vec<String> {
        let flows = self.auth.iter().flat_map(|credential| match &credential.kind {
            CredentialKind::OAuth2(flows) => flows.as_slice(),
            _ => &[],
        });
        distinct(flows.flat_map(|flow| [&flow.token_url, &flow.refresh_url]).flatten())
    }

    /// How many requests of webhooks, and how many of callbacks, have their type.
    pub fn called(&self) -> (usize, usize) {
        let webhooks = self.webhooks.as_ref().map_or(0, |webhooks| webhooks.events.len());
        (webhooks, self.operations().map(|operation| operation.callbacks.len()).sum())
    }

    /// All operations.
    pub fn operations(&self) -> impl Iterator<Item = &Operation> {
        self.resources.iter().flat_map(|resource| &resource.operations)
    }

    /// All operations, to be changed.
    pub(crate) fn operations_mut(&mut self) -> impl Iterator<Item = &mut Operation> {
        self.resources.iter_mut().flat_map(|resource| &mut resource.operations)
    }

    /// Visits every type of every signature and field.
    pub fn each_type_mut(&mut self, visit: &mut impl FnMut(&mut Type)) {
        for def in self.types.values_mut() {
            def.shape.each_type_mut(visit);
        }
        for operation in self.operations_mut() {
            operation.params.iter_mut().for_each(|param| visit(&mut param.ty));
            for content in operation.body.iter_mut().flat_map(|body| &mut body.contents) {
                if let Payload::Json(ty) | Payload::Xml(ty, _) | Payload::Form(ty, _) = &mut content.payload {
                    visit(ty);
                }
            }
            operation.replies_mut().filter_map(Reply::ty_mut).for_each(&mut *visit);
            operation.other_failure.iter_mut().for_each(&mut *visit);
            operation.paging.iter_mut().for_each(|paging| visit(&mut paging.item));
            let headers = operation.headers.iter_mut().flat_map(|headers| &mut headers.fields);
            headers.for_each(|header| visit(&mut header.ty));
            let callbacks = operation.callbacks.iter_mut().map(|callback| &mut callback.body);
            callbacks.filter_map(CalledBody::ty_mut).for_each(&mut *visit);
        }
        let events = self.webhooks.iter_mut().flat_map(|webhooks| &mut webhooks.events);
        events.filter_map(|event| event.body.ty_mut()).for_each(&mut *visit);
    }
}

/// Each text once, in order, without empty ones.
fn distinct<'t>(texts: impl Iterator<Item = &'t String>) -> Vec<String> {
    let mut distinct: Vec<String> = Vec::new();
    for text in texts.filter(|text| !text.is_empty()) {
        if !distinct.contains(text) {
            distinct.push(text.clone());
        }
    }
    distinct
}
