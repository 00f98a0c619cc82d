//! Generated crates compile without a warning: those of all fixtures together, a hostile one, and one of a client that was
//! written by hand.

use std::path::Path;

use project_tests::golden;

#[test]
fn every_crate_compiles_without_a_warning() {
    let temporary = Path::new(env!("CARGO_TARGET_TMPDIR"));
    golden::write(temporary);
    let output =
        golden::cargo(temporary, &["build", "--workspace", "--no-default-features", "--keep-going", "--quiet"], "");
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}");
    assert!(!said.contains("warning"), "{said}");
    for feature in ["gzip-operations", "orders", "pets", "states", "all-operations"] {
        let package = ["check", "--package", "golden-tag-features", "--no-default-features", "--features"];
        let output = golden::cargo(temporary, &[&package[..], &[feature, "--quiet"]].concat(), "");
        assert!(output.status.success(), "{feature} alone: {}", String::from_utf8_lossy(&output.stderr));
    }
}
