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

runtime::serde_impls!(InboxReportDataDto);
