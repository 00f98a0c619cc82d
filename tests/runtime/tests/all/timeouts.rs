//! Nothing waits forever.

use std::time::Duration;
use std::time::Instant;

use crate::both;
use crate::server::Act;
use crate::server::PET;
use crate::server::Server;

const SHORT: Duration = Duration::from_millis(150);

fn hangs() -> Vec<Act> {
    vec![Act::Slowly(vec![(Duration::from_secs(5), Vec::new())]); 5]
}

fn head(length: usize) -> Vec<u8> {
    format!("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {length}\r\n\r\n").into_bytes()
}

#[test]
fn a_call_has_a_total_time() {
    let started = Instant::now();
    for (mode, result, requests) in
        both!(hangs(), |builder| builder.api_key("k"), |client| client.pets().get("1").timeout(SHORT))
    {
        let error = result.expect_err(mode);
        assert!(error.is_timeout(), "{mode}: {error:?}");
        assert_eq!(requests.len(), 1, "{mode}");
    }
    assert!(started.elapsed() < Duration::from_secs(3));
}

#[test]
fn an_attempt_has_a_time_and_the_retries_a_deadline() {
    let started = Instant::now();
    for (mode, result, requests) in both!(
        hangs(),
        |builder| builder.api_key("k").attempt_timeout(SHORT).timeout(Duration::from_secs(2)),
        |client| client.pets().get("1")
    ) {
        let error = result.expect_err(mode);
        assert!(error.is_timeout(), "{mode}: {error:?}");
        assert_eq!((requests.len(), error.attempts()), (3, 3), "{mode}");
    }
    assert!(started.elapsed() < Duration::from_secs(4));
}

#[test]
fn a_body_that_trickles_ends_with_the_attempt() {
    let trickle = || {
        let mut pieces = vec![(Duration::ZERO, head(1000))];
        pieces.extend(std::iter::repeat_n((Duration::from_millis(50), b" ".to_vec()), 100));
        vec![Act::Slowly(pieces)]
    };
    let started = Instant::now();
    for (mode, result, _) in
        both!(trickle(), |builder| builder.api_key("k").attempt_timeout(SHORT), |client| client.pets().get("1"))
    {
        assert!(result.expect_err(mode).is_timeout(), "{mode}");
    }
    assert!(started.elapsed() < Duration::from_secs(3));
}

#[test]
fn a_stream_may_last_but_not_stand_still() {
    let slow_but_alive = || {
        let mut pieces = vec![(Duration::ZERO, head(10))];
        pieces.extend(std::iter::repeat_n((Duration::from_millis(80), b"x".to_vec()), 10));
        vec![Act::Slowly(pieces)]
    };
    let server = Server::play(slow_but_alive());
    let runtime = tokio::runtime::Runtime::new().expect("tokio starts");
    let builder = runtime_tests::Client::builder().base_url(server.url()).allow_http(true);
    let client =
        builder.attempt_timeout(SHORT).timeout(SHORT).idle_timeout(Duration::from_millis(400)).build().expect("builds");
    let whole = runtime.block_on(async { client.pets().photo("1").await?.collect(100).await });
    assert_eq!(whole.expect("0.8 s, but never still"), b"xxxxxxxxxx");

    let server = Server::play(slow_but_alive());
    let builder = runtime_tests::blocking::Client::builder().base_url(server.url()).allow_http(true);
    let client = builder
        .attempt_timeout(SHORT * 2)
        .timeout(SHORT * 2)
        .idle_timeout(Duration::from_millis(400))
        .build()
        .expect("builds");
    let whole = client.pets().photo("1").send().and_then(|stream| stream.collect_bytes(100));
    assert_eq!(whole.expect("0.8 s, but never still"), b"xxxxxxxxxx");
}

#[test]
fn a_stream_that_stands_still_is_a_timeout() {
    let stuck = || {
        vec![Act::Slowly(vec![
            (Duration::ZERO, head(10)),
            (Duration::ZERO, b"x".to_vec()),
            (Duration::from_secs(5), b"y".to_vec()),
        ])]
    };
    let started = Instant::now();
    let server = Server::play(stuck());
    let runtime = tokio::runtime::Runtime::new().expect("tokio starts");
    let client = runtime_tests::Client::builder()
        .base_url(server.url())
        .allow_http(true)
        .idle_timeout(SHORT)
        .build()
        .expect("builds");
    let error = runtime.block_on(async { client.pets().photo("1").await?.collect(100).await }).expect_err("stuck");
    assert!(error.is_timeout(), "{error:?}");

    let server = Server::play(stuck());
    let builder = runtime_tests::blocking::Client::builder().base_url(server.url()).allow_http(true);
    let client = builder.idle_timeout(SHORT).build().expect("builds");
    let error = client.pets().photo("1").send().and_then(|stream| stream.collect_bytes(100)).expect_err("stuck");
    assert!(error.is_timeout(), "{error:?}");
    assert!(started.elapsed() < Duration::from_secs(3));
}

#[test]
fn dropping_a_call_closes_its_connection() {
    let server = Server::play(vec![Act::Slowly(vec![(Duration::from_millis(50), Vec::new()); 100])]);
    let client =
        runtime_tests::Client::builder().base_url(server.url()).allow_http(true).api_key("k").build().expect("builds");
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("tokio starts");
    runtime.block_on(async {
        let call = client.pets().get("1").send();
        assert!(tokio::time::timeout(SHORT, call).await.is_err(), "the server does not answer");
        tokio::time::sleep(SHORT).await;
    });
    assert_eq!(server.requests().len(), 1, "it was sent");
    drop(runtime);
    // The server cannot see the end of a connection it never writes to; that no second attempt was made is what can be seen.
    std::thread::sleep(SHORT);
    assert_eq!(server.requests().len(), 1, "and not again");
    let _ = (server.closed(), PET);
}
