//! A document with an operation for every place × style × explode × type of a parameter, and a table of calls of them.

/// Where, how and whether exploded: what the standard defines for at least one type.
const STYLES: &[(&str, &str, bool)] = &[
    ("path", "matrix", false),
    ("path", "matrix", true),
    ("path", "label", false),
    ("path", "label", true),
    ("path", "simple", false),
    ("path", "simple", true),
    ("header", "simple", false),
    ("header", "simple", true),
    ("query", "form", false),
    ("query", "form", true),
    ("query", "spaceDelimited", false),
    ("query", "pipeDelimited", false),
    ("query", "deepObject", true),
    ("cookie", "form", false),
    ("cookie", "form", true),
    ("cookie", "cookie", false),
    ("cookie", "cookie", true),
];

/// The types, each with its schema and the argument of the call.
const TYPES: &[(&str, &str, &str)] = &[
    ("undefined", r#"{"type": "string"}"#, "\"\""),
    ("string", r#"{"type": "string"}"#, "\"blue\""),
    ("array", r#"{"type": "array", "items": {"type": "string"}}"#, "list()"),
    ("object", r##"{"$ref": "#/components/schemas/Rgb"}"##, "rgb()"),
];

fn cases()
-> impl Iterator<Item = (&'static (&'static str, &'static str, bool), &'static (&'static str, &'static str, &'static str))>
{
    let all = STYLES.iter().flat_map(|style| TYPES.iter().map(move |ty| (style, ty)));
    all.filter(|((_, style, _), (ty, ..))| match *style {
        "spaceDelimited" | "pipeDelimited" => matches!(*ty, "array" | "object"),
        "deepObject" => *ty == "object",
        _ => true,
    })
}

/// `path_space_delimited_true_array`
fn method(place: &str, style: &str, explode: bool, ty: &str) -> String {
    let style: String = style
        .chars()
        .map(|c| if c.is_uppercase() { format!("_{}", c.to_lowercase()) } else { c.to_string() })
        .collect();
    format!("{place}_{style}_{explode}_{ty}")
}

/// The document.
pub fn document() -> String {
    let paths: Vec<String> = cases()
        .map(|((place, style, explode), (ty, schema, _))| {
            let id = method(place, style, *explode, ty);
            let path = if *place == "path" { format!("/styles/{id}/{{color}}") } else { format!("/styles/{id}") };
            let parameter = format!(
                r#"{{"name": "color", "in": "{place}", "required": true, "style": "{style}", "explode": {explode}, "schema": {schema}}}"#
            );
            format!(
                r#""{path}": {{"get": {{"operationId": "{id}", "tags": ["styles"], "parameters": [{parameter}], "responses": {{"204": {{"description": "Fine"}}}}}}}}"#
            )
        })
        .collect();
    let rgb = r#"{"type": "object", "required": ["R", "G", "B"], "properties": {"R": {"type": "integer"}, "G": {"type": "integer"}, "B": {"type": "integer"}}}"#;
    format!(
        r#"{{"openapi": "3.1.0", "info": {{"title": "Wire", "version": "1"}}, "servers": [{{"url": "https://api.example.com"}}], "paths": {{{}}}, "components": {{"schemas": {{"Rgb": {rgb}}}}}}}"#,
        paths.join(", ")
    )
}

/// The calls of all operations: place, style, explode, type, the call of a blocking and of an async client.
pub fn calls() -> String {
    let calls = cases().map(|((place, style, explode), (ty, _, value))| {
        let call = format!("client.styles().{}({value}).send()", method(place, style, *explode, ty));
        format!("    ({place:?}, {style:?}, {explode}, {ty:?}, |client| {call}, |client| {call}),\n")
    });
    format!("static CALLS: &[Row] = &[\n{}];\n", calls.collect::<String>())
}
