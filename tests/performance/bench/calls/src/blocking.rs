//! The blocking client beside bare ureq.

use std::error::Error;
use std::time::Instant;

use crate::{AT_ONCE, CALLS, CONNECT, MANY, Side, WHOLE, middle};

/// Measures both.
pub fn measure(base: &str, samples: usize) -> Result<(), Box<dyn Error>> {
    let ours = client::blocking::Client::builder().base_url(base).allow_http(true).connect_timeout(CONNECT);
    let ours = ours.timeout(WHOLE).attempt_timeout(WHOLE).build()?;
    let config = ureq::Agent::config_builder().timeout_connect(Some(CONNECT)).timeout_global(Some(WHOLE));
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
        sample(&mut one, &generated);
        sample(&mut other, &request);
    }
    one.say("ureq", "generated");
    other.say("ureq", "bare");
    Ok(())
}

fn sample(side: &mut Side, call: &(impl Fn() + Sync)) {
    let clock = measure::Clock::start();
    let mut times = Vec::with_capacity(CALLS);
    for _ in 0..CALLS {
        let start = Instant::now();
        call();
        times.push(start.elapsed().as_secs_f64());
    }
    side.cpu.push(clock.seconds() / CALLS as f64 * 1e6);
    side.latency.push(middle(times) * 1e6);
    let start = Instant::now();
    std::thread::scope(|scope| {
        for _ in 0..AT_ONCE {
            scope.spawn(|| (0..MANY / AT_ONCE).for_each(|_| call()));
        }
    });
    side.rate.push(MANY as f64 / start.elapsed().as_secs_f64());
}
