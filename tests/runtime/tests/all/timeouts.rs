//! Nothing waits forever.

use std::future::Future as _;
use std::time::Duration;
use std::time::Instant;

use runtime_tests::runtime::Body;

use crate::both;
use crate::server::Act;
use crate::server::Server;
use crate::server::response;

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
        |builder| builder.api_key("k").attempt_timeout(SHORT).timeout(Duration::from_secs(10)),
        |client| client.pets().get("1")
    ) {
        let error = result.expect_err(mode);
        assert!(error.is_timeout(), "{mode}: {error:?}");
        assert_eq!((requests.len(), error.attempts()), (3, 3), "{mode}");
    }
    assert!(started.elapsed() < Duration::from_secs(8));
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
        both!(trickle(), |builder| builder.api_key("k").attempt_timeout(SHORT).retries(0), |client| client
            .pets()
            .get("1"))
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
    let whole = runtime.block_on(async { client.pets().photo("1").await?.collect_bytes(100).await });
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
    let error =
        runtime.block_on(async { client.pets().photo("1").await?.collect_bytes(100).await }).expect_err("stuck");
    assert!(error.is_timeout(), "{error:?}");

    let server = Server::play(stuck());
    let builder = runtime_tests::blocking::Client::builder().base_url(server.url()).allow_http(true);
    let client = builder.idle_timeout(SHORT).build().expect("builds");
    let error = client.pets().photo("1").send().and_then(|stream| stream.collect_bytes(100)).expect_err("stuck");
    assert!(error.is_timeout(), "{error:?}");
    assert!(started.elapsed() < Duration::from_secs(3));
}

#[test]
fn the_failure_of_a_streamed_call_is_no_stream() {
    let trickle = || {
        let head = b"HTTP/1.1 500 Oh\r\nTransfer-Encoding: chunked\r\n\r\n".to_vec();
        let mut pieces = vec![(Duration::ZERO, head)];
        pieces.extend(std::iter::repeat_n((Duration::from_millis(60), b"1\r\nx\r\n".to_vec()), 200));
        vec![Act::Slowly(pieces)]
    };
    let started = Instant::now();
    for (mode, result, _) in both!(
        trickle(),
        |builder| builder.attempt_timeout(SHORT).timeout(SHORT * 2).idle_timeout(Duration::from_secs(30)).retries(0),
        |client| client.pets().photo("1"),
        |result| result.map(drop)
    ) {
        let error = result.expect_err(mode);
        assert!(error.is_server_error(), "{mode}: {error:?}");
    }
    assert!(started.elapsed() < Duration::from_secs(3), "{:?}", started.elapsed());
    let quick = || vec![response("404 Not Found", &[("Content-Type", "text/plain")], "no photo")];
    for (mode, result, _) in
        both!(quick(), |builder| builder.retries(0), |client| client.pets().photo("1"), |result| result.map(drop))
    {
        let error = result.expect_err(mode);
        assert_eq!((error.is_not_found(), error.body_text().as_ref()), (true, "no photo"), "{mode}");
    }
}

#[test]
fn the_answer_to_an_upload_is_no_stream() {
    let mut pieces = vec![(Duration::ZERO, head(1000))];
    pieces.extend(std::iter::repeat_n((Duration::from_millis(60), b"x".to_vec()), 200));
    let started = Instant::now();
    let server = Server::play(vec![Act::Slowly(pieces)]);
    let builder = runtime_tests::blocking::Client::builder().base_url(server.url()).attempt_timeout(SHORT * 2);
    let client = builder.build().expect("builds");
    let body = Body::reader(std::io::Cursor::new(b"png".to_vec()), Some(3));
    assert!(client.pets().set_photo("1", body).send().expect_err("trickles").is_timeout());
    assert!(started.elapsed() < Duration::from_secs(3), "{:?}", started.elapsed());
}

#[test]
fn dropping_a_call_closes_its_connection() {
    let mut endless = vec![(Duration::ZERO, b"HTTP/1.1 200 OK\r\nX-Long: ".to_vec())];
    endless.extend(std::iter::repeat_n((Duration::from_millis(20), b"a".to_vec()), 500));
    let server = Server::play(vec![Act::Slowly(endless)]);
    let builder = runtime_tests::Client::builder().base_url(server.url()).allow_http(true).api_key("k");
    let client = builder.build().expect("builds");
    let runtime = tokio::runtime::Runtime::new().expect("tokio starts");
    let started = Instant::now();
    runtime.block_on(async {
        let call = client.pets().get("1").send();
        assert!(tokio::time::timeout(SHORT, call).await.is_err(), "the server is not done");
        while server.closed() == 0 && started.elapsed() < Duration::from_secs(5) {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    });
    assert_eq!(server.closed(), 1, "the server saw the end of the connection");
    assert_eq!(server.requests().len(), 1, "and no second attempt");
}

#[test]
fn an_upload_may_last_longer_than_an_attempt() {
    let answer = || vec![response("200 OK", &[], "")];
    let server = Server::play(answer());
    let builder = runtime_tests::Client::builder().base_url(server.url()).allow_http(true);
    let client = builder.attempt_timeout(SHORT * 3).timeout(SHORT * 3).build().expect("builds");
    let runtime = tokio::runtime::Runtime::new().expect("tokio starts");
    runtime
        .block_on(async { client.pets().set_photo("1", Body::stream(Slow::pieces(8), Some(8))).await })
        .expect("0.8 s, but never still");
    let stuck = runtime.block_on(async { client.pets().set_photo("1", Body::stream(Slow::stuck(), Some(8))).await });
    assert!(stuck.expect_err("stands still").is_timeout());

    let server = Server::play(answer());
    let builder = runtime_tests::blocking::Client::builder().base_url(server.url()).allow_http(true);
    let client = builder.attempt_timeout(SHORT * 3).timeout(SHORT * 3).build().expect("builds");
    client.pets().set_photo("1", Body::reader(Slow::pieces(8), Some(8))).send().expect("0.8 s, but never still");
}

/// Gives a byte every 100 ms; at the end nothing, or never anything again.
struct Slow {
    left: usize,
    stuck: bool,
    timer: Option<std::pin::Pin<Box<tokio::time::Sleep>>>,
}

impl Slow {
    fn pieces(left: usize) -> Self {
        Self { left, stuck: false, timer: None }
    }

    fn stuck() -> Self {
        Self { left: 1, stuck: true, timer: None }
    }
}

impl futures_core::Stream for Slow {
    type Item = std::io::Result<bytes::Bytes>;

    fn poll_next(
        mut self: std::pin::Pin<&mut Self>,
        context: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<Self::Item>> {
        if self.left == 0 {
            return if self.stuck { std::task::Poll::Pending } else { std::task::Poll::Ready(None) };
        }
        let timer = self.timer.get_or_insert_with(|| Box::pin(tokio::time::sleep(Duration::from_millis(100))));
        std::task::ready!(timer.as_mut().poll(context));
        self.timer = None;
        self.left -= 1;
        std::task::Poll::Ready(Some(Ok(bytes::Bytes::from_static(b"x"))))
    }
}

impl std::io::Read for Slow {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        if self.left == 0 {
            return Ok(0);
        }
        std::thread::sleep(Duration::from_millis(100));
        self.left -= 1;
        buffer[0] = b'x';
        Ok(1)
    }
}
