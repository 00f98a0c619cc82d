//! Codes about parameters.

use super::{Code, ERROR, ERROR_WARNING, Lost, WARNING};

pub(super) const CODES: &[Code] = &[
    Code::new(
        "parameter::collection-format",
        WARNING,
        Lost::Nothing,
        "`collectionFormat` is Swagger 2.0. It is read as `style` and `explode`, or ignored where these are there.",
        "Write `style` and `explode`.",
    ),
    Code::new(
        "parameter::content",
        ERROR_WARNING,
        Lost::Operation,
        "A parameter has `schema` and `content` (a warning: `schema` is used), or several media types in `content` \
         (an error). OpenAPI allows one of both, and one media type.",
        "Leave one of them.",
    ),
    Code::new(
        "parameter::flag",
        ERROR,
        Lost::Operation,
        "`explode` or `allowReserved` is not a boolean. It decides what is sent, so it is not guessed.",
        "Write `true` or `false` without quotes.",
    ),
    Code::new(
        "parameter::in",
        ERROR_WARNING,
        Lost::Operation,
        "`in` of a parameter is missing, or is none of `query`, `header`, `path` and `cookie`. Capitals are read in \
         lower case, as a warning.",
        "Correct `in`. `body` and `formData` of Swagger 2.0 become a `requestBody`.",
    ),
    Code::new("parameter::name", ERROR, Lost::Operation, "A parameter has no `name`.", "Give its `name`."),
    Code::new(
        "parameter::required",
        WARNING,
        Lost::Nothing,
        "A path parameter is not `required: true`, which OpenAPI requires. It is treated as required.",
        "Add `required: true`.",
    ),
    Code::new(
        "parameter::reserved",
        WARNING,
        Lost::Credential,
        "A header parameter is called `Accept`, `Content-Type` or `Authorization`. OpenAPI ignores these: they come \
         from media types and security schemes.",
        "Remove the parameter. For `Authorization`, define a Security Scheme, for example with an overlay.",
    ),
    Code::new(
        "parameter::schema",
        WARNING,
        Lost::Type,
        "A parameter has neither `schema` nor `content`. It is treated as text.",
        "Give its `schema`.",
    ),
    Code::new(
        "parameter::style",
        ERROR_WARNING,
        Lost::Operation,
        "`style` is not one that OpenAPI defines for this location. Wrong capitals are corrected, and `simple` or `form` of a \
         single value is read as the style of the location, as a warning. An optional parameter is left out.",
        "Write a style that the location has: `form` and others in the query, `simple` in headers, `simple`, `label` \
         or `matrix` in paths.",
    ),
    Code::new(
        "parameter::type",
        WARNING,
        Lost::Nothing,
        "`type` stands in the parameter itself, as in Swagger 2.0. It was moved into its `schema`.",
        "Write `schema: {type: …}`.",
    ),
];
