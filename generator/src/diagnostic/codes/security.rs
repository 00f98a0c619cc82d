//! Codes about security schemes and requirements.

use super::{Code, ERROR, ERROR_WARNING, Lost, NOTE, WARNING};

pub(super) const CODES: &[Code] = &[
    Code::new(
        "security::extension",
        WARNING,
        Lost::Nothing,
        "A Security Requirement has a key that begins with `x-` and names no scheme. It is ignored as an extension.",
        "Nothing, or define the scheme under `components/securitySchemes`.",
    ),
    Code::new(
        "security::flows",
        WARNING,
        Lost::Nothing,
        "A scheme of the type `oauth2` has no `flows`; it is often written as in Swagger 2.0. What describes a flow \
         was moved there.",
        "Write `flows` with `tokenUrl` and `scopes`.",
    ),
    Code::new(
        "security::in",
        ERROR_WARNING,
        Lost::Operation,
        "`in` of an API key is none of `header`, `query` and `cookie`. Capitals are read in lower case, as a warning.",
        "Correct `in` with an overlay.",
    ),
    Code::new(
        "security::mutual-tls",
        NOTE,
        Lost::Credential,
        "A scheme of the type `mutualTLS` is satisfied by a certificate of the TLS connection, which calls do not \
         send.",
        "Give the client a transport that is configured with the certificate.",
    ),
    Code::new(
        "security::name",
        ERROR,
        Lost::Operation,
        "An API key has no `name`, so it is unknown where it is sent.",
        "Give the name of the header, query parameter or cookie.",
    ),
    Code::new(
        "security::scheme",
        ERROR_WARNING,
        Lost::Operation,
        "A scheme of the type `http` has no `scheme`. With `bearerFormat` it is read as `bearer`.",
        "Write `scheme: bearer` or `scheme: basic`.",
    ),
    Code::new(
        "security::scopes",
        WARNING,
        Lost::Nothing,
        "The scopes of a Security Requirement are not a list of texts.",
        "Write a list, which may be empty: `oauth: []`.",
    ),
    Code::new(
        "security::type",
        ERROR_WARNING,
        Lost::Operation,
        "`type` of a Security Scheme is missing or not known. Other spellings and `basic` of Swagger 2.0 are read, as \
         a warning.",
        "Write `apiKey`, `http`, `oauth2`, `openIdConnect` or `mutualTLS`.",
    ),
    Code::new(
        "security::url",
        WARNING,
        Lost::Nothing,
        "A flow of OAuth 2.0, or OpenID Connect, lacks a URL that OpenAPI requires. Callers can still give a token.",
        "Add the URL with an overlay if the client is to get tokens by itself.",
    ),
];
