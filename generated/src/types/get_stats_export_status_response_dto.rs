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

impl runtime::Decode for GetStatsExportStatusResponseDto {
    #[inline]
    fn decode(reader: &mut runtime::Reader<'_>) -> Result<Self, runtime::DecodeError> {
        let mut status = runtime::Field::new("status");
        let mut download_url = runtime::Field::optional_key("downloadUrl");
        let mut error = runtime::Field::optional_key("error");
        reader.fields(&mut [&mut status, &mut download_url, &mut error])?;
        Ok(Self {
            status: status.required()?,
            download_url: download_url.optional(),
            error: error.optional(),
        })
    }
}

impl runtime::Encode for GetStatsExportStatusResponseDto {
    #[inline]
    fn encode(&self, writer: &mut runtime::Writer) -> Result<(), runtime::EncodeError> {
        writer
            .fields(
                &[
                    ("status", Some(&self.status)),
                    ("downloadUrl", runtime::optional(&self.download_url)),
                    ("error", runtime::optional(&self.error)),
                ],
            )
    }
}

runtime::serde_impls!(GetStatsExportStatusResponseDto);
