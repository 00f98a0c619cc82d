//! The client of a server and the program that calls it: generated and compiled in a workspace of their own.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crategen::cli::compiler::Used;
use crategen::files::{Mode, sync_file};
use serde_json::Value;
use wait4::Wait4;

use crate::servers::overlay;
use crate::servers::program::Program;
use crate::servers::results::{Generated, Outcome};
use crate::servers::setup::Setup;

/// The folder of a client.
#[derive(Clone, Debug)]
pub struct Client<'a> {
    setup: &'a Setup,
    folder: &'a Path,
    /// `target/servers`
    target: &'a Path,
    lock: &'a Path,
}

/// What corrects the document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum With {
    /// The server's own overlay, if it has one.
    Own,
    /// That, and what was learned; the program has the feature `learned`.
    Learned,
}

/// Beside what is in the folder of a server: what its program tells its steps with.
const STEPS: &str = "steps.rs";

impl<'a> Client<'a> {
    /// One in the folder of a server; `lock` is a `Cargo.lock` that has the versions to build with.
    pub fn new(setup: &'a Setup, folder: &'a Path, target: &'a Path, lock: &'a Path) -> Self {
        Self { setup, folder, target, lock }
    }

    /// The document of the server.
    pub fn document(&self) -> PathBuf {
        self.folder.join("document.json")
    }

    /// The responses that a run of the program recorded.
    pub fn recording(&self) -> PathBuf {
        self.folder.join("session.har")
    }

    /// The server's overlay with what was learned from them; it is not there where nothing was.
    pub fn learned(&self) -> PathBuf {
        self.folder.join("learned.yaml")
    }

    /// Generates the client, and compiles it and the program. What was needed is added to `outcome`.
    ///
    /// # Errors
    /// Something of the document is left out, or something does not compile.
    pub fn build(&self, with: With, outcome: &mut Outcome) -> Result<Program, String> {
        let generated = self.generate(with, outcome)?;
        let left_out = generated.left_out.clone();
        outcome.generated = Some(generated);
        if !left_out.is_empty() {
            return Err(format!("operations are left out:\n{}", left_out.join("\n")));
        }
        self.write_program()?;
        let mut command = cargo();
        let package = format!("{}-program", self.setup.name);
        command.args(["build", "--quiet", "--package", &package]).current_dir(self.folder);
        if with == With::Learned {
            command.args(["--features", "learned"]);
        }
        command.env("CARGO_TARGET_DIR", self.target.join("target"));
        let (status, used) = run(&mut command, &self.folder.join("compiler.log"))?;
        outcome.compiling += used.cpu;
        if !status {
            return Err(format!("it does not compile:\n{}", self.errors_of("compiler.log")));
        }
        let file = format!("{package}{}", std::env::consts::EXE_SUFFIX);
        Ok(Program::new(self.target.join("target/debug").join(file)))
    }

    fn generate(&self, with: With, outcome: &mut Outcome) -> Result<Generated, String> {
        let report = self.folder.join("report.json");
        let mut command = crategen()?;
        command.arg("generate").arg(self.document()).arg("--out").arg(self.folder.join("client"));
        command.arg("--report").arg(&report);
        if let Some(config) = self.setup.file("codegen.toml") {
            command.arg("--config").arg(config);
        }
        let overlay = if with == With::Learned { Some(self.learned()) } else { self.setup.overlay() };
        if let Some(overlay) = overlay.filter(|path| path.is_file()) {
            command.arg("--overlay").arg(overlay);
        }
        let (status, used) = run(&mut command, &self.folder.join("generate.log"))?;
        outcome.generating += used.cpu;
        if !status {
            return Err(format!("no client is generated:\n{}", self.errors_of("generate.log")));
        }
        let report = fs::read(&report).ok().and_then(|bytes| serde_json::from_slice::<Value>(&bytes).ok());
        Ok(Generated::of(&report.unwrap_or_default()))
    }

    /// Writes the program, and the workspace of client and program.
    fn write_program(&self) -> Result<(), String> {
        let put = |path: &str, text: &str| {
            let path = self.folder.join(path);
            let parent = path.parent().unwrap_or(self.folder);
            fs::create_dir_all(parent).map_err(|error| format!("{}: {error}", parent.display()))?;
            sync_file(&path, text, Mode::Write).map(drop).map_err(|error| error.to_string())
        };
        let manifest = "[workspace]\nresolver = \"3\"\nmembers = [\"client\", \"program\"]\n\n[profile.dev]\ndebug = false\nincremental = false\n";
        put("Cargo.toml", manifest)?;
        put("program/Cargo.toml", &self.setup.text("Cargo.toml")?)?;
        put("program/src/main.rs", &self.setup.text("main.rs")?)?;
        let steps = self.setup.folder.with_file_name(STEPS);
        put(&format!("program/{STEPS}"), &fs::read_to_string(&steps).map_err(|error| error.to_string())?)?;
        let lock = self.folder.join("Cargo.lock");
        if !lock.exists() {
            // The versions that the workspace has tested; cargo takes out what is not used.
            fs::copy(self.lock, &lock).map_err(|error| format!("{}: {error}", self.lock.display()))?;
        }
        Ok(())
    }

    /// Compares the recorded responses with the document; how many overlay actions correct it, beyond those of the server's overlay.
    ///
    /// # Errors
    /// The recording cannot be compared.
    pub fn learn(&self) -> Result<usize, String> {
        let learned = self.learned();
        let own = self.setup.overlay();
        if learned.exists() {
            fs::remove_file(&learned).map_err(|error| error.to_string())?;
        }
        let mut command = crategen()?;
        command.arg("learn").arg(self.document()).arg(self.recording()).arg("--out").arg(&learned);
        if let Some(own) = &own {
            command.arg("--overlay").arg(own);
        }
        let (status, _) = run(&mut command, &self.folder.join("learn.log"))?;
        if !status {
            return Err(format!("nothing can be learned:\n{}", self.errors_of("learn.log")));
        }
        let before = own.map_or(0, |own| overlay::actions(&own).len());
        Ok(overlay::actions(&learned).len().saturating_sub(before))
    }

    /// What a log says, from its first error on.
    fn errors_of(&self, log: &str) -> String {
        let path = self.folder.join(log);
        let text = fs::read_to_string(&path).unwrap_or_default();
        let errors: Vec<&str> = text.lines().skip_while(|line| !line.starts_with("error")).take(20).collect();
        format!("{}\n(all of it: {})", errors.join("\n"), path.display())
    }
}

/// The command that this project generates with: this program again.
fn crategen() -> Result<Command, String> {
    let program = std::env::current_exe().map_err(|error| format!("cannot find this program again: {error}"))?;
    let mut command = Command::new(program);
    command.arg("crategen");
    Ok(command)
}

fn cargo() -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    for name in ["CARGO_MANIFEST_DIR", "RUSTFLAGS", "CARGO_ENCODED_RUSTFLAGS"] {
        command.env_remove(name);
    }
    command.env("CARGO_TERM_COLOR", "never");
    command
}

/// Runs a command with its output in a file: whether it ended well, and what it and its children used.
fn run(command: &mut Command, log: &Path) -> Result<(bool, Used), String> {
    let failed = |error: std::io::Error| format!("{}: {error}", log.display());
    let output = fs::File::create(log).map_err(failed)?;
    command.stdin(Stdio::null()).stderr(output.try_clone().map_err(failed)?).stdout(output);
    let ended = command.spawn().and_then(|mut process| process.wait4()).map_err(failed)?;
    Ok((ended.status.success(), ended.rusage.into()))
}
