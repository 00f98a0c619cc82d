//! A Rust client as plain data: no `$ref`, no schema, no places, and no `String` that is a Rust name.

use std::collections::BTreeMap;

use crate::names::{ConstName, FieldName, MethodName, ModuleName, TypeName, VariantName};

/// A client crate.
#[derive(Clone, Debug, Default)]
pub struct Client {
    /// What `Cargo.toml` says.
    pub package: Package,
    /// The API's title, description and version.
    pub docs: Docs,
    /// Where the API is served; the first is the default.
    pub servers: Vec<Server>,
    /// How a caller proves who it is, one per security scheme.
    pub auth: Vec<Credential>,
    /// The handles of the client, one per tag.
    pub resources: Vec<Resource>,
    /// The types, each in the module that it says. A [`TypeId`] is an index here.
    pub types: Vec<TypeDef>,
    /// Hand-written modules that stand beside the generated ones.
    pub modules: Vec<Module>,
    /// What was left out of the crate, for its docs.
    pub left_out: Vec<String>,
    /// The parts of the runtime that not every client has.
    pub parts: Vec<Part>,
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
}

/// A part of the runtime that not every client has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// Dates and times.
    Dates,
    /// UUIDs.
    Uuids,
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
    OAuth2 {
        /// The token endpoint of the client-credentials flow.
        token_url: Option<String>,
        /// The refresh endpoint, if it is another.
        refresh_url: Option<String>,
    },
    /// The token comes from the caller.
    OpenIdConnect {
        /// The discovery document.
        url: String,
    },
    /// TLS client certificates: a matter of the transport.
    MutualTls,
}

/// A handle of the client: the operations of one tag.
#[derive(Clone, Debug)]
pub struct Resource {
    /// The module, and the client's method that gives the handle.
    pub module: ModuleName,
    /// The handle's type.
    pub name: TypeName,
    /// Its docs.
    pub docs: Docs,
    /// Its operations.
    pub operations: Vec<Operation>,
}

/// An operation.
#[derive(Clone, Debug)]
pub struct Operation {
    /// The handle's method.
    pub name: MethodName,
    /// The type that stands for the operation, and holds its arguments where they are a struct.
    pub marker: TypeName,
    /// The static that describes it.
    pub constant: ConstName,
    /// Its name in the document: the operationId, or `METHOD path`.
    pub id: String,
    /// Its docs.
    pub docs: Docs,
    /// Whether it is deprecated.
    pub deprecated: bool,
    /// The HTTP method, upper case.
    pub method: String,
    /// The path; a path cannot name a parameter that is not there.
    pub path: Vec<Segment>,
    /// All parameters, required ones first; [`Segment::Param`] is an index here.
    pub params: Vec<Param>,
    /// How required arguments are given.
    pub arguments: Arguments,
    /// The request body.
    pub body: Option<Body>,
    /// The documented success responses; at least one.
    pub success: Vec<Success>,
    /// The type of an operation whose success responses differ.
    pub output: Option<TypeName>,
    /// The documented failures with a body.
    pub failures: Vec<Failure>,
    /// The type of the documented failures.
    pub failure: Option<TypeName>,
    /// The media types that the client asks for.
    pub accept: String,
    /// OR of ANDs over [`Client::auth`]; empty: none. An empty member: none is allowed.
    pub auth: Vec<Vec<Need>>,
    /// The servers of this operation, where they are not the API's.
    pub servers: Vec<Server>,
    /// Constants told in its description.
    pub constants: Vec<Constant>,
}

/// A security scheme that an operation needs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Need {
    /// An index into [`Client::auth`].
    pub scheme: usize,
    /// The scopes or roles.
    pub scopes: Vec<String>,
}

/// A constant of an operation.
#[derive(Clone, Debug)]
pub struct Constant {
    /// Its name.
    pub name: ConstName,
    /// Its value.
    pub value: String,
    /// Its docs.
    pub docs: Docs,
}

/// A piece of a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Segment {
    /// Text.
    Literal(String),
    /// An index into [`Operation::params`].
    Param(usize),
}

/// How the required arguments of an operation are given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Arguments {
    /// One after the other.
    Positional,
    /// In a struct, by name.
    Struct,
}

/// A parameter.
#[derive(Clone, Debug)]
pub struct Param {
    /// The argument, field or setter.
    pub name: FieldName,
    /// What it is called on the wire.
    pub wire: String,
    /// Its docs.
    pub docs: Docs,
    /// Its type.
    pub ty: Type,
    /// Whether it must be given.
    pub presence: Presence,
    /// Where it goes.
    pub location: Location,
    /// How it is written there.
    pub style: Style,
    /// Whether it is deprecated.
    pub deprecated: bool,
}

/// Where a parameter or key goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
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

/// How a parameter is written (OpenAPI 3.1.1, "Style Values").
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Style {
    /// The style.
    pub form: Form,
    /// One pair per item or property.
    pub explode: bool,
    /// Reserved characters go as they are.
    pub allow_reserved: bool,
}

/// The styles.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Form {
    /// `blue,black`
    Simple,
    /// `.blue.black`
    Label,
    /// `;color=blue`
    Matrix,
    /// `color=blue`
    Form,
    /// `color=blue%20black`
    SpaceDelimited,
    /// `color=blue%7Cblack`
    PipeDelimited,
    /// `color%5BR%5D=100`
    DeepObject,
    /// A serialised value of a media type.
    Content(String),
}

/// Absence only; null is [`Type::Nullable`]: two facts, two places.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Presence {
    /// Always there.
    Required,
    /// May be absent.
    Optional,
}

/// A request body.
#[derive(Clone, Debug)]
pub struct Body {
    /// The argument.
    pub name: FieldName,
    /// Its docs.
    pub docs: Docs,
    /// Whether it must be given.
    pub presence: Presence,
    /// What may be sent; at least one.
    pub contents: Vec<Content>,
    /// The type of a body that can be of several media types.
    pub choice: Option<TypeName>,
}

/// One media type of a body.
#[derive(Clone, Debug)]
pub struct Content {
    /// The media type as declared.
    pub media_type: String,
    /// The variant of [`Body::choice`].
    pub variant: VariantName,
    /// What is sent.
    pub payload: Payload,
}

/// What is sent as a body.
#[derive(Clone, Debug, PartialEq)]
pub enum Payload {
    /// JSON.
    Json(Type),
    /// `application/x-www-form-urlencoded`, with the encoding of the properties that have one.
    Form(Type, Vec<FieldEncoding>),
    /// Parts: a type that is a [`TypeShape::Form`].
    Multipart(TypeId),
    /// Parts that the document does not tell.
    AnyMultipart,
    /// Text.
    Text,
    /// Bytes.
    Bytes,
}

/// How one property of a form is sent.
#[derive(Clone, Debug, PartialEq)]
pub struct FieldEncoding {
    /// The property.
    pub wire: String,
    /// Its media type, where one is declared and no style.
    pub content_type: Option<String>,
    /// Its style, where one is declared.
    pub style: Option<Style>,
}

/// An HTTP status of a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Status {
    /// `200`
    Code(u16),
    /// `2XX`
    Range(u8),
    /// `default`
    Default,
}

/// A documented success response.
#[derive(Clone, Debug)]
pub struct Success {
    /// Its status.
    pub status: Status,
    /// The variant of [`Operation::output`].
    pub variant: VariantName,
    /// What it says.
    pub docs: Docs,
    /// What it holds.
    pub reply: Reply,
}

/// What a response holds.
#[derive(Clone, Debug, PartialEq)]
pub enum Reply {
    /// Nothing that the document describes.
    Empty,
    /// JSON.
    Json(Type),
    /// Text.
    Text,
    /// Bytes, streamed.
    Stream,
    /// Server-sent events, streamed; with a type where their data is JSON.
    Events(Option<Type>),
    /// JSON values, one a line, streamed.
    Lines(Type),
}

/// A documented failure with a body.
#[derive(Clone, Debug)]
pub struct Failure {
    /// Its status.
    pub status: Status,
    /// The variant of [`Operation::failure`].
    pub variant: VariantName,
    /// What it says.
    pub docs: Docs,
    /// Its body.
    pub ty: Type,
}

/// A type of the client: an index into [`Client::types`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TypeId(pub usize);

/// A named type and the module that it stands in; `None`: `types`.
#[derive(Clone, Debug)]
pub struct TypeDef {
    /// The module of a resource; `None`: `types`.
    pub module: Option<ModuleName>,
    /// Its name.
    pub name: TypeName,
    /// Its docs.
    pub docs: Docs,
    /// Whether it is deprecated.
    pub deprecated: bool,
    /// What it is.
    pub shape: TypeShape,
}

/// What a named type is.
#[derive(Clone, Debug)]
pub enum TypeShape {
    /// A struct.
    Struct(Struct),
    /// An enum of scalars.
    Enum(Enum),
    /// An enum of types.
    Union(Union),
    /// Another name for a type.
    Alias(Type),
    /// A type around another that holds itself in lists or maps, which an alias cannot.
    Newtype(Type),
    /// The parts of a multipart body.
    Form(Vec<FormField>),
}

/// A part of a multipart body.
#[derive(Clone, Debug)]
pub struct FormField {
    /// The field.
    pub name: FieldName,
    /// The part's name.
    pub wire: String,
    /// Its docs.
    pub docs: Docs,
    /// Whether it must be there.
    pub presence: Presence,
    /// How it is sent.
    pub part: FormPart,
}

/// How a part is sent, each with its media type where one is declared.
#[derive(Clone, Debug, PartialEq)]
pub enum FormPart {
    /// A file, streamed.
    File(Option<String>),
    /// Files, streamed, one part each.
    Files(Option<String>),
    /// A value: text for a scalar, JSON for an object, a part for each item of a list.
    Value(Type, Option<String>),
}

impl FormPart {
    /// The type of what is not a file.
    pub fn ty(&self) -> Option<&Type> {
        match self {
            Self::File(_) | Self::Files(_) => None,
            Self::Value(ty, _) => Some(ty),
        }
    }

    /// The type of what is not a file, to be changed.
    fn ty_mut(&mut self) -> Option<&mut Type> {
        match self {
            Self::File(_) | Self::Files(_) => None,
            Self::Value(ty, _) => Some(ty),
        }
    }
}

/// An object.
#[derive(Clone, Debug, Default)]
pub struct Struct {
    /// Its fields, in the document's order.
    pub fields: Vec<Field>,
    /// Where the properties without a field go.
    pub rest: Option<Rest>,
}

/// The map of the properties that have no field.
#[derive(Clone, Debug)]
pub struct Rest {
    /// The field.
    pub name: FieldName,
    /// The type of the values.
    pub ty: Type,
}

/// A field.
#[derive(Clone, Debug)]
pub struct Field {
    /// Its name.
    pub name: FieldName,
    /// The property.
    pub wire: String,
    /// Its docs.
    pub docs: Docs,
    /// Its type.
    pub ty: Type,
    /// Whether it must be there.
    pub presence: Presence,
    /// Whether it is deprecated.
    pub deprecated: bool,
    /// The only value that it can have: sent always, checked when decoded, and no field of the struct.
    pub constant: Option<serde_json::Value>,
}

/// An enum of scalars.
#[derive(Clone, Debug)]
pub struct Enum {
    /// What its values are on the wire.
    pub repr: Repr,
    /// Its values.
    pub variants: Vec<Variant>,
}

/// What the values of an enum are on the wire.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Repr {
    /// Text.
    Text,
    /// Whole numbers.
    Integer,
    /// Whole numbers, written as JSON text.
    IntegerText,
    /// Numbers with fractions, compared as decimal text.
    Decimal,
}

/// A value of an enum.
#[derive(Clone, Debug)]
pub struct Variant {
    /// Its name.
    pub name: VariantName,
    /// Its text on the wire.
    pub wire: String,
    /// Its docs.
    pub docs: Docs,
}

/// An enum of types.
#[derive(Clone, Debug)]
pub struct Union {
    /// How the variants are told apart.
    pub tag: Tag,
    /// The variants.
    pub variants: Vec<UnionVariant>,
}

/// How the variants of a union are told apart.
#[derive(Clone, Debug)]
pub enum Tag {
    /// By what the value looks like.
    Shape,
    /// By the text of a property.
    Property(String),
}

/// A variant of a union.
#[derive(Clone, Debug)]
pub struct UnionVariant {
    /// Its name.
    pub name: VariantName,
    /// Its docs.
    pub docs: Docs,
    /// Its type.
    pub ty: Type,
    /// The tag's text, where there is a tag.
    pub tag: Option<String>,
    /// What its values look like.
    pub looks: Looks,
}

/// What the values of a type look like from outside.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Looks {
    /// The kinds of JSON values.
    pub kinds: Vec<Kind>,
    /// Keys that must be there, with the JSON text of the values that they can have; none: any.
    pub required: Vec<(String, Vec<String>)>,
    /// Keys that are known; `None`: any key is.
    pub known: Option<Vec<String>>,
    /// The JSON texts of the only values, where they are counted.
    pub values: Vec<String>,
}

/// The kinds of JSON values; integers are numbers too.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// `null`
    Null,
    /// `true`, `false`
    Bool,
    /// A whole number.
    Integer,
    /// A number.
    Number,
    /// Text.
    String,
    /// A list.
    Array,
    /// An object.
    Object,
}

/// A type as it stands in a field or signature.
#[derive(Clone, Debug, PartialEq)]
pub enum Type {
    /// `()`: JSON null.
    Null,
    /// `bool`
    Bool,
    /// A whole number.
    Int(Int),
    /// A number.
    Float(Float),
    /// `String`
    String,
    /// Text that is not printed.
    Secret,
    /// Bytes in text, as base64.
    Base64,
    /// A date and time with its offset (RFC 3339).
    DateTime,
    /// A date (RFC 3339 `full-date`).
    Date,
    /// A time of the day.
    Time,
    /// A UUID (RFC 9562).
    Uuid,
    /// Any JSON.
    Json,
    /// Any JSON object.
    JsonObject,
    /// A named type.
    Named(TypeId),
    /// A named type, boxed because the edge closes a cycle.
    Boxed(TypeId),
    /// The type or null.
    Nullable(Box<Type>),
    /// `Vec`
    List(Box<Type>),
    /// A map with text keys.
    Map(Box<Type>),
    /// A list of fixed types.
    Tuple(Vec<Type>),
}

/// Whole numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Int {
    /// `i8`
    I8,
    /// `i16`
    I16,
    /// `i32`
    I32,
    /// `i64`
    I64,
    /// `u8`
    U8,
    /// `u16`
    U16,
    /// `u32`
    U32,
    /// `u64`
    U64,
}

/// Numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Float {
    /// `f32`
    F32,
    /// `f64`
    F64,
}

impl Client {
    /// The definition of a type.
    pub fn ty(&self, id: TypeId) -> &TypeDef {
        self.types.get(id.0).expect("lower issued this TypeId")
    }

    /// Visits every type of every signature and field.
    pub fn each_type_mut(&mut self, visit: &mut impl FnMut(&mut Type)) {
        for def in &mut self.types {
            match &mut def.shape {
                TypeShape::Struct(structure) => {
                    structure.fields.iter_mut().for_each(|field| visit(&mut field.ty));
                    structure.rest.iter_mut().for_each(|rest| visit(&mut rest.ty));
                }
                TypeShape::Union(union) => union.variants.iter_mut().for_each(|variant| visit(&mut variant.ty)),
                TypeShape::Alias(ty) | TypeShape::Newtype(ty) => visit(ty),
                TypeShape::Form(fields) => {
                    fields.iter_mut().filter_map(|field| field.part.ty_mut()).for_each(&mut *visit)
                }
                TypeShape::Enum(_) => {}
            }
        }
        for operation in self.resources.iter_mut().flat_map(|resource| &mut resource.operations) {
            operation.params.iter_mut().for_each(|param| visit(&mut param.ty));
            for content in operation.body.iter_mut().flat_map(|body| &mut body.contents) {
                if let Payload::Json(ty) | Payload::Form(ty, _) = &mut content.payload {
                    visit(ty);
                }
            }
            for success in &mut operation.success {
                if let Reply::Json(ty) | Reply::Events(Some(ty)) | Reply::Lines(ty) = &mut success.reply {
                    visit(ty);
                }
            }
            operation.failures.iter_mut().for_each(|failure| visit(&mut failure.ty));
        }
    }
}

impl Type {
    /// This type or null.
    #[must_use]
    pub fn nullable(self) -> Self {
        match self {
            Self::Nullable(_) | Self::Null | Self::Json => self,
            ty => Self::Nullable(Box::new(ty)),
        }
    }
}
