// Made by crategen from the API's description. Changes here are lost: change the description.

//! The types of the API.

use crate::runtime;

#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct StatsGetChannelsResponseDto {
    /// The list of channels associated with the chatbot.
    pub channels: Vec<StatsChatbotChannelDto>,
}

impl runtime::Decode for StatsGetChannelsResponseDto {
    #[inline]
    fn decode(reader: &mut runtime::Reader<'_>) -> Result<Self, runtime::DecodeError> {
        let mut channels = runtime::Field::new("channels");
        reader.fields(&mut [&mut channels])?;
        Ok(Self {
            channels: channels.required()?,
        })
    }
}

impl runtime::Encode for StatsGetChannelsResponseDto {
    #[inline]
    fn encode(&self, writer: &mut runtime::Writer) -> Result<(), runtime::EncodeError> {
        writer.fields(&[("channels", Some(&self.channels))])
    }
}

#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct StatsExportResponseDto {
    /// The ID of the started export job.
    pub export_id: String,
    /// Optional error message.
    pub error: Option<String>,
}

impl runtime::Decode for StatsExportResponseDto {
    #[inline]
    fn decode(reader: &mut runtime::Reader<'_>) -> Result<Self, runtime::DecodeError> {
        let mut export_id = runtime::Field::new("exportId");
        let mut error = runtime::Field::new("error");
        reader.fields(&mut [&mut export_id, &mut error])?;
        Ok(Self {
            export_id: export_id.required()?,
            error: error.optional(),
        })
    }
}

impl runtime::Encode for StatsExportResponseDto {
    #[inline]
    fn encode(&self, writer: &mut runtime::Writer) -> Result<(), runtime::EncodeError> {
        writer
            .fields(
                &[
                    ("exportId", Some(&self.export_id)),
                    ("error", runtime::optional(&self.error)),
                ],
            )
    }
}

#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct GetStatsExportStatusResponseDto {
    /// The status of the export.
    pub status: String,
    /// URL to download the file when the export is completed.
    pub download_url: Option<String>,
    /// Optional error message.
    pub error: Option<String>,
}

impl runtime::Decode for GetStatsExportStatusResponseDto {
    #[inline]
    fn decode(reader: &mut runtime::Reader<'_>) -> Result<Self, runtime::DecodeError> {
        let mut status = runtime::Field::new("status");
        let mut download_url = runtime::Field::new("downloadUrl");
        let mut error = runtime::Field::new("error");
        reader.fields(&mut [&mut status, &mut download_url, &mut error])?;
        Ok(Self {
            status: status.required()?,
            download_url: download_url.optional(),
            error: error.optional(),
        })
    }
}

impl runtime::Encode for GetStatsExportStatusResponseDto {
    #[inline]
    fn encode(&self, writer: &mut runtime::Writer) -> Result<(), runtime::EncodeError> {
        writer
            .fields(
                &[
                    ("status", Some(&self.status)),
                    ("downloadUrl", runtime::optional(&self.download_url)),
                    ("error", runtime::optional(&self.error)),
                ],
            )
    }
}

#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct GetInboxReportResponseDto {
    /// The inbox report data.
    pub data: Option<InboxReportDataDto>,
    /// Optional error message.
    pub error: Option<String>,
}

impl runtime::Decode for GetInboxReportResponseDto {
    #[inline]
    fn decode(reader: &mut runtime::Reader<'_>) -> Result<Self, runtime::DecodeError> {
        let mut data = runtime::Field::new("data");
        let mut error = runtime::Field::new("error");
        reader.fields(&mut [&mut data, &mut error])?;
        Ok(Self {
            data: data.required()?,
            error: error.optional(),
        })
    }
}

impl runtime::Encode for GetInboxReportResponseDto {
    #[inline]
    fn encode(&self, writer: &mut runtime::Writer) -> Result<(), runtime::EncodeError> {
        writer
            .fields(
                &[("data", Some(&self.data)), ("error", runtime::optional(&self.error))],
            )
    }
}

/// The width of an interval, in seconds.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Interval {
    /// `86400`: `Day`
    Day,
    /// `3600`: `Hour`
    Hour,
    /// A value that this crate does not know; it is kept and sent as it is.
    Unknown(i64),
}

impl Interval {
    /// Every value that this crate knows.
    pub const KNOWN: &'static [Self] = &[Self::Day, Self::Hour];
}

impl Interval {
    /// The value as it is on the wire.
    #[inline]
    pub fn as_i64(&self) -> i64 {
        match self {
            Self::Day => 86400,
            Self::Hour => 3600,
            Self::Unknown(value) => *value,
        }
    }
}

impl From<i64> for Interval {
    #[inline]
    fn from(value: i64) -> Self {
        match value {
            86400 => Self::Day,
            3600 => Self::Hour,
            _ => Self::Unknown(value),
        }
    }
}

impl ::std::fmt::Display for Interval {
    #[inline]
    fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
        self.as_i64().fmt(f)
    }
}

impl runtime::Decode for Interval {
    #[inline]
    fn decode(reader: &mut runtime::Reader<'_>) -> Result<Self, runtime::DecodeError> {
        Ok(Self::from(reader.i64()?))
    }
}

impl runtime::Encode for Interval {
    #[inline]
    fn encode(&self, writer: &mut runtime::Writer) -> Result<(), runtime::EncodeError> {
        runtime::Encode::encode(&self.as_i64(), writer)
    }
}

#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct AgentPerformanceEntryDto {
    /// The unique identifier of the operator.
    pub operator_id: String,
    /// The number of conversations accepted by the agent.
    pub accepted_count: f64,
    /// The average time in seconds for the agent to join a conversation.
    pub avg_join_time_seconds: f64,
    /// The name of the operator.
    pub operator_name: String,
}

impl runtime::Decode for AgentPerformanceEntryDto {
    #[inline]
    fn decode(reader: &mut runtime::Reader<'_>) -> Result<Self, runtime::DecodeError> {
        let mut operator_id = runtime::Field::new("operatorId");
        let mut accepted_count = runtime::Field::new("acceptedCount");
        let mut avg_join_time_seconds = runtime::Field::new("avgJoinTimeSeconds");
        let mut operator_name = runtime::Field::new("operatorName");
        reader
            .fields(
                &mut [
                    &mut operator_id,
                    &mut accepted_count,
                    &mut avg_join_time_seconds,
                    &mut operator_name,
                ],
            )?;
        Ok(Self {
            operator_id: operator_id.required()?,
            accepted_count: accepted_count.required()?,
            avg_join_time_seconds: avg_join_time_seconds.required()?,
            operator_name: operator_name.required()?,
        })
    }
}

impl runtime::Encode for AgentPerformanceEntryDto {
    #[inline]
    fn encode(&self, writer: &mut runtime::Writer) -> Result<(), runtime::EncodeError> {
        writer
            .fields(
                &[
                    ("operatorId", Some(&self.operator_id)),
                    ("acceptedCount", Some(&self.accepted_count)),
                    ("avgJoinTimeSeconds", Some(&self.avg_join_time_seconds)),
                    ("operatorName", Some(&self.operator_name)),
                ],
            )
    }
}

#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct InboxReportDataDto {
    /// The number of conversations transferred to an agent.
    pub transferred_to_agent_count: f64,
    /// The number of conversations accepted by agents.
    pub conversation_accepted_count: f64,
    /// The number of conversations not accepted by agents.
    pub conversation_not_accepted_count: f64,
    /// The average time in seconds for agents to join conversations.
    pub average_join_time_seconds: f64,
    /// The list of agent performance entries.
    pub agent_performance: Vec<AgentPerformanceEntryDto>,
}

impl runtime::Decode for InboxReportDataDto {
    #[inline]
    fn decode(reader: &mut runtime::Reader<'_>) -> Result<Self, runtime::DecodeError> {
        let mut transferred_to_agent_count = runtime::Field::new(
            "transferredToAgentCount",
        );
        let mut conversation_accepted_count = runtime::Field::new(
            "conversationAcceptedCount",
        );
        let mut conversation_not_accepted_count = runtime::Field::new(
            "conversationNotAcceptedCount",
        );
        let mut average_join_time_seconds = runtime::Field::new(
            "averageJoinTimeSeconds",
        );
        let mut agent_performance = runtime::Field::new("agentPerformance");
        reader
            .fields(
                &mut [
                    &mut transferred_to_agent_count,
                    &mut conversation_accepted_count,
                    &mut conversation_not_accepted_count,
                    &mut average_join_time_seconds,
                    &mut agent_performance,
                ],
            )?;
        Ok(Self {
            transferred_to_agent_count: transferred_to_agent_count.required()?,
            conversation_accepted_count: conversation_accepted_count.required()?,
            conversation_not_accepted_count: conversation_not_accepted_count.required()?,
            average_join_time_seconds: average_join_time_seconds.required()?,
            agent_performance: agent_performance.required()?,
        })
    }
}

impl runtime::Encode for InboxReportDataDto {
    #[inline]
    fn encode(&self, writer: &mut runtime::Writer) -> Result<(), runtime::EncodeError> {
        writer
            .fields(
                &[
                    ("transferredToAgentCount", Some(&self.transferred_to_agent_count)),
                    (
                        "conversationAcceptedCount",
                        Some(&self.conversation_accepted_count),
                    ),
                    (
                        "conversationNotAcceptedCount",
                        Some(&self.conversation_not_accepted_count),
                    ),
                    ("averageJoinTimeSeconds", Some(&self.average_join_time_seconds)),
                    ("agentPerformance", Some(&self.agent_performance)),
                ],
            )
    }
}

#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct StatsChatbotChannelDto {
    /// The unique id of the channel.
    pub channel_id: String,
    /// The display name of the channel.
    pub channel_name: String,
    /// The type of the channel.
    pub channel_type: String,
}

impl runtime::Decode for StatsChatbotChannelDto {
    #[inline]
    fn decode(reader: &mut runtime::Reader<'_>) -> Result<Self, runtime::DecodeError> {
        let mut channel_id = runtime::Field::new("channelId");
        let mut channel_name = runtime::Field::new("channelName");
        let mut channel_type = runtime::Field::new("channelType");
        reader.fields(&mut [&mut channel_id, &mut channel_name, &mut channel_type])?;
        Ok(Self {
            channel_id: channel_id.required()?,
            channel_name: channel_name.required()?,
            channel_type: channel_type.required()?,
        })
    }
}

impl runtime::Encode for StatsChatbotChannelDto {
    #[inline]
    fn encode(&self, writer: &mut runtime::Writer) -> Result<(), runtime::EncodeError> {
        writer
            .fields(
                &[
                    ("channelId", Some(&self.channel_id)),
                    ("channelName", Some(&self.channel_name)),
                    ("channelType", Some(&self.channel_type)),
                ],
            )
    }
}

runtime::serde_impls!(
    StatsGetChannelsResponseDto, StatsExportResponseDto, GetStatsExportStatusResponseDto,
    GetInboxReportResponseDto, Interval, AgentPerformanceEntryDto, InboxReportDataDto,
    StatsChatbotChannelDto
);
