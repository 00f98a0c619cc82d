// Made by crategen from the API's description. Changes here are lost: change the description.

use crate::runtime;
use super::AgentPerformanceEntryDto;

/// `data` of [`GetInboxReportResponseDto`](crate::types::GetInboxReportResponseDto).
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "test-util", derive(Default))]
#[cfg_attr(not(feature = "test-util"), non_exhaustive)]
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

runtime::object!(InboxReportDataDto {
    transferred_to_agent_count: required "transferredToAgentCount",
    conversation_accepted_count: required "conversationAcceptedCount",
    conversation_not_accepted_count: required "conversationNotAcceptedCount",
    average_join_time_seconds: required "averageJoinTimeSeconds",
    agent_performance: required "agentPerformance",
});

runtime::serde_impls!(InboxReportDataDto);
