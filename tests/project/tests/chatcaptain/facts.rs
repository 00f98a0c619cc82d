//! The facts about the published page, row by row, in the files that are derived from it and in what rustdoc shows.

use std::collections::BTreeSet;
use std::fs;

use chatcaptain::runtime::JsonObject;
use chatcaptain::runtime::mock::Mock;
use chatcaptain::runtime::mock::MockReply;
use chatcaptain::types::GetStatsExportStatusResponseDto;
use chatcaptain::types::InboxReportDataDto;
use chatcaptain::types::StatsExportResponseDto;
use generator_tests::workspace;
use serde_json::Value;
use serde_json::json;

use crate::CHANNELS;
use crate::KEY;

fn text(path: &str) -> String {
    fs::read_to_string(workspace().join(path)).expect(path)
}

fn document() -> Value {
    serde_json::from_str(&text("spec/openapi.json")).expect("is JSON")
}

/// The docs of a method of the handle, without slashes, from its summary to its last line.
fn docs_of(method: &str) -> Vec<String> {
    let source = text("generated/src/statistics.rs");
    let before = source.split(&format!("    pub fn {method}(")).next().expect("the method is there");
    assert_ne!(before.len(), source.len(), "{method}");
    let lines = before.trim_end().lines().rev().map_while(|line| line.trim().strip_prefix("///"));
    let mut lines: Vec<String> = lines.map(|line| line.trim().to_owned()).collect();
    lines.reverse();
    lines
}

/// Each method with its HTTP method, its path, its published ID and its permission.
const OPERATIONS: [(&str, &str, &str, &str, &str); 6] = [
    ("get_channel_report", "GET", "/reports/channel", "getChannelReport", "get"),
    ("get_overview_report", "GET", "/reports/overview", "getOverviewReport", "get"),
    ("export_stats", "POST", "/export", "exportStats", "export"),
    ("get_stats_export_status", "GET", "/export/{exportId}", "getStatsExportStatus", "export"),
    ("get_inbox_statistics", "GET", "/inbox", "getInboxStatistics", "get"),
    ("get_channels", "GET", "/channels", "getChannels", "get"),
];

#[test]
fn six_operations_with_their_published_ids_and_permissions_in_the_docs() {
    let document = document();
    let paths = document["paths"].as_object().expect("is an object");
    assert_eq!(paths.len(), 6);
    for (name, method, path, id, permission) in OPERATIONS {
        let path = format!("/v1/chatbots/{{chatbotId}}/statistics{path}");
        let id = format!("StatisticsController_{id}[1]_v1");
        assert_eq!(paths[&path][method.to_ascii_lowercase()]["operationId"], id.as_str());
        let docs = docs_of(name);
        let summary = paths[&path][method.to_ascii_lowercase()]["summary"].as_str().expect("has a summary");
        assert_eq!(docs[0], summary, "{name} begins with its summary");
        assert_eq!(
            docs[1..6],
            [
                "",
                &format!("**Required Permission:** `chatbots.statistics.{permission}`"),
                "",
                "**Resource:** `chatbots/:chatbotId`",
                ""
            ]
        );
        assert_eq!(docs[6], format!("`{method} {path}` (`{id}`)"), "{name}");
    }
}

#[test]
fn the_resource_in_the_docs_is_no_path_parameter() {
    for (_, operations) in document()["paths"].as_object().expect("is an object") {
        for (_, operation) in operations.as_object().expect("is an object") {
            let parameters = operation["parameters"].as_array().expect("is a list");
            let in_path = |parameter: &&Value| parameter["in"] == "path";
            let names: Vec<&Value> = parameters.iter().filter(in_path).map(|parameter| &parameter["name"]).collect();
            assert!(names == ["chatbotId"] || names == ["chatbotId", "exportId"], "{names:?}");
        }
    }
}

#[test]
fn the_tag_is_the_module_and_nothing_has_empty_docs() {
    assert_eq!(document()["tags"], json!([{"name": "Statistics", "description": ""}]));
    for file in ["lib.rs", "statistics.rs", "types.rs", "types/interval.rs"] {
        let source = text(&format!("generated/src/{file}"));
        let lines: Vec<&str> = source.lines().map(str::trim).collect();
        for (index, line) in lines.iter().enumerate().filter(|(_, line)| matches!(**line, "///" | "//!")) {
            let is_docs = |line: Option<&&str>| line.is_some_and(|line| line.starts_with("//") && line.len() > 4);
            let between = is_docs(lines.get(index.wrapping_sub(1))) && is_docs(lines.get(index + 1));
            assert!(between, "{file}:{}: an empty line of docs at an edge: {line}", index + 1);
        }
    }
}

#[test]
fn the_version_of_the_document_is_not_that_of_the_crate() {
    assert_eq!(document()["info"]["version"], "1.0");
    assert!(text("generated/Cargo.toml").contains("version = \"0.1.0\""));
    assert!(text("generated/src/lib.rs").contains("//! Version of the API: `1.0`."));
}

#[test]
fn the_server_is_the_default_and_can_be_another() {
    let mock = Mock::new().reply(MockReply::text(200, CHANNELS)).reply(MockReply::text(200, CHANNELS));
    let builder = || chatcaptain::blocking::Client::builder().api_key(KEY).transport(mock.clone());
    builder().build().expect("builds").statistics().get_channels("b").send().expect("succeeds");
    let other = builder().base_url("https://test.example/api/").build().expect("builds");
    other.statistics().get_channels("b").send().expect("succeeds");
    let requests = mock.requests();
    assert_eq!(requests[0].origin, "https://api.chatcaptain.com");
    assert_eq!(
        (requests[1].origin.as_str(), requests[1].target.as_str()),
        ("https://test.example", "/api/v1/chatbots/b/statistics/channels")
    );
}

#[test]
fn every_operation_needs_the_key() {
    let published: Value = serde_json::from_str(&text("spec/published.json")).expect("is JSON");
    assert_eq!(published["components"]["securitySchemes"], Value::Null, "none is published");
    let document = document();
    assert_eq!(document["security"], json!([{"apiKey": []}]));
    let scheme = &document["components"]["securitySchemes"]["apiKey"];
    assert_eq!(
        (&scheme["type"], &scheme["in"], &scheme["name"]),
        (&json!("apiKey"), &json!("header"), &json!("x-chatcaptain-key"))
    );
    for (path, operations) in document["paths"].as_object().expect("is an object") {
        for (method, operation) in operations.as_object().expect("is an object") {
            assert_eq!(operation.get("security"), None, "{method} {path} has no requirement of its own");
        }
    }
    let mock = Mock::new();
    let client = chatcaptain::blocking::Client::builder().transport(mock.clone()).build().expect("builds");
    assert!(client.statistics().get_channels("b").send().expect_err("no key").is_credential());
    assert!(client.statistics().export_stats(crate::export_stats()).send().expect_err("no key").is_credential());
    assert!(mock.requests().is_empty());
}

#[test]
fn variants_tell_their_id_and_their_published_name() {
    let source = text("generated/src/statistics.rs");
    for (id, published, variant) in [
        (0, "STEP_EXEC_COUNT_FOR_CHANNEL_ID", "StepExecCountForChannelId"),
        (15, "MESSAGE_LENGTH_MEDIAN_FOR_CHANNEL_ID", "MessageLengthMedianForChannelId"),
        (16, "CALL_DURATION_TOTAL", "CallDurationTotal"),
        (22, "CALL_TRANSFER_TARGET", "CallTransferTarget"),
        (4, "CONVERSATION_BY_CHANNEL_TYPE", "ConversationByChannelType"),
        (16, "INTERACTION_COUNT_PERIODIC_TREND", "InteractionCountPeriodicTrend"),
    ] {
        assert!(source.contains(&format!("    /// `{id}`: `{published}`\n    {variant},\n")), "{variant}");
    }
}

#[test]
fn the_examples_of_the_rendered_page_are_in_the_document() {
    let document = document();
    let mut examples = BTreeSet::new();
    for operation in document["paths"].as_object().expect("is an object").values().flat_map(|item| item.as_object()) {
        for parameter in operation.values().flat_map(|operation| operation["parameters"].as_array()).flatten() {
            let name = parameter["name"].as_str().expect("has a name");
            if let "from" | "to" = name {
                assert_eq!(parameter["schema"]["format"], "date-time", "{name}");
            }
            if let Some(example) = parameter["schema"]["example"].as_str() {
                examples.insert((name.to_owned(), example.to_owned()));
            }
        }
    }
    let expected = [("components", "0,1,2"), ("from", crate::FROM), ("to", crate::TO)];
    assert_eq!(examples, expected.map(|(name, example)| (name.to_owned(), example.to_owned())).into());
}

#[test]
fn reports_are_free_objects_and_optional_texts_options() {
    fn output<O: chatcaptain::runtime::Operation<chatcaptain::runtime::Async, Output = T>, T>() {}
    output::<chatcaptain::statistics::GetChannelReport, JsonObject>();
    output::<chatcaptain::statistics::GetOverviewReport, JsonObject>();
    output::<chatcaptain::statistics::ExportStats, StatsExportResponseDto>();
    let status: GetStatsExportStatusResponseDto =
        serde_json::from_value(json!({"status": "anything at all"})).expect("only the status is required");
    let (status, url, error): (String, Option<String>, Option<String>) =
        (status.status, status.download_url, status.error);
    assert_eq!((status.as_str(), url, error), ("anything at all", None, None));
    let counts: InboxReportDataDto = serde_json::from_value(json!({
        "transferredToAgentCount": 1, "conversationAcceptedCount": 2, "conversationNotAcceptedCount": 3,
        "averageJoinTimeSeconds": 4, "agentPerformance": []
    }))
    .expect("numbers");
    let _: [f64; 4] = [
        counts.transferred_to_agent_count,
        counts.conversation_accepted_count,
        counts.conversation_not_accepted_count,
        counts.average_join_time_seconds,
    ];
}

#[test]
fn the_failure_of_channels_is_in_its_docs() {
    let docs = docs_of("get_channels");
    let failure = "- 500: Internal server error, e.g. if the channel service is unavailable.";
    assert!(docs.iter().any(|line| line == failure), "{docs:?}");
}

#[test]
fn instructions_to_agents_are_no_content() {
    assert!(text("spec/pages/statistics.md").contains("?ask="), "the page as published has them");
    let files = generator_tests::files_below(&workspace().join("spec/fragments"), &["json"]).into_iter();
    let files = files.chain(generator_tests::files_below(&workspace().join("generated"), &["rs", "md", "toml"]));
    let mut looked = 0;
    for file in files.chain(["published.json", "openapi.json"].map(|file| workspace().join("spec").join(file))) {
        let text = fs::read_to_string(&file).expect("is text");
        assert!(!text.contains("ask=") && !text.contains("Agent Instructions"), "{}", file.display());
        looked += 1;
    }
    assert!(looked > 20, "{looked}");
}
