//! When a call is sent again, and when not.

use std::time::Duration;

use runtime_tests::blocking;
use runtime_tests::runtime::Error;
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

fn pet() -> MockReply {
    MockReply::json(200, &json!({"id": 1, "owner": null}))
}

fn created() -> MockReply {
    MockReply::json(201, &json!({"id": 1, "owner": null}))
}

fn get(replies: Vec<MockReply>) -> (Result<Pet, Error>, Mock) {
    let mock = replies.into_iter().fold(Mock::new(), Mock::reply);
    (mocked(&mock).pets().get("1").send(), mock)
}

fn post(replies: Vec<MockReply>) -> (Result<Pet, Error>, Mock) {
    let mock = replies.into_iter().fold(Mock::new(), Mock::reply);
    let pet: Pet = serde_json::from_str(PET).expect("is a pet");
    (mocked(&mock).pets().create(&pet).send(), mock)
}

#[test]
fn idempotent_calls_are_repeated_on_passing_failures() {
    for status in [408, 429, 500, 502, 503, 504] {
        let (result, mock) = get(vec![MockReply::status(status), MockReply::status(status), pet()]);
        assert_eq!(result.expect("the third attempt succeeds").id, 1);
        assert_eq!((mock.requests().len(), mock.pauses().len()), (3, 2), "{status}");
    }
    for status in [400, 401, 404, 409, 501, 505] {
        let (result, mock) = get(vec![MockReply::status(status), pet()]);
        assert!(result.is_err());
        assert_eq!(mock.requests().len(), 1, "{status}");
    }
}

#[test]
fn the_last_failure_is_told_with_the_count() {
    let (result, mock) = get(vec![MockReply::status(500), MockReply::status(502), MockReply::text(503, "last"), pet()]);
    let error = result.expect_err("two retries are the limit");
    assert_eq!((error.attempts(), error.body_text().as_ref()), (3, "last"));
    assert!(error.to_string().ends_with("(after 3 attempts)"), "{error}");
    assert_eq!(mock.requests().len(), 3);
}

#[test]
fn connection_failures_before_a_response_are_repeated() {
    use TransportErrorKind::*;
    for kind in [Connect, ConnectTimeout, NoResponse, Timeout, Body, BodyTimeout] {
        let (result, _) = get(vec![MockReply::failure(kind), pet()]);
        assert!(result.is_ok(), "{kind:?}");
    }
    for kind in [Redirected, Request] {
        let (result, mock) = get(vec![MockReply::failure(kind), pet()]);
        assert!(result.is_err(), "{kind:?}");
        assert_eq!(mock.requests().len(), 1);
    }
}

#[test]
fn a_post_is_repeated_only_when_it_was_not_done() {
    for kind in [TransportErrorKind::Connect, TransportErrorKind::ConnectTimeout] {
        assert!(post(vec![MockReply::failure(kind), created()]).0.is_ok(), "{kind:?}: nothing was sent");
    }
    for status in [429, 503] {
        let asked = MockReply::status(status).header("retry-after", "1");
        let (result, mock) = post(vec![asked, created()]);
        assert!(result.is_ok(), "{status} with Retry-After");
        assert_eq!(mock.requests()[0].body, mock.requests()[1].body);
        assert_eq!(post(vec![MockReply::status(status), created()]).1.requests().len(), 1, "{status} without");
    }
    for reply in [
        MockReply::failure(TransportErrorKind::NoResponse),
        MockReply::failure(TransportErrorKind::Timeout),
        MockReply::failure(TransportErrorKind::Body),
        MockReply::failure(TransportErrorKind::BodyTimeout),
        MockReply::status(500).header("retry-after", "1"),
        MockReply::status(502),
        MockReply::status(504),
        MockReply::status(408),
    ] {
        let (result, mock) = post(vec![reply, created()]);
        assert!(result.is_err());
        assert_eq!(mock.requests().len(), 1);
    }
}

#[test]
fn retry_after_is_honoured_within_the_deadline() {
    let (result, mock) = get(vec![MockReply::status(429).header("retry-after", "30"), pet()]);
    assert!(result.is_ok());
    assert_eq!(mock.pauses(), [Duration::from_secs(30)]);
    let (result, mock) = get(vec![MockReply::status(429).header("retry-after", "3600"), pet()]);
    assert_eq!(result.expect_err("would pass the deadline").retry_after(), Some(Duration::from_secs(3600)));
    assert!(mock.pauses().is_empty());
    let endless = MockReply::status(429).header("retry-after", "18446744073709551615");
    let mock = Mock::new().reply(endless);
    let client =
        blocking::Client::builder().api_key("k").timeout(None).transport(mock.clone()).build().expect("builds");
    assert!(client.pets().get("1").send().expect_err("no deadline, still not forever").is_rate_limited());
    for very_long in ["99999999999999999999", "340282366920938463463374607431768211456"] {
        let (result, mock) = get(vec![MockReply::status(503).header("retry-after", very_long), pet()]);
        assert!(result.expect_err("longer than any deadline").retry_after() > Some(Duration::from_secs(1 << 40)));
        assert!(mock.pauses().is_empty(), "{very_long}");
    }
    for nonsense in ["-1", "soon", "NaN", "inf", "1e400", ""] {
        let (result, mock) = get(vec![MockReply::status(503).header("retry-after", nonsense), pet()]);
        assert!(result.is_ok());
        assert!(mock.pauses()[0] <= Duration::from_millis(250), "{nonsense}");
    }
}

#[test]
fn pauses_are_spread_and_bounded() {
    let mut pauses = Vec::new();
    for _ in 0..20 {
        let (_, mock) = get(vec![MockReply::status(500), MockReply::status(500), MockReply::status(500)]);
        pauses.extend(mock.pauses().into_iter().zip([250, 500]));
    }
    assert!(pauses.iter().all(|(pause, most)| *pause <= Duration::from_millis(*most)));
    let distinct: std::collections::HashSet<_> = pauses.iter().map(|(pause, _)| pause).collect();
    assert!(distinct.len() > 10, "40 pauses had {} lengths", distinct.len());
}

#[test]
fn the_budget_of_a_client_ends_retries() {
    let mock = Mock::new();
    let client = mocked(&mock);
    for _ in 0..400 {
        mock.push(MockReply::status(500));
    }
    for _ in 0..60 {
        assert!(client.pets().get("1").send().is_err());
    }
    let sent = mock.requests().len();
    assert_eq!(sent, 160, "60 calls and the 100 retries that the budget pays");
    assert_eq!(
        mocked(&Mock::new().reply(MockReply::status(500)).reply(pet())).pets().get("1").send().map(|pet| pet.id).ok(),
        Some(1),
        "another client has its own"
    );
}

#[test]
fn retries_can_be_switched_off() {
    let mock = Mock::new().reply(MockReply::status(503)).reply(pet());
    assert!(mocked(&mock).pets().get("1").no_retry().send().is_err());
    let client = blocking::Client::builder().api_key("k").retries(0).transport(mock.clone()).build().expect("builds");
    mock.push(MockReply::status(503));
    client.pets().get("1").send().expect("the reply that was left");
    assert!(client.pets().get("1").send().is_err());
    assert_eq!(mock.requests().len(), 3);
}

#[test]
fn a_body_that_is_a_stream_is_sent_once() {
    let mock = Mock::new().reply(MockReply::status(503)).reply(MockReply::status(204));
    let body = runtime_tests::runtime::Body::reader(std::io::Cursor::new(b"png".to_vec()), Some(3));
    let error = mocked(&mock).pets().set_photo("1", body).send().expect_err("cannot be repeated");
    assert!(error.is_server_error());
    assert_eq!(mock.requests()[0].body_text(), "png");
    let mock = Mock::new().reply(MockReply::status(503)).reply(MockReply::status(204));
    mocked(&mock).pets().set_photo("1", b"png".to_vec()).send().expect("bytes can be repeated");
    assert_eq!(mock.requests()[1].body_text(), "png");
}

#[test]
fn cut_connections_over_sockets() {
    let script = || vec![Act::Cut, json_response("200 OK", PET)];
    for (mode, result, requests) in both!(script(), |builder| builder.api_key("k"), |client| client.pets().get("1")) {
        assert_eq!(result.expect(mode).id, 1);
        assert_eq!(requests.len(), 2, "{mode}");
    }
    let pet: Pet = serde_json::from_str(PET).expect("is a pet");
    for (mode, result, requests) in both!(script(), |builder| builder.api_key("k"), |client| client.pets().create(&pet))
    {
        assert!(result.expect_err(mode).is_transport());
        assert_eq!(requests.len(), 1, "{mode}: a POST that may have been done");
    }
    let limited =
        || vec![response("429 Too Many Requests", &[("Retry-After", "0")], ""), json_response("201 Created", PET)];
    for (mode, result, requests) in
        both!(limited(), |builder| builder.api_key("k"), |client| client.pets().create(&pet))
    {
        assert_eq!(result.expect(mode).id, 1);
        assert_eq!(requests.len(), 2, "{mode}");
    }
}

#[test]
fn nobody_listens() {
    let free = std::net::TcpListener::bind("127.0.0.1:0").expect("a port is free");
    let url = format!("http://{}", free.local_addr().expect("has an address"));
    drop(free);
    let client = blocking::Client::builder().base_url(&url).allow_http(true).api_key("k").build().expect("builds");
    let error = client.pets().get("1").send().expect_err("nobody listens");
    assert!(error.is_connect(), "{error:?}");
    assert_eq!(error.attempts(), 3);
    let client = runtime_tests::Client::builder().base_url(&url).allow_http(true).api_key("k").build().expect("builds");
    let runtime = tokio::runtime::Runtime::new().expect("tokio starts");
    let error = runtime.block_on(async { client.pets().get("1").await }).expect_err("nobody listens");
    assert!(error.is_connect(), "{error:?}");
}

#[test]
fn a_body_that_breaks_off_is_read_again_where_the_call_may_be_repeated() {
    let cut = || {
        Act::SendAndClose(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 30\r\n\r\n{".to_vec())
    };
    let script = || vec![cut(), json_response("200 OK", PET)];
    for (mode, result, requests) in both!(script(), |builder| builder.api_key("k"), |client| client.pets().get("1")) {
        assert_eq!(result.expect(mode).id, 1);
        assert_eq!(requests.len(), 2, "{mode}");
    }
    let pet: Pet = serde_json::from_str(PET).expect("is a pet");
    for (mode, result, requests) in both!(script(), |builder| builder.api_key("k"), |client| client.pets().create(&pet))
    {
        assert!(result.expect_err(mode).is_transport());
        assert_eq!(requests.len(), 1, "{mode}: it was done");
    }
    // What was handed out as a stream cannot be taken back.
    for (mode, result, requests) in
        both!(script(), |builder| builder.api_key("k"), |client| client.pets().photo("1"), |result| result.map(drop))
    {
        assert!(result.is_ok(), "{mode}");
        assert_eq!(requests.len(), 1, "{mode}");
    }
}
