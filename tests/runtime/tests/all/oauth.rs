//! Tokens that a client gets for itself.

use runtime_tests::Client;
use runtime_tests::blocking;
use runtime_tests::runtime::ErrorKind;
use runtime_tests::runtime::OAuthGrant;
use runtime_tests::runtime::mock::Mock;
use runtime_tests::runtime::mock::MockReply;
use serde_json::Value;
use serde_json::json;

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
            token(&json!({"access_token": "t1", "expires_in": "5", "refresh_token": "r1"})),
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
