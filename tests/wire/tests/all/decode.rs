//! Responses that are not as documented: what is read over, and what is said of it.

use wire_tests::decode::ListOrders;
use wire_tests::runtime::mock::Mock;
use wire_tests::runtime::{Problem, Tolerance};
use wire_tests::types::OrderShipment;

use crate::modes::in_both;
use crate::server::{Act, Server, response};

fn json(body: &str) -> Vec<Act> {
    vec![response("200 OK", &[("Content-Type", "application/json")], body)]
}

#[test]
fn null_lists_and_maps_are_empty_and_told() {
    let body = r#"[{"id":1,"lines":null,"prices":null,"shipment":{"weight":1.5,"stops":null}}]"#;
    for (mode, result, _) in in_both!(json(body), |client| client.decode().list_orders().with_response()) {
        let response = result.expect(mode);
        let [order] = response.value.as_slice() else { panic!("{mode}: one order") };
        assert!(order.lines.is_empty() && order.prices.is_empty(), "{mode}");
        let Some(OrderShipment::Parcel(parcel)) = &order.shipment else { panic!("{mode}: {order:?}") };
        assert!(parcel.stops.is_empty(), "{mode}");
        let paths: Vec<&str> = response.problems().iter().map(Problem::path).collect();
        assert_eq!(paths, ["$[0].lines", "$[0].prices", "$[0].shipment.stops"], "{mode}");
        assert_eq!(response.problem_count(), 3, "{mode}");
    }
}

#[test]
fn an_error_names_every_place() {
    let body = r#"[{"id":"1","lines":[2]},{"id":2,"lines":[],"prices":{},"placed":"soon"}]"#;
    for (mode, result, _) in in_both!(json(body), |client| client.decode().list_orders()) {
        let error = result.expect_err(mode);
        let wrong = error.decode_error().expect("it is about the shape");
        let paths: Vec<String> = wrong.problems().iter().map(|problem| problem.path().to_owned()).collect();
        assert_eq!(paths, ["$[0]", "$[0].id", "$[0].lines[0]", "$[1].placed"], "{mode}");
        assert!(error.to_string().contains("at $[1].placed: expected a date-time (RFC 3339)"), "{mode}: {error}");
    }
}

#[test]
fn what_the_builder_says_is_tolerated() {
    let body = r#"[{"id":"1","lines":["a",2]},{"id":2,"lines":[],"prices":{},"placed":""},7]"#;
    let server = Server::play(json(body));
    let client = wire_tests::blocking::Client::builder().base_url(server.url()).tolerant(Tolerance::ALL);
    let client = client.allow_http(true).build().expect("the client builds");
    let orders = client.decode().list_orders().send().expect("it is read");
    assert_eq!(orders.iter().map(|order| (order.id, order.lines.len())).collect::<Vec<_>>(), [(1, 1), (2, 0)]);
    assert_eq!((orders[1].placed, client.tolerated()), (None, 5));
}

#[tokio::test]
async fn a_mock_answers_with_the_example_of_the_document() {
    let mock = Mock::new();
    mock.on::<ListOrders>(ListOrders::example());
    let client = wire_tests::Client::builder().transport(mock).build().expect("the client builds");
    let orders = client.decode().list_orders().await.expect("it is read");
    let [order] = orders.as_slice() else { panic!("one order: {orders:?}") };
    assert_eq!((order.id, order.lines.as_slice()), (7, ["a".to_owned()].as_slice()));
    assert!(matches!(&order.shipment, Some(OrderShipment::Pickup(at)) if at.shop == "Ada \"#"), "{order:?}");
}
