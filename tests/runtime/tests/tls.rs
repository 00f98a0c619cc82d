//! TLS as the features choose it, in a process where nothing has installed a crypto provider. `.ci/run` runs it without TLS and
//! with `rustls-no-provider`, too.

use runtime_tests::runtime::{Error, ReqwestTransport, Timeouts, UreqTransport};

const HTTPS: &str = "https://127.0.0.1:9";

fn builds(base_url: &str) -> [Result<(), Error>; 2] {
    let client = runtime_tests::Client::builder().base_url(base_url).api_key("k").build().map(drop);
    [client, runtime_tests::blocking::Client::builder().base_url(base_url).api_key("k").build().map(drop)]
}

#[cfg(any(feature = "rustls", feature = "native-tls"))]
#[test]
fn a_client_with_tls_connects_to_https() {
    assert!(builds(HTTPS).iter().all(Result::is_ok));
    // Nothing listens there: what fails is the connection, and not the scheme.
    let server = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let url = format!("https://{}", server.local_addr().expect("bound"));
    let greeting = std::thread::spawn(move || {
        let mut first = [0; 3];
        let mut connection = server.accept().expect("a client").0;
        std::io::Read::read_exact(&mut connection, &mut first).expect("a greeting");
        first
    });
    let client = runtime_tests::blocking::Client::builder().base_url(url).api_key("k").build().expect("builds");
    let error = client.pets().get("1").no_retry().send().expect_err("the server hangs up");
    assert!(error.is_transport() && !error.to_string().contains("TLS,"), "{error}");
    // The record of a handshake (RFC 8446, section 5.1).
    assert_eq!(greeting.join().expect("no panic")[..2], [22, 3]);
}

#[cfg(any(feature = "rustls", feature = "native-tls"))]
#[tokio::test]
async fn an_async_client_offers_http2_in_its_greeting() {
    use std::io::Read as _;
    let server = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let url = format!("https://{}", server.local_addr().expect("bound"));
    let greeting = std::thread::spawn(move || {
        let mut connection = server.accept().expect("a client").0;
        let mut hello = vec![0; 4096];
        let length = connection.read(&mut hello).expect("a greeting");
        hello.truncate(length);
        hello
    });
    let client = runtime_tests::Client::builder().base_url(url).api_key("k").build().expect("builds");
    assert!(client.pets().get("1").no_retry().await.is_err());
    let hello = greeting.join().expect("no panic");
    // Protocol names (RFC 7301, section 3.1).
    assert!(hello.windows(12).any(|bytes| bytes == b"\x02h2\x08http/1.1"), "{hello:?}");
}

#[cfg(not(any(feature = "rustls-no-provider", feature = "native-tls")))]
#[test]
fn a_client_without_tls_says_which_feature_is_missing() {
    for result in builds(HTTPS) {
        let error = result.expect_err("there is no TLS");
        let source = std::error::Error::source(&error).and_then(std::error::Error::source).map(ToString::to_string);
        let text = format!("{error}: {}", source.unwrap_or_default());
        assert!(text.contains("`rustls` or `native-tls`"), "{text}");
    }
    assert!(builds("http://127.0.0.1:9").iter().all(Result::is_ok));
    // Another server than that of the client, and a client of the caller, of which nobody knows what it can.
    let plain = runtime_tests::blocking::Client::builder().base_url("http://127.0.0.1:9").without_credentials().build();
    let call = plain.expect("builds").pets().get("1").base_url(HTTPS).expect("is a URL");
    assert!(format!("{:?}", call.no_retry().send().expect_err("there is no TLS")).contains("`rustls`"));
    let own = runtime_tests::Client::builder().base_url(HTTPS).api_key("k").reqwest(reqwest::Client::new());
    assert!(own.build().is_ok());
}

#[cfg(all(feature = "rustls-no-provider", not(feature = "rustls"), not(feature = "native-tls")))]
#[test]
fn without_a_provider_a_client_says_what_is_missing() {
    for error in builds(HTTPS).into_iter().map(|result| result.expect_err("no provider")) {
        assert!(format!("{error:?}").contains("no crypto provider"), "{error:?}");
    }
}

#[test]
fn transports_are_made_where_clients_are() {
    let both = [ReqwestTransport::new(&Timeouts::default()).is_ok(), UreqTransport::new().is_ok()];
    let made = cfg!(any(feature = "rustls", feature = "native-tls", not(feature = "rustls-no-provider")));
    assert_eq!(both, [made; 2]);
}
