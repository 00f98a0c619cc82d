//! What comes back: documented and other statuses, and bodies of the wrong shape.

use chatcaptain::Error;
use chatcaptain::runtime::ErrorKind;
use chatcaptain::statistics::ChannelReportComponents;
use project_tests::server::json;
use project_tests::server::response;

use crate::CHANNELS;
use crate::both;
use crate::channel_report;
use crate::export_stats;
use crate::inbox;

#[track_caller]
fn assert_status(mode: &str, error: &Error, status: u16, body: &str) {
    assert_eq!(error.kind(), ErrorKind::Status, "{mode}: {error:?}");
    assert_eq!(error.status().map(|status| status.as_u16()), Some(status), "{mode}");
    assert_eq!(error.body_text(), body, "{mode}");
    assert_eq!(error.operation(), "statistics.get_channels", "{mode}");
}

#[test]
fn failures_are_typed_by_status_and_keep_their_body() {
    type Is = fn(&Error) -> bool;
    let statuses: [(&str, u16, Is); 9] = [
        ("400 Bad Request", 400, Error::is_client_error),
        ("401 Unauthorized", 401, Error::is_unauthorized),
        ("403 Forbidden", 403, Error::is_forbidden),
        ("404 Not Found", 404, Error::is_not_found),
        ("409 Conflict", 409, Error::is_conflict),
        ("429 Too Many Requests", 429, Error::is_rate_limited),
        ("500 Internal Server Error", 500, Error::is_server_error),
        ("503 Service Unavailable", 503, Error::is_server_error),
        ("302 Found", 302, |error| !error.is_client_error() && !error.is_server_error()),
    ];
    for (line, status, is) in statuses {
        for body in ["", "<h1>not JSON</h1>", r#"{"message":"no","statusCode":1}"#] {
            for (mode, result, requests) in both!(vec![response(line, &[], body)], |client| {
                client.statistics().get_channels("bot_1").no_retry()
            }) {
                let error = result.expect_err(mode);
                assert_status(mode, &error, status, body);
                assert!(is(&error), "{mode}: {error:?}");
                assert_eq!((requests.len(), error.attempts()), (1, 1), "{mode}");
            }
        }
    }
}

#[test]
fn the_body_of_a_failure_can_be_read_as_json() {
    let script = || vec![json("403 Forbidden", r#"{"message":"missing permission","statusCode":403}"#)];
    for (mode, result, _) in both!(script(), |client| client.statistics().get_channels("bot_1")) {
        let error = result.expect_err(mode);
        let body: chatcaptain::runtime::JsonObject = error.json().expect("is an object");
        assert_eq!(body["message"], "missing permission", "{mode}");
    }
}

/// The document has 202 for the export and 200 for the rest; servers answer with other successes, too.
#[test]
fn a_success_that_is_not_documented_is_one() {
    for line in ["200 OK", "201 Created", "202 Accepted"] {
        for (mode, result, _) in both!(vec![json(line, r#"{"exportId":"e1"}"#)], |client| {
            client.statistics().export_stats(export_stats()).with_response()
        }) {
            let response = result.expect(mode);
            assert_eq!((response.value.export_id.as_str(), &line[..3]), ("e1", response.status.as_str()), "{mode}");
        }
        for (mode, result, _) in both!(vec![json(line, CHANNELS)], |client| client.statistics().get_channels("bot_1")) {
            result.expect(mode);
        }
    }
    for (mode, result, _) in
        both!(vec![json("204 No Content", "")], |client| client.statistics().export_stats(export_stats()))
    {
        let error = result.expect_err(mode);
        assert_eq!(error.kind(), ErrorKind::Decode, "{mode}: {error:?}");
        assert!(error.to_string().contains("the body is empty"), "{mode}: {error}");
    }
}

#[test]
fn an_error_in_a_success_stays_data() {
    for (mode, result, _) in both!(vec![json("202 Accepted", r#"{"exportId":"e1","error":"later"}"#)], |client| {
        client.statistics().export_stats(export_stats())
    }) {
        assert_eq!(result.expect(mode).error.as_deref(), Some("later"), "{mode}");
    }
}

#[test]
fn the_whole_response_can_be_had() {
    let script = || vec![response("200 OK", &[("X-Left", "9")], CHANNELS)];
    for (mode, result, _) in both!(script(), |client| client.statistics().get_channels("bot_1").with_response()) {
        let response = result.expect(mode);
        assert_eq!((response.status.as_u16(), response.attempts), (200, 1), "{mode}");
        assert_eq!(response.headers["x-left"], "9", "{mode}");
        assert_eq!(response.body, CHANNELS, "{mode}");
        assert_eq!(response.value.channels.len(), 1, "{mode}");
    }
}

#[test]
fn bodies_of_another_shape_are_located() {
    for (body, path, words) in [
        ("{}", "$", "\"data\""),
        (r#"{"data":{}}"#, "$.data", "\"transferredToAgentCount\""),
        (r#"{"data":7}"#, "$.data", "an object"),
        (INBOX_WITHOUT_A_NAME, "$.data.agentPerformance[1]", "\"operatorName\""),
        (r#"{"data":null,"error":{"code":1}}"#, "$.error", "a string"),
        ("[]", "$", "an object"),
        ("null", "$", "an object"),
        ("", "$", "empty"),
        ("<html>", "$", "not JSON"),
        (r#"{"data":null"#, "$", "ends early"),
    ] {
        for (mode, result, requests) in
            both!(vec![json("200 OK", body)], |client| client.statistics().get_inbox_statistics(inbox()))
        {
            let error = result.expect_err(mode);
            assert!(error.is_decode(), "{mode}: {body}: {error:?}");
            let decode = error.decode_error().expect("says where");
            assert_eq!(decode.path(), path, "{mode}: {body}: {error}");
            assert!(error.to_string().contains(words), "{mode}: {body}: {error}");
            assert_eq!(error.body_text(), body, "{mode}");
            assert_eq!(requests.len(), 1, "{mode}: what was answered is not asked again");
        }
    }
}

const INBOX_WITHOUT_A_NAME: &str = r#"{"data":{"transferredToAgentCount":1,"conversationAcceptedCount":2,
"conversationNotAcceptedCount":3,"averageJoinTimeSeconds":4.5,"agentPerformance":[
{"operatorId":"a","acceptedCount":1,"avgJoinTimeSeconds":1.5,"operatorName":"A"},
{"operatorId":"b","acceptedCount":1,"avgJoinTimeSeconds":1.5}]}}"#;

#[test]
fn what_the_document_does_not_know_is_ignored() {
    let body = r#"{"new":{"deep":[1]},"channels":[{"channelType":"NEW","channelName":"n","channelId":"c","more":1}]}"#;
    for (mode, result, _) in both!(vec![json("200 OK", body)], |client| client.statistics().get_channels("bot_1")) {
        assert_eq!(result.expect(mode).channels[0].channel_type, "NEW", "{mode}");
    }
}

#[test]
fn json_is_read_whatever_it_is_called() {
    let with_mark = format!("\u{feff}{CHANNELS}");
    for (media_type, body) in [("text/plain", CHANNELS), ("application/json; charset=utf-8", with_mark.as_str())] {
        let script = || vec![response("200 OK", &[("Content-Type", media_type)], body)];
        for (mode, result, _) in both!(script(), |client| client.statistics().get_channels("bot_1")) {
            assert_eq!(result.expect(mode).channels.len(), 1, "{mode}: {media_type}");
        }
    }
}

#[test]
fn a_report_keeps_its_order_and_its_numbers() {
    use chatcaptain::runtime::JsonObjectExt as _;

    let body =
        r#"{"z":[{"t":1,"n":18446744073709551615}],"a":{"mean":0.1,"big":-9223372036854775808},"21":null,"3":[3,2,1]}"#;
    for (mode, result, _) in both!(vec![json("200 OK", body)], |client| {
        client.statistics().get_channel_report(channel_report(vec![ChannelReportComponents::CallEndReason]))
    }) {
        let report = result.expect(mode);
        assert_eq!(report.keys().collect::<Vec<_>>(), ["z", "a", "21", "3"], "{mode}");
        assert_eq!(serde_json::to_string(&report).expect("is JSON"), body, "{mode}");
        let entry: Vec<u32> = report.entry_as("3").expect("is there").expect("is a list");
        assert_eq!(entry, [3, 2, 1], "{mode}");
        let wrong = report.entry_as::<Vec<String>>("3").expect("is there").expect_err("of numbers");
        assert_eq!(wrong.path(), "$[\"3\"]", "{mode}");
        assert!(report.entry_as::<u32>("4").is_none(), "{mode}");
    }
}

#[test]
fn a_report_that_is_no_object_is_refused() {
    for (mode, result, _) in both!(vec![json("200 OK", "[1]")], |client| {
        client.statistics().get_channel_report(channel_report(vec![ChannelReportComponents::CallEndReason]))
    }) {
        assert!(result.expect_err(mode).is_decode(), "{mode}");
    }
}
