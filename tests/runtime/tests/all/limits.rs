//! Responses that are too large, and those that break off.

use runtime_tests::runtime::ErrorKind;

use crate::both;
use crate::server::Act;
use crate::server::response;

fn chunked(status: &str, chunks: usize) -> Act {
    let mut bytes = format!("HTTP/1.1 {status}\r\nTransfer-Encoding: chunked\r\n\r\n").into_bytes();
    let chunk = vec![b' '; 1 << 20];
    for _ in 0..chunks {
        bytes.extend_from_slice(b"100000\r\n");
        bytes.extend_from_slice(&chunk);
        bytes.extend_from_slice(b"\r\n");
    }
    bytes.extend_from_slice(b"0\r\n\r\n");
    Act::SendAndClose(bytes)
}

#[test]
fn a_response_of_twenty_megabytes_is_refused() {
    let announced = || vec![response("200 OK", &[], vec![b' '; 20 << 20])];
    let counted = || vec![chunked("200 OK", 20)];
    for script in [announced as fn() -> Vec<Act>, counted] {
        for (mode, result, _) in both!(script(), |builder| builder.api_key("k"), |client| client.pets().get("1")) {
            let error = result.expect_err(mode);
            assert_eq!(error.kind(), ErrorKind::TooLarge, "{mode}: {error:?}");
            assert!(error.to_string().contains("16777216 bytes"), "{error}");
            assert_eq!(error.status().map(|status| status.as_u16()), Some(200), "{mode}");
        }
    }
}

#[test]
fn the_limit_can_be_changed() {
    for (mode, result, _) in
        both!(vec![response("200 OK", &[], "[1,2,3]")], |builder| builder.api_key("k").response_limit(6), |client| {
            client.pets().get("1")
        })
    {
        assert!(result.expect_err(mode).is_too_large());
    }
    for (mode, result, _) in
        both!(vec![response("200 OK", &[], "[1,2,3]")], |builder| builder.api_key("k").response_limit(7), |client| {
            client.pets().get("1")
        })
    {
        assert!(result.expect_err(mode).is_decode());
    }
}

#[test]
fn free_form_values_of_a_response_are_counted() {
    const BODY: &str = r#"{"id":1,"owner":null,"new":[1,2,3]}"#;
    // A list, its three items, and the member that holds it.
    for (nodes, fits) in [(4, false), (5, true)] {
        for (mode, result, _) in
            both!(vec![response("200 OK", &[], BODY)], |builder| builder.api_key("k").json_nodes(nodes), |client| {
                client.pets().get("1")
            })
        {
            match result {
                Ok(pet) => assert!(fits && pet.rest.len() == 1, "{mode}"),
                Err(error) => {
                    assert!(!fits && error.is_decode(), "{mode}: {error}");
                    assert!(error.to_string().contains("see `json_nodes` of the builder"), "{mode}: {error}");
                }
            }
        }
    }
}

#[test]
fn of_the_body_of_an_error_a_part_is_kept() {
    for script in
        [|| vec![chunked("400 Bad Request", 3)], || vec![response("400 Bad Request", &[], vec![b' '; 3 << 20])]]
    {
        for (mode, result, _) in both!(script(), |builder| builder.api_key("k"), |client| client.pets().get("1")) {
            let error = result.expect_err(mode);
            assert_eq!((error.kind(), error.body().len()), (ErrorKind::Status, 64 << 10), "{mode}");
        }
    }
}

#[test]
fn a_body_that_breaks_off_is_an_error_or_the_rest_of_one() {
    let broken = |status: &str| {
        vec![Act::SendAndClose(format!("HTTP/1.1 {status}\r\nContent-Length: 100\r\n\r\n{{\"id\":").into_bytes())]
    };
    for (mode, result, requests) in
        both!(broken("200 OK"), |builder| builder.api_key("k").retries(0), |client| client.pets().get("1"))
    {
        let error = result.expect_err(mode);
        assert!(error.is_transport(), "{mode}: {error:?}");
        assert_eq!(requests.len(), 1, "{mode}");
    }
    for (mode, result, _) in
        both!(broken("404 Not Found"), |builder| builder.api_key("k"), |client| client.pets().get("1"))
    {
        let error = result.expect_err(mode);
        assert!(error.is_not_found(), "{mode}: {error:?}");
        assert_eq!(error.body_text(), "{\"id\":");
    }
}

#[test]
fn a_stream_has_no_limit_but_collecting_has() {
    for (mode, result, _) in [("async", 20 << 20, ()), ("blocking", 20 << 20, ())] {
        let server = crate::server::Server::play(vec![chunked("200 OK", 20)]);
        let whole = if mode == "async" {
            let client =
                runtime_tests::Client::builder().base_url(server.url()).allow_http(true).build().expect("builds");
            let runtime = tokio::runtime::Runtime::new().expect("tokio starts");
            runtime.block_on(async { client.pets().photo("1").await?.collect_bytes(result).await })
        } else {
            let builder = runtime_tests::blocking::Client::builder().base_url(server.url()).allow_http(true);
            builder.build().and_then(|client| client.pets().photo("1").send()?.collect_bytes(result))
        };
        assert_eq!(whole.expect(mode).len(), 20 << 20);
    }
    let server = crate::server::Server::play(vec![chunked("200 OK", 2)]);
    let client =
        runtime_tests::blocking::Client::builder().base_url(server.url()).allow_http(true).build().expect("builds");
    let error =
        client.pets().photo("1").send().and_then(|stream| stream.collect_bytes(100)).expect_err("more than 100");
    assert!(error.is_too_large());
}

#[test]
fn limits_count_what_comes_out_of_compression() {
    let bomb = || {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        std::io::Write::write_all(&mut encoder, &vec![b' '; 20 << 20]).expect("compresses");
        let bytes = encoder.finish().expect("compresses");
        assert!(bytes.len() < 100_000, "small on the wire");
        vec![response("200 OK", &[("Content-Encoding", "gzip")], bytes)]
    };
    for (mode, result, requests) in both!(bomb(), |builder| builder.api_key("k"), |client| client.pets().get("1")) {
        assert!(requests[0].to_ascii_lowercase().contains("accept-encoding: gzip"), "{mode}: {}", requests[0]);
        assert!(result.expect_err(mode).is_too_large(), "{mode}");
    }
    let small = || {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        std::io::Write::write_all(&mut encoder, crate::server::PET.as_bytes()).expect("compresses");
        vec![response("200 OK", &[("Content-Encoding", "gzip")], encoder.finish().expect("compresses"))]
    };
    for (mode, result, _) in both!(small(), |builder| builder.api_key("k"), |client| client.pets().get("1")) {
        assert_eq!(result.expect(mode).id, 1);
    }
}
