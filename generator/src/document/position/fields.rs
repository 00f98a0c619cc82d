//! The table: fields of objects, with their shapes.

use crate::document::position::{Position, Shape};

type Fields = &'static [(&'static str, Shape)];

/// The fields of the object at a position.
pub(super) fn of(position: Position) -> Fields {
    match position {
        Position::Document => DOCUMENT,
        Position::Info => INFO,
        Position::Contact => &[("name", Shape::Text), ("url", Shape::Text), ("email", Shape::Text)],
        Position::License => &[("name", Shape::Text), ("identifier", Shape::Text), ("url", Shape::Text)],
        Position::Server => SERVER,
        Position::ServerVariable => &[("enum", Shape::Texts), ("default", Shape::Text), ("description", Shape::Text)],
        Position::Tag => TAG,
        Position::ExternalDocs => &[("description", Shape::Text), ("url", Shape::Text)],
        Position::SecurityRequirement | Position::Paths => &[],
        Position::Components => COMPONENTS,
        Position::PathItem => PATH_ITEM,
        Position::Operation => OPERATION,
        Position::Parameter | Position::Header => PARAMETER,
        Position::RequestBody => {
            &[("description", Shape::Text), ("content", Shape::Map(Position::MediaType)), ("required", Shape::Flag)]
        }
        Position::MediaType => MEDIA_TYPE,
        Position::Encoding => ENCODING,
        Position::Responses => &[("default", Shape::One(Position::Response))],
        Position::Response => RESPONSE,
        Position::Example => &[("summary", Shape::Text), ("description", Shape::Text), ("externalValue", Shape::Text)],
        Position::Schema => SCHEMA,
        Position::Discriminator => DISCRIMINATOR,
        Position::Xml => XML,
        Position::SecurityScheme => SECURITY_SCHEME,
        Position::Flows => FLOWS,
        Position::Flow => FLOW,
    }
}

const DOCUMENT: Fields = &[
    ("info", Shape::One(Position::Info)),
    ("jsonSchemaDialect", Shape::Text),
    ("servers", Shape::List(Position::Server)),
    ("paths", Shape::One(Position::Paths)),
    ("components", Shape::One(Position::Components)),
    ("security", Shape::List(Position::SecurityRequirement)),
    ("tags", Shape::List(Position::Tag)),
    ("externalDocs", Shape::One(Position::ExternalDocs)),
];

const INFO: Fields = &[
    ("title", Shape::Text),
    ("summary", Shape::Text),
    ("description", Shape::Text),
    ("termsOfService", Shape::Text),
    ("contact", Shape::One(Position::Contact)),
    ("license", Shape::One(Position::License)),
    ("version", Shape::Text),
];

const SERVER: Fields = &[
    ("url", Shape::Text),
    ("description", Shape::Text),
    ("name", Shape::Text),
    ("variables", Shape::Map(Position::ServerVariable)),
];

const TAG: Fields = &[
    ("name", Shape::Text),
    ("summary", Shape::Text),
    ("description", Shape::Text),
    ("externalDocs", Shape::One(Position::ExternalDocs)),
    ("parent", Shape::Text),
    ("kind", Shape::Text),
];

const COMPONENTS: Fields = &[
    ("schemas", Shape::Map(Position::Schema)),
    ("responses", Shape::Map(Position::Response)),
    ("parameters", Shape::Map(Position::Parameter)),
    ("examples", Shape::Map(Position::Example)),
    ("requestBodies", Shape::Map(Position::RequestBody)),
    ("headers", Shape::Map(Position::Header)),
    ("securitySchemes", Shape::Map(Position::SecurityScheme)),
    ("pathItems", Shape::Map(Position::PathItem)),
    ("mediaTypes", Shape::Map(Position::MediaType)),
];

const PATH_ITEM: Fields = &[
    ("summary", Shape::Text),
    ("description", Shape::Text),
    ("servers", Shape::List(Position::Server)),
    ("parameters", Shape::List(Position::Parameter)),
    ("get", Shape::One(Position::Operation)),
    ("put", Shape::One(Position::Operation)),
    ("post", Shape::One(Position::Operation)),
    ("delete", Shape::One(Position::Operation)),
    ("options", Shape::One(Position::Operation)),
    ("head", Shape::One(Position::Operation)),
    ("patch", Shape::One(Position::Operation)),
    ("trace", Shape::One(Position::Operation)),
];

const OPERATION: Fields = &[
    ("tags", Shape::Texts),
    ("summary", Shape::Text),
    ("description", Shape::Text),
    ("externalDocs", Shape::One(Position::ExternalDocs)),
    ("operationId", Shape::Text),
    ("parameters", Shape::List(Position::Parameter)),
    ("requestBody", Shape::One(Position::RequestBody)),
    ("responses", Shape::One(Position::Responses)),
    ("deprecated", Shape::Flag),
    ("security", Shape::List(Position::SecurityRequirement)),
    ("servers", Shape::List(Position::Server)),
];

const PARAMETER: Fields = &[
    ("name", Shape::Text),
    ("in", Shape::Text),
    ("description", Shape::Text),
    ("required", Shape::Flag),
    ("deprecated", Shape::Flag),
    ("allowEmptyValue", Shape::Flag),
    ("style", Shape::Text),
    ("explode", Shape::Flag),
    ("allowReserved", Shape::Flag),
    ("schema", Shape::One(Position::Schema)),
    ("content", Shape::Map(Position::MediaType)),
    ("examples", Shape::Map(Position::Example)),
];

const MEDIA_TYPE: Fields = &[
    ("schema", Shape::One(Position::Schema)),
    ("itemSchema", Shape::One(Position::Schema)),
    ("x-crategen-item-schema", Shape::One(Position::Schema)),
    ("examples", Shape::Map(Position::Example)),
    ("encoding", Shape::Map(Position::Encoding)),
];

const ENCODING: Fields = &[
    ("contentType", Shape::Text),
    ("headers", Shape::Map(Position::Header)),
    ("style", Shape::Text),
    ("explode", Shape::Flag),
    ("allowReserved", Shape::Flag),
];

const RESPONSE: Fields = &[
    ("summary", Shape::Text),
    ("description", Shape::Text),
    ("headers", Shape::Map(Position::Header)),
    ("content", Shape::Map(Position::MediaType)),
];

const SCHEMA: Fields = &[
    ("title", Shape::Text),
    ("description", Shape::Text),
    ("format", Shape::Text),
    ("pattern", Shape::Text),
    ("nullable", Shape::Flag),
    ("readOnly", Shape::Flag),
    ("writeOnly", Shape::Flag),
    ("deprecated", Shape::Flag),
    ("uniqueItems", Shape::Flag),
    ("exclusiveMinimum", Shape::Flag),
    ("exclusiveMaximum", Shape::Flag),
    ("multipleOf", Shape::Number),
    ("minimum", Shape::Number),
    ("maximum", Shape::Number),
    ("minLength", Shape::Count),
    ("maxLength", Shape::Count),
    ("minItems", Shape::Count),
    ("maxItems", Shape::Count),
    ("minProperties", Shape::Count),
    ("maxProperties", Shape::Count),
    ("required", Shape::Texts),
    ("properties", Shape::Map(Position::Schema)),
    ("patternProperties", Shape::Map(Position::Schema)),
    ("$defs", Shape::Map(Position::Schema)),
    ("definitions", Shape::Map(Position::Schema)),
    ("dependentSchemas", Shape::Map(Position::Schema)),
    ("items", Shape::Items),
    ("additionalItems", Shape::SchemaOrFlag),
    ("additionalProperties", Shape::SchemaOrFlag),
    ("unevaluatedItems", Shape::SchemaOrFlag),
    ("unevaluatedProperties", Shape::SchemaOrFlag),
    ("not", Shape::SchemaOrFlag),
    ("if", Shape::SchemaOrFlag),
    ("then", Shape::SchemaOrFlag),
    ("else", Shape::SchemaOrFlag),
    ("contains", Shape::SchemaOrFlag),
    ("propertyNames", Shape::SchemaOrFlag),
    ("contentSchema", Shape::SchemaOrFlag),
    ("allOf", Shape::List(Position::Schema)),
    ("oneOf", Shape::List(Position::Schema)),
    ("anyOf", Shape::List(Position::Schema)),
    ("prefixItems", Shape::List(Position::Schema)),
    ("x-crategen-prefix-items", Shape::List(Position::Schema)),
    ("x-crategen-pattern-properties", Shape::One(Position::Schema)),
    ("discriminator", Shape::One(Position::Discriminator)),
    ("xml", Shape::One(Position::Xml)),
    ("externalDocs", Shape::One(Position::ExternalDocs)),
];

const DISCRIMINATOR: Fields =
    &[("propertyName", Shape::Text), ("mapping", Shape::TextMap), ("defaultMapping", Shape::Text)];

const XML: Fields = &[
    ("name", Shape::Text),
    ("namespace", Shape::Text),
    ("prefix", Shape::Text),
    ("attribute", Shape::Flag),
    ("wrapped", Shape::Flag),
    ("nodeType", Shape::Text),
];

const SECURITY_SCHEME: Fields = &[
    ("type", Shape::Text),
    ("description", Shape::Text),
    ("name", Shape::Text),
    ("in", Shape::Text),
    ("scheme", Shape::Text),
    ("bearerFormat", Shape::Text),
    ("flows", Shape::One(Position::Flows)),
    ("openIdConnectUrl", Shape::Text),
    ("oauth2MetadataUrl", Shape::Text),
    ("deprecated", Shape::Flag),
];

const FLOWS: Fields = &[
    ("implicit", Shape::One(Position::Flow)),
    ("password", Shape::One(Position::Flow)),
    ("clientCredentials", Shape::One(Position::Flow)),
    ("authorizationCode", Shape::One(Position::Flow)),
    ("deviceAuthorization", Shape::One(Position::Flow)),
];

const FLOW: Fields = &[
    ("authorizationUrl", Shape::Text),
    ("deviceAuthorizationUrl", Shape::Text),
    ("tokenUrl", Shape::Text),
    ("refreshUrl", Shape::Text),
    ("scopes", Shape::TextMap),
];
