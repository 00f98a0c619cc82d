//! What documents are changed with: keywords, and texts and numbers that were somebody's trouble.

use serde_json::{Value, json};

use crate::numbers::Numbers;

/// Texts that want care as a name, a path, a literal, a doc comment, a file name or a pattern.
pub const TEXTS: [&str; 44] = [
    "",
    " ",
    "_",
    "__",
    "self",
    "Self",
    "super",
    "crate",
    "type",
    "fn",
    "async",
    "r#type",
    "Option",
    "String",
    "0",
    "-1",
    "1e999",
    "a b",
    "é",
    "漢字",
    "💥",
    "\u{202e}abc",
    "\u{0}",
    "\r",
    "\n\n",
    "\"",
    "\\",
    "'",
    "{",
    "}",
    "{}",
    "{a}{a}",
    "/../..",
    "..",
    "C:\\x",
    "CON",
    "*/",
    "```rust\npanic!()\n```",
    "<script>",
    "[a]: javascript:x",
    "#",
    "%",
    "%zz",
    "https://[::1",
];

/// Keys of OpenAPI documents and JSON Schemas.
const KEYS: [&str; 60] = [
    "openapi",
    "info",
    "paths",
    "components",
    "schemas",
    "parameters",
    "responses",
    "requestBody",
    "requestBodies",
    "content",
    "schema",
    "headers",
    "links",
    "callbacks",
    "webhooks",
    "security",
    "securitySchemes",
    "servers",
    "variables",
    "tags",
    "get",
    "put",
    "post",
    "delete",
    "trace",
    "query",
    "operationId",
    "$ref",
    "allOf",
    "oneOf",
    "anyOf",
    "not",
    "items",
    "prefixItems",
    "properties",
    "additionalProperties",
    "patternProperties",
    "required",
    "enum",
    "const",
    "default",
    "example",
    "discriminator",
    "mapping",
    "propertyName",
    "nullable",
    "readOnly",
    "writeOnly",
    "format",
    "encoding",
    "style",
    "explode",
    "$defs",
    "$id",
    "$anchor",
    "x-crategen-invalid",
    "x-crategen-types",
    "x-enum-varnames",
    "default-",
    "200",
];

const KINDS: [&str; 14] = [
    "string", "integer", "number", "boolean", "object", "array", "null", "file", "any", "path", "query", "header",
    "cookie", "String",
];

const FORMATS: [&str; 14] = [
    "int32",
    "int64",
    "uint64",
    "float",
    "double",
    "date-time",
    "date",
    "uuid",
    "byte",
    "binary",
    "password",
    "int8",
    "decimal",
    "x",
];

/// A key: mostly a keyword.
pub fn key(numbers: &mut Numbers) -> String {
    if numbers.once_in(3) { numbers.pick(&TEXTS).to_string() } else { numbers.pick(&KEYS).to_string() }
}

/// What `type` and `in` may say, and what they may not.
pub fn kind(numbers: &mut Numbers) -> Value {
    match numbers.below(4) {
        0 => json!([numbers.pick(&KINDS), numbers.pick(&KINDS)]),
        _ => json!(numbers.pick(&KINDS)),
    }
}

/// Numbers at the edges of what types hold.
pub fn number(numbers: &mut Numbers) -> Value {
    let edges = [
        json!(0),
        json!(-1),
        json!(1),
        json!(u64::MAX),
        json!(i64::MIN),
        json!(i64::MAX),
        json!(1e308),
        json!(-1e308),
        json!(5e-324),
        json!(0.1),
        json!(-0.0),
        json!(1e19),
        json!(9_007_199_254_740_993_u64),
        json!(255),
        json!(404),
        json!(2.5e9),
    ];
    numbers.pick(&edges).clone()
}

/// Another text made of a text.
pub fn edited(numbers: &mut Numbers, text: &str) -> String {
    let odd = *numbers.pick(&TEXTS);
    let middle = text.char_indices().nth(numbers.below(text.chars().count())).map_or(0, |(at, _)| at);
    let (before, after) = text.split_at(middle);
    match numbers.below(8) {
        0 => odd.to_owned(),
        1 => format!("{before}{odd}{after}"),
        2 => format!("{odd}{text}"),
        3 => format!("{text}{odd}"),
        4 => text.to_uppercase(),
        5 => before.to_owned(),
        6 => text.repeat(1 + numbers.below(3)),
        _ => numbers.pick(&KEYS).to_string(),
    }
}

/// A keyword with a value of the kind that it has.
pub fn keyword(numbers: &mut Numbers) -> (String, Value) {
    let (text, number, flag) = (*numbers.pick(&TEXTS), number(numbers), numbers.once_in(2));
    let other = *numbers.pick(&TEXTS);
    let (key, value) = match numbers.below(26) {
        0 => ("nullable", json!(flag)),
        1 => ("readOnly", json!(flag)),
        2 => ("writeOnly", json!(flag)),
        3 => ("deprecated", json!(flag)),
        4 => ("format", json!(numbers.pick(&FORMATS))),
        5 => ("enum", json!([text, other, number, null, flag])),
        6 => ("enum", json!([text, other])),
        7 => ("const", number),
        8 => ("default", json!({ text: [number, flag] })),
        9 => ("additionalProperties", json!(flag)),
        10 => ("additionalProperties", json!({ "type": kind(numbers) })),
        11 => ("items", json!({ "type": kind(numbers) })),
        12 => ("properties", json!({ text: {}, other: { "type": kind(numbers) } })),
        13 => ("required", json!([text, other, text])),
        14 => ("discriminator", json!({ "propertyName": text, "mapping": { other: text } })),
        15 => ("oneOf", json!([{ "type": kind(numbers) }, { "type": kind(numbers) }])),
        16 => ("allOf", json!([{ "type": "object", "properties": { text: {} } }, { "required": [text] }])),
        17 => ("pattern", json!(text)),
        18 => ("maximum", number),
        19 => ("exclusiveMinimum", number),
        20 => ("minItems", number),
        21 => ("multipleOf", number),
        22 => ("description", json!(text)),
        23 => ("x-enum-varnames", json!([text, other])),
        24 => {
            ("style", json!(numbers.pick(&["form", "deepObject", "matrix", "label", "pipeDelimited", "simple", "x"])))
        }
        _ => ("security", json!([{ text: [other] }, {}])),
    };
    (key.to_owned(), value)
}
