//! Callers: each makes one call after the other until it is told to end.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use attack_client::runtime::Error;
use generator_tests::numbers::Numbers;

use crate::client::tokio;
use crate::soak::account::{Account, Caller, Outcome, What, id};
use crate::soak::server::DOWNLOAD;

/// How many callers there are of each kind of client.
const CALLERS: [(&str, usize); 3] = [("async", 16), ("blocking", 6), ("http2", 16)];

/// The callers of all kinds, each kind with one client.
pub struct Callers {
    over: Arc<AtomicBool>,
    tasks: Vec<(&'static str, tokio::task::JoinHandle<Caller>)>,
    threads: Vec<thread::JoinHandle<Caller>>,
}

macro_rules! client {
    ($client:ty, $port:expr) => {
        <$client>::builder()
            .base_url(format!("http://127.0.0.1:{}", $port))
            .allow_http(true)
            .header_key("k")
            .query_key("k")
            .cookie_key("k")
            .retries(4)
            .retry_pauses(Duration::from_millis(5), Duration::from_millis(50))
            .attempt_timeout(Duration::from_secs(1))
            .idle_timeout(Duration::from_secs(1))
            .timeout(Duration::from_secs(8))
    };
}

impl Callers {
    /// Starts all.
    pub fn start(ports: &[u16; 2], seed: u64) -> Result<Self, String> {
        let said = |error: Error| error.to_string();
        let first = client!(attack_client::Client, ports[0]).build().map_err(said)?;
        let blocking = client!(attack_client::blocking::Client, ports[0]).build().map_err(said)?;
        let transport = crate::client::over_http2().map_err(|error| error.to_string())?;
        let second = client!(attack_client::Client, ports[1]).reqwest(transport).build().map_err(said)?;
        let over = Arc::new(AtomicBool::new(false));
        let (mut tasks, mut threads) = (Vec::new(), Vec::new());
        for (kind, count) in CALLERS {
            for number in 0..count {
                let (name, over, seed) = (format!("{kind}{number}"), over.clone(), seed.wrapping_add(number as u64));
                match kind {
                    "blocking" => {
                        let client = blocking.clone();
                        threads.push(thread::spawn(move || in_turn(name, seed, &over, &client)));
                    }
                    _ => {
                        let client = if kind == "http2" { second.clone() } else { first.clone() };
                        tasks.push((kind, tokio().spawn(at_once(name, seed, over, client))));
                    }
                }
            }
        }
        Ok(Self { over, tasks, threads })
    }

    /// Ends all, and says what they did.
    pub fn end(self) -> Vec<Account> {
        self.over.store(true, Ordering::Relaxed);
        let mut accounts: Vec<Account> = CALLERS.map(|(name, _)| Account { name, callers: Vec::new() }).into();
        let mut all: Vec<(&str, Caller)> = Vec::new();
        for (kind, task) in self.tasks {
            all.extend(tokio().block_on(task).ok().map(|caller| (kind, caller)));
        }
        all.extend(self.threads.into_iter().filter_map(|thread| thread.join().ok()).map(|caller| ("blocking", caller)));
        for (kind, caller) in all {
            if let Some(account) = accounts.iter_mut().find(|account| account.name == kind) {
                account.callers.push(caller);
            }
        }
        accounts
    }
}

fn drawn(numbers: &mut Numbers) -> What {
    match numbers.below(20) {
        0..8 => What::Put,
        8..12 => What::Keyed,
        12..16 => What::Plain,
        16..19 => What::Get,
        _ => What::Download,
    }
}

/// A call in either mode.
macro_rules! called {
    ($client:expr, $what:expr, $id:expr, |$call:ident| $send:expr) => {{
        let doors = $client.doors();
        let sent = match $what {
            What::Put => {
                let $call = doors.put_item($id);
                $send
            }
            What::Keyed => {
                let $call = doors.post_item($id).idempotency_key($id);
                $send
            }
            What::Plain => {
                let $call = doors.post_item($id);
                $send
            }
            _ => {
                let $call = doors.get_item($id);
                $send
            }
        };
        sent.map(|item| item.id == $id)
    }};
}

fn outcome(result: Result<bool, Error>) -> Outcome {
    match result {
        Ok(true) => Outcome::Done,
        Ok(false) => Outcome::Wrong,
        Err(error) if error.status().is_some_and(|status| status.as_u16() == 503) => Outcome::Refused,
        Err(_) => Outcome::Unknown,
    }
}

async fn at_once(name: String, seed: u64, over: Arc<AtomicBool>, client: attack_client::Client) -> Caller {
    let (mut numbers, mut calls) = (Numbers::new(seed), Vec::new());
    while !over.load(Ordering::Relaxed) {
        let (what, id) = (drawn(&mut numbers), id(&name, calls.len()));
        let call = async {
            match what {
                What::Download => {
                    client.doors().get_bytes().await?.collect_bytes(2 * DOWNLOAD).await.map(|all| all.len() == DOWNLOAD)
                }
                _ => called!(client, what, id.as_str(), |call| call.send().await),
            }
        };
        // Some callers go away in the middle.
        let patience = if numbers.once_in(40) { numbers.draw() % 8 } else { 60_000 };
        let ended = tokio::time::timeout(Duration::from_millis(patience), call).await;
        calls.push((what, ended.map_or(Outcome::Dropped, outcome)));
    }
    Caller { name, calls }
}

fn in_turn(name: String, seed: u64, over: &AtomicBool, client: &attack_client::blocking::Client) -> Caller {
    let (mut numbers, mut calls) = (Numbers::new(seed), Vec::new());
    while !over.load(Ordering::Relaxed) {
        let (what, id) = (drawn(&mut numbers), id(&name, calls.len()));
        let leaves = numbers.once_in(4);
        let ended = match (what, leaves) {
            // A stream that is not read to its end.
            (What::Download, true) => client.doors().get_bytes().send().map_or(Outcome::Unknown, |_| Outcome::Dropped),
            (What::Download, false) => outcome(
                client
                    .doors()
                    .get_bytes()
                    .send()
                    .and_then(|stream| stream.collect_bytes(2 * DOWNLOAD))
                    .map(|all| all.len() == DOWNLOAD),
            ),
            _ => outcome(called!(client, what, id.as_str(), |call| call.send())),
        };
        calls.push((what, ended));
    }
    Caller { name, calls }
}
