//! One meaning: the document with every reference resolved, read one operation and one schema at a time.

mod called;
mod keywords;
mod lifecycle;
mod limit;
mod operation;
mod reader;
mod schema;
mod security;
mod xml;

use std::sync::Arc;

use indexmap::IndexMap;
use serde_json::Value;

use crate::diagnostic::{Diagnostics, Place};
use crate::document::Document;
use crate::document::filter::Selection;
use crate::pointer::Pointer;

pub use crate::document::Fault;
pub use lifecycle::Lifecycle;
pub use limit::{Amount, Counted, Limit};

/// An API: what its document means.
#[derive(Clone, Debug, Default)]
pub struct Api {
    /// The API's title.
    pub title: String,
    /// Its version, which is text and not the version of a crate.
    pub version: String,
    /// Its summary (since OpenAPI 3.1).
    pub summary: Option<String>,
    /// What it is.
    pub description: Option<String>,
    /// Where it is served.
    pub servers: Vec<Server>,
    /// The tags, in the document's order.
    pub tags: IndexMap<String, Tag>,
    /// What an operation needs that says nothing itself, where the document says so in a form that can be read.
    pub security: Option<Result<Arc<Vec<Requirement>>, Fault>>,
    /// The security schemes.
    pub schemes: IndexMap<String, Scheme>,
    /// The operations, in the document's order.
    pub operations: Vec<Operation>,
    /// The requests of webhooks, in the document's order.
    pub webhooks: Vec<Called>,
    /// Every schema node; a [`SchemaId`] is an index here.
    pub schemas: Vec<Schema>,
    /// The schemas under `components/schemas`, in the document's order.
    pub components: IndexMap<String, SchemaId>,
    /// How many values its document has: what is made of it is in proportion to them.
    pub size: usize,
    /// What could not be read.
    pub left_out: Vec<LeftOut>,
    /// What was not to be read.
    pub filtered: Filtered,
}

impl Api {
    /// A schema node.
    pub fn schema(&self, id: SchemaId) -> &Schema {
        self.schemas.get(id.0).expect("the reader issued this SchemaId")
    }
}

/// How much of a document the configuration filters out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Filtered {
    /// Operations that its rules do not take.
    pub operations: usize,
    /// Schemas of `components/schemas` that no operation needs which is taken.
    pub schemas: usize,
    /// Webhooks that its rules do not take.
    pub webhooks: usize,
}

/// A part that is left out, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeftOut {
    /// What it is.
    pub kind: Part,
    /// `get /pets`, the name of a schema or webhook, or `done of post /pets` of a callback.
    pub name: String,
    /// Where it is written.
    pub at: Place,
    /// The code of the diagnostic that says why.
    pub code: &'static str,
    /// The reason.
    pub reason: String,
}

/// What can be left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// An operation.
    Operation,
    /// A schema.
    Schema,
    /// A webhook.
    Webhook,
    /// A callback.
    Callback,
}

/// A tag.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tag {
    /// `summary` (since OpenAPI 3.2)
    pub summary: Option<String>,
    /// `description`
    pub description: Option<String>,
}

/// A server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Server {
    /// Where it is written.
    pub place: Place,
    /// The URL template.
    pub url: String,
    /// Its name (since OpenAPI 3.2).
    pub name: Option<String>,
    /// What it is for.
    pub description: Option<String>,
    /// Its variables: default and allowed values.
    pub variables: IndexMap<String, (String, Vec<String>)>,
}

/// A set of schemes, all of which are needed, each with its scopes.
pub type Requirement = IndexMap<String, Vec<String>>;

/// A security scheme.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scheme {
    /// Where it is written.
    pub place: Place,
    /// What it is.
    pub description: Option<String>,
    /// Whether it is deprecated (since OpenAPI 3.2).
    pub deprecated: bool,
    /// Its kind.
    pub kind: SchemeKind,
}

/// The kinds of security schemes (OpenAPI 3.1.1, "Security Scheme Object").
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SchemeKind {
    /// A key.
    ApiKey {
        /// Where it goes.
        location: Location,
        /// What it is called.
        name: String,
    },
    /// An HTTP authentication scheme, lower case.
    Http(String),
    /// OAuth 2.
    OAuth2(Vec<OAuthFlow>),
    /// OpenID Connect.
    OpenIdConnect(String),
    /// TLS client certificates.
    MutualTls,
}

/// A way to a token of OAuth 2 (OpenAPI 3.1.1, "OAuth Flow Object").
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OAuthFlow {
    /// Which way.
    pub kind: FlowKind,
    /// Where a user is asked.
    pub authorization_url: Option<String>,
    /// Where a device asks for a code (since OpenAPI 3.2).
    pub device_authorization_url: Option<String>,
    /// Where a token is asked for.
    pub token_url: Option<String>,
    /// Where it is renewed.
    pub refresh_url: Option<String>,
    /// The scopes that there are.
    pub scopes: Vec<String>,
}

impl OAuthFlow {
    /// Its endpoints, each with what it is for. The token endpoint, which credentials are sent to, comes first.
    pub fn urls(&self) -> impl Iterator<Item = (&String, &'static str)> {
        let token = (&self.token_url, "token URL");
        let refresh = (&self.refresh_url, "refresh URL");
        let device = (&self.device_authorization_url, "device authorization URL");
        let authorization = (&self.authorization_url, "authorization URL");
        [token, refresh, device, authorization].into_iter().filter_map(|(url, what)| Some((url.as_ref()?, what)))
    }
}

/// The ways to a token of OAuth 2.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FlowKind {
    /// `implicit`
    Implicit,
    /// `password`
    Password,
    /// `clientCredentials`
    ClientCredentials,
    /// `authorizationCode`
    AuthorizationCode,
    /// `deviceAuthorization`, since OpenAPI 3.2
    DeviceAuthorization,
}

/// Where a parameter goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Location {
    /// The path.
    Path,
    /// The query.
    Query,
    /// A header.
    Header,
    /// A cookie.
    Cookie,
}

/// An operation. What several share of the document, they share here.
#[derive(Clone, Debug)]
pub struct Operation {
    /// Where it is written.
    pub place: Place,
    /// Its pointer in the document.
    pub pointer: Pointer,
    /// The operationId.
    pub id: Option<String>,
    /// The method, upper case.
    pub method: String,
    /// The path template.
    pub path: String,
    /// Its tags.
    pub tags: Vec<String>,
    /// One line.
    pub summary: Option<String>,
    /// More.
    pub description: Option<String>,
    /// Whether it is deprecated.
    pub deprecated: bool,
    /// What is announced of it.
    pub lifecycle: Lifecycle,
    /// Its parameters, those of the path first.
    pub parameters: Vec<Arc<Parameter>>,
    /// Its request body.
    pub body: Option<Arc<RequestBody>>,
    /// Its responses.
    pub responses: IndexMap<Status, Arc<Response>>,
    /// What it needs: what it says itself, or what the document says.
    pub security: Arc<Vec<Requirement>>,
    /// Whether it or the document says what it needs, be it nothing.
    pub says_security: bool,
    /// Its servers, where they are not the API's.
    pub servers: Vec<Server>,
    /// The requests of its callbacks.
    pub callbacks: Vec<Called>,
}

/// A request that the server sends: of a webhook or of a callback.
#[derive(Clone, Debug)]
pub struct Called {
    /// Where it is written.
    pub place: Place,
    /// The key of its webhook or callback.
    pub name: String,
    /// Of a callback: the expression of the URL that is called.
    pub expression: Option<String>,
    /// The method, upper case.
    pub method: String,
    /// One line.
    pub summary: Option<String>,
    /// More.
    pub description: Option<String>,
    /// Whether it is deprecated.
    pub deprecated: bool,
    /// What is sent.
    pub body: Option<Arc<RequestBody>>,
}

impl Operation {
    /// How the operation is called in messages: `get /pets`.
    pub fn label(&self) -> String {
        format!("{} {}", self.method.to_lowercase(), self.path)
    }

    /// What rules of the configuration name it by: its `operationId`, or [`label`](Self::label).
    pub fn key(&self) -> String {
        self.id.clone().unwrap_or_else(|| self.label())
    }
}

/// A parameter.
#[derive(Clone, Debug)]
pub struct Parameter {
    /// Where it is written.
    pub place: Place,
    /// Its name on the wire.
    pub name: String,
    /// Where it goes.
    pub location: Location,
    /// What it is.
    pub description: Option<String>,
    /// Whether it must be given.
    pub required: bool,
    /// Whether it is deprecated.
    pub deprecated: bool,
    /// What is announced of it.
    pub lifecycle: Lifecycle,
    /// The style, as it is called in the standard.
    pub style: &'static str,
    /// One pair per item or property.
    pub explode: bool,
    /// Reserved characters go as they are.
    pub allow_reserved: bool,
    /// Its schema.
    pub schema: SchemaId,
    /// The media type of a parameter with `content`.
    pub content: Option<String>,
    /// The first example of it.
    pub example: Option<Arc<Value>>,
}

/// A request body.
#[derive(Clone, Debug)]
pub struct RequestBody {
    /// Where it is written.
    pub place: Place,
    /// What it is.
    pub description: Option<String>,
    /// Whether it must be sent.
    pub required: bool,
    /// By media type.
    pub content: IndexMap<String, MediaType>,
}

/// A media type of a body or response.
#[derive(Clone, Debug)]
pub struct MediaType {
    /// Where it is written.
    pub place: Place,
    /// The schema.
    pub schema: Option<SchemaId>,
    /// The schema of each item of a stream.
    pub item_schema: Option<SchemaId>,
    /// How single properties of forms are sent.
    pub encoding: IndexMap<String, Encoding>,
    /// The first example of it.
    pub example: Option<Arc<Value>>,
}

impl MediaType {
    /// A media type whose content is not known.
    pub(crate) fn of_anything(place: Place) -> Self {
        Self { place, schema: None, item_schema: None, encoding: IndexMap::new(), example: None }
    }
}

/// How one property of a form is sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Encoding {
    /// The part's media type.
    pub content_type: Option<String>,
    /// The style, as it is called in the standard.
    pub style: Option<&'static str>,
    /// One pair per item or property.
    pub explode: Option<bool>,
    /// Reserved characters go as they are.
    pub allow_reserved: bool,
}

/// A key of `responses`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Status {
    /// `200`
    Code(u16),
    /// `2XX`
    Range(u8),
    /// `default`
    Default,
}

/// A response.
#[derive(Clone, Debug)]
pub struct Response {
    /// Where it is written.
    pub place: Place,
    /// Its summary (since OpenAPI 3.2).
    pub summary: Option<String>,
    /// What it says.
    pub description: String,
    /// By media type.
    pub content: IndexMap<String, MediaType>,
    /// The headers with a schema.
    pub headers: IndexMap<String, Header>,
}

/// A header of a response.
#[derive(Clone, Debug)]
pub struct Header {
    /// Where it is written.
    pub place: Place,
    /// What it is.
    pub description: Option<String>,
    /// Whether it is always there.
    pub required: bool,
    /// Whether it is deprecated.
    pub deprecated: bool,
    /// Whether the properties of an object are `key=value`.
    pub explode: bool,
    /// Its schema.
    pub schema: SchemaId,
    /// The media type of a header with `content`.
    pub content: Option<String>,
}

/// A schema node: an index into [`Api::schemas`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SchemaId(pub usize);

/// A schema node, with references resolved: an edge is a [`SchemaId`], so cycles stay edges.
#[derive(Clone, Debug)]
pub struct Schema {
    /// Where it is written.
    pub place: Place,
    /// Its pointer in the document.
    pub pointer: Pointer,
    /// Its name, if it stands under `components/schemas`.
    pub component: Option<String>,
    /// Why it cannot be used, if it cannot.
    pub invalid: Option<Fault>,
    /// `title`
    pub title: Option<String>,
    /// `description`
    pub description: Option<String>,
    /// `deprecated`
    pub deprecated: bool,
    /// What is announced of it.
    pub lifecycle: Lifecycle,
    /// `readOnly`
    pub read_only: bool,
    /// `writeOnly`
    pub write_only: bool,
    /// Whether null is allowed beside what else is.
    pub nullable: bool,
    /// Whether null is the only value.
    pub null_only: bool,
    /// Whether no value at all is allowed.
    pub never: bool,
    /// `default`
    pub default: Option<Value>,
    /// The types; empty: any.
    pub types: Vec<SimpleType>,
    /// `format`
    pub format: Option<String>,
    /// `enum`, without null.
    pub values: Option<Vec<Value>>,
    /// Whether the one value is a `const`.
    pub constant: bool,
    /// The names of the values (`x-enum-varnames`), by position.
    pub value_names: Vec<String>,
    /// The docs of the values (`x-enum-descriptions`), by position.
    pub value_docs: Vec<String>,
    /// `properties`
    pub properties: IndexMap<String, SchemaId>,
    /// `required`
    pub required: Vec<String>,
    /// `additionalProperties`
    pub additional: Additional,
    /// `items`
    pub items: Option<SchemaId>,
    /// `prefixItems`
    pub prefix_items: Vec<SchemaId>,
    /// Whether a tuple ends with its prefix items.
    pub closed: bool,
    /// `allOf`
    pub all_of: Vec<SchemaId>,
    /// `oneOf`
    pub one_of: Vec<SchemaId>,
    /// `anyOf`
    pub any_of: Vec<SchemaId>,
    /// `discriminator`
    pub discriminator: Option<Discriminator>,
    /// `xml`
    pub xml: Xml,
    /// Which of the values of its type are allowed.
    pub limits: Vec<Limit>,
    /// Whether it is a property that only a condition has (`then`, `else`, `dependentSchemas`).
    pub conditional: bool,
    /// Keywords that the type does not express.
    pub unsupported: Vec<String>,
    /// Keywords that restrict values beyond type and limits, as written.
    pub rules: IndexMap<String, Value>,
}

/// The types of JSON Schema without null.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum SimpleType {
    /// `boolean`
    Boolean,
    /// `integer`
    Integer,
    /// `number`
    Number,
    /// `string`
    String,
    /// `array`
    Array,
    /// `object`
    Object,
}

impl SimpleType {
    /// Whether its values are numbers.
    pub fn is_number(self) -> bool {
        matches!(self, Self::Integer | Self::Number)
    }
}

/// `additionalProperties`
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Additional {
    /// Nothing is said.
    #[default]
    Unsaid,
    /// `false`
    Forbidden,
    /// `true` or `{}`
    Any,
    /// A schema.
    Of(SchemaId),
}

/// How a schema is written in XML (OpenAPI 3.1.1 and 3.2.0, "XML Object").
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Xml {
    /// `name`
    pub name: Option<String>,
    /// `namespace`
    pub namespace: Option<String>,
    /// `prefix`
    pub prefix: Option<String>,
    /// Whether it is said what kind of node it is, and which.
    pub node: Option<XmlKind>,
    /// Whether the items of a list stand in an element of the list.
    pub wrapped: Option<bool>,
}

/// What a schema is in XML.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum XmlKind {
    /// An element.
    Element,
    /// An attribute of the element that it belongs to.
    Attribute,
    /// The text of the element that it belongs to.
    Text,
    /// Nothing of its own: what is inside stands in its place.
    Inside,
}

/// `discriminator`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Discriminator {
    /// The property that tells the schemas apart.
    pub property: String,
    /// Its values.
    pub mapping: IndexMap<String, SchemaId>,
}

/// Reads what the selected part of a document means. What cannot be read is left out with a diagnostic that says where
/// and why.
pub fn read(document: &Document, selection: &Selection, diagnostics: &mut Diagnostics) -> Api {
    reader::Reader::new(document, selection, diagnostics).api()
}
