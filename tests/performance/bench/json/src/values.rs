//! Values of each shape, the same in every run.

use serde_json::{Value, json};

/// Numbers that look random (xorshift64*), from a seed.
pub struct Seed(u64);

impl Seed {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_F491_4F6C_DD1D)
    }

    fn below(&mut self, end: u64) -> u64 {
        self.next() % end
    }

    fn often(&mut self) -> bool {
        self.below(4) != 0
    }

    fn decimal(&mut self) -> f64 {
        self.below(2_000_000_000) as f64 / 1e5 - 1e4
    }

    fn words(&mut self, count: u64) -> String {
        let words = ["alpha", "beta", "größe", "delta", "a", "of", "release", "measure", "\"quoted\"", "line\nbreak"];
        let words: Vec<&str> = (0..count).map(|_| words[self.below(words.len() as u64) as usize]).collect();
        words.join(" ")
    }
}

/// The text of a list of so many values that it has about a megabyte.
pub fn list(value: fn(&mut Seed) -> Value) -> Vec<u8> {
    let mut seed = Seed(0x5EED);
    let (mut values, mut size) = (Vec::new(), 0);
    while size < 1_000_000 {
        let value = value(&mut seed);
        size += value.to_string().len();
        values.push(value);
    }
    serde_json::to_vec(&values).expect("a value is JSON")
}

/// One value in ten is newer than the document.
const STATES: [&str; 10] = ["new", "active", "paused", "closed", "active", "active", "new", "new", "closed", "newer"];

pub fn flat(seed: &mut Seed) -> Value {
    let mut value = json!({
        "id": seed.below(1 << 50),
        "name": seed.words(2),
        "state": STATES[seed.below(STATES.len() as u64) as usize],
        "open": seed.often(),
        "count": seed.below(1000),
    });
    let optional = [
        ("score", json!(seed.decimal())),
        ("url", json!(format!("https://example.com/records/{}", seed.below(1 << 30)))),
        ("email", json!(format!("user{}@example.com", seed.below(1 << 20)))),
        ("note", if seed.often() { json!(seed.words(6)) } else { Value::Null }),
        ("labels", (0..seed.below(4)).map(|_| json!(seed.words(1))).collect()),
    ];
    for (name, given) in optional {
        if seed.often() {
            value[name] = given;
        }
    }
    value
}

pub fn nested(seed: &mut Seed) -> Value {
    nested_to(seed, 4)
}

fn nested_to(seed: &mut Seed, depth: u64) -> Value {
    let count = if depth == 0 { 0 } else { seed.below(4) };
    let children: Vec<Value> = (0..count).map(|_| nested_to(seed, depth - 1)).collect();
    let mut value = json!({ "id": seed.below(1 << 40), "owner": owner(seed), "children": children });
    if seed.often() {
        value["limits"] = json!({ "small": seed.below(10), "large": seed.below(1 << 40) });
    }
    value
}

fn owner(seed: &mut Seed) -> Value {
    json!({ "login": seed.words(1), "admin": seed.often(), "place": place(seed) })
}

fn place(seed: &mut Seed) -> Value {
    json!({ "x": seed.decimal(), "y": seed.decimal(), "town": seed.words(1) })
}

pub fn union(seed: &mut Seed) -> Value {
    let event = match seed.below(8) {
        0..=2 => json!({ "kind": "created", "by": seed.words(1) }),
        3..=4 => json!({ "kind": "moved", "to": place(seed) }),
        5..=6 => json!({ "kind": "closed", "because": seed.words(4), "final": seed.often() }),
        _ => json!({ "kind": "newer", "what": seed.words(2) }),
    };
    let value = match seed.below(4) {
        0 => json!(seed.words(2)),
        1 => json!(seed.below(1 << 40)),
        2 => place(seed),
        _ => owner(seed),
    };
    json!({ "event": event, "value": value })
}

pub fn text(seed: &mut Seed) -> Value {
    let (long, short) = (200 + seed.below(200), seed.below(30));
    json!({ "title": seed.words(6), "body": seed.words(long), "quoted": seed.words(short), "language": "en" })
}

pub fn numbers(seed: &mut Seed) -> Value {
    let decimals: Vec<f64> = (0..20).map(|_| seed.decimal()).collect();
    let wholes: Vec<i64> = (0..20).map(|_| seed.next() as i64 >> seed.below(60)).collect();
    json!({ "whole": seed.below(1 << 30), "wide": seed.next() as i64, "decimals": decimals, "wholes": wholes })
}
