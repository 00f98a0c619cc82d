//! Codes about texts: YAML, JSON and their limits.

use super::{Code, ERROR, ERROR_WARNING, Lost};

pub(super) const CODES: &[Code] = &[
    Code::new(
        "source::alias",
        ERROR,
        Lost::Everything,
        "A YAML alias (`*name`) stands inside the value that its anchor (`&name`) marks, so the value contains itself.",
        "Remove the alias, or define the repeated part under `components` and refer to it with `$ref`.",
    ),
    Code::new(
        "source::aliases",
        ERROR,
        Lost::Everything,
        "The YAML aliases of the document repeat far more than is written, or more than the limit: a few lines can otherwise fill the \
         memory.",
        "Write the repeated parts as components and refer to them with `$ref`.",
    ),
    Code::new(
        "source::binary",
        ERROR,
        Lost::Everything,
        "The file contains a NUL byte, so it is not the text of a JSON or YAML document.",
        "Check that the path names the document and not an archive or an image.",
    ),
    Code::new(
        "source::duplicate-key",
        ERROR,
        Lost::Everything,
        "One object has the same key twice. JSON (RFC 8259, section 4) leaves the result open, and YAML 1.2 forbids \
         it.",
        "Remove one of them, or join both into one. The diagnostic shows both places.",
    ),
    Code::new(
        "source::empty",
        ERROR,
        Lost::Everything,
        "The file is empty, or has only comments and blank lines.",
        "Check that the document was saved completely.",
    ),
    Code::new(
        "source::indentation",
        ERROR_WARNING,
        Lost::Everything,
        "A line inside quotes or brackets is indented less than what they stand in. YAML forbids that (YAML 1.2.2, section 6.1), \
         and many readers accept it: in documents of an API it is a warning, in overlays an error.",
        "Indent the line more than the line where the quotes or brackets begin.",
    )
    .lesser(Lost::Nothing),
    Code::new(
        "source::json",
        ERROR,
        Lost::Everything,
        "The text is not JSON (RFC 8259): a syntax error stands at this place.",
        "Correct the syntax. A file that ends early was often saved incompletely.",
    ),
    Code::new(
        "source::key",
        ERROR,
        Lost::Everything,
        "A YAML list or mapping is used as a key. JSON has only text as keys.",
        "Write the key as text. A key that begins with `{` or `[` needs quotes.",
    ),
    Code::new(
        "source::markup",
        ERROR,
        Lost::Everything,
        "The text is HTML or XML and not JSON or YAML: often a web page was saved in place of the document.",
        "Download the document itself, for example from the link \"raw\" or \"download\" of the page.",
    ),
    Code::new(
        "source::merge-key",
        ERROR,
        Lost::Everything,
        "A YAML merge key `<<` has a value that is not a mapping and not a list of mappings.",
        "Give it an alias of a mapping. Where `<<` is meant as a name, write it in quotes.",
    ),
    Code::new(
        "source::not-utf8",
        ERROR,
        Lost::Everything,
        "The bytes are no text: neither UTF-8, which JSON requires (RFC 8259, section 8.1), nor UTF-16 or UTF-32, which YAML \
         allows, too (1.2.2, section 5.2).",
        "Save the file as UTF-8.",
    ),
    Code::new(
        "source::several-documents",
        ERROR,
        Lost::Everything,
        "The file holds a second YAML document behind a line `---`.",
        "Remove the line, or split the file. Several files can be given; they are merged.",
    ),
    Code::new(
        "source::tag",
        ERROR,
        Lost::Everything,
        "A YAML tag has no meaning in a document that is also JSON, or the text does not fit its tag (`!!int abc`).",
        "Remove the tag. Text that begins with `!` needs quotes.",
    ),
    Code::new(
        "source::too-deep",
        ERROR,
        Lost::Everything,
        "Objects and arrays stand inside each other deeper than the limit.",
        "Move inner schemas to `components/schemas` and refer to them with `$ref`.",
    ),
    Code::new(
        "source::too-large",
        ERROR,
        Lost::Everything,
        "The text has more bytes than the limit.",
        "Split the document, or remove what the client does not need.",
    ),
    Code::new(
        "source::too-many-values",
        ERROR,
        Lost::Everything,
        "The document has more values than the limit.",
        "Split the document, or remove what the client does not need.",
    ),
    Code::new(
        "source::yaml",
        ERROR,
        Lost::Everything,
        "The text is not YAML 1.2: a syntax error stands at this place.",
        "Correct the syntax. Often the indentation is wrong, or a text with `: ` or ` #` needs quotes.",
    ),
];
