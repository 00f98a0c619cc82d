//! Decodes and encodes the same values with the types of the generated client, with derived impls, and without types.

mod generated;
mod values;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

#[global_allocator]
static HEAP: measure::heap::Counting = measure::heap::Counting;

/// How often each piece of work is measured.
const SAMPLES: usize = 7;

fn main() {
    shape::<Vec<client::types::Flat>, Vec<derived::types::Flat>>("flat records", values::flat);
    shape::<Vec<client::types::Nested>, Vec<derived::types::Nested>>("nested", values::nested);
    shape::<Vec<client::types::Union>, Vec<derived::types::Union>>("unions", values::union);
    shape::<Vec<client::types::Text>, Vec<derived::types::Text>>("texts", values::text);
    shape::<Vec<client::types::Numbers>, Vec<derived::types::Numbers>>("numbers", values::numbers);
}

/// Measures one shape: `G` of the generated client, `D` with derived impls.
fn shape<G: generated::Json, D: DeserializeOwned + Serialize>(case: &str, value: fn(&mut values::Seed) -> Value) {
    let text = values::list(value);
    measure::say(case, "data", "size", "bytes", [text.len() as f64]);
    let (ours, theirs) =
        (decoding(case, "generated", &text, generated::decode::<G>), decoding(case, "derived", &text, derived::<D>));
    decoding(case, "derived, sonic-rs", &text, |text| {
        sonic_rs::from_slice::<D>(text).expect("sonic-rs decodes the values")
    });
    let any = decoding(case, "Value", &text, derived::<Value>);
    let sent = encoding(case, "generated", &text, || generated::encode(&ours));
    assert!(same(&read(&sent), &any), "{case}: the generated types lose something");
    let sent = encoding(case, "derived", &text, || serde_json::to_vec(&theirs).expect("a value is JSON"));
    assert!(same(&read(&sent), &any), "{case}: the derived types lose something");
    encoding(case, "Value", &text, || serde_json::to_vec(&any).expect("a value is JSON"));
}

fn derived<T: DeserializeOwned>(text: &[u8]) -> T {
    serde_json::from_slice(text).expect("the types fit the values")
}

fn read(text: &[u8]) -> Value {
    derived(text)
}

/// Whether two values are equal; `1.0` is `1`.
fn same(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::Number(one), Value::Number(other)) => one == other || one.as_f64() == other.as_f64(),
        (Value::Array(one), Value::Array(other)) => {
            one.len() == other.len() && one.iter().zip(other).all(|(one, other)| same(one, other))
        }
        (Value::Object(one), Value::Object(other)) => {
            let equal = |(key, value): (&String, &Value)| other.get(key).is_some_and(|other| same(value, other));
            one.len() == other.len() && one.iter().all(equal)
        }
        _ => one == other,
    }
}

fn decoding<T>(case: &str, way: &str, text: &[u8], decode: impl Fn(&[u8]) -> T) -> T {
    let (allocations, peak, decoded) = measure::heap::of(|| decode(text));
    measure::say(case, way, "decode, allocations", "", [allocations]);
    measure::say(case, way, "decode, peak memory", "bytes", [peak]);
    measure::say(case, way, "decode", "MB/s", speeds(text, measure::rounds(SAMPLES, || decode(text))));
    decoded
}

fn encoding(case: &str, way: &str, text: &[u8], encode: impl Fn() -> Vec<u8>) -> Vec<u8> {
    let (allocations, peak, encoded) = measure::heap::of(&encode);
    measure::say(case, way, "encode, allocations", "", [allocations]);
    measure::say(case, way, "encode, peak memory", "bytes", [peak]);
    measure::say(case, way, "encode", "MB/s", speeds(text, measure::rounds(SAMPLES, &encode)));
    encoded
}

/// Megabytes of the same text in each second of CPU time.
fn speeds(text: &[u8], seconds: Vec<f64>) -> impl Iterator<Item = f64> {
    seconds.into_iter().map(move |seconds| text.len() as f64 / 1e6 / seconds)
}
