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

impl runtime::Decode for GetInboxReportResponseDto {
    #[inline]
    fn decode(reader: &mut runtime::Reader<'_>) -> Result<Self, runtime::DecodeError> {
        let mut data = runtime::Field::new("data");
        let mut error = runtime::Field::optional_key("error");
        reader.fields(&mut [&mut data, &mut error])?;
        Ok(Self {
            data: data.required()?,
            error: error.optional(),
        })
    }
}

impl runtime::Encode for GetInboxReportResponseDto {
    #[inline]
    fn encode(&self, writer: &mut runtime::Writer) -> Result<(), runtime::EncodeError> {
        writer
            .fields(
                &[("data", Some(&self.data)), ("error", runtime::optional(&self.error))],
            )
    }
}

runtime::serde_impls!(GetInboxReportResponseDto);
