//! The report's JSON: the contract of `--report`.

use crategen::diagnostic::{Diagnostic, Diagnostics, Place, Spot};
use crategen::model::{Filtered, LeftOut, Part};
use crategen::report::{Destinations, Report};
use crategen::source::Sources;
use serde_json::json;

#[test]
fn what_was_left_out_is_told_with_its_place() {
    let mut sources = Sources::new();
    let file = sources.add(
        "api.json",
        "{\n  \"paths\": {\"/a\": {\n    \"get\": {}}},\n  \"components\": {\"schemas\": {\"A\": 1}}\n}",
    );
    let place = |pointer: &str| Place { file, spot: Spot::Pointer(pointer.parse().expect("a pointer")) };
    let left_out = |kind, name: &str, pointer| LeftOut {
        kind,
        name: name.into(),
        at: place(pointer),
        code: "model::broken",
        reason: format!("{name} is broken"),
    };
    let schema = left_out(Part::Schema, "A", "/components/schemas/A");
    let operation = left_out(Part::Operation, "get /a", "/paths/~1a/get");
    let again = left_out(Part::Operation, "get /a again", "/paths/~1a/get");
    let destinations = Destinations {
        servers: vec!["https://example.com".into()],
        token_urls: vec!["https://example.com/token".into()],
    };
    let report = Report::new(4, 2, vec![schema, again, operation], destinations).filtered(Filtered {
        operations: 7,
        schemas: 3,
        webhooks: 0,
    });
    assert_eq!(report.to_string().lines().nth(1), Some("filtered: 7 operations, 3 schemas"));
    assert!(!report.is_complete());
    let told = Diagnostics::from(Diagnostic::error("model::broken", place("/components/schemas/A"), "not an object"));
    let json = report.to_json(&sources, &told);
    let at = json!({"file": "api.json", "line": 3, "column": 12, "pointer": "/paths/~1a/get"});
    assert_eq!(
        json["operations"],
        json!({"generated": 4, "filtered": 7, "left_out": [
            {"operation": "get /a again", "at": at, "code": "model::broken", "reason": "get /a again is broken"},
            {"operation": "get /a", "at": at, "code": "model::broken", "reason": "get /a is broken"},
        ]})
    );
    assert_eq!((&json["schemas"]["filtered"], &json["schemas"]["generated"]), (&json!(3), &json!(2)));
    assert_eq!(json["schemas"]["left_out"][0]["schema"], "A");
    assert_eq!(json["schemas"]["left_out"][0]["at"]["line"], 4);
    assert_eq!(json["diagnostics"][0]["line"], 4);
    assert_eq!(json["servers"], json!(["https://example.com"]));
    assert_eq!(json["token_urls"], json!(["https://example.com/token"]));
    assert!(report.to_string().contains("tokens are asked for at https://example.com/token"), "{report}");
    assert!(Report::default().is_complete());
}
