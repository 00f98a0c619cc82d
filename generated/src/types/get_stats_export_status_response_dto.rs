// Made by crategen from the API's description. Changes here are lost: change the description.

use crate::runtime;

/// The result of [`Statistics::get_stats_export_status`](crate::statistics::Statistics::get_stats_export_status).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "test-util", derive(Default))]
#[cfg_attr(not(feature = "test-util"), non_exhaustive)]
pub struct GetStatsExportStatusResponseDto {
    /// The status of the export.
    pub status: String,
    /// URL to download the file when the export is completed.
    pub download_url: Option<String>,
    /// Optional error message.
    pub error: Option<String>,
}

runtime::object!(GetStatsExportStatusResponseDto {
    status: required "status",
    download_url: optional "downloadUrl",
    error: optional "error",
});

runtime::serde_impls!(GetStatsExportStatusResponseDto);
