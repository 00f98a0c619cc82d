//! A bounded part of `cargo xtask attack`, with the same cases on every run, and the cases that once broke a promise.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use attack::campaign::{Bounds, run};
use attack::kinds::{KINDS, of};
use attack::tally::{Tally, is_good, text};

/// Cases that broke a promise: the kind, the seed, and what was wrong.
const SEEDS: &str = include_str!("../seeds.tsv");

/// Memory is that of the process, so one test runs at a time.
static ALONE: Mutex<()> = Mutex::new(());

fn all(bounds: impl Fn(&str) -> Vec<Bounds>) -> Vec<Tally> {
    let _alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
    KINDS.iter().flat_map(|kind| bounds(kind.name).into_iter().map(|bounds| run(kind, bounds))).collect()
}

#[test]
fn every_kind_keeps_its_promises() {
    let tallies = all(|_| vec![Bounds { seed: 1, cases: 60, time: Duration::from_millis(700) }]);
    println!("{}", text(&tallies));
    assert!(is_good(&tallies), "{}", text(&tallies));
    let idle: Vec<_> =
        tallies.iter().filter(|tally| tally.accepted + tally.refused == 0).map(|tally| tally.name).collect();
    assert!(idle.is_empty(), "nothing was tried of {idle:?}");
}

#[test]
fn what_broke_once_stays_right() {
    let rows: Vec<(&str, u64)> = SEEDS
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| {
            let (kind, rest) = line.split_once('\t')?;
            Some((kind, rest.split('\t').next()?.parse().ok()?))
        })
        .collect();
    assert!(!rows.is_empty() && rows.iter().all(|(kind, _)| of(kind).is_some()), "{rows:?}");
    let time = Duration::from_secs(60);
    let of_kind =
        |name: &str| rows.iter().filter(move |(kind, _)| *kind == name).map(|(_, seed)| *seed).collect::<Vec<_>>();
    let tallies = all(|name| of_kind(name).into_iter().map(|seed| Bounds { seed, cases: 1, time }).collect());
    assert!(is_good(&tallies), "{}", text(&tallies));
}
