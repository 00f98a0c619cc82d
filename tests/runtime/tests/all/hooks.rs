//! Functions of the caller around each attempt, in both modes.

use std::sync::Arc;
use std::sync::Mutex;

use runtime_tests::blocking;
use runtime_tests::runtime::Attempt;
use runtime_tests::runtime::OAuthGrant;
use runtime_tests::runtime::OutgoingRequest;
use runtime_tests::runtime::mock::Mock;
use runtime_tests::runtime::mock::MockReply;
use runtime_tests::types::Pet;
use serde_json::json;

use crate::both;
use crate::server::PET;
use crate::server::json as json_response;
use crate::server::response;

/// Lines that hooks write.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<String>>>);

impl Log {
    fn write(&self, line: String) {
        self.0.lock().expect("nobody panics").push(line);
    }

    fn take(&self) -> Vec<String> {
        std::mem::take(&mut *self.0.lock().expect("nobody panics"))
    }
}

/// A stand-in for a signature: what a signer would sign.
fn signed(request: &OutgoingRequest<'_>) -> String {
    let body = request.body().map_or_else(|| "stream".to_owned(), |body| body.len().to_string());
    let key = request.headers().get("x-key").and_then(|key| key.to_str().ok()).unwrap_or_default();
    let path = request.url().path_and_query().map(ToString::to_string).unwrap_or_default();
    format!("{} {path} {body} {key}", request.method()).trim().to_owned()
}

#[test]
fn each_attempt_can_be_logged_without_secrets() {
    let script = || vec![response("503 Busy", &[("x-request-id", "r1")], "later"), json_response("200 OK", PET)];
    let log = Log::default();
    let outcomes = both!(
        script(),
        |builder| {
            let (requests, responses) = (log.clone(), log.clone());
            let builder = builder.api_key("c4n4ry").bearer("c4n4ry").header_secret("x-tenant", "c4n4ry");
            let builder = builder.on_request(move |request| {
                requests.write(format!("{} {:?} {}", request.attempt(), request.operation(), request.url().path()));
                requests.write(format!("{request:?} {:?}", request.headers()));
            });
            builder.on_response(move |attempt: &Attempt<'_>| {
                let id = attempt.headers().and_then(|headers| headers.get("x-request-id")).cloned();
                responses.write(format!("{} {:?} {id:?} {}", attempt.number(), attempt.status(), attempt.body().len()));
                responses.write(format!("{attempt:?}"));
            })
        },
        |client| client.pets().get("1")
    );
    let lines = log.take();
    for ((mode, result, requests), lines) in outcomes.into_iter().zip(lines.chunks(8)) {
        assert_eq!(result.expect(mode).id, 1);
        assert!(requests.iter().all(|request| request.contains("c4n4ry")), "{mode}: it was sent");
        assert_eq!(lines[0], "1 ApiOperation(pets.get: GET /pets/{petId}) /pets/1");
        assert_eq!(lines[2], "1 Some(503) Some(\"r1\") 5");
        assert!(lines[4].starts_with("2 ") && lines[6].starts_with("2 Some(200) None 21"), "{mode}: {lines:?}");
        assert!(lines.iter().all(|line| !line.contains("c4n4ry")), "{mode}: {lines:?}");
    }
    assert_eq!(lines.len(), 16);
}

#[test]
fn a_request_gets_headers_and_query_for_each_attempt() {
    let script = || vec![response("503 Busy", &[], ""), json_response("201 Created", PET)];
    let pet: Pet = serde_json::from_str(PET).expect("is a pet");
    let outcomes = both!(
        script(),
        |builder| builder.api_key("k").on_request(|request| {
            request.header("x-attempt", &request.attempt().to_string());
            request.query("trace", "a b");
        }),
        |client| client.pets().create(&pet).idempotent()
    );
    for (mode, result, requests) in outcomes {
        result.expect(mode);
        assert!(requests[0].starts_with("POST /pets?trace=a%20b HTTP") && requests[0].contains("x-attempt: 1\r\n"));
        assert!(requests[1].starts_with("POST /pets?trace=a%20b HTTP") && requests[1].contains("x-attempt: 2\r\n"));
    }
}

#[test]
fn a_signature_is_over_what_is_sent() {
    let script = || vec![response("503 Busy", &[], ""), json_response("201 Created", PET)];
    let pet: Pet = serde_json::from_str(PET).expect("is a pet");
    let outcomes = both!(
        script(),
        |builder| {
            let builder = builder.api_key("k").sign(|request| {
                let signature = signed(request);
                request.header("x-signature", &signature);
                request.query("signature", &signature.len().to_string());
                Ok(())
            });
            builder.on_request(|request| request.query("time", "1"))
        },
        |client| client.pets().create(&pet).idempotent().query("q", "1")
    );
    for (mode, result, requests) in outcomes {
        result.expect(mode);
        for request in requests {
            assert!(request.starts_with("POST /pets?q=1&time=1&signature=26 HTTP"), "{mode}: {request}");
            assert!(request.contains("x-signature: POST /pets?q=1&time=1 21 k\r\n"), "{mode}: {request}");
        }
    }
}

#[test]
fn a_query_with_a_credential_keeps_what_hooks_add() {
    let mock = Mock::new().reply(MockReply::json(200, &json!({"id": 1, "owner": null})));
    let builder = blocking::Client::builder().query_key("k").session("s").transport(mock.clone());
    let client = builder.on_request(|request| request.query("a", "1")).build().expect("builds");
    client.pets().get("1").send().expect("arrives");
    assert_eq!(mock.requests()[0].target, "/api/pets/1?a=1&api%20key=k");
}

#[test]
fn a_stream_has_no_bytes_to_sign() {
    let mock = Mock::new().reply(MockReply::status(204));
    let builder = blocking::Client::builder().api_key("k").transport(mock.clone());
    let client = builder
        .sign(|request| {
            request.header("x-signature", &signed(request));
            Ok(())
        })
        .build()
        .expect("builds");
    let body = runtime_tests::runtime::Body::reader(std::io::Cursor::new(b"png".to_vec()), Some(3));
    client.pets().set_photo("1", body).send().expect("arrives");
    assert_eq!(mock.requests()[0].header("x-signature"), Some("PUT /api/pets/1/photo stream"));
}

#[test]
fn mistakes_of_hooks_are_errors_before_anything_is_sent() {
    let mock = Mock::new();
    let builder = || blocking::Client::builder().api_key("k").transport(mock.clone());
    let client = builder().on_request(|request| request.header("host", "else")).build().expect("builds");
    assert!(client.pets().get("1").send().expect_err("the client sets it").is_request());
    let client = builder().on_request(|request| request.header("x-mine", "a\nb")).build().expect("builds");
    assert!(client.pets().get("1").send().expect_err("no legal value").is_request());
    let client = builder().sign(|_| Err("the key is locked".into())).build().expect("builds");
    let error = client.pets().get("1").send().expect_err("no signature");
    let source = std::error::Error::source(&error).map(ToString::to_string);
    assert!(error.is_credential() && error.operation() == "pets.get" && error.attempts() == 0, "{error:?}");
    assert_eq!(source.as_deref(), Some("the key is locked"));
    assert!(mock.requests().is_empty());
}

#[test]
fn a_client_without_a_credential_is_authenticated_by_its_signature() {
    let mock = Mock::new().reply(MockReply::json(200, &json!({"id": 1, "owner": null})));
    let builder = blocking::Client::builder().without_credentials().transport(mock.clone());
    let builder = builder.sign(|request| {
        request.header("authorization", "Signature 1");
        Ok(())
    });
    builder.build().expect("builds").pets().get("1").send().expect("arrives");
    assert_eq!(mock.requests()[0].header("authorization"), Some("Signature 1"));
}

#[test]
fn what_goes_to_other_servers_is_not_changed() {
    let token = MockReply::json(200, &json!({"access_token": "t", "token_type": "bearer"}));
    let mock = Mock::new().reply(MockReply::bytes(200, "file")).reply(token);
    mock.push(MockReply::json(200, &json!({"id": 1, "owner": null})));
    let seen = Log::default();
    let (requests, responses) = (seen.clone(), seen.clone());
    let builder = blocking::Client::builder().oauth(OAuthGrant::client_credentials("id", "secret"));
    let builder = builder.on_request(move |request| {
        requests.write(format!("to {}", request.operation().name()));
        request.header("x-mine", "1");
    });
    let builder = builder.on_response(move |attempt| responses.write(format!("of {}", attempt.operation().name())));
    let client = builder.transport(mock.clone()).build().expect("builds");
    client.download("https://files.example.net/f?signature=s").send().expect("arrives");
    client.pets().get("1").send().expect("arrives");
    let with: Vec<_> = mock.requests().iter().map(|request| request.header("x-mine").is_some()).collect();
    assert_eq!(with, [false, false, true]);
    assert_eq!(seen.take(), ["of download", "to pets.get", "of pets.get"]);
}
