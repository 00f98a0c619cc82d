//! What came of each server, as a table and as JSON.

use std::fmt::Write as _;
use std::time::Duration;

use serde_json::{Value, json};

use crate::servers::overlay;
use crate::servers::program::Ran;
use crate::servers::setup::Setup;

/// All that was found.
#[derive(Debug, Default)]
pub struct Results(Vec<Outcome>);

/// What came of a server.
#[derive(Clone, Debug, Default)]
pub struct Outcome {
    name: String,
    version: String,
    /// How many actions the server's overlay has.
    corrections: usize,
    /// Why it cannot be installed here.
    pub skipped: Option<String>,
    /// What failed, but for steps of the program.
    pub failed: Option<String>,
    /// What became of the document.
    pub generated: Option<Generated>,
    /// What came of the program.
    pub ran: Option<Ran>,
    /// How many overlay actions the responses teach.
    pub learned: Option<usize>,
    /// What came of the program with a client of the document that they correct.
    pub ran_with_learned: Option<Ran>,
    /// CPU time of the generator.
    pub generating: Duration,
    /// CPU time of the compiler.
    pub compiling: Duration,
}

/// What became of a document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Generated {
    /// How many operations were generated.
    pub operations: u64,
    /// Those that were left out, with the reason.
    pub left_out: Vec<String>,
}

impl Generated {
    /// What the report of `crategen generate` has.
    pub fn of(report: &Value) -> Self {
        let operations = &report["operations"];
        let left_out = operations["left_out"].as_array().into_iter().flatten();
        let text = |part: &Value, key: &str| part[key].as_str().unwrap_or_default().to_owned();
        Self {
            operations: operations["generated"].as_u64().unwrap_or_default(),
            left_out: left_out.map(|part| format!("{}: {}", text(part, "operation"), text(part, "reason"))).collect(),
        }
    }
}

impl Outcome {
    /// Nothing yet.
    pub fn new(setup: &Setup) -> Self {
        let corrections = setup.overlay().map_or(0, |path| overlay::actions(&path).len());
        Self { name: setup.name.clone(), version: setup.version(), corrections, ..Self::default() }
    }

    /// Whether it passed, or was skipped.
    fn is_good(&self) -> bool {
        let runs = [&self.ran, &self.ran_with_learned];
        self.failed.is_none() && runs.into_iter().flatten().all(Ran::is_good)
    }

    fn row(&self) -> [String; 9] {
        let count = |number: Option<usize>| number.map_or_else(|| "–".to_owned(), |number| number.to_string());
        let generated = self.generated.as_ref();
        let steps = |ran: &Option<Ran>| {
            ran.as_ref().map_or_else(
                || "–".to_owned(),
                |ran| {
                    let good = ran.steps.iter().filter(|step| step.failed.is_none()).count();
                    format!("{good}/{}", ran.steps.len())
                },
            )
        };
        [
            self.name.clone(),
            self.version.clone(),
            generated.map_or_else(|| "–".to_owned(), |generated| generated.operations.to_string()),
            count(generated.map(|generated| generated.left_out.len())),
            self.corrections.to_string(),
            steps(&self.ran),
            count(self.learned),
            steps(&self.ran_with_learned),
            [self.generating, self.compiling, self.ran.as_ref().map_or(Duration::ZERO, |ran| ran.used.cpu)]
                .map(|time| format!("{:.1}", time.as_secs_f64()))
                .join(" + "),
        ]
    }

    fn details(&self, text: &mut String) {
        if let Some(why) = &self.skipped {
            let _ = writeln!(text, "  skipped, it cannot be installed here: {why}");
        }
        if let Some(why) = &self.failed {
            let _ = writeln!(text, "  failed: {why}");
        }
        for (title, ran) in [("", &self.ran), ("  with what was learned:\n", &self.ran_with_learned)] {
            let Some(ran) = ran else { continue };
            text.push_str(title);
            for step in &ran.steps {
                let _ = match &step.failed {
                    None => writeln!(text, "  ok    {}", step.name),
                    Some(why) => writeln!(text, "  FAIL  {}: {why}", step.name),
                };
            }
            if let Some(broken) = &ran.broken {
                let _ = writeln!(text, "  FAIL  the program ended by itself: {broken}");
            }
        }
    }

    fn json(&self) -> Value {
        let ran = |ran: &Option<Ran>| {
            ran.as_ref().map(|ran| {
                let steps = ran.steps.iter().map(|step| json!({"name": step.name, "failed": step.failed}));
                json!({"steps": steps.collect::<Vec<_>>(), "broken": ran.broken, "cpu": ran.used.cpu.as_secs_f64()})
            })
        };
        let generated = self.generated.as_ref();
        json!({
            "server": self.name, "version": self.version, "skipped": self.skipped, "failed": self.failed,
            "operations": generated.map(|generated| generated.operations),
            "left_out": generated.map(|generated| &generated.left_out),
            "overlay_actions": self.corrections, "learned_actions": self.learned,
            "ran": ran(&self.ran), "ran_with_learned": ran(&self.ran_with_learned),
            "cpu": {"generate": self.generating.as_secs_f64(), "compile": self.compiling.as_secs_f64()},
        })
    }
}

/// The columns. The times are CPU seconds of the generator, the compiler (with all dependencies, if they are compiled for the first
/// time) and the program.
const COLUMNS: [&str; 9] = [
    "server",
    "version",
    "operations",
    "left out",
    "overlay actions",
    "steps",
    "learned actions",
    "steps with them",
    "CPU s: generate + compile + run",
];

impl Results {
    /// Adds a server.
    pub fn add(&mut self, outcome: Outcome) {
        self.0.push(outcome);
    }

    /// Whether each passed or was skipped.
    pub fn is_good(&self) -> bool {
        self.0.iter().all(Outcome::is_good)
    }

    /// The table, and the steps of each server.
    pub fn text(&self) -> String {
        let mut text = String::new();
        for outcome in &self.0 {
            let _ = writeln!(text, "{} {}", outcome.name, outcome.version);
            outcome.details(&mut text);
            text.push('\n');
        }
        let rows: Vec<[String; 9]> =
            std::iter::once(COLUMNS.map(str::to_owned)).chain(self.0.iter().map(Outcome::row)).collect();
        let width = |column: usize| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or(0);
        let widths: [usize; 9] = std::array::from_fn(width);
        for row in &rows {
            let cells: Vec<String> = row.iter().zip(widths).map(|(cell, width)| format!("{cell:width$}")).collect();
            let _ = writeln!(text, "{}", cells.join("  ").trim_end());
        }
        text
    }

    /// All of it.
    pub fn json(&self) -> Value {
        self.0.iter().map(Outcome::json).collect()
    }
}
