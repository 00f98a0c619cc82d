//! Server-sent events: the same ones come out whatever the pieces are that the bytes come in.
#![no_main]

use libfuzzer_sys::fuzz_target;
use runtime_tests::blocking::Client;
use runtime_tests::runtime::mock::{Mock, MockReply};

fn events(pieces: Vec<Vec<u8>>) -> Vec<String> {
    let reply = MockReply::pieces(200, pieces).header("content-type", "text/event-stream");
    let client = Client::builder().transport(Mock::new().reply(reply)).build().expect("it is complete");
    let stream = client.pets().photo("1").raw().send().expect("the mock answers");
    stream.events().map(|event| event.map_or_else(|error| error.to_string(), |event| format!("{event:?}"))).collect()
}

// The first byte says how long pieces are.
fuzz_target!(|bytes: &[u8]| {
    let Some((&length, text)) = bytes.split_first() else { return };
    let pieces = text.chunks(usize::from(length).max(1)).map(<[u8]>::to_vec).collect();
    assert_eq!(events(pieces), events(vec![text.to_vec()]));
});
