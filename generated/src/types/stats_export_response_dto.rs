// Made by crategen from the API's description. Changes here are lost: change the description.

use crate::runtime;

/// The result of [`Statistics::export_stats`](crate::statistics::Statistics::export_stats).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "test-util", derive(Default))]
#[cfg_attr(not(feature = "test-util"), non_exhaustive)]
pub struct StatsExportResponseDto {
    /// The ID of the started export job.
    pub export_id: String,
    /// Optional error message.
    pub error: Option<String>,
}

runtime::object!(StatsExportResponseDto {
    export_id: required "exportId",
    error: optional "error",
});

runtime::serde_impls!(StatsExportResponseDto);
