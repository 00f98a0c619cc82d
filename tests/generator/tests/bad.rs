//! One mistake each: what is said of it, and what of the document remains.

use std::fmt::Write as _;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use generator_tests::pipeline::{Case, Outcome, cases};

#[test]
fn every_mistake_is_told_where_it_is() {
    let cases = cases("bad");
    assert!(cases.len() > 20, "the fixtures are not where they should be");
    let differs = |case: &&Case| catch_unwind(AssertUnwindSafe(|| check(case))).is_err();
    let different: Vec<&str> = cases.iter().filter(differs).map(|case| case.name.as_str()).collect();
    assert!(different.is_empty(), "these fixtures are not as their snapshots say: {different:?}");
}

/// Where nothing is generated an error says why; what is left out was said to be; and what is said has a place.
fn check(case: &Case) {
    let outcome = case.run();
    let text = format!("{}\n{}", outcome.rendered(), remains(&outcome));
    insta::with_settings!({
        snapshot_path => Path::new(env!("CARGO_MANIFEST_DIR")).join("snapshots/bad"),
        prepend_module_to_snapshot => false,
        omit_expression => true,
    }, { insta::assert_snapshot!(case.name.as_str(), text) });
    let said = &outcome.said;
    assert!(!said.is_empty(), "{}: nothing is said", case.name);
    assert!(said.iter().all(|one| one.at.is_some()), "{}: something is said of no place", case.name);
    let Some(generated) = &outcome.generated else {
        assert!(said.has_errors(), "{}: nothing is generated, and no error says why", case.name);
        return;
    };
    let readme = generated.files.get("README.md").unwrap_or_default();
    let left_out = &generated.client.left_out;
    assert_eq!(left_out.is_empty(), generated.report.is_complete(), "{}: what is left out is told twice", case.name);
    for left in left_out {
        assert!(said.has_errors(), "{}: no error says why something is left out", case.name);
        assert!(readme.contains(left.as_str()), "{}: the crate does not tell that it leaves out {left}", case.name);
    }
}

/// What is generated, and what is left out.
fn remains(outcome: &Outcome) -> String {
    let Some(generated) = &outcome.generated else { return "nothing is generated\n".to_owned() };
    let mut text = String::new();
    for resource in &generated.client.resources {
        for operation in &resource.operations {
            let _ = writeln!(text, "operation {} ({})", operation.name, operation.id);
        }
    }
    for def in generated.client.types.values() {
        let _ = writeln!(text, "type {}", def.name);
    }
    for left in &generated.client.left_out {
        let _ = writeln!(text, "left out {left}");
    }
    text
}
