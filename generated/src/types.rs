// Made by crategen from the API's description. Changes here are lost: change the description.

//! The types of the API.

use crate::runtime;

/// An object of the API.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct StatsGetChannelsResponseDto {
    /// The list of channels associated with the chatbot.
    pub channels: Vec<StatsChatbotChannelDto>,
}

impl runtime::Decode for StatsGetChannelsResponseDto {
    fn decode(
        value: &runtime::Value,
        context: &mut runtime::Context,
    ) -> Result<Self, runtime::DecodeError> {
        let object = runtime::Object::new(value)?;
        Ok(Self {
            channels: object.required("channels", context)?,
        })
    }
}

impl runtime::Encode for StatsGetChannelsResponseDto {
    fn encode(&self) -> Result<runtime::Value, runtime::EncodeError> {
        let mut object = runtime::ObjectWriter::new();
        object.required("channels", &self.channels)?;
        Ok(object.finish())
    }
}

/// An object of the API.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct StatsExportResponseDto {
    /// The ID of the started export job.
    pub export_id: String,
    /// Optional error message.
    pub error: Option<String>,
}

impl runtime::Decode for StatsExportResponseDto {
    fn decode(
        value: &runtime::Value,
        context: &mut runtime::Context,
    ) -> Result<Self, runtime::DecodeError> {
        let object = runtime::Object::new(value)?;
        Ok(Self {
            export_id: object.required("exportId", context)?,
            error: object.optional("error", context)?,
        })
    }
}

impl runtime::Encode for StatsExportResponseDto {
    fn encode(&self) -> Result<runtime::Value, runtime::EncodeError> {
        let mut object = runtime::ObjectWriter::new();
        object.required("exportId", &self.export_id)?;
        object.optional("error", &self.error)?;
        Ok(object.finish())
    }
}

/// An object of the API.
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
    fn decode(
        value: &runtime::Value,
        context: &mut runtime::Context,
    ) -> Result<Self, runtime::DecodeError> {
        let object = runtime::Object::new(value)?;
        Ok(Self {
            status: object.required("status", context)?,
            download_url: object.optional("downloadUrl", context)?,
            error: object.optional("error", context)?,
        })
    }
}

impl runtime::Encode for GetStatsExportStatusResponseDto {
    fn encode(&self) -> Result<runtime::Value, runtime::EncodeError> {
        let mut object = runtime::ObjectWriter::new();
        object.required("status", &self.status)?;
        object.optional("downloadUrl", &self.download_url)?;
        object.optional("error", &self.error)?;
        Ok(object.finish())
    }
}

/// An object of the API.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct GetInboxReportResponseDto {
    /// The inbox report data.
    pub data: Option<InboxReportDataDto>,
    /// Optional error message.
    pub error: Option<String>,
}

impl runtime::Decode for GetInboxReportResponseDto {
    fn decode(
        value: &runtime::Value,
        context: &mut runtime::Context,
    ) -> Result<Self, runtime::DecodeError> {
        let object = runtime::Object::new(value)?;
        Ok(Self {
            data: object.required("data", context)?,
            error: object.optional("error", context)?,
        })
    }
}

impl runtime::Encode for GetInboxReportResponseDto {
    fn encode(&self) -> Result<runtime::Value, runtime::EncodeError> {
        let mut object = runtime::ObjectWriter::new();
        object.required("data", &self.data)?;
        object.optional("error", &self.error)?;
        Ok(object.finish())
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
    pub fn as_i64(&self) -> i64 {
        match self {
            Self::Day => 86400,
            Self::Hour => 3600,
            Self::Unknown(value) => *value,
        }
    }
}

impl From<i64> for Interval {
    fn from(value: i64) -> Self {
        match value {
            86400 => Self::Day,
            3600 => Self::Hour,
            _ => Self::Unknown(value),
        }
    }
}

impl ::std::fmt::Display for Interval {
    fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
        self.as_i64().fmt(f)
    }
}

impl runtime::Decode for Interval {
    fn decode(
        value: &runtime::Value,
        _: &mut runtime::Context,
    ) -> Result<Self, runtime::DecodeError> {
        Ok(Self::from(runtime::decode_i64(value)?))
    }
}

impl runtime::Encode for Interval {
    fn encode(&self) -> Result<runtime::Value, runtime::EncodeError> {
        Ok(runtime::Value::from(self.as_i64()))
    }
}

/// An object of the API.
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
    fn decode(
        value: &runtime::Value,
        context: &mut runtime::Context,
    ) -> Result<Self, runtime::DecodeError> {
        let object = runtime::Object::new(value)?;
        Ok(Self {
            operator_id: object.required("operatorId", context)?,
            accepted_count: object.required("acceptedCount", context)?,
            avg_join_time_seconds: object.required("avgJoinTimeSeconds", context)?,
            operator_name: object.required("operatorName", context)?,
        })
    }
}

impl runtime::Encode for AgentPerformanceEntryDto {
    fn encode(&self) -> Result<runtime::Value, runtime::EncodeError> {
        let mut object = runtime::ObjectWriter::new();
        object.required("operatorId", &self.operator_id)?;
        object.required("acceptedCount", &self.accepted_count)?;
        object.required("avgJoinTimeSeconds", &self.avg_join_time_seconds)?;
        object.required("operatorName", &self.operator_name)?;
        Ok(object.finish())
    }
}

/// An object of the API.
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
    fn decode(
        value: &runtime::Value,
        context: &mut runtime::Context,
    ) -> Result<Self, runtime::DecodeError> {
        let object = runtime::Object::new(value)?;
        Ok(Self {
            transferred_to_agent_count: object
                .required("transferredToAgentCount", context)?,
            conversation_accepted_count: object
                .required("conversationAcceptedCount", context)?,
            conversation_not_accepted_count: object
                .required("conversationNotAcceptedCount", context)?,
            average_join_time_seconds: object
                .required("averageJoinTimeSeconds", context)?,
            agent_performance: object.required("agentPerformance", context)?,
        })
    }
}

impl runtime::Encode for InboxReportDataDto {
    fn encode(&self) -> Result<runtime::Value, runtime::EncodeError> {
        let mut object = runtime::ObjectWriter::new();
        object.required("transferredToAgentCount", &self.transferred_to_agent_count)?;
        object.required("conversationAcceptedCount", &self.conversation_accepted_count)?;
        object
            .required(
                "conversationNotAcceptedCount",
                &self.conversation_not_accepted_count,
            )?;
        object.required("averageJoinTimeSeconds", &self.average_join_time_seconds)?;
        object.required("agentPerformance", &self.agent_performance)?;
        Ok(object.finish())
    }
}

/// An object of the API.
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
    fn decode(
        value: &runtime::Value,
        context: &mut runtime::Context,
    ) -> Result<Self, runtime::DecodeError> {
        let object = runtime::Object::new(value)?;
        Ok(Self {
            channel_id: object.required("channelId", context)?,
            channel_name: object.required("channelName", context)?,
            channel_type: object.required("channelType", context)?,
        })
    }
}

impl runtime::Encode for StatsChatbotChannelDto {
    fn encode(&self) -> Result<runtime::Value, runtime::EncodeError> {
        let mut object = runtime::ObjectWriter::new();
        object.required("channelId", &self.channel_id)?;
        object.required("channelName", &self.channel_name)?;
        object.required("channelType", &self.channel_type)?;
        Ok(object.finish())
    }
}

runtime::serde_impls!(
    StatsGetChannelsResponseDto, StatsExportResponseDto, GetStatsExportStatusResponseDto,
    GetInboxReportResponseDto, Interval, AgentPerformanceEntryDto, InboxReportDataDto,
    StatsChatbotChannelDto
);
