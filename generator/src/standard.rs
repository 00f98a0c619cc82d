//! The standard as one table: which fields the objects of OpenAPI 3.0.4, 3.1.1 and 3.2.0 (section 4) have, and the schemas of JSON
//! Schema 2020-12, with the shape of their values, the version that defines them, and what the generator does with them.
//! Documents of 2.0 are converted before the table is asked.
//!
//! Extensions (`x-…`) are not fields. What an example, a default or an extension holds is data: no key in it is a field.

mod objects;
mod schema;

/// An object of section 4 of the OpenAPI Specification.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[allow(missing_docs)] // Each is named as in the specification.
pub enum Position {
    Document,
    Info,
    Contact,
    License,
    Server,
    ServerVariable,
    Tag,
    ExternalDocs,
    SecurityRequirement,
    Components,
    Paths,
    PathItem,
    Operation,
    Parameter,
    Header,
    RequestBody,
    MediaType,
    Encoding,
    Responses,
    Response,
    Callback,
    Link,
    Example,
    Schema,
    Discriminator,
    Xml,
    SecurityScheme,
    Flows,
    Flow,
}

/// The methods that are fields of a path item in OpenAPI 3.0, in their canonical order.
pub const METHODS_OF_3_0: [&str; 8] = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

/// The methods that are fields of a path item in OpenAPI 3.2.
pub const METHODS: [&str; 9] = ["get", "put", "post", "delete", "options", "head", "patch", "trace", "query"];

/// What the value of a field looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Shape {
    /// A text.
    Text,
    /// A boolean.
    Flag,
    /// Any number.
    Number,
    /// A number of things: whole, at least zero.
    Count,
    /// A list of texts.
    Texts,
    /// An object with texts.
    TextMap,
    /// One object.
    One(Position),
    /// A list of objects.
    List(Position),
    /// An object with any keys, each an object.
    Map(Position),
    /// A schema, where a boolean has a meaning of its own (`additionalProperties`).
    SchemaOrFlag,
    /// A schema, or a list of them (`items` before JSON Schema 2020-12).
    Items,
    /// Data of the document's author: nothing in it is a field.
    Data,
    /// A list of data; any other value is an object of another kind (`examples`).
    DataList,
    /// An object with any keys, whose values a rule of their own reads.
    Names,
    /// What a rule of its own reads.
    Own,
}

/// The version that defines a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Since {
    /// OpenAPI 3.0.
    V3_0,
    /// OpenAPI 3.1, or the version of JSON Schema that it is based on, 2020-12.
    V3_1,
    /// OpenAPI 3.2.
    V3_2,
    /// An older version of JSON Schema, which tools still write.
    OlderSchema,
}

impl Since {
    /// Whether OpenAPI 3.`minor` has the field.
    pub fn is_in(self, minor: u8) -> bool {
        match self {
            Self::V3_0 | Self::OlderSchema => true,
            Self::V3_1 => minor >= 1,
            Self::V3_2 => minor >= 2,
        }
    }

    /// The version as it is written: `3.1`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::V3_0 => "3.0",
            Self::V3_1 => "3.1",
            Self::V3_2 => "3.2",
            Self::OlderSchema => "an older JSON Schema",
        }
    }
}

/// What the generator does with a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Treatment {
    /// A stage reads it.
    Read,
    /// It restricts values beyond what a type expresses: compared by `drift`, and noted where a type is made.
    Rule,
    /// Text or an example for people: part of the documentation at most, never of a request.
    Annotation,
    /// It identifies a schema, which references need.
    Identifier,
    /// A client has no use for it: noted, with what is not generated. What it holds is kept for references into it.
    Unused(&'static str),
    /// It says how something is sent or received, and is not supported: a warning, with what is lost.
    Unsupported(&'static str),
}

/// A field of an object.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Field {
    /// Its name.
    pub name: &'static str,
    /// The shape of its value.
    pub shape: Shape,
    /// The version that defines it.
    pub since: Since,
    /// What is done with it.
    pub treatment: Treatment,
}

impl Field {
    const fn new(name: &'static str, shape: Shape, treatment: Treatment) -> Self {
        Self { name, shape, since: Since::V3_0, treatment }
    }

    const fn since(mut self, since: Since) -> Self {
        self.since = since;
        self
    }

    /// Whether its value is read by its shape: neither data, nor read by a rule of its own, nor objects without a use.
    fn is_shaped(&self) -> bool {
        match self.shape {
            Shape::Data | Shape::DataList | Shape::Names | Shape::Own => false,
            Shape::One(_) | Shape::List(_) | Shape::Map(_) => !matches!(self.treatment, Treatment::Unused(_)),
            _ => true,
        }
    }
}

/// A field that a stage reads.
const fn read(name: &'static str, shape: Shape) -> Field {
    Field::new(name, shape, Treatment::Read)
}

/// A keyword that restricts values.
const fn rule(name: &'static str, shape: Shape) -> Field {
    Field::new(name, shape, Treatment::Rule)
}

/// A text, or data, for people.
const fn annotation(name: &'static str, shape: Shape) -> Field {
    Field::new(name, shape, Treatment::Annotation)
}

/// A keyword that identifies a schema.
const fn identifier(name: &'static str) -> Field {
    Field::new(name, Shape::Own, Treatment::Identifier)
}

/// A field without a use for a client; what is not generated.
const fn unused(name: &'static str, shape: Shape, lost: &'static str) -> Field {
    Field::new(name, shape, Treatment::Unused(lost))
}

/// A field that is not supported; what is lost.
const fn unsupported(name: &'static str, shape: Shape, lost: &'static str) -> Field {
    Field::new(name, shape, Treatment::Unsupported(lost))
}

impl Position {
    /// All objects.
    pub const ALL: [Self; 29] = [
        Self::Document,
        Self::Info,
        Self::Contact,
        Self::License,
        Self::Server,
        Self::ServerVariable,
        Self::Tag,
        Self::ExternalDocs,
        Self::SecurityRequirement,
        Self::Components,
        Self::Paths,
        Self::PathItem,
        Self::Operation,
        Self::Parameter,
        Self::Header,
        Self::RequestBody,
        Self::MediaType,
        Self::Encoding,
        Self::Responses,
        Self::Response,
        Self::Callback,
        Self::Link,
        Self::Example,
        Self::Schema,
        Self::Discriminator,
        Self::Xml,
        Self::SecurityScheme,
        Self::Flows,
        Self::Flow,
    ];

    /// The name of the object in the specification.
    pub fn name(self) -> &'static str {
        match self {
            Self::Document => "OpenAPI Object",
            Self::Info => "Info Object",
            Self::Contact => "Contact Object",
            Self::License => "License Object",
            Self::Server => "Server Object",
            Self::ServerVariable => "Server Variable Object",
            Self::Tag => "Tag Object",
            Self::ExternalDocs => "External Documentation Object",
            Self::SecurityRequirement => "Security Requirement Object",
            Self::Components => "Components Object",
            Self::Paths => "Paths Object",
            Self::PathItem => "Path Item Object",
            Self::Operation => "Operation Object",
            Self::Parameter => "Parameter Object",
            Self::Header => "Header Object",
            Self::RequestBody => "Request Body Object",
            Self::MediaType => "Media Type Object",
            Self::Encoding => "Encoding Object",
            Self::Responses => "Responses Object",
            Self::Response => "Response Object",
            Self::Callback => "Callback Object",
            Self::Link => "Link Object",
            Self::Example => "Example Object",
            Self::Schema => "Schema Object",
            Self::Discriminator => "Discriminator Object",
            Self::Xml => "XML Object",
            Self::SecurityScheme => "Security Scheme Object",
            Self::Flows => "OAuth Flows Object",
            Self::Flow => "OAuth Flow Object",
        }
    }

    /// Its fields, each as the table has it.
    pub fn fields(self) -> &'static [Field] {
        match self {
            Self::Schema => schema::FIELDS,
            _ => objects::of(self),
        }
    }

    /// One of its fields.
    pub fn known(self, key: &str) -> Option<&'static Field> {
        self.fields().iter().find(|field| field.name == key)
    }

    /// The shape of one of its fields, where the value is read by its shape.
    pub fn field(self, key: &str) -> Option<Shape> {
        self.known(key).filter(|field| field.is_shaped()).map(|field| field.shape)
    }

    /// What stands under each key that is neither a field nor an extension.
    pub fn rest(self) -> Option<Self> {
        match self {
            Self::Paths | Self::Callback => Some(Self::PathItem),
            Self::Responses => Some(Self::Response),
            _ => None,
        }
    }

    /// The field of `components` that keeps such objects.
    pub fn section(self) -> Option<&'static str> {
        let holds = |field: &&Field| field.shape == Shape::Map(self);
        Self::Components.fields().iter().find(holds).filter(|field| field.is_shaped()).map(|field| field.name)
    }

    /// Whether OpenAPI 3.0 allows a Reference Object in its place. (A path item has a `$ref` of its own kind.)
    pub fn referable(self) -> bool {
        self.section().is_some() && !matches!(self, Self::PathItem | Self::MediaType)
    }
}

/// Whether the value of a key is data wherever the key is a field, so that nothing in it is one.
pub fn holds_data(key: &str, is_list: bool) -> bool {
    anywhere(key).any(|field| field.shape == Shape::Data || (is_list && field.shape == Shape::DataList))
}

/// Whether the keys of the object under a key are names and no fields.
pub fn holds_names(key: &str) -> bool {
    anywhere(key).any(|field| matches!(field.shape, Shape::Map(_) | Shape::TextMap | Shape::Names))
}

/// The fields of this name.
fn anywhere(key: &str) -> impl Iterator<Item = &'static Field> {
    Position::ALL.into_iter().filter_map(move |position| position.known(key))
}
