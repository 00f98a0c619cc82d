//! Calls of the generated client beside the same requests by bare reqwest and bare ureq, over loopback: `calls SAMPLES`. The server
//! is a process of its own, so that its CPU time is not counted. Both sides have the same time-outs and decode the same answer.

mod blocking;
mod server;

use std::error::Error;
use std::time::{Duration, Instant};

use futures_util::StreamExt;
use futures_util::stream::FuturesUnordered;

/// How many calls are made one after the other in a sample.
const CALLS: usize = 2000;
/// How many are made at once, and how many in all of a sample then.
const AT_ONCE: usize = 64;
const MANY: usize = 6400;
/// The time-outs of both sides.
pub const CONNECT: Duration = Duration::from_secs(10);
pub const WHOLE: Duration = Duration::from_secs(30);

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let argument = std::env::args().nth(1).ok_or("usage: calls SAMPLES")?;
    if argument == "server" {
        return server::serve();
    }
    let samples: usize = argument.parse()?;
    let (mut process, base) = server::start()?;
    let ours = client::Client::builder().base_url(&base).allow_http(true).connect_timeout(CONNECT);
    let ours = ours.timeout(WHOLE).attempt_timeout(WHOLE).build()?;
    let bare = reqwest::Client::builder().connect_timeout(CONNECT).timeout(WHOLE).build()?;
    let generated = async || drop(ours.records().get_record(7).await.expect("the server answers"));
    let url = format!("{base}/records/7");
    let request = async || {
        let answer =
            bare.get(&url).send().await.and_then(reqwest::Response::error_for_status).expect("the server answers");
        let text = answer.bytes().await.expect("the answer has a body");
        drop(serde_json::from_slice::<derived::types::Flat>(&text).expect("the types fit the answer"));
    };
    // Sides take turns, so that what else the machine does meets both.
    let (mut one, mut other) = (Side::default(), Side::default());
    for _ in 0..samples {
        one.sample(&generated).await;
        other.sample(&request).await;
    }
    one.say("reqwest", "generated");
    other.say("reqwest", "bare");
    blocking::measure(&base, samples)?;
    process.kill()?;
    process.wait()?;
    Ok(())
}

/// The figures of one side; each item is that of one sample.
#[derive(Default)]
pub struct Side {
    pub cpu: Vec<f64>,
    pub latency: Vec<f64>,
    pub rate: Vec<f64>,
}

impl Side {
    async fn sample(&mut self, call: &impl AsyncFn()) {
        let clock = measure::Clock::start();
        let mut times = Vec::with_capacity(CALLS);
        for _ in 0..CALLS {
            let start = Instant::now();
            call().await;
            times.push(start.elapsed().as_secs_f64());
        }
        self.cpu.push(clock.seconds() / CALLS as f64 * 1e6);
        self.latency.push(middle(times) * 1e6);
        let start = Instant::now();
        at_once(call).await;
        self.rate.push(MANY as f64 / start.elapsed().as_secs_f64());
    }

    /// Prints the figures.
    pub fn say(self, case: &str, way: &str) {
        measure::say(case, way, "CPU time of a call", "µs", self.cpu);
        measure::say(case, way, "latency, one at a time", "µs", self.latency);
        measure::say(case, way, "calls per second, 64 at once", "1/s", self.rate);
    }
}

/// Makes many calls, so many of them at once, on one thread.
async fn at_once(call: &impl AsyncFn()) {
    let worker = async || {
        for _ in 0..MANY / AT_ONCE {
            call().await;
        }
    };
    let mut workers: FuturesUnordered<_> = (0..AT_ONCE).map(|_| worker()).collect();
    while workers.next().await.is_some() {}
}

/// The median.
pub fn middle(mut times: Vec<f64>) -> f64 {
    times.sort_by(f64::total_cmp);
    times.get(times.len() / 2).copied().unwrap_or_default()
}
