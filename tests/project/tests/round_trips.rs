//! What is decoded is encoded to the same JSON: in types that rustc compiled, instance by instance.

use std::path::Path;

use project_tests::golden::{self, Instance};

#[test]
fn every_instance_comes_back() {
    let instances = golden::instances();
    assert!(instances.len() > 100, "the instances are not where they should be");
    let temporary = Path::new(env!("CARGO_TARGET_TMPDIR"));
    golden::write(temporary);
    let lines: String = instances.iter().map(|one| format!("{}\t{}\n", one.path, one.decode)).collect();
    let arguments = ["run", "--package", "driver", "--no-default-features", "--quiet"];
    let output = golden::cargo(temporary, &arguments, &lines);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let answers = String::from_utf8(output.stdout).expect("the driver writes UTF-8");
    let answers: Vec<&str> = answers.lines().collect();
    assert_eq!(answers.len(), instances.len(), "the driver answers every line");
    let wrong: Vec<String> = instances.iter().zip(&answers).filter_map(|(one, answer)| wrong(one, answer)).collect();
    assert!(wrong.is_empty(), "{} of {} instances:\n{}", wrong.len(), instances.len(), wrong.join("\n"));
}

/// What is wrong with the driver's answer, if something is; texts are compared, so that order and spelling count.
fn wrong(instance: &Instance, answer: &str) -> Option<String> {
    let Instance { path, decode, encode } = instance;
    let refused = answer.starts_with("refused: ");
    match encode {
        Some(encode) if answer == encode => None,
        None if refused => None,
        Some(encode) => Some(format!("{path}: {decode}\n  should be {encode}\n  but is    {answer}")),
        None => Some(format!("{path}: {decode}\n  should be refused\n  but is    {answer}")),
    }
}
