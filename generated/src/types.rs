// Made by crategen from the API's description. Changes here are lost: change the description.

//! The types of the API.

mod agent_performance_entry_dto;
mod get_inbox_report_response_dto;
mod get_stats_export_status_response_dto;
mod inbox_report_data_dto;
mod interval;
mod stats_chatbot_channel_dto;
mod stats_export_response_dto;
mod stats_get_channels_response_dto;

pub use self::agent_performance_entry_dto::AgentPerformanceEntryDto;
pub use self::get_inbox_report_response_dto::GetInboxReportResponseDto;
pub use self::get_stats_export_status_response_dto::GetStatsExportStatusResponseDto;
pub use self::inbox_report_data_dto::InboxReportDataDto;
pub use self::interval::Interval;
pub use self::stats_chatbot_channel_dto::StatsChatbotChannelDto;
pub use self::stats_export_response_dto::StatsExportResponseDto;
pub use self::stats_get_channels_response_dto::StatsGetChannelsResponseDto;
