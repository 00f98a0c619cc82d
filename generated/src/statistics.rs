// Made by crategen from the API's description. Changes here are lost: change the description.

use crate::runtime;
use crate::types;

#[derive(Clone, Copy, Debug)]
pub struct Statistics<'a, M: runtime::Mode> {
    client: &'a runtime::Client<M>,
}

impl<'a, M: runtime::Mode> Statistics<'a, M> {
    pub(crate) fn new(client: &'a runtime::Client<M>) -> Self {
        Self { client }
    }

    /// Retrieves all channels associated with a chatbot
    ///
    /// **Required Permission:** `chatbots.statistics.get`
    ///
    /// **Resource:** `chatbots/:chatbotId`
    ///
    /// `GET /v1/chatbots/{chatbotId}/statistics/channels` (`StatisticsController_getChannels[1]_v1`)
    ///
    /// Returns [`StatsGetChannelsResponseDto`](crate::types::StatsGetChannelsResponseDto).
    ///
    /// # Errors
    /// An [`Error`](crate::Error):
    ///
    /// - 500: Internal server error, e.g. if the channel service is unavailable.
    ///
    /// # Example
    ///
    /// ```no_run
    /// # async fn example(client: chatcaptain::Client) -> Result<(), Box<dyn std::error::Error>> {
    /// let reply = client.statistics().get_channels("chatbotId").await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn get_channels(
        &self,
        chatbot_id: impl Into<String>,
    ) -> runtime::Call<GetChannels, M> {
        runtime::Call::new(self.client).param(0, &chatbot_id.into())
    }

    /// Creates an export of statistics
    ///
    /// **Required Permission:** `chatbots.statistics.export`
    ///
    /// **Resource:** `chatbots/:chatbotId`
    ///
    /// `POST /v1/chatbots/{chatbotId}/statistics/export` (`StatisticsController_exportStats[1]_v1`)
    ///
    /// Returns [`StatsExportResponseDto`](crate::types::StatsExportResponseDto).
    ///
    /// # Errors
    /// An [`Error`](crate::Error): the document describes no failure.
    ///
    /// # Example
    ///
    /// ```no_run
    /// # async fn example(client: chatcaptain::Client) -> Result<(), Box<dyn std::error::Error>> {
    /// let reply = client
    ///     .statistics()
    ///     .export_stats(chatcaptain::statistics::ExportStats {
    ///         chatbot_id: "chatbotId".into(),
    ///         from: chatcaptain::from_json::<
    ///             chatcaptain::datetime::DateTime,
    ///         >(br#""2025-01-04T23:00:00.000Z""#)?,
    ///         to: chatcaptain::from_json::<
    ///             chatcaptain::datetime::DateTime,
    ///         >(br#""2025-02-01T22:59:59.999Z""#)?,
    ///     })
    ///     .await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn export_stats(&self, arguments: ExportStats) -> runtime::Call<ExportStats, M> {
        runtime::Call::new(self.client)
            .param(0, &arguments.chatbot_id)
            .param(1, &arguments.from)
            .param(2, &arguments.to)
    }

    /// Retrieves the status of a statistics export
    ///
    /// **Required Permission:** `chatbots.statistics.export`
    ///
    /// **Resource:** `chatbots/:chatbotId`
    ///
    /// `GET /v1/chatbots/{chatbotId}/statistics/export/{exportId}` (`StatisticsController_getStatsExportStatus[1]_v1`)
    ///
    /// Returns [`GetStatsExportStatusResponseDto`](crate::types::GetStatsExportStatusResponseDto).
    ///
    /// # Errors
    /// An [`Error`](crate::Error): the document describes no failure.
    ///
    /// # Example
    ///
    /// ```no_run
    /// # async fn example(client: chatcaptain::Client) -> Result<(), Box<dyn std::error::Error>> {
    /// let reply = client
    ///     .statistics()
    ///     .get_stats_export_status(chatcaptain::statistics::GetStatsExportStatus {
    ///         chatbot_id: "chatbotId".into(),
    ///         export_id: "exportId".into(),
    ///     })
    ///     .await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn get_stats_export_status(
        &self,
        arguments: GetStatsExportStatus,
    ) -> runtime::Call<GetStatsExportStatus, M> {
        runtime::Call::new(self.client)
            .param(0, &arguments.chatbot_id)
            .param(1, &arguments.export_id)
    }

    /// Retrieves statistics of the inbox section of a chatbot.
    ///
    /// **Required Permission:** `chatbots.statistics.get`
    ///
    /// **Resource:** `chatbots/:chatbotId`
    ///
    /// `GET /v1/chatbots/{chatbotId}/statistics/inbox` (`StatisticsController_getInboxStatistics[1]_v1`)
    ///
    /// Returns [`GetInboxReportResponseDto`](crate::types::GetInboxReportResponseDto).
    ///
    /// # Errors
    /// An [`Error`](crate::Error): the document describes no failure.
    ///
    /// # Example
    ///
    /// ```no_run
    /// # async fn example(client: chatcaptain::Client) -> Result<(), Box<dyn std::error::Error>> {
    /// let reply = client
    ///     .statistics()
    ///     .get_inbox_statistics(chatcaptain::statistics::GetInboxStatistics {
    ///         chatbot_id: "chatbotId".into(),
    ///         from: chatcaptain::from_json::<
    ///             chatcaptain::datetime::DateTime,
    ///         >(br#""2025-01-04T23:00:00.000Z""#)?,
    ///         to: chatcaptain::from_json::<
    ///             chatcaptain::datetime::DateTime,
    ///         >(br#""2025-02-01T22:59:59.999Z""#)?,
    ///     })
    ///     .await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn get_inbox_statistics(
        &self,
        arguments: GetInboxStatistics,
    ) -> runtime::Call<GetInboxStatistics, M> {
        runtime::Call::new(self.client)
            .param(0, &arguments.chatbot_id)
            .param(1, &arguments.from)
            .param(2, &arguments.to)
    }

    /// Generates a channel-specific report
    ///
    /// **Required Permission:** `chatbots.statistics.get`
    ///
    /// **Resource:** `chatbots/:chatbotId`
    ///
    /// `GET /v1/chatbots/{chatbotId}/statistics/reports/channel` (`StatisticsController_getChannelReport[1]_v1`)
    ///
    /// Returns a [`JsonObject`](crate::JsonObject).
    ///
    /// # Errors
    /// An [`Error`](crate::Error): the document describes no failure.
    ///
    /// # Example
    ///
    /// ```no_run
    /// # async fn example(client: chatcaptain::Client) -> Result<(), Box<dyn std::error::Error>> {
    /// let reply = client
    ///     .statistics()
    ///     .get_channel_report(chatcaptain::statistics::GetChannelReport {
    ///         chatbot_id: "chatbotId".into(),
    ///         channel_id: "channelId".into(),
    ///         from: chatcaptain::from_json::<
    ///             chatcaptain::datetime::DateTime,
    ///         >(br#""2025-01-04T23:00:00.000Z""#)?,
    ///         to: chatcaptain::from_json::<
    ///             chatcaptain::datetime::DateTime,
    ///         >(br#""2025-02-01T22:59:59.999Z""#)?,
    ///         interval: chatcaptain::types::Interval::Day,
    ///         components: vec![
    ///             chatcaptain::statistics::ChannelReportComponents::StepExecCountForChannelId
    ///         ],
    ///     })
    ///     .await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn get_channel_report(
        &self,
        arguments: GetChannelReport,
    ) -> runtime::Call<GetChannelReport, M> {
        runtime::Call::new(self.client)
            .param(0, &arguments.chatbot_id)
            .param(1, &arguments.channel_id)
            .param(2, &arguments.from)
            .param(3, &arguments.to)
            .param(4, &arguments.interval)
            .param(5, &arguments.components)
    }

    /// Generates an overview report
    ///
    /// **Required Permission:** `chatbots.statistics.get`
    ///
    /// **Resource:** `chatbots/:chatbotId`
    ///
    /// `GET /v1/chatbots/{chatbotId}/statistics/reports/overview` (`StatisticsController_getOverviewReport[1]_v1`)
    ///
    /// Returns a [`JsonObject`](crate::JsonObject).
    ///
    /// # Errors
    /// An [`Error`](crate::Error): the document describes no failure.
    ///
    /// # Example
    ///
    /// ```no_run
    /// # async fn example(client: chatcaptain::Client) -> Result<(), Box<dyn std::error::Error>> {
    /// let reply = client
    ///     .statistics()
    ///     .get_overview_report(chatcaptain::statistics::GetOverviewReport {
    ///         chatbot_id: "chatbotId".into(),
    ///         from: chatcaptain::from_json::<
    ///             chatcaptain::datetime::DateTime,
    ///         >(br#""2025-01-04T23:00:00.000Z""#)?,
    ///         to: chatcaptain::from_json::<
    ///             chatcaptain::datetime::DateTime,
    ///         >(br#""2025-02-01T22:59:59.999Z""#)?,
    ///         interval: chatcaptain::types::Interval::Day,
    ///         components: vec![
    ///             chatcaptain::statistics::OverviewReportComponents::StepExecCount
    ///         ],
    ///     })
    ///     .await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn get_overview_report(
        &self,
        arguments: GetOverviewReport,
    ) -> runtime::Call<GetOverviewReport, M> {
        runtime::Call::new(self.client)
            .param(0, &arguments.chatbot_id)
            .param(1, &arguments.from)
            .param(2, &arguments.to)
            .param(3, &arguments.interval)
            .param(4, &arguments.components)
    }
}

/// Marker type of [`Statistics::get_channels`](crate::statistics::Statistics::get_channels).
#[derive(Debug)]
#[non_exhaustive]
pub struct GetChannels;

impl GetChannels {
    /// The permission that the key needs for this operation.
    pub const REQUIRED_PERMISSION: &'static str = "chatbots.statistics.get";
}

static GET_CHANNELS: runtime::OperationInfo = runtime::OperationInfo::get(
        "StatisticsController_getChannels[1]_v1",
        "statistics.get_channels",
        &[
            runtime::Segment::Literal("/v1/chatbots/"),
            runtime::Segment::Param(0),
            runtime::Segment::Literal("/statistics/channels"),
        ],
    )
    .params(&[runtime::Param::path("chatbotId")])
    .security(&[&[runtime::SecurityRequirement::scheme(0)]])
    .accept("application/json")
    .success(&[runtime::Status::Code(200)]);

impl<M: runtime::Mode> runtime::Operation<M> for GetChannels {
    const INFO: &'static runtime::OperationInfo = &GET_CHANNELS;
    type Output = types::StatsGetChannelsResponseDto;
    fn decode(reply: runtime::Reply<M>) -> Result<Self::Output, runtime::Error> {
        reply.json()
    }
}

/// Required arguments of [`Statistics::export_stats`](crate::statistics::Statistics::export_stats).
#[derive(Clone, Debug, PartialEq)]
pub struct ExportStats {
    /// The ID of the chatbot
    pub chatbot_id: String,
    /// The start date of the statistics timeframe (ISO format).
    pub from: crate::datetime::DateTime,
    /// The end date of the statistics timeframe (ISO format).
    pub to: crate::datetime::DateTime,
}

impl ExportStats {
    /// The permission that the key needs for this operation.
    pub const REQUIRED_PERMISSION: &'static str = "chatbots.statistics.export";
}

static EXPORT_STATS: runtime::OperationInfo = runtime::OperationInfo::post(
        "StatisticsController_exportStats[1]_v1",
        "statistics.export_stats",
        &[
            runtime::Segment::Literal("/v1/chatbots/"),
            runtime::Segment::Param(0),
            runtime::Segment::Literal("/statistics/export"),
        ],
    )
    .params(
        &[
            runtime::Param::path("chatbotId"),
            runtime::Param::query("from").required(),
            runtime::Param::query("to").required(),
        ],
    )
    .security(&[&[runtime::SecurityRequirement::scheme(0)]])
    .accept("application/json")
    .success(&[runtime::Status::Code(202)]);

impl<M: runtime::Mode> runtime::Operation<M> for ExportStats {
    const INFO: &'static runtime::OperationInfo = &EXPORT_STATS;
    type Output = types::StatsExportResponseDto;
    fn decode(reply: runtime::Reply<M>) -> Result<Self::Output, runtime::Error> {
        reply.json()
    }
}

/// Required arguments of [`Statistics::get_stats_export_status`](crate::statistics::Statistics::get_stats_export_status).
#[derive(Clone, Debug, PartialEq)]
pub struct GetStatsExportStatus {
    /// The ID of the chatbot
    pub chatbot_id: String,
    /// The Id of the export job.
    pub export_id: String,
}

impl GetStatsExportStatus {
    /// The permission that the key needs for this operation.
    pub const REQUIRED_PERMISSION: &'static str = "chatbots.statistics.export";
}

static GET_STATS_EXPORT_STATUS: runtime::OperationInfo = runtime::OperationInfo::get(
        "StatisticsController_getStatsExportStatus[1]_v1",
        "statistics.get_stats_export_status",
        &[
            runtime::Segment::Literal("/v1/chatbots/"),
            runtime::Segment::Param(0),
            runtime::Segment::Literal("/statistics/export/"),
            runtime::Segment::Param(1),
        ],
    )
    .params(&[runtime::Param::path("chatbotId"), runtime::Param::path("exportId")])
    .security(&[&[runtime::SecurityRequirement::scheme(0)]])
    .accept("application/json")
    .success(&[runtime::Status::Code(200)]);

impl<M: runtime::Mode> runtime::Operation<M> for GetStatsExportStatus {
    const INFO: &'static runtime::OperationInfo = &GET_STATS_EXPORT_STATUS;
    type Output = types::GetStatsExportStatusResponseDto;
    fn decode(reply: runtime::Reply<M>) -> Result<Self::Output, runtime::Error> {
        reply.json()
    }
}

/// Required arguments of [`Statistics::get_inbox_statistics`](crate::statistics::Statistics::get_inbox_statistics).
#[derive(Clone, Debug, PartialEq)]
pub struct GetInboxStatistics {
    /// The ID of the chatbot
    pub chatbot_id: String,
    /// The start date of the statistics timeframe (ISO format).
    pub from: crate::datetime::DateTime,
    /// The end date of the statistics timeframe (ISO format).
    pub to: crate::datetime::DateTime,
}

impl GetInboxStatistics {
    /// The permission that the key needs for this operation.
    pub const REQUIRED_PERMISSION: &'static str = "chatbots.statistics.get";
}

static GET_INBOX_STATISTICS: runtime::OperationInfo = runtime::OperationInfo::get(
        "StatisticsController_getInboxStatistics[1]_v1",
        "statistics.get_inbox_statistics",
        &[
            runtime::Segment::Literal("/v1/chatbots/"),
            runtime::Segment::Param(0),
            runtime::Segment::Literal("/statistics/inbox"),
        ],
    )
    .params(
        &[
            runtime::Param::path("chatbotId"),
            runtime::Param::query("from").required(),
            runtime::Param::query("to").required(),
        ],
    )
    .security(&[&[runtime::SecurityRequirement::scheme(0)]])
    .accept("application/json")
    .success(&[runtime::Status::Code(200)]);

impl<M: runtime::Mode> runtime::Operation<M> for GetInboxStatistics {
    const INFO: &'static runtime::OperationInfo = &GET_INBOX_STATISTICS;
    type Output = types::GetInboxReportResponseDto;
    fn decode(reply: runtime::Reply<M>) -> Result<Self::Output, runtime::Error> {
        reply.json()
    }
}

/// Required arguments of [`Statistics::get_channel_report`](crate::statistics::Statistics::get_channel_report).
#[derive(Clone, Debug, PartialEq)]
pub struct GetChannelReport {
    /// The ID of the chatbot
    pub chatbot_id: String,
    /// The Id of the channel for which to retrieve statistics for.
    pub channel_id: String,
    /// The start date of the statistics timeframe (ISO format).
    pub from: crate::datetime::DateTime,
    /// The end date of the statistics timeframe (ISO format).
    pub to: crate::datetime::DateTime,
    /// Sets the interval per day or hour in seconds (86400 for multiple days reports and 3600 for single day reports)
    pub interval: types::Interval,
    /// Comma-separated list of component IDs.
    ///
    /// - `0`: STEP_EXEC_COUNT_FOR_CHANNEL_ID
    /// - `1`: CONVERSATION_COUNT_FOR_CHANNEL_ID
    /// - `2`: CONVERSATION_COUNT_INTERVAL_FOR_CHANNEL_ID
    /// - `3`: CONVERSATION_COUNT_PERIODIC_TREND_FOR_CHANNEL_ID
    /// - `4`: CONVERSATION_LANGUAGES_FOR_CHANNEL_ID
    /// - `5`: CONVERSATION_MESSAGE_COUNT_MEDIAN_FOR_CHANNEL_ID
    /// - `6`: INTENT_COUNT_FOR_CHANNEL_ID
    /// - `7`: INTENT_HITS_FOR_CHANNEL_ID
    /// - `8`: INTENT_SCORE_MEDIAN_FOR_CHANNEL_ID
    /// - `9`: INTERACTION_COUNT_FOR_CHANNEL_ID
    /// - `10`: INTERACTION_COUNT_INTERVAL_FOR_CHANNEL_ID
    /// - `11`: INTERACTION_COUNT_PERIODIC_TREND_FOR_CHANNEL_ID
    /// - `12`: MESSAGE_COUNT_FOR_CHANNEL_ID
    /// - `13`: MESSAGE_COUNT_INTERVAL_FOR_CHANNEL_ID
    /// - `14`: MESSAGE_COUNT_PERIODIC_TREND_FOR_CHANNEL_ID
    /// - `15`: MESSAGE_LENGTH_MEDIAN_FOR_CHANNEL_ID
    /// - `16`: CALL_DURATION_TOTAL
    /// - `17`: CALL_DURATION_PERIODIC_TREND
    /// - `18`: CALL_DURATION_MEDIAN
    /// - `19`: CALL_EXIT_STEP
    /// - `20`: CALL_USER_INPUTS_MEDIAN
    /// - `21`: CALL_END_REASON
    /// - `22`: CALL_TRANSFER_TARGET
    pub components: Vec<ChannelReportComponents>,
}

impl GetChannelReport {
    /// The permission that the key needs for this operation.
    pub const REQUIRED_PERMISSION: &'static str = "chatbots.statistics.get";
}

static GET_CHANNEL_REPORT: runtime::OperationInfo = runtime::OperationInfo::get(
        "StatisticsController_getChannelReport[1]_v1",
        "statistics.get_channel_report",
        &[
            runtime::Segment::Literal("/v1/chatbots/"),
            runtime::Segment::Param(0),
            runtime::Segment::Literal("/statistics/reports/channel"),
        ],
    )
    .params(
        &[
            runtime::Param::path("chatbotId"),
            runtime::Param::query("channelId").required(),
            runtime::Param::query("from").required(),
            runtime::Param::query("to").required(),
            runtime::Param::query("interval").required(),
            runtime::Param::query("components").required().explode(false),
        ],
    )
    .security(&[&[runtime::SecurityRequirement::scheme(0)]])
    .accept("application/json")
    .success(&[runtime::Status::Code(200)]);

impl<M: runtime::Mode> runtime::Operation<M> for GetChannelReport {
    const INFO: &'static runtime::OperationInfo = &GET_CHANNEL_REPORT;
    type Output = runtime::JsonObject;
    fn decode(reply: runtime::Reply<M>) -> Result<Self::Output, runtime::Error> {
        reply.json()
    }
}

/// Required arguments of [`Statistics::get_overview_report`](crate::statistics::Statistics::get_overview_report).
#[derive(Clone, Debug, PartialEq)]
pub struct GetOverviewReport {
    /// The ID of the chatbot
    pub chatbot_id: String,
    /// The start date of the statistics timeframe (ISO format).
    pub from: crate::datetime::DateTime,
    /// The end date of the statistics timeframe (ISO format).
    pub to: crate::datetime::DateTime,
    /// Sets the interval per day or hour in seconds (86400 for multiple days reports and 3600 for single day reports)
    pub interval: types::Interval,
    /// Comma-separated list of component IDs.
    ///
    /// - `0`: STEP_EXEC_COUNT
    /// - `1`: CONVERSATION_COUNT
    /// - `2`: CONVERSATION_COUNT_INTERVAL
    /// - `3`: CONVERSATION_LANGUAGES
    /// - `4`: CONVERSATION_BY_CHANNEL_TYPE
    /// - `5`: CONVERSATION_COUNT_PERIODIC_TREND
    /// - `6`: CONVERSATION_MESSAGE_COUNT_MEDIAN
    /// - `7`: MESSAGE_COUNT
    /// - `8`: MESSAGE_COUNT_INTERVAL
    /// - `9`: MESSAGE_COUNT_PERIODIC_TREND
    /// - `10`: MESSAGE_LENGTH_MEDIAN
    /// - `11`: INTENT_HITS
    /// - `12`: INTENT_SCORE_MEDIAN
    /// - `13`: INTENT_COUNT
    /// - `14`: INTERACTION_COUNT
    /// - `15`: INTERACTION_COUNT_INTERVAL
    /// - `16`: INTERACTION_COUNT_PERIODIC_TREND
    pub components: Vec<OverviewReportComponents>,
}

impl GetOverviewReport {
    /// The permission that the key needs for this operation.
    pub const REQUIRED_PERMISSION: &'static str = "chatbots.statistics.get";
}

static GET_OVERVIEW_REPORT: runtime::OperationInfo = runtime::OperationInfo::get(
        "StatisticsController_getOverviewReport[1]_v1",
        "statistics.get_overview_report",
        &[
            runtime::Segment::Literal("/v1/chatbots/"),
            runtime::Segment::Param(0),
            runtime::Segment::Literal("/statistics/reports/overview"),
        ],
    )
    .params(
        &[
            runtime::Param::path("chatbotId"),
            runtime::Param::query("from").required(),
            runtime::Param::query("to").required(),
            runtime::Param::query("interval").required(),
            runtime::Param::query("components").required().explode(false),
        ],
    )
    .security(&[&[runtime::SecurityRequirement::scheme(0)]])
    .accept("application/json")
    .success(&[runtime::Status::Code(200)]);

impl<M: runtime::Mode> runtime::Operation<M> for GetOverviewReport {
    const INFO: &'static runtime::OperationInfo = &GET_OVERVIEW_REPORT;
    type Output = runtime::JsonObject;
    fn decode(reply: runtime::Reply<M>) -> Result<Self::Output, runtime::Error> {
        reply.json()
    }
}

/// Comma-separated list of component IDs.
///
/// - `0`: STEP_EXEC_COUNT_FOR_CHANNEL_ID
/// - `1`: CONVERSATION_COUNT_FOR_CHANNEL_ID
/// - `2`: CONVERSATION_COUNT_INTERVAL_FOR_CHANNEL_ID
/// - `3`: CONVERSATION_COUNT_PERIODIC_TREND_FOR_CHANNEL_ID
/// - `4`: CONVERSATION_LANGUAGES_FOR_CHANNEL_ID
/// - `5`: CONVERSATION_MESSAGE_COUNT_MEDIAN_FOR_CHANNEL_ID
/// - `6`: INTENT_COUNT_FOR_CHANNEL_ID
/// - `7`: INTENT_HITS_FOR_CHANNEL_ID
/// - `8`: INTENT_SCORE_MEDIAN_FOR_CHANNEL_ID
/// - `9`: INTERACTION_COUNT_FOR_CHANNEL_ID
/// - `10`: INTERACTION_COUNT_INTERVAL_FOR_CHANNEL_ID
/// - `11`: INTERACTION_COUNT_PERIODIC_TREND_FOR_CHANNEL_ID
/// - `12`: MESSAGE_COUNT_FOR_CHANNEL_ID
/// - `13`: MESSAGE_COUNT_INTERVAL_FOR_CHANNEL_ID
/// - `14`: MESSAGE_COUNT_PERIODIC_TREND_FOR_CHANNEL_ID
/// - `15`: MESSAGE_LENGTH_MEDIAN_FOR_CHANNEL_ID
/// - `16`: CALL_DURATION_TOTAL
/// - `17`: CALL_DURATION_PERIODIC_TREND
/// - `18`: CALL_DURATION_MEDIAN
/// - `19`: CALL_EXIT_STEP
/// - `20`: CALL_USER_INPUTS_MEDIAN
/// - `21`: CALL_END_REASON
/// - `22`: CALL_TRANSFER_TARGET
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum ChannelReportComponents {
    /// `0`: `STEP_EXEC_COUNT_FOR_CHANNEL_ID`
    StepExecCountForChannelId,
    /// `1`: `CONVERSATION_COUNT_FOR_CHANNEL_ID`
    ConversationCountForChannelId,
    /// `2`: `CONVERSATION_COUNT_INTERVAL_FOR_CHANNEL_ID`
    ConversationCountIntervalForChannelId,
    /// `3`: `CONVERSATION_COUNT_PERIODIC_TREND_FOR_CHANNEL_ID`
    ConversationCountPeriodicTrendForChannelId,
    /// `4`: `CONVERSATION_LANGUAGES_FOR_CHANNEL_ID`
    ConversationLanguagesForChannelId,
    /// `5`: `CONVERSATION_MESSAGE_COUNT_MEDIAN_FOR_CHANNEL_ID`
    ConversationMessageCountMedianForChannelId,
    /// `6`: `INTENT_COUNT_FOR_CHANNEL_ID`
    IntentCountForChannelId,
    /// `7`: `INTENT_HITS_FOR_CHANNEL_ID`
    IntentHitsForChannelId,
    /// `8`: `INTENT_SCORE_MEDIAN_FOR_CHANNEL_ID`
    IntentScoreMedianForChannelId,
    /// `9`: `INTERACTION_COUNT_FOR_CHANNEL_ID`
    InteractionCountForChannelId,
    /// `10`: `INTERACTION_COUNT_INTERVAL_FOR_CHANNEL_ID`
    InteractionCountIntervalForChannelId,
    /// `11`: `INTERACTION_COUNT_PERIODIC_TREND_FOR_CHANNEL_ID`
    InteractionCountPeriodicTrendForChannelId,
    /// `12`: `MESSAGE_COUNT_FOR_CHANNEL_ID`
    MessageCountForChannelId,
    /// `13`: `MESSAGE_COUNT_INTERVAL_FOR_CHANNEL_ID`
    MessageCountIntervalForChannelId,
    /// `14`: `MESSAGE_COUNT_PERIODIC_TREND_FOR_CHANNEL_ID`
    MessageCountPeriodicTrendForChannelId,
    /// `15`: `MESSAGE_LENGTH_MEDIAN_FOR_CHANNEL_ID`
    MessageLengthMedianForChannelId,
    /// `16`: `CALL_DURATION_TOTAL`
    CallDurationTotal,
    /// `17`: `CALL_DURATION_PERIODIC_TREND`
    CallDurationPeriodicTrend,
    /// `18`: `CALL_DURATION_MEDIAN`
    CallDurationMedian,
    /// `19`: `CALL_EXIT_STEP`
    CallExitStep,
    /// `20`: `CALL_USER_INPUTS_MEDIAN`
    CallUserInputsMedian,
    /// `21`: `CALL_END_REASON`
    CallEndReason,
    /// `22`: `CALL_TRANSFER_TARGET`
    CallTransferTarget,
    /// A value that this crate does not know; it is kept and sent as it is.
    Unknown(String),
}

runtime::open_enum!(integer_text ChannelReportComponents {
    StepExecCountForChannelId: "0",
    ConversationCountForChannelId: "1",
    ConversationCountIntervalForChannelId: "2",
    ConversationCountPeriodicTrendForChannelId: "3",
    ConversationLanguagesForChannelId: "4",
    ConversationMessageCountMedianForChannelId: "5",
    IntentCountForChannelId: "6",
    IntentHitsForChannelId: "7",
    IntentScoreMedianForChannelId: "8",
    InteractionCountForChannelId: "9",
    InteractionCountIntervalForChannelId: "10",
    InteractionCountPeriodicTrendForChannelId: "11",
    MessageCountForChannelId: "12",
    MessageCountIntervalForChannelId: "13",
    MessageCountPeriodicTrendForChannelId: "14",
    MessageLengthMedianForChannelId: "15",
    CallDurationTotal: "16",
    CallDurationPeriodicTrend: "17",
    CallDurationMedian: "18",
    CallExitStep: "19",
    CallUserInputsMedian: "20",
    CallEndReason: "21",
    CallTransferTarget: "22",
});

/// Comma-separated list of component IDs.
///
/// - `0`: STEP_EXEC_COUNT
/// - `1`: CONVERSATION_COUNT
/// - `2`: CONVERSATION_COUNT_INTERVAL
/// - `3`: CONVERSATION_LANGUAGES
/// - `4`: CONVERSATION_BY_CHANNEL_TYPE
/// - `5`: CONVERSATION_COUNT_PERIODIC_TREND
/// - `6`: CONVERSATION_MESSAGE_COUNT_MEDIAN
/// - `7`: MESSAGE_COUNT
/// - `8`: MESSAGE_COUNT_INTERVAL
/// - `9`: MESSAGE_COUNT_PERIODIC_TREND
/// - `10`: MESSAGE_LENGTH_MEDIAN
/// - `11`: INTENT_HITS
/// - `12`: INTENT_SCORE_MEDIAN
/// - `13`: INTENT_COUNT
/// - `14`: INTERACTION_COUNT
/// - `15`: INTERACTION_COUNT_INTERVAL
/// - `16`: INTERACTION_COUNT_PERIODIC_TREND
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum OverviewReportComponents {
    /// `0`: `STEP_EXEC_COUNT`
    StepExecCount,
    /// `1`: `CONVERSATION_COUNT`
    ConversationCount,
    /// `2`: `CONVERSATION_COUNT_INTERVAL`
    ConversationCountInterval,
    /// `3`: `CONVERSATION_LANGUAGES`
    ConversationLanguages,
    /// `4`: `CONVERSATION_BY_CHANNEL_TYPE`
    ConversationByChannelType,
    /// `5`: `CONVERSATION_COUNT_PERIODIC_TREND`
    ConversationCountPeriodicTrend,
    /// `6`: `CONVERSATION_MESSAGE_COUNT_MEDIAN`
    ConversationMessageCountMedian,
    /// `7`: `MESSAGE_COUNT`
    MessageCount,
    /// `8`: `MESSAGE_COUNT_INTERVAL`
    MessageCountInterval,
    /// `9`: `MESSAGE_COUNT_PERIODIC_TREND`
    MessageCountPeriodicTrend,
    /// `10`: `MESSAGE_LENGTH_MEDIAN`
    MessageLengthMedian,
    /// `11`: `INTENT_HITS`
    IntentHits,
    /// `12`: `INTENT_SCORE_MEDIAN`
    IntentScoreMedian,
    /// `13`: `INTENT_COUNT`
    IntentCount,
    /// `14`: `INTERACTION_COUNT`
    InteractionCount,
    /// `15`: `INTERACTION_COUNT_INTERVAL`
    InteractionCountInterval,
    /// `16`: `INTERACTION_COUNT_PERIODIC_TREND`
    InteractionCountPeriodicTrend,
    /// A value that this crate does not know; it is kept and sent as it is.
    Unknown(String),
}

runtime::open_enum!(integer_text OverviewReportComponents {
    StepExecCount: "0",
    ConversationCount: "1",
    ConversationCountInterval: "2",
    ConversationLanguages: "3",
    ConversationByChannelType: "4",
    ConversationCountPeriodicTrend: "5",
    ConversationMessageCountMedian: "6",
    MessageCount: "7",
    MessageCountInterval: "8",
    MessageCountPeriodicTrend: "9",
    MessageLengthMedian: "10",
    IntentHits: "11",
    IntentScoreMedian: "12",
    IntentCount: "13",
    InteractionCount: "14",
    InteractionCountInterval: "15",
    InteractionCountPeriodicTrend: "16",
});

runtime::serde_impls!(ChannelReportComponents, OverviewReportComponents);
