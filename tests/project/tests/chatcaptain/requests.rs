//! What goes out: request lines byte for byte, headers, and what is refused before anything goes out.

use chatcaptain::statistics::ChannelReportComponents;
use chatcaptain::statistics::GetStatsExportStatus;
use chatcaptain::statistics::OverviewReportComponents;
use chatcaptain::types::Interval;
use project_tests::server::json;

use crate::CHANNELS;
use crate::KEY;
use crate::both;
use crate::channel_report;
use crate::export_stats;
use crate::inbox;
use crate::overview_report;
use crate::wire::Wire;

/// What both dates are on the wire.
const DATES: &str = "from=2025-01-04T23%3A00%3A00.000Z&to=2025-02-01T22%3A59%3A59.999Z";

#[track_caller]
fn assert_get(mode: &str, requests: &[String], target: &str) {
    assert_eq!(requests.len(), 1, "{mode}");
    let request = Wire::of(&requests[0]);
    assert_eq!(request.line, format!("GET {target} HTTP/1.1"), "{mode}");
    assert_eq!(request.header("x-chatcaptain-key"), [KEY], "{mode}");
    assert_eq!(request.header("accept"), ["application/json"], "{mode}");
    assert_eq!(request.header("user-agent"), [concat!("chatcaptain/", "0.1.0")], "{mode}");
    assert_eq!(request.names(), ["accept", "host", "user-agent", "x-chatcaptain-key"], "{mode}: and no other header");
    assert_eq!(request.body, "", "{mode}");
}

#[test]
fn get_channels() {
    for (mode, result, requests) in
        both!(vec![json("200 OK", CHANNELS)], |client| client.statistics().get_channels("bot_1"))
    {
        let channels = result.expect(mode).channels;
        assert_eq!(channels[0].channel_id, "web");
        assert_eq!((channels[0].channel_name.as_str(), channels[0].channel_type.as_str()), ("Web", "WEB"));
        assert_get(mode, &requests, "/v1/chatbots/bot_1/statistics/channels");
    }
}

#[test]
fn export_stats_is_a_post_without_a_body() {
    for (mode, result, requests) in both!(vec![json("202 Accepted", r#"{"exportId":"e1"}"#)], |client| {
        client.statistics().export_stats(export_stats())
    }) {
        let reply = result.expect(mode);
        assert_eq!((reply.export_id.as_str(), reply.error), ("e1", None), "{mode}");
        let request = Wire::of(&requests[0]);
        assert_eq!(request.line, format!("POST /v1/chatbots/bot_1/statistics/export?{DATES} HTTP/1.1"), "{mode}");
        assert_eq!(request.header("content-length"), ["0"], "{mode}");
        assert_eq!(request.header("x-chatcaptain-key"), [KEY], "{mode}");
        let names = ["accept", "content-length", "host", "user-agent", "x-chatcaptain-key"];
        assert_eq!(request.names(), names, "{mode}: no content type, no transfer encoding");
        assert_eq!(request.body, "", "{mode}");
    }
}

#[test]
fn get_stats_export_status() {
    let arguments = || GetStatsExportStatus { chatbot_id: "bot_1".into(), export_id: "e/1".into() };
    for (mode, result, requests) in both!(vec![json("200 OK", r#"{"status":"RUNNING"}"#)], |client| {
        client.statistics().get_stats_export_status(arguments())
    }) {
        let reply = result.expect(mode);
        assert_eq!((reply.status.as_str(), reply.download_url, reply.error), ("RUNNING", None, None), "{mode}");
        assert_get(mode, &requests, "/v1/chatbots/bot_1/statistics/export/e%2F1");
    }
}

#[test]
fn get_inbox_statistics() {
    for (mode, result, requests) in
        both!(vec![json("200 OK", r#"{"data":null}"#)], |client| client.statistics().get_inbox_statistics(inbox()))
    {
        assert_eq!(result.expect(mode).data, None, "{mode}");
        assert_get(mode, &requests, &format!("/v1/chatbots/bot_1/statistics/inbox?{DATES}"));
    }
}

#[test]
fn get_channel_report() {
    let components = || {
        vec![
            ChannelReportComponents::StepExecCountForChannelId,
            ChannelReportComponents::ConversationCountForChannelId,
            ChannelReportComponents::CallTransferTarget,
        ]
    };
    for (mode, result, requests) in both!(vec![json("200 OK", "{}")], |client| {
        client.statistics().get_channel_report(channel_report(components()))
    }) {
        assert!(result.expect(mode).is_empty(), "{mode}");
        let target = format!(
            "/v1/chatbots/bot_1/statistics/reports/channel?channelId=web&{DATES}&interval=86400&components=0,1,22"
        );
        assert_get(mode, &requests, &target);
    }
}

#[test]
fn get_overview_report() {
    let components = || {
        vec![
            OverviewReportComponents::InteractionCountPeriodicTrend,
            OverviewReportComponents::ConversationByChannelType,
        ]
    };
    for (mode, result, requests) in both!(vec![json("200 OK", "{}")], |client| {
        client.statistics().get_overview_report(overview_report(components()))
    }) {
        assert!(result.expect(mode).is_empty(), "{mode}");
        let target = format!("/v1/chatbots/bot_1/statistics/reports/overview?{DATES}&interval=3600&components=16,4");
        assert_get(mode, &requests, &target);
    }
}

#[test]
fn values_newer_than_the_crate_are_sent() {
    let mut arguments = channel_report(vec![ChannelReportComponents::from(42), ChannelReportComponents::from(21)]);
    arguments.interval = Interval::from(604_800);
    for (mode, result, requests) in
        both!(vec![json("200 OK", "{}")], |client| { client.statistics().get_channel_report(arguments.clone()) })
    {
        result.expect(mode);
        assert!(Wire::of(&requests[0]).line.ends_with("&interval=604800&components=42,21 HTTP/1.1"), "{mode}");
    }
}

#[test]
fn delimiters_inside_values_are_encoded() {
    let mut arguments = channel_report(vec![ChannelReportComponents::from("1,2&x=y")]);
    arguments.channel_id = "a b&c=d+é".into();
    for (mode, result, requests) in
        both!(vec![json("200 OK", "{}")], |client| { client.statistics().get_channel_report(arguments.clone()) })
    {
        result.expect(mode);
        let line = Wire::of(&requests[0]).line;
        assert!(line.contains("?channelId=a%20b%26c%3Dd%2B%C3%A9&from="), "{mode}: {line}");
        assert!(line.ends_with("&components=1%2C2%26x%3Dy HTTP/1.1"), "{mode}: {line}");
    }
}

#[test]
fn dates_are_sent_as_they_were_given() {
    let mut arguments = inbox();
    arguments.from = crate::time("2025-01-05T00:00:00+01:00");
    for (mode, result, requests) in both!(vec![json("200 OK", r#"{"data":null}"#)], |client| {
        client.statistics().get_inbox_statistics(arguments.clone())
    }) {
        result.expect(mode);
        let line = Wire::of(&requests[0]).line;
        assert!(line.contains("?from=2025-01-05T00%3A00%3A00%2B01%3A00&to="), "{mode}: {line}");
    }
}

#[test]
fn no_components_are_refused_before_sending() {
    for (mode, result, requests) in
        both!(vec![], |client| client.statistics().get_channel_report(channel_report(vec![])))
    {
        let error = result.expect_err(mode);
        assert!(error.is_request(), "{mode}: {error:?}");
        assert!(error.to_string().starts_with("statistics.get_channel_report: parameter \"components\": "), "{error}");
        assert_eq!((requests.len(), error.attempts()), (0, 0), "{mode}");
    }
    for (mode, result, requests) in
        both!(vec![], |client| client.statistics().get_overview_report(overview_report(vec![])))
    {
        assert!(result.expect_err(mode).is_request(), "{mode}");
        assert!(requests.is_empty(), "{mode}");
    }
}

#[test]
fn path_values_are_one_segment_each() {
    for (value, sent) in [
        ("a/b", "a%2Fb"),
        ("a?b#c", "a%3Fb%23c"),
        ("50%", "50%25"),
        ("%2e%2e", "%252e%252e"),
        ("../x", "..%2Fx"),
        ("a.b..c", "a.b..c"),
        ("ä", "%C3%A4"),
        ("a b;c=d,e", "a%20b%3Bc%3Dd%2Ce"),
        ("a\\b\r\nc", "a%5Cb%0D%0Ac"),
    ] {
        for (mode, result, requests) in
            both!(vec![json("200 OK", CHANNELS)], |client| client.statistics().get_channels(value))
        {
            result.expect(mode);
            let line = Wire::of(&requests[0]).line;
            assert_eq!(line, format!("GET /v1/chatbots/{sent}/statistics/channels HTTP/1.1"), "{mode}");
        }
    }
    for value in ["", ".", ".."] {
        for (mode, result, requests) in both!(vec![], |client| client.statistics().get_channels(value)) {
            assert!(result.expect_err(mode).is_request(), "{mode}: {value:?}");
            assert!(requests.is_empty(), "{mode}: {value:?}");
        }
    }
}

#[test]
fn a_call_can_have_more_than_the_document_says() {
    for (mode, result, requests) in both!(vec![json("200 OK", CHANNELS)], |client| {
        client.statistics().get_channels("bot_1").header("X-Request-Id", "abc").query("debug", "1&2")
    }) {
        result.expect(mode);
        let request = Wire::of(&requests[0]);
        assert_eq!(request.line, "GET /v1/chatbots/bot_1/statistics/channels?debug=1%262 HTTP/1.1", "{mode}");
        assert_eq!(request.header("x-request-id"), ["abc"], "{mode}");
    }
}

#[test]
fn without_a_key_nothing_is_sent() {
    let server = project_tests::server::Server::play(vec![json("200 OK", CHANNELS)]);
    let builder = chatcaptain::blocking::Client::builder().base_url(server.url()).allow_http(true);
    let client = builder.build().expect("builds");
    let error = client.statistics().get_channels("bot_1").send().expect_err("no key");
    assert!(error.is_credential(), "{error:?}");
    assert!(error.to_string().contains("apiKey") || error.to_string().contains("api_key"), "{error}");
    assert!(server.requests().is_empty());
}
