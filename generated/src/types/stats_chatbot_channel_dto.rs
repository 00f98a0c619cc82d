// Made by crategen from the API's description. Changes here are lost: change the description.

use crate::runtime;

/// An item of `channels` of [`StatsGetChannelsResponseDto`](crate::types::StatsGetChannelsResponseDto).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "test-util", derive(Default))]
#[cfg_attr(not(feature = "test-util"), non_exhaustive)]
pub struct StatsChatbotChannelDto {
    /// The unique id of the channel.
    pub channel_id: String,
    /// The display name of the channel.
    pub channel_name: String,
    /// The type of the channel.
    pub channel_type: String,
}

runtime::object!(StatsChatbotChannelDto {
    channel_id: required "channelId",
    channel_name: required "channelName",
    channel_type: required "channelType",
});

runtime::serde_impls!(StatsChatbotChannelDto);
