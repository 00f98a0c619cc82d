//! A bounded part of `cargo xtask soak`.

use std::path::Path;
use std::time::Duration;

#[test]
fn every_call_is_accounted_for() {
    let program = Path::new(env!("CARGO_BIN_EXE_attack"));
    let report = attack::soak::run(program, Duration::from_secs(4), 1).expect("the server starts");
    println!("{}", report.text());
    assert!(report.is_good(), "{}", report.text());
}
