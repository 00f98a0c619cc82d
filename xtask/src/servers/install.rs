//! The packages of a server, installed below `target` by their registry's own client, in the versions of the project's files.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::servers::setup::{Installer, Setup};

/// Installed packages.
#[derive(Clone, Debug)]
pub struct Installed {
    /// The folder of their executables.
    executables: PathBuf,
}

impl Installed {
    /// Installs the packages of a server into its folder, unless these versions are there.
    ///
    /// # Errors
    /// Why they cannot be installed here.
    pub fn new(setup: &Setup, folder: &Path) -> Result<Self, String> {
        let (packages, files): (_, &[&str]) = match setup.description.installer {
            Installer::Pip => (folder.join("venv"), &["requirements.txt"]),
            Installer::Npm => (folder.join("node"), &["package.json", "package-lock.json"]),
        };
        let texts = files.iter().map(|file| setup.text(file)).collect::<Result<Vec<_>, _>>()?;
        let executables = match setup.description.installer {
            Installer::Pip => packages.join(if cfg!(windows) { "Scripts" } else { "bin" }),
            Installer::Npm => packages.join("node_modules/.bin"),
        };
        // It is written last, so what was broken off is done again.
        let installed = packages.join("installed");
        let wanted = texts.concat();
        if fs::read_to_string(&installed).is_ok_and(|text| text == wanted) {
            return Ok(Self { executables });
        }
        let failed = |error: std::io::Error| format!("{}: {error}", packages.display());
        if packages.exists() {
            fs::remove_dir_all(&packages).map_err(failed)?;
        }
        fs::create_dir_all(&packages).map_err(failed)?;
        match setup.description.installer {
            Installer::Pip => pip(&packages, &executables, &setup.folder.join("requirements.txt"))?,
            Installer::Npm => {
                for (file, text) in files.iter().zip(&texts) {
                    fs::write(packages.join(file), text).map_err(failed)?;
                }
                let quiet = ["--no-audit", "--no-fund", "--omit-lockfile-registry-resolved", "--loglevel=error"];
                run(Command::new("npm").arg("ci").args(quiet).current_dir(&packages))?;
            }
        }
        fs::write(&installed, wanted).map_err(failed)?;
        Ok(Self { executables })
    }

    /// The path of an executable.
    pub fn executable(&self, name: &str) -> PathBuf {
        self.executables.join(name)
    }
}

fn pip(folder: &Path, executables: &Path, requirements: &Path) -> Result<(), String> {
    let interpreter = if cfg!(windows) { "python" } else { "python3" };
    run(Command::new(interpreter).args(["-m", "venv"]).arg(folder))?;
    let quiet = ["--quiet", "--disable-pip-version-check", "--no-input", "--require-virtualenv"];
    run(Command::new(executables.join("pip")).arg("install").args(quiet).arg("--requirement").arg(requirements))
}

/// Runs a command that installs, without a word unless it fails.
fn run(command: &mut Command) -> Result<(), String> {
    let shown = format!("{command:?}").replace('"', "");
    let output = command.stdin(Stdio::null()).output().map_err(|error| format!("`{shown}` cannot be run: {error}"))?;
    if output.status.success() {
        return Ok(());
    }
    let said = String::from_utf8_lossy(&output.stderr);
    let last: Vec<&str> = said.lines().filter(|line| !line.trim().is_empty()).collect();
    let last = last.get(last.len().saturating_sub(LINES)..).unwrap_or_default().join("\n");
    Err(format!("`{shown}` failed: {last}"))
}

/// So many lines of what a command said are shown.
const LINES: usize = 6;
