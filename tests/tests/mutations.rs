//! Documents that are changed at random, value by value and byte by byte, go through the whole pipeline: it ends soon, says
//! something that can be shown, and makes Rust or nothing.
//!
//! `MUTATION_ROUNDS` and `MUTATION_SECONDS` bound the run, whichever is reached first; `MUTATION_FIRST` is the round that
//! it starts with. Every round is decided by its number and the documents that there are. What breaks is made small and
//! put into the folder that the test names, `last` being the text that was tried last: a stack that overflows takes
//! the test with it.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use serde_json::Value;
use workspace_tests::mutate;
use workspace_tests::numbers::Numbers;
use workspace_tests::pipeline::cases;
use workspace_tests::trial::{Broken, Ended, Trials};
use workspace_tests::{files_below, fixture, outside};

/// Larger documents of the outside corpus take too long for many rounds.
const SMALL: u64 = 60_000;

/// Parts of the outside corpus whose files are documents of their own.
const PARTS: [&str; 11] = [
    "negative",
    "oai",
    "oapi-codegen",
    "oas3gen-fixtures",
    "ogen-examples",
    "ogen-positive",
    "openapi-typescript",
    "progenitor",
    "schemas-only",
    "speakeasy",
    "xero",
];

/// A document that mutations start from.
struct Seed {
    text: String,
    value: Value,
}

#[test]
fn mutated_documents_are_generated_from_or_refused() {
    let (rounds, seconds, first) = (bound("ROUNDS", 1500), bound("SECONDS", 90), bound("FIRST", 0));
    let seeds = seeds();
    let values: Vec<Value> = seeds.iter().map(|seed| seed.value.clone()).collect();
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("mutations");
    fs::create_dir_all(&folder).expect("the target folder can be written");
    let (mut trials, mut broken) = (Trials::new(), BTreeMap::<String, (u64, PathBuf, String)>::new());
    let (mut generated, mut refused, start) = (0_u64, 0_u64, Instant::now());
    for round in first..first.saturating_add(rounds) {
        if start.elapsed() > Duration::from_secs(seconds) {
            break;
        }
        let (name, text) = mutated(&mut Numbers::new(round), &seeds, &values);
        fs::write(folder.join("last"), &text).expect("the target folder can be written");
        match trials.run(&name, &text) {
            Ok(Ended::Generated) => generated += 1,
            Ok(Ended::Refused) => refused += 1,
            Err(Broken { kind, detail }) if !broken.contains_key(&kind) => {
                eprintln!("round {round}: {kind}: {detail}");
                let text = smaller(&mut trials, &name, text, &kind);
                let path = folder.join(format!("{round}-{name}"));
                fs::write(&path, text).expect("the target folder can be written");
                broken.insert(kind, (1, path, detail));
            }
            Err(Broken { kind, .. }) => broken.entry(kind).or_default().0 += 1,
        }
    }
    let failures: u64 = broken.values().map(|(count, ..)| count).sum();
    let (executions, took) = (generated + refused + failures, start.elapsed().as_secs());
    eprintln!(
        "{executions} mutations of {} documents in {took} s: {generated} generated, {refused} refused, {failures} broken",
        seeds.len()
    );
    assert!(broken.is_empty(), "what broke, how often, and a small text that shows it: {broken:#?}");
    assert!(
        executions > 20 && generated > executions / 20 && refused > executions / 50,
        "the mutations are too tame or too wild"
    );
}

/// What mutations have found is a fixture, and stays right.
#[test]
fn what_mutations_found_stays_right() {
    let mut trials = Trials::new();
    let files = files_below(&fixture("mutations"), &["json", "yaml"]);
    for path in &files {
        let name = path.file_name().and_then(|name| name.to_str()).expect("fixtures have names");
        let ended = trials.run(name, &fs::read(path).expect("a fixture can be read"));
        assert!(ended.is_ok(), "{name}: {ended:?}");
    }
    assert!(!files.is_empty(), "the fixtures are not where they should be");
}

fn bound(name: &str, usual: u64) -> u64 {
    std::env::var(format!("MUTATION_{name}")).ok().and_then(|text| text.parse().ok()).unwrap_or(usual)
}

fn seeds() -> Vec<Seed> {
    let mut texts: Vec<String> = cases("good").into_iter().map(|case| case.text).collect();
    if let Some(corpus) = outside("corpus") {
        let small = |path: &PathBuf| fs::metadata(path).is_ok_and(|metadata| metadata.len() < SMALL);
        let read = |path: PathBuf| fs::read_to_string(path).ok();
        let files = |part: &&str| files_below(&corpus.join(part), &["json", "yaml", "yml"]);
        texts.extend(PARTS.iter().flat_map(files).filter(small).filter_map(read));
    }
    texts.into_iter().filter_map(|text| serde_yaml::from_str(&text).ok().map(|value| Seed { text, value })).collect()
}

/// The name and text of a round. Our own fixtures and the outside documents have the same chance each.
fn mutated(numbers: &mut Numbers, seeds: &[Seed], values: &[Value]) -> (String, Vec<u8>) {
    let seed = numbers.pick(seeds);
    if numbers.once_in(6) {
        let json = numbers.once_in(2);
        let text = if json { serde_json::to_string_pretty(&seed.value).unwrap_or_default() } else { seed.text.clone() };
        let mut text = text.into_bytes();
        mutate::bytes(numbers, &mut text);
        return (if json { "a.json" } else { "a.yaml" }.to_owned(), text);
    }
    let mut value = seed.value.clone();
    mutate::value(numbers, &mut value, values);
    ("a.json".to_owned(), serde_json::to_vec(&value).unwrap_or_default())
}

/// The same failure with as little text as can be found soon.
fn smaller(trials: &mut Trials, name: &str, text: Vec<u8>, kind: &str) -> Vec<u8> {
    let Ok(mut value) = serde_json::from_slice::<Value>(&text) else { return text };
    let start = Instant::now();
    let mut still = |value: &Value| {
        let text = serde_json::to_vec(value).unwrap_or_default();
        trials.run(name, &text).is_err_and(|broken| broken.kind == kind)
    };
    loop {
        let before = mutate::pointers(&value).len();
        for at in mutate::pointers(&value) {
            let mut less = value.clone();
            let soon = start.elapsed() < Duration::from_secs(60);
            if soon && mutate::remove(&mut less, &at).is_some() && still(&less) {
                value = less;
            }
        }
        if mutate::pointers(&value).len() == before || start.elapsed() > Duration::from_secs(60) {
            return serde_json::to_vec_pretty(&value).unwrap_or(text);
        }
    }
}
