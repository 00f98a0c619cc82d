//! One feature, three snapshots: what the document means, the client that is decided, the Rust that is written. The first
//! red one names the broken stage.

use std::process::ExitCode;

use crategen::Generated;
use generator_tests::pipeline::{Case, cases};
use generator_tests::{dump, snapshot};

fn main() -> ExitCode {
    harness::run([
        harness::tests![a_fixture_shows_one_feature],
        harness::each("", 30, cases("good").into_iter().map(Case::named), every_stage),
    ])
}

fn a_fixture_shows_one_feature() {
    for case in cases("good") {
        assert!(case.text.lines().count() <= 45, "{} is long: cut it in two", case.name);
    }
}

fn every_stage(name: &str, case: Case) {
    let outcome = case.run();
    let said = outcome.rendered();
    let generated = outcome.expect();
    assert!(generated.report.is_complete(), "a good fixture loses nothing:\n{said}");
    let stages = [
        ("model", dump::meaning(&generated.api)),
        ("ir", format!("{}\n{said}", dump::client(&generated.client))),
        ("rust", rust(&generated)),
    ];
    harness::all(stages.map(|(stage, text)| {
        let name = format!("{name}.{stage}");
        move || snapshot!("stages", name, text)
    }));
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
