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

impl runtime::Decode for StatsChatbotChannelDto {
    #[inline]
    fn decode(reader: &mut runtime::Reader<'_>) -> Result<Self, runtime::DecodeError> {
        let mut channel_id = runtime::Field::new("channelId");
        let mut channel_name = runtime::Field::new("channelName");
        let mut channel_type = runtime::Field::new("channelType");
        reader.fields(&mut [&mut channel_id, &mut channel_name, &mut channel_type])?;
        Ok(Self {
            channel_id: channel_id.required()?,
            channel_name: channel_name.required()?,
            channel_type: channel_type.required()?,
        })
    }
}

impl runtime::Encode for StatsChatbotChannelDto {
    #[inline]
    fn encode(&self, writer: &mut runtime::Writer) -> Result<(), runtime::EncodeError> {
        writer
            .fields(
                &[
                    ("channelId", Some(&self.channel_id)),
                    ("channelName", Some(&self.channel_name)),
                    ("channelType", Some(&self.channel_type)),
                ],
            )
    }
}

runtime::serde_impls!(StatsChatbotChannelDto);
