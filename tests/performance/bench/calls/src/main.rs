//! Calls of the generated client beside the same requests by bare reqwest and bare ureq, over loopback: `calls SAMPLES`. The server
//! is a process of its own, so that its CPU time is not counted. Both sides have the same time-outs, send the same headers, follow no
//! redirects and decode the same answer.

mod blocking;
mod server;

use std::error::Error;
use std::time::{Duration, Instant};

use futures_util::StreamExt;
use futures_util::stream::FuturesUnordered;
use reqwest::header;
use reqwest::redirect::Policy;

/// How many calls are made one after the other in a sample, and how many by one side before it is the turn of the other.
pub const CALLS: usize = 2000;
pub const TURN: usize = 50;
/// How many are made at once, and how many in all of a sample then.
pub const AT_ONCE: usize = 64;
pub const MANY: usize = 6400;
pub const MANY_IN_TURN: usize = 640;
/// The time-outs of both sides.
pub const CONNECT: Duration = Duration::from_secs(10);
pub const WHOLE: Duration = Duration::from_secs(30);
const IDLE: Duration = Duration::from_secs(20);
/// The headers of both sides, beside `host`.
pub const AGENT: &str = "bench/1.0";
pub const ACCEPT: &str = "application/json";

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let argument = std::env::args().nth(1).ok_or("usage: calls SAMPLES")?;
    if argument == "server" {
        return server::serve();
    }
    let samples: usize = argument.parse()?;
    let (mut process, base) = server::start()?;
    let ours = client::Client::builder().base_url(&base).allow_http(true).connect_timeout(CONNECT);
    let ours = ours.timeout(WHOLE).attempt_timeout(WHOLE).idle_timeout(IDLE).user_agent(AGENT).build()?;
    let bare = reqwest::Client::builder().connect_timeout(CONNECT).timeout(WHOLE).read_timeout(IDLE);
    let bare = bare.redirect(Policy::none()).referer(false).user_agent(AGENT).build()?;
    let generated = async || drop(ours.records().get_record(7).await.expect("the server answers"));
    let url = format!("{base}/records/7");
    let request = async || {
        let answer = bare.get(&url).header(header::ACCEPT, ACCEPT).send().await;
        let answer = answer.and_then(reqwest::Response::error_for_status).expect("the server answers");
        let text = answer.bytes().await.expect("the answer has a body");
        drop(serde_json::from_slice::<derived::types::Flat>(&text).expect("the types fit the answer"));
    };
    // Sides take short turns, so that what else the machine does meets both.
    let (mut one, mut other) = (Side::default(), Side::default());
    for _ in 0..samples {
        for _ in 0..CALLS / TURN {
            one.in_turn(&generated).await;
            other.in_turn(&request).await;
        }
        for _ in 0..MANY / MANY_IN_TURN {
            one.at_once(&generated).await;
            other.at_once(&request).await;
        }
        one.end_sample();
        other.end_sample();
    }
    one.say("reqwest", "generated");
    other.say("reqwest", "bare");
    blocking::measure(&base, samples)?;
    process.kill()?;
    process.wait()?;
    Ok(())
}

/// The figures of one side.
#[derive(Default)]
pub struct Side {
    pub sample: Sample,
    /// For each sample: CPU time, latency, CPU time of many at once, and their rate.
    values: [Vec<f64>; 4],
}

/// What one sample adds up.
#[derive(Default)]
pub struct Sample {
    pub cpu: f64,
    pub latencies: Vec<f64>,
    pub cpu_at_once: f64,
    pub seconds_at_once: f64,
}

impl Side {
    /// Calls one after the other.
    async fn in_turn(&mut self, call: &impl AsyncFn()) {
        let clock = measure::Clock::start();
        for _ in 0..TURN {
            let start = Instant::now();
            call().await;
            self.sample.latencies.push(start.elapsed().as_secs_f64());
        }
        self.sample.cpu += clock.seconds();
    }

    /// Many calls at once.
    async fn at_once(&mut self, call: &impl AsyncFn()) {
        let (clock, start) = (measure::Clock::start(), Instant::now());
        at_once(call).await;
        self.sample.cpu_at_once += clock.seconds();
        self.sample.seconds_at_once += start.elapsed().as_secs_f64();
    }

    /// The figures of the sample.
    pub fn end_sample(&mut self) {
        let Sample { cpu, latencies, cpu_at_once, seconds_at_once } = std::mem::take(&mut self.sample);
        let (calls, many) = (CALLS as f64, MANY as f64);
        let values = [cpu / calls * 1e6, middle(latencies) * 1e6, cpu_at_once / many * 1e6, many / seconds_at_once];
        self.values.iter_mut().zip(values).for_each(|(values, value)| values.push(value));
    }

    /// Prints the figures.
    pub fn say(self, case: &str, way: &str) {
        let [cpu, latency, cpu_at_once, rate] = self.values;
        measure::say(case, way, "CPU time of a call", "µs", cpu);
        measure::say(case, way, "latency, one at a time", "µs", latency);
        measure::say(case, way, "CPU time, 64 at once", "µs", cpu_at_once);
        measure::say(case, way, "calls per second, 64 at once", "1/s", rate);
    }
}

/// Makes many calls, so many of them at once, on one thread.
async fn at_once(call: &impl AsyncFn()) {
    let worker = async || {
        for _ in 0..MANY_IN_TURN / AT_ONCE {
            call().await;
        }
    };
    let mut workers: FuturesUnordered<_> = (0..AT_ONCE).map(|_| worker()).collect();
    while workers.next().await.is_some() {}
}

/// The median.
fn middle(mut times: Vec<f64>) -> f64 {
    times.sort_by(f64::total_cmp);
    times.get(times.len() / 2).copied().unwrap_or_default()
}
