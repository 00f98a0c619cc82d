//! What the tests of the workspace share: crates that are compiled, values of their types, servers, and `cargo xtask`.

pub mod boundary;
pub mod compiled;
pub mod driver;
pub mod golden;
pub mod instances;
#[path = "../../runtime/tests/all/log.rs"]
pub mod log;
#[path = "../../runtime/tests/all/server.rs"]
pub mod server;

use std::path::Path;

use generator_tests::{Ran, run_with};

/// Runs `cargo xtask` as cargo does, in a project whose root is `project`.
pub fn xtask(project: &Path, arguments: &[&str]) -> Ran {
    let package = project.join("xtask");
    run_with("xtask", arguments, project, ("CARGO_MANIFEST_DIR", package.to_str().expect("a path in UTF-8")))
}
