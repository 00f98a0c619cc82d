//! Responses piece by piece.

use std::io::Read as _;

use runtime_tests::Client;
use runtime_tests::runtime::mock::Mock;
use runtime_tests::runtime::mock::MockReply;

use crate::mocked;

fn pieces() -> MockReply {
    MockReply::pieces(200, ["one ", "two ", "three"]).header("content-type", "image/png")
}

#[test]
fn an_async_stream() {
    let mock = Mock::new().reply(pieces()).reply(pieces().broken_off()).reply(MockReply::text(404, "no photo"));
    let client = Client::builder().transport(mock).build().expect("builds");
    let runtime = tokio::runtime::Runtime::new().expect("tokio starts");
    runtime.block_on(async {
        let mut stream = client.pets().photo("1").await.expect("succeeds");
        assert_eq!(stream.headers()["content-type"], "image/png");
        assert_eq!(stream.next().await.expect("a piece").expect("is whole"), "one ");
        assert_eq!(stream.collect_bytes(100).await.expect("the rest"), b"two three");
        let mut broken = client.pets().photo("1").await.expect("succeeds");
        let mut last = None;
        while let Some(piece) = broken.next().await {
            last = Some(piece);
        }
        let error = last.expect("pieces").expect_err("breaks off");
        assert!(error.is_transport());
        assert_eq!(error.operation(), "pets.photo");
        let error = client.pets().photo("1").await.expect_err("404");
        assert_eq!(error.body_text(), "no photo", "the body of a failure is read");
    });
}

#[test]
fn a_blocking_stream_is_a_reader_and_an_iterator() {
    let mock = Mock::new().reply(pieces()).reply(pieces()).reply(pieces().broken_off());
    let client = mocked(&mock);
    let mut text = String::new();
    client.pets().photo("1").send().expect("succeeds").read_to_string(&mut text).expect("is whole");
    assert_eq!(text, "one two three");
    let pieces: Vec<_> = client.pets().photo("1").send().expect("succeeds").collect();
    assert_eq!(pieces.len(), 3);
    let broken = client.pets().photo("1").send().expect("succeeds");
    let results: Vec<_> = broken.collect();
    assert_eq!(results.iter().filter(|piece| piece.is_ok()).count(), 3);
    assert!(results[3].as_ref().expect_err("breaks off").is_transport());
    assert_eq!(results.len(), 4, "an error is the end");
}

#[test]
fn with_response_leaves_the_body_to_the_stream() {
    let mock = Mock::new().reply(pieces());
    let response = mocked(&mock).pets().photo("1").with_response().send().expect("succeeds");
    assert!(response.body.is_empty());
    assert_eq!(response.value.collect_bytes(100).expect("is whole"), b"one two three");
}

/// A body that is no stream is an error of the first item, not an empty stream; `raw` reads any body as one.
#[test]
fn a_stream_of_another_media_type_is_an_error() {
    let json = Mock::new().reply(MockReply::json(200, &serde_json::json!({"error": "not today"})));
    let raw = mocked(&json).pets().photo("1").raw().send().expect("succeeds");
    let first = raw.events().next().expect("an item").expect_err("it is JSON");
    assert!(first.is_decode() && first.to_string().contains("the response is application/json"), "{first}");
    for (media_type, body) in [
        ("audio/mpeg", "\u{1}\u{2}"),
        ("text/plain", "no events\nat all\n"),
        ("text/plain", "nothing"),
        ("text/html", "<p>"),
    ] {
        let mock =
            Mock::new().reply(MockReply::bytes(200, body.as_bytes().to_vec()).header("content-type", media_type));
        let raw = mocked(&mock).pets().photo("1").raw().send().expect("succeeds");
        let all: Vec<_> = raw.events().collect();
        assert!(matches!(all.as_slice(), [Err(error)] if error.is_decode()), "{media_type}, {body:?}: {all:?}");
    }
    let quiet = Mock::new().reply(MockReply::text(200, ": only a comment\n\n"));
    let raw = mocked(&quiet).pets().photo("1").raw().send().expect("succeeds");
    assert_eq!(raw.events().count(), 0, "comments are no events, and no other text");
    let audio = Mock::new().reply(MockReply::bytes(200, vec![1]).header("content-type", "audio/mpeg"));
    let raw = mocked(&audio).pets().photo("1").raw().send().expect("succeeds");
    let all: Vec<Result<runtime_tests::runtime::JsonObject, _>> = raw.json_lines().collect();
    assert!(matches!(all.as_slice(), [Err(error)] if error.to_string().contains("audio/mpeg")), "{all:?}");
    let events = Mock::new().reply(MockReply::text(200, "data: {\"a\":1}\n\ndata: [DONE]\n\n"));
    let raw = mocked(&events).pets().photo("1").raw().send().expect("succeeds");
    let items: Result<Vec<runtime_tests::runtime::JsonObject>, _> = raw.json_events().collect();
    assert_eq!(items.expect("one event").len(), 1);
    let lines = Mock::new().reply(MockReply::json(200, &serde_json::json!({"a": 1})));
    let raw = mocked(&lines).pets().photo("1").raw().send().expect("succeeds");
    let items: Result<Vec<runtime_tests::runtime::JsonObject>, _> = raw.json_lines().collect();
    assert_eq!(items.expect("one line").len(), 1);
}
