//! Codes about `$ref` inside of one document.

use super::{Code, ERROR, Lost, WARNING, WARNING_NOTE};

pub(super) const CODES: &[Code] = &[
    Code::new(
        "reference::anchor",
        ERROR,
        Lost::Operation,
        "A `$ref` names an `$anchor` that no schema of the document has.",
        "Name an anchor that is there, or write a JSON Pointer such as `#/components/schemas/Pet`.",
    ),
    Code::new(
        "reference::cycle",
        ERROR,
        Lost::Operation,
        "A chain of `$ref`s leads back to itself, so it never arrives at an object.",
        "Let one reference of the chain lead to what is meant.",
    ),
    Code::new(
        "reference::dynamic",
        WARNING,
        Lost::Type,
        "`$dynamicRef` cannot be resolved: no `$dynamicAnchor` decides it. It is treated as any JSON.",
        "Write a plain `$ref` with an overlay.",
    ),
    Code::new(
        "reference::external",
        ERROR,
        Lost::Operation,
        "A `$ref` leads to another document that was not brought in.",
        "Give that file beside the document, or write `#/components/…`.",
    ),
    Code::new(
        "reference::large",
        ERROR,
        Lost::Operation,
        "What references outside of schemas lead to is too large, taken together, or contains itself.",
        "Write fewer of these references, or smaller targets.",
    ),
    Code::new(
        "reference::not-text",
        ERROR,
        Lost::Operation,
        "The value of `$ref` is not a text.",
        "Write `$ref: '#/components/…'`.",
    ),
    Code::new(
        "reference::nothing",
        ERROR,
        Lost::Operation,
        "A `$ref` leads to nothing, or to a value that cannot stand there.",
        "Define the target, or let the reference lead to what is there.",
    ),
    Code::new(
        "reference::place",
        WARNING,
        Lost::Nothing,
        "OpenAPI does not allow `$ref` at this place. The target was put in its place.",
        "Nothing, or write the value itself.",
    ),
    Code::new(
        "reference::siblings",
        WARNING_NOTE,
        Lost::Limits,
        "Keywords stand beside a `$ref`. OpenAPI 3.0 ignores them; elsewhere the one beside the `$ref` wins over the \
         one in its target.",
        "Put `$ref` into an `allOf` with the keywords beside it, if they are to count.",
    )
    .lesser(Lost::Limits),
];
