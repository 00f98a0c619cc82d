//! Responses of several media types: what a plain call reads, the views of a call, what switches the server, typed failures.

use std::time::{Duration, Instant};

use wire_tests::media::{PutEitherBody, Ranged, RangedError, Refused, RefusedError};
use wire_tests::runtime::Error;
use wire_tests::types::{Answer, Ask, Piece, Refusal};

use crate::modes::in_both;
use crate::server::{Act, Server, response};

fn of(media_type: &str, body: &str) -> Vec<Act> {
    vec![response("200 OK", &[("Content-Type", media_type)], body)]
}

fn refusal(status: &str, media_type: &str, body: &str) -> Vec<Act> {
    vec![response(status, &[("Content-Type", media_type)], body)]
}

/// The header `Accept` and the body of the one request.
fn sent(requests: &[String]) -> (String, String) {
    let [request] = requests else { panic!("one request: {requests:?}") };
    let (head, body) = request.split_once("\r\n\r\n").expect("a head");
    let accept = head.lines().find_map(|line| line.to_ascii_lowercase().strip_prefix("accept: ").map(str::to_owned));
    (accept.unwrap_or_default(), body.to_owned())
}

const EVENTS: &str = "data: {\"delta\":\"a\"}\n\ndata: {\"delta\":\"b\"}\n\ndata: [END]\n\ndata: {\"delta\":\"c\"}\n\n";

fn made<T: wire_tests::runtime::Decode>(text: &str) -> T {
    wire_tests::from_json(text.as_bytes()).expect("is as documented")
}

fn piece(delta: &str) -> Piece {
    made(&format!("{{\"delta\":\"{delta}\"}}"))
}

fn answer(id: &str) -> Answer {
    made(&format!("{{\"id\":\"{id}\"}}"))
}

fn pieces(deltas: &[&str]) -> Vec<Piece> {
    deltas.iter().map(|delta| piece(delta)).collect()
}

/// The items of a view of a stream, in both modes.
macro_rules! streamed {
    ($script:expr, |$client:ident| $call:expr) => {{
        let server = Server::play($script);
        let $client = wire_tests::Client::builder().base_url(server.url()).build().expect("the client builds");
        let runtime = tokio::runtime::Runtime::new().expect("tokio starts");
        let first: Result<Vec<Piece>, Error> = runtime.block_on(async {
            let mut stream = $call.await?;
            let mut items = Vec::new();
            while let Some(item) = stream.next().await {
                items.push(item?);
            }
            Ok(items)
        });
        let first = ("async", first, server.requests());
        let server = Server::play($script);
        let $client = wire_tests::blocking::Client::builder().base_url(server.url()).build().expect("builds");
        let second: Result<Vec<Piece>, Error> = $call.send().and_then(|stream| stream.collect());
        [first, ("blocking", second, server.requests())]
    }};
}

#[test]
fn one_call_gives_json_or_its_events_and_sets_the_field_that_says_which() {
    let ask = Ask::new("why").with_rate(0.5);
    for (mode, result, requests) in
        in_both!(of("application/json", r#"{"id":"x"}"#), |client| client.media().chat(&ask))
    {
        assert_eq!(result.expect(mode), answer("x"));
        assert_eq!(sent(&requests), ("application/json".to_owned(), r#"{"q":"why","rate":0.5}"#.to_owned()), "{mode}");
    }
    for (mode, result, requests) in
        streamed!(of("text/event-stream", EVENTS), |client| client.media().chat(&ask).events().trace("t"))
    {
        assert_eq!(result.expect(mode), pieces(&["a", "b"]), "{mode}: it ends where the configuration says");
        let (accept, body) = sent(&requests);
        assert_eq!(accept, "text/event-stream");
        assert_eq!(body, r#"{"q":"why","rate":0.5,"stream":true}"#);
        assert!(requests[0].starts_with("POST /chat?trace=t "), "{mode}: setters work behind a view: {requests:?}");
    }
    let off = ask.clone().with_stream(false);
    for (mode, result, requests) in
        streamed!(of("text/event-stream", EVENTS), |client| client.media().chat(&off).trace("t").events())
    {
        assert_eq!(result.expect(mode).len(), 2);
        assert!(sent(&requests).1.contains(r#""stream":true"#), "{mode}: {requests:?}");
    }
}

#[test]
fn a_stream_that_only_the_configuration_knows_can_be_read() {
    let lines = "{\"delta\":\"a\"}\n{\"delta\":\"b\"}\n";
    for media_type in ["application/json", "application/x-ndjson"] {
        for (mode, result, requests) in streamed!(of(media_type, lines), |client| client.media().complete().lines()) {
            assert_eq!(result.expect(mode), pieces(&["a", "b"]));
            assert_eq!(
                sent(&requests),
                ("application/x-ndjson, application/json".to_owned(), r#"{"stream":true}"#.to_owned()),
                "{mode}"
            );
        }
    }
    let ask = Ask::new("a b");
    for (mode, result, requests) in
        streamed!(of("application/x-ndjson", lines), |client| client.media().complete().lines().body(&ask))
    {
        assert_eq!(result.expect(mode).len(), 2);
        assert_eq!(
            sent(&requests).1,
            r#"{"q":"a b","stream":true}"#,
            "{mode}: a body set behind the view has the field, too"
        );
    }
    for (mode, result, requests) in
        streamed!(of("text/event-stream", EVENTS.get(..40).unwrap_or_default()), |client| client
            .media()
            .fill(&ask)
            .events())
    {
        assert_eq!(result.expect(mode), pieces(&["a"]));
        assert_eq!(sent(&requests).1, "q=a+b&stream=true", "{mode}");
    }
}

#[test]
fn a_media_type_that_another_view_reads_is_an_error_that_names_it() {
    let says = |result: Result<(), Error>, view: &str, mode: &str| {
        let error = result.expect_err(mode);
        assert!(error.is_decode() && error.to_string().contains(view), "{mode}: {error}");
    };
    for (mode, result, _) in in_both!(of("text/event-stream", EVENTS), |client| client.media().chat(Ask::new("q"))) {
        says(result.map(drop), "`.events()`", mode);
    }
    for (mode, result, _) in in_both!(of("text/csv", "a,b"), |client| client.media().table()) {
        says(result.map(drop), "`.text_csv()`", mode);
    }
    for (mode, result, _) in
        in_both!(of("application/json", r#"{"id":"x"}"#), |client| client.media().table().text_csv())
    {
        says(result.map(drop), "`.json()`", mode);
    }
    for (mode, result, _) in streamed!(of("application/octet-stream", "mp3"), |client| client.media().speech().events())
    {
        says(result.map(drop), "`.bytes()`", mode);
    }
    for (mode, result, _) in streamed!(of("audio/mpeg", "\u{1}mp3"), |client| client.media().speech().events()) {
        says(result.map(drop), "audio/mpeg", mode);
    }
}

#[test]
fn each_representation_has_a_view_that_asks_for_it() {
    for (mode, result, requests) in in_both!(of("text/csv", "a,b"), |client| client.media().table().text_csv()) {
        assert_eq!((result.expect(mode).as_str(), sent(&requests).0.as_str()), ("a,b", "text/csv"), "{mode}");
    }
    for (mode, result, requests) in in_both!(of("application/json", "\"url\""), |client| client.media().video().json())
    {
        assert_eq!((result.expect(mode).as_str(), sent(&requests).0.as_str()), ("url", "application/json"), "{mode}");
    }
    for (view, bytes) in [("video/mp4", "mp4"), ("image/webp", "webp")] {
        let server = Server::play(of(view, bytes));
        let client = wire_tests::blocking::Client::builder().base_url(server.url()).build().expect("builds");
        let video = client.media().video();
        let stream = if view == "video/mp4" { video.send() } else { video.image_webp().send() };
        assert_eq!(stream.and_then(|stream| stream.collect_bytes(10)).expect(view), bytes.as_bytes());
        assert_eq!(sent(&server.requests()).0, view, "bytes are preferred to a text in JSON");
    }
    for (mode, result, requests) in in_both!(of("application/vnd.shop+json; v=2", r#"{"delta":"a"}"#), |client| client
        .media()
        .versions()
        .vnd_shop_json_v_2())
    {
        assert_eq!(result.expect(mode), piece("a"));
        assert_eq!(sent(&requests).0, "application/vnd.shop+json;v=2", "{mode}");
    }
}

#[test]
fn the_content_type_says_how_a_body_is_read_where_all_are_one_type() {
    for (media_type, body, text) in [
        ("text/plain", "\"q\"", "\"q\""),
        ("text/plain; charset=utf-8", "hello", "hello"),
        ("application/json", "\"q\"", "q"),
        ("text/json", "\"q\"", "q"),
        ("application/octet-stream", "\"q\"", "q"),
    ] {
        for (mode, result, _) in in_both!(of(media_type, body), |client| client.media().words()) {
            assert_eq!(result.expect(mode), text, "{mode}, {media_type}");
        }
    }
    for media_type in ["text/plain", "application/json"] {
        for (mode, result, _) in in_both!(of(media_type, "5"), |client| client.media().count()) {
            assert_eq!(result.expect(mode), 5, "{mode}, {media_type}");
        }
    }
    for media_type in ["text/plain", "application/octet-stream", "application/hal+json"] {
        for (mode, result, _) in in_both!(of(media_type, r#"{"id":"x"}"#), |client| client.media().table()) {
            assert_eq!(result.expect(mode), answer("x"), "{mode}: JSON that is called {media_type} is read");
        }
    }
}

#[test]
fn events_come_as_they_are_sent() {
    let sent = |delta: &str| (Duration::from_millis(300), format!("data: {{\"delta\":\"{delta}\"}}\n\n").into_bytes());
    let head = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n";
    let script = vec![(Duration::ZERO, head.as_bytes().to_vec()), sent("a"), sent("b"), sent("c")];
    let server = Server::play(vec![Act::Slowly(script)]);
    let client = wire_tests::blocking::Client::builder().base_url(server.url()).build().expect("builds");
    let start = Instant::now();
    let mut events = client.media().chat(Ask::new("q")).events().send().expect("a stream");
    assert_eq!(events.next().expect("an event").expect("is one"), piece("a"));
    assert!(start.elapsed() < Duration::from_millis(800), "the first event came at {:?}", start.elapsed());
    assert_eq!(events.count(), 2);
}

#[test]
fn failures_of_an_explicit_status_are_never_those_of_a_range() {
    let failure = |result: Result<(), Error>| Ranged::failure(&result.expect_err("is refused")).transpose();
    for (mode, result, _) in in_both!(refusal("404 Not Found", "text/plain", "nope"), |client| client.media().ranged())
    {
        assert_eq!(failure(result).expect(mode), Some(RangedError::NotFound("nope".to_owned())), "{mode}");
    }
    for (mode, result, _) in
        in_both!(refusal("410 Gone", "application/json", r#"{"code":1}"#), |client| client.media().ranged())
    {
        assert_eq!(failure(result).expect(mode), None, "{mode}");
    }
    for (mode, result, _) in
        in_both!(refusal("418 Teapot", "application/json", r#"{"code":1}"#), |client| client.media().ranged())
    {
        assert_eq!(
            failure(result).expect(mode),
            Some(RangedError::Status4xx(made::<Refusal>(r#"{"code":1}"#))),
            "{mode}"
        );
    }
    for (mode, result, _) in in_both!(refusal("500 Oops", "application/json", r#"{"exception":"x"}"#), |client| client
        .media()
        .ranged()
        .no_retry())
    {
        let error = failure(result).expect_err("nothing of the type is there");
        assert!(error.to_string().contains("none of the documented properties"), "{mode}: {error}");
    }
}

#[test]
fn a_status_that_is_not_documented_has_the_failure_of_the_others() {
    let failure = |result: Result<(), Error>| Refused::failure(&result.expect_err("is refused")).transpose();
    for status in [403, 409, 503] {
        let script = || refusal(&format!("{status} Refused"), "application/json", r#"{"why":"no"}"#);
        for (mode, result, _) in in_both!(script(), |client| client.media().refused().no_retry()) {
            let Some(RefusedError::Other(came, refusal)) = failure(result).expect(mode) else {
                panic!("{mode}: {status}")
            };
            assert_eq!((came.as_u16(), refusal.why.as_deref()), (status, Some("no")), "{mode}");
        }
    }
    for (mode, result, _) in
        in_both!(refusal("403 Refused", "application/json", r#"{"x":1}"#), |client| client.media().refused())
    {
        assert_eq!(failure(result).expect(mode), None, "{mode}: it is another type");
    }
    for (mode, result, _) in in_both!(refusal("404 None", "text/plain", "nope"), |client| client.media().refused()) {
        assert_eq!(failure(result).expect(mode), Some(RefusedError::NotFound("nope".to_owned())), "{mode}");
    }
}

#[test]
fn a_documented_redirect_may_have_no_body_and_what_has_not_changed_says_so() {
    let there = || vec![response("303 See Other", &[("Location", "/there")], "")];
    for (mode, result, _) in in_both!(there(), |client| client.media().moved()) {
        assert_eq!(result.expect(mode), None, "{mode}");
    }
    let same = || vec![response("304 Not Modified", &[("ETag", "\"1\"")], "")];
    for (mode, result, _) in in_both!(same(), |client| client.media().words().header("if-none-match", "\"1\"")) {
        let error = result.expect_err(mode);
        assert!(error.is_not_modified() && error.to_string().contains("nothing has changed"), "{mode}: {error}");
    }
}

#[test]
fn a_body_of_a_range_has_the_media_type_that_the_caller_says() {
    let done = || vec![response("204 No Content", &[], "")];
    let has =
        |requests: &[String], line: &str| requests.iter().all(|request| request.to_ascii_lowercase().contains(line));
    for (mode, result, requests) in in_both!(done(), |client| client.media().put_sound("audio/ogg", vec![1, 2])) {
        result.expect(mode);
        assert!(requests.len() == 1 && has(&requests, "content-type: audio/ogg\r\n"), "{mode}: {requests:?}");
    }
    for wrong in ["video/mp4", "audio/*", "audio", "audio/ogg\r\nx: y"] {
        for (mode, result, requests) in in_both!(done(), |client| client.media().put_sound(wrong, vec![1])) {
            assert!(result.expect_err(mode).is_request() && requests.is_empty(), "{mode}: {wrong:?}");
        }
    }
    let either = || PutEitherBody::Text("text/markdown".to_owned(), "# a".to_owned());
    for (mode, result, requests) in in_both!(done(), |client| client.media().put_either(either())) {
        result.expect(mode);
        assert!(has(&requests, "content-type: text/markdown\r\n"), "{mode}: {requests:?}");
    }
}
