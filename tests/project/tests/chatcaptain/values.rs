//! Values of the published types: lists told in descriptions, numbers, and what the crate does not know yet.

use chatcaptain::statistics::ChannelReportComponents;
use chatcaptain::statistics::ExportStats;
use chatcaptain::statistics::GetChannelReport;
use chatcaptain::statistics::GetChannels;
use chatcaptain::statistics::GetInboxStatistics;
use chatcaptain::statistics::GetOverviewReport;
use chatcaptain::statistics::GetStatsExportStatus;
use chatcaptain::statistics::OverviewReportComponents;
use chatcaptain::types::GetInboxReportResponseDto;
use chatcaptain::types::Interval;

#[test]
fn the_two_lists_of_components_are_two_types() {
    assert_eq!(ChannelReportComponents::KNOWN.len(), 23);
    assert_eq!(OverviewReportComponents::KNOWN.len(), 17);
    let ids = |texts: Vec<&str>| texts == (0..texts.len()).map(|id| id.to_string()).collect::<Vec<_>>();
    assert!(ids(ChannelReportComponents::KNOWN.iter().map(|known| known.as_str()).collect()));
    assert!(ids(OverviewReportComponents::KNOWN.iter().map(|known| known.as_str()).collect()));
    assert_eq!(ChannelReportComponents::from(4), ChannelReportComponents::ConversationLanguagesForChannelId);
    assert_eq!(OverviewReportComponents::from(4), OverviewReportComponents::ConversationByChannelType);
    assert_eq!(ChannelReportComponents::from(21), ChannelReportComponents::CallEndReason);
}

#[test]
fn unknown_values_are_kept_both_ways() {
    let newer = ChannelReportComponents::from(42);
    assert_eq!(newer, ChannelReportComponents::Unknown("42".to_owned()));
    assert_eq!(newer.as_str(), "42");
    let received: Vec<ChannelReportComponents> = serde_json::from_str(r#"["0","42","x"]"#).expect("are texts");
    assert_eq!(received[1], newer);
    assert_eq!(serde_json::to_string(&received).expect("is JSON"), r#"["0","42","x"]"#);
    let overview: OverviewReportComponents = "17".parse().expect("never fails");
    assert_eq!(overview.to_string(), "17");
}

#[test]
fn intervals_are_whole_numbers() {
    assert_eq!(Interval::KNOWN, [Interval::Day, Interval::Hour]);
    assert_eq!((Interval::Day.as_i64(), Interval::Hour.as_i64()), (86_400, 3_600));
    for (text, interval, sent) in [
        ("86400", Interval::Day, "86400"),
        ("86400.0", Interval::Day, "86400"),
        ("8.64e4", Interval::Day, "86400"),
        ("3600", Interval::Hour, "3600"),
        ("60", Interval::Unknown(60), "60"),
        ("-1", Interval::Unknown(-1), "-1"),
    ] {
        let read: Interval = serde_json::from_str(text).expect(text);
        assert_eq!(read, interval, "{text}");
        assert_eq!(serde_json::to_string(&read).expect("is JSON"), sent, "{text}");
        assert_eq!(read.to_string(), sent, "{text}");
    }
    for text in ["86400.5", "\"86400\"", "1e30", "null"] {
        assert!(serde_json::from_str::<Interval>(text).is_err(), "{text}");
    }
}

#[test]
fn inbox_statistics_have_counts_and_two_spellings() {
    let text = r#"{"data":{"transferredToAgentCount":3,"conversationAcceptedCount":2.5,"conversationNotAcceptedCount":0,"averageJoinTimeSeconds":12.25,"agentPerformance":[{"operatorId":"o1","acceptedCount":2,"avgJoinTimeSeconds":0.1,"operatorName":"Ö"}]},"error":"partial"}"#;
    let reply: GetInboxReportResponseDto = serde_json::from_str(text).expect("is as documented");
    let data = reply.data.expect("is there");
    assert_eq!((data.transferred_to_agent_count, data.conversation_accepted_count), (3.0, 2.5));
    assert_eq!((data.conversation_not_accepted_count, data.average_join_time_seconds), (0.0, 12.25));
    let agent = &data.agent_performance[0];
    assert_eq!((agent.accepted_count, agent.avg_join_time_seconds), (2.0, 0.1));
    assert_eq!((agent.operator_id.as_str(), agent.operator_name.as_str()), ("o1", "Ö"));
    assert_eq!(reply.error.as_deref(), Some("partial"));
}

#[test]
fn null_data_is_none_and_missing_data_an_error() {
    let none: GetInboxReportResponseDto = serde_json::from_str(r#"{"data":null}"#).expect("null is allowed");
    assert_eq!((&none.data, &none.error), (&None, &None));
    assert_eq!(serde_json::to_string(&none).expect("is JSON"), r#"{"data":null}"#);
    assert!(serde_json::from_str::<GetInboxReportResponseDto>("{}").is_err());
    let none: GetInboxReportResponseDto =
        serde_json::from_str(r#"{"data":null,"error":null}"#).expect("an optional text may be null");
    assert_eq!(none.error, None);
}

#[test]
fn the_permissions_are_known_to_programs() {
    assert_eq!(GetChannels::REQUIRED_PERMISSION, "chatbots.statistics.get");
    assert_eq!(GetChannelReport::REQUIRED_PERMISSION, "chatbots.statistics.get");
    assert_eq!(GetOverviewReport::REQUIRED_PERMISSION, "chatbots.statistics.get");
    assert_eq!(GetInboxStatistics::REQUIRED_PERMISSION, "chatbots.statistics.get");
    assert_eq!(ExportStats::REQUIRED_PERMISSION, "chatbots.statistics.export");
    assert_eq!(GetStatsExportStatus::REQUIRED_PERMISSION, "chatbots.statistics.export");
}

#[test]
fn dates_keep_their_milliseconds() {
    for text in [crate::FROM, crate::TO, "2025-01-01T00:00:00Z", "2025-01-01T00:00:00.000000+02:00"] {
        assert_eq!(crate::time(text).to_string(), text);
    }
}
