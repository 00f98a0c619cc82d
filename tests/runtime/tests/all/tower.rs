//! Layers of tower between a client and what sends its requests.

use std::task::Context;
use std::task::Poll;
use std::time::Duration;

use ::tower::Layer;
use ::tower::Service;
use ::tower::ServiceBuilder;
use ::tower::ServiceExt as _;
use http::Request;
use runtime_tests::runtime::ApiOperation;
use runtime_tests::runtime::Async;
use runtime_tests::runtime::Body;
use runtime_tests::runtime::ReqwestTransport;
use runtime_tests::runtime::Timeouts;
use runtime_tests::runtime::TowerTransport;
use runtime_tests::runtime::TransportErrorKind;
use runtime_tests::runtime::TransportService;
use runtime_tests::runtime::mock::Mock;
use runtime_tests::runtime::mock::MockReply;
use serde_json::json;

use crate::server::Act;
use crate::server::PET;
use crate::server::Server;
use crate::server::json as json_response;

/// A layer as somebody would write it: it adds the name of the operation.
#[derive(Clone)]
struct Named;

#[derive(Clone)]
struct NamedService<S>(S);

impl<S> Layer<S> for Named {
    type Service = NamedService<S>;

    fn layer(&self, inner: S) -> Self::Service {
        NamedService(inner)
    }
}

impl<S: Service<Request<Body<Async>>>> Service<Request<Body<Async>>> for NamedService<S> {
    type Response = S::Response;
    type Error = S::Error;
    type Future = S::Future;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.0.poll_ready(context)
    }

    fn call(&mut self, mut request: Request<Body<Async>>) -> S::Future {
        let name = request.extensions().get::<ApiOperation>().map(|operation| operation.name()).unwrap_or_default();
        request.headers_mut().insert("x-operation", name.parse().expect("is a header value"));
        self.0.call(request)
    }
}

fn pet() -> MockReply {
    MockReply::json(200, &json!({"id": 1, "owner": null}))
}

#[tokio::test]
async fn layers_stand_between_a_client_and_its_server() {
    let server = Server::play(vec![Act::Cut, json_response("200 OK", PET)]);
    let sending = TransportService::new(ReqwestTransport::new(&Timeouts::default()).expect("TLS"));
    let timed = ServiceBuilder::new().layer(Named).timeout(Duration::from_secs(9)).service(sending);
    let builder = runtime_tests::Client::builder().base_url(server.url()).allow_http(true).api_key("k");
    let client = builder.transport(TowerTransport::new(timed)).build().expect("builds");
    assert_eq!(client.pets().get("1").await.expect("the second attempt").id, 1);
    assert_eq!(server.requests().len(), 2, "the error of the transport is known below the layers");
    assert!(server.requests().iter().all(|request| request.contains("x-operation: pets.get\r\n")));
}

#[tokio::test]
async fn errors_of_layers_are_errors_of_the_transport() {
    let mock = Mock::new().reply(MockReply::failure(TransportErrorKind::Certificate));
    let layered = ServiceBuilder::new().timeout(Duration::from_secs(9)).service(TransportService::new(mock.clone()));
    let client = runtime_tests::Client::builder().api_key("k").transport(TowerTransport::new(layered));
    let error = client.build().expect("builds").pets().get("1").await.expect_err("no certificate");
    assert!(error.is_connect() && mock.requests().len() == 1, "{error:?}");
    // A service of the caller's own, whose error is only a text.
    let refuses = ::tower::service_fn(|_: Request<Body<Async>>| async { Err::<_, String>("too busy".to_owned()) });
    let client = runtime_tests::Client::builder().api_key("k").transport(TowerTransport::new(refuses));
    let error = client.build().expect("builds").pets().get("1").no_retry().await.expect_err("is refused");
    let source = std::error::Error::source(&error).and_then(std::error::Error::source).map(ToString::to_string);
    assert!(error.is_transport() && source.as_deref() == Some("too busy"), "{error:?}");
}

#[tokio::test]
async fn a_boxed_service_is_a_transport() {
    let mock = Mock::new().reply(pet());
    let boxed = TransportService::new(mock.clone()).map_request(|mut request: Request<Body<Async>>| {
        request.headers_mut().insert("x-mine", "1".parse().expect("is a header value"));
        request
    });
    let client = runtime_tests::Client::builder().api_key("k").transport(TowerTransport::new(boxed.boxed_clone()));
    client.build().expect("builds").pets().get("1").await.expect("arrives");
    assert_eq!(mock.requests()[0].header("x-mine"), Some("1"));
}
