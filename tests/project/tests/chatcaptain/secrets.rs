//! The key is in the request, and nowhere else.

use std::error::Error as _;

use chatcaptain::Error;
use chatcaptain::Secret;
use project_tests::log::Everything;
use project_tests::server::Act;
use project_tests::server::Server;
use project_tests::server::json;
use project_tests::server::response;

use crate::CHANNELS;

const CANARY: &str = "CCSB-c4n4ry";

fn script() -> Vec<Act> {
    vec![
        response("503 Service Unavailable", &[("Retry-After", "0")], ""),
        json("200 OK", CHANNELS),
        response("401 Unauthorized", &[("WWW-Authenticate", CANARY)], format!("the key {CANARY} is wrong")),
        json("200 OK", &format!(r#"{{"channels":"{CANARY}"}}"#)),
        Act::Cut,
        response("302 Found", &[("Location", &format!("http://other.example/{CANARY}"))], ""),
    ]
}

#[track_caller]
fn check(what: &str, printed: &str) {
    assert!(!printed.contains("c4n4ry"), "{what} tells the key: {printed}");
}

#[track_caller]
fn check_error(error: &Error) {
    check("Display", &error.to_string());
    check("Debug", &format!("{error:?} {error:#?}"));
    let mut cause = error.source();
    while let Some(source) = cause {
        check("a source", &format!("{source} {source:?}"));
        cause = source.source();
    }
}

#[test]
fn of_an_async_client() {
    let log = Everything::default();
    tracing::subscriber::with_default(log.clone(), || {
        let server = Server::play(script());
        let builder = chatcaptain::Client::builder().base_url(server.url()).allow_http(true).api_key(CANARY);
        check("a builder", &format!("{builder:?} {builder:#?}"));
        let client = builder.build().expect("builds");
        check("a client", &format!("{client:?} {:?}", client.statistics()));
        check("a call", &format!("{:?}", client.statistics().get_channels(CANARY).header("x-more", CANARY)));
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("tokio starts");
        runtime.block_on(async {
            client.statistics().get_channels("bot_1").await.expect("the second attempt succeeds");
            for _ in 0..4 {
                check_error(&client.statistics().get_channels(CANARY).no_retry().await.expect_err("fails"));
            }
        });
        assert_eq!(server.requests().iter().filter(|request| request.contains(CANARY)).count(), 6);
    });
    check("the log", &log.text());
    assert!(log.text().contains("operation=\"statistics.get_channels\""), "{}", log.text());
    assert!(
        log.text().contains("http.response.status_code=401") && log.text().contains("attempts=2"),
        "{}",
        log.text()
    );
}

#[test]
fn of_a_blocking_client() {
    let log = Everything::default();
    tracing::subscriber::with_default(log.clone(), || {
        let server = Server::play(script());
        let builder = chatcaptain::blocking::Client::builder().base_url(server.url()).allow_http(true).api_key(CANARY);
        let client = builder.build().expect("builds");
        client.statistics().get_channels("bot_1").send().expect("the second attempt succeeds");
        for _ in 0..4 {
            check_error(&client.statistics().get_channels(CANARY).no_retry().send().expect_err("fails"));
        }
        assert_eq!(server.requests().iter().filter(|request| request.contains(CANARY)).count(), 6);
    });
    check("the log", &log.text());
    assert!(log.text().contains("operation=\"statistics.get_channels\""), "{}", log.text());
}

#[test]
fn of_what_cannot_be_sent() {
    check("a secret", &format!("{:?}", Secret::from(CANARY)));
    let with_a_break = format!("{CANARY}\r\nx-more: 1");
    for key in [with_a_break.as_str(), "c4n4ry-é", "c4n4ry\0"] {
        let server = Server::play(vec![json("200 OK", CHANNELS)]);
        let builder = chatcaptain::blocking::Client::builder().base_url(server.url()).allow_http(true).api_key(key);
        let error = match builder.build() {
            Ok(client) => client.statistics().get_channels("bot_1").send().expect_err("the key is no header value"),
            Err(error) => error,
        };
        check_error(&error);
        assert!(server.requests().is_empty(), "nothing was sent");
    }
    let builder = chatcaptain::blocking::Client::builder().base_url(format!("https://user:{CANARY}@api.example"));
    check_error(&builder.build().expect_err("a password in a URL is refused"));
}
