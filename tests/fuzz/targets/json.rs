//! The reader and the writer of JSON beside serde_json: both take or refuse a text, and read and write the same.
#![no_main]

use libfuzzer_sys::fuzz_target;
use runtime_tests::runtime::{Map, Value, from_json, to_json};
use runtime_tests::types::Pet;

fuzz_target!(|text: &[u8]| {
    let ours = from_json::<Value>(text).ok();
    let bare = text.strip_prefix(b"\xef\xbb\xbf").unwrap_or(text);
    let theirs = serde_json::from_slice::<Value>(bare).ok();
    assert_eq!(ours, theirs);
    if let Some(value) = ours {
        assert_eq!(to_json(&value).ok(), serde_json::to_vec(&value).ok());
    }
    let texts = from_json::<Map<Option<String>>>(text).ok();
    assert_eq!(texts, serde_json::from_slice::<Map<Option<String>>>(bare).ok());
    if let Ok(pet) = from_json::<Pet>(text) {
        let again = to_json(&pet).expect("what was read can be written");
        assert_eq!(from_json::<Pet>(&again).expect("what was written can be read"), pet);
    }
});
