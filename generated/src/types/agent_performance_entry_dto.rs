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

runtime::serde_impls!(AgentPerformanceEntryDto);
