//! A server as a process that ends with its handle, and with this program, however that ends.

use std::fs::{self, File};
use std::io;
use std::net::{Ipv4Addr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use crate::servers::fetch;
use crate::servers::install::Installed;
use crate::servers::setup::Setup;

/// A running server.
#[derive(Debug)]
pub struct Server {
    guard: Child,
    /// Its port on this machine.
    pub port: u16,
}

/// How long a server may take until it answers, and until it has ended.
const PATIENCE: Duration = Duration::from_secs(180);

/// Runs its arguments as long as its standard input is open. A signal ends this program without `Drop`, but closes the pipe.
const GUARD: &str = include_str!("guard.sh");

impl Server {
    /// Starts a server with empty data, and waits until it answers. What it writes goes to `server.log` in `folder`.
    ///
    /// # Errors
    /// It does not start in time, or ends.
    pub fn start(setup: &Setup, installed: &Installed, folder: &Path) -> Result<Self, String> {
        let failed = |error: io::Error| format!("{}: {error}", folder.display());
        let data = folder.join("data");
        if data.exists() {
            fs::remove_dir_all(&data).map_err(failed)?;
        }
        fs::create_dir_all(&data).map_err(failed)?;
        let log = folder.join("server.log");
        let output = File::create(&log).map_err(failed)?;
        let port = free_port().map_err(failed)?;
        let place = Place { setup, installed, data: &data, port };
        for words in &setup.description.prepare {
            let ended = place.command(words, &output).and_then(|mut command| command.status()).map_err(failed)?;
            if !ended.success() {
                return Err(format!("`{}` failed ({ended}):\n{}", words.join(" "), last_lines(&log)));
            }
        }
        let guard = place.guarded(&setup.description.start, &output).and_then(|mut guard| guard.spawn());
        let mut server = Self { guard: guard.map_err(failed)?, port };
        let begun = Instant::now();
        while !fetch::is_ready(port, &setup.description.ready) {
            let ended = server.guard.try_wait().map_err(failed)?;
            if ended.is_some() || begun.elapsed() > PATIENCE {
                let what = if ended.is_some() { "ended" } else { "does not answer" };
                return Err(format!("the server {what}; the last lines of {}:\n{}", log.display(), last_lines(&log)));
            }
            thread::sleep(Duration::from_millis(200));
        }
        Ok(server)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.guard.stdin.take());
        let begun = Instant::now();
        while matches!(self.guard.try_wait(), Ok(None)) {
            if begun.elapsed() > PATIENCE {
                // The guard ends it by a signal long before; it may be stopped itself.
                let _ = self.guard.kill();
            }
            thread::sleep(Duration::from_millis(50));
        }
    }
}

/// Where the commands of a server run.
struct Place<'a> {
    setup: &'a Setup,
    installed: &'a Installed,
    data: &'a Path,
    port: u16,
}

impl Place<'_> {
    /// A command of the packages.
    fn command(&self, words: &[String], output: &File) -> io::Result<Command> {
        let (executable, arguments) = self.split(words)?;
        let mut command = Command::new(executable);
        command.args(arguments).stdin(Stdio::null());
        self.surround(&mut command, output)?;
        Ok(command)
    }

    /// A command of the packages that runs as long as its standard input is open.
    fn guarded(&self, words: &[String], output: &File) -> io::Result<Command> {
        let (executable, arguments) = self.split(words)?;
        let mut command = Command::new("sh");
        command.args(["-c", GUARD, "guard"]).arg(executable).args(arguments).stdin(Stdio::piped());
        own_group(&mut command);
        self.surround(&mut command, output)?;
        Ok(command)
    }

    fn split(&self, words: &[String]) -> io::Result<(PathBuf, Vec<String>)> {
        let (executable, arguments) = words.split_first().ok_or_else(|| io::Error::other("a command is empty"))?;
        Ok((self.installed.executable(executable), arguments.iter().map(|argument| self.filled(argument)).collect()))
    }

    fn surround(&self, command: &mut Command, output: &File) -> io::Result<()> {
        let environment = &self.setup.description.environment;
        command.envs(environment.iter().map(|(name, value)| (name, self.filled(value)))).current_dir(self.data);
        command.stdout(output.try_clone()?).stderr(output.try_clone()?);
        Ok(())
    }

    fn filled(&self, text: &str) -> String {
        text.replace("{port}", &self.port.to_string()).replace("{data}", &self.data.to_string_lossy())
    }
}

/// Makes a command the first of a process group.
fn own_group(command: &mut Command) {
    #[cfg(unix)]
    std::os::unix::process::CommandExt::process_group(command, 0);
    #[cfg(not(unix))]
    let _ = command;
}

/// A port that is free now.
fn free_port() -> io::Result<u16> {
    TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr().map(|address| address.port())
}

fn last_lines(log: &Path) -> String {
    let text = fs::read(log).unwrap_or_default();
    let text = String::from_utf8_lossy(&text).into_owned();
    let lines: Vec<&str> = text.lines().collect();
    lines.get(lines.len().saturating_sub(12)..).unwrap_or_default().join("\n")
}

#[cfg(all(test, unix))]
mod tests {
    use std::io::{BufRead as _, BufReader, Read as _};
    use std::process::{Child, ChildStdout, Command, Stdio};
    use std::time::{Duration, Instant};

    use super::{GUARD, own_group};

    /// A guard of a script that has begun, and what the script and all that it started write to.
    fn guarded(script: &str) -> (Child, BufReader<ChildStdout>) {
        let mut command = Command::new("sh");
        command.args(["-c", GUARD, "guard", "sh", "-c", script]).stdin(Stdio::piped()).stdout(Stdio::piped());
        own_group(&mut command);
        let mut guard = command.spawn().expect("there is a shell");
        let mut output = BufReader::new(guard.stdout.take().expect("it is a pipe"));
        output.read_line(&mut String::new()).expect("it writes a line");
        (guard, output)
    }

    /// The pipe ends when nobody is left who could write to it.
    fn assert_ends(mut output: BufReader<ChildStdout>) {
        let begun = Instant::now();
        output.read_to_end(&mut Vec::new()).expect("it can be read");
        assert!(begun.elapsed() < Duration::from_secs(300), "a process of the server was left");
    }

    #[test]
    fn a_server_and_what_it_started_end_when_the_pipe_closes() {
        let (mut guard, output) = guarded("sleep 600 & echo begun; wait");
        assert!(matches!(guard.try_wait(), Ok(None)), "it serves");
        drop(guard.stdin.take());
        assert_ends(output);
        guard.wait().expect("the guard ends");
    }

    #[test]
    fn the_guard_ends_with_the_server_and_what_it_left_behind() {
        let (mut guard, output) = guarded("sleep 600 & echo begun; exit 3");
        // The pipe to the guard is open.
        let input = guard.stdin.take();
        assert_ends(output);
        guard.wait().expect("the guard ends");
        drop(input);
    }
}
