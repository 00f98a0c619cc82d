//! The client of ChatCaptain as its users have it: over real sockets, async and blocking, down to the bytes; and the facts about
//! the published page, in the files that are derived from it.

mod derived;
mod export;
mod facts;
mod network;
mod replies;
mod requests;
mod secrets;
mod values;
mod wire;

use chatcaptain::datetime::DateTime;
use chatcaptain::statistics::ChannelReportComponents;
use chatcaptain::statistics::ExportStats;
use chatcaptain::statistics::GetChannelReport;
use chatcaptain::statistics::GetInboxStatistics;
use chatcaptain::statistics::GetOverviewReport;
use chatcaptain::statistics::OverviewReportComponents;
use chatcaptain::types::Interval;

/// Makes one call with an async and with a blocking client, each against a server of its own that plays the same script.
/// Gives for each the name of the mode, the result and the requests that arrived.
#[macro_export]
macro_rules! both {
    ($script:expr, |$client:ident| $call:expr) => {
        $crate::both!($script, |builder| builder, |$client| $call)
    };
    ($script:expr, |$builder:ident| $configure:expr, |$client:ident| $call:expr) => {{
        let mut outcomes = Vec::new();
        {
            let server = project_tests::server::Server::play($script);
            let $builder = chatcaptain::Client::builder().base_url(server.url()).allow_http(true).api_key($crate::KEY);
            let $client = $configure.build().expect("the client builds");
            let runtime = tokio::runtime::Runtime::new().expect("tokio starts");
            let result = runtime.block_on(async { $call.send().await });
            outcomes.push(("async", result, server.requests()));
        }
        {
            let server = project_tests::server::Server::play($script);
            let $builder =
                chatcaptain::blocking::Client::builder().base_url(server.url()).allow_http(true).api_key($crate::KEY);
            let $client = $configure.build().expect("the client builds");
            let result = $call.send();
            outcomes.push(("blocking", result, server.requests()));
        }
        outcomes
    }};
}

/// A key as the clients of these tests have it.
const KEY: &str = "CCSB-test";

const FROM: &str = "2025-01-04T23:00:00.000Z";
const TO: &str = "2025-02-01T22:59:59.999Z";

const CHANNELS: &str = r#"{"channels":[{"channelId":"web","channelName":"Web","channelType":"WEB"}]}"#;

fn time(text: &str) -> DateTime {
    text.parse().expect("is a date-time")
}

fn export_stats() -> ExportStats {
    ExportStats { chatbot_id: "bot_1".into(), from: time(FROM), to: time(TO) }
}

fn inbox() -> GetInboxStatistics {
    GetInboxStatistics { chatbot_id: "bot_1".into(), from: time(FROM), to: time(TO) }
}

fn channel_report(components: Vec<ChannelReportComponents>) -> GetChannelReport {
    GetChannelReport {
        chatbot_id: "bot_1".into(),
        channel_id: "web".into(),
        from: time(FROM),
        to: time(TO),
        interval: Interval::Day,
        components,
    }
}

fn overview_report(components: Vec<OverviewReportComponents>) -> GetOverviewReport {
    GetOverviewReport {
        chatbot_id: "bot_1".into(),
        from: time(FROM),
        to: time(TO),
        interval: Interval::Hour,
        components,
    }
}
