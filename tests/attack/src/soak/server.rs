//! The server: what it was asked for and did, and HTTP/1.1. HTTP/2 is beside it.

use std::collections::HashMap;
use std::io::{BufRead as _, Write as _};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use crate::soak::faults::Fault;
use crate::soak::http2;
use crate::stage::{Piece, Request, Stage};

/// How long a silent server says nothing: longer than an attempt may take.
pub const SILENCE: Duration = Duration::from_secs(3);

/// The pause of a slow body, four times.
pub const SLOWNESS: Duration = Duration::from_millis(30);

/// How long the body of a download is.
pub const DOWNLOAD: usize = 100_000;

/// How often each piece of work was asked for, and done.
#[derive(Debug, Default)]
pub struct Ledger {
    /// By the id of a call: requests, and works.
    entries: HashMap<String, (u32, u32)>,
    /// Keys of works that are done, which are not done again.
    keys: HashMap<String, ()>,
    /// How many requests arrived.
    arrived: u64,
}

/// What is asked for.
pub struct Asked<'a> {
    pub method: &'a str,
    pub path: &'a str,
    /// The value of `Idempotency-Key`.
    pub key: Option<&'a str>,
}

/// What is answered.
pub struct Told {
    pub fault: Fault,
    pub body: Vec<u8>,
}

impl Ledger {
    /// Notes a request, does its work where no fault prevents it, and says what is answered.
    pub fn work(&mut self, seed: u64, asked: &Asked<'_>) -> Told {
        let (number, id) = (self.arrived, asked.path.rsplit('/').next().unwrap_or_default());
        self.arrived += 1;
        let fault = Fault::drawn(seed, number);
        if asked.path == "/bytes" {
            return Told { fault, body: vec![b'x'; DOWNLOAD] };
        }
        let entry = self.entries.entry(id.to_owned()).or_default();
        entry.0 += 1;
        let known = asked.key.is_some_and(|key| self.keys.contains_key(key));
        if fault.works(number) && !known && asked.method != "GET" {
            // A PUT sets what is set already.
            entry.1 = if asked.method == "PUT" { 1 } else { entry.1 + 1 };
            if let Some(key) = asked.key {
                self.keys.insert(key.to_owned(), ());
            }
        }
        Told { fault, body: format!("{{\"id\":\"{id}\"}}").into_bytes() }
    }

    /// Requests and works of a call.
    pub fn of(&self, id: &str) -> (u32, u32) {
        self.entries.get(id).copied().unwrap_or_default()
    }

    /// From the lines that [`serve`] writes.
    pub fn read(lines: impl Iterator<Item = String>) -> Result<Self, String> {
        let mut ledger = Self::default();
        for line in lines {
            let mut words = line.split(' ');
            let id = words.next().unwrap_or_default().to_owned();
            let mut number = || words.next().and_then(|word| word.parse().ok()).ok_or("the server says something odd");
            ledger.entries.insert(id, (number()?, number()?));
        }
        Ok(ledger)
    }
}

/// Serves until there is a line on stdin, or none any more; then it writes the ledger.
pub fn serve(seed: u64) {
    let ledger = Arc::new(Mutex::new(Ledger::default()));
    let shared = ledger.clone();
    let first = Stage::raw(move |mut stream, state| {
        let mut rest = Vec::new();
        while let Some(request) = Request::read(&mut stream, &mut rest, state) {
            if !answer(&shared, seed, &request).into_iter().all(|piece| state.act(&mut stream, piece)) {
                return;
            }
        }
    });
    let second = http2::start(ledger.clone(), seed);
    println!("{} {second}", first.port());
    let mut line = String::new();
    let _ = std::io::stdin().lock().read_line(&mut line);
    let ledger = ledger.lock().unwrap_or_else(PoisonError::into_inner);
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    for (id, (arrived, done)) in &ledger.entries {
        let _ = writeln!(out, "{id} {arrived} {done}");
    }
}

fn answer(ledger: &Mutex<Ledger>, seed: u64, request: &Request) -> Vec<Piece> {
    let key = request.text("idempotency-key");
    let asked = Asked { method: &request.method, path: request.path(), key: key.as_deref() };
    let Told { fault, body } = ledger.lock().unwrap_or_else(PoisonError::into_inner).work(seed, &asked);
    let extra = if fault == Fault::Busy { "Retry-After: 0\r\n" } else { "" };
    let head =
        format!("HTTP/1.1 {} Said\r\n{extra}Content-Length: {}\r\n\r\n", fault.status(), body.len()).into_bytes();
    let half = body.len() / 2;
    let mut pieces = vec![Piece::Send(head)];
    match fault {
        Fault::ResetBefore | Fault::ResetAfter => return vec![Piece::Reset],
        Fault::Silent => return vec![Piece::Pause(SILENCE), Piece::Close],
        Fault::Cut => pieces.extend([Piece::Send(body.get(..half).unwrap_or_default().to_vec()), Piece::Close]),
        Fault::Slow => {
            for part in body.chunks(body.len().div_ceil(4).max(1)) {
                pieces.extend([Piece::Pause(SLOWNESS), Piece::Send(part.to_vec())]);
            }
        }
        _ => pieces.push(Piece::Send(body)),
    }
    pieces
}
