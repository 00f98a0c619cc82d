//! Hostile documents against the generator: it ends soon, says something that can be shown, and makes Rust in proportion or nothing.

mod growth;

use std::sync::OnceLock;

use generator_tests::hostile;
use generator_tests::mutate::seeds::Seeds;
use generator_tests::mutate::smaller::smaller;
use generator_tests::numbers::Numbers;
use generator_tests::trial::{self, Broken, Trials};
use proptest::prelude::*;
use proptest::sample::select;

use crate::kinds::Ended;
use crate::property::holds;
use crate::texts;

pub use growth::growth;

/// Texts in some places of a document that has every place for one.
pub fn text(seed: u64) -> Result<Ended, Broken> {
    let attacks = prop::collection::btree_map(select(hostile::slots()), texts::text(), 1..5);
    holds(&attacks, seed, |attacks| {
        let document = hostile::document(&|slot| attacks.get(slot).cloned().unwrap_or_else(|| hostile::harmless(slot)));
        tried("hostile.json", document.to_string().as_bytes())
    })
}

/// A document of others that is changed. What breaks is told with as little text as can be found.
pub fn mutated(seed: u64) -> Result<Ended, Broken> {
    static SEEDS: OnceLock<Seeds> = OnceLock::new();
    let (name, text) = SEEDS.get_or_init(Seeds::all).mutated(&mut Numbers::new(seed));
    tried(&name, &text).map_err(|broken| {
        let text = smaller(&mut Trials::new(), &name, text, &broken.kind);
        Broken { detail: format!("{}; with {}", broken.detail, String::from_utf8_lossy(&text)), ..broken }
    })
}

fn tried(name: &str, text: &[u8]) -> Result<Ended, Broken> {
    Trials::new().run(name, text).map(|ended| match ended {
        trial::Ended::Generated => Ended::Accepted,
        trial::Ended::Refused => Ended::Refused,
    })
}
