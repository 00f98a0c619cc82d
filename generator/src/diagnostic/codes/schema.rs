//! Codes about schemas, before they have a meaning.

use super::{Code, ERROR_WARNING, Lost, NOTE, WARNING};

pub(super) const CODES: &[Code] = &[
    Code::new(
        "schema::bounds",
        WARNING,
        Lost::Limits,
        "A limit is not possible: `multipleOf` that is not above zero, or a length that is larger than any value. It \
         is ignored.",
        "Correct or remove the limit.",
    ),
    Code::new(
        "schema::branches",
        WARNING,
        Lost::Nothing,
        "`allOf`, `oneOf` or `anyOf` is empty, which JSON Schema does not allow. It is ignored.",
        "Remove it, or add its schemas.",
    ),
    Code::new(
        "schema::enum",
        WARNING,
        Lost::Limits,
        "`enum` is empty or not a list. A single value is read as a list of one; otherwise it is ignored.",
        "Write `enum` as a list of values.",
    ),
    Code::new(
        "schema::items",
        WARNING,
        Lost::Type,
        "A schema of `type: array` has no `items`, which OpenAPI 3.0 requires. The items are treated as any JSON.",
        "Give the `items`, for example with an overlay.",
    ),
    Code::new(
        "schema::nullable-without-type",
        NOTE,
        Lost::Nothing,
        "`nullable: true` stands without `type`. OpenAPI 3.0 gives it no meaning then; it is read as \"null is \
         allowed\" (reported once).",
        "Nothing, or write `type` beside `nullable`.",
    ),
    Code::new(
        "schema::properties",
        WARNING,
        Lost::Nothing,
        "`properties` is an empty list and not an object. It is read as an object without properties.",
        "Write `{}`, or remove it.",
    ),
    Code::new(
        "schema::required",
        WARNING,
        Lost::Limits,
        "`required` is a boolean, as in draft 3 of JSON Schema. On a property it is read as an entry in `required` of \
         the object; elsewhere it is ignored.",
        "Write `required` as the list of property names, in the object.",
    ),
    Code::new(
        "schema::tuple",
        WARNING,
        Lost::Nothing,
        "`items` is a list, which OpenAPI 3.0 does not allow. It is read as `prefixItems` of JSON Schema 2020-12.",
        "Write `prefixItems` and OpenAPI 3.1, or one schema in `items`.",
    ),
    Code::new(
        "schema::type",
        ERROR_WARNING,
        Lost::Type,
        "`type` is not one of JSON Schema. A warning shows how it is read (`int` as `integer`); an error means that \
         its meaning is not known.",
        "Write one of string, number, integer, boolean, array, object (and null from OpenAPI 3.1 on).",
    ),
    Code::new(
        "schema::unknown-keyword",
        NOTE,
        Lost::Documentation,
        "A schema has a keyword that neither OpenAPI nor JSON Schema 2020-12 defines. From OpenAPI 3.1 on it is an \
         annotation, which has no effect (JSON Schema core, section 4.3.1).",
        "Nothing, unless the keyword restricts values.",
    ),
    Code::new(
        "schema::unknown-required",
        WARNING,
        Lost::Nothing,
        "`required` names a property that `properties` does not have. Where a property has nearly that name, it is \
         misspelt, and the requirement is ignored; else the type has an optional field of any JSON.",
        "Correct the name, or add the property.",
    ),
];
