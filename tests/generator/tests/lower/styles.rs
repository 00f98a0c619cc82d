//! What the standard leaves undefined of parameters is told where it is written, and what needs it is left out.

use generator_tests::pipeline::generate;

/// Place, style, explode, schema, and the code of the diagnostic.
const UNDEFINED: &[(&str, &str, bool, &str, &str)] = &[
    ("query", "spaceDelimited", true, "{type: array, items: {type: string}}", "lower::undefined-style"),
    ("query", "spaceDelimited", true, "{type: object, properties: {a: {type: string}}}", "lower::undefined-style"),
    ("query", "pipeDelimited", true, "{type: array, items: {type: string}}", "lower::undefined-style"),
    ("query", "pipeDelimited", true, "{type: object, properties: {a: {type: string}}}", "lower::undefined-style"),
    ("query", "form", true, "{type: array, items: {type: array, items: {type: string}}}", "lower::undefined-style"),
    (
        "query",
        "form",
        true,
        "{type: object, properties: {a: {type: array, items: {type: string}}}}",
        "lower::undefined-style",
    ),
    (
        "path",
        "simple",
        false,
        "{type: array, items: {type: object, properties: {a: {type: string}}}}",
        "lower::undefined-style",
    ),
    (
        "header",
        "simple",
        true,
        "{type: object, properties: {a: {type: object, properties: {b: {}}}}}",
        "lower::undefined-style",
    ),
    ("query", "matrix", false, "{type: string}", "parameter::style"),
    ("query", "simple", false, "{type: array, items: {type: string}}", "parameter::style"),
    ("path", "form", false, "{type: array, items: {type: string}}", "parameter::style"),
    ("header", "form", false, "{type: object}", "parameter::style"),
    ("cookie", "simple", false, "{type: array, items: {type: string}}", "parameter::style"),
];

#[test]
fn an_undefined_combination_is_a_located_diagnostic_and_leaves_the_operation_out() {
    for (place, style, explode, schema, code) in UNDEFINED {
        let what = format!("{place} {style} explode={explode} {schema}");
        let outcome = generate([("styles.yaml", document(place, style, *explode, schema).as_str())], None);
        let told = outcome.said.iter().find(|told| told.code == *code);
        let at = told.and_then(|told| told.at.as_ref()).unwrap_or_else(|| panic!("{what}: {}", outcome.rendered()));
        assert!(format!("{at:?}").contains("parameters"), "{what}: {at:?}");
        assert!(outcome.rendered().contains("styles.yaml:7:"), "{what}: {}", outcome.rendered());
        let generated = outcome.expect();
        let left_out: Vec<&str> = generated.report.operations.left_out.iter().map(|one| one.code).collect();
        assert_eq!(left_out, [*code], "{what}");
    }
}

#[test]
fn one_value_in_the_plain_style_of_another_place_is_sent_as_it_is() {
    for (place, style) in [("query", "simple"), ("path", "form"), ("header", "form"), ("cookie", "simple")] {
        let outcome = generate([("styles.yaml", document(place, style, false, "{type: string}").as_str())], None);
        assert!(outcome.said.iter().any(|told| told.code == "parameter::style"), "{place}: {}", outcome.rendered());
        assert!(outcome.expect().report.is_complete(), "{place}");
    }
}

#[test]
fn an_optional_parameter_of_an_undefined_style_does_not_cost_its_operation() {
    let document = document("query", "matrix", false, "{type: string}").replace("required: true", "required: false");
    let outcome = generate([("styles.yaml", document.as_str())], None);
    assert!(outcome.said.iter().any(|told| told.code == "parameter::style"), "{}", outcome.rendered());
    let generated = outcome.expect();
    assert!(generated.report.is_complete());
    let operation = generated.client.operations().next().expect("the operation is kept");
    assert!(operation.params.is_empty());
}

#[test]
fn what_deep_object_is_not_defined_for_is_sent_in_brackets_and_noted() {
    for schema in
        ["{type: string}", "{type: array, items: {type: string}}", "{type: object, properties: {a: {type: array}}}"]
    {
        let outcome = generate([("styles.yaml", document("query", "deepObject", true, schema).as_str())], None);
        assert!(outcome.said.iter().any(|told| told.code == "lower::deep-object"), "{schema}: {}", outcome.rendered());
        assert!(outcome.expect().report.is_complete(), "{schema}");
    }
}

#[test]
fn one_value_in_a_style_for_lists_is_sent_as_it_is_and_told() {
    for style in ["spaceDelimited", "pipeDelimited"] {
        let outcome = generate([("styles.yaml", document("query", style, false, "{type: string}").as_str())], None);
        assert!(outcome.said.iter().any(|told| told.code == "lower::style-of-scalar"), "{}", outcome.rendered());
        assert!(outcome.expect().report.is_complete());
    }
}

fn document(place: &str, style: &str, explode: bool, schema: &str) -> String {
    let path = if place == "path" { "/p/{color}" } else { "/p" };
    let parameter =
        format!("{{name: color, in: {place}, required: true, style: {style}, explode: {explode}, schema: {schema}}}");
    format!(
        "openapi: 3.1.0\ninfo: {{title: T, version: '1'}}\npaths:\n  {path}:\n    get:\n      parameters:\n        - {parameter}\n      responses: {{'204': {{description: Fine}}}}\n  /q: {{get: {{responses: {{'204': {{description: Fine}}}}}}}}\n"
    )
}
