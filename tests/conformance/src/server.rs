//! Servers of npm packages, as processes that end with their handle.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{Read as _, Write as _};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::node::Packages;

/// A running server.
#[derive(Debug)]
pub struct Server {
    child: Child,
    /// Its port on this machine.
    pub port: u16,
}

/// How long a server may take until it answers.
const PATIENCE: Duration = Duration::from_secs(180);

impl Server {
    /// Starts the server of the scenarios. What it says goes to files in `folder`.
    ///
    /// # Errors
    /// It does not start.
    pub fn scenarios(packages: &Packages, folder: &Path) -> Result<Self, String> {
        let coverage = folder.join("coverage.json");
        // The server would go on with what an earlier one has seen.
        drop(fs::remove_file(&coverage));
        Self::start("tsp-spector", folder, |port| {
            let mut command = packages.command("tsp-spector");
            command.arg("serve").arg(packages.path("@typespec/http-specs/specs"));
            command.args(["-p", &port.to_string()]).arg("--coverageFile").arg(&coverage);
            command
        })
    }

    /// Starts a server and waits until it listens. `command` makes the command for a port.
    ///
    /// # Errors
    /// It does not start in time, or ends.
    pub fn start(name: &str, folder: &Path, command: impl FnOnce(u16) -> Command) -> Result<Self, String> {
        let failed = |error: std::io::Error| format!("{name}: {error}");
        fs::create_dir_all(folder).map_err(failed)?;
        let port = free_port().map_err(failed)?;
        let log = folder.join(format!("{name}.log"));
        let said = File::create(&log).map_err(failed)?;
        let mut command = command(port);
        command.stderr(said.try_clone().map_err(failed)?).stdout(said);
        let mut server = Self { child: command.spawn().map_err(failed)?, port };
        let begun = Instant::now();
        while TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_err() {
            let ended = server.child.try_wait().map_err(failed)?;
            if ended.is_some() || begun.elapsed() > PATIENCE {
                return Err(format!("{name} does not serve; it says in {}:\n{}", log.display(), last_lines(&log)));
            }
            thread::sleep(Duration::from_millis(100));
        }
        Ok(server)
    }

    /// What became of each scenario: `pass`, `fail`, `not-implemented`.
    ///
    /// # Errors
    /// The server does not tell.
    pub fn coverage(&self) -> Result<BTreeMap<String, String>, String> {
        let failed = |error: std::io::Error| format!("the server does not tell its coverage: {error}");
        let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, self.port)).map_err(failed)?;
        stream.write_all(b"GET /.coverage HTTP/1.0\r\nHost: localhost\r\n\r\n").map_err(failed)?;
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).map_err(failed)?;
        let answer = String::from_utf8_lossy(&answer).into_owned();
        let body = answer.split_once("\r\n\r\n").map_or("", |(_, body)| body);
        let sets: Value = serde_json::from_str(body).map_err(|error| format!("the coverage is no JSON: {error}"))?;
        let results = sets.as_array().into_iter().flatten().filter_map(|set| set["results"].as_object()).flatten();
        Ok(results
            .map(|(scenario, result)| (scenario.clone(), result.as_str().unwrap_or_default().to_owned()))
            .collect())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A port that is free now.
fn free_port() -> std::io::Result<u16> {
    TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr().map(|address| address.port())
}

fn last_lines(log: &Path) -> String {
    let text = fs::read_to_string(log).unwrap_or_default();
    let lines: Vec<&str> = text.lines().collect();
    lines.get(lines.len().saturating_sub(12)..).unwrap_or_default().join("\n")
}
