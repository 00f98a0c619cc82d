//! Servers: of the API, of a path, of an operation; variables; relative ones; and what is refused.

use wire_tests::blocking::ClientBuilder;
use wire_tests::places::Places;
use wire_tests::runtime::mock::{Mock, MockReply, Recorded};
use wire_tests::runtime::{Blocking, Error};

/// Where a call arrives.
fn arrives(
    configure: impl FnOnce(ClientBuilder) -> ClientBuilder,
    call: impl FnOnce(Places<'_, Blocking>) -> Result<(), Error>,
) -> Result<Recorded, Error> {
    let mock = Mock::new().reply(MockReply::status(204));
    let builder = wire_tests::blocking::Client::builder().header_key("k").transport(mock.clone());
    let client = configure(builder).build()?;
    call(client.places())?;
    Ok(mock.requests().remove(0))
}

fn url(recorded: &Recorded) -> String {
    format!("{}{}", recorded.origin, recorded.target)
}

#[test]
fn the_closest_server_of_the_document_is_taken() {
    let at = |call: fn(Places<'_, Blocking>) -> Result<(), Error>| {
        arrives(|builder| builder, call).map(|sent| url(&sent)).expect("is sent")
    };
    assert_eq!(at(|places| places.at_api().send()), "https://api.example.com/srv/api");
    assert_eq!(at(|places| places.at_operation().send()), "https://eu.ops.example.com/base/srv/operation");
    assert_eq!(at(|places| places.at_path().send()), "https://path.example.com/p/srv/path");
    assert_eq!(at(|places| places.at_path_and_operation().send()), "https://own.example.com/srv/path");
    assert_eq!(at(|places| places.at_relative().send()), "https://api.example.com/v2/srv/relative");
    assert_eq!(at(|places| places.at_free().send()), "https://demo.example.org:8443/v1/srv/free");
}

#[test]
fn a_base_url_of_the_caller_takes_the_place_of_all_of_them() {
    for call in [
        |places: Places<'_, Blocking>| places.at_api().send(),
        |places: Places<'_, Blocking>| places.at_operation().send(),
        |places: Places<'_, Blocking>| places.at_relative().send(),
    ] {
        let sent = arrives(|builder| builder.base_url("https://mine.example.net/root/"), call).expect("is sent");
        assert!(url(&sent).starts_with("https://mine.example.net/root/srv/"), "{}", url(&sent));
    }
}

#[test]
fn variables_take_what_the_document_allows() {
    let region = |value: &str| {
        arrives(|builder| builder.server_variable("region", value), |places| places.at_operation().send())
    };
    assert_eq!(url(&region("us").expect("is allowed")), "https://us.ops.example.com/base/srv/operation");
    let error = region("mars").expect_err("is not allowed").to_string();
    assert!(error.contains("the server variable \"region\" must be one of eu, us"), "{error}");
    let tenant =
        |value: &str| arrives(|builder| builder.server_variable("tenant", value), |places| places.at_free().send());
    assert_eq!(url(&tenant("acme").expect("is free")), "https://acme.example.org:8443/v1/srv/free");
    for evil in ["evil.com/", "evil.com#", "evil.com?", "user@evil.com", "a b", "a\r\nb", "evil.com\\"] {
        let error = tenant(evil).expect_err("would be another host");
        assert!(error.is_request() && error.to_string().contains("\"tenant\""), "{error}");
    }
}

#[test]
fn what_is_not_encrypted_is_refused_unless_allowed() {
    let error = arrives(|builder| builder, |places| places.at_plain().send()).expect_err("refused");
    assert!(error.is_request() && error.to_string().contains("http is not encrypted"), "{error}");
    let sent = arrives(|builder| builder.allow_http(true), |places| places.at_plain().send()).expect("allowed");
    assert_eq!(url(&sent), "http://insecure.example.com/srv/plain");
    let build = |url: &str| wire_tests::Client::builder().base_url(url).build().map(|_| ());
    for (base, says) in [
        ("http://api.example.com", "http is not encrypted"),
        ("ftp://api.example.com", "a URL starts with https://"),
        ("api.example.com", "a URL starts with https://"),
        ("https://", "no legal host"),
        ("https://a b", "spaces"),
        ("https://me:secret@api.example.com", "a user or password"),
        ("https://api.example.com/?key=secret", "no query"),
    ] {
        let error = build(base).expect_err(base);
        assert!(error.is_request() && error.to_string().contains(says), "{error}");
        assert!(!format!("{error:?}").contains("secret"), "{error:?}");
    }
}

#[test]
fn credentials_go_to_servers_of_the_document_and_not_to_those_of_a_call() {
    let sent = arrives(|builder| builder, |places| places.at_operation().send()).expect("is sent");
    assert_eq!(sent.header("x-key"), Some("k"));
    let elsewhere = |places: Places<'_, Blocking>| places.at_operation().base_url("https://evil.example.com")?.send();
    let error = arrives(|builder| builder, elsewhere).expect_err("is refused");
    assert!(error.is_credential() && error.to_string().contains("trust_origin"), "{error}");
    let sent = arrives(|builder| builder.trust_origin("https://evil.example.com"), elsewhere).expect("is trusted");
    assert_eq!((sent.header("x-key"), url(&sent).as_str()), (Some("k"), "https://evil.example.com/srv/operation"));
}
