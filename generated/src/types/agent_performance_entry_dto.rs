// Made by crategen from the API's description. Changes here are lost: change the description.

use crate::runtime;

/// An item of `agentPerformance` of [`InboxReportDataDto`](crate::types::InboxReportDataDto).
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "test-util", derive(Default))]
#[cfg_attr(not(feature = "test-util"), non_exhaustive)]
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

runtime::object!(AgentPerformanceEntryDto {
    operator_id: required "operatorId",
    accepted_count: required "acceptedCount",
    avg_join_time_seconds: required "avgJoinTimeSeconds",
    operator_name: required "operatorName",
});

runtime::serde_impls!(AgentPerformanceEntryDto);
