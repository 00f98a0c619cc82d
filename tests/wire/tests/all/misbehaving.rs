//! Servers that misbehave: a call ends, in time and with what went wrong, and the next call is not spoiled.

use std::io::Write as _;
use std::time::{Duration, Instant};

use wire_tests::runtime::{Error, ErrorKind};
use wire_tests::types::Job;

use crate::modes::in_both;
use crate::server::{Act, Server, response};

const OK: &str = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n";
const SHORT: Duration = Duration::from_millis(300);

fn raw(text: impl Into<Vec<u8>>) -> Act {
    Act::Send(text.into())
}

fn closing(text: impl Into<Vec<u8>>) -> Act {
    Act::SendAndClose(text.into())
}

fn job() -> Act {
    response("200 OK", &[("Content-Type", "application/json")], "{\"id\":1}")
}

/// One call that is sent once, in both modes; it has to end soon.
fn once(script: Vec<Act>) -> [(&'static str, Result<Job, Error>, Vec<String>); 2] {
    let started = Instant::now();
    let ended = in_both!(
        script.clone(),
        |builder| builder.header_key("k").retries(0).attempt_timeout(SHORT).idle_timeout(SHORT),
        |client| client.answers().get_job(),
        |result| result
    );
    assert!(started.elapsed() < Duration::from_secs(4), "it took {:?}", started.elapsed());
    ended
}

/// All of these scripts end with an error of that kind.
fn all_fail(scripts: Vec<Vec<Act>>, is: fn(&Error) -> bool) {
    for script in scripts {
        let shown: String = format!("{script:?}").chars().take(120).collect();
        for (mode, result, _) in once(script) {
            let error = result.expect_err(&shown);
            assert!(is(&error), "{mode}: {error:?} after {shown}");
        }
    }
}

fn slowly(pieces: &[&str], pause: Duration) -> Vec<Act> {
    vec![Act::Slowly(pieces.iter().map(|piece| (pause, piece.as_bytes().to_vec())).collect())]
}

#[test]
fn no_answer_at_all_is_a_timeout() {
    all_fail(vec![slowly(&["HTTP/1.1 200 OK\r\n"], Duration::from_secs(3))], Error::is_timeout);
}

#[test]
fn a_head_that_trickles_is_a_timeout() {
    let pieces: Vec<&str> = OK.split_inclusive(|_| true).collect();
    all_fail(vec![slowly(&pieces, Duration::from_millis(50))], Error::is_timeout);
}

#[test]
fn a_body_that_trickles_is_a_timeout() {
    let head = format!("{OK}Content-Length: 100\r\n\r\n");
    let mut pieces = vec![head.as_str()];
    pieces.extend([" "; 60]);
    all_fail(vec![slowly(&pieces, Duration::from_millis(40))], Error::is_timeout);
}

#[test]
fn a_body_that_stands_still_is_a_timeout() {
    let head = format!("{OK}Content-Length: 8\r\n\r\n{{\"id");
    let script =
        vec![Act::Slowly(vec![(Duration::ZERO, head.into_bytes()), (Duration::from_secs(3), b"\":1}".to_vec())])];
    all_fail(vec![script], Error::is_timeout);
}

#[test]
fn a_connection_cut_before_or_in_the_head_is_a_failure_of_the_connection() {
    let heads = ["HTT", "HTTP/1.1 200", "HTTP/1.1 200 OK\r\nContent-Le", "HTTP/1.1 200 OK\r\nContent-Length: 8\r\n"];
    let mut scripts: Vec<Vec<Act>> = heads.map(|head| vec![closing(head)]).to_vec();
    scripts.push(vec![Act::Cut]);
    all_fail(scripts, Error::is_transport);
}

#[test]
fn a_get_that_was_cut_is_sent_again_and_a_post_is_not() {
    let script = || vec![Act::Cut, closing("HTTP/1.1 20"), job()];
    for (mode, result, requests) in
        in_both!(script(), |builder| builder.header_key("k"), |client| client.answers().get_job(), |result| result)
    {
        assert_eq!(result.expect(mode), Job::new(1));
        assert_eq!(requests.len(), 3, "{mode}");
    }
    for (mode, result, requests) in in_both!(
        script(),
        |builder| builder.header_key("k"),
        |client| client.answers().post_job(Job::new(1)),
        |result| result
    ) {
        assert!(result.expect_err(mode).is_transport());
        assert_eq!(requests.len(), 1, "{mode}");
    }
}

#[test]
fn a_body_that_is_cut_is_never_taken_for_a_whole_one() {
    all_fail(
        vec![
            vec![closing(format!("{OK}Content-Length: 9\r\n\r\n{{\"id\":1}}"))],
            vec![closing(format!("{OK}Transfer-Encoding: chunked\r\n\r\n8\r\n{{\"id\":1}}\r\n"))],
            vec![closing(format!("{OK}Transfer-Encoding: chunked\r\n\r\n8\r\n{{\"id\":"))],
        ],
        Error::is_transport,
    );
}

#[test]
fn chunks_that_are_none_are_failures() {
    all_fail(
        vec![
            vec![closing(format!("{OK}Transfer-Encoding: chunked\r\n\r\nxyz\r\n{{\"id\":1}}\r\n0\r\n\r\n"))],
            vec![closing(format!(
                "{OK}Transfer-Encoding: chunked\r\n\r\nfffffffffffffffffff\r\n{{\"id\":1}}\r\n0\r\n\r\n"
            ))],
        ],
        Error::is_transport,
    );
}

#[test]
fn a_length_that_is_none_or_two_is_a_failure() {
    all_fail(
        vec![
            vec![closing(format!("{OK}Content-Length: eight\r\n\r\n{{\"id\":1}}"))],
            vec![closing(format!("{OK}Content-Length: 99999999999999999999999\r\n\r\n{{\"id\":1}}"))],
        ],
        |error| error.is_transport() || error.is_request() || error.is_too_large(),
    );
    // Two that differ: whichever is taken, it is no silent success with half a body.
    for (mode, result, _) in
        once(vec![closing(format!("{OK}Content-Length: 4\r\nContent-Length: 8\r\n\r\n{{\"id\":1}}"))])
    {
        assert!(result.is_err() || result.as_ref().is_ok_and(|job| job.id == 1), "{mode}: {result:?}");
    }
}

#[test]
fn bytes_behind_a_response_do_not_become_the_next_one() {
    let evil = "HTTP/1.1 200 OK\r\nContent-Length: 8\r\n\r\n{\"id\":9}";
    let script = || vec![raw(format!("{OK}Content-Length: 8\r\n\r\n{{\"id\":1}}{evil}")), job(), job()];
    let server = Server::play(script());
    let client = wire_tests::blocking::Client::builder()
        .base_url(server.url())
        .allow_http(true)
        .header_key("k")
        .build()
        .expect("builds");
    for _ in 0..2 {
        assert_eq!(client.answers().get_job().send().expect("blocking"), Job::new(1));
    }
    let server = Server::play(script());
    let client =
        wire_tests::Client::builder().base_url(server.url()).allow_http(true).header_key("k").build().expect("builds");
    tokio::runtime::Runtime::new().expect("tokio starts").block_on(async {
        for _ in 0..2 {
            assert_eq!(client.answers().get_job().await.expect("async"), Job::new(1));
        }
    });
}

#[test]
fn interim_responses_are_passed_over() {
    let interim = "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n";
    for (mode, result, _) in once(vec![raw(format!("{interim}{OK}Content-Length: 8\r\n\r\n{{\"id\":1}}"))]) {
        assert_eq!(result.expect(mode), Job::new(1));
    }
}

#[test]
fn interim_responses_without_end_end() {
    let endless = "HTTP/1.1 103 Early Hints\r\n\r\n".repeat(200);
    let pieces = vec![(Duration::from_millis(20), endless.into_bytes()); 100];
    all_fail(vec![vec![Act::Slowly(pieces)]], |error| error.is_transport() || error.is_timeout());
}

#[test]
fn a_head_without_end_is_refused() {
    let huge = format!("HTTP/1.1 200 OK\r\nX-Huge: {}\r\nContent-Length: 8\r\n\r\n{{\"id\":1}}", "a".repeat(4 << 20));
    let many = format!("HTTP/1.1 200 OK\r\n{}Content-Length: 8\r\n\r\n{{\"id\":1}}", "X-Many: 1\r\n".repeat(20_000));
    all_fail(vec![vec![closing(huge)], vec![closing(many)]], |error| error.is_transport() || error.is_request());
}

#[test]
fn a_body_without_end_is_refused_at_the_limit() {
    let endless = || {
        let mut pieces = vec![(Duration::ZERO, format!("{OK}Transfer-Encoding: chunked\r\n\r\n").into_bytes())];
        pieces.extend(vec![(Duration::ZERO, format!("10000\r\n{}\r\n", " ".repeat(65_536)).into_bytes()); 2_000]);
        vec![Act::Slowly(pieces)]
    };
    for (mode, result, _) in in_both!(
        endless(),
        |builder| builder.header_key("k").response_limit(200_000),
        |client| client.answers().get_job(),
        |result| result
    ) {
        assert_eq!(result.expect_err(mode).kind(), ErrorKind::TooLarge);
    }
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(bytes).expect("memory takes it");
    encoder.finish().expect("memory takes it")
}

#[test]
fn gzip_that_is_none_or_breaks_off_is_a_failure() {
    let whole = gzip(b"{\"id\":1}");
    let headers = [("Content-Encoding", "gzip")];
    all_fail(
        vec![
            vec![response("200 OK", &headers, "{\"id\":1}")],
            vec![response("200 OK", &headers, &whole[..whole.len() - 6])],
            vec![response("200 OK", &headers, &whole[..5])],
        ],
        |error| error.is_transport() || error.is_decode(),
    );
    for (mode, result, _) in once(vec![response("200 OK", &headers, &whole)]) {
        assert_eq!(result.expect(mode), Job::new(1));
    }
}

#[test]
fn a_bomb_is_refused_by_what_comes_out_of_it() {
    let bomb = gzip(&vec![b' '; 64 << 20]);
    assert!(bomb.len() < 100_000);
    let script = || vec![response("200 OK", &[("Content-Encoding", "gzip")], &bomb)];
    for (mode, result, _) in
        in_both!(script(), |builder| builder.header_key("k"), |client| client.answers().get_job(), |result| result)
    {
        assert_eq!(result.expect_err(mode).kind(), ErrorKind::TooLarge);
    }
}

#[test]
fn an_encoding_that_nobody_asked_for_is_not_taken_for_json() {
    all_fail(vec![vec![response("200 OK", &[("Content-Encoding", "klingon")], "\u{1}\u{2}")]], Error::is_decode);
}

#[test]
fn busy_servers_are_asked_again_when_they_say() {
    // Dates have whole seconds, so of three there are at least two.
    let date = httpdate::fmt_http_date(std::time::SystemTime::now() + Duration::from_secs(3));
    for (status, after, at_least) in [
        ("503 Service Unavailable", date, 1_000),
        ("429 Too Many Requests", "1".to_owned(), 1_000),
        ("503 Service Unavailable", "soon".to_owned(), 0),
        ("429 Too Many Requests", "-1".to_owned(), 0),
    ] {
        let script = vec![response(status, &[("Retry-After", &after)], ""), job()];
        let server = Server::play(script);
        let client = wire_tests::blocking::Client::builder()
            .base_url(server.url())
            .allow_http(true)
            .header_key("k")
            .build()
            .expect("builds");
        let started = Instant::now();
        assert_eq!(client.answers().get_job().send().expect(status), Job::new(1));
        assert!(started.elapsed() >= Duration::from_millis(at_least), "{status} {after}: {:?}", started.elapsed());
    }
}

#[test]
fn a_pause_beyond_the_deadline_is_told_and_not_waited_for() {
    let script = || vec![response("503 Service Unavailable", &[("Retry-After", "3600")], ""), job()];
    let started = Instant::now();
    for (mode, result, requests) in
        in_both!(script(), |builder| builder.header_key("k"), |client| client.answers().get_job(), |result| result)
    {
        let error = result.expect_err(mode);
        assert_eq!(error.retry_after(), Some(Duration::from_secs(3600)));
        assert_eq!((requests.len(), error.attempts()), (1, 1), "{mode}");
    }
    assert!(started.elapsed() < Duration::from_secs(2));
}

#[test]
fn redirects_in_a_circle_end() {
    let circle = || vec![response("302 Found", &[("Location", "/job")], ""); 20];
    for (mode, result, requests) in in_both!(
        circle(),
        |builder| builder.header_key("k").follow_redirects(5),
        |client| client.answers().get_job(),
        |result| result
    ) {
        let error = result.expect_err(mode);
        assert_eq!(error.status().map(|status| status.as_u16()), Some(302));
        assert_eq!(requests.len(), 6, "{mode}");
    }
}

#[test]
fn a_redirect_to_another_origin_is_not_followed_and_gets_no_credential() {
    let other = Server::play(vec![job(), job(), job(), job()]);
    for location in [
        format!("{}/job", other.url()),
        format!("//{}/job", other.url().trim_start_matches("http://")),
        "file:///etc/passwd".to_owned(),
    ] {
        let script = || vec![response("307 Temporary Redirect", &[("Location", &location)], "")];
        for (mode, result, _) in in_both!(
            script(),
            |builder| builder.header_key("canary").follow_redirects(5),
            |client| client.answers().get_job(),
            |result| result
        ) {
            let error = result.expect_err(mode);
            assert_eq!(error.status().map(|status| status.as_u16()), Some(307), "{location}");
            assert!(!format!("{error:?}").contains("canary"));
        }
    }
    assert_eq!(other.requests(), Vec::<String>::new());
}

#[test]
fn a_connection_that_died_while_it_was_idle_does_not_fail_the_next_call() {
    let script = || vec![closing(format!("{OK}Content-Length: 8\r\n\r\n{{\"id\":1}}")), job()];
    let server = Server::play(script());
    let client = wire_tests::blocking::Client::builder()
        .base_url(server.url())
        .allow_http(true)
        .header_key("k")
        .build()
        .expect("builds");
    for _ in 0..2 {
        assert_eq!(client.answers().get_job().send().expect("blocking"), Job::new(1));
        std::thread::sleep(Duration::from_millis(100));
    }
    let server = Server::play(script());
    let client =
        wire_tests::Client::builder().base_url(server.url()).allow_http(true).header_key("k").build().expect("builds");
    tokio::runtime::Runtime::new().expect("tokio starts").block_on(async {
        for _ in 0..2 {
            assert_eq!(client.answers().get_job().await.expect("async"), Job::new(1));
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    });
}

#[test]
fn calls_after_a_failure_use_the_client_as_if_nothing_had_been() {
    let script = || {
        let broken = vec![closing(format!("{OK}Content-Length: 100\r\n\r\n{{")), raw("garbage\r\n\r\n")];
        let told = vec![response("404 Not Found", &[], "no"), response("200 OK", &[], "{"), job()];
        [broken, told].concat()
    };
    let kinds = [ErrorKind::Transport, ErrorKind::Transport, ErrorKind::Status, ErrorKind::Decode];
    let server = Server::play(script());
    let client = wire_tests::blocking::Client::builder()
        .base_url(server.url())
        .allow_http(true)
        .header_key("k")
        .retries(0)
        .build()
        .expect("builds");
    for kind in kinds {
        assert_eq!(client.answers().get_job().send().expect_err("fails").kind(), kind, "blocking");
    }
    assert_eq!(client.answers().get_job().send().expect("works again"), Job::new(1));
    let server = Server::play(script());
    let client = wire_tests::Client::builder()
        .base_url(server.url())
        .allow_http(true)
        .header_key("k")
        .retries(0)
        .build()
        .expect("builds");
    tokio::runtime::Runtime::new().expect("tokio starts").block_on(async {
        for kind in kinds {
            assert_eq!(client.answers().get_job().await.expect_err("fails").kind(), kind, "async");
        }
        assert_eq!(client.answers().get_job().await.expect("works again"), Job::new(1));
    });
}

#[test]
fn json_that_is_none_is_an_error_of_decoding() {
    let deep = format!("{{\"id\":1,\"x\":{}{}}}", "[".repeat(100_000), "]".repeat(100_000));
    let bodies = [
        "",
        "{",
        "{\"id\":1}}",
        "{\"id\":1} {\"id\":2}",
        "\u{0}",
        "nul",
        "[1",
        "{\"id\":\"1\"}",
        "{\"id\":1e999}",
        &deep,
    ];
    let scripts =
        bodies.iter().map(|body| vec![response("200 OK", &[("Content-Type", "application/json")], body)]).collect();
    all_fail(scripts, Error::is_decode);
}

#[test]
fn old_and_bare_versions_of_http_are_read() {
    for answer in [
        "HTTP/1.0 200 OK\r\nContent-Type: application/json\r\n\r\n{\"id\":1}",
        "HTTP/1.0 200 OK\r\nContent-Length: 8\r\nConnection: keep-alive\r\n\r\n{\"id\":1}",
        "HTTP/1.1 200 \r\nContent-Length: 8\r\n\r\n{\"id\":1}",
        "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n{\"id\":1}",
        "HTTP/1.1 200 OK\r\ncontent-length:8\r\n\r\n{\"id\":1}",
    ] {
        for (mode, result, _) in once(vec![closing(answer)]) {
            assert_eq!(result.unwrap_or_else(|error| panic!("{mode}: {error:?} after {answer:?}")), Job::new(1));
        }
    }
}

#[test]
fn what_is_no_http_is_a_failure() {
    let answers = [
        "garbage\r\n\r\n",
        "SSH-2.0-OpenSSH_9.6\r\n",
        "<html></html>\r\n\r\n",
        "HTTP/1.1 abc OK\r\n\r\n",
        "\u{16}\u{3}\u{1}\u{2}",
        "\r\n\r\n\r\n",
    ];
    all_fail(answers.map(|answer| vec![closing(answer)]).to_vec(), |error| error.is_transport() || error.is_request());
}

#[test]
fn statuses_that_nobody_knows_are_failures_with_their_number() {
    for status in [299, 399, 418, 499, 599, 600, 999] {
        for (mode, result, _) in once(vec![response(&format!("{status} Odd"), &[], "why")]) {
            let error = result.expect_err(mode);
            let told = error.status().map(|status| status.as_u16());
            assert!(told == Some(status) && error.body() == b"why", "{mode} {status}: {error:?}");
        }
    }
}

#[test]
fn a_204_with_a_body_and_a_head_with_one_are_empty_and_spoil_nothing() {
    let script = || vec![closing("HTTP/1.1 204 No Content\r\nX-Count: 1\r\nContent-Length: 4\r\n\r\nbody")];
    for (mode, result, _) in
        in_both!(script(), |builder| builder.header_key("k"), |client| client.answers().delete_headers(), |result| {
            result
        })
    {
        result.expect(mode);
    }
    let script = || vec![closing("HTTP/1.1 200 OK\r\nX-Count: 1\r\nContent-Length: 4\r\n\r\nbody")];
    for (mode, result, _) in
        in_both!(script(), |builder| builder.header_key("k"), |client| client.answers().head_headers(), |result| result)
    {
        result.expect(mode);
    }
}

#[test]
fn an_answer_before_the_end_of_the_request_is_the_answer_or_a_failure_and_no_hang() {
    let large = Job::new(1).with_name("a".repeat(8 << 20));
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port is free");
    let url = format!("http://{}", listener.local_addr().expect("has an address"));
    std::thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            let _ =
                stream.write_all(b"HTTP/1.1 413 Content Too Large\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
        }
    });
    let check = |result: Result<Job, Error>| {
        let error = result.expect_err("too large");
        assert!(error.is_transport() || error.status().map(|status| status.as_u16()) == Some(413), "{error:?}");
    };
    let started = Instant::now();
    let client = wire_tests::blocking::Client::builder()
        .base_url(&url)
        .allow_http(true)
        .header_key("k")
        .build()
        .expect("builds");
    check(client.answers().post_job(&large).send());
    let client = wire_tests::Client::builder().base_url(&url).allow_http(true).header_key("k").build().expect("builds");
    check(
        tokio::runtime::Runtime::new()
            .expect("tokio starts")
            .block_on(async { client.answers().post_job(&large).await }),
    );
    assert!(started.elapsed() < Duration::from_secs(10));
}

#[test]
fn values_of_headers_that_are_no_ascii_are_kept_and_told_where_they_are_read() {
    let answer =
        || vec![raw(b"HTTP/1.1 200 OK\r\nX-Count: 1\r\nX-Text: \xff\xfe\r\nContent-Length: 2\r\n\r\n{}".to_vec())];
    for (mode, result, _) in in_both!(
        answer(),
        |builder| builder.header_key("k"),
        |client| client.answers().get_headers().with_response(),
        |result| result
    ) {
        let response = result.expect(mode);
        assert_eq!(response.headers.get("x-text").map(|value| value.as_bytes()), Some(&b"\xff\xfe"[..]));
        let error = response.documented_headers().expect_err("no text");
        assert!(error.to_string().contains("\"X-Text\"") && error.to_string().contains("not text"), "{error}");
    }
}
