//! Calls to a server that fails, in both modes, with an account of every call that is compared with the server's own.

mod account;
mod calls;
mod faults;
mod http2;
mod report;
mod server;

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use crate::memory;
use crate::soak::account::Account;
use crate::soak::calls::Callers;
use crate::soak::report::Use;

pub use report::Report;
pub use server::serve;

/// Calls for so long; `program` is the program of this package, which is the server, too.
///
/// # Errors
/// The server does not start, or does not say what it did.
pub fn run(program: &Path, time: Duration, seed: u64) -> Result<Report, String> {
    let mut server = Server::start(program, seed).map_err(|error| error.to_string())?;
    let before = (memory::resident(), memory::descriptors());
    let callers = Callers::start(&server.ports, seed)?;
    let (start, mut used) = (Instant::now(), Use::new(before));
    while start.elapsed() < time {
        thread::sleep(Duration::from_millis(100).min(time));
        // What the first part of a run needs is no growth.
        used.sample(start.elapsed() > time / 4);
    }
    let accounts = callers.end();
    used.after_end();
    let ledger = server.ledger()?;
    Ok(Report::new(
        accounts.iter().map(|account: &Account| account.compared(&ledger)).collect(),
        used,
        start.elapsed(),
        seed,
    ))
}

/// The server, which ends with its owner.
struct Server {
    child: Child,
    /// The ports of HTTP/1.1 and HTTP/2.
    ports: [u16; 2],
}

impl Server {
    fn start(program: &Path, seed: u64) -> std::io::Result<Self> {
        let mut command = Command::new(program);
        command.arg("soak-server").arg(seed.to_string()).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut server = Self { child: command.spawn()?, ports: [0; 2] };
        let mut line = Vec::new();
        if let Some(out) = server.child.stdout.as_mut() {
            // Byte by byte: what comes behind the line is read later.
            let mut byte = [0];
            while out.read(&mut byte)? == 1 && byte != *b"\n" {
                line.extend(byte);
            }
        }
        let line = String::from_utf8_lossy(&line).into_owned();
        let mut ports = line.split(' ').map(|port| port.parse::<u16>().unwrap_or_default());
        server.ports = [ports.next().unwrap_or_default(), ports.next().unwrap_or_default()];
        Ok(server)
    }

    /// What the server did.
    fn ledger(&mut self) -> Result<server::Ledger, String> {
        let mut stdin = self.child.stdin.take().ok_or("the server has no input")?;
        stdin.write_all(b"end\n").map_err(|error| format!("the server is gone: {error}"))?;
        let out = self.child.stdout.take().ok_or("the server has no output")?;
        server::Ledger::read(BufReader::new(out).lines().map_while(Result::ok))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
