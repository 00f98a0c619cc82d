//! Base URLs: what is accepted is read alike by the libraries that may read it, and as it was written.
#![no_main]

use libfuzzer_sys::fuzz_target;
use runtime_tests::blocking::Client;
use runtime_tests::runtime::mock::{Mock, MockReply};
use url::Url;

fuzz_target!(|text: &str| {
    let whole = format!("https://{text}");
    let text = if text.contains("://") { text } else { &whole };
    let mock = Mock::new().reply(MockReply::status(204));
    let builder = Client::builder().base_url(text).allow_http(true).api_key("k").transport(mock.clone());
    let Ok(client) = builder.build() else { return };
    // What comes back does not matter.
    let _ = client.pets().motd().send();
    let Some(request) = mock.requests().into_iter().next() else { return };
    let sent = format!("{}{}", request.origin, request.target);
    let by_url = Url::parse(&sent).expect("url reads it");
    let by_http: http::Uri = sent.parse().expect("http reads it");
    assert_eq!(by_url.as_str(), sent);
    assert_eq!((by_url.host_str(), by_url.port()), (by_http.host(), by_http.port_u16()));
    assert_eq!((by_url.path(), by_url.query(), by_url.username()), (by_http.path(), by_http.query(), ""));
    let written = Url::parse(text).expect("url reads what was written");
    assert_eq!((written.host(), written.port()), (by_url.host(), by_url.port()));
});
