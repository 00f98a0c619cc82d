//! Proof that the judges can fail: faults are put into the runtime of clients, and each has to be noticed by a step that is right
//! without it.

use std::collections::BTreeSet;
use std::fmt;

use crategen::Generated;
use serde_json::{Value, json};

use crate::cargo::Workspace;
use crate::documents::{ScenarioDocument, Scenarios};
use crate::play::{Company, Member};
use crate::report::StepResult;
use crate::wire::Expectation;

/// A fault: a line of `mutants.tsv`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mutant {
    /// What it is.
    pub what: String,
    /// The document whose client has it.
    pub document: String,
    file: String,
    text: String,
    instead: String,
}

/// What became of the faults.
#[derive(Clone, Debug, Default)]
pub struct Mutated {
    /// Each fault, and what was wrong first; `None`: nobody noticed.
    pub faults: Vec<(Mutant, Option<String>)>,
}

impl Mutant {
    /// Reads lines of `what TAB document TAB file TAB text TAB instead`; lines that begin with `#` are comments.
    ///
    /// # Errors
    /// A line is none.
    pub fn read(text: &str) -> Result<Vec<Self>, String> {
        let lines = text.lines().enumerate().filter(|(_, line)| !line.is_empty() && !line.starts_with('#'));
        lines
            .map(|(index, line)| match line.split('\t').collect::<Vec<_>>().as_slice() {
                [what, document, file, text, instead] => Ok(Self {
                    what: (*what).to_owned(),
                    document: (*document).to_owned(),
                    file: (*file).to_owned(),
                    text: text.replace("\\n", "\n"),
                    instead: instead.replace("\\n", "\n"),
                }),
                _ => Err(format!("mutants.tsv:{}: not five columns", index + 1)),
            })
            .collect()
    }

    /// Puts the fault into a client.
    fn infect(&self, generated: &mut Generated) -> Result<(), String> {
        let text =
            generated.files.get(&self.file).ok_or_else(|| format!("{}: the client has no {}", self.what, self.file))?;
        if text.matches(&self.text).count() != 1 {
            return Err(format!("{}: its text does not stand in {} exactly once", self.what, self.file));
        }
        let infected = text.replacen(&self.text, &self.instead, 1);
        generated.files.insert(self.file.as_str(), infected);
        Ok(())
    }
}

/// The documents that the faults need, of the last version that has them.
pub fn documents<'s>(scenarios: &'s Scenarios, mutants: &[Mutant]) -> Vec<&'s ScenarioDocument> {
    let names: BTreeSet<&str> = mutants.iter().map(|mutant| mutant.document.as_str()).collect();
    let last = |name| scenarios.documents.iter().rev().find(|document| document.name == name);
    names.into_iter().filter_map(last).collect()
}

/// Clients with and without faults, ready to be compiled. The package of a fault's client tells its place in the list.
///
/// # Errors
/// A fault no longer applies, a document is not there or gives no client, or a crate cannot be written.
pub fn members<'d>(
    documents: &[&'d ScenarioDocument],
    mutants: &[Mutant],
    workspace: &Workspace,
) -> Result<Vec<Member<'d>>, String> {
    let mut members = Vec::new();
    for document in documents {
        members.push(Member::of(document, workspace)?);
    }
    for (index, mutant) in mutants.iter().enumerate() {
        let document = documents.iter().find(|document| document.name == mutant.document);
        let document =
            document.ok_or_else(|| format!("{}: there is no document `{}`", mutant.what, mutant.document))?;
        let package = package(index, document);
        let mut generated = crate::documents::generate(&document.path, &package)?;
        mutant.infect(&mut generated)?;
        members.push(Member::write(package, document, generated, workspace)?);
    }
    Ok(members)
}

/// Plays clients with and without faults against a server, and tells which faults were noticed.
///
/// # Errors
/// The drivers cannot be run, or an infected client does not compile: then nothing is proven.
pub fn play(
    company: &Company<'_>,
    documents: &[&ScenarioDocument],
    mutants: &[Mutant],
    port: u16,
    expectations: &[Expectation],
) -> Result<Mutated, String> {
    let versions: BTreeSet<&str> = documents.iter().map(|document| document.version.as_str()).collect();
    let mut played = Vec::new();
    for version in versions {
        played.extend(company.play(version, port, expectations)?);
    }
    let steps = |package: &str| played.iter().find(|(name, _)| *name == package).map(|(_, steps)| steps);
    let mut faults = Vec::new();
    for (index, mutant) in mutants.iter().enumerate() {
        let document = documents.iter().find(|document| document.name == mutant.document);
        let both = document.and_then(|document| Some((steps(&document.package())?, steps(&package(index, document))?)));
        let broken = document.and_then(|document| company.broken(&package(index, document)));
        if let Some(why) = broken {
            return Err(format!("{}: its client does not compile: {why}", mutant.what));
        }
        let (without, with) = both.ok_or_else(|| format!("{}: its client was not played", mutant.what))?;
        let noticed =
            without.iter().zip(with).find(|(without, with)| without.wrong.is_empty() && !with.wrong.is_empty());
        let told = |step: &StepResult| format!("{}: {}", step.scenario, step.wrong.join("; "));
        faults.push((mutant.clone(), noticed.map(|(_, with)| told(with))));
    }
    Ok(Mutated { faults })
}

fn package(index: usize, document: &ScenarioDocument) -> String {
    format!("m{index:02}-{}", document.package())
}

impl Mutated {
    /// Whether every fault was noticed.
    pub fn is_good(&self) -> bool {
        !self.faults.is_empty() && self.faults.iter().all(|(_, noticed)| noticed.is_some())
    }

    /// `[{fault, document, noticed}]`
    pub fn to_json(&self) -> Value {
        let fault = |(mutant, noticed): &(Mutant, Option<String>)| json!({"fault": mutant.what, "document": mutant.document, "noticed": noticed});
        self.faults.iter().map(fault).collect()
    }
}

impl fmt::Display for Mutated {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (mutant, noticed) in &self.faults {
            let noticed = noticed.as_deref().map_or_else(|| "NOT NOTICED".to_owned(), crate::judge::shortened);
            writeln!(f, "{} ({}): {noticed}", mutant.what, mutant.document)?;
        }
        let noticed = self.faults.iter().filter(|(_, noticed)| noticed.is_some()).count();
        writeln!(f, "{noticed}/{} faults of the runtime were noticed", self.faults.len())
    }
}
