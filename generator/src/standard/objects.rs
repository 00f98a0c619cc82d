//! The rows of all objects but schemas, in the order of section 4.

use super::Shape::{Data, Flag, List, Map, Names, One, Own, Text, TextMap, Texts};
use super::{Field, Position, Since, annotation, read, unsupported, unused};

type Fields = &'static [Field];

const LINKS: &str = "a client does not follow links by itself";
const PART_HEADERS: &str = "parts of a body are sent and read without these headers";
const BY_PLACE: &str = "parts of a body without names are neither sent nor read by it";

/// The fields of an object.
pub(super) fn of(position: Position) -> Fields {
    match position {
        Position::Document => DOCUMENT,
        Position::Info => INFO,
        Position::Contact => CONTACT,
        Position::License => LICENSE,
        Position::Server => SERVER,
        Position::ServerVariable => SERVER_VARIABLE,
        Position::Tag => TAG,
        Position::ExternalDocs => EXTERNAL_DOCS,
        Position::SecurityRequirement | Position::Paths | Position::Callback => &[],
        Position::Components => COMPONENTS,
        Position::PathItem => PATH_ITEM,
        Position::Operation => OPERATION,
        Position::Parameter => PARAMETER,
        Position::Header => HEADER,
        Position::RequestBody => REQUEST_BODY,
        Position::MediaType => MEDIA_TYPE,
        Position::Encoding => ENCODING,
        Position::Responses => RESPONSES,
        Position::Response => RESPONSE,
        Position::Link => LINK,
        Position::Example => EXAMPLE,
        Position::Discriminator => DISCRIMINATOR,
        Position::Xml => XML,
        Position::SecurityScheme => SECURITY_SCHEME,
        Position::Flows => FLOWS,
        Position::Flow => FLOW,
        Position::Schema => super::schema::FIELDS,
    }
}

const DOCUMENT: Fields = &[
    read("openapi", Own),
    read("$self", Own).since(Since::V3_2),
    read("info", One(Position::Info)),
    unused("jsonSchemaDialect", Text, "schemas are read as those of OpenAPI").since(Since::V3_1),
    read("servers", List(Position::Server)),
    read("paths", One(Position::Paths)),
    read("webhooks", Map(Position::PathItem)).since(Since::V3_1),
    read("components", One(Position::Components)),
    read("security", List(Position::SecurityRequirement)),
    read("tags", List(Position::Tag)),
    annotation("externalDocs", One(Position::ExternalDocs)),
];

const INFO: Fields = &[
    annotation("title", Text),
    annotation("summary", Text).since(Since::V3_1),
    annotation("description", Text),
    annotation("termsOfService", Text),
    annotation("contact", One(Position::Contact)),
    annotation("license", One(Position::License)),
    read("version", Text),
];

const CONTACT: Fields = &[annotation("name", Text), annotation("url", Text), annotation("email", Text)];

const LICENSE: Fields =
    &[annotation("name", Text), annotation("identifier", Text).since(Since::V3_1), annotation("url", Text)];

const SERVER: Fields = &[
    read("url", Text),
    annotation("description", Text),
    annotation("name", Text).since(Since::V3_2),
    read("variables", Map(Position::ServerVariable)),
];

const SERVER_VARIABLE: Fields = &[read("enum", Texts), read("default", Text), annotation("description", Text)];

const EXTERNAL_DOCS: Fields = &[annotation("description", Text), annotation("url", Text)];

const TAG: Fields = &[
    read("name", Text),
    annotation("summary", Text).since(Since::V3_2),
    annotation("description", Text),
    annotation("externalDocs", One(Position::ExternalDocs)),
    unused("parent", Text, "a module for a tag stands beside the others").since(Since::V3_2),
    unused("kind", Text, "each tag is a module").since(Since::V3_2),
];

const COMPONENTS: Fields = &[
    read("schemas", Map(Position::Schema)),
    read("responses", Map(Position::Response)),
    read("parameters", Map(Position::Parameter)),
    read("examples", Map(Position::Example)),
    read("requestBodies", Map(Position::RequestBody)),
    read("headers", Map(Position::Header)),
    read("securitySchemes", Map(Position::SecurityScheme)),
    unused("links", Map(Position::Link), LINKS),
    read("callbacks", Map(Position::Callback)),
    read("pathItems", Map(Position::PathItem)).since(Since::V3_1),
    read("mediaTypes", Map(Position::MediaType)).since(Since::V3_2),
];

const PATH_ITEM: Fields = &[
    read("$ref", Own),
    annotation("summary", Text),
    annotation("description", Text),
    read("servers", List(Position::Server)),
    read("parameters", List(Position::Parameter)),
    read("get", One(Position::Operation)),
    read("put", One(Position::Operation)),
    read("post", One(Position::Operation)),
    read("delete", One(Position::Operation)),
    read("options", One(Position::Operation)),
    read("head", One(Position::Operation)),
    read("patch", One(Position::Operation)),
    read("trace", One(Position::Operation)),
    read("query", One(Position::Operation)).since(Since::V3_2),
    read("additionalOperations", Map(Position::Operation)).since(Since::V3_2),
];

const OPERATION: Fields = &[
    read("tags", Texts),
    annotation("summary", Text),
    annotation("description", Text),
    annotation("externalDocs", One(Position::ExternalDocs)),
    read("operationId", Text),
    read("parameters", List(Position::Parameter)),
    read("requestBody", One(Position::RequestBody)),
    read("responses", One(Position::Responses)),
    read("callbacks", Map(Position::Callback)),
    read("deprecated", Flag),
    read("security", List(Position::SecurityRequirement)),
    read("servers", List(Position::Server)),
];

const PARAMETER: Fields = &[
    read("name", Text),
    read("in", Text),
    annotation("description", Text),
    read("required", Flag),
    read("deprecated", Flag),
    unused("allowEmptyValue", Flag, "an empty value can be sent where the type of the parameter has one"),
    read("style", Text),
    read("explode", Flag),
    read("allowReserved", Flag),
    read("schema", One(Position::Schema)),
    read("content", Map(Position::MediaType)),
    annotation("example", Data),
    annotation("examples", Map(Position::Example)),
];

const HEADER: Fields = &[
    annotation("description", Text),
    read("required", Flag),
    read("deprecated", Flag),
    read("style", Text),
    read("explode", Flag),
    read("schema", One(Position::Schema)),
    read("content", Map(Position::MediaType)),
    annotation("example", Data),
    annotation("examples", Map(Position::Example)),
];

const REQUEST_BODY: Fields =
    &[annotation("description", Text), read("content", Map(Position::MediaType)), read("required", Flag)];

const MEDIA_TYPE: Fields = &[
    read("schema", One(Position::Schema)),
    read("itemSchema", One(Position::Schema)).since(Since::V3_2),
    read("x-crategen-item-schema", One(Position::Schema)),
    annotation("example", Data),
    annotation("examples", Map(Position::Example)),
    read("encoding", Map(Position::Encoding)),
    unsupported("prefixEncoding", List(Position::Encoding), BY_PLACE).since(Since::V3_2),
    unsupported("itemEncoding", One(Position::Encoding), BY_PLACE).since(Since::V3_2),
];

const ENCODING: Fields = &[
    read("contentType", Text),
    unsupported("headers", Map(Position::Header), PART_HEADERS),
    read("style", Text),
    read("explode", Flag),
    read("allowReserved", Flag),
    unsupported("encoding", Map(Position::Encoding), "what is nested in a part is sent as it is by default")
        .since(Since::V3_2),
    unsupported("prefixEncoding", List(Position::Encoding), BY_PLACE).since(Since::V3_2),
    unsupported("itemEncoding", One(Position::Encoding), BY_PLACE).since(Since::V3_2),
];

const RESPONSES: Fields = &[read("default", One(Position::Response))];

const RESPONSE: Fields = &[
    annotation("summary", Text).since(Since::V3_2),
    annotation("description", Text),
    read("headers", Map(Position::Header)),
    read("content", Map(Position::MediaType)),
    unused("links", Map(Position::Link), LINKS),
];

const LINK: Fields = &[
    read("operationRef", Text),
    read("operationId", Text),
    read("parameters", Names),
    read("requestBody", Own),
    annotation("description", Text),
    read("server", One(Position::Server)),
];

const EXAMPLE: Fields = &[
    annotation("summary", Text),
    annotation("description", Text),
    annotation("value", Data),
    annotation("dataValue", Data).since(Since::V3_2),
    annotation("serializedValue", Data).since(Since::V3_2),
    annotation("externalValue", Text),
];

const DISCRIMINATOR: Fields = &[
    read("propertyName", Text),
    read("mapping", TextMap),
    unsupported("defaultMapping", Text, "values that it stands for are no variant").since(Since::V3_2),
];

const XML: Fields = &[
    read("name", Text),
    read("namespace", Text),
    read("prefix", Text),
    read("attribute", Flag),
    read("wrapped", Flag),
    read("nodeType", Text).since(Since::V3_2),
];

const SECURITY_SCHEME: Fields = &[
    read("type", Text),
    annotation("description", Text),
    read("name", Text),
    read("in", Text),
    read("scheme", Text),
    read("bearerFormat", Text),
    read("flows", One(Position::Flows)),
    read("openIdConnectUrl", Text),
    unused("oauth2MetadataUrl", Text, "the addresses of the flows are used").since(Since::V3_2),
    read("deprecated", Flag).since(Since::V3_2),
];

const FLOWS: Fields = &[
    read("implicit", One(Position::Flow)),
    read("password", One(Position::Flow)),
    read("clientCredentials", One(Position::Flow)),
    read("authorizationCode", One(Position::Flow)),
    read("deviceAuthorization", One(Position::Flow)).since(Since::V3_2),
];

const FLOW: Fields = &[
    read("authorizationUrl", Text),
    read("deviceAuthorizationUrl", Text).since(Since::V3_2),
    read("tokenUrl", Text),
    read("refreshUrl", Text),
    read("scopes", TextMap),
];
