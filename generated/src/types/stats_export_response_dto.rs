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

impl runtime::Decode for StatsExportResponseDto {
    #[inline]
    fn decode(reader: &mut runtime::Reader<'_>) -> Result<Self, runtime::DecodeError> {
        let mut export_id = runtime::Field::new("exportId");
        let mut error = runtime::Field::optional_key("error");
        reader.fields(&mut [&mut export_id, &mut error])?;
        Ok(Self {
            export_id: export_id.required()?,
            error: error.optional(),
        })
    }
}

impl runtime::Encode for StatsExportResponseDto {
    #[inline]
    fn encode(&self, writer: &mut runtime::Writer) -> Result<(), runtime::EncodeError> {
        writer
            .fields(
                &[
                    ("exportId", Some(&self.export_id)),
                    ("error", runtime::optional(&self.error)),
                ],
            )
    }
}

runtime::serde_impls!(StatsExportResponseDto);
