//! Servers and networks that misbehave.

use std::time::Duration;
use std::time::Instant;

use chatcaptain::statistics::ChannelReportComponents;
use project_tests::server::Act;
use project_tests::server::Server;
use project_tests::server::json;
use project_tests::server::response;

use crate::CHANNELS;
use crate::KEY;
use crate::both;
use crate::channel_report;
use crate::export_stats;
use crate::wire::Wire;

const SHORT: Duration = Duration::from_millis(200);

fn hangs() -> Vec<Act> {
    vec![Act::Slowly(vec![(Duration::from_secs(5), Vec::new())]); 4]
}

#[test]
fn a_slow_server_is_a_timeout() {
    let started = Instant::now();
    for (mode, result, requests) in
        both!(hangs(), |client| client.statistics().get_channels("bot_1").timeout(SHORT).no_retry())
    {
        let error = result.expect_err(mode);
        assert!(error.is_timeout(), "{mode}: {error:?}");
        assert_eq!(requests.len(), 1, "{mode}");
    }
    assert!(started.elapsed() < Duration::from_secs(4));
}

#[test]
fn a_response_that_stops_coming_is_a_timeout() {
    let stuck = || {
        let head = b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n{\"channels\":[".to_vec();
        vec![Act::Slowly(vec![(Duration::ZERO, head), (Duration::from_secs(5), Vec::new())])]
    };
    let started = Instant::now();
    for (mode, result, _) in both!(stuck(), |builder| builder.attempt_timeout(SHORT).retries(0), |client| {
        client.statistics().get_channels("bot_1")
    }) {
        let error = result.expect_err(mode);
        assert!(error.is_timeout(), "{mode}: {error:?}");
    }
    assert!(started.elapsed() < Duration::from_secs(4));
}

#[test]
fn a_cut_connection_is_tried_again_where_nothing_can_be_done_twice() {
    for (mode, result, requests) in both!(vec![Act::Cut, Act::Cut, json("200 OK", CHANNELS)], |client| {
        client.statistics().get_channels("bot_1")
    }) {
        assert_eq!(result.expect(mode).channels.len(), 1, "{mode}");
        assert_eq!(requests.len(), 3, "{mode}");
        assert!(requests.iter().all(|request| *request == requests[0]), "{mode}: each attempt is the same");
    }
    for (mode, result, requests) in both!(vec![Act::Cut, json("202 Accepted", r#"{"exportId":"e"}"#)], |client| {
        client.statistics().export_stats(export_stats())
    }) {
        let error = result.expect_err(mode);
        assert!(error.is_transport(), "{mode}: {error:?}");
        assert_eq!(requests.len(), 1, "{mode}: an export that may have been started is not started again");
    }
}

#[test]
fn a_body_that_breaks_off_is_an_error() {
    let half = || vec![Act::SendAndClose(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"channels\":".to_vec())];
    for (mode, result, _) in both!(half(), |client| client.statistics().get_channels("bot_1")) {
        let error = result.expect_err(mode);
        assert!(error.is_transport(), "{mode}: {error:?}");
    }
}

#[test]
fn what_is_no_http_is_an_error() {
    let noise = || vec![Act::SendAndClose(b"220 smtp.example.com ESMTP\r\n".to_vec()); 3];
    for (mode, result, _) in both!(noise(), |client| client.statistics().get_channels("bot_1").no_retry()) {
        let error = result.expect_err(mode);
        assert!(error.is_transport() && error.status().is_none(), "{mode}: {error:?}");
    }
}

#[test]
fn nobody_listening_is_a_connect_error() {
    let url = {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port is free");
        format!("http://{}", listener.local_addr().expect("the port has an address"))
    };
    for (mode, result, requests) in both!(vec![], |builder| builder.base_url(url.as_str()).retries(0), |client| {
        client.statistics().get_channels("bot_1")
    }) {
        let error = result.expect_err(mode);
        assert!(error.is_connect(), "{mode}: {error:?}");
        assert!(requests.is_empty(), "{mode}");
    }
}

#[test]
fn retry_after_is_honoured() {
    let limited = |then: Act| vec![response("429 Too Many Requests", &[("Retry-After", "1")], "slow down"), then];
    let started = Instant::now();
    for (mode, result, requests) in
        both!(limited(json("200 OK", CHANNELS)), |client| client.statistics().get_channels("bot_1"))
    {
        result.expect(mode);
        assert_eq!(requests.len(), 2, "{mode}");
    }
    assert!(started.elapsed() >= Duration::from_secs(2), "one second for each mode");
    for (mode, result, requests) in both!(limited(json("202 Accepted", r#"{"exportId":"e"}"#)), |client| {
        client.statistics().export_stats(export_stats())
    }) {
        assert_eq!(result.expect(mode).export_id, "e", "{mode}: a refused export was not started");
        assert_eq!(requests.len(), 2, "{mode}");
    }
    for (mode, result, requests) in
        both!(vec![response("429 Too Many Requests", &[("Retry-After", "3600")], "")], |client| client
            .statistics()
            .get_channels("bot_1"))
    {
        let error = result.expect_err(mode);
        assert!(error.is_rate_limited(), "{mode}: an hour is beyond the deadline of the call");
        assert_eq!(error.retry_after(), Some(Duration::from_secs(3600)), "{mode}");
        assert_eq!(requests.len(), 1, "{mode}");
    }
}

#[test]
fn a_failed_export_is_not_started_again() {
    for (mode, result, requests) in both!(vec![response("500 Internal Server Error", &[], "")], |client| {
        client.statistics().export_stats(export_stats())
    }) {
        assert!(result.expect_err(mode).is_server_error(), "{mode}");
        assert_eq!(requests.len(), 1, "{mode}");
    }
}

#[test]
fn the_key_does_not_follow_a_redirect() {
    for status in ["301 Moved Permanently", "302 Found", "307 Temporary Redirect", "308 Permanent Redirect"] {
        for hops in [0, 5] {
            let elsewhere = Server::play(vec![json("200 OK", CHANNELS)]);
            let location = format!("{}/v1/chatbots/bot_1/statistics/channels", elsewhere.url());
            let script = || vec![response(status, &[("Location", location.as_str())], "")];
            for (mode, result, requests) in both!(script(), |builder| builder.follow_redirects(hops), |client| {
                client.statistics().get_channels("bot_1")
            }) {
                let error = result.expect_err(mode);
                let expected = status.split(' ').next().and_then(|code| code.parse().ok());
                assert_eq!(error.status().map(|status| status.as_u16()), expected, "{mode}: {error:?}");
                assert_eq!(requests.len(), 1, "{mode}");
                assert!(elsewhere.requests().is_empty(), "{mode}: another port is another origin");
            }
        }
    }
}

#[test]
fn redirects_within_the_origin_can_be_followed() {
    let script = || vec![response("307 Temporary Redirect", &[("Location", "/v2/here")], ""), json("200 OK", CHANNELS)];
    for (mode, result, requests) in
        both!(script(), |builder| builder.follow_redirects(1), |client| { client.statistics().get_channels("bot_1") })
    {
        result.expect(mode);
        let second = Wire::of(&requests[1]);
        assert_eq!(second.line, "GET /v2/here HTTP/1.1", "{mode}");
        assert_eq!(second.header("x-chatcaptain-key"), [KEY], "{mode}");
    }
}

#[test]
fn a_body_of_twenty_megabytes_is_refused() {
    let script = || vec![response("200 OK", &[], vec![b' '; 20 << 20])];
    for (mode, result, _) in both!(script(), |client| client.statistics().get_channels("bot_1")) {
        let error = result.expect_err(mode);
        assert!(error.is_too_large(), "{mode}: {error:?}");
        assert!(error.body().is_empty(), "{mode}");
    }
}

#[test]
fn deep_json_is_refused_without_a_crash() {
    for (opening, closing) in [("[", "]"), ("{\"a\":", "}")] {
        let deep = format!("{{\"x\":{}1{}}}", opening.repeat(100_000), closing.repeat(100_000));
        for (mode, result, _) in both!(vec![json("200 OK", &deep)], |client| {
            client.statistics().get_channel_report(channel_report(vec![ChannelReportComponents::CallEndReason]))
        }) {
            let error = result.expect_err(mode);
            assert!(error.is_decode(), "{mode}: {error:?}");
            assert!(error.to_string().contains("128 levels"), "{mode}: {error}");
        }
    }
}
