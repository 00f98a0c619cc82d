//! Codes about the document as a whole.

use super::{Code, ERROR, ERROR_WARNING, Lost, NOTE, WARNING, WARNING_NOTE};

pub(super) const CODES: &[Code] = &[
    Code::new(
        "document::bare-text",
        WARNING,
        Lost::Nothing,
        "Numbers or booleans stand without quotes where text is declared, as in `version: 3.10`. They are read as they are \
         written, `3.10`, and not as the number `3.1`.",
        "Put quotes around these values.",
    ),
    Code::new(
        "document::empty-list",
        WARNING,
        Lost::Nothing,
        "An empty list stands where OpenAPI has an object. It is read as an empty object (some serialisers write \
         empty maps so).",
        "Nothing, or write `{}`.",
    ),
    Code::new(
        "document::examples",
        WARNING,
        Lost::Documentation,
        "`examples` is not a map of Example Objects. The first item of a list, or the value itself, is used as the \
         example.",
        "Write `examples` as `{name: {value: …}}`.",
    ),
    Code::new(
        "document::info",
        WARNING,
        Lost::Documentation,
        "The document has no `info`, or `info` has no `title` or `version`, which OpenAPI requires.",
        "Add them with an overlay: they become name and version of the crate.",
    ),
    Code::new(
        "document::invalid",
        ERROR,
        Lost::Operation,
        "A part of the document was marked as unusable, and the diagnostic that marked it is not there. It is left \
         out.",
        "Show the diagnostics of all stages: the cause was reported earlier.",
    ),
    Code::new(
        "document::merge-key",
        WARNING,
        Lost::Nothing,
        "`\"<<\"` in quotes is an ordinary key. It is read as the YAML merge key that was meant.",
        "Write `<<` without quotes, or repeat the fields.",
    ),
    Code::new(
        "document::newer-key",
        WARNING_NOTE,
        Lost::Nothing,
        "A key is defined by a later version of OpenAPI than the one that the document states. It is read as the later \
         version defines it. Other tools may ignore it.",
        "State the version that the document follows in `openapi`.",
    ),
    Code::new(
        "document::not-an-object",
        ERROR,
        Lost::Operation,
        "A value stands where OpenAPI has an object. If it is the document itself, nothing is generated.",
        "Write the object as OpenAPI defines it, or remove the value with an overlay.",
    ),
    Code::new(
        "document::null",
        WARNING,
        Lost::Nothing,
        "`null` stands where OpenAPI does not allow it. It is treated as absent, here and elsewhere (reported once).",
        "Remove these fields from the document.",
    ),
    Code::new(
        "document::paths",
        WARNING,
        Lost::Nothing,
        "The document has no `paths`, which OpenAPI 3.0 requires. The client has no operations.",
        "Check that the document is complete.",
    ),
    Code::new(
        "document::relative-server",
        NOTE,
        Lost::Nothing,
        "A server is relative to where the document is published, or the document names none, which means `/`. The document was \
         fetched, so the server is that of its URL.",
        "Nothing. `base-url` in the configuration chooses another server.",
    ),
    Code::new(
        "document::reserved",
        WARNING,
        Lost::Nothing,
        "A key begins with `x-crategen-`, which the generator reserves for its own notes. It is ignored.",
        "Remove the key.",
    ),
    Code::new(
        "document::shape",
        ERROR_WARNING,
        Lost::Operation,
        "A field has a value of the wrong kind, for example text in place of a list. A warning shows how it is read; \
         an error means that its node is left out.",
        "Write the field as OpenAPI defines it, or correct it with an overlay action.",
    )
    .lesser(Lost::Limits),
    Code::new(
        "document::tag",
        ERROR,
        Lost::Documentation,
        "A Tag Object has no `name`.",
        "Give its `name`, or remove the tag.",
    ),
    Code::new(
        "document::unknown-key",
        WARNING,
        Lost::Part,
        "A key is not a field of its object in any version of OpenAPI or JSON Schema, and not an extension (`x-…`). It \
         is ignored, with all that it says.",
        "Correct the name, where the help shows the one that was meant. Otherwise remove the key, or let it begin with \
         `x-`.",
    ),
    Code::new(
        "document::unsupported-key",
        WARNING,
        Lost::Part,
        "The standard has this key, and the generator does not support it. The message states what is sent or received \
         without it.",
        "Send what it concerns by hand (`Call::raw`), or remove the key with an overlay where it does not matter.",
    ),
    Code::new(
        "document::unused-key",
        NOTE,
        Lost::Nothing,
        "The standard has this key, and a client has no use for it: links, for example. Nothing \
         that the client sends or receives depends on it.",
        "Nothing.",
    ),
    Code::new(
        "document::version",
        ERROR_WARNING,
        Lost::Everything,
        "`openapi` is missing, is a version that is not known, or is not a text of three numbers. Only the last is \
         read, as a warning.",
        "Write `openapi: 3.0.4`, `3.1.1` or `3.2.0`, whichever the document follows.",
    ),
    Code::new(
        "document::webhooks",
        NOTE,
        Lost::Nothing,
        "An extension of the document holds path items with request bodies, as `webhooks` does since OpenAPI 3.1. Extensions are \
         not read unless the configuration names them.",
        "If these are webhooks, name the extension in codegen.toml: `[webhooks]`, `extension = \"x-webhooks\"`.",
    ),
];
