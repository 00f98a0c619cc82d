//! Requests as they stand on the wire, results and errors.

use std::time::Duration;

use runtime_tests::Client;
use runtime_tests::pets::FeedPet;
use runtime_tests::pets::GetPet;
use runtime_tests::pets::ListPets;
use runtime_tests::runtime::Blocking;
use runtime_tests::runtime::Body;
use runtime_tests::runtime::Call;
use runtime_tests::runtime::Error;
use runtime_tests::runtime::ErrorKind;
use runtime_tests::runtime::Tolerance;
use runtime_tests::runtime::mock::Mock;
use runtime_tests::runtime::mock::MockReply;
use runtime_tests::types::Pet;
use serde_json::json;

use crate::both;
use crate::mocked;
use crate::server::PET;
use crate::server::json;
use crate::server::response;

fn pet() -> Pet {
    serde_json::from_str(PET).expect("is a pet")
}

#[test]
fn a_get_on_the_wire() {
    for (mode, result, requests) in
        both!(vec![json("200 OK", PET)], |builder| builder.api_key("k1"), |client| client.pets().get("a b/ü"))
    {
        assert_eq!(result.expect(mode), pet());
        let request = requests[0].to_ascii_lowercase();
        assert!(request.starts_with("get /pets/a%20b%2f%c3%bc http/1.1\r\n"), "{mode}: {request}");
        for header in ["x-key: k1", "accept: application/json", "user-agent: petstore/0.0.0", "host: 127.0.0.1:"] {
            assert!(request.contains(&format!("\r\n{header}")), "{mode}: {header} in {request}");
        }
        for header in ["content-length", "content-type", "transfer-encoding", "cookie"] {
            assert!(!request.contains(&format!("\r\n{header}:")), "{mode}: no {header} in {request}");
        }
    }
}

#[test]
fn a_post_without_a_body_says_so() {
    for (mode, result, requests) in
        both!(vec![response("204 No Content", &[], "")], |builder| builder, |client| client.pets().feed("1"))
    {
        result.expect(mode);
        let request = requests[0].to_ascii_lowercase();
        assert_eq!(request.matches("\r\ncontent-length: 0\r\n").count(), 1, "{mode}: {request}");
        assert!(!request.contains("content-type") && !request.contains("transfer-encoding"), "{mode}: {request}");
    }
}

#[test]
fn a_json_body_on_the_wire() {
    for (mode, result, requests) in
        both!(vec![json("201 Created", PET)], |builder| builder.bearer("t"), |client| client.pets().create(&pet()))
    {
        assert_eq!(result.expect(mode).id, 1);
        let (head, body) = requests[0].split_once("\r\n\r\n").expect("has a body");
        let head = head.to_ascii_lowercase();
        assert_eq!(body, PET, "{mode}");
        assert!(head.contains("content-type: application/json"), "{mode}: {head}");
        assert_eq!(head.matches(&format!("content-length: {}", PET.len())).count(), 1, "{mode}: {head}");
        assert!(head.contains("authorization: bearer t"), "{mode}: {head}");
    }
}

#[test]
fn parameters_go_where_they_belong() {
    let mock = Mock::new().reply(MockReply::json(200, &json!([{"id": 1, "owner": null}])));
    let arguments = ListPets { owner: "me".into(), kinds: vec!["cat".into(), "big dog".into()] };
    let call = mocked(&mock).clone();
    let pets =
        call.pets().list(arguments).theme("dark blue").limit(5).limit(7).query("x y", "1&2").header("X-Trace", "abc");
    assert_eq!(pets.send().expect("succeeds").len(), 1);
    let request = &mock.requests()[0];
    assert_eq!(request.target, "/api/pets?kinds=cat,big%20dog&limit=7&x%20y=1%262");
    assert_eq!(request.origin, "https://eu.example.com");
    assert_eq!(request.header("x-owner"), Some("me"));
    assert_eq!(request.header("x-trace"), Some("abc"));
    assert_eq!(request.header("cookie"), Some("theme=dark%20blue"));
    assert_eq!(request.header("x-key"), Some("key"), "credentials are preferred to anonymity");
}

#[test]
fn the_response_beside_the_value() {
    let script = || vec![response("200 OK", &[("Content-Type", "application/json"), ("X-Left", "9")], PET)];
    for (mode, result, _) in
        both!(script(), |builder| builder.api_key("k"), |client| client.pets().get("1").with_response())
    {
        let response = result.expect(mode);
        assert_eq!(response.value, pet());
        assert_eq!(response.status, 200);
        assert_eq!(response.headers["x-left"], "9");
        assert_eq!(response.body, PET);
        assert_eq!(response.attempts, 1);
    }
}

#[test]
fn an_async_call_can_be_awaited_and_sent_to_another_thread() {
    let mock = Mock::new().reply(MockReply::json(200, &json!({"id": 1, "owner": null}))).reply(MockReply::status(404));
    let client = Client::builder().api_key("k").transport(mock).build().expect("the client builds");
    let runtime = tokio::runtime::Runtime::new().expect("tokio starts");
    let cloned = client.clone();
    let pet =
        runtime.block_on(runtime.spawn(async move { cloned.pets().get("1").await })).expect("runs").expect("succeeds");
    assert_eq!(pet.id, 1);
    let error = runtime.block_on(async { client.pets().get("1").with_response().await }).expect_err("404");
    assert!(error.is_not_found());
    assert!(size_of_val(&client.pets().get("1").send()) <= 16, "the future is one box");
}

#[test]
fn failures_keep_the_response() {
    let script =
        || vec![response("422 Unprocessable Entity", &[("X-Request-Id", "r1")], r#"{"message":"no","code":7}"#)];
    for (mode, result, _) in both!(script(), |builder| builder.api_key("k"), |client| client.pets().get("1")) {
        let error = result.expect_err(mode);
        assert_eq!(error.kind(), ErrorKind::Status);
        assert_eq!(error.operation(), "pets.get");
        assert_eq!(error.status().map(|status| status.as_u16()), Some(422));
        assert_eq!(error.headers().expect("there was a response")["x-request-id"], "r1");
        assert_eq!(error.body_text(), r#"{"message":"no","code":7}"#);
        let body: runtime_tests::runtime::JsonObject = error.json().expect("is an object");
        assert_eq!(body["code"], 7);
        assert!(error.is_client_error() && !error.is_server_error() && !error.is_decode());
        assert_eq!(
            error.to_string(),
            "pets.get: the server refused the request (GET /pets/{petId}, status 422 Unprocessable Entity, 25 bytes of \
             body): no"
        );
    }
}

#[test]
fn errors_say_what_the_server_says() {
    let of_type = |media_type: &str, body: &str, messages: bool| {
        let mock = Mock::new().reply(MockReply::bytes(400, body.to_owned()).header("content-type", media_type));
        let builder = runtime_tests::blocking::Client::builder().api_key("k").error_messages(messages);
        let client = builder.transport(mock).build().expect("the client builds");
        let error = client.pets().get("1").send().expect_err("400");
        assert!(!format!("{error:?}").contains("rain"), "{error:?}");
        let text = error.to_string();
        let (before, said) = text.split_once("of body)").expect("the size of the body");
        let known = format!(
            "pets.get: the server refused the request (GET /pets/{{petId}}, status 400 Bad Request, {} bytes ",
            body.len()
        );
        assert_eq!(before, known);
        said.to_owned()
    };
    let shown = |body: &str, messages: bool| of_type("application/json", body, messages);
    assert_eq!(shown(r#"{"detail":"it\nrains"}"#, true), ": it rains");
    assert_eq!(shown(r#"{"error":{"code":1,"message":"rain"}}"#, true), ": rain");
    assert_eq!(shown(r#"{"detail":[{"loc":["body"],"msg":"rain"}]}"#, true), ": rain");
    assert_eq!(shown(r#"{"errors":[{"message":"rain"}]}"#, true), ": rain");
    assert_eq!(shown(r#"{"title":"Rain","status":400}"#, true), ": Rain");
    assert_eq!(shown(r#"{"Message":"rain"}"#, true), ": rain");
    assert_eq!(shown(r#"{"errorMessage":"rain","code":"x"}"#, true), ": rain");
    assert_eq!(shown(r#"{"exception_message":"rain","exception_detail":[{"msg":"more"}]}"#, true), ": rain");
    assert_eq!(shown(r#"{"message":" ","detail":"rain"}"#, true), ": rain");
    assert_eq!(shown(r#"{"message":"rain"}"#, false), "");
    assert_eq!(shown(r#"{"other":"rain"}"#, true), "");
    assert_eq!(shown(r#"{"errors":{"base":[],"sky":["rain","more"]}}"#, true), ": sky: rain");
    assert_eq!(shown(r#"{"errorMessages":["rain"],"errors":{}}"#, true), ": rain");
    assert_eq!(shown(r#"{"title":"Errors","errors":{"Sky":["rain"]},"status":400}"#, true), ": Sky: rain");
    assert_eq!(shown(r#"[{"errorCode":"WET","message":"rain"}]"#, true), ": rain");
    assert_eq!(shown(r#"{"ok":false,"error_code":400,"description":"rain"}"#, true), ": rain");
    assert_eq!(shown(r#"{"fault":{"faultstring":"rain","detail":{"errorcode":"wet"}}}"#, true), ": rain");
    assert_eq!(shown(r#"{"error":true,"reason":"rain"}"#, true), ": rain");
    assert_eq!(shown(r#""rain\u0007""#, true), ": rain");
    // A text is the message, whatever else is none.
    assert_eq!(of_type("text/plain; charset=utf-8", "it\n rains", true), ": it rains");
    assert_eq!(of_type("text/plain; charset=iso-8859-1", "rain", false), "");
    for (media_type, body) in [("text/html", "<p>rain"), ("application/octet-stream", "rain"), ("text/plain", " \n")] {
        assert_eq!(of_type(media_type, body, true), "", "{media_type}");
    }
    assert_eq!(shown(&"[".repeat(60_000), true), "");
    assert_eq!(shown(&(r#"{"error":"#.repeat(50) + "\"rain\"" + &"}".repeat(50)), true), "");
    assert_eq!(shown("rain", true), "");
    let long = shown(&format!(r#"{{"message":"{}"}}"#, "r".repeat(500)), true);
    assert_eq!(long.chars().count(), 203, "{long}");
}

#[test]
fn http_to_this_machine_needs_no_permission() {
    let built = |url: &str| runtime_tests::blocking::Client::builder().api_key("k").base_url(url).build().map(|_| ());
    for url in ["http://localhost:8080/api", "http://127.0.0.1", "http://127.9.9.9:1", "http://[::1]:8080"] {
        assert!(built(url).is_ok(), "{url}");
    }
    for url in
        ["http://localhost.example", "http://127.0.0.1.example", "http://10.0.0.1", "http://[::2]", "http://0.0.0.0"]
    {
        assert!(built(url).is_err(), "{url}");
    }
}

/// A 2xx that the document does not have is a success, decoded as the nearest one that it has (RFC 9110, section 15).
#[test]
fn a_success_that_is_not_documented_is_decoded_as_the_nearest_one() {
    let pet = br#"{"id":7,"owner":null}"#;
    for (mode, result, _) in both!(
        vec![response(
            "206 Partial Content",
            &[("Content-Type", "application/json")],
            std::str::from_utf8(pet).expect("text")
        )],
        |builder| builder.api_key("k"),
        |client| client.pets().get("1").with_response()
    ) {
        let response = result.expect(mode);
        assert_eq!((response.status.as_u16(), response.value.id), (206, 7), "{mode}");
    }
    let empty = Mock::new().reply(MockReply::status(204));
    let error = mocked(&empty).pets().get("1").send().expect_err("a pet is required");
    assert!(error.is_decode() && error.to_string().contains("the body is empty"), "{error}");
    // An empty body has none of the keys, which a client may tolerate.
    let lenient = |status: u16| {
        let mock = Mock::new().reply(MockReply::status(status));
        let builder = runtime_tests::blocking::Client::builder().api_key("k").transport(mock);
        let client = builder.tolerant(Tolerance::NONE.missing_keys(true)).build().expect("builds");
        client.pets().get("1").with_response().send().map(|pet| (pet.value.id, pet.problem_count()))
    };
    assert_eq!(lenient(204).expect("is tolerated"), (0, 2));
    assert!(lenient(200).is_err(), "a documented success has a body");
}

#[test]
fn each_kind_of_failure_is_told_apart() {
    let failing = |status: u16| {
        let mock = Mock::new().reply(MockReply::status(status));
        mocked(&mock).pets().get("1").no_retry().send().expect_err("fails")
    };
    assert!(failing(401).is_unauthorized());
    assert!(failing(403).is_forbidden());
    assert!(failing(404).is_not_found());
    assert!(failing(409).is_conflict());
    assert!(failing(429).is_rate_limited());
    assert!(failing(500).is_server_error());
    assert!(failing(302).to_string().contains("redirects"));
    assert!(failing(101).to_string().contains("not documented"), "it is no success");
    let limited = Mock::new().reply(MockReply::text(429, "slow down").header("retry-after", "7"));
    let error = mocked(&limited).pets().get("1").no_retry().send().expect_err("fails");
    assert_eq!(error.retry_after(), Some(Duration::from_secs(7)));
    let dated = Mock::new().reply(
        MockReply::status(503)
            .header("date", "Sun, 06 Nov 1994 08:49:37 GMT")
            .header("retry-after", "Sun, 06 Nov 1994 08:49:42 GMT"),
    );
    let error = mocked(&dated).pets().get("1").no_retry().send().expect_err("fails");
    assert_eq!(error.retry_after(), Some(Duration::from_secs(5)));
}

#[test]
fn a_response_of_another_shape_is_a_located_error() {
    let reply = |body: &str| Mock::new().reply(MockReply::text(200, body));
    let failing = |body: &str| mocked(&reply(body)).pets().get("1").send().expect_err("does not decode");
    let error = failing(r#"{"id":"x","owner":null}"#);
    assert!(error.is_decode());
    assert_eq!(error.decode_error().expect("has a path").path(), "$.id");
    assert_eq!(error.body_text(), r#"{"id":"x","owner":null}"#);
    assert_eq!(error.status().map(|status| status.as_u16()), Some(200));
    assert!(std::error::Error::source(&error).is_some());
    assert!(failing("<html>").to_string().contains("not JSON"));
    assert!(failing("").to_string().contains("the body is empty"));
    assert!(failing(&"[".repeat(100_000)).to_string().contains("deeper than 128 levels"));
}

#[test]
fn text_and_servers_of_single_operations() {
    let mock =
        Mock::new().reply(MockReply::bytes(200, vec![0xe9]).header("content-type", "text/plain; charset=ISO-8859-1"));
    assert_eq!(mocked(&mock).pets().motd().send().expect("succeeds"), "é");
    assert_eq!(mock.requests()[0].origin, "https://motd.example.net");
    let mock = Mock::new().reply(MockReply::bytes(200, vec![0xe9]));
    assert!(mocked(&mock).pets().motd().send().expect_err("not UTF-8").is_decode());
    for (media_type, body, wanted) in [
        ("application/json", r#""1.\u0030""#, "1.0"),
        ("application/problem+json; charset=utf-8", r#" "a" "#, "a"),
        ("application/json", r#"{"a":1}"#, r#"{"a":1}"#),
        ("application/json", r#""a" and "b""#, r#""a" and "b""#),
        ("text/plain", r#""a""#, r#""a""#),
    ] {
        let mock = Mock::new().reply(MockReply::bytes(200, body).header("content-type", media_type));
        assert_eq!(mocked(&mock).pets().motd().send().expect("succeeds"), wanted, "{media_type}: {body}");
    }
    let mock = Mock::new().reply(MockReply::text(200, "hi"));
    let builder = runtime_tests::blocking::Client::builder().base_url("https://test.local/x/").api_key("k");
    let client = builder.transport(mock.clone()).build().expect("the client builds");
    client.pets().motd().send().expect("succeeds");
    let request = &mock.requests()[0];
    assert_eq!(
        (request.origin.as_str(), request.target.as_str()),
        ("https://test.local", "/x/motd"),
        "a given URL counts"
    );
}

#[test]
fn builders_refuse_what_cannot_work() {
    let build = |configure: fn(runtime_tests::ClientBuilder) -> runtime_tests::ClientBuilder| {
        configure(Client::builder()).transport(Mock::new()).build().map(|_| ()).map_err(|error| error.to_string())
    };
    assert!(build(|builder| builder.server_variable("region", "us")).is_ok());
    assert!(build(|builder| builder.server(1).server_variable("tenant", "acme")).is_ok());
    for (configure, expected) in [
        ((|builder| builder.base_url("http://example.com")) as fn(runtime_tests::ClientBuilder) -> _, "allow_http"),
        (|builder| builder.base_url("ftp://example.com"), "https://"),
        (|builder| builder.base_url("example.com"), "https://"),
        (|builder| builder.base_url("https://user:pw@example.com"), "password"),
        (|builder| builder.base_url("https://example.com/?a=1"), "query"),
        (|builder| builder.base_url("https://"), "host"),
        (|builder| builder.base_url("https://exa mple.com"), "spaces"),
        (|builder| builder.server(2), "base_url"),
        (|builder| builder.server(9), "no server 9"),
        (|builder| builder.server_variable("region", "mars"), "one of eu, us"),
        (|builder| builder.server(1).server_variable("tenant", "evil.com/"), "no part of a host"),
        (|builder| builder.server(1).server_variable("tenant", "a@evil.com#"), "no part of a host"),
        (|builder| builder.default_header("host", "evil"), "set by the client"),
        (|builder| builder.default_header("x y", "1"), "no legal header name"),
        (|builder| builder.default_header("x", "1\n2"), "not legal"),
        (|builder| builder.user_agent("a\nb"), "user agent"),
        (|builder| builder.trust_origin("nowhere"), "trusted origin"),
    ] {
        let error = build(configure).expect_err(expected);
        assert!(error.contains(expected), "{error} should tell {expected}");
    }
}

#[test]
fn required_parameters_cannot_be_forgotten() {
    let client = mocked(&Mock::new());
    let no_path: Call<FeedPet, _> = Call::new(&client);
    assert!(no_path.send().expect_err("no path").to_string().contains("path parameter \"petId\" is missing"));
    let no_header: Call<ListPets, _> = Call::new(&client).param(1, &json!(["cat"]));
    assert!(no_header.send().expect_err("no header").to_string().contains("required parameter \"X-Owner\" is missing"));
}

#[test]
fn clients_and_errors_go_between_threads() {
    const fn between_threads<T: Clone + Send + Sync + 'static>() {}
    const fn error<T: std::error::Error + Send + Sync + 'static>() {}
    between_threads::<Client>();
    between_threads::<runtime_tests::blocking::Client>();
    error::<Error>();
    assert_eq!(size_of::<Error>(), size_of::<usize>(), "an error is one pointer, so results stay small");
}

/// The client is gone when the call is returned.
fn call_of_a_client(mock: &Mock) -> Call<GetPet, Blocking> {
    mocked(mock).pets().get("1")
}

#[test]
fn a_call_owns_its_client_and_can_be_cloned() {
    let mock = Mock::new()
        .reply(MockReply::json(200, &json!({"id": 1, "owner": null})))
        .reply(MockReply::json(200, &json!({"id": 1, "owner": null})));
    let call = call_of_a_client(&mock).header("x-a", "1");
    let again = call.clone().header("x-b", "2");
    call.send().expect("is sent");
    again.send().expect("is sent on its own");
    let [first, second] = [&mock.requests()[0], &mock.requests()[1]];
    assert_eq!((first.header("x-a"), first.header("x-b")), (Some("1"), None));
    assert_eq!((second.header("x-a"), second.header("x-b")), (Some("1"), Some("2")));
}

#[tokio::test]
async fn a_call_is_spawned_as_it_is() {
    let mock = Mock::new().reply(MockReply::json(200, &json!({"id": 1, "owner": null})));
    let client = Client::builder().api_key("k").transport(mock).build().expect("it builds");
    let task = tokio::spawn(client.pets().get("1").into_future());
    drop(client);
    assert_eq!(task.await.expect("it ends").expect("is a pet").id, 1);
}

#[test]
fn a_clone_says_what_cannot_be_sent_twice() {
    let mock = Mock::new().reply(MockReply::status(204));
    let photo = || Body::reader(&b"\x89PNG"[..], Some(4));
    let call = mocked(&mock).pets().set_photo("1", photo());
    let error = call.clone().send().expect_err("a stream is sent once");
    assert!(error.is_request() && error.to_string().contains("a stream can be sent once"), "{error}");
    call.send().expect("the first one still has it");
    let wrong = mocked(&mock).pets().get("1").header("x y", "1");
    let (first, second) = (wrong.clone().send().expect_err("no name"), wrong.send().expect_err("no name"));
    assert_eq!(first.to_string(), second.to_string());
}

#[test]
fn a_required_list_that_is_empty_is_refused_before_sending() {
    let mock = Mock::new();
    let error = mocked(&mock).pets().list(ListPets { owner: "o".into(), kinds: vec![] }).send().expect_err("refused");
    assert!(error.is_request(), "{error:?}");
    assert!(error.to_string().starts_with("pets.list: parameter \"kinds\": the list is empty"), "{error}");
    assert!(mock.requests().is_empty());
}

#[test]
fn a_body_of_another_media_type_is_taken_as_it_is() {
    let mock = Mock::new().reply(MockReply::bytes(200, &b"\x89PNG"[..]).header("content-type", "image/png"));
    let stream = mocked(&mock).pets().get("1").header("accept", "image/png").raw().send().expect("it is a success");
    assert_eq!(stream.headers()["content-type"], "image/png");
    let pieces = stream.map(|piece| piece.expect("it arrives").to_vec());
    assert_eq!(pieces.collect::<Vec<_>>().concat(), b"\x89PNG");
    assert_eq!(mock.requests()[0].header("accept"), Some("image/png"));
    let refused = Mock::new().reply(MockReply::status(404));
    let error = mocked(&refused).pets().get("1").raw().send().expect_err("a failure is one");
    assert!(error.is_not_found());
}
