//! A canary through everything that is printed: Debug, Display, errors and every level of the log.

use runtime_tests::runtime::Credential;
use runtime_tests::runtime::Secret;
use runtime_tests::runtime::Token;

use crate::log::Everything;
use crate::server::Act;
use crate::server::PET;
use crate::server::Server;
use crate::server::json;
use crate::server::response;

const CANARY: &str = "c4n4ry";

fn script() -> Vec<Act> {
    vec![
        response("503 Service Unavailable", &[("Retry-After", "0")], ""),
        json("200 OK", PET),
        response("401 Unauthorized", &[("WWW-Authenticate", CANARY)], format!("bad key {CANARY}")),
        json("200 OK", &format!(r#"{{"id":"{CANARY}","owner":null}}"#)),
        Act::Cut,
        response("302 Found", &[("Location", &format!("http://evil.example/{CANARY}"))], ""),
    ]
}

fn check(what: &str, printed: &str) {
    assert!(!printed.contains(CANARY), "{what} tells the canary: {printed}");
}

fn check_error(error: &runtime_tests::runtime::Error) {
    check("Display", &error.to_string());
    check("Debug", &format!("{error:?} {error:#?}"));
    let mut cause = std::error::Error::source(error);
    while let Some(source) = cause {
        check("a source", &format!("{source} {source:?}"));
        cause = source.source();
    }
}

#[test]
fn async_calls_log_no_secret() {
    let log = Everything::default();
    tracing::subscriber::with_default(log.clone(), || {
        let server = Server::play(script());
        let builder = runtime_tests::Client::builder().base_url(server.url()).allow_http(true);
        let builder = builder.query_key(CANARY).session(CANARY).default_header("x-mine", CANARY);
        check("Debug of a builder", &format!("{builder:?}"));
        let client = builder.build().expect("builds");
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("tokio starts");
        runtime.block_on(async {
            client.pets().get("1").header("x-own", CANARY).await.expect("the second attempt succeeds");
            for _ in 0..4 {
                check_error(&client.pets().get(CANARY).query("q", CANARY).no_retry().await.expect_err("fails"));
            }
        });
        assert_eq!(server.requests().iter().filter(|request| request.contains(CANARY)).count(), 6, "they did carry it");
    });
    let log = log.text();
    assert!(
        log.contains("operation=\"pets.get\"") && log.contains("attempts=2") && log.contains("status_code=401"),
        "{log}"
    );
    check("the log", &log);
}

#[test]
fn blocking_calls_log_no_secret() {
    let log = Everything::default();
    tracing::subscriber::with_default(log.clone(), || {
        let server = Server::play(script());
        let builder = runtime_tests::blocking::Client::builder().base_url(server.url()).allow_http(true);
        let client = builder.query_key(CANARY).session(CANARY).build().expect("builds");
        client.pets().get("1").header("x-own", CANARY).send().expect("the second attempt succeeds");
        for _ in 0..4 {
            check_error(&client.pets().get(CANARY).query("q", CANARY).no_retry().send().expect_err("fails"));
        }
        drop(server);
        check_error(&client.pets().get(CANARY).no_retry().send().expect_err("no script left"));
    });
    let log = log.text();
    assert!(log.contains("operation=\"pets.get\"") && log.contains("attempts=2"), "{log}");
    check("the log", &log);
}

#[test]
fn what_holds_a_secret_does_not_print_it() {
    let client =
        runtime_tests::blocking::Client::builder().api_key(CANARY).basic("user", CANARY).build().expect("builds");
    check("Debug of a client", &format!("{client:?} {:#?}", client.pets()));
    check("Debug of a call", &format!("{:?}", client.pets().get(CANARY).header("x", CANARY).query("q", CANARY)));
    check(
        "Debug of credentials",
        &format!("{:?}", [Credential::ApiKey(CANARY.into()), Credential::Bearer(CANARY.into())]),
    );
    check("Debug of a token", &format!("{:?} {:?}", Token::from(CANARY), Secret::from(CANARY)));
    check(
        "Debug of a body",
        &format!("{:?}", runtime_tests::runtime::Body::<runtime_tests::runtime::Blocking>::from(CANARY)),
    );
    let error = client.pets().get("1").base_url(&format!("https://u:{CANARY}@h")).expect_err("not accepted");
    check_error(&error);
    let wrong = runtime_tests::blocking::Client::builder().base_url(format!("https://h/?{CANARY}")).build();
    check_error(&wrong.expect_err("not accepted"));
}
