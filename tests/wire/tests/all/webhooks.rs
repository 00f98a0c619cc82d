//! Webhooks and callbacks: events by name and by what is in them, and a receiver that verifies their signatures.

use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::{HeaderMap, Request, StatusCode};
use axum::routing::post;
use tower::ServiceExt;
use wire_tests::subscriptions::SubscribeEnded;
use wire_tests::webhooks::{HmacSha256, Refund, RefundType, Webhook};

const PAID: &[u8] = br#"{"type":"order.paid","id":"o-1"}"#;

/// HMAC-SHA256 of [`PAID`] with [`SECRET`], computed by `openssl dgst -sha256 -hmac`.
const SIGNATURE: &str = "sha256=5e565b13cdfbdef817e020afd92b7f2a4bae7297faa4b8fdf1be322f1d618de6";
const SECRET: &str = "It's a Secret to Everybody";

#[test]
fn events_are_read_by_name() {
    assert_eq!(
        Webhook::NAMES,
        ["note", "orderPaid", "orderRefunded", "ping"],
        "documents are joined in the order of names"
    );
    let Ok(Webhook::OrderPaid(paid)) = Webhook::parse("orderPaid", PAID) else { panic!("an order was paid") };
    assert_eq!(paid.id, "o-1");
    let refund = br#"{"type":"order.credited","id":"o-2","reason":null}"#;
    let event = Webhook::parse("orderRefunded", refund).expect("a refund");
    let Webhook::OrderRefunded(Refund { r#type, id, reason, .. }) = &event else { panic!("{event:?}") };
    assert_eq!((r#type, id.as_str(), reason), (&RefundType::OrderCredited, "o-2", &None));
    assert_eq!(Webhook::parse("note", "grüß".as_bytes()), Ok(Webhook::Note("grüß".to_owned())));
    assert_eq!(Webhook::parse("ping", b"anything"), Ok(Webhook::Ping));
    assert!(Webhook::parse("note", b"\xff").is_err());
    assert!(Webhook::parse("orderPaid", br#"{"type":"order.refunded","id":"o-1"}"#).is_err());
    assert!(Webhook::parse("orderPaid", b"").is_err(), "the body is required");
    let names =
        [("orderPaid", PAID), ("ping", b"")].map(|(name, body)| Webhook::parse(name, body).map(|one| one.name()));
    assert_eq!(names, [Ok(Some("orderPaid")), Ok(Some("ping"))]);
}

#[test]
fn events_are_read_by_what_is_in_them() {
    assert!(matches!(Webhook::decode(PAID), Ok(Webhook::OrderPaid(paid)) if paid.id == "o-1"));
    for kind in ["order.refunded", "order.credited"] {
        let body = format!(r#"{{"id":"o","reason":"late","type":"{kind}"}}"#);
        assert!(matches!(Webhook::decode(body.as_bytes()), Ok(Webhook::OrderRefunded(_))), "{kind}");
    }
    assert!(Webhook::decode(b"no JSON").is_err());
    assert!(Webhook::decode(br#"{"type":"order.paid"}"#).is_err(), "a known event has to be as documented");
}

#[test]
fn what_is_not_known_is_kept_as_it_was_received() {
    let body: &[u8] = br#"{ "type" : "order.lost" }"#;
    for event in [Webhook::parse("orderLost", body), Webhook::decode(body)] {
        let event = event.expect("is kept");
        assert_eq!(event.name(), None);
        assert!(matches!(event, Webhook::Unknown(kept) if kept == body));
    }
    assert!(matches!(Webhook::parse("form", b"a=1&b"), Ok(Webhook::Unknown(kept)) if kept == b"a=1&b"[..]));
    assert!(matches!(Webhook::decode(b"[1]"), Ok(Webhook::Unknown(_))));
}

#[test]
fn the_body_of_a_callback_is_a_type() {
    let ended: SubscribeEnded = wire_tests::from_json(br#"{"reason":"paid"}"#).expect("is as documented");
    assert_eq!(ended.reason, "paid");
}

/// A receiver, as a program with axum has it.
async fn receive(State(verifier): State<HmacSha256>, headers: HeaderMap, body: Bytes) -> StatusCode {
    if verifier.verify(&headers, &body).is_err() {
        return StatusCode::UNAUTHORIZED;
    }
    match Webhook::decode(&body) {
        Ok(Webhook::OrderPaid(paid)) if paid.id == "o-1" => StatusCode::OK,
        Ok(_) => StatusCode::ACCEPTED,
        Err(_) => StatusCode::BAD_REQUEST,
    }
}

#[tokio::test]
async fn a_receiver_verifies_then_reads() {
    let verifier = HmacSha256::hex("X-Hub-Signature-256", SECRET).expect("a secret").prefix("sha256=");
    let app = axum::Router::new().route("/hooks", post(receive)).with_state(verifier);
    let send = async |body: &'static [u8], signature: Option<&str>| {
        let mut request = Request::post("/hooks");
        if let Some(signature) = signature {
            request = request.header("x-hub-signature-256", signature);
        }
        let request = request.body(Body::from(body)).expect("a request");
        app.clone().oneshot(request).await.expect("axum answers").status()
    };
    assert_eq!(send(PAID, Some(SIGNATURE)).await, StatusCode::OK);
    assert_eq!(send(br#"{"type":"order.paid","id":"o-2"}"#, Some(SIGNATURE)).await, StatusCode::UNAUTHORIZED);
    assert_eq!(send(PAID, None).await, StatusCode::UNAUTHORIZED);
}
