//! Responses: typed headers, several successes, ranges, encodings, content types, streams.

use wire_tests::answers::{
    CreateReceipt, CreateReceiptOutput, CreateReceiptSizesItem, GetHeadersXKindHeader, GetSeveral, GetSeveralError,
    GetSeveralOutput,
};
use wire_tests::runtime::mock::Mock;
use wire_tests::runtime::{Error, ErrorKind};
use wire_tests::types::{Card, Cash, Job, Payment};

use crate::modes::{in_both, job};
use crate::server::{Act, Server, response};

fn json(body: impl AsRef<[u8]>) -> Vec<Act> {
    vec![response("200 OK", &[("Content-Type", "application/json")], body)]
}

const HEADERS: &[(&str, &str)] = &[
    ("x-count", "12"),
    ("X-Ratio", "1.5"),
    ("X-Flag", "true"),
    ("X-Text", "12, and more"),
    ("X-When", "2024-02-29T12:00:00+01:00"),
    ("X-Kind", "huge"),
    ("X-Words", "a, 1,true"),
    ("X-Words", "b"),
    ("X-Numbers", "1,2"),
    ("X-Pairs", "R,100,name,7"),
    ("X-Exploded", "a=1,b=2"),
    ("X-Json", "{\"a\":1}"),
    ("Set-Cookie", "a=1; Expires=Wed, 21 Oct 2026 07:28:00 GMT"),
    ("Set-Cookie", "b=2"),
];

#[test]
fn headers_have_the_types_of_their_schemas() {
    for (mode, result, _) in
        in_both!(vec![response("200 OK", HEADERS, "{}")], |client| client.answers().get_headers().with_response())
    {
        let response = result.expect(mode);
        let headers = response.documented_headers().expect(mode);
        assert_eq!((headers.x_count, headers.x_ratio, headers.x_flag), (12, Some(1.5), Some(true)), "{mode}");
        assert_eq!(headers.x_text.as_deref(), Some("12, and more"));
        assert_eq!(headers.x_when.map(|when| when.to_string()).as_deref(), Some("2024-02-29T12:00:00+01:00"));
        assert_eq!(headers.x_kind, Some(GetHeadersXKindHeader::from("huge")));
        assert_eq!(headers.x_words, Some(["a", "1", "true", "b"].map(str::to_owned).to_vec()));
        assert_eq!(headers.x_numbers, Some(vec![1, 2]));
        let pairs = headers.x_pairs.expect("pairs");
        assert_eq!((pairs.r, pairs.name.as_deref()), (Some(100), Some("7")));
        assert_eq!(headers.x_exploded.expect("pairs").values().copied().collect::<Vec<_>>(), [1, 2]);
        assert_eq!(headers.x_json.map(|json| json.a), Some(1));
        assert_eq!(headers.set_cookie.map(|cookies| cookies.len()), Some(2));
    }
}

#[test]
fn a_header_that_is_missing_or_wrong_is_an_error_that_names_it() {
    for (headers, says) in [
        (&[][..], "the header \"X-Count\" is not as documented: it is missing"),
        (&[("X-Count", "secret")][..], "the header \"X-Count\" is not as documented: at $: expected an integer"),
        (&[("X-Count", "1"), ("X-Numbers", "1,x")][..], "the header \"X-Numbers\" is not as documented: at $[1]"),
        (&[("X-Count", "1"), ("X-Pairs", "R")][..], "the header \"X-Pairs\" is not as documented: \"R\" has no value"),
        (&[("X-Count", "1"), ("X-Json", "{")][..], "the header \"X-Json\" is not as documented: it is not JSON"),
    ] {
        for (mode, result, _) in
            in_both!(vec![response("200 OK", headers, "{}")], |client| client.answers().get_headers().with_response())
        {
            let error = result.expect(mode).documented_headers().expect_err(says);
            assert!(error.is_decode() && error.operation() == "answers.get_headers", "{error:?}");
            assert_eq!(error.status().map(|status| status.as_u16()), Some(200));
            assert!(error.to_string().contains(says) && !error.to_string().contains("secret"), "{error}");
        }
    }
}

#[test]
fn responses_without_a_body_have_typed_headers_too() {
    let head = || vec![Act::Send(b"HTTP/1.1 200 OK\r\nX-Count: 7\r\nContent-Length: 2\r\n\r\n".to_vec())];
    for (mode, result, requests) in in_both!(head(), |client| client.answers().head_headers().with_response()) {
        assert_eq!(result.expect(mode).documented_headers().expect(mode).x_count, 7);
        assert!(requests.iter().all(|request| request.starts_with("HEAD /headers HTTP/1.1\r\n")), "{mode}");
    }
    let gone = || vec![Act::Send(b"HTTP/1.1 204 No Content\r\nX-Count: 8\r\n\r\n".to_vec())];
    for (mode, result, _) in in_both!(gone(), |client| client.answers().delete_headers().with_response()) {
        assert_eq!(result.expect(mode).documented_headers().expect(mode).x_count, 8);
    }
}

#[test]
fn several_successes_are_told_apart_by_their_status() {
    let json = |status, body| vec![response(status, &[("Content-Type", "application/json")], body)];
    let text = || vec![response("299 Other", &[("Content-Type", "text/plain")], "said")];
    let nothing = vec![Act::Send(b"HTTP/1.1 204 No Content\r\n\r\n".to_vec())];
    for (script, expected) in [
        (json("200 OK", r#"{"id":1}"#), "job 1"),
        (json("202 Accepted", r#"{"progress":50}"#), "at 50"),
        (nothing, "nothing"),
        (text(), "said"),
    ] {
        let told =
            in_both!(script.clone(), |client| client.answers().get_several(), |result| match result.expect(expected) {
                GetSeveralOutput::Ok(job) => format!("job {}", job.id),
                GetSeveralOutput::Accepted(status) => format!("at {}", status.progress),
                GetSeveralOutput::NoContent => "nothing".to_owned(),
                GetSeveralOutput::Status2xx(text) => text,
                other => format!("{other:?}"),
            });
        for (mode, told, _) in told {
            assert_eq!(told, expected, "{mode}");
        }
    }
    for (_, total, _) in in_both!(text(), |client| client.answers().get_several().with_response(), |result| {
        result.expect("a success").documented_headers().map(|headers| headers.x_total)
    }) {
        assert_eq!(total.expect("it is optional where not all successes have it"), None);
    }
}

#[test]
fn of_several_successes_only_the_streamed_one_is_a_stream() {
    let part = || vec![response("206 Partial Content", &[("Content-Type", "application/octet-stream")], "bytes")];
    let mut read = Vec::new();
    {
        let server = crate::server::Server::play(part());
        let client =
            wire_tests::blocking::Client::builder().base_url(server.url()).allow_http(true).build().expect("builds");
        let Ok(GetSeveralOutput::PartialContent(stream)) = client.answers().get_several().send() else {
            panic!("a part")
        };
        read.push(stream.collect_bytes(100).expect("reads"));
    }
    let server = crate::server::Server::play(part());
    let client = wire_tests::Client::builder().base_url(server.url()).allow_http(true).build().expect("builds");
    let runtime = tokio::runtime::Runtime::new().expect("tokio starts");
    read.push(runtime.block_on(async {
        let Ok(GetSeveralOutput::PartialContent(stream)) = client.answers().get_several().await else {
            panic!("a part")
        };
        stream.collect_bytes(100).await.expect("reads")
    }));
    assert_eq!(read, [b"bytes".to_vec(), b"bytes".to_vec()]);
}

#[test]
fn failures_are_typed_by_status_then_range_then_default() {
    for (status, body, expected) in [
        ("404 Not Found", r#"{"code":"x"}"#, "code x"),
        ("409 Conflict", r#"{"reason":"y"}"#, "reason y"),
        ("500 Broken", r#"{"title":"z"}"#, "title z"),
    ] {
        let script = vec![response(status, &[("Content-Type", "application/json")], body)];
        let failed =
            in_both!(script.clone(), |client| client.answers().get_several().no_retry(), |result| result.map(|_| ()));
        for (mode, result, _) in failed {
            let error = result.expect_err(mode);
            let told = match GetSeveral::failure(&error).expect("documented").expect("decodes") {
                GetSeveralError::NotFound(body) => format!("code {}", body.code),
                GetSeveralError::Status4xx(body) => format!("reason {}", body.reason),
                GetSeveralError::Default(body) => format!("title {}", body.title),
                _ => "another".to_owned(),
            };
            assert_eq!(told, expected, "{mode}");
        }
    }
}

#[test]
fn a_range_and_a_default_take_every_status_of_theirs() {
    for status in ["200 OK", "201 Created", "299 Other"] {
        for (mode, result, _) in
            in_both!(vec![response(status, &[], r#"{"id":1}"#)], |client| client.answers().get_range())
        {
            assert_eq!(result.expect(mode), Job::new(1), "{mode} {status}");
        }
        for (mode, result, _) in
            in_both!(vec![response(status, &[], r#"{"id":1}"#)], |client| client.answers().get_default())
        {
            assert_eq!(result.expect(mode), Job::new(1), "{mode} {status}");
        }
    }
    for (mode, result, _) in
        in_both!(vec![response("302 Found", &[], r#"{"id":1}"#)], |client| client.answers().get_range())
    {
        assert_eq!(result.expect_err(mode).kind(), ErrorKind::Status, "{mode}");
    }
}

#[test]
fn text_is_decoded_from_the_encoding_that_it_has() {
    let utf_16: Vec<u8> = "\u{feff}é€".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let cases: [(&str, &[u8], &str); 7] = [
        ("text/plain", "é€".as_bytes(), "é€"),
        ("text/plain; charset=utf-8", b"\xef\xbb\xbf\xc3\xa9", "é"),
        ("text/plain; charset=ISO-8859-1", b"\xe9", "é"),
        ("text/plain; format=flowed; charset=\"windows-1252\"", b"\xe9\x80", "é€"),
        ("text/plain; charset=Shift_JIS", b"\x93\xfa\x96\x7b", "日本"),
        ("text/plain; charset=utf-16", &utf_16, "é€"),
        ("application/octet-stream", &utf_16, "é€"),
    ];
    for (media_type, body, expected) in cases {
        for (mode, result, _) in
            in_both!(vec![response("200 OK", &[("Content-Type", media_type)], body)], |client| client
                .answers()
                .get_text())
        {
            assert_eq!(result.expect(mode), expected, "{mode} {media_type}");
        }
    }
    for (media_type, body, says) in [
        ("text/plain", &b"\xe9"[..], "not text in UTF-8"),
        ("text/plain; charset=Shift_JIS", &b"\xff\xff"[..], "not text in Shift_JIS"),
        ("text/plain; charset=klingon", &b"a"[..], "its charset is not known"),
    ] {
        for (mode, result, _) in
            in_both!(vec![response("200 OK", &[("Content-Type", media_type)], body)], |client| client
                .answers()
                .get_text())
        {
            let error = result.expect_err(mode);
            assert!(error.is_decode() && error.to_string().contains(says), "{mode}: {error}");
        }
    }
}

#[test]
fn json_and_xml_in_other_encodings_are_read() {
    let utf_16: Vec<u8> = "\u{feff}{\"id\":1,\"name\":\"é\"}".encode_utf16().flat_map(u16::to_be_bytes).collect();
    let named = Job::new(1).with_name("é");
    let cases: [(&str, &[u8]); 5] = [
        ("application/json", "\u{feff}{\"id\":1,\"name\":\"é\"}".as_bytes()),
        ("application/json; charset=iso-8859-1", b"{\"id\":1,\"name\":\"\xe9\"}"),
        // What says so and is UTF-8 all the same is UTF-8.
        ("application/json; charset=iso-8859-1", "{\"id\":1,\"name\":\"é\"}".as_bytes()),
        ("application/json", &utf_16),
        ("", "{\"id\":1,\"name\":\"é\"}".as_bytes()),
    ];
    for (media_type, body) in cases {
        for (mode, result, _) in
            in_both!(vec![response("200 OK", &[("Content-Type", media_type)], body)], |client| client
                .answers()
                .get_job())
        {
            assert_eq!(result.expect(mode), named, "{mode} {media_type}");
        }
    }
    let xml = b"<?xml version='1.0' encoding='ISO-8859-1'?><Simple><name>\xe9</name><age>1</age></Simple>";
    for (mode, result, _) in
        in_both!(vec![response("200 OK", &[("Content-Type", "application/xml")], xml)], |client| client
            .xml_bodies()
            .put_simple(wire_tests::types::Simple::new("a", 1)))
    {
        assert_eq!(result.expect(mode).name, "é", "{mode}");
    }
    for (mode, result, _) in in_both!(json(b"{\"id\":1,\"name\":\"\xe9\"}"), |client| client.answers().get_job()) {
        assert!(result.expect_err(mode).is_decode());
    }
}

#[test]
fn a_wrong_media_type_is_told_where_the_body_does_not_decode() {
    let html = vec![response("200 OK", &[("Content-Type", "text/html; charset=utf-8")], "<html>Log in, secret</html>")];
    for (mode, result, _) in in_both!(html.clone(), |client| client.answers().get_job()) {
        let error = result.expect_err(mode);
        assert!(error.is_decode() && error.to_string().contains("the response is text/html"), "{mode}: {error}");
        assert!(!format!("{error} {error:?}").contains("secret"), "{error:?}");
        assert_eq!(error.body_text(), "<html>Log in, secret</html>");
    }
    for (mode, result, _) in in_both!(html.clone(), |client| client.xml_bodies().get_root_list()) {
        assert!(result.expect_err(mode).to_string().contains("the response is text/html"), "{mode}");
    }
    // What decodes is right, whatever it is called, or if it is called nothing.
    for headers in [&[("Content-Type", "text/plain")][..], &[][..]] {
        for (mode, result, _) in
            in_both!(vec![response("200 OK", headers, r#"{"id":1}"#)], |client| client.answers().get_job())
        {
            assert_eq!(result.expect(mode), Job::new(1), "{mode}");
        }
    }
}

#[test]
fn streams_of_items_are_typed() {
    let jobs = |result: Result<Vec<Job>, Error>, mode: &str| {
        assert_eq!(result.expect(mode), [job(1, "a"), job(2, "b")], "{mode}")
    };
    let events =
        "data: {\"id\":1,\"name\":\"a\"}\n\n: ping\n\ndata: {\"id\":2,\ndata: \"name\":\"b\"}\n\ndata: [DONE]\n\n";
    for (mode, result) in crate::modes::items!(events, |client| client.answers().get_job_events()) {
        jobs(result, mode);
    }
    for (mode, result) in
        crate::modes::items!("{\"id\":1,\"name\":\"a\"}\n\n{\"id\":2,\"name\":\"b\"}", |client| client
            .answers()
            .get_lines())
    {
        jobs(result, mode);
    }
    for (mode, result) in
        crate::modes::items!("\u{1e}{\"id\":1,\"name\":\"a\"}\n\u{1e}{\"id\":2,\"name\":\"b\"}\n", |client| client
            .answers()
            .get_sequence())
    {
        jobs(result, mode);
    }
}

/// A stream of events that its server ends.
fn stream(events: &str) -> Act {
    stream_of("text/event-stream", events)
}

fn stream_of(media_type: &str, text: &str) -> Act {
    let head = format!("HTTP/1.1 200 OK\r\nContent-Type: {media_type}\r\nConnection: close\r\n\r\n");
    Act::SendAndClose(format!("{head}{text}").into_bytes())
}

/// The data of all events in both modes, the error at the end if there is one, and the ids that were sent.
fn reconnected(script: &[Act]) -> [(Vec<String>, Option<Error>, Vec<String>); 2] {
    let ids = |server: &Server| -> Vec<String> {
        let id = |request: &String| {
            let line = request
                .lines()
                .find_map(|line| line.to_ascii_lowercase().strip_prefix("last-event-id: ").map(str::to_owned));
            line.unwrap_or_default()
        };
        server.requests().iter().map(id).collect()
    };
    let (mut data, mut failed) = (Vec::new(), None);
    let server = Server::play(script.to_vec());
    let client =
        wire_tests::Client::builder().base_url(server.url()).allow_http(true).retries(0).build().expect("builds");
    tokio::runtime::Runtime::new().expect("tokio starts").block_on(async {
        let mut events = client.answers().get_events().reconnecting();
        while let Some(event) = events.next().await {
            match event {
                Ok(event) => data.push(event.data),
                Err(error) => failed = Some(error),
            }
        }
    });
    let first = (data, failed, ids(&server));
    let (mut data, mut failed) = (Vec::new(), None);
    let server = Server::play(script.to_vec());
    let client = wire_tests::blocking::Client::builder()
        .base_url(server.url())
        .allow_http(true)
        .retries(0)
        .build()
        .expect("builds");
    for event in client.answers().get_events().reconnecting() {
        match event {
            Ok(event) => data.push(event.data),
            Err(error) => failed = Some(error),
        }
    }
    [first, (data, failed, ids(&server))]
}

#[test]
fn events_go_on_behind_the_last_one_that_was_whole_until_the_server_says_that_there_are_no_more() {
    let script = [
        stream("retry: 10\n\ndata: a\n\nid: 1\ndata: b\n\nid: 2\ndata: cut"),
        Act::Cut,
        stream("id: 2\ndata: c\n\nid\ndata: no id\n\n"),
        stream("data: d\n\n"),
        Act::Send(b"HTTP/1.1 204 No Content\r\n\r\n".to_vec()),
    ];
    for (data, failed, ids) in reconnected(&script) {
        assert_eq!(data, ["a", "b", "c", "no id", "d"]);
        assert!(failed.is_none(), "{failed:?}");
        assert_eq!(ids, ["", "1", "1", "", ""]);
    }
}

#[test]
fn events_end_with_an_error_when_the_server_refuses_or_fails_again_and_again() {
    for (data, failed, ids) in
        reconnected(&[stream("retry: 5\nid: x\ndata: a\n\n"), response("403 Forbidden", &[], "no")])
    {
        assert_eq!((data.as_slice(), ids.len()), (&["a".to_owned()][..], 2));
        assert!(failed.expect("is told").is_forbidden());
    }
    let mut script = vec![stream("retry: 5\ndata: a\n\n")];
    script.extend(vec![Act::Cut; 20]);
    for (data, failed, ids) in reconnected(&script) {
        assert_eq!((data.len(), ids.len()), (1, 6));
        assert!(failed.expect("is told").is_transport());
    }
}

#[test]
fn items_made_of_events_go_on_and_end_when_they_say_so_and_lines_are_never_asked_for_again() {
    let script = || {
        vec![
            stream("retry: 5\nid: 1\ndata: {\"id\":1}\n\n"),
            stream("data: {\"id\":2}\n\ndata: [DONE]\n\n"),
            stream("data: {\"id\":3}\n\n"),
        ]
    };
    let server = Server::play(script());
    let client =
        wire_tests::blocking::Client::builder().base_url(server.url()).allow_http(true).build().expect("builds");
    let jobs: Vec<i64> = client.answers().get_job_events().reconnecting().map(|job| job.expect("is one").id).collect();
    assert_eq!((jobs, server.requests().len()), (vec![1, 2], 2));
    let server =
        Server::play(["{\"id\":1}\n", "{\"id\":2}\n"].map(|line| stream_of("application/jsonl", line)).to_vec());
    let client =
        wire_tests::blocking::Client::builder().base_url(server.url()).allow_http(true).build().expect("builds");
    let jobs: Vec<i64> = client.answers().get_lines().reconnecting().map(|job| job.expect("is one").id).collect();
    assert_eq!((jobs, server.requests().len()), (vec![1], 1));
}

#[test]
fn a_mock_answers_with_each_of_several_successes() {
    let statuses = [
        (CreateReceiptOutput::Created(job(1, "a")), 201),
        (CreateReceipt::example(), 201),
        (CreateReceiptOutput::Accepted("soon".to_owned()), 202),
        (CreateReceiptOutput::NoContent, 204),
        (CreateReceiptOutput::Status2xx("other".to_owned()), 200),
    ];
    for (output, status) in statuses {
        let mock = Mock::new();
        mock.on::<CreateReceipt>(&output);
        let client = wire_tests::blocking::Client::builder().transport(mock).build().expect("the client builds");
        let response = client.answers().create_receipt(Cash::new(3)).with_response().send().expect("it is read");
        assert_eq!((response.status.as_u16(), response.value), (status, output));
    }
}

#[test]
fn arguments_are_taken_as_callers_have_them() {
    let mock = Mock::new();
    mock.on::<CreateReceipt>(CreateReceiptOutput::NoContent);
    let client = wire_tests::blocking::Client::builder().transport(mock.clone()).build().expect("the client builds");
    let card = Payment::from(Card::new("4242"));
    let sizes = [CreateReceiptSizesItem::Small, CreateReceiptSizesItem::Large];
    let (words, names): (&[&str], _) = (&["a", "b"], vec!["a".to_owned(), "b".to_owned()]);
    client.answers().create_receipt(&card).factor(3).names(words).sizes(&sizes).send().expect("by reference");
    client.answers().create_receipt(card).factor(3.0).names(&names).sizes(["small", "large"]).send().expect("by value");
    client.answers().create_receipt(Card::new("4242")).factor(3_u8).names(sizes).send().expect("of other types");
    let sent: Vec<(String, String)> =
        mock.requests().iter().map(|request| (request.target.clone(), request.body_text())).collect();
    let body = r#"{"number":"4242"}"#.to_owned();
    let target = |names: &str, sizes: &str| format!("/receipts?factor=3&names={names}{sizes}");
    let all = target("a,b", "&sizes=small,large");
    assert_eq!(sent, [(all.clone(), body.clone()), (all, body.clone()), (target("small,large", ""), body)]);
    let cash = Cash::new(2).with_currency("EUR");
    client.answers().create_receipt(cash).send().expect("with what `required` names and no property describes");
    assert_eq!(mock.requests()[3].body_text(), r#"{"amount":2,"currency":"EUR"}"#);
}

#[test]
fn a_204_has_no_content_whatever_the_document_says() {
    for (mode, result, _) in
        in_both!(vec![response("204 No Content", &[], "")], |client| client.answers().get_nothing())
    {
        assert_eq!(result.expect(mode).id, None, "{mode}");
    }
}

#[test]
fn text_of_any_media_type_is_read_as_what_comes() {
    for (media_type, body) in [("text/plain", "hello"), ("application/json", "\"hello\"")] {
        let answer = || vec![response("200 OK", &[("Content-Type", media_type)], body)];
        for (mode, result, _) in in_both!(answer(), |client| client.answers().get_any()) {
            assert_eq!(result.expect(mode), "hello", "{mode}, {media_type}");
        }
    }
}
