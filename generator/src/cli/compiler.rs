//! Measures the compiler for each crate of a workspace alone, by standing between cargo and the compiler
//! (`RUSTC_WORKSPACE_WRAPPER`).

use std::ffi::OsString;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::time::Duration;

use wait4::{ResourceUsage, Wait4};

/// Says to this program that cargo runs it in place of the compiler, and where the measurements go.
const LOG: &str = "CRATEGEN_COMPILER_LOG";

/// CPU time and memory of a process and its children.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Used {
    /// User and system time.
    pub cpu: Duration,
    /// The largest resident set, in bytes.
    pub peak: u64,
}

impl From<ResourceUsage> for Used {
    fn from(usage: ResourceUsage) -> Self {
        Self { cpu: usage.utime + usage.stime, peak: usage.maxrss }
    }
}

/// Has a command of cargo run this program in place of the compiler for the crates of the workspace; the measurements go
/// to the folder `log`.
///
/// # Errors
/// This program is not found, or the folder cannot be made.
pub fn measure(command: &mut Command, log: &Path) -> io::Result<()> {
    fs::create_dir_all(log)?;
    command.env("RUSTC_WORKSPACE_WRAPPER", std::env::current_exe()?).env(LOG, log);
    Ok(())
}

/// What the compiler used for a package; `None` where it did not run.
pub fn used(log: &Path, package: &str) -> Option<Used> {
    let text = fs::read_to_string(log.join(package.replace('-', "_"))).ok()?;
    let (cpu, peak) = text.trim().split_once(' ')?;
    Some(Used { cpu: Duration::from_micros(cpu.parse().ok()?), peak: peak.parse().ok()? })
}

/// Acts as the compiler where cargo runs this program in its place: runs it, and writes down what it used.
pub fn act() -> Option<ExitCode> {
    let log = PathBuf::from(std::env::var_os(LOG)?);
    let arguments: Vec<OsString> = std::env::args_os().skip(1).collect();
    let (compiler, rest) = arguments.split_first()?;
    let ended = match Command::new(compiler).args(rest).spawn().and_then(|mut process| process.wait4()) {
        Ok(ended) => ended,
        Err(error) => {
            eprintln!("error: cannot run {}: {error}", compiler.display());
            return Some(ExitCode::FAILURE);
        }
    };
    if let Some(name) = crate_name(rest) {
        let used = Used::from(ended.rusage);
        // Without it the table shows no time for this crate.
        let _ = fs::write(log.join(name), format!("{} {}\n", used.cpu.as_micros(), used.peak));
    }
    Some(if ended.status.success() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// The crate that a command line of the compiler is about; `None` where cargo only asks for the compiler's version.
fn crate_name(arguments: &[OsString]) -> Option<&str> {
    let at = arguments.iter().position(|argument| argument == "--crate-name")?;
    arguments.get(at + 1)?.to_str().filter(|name| *name != "___")
}
