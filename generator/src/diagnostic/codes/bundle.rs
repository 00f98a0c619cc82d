//! Codes about references to other files, which are brought into one document.

use super::{Code, ERROR, Lost};

pub(super) const CODES: &[Code] = &[
    Code::new(
        "bundle::cycle",
        ERROR,
        Lost::Operation,
        "A chain of `$ref`s over several files leads back to itself, so it never arrives at a value.",
        "Let one reference of the chain lead to what is meant.",
    ),
    Code::new(
        "bundle::file",
        ERROR,
        Lost::Operation,
        "A `$ref` names a file that cannot be read or parsed.",
        "Put the file at that path, relative to the file with the reference, and correct what is reported about it.",
    ),
    Code::new(
        "bundle::large",
        ERROR,
        Lost::Operation,
        "What external references lead to is too large, taken together, or contains itself outside of a schema.",
        "Move repeated parts to `components` of one file, and refer to them there.",
    ),
    Code::new(
        "bundle::nothing",
        ERROR,
        Lost::Operation,
        "The fragment of a `$ref` to a file (a JSON Pointer, RFC 6901) leads to no object in that file.",
        "Correct the pointer. Inside of a name `/` is written `~1` and `~` is written `~0`.",
    ),
    Code::new(
        "bundle::outside",
        ERROR,
        Lost::Operation,
        "A `$ref` leads out of the folder that references must stay in.",
        "Move the file into the folder, or choose a folder that holds both with `--root`.",
    ),
    Code::new(
        "bundle::url",
        ERROR,
        Lost::Operation,
        "A `$ref` is a URL. The generator reads local files only and never uses the network for references.",
        "Save the file beside the document, and refer to the saved file.",
    ),
];
