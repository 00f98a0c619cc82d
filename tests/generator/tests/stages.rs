//! One feature, three snapshots: what the document means, the client that is decided, the Rust that is written. The first
//! red one names the broken stage.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use crategen::Generated;
use generator_tests::dump;
use generator_tests::pipeline::{Case, cases};

#[test]
fn every_feature_goes_through_every_stage() {
    let cases = cases("good");
    assert!(cases.len() > 30, "the fixtures are not where they should be");
    let differs = |case: &&Case| catch_unwind(AssertUnwindSafe(|| check(case))).is_err();
    let different: Vec<&str> = cases.iter().filter(differs).map(|case| case.name.as_str()).collect();
    assert!(different.is_empty(), "these fixtures are not as their snapshots say: {different:?}");
}

#[test]
fn a_fixture_shows_one_feature() {
    for case in cases("good") {
        assert!(case.text.lines().count() <= 45, "{} is long: cut it in two", case.name);
    }
}

fn check(case: &Case) {
    let outcome = case.run();
    let said = outcome.rendered();
    let generated = outcome.expect();
    assert!(generated.report.is_complete(), "{}: a good fixture loses nothing:\n{said}", case.name);
    let stages = [
        ("model", dump::meaning(&generated.api)),
        ("ir", format!("{}\n{said}", dump::client(&generated.client))),
        ("rust", rust(&generated)),
    ];
    for (stage, text) in stages {
        insta::with_settings!({
            snapshot_path => Path::new(env!("CARGO_MANIFEST_DIR")).join("snapshots/stages"),
            prepend_module_to_snapshot => false,
            omit_expression => true,
        }, { insta::assert_snapshot!(format!("{}.{stage}", case.name), text) });
    }
}

/// The Rust that depends on the document, except for the crate's front page.
fn rust(generated: &Generated) -> String {
    let own = |path: &str| {
        let own = path.starts_with("src/") && !path.starts_with("src/runtime/") && !path.starts_with("src/xml/");
        own && !["src/lib.rs", "src/datetime.rs", "src/datetime/traits.rs", "src/identifier.rs"].contains(&path)
    };
    let files = generated.files.iter().filter(|(path, _)| own(path));
    files.map(|(path, text)| format!("==> {path}\n{text}\n")).collect()
}
