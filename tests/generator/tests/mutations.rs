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
use std::process::ExitCode;
use std::time::{Duration, Instant};

use generator_tests::fixtures;
use generator_tests::mutate::seeds::Seeds;
use generator_tests::mutate::smaller;
use generator_tests::numbers::Numbers;
use generator_tests::trial::{Broken, Ended, Trials};

fn main() -> ExitCode {
    harness::run([
        harness::tests![mutated_documents_are_generated_from_or_refused],
        harness::each("found", 1, fixtures("mutations", &["json", "yaml"]), stays_right),
    ])
}

fn mutated_documents_are_generated_from_or_refused() {
    let (rounds, seconds, first) = (bound("ROUNDS", 1500), bound("SECONDS", 90), bound("FIRST", 0));
    let seeds = Seeds::all();
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("mutations");
    fs::create_dir_all(&folder).expect("the target folder can be written");
    let (mut trials, mut broken) = (Trials::new(), BTreeMap::<String, (u64, PathBuf, String)>::new());
    let (mut generated, mut refused, start) = (0_u64, 0_u64, Instant::now());
    for round in first..first.saturating_add(rounds) {
        if start.elapsed() > Duration::from_secs(seconds) {
            break;
        }
        let (name, text) = seeds.mutated(&mut Numbers::new(round));
        fs::write(folder.join("last"), &text).expect("the target folder can be written");
        match trials.run(&name, &text) {
            Ok(Ended::Generated) => generated += 1,
            Ok(Ended::Refused) => refused += 1,
            Err(Broken { kind, detail }) if !broken.contains_key(&kind) => {
                eprintln!("round {round}: {kind}: {detail}");
                let text = smaller::smaller(&mut trials, &name, text, &kind);
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

/// What mutations have found is a fixture.
fn stays_right(_: &str, path: PathBuf) {
    let name = path.file_name().and_then(|name| name.to_str()).expect("fixtures have names");
    let ended = Trials::new().run(name, &fs::read(&path).expect("a fixture can be read"));
    assert!(ended.is_ok(), "{ended:?}");
}

fn bound(name: &str, usual: u64) -> u64 {
    std::env::var(format!("MUTATION_{name}")).ok().and_then(|text| text.parse().ok()).unwrap_or(usual)
}
