//! Bodies of requests.

use std::io::Cursor;

use bytes::Bytes;
use runtime_tests::Client;
use runtime_tests::blocking;
use runtime_tests::pets::CreatePet;
use runtime_tests::runtime::Blocking;
use runtime_tests::runtime::Body;
use runtime_tests::runtime::Call;
use runtime_tests::runtime::Error;
use runtime_tests::runtime::FieldEncoding;
use runtime_tests::runtime::Multipart;
use runtime_tests::runtime::Part;
use runtime_tests::runtime::Style;
use runtime_tests::runtime::mock::Mock;
use runtime_tests::runtime::mock::MockReply;
use runtime_tests::runtime::mock::Recorded;
use serde_json::json;

use crate::both;
use crate::server::response;

fn send(prepare: impl FnOnce(Call<CreatePet, Blocking>) -> Call<CreatePet, Blocking>) -> Result<Recorded, Error> {
    let mock = Mock::new().reply(MockReply::json(201, &json!({"id": 1, "owner": null})));
    let client = blocking::Client::builder().api_key("k").transport(mock.clone()).build().expect("builds");
    prepare(Call::new(&client)).send()?;
    Ok(mock.requests().remove(0))
}

#[test]
fn the_declared_media_type_is_sent() {
    let body = json!({"a": 1});
    let request = send(|call| call.json_body("application/merge-patch+json", &body)).expect("is sent");
    assert_eq!(
        (request.content_type(), request.body_text().as_str()),
        (Some("application/merge-patch+json"), r#"{"a":1}"#)
    );
    let request = send(|call| call.text_body("text/plain", "ü")).expect("is sent");
    assert_eq!((request.content_type(), request.body_text().as_str()), (Some("text/plain"), "ü"));
    let request = send(|call| call.bytes_body("application/octet-stream", vec![0, 255])).expect("is sent");
    assert_eq!(request.body, Bytes::from_static(&[0, 255]));
    assert_eq!(request.header("content-length"), Some("2"));
    assert!(send(|call| call.text_body("text/plain\r\nx: y", "")).expect_err("not legal").is_request());
    assert!(
        send(|call| call.json_body("application/json", &f64::NAN)).expect_err("not JSON").to_string().contains("NaN")
    );
}

const ENCODINGS: &[FieldEncoding] = &[
    FieldEncoding {
        name: "joined",
        content_type: None,
        style: Some(Style::Form),
        explode: false,
        allow_reserved: false,
    },
    FieldEncoding {
        name: "deep",
        content_type: None,
        style: Some(Style::DeepObject),
        explode: true,
        allow_reserved: false,
    },
    FieldEncoding {
        name: "text",
        content_type: Some("application/json"),
        style: None,
        explode: true,
        allow_reserved: false,
    },
];

#[test]
fn forms() {
    let body = json!({
        "a b": "c d&e=ü+", "list": [1, "two"], "object": {"x": [1]}, "null": null, "flag": true,
        "joined": ["a,b", "c d"], "deep": {"k": "v"}, "text": "quoted",
    });
    let request = send(|call| call.form_body("application/x-www-form-urlencoded", &body, ENCODINGS)).expect("is sent");
    assert_eq!(request.content_type(), Some("application/x-www-form-urlencoded"));
    assert_eq!(
        request.body_text(),
        "a+b=c+d%26e%3D%C3%BC%2B&list=1&list=two&object=%7B%22x%22%3A%5B1%5D%7D&null=&flag=true\
         &joined=a%2Cb,c%20d&deep%5Bk%5D=v&text=%22quoted%22"
    );
    let error =
        send(|call| call.form_body("application/x-www-form-urlencoded", &json!([1]), &[])).expect_err("no object");
    assert!(error.to_string().contains("only an object"));
    let error = send(|call| call.form_body("application/x-www-form-urlencoded", &json!({"deep": 1}), ENCODINGS));
    assert!(error.expect_err("not defined").to_string().contains("the field \"deep\""));
}

/// The parts of a multipart body, by the boundary that its media type names.
fn parts(request: &Recorded) -> Vec<String> {
    let content_type = request.content_type().expect("has a media type");
    let boundary = content_type.strip_prefix("multipart/form-data; boundary=").expect("is multipart");
    let body = request.body_text();
    let body = body.strip_suffix(&format!("--{boundary}--\r\n")).expect("ends with the boundary");
    body.split(&format!("--{boundary}\r\n"))
        .skip(1)
        .map(|part| part.strip_suffix("\r\n").expect("ends").to_owned())
        .collect()
}

fn form() -> Multipart<Blocking> {
    Multipart::new()
        .text("note", "hello")
        .field("meta", &json!({"a": 1}), None)
        .field("tags", &json!(["x", 2]), None)
        .field("raw", &json!("s"), Some(&ENCODINGS[2]))
        .part(
            "fi\"le\r\n",
            Part::new(vec![1, 2]).file_name("a \"b\".png").media_type("image/png").header("X-Part", "1"),
        )
        .optional_part("absent", None)
}

#[test]
fn multipart_bodies() {
    let request = send(|call| call.multipart(form())).expect("is sent");
    assert_eq!(
        parts(&request),
        [
            "Content-Disposition: form-data; name=\"note\"\r\n\r\nhello",
            "Content-Disposition: form-data; name=\"meta\"\r\nContent-Type: application/json\r\n\r\n{\"a\":1}",
            "Content-Disposition: form-data; name=\"tags\"\r\n\r\nx",
            "Content-Disposition: form-data; name=\"tags\"\r\n\r\n2",
            "Content-Disposition: form-data; name=\"raw\"\r\nContent-Type: application/json\r\n\r\n\"s\"",
            "Content-Disposition: form-data; name=\"fi%22le%0D%0A\"; filename=\"a %22b%22.png\"\r\n\
             Content-Type: image/png\r\nX-Part: 1\r\n\r\n\u{1}\u{2}",
        ]
    );
    assert_eq!(request.header("content-length").map(str::to_owned), Some(request.body.len().to_string()));
    let evil = Multipart::new().part("p", Part::new("").media_type("text/plain\r\nX-Evil: 1"));
    assert!(send(|call| call.multipart(evil)).expect_err("not legal").to_string().contains("the part \"p\""));
    let nan = Multipart::new().field("n", &f64::NAN, None);
    assert!(send(|call| call.multipart(nan)).expect_err("no number").to_string().contains("the part \"n\""));
}

#[test]
fn a_part_can_be_a_stream() {
    let file = || Part::new(Body::reader(Cursor::new(vec![b'x'; 100_000]), Some(100_000))).file_name("x.bin");
    let request = send(|call| call.multipart(Multipart::new().text("n", "1").part("f", file()))).expect("is sent");
    assert_eq!(request.header("content-length").map(str::to_owned), Some(request.body.len().to_string()));
    assert!(parts(&request)[1].ends_with(&"x".repeat(100_000)));
    let unknown = Part::new(Body::reader(Cursor::new(b"abc".to_vec()), None));
    let request = send(|call| call.multipart(Multipart::new().part("f", unknown))).expect("is sent");
    assert_eq!(request.header("content-length"), None);
}

/// Pieces of a body, as a caller's stream gives them.
struct Pieces(Vec<&'static str>);

impl futures_core::Stream for Pieces {
    type Item = std::io::Result<Bytes>;

    fn poll_next(
        mut self: std::pin::Pin<&mut Self>,
        _: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<Self::Item>> {
        std::task::Poll::Ready((!self.0.is_empty()).then(|| Ok(Bytes::from_static(self.0.remove(0).as_bytes()))))
    }
}

#[test]
fn async_streams_over_sockets_and_in_parts() {
    let server = crate::server::Server::play(vec![response("200 OK", &[], ""), response("200 OK", &[], "")]);
    let client = Client::builder().base_url(server.url()).allow_http(true).build().expect("builds");
    let runtime = tokio::runtime::Runtime::new().expect("tokio starts");
    runtime.block_on(async {
        client.pets().set_photo("1", Body::stream(Pieces(vec!["ab", "cd"]), Some(4))).await.expect("succeeds");
        client.pets().set_photo("1", Body::stream(Pieces(vec!["ab", "cd"]), None)).await.expect("succeeds");
    });
    let requests = server.requests();
    assert!(
        requests[0].to_ascii_lowercase().contains("content-length: 4\r\n") && requests[0].ends_with("\r\n\r\nabcd")
    );
    assert!(requests[1].to_ascii_lowercase().contains("transfer-encoding: chunked\r\n"));
    assert!(requests[1].ends_with("2\r\nab\r\n2\r\ncd\r\n0\r\n\r\n"), "{}", requests[1]);
    let mock = Mock::new().reply(MockReply::json(201, &json!({"id": 1, "owner": null})));
    let client = Client::builder().api_key("k").transport(mock.clone()).build().expect("builds");
    let form = Multipart::new().part("f", Part::new(Body::stream(Pieces(vec!["ab", "cd"]), Some(4)))).text("t", "z");
    let call: Call<CreatePet, _> = Call::new(&client).multipart(form);
    runtime.block_on(call.send()).expect("succeeds");
    assert_eq!(parts(&mock.requests()[0])[0], "Content-Disposition: form-data; name=\"f\"\r\n\r\nabcd");
}

#[test]
fn blocking_readers_over_sockets() {
    let server = crate::server::Server::play(vec![response("200 OK", &[], ""), response("200 OK", &[], "")]);
    let client = blocking::Client::builder().base_url(server.url()).allow_http(true).build().expect("builds");
    client.pets().set_photo("1", Body::reader(Cursor::new(b"abcd".to_vec()), Some(4))).send().expect("succeeds");
    client.pets().set_photo("1", Body::reader(Cursor::new(b"abcd".to_vec()), None)).send().expect("succeeds");
    let requests = server.requests();
    assert!(
        requests[0].to_ascii_lowercase().contains("content-length: 4\r\n") && requests[0].ends_with("\r\n\r\nabcd")
    );
    assert!(requests[1].to_ascii_lowercase().contains("transfer-encoding: chunked\r\n"), "{}", requests[1]);
}

#[test]
fn a_body_of_bytes_over_sockets_has_one_length() {
    for (mode, result, requests) in both!(vec![response("200 OK", &[], "")], |builder| builder, |client| client
        .pets()
        .set_photo("1", b"png".to_vec()))
    {
        result.expect(mode);
        let request = requests[0].to_ascii_lowercase();
        assert_eq!(request.matches("content-length: 3\r\n").count(), 1, "{mode}: {request}");
        assert!(
            request.contains("content-type: image/png\r\n") && request.ends_with("\r\n\r\npng"),
            "{mode}: {request}"
        );
    }
}
