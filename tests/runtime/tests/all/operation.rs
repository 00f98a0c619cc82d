//! What a transport and the spans of a call say about its operation.

use std::sync::Arc;
use std::sync::Mutex;

use http::Request;
use runtime_tests::runtime::ApiOperation;
use runtime_tests::runtime::Async;
use runtime_tests::runtime::Blocking;
use runtime_tests::runtime::BlockingTransport;
use runtime_tests::runtime::Body;
use runtime_tests::runtime::BoxFuture;
use runtime_tests::runtime::Incoming;
use runtime_tests::runtime::Transport;
use runtime_tests::runtime::TransportError;
use runtime_tests::runtime::TransportErrorKind;
use runtime_tests::runtime::mock::Mock;
use runtime_tests::runtime::mock::MockReply;
use serde_json::json;

use crate::log::Everything;
use crate::server::Act;
use crate::server::PET;
use crate::server::json as json_response;
use crate::server::response;

/// Measures what is sent through a mock, as a program would by a transport of its own.
#[derive(Clone, Default)]
struct Measured {
    inner: Mock,
    seen: Arc<Mutex<Vec<String>>>,
}

impl Measured {
    fn see<B>(&self, request: &Request<B>) {
        let operation = request.extensions().get::<ApiOperation>().expect("each request has one");
        let line = format!("{} {} {}", operation.name(), operation.method(), operation.path_template());
        self.seen.lock().expect("nobody panics").push(line);
    }
}

impl Transport for Measured {
    fn send(&self, request: Request<Body<Async>>) -> BoxFuture<'_, Result<Incoming<Async>, TransportError>> {
        self.see(&request);
        Transport::send(&self.inner, request)
    }

    fn sleep(&self, duration: std::time::Duration) -> BoxFuture<'static, ()> {
        self.inner.sleep(duration)
    }
}

impl BlockingTransport for Measured {
    fn send(&self, request: Request<Body<Blocking>>) -> Result<Incoming<Blocking>, TransportError> {
        self.see(&request);
        BlockingTransport::send(&self.inner, request)
    }
}

#[test]
fn a_transport_knows_the_operation() {
    let measured = Measured::default();
    (0..2).for_each(|_| measured.inner.push(MockReply::json(200, &json!({"id": 1, "owner": null}))));
    measured.inner.push(MockReply::bytes(200, "file"));
    let client = runtime_tests::blocking::Client::builder().api_key("k").transport(measured.clone()).build();
    let client = client.expect("builds");
    client.pets().get("1").send().expect("arrives");
    let other = runtime_tests::Client::builder().api_key("k").transport(measured.clone()).build().expect("builds");
    let runtime = tokio::runtime::Runtime::new().expect("tokio starts");
    runtime.block_on(async { other.pets().get("2").await }).expect("arrives");
    client.download("https://files.example.net/f").send().expect("arrives");
    let seen = measured.seen.lock().expect("nobody panics").clone();
    assert_eq!(seen, ["pets.get GET /pets/{petId}", "pets.get GET /pets/{petId}", "download GET "]);
}

#[test]
fn spans_have_the_names_of_opentelemetry() {
    let ids = [("x-request-id", "r-1"), ("x-trace", "t-1")];
    let script = || vec![Act::Cut, response("503 Busy", &ids, ""), json_response("200 OK", PET)];
    let log = Everything::default();
    tracing::subscriber::with_default(log.clone(), || {
        let server = crate::server::Server::play(script());
        let builder = runtime_tests::blocking::Client::builder().base_url(server.url()).allow_http(true);
        builder.api_key("k").build().expect("builds").pets().get("c4n4ry").send().expect("the third attempt");
    });
    let attempt = |more: &str| {
        let known = "span http_request\notel.kind=\"client\"\notel.name=\"GET /pets/{petId}\"\nhttp.request.method=\"GET\"\n\
                     url.template=\"/pets/{petId}\"\nserver.address=\"127.0.0.1\"\nserver.port=PORT\n";
        format!("{known}{more}\n")
    };
    let lines: Vec<String> = log
        .text()
        .lines()
        .map(|line| if line.starts_with("server.port=") { "server.port=PORT".to_owned() } else { line.to_owned() })
        .collect();
    let text = lines.join("\n") + "\n";
    let of_attempts = [
        attempt("error.type=\"no_response\""),
        attempt("http.request.resend_count=1\nhttp.response.status_code=503\nerror.type=\"503\"\nrequest_id=\"r-1\""),
        attempt("http.request.resend_count=2\nhttp.response.status_code=200"),
    ];
    assert!(text.starts_with("span api_call\noperation=\"pets.get\"\n"), "{text}");
    assert!(text.ends_with("attempts=3\n"), "{text}");
    of_attempts.iter().for_each(|span| assert!(text.contains(span), "{span}\nin\n{text}"));
    assert!(!text.contains("c4n4ry"), "{text}");
    let log = Everything::default();
    tracing::subscriber::with_default(log.clone(), || {
        let mock = Mock::new().reply(MockReply::failure(TransportErrorKind::Certificate));
        mock.push(MockReply::status(404).header("x-trace", "t-1"));
        let builder = runtime_tests::Client::builder().api_key("k").request_id_header("x-trace").transport(mock);
        let client = builder.build().expect("builds");
        let runtime = tokio::runtime::Builder::new_current_thread().build().expect("tokio starts");
        runtime.block_on(async {
            client.pets().get("1").await.expect_err("no certificate");
            client.pets().get("1").await.expect_err("not found");
        });
    });
    let text = log.text();
    assert!(text.contains("error.type=\"certificate\"") && text.contains("request_id=\"t-1\""), "{text}");
    assert!(text.contains("error.type=\"404\""), "{text}");
}
