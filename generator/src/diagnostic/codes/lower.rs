//! Codes about the meaning, as it becomes a Rust client.

use super::{Code, ERROR, ERROR_WARNING, Lost, NOTE, WARNING, WARNING_NOTE};

pub(super) const CODES: &[Code] = &[
    Code::new(
        "lower::all-of-conflict",
        ERROR,
        Lost::Type,
        "The parts of an `allOf` have types with nothing in common, so no value is valid. For a property, any JSON is \
         generated in its place.",
        "Correct one of the parts with an overlay. The diagnostic shows both.",
    ),
    Code::new(
        "lower::all-of-cycle",
        ERROR,
        Lost::Type,
        "An `allOf` contains itself, so the schema has no meaning.",
        "Remove the reference that leads back.",
    ),
    Code::new(
        "lower::all-of-format",
        WARNING,
        Lost::Type,
        "The parts of an `allOf` have different values of `format`. Neither is used, and the type is that without a \
         format.",
        "Correct one of the formats with an overlay.",
    ),
    Code::new(
        "lower::all-of-values",
        WARNING,
        Lost::Type,
        "The `enum`s of an `allOf` have no value in common. The values of the last part are used.",
        "Correct one of the lists with an overlay.",
    ),
    Code::new(
        "lower::called-body",
        WARNING_NOTE,
        Lost::Type,
        "The body of a webhook or callback has a media type that the client does not read: it is kept as bytes. As a note: the \
         document has several media types for it, and the body is expected as one of them.",
        "Read the bytes by hand, or declare JSON with an overlay where the server sends it, too.",
    )
    .lesser(Lost::Type),
    Code::new(
        "lower::credential-parameter",
        NOTE,
        Lost::Nothing,
        "A parameter has the name and the place of the operation's credential. It is the credential: it is set once, at the \
         client, and is no argument of the call.",
        "Nothing, unless the operation needs another value there: then remove the requirement with an overlay.",
    ),
    Code::new(
        "lower::deep-object",
        NOTE,
        Lost::Nothing,
        "The style `deepObject` is declared for lists, single values, or objects with lists or objects in them, which OpenAPI \
         does not define. They are sent with brackets, as the servers that use the style read them.",
        "Nothing. `deep-object-lists = \"empty\"` in `[styles]` of codegen.toml sends `a[]=…` in place of `a[0]=…`.",
    ),
    Code::new(
        "lower::described-enum",
        NOTE,
        Lost::Nothing,
        "The values are listed in the `description` only. The type has a variant for each of them, and keeps others.",
        "Nothing, or turn it off with `[[enums.description]]` and `off = true`.",
    ),
    Code::new(
        "lower::circular-branch",
        NOTE,
        Lost::Nothing,
        "A branch of `oneOf` or `anyOf` is, through choices alone, the same choice again. It adds no value, and gets no \
         variant; the other branches on the way do.",
        "Nothing, unless another schema was meant.",
    ),
    Code::new(
        "lower::empty-branch",
        WARNING,
        Lost::Part,
        "A branch of `oneOf` or `anyOf` contradicts the keywords beside it, so no value can be of it. It gets no \
         variant.",
        "Correct the branch or the keywords beside it with an overlay.",
    ),
    Code::new(
        "lower::enum-kind",
        WARNING,
        Lost::Nothing,
        "The values of an `enum` are of another kind than `type`, for example `type: string` with numbers. They are \
         read as `type` declares.",
        "Write the values in the kind of `type`, for example with quotes.",
    ),
    Code::new(
        "lower::few-requirements",
        WARNING,
        Lost::Nothing,
        "The document defines security schemes, but most operations do not declare whether they require one. A credential \
         that is given is sent to them, and they can be called without it.",
        "Where the API does require it, add `security` at the root with an overlay, as the help shows.",
    ),
    Code::new(
        "lower::form-field",
        ERROR,
        Lost::Operation,
        "An object in a form has a media type that the client cannot write.",
        "Declare the field as `application/json` in `encoding`, if it is that, or send the form by hand.",
    ),
    Code::new(
        "lower::header-of-message",
        WARNING,
        Lost::Part,
        "A header parameter has the name of a header that frames a message (`Content-Length`, `Transfer-Encoding`, \
         `Host`, …), belongs to one connection, authenticates at a proxy, or is made of cookie parameters (`Cookie`). \
         Another value would let server and client disagree where a message ends, so it is no parameter.",
        "Remove the parameter, for example with an overlay. Cookies are parameters `in: cookie`.",
    ),
    Code::new(
        "lower::large-enum",
        NOTE,
        Lost::Limits,
        "An `enum` has more values than a Rust enum should have. The type is the type of the values.",
        "Nothing.",
    ),
    Code::new(
        "lower::media-type",
        ERROR_WARNING,
        Lost::Operation,
        "A key of `content` is not a media type (RFC 9110, section 8.3.1). In a request it cannot be sent (an error); \
         in a response it is not asked for (a warning).",
        "Write a media type such as `application/json`.",
    ),
    Code::new(
        "lower::never",
        ERROR,
        Lost::Type,
        "No value satisfies the schema (it is `false`), so it has no type.",
        "Correct the schema, or remove what refers to it.",
    ),
    Code::new(
        "lower::open-tuple",
        NOTE,
        Lost::Type,
        "An array may have more or fewer items than `prefixItems` describes, or has very many. It is generated as a \
         list of any JSON.",
        "Add `items: false` and `minItems`, if the array has exactly these items.",
    ),
    Code::new(
        "lower::parameter-content",
        ERROR,
        Lost::Operation,
        "A parameter has a media type in `content` that is neither JSON nor text, and nothing defines how it is \
         written.",
        "Use `application/json` or a `schema`, with an overlay.",
    ),
    Code::new(
        "lower::parameter-left-out",
        WARNING,
        Lost::Part,
        "An optional parameter cannot be sent and is left out, the path itself sets its value, or the path has no place for it.",
        "Correct what the diagnostic names, if callers need the parameter.",
    ),
    Code::new(
        "lower::parameter-name",
        ERROR,
        Lost::Operation,
        "The name of a header or cookie parameter is not a token (RFC 9110, section 5.6.2).",
        "Correct the name with an overlay.",
    ),
    Code::new(
        "lower::path",
        ERROR,
        Lost::Operation,
        "No request can be made of the path template: it has a brace without its partner, a segment `.` or `..` (RFC \
         3986, section 5.2.4, removes it), or a query value that mixes text and parameters.",
        "Correct the path with an overlay.",
    ),
    Code::new(
        "lower::path-addition",
        WARNING,
        Lost::Nothing,
        "The path has a query (it is sent with each request) or a fragment (it is never sent).",
        "Declare the query as parameters, if callers have to choose the values.",
    ),
    Code::new(
        "lower::read-only-sent",
        NOTE,
        Lost::Nothing,
        "All properties of a schema that is sent are `readOnly`. Requests have them, because nothing would be left of it: documents \
         say so of references by id.",
        "Nothing, or remove `readOnly` where the server reads the property, with an overlay.",
    ),
    Code::new(
        "lower::response-header",
        WARNING_NOTE,
        Lost::Type,
        "A response header has no type that can be read from text, or differs between the responses. Its raw value is \
         still in `Response::headers`.",
        "Correct the schema of the header, or read the raw value.",
    ),
    Code::new(
        "lower::response-media-type",
        NOTE,
        Lost::Nothing,
        "A response has several media types. A plain call asks for one of them; views of the call ask for the others.",
        "Nothing. A rule `[[responses]]` chooses what a plain call asks for.",
    ),
    Code::new(
        "lower::security-by-others",
        NOTE,
        Lost::Credential,
        "The scheme needs a client certificate, or a reply to a challenge of the server (digest, negotiate, …), which \
         the client does not do by itself.",
        "Give a transport that does it, or the text of the `Authorization` header.",
    ),
    Code::new(
        "lower::security-names-lost",
        WARNING,
        Lost::Credential,
        "`security` lists requirements without the name of a scheme: the names were lost. Calls are sent without \
         credentials.",
        "Define the scheme and set `security` with an overlay.",
    ),
    Code::new(
        "lower::server-http",
        NOTE,
        Lost::Nothing,
        "The URL of a server is `http`, without encryption. Calls to it are refused unless `.allow_http(true)` is set.",
        "Use the `https` address, with an overlay or `base-url` in codegen.toml, if there is one.",
    ),
    Code::new(
        "lower::server-url",
        WARNING,
        Lost::Server,
        "The URL of a server is not one that requests can be sent to. Callers must give a base URL.",
        "Correct it with an overlay, or set `base-url` in codegen.toml.",
    ),
    Code::new(
        "lower::server-variable",
        WARNING,
        Lost::Server,
        "The URL of a server names a variable that is not declared, or the `default` of a variable is not in its \
         `enum`.",
        "Correct the variables with an overlay.",
    ),
    Code::new(
        "lower::style-of-scalar",
        WARNING,
        Lost::Nothing,
        "`style` is defined for lists and objects, but the parameter is a single value. The value is sent as it is.",
        "Remove `style`, or correct the schema.",
    ),
    Code::new(
        "lower::too-large",
        ERROR,
        Lost::Type,
        "References and `allOf` repeat parts of the document so often that the client would be out of proportion to it. What is \
         still to be made is any JSON, and operations are left out.",
        "Refer to components in place of copies, let fewer schemas extend each other, or generate a part of the document with \
         `[filter]`.",
    ),
    Code::new(
        "lower::too-many-branches",
        WARNING,
        Lost::Type,
        "The combinations of `oneOf` and `anyOf` in one schema are too many for a union. Any JSON is generated.",
        "Join the branches of the schema with an overlay.",
    ),
    Code::new(
        "lower::undeclared-path-parameter",
        WARNING,
        Lost::Type,
        "The path template has a parameter that no Parameter Object declares. It is generated as text.",
        "Declare it with `in: path` and its schema, with an overlay.",
    ),
    Code::new(
        "lower::undefined-style",
        ERROR,
        Lost::Operation,
        "OpenAPI does not define how `style` writes such a value, for example an object inside of an object.",
        "Use `content` with `application/json`, or another style, with an overlay.",
    ),
    Code::new(
        "lower::unknown-scheme",
        ERROR,
        Lost::Credential,
        "`security` names a scheme that `components/securitySchemes` does not have. Calls are sent without its credential.",
        "Define the scheme with an overlay, or correct the name. The help shows a name that is near.",
    ),
    Code::new(
        "lower::unsupported-keyword",
        NOTE,
        Lost::Limits,
        "The type does not express these keywords of JSON Schema, so it accepts values that the schema excludes.",
        "Nothing, or check the values where they are used.",
    ),
    Code::new(
        "lower::unused-scheme",
        WARNING,
        Lost::Nothing,
        "No operation asks for a security scheme of the document. A credential for it would never be sent, so the client \
         refuses it when it is built.",
        "Where the API takes the credential, add the scheme to `security` with an overlay, as the help shows; else ignore \
         the warning.",
    ),
    Code::new(
        "lower::xml",
        WARNING,
        Lost::Type,
        "The schema has no mapping to XML. The body is generated as text.",
        "Correct the `xml` of the schema with an overlay, or parse the text.",
    ),
    Code::new(
        "lower::xml-attribute-namespace",
        NOTE,
        Lost::Nothing,
        "An XML attribute has a `namespace` without a `prefix`. In XML such an attribute is in no namespace.",
        "Add a `prefix`, if the namespace is to be written.",
    ),
];
