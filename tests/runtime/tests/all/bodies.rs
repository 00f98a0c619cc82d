//! Bodies of requests.

use std::io::Cursor;
use std::io::Seek as _;

use bytes::Bytes;
use runtime_tests::Client;
use runtime_tests::blocking;
use runtime_tests::pets::CreatePet;
use runtime_tests::runtime::Async;
use runtime_tests::runtime::Blocking;
use runtime_tests::runtime::Body;
use runtime_tests::runtime::Call;
use runtime_tests::runtime::Error;
use runtime_tests::runtime::FieldEncoding;
use runtime_tests::runtime::FilesOr;
use runtime_tests::runtime::Multipart;
use runtime_tests::runtime::Part;
use runtime_tests::runtime::Style;
use runtime_tests::runtime::mock::Mock;
use runtime_tests::runtime::mock::MockReply;
use runtime_tests::runtime::mock::Recorded;
use serde_json::Value;
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
    let error = send(|call| call.form_body("application/x-www-form-urlencoded", &json!({"joined": [[1]]}), ENCODINGS));
    assert!(error.expect_err("not defined").to_string().contains("the field \"joined\""));
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
fn names_that_would_break_the_head_of_a_part_are_refused() {
    for name in ["a\0.php", "\u{7f}", "a\u{1b}[2J", "\u{b}"] {
        let file = Multipart::new().part("p", Part::new("").file_name(name));
        let field = Multipart::new().text(name, "x");
        for form in [file, field] {
            let error = send(|call| call.multipart(form)).expect_err(name);
            assert!(error.is_request() && error.to_string().contains("control characters"), "{error}");
        }
    }
    let kept = Multipart::new().part("p", Part::new("").file_name("a\tb\r\n\u{85}é"));
    assert!(head(kept).contains("filename=\"a\tb%0D%0A\u{85}é\""));
}

/// The head of the only part of a body.
fn head(form: Multipart<Blocking>) -> String {
    let request = send(|call| call.multipart(form)).expect("is sent");
    let parts = parts(&request);
    assert_eq!(parts.len(), 1);
    parts[0].split_once("\r\n\r\n").expect("a part has a head").0.to_owned()
}

#[test]
fn files_have_a_name_and_a_media_type() {
    let file = |allowed: &[&str]| head(Multipart::new().file("photo", vec![0xff], allowed));
    let name = "Content-Disposition: form-data; name=\"photo\"; filename=\"photo\"\r\nContent-Type: ";
    assert_eq!(file(&[]), format!("{name}application/octet-stream"));
    assert_eq!(file(&["image/png"]), format!("{name}image/png"));
    assert_eq!(file(&["image/png", "*/*"]), format!("{name}application/octet-stream"));
    let said = Part::new(vec![0]).file_name("a.ogg").media_type("audio/ogg");
    assert_eq!(
        head(Multipart::new().file("sound", said, &["audio/*"])),
        "Content-Disposition: form-data; name=\"sound\"; filename=\"a.ogg\"\r\nContent-Type: audio/ogg"
    );
    assert_eq!(head(Multipart::new().part("v", Part::value("x"))), "Content-Disposition: form-data; name=\"v\"");
    for unsaid in [&["audio/*"][..], &["image/png", "image/jpeg"]] {
        let error = send(|call| call.multipart(Multipart::new().file("sound", vec![0], unsaid))).expect_err("unsaid");
        let told = format!("the part \"sound\": set its media type with `Part::media_type`: {}", unsaid.join(", "));
        assert!(error.to_string().contains(&told), "{error}");
    }
}

#[test]
fn files_or_something_else() {
    let both = [
        FilesOr::<Blocking, String>::from("https://example.com/a.png"),
        FilesOr::from(Part::new("1")),
        FilesOr::from([Part::new("2"), Part::new("3")]),
    ];
    let form = both.into_iter().fold(Multipart::new(), |form, one| form.files_or("image", one, &["image/png"], None));
    let request = send(|call| call.multipart(form)).expect("is sent");
    let file = "Content-Disposition: form-data; name=\"image\"; filename=\"image\"\r\nContent-Type: image/png\r\n\r\n";
    assert_eq!(
        parts(&request),
        [
            "Content-Disposition: form-data; name=\"image\"\r\n\r\nhttps://example.com/a.png".to_owned(),
            format!("{file}1"),
            format!("{file}2"),
            format!("{file}3"),
        ]
    );
}

#[test]
fn the_style_of_a_part_counts() {
    let styled = |style: Style, explode: bool| FieldEncoding::new("color").style(style).explode(explode);
    let sent = |value: Value, encoding: FieldEncoding| {
        let form = Multipart::new().field("color", &value, Some(&encoding));
        let request = send(|call| call.multipart(form)).expect("is sent");
        let parts = parts(&request);
        let short =
            |part: &String| part.replacen("Content-Disposition: form-data; name=", "", 1).replace("\r\n\r\n", "=");
        parts.iter().map(short).collect::<Vec<_>>()
    };
    let (list, object) = (json!(["a b", "c,d", 3]), json!({"R": 100, "G": "é&"}));
    assert_eq!(sent(list.clone(), styled(Style::Form, false)), ["\"color\"=a b,c,d,3"]);
    assert_eq!(sent(list.clone(), styled(Style::Form, true)), ["\"color\"=a b", "\"color\"=c,d", "\"color\"=3"]);
    assert_eq!(sent(list.clone(), styled(Style::SpaceDelimited, false)), ["\"color\"=a b c,d 3"]);
    assert_eq!(sent(list.clone(), styled(Style::PipeDelimited, false)), ["\"color\"=a b|c,d|3"]);
    assert_eq!(sent(object.clone(), styled(Style::Form, true)), ["\"R\"=100", "\"G\"=é&"]);
    assert_eq!(sent(object.clone(), styled(Style::Form, false)), ["\"color\"=R,100,G,é&"]);
    assert_eq!(sent(object, styled(Style::DeepObject, true)), ["\"color[R]\"=100", "\"color[G]\"=é&"]);
    assert_eq!(sent(json!([{"a": [1]}]), styled(Style::DeepObjectEmptyBrackets, true)), ["\"color[][a][]\"=1"]);
}

#[test]
fn files_of_the_disk_are_streamed_in_both_modes() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("ü \"1\".bin");
    let content: Vec<u8> = (0..300_000_u32).map(|byte| (byte % 251) as u8).collect();
    std::fs::write(&path, &content).expect("is written");
    let check = |request: &Recorded| {
        assert_eq!(request.header("content-length").map(str::to_owned), Some(request.body.len().to_string()));
        let head = "name=\"f\"; filename=\"ü %221%22.bin\"\r\nContent-Type: application/octet-stream\r\n\r\n";
        let at = request.body.windows(head.len()).position(|window| window == head.as_bytes()).expect("the head");
        assert_eq!(&request.body[at + head.len()..][..content.len()], content);
    };
    check(
        &send(|call| call.multipart(Multipart::new().part("f", Part::path(&path).expect("opens")))).expect("is sent"),
    );
    let mock = Mock::new().reply(MockReply::json(201, &json!({"id": 1, "owner": null})));
    let client = Client::builder().api_key("k").transport(mock.clone()).build().expect("builds");
    let form = Multipart::new().part("f", Part::path(&path).expect("opens"));
    let call: Call<CreatePet, _> = Call::new(&client).multipart(form);
    tokio::runtime::Runtime::new().expect("tokio starts").block_on(call.send()).expect("succeeds");
    check(&mock.requests()[0]);

    let mut file = std::fs::File::open(&path).expect("opens");
    file.seek(std::io::SeekFrom::Start(299_998)).expect("is as long");
    assert_eq!(Body::<Blocking>::file(file).expect("a file").length(), Some(2));
    let folder = Part::<Blocking>::path(folder.path()).expect_err("a folder is no file");
    assert_eq!(folder.kind(), std::io::ErrorKind::IsADirectory);
    let missing = Part::<Async>::path(path.with_extension("no")).expect_err("nothing is there");
    assert_eq!(missing.kind(), std::io::ErrorKind::NotFound);
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
    assert_eq!(
        parts(&mock.requests()[0])[0],
        "Content-Disposition: form-data; name=\"f\"; filename=\"f\"\r\n\
         Content-Type: application/octet-stream\r\n\r\nabcd"
    );
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
