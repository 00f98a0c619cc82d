//! Codes about Swagger 2.0 documents, which are rewritten in the words of OpenAPI 3.0.

use super::{Code, ERROR, ERROR_WARNING, Lost, WARNING, WARNING_NOTE};

pub(super) const CODES: &[Code] = &[
    Code::new(
        "swagger::body",
        ERROR_WARNING,
        Lost::Type,
        "An operation has two body parameters, or a body beside form fields, so it takes a body of any content (error); or the \
         type of a body stands beside its `schema`, where it is read (warning).",
        "Remove one of the bodies, or write the type in `schema`, with a correction of the document.",
    ),
    Code::new(
        "swagger::collection-format",
        WARNING,
        Lost::Type,
        "OpenAPI 3.0 has no style for this `collectionFormat` at this place. The parameter is text, which the caller joins.",
        "Join the items in the call, or use `csv` or `multi`, if the server reads them.",
    ),
    Code::new(
        "swagger::file",
        WARNING,
        Lost::Nothing,
        "A form with a file is declared as urlencoded. It is sent as `multipart/form-data`, the only form that holds files.",
        "Declare `consumes: [multipart/form-data]`.",
    ),
    Code::new(
        "swagger::host",
        WARNING,
        Lost::Server,
        "`host` has a scheme, or it is no host. In the second case the server of the document is relative.",
        "Correct `host`, or set `base-url` in codegen.toml.",
    ),
    Code::new(
        "swagger::large",
        ERROR,
        Lost::Operation,
        "Parameters, bodies or responses that operations share would be repeated too often in OpenAPI 3.",
        "Name fewer media types in `consumes` and `produces`, or share fewer form fields.",
    ),
    Code::new(
        "swagger::scheme",
        WARNING_NOTE,
        Lost::Nothing,
        "`schemes` is missing, or has no scheme of HTTP. `https` is used, or the scheme of HTTP that belongs to it.",
        "Add `schemes: [https]`, or set `base-url` in codegen.toml.",
    ),
];
