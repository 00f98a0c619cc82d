//! URLs that a response named.

use runtime_tests::blocking;
use runtime_tests::runtime::mock::Mock;
use runtime_tests::runtime::mock::MockReply;

use crate::server::response;

#[test]
fn nothing_of_the_client_goes_along() {
    let mock = Mock::new().reply(MockReply::bytes(200, "file"));
    let builder = blocking::Client::builder().api_key("k").bearer("t").default_header("x-secret", "s");
    let client = builder.transport(mock.clone()).build().expect("builds");
    let url = "https://files.example/a%20b?sig=x%2Fy#part";
    assert_eq!(client.download(url).send().expect("succeeds").collect_bytes(10).expect("is whole"), b"file");
    let request = &mock.requests()[0];
    assert_eq!((request.origin.as_str(), request.target.as_str()), ("https://files.example", "/a%20b?sig=x%2Fy"));
    let names: Vec<&str> = request.headers.keys().map(|name| name.as_str()).collect();
    assert_eq!(names, ["user-agent"]);
}

#[test]
fn also_not_to_the_origin_of_the_client() {
    let server = crate::server::Server::play(vec![
        response("200 OK", &[], "file"),
        response("302 Found", &[("Location", "/x")], ""),
    ]);
    let client =
        blocking::Client::builder().base_url(server.url()).allow_http(true).api_key("k").build().expect("builds");
    let url = format!("{}/file", server.url());
    assert_eq!(client.download(&url).send().expect("succeeds").collect_bytes(10).expect("is whole"), b"file");
    assert!(!server.requests()[0].to_ascii_lowercase().contains("x-key"));
    assert!(client.download(&url).send().expect_err("redirects are not followed").status().is_some());
}

#[test]
fn only_https_unless_allowed() {
    let client = blocking::Client::builder().transport(Mock::new()).build().expect("builds");
    for url in [
        "http://files.example/a",
        "file:///etc/passwd",
        "ftp://h/x",
        "/relative",
        "",
        "https://u:p@h/",
        "https://a\\@b/",
    ] {
        let error = client.download(url).send().expect_err(url);
        assert!(error.is_request(), "{url}: {error}");
    }
}
