//! One mistake each: what is said of it, and what of the document remains.

use std::fmt::Write as _;
use std::process::ExitCode;

use generator_tests::pipeline::{Case, Outcome, cases};
use generator_tests::snapshot;

fn main() -> ExitCode {
    harness::run([harness::each("", 20, cases("bad").into_iter().map(Case::named), is_told_where_it_is)])
}

/// Where nothing is generated an error says why; what is left out was said to be; and what is said has a place.
fn is_told_where_it_is(name: &str, case: Case) {
    let outcome = case.run();
    let text = format!("{}\n{}", outcome.rendered(), remains(&outcome));
    let checks: [&dyn Fn(); 2] = [&|| snapshot!("bad", name, text.as_str()), &|| is_complete(&outcome)];
    harness::all(checks);
}

fn is_complete(outcome: &Outcome) {
    let said = &outcome.said;
    assert!(!said.is_empty(), "nothing is said");
    assert!(said.iter().all(|one| one.at.is_some()), "something is said of no place");
    let Some(generated) = &outcome.generated else {
        assert!(said.has_errors(), "nothing is generated, and no error says why");
        return;
    };
    let readme = generated.files.get("README.md").unwrap_or_default();
    let left_out = &generated.client.left_out;
    assert_eq!(left_out.is_empty(), generated.report.is_complete(), "what is left out is told twice");
    for left in left_out {
        assert!(said.has_errors(), "no error says why something is left out");
        assert!(readme.contains(left.as_str()), "the crate does not tell that it leaves out {left}");
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
