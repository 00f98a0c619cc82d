//! A mock that answers by operation and path, in both modes, and what it says where it has no answer.

use http::Method;
use runtime_tests::blocking;
use runtime_tests::pets::CreatePet;
use runtime_tests::pets::FeedPet;
use runtime_tests::pets::GetPet;
use runtime_tests::pets::ListPets;
use runtime_tests::pets::Motd;
use runtime_tests::pets::PetPhoto;
use runtime_tests::runtime::OAuthGrant;
use runtime_tests::runtime::Recorder;
use runtime_tests::runtime::TransportErrorKind;
use runtime_tests::runtime::UreqTransport;
use runtime_tests::runtime::mock::Mock;
use runtime_tests::runtime::mock::MockReply;
use runtime_tests::types::Pet;
use serde_json::json;

use crate::mocked;
use crate::server::PET;
use crate::server::Server;
use crate::server::json as json_response;
use crate::server::response;

fn pet(id: i64) -> Pet {
    runtime_tests::runtime::from_json(json!({"id": id, "owner": null}).to_string().as_bytes()).expect("is a pet")
}

/// What a mock lacks, which the text of an error says.
fn lack(error: &runtime_tests::runtime::Error) -> String {
    let text = error.to_string();
    let (_, lack) = text.split_once(": the request cannot be sent: ").expect("the request is at fault");
    lack.rsplit_once(" (").expect("method and path stand behind it").0.to_owned()
}

#[test]
fn operations_are_answered_with_their_types() {
    let mock = Mock::new();
    let get = mock.on::<GetPet>(&pet(1));
    mock.on::<ListPets>(vec![pet(1), pet(2)]);
    mock.on::<CreatePet>(pet(3));
    mock.on::<FeedPet>(());
    mock.on::<Motd>("Hello".to_owned());
    mock.on_reply::<PetPhoto>(MockReply::pieces(200, ["pn", "g"]).header("content-type", "image/png"));
    let client = mocked(&mock);
    assert_eq!(client.pets().create(&pet(9)).with_response().send().expect("is created").status, 201);
    assert_eq!(client.pets().get("1").send().expect("arrives"), pet(1));
    assert_eq!(client.pets().get("2").send().expect("arrives"), pet(1), "as often as it is asked for");
    let wanted = ListPets { owner: "ann".into(), kinds: vec!["cat".into()] };
    assert_eq!(client.pets().list(wanted).send().expect("arrives").len(), 2);
    assert_eq!(client.pets().feed("1").with_response().send().expect("arrives").status, 204);
    assert_eq!(client.pets().motd().send().expect("arrives"), "Hello");
    let photo = client.pets().photo("1").send().expect("arrives").collect_bytes(9).expect("arrives");
    assert_eq!(photo, b"png");
    let asked: Vec<String> = get.requests().iter().map(|request| request.target.clone()).collect();
    assert_eq!(asked, ["/api/pets/1", "/api/pets/2"]);
    assert_eq!(mock.requests()[0].operation.map(|operation| operation.name()), Some("pets.create"));
    let runtime = tokio::runtime::Runtime::new().expect("tokio starts");
    let client = runtime_tests::Client::builder().api_key("k").transport(mock.clone()).build().expect("builds");
    assert_eq!(runtime.block_on(async { client.pets().get("3").await }).expect("arrives"), pet(1));
    assert_eq!(mock.unused(), Vec::<String>::new());
}

#[test]
fn replies_follow_each_other() {
    let mock = Mock::new();
    mock.on_reply::<GetPet>(MockReply::status(503)).once();
    mock.on_reply::<GetPet>(MockReply::failure(TransportErrorKind::Timeout)).once();
    mock.on::<GetPet>(pet(1)).times(2);
    mock.on_reply::<GetPet>(MockReply::json(404, &json!({"message": "gone"})));
    let client = mocked(&mock);
    assert_eq!(client.pets().get("1").with_response().send().expect("the third attempt").attempts, 3);
    assert_eq!(mock.unused(), ["pets.get (1 left)", "pets.get"]);
    client.pets().get("1").send().expect("the second time");
    for _ in 0..2 {
        assert!(client.pets().get("1").send().expect_err("is gone").is_not_found());
    }
}

#[test]
fn what_is_said_for_one_case_comes_first() {
    let mock = Mock::new().reply(MockReply::status(500));
    mock.on::<GetPet>(pet(1));
    mock.on::<GetPet>(pet(2));
    let nine = mock.on::<GetPet>(pet(9)).when(|request| request.target.ends_with("/9"));
    mock.on_reply::<GetPet>(MockReply::status(404)).once();
    let client = mocked(&mock);
    assert_eq!(client.pets().get("9").send().expect("arrives"), pet(9), "the first of the two that are limited");
    assert!(client.pets().get("1").send().expect_err("once").is_not_found());
    assert_eq!(client.pets().get("1").send().expect("arrives"), pet(2), "the last of the others");
    assert_eq!(
        client.pets().motd().no_retry().send().expect_err("no rule of its own").status().map(|one| one.as_u16()),
        Some(500)
    );
    assert_eq!((nine.requests().len(), mock.unused()), (1, vec!["pets.get".to_owned()]));
}

#[test]
fn requests_are_answered_by_their_path() {
    let mock = Mock::new();
    mock.on_path("GET", "/pets/7", json!({"id": 7, "owner": null}));
    mock.on_path(Method::GET, "/pets/{id}", json!({"id": 1, "owner": null}));
    mock.on_path("post", "/pets", MockReply::json(201, &pet(3)));
    mock.on_path("GET", "/token", json!({"access_token": "never"}));
    mock.on_path("POST", "/token", json!({"access_token": "t"}));
    mock.on_path("GET", "/files/{name}.png", MockReply::bytes(200, "png"));
    let client = mocked(&mock);
    assert_eq!(client.pets().get("7").send().expect("arrives").id, 7);
    assert_eq!(client.pets().get("a/b").send().expect("a slash is encoded").id, 1);
    assert_eq!(client.pets().create(&pet(3)).send().expect("is created").id, 3);
    let download = client.download("https://files.example.net/files/a.png?s=1").send().expect("arrives");
    assert_eq!(download.collect_bytes(9).expect("arrives"), b"png");
    assert!(client.download("https://files.example.net/v1/files/a.png").send().is_err(), "another path");
    assert!(client.pets().feed("7").send().is_err(), "another path and method");
    let grant = OAuthGrant::client_credentials("id", "s").token_url("https://login.example.com/token");
    let client = blocking::Client::builder().oauth(grant).transport(mock.clone()).build().expect("builds");
    client.pets().get("1").send().expect("with a token");
    assert_eq!(mock.requests().last().and_then(|request| request.header("authorization")), Some("Bearer t"));
}

#[test]
fn a_rule_can_have_a_condition() {
    let mock = Mock::new();
    let cats = mock.on::<ListPets>(vec![pet(1)]).when(|request| request.target.contains("kinds=cat"));
    mock.on::<ListPets>(Vec::new());
    let client = mocked(&mock);
    let list = |kind: &str| ListPets { owner: "ann".into(), kinds: vec![kind.to_owned()] };
    assert_eq!(client.pets().list(list("cat")).send().expect("arrives").len(), 1);
    assert_eq!(client.pets().list(list("dog")).send().expect("arrives").len(), 0);
    assert_eq!((cats.requests().len(), mock.requests().len()), (1, 2));
}

#[test]
fn what_no_rule_fits_is_told() {
    let mock = Mock::new();
    mock.on_path("GET", "/pets/{id}", json!({})).once();
    mock.on::<FeedPet>(());
    let error = mocked(&mock).pets().create(&pet(3)).query("a", "b").send().expect_err("no rule");
    assert!(error.is_request() && error.attempts() == 1, "{error:?}");
    assert_eq!(
        lack(&error),
        "the mock has no reply for POST /api/pets?a=b (pets.create) with the body \"{\\\"id\\\":3,\\\"owner\\\":null}\"; \
         it has replies for: GET /pets/{id} (1 left), pets.feed"
    );
    let error = mocked(&Mock::new()).pets().get("1").send().expect_err("no rule");
    assert_eq!(lack(&error), "the mock has no reply for GET /api/pets/1 (pets.get); it has no reply");
    assert!(format!("{error:?}").contains("the mock has no reply for GET"), "a test that unwraps shows it");
}

#[test]
fn a_recording_is_played_again() {
    let png = response("200 OK", &[("Content-Type", "image/png"), ("x-secret", "c4n4ry")], [0x89, b'P', 0xff]);
    let next = response("404 Not Found", &[("Content-Type", "text/plain"), ("Link", "</a>; rel=next")], "gone");
    let server = Server::play(vec![
        json_response("200 OK", PET),
        next,
        png,
        json_response("200 OK", r#"{"id":2,"owner":null}"#),
    ]);
    let recorder = Recorder::new(UreqTransport::new().expect("TLS")).with_headers(["link"]);
    let builder = blocking::Client::builder().base_url(server.url()).allow_http(true).api_key("c4n4ry");
    let client = builder.transport(recorder.clone()).build().expect("builds");
    let play = |client: &blocking::Client| {
        let first = client.pets().get("1").query("token", "c4n4ry").send().expect("arrives");
        let error = client.pets().get("9").send().expect_err("is gone");
        let photo = client.pets().photo("1").send().expect("arrives").collect_bytes(9).expect("arrives");
        let second = client.pets().get("1").send().expect("arrives");
        let link = error.headers().and_then(|headers| headers.get("link")).cloned();
        (first, error.status(), error.body_text().into_owned(), link, photo, second)
    };
    let real = play(&client);
    let har = recorder.har();
    assert!(!har.to_string().contains("c4n4ry"), "{har}");
    let mock = Mock::replay(&har).expect("is an archive");
    let builder = blocking::Client::builder().base_url(server.url()).allow_http(true).api_key("k");
    assert_eq!(play(&builder.transport(mock.clone()).build().expect("builds")), real);
    assert_eq!(mock.unused(), Vec::<String>::new());
    let error = mocked(&mock).pets().get("1").send().expect_err("all are played");
    assert!(lack(&error).contains("GET /pets/1 (0 left)"), "{error:?}");
}

#[test]
fn what_is_no_recording_is_refused() {
    for har in [json!({}), json!({"log": {"entries": [{"request": {"method": "GET"}}]}}), json!(null)] {
        assert!(Mock::replay(&har).is_err(), "{har}");
    }
    let entry = |content: serde_json::Value| {
        let request = json!({"method": "GET", "url": "https://eu.example.com/api/pets/1?a=b"});
        let headers = json!([{"name": "Content-Encoding", "value": "gzip"}, {"name": "x-id", "value": "7"}]);
        let response = json!({"status": 200, "headers": headers, "content": content});
        json!({"log": {"entries": [{"request": request, "response": response}]}})
    };
    let of_browser = entry(json!({"size": 21, "mimeType": "application/json", "text": PET}));
    let mock = Mock::replay(&of_browser).expect("is an archive");
    let reply = mocked(&mock).pets().get("1").with_response().send().expect("arrives");
    assert_eq!(reply.headers.get("x-id").map(|id| id.as_bytes()), Some(b"7".as_slice()));
    assert!(!reply.headers.contains_key("content-encoding"));
    let mock = Mock::replay(&entry(json!({"size": 9_000_000, "mimeType": "application/json"}))).expect("is an archive");
    let error = mocked(&mock).pets().get("1").send().expect_err("nothing to play");
    assert_eq!(lack(&error), "the body of GET /api/pets/1 is not in the recording");
    assert!(Mock::replay(&entry(json!({"size": 1, "text": "*", "encoding": "base64"}))).is_err());
}
