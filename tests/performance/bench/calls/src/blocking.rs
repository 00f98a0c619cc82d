//! The blocking client beside bare ureq.

use std::error::Error;
use std::time::Instant;

use crate::{ACCEPT, AGENT, AT_ONCE, CALLS, CONNECT, MANY, MANY_IN_TURN, Side, TURN, WHOLE};

/// Measures both.
pub fn measure(base: &str, samples: usize) -> Result<(), Box<dyn Error>> {
    let ours = client::blocking::Client::builder().base_url(base).allow_http(true).connect_timeout(CONNECT);
    let ours = ours.timeout(WHOLE).attempt_timeout(WHOLE).user_agent(AGENT).build()?;
    let config = ureq::Agent::config_builder().timeout_connect(Some(CONNECT)).timeout_global(Some(WHOLE));
    let config = config.max_redirects(0).user_agent(AGENT).accept(ACCEPT);
    let agent = config.max_idle_connections_per_host(AT_ONCE).max_idle_connections(AT_ONCE).build().new_agent();
    let url = format!("{base}/records/7");
    let generated = || drop(ours.records().get_record(7).send().expect("the server answers"));
    let request = || {
        let mut answer = agent.get(&url).call().expect("the server answers");
        let text = answer.body_mut().read_to_vec().expect("the answer has a body");
        drop(serde_json::from_slice::<derived::types::Flat>(&text).expect("the types fit the answer"));
    };
    let (mut one, mut other) = (Side::default(), Side::default());
    for _ in 0..samples {
        for _ in 0..CALLS / TURN {
            in_turn(&mut one, &generated);
            in_turn(&mut other, &request);
        }
        for _ in 0..MANY / MANY_IN_TURN {
            at_once(&mut one, &generated);
            at_once(&mut other, &request);
        }
        one.end_sample();
        other.end_sample();
    }
    one.say("ureq", "generated");
    other.say("ureq", "bare");
    Ok(())
}

fn in_turn(side: &mut Side, call: &impl Fn()) {
    let clock = measure::Clock::start();
    for _ in 0..TURN {
        let start = Instant::now();
        call();
        side.sample.latencies.push(start.elapsed().as_secs_f64());
    }
    side.sample.cpu += clock.seconds();
}

fn at_once(side: &mut Side, call: &(impl Fn() + Sync)) {
    let (clock, start) = (measure::Clock::start(), Instant::now());
    std::thread::scope(|scope| {
        for _ in 0..AT_ONCE {
            scope.spawn(|| (0..MANY_IN_TURN / AT_ONCE).for_each(|_| call()));
        }
    });
    side.sample.cpu_at_once += clock.seconds();
    side.sample.seconds_at_once += start.elapsed().as_secs_f64();
}
