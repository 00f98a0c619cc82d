//! Builds and runs the programs that measure.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crategen::cli::exit::{Exit, Failure};
use crategen::files::{Mode, sync};

use crate::cost::subject::Subject;
use crate::layout::Layout;

/// The workspace of the programs.
pub struct Programs {
    sources: PathBuf,
    /// Where the generated crates are.
    generated: PathBuf,
    target: PathBuf,
}

impl Programs {
    /// Those of the project.
    pub fn new(layout: &Layout) -> Self {
        Self {
            sources: layout.root.join("tests/performance/bench"),
            generated: layout.root.join("target/bench"),
            // What `cargo xtask cost` has compiled is of use here.
            target: layout.root.join("target/cost/target"),
        }
    }

    /// Generates the client of `shapes.json`, and its types with derived impls.
    pub fn generate(&self) -> Result<(), Failure> {
        let subject = Subject::of_document(&self.sources.join("shapes.json"), &self.generated)?;
        for (kind, folder) in [("whole", "client"), ("derived", "derived")] {
            let folder = self.generated.join(folder);
            fs::create_dir_all(&folder).map_err(|error| failed(&folder, &error))?;
            for one in subject.crates.iter().filter(|one| one.kind == kind) {
                sync(&folder, &one.client, &[], Mode::Write)?;
            }
        }
        Ok(())
    }

    /// Builds a program, runs it, and returns what it prints.
    pub fn run(&self, name: &str, arguments: &[String]) -> Result<String, Failure> {
        let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
        cargo.args(["build", "--release", "--quiet", "--package", name]).current_dir(&self.sources);
        cargo.env("CARGO_TARGET_DIR", &self.target).env_remove("CARGO_MANIFEST_DIR").env_remove("RUSTFLAGS");
        ended(cargo.stdin(Stdio::null()), name)?;
        let program = self.target.join("release").join(format!("{name}{}", std::env::consts::EXE_SUFFIX));
        ended(pinned(&program).args(arguments).stdin(Stdio::null()), name)
    }
}

/// The command for a program, on one processor where `taskset` is there: calls over loopback cost twice as much CPU time when the
/// system has client and server on two, and it goes from one to the other.
fn pinned(program: &Path) -> Command {
    let there = Command::new("taskset").args(["-c", "0", "true"]).stderr(Stdio::null()).status();
    if !there.is_ok_and(|status| status.success()) {
        return Command::new(program);
    }
    let mut command = Command::new("taskset");
    command.args(["-c", "0"]).arg(program);
    command
}

/// What a command prints, where it ends well.
fn ended(command: &mut Command, name: &str) -> Result<String, Failure> {
    let output = command.stderr(Stdio::piped()).output().map_err(|error| failed(Path::new(name), &error))?;
    if output.status.success() {
        return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
    }
    let said = String::from_utf8_lossy(&output.stderr);
    Err(Failure::new(Exit::Stale, format!("the program `{name}` of tests/performance/bench failed:\n{said}")))
}

fn failed(path: &Path, error: &std::io::Error) -> Failure {
    Failure::new(Exit::CannotWrite, format!("{}: {error}", path.display()))
}
