//! What is drawn from a seed, and the smallest of it that breaks a promise.

use std::fmt::Debug;
use std::time::{Duration, Instant};

use generator_tests::numbers::Numbers;
use generator_tests::trial::Broken;
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

use crate::kinds::Ended;

/// How long a smaller input is looked for.
const SHRINKING: Duration = Duration::from_secs(20);

/// A promise that was not kept.
pub fn broken(promise: &str, detail: impl Into<String>) -> Broken {
    Broken { kind: promise.to_owned(), detail: detail.into() }
}

/// Tries what a strategy gives for a seed. Of what breaks a promise, the smallest that breaks the same one is told.
pub fn holds<S: Strategy>(
    strategy: &S,
    seed: u64,
    test: impl Fn(S::Value) -> Result<Ended, Broken>,
) -> Result<Ended, Broken>
where
    S::Value: Debug,
{
    let mut tree = strategy.new_tree(&mut runner(seed)).map_err(|why| broken("nothing can be drawn", why.message()))?;
    let mut last = match test(tree.current()) {
        Ok(ended) => return Ok(ended),
        Err(broken) => (broken, shown(&tree.current())),
    };
    let start = Instant::now();
    let mut goes_on = tree.simplify();
    while goes_on && start.elapsed() < SHRINKING {
        match test(tree.current()) {
            Err(broken) if broken.kind == last.0.kind => {
                last = (broken, shown(&tree.current()));
                goes_on = tree.simplify();
            }
            _ => goes_on = tree.complicate(),
        }
    }
    let (Broken { kind, detail }, input) = last;
    Err(Broken { kind, detail: format!("{detail}; with {input}") })
}

fn runner(seed: u64) -> TestRunner {
    let mut numbers = Numbers::new(seed);
    let bytes: Vec<u8> = (0..4).flat_map(|_| numbers.draw().to_le_bytes()).collect();
    let config = Config { failure_persistence: None, ..Config::default() };
    TestRunner::new_with_rng(config, TestRng::from_seed(RngAlgorithm::ChaCha, &bytes))
}

fn shown(value: &impl Debug) -> String {
    let text = format!("{value:?}");
    if text.chars().count() <= 600 { text } else { text.chars().take(600).chain("…".chars()).collect() }
}
