//! Codes about paths, operations, bodies, headers, responses and servers.

use super::{Code, ERROR, ERROR_WARNING, Lost, NOTE, WARNING};

pub(super) const CODES: &[Code] = &[
    Code::new(
        "body::content",
        WARNING,
        Lost::Nothing,
        "A Request Body Object has no `content`. The operation sends no body.",
        "Declare `content` with a media type, or remove `requestBody`.",
    ),
    Code::new(
        "body::content-type",
        WARNING,
        Lost::Nothing,
        "`contentType` of an Encoding Object is a list. OpenAPI has one text with commas, and it is read so.",
        "Write one text: `contentType: image/png, image/jpeg`.",
    ),
    Code::new(
        "body::schema",
        WARNING,
        Lost::Nothing,
        "A `schema` stands beside `content` and not in a media type of it. It is read as the schema of \
         `application/json`.",
        "Move the `schema` into a media type of `content`.",
    ),
    Code::new(
        "body::style",
        ERROR,
        Lost::Operation,
        "`style` of an Encoding Object is not one that OpenAPI defines for bodies.",
        "Write `form`, `spaceDelimited`, `pipeDelimited` or `deepObject`.",
    ),
    Code::new(
        "body::style-ignored",
        NOTE,
        Lost::Nothing,
        "`style`, `explode` or `allowReserved` stand in an Encoding Object of a multipart body, where OpenAPI 3.0 ignores them.",
        "Nothing, or declare OpenAPI 3.1, where they count.",
    ),
    Code::new(
        "header::name",
        WARNING,
        Lost::Nothing,
        "A Header Object has `name` or `in`. Its name is the key of the map, so they are ignored.",
        "Remove them.",
    ),
    Code::new(
        "operation::id",
        WARNING,
        Lost::Nothing,
        "`operationId` is empty, and the name comes from method and path; or several operations have the same, which \
         has to be unique.",
        "Give each operation an `operationId` of its own, for example with an overlay.",
    ),
    Code::new(
        "operation::responses",
        WARNING,
        Lost::Nothing,
        "The operation has no `responses`, which OpenAPI 3.0 requires. Every 2xx is treated as a response without a \
         body.",
        "Declare the responses, for example with an overlay.",
    ),
    Code::new(
        "path::method",
        ERROR_WARNING,
        Lost::Operation,
        "A key of a Path Item is a method in capitals (a warning: it is read in lower case), or a method that OpenAPI \
         3.0 does not have (an error: the operation is left out).",
        "Write one of get, put, post, delete, options, head, patch, trace. Other methods must be called by hand.",
    ),
    Code::new(
        "path::slash",
        ERROR_WARNING,
        Lost::Operation,
        "A key of `paths` does not begin with `/`. It is read with `/` in front (a warning), unless it is a URL or \
         exists already (an error).",
        "Write the path alone, beginning with `/`; hosts belong into `servers`.",
    ),
    Code::new(
        "response::status",
        ERROR_WARNING,
        Lost::Part,
        "A key of `responses` is not a status, a range (`2XX`) or `default`, or it stands there twice. A warning \
         shows how it was read; an error means that the response is left out.",
        "Write the status as three digits in quotes, for example `\"200\"`.",
    ),
    Code::new(
        "server::default",
        ERROR_WARNING,
        Lost::Server,
        "A variable of a server has no `default`. The first value of its `enum` is used; without an `enum` the server \
         is left out.",
        "Give its `default`.",
    ),
    Code::new(
        "server::url",
        ERROR,
        Lost::Server,
        "A Server Object has no `url`. The server is left out.",
        "Give its `url`, or remove the server.",
    ),
];
