//! Codes about the meaning of the normalised document.

use super::{Code, ERROR, Lost, WARNING};

pub(super) const CODES: &[Code] = &[
    Code::new(
        "model::discriminator",
        ERROR,
        Lost::Type,
        "`discriminator` is not a Discriminator Object. The variants are distinguished by their shape.",
        "Write `discriminator: {propertyName: kind}`.",
    ),
    Code::new(
        "model::discriminator-mapping",
        WARNING,
        Lost::Type,
        "A value of `mapping` is neither the name of a schema nor a `$ref` to one. Values of this kind are kept as \
         JSON.",
        "Let it name a schema, for example with an overlay.",
    ),
    Code::new(
        "model::duplicate-parameter",
        ERROR,
        Lost::Operation,
        "One list of `parameters` has two with the same `name` and `in`, which OpenAPI forbids.",
        "Remove or rename one of them with an overlay.",
    ),
    Code::new(
        "model::encoding",
        ERROR,
        Lost::Operation,
        "An Encoding Object cannot be read.",
        "Correct it as OpenAPI defines it (3.0.4, section 4.7.15).",
    ),
    Code::new(
        "model::foreign-reference",
        ERROR,
        Lost::Part,
        "A `$ref` does not lead into this document.",
        "Let it lead to `#/components/…`.",
    ),
    Code::new(
        "model::operation",
        ERROR,
        Lost::Operation,
        "An Operation Object cannot be read: a field has a value of the wrong kind.",
        "Correct the field that the diagnostic names.",
    ),
    Code::new(
        "model::parameter",
        ERROR,
        Lost::Operation,
        "A Parameter Object cannot be read, or has neither `schema` nor `content`.",
        "Correct it as OpenAPI defines it (3.0.4, section 4.7.12).",
    ),
    Code::new(
        "model::reference-cycle",
        ERROR,
        Lost::Part,
        "A `$ref` leads back to itself.",
        "Let one reference of the chain lead to what is meant.",
    ),
    Code::new(
        "model::schema",
        ERROR,
        Lost::Type,
        "A Schema Object cannot be read: it is not an object, or a keyword has a value of the wrong kind.",
        "Correct the keyword that the diagnostic names.",
    ),
    Code::new(
        "model::security",
        ERROR,
        Lost::Operation,
        "`security` is not a list of Security Requirements.",
        "Write `security: [{name: []}]`.",
    ),
    Code::new(
        "model::security-scheme",
        ERROR,
        Lost::Operation,
        "A Security Scheme cannot be read.",
        "Correct it as OpenAPI defines it (3.0.4, section 4.7.27).",
    ),
    Code::new(
        "model::server",
        ERROR,
        Lost::Server,
        "A Server Object cannot be read. The server is left out.",
        "Correct it as OpenAPI defines it (3.0.4, section 4.7.5).",
    ),
    Code::new(
        "model::status",
        ERROR,
        Lost::Operation,
        "A key of `responses` is not an HTTP status, a range such as `4XX`, or `default`.",
        "Correct the key.",
    ),
    Code::new(
        "model::tag",
        ERROR,
        Lost::Documentation,
        "A Tag Object cannot be read.",
        "Correct it as OpenAPI defines it (3.0.4, section 4.7.22).",
    ),
    Code::new(
        "model::unknown-type",
        ERROR,
        Lost::Type,
        "`type` is not a type of JSON Schema.",
        "Write one of string, number, integer, boolean, array and object.",
    ),
    Code::new(
        "model::unresolved-reference",
        ERROR,
        Lost::Part,
        "A `$ref` leads to nothing in the document.",
        "Define the target, or correct the reference. The help shows a name that is near.",
    ),
];
