//! Credentials: each kind on the wire, the choice among them, and where they do not go.

use std::sync::Arc;
use std::sync::atomic::AtomicU32;
use std::sync::atomic::Ordering;

use runtime_tests::blocking;
use runtime_tests::pets::ListPets;
use runtime_tests::runtime;
use runtime_tests::runtime::Blocking;
use runtime_tests::runtime::BoxError;
use runtime_tests::runtime::Call;
use runtime_tests::runtime::Credential;
use runtime_tests::runtime::Error;
use runtime_tests::runtime::ErrorKind;
use runtime_tests::runtime::Operation;
use runtime_tests::runtime::OperationInfo;
use runtime_tests::runtime::Param;
use runtime_tests::runtime::Reply;
use runtime_tests::runtime::Secret;
use runtime_tests::runtime::SecurityRequirement;
use runtime_tests::runtime::Segment;
use runtime_tests::runtime::Status;
use runtime_tests::runtime::Token;
use runtime_tests::runtime::mock::Mock;
use runtime_tests::runtime::mock::MockReply;
use runtime_tests::runtime::mock::Recorded;
use serde_json::json;

use crate::both;
use crate::server::PET;
use crate::server::Server;
use crate::server::json as json_response;
use crate::server::response;

fn send(configure: impl FnOnce(blocking::ClientBuilder) -> blocking::ClientBuilder) -> Recorded {
    let mock = Mock::new().reply(MockReply::json(200, &json!({"id": 1, "owner": null})));
    let client = configure(blocking::Client::builder()).transport(mock.clone()).build().expect("the client builds");
    client.pets().get("1").send().expect("succeeds");
    mock.requests().remove(0)
}

#[test]
fn each_kind_on_the_wire() {
    let key = send(|builder| builder.api_key("k"));
    assert_eq!(key.header("x-key"), Some("k"));
    assert!(key.headers["x-key"].is_sensitive());
    let basic = send(|builder| builder.basic("Aladdin", "open sesame"));
    assert_eq!(basic.header("authorization"), Some("Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ=="));
    assert!(basic.headers["authorization"].is_sensitive());
    assert_eq!(send(|builder| builder.bearer("t")).header("authorization"), Some("Bearer t"));
    assert_eq!(send(|builder| builder.custom("valid-key")).header("authorization"), Some("SharedAccessKey valid-key"));
    let both = send(|builder| builder.query_key("a&b").session("s1"));
    assert_eq!(both.target, "/api/pets/1?api%20key=a%26b");
    assert_eq!(both.header("cookie"), Some("sid=s1"));
    assert!(both.headers["cookie"].is_sensitive());
}

#[test]
fn the_first_alternative_with_all_credentials_is_chosen() {
    let chosen = send(|builder| builder.bearer("t").query_key("only half of an alternative"));
    assert_eq!(chosen.header("authorization"), Some("Bearer t"));
    assert_eq!(chosen.target, "/api/pets/1");
    let first = send(|builder| builder.bearer("t").api_key("k"));
    assert_eq!((first.header("x-key"), first.header("authorization")), (Some("k"), None));
}

#[test]
fn a_header_of_the_caller_stands_for_the_credential_of_its_scheme() {
    let by_default = send(|builder| builder.default_header("Authorization", "Basic own"));
    assert_eq!(by_default.header("authorization"), Some("Basic own"));
    let secret = send(|builder| builder.header_secret("x-key", Secret::new("k")));
    assert_eq!(secret.header("x-key"), Some("k"));
    assert!(secret.headers["x-key"].is_sensitive());
    let mock = Mock::new().reply(MockReply::json(200, &json!({"id": 1, "owner": null})));
    let client = blocking::Client::builder().transport(mock.clone()).build().expect("the client builds");
    client.pets().get("1").header("x-key", "of the call").send().expect("is sent");
    assert_eq!(mock.requests()[0].header("x-key"), Some("of the call"));
    let error = client.pets().get("1").header("x-other", "k").send().expect_err("another header is no credential");
    assert_eq!(error.kind(), ErrorKind::Credential);
    // Two values of one header are a mistake, and none of them is sent.
    let client = blocking::Client::builder().api_key("k").transport(mock.clone()).build().expect("the client builds");
    assert!(client.pets().get("1").header("x-key", "other").send().is_err());
    assert_eq!(mock.requests().len(), 1);
}

#[test]
fn calls_without_credentials() {
    let call = send(|builder| builder.without_credentials());
    assert_eq!((call.header("x-key"), call.header("authorization"), call.header("cookie")), (None, None, None));
    let mock = Mock::new().reply(MockReply::json(200, &json!({"id": 1, "owner": null})));
    let client = blocking::Client::builder().api_key("k").transport(mock.clone()).build().expect("the client builds");
    client.pets().get("1").without_credentials().send().expect("is sent");
    assert_eq!(mock.requests()[0].header("x-key"), None);
    let refused = blocking::Client::builder().api_key("k").without_credentials().transport(mock).build();
    assert!(refused.expect_err("a credential that is never sent").to_string().contains("without_credentials"));
}

#[test]
fn a_missing_credential_is_told_before_sending() {
    let mock = Mock::new().reply(MockReply::json(200, &json!([])));
    let client = blocking::Client::builder().transport(mock.clone()).build().expect("the client builds");
    let error = client.pets().get("1").send().expect_err("no credential");
    assert_eq!(error.kind(), ErrorKind::Credential);
    assert!(error.to_string().contains("`apiKey`, or for `basic`"), "{error}");
    assert!(error.to_string().contains("`queryKey` and `session`"), "{error}");
    assert!(mock.requests().is_empty());
    client
        .pets()
        .list(ListPets { owner: "o".into(), kinds: vec!["cat".into()] })
        .send()
        .expect("can be called anonymously");
}

#[test]
fn credentials_that_cannot_be_sent_are_errors_without_the_credential() {
    let failing = |configure: fn(blocking::ClientBuilder) -> blocking::ClientBuilder| {
        let client = configure(blocking::Client::builder()).transport(Mock::new()).build().expect("the client builds");
        client.pets().get("1").send().expect_err("not legal").to_string()
    };
    for error in [
        failing(|builder| builder.api_key("hunter\r\n2")),
        failing(|builder| builder.bearer("hunter\u{0}2")),
        failing(|builder| builder.basic("hunter2:", "hunter2")),
        failing(|builder| builder.query_key("k").session("hunter2; evil=1")),
    ] {
        assert!(error.contains("has characters that cannot be sent"), "{error}");
        assert!(!error.contains("hunter"), "{error}");
    }
}

#[test]
fn builders_check_the_kind_of_credentials() {
    let wrong = blocking::Client::builder().credential("apiKey", Credential::Bearer("t".into()));
    assert!(wrong.transport(Mock::new()).build().expect_err("another kind").to_string().contains("apiKey"));
    let unknown = blocking::Client::builder().credential("nothing", Credential::ApiKey("k".into()));
    assert!(unknown.transport(Mock::new()).build().expect_err("no such scheme").to_string().contains("nothing"));
}

#[test]
fn token_sources_are_asked_before_each_attempt() {
    let asked = Arc::new(AtomicU32::new(0));
    let count = asked.clone();
    let source = move || Ok::<_, BoxError>(Secret::new(format!("t{}", count.fetch_add(1, Ordering::SeqCst))));
    let mock = Mock::new().reply(MockReply::status(503)).reply(MockReply::json(200, &json!({"id": 1, "owner": null})));
    let builder = blocking::Client::builder().bearer(Token::from_fn(source)).transport(mock.clone());
    builder.build().expect("the client builds").pets().get("1").send().expect("succeeds");
    let tokens: Vec<String> =
        mock.requests().iter().map(|request| request.header("authorization").unwrap_or_default().to_owned()).collect();
    assert_eq!(tokens, ["Bearer t0", "Bearer t1"]);
    let failing = Token::from_fn(|| Err("the vault is closed".into()));
    let client = blocking::Client::builder().bearer(failing).transport(Mock::new()).build().expect("the client builds");
    let error = client.pets().get("1").send().expect_err("no token");
    assert_eq!(error.kind(), ErrorKind::Credential);
    assert_eq!(std::error::Error::source(&error).expect("has a cause").to_string(), "the vault is closed");
}

#[test]
fn async_token_sources_work_in_async_clients_only() {
    let token = || Token::from_async(|| async { Ok(Secret::new("fresh")) });
    let mock = Mock::new().reply(MockReply::json(200, &json!({"id": 1, "owner": null})));
    let client = runtime_tests::Client::builder().bearer(token()).transport(mock.clone()).build().expect("builds");
    let runtime = tokio::runtime::Runtime::new().expect("tokio starts");
    runtime.block_on(async { client.pets().get("1").await }).expect("succeeds");
    assert_eq!(mock.requests()[0].header("authorization"), Some("Bearer fresh"));
    let client = blocking::Client::builder().bearer(token()).transport(Mock::new()).build().expect("builds");
    assert!(client.pets().get("1").send().expect_err("is async").to_string().contains("Token::from_fn"));
}

#[test]
fn callers_cannot_override_what_the_client_sets() {
    let mock = Mock::new();
    let client = blocking::Client::builder().api_key("k").transport(mock.clone()).build().expect("the client builds");
    for name in ["X-Key", "Host", "Content-Length", "transfer-encoding", "Connection", "TE", "upgrade"] {
        let error = client.pets().get("1").header(name, "hunter2").send().expect_err(name);
        assert!(error.is_request(), "{name}: {error}");
        assert!(!error.to_string().contains("hunter2"));
    }
    let injected = client.pets().get("1").header("x-ok", "a\r\nx-evil: 1").send().expect_err("not legal");
    assert_eq!(injected.to_string(), "pets.get: the value of the header x-ok is not legal (GET /pets/{petId})");
    assert!(mock.requests().is_empty());
}

#[test]
fn redirects_are_not_followed_by_default() {
    let other = Server::play(vec![json_response("200 OK", PET)]);
    let location = format!("{}/pets/1", other.url());
    for status in ["301 Moved Permanently", "302 Found", "307 Temporary Redirect", "308 Permanent Redirect"] {
        let script = || vec![response(status, &[("Location", &location)], "")];
        for (mode, result, requests) in both!(script(), |builder| builder.api_key("k"), |client| client.pets().get("1"))
        {
            assert!(result.expect_err(mode).status().is_some_and(|status| status.is_redirection()));
            assert_eq!(requests.len(), 1);
        }
    }
    assert!(other.requests().is_empty(), "no key went to another origin");
}

#[test]
fn redirects_within_the_origin_can_be_followed_and_no_others() {
    let script = || vec![response("302 Found", &[("Location", "/new?a=1#x")], ""), json_response("200 OK", PET)];
    for (mode, result, requests) in
        both!(script(), |builder| builder.api_key("k").follow_redirects(3), |client| client.pets().get("1"))
    {
        result.expect(mode);
        assert!(requests[1].starts_with("GET /new?a=1 HTTP/1.1"), "{mode}: {}", requests[1]);
        assert!(requests[1].to_ascii_lowercase().contains("x-key: k"), "{mode}");
    }
    let other = Server::play(vec![json_response("200 OK", PET)]);
    for location in [other.url(), format!("//{}", other.url().trim_start_matches("http://")), "/\\evil.com".to_owned()]
    {
        let script = || vec![response("302 Found", &[("Location", &location)], "")];
        for (mode, result, _) in
            both!(script(), |builder| builder.api_key("k").follow_redirects(3), |client| client.pets().get("1"))
        {
            assert!(result.expect_err(mode).status().is_some_and(|status| status.is_redirection()));
        }
    }
    assert!(other.requests().is_empty());
    let endless = || vec![response("302 Found", &[("Location", "/loop")], ""); 9];
    for (mode, result, requests) in
        both!(endless(), |builder| builder.api_key("k").follow_redirects(3), |client| client.pets().get("1"))
    {
        assert!(result.is_err(), "{mode}");
        assert_eq!(requests.len(), 4, "{mode}");
    }
}

#[test]
fn another_base_url_gets_credentials_only_when_it_is_trusted() {
    let mock = Mock::new().reply(MockReply::json(200, &json!({"id": 1, "owner": null})));
    let builder = || blocking::Client::builder().api_key("k").transport(mock.clone());
    let client = builder().build().expect("the client builds");
    let elsewhere = client.pets().get("1").base_url("https://elsewhere.example").expect("is a URL");
    let error = elsewhere.send().expect_err("another origin");
    assert_eq!(error.kind(), ErrorKind::Credential);
    assert!(error.to_string().contains("trust_origin"), "{error}");
    assert!(mock.requests().is_empty());
    let client = builder().trust_origin("https://ELSEWHERE.example:443/any").build().expect("the client builds");
    let call = client.pets().get("1").base_url("https://elsewhere.example/v2/").expect("is a URL");
    call.send().expect("succeeds");
    let request = &mock.requests()[0];
    assert_eq!((request.origin.as_str(), request.target.as_str()), ("https://elsewhere.example", "/v2/pets/1"));
    assert_eq!(request.header("x-key"), Some("k"));
    assert!(client.pets().get("1").base_url("http://plain.example").is_err());
}

/// A client of the caller, which follows redirects. With `rustls-no-provider` reqwest asks for a provider of the process.
fn follows() -> reqwest::Client {
    let _ = rustls::crypto::ring::default_provider().install_default();
    reqwest::Client::new()
}

#[test]
fn a_transport_that_follows_redirects_itself_is_found_out() {
    let other = Server::play(vec![json_response("200 OK", PET)]);
    let server = Server::play(vec![response("302 Found", &[("Location", &other.url())], "")]);
    let own = follows();
    let builder = runtime_tests::Client::builder().base_url(server.url()).allow_http(true).bearer("t").reqwest(own);
    let client = builder.build().expect("the client builds");
    let runtime = tokio::runtime::Runtime::new().expect("tokio starts");
    let error = runtime.block_on(async { client.pets().get("1").await }).expect_err("followed");
    assert!(error.is_transport());
    assert!(error.to_string().contains("followed a redirect"), "{error}");
}

#[test]
fn a_redirect_that_leads_to_another_origin_and_back_is_found_out() {
    let (api, bounce) = (Server::play(vec![]), Server::play(vec![]));
    api.push(response("302 Found", &[("Location", &format!("{}/steal", bounce.url()))], ""));
    bounce.push(response("302 Found", &[("Location", &format!("{}/done", api.url()))], ""));
    api.push(json_response("200 OK", PET));
    let client = runtime_tests::Client::builder().base_url(api.url()).api_key("k").reqwest(follows());
    let client = client.build().expect("the client builds");
    let runtime = tokio::runtime::Runtime::new().expect("tokio starts");
    let error = runtime.block_on(async { client.pets().get("1").await }).expect_err("followed");
    assert!(error.is_transport(), "{error}");
    // Within the origin, too: the URL that was answered is not the one that was asked for.
    let turned =
        Server::play(vec![response("302 Found", &[("Location", "/pets/2")], ""), json_response("200 OK", PET)]);
    let client = runtime_tests::Client::builder().base_url(turned.url()).api_key("k").reqwest(follows());
    let error =
        runtime.block_on(async { client.build().expect("builds").pets().get("1").await }).expect_err("followed");
    assert!(error.to_string().contains("followed a redirect"), "{error}");
}

#[test]
fn an_agent_of_the_caller_keeps_the_promises_of_the_client() {
    let other = Server::play(vec![json_response("200 OK", PET)]);
    let server = Server::play(vec![
        response("302 Found", &[("Location", &other.url())], ""),
        response("404 Not Found", &[], "none"),
        json_response("200 OK", PET),
    ]);
    let agent = ureq::Agent::new_with_defaults();
    let client = blocking::Client::builder().base_url(server.url()).api_key("k").ureq(agent).build().expect("builds");
    let get = || client.pets().get("1").send();
    assert!(get().expect_err("is not followed").status().is_some_and(|status| status.is_redirection()));
    assert_eq!(get().expect_err("is a failure").body_text(), "none");
    assert_eq!(get().expect("arrives").id, 1);
    assert!(other.requests().is_empty());
    assert!(!server.requests()[0].contains("ureq/"), "the user agent is the client's: {}", server.requests()[0]);
}

/// An API whose key is the user agent.
static BY_USER_AGENT: runtime::Api = runtime::Api {
    name: "weather",
    version: "1",
    servers: &[],
    schemes: &[runtime::Scheme {
        id: "userAgent",
        kind: runtime::SchemeKind::ApiKey { location: runtime::Location::Header, name: "User-Agent" },
        unused: false,
    }],
};

/// An operation that needs it.
struct Forecast;

static FORECAST: OperationInfo = OperationInfo::get("forecast", "forecast", &[Segment::Literal("/")])
    .security(&[&[SecurityRequirement::scheme(0)]])
    .success(&[Status::Code(204)]);

impl Operation<Blocking> for Forecast {
    const INFO: &'static OperationInfo = &FORECAST;
    type Output = ();

    fn decode(reply: Reply<Blocking>) -> Result<(), Error> {
        reply.empty()
    }
}

#[test]
fn a_key_can_be_the_user_agent() {
    let mock = Mock::new().reply(MockReply::status(204));
    let builder =
        || runtime::ClientBuilder::<Blocking>::new(&BY_USER_AGENT).base_url("https://h").transport(mock.clone());
    let client =
        builder().credential("userAgent", Credential::ApiKey("me@example.com".into())).build().expect("builds");
    Call::<Forecast, _>::new(&client).send().expect("is sent");
    assert_eq!(mock.requests()[0].header("user-agent"), Some("me@example.com"));
    // The client's own name is no credential.
    let error = Call::<Forecast, _>::new(&builder().build().expect("builds")).send().expect_err("no credential");
    assert!(error.to_string().contains("needs a credential for `userAgent`"), "{error}");
}

/// An operation with header parameters of any name.
struct Headers;

static HEADERS: OperationInfo = OperationInfo::get("headers", "headers", &[Segment::Literal("/")])
    .params(&[
        Param::header("Host"),
        Param::header("Transfer-Encoding"),
        Param::header("content-length"),
        Param::header("Connection"),
        Param::header("Cookie"),
        Param::header("Proxy-Authorization"),
        Param::header("TE"),
        Param::header("Trailer"),
        Param::header("Upgrade"),
        Param::header("X-Fine"),
        Param::query("key"),
    ])
    .security(&[&[SecurityRequirement::scheme(3), SecurityRequirement::scheme(4)]])
    .success(&[Status::Code(204)]);

impl Operation<Blocking> for Headers {
    const INFO: &'static OperationInfo = &HEADERS;
    type Output = ();

    fn decode(reply: Reply<Blocking>) -> Result<(), Error> {
        reply.empty()
    }
}

fn headers(
    mock: &Mock,
    set: impl FnOnce(Call<Headers, Blocking>) -> Call<Headers, Blocking>,
) -> Result<Recorded, String> {
    mock.push(MockReply::status(204));
    let builder = blocking::Client::builder().query_key("canary").session("s").default_query("api-version", "1");
    let client = builder.transport(mock.clone()).build().expect("builds");
    set(Call::new(&client)).send().map_err(|error| error.to_string())?;
    Ok(mock.requests().pop().expect("was sent"))
}

#[test]
fn documents_cannot_set_what_frames_a_message() {
    let mock = Mock::new();
    for index in 0..9 {
        let error = headers(&mock, |call| call.param(index, &"chunked")).expect_err("is refused");
        assert!(error.contains("is set by the client"), "{error}");
    }
    assert!(mock.requests().is_empty());
    assert!(headers(&mock, |call| call.param(9, &"a b")).is_ok());
}

#[test]
fn header_values_that_would_arrive_as_others_are_refused() {
    let mock = Mock::new();
    for value in [" lead", "trail ", "\tlead", "trail\t", " "] {
        assert!(headers(&mock, |call| call.param(9, &value)).is_err(), "{value:?}");
        assert!(headers(&mock, |call| call.header("x-mine", value)).is_err(), "{value:?}");
        let client = blocking::Client::builder().api_key(value).transport(mock.clone()).build().expect("builds");
        assert!(client.pets().get("1").send().is_err(), "{value:?}");
        assert!(blocking::Client::builder().default_header("x-mine", value).transport(mock.clone()).build().is_err());
    }
    for items in [vec!["a,b", "c"], vec![" a"], vec!["a", "b "]] {
        let error = headers(&mock, |call| call.param(9, &items)).expect_err("arrives as other items");
        assert!(error.contains("\"X-Fine\""), "{error}");
    }
    assert!(mock.requests().is_empty());
    let sent = headers(&mock, |call| call.param(9, &vec!["a", "b c"])).expect("is sent");
    assert_eq!(sent.header("x-fine"), Some("a,b c"));
    assert_eq!(headers(&mock, |call| call.param(9, &"a,b")).expect("one value").header("x-fine"), Some("a,b"));
}

#[test]
fn a_credential_of_the_query_is_sent_once() {
    let mock = Mock::new();
    let sent = headers(&mock, |call| call.query("a", "b")).expect("is sent");
    assert_eq!(sent.target, "/api/?a=b&api-version=1&api%20key=canary");
    let sent = headers(&mock, |call| call.query("api-version", "2")).expect("is sent");
    assert_eq!(sent.target, "/api/?api-version=2&api%20key=canary", "the call's takes the place of the client's");
    let before = mock.requests().len();
    let error = headers(&mock, |call| call.query("api key", "evil")).expect_err("is refused");
    assert!(error.contains("is set by a credential") && !error.contains("canary"), "{error}");
    assert_eq!(mock.requests().len(), before);
    let moved = MockReply::status(302).header("location", "/moved?api%20key=old&page=2");
    let mock = Mock::new().reply(moved).reply(MockReply::status(204));
    let builder = blocking::Client::builder().query_key("canary").session("s").follow_redirects(1);
    let client = builder.transport(mock.clone()).build().expect("builds");
    Call::<Headers, _>::new(&client).send().expect("is followed");
    assert_eq!(mock.requests()[1].target, "/moved?page=2&api%20key=canary");
}

#[test]
fn a_credential_that_no_operation_asks_for_is_refused() {
    let given = blocking::Client::builder().credential("nobody's", Credential::Bearer("canary".into()));
    let error = given.transport(Mock::new()).build().expect_err("it would never be sent");
    assert!(error.is_credential(), "{error:?}");
    assert_eq!(
        error.to_string(),
        "client: no operation of the API asks for the credential of \"nobody's\": it would never be sent"
    );
}
