//! Compiles the crates, and measures the compiler for each of them alone.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crategen::cli::compiler;
use crategen::cli::exit::{Exit, Failure};
use crategen::cli::terminal::Progress;
use crategen::files::Files;

use crate::cost::columns::Column;
use crate::cost::subject::{Measured, Subject};

/// Compiles below one folder.
pub struct Compiler {
    /// `target/cost`
    pub folder: PathBuf,
}

/// The library and the program before they are measured: what they depend on is compiled with them.
const EMPTY: [(&str, &str); 2] = [("client/src/lib.rs", ""), ("program/src/main.rs", "fn main() {}\n")];

/// The ways to compile: the arguments, the folder of what is made, and where the measurements go.
const WAYS: [(&[&str], &str, [Column; 3]); 3] = [
    (&["check"], "debug", [Column::CheckCpu, Column::CheckPeak, Column::ProgramDevCpu]),
    (&["build"], "debug", [Column::DevCpu, Column::DevPeak, Column::ProgramDevCpu]),
    (&["build", "--release"], "release", [Column::ReleaseCpu, Column::ReleasePeak, Column::ProgramReleaseCpu]),
];

impl Compiler {
    /// One that keeps everything in this folder.
    pub fn new(folder: PathBuf) -> Self {
        Self { folder }
    }

    /// Measures the crates of a document: in each run, one after the other.
    pub fn measure(&self, subject: &mut Subject, lock: &Path, runs: u16, progress: &Progress) -> Result<(), Failure> {
        let mut done = 0;
        let mut step = |what: &str| {
            done += 1;
            progress.step(done, &format!("{}: {what}", subject.name));
        };
        for one in &mut subject.crates {
            step(&format!("{}, dependencies", one.kind));
            self.prepare(one, lock).map_err(|error| failed(&one.folder, &error))?;
        }
        for _ in 0..runs {
            for one in &mut subject.crates {
                step(&one.kind);
                self.run(one).map_err(|error| failed(&one.folder, &error))?;
            }
        }
        Ok(())
    }

    /// Writes the workspace of a crate, and compiles what it depends on.
    fn prepare(&self, one: &mut Measured, lock: &Path) -> io::Result<()> {
        if one.folder.exists() {
            fs::remove_dir_all(&one.folder)?;
        }
        write(&one.folder.join("client"), &one.client)?;
        let mut members = "\"client\"".to_owned();
        if let Some(program) = &one.program {
            write(&one.folder.join("program"), program)?;
            members += ", \"program\"";
        }
        let manifest =
            format!("[workspace]\nresolver = \"3\"\nmembers = [{members}]\n\n[profile.release]\nstrip = true\n");
        fs::write(one.folder.join("Cargo.toml"), manifest)?;
        // The versions that this workspace has; cargo takes out what is not used.
        fs::copy(lock, one.folder.join("Cargo.lock"))?;
        for (path, text) in sources(one) {
            fs::write(one.folder.join(path), text)?;
        }
        for (arguments, ..) in WAYS {
            self.cargo(one, arguments)?;
        }
        Ok(())
    }

    /// Compiles a crate and its program in each way.
    fn run(&self, one: &mut Measured) -> io::Result<()> {
        // What is written anew is compiled anew.
        for (path, _) in EMPTY.iter().filter(|(path, _)| one.folder.join(path).exists()) {
            let inside = path.split_once('/').map_or(*path, |(_, inside)| inside);
            let files = if path.starts_with("client") { Some(&one.client) } else { one.program.as_ref() };
            fs::write(one.folder.join(path), files.and_then(|files| files.get(inside)).unwrap_or_default())?;
        }
        let lines: usize =
            one.client.iter().filter(|(path, _)| path.ends_with(".rs")).map(|(_, text)| text.lines().count()).sum();
        one.figures.add(Column::Lines, lines as f64);
        for (arguments, profile, [cpu, peak, program]) in WAYS {
            let _ = fs::remove_dir_all(self.log());
            self.cargo(one, arguments)?;
            let Some(used) = compiler::used(&self.log(), &one.library) else { continue };
            one.figures.add(cpu, used.cpu.as_secs_f64());
            one.figures.add(peak, used.peak as f64);
            if arguments.first() == Some(&"build") {
                self.weigh(one, profile);
                if let Some(used) = compiler::used(&self.log(), "program") {
                    one.figures.add(program, used.cpu.as_secs_f64());
                }
            }
        }
        Ok(())
    }

    /// The sizes of what was built.
    fn weigh(&self, one: &mut Measured, profile: &str) {
        let built = self.folder.join("target").join(profile);
        let size = |name: &str| fs::metadata(built.join(name)).map(|metadata| metadata.len() as f64);
        let rlib = if profile == "release" { Column::ReleaseRlib } else { Column::DevRlib };
        if let Ok(size) = size(&format!("lib{}.rlib", one.library)) {
            one.figures.add(rlib, size);
        }
        if let (Some(_), "release", Ok(size)) =
            (&one.program, profile, size(&format!("program{}", std::env::consts::EXE_SUFFIX)))
        {
            one.figures.add(Column::ProgramBytes, size);
        }
    }

    fn log(&self) -> PathBuf {
        self.folder.join("compiler")
    }

    /// Runs cargo in the workspace of a crate, with one process of the compiler at a time.
    fn cargo(&self, one: &mut Measured, arguments: &[&str]) -> io::Result<()> {
        let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
        command.args(arguments).args(["--workspace", "--quiet", "--jobs", "1"]);
        if !one.default_features {
            command.arg("--no-default-features");
        }
        command.current_dir(&one.folder).env("CARGO_TARGET_DIR", self.folder.join("target"));
        command.env("CARGO_INCREMENTAL", "0").env("CARGO_TERM_COLOR", "never");
        for name in ["CARGO_MANIFEST_DIR", "RUSTFLAGS", "CARGO_ENCODED_RUSTFLAGS"] {
            command.env_remove(name);
        }
        compiler::measure(&mut command, &self.log())?;
        let output = command.stdin(Stdio::null()).stdout(Stdio::null()).output()?;
        if !output.status.success() && one.broken.is_none() {
            let said = String::from_utf8_lossy(&output.stderr);
            let errors = said.lines().skip_while(|line| !line.starts_with("error")).take(20).collect::<Vec<_>>();
            one.broken = Some(format!("{}\n{}", one.folder.display(), errors.join("\n")));
        }
        Ok(())
    }
}

/// The empty sources of a crate, without those of a program that there is not.
fn sources(one: &Measured) -> impl Iterator<Item = (&'static str, &'static str)> {
    EMPTY.into_iter().take(1 + usize::from(one.program.is_some()))
}

fn write(folder: &Path, files: &Files) -> io::Result<()> {
    for (path, text) in files.iter() {
        let path = folder.join(path);
        fs::create_dir_all(path.parent().unwrap_or(folder))?;
        fs::write(path, text)?;
    }
    Ok(())
}

fn failed(path: &Path, error: &io::Error) -> Failure {
    Failure::new(Exit::CannotWrite, format!("{}: {error}", path.display()))
}
