//! Generated crates compile without a warning, and their types keep what they read: those of all fixtures together, a hostile one,
//! and one of a client that was written by hand.

mod round_trips;

use std::path::Path;
use std::process::ExitCode;
use std::sync::{LazyLock, Once};

use project_tests::compiled::Compiled;
use project_tests::golden;

/// What became of all crates, which one run of cargo builds.
static COMPILED: LazyLock<Compiled> = LazyLock::new(|| {
    let arguments = ["build", "--workspace", "--no-default-features", "--keep-going", "--message-format=json"];
    Compiled::of(&golden::cargo(temporary(), &arguments, ""))
});

/// Features of the fixture `tag_features`, each of which compiles alone.
const FEATURES: [&str; 5] = ["gzip-operations", "orders", "pets", "states", "all-operations"];

fn main() -> ExitCode {
    let crates = golden::names().into_iter().map(|name| (name, ()));
    harness::run([
        harness::tests![cargo_has_no_warning],
        harness::each("crate", 20, crates, |name, ()| COMPILED.expect(name)),
        harness::each("feature", 1, FEATURES.map(|name| (name.to_owned(), ())), compiles_alone),
        round_trips::tests(),
    ])
}

fn cargo_has_no_warning() {
    assert_eq!(COMPILED.warnings(), Vec::<&str>::new());
}

/// The folder of the crates, which are written once.
fn temporary() -> &'static Path {
    static WRITTEN: Once = Once::new();
    let temporary = Path::new(env!("CARGO_TARGET_TMPDIR"));
    WRITTEN.call_once(|| golden::write(temporary));
    temporary
}

fn compiles_alone(feature: &str, (): ()) {
    let arguments = ["check", "--package", "golden-tag-features", "--no-default-features", "--features", feature];
    let output = golden::cargo(temporary(), &[&arguments[..], &["--quiet"]].concat(), "");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}
