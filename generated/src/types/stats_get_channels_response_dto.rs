// Made by crategen from the API's description. Changes here are lost: change the description.

use crate::runtime;
use super::StatsChatbotChannelDto;

/// The result of [`Statistics::get_channels`](crate::statistics::Statistics::get_channels).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "test-util", derive(Default))]
#[cfg_attr(not(feature = "test-util"), non_exhaustive)]
pub struct StatsGetChannelsResponseDto {
    /// The list of channels associated with the chatbot.
    pub channels: Vec<StatsChatbotChannelDto>,
}

runtime::object!(StatsGetChannelsResponseDto {
    channels: required "channels",
});

runtime::serde_impls!(StatsGetChannelsResponseDto);
