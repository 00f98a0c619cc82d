//! What a caller says about sending a call again: keys, attempts, statuses, and a decision of its own.

use std::sync::Arc;
use std::sync::Mutex;
use std::time::Duration;

use http::StatusCode;
use runtime_tests::blocking;
use runtime_tests::runtime::TransportErrorKind;
use runtime_tests::runtime::mock::Mock;
use runtime_tests::runtime::mock::MockReply;
use runtime_tests::types::Pet;
use serde_json::json;

use crate::both;
use crate::mocked;
use crate::server::Act;
use crate::server::PET;
use crate::server::json as json_response;
use crate::server::response;

fn pet() -> Pet {
    serde_json::from_str(PET).expect("is a pet")
}

fn created() -> MockReply {
    MockReply::json(201, &json!({"id": 1, "owner": null}))
}

fn played(replies: impl IntoIterator<Item = MockReply>) -> Mock {
    replies.into_iter().fold(Mock::new(), Mock::reply)
}

fn keys(mock: &Mock, name: &str) -> Vec<Option<String>> {
    mock.requests().iter().map(|request| request.header(name).map(str::to_owned)).collect()
}

/// The header of a request as it was sent.
fn sent<'a>(request: &'a str, name: &str) -> Option<&'a str> {
    let of_name = |line: &&str| line.split_once(": ").is_some_and(|(own, _)| own.eq_ignore_ascii_case(name));
    request.lines().find(of_name)?.split_once(": ").map(|(_, value)| value)
}

#[test]
fn a_call_with_a_key_is_sent_again_with_the_same_key() {
    let script = || vec![Act::Cut, response("500 Oh", &[], ""), json_response("201 Created", PET)];
    for (mode, result, requests) in both!(script(), |builder| builder.api_key("k"), |client| {
        client.pets().create(&pet()).idempotency_key("order-17")
    }) {
        assert_eq!(result.expect(mode).id, 1);
        let keys: Vec<_> = requests.iter().map(|request| sent(request, "idempotency-key")).collect();
        assert_eq!(keys, [Some("order-17"); 3], "{mode}");
    }
}

#[test]
fn a_key_as_a_header_of_the_caller_is_a_key() {
    let mock = played([MockReply::status(502), created()]);
    mocked(&mock).pets().create(&pet()).header("idempotency-key", "k1").send().expect("is sent again");
    assert_eq!(keys(&mock, "idempotency-key"), [Some("k1".to_owned()), Some("k1".to_owned())]);
}

#[test]
fn an_illegal_key_is_an_error_that_does_not_repeat_it() {
    let error = mocked(&Mock::new()).pets().create(&pet()).idempotency_key("a\nsecret").send().expect_err("no header");
    assert!(error.is_request() && !format!("{error} {error:?}").contains("secret"), "{error:?}");
}

#[test]
fn each_post_has_a_key_of_its_own_where_the_client_is_set_up_for_it() {
    let script = || vec![Act::Cut, json_response("201 Created", PET)];
    for (mode, result, requests) in
        both!(script(), |builder| builder.api_key("k").idempotency_header("X-Request-Key"), |client| client
            .pets()
            .create(&pet()))
    {
        result.expect(mode);
        let keys: Vec<_> = requests.iter().map(|request| sent(request, "x-request-key").expect("a key")).collect();
        assert!(keys.len() == 2 && keys[0] == keys[1], "{mode}: {keys:?}");
        assert_eq!(uuid::Uuid::parse_str(keys[0]).expect(mode).get_version_num(), 4);
    }
    let mock = Mock::new();
    let builder = blocking::Client::builder().api_key("k").idempotency_header("Idempotency-Key");
    let client = builder.transport(mock.clone()).build().expect("builds");
    for _ in 0..2 {
        mock.push(created());
        client.pets().create(&pet()).send().expect("is created");
    }
    mock.push(created());
    client.pets().create(&pet()).idempotency_key("mine").send().expect("is created");
    mock.push(MockReply::status(204));
    client.pets().set_photo("1", "png").send().expect("is put");
    let keys = keys(&mock, "idempotency-key");
    assert!(keys[0].is_some() && keys[1].is_some() && keys[0] != keys[1], "{keys:?}");
    assert_eq!(keys[2..], [Some("mine".to_owned()), None], "the key of the caller, and none for a PUT");
    let error = blocking::Client::builder().idempotency_header("no header").build().expect_err("is no name");
    assert!(error.is_request());
}

#[test]
fn a_post_that_may_be_done_twice_is_sent_again() {
    for ending in [MockReply::status(500), MockReply::failure(TransportErrorKind::Timeout)] {
        let mock = played([ending, created()]);
        mocked(&mock).pets().create(&pet()).idempotent().send().expect("is sent again");
        assert_eq!((mock.requests().len(), keys(&mock, "idempotency-key")), (2, vec![None, None]));
    }
}

#[test]
fn attempts_of_one_call_and_of_all() {
    let mock = played((0..6).map(|_| MockReply::status(500)));
    let error = mocked(&mock).pets().get("1").retries(5).send().expect_err("six failures");
    assert_eq!(error.attempts(), 6);
    let mock = played((0..6).map(|_| MockReply::status(500)));
    let client = blocking::Client::builder().api_key("k").retries(4).transport(mock.clone()).build().expect("builds");
    assert_eq!(client.pets().get("1").send().expect_err("fails").attempts(), 5);
    assert_eq!(client.pets().get("1").retries(0).send().expect_err("fails").attempts(), 1);
    mock.push(MockReply::status(500));
    assert_eq!(client.pets().get("1").retries(5).no_retry().send().expect_err("fails").attempts(), 1);
}

#[test]
fn statuses_of_one_call_and_of_all() {
    let mock = played([MockReply::status(409), MockReply::status(423), created()]);
    mocked(&mock).pets().get("1").retry_statuses([409, 423]).send().expect("the third attempt");
    let mock = played([MockReply::status(503), created()]);
    assert!(mocked(&mock).pets().get("1").retry_statuses([409]).send().is_err(), "the list is the whole list");
    let mock = played([MockReply::status(599), created(), MockReply::status(599), MockReply::status(500)]);
    let builder = blocking::Client::builder().api_key("k").retry_statuses(500..=599);
    let client = builder.transport(mock.clone()).build().expect("builds");
    client.pets().get("1").send().expect("the second attempt");
    assert!(client.pets().create(&pet()).send().is_err(), "a POST may have been done");
    assert!(client.pets().get("1").retry_statuses([]).send().is_err());
    assert_eq!(mock.requests().len(), 4);
}

#[test]
fn a_decision_of_the_caller() {
    let limited = || MockReply::text(403, "You have exceeded a rate limit").header("x-ratelimit-remaining", "0");
    let seen = Arc::new(Mutex::new(Vec::new()));
    let mock = played([limited(), created(), MockReply::status(403), limited(), MockReply::status(500), created()]);
    let told = seen.clone();
    let builder = blocking::Client::builder().api_key("k").retry_if(move |attempt| {
        let line = format!("{} {} {:?}", attempt.operation().name(), attempt.number(), attempt.status());
        told.lock().expect("nobody panics").push(line);
        let left = attempt.headers().and_then(|headers| headers.get("x-ratelimit-remaining"));
        attempt.would_retry() || left.is_some_and(|left| left == "0") && attempt.body().starts_with(b"You have")
    });
    let client = builder.transport(mock.clone()).build().expect("builds");
    client.pets().create(&pet()).send().expect("the second attempt, though it is a POST");
    assert!(client.pets().get("1").send().expect_err("no limit").is_forbidden());
    assert!(client.pets().get("1").retry_if(|_| false).send().expect_err("the call decides").is_forbidden());
    client.pets().get("1").send().expect("as without the decision");
    let seen = seen.lock().expect("nobody panics").join("\n");
    assert_eq!(seen, "pets.create 1 Some(403)\npets.get 1 Some(403)\npets.get 1 Some(500)", "failures only");
}

#[test]
fn a_decision_keeps_the_limits_of_a_call() {
    let mock = played((0..9).map(|_| MockReply::status(400)));
    assert_eq!(mocked(&mock).pets().get("1").retry_if(|_| true).send().expect_err("fails").attempts(), 3);
    let body = runtime_tests::runtime::Body::reader(std::io::Cursor::new(b"png".to_vec()), Some(3));
    let call = mocked(&mock).pets().set_photo("1", body).retry_if(|_| true).idempotent();
    assert_eq!(call.send().expect_err("a stream is sent once").attempts(), 1);
    let mock = played([MockReply::failure(TransportErrorKind::NoResponse), created()]);
    let failed = |attempt: &runtime_tests::runtime::Attempt<'_>| {
        attempt.error().is_some_and(|error| error.kind() == TransportErrorKind::NoResponse)
    };
    mocked(&mock).pets().create(&pet()).retry_if(failed).send().expect("is sent again");
}

#[test]
fn pauses_of_the_caller() {
    let mock = played((0..4).map(|_| MockReply::status(500)));
    let builder = blocking::Client::builder().api_key("k").retries(3);
    let builder = builder.retry_pauses(Duration::from_secs(2), Duration::from_secs(3));
    let client = builder.transport(mock.clone()).build().expect("builds");
    assert_eq!(client.pets().get("1").send().expect_err("fails").status(), Some(StatusCode::INTERNAL_SERVER_ERROR));
    let pauses = mock.pauses();
    assert_eq!(pauses.len(), 3);
    assert!(pauses.iter().all(|pause| *pause <= Duration::from_secs(3)), "{pauses:?}");
    let long = played([MockReply::status(429).header("retry-after", "5"), created()]);
    let builder = blocking::Client::builder().api_key("k").retry_pauses(Duration::ZERO, Duration::ZERO);
    builder.transport(long.clone()).build().expect("builds").pets().get("1").send().expect("the second attempt");
    assert_eq!(long.pauses(), [Duration::from_secs(5)], "what the server asks for counts all the same");
}
