//! The fields of the standard's objects, and how two of each join.

/// What a value is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::document::merge) enum Kind {
    /// A text for people, or data that decides nothing that is sent.
    Text,
    /// Equal, or a contradiction.
    Exact,
    /// A map of names.
    Map(&'static Kind),
    /// A Schema Object.
    Schema,
    /// An Operation Object.
    Operation,
    /// A Parameter or Header Object.
    Parameter,
    /// A Request Body Object.
    RequestBody,
    /// A Response Object.
    Response,
    /// A Media Type Object.
    MediaType,
    /// A Security Scheme Object.
    SecurityScheme,
    /// An OAuth Flow Object.
    Flow,
}

/// How a field joins.
#[derive(Clone, Copy, Debug)]
pub(super) enum Rule {
    Join(Kind),
    /// Equal, where a field that is not there has this value.
    Default(&'static str),
    /// A flag that demands something.
    Required,
    /// The list of an operation's parameters.
    Parameters,
}

const CONTENT: Kind = Kind::Map(&Kind::MediaType);
const HEADERS: Kind = Kind::Map(&Kind::Parameter);
const TEXTS: Kind = Kind::Map(&Kind::Text);

/// How the field `key` of an object joins. Extensions are texts, except those that the generator reads.
pub(super) fn rule(kind: Kind, key: &str) -> Rule {
    match (kind, key) {
        (_, key) if key.starts_with("x-crategen-") => Rule::Join(Kind::Exact),
        (_, key) if key.starts_with("x-") => Rule::Join(Kind::Text),
        (_, "description" | "summary" | "example" | "examples" | "externalDocs" | "deprecated") => {
            Rule::Join(Kind::Text)
        }
        (Kind::Operation, "tags" | "operationId" | "servers" | "security") => Rule::Join(Kind::Text),
        (Kind::Operation, "parameters") => Rule::Parameters,
        (Kind::Operation, "requestBody") => Rule::Join(Kind::RequestBody),
        (Kind::Operation, "responses") => Rule::Join(Kind::Map(&Kind::Response)),
        (Kind::Parameter | Kind::RequestBody, "required") => Rule::Required,
        (Kind::Parameter | Kind::MediaType, "schema" | "itemSchema") => Rule::Join(Kind::Schema),
        (Kind::Parameter | Kind::RequestBody | Kind::Response, "content") => Rule::Join(CONTENT),
        (Kind::Parameter, "allowReserved" | "allowEmptyValue") => Rule::Default("false"),
        (Kind::Response, "headers") => Rule::Join(HEADERS),
        (Kind::Response, "links") => Rule::Join(TEXTS),
        (Kind::SecurityScheme, "bearerFormat") => Rule::Join(Kind::Text),
        (Kind::SecurityScheme, "flows") => Rule::Join(Kind::Map(&Kind::Flow)),
        (Kind::Flow, "scopes") => Rule::Join(TEXTS),
        _ => Rule::Join(Kind::Exact),
    }
}

/// What a component of this kind is.
pub(in crate::document::merge) fn component(kind: &str) -> Kind {
    match kind {
        "schemas" => Kind::Schema,
        "parameters" | "headers" => Kind::Parameter,
        "requestBodies" => Kind::RequestBody,
        "responses" => Kind::Response,
        "mediaTypes" => Kind::MediaType,
        "securitySchemes" => Kind::SecurityScheme,
        // An example decides nothing that is sent.
        "examples" => Kind::Text,
        _ => Kind::Exact,
    }
}
