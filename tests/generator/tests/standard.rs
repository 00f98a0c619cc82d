//! The table of the standard has each field of each object, with the version that defines it; and of many keys that no version has,
//! only so many are reported one by one.

use crategen::diagnostic::Diagnostics;
use crategen::document::normalise::normalise;
use crategen::document::{Document, Origins};
use crategen::source::Sources;
use crategen::standard::{Position, Since};
use serde_json::{Map, Value, json};

/// The fields of the objects of OpenAPI 3.0.4, sections 4.7.1 to 4.7.30, and after `|` those that 3.1.1 adds, then those of 3.2.0.
const OBJECTS: &[(Position, &str)] = &[
    (
        Position::Document,
        "openapi info servers paths components security tags externalDocs | jsonSchemaDialect webhooks | $self",
    ),
    (Position::Info, "title description termsOfService contact license version | summary |"),
    (Position::Contact, "name url email | |"),
    (Position::License, "name url | identifier |"),
    (Position::Server, "url description variables | | name"),
    (Position::ServerVariable, "enum default description | |"),
    (
        Position::Components,
        "schemas responses parameters examples requestBodies headers securitySchemes links callbacks | pathItems | mediaTypes",
    ),
    (
        Position::PathItem,
        "$ref summary description get put post delete options head patch trace servers parameters | | query additionalOperations",
    ),
    (
        Position::Operation,
        "tags summary description externalDocs operationId parameters requestBody responses callbacks deprecated security \
         servers | |",
    ),
    (Position::ExternalDocs, "description url | |"),
    (
        Position::Parameter,
        "name in description required deprecated allowEmptyValue style explode allowReserved schema example examples content | |",
    ),
    (Position::RequestBody, "description content required | |"),
    (Position::MediaType, "schema example examples encoding | | itemSchema prefixEncoding itemEncoding"),
    (Position::Encoding, "contentType headers style explode allowReserved | | encoding prefixEncoding itemEncoding"),
    (Position::Responses, "default | |"),
    (Position::Response, "description headers content links | | summary"),
    (Position::Callback, "| |"),
    (Position::Example, "summary description value externalValue | | dataValue serializedValue"),
    (Position::Link, "operationRef operationId parameters requestBody description server | |"),
    (Position::Header, "description required deprecated style explode schema example examples content | |"),
    (Position::Tag, "name description externalDocs | | summary parent kind"),
    (Position::Discriminator, "propertyName mapping | | defaultMapping"),
    (Position::Xml, "name namespace prefix attribute wrapped | | nodeType"),
    (
        Position::SecurityScheme,
        "type description name in scheme bearerFormat flows openIdConnectUrl | | oauth2MetadataUrl deprecated",
    ),
    (Position::Flows, "implicit password clientCredentials authorizationCode | | deviceAuthorization"),
    (Position::Flow, "authorizationUrl tokenUrl refreshUrl scopes | | deviceAuthorizationUrl"),
    (Position::SecurityRequirement, "| |"),
    (Position::Paths, "| |"),
    (
        Position::Schema,
        // OpenAPI 3.0.4, section 4.7.24; JSON Schema 2020-12 core and validation; nothing new in 3.2.
        "$ref title multipleOf maximum exclusiveMaximum minimum exclusiveMinimum maxLength minLength pattern maxItems minItems \
         uniqueItems maxProperties minProperties required enum type allOf oneOf anyOf not items properties \
         additionalProperties description format default nullable discriminator readOnly writeOnly xml externalDocs example \
         deprecated | \
         $schema $id $anchor $dynamicRef $dynamicAnchor $vocabulary $comment $defs if then else dependentSchemas prefixItems \
         contains patternProperties propertyNames unevaluatedItems unevaluatedProperties const minContains maxContains \
         dependentRequired contentEncoding contentMediaType contentSchema examples |",
    ),
];

#[test]
fn each_field_of_each_version_is_in_the_table() {
    assert_eq!(OBJECTS.len(), Position::ALL.len(), "each object of the standard stands here");
    for (position, fields) in OBJECTS {
        let versions = [Since::V3_0, Since::V3_1, Since::V3_2];
        let mut listed: Vec<(&str, Since)> = Vec::new();
        for (names, since) in fields.split('|').zip(versions) {
            listed.extend(names.split_whitespace().map(|name| (name, since)));
        }
        let rows = position.fields().iter().filter(|field| field.since != Since::OlderSchema);
        let mut rows: Vec<(&str, Since)> = rows.map(|field| (field.name, field.since)).collect();
        rows.retain(|(name, _)| !name.starts_with("x-crategen-"));
        listed.sort_unstable();
        rows.sort_unstable();
        assert_eq!(rows, listed, "{}", position.name());
    }
}

#[test]
fn no_field_stands_twice_and_each_object_has_another_name() {
    for position in Position::ALL {
        let mut names: Vec<&str> = position.fields().iter().map(|field| field.name).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), position.fields().len(), "{}", position.name());
        let same = Position::ALL.iter().filter(|other| other.name() == position.name());
        assert_eq!(same.count(), 1, "{}", position.name());
    }
}

#[test]
fn of_many_unknown_keys_a_hundred_are_reported_and_the_rest_is_counted() {
    let file = Sources::new().add("many.json", "{}");
    let schema: Map<String, Value> = (0..5_000).map(|key| (format!("requierd{key}"), json!(1))).collect();
    let value = json!({
        "openapi": "3.0.4", "info": {"title": "Many", "version": "1"}, "paths": {},
        "components": {"schemas": {"A": schema.clone(), "B": schema}},
    });
    let mut diagnostics = Diagnostics::new();
    normalise(Document::new(value, Origins::of(file)), &mut diagnostics);
    let unknown: Vec<_> = diagnostics.iter().filter(|one| one.code == "document::unknown-key").collect();
    assert_eq!(unknown.len(), 101);
    assert!(unknown[0].message.contains("(2 places"), "{}", unknown[0].message);
    // Each of the others is a key of its own in each of both schemas.
    assert!(unknown[100].message.starts_with("9800 more keys"), "{}", unknown[100].message);
}
