//! Tokens that a client gets for itself.

use std::sync::Arc;
use std::sync::Mutex;
use std::time::Duration;
use std::time::Instant;

use runtime_tests::Client;
use runtime_tests::blocking;
use runtime_tests::runtime::ErrorKind;
use runtime_tests::runtime::OAuthGrant;
use runtime_tests::runtime::Secret;
use runtime_tests::runtime::TransportErrorKind;
use runtime_tests::runtime::mock::Mock;
use runtime_tests::runtime::mock::MockReply;
use runtime_tests::runtime::mock::Recorded;
use serde_json::Value;
use serde_json::json;

use crate::server::Act;
use crate::server::PET;
use crate::server::Server;

fn pet() -> MockReply {
    MockReply::json(200, &json!({"id": 1, "owner": null}))
}

fn token(body: &Value) -> MockReply {
    MockReply::json(200, body)
}

fn client(grant: OAuthGrant, replies: Vec<MockReply>) -> (blocking::Client, Mock) {
    let mock = replies.into_iter().fold(Mock::new(), Mock::reply);
    let builder = blocking::Client::builder().default_header("x-mine", "secret").oauth(grant).transport(mock.clone());
    (builder.build().expect("builds"), mock)
}

fn credentials() -> OAuthGrant {
    OAuthGrant::client_credentials("my id", "s:cret").scope("read").scope("write").parameter("audience", "api")
}

#[test]
fn a_token_is_got_once_and_kept() {
    let (client, mock) = client(
        credentials(),
        vec![token(&json!({"access_token": "t1", "expires_in": 3600, "token_type": "Bearer"})), pet(), pet()],
    );
    for _ in 0..2 {
        client.pets().get("1").send().expect("succeeds");
    }
    let requests = mock.requests();
    assert_eq!(requests.len(), 3);
    assert_eq!((requests[0].origin.as_str(), requests[0].target.as_str()), ("https://login.example.com", "/token"));
    assert_eq!(requests[0].content_type(), Some("application/x-www-form-urlencoded"));
    assert_eq!(requests[0].body_text(), "grant_type=client_credentials&scope=read+write&audience=api");
    // RFC 6749, section 2.3.1: both parts are form-encoded before base64.
    assert_eq!(requests[0].header("authorization"), Some("Basic bXkraWQ6cyUzQWNyZXQ="));
    assert_eq!(requests[0].header("x-mine"), None, "default headers are for the API");
    assert_eq!(requests[1].header("authorization"), Some("Bearer t1"));
    assert_eq!(requests[2].header("authorization"), Some("Bearer t1"));
}

#[test]
fn an_expiring_token_is_renewed_with_its_refresh_token() {
    let (client, mock) = client(
        credentials().secret_in_body(),
        vec![
            token(&json!({"access_token": "t1", "expires_in": "0", "refresh_token": "r1"})),
            pet(),
            token(&json!({"access_token": "t2"})),
            pet(),
            pet(),
        ],
    );
    for _ in 0..3 {
        client.pets().get("1").send().expect("succeeds");
    }
    let requests = mock.requests();
    assert_eq!(
        requests[2].body_text(),
        "grant_type=refresh_token&refresh_token=r1&scope=read+write&client_id=my+id&client_secret=s%3Acret&audience=api"
    );
    assert_eq!(requests[2].header("authorization"), None);
    assert_eq!(requests[4].header("authorization"), Some("Bearer t2"), "without a life it is kept");
    assert_eq!(requests.len(), 5);
}

#[test]
fn a_refused_token_is_replaced_once() {
    let grant = || OAuthGrant::refresh_token("r0").client("app", None).token_url("https://other.example/t");
    let (client_, mock) = client(
        grant(),
        vec![
            token(&json!({"access_token": "old"})),
            MockReply::status(401),
            token(&json!({"access_token": "new"})),
            pet(),
        ],
    );
    client_.pets().get("1").send().expect("succeeds with the second token");
    let requests = mock.requests();
    assert_eq!(requests[0].body_text(), "grant_type=refresh_token&refresh_token=r0&client_id=app");
    assert_eq!(requests[0].origin, "https://other.example");
    assert_eq!(requests[3].header("authorization"), Some("Bearer new"));
    let (client_, mock) = client(
        grant(),
        vec![
            token(&json!({"access_token": "a"})),
            MockReply::status(401),
            token(&json!({"access_token": "b"})),
            MockReply::status(401),
        ],
    );
    assert!(client_.pets().get("1").send().expect_err("refused twice").is_unauthorized());
    assert_eq!(mock.requests().len(), 4);
}

#[test]
fn a_failing_token_endpoint_is_a_credential_error() {
    let refused = MockReply::json(400, &json!({"error": "invalid_client"}));
    let (client, mock) = client(OAuthGrant::password("me", "hunter2"), vec![refused]);
    let error = client.pets().get("1").send().expect_err("no token");
    assert_eq!(error.kind(), ErrorKind::Credential);
    assert_eq!(error.operation(), "pets.get");
    let source = std::error::Error::source(&error).expect("has a cause").to_string();
    assert!(source.starts_with("oauth.token: the server refused"), "{source}");
    assert!(!format!("{error:?} {:?}", OAuthGrant::password("me", "hunter2")).contains("hunter2"));
    assert_eq!(mock.requests()[0].body_text(), "grant_type=password&username=me&password=hunter2");
}

#[test]
fn builders_want_an_encrypted_url() {
    let build = |grant: OAuthGrant| {
        let builder = blocking::Client::builder().oauth(grant).transport(Mock::new());
        builder.build().map(|_| ()).map_err(|error| error.to_string())
    };
    assert!(build(credentials()).is_ok());
    assert!(build(credentials().token_url("http://login.example.com/t")).expect_err("plain").contains("allow_http"));
    assert!(build(credentials().token_url("/t")).expect_err("relative").contains("the URL for tokens"));
}

#[test]
fn async_clients_get_tokens_too() {
    let mock = Mock::new().reply(token(&json!({"access_token": "t1", "expires_in": 3600}))).reply(pet());
    let client = Client::builder().oauth(credentials()).transport(mock.clone()).build().expect("builds");
    let runtime = tokio::runtime::Runtime::new().expect("tokio starts");
    runtime.block_on(async { client.pets().get("1").await }).expect("succeeds");
    assert_eq!(mock.requests()[1].header("authorization"), Some("Bearer t1"));
}

fn bodies(mock: &Mock) -> Vec<String> {
    let of_tokens = |request: &Recorded| request.origin == "https://login.example.com";
    let tokens = mock.requests().into_iter().filter(of_tokens);
    tokens.map(|request| request.body_text().split('&').take(2).collect::<Vec<_>>().join("&")).collect()
}

fn over(number: u32) -> MockReply {
    token(&json!({"access_token": format!("t{number}"), "expires_in": 0, "refresh_token": format!("r{number}")}))
}

fn refused(code: &str) -> MockReply {
    MockReply::json(400, &json!({"error": code}))
}

#[test]
fn only_invalid_grant_makes_a_refresh_token_worthless() {
    let failures = [
        MockReply::status(429),
        MockReply::status(500),
        refused("invalid_client"),
        MockReply::text(400, "nobody knows why"),
        MockReply::failure(TransportErrorKind::Timeout),
    ];
    for failure in failures {
        let replies = vec![over(1), pet(), failure, over(2), pet()];
        let (client, mock) = client(OAuthGrant::refresh_token("r0"), replies);
        let results: Vec<bool> = (0..3).map(|_| client.pets().get("1").send().is_ok()).collect();
        assert_eq!(results, [true, false, true]);
        let sent = ["r0", "r1", "r1"].map(|token| format!("grant_type=refresh_token&refresh_token={token}"));
        assert_eq!(bodies(&mock), sent);
    }
    let replies = || vec![over(1), pet(), refused("invalid_grant"), over(2), pet()];
    let (of_client, mock) = client(credentials(), replies());
    let results: Vec<bool> = (0..3).map(|_| of_client.pets().get("1").send().is_ok()).collect();
    assert_eq!(results, [true, false, true]);
    assert!(bodies(&mock)[2].starts_with("grant_type=client_credentials"), "the grant itself is still good");
    let (of_user, mock) = client(OAuthGrant::refresh_token("r0"), replies());
    let results: Vec<bool> = (0..3).map(|_| of_user.pets().get("1").send().is_ok()).collect();
    assert_eq!(results, [true, false, false]);
    assert_eq!(bodies(&mock).len(), 2, "a token that was replaced is never sent again (RFC 9700, section 4.14.2)");
}

#[test]
fn new_refresh_tokens_are_handed_to_the_caller() {
    let saved = Arc::new(Mutex::new(Vec::new()));
    let keep = saved.clone();
    let save = move |token: &Secret| keep.lock().expect("nobody panics").push(token.expose().to_owned());
    let grant = OAuthGrant::refresh_token("r0").on_refresh_token(save);
    let (client, _) = client(grant, vec![over(1), pet(), over(2), pet()]);
    for _ in 0..2 {
        client.pets().get("1").send().expect("succeeds");
    }
    assert_eq!(*saved.lock().expect("nobody panics"), ["r1", "r2"]);
}

#[test]
fn a_token_is_kept_for_most_of_its_life() {
    for (life, requests) in
        [(json!(10), 1), (json!(1), 1), (json!(3600), 1), (json!("60.5"), 1), (json!(0), 4), (json!(-5), 4)]
    {
        let mut replies = Vec::new();
        for number in 0..4 {
            if number == 0 || requests > 1 {
                replies.push(token(&json!({"access_token": "t", "expires_in": life})));
            }
            replies.push(pet());
        }
        let (client, mock) = client(credentials(), replies);
        for _ in 0..4 {
            client.pets().get("1").send().expect("succeeds");
        }
        assert_eq!(bodies(&mock).len(), requests, "{life}");
    }
}

#[test]
fn tokens_that_are_all_refused_are_not_asked_for_again_and_again() {
    let mock = Mock::new();
    let builder = blocking::Client::builder().oauth(credentials()).transport(mock.clone());
    let client = builder.build().expect("builds");
    let fresh = || token(&json!({"access_token": format!("t{}", mock.requests().len())}));
    mock.push(fresh());
    mock.push(MockReply::status(401));
    mock.push(fresh());
    (0..20).for_each(|_| mock.push(MockReply::status(401)));
    for _ in 0..20 {
        assert!(client.pets().get("1").send().expect_err("refused").is_unauthorized());
    }
    assert_eq!(bodies(&mock).len(), 2);
    assert_eq!(mock.requests().len(), 2 + 21);
}

#[test]
fn a_token_endpoint_that_refuses_is_not_hammered() {
    let replies = (0..20).map(|_| refused("invalid_client")).collect();
    let (client, mock) = client(credentials(), replies);
    for _ in 0..20 {
        let error = client.pets().get("1").send().expect_err("no token");
        assert!(std::error::Error::source(&error).is_some_and(|cause| cause.to_string().contains("invalid_client")));
    }
    assert_eq!(bodies(&mock).len(), 2, "and then a pause, which doubles");
}

fn slow_token(pause: u64) -> Act {
    let body = r#"{"access_token":"t1","expires_in":3600,"refresh_token":"r1"}"#;
    let head = format!("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n", body.len());
    Act::Slowly(vec![(Duration::from_millis(pause), format!("{head}{body}").into_bytes())])
}

fn grant_at(server: &Server) -> OAuthGrant {
    OAuthGrant::refresh_token("r0").token_url(format!("{}/token", server.url()))
}

const SHORT: Duration = Duration::from_millis(150);

#[test]
fn an_exchange_outlives_the_call_that_began_it() {
    let script = || vec![slow_token(600), crate::server::json("200 OK", PET)];
    let server = Server::play(script());
    let builder = blocking::Client::builder().base_url(server.url()).oauth(grant_at(&server));
    let client = builder.build().expect("builds");
    let started = Instant::now();
    let error = client.pets().get("1").timeout(SHORT).send().expect_err("takes longer");
    assert!(error.is_timeout() && started.elapsed() < SHORT * 3, "{error:?} after {:?}", started.elapsed());
    client.pets().get("1").send().expect("with the token that came");
    assert_eq!(server.requests().len(), 2, "one for the token: {:?}", server.requests());

    for dropped in [false, true] {
        let server = Server::play(script());
        let builder = Client::builder().base_url(server.url()).oauth(grant_at(&server));
        let client = builder.build().expect("builds");
        let runtime = tokio::runtime::Runtime::new().expect("tokio starts");
        runtime.block_on(async {
            if dropped {
                let call = client.pets().get("1").send();
                assert!(tokio::time::timeout(SHORT, call).await.is_err(), "takes longer");
            } else {
                assert!(client.pets().get("1").timeout(SHORT).await.expect_err("takes longer").is_timeout());
            }
            tokio::time::sleep(SHORT).await;
            client.pets().get("1").await.expect("with the token that came");
        });
        assert_eq!(server.requests().len(), 2, "one for the token: {:?}", server.requests());
    }
}

#[test]
fn waiting_for_the_token_of_another_call_has_a_time() {
    let server = Server::play(vec![slow_token(1_200), crate::server::json("200 OK", PET)]);
    let builder = blocking::Client::builder().base_url(server.url()).oauth(grant_at(&server));
    let client = builder.build().expect("builds");
    std::thread::scope(|scope| {
        let patient = scope.spawn(|| client.pets().get("1").send());
        std::thread::sleep(SHORT);
        let started = Instant::now();
        let error = client.pets().get("1").timeout(SHORT).send().expect_err("takes longer");
        assert!(error.is_timeout() && started.elapsed() < SHORT * 4, "{error:?} after {:?}", started.elapsed());
        patient.join().expect("does not panic").expect("waits for it");
    });
    assert_eq!(server.requests().len(), 2);
}

#[test]
fn many_calls_share_one_exchange() {
    let script = || {
        let mut script = vec![slow_token(300)];
        script.extend(vec![crate::server::json("200 OK", PET); 16]);
        script
    };
    let server = Server::play(script());
    let builder = blocking::Client::builder().base_url(server.url()).oauth(grant_at(&server));
    let client = builder.build().expect("builds");
    std::thread::scope(|scope| {
        let calls: Vec<_> = (0..16).map(|_| scope.spawn(|| client.pets().get("1").send())).collect();
        calls.into_iter().for_each(|call| assert!(call.join().expect("does not panic").is_ok()));
    });
    assert_eq!(server.requests().len(), 17);
    let server = Server::play(script());
    let builder = Client::builder().base_url(server.url()).oauth(grant_at(&server));
    let client = builder.build().expect("builds");
    let runtime = tokio::runtime::Runtime::new().expect("tokio starts");
    runtime.block_on(async {
        let calls: Vec<_> = (0..16)
            .map(|_| {
                let client = client.clone();
                tokio::spawn(async move { client.pets().get("1").await })
            })
            .collect();
        for call in calls {
            call.await.expect("does not panic").expect("succeeds");
        }
    });
    assert_eq!(server.requests().len(), 17);
}
