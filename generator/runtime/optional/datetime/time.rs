//! Date-times as they travel: RFC 3339, with the offset and the digits they were written with.

mod traits;

use std::fmt;
use std::str::FromStr;

use time::OffsetDateTime;
use time::UtcOffset;
use time::format_description::well_known::Iso8601;
use time::format_description::well_known::Rfc3339;

use crate::runtime::CivilDateTime;
use crate::runtime::DateTimeFormat;
use crate::runtime::Decode;
use crate::runtime::DecodeError;
use crate::runtime::Encode;
use crate::runtime::EncodeError;
use crate::runtime::Reader;
use crate::runtime::Writer;

pub use time::Date;
pub use time::Time;
pub use traits::DateTimeError;

/// A date-time of RFC 3339 with its offset. It is written as it was read: `2025-01-04T23:00:00.000Z`, `-00:00`, a second 60 and
/// digits behind the nanosecond (at most 47 digits in all) stay that text; the library knows it to the nanosecond, and second 60 as
/// 59. Equality and order are those of the instant. A text without an offset, which RFC 3339 does not allow but servers send,
/// counts as UTC.
#[derive(Clone, Copy)]
pub struct DateTime {
    value: OffsetDateTime,
    format: DateTimeFormat,
}

impl DateTime {
    /// The date-time at its offset.
    pub fn value(&self) -> OffsetDateTime {
        self.value
    }

    /// The same instant, written with that offset; `None` where that is beyond the years that the library knows.
    #[must_use]
    pub fn with_offset(self, offset: UtcOffset) -> Option<Self> {
        Some(Self { value: self.value.checked_to_offset(offset)?, format: self.format.numeric() })
    }

    /// Seconds since the start of 1970 in UTC, and nanoseconds; those of a second 60 follow on those of second 59.
    fn instant(&self) -> (i64, u32) {
        let leap = u32::from(self.format.is_leap()) * 1_000_000_000;
        (self.value.unix_timestamp(), self.value.nanosecond() + leap)
    }
}

/// The start of 1970 in UTC, for the tests of callers.
#[cfg(feature = "test-util")]
impl Default for DateTime {
    #[inline]
    fn default() -> Self {
        OffsetDateTime::UNIX_EPOCH.into()
    }
}

impl From<OffsetDateTime> for DateTime {
    /// With as many fraction digits as the instant needs: none, three, six or nine. UTC is written as `Z`.
    fn from(value: OffsetDateTime) -> Self {
        let format = DateTimeFormat::shortest(value.nanosecond(), value.offset().whole_seconds());
        Self { value, format }
    }
}

impl From<DateTime> for OffsetDateTime {
    fn from(date_time: DateTime) -> Self {
        date_time.value
    }
}

impl FromStr for DateTime {
    type Err = DateTimeError;

    fn from_str(text: &str) -> Result<Self, DateTimeError> {
        let (format, text) = DateTimeFormat::read(text).ok_or(DateTimeError)?;
        let read = match format.has_offset() {
            true => OffsetDateTime::parse(&text, &Rfc3339),
            false => OffsetDateTime::parse(&format!("{text}Z"), &Rfc3339),
        };
        Ok(Self { value: read.map_err(|_| DateTimeError)?, format })
    }
}

impl fmt::Display for DateTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let value = self.value;
        let clock = CivilDateTime {
            year: value.year(),
            month: value.month().into(),
            day: value.day(),
            hour: value.hour(),
            minute: value.minute(),
            second: value.second(),
            nanosecond: value.nanosecond(),
            offset: value.offset().whole_seconds(),
        };
        self.format.show(clock, f)
    }
}

impl Decode for Date {
    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        let read = Self::parse(&reader.string()?, &Iso8601::DATE);
        read.map_err(|_| DecodeError::malformed("a date (YYYY-MM-DD)"))
    }
}

impl Encode for Date {
    fn encode(&self, writer: &mut Writer) -> Result<(), EncodeError> {
        writer.string(&self.to_string())
    }
}

impl Decode for Time {
    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        let read = Self::parse(&reader.string()?, &Iso8601::TIME);
        read.map_err(|_| DecodeError::malformed("a time of day (hh:mm:ss)"))
    }
}

impl Encode for Time {
    fn encode(&self, writer: &mut Writer) -> Result<(), EncodeError> {
        let (hour, minute, second, nanos) = self.as_hms_nano();
        let fraction = if nanos == 0 { String::new() } else { format!(".{nanos:09}") };
        writer.string(&format!("{hour:02}:{minute:02}:{second:02}{}", fraction.trim_end_matches('0')))
    }
}
