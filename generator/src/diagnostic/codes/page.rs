//! Codes about pages of documentation and the fragments on them.

use super::{ANY, Code, ERROR, ERROR_NOTE, Lost, NOTE, WARNING, WARNING_NOTE};

pub(super) const CODES: &[Code] = &[
    Code::new(
        "page::binary",
        ERROR,
        Lost::Operation,
        "A page contains a NUL byte, so it is not Markdown. The page is left out.",
        "Save the Markdown source of the page.",
    ),
    Code::new(
        "page::credential",
        NOTE,
        Lost::Credential,
        "The text of pages, or a parameter, describes a credential that no Security Scheme of the fragments declares.",
        "Check the proposed overlay actions in the help, and put those that are right into an overlay.",
    ),
    Code::new(
        "page::deprecated",
        NOTE,
        Lost::Documentation,
        "The text of a page calls an operation deprecated, but its fragment has no `deprecated: true`.",
        "Put the proposed action into an overlay if the text is right.",
    ),
    Code::new(
        "page::document",
        ANY,
        Lost::Operation,
        "A page refers to an operation of a document that is not beside it, or shows only a part of a document that \
         is.",
        "Give the complete document that the diagnostic names: it is the better input.",
    ),
    Code::new(
        "page::extract",
        ERROR_NOTE,
        Lost::Operation,
        "The page holds an extract of an operation in an older form of documentation platforms, which is not OpenAPI \
         and cannot be read.",
        "Give the complete document, if the site names one, or a newer copy of the page.",
    ),
    Code::new(
        "page::group",
        NOTE,
        Lost::Nothing,
        "Operations of the pages have no tags. They were grouped by the folders of the pages, by what the pages name as \
         their category, or by the headings above.",
        "Set `tags` with an overlay if they are to be grouped otherwise, or remove them: then paths group the \
         operations.",
    ),
    Code::new(
        "page::messages",
        ERROR_NOTE,
        Lost::Nothing,
        "The page describes messages with AsyncAPI. No client is generated from that.",
        "Nothing, unless the page should have an OpenAPI fragment: then get its Markdown source again.",
    ),
    Code::new(
        "page::no-fragment",
        ERROR_NOTE,
        Lost::Operation,
        "No code fence of the page holds an object with `openapi` and a version, so the page describes no operation.",
        "Save the Markdown source of the page (often the address with `.md`), or give the OpenAPI document of the API.",
    ),
    Code::new(
        "page::not-utf8",
        ERROR,
        Lost::Operation,
        "The page is not valid UTF-8. It is left out.",
        "Save it as UTF-8.",
    ),
    Code::new(
        "page::operation-id",
        WARNING_NOTE,
        Lost::Nothing,
        "The `operationId` of a fragment is empty, or differs from what the page calls the operation; the diagnostic \
         shows the name that is used.",
        "Set `operationId` in an overlay, or use `[[names.operations]]` in codegen.toml, if another name is wanted.",
    ),
    Code::new(
        "page::server",
        WARNING,
        Lost::Nothing,
        "The address in the text above a fragment differs from the `servers` of the fragment. The address of the text \
         is used.",
        "If the server of the fragment is right, put it back with an overlay action on `servers`.",
    ),
    Code::new(
        "page::tags",
        NOTE,
        Lost::Documentation,
        "`tags` of a fragment are the path of a group, or a text in place of a list. They were read as one tag.",
        "Set `tags` with an overlay if the operations are to be grouped otherwise.",
    ),
    Code::new(
        "page::title",
        WARNING,
        Lost::Documentation,
        "A heading differs from the `summary` of the operation below it, so a fence may stand under the wrong \
         heading. The `summary` is used.",
        "Compare the page with its fragment, and report the mistake to the publisher.",
    ),
];
