//! What is decoded is encoded to the same JSON: in types that rustc compiled, instance by instance.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use harness::Trial;
use project_tests::golden::{self, Instance};

/// The instances of each fixture, with what the driver answered.
static ANSWERED: LazyLock<BTreeMap<String, Vec<(Instance, String)>>> = LazyLock::new(answered);

/// A test for each fixture that has instances.
pub fn tests() -> Vec<Trial> {
    let instances = golden::instances();
    assert!(instances.len() > 100, "the instances are not where they should be");
    let mut fixtures: Vec<String> = instances.into_iter().map(|one| one.fixture).collect();
    fixtures.dedup();
    harness::each("instances", 1, fixtures.into_iter().map(|name| (name, ())), |name, ()| come_back(name))
}

fn answered() -> BTreeMap<String, Vec<(Instance, String)>> {
    let instances = golden::instances();
    let lines: String = instances.iter().map(|one| format!("{}\t{}\n", one.path, one.decode)).collect();
    let arguments = ["run", "--package", "driver", "--no-default-features", "--quiet"];
    let output = golden::cargo(crate::temporary(), &arguments, &lines);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let answers = String::from_utf8(output.stdout).expect("the driver writes UTF-8");
    assert_eq!(answers.lines().count(), instances.len(), "the driver answers every line");
    let mut of_fixtures = BTreeMap::<String, Vec<_>>::new();
    for (instance, answer) in instances.into_iter().zip(answers.lines()) {
        of_fixtures.entry(instance.fixture.clone()).or_default().push((instance, answer.to_owned()));
    }
    of_fixtures
}

fn come_back(fixture: &str) {
    let answered = ANSWERED.get(fixture).expect("the driver was asked");
    let wrong: Vec<String> = answered.iter().filter_map(|(one, answer)| wrong(one, answer)).collect();
    assert!(wrong.is_empty(), "{} of {} instances:\n{}", wrong.len(), answered.len(), wrong.join("\n"));
}

/// What is wrong with the driver's answer, if something is; texts are compared, so that order and spelling count.
fn wrong(instance: &Instance, answer: &str) -> Option<String> {
    let Instance { path, decode, encode, .. } = instance;
    let refused = answer.starts_with("refused: ");
    match encode {
        Some(encode) if answer == encode => None,
        None if refused => None,
        Some(encode) => Some(format!("{path}: {decode}\n  should be {encode}\n  but is    {answer}")),
        None => Some(format!("{path}: {decode}\n  should be refused\n  but is    {answer}")),
    }
}
