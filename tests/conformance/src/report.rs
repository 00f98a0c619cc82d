//! What was found: for people a table and what is wrong, for machines JSON.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use serde_json::{Value, json};

use crate::calls::Call;
use crate::judge::readable;
use crate::recorder::Request;

/// What was found.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// Every step, in the order of the calls.
    pub steps: Vec<StepResult>,
    /// By version, what the server says of each scenario.
    pub coverage: BTreeMap<String, BTreeMap<String, String>>,
    exceptions: Vec<Exception>,
}

/// What became of a step.
#[derive(Clone, Debug, Default)]
pub struct StepResult {
    /// The version of the standard.
    pub version: String,
    /// The document.
    pub document: String,
    /// The scenario.
    pub scenario: String,
    /// Which step of it.
    pub step: u64,
    /// The operation.
    pub operation: String,
    /// What is wrong.
    pub wrong: Vec<String>,
    /// What could not be judged in full.
    pub notes: Vec<String>,
    /// What was sent.
    pub requests: Vec<Request>,
}

/// A scenario that a version of the standard cannot express: a line of `inexpressible.tsv`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exception {
    /// The version; `*`: all.
    pub version: String,
    /// The scenario.
    pub scenario: String,
    /// Why.
    pub reason: String,
}

/// What became of a scenario.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict<'e> {
    /// All of its steps are right, and the server says so.
    Passed,
    /// Something is wrong.
    Failed,
    /// The standard cannot express it; why.
    Excepted(&'e str),
    /// It is said to be inexpressible, and passes.
    WronglyExcepted,
}

impl StepResult {
    /// A step that nothing is known of.
    pub fn of(version: &str, call: &Call) -> Self {
        Self {
            version: version.to_owned(),
            document: call.document.clone(),
            scenario: call.scenario.clone(),
            step: call.step,
            operation: call.operation.id.clone(),
            ..Self::default()
        }
    }
}

impl Exception {
    /// Reads lines of `version TAB scenario TAB reason`; lines that begin with `#` are comments.
    ///
    /// # Errors
    /// A line is none.
    pub fn read(text: &str) -> Result<Vec<Self>, String> {
        let lines = text.lines().enumerate().filter(|(_, line)| !line.is_empty() && !line.starts_with('#'));
        lines
            .map(|(index, line)| match line.split('\t').collect::<Vec<_>>().as_slice() {
                [version, scenario, reason] => {
                    Ok(Self { version: (*version).into(), scenario: (*scenario).into(), reason: (*reason).into() })
                }
                _ => Err(format!("inexpressible.tsv:{}: not three columns", index + 1)),
            })
            .collect()
    }
}

impl Report {
    /// A report without steps.
    pub fn new(exceptions: Vec<Exception>) -> Self {
        Self { exceptions, ..Self::default() }
    }

    /// Whether everything is as it should be.
    pub fn is_good(&self) -> bool {
        let good = |verdict| matches!(verdict, Verdict::Passed | Verdict::Excepted(_));
        !self.steps.is_empty() && self.scenarios().into_iter().all(|(_, _, verdict)| good(verdict))
    }

    /// Every scenario by document and version, with its verdict.
    pub fn scenarios(&self) -> Vec<(&StepResult, &str, Verdict<'_>)> {
        let mut seen = BTreeSet::new();
        let first = |step: &&StepResult| seen.insert((step.version.clone(), step.scenario.clone()));
        self.steps
            .iter()
            .filter(first)
            .collect::<Vec<_>>()
            .into_iter()
            .map(|step| (step, step.scenario.as_str(), self.verdict(step)))
            .collect()
    }

    fn verdict(&self, of: &StepResult) -> Verdict<'_> {
        let mine = |step: &&StepResult| step.version == of.version && step.scenario == of.scenario;
        let passes = self.steps.iter().filter(mine).all(|step| step.wrong.is_empty()) && self.covered(of) == "pass";
        let applies = |exception: &&Exception| {
            (exception.version == "*" || exception.version == of.version) && exception.scenario == of.scenario
        };
        match (self.exceptions.iter().find(applies), passes) {
            (None, true) => Verdict::Passed,
            (None, false) => Verdict::Failed,
            (Some(exception), false) => Verdict::Excepted(&exception.reason),
            (Some(_), true) => Verdict::WronglyExcepted,
        }
    }

    fn covered(&self, step: &StepResult) -> &str {
        self.coverage
            .get(&step.version)
            .and_then(|all| all.get(&step.scenario))
            .map_or("unknown to the server", String::as_str)
    }

    /// `{passed, all, scenarios: [{version, document, scenario, verdict, server, steps: […]}]}`
    pub fn to_json(&self) -> Value {
        let scenarios: Vec<_> = self.scenarios().into_iter().map(|(first, name, verdict)| {
            let steps = self.steps.iter().filter(|step| step.version == first.version && step.scenario == first.scenario);
            let steps: Vec<_> = steps.map(StepResult::to_json).collect();
            let (verdict, reason) = match verdict {
                Verdict::Passed => ("passed", None),
                Verdict::Failed => ("failed", None),
                Verdict::Excepted(reason) => ("excepted", Some(reason)),
                Verdict::WronglyExcepted => ("wrongly excepted", None),
            };
            json!({"version": first.version, "document": first.document, "scenario": name, "verdict": verdict, "reason": reason, "server": self.covered(first), "steps": steps})
        }).collect();
        let passed = scenarios.iter().filter(|scenario| scenario["verdict"] == "passed").count();
        json!({"passed": passed, "all": scenarios.len(), "scenarios": scenarios})
    }
}

impl StepResult {
    fn to_json(&self) -> Value {
        let request = |request: &Request| {
            let headers: Vec<_> = request.headers.iter().map(|(name, value)| format!("{name}: {value}")).collect();
            json!({"method": request.method, "target": request.target, "headers": headers, "body": readable(&request.body)})
        };
        let requests: Vec<_> = self.requests.iter().map(request).collect();
        json!({"step": self.step, "operation": self.operation, "wrong": self.wrong, "notes": self.notes, "requests": requests})
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let scenarios = self.scenarios();
        let versions: BTreeSet<&str> = self.steps.iter().map(|step| step.version.as_str()).collect();
        let documents: BTreeSet<&str> = self.steps.iter().map(|step| step.document.as_str()).collect();
        let width = documents.iter().map(|name| name.len()).max().unwrap_or_default().max(8);
        let count = |of: &dyn Fn(&StepResult) -> bool| {
            let mine: Vec<_> = scenarios.iter().filter(|(step, ..)| of(step)).collect();
            let passed = mine.iter().filter(|(.., verdict)| *verdict == Verdict::Passed).count();
            format!("{passed}/{}", mine.len())
        };
        writeln!(
            f,
            "{:width$}  {}",
            "group",
            versions.iter().map(|version| format!("{version:>8}")).collect::<String>()
        )?;
        for document in &documents {
            let cells = versions.iter().map(|version| {
                format!("{:>8}", count(&|step| step.version == **version && step.document == **document))
            });
            writeln!(f, "{document:width$}  {}", cells.collect::<String>())?;
        }
        let cells = versions.iter().map(|version| format!("{:>8}", count(&|step| step.version == **version)));
        writeln!(f, "{:width$}  {}", "all", cells.collect::<String>())?;
        for (first, name, verdict) in scenarios.iter().filter(|(.., verdict)| *verdict != Verdict::Passed) {
            match verdict {
                Verdict::Passed => {}
                Verdict::Excepted(reason) => writeln!(f, "\n{} {name}: cannot be expressed: {reason}", first.version)?,
                Verdict::WronglyExcepted => {
                    writeln!(f, "\n{} {name}: passes, and inexpressible.tsv says that it cannot", first.version)?
                }
                Verdict::Failed => self.tell_failure(f, first)?,
            }
        }
        self.tell_notes(f)
    }
}

impl Report {
    fn tell_failure(&self, f: &mut fmt::Formatter<'_>, first: &StepResult) -> fmt::Result {
        writeln!(f, "\n{} {} (the server: {})", first.version, first.scenario, self.covered(first))?;
        for step in self.steps.iter().filter(|step| step.version == first.version && step.scenario == first.scenario) {
            for wrong in &step.wrong {
                let wrong: String = wrong.lines().take(12).collect::<Vec<_>>().join("\n      ");
                writeln!(f, "  {}#{}: {wrong}", step.operation, step.step)?;
            }
        }
        Ok(())
    }

    fn tell_notes(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for step in self.steps.iter().filter(|step| !step.notes.is_empty()) {
            writeln!(f, "\nnote: {} {}#{}: {}", step.version, step.scenario, step.step, step.notes.join("; "))?;
        }
        Ok(())
    }
}
