//! The same failure with less text.

use std::time::{Duration, Instant};

use serde_json::Value;

use crate::mutate;
use crate::trial::Trials;

/// The same failure with as little text as can be found soon.
pub fn smaller(trials: &mut Trials, name: &str, text: Vec<u8>, kind: &str) -> Vec<u8> {
    let Ok(mut value) = serde_json::from_slice::<Value>(&text) else { return text };
    let start = Instant::now();
    let mut still = |value: &Value| {
        let text = serde_json::to_vec(value).unwrap_or_default();
        trials.run(name, &text).is_err_and(|broken| broken.kind == kind)
    };
    loop {
        let before = mutate::pointers(&value).len();
        for at in mutate::pointers(&value) {
            let mut less = value.clone();
            let soon = start.elapsed() < Duration::from_secs(60);
            if soon && mutate::remove(&mut less, &at).is_some() && still(&less) {
                value = less;
            }
        }
        if mutate::pointers(&value).len() == before || start.elapsed() > Duration::from_secs(60) {
            return serde_json::to_vec_pretty(&value).unwrap_or(text);
        }
    }
}
