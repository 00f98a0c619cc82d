// Made by crategen from the API's description. Changes here are lost: change the description.

use crate::runtime;
use super::InboxReportDataDto;

/// The result of [`Statistics::get_inbox_statistics`](crate::statistics::Statistics::get_inbox_statistics).
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "test-util", derive(Default))]
#[cfg_attr(not(feature = "test-util"), non_exhaustive)]
pub struct GetInboxReportResponseDto {
    /// The inbox report data.
    pub data: Option<InboxReportDataDto>,
    /// Optional error message.
    pub error: Option<String>,
}

runtime::object!(GetInboxReportResponseDto {
    data: required "data",
    error: optional "error",
});

runtime::serde_impls!(GetInboxReportResponseDto);
