//! Tests that are known when their program runs: one for each fixture of a folder, and tests of material that not every machine
//! has. Such a program has `harness = false` in its manifest and a `main` that returns what [`run`] gives. `#[test]` would be
//! dropped there without a word, so its other tests are listed too, with [`tests!`].

mod outside;

use std::any::Any;
use std::collections::BTreeSet;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::ExitCode;

use libtest_mimic::{Arguments, Completion};

pub use libtest_mimic::Trial;
pub use outside::{each_outside, outside, with_outside};

/// Runs the tests that the arguments of the program ask for, as the harness of Rust does.
///
/// # Panics
/// Where two tests have one name.
pub fn run(tests: impl IntoIterator<Item = Vec<Trial>>) -> ExitCode {
    let tests: Vec<Trial> = tests.into_iter().flatten().collect();
    let mut names = BTreeSet::new();
    for test in &tests {
        assert!(names.insert(test.name()), "two tests are called {}", test.name());
    }
    libtest_mimic::run(&Arguments::from_args(), tests).exit_code()
}

/// A test of a function.
pub fn test(name: impl Into<String>, check: impl FnOnce() + Send + 'static) -> Trial {
    Trial::test(name, move || {
        check();
        Ok(())
    })
}

/// A test that some machines cannot make: what the check returns as an error is why, and the test is counted as ignored.
pub fn where_possible(name: impl Into<String>, check: impl FnOnce() -> Result<(), String> + Send + 'static) -> Trial {
    Trial::ignorable_test(name, move || Ok(check().map_or_else(Completion::ignored_with, |()| Completion::Completed)))
}

/// A test of each of these functions, called as Rust calls the function. Of functions that take the folder of a part of the
/// outside material: `tests!["corpus": one, another]`.
#[macro_export]
macro_rules! tests {
    ($part:literal: $($test:ident),+ $(,)?) => {
        vec![$($crate::with_outside($crate::name(module_path!(), stringify!($test)), $part, $test)),+]
    };
    ($($(#[$condition:meta])* $test:ident),+ $(,)?) => {
        ::std::vec::Vec::from([$($(#[$condition])* $crate::test($crate::name(module_path!(), stringify!($test)), $test)),+])
    };
}

/// The name of a function in a module, without that of the crate.
#[doc(hidden)]
pub fn name(module: &str, function: &str) -> String {
    match module.split_once("::") {
        Some((_, module)) => format!("{module}::{function}"),
        None => function.to_owned(),
    }
}

/// A test for each fixture, called as the fixture is: `GROUP::NAME`, or `NAME` where the group has no name. The check is given
/// the name and the fixture.
///
/// # Panics
/// Where there are fewer fixtures than there should be at least.
pub fn each<F: Send + 'static>(
    group: &str,
    least: usize,
    fixtures: impl IntoIterator<Item = (String, F)>,
    check: impl Fn(&str, F) + Copy + Send + 'static,
) -> Vec<Trial> {
    let full = |name: &str| if group.is_empty() { name.to_owned() } else { format!("{group}::{name}") };
    let one = |(name, fixture): (String, F)| test(full(&name), move || check(&name, fixture));
    let tests: Vec<Trial> = fixtures.into_iter().map(one).collect();
    assert!(tests.len() >= least, "{group}: {} fixtures, and {least} should be there", tests.len());
    tests
}

/// Makes all of these checks, and fails with what each says that fails.
///
/// # Panics
/// Where one of them does.
pub fn all<C: FnOnce()>(checks: impl IntoIterator<Item = C>) {
    let failure = |check| catch_unwind(AssertUnwindSafe(check)).err().map(|payload| message(&*payload));
    let failures: Vec<String> = checks.into_iter().filter_map(failure).collect();
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

fn message(payload: &(dyn Any + Send)) -> String {
    let text = payload.downcast_ref::<String>().map(String::as_str).or(payload.downcast_ref::<&str>().copied());
    text.unwrap_or("a panic without a text").to_owned()
}
