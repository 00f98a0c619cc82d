//! The keywords of schemas: OpenAPI 3.0.4 (section 4.7.24), JSON Schema 2020-12 and what OpenAPI adds to it, and what older versions of
//! JSON Schema had.

use super::Shape::{Count, Data, DataList, Flag, Items, List, Map, Names, Number, One, Own, SchemaOrFlag, Text, Texts};
use super::{Field, Position, annotation, identifier, read, rule, unused};

use super::Since::{OlderSchema, V3_1};

pub(super) const FIELDS: &[Field] = &[
    // Identity and references (JSON Schema core, section 8).
    read("$ref", Own),
    read("$dynamicRef", Own).since(V3_1),
    read("$recursiveRef", Own).since(OlderSchema),
    identifier("$id").since(V3_1),
    identifier("$anchor").since(V3_1),
    identifier("$dynamicAnchor").since(V3_1),
    identifier("$recursiveAnchor").since(OlderSchema),
    identifier("id").since(OlderSchema),
    unused("$schema", Text, "schemas are read as those of OpenAPI").since(V3_1),
    unused("$vocabulary", Own, "schemas are read as those of OpenAPI").since(V3_1),
    annotation("$comment", Own).since(V3_1),
    read("$defs", Map(Position::Schema)).since(V3_1),
    read("definitions", Map(Position::Schema)).since(OlderSchema),
    // Annotations (JSON Schema validation, section 9).
    annotation("title", Text),
    annotation("description", Text),
    annotation("example", Data),
    annotation("examples", DataList).since(V3_1),
    annotation("externalDocs", One(Position::ExternalDocs)),
    read("default", Data),
    read("deprecated", Flag),
    read("readOnly", Flag),
    read("writeOnly", Flag),
    // Types and limits (JSON Schema validation, section 6).
    read("type", Own),
    read("nullable", Flag),
    read("enum", Data),
    read("const", Data).since(V3_1),
    read("format", Text),
    read("pattern", Text),
    read("multipleOf", Number),
    read("minimum", Number),
    read("maximum", Number),
    read("exclusiveMinimum", Flag),
    read("exclusiveMaximum", Flag),
    read("minLength", Count),
    read("maxLength", Count),
    read("minItems", Count),
    read("maxItems", Count),
    read("uniqueItems", Flag),
    read("minProperties", Count),
    read("maxProperties", Count),
    read("required", Texts),
    // Several schemas for one value (JSON Schema core, section 10.2).
    read("allOf", List(Position::Schema)),
    read("oneOf", List(Position::Schema)),
    read("anyOf", List(Position::Schema)),
    rule("not", SchemaOrFlag),
    rule("if", SchemaOrFlag).since(V3_1),
    rule("then", SchemaOrFlag).since(V3_1),
    rule("else", SchemaOrFlag).since(V3_1),
    rule("dependentSchemas", Map(Position::Schema)).since(V3_1),
    rule("dependentRequired", Names).since(V3_1),
    rule("dependencies", Names).since(OlderSchema),
    // Parts of values (JSON Schema core, section 10.3).
    read("properties", Map(Position::Schema)),
    read("additionalProperties", SchemaOrFlag),
    read("items", Items),
    read("prefixItems", List(Position::Schema)).since(V3_1),
    read("additionalItems", SchemaOrFlag).since(OlderSchema),
    rule("patternProperties", Map(Position::Schema)).since(V3_1),
    rule("propertyNames", SchemaOrFlag).since(V3_1),
    rule("unevaluatedProperties", SchemaOrFlag).since(V3_1),
    rule("unevaluatedItems", SchemaOrFlag).since(V3_1),
    rule("contains", SchemaOrFlag).since(V3_1),
    rule("minContains", Own).since(V3_1),
    rule("maxContains", Own).since(V3_1),
    // Content of texts (JSON Schema validation, section 8).
    read("contentEncoding", Own).since(V3_1),
    read("contentMediaType", Own).since(V3_1),
    // An annotation, which nothing validates (JSON Schema validation, section 8.2).
    unused("contentSchema", SchemaOrFlag, "a text that holds a document is a text").since(V3_1),
    // What OpenAPI adds.
    read("discriminator", One(Position::Discriminator)),
    read("xml", One(Position::Xml)),
    // What stages write.
    read("x-crategen-prefix-items", List(Position::Schema)),
    read("x-crategen-pattern-properties", One(Position::Schema)),
];
