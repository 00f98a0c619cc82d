//! Credentials: what is sent where, and only there; tokens that the client gets and renews by itself.

use std::io::Write;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

use wire_tests::runtime::mock::{Mock, MockReply};
use wire_tests::runtime::{Error, OAuthGrant, Secret, Token};

use crate::modes::in_both;
use crate::server::{Act, Server, read_request, response};

const NOTHING: &[u8] = b"HTTP/1.1 204 No Content\r\n\r\n";

fn nothing() -> Vec<Act> {
    vec![Act::Send(NOTHING.to_vec())]
}

/// The head of a request with every place of a credential in it, in lower case where names are.
fn credentials(request: &str) -> Vec<String> {
    let target = request.split(' ').nth(1).unwrap_or_default();
    let query = target.split_once('?').map(|(_, query)| format!("?{query}"));
    let header = |line: &&str| {
        let name = line.split(':').next().unwrap_or_default().to_ascii_lowercase();
        ["authorization", "cookie", "x-key"].contains(&name.as_str())
    };
    let mut lines: Vec<String> = request.lines().skip(1).filter(header).map(str::to_lowercase).collect();
    lines.sort_unstable();
    query.into_iter().chain(lines).collect()
}

/// One call with every credential given: what of them is sent.
macro_rules! all_given {
    ($client:ident.$method:ident()) => {
        in_both!(
            nothing(),
            |builder| builder
                .header_key("hk")
                .query_key("q k")
                .cookie_key("ck")
                .basic("me", "pw")
                .bearer("bt")
                .digest("dg")
                .oidc("ot")
                .oauth("at"),
            |$client| $client.auth().$method(),
            |result| result.expect("is sent")
        )
        .map(|(_, (), requests)| credentials(&requests[0]))
    };
}

fn same(sent: [Vec<String>; 2], expected: &[&str]) {
    for sent in sent {
        assert_eq!(sent, expected);
    }
}

#[test]
fn credentials_go_only_where_the_operation_asks_for_them() {
    same(all_given!(client.by_default()), &["x-key: hk"]);
    same(all_given!(client.by_nobody()), &[]);
    same(all_given!(client.by_anybody()), &["authorization: bearer bt"]);
    same(all_given!(client.by_both()), &["?key=q%20k", "authorization: basic bwu6chc=", "cookie: sid=ck"]);
    same(all_given!(client.by_either()), &["authorization: basic bwu6chc=", "x-key: hk"]);
    same(all_given!(client.by_grant()), &["authorization: bearer at"]);
    same(all_given!(client.by_oidc()), &["authorization: bearer ot"]);
    same(all_given!(client.by_digest()), &["authorization: digest dg"]);
    same(all_given!(client.by_certificate()), &["authorization: bearer bt"]);
}

#[test]
fn of_several_requirements_the_first_that_can_be_met_is_and_an_empty_one_needs_none() {
    let sent = in_both!(nothing(), |builder| builder.cookie_key("ck"), |client| client.auth().by_either(), |result| {
        result.expect("is sent");
    });
    same(sent.map(|(_, (), requests)| credentials(&requests[0])), &["cookie: sid=ck"]);
    let sent = in_both!(nothing(), |builder| builder, |client| client.auth().by_anybody(), |result| {
        result.expect("is sent");
    });
    same(sent.map(|(_, (), requests)| credentials(&requests[0])), &[]);
    let sent =
        in_both!(nothing(), |builder| builder.basic("me", "pw"), |client| client.auth().by_both(), |result| result);
    for (mode, result, requests) in sent {
        let error = result.expect_err(mode);
        assert!(error.is_credential() && requests.is_empty(), "{mode}");
        assert!(error.to_string().contains("`queryKey` and `cookieKey` and `basic`"), "{error}");
    }
}

#[test]
fn the_document_says_where_a_grant_is_used() {
    for (grant, expected) in
        [(OAuthGrant::client_credentials("id", "secret"), "/token"), (OAuthGrant::refresh_token("r"), "/refresh")]
    {
        let mock = Mock::new()
            .reply(MockReply::json(200, &serde_json::json!({"access_token": "t"})))
            .reply(MockReply::status(204));
        let client =
            wire_tests::blocking::Client::builder().oauth(grant).transport(mock.clone()).build().expect("builds");
        client.auth().by_grant().send().expect("is sent");
        let requests = mock.requests();
        assert_eq!((requests[0].origin.as_str(), requests[0].target.as_str()), ("https://login.example.com", expected));
        assert_eq!(requests[1].header("authorization"), Some("Bearer t"));
    }
    let unknown =
        wire_tests::blocking::Client::builder().oidc(OAuthGrant::refresh_token("r")).transport(Mock::new()).build();
    assert!(unknown.expect_err("OpenID Connect tells no URL").to_string().contains("token_url"));
}

/// A server of tokens and of an API in one, which counts the tokens and takes its time for each.
fn tokens(refuse_first: bool) -> (String, Arc<AtomicUsize>) {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port is free");
    let url = format!("http://{}", listener.local_addr().expect("has an address"));
    let count = Arc::new(AtomicUsize::new(0));
    let counted = count.clone();
    thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            let counted = counted.clone();
            thread::spawn(move || {
                while let Some(request) = read_request(&mut stream) {
                    let request = String::from_utf8_lossy(&request).to_lowercase();
                    let answer = if request.starts_with("post /token") {
                        thread::sleep(Duration::from_millis(150));
                        let number = counted.fetch_add(1, Ordering::SeqCst) + 1;
                        let body = format!("{{\"access_token\":\"t{number}\",\"expires_in\":3600}}");
                        format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n{body}", body.len())
                    } else if refuse_first && request.contains("bearer t1") || !request.contains("bearer t") {
                        "HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n".to_owned()
                    } else {
                        "HTTP/1.1 204 No Content\r\n\r\n".to_owned()
                    };
                    if stream.write_all(answer.as_bytes()).is_err() {
                        return;
                    }
                }
            });
        }
    });
    (url, count)
}

fn grant(url: &str) -> OAuthGrant {
    OAuthGrant::client_credentials("id", "secret").token_url(format!("{url}/token"))
}

fn asynchronous(url: &str) -> wire_tests::Client {
    wire_tests::Client::builder().base_url(url).allow_http(true).oauth(grant(url)).build().expect("builds")
}

fn blocking(url: &str) -> wire_tests::blocking::Client {
    wire_tests::blocking::Client::builder().base_url(url).allow_http(true).oauth(grant(url)).build().expect("builds")
}

/// Eight calls at once.
async fn eight(client: &wire_tests::Client) -> Vec<Result<(), Error>> {
    let calls: Vec<_> = (0..8)
        .map(|_| {
            let client = client.clone();
            tokio::spawn(async move { client.auth().by_grant().await })
        })
        .collect();
    let mut results = Vec::new();
    for call in calls {
        results.push(call.await.expect("no call panics"));
    }
    results
}

fn eight_blocking(client: &wire_tests::blocking::Client) -> Vec<Result<(), Error>> {
    let calls: Vec<_> = (0..8)
        .map(|_| {
            let client = client.clone();
            thread::spawn(move || client.auth().by_grant().send())
        })
        .collect();
    calls.into_iter().map(|call| call.join().expect("no call panics")).collect()
}

#[test]
fn calls_at_the_same_time_ask_for_one_token() {
    let runtime = tokio::runtime::Runtime::new().expect("tokio starts");
    let (url, count) = tokens(false);
    let results = runtime.block_on(async { eight(&asynchronous(&url)).await });
    assert!(results.iter().all(Result::is_ok), "{results:?}");
    assert_eq!(count.load(Ordering::SeqCst), 1, "async");
    let (url, count) = tokens(false);
    let results = eight_blocking(&blocking(&url));
    assert!(results.iter().all(Result::is_ok), "{results:?}");
    assert_eq!(count.load(Ordering::SeqCst), 1, "blocking");
}

#[test]
fn a_token_that_all_calls_see_refused_is_renewed_once() {
    let runtime = tokio::runtime::Runtime::new().expect("tokio starts");
    let (url, count) = tokens(true);
    let results = runtime.block_on(async { eight(&asynchronous(&url)).await });
    assert!(results.iter().all(Result::is_ok), "{results:?}");
    assert_eq!(count.load(Ordering::SeqCst), 2, "async");
    let (url, count) = tokens(true);
    let results = eight_blocking(&blocking(&url));
    assert!(results.iter().all(Result::is_ok), "{results:?}");
    assert_eq!(count.load(Ordering::SeqCst), 2, "blocking");
}

#[test]
fn a_call_that_is_dropped_while_it_gets_the_token_does_not_stop_the_others() {
    let runtime = tokio::runtime::Runtime::new().expect("tokio starts");
    let (url, count) = tokens(false);
    let client = asynchronous(&url);
    runtime.block_on(async {
        let first = client.clone();
        let dropped = tokio::spawn(async move { first.auth().by_grant().await });
        let second = client.clone();
        tokio::time::sleep(Duration::from_millis(50)).await;
        let waiting = tokio::spawn(async move { second.auth().by_grant().await });
        tokio::time::sleep(Duration::from_millis(20)).await;
        dropped.abort();
        let result = tokio::time::timeout(Duration::from_secs(10), waiting).await;
        result.expect("it goes on").expect("does not panic").expect("succeeds");
    });
    assert!(count.load(Ordering::SeqCst) <= 2);
}

#[test]
fn whoever_waited_for_a_token_that_could_not_be_had_is_told_so_without_asking_again() {
    let refused = |pieces: usize| {
        let body = "{\"error\":\"invalid_client\"}";
        let answer = format!("HTTP/1.1 400 Bad Request\r\nContent-Length: {}\r\n\r\n{body}", body.len()).into_bytes();
        vec![Act::Slowly(vec![(Duration::from_millis(200), answer)]); pieces]
    };
    let server = Server::play(refused(8));
    let runtime = tokio::runtime::Runtime::new().expect("tokio starts");
    let results = runtime.block_on(async { eight(&asynchronous(&server.url())).await });
    assert_eq!(results.iter().filter(|result| result.as_ref().is_err_and(Error::is_credential)).count(), 8);
    assert_eq!(server.requests().len(), 1, "async");
    let server = Server::play(refused(8));
    let results = eight_blocking(&blocking(&server.url()));
    assert_eq!(results.iter().filter(|result| result.as_ref().is_err_and(Error::is_credential)).count(), 8);
    let source = results[0].as_ref().expect_err("refused");
    let source = std::error::Error::source(source).expect("has a cause").to_string();
    assert!(source.starts_with("oauth.token: the server refused"), "{source}");
    assert!(!source.contains("secret"), "{source}");
}

#[test]
fn a_refused_token_of_a_grant_is_renewed_once_and_then_an_error() {
    let script = || {
        let token = |name: &str| response("200 OK", &[], format!("{{\"access_token\":\"{name}\"}}"));
        let refused = || response("401 Unauthorized", &[], "");
        vec![token("a"), refused(), token("b"), refused()]
    };
    let server = Server::play(script());
    let error = blocking(&server.url()).auth().by_grant_posted("x").send().expect_err("refused twice");
    assert!(error.is_unauthorized());
    let sent: Vec<String> = server.requests().iter().flat_map(|request| credentials(request)).collect();
    assert_eq!(
        sent,
        [
            "authorization: basic awq6c2vjcmv0",
            "authorization: bearer a",
            "authorization: basic awq6c2vjcmv0",
            "authorization: bearer b"
        ]
    );
    let server = Server::play(script());
    let runtime = tokio::runtime::Runtime::new().expect("tokio starts");
    let client = asynchronous(&server.url());
    let error = runtime.block_on(async { client.auth().by_grant_posted("x").await }).expect_err("refused twice");
    assert!(error.is_unauthorized() && server.requests().len() == 4);
}

#[test]
fn a_source_of_tokens_is_asked_before_each_attempt() {
    let asked = Arc::new(AtomicUsize::new(0));
    let source = || {
        let asked = asked.clone();
        Token::from_fn(move || Ok(Secret::from(format!("t{}", asked.fetch_add(1, Ordering::SeqCst)))))
    };
    let twice = || vec![response("503 Busy", &[("Retry-After", "0")], ""), Act::Send(NOTHING.to_vec())];
    let sent = in_both!(twice(), |builder| builder.oidc(source()), |client| client.auth().by_oidc(), |result| result
        .expect("is sent"));
    let sent: Vec<Vec<String>> = sent
        .iter()
        .map(|(_, (), requests)| requests.iter().flat_map(|request| credentials(request)).collect())
        .collect();
    assert_eq!(
        sent,
        [
            ["authorization: bearer t0", "authorization: bearer t1"],
            ["authorization: bearer t2", "authorization: bearer t3"]
        ]
    );
}
