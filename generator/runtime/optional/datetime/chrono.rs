//! Date-times as they travel: RFC 3339, with the offset and the digits they were written with.

mod traits;

use std::fmt;
use std::str::FromStr;

use chrono::Datelike as _;
use chrono::FixedOffset;
use chrono::Timelike as _;
use chrono::Utc;

use crate::runtime::CivilDateTime;
use crate::runtime::DateTimeFormat;
use crate::runtime::Decode;
use crate::runtime::DecodeError;
use crate::runtime::Encode;
use crate::runtime::EncodeError;
use crate::runtime::Reader;
use crate::runtime::Writer;

pub use chrono::NaiveDate as Date;
pub use chrono::NaiveTime as Time;
pub use traits::DateTimeError;

/// A date-time of RFC 3339 with its offset. It is written as it was read: `2025-01-04T23:00:00.000Z`, `-00:00`, a second 60 and
/// digits behind the nanosecond (at most 47 digits in all) stay that text; the library knows it to the
/// nanosecond. Equality and order are those of the instant. A text without an offset, which RFC 3339 does not allow but servers send,
/// counts as UTC.
#[derive(Clone, Copy)]
pub struct DateTime {
    value: chrono::DateTime<FixedOffset>,
    format: DateTimeFormat,
}

impl DateTime {
    /// The date-time at its offset.
    pub fn value(&self) -> chrono::DateTime<FixedOffset> {
        self.value
    }

    /// The same instant, written with that offset.
    #[must_use]
    pub fn with_offset(self, offset: FixedOffset) -> Self {
        Self { value: self.value.with_timezone(&offset), format: self.format.numeric() }
    }

    /// Seconds since the start of 1970 in UTC, and nanoseconds; those of a second 60 follow on those of second 59.
    fn instant(&self) -> (i64, u32) {
        (self.value.timestamp(), self.value.timestamp_subsec_nanos())
    }
}

/// The start of 1970 in UTC, for the tests of callers.
#[cfg(feature = "test-util")]
impl Default for DateTime {
    #[inline]
    fn default() -> Self {
        chrono::DateTime::<Utc>::UNIX_EPOCH.into()
    }
}

impl From<chrono::DateTime<FixedOffset>> for DateTime {
    /// With as many fraction digits as the instant needs: none, three, six or nine. UTC is written as `Z`.
    fn from(value: chrono::DateTime<FixedOffset>) -> Self {
        let format = DateTimeFormat::shortest(value.nanosecond() % 1_000_000_000, value.offset().local_minus_utc());
        Self { value, format }
    }
}

impl From<chrono::DateTime<Utc>> for DateTime {
    fn from(value: chrono::DateTime<Utc>) -> Self {
        value.fixed_offset().into()
    }
}

impl From<DateTime> for chrono::DateTime<FixedOffset> {
    fn from(date_time: DateTime) -> Self {
        date_time.value
    }
}

impl From<DateTime> for chrono::DateTime<Utc> {
    fn from(date_time: DateTime) -> Self {
        date_time.value.to_utc()
    }
}

impl FromStr for DateTime {
    type Err = DateTimeError;

    fn from_str(text: &str) -> Result<Self, DateTimeError> {
        let (format, text) = DateTimeFormat::read(text).ok_or(DateTimeError)?;
        let read = match format.has_offset() {
            true => chrono::DateTime::parse_from_rfc3339(&text),
            false => chrono::DateTime::parse_from_rfc3339(&format!("{text}Z")),
        };
        let value = read.map_err(|_| DateTimeError)?;
        // A leap second is a second 59 with more than a thousand million nanoseconds.
        let leap = format.is_leap().then(|| value.with_nanosecond(value.nanosecond() + 1_000_000_000));
        Ok(Self { value: leap.unwrap_or(Some(value)).ok_or(DateTimeError)?, format })
    }
}

impl fmt::Display for DateTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (date, time) = (self.value.date_naive(), self.value.time());
        let second = time.second() + time.nanosecond() / 1_000_000_000;
        let small = |number: u32| u8::try_from(number).unwrap_or(u8::MAX);
        let clock = CivilDateTime {
            year: date.year(),
            month: small(date.month()),
            day: small(date.day()),
            hour: small(time.hour()),
            minute: small(time.minute()),
            second: small(second),
            nanosecond: time.nanosecond() % 1_000_000_000,
            offset: self.value.offset().local_minus_utc(),
        };
        self.format.show(clock, f)
    }
}

impl Decode for Date {
    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        reader.string()?.parse().map_err(|_| DecodeError::malformed("a date (YYYY-MM-DD)"))
    }
}

impl Encode for Date {
    fn encode(&self, writer: &mut Writer) -> Result<(), EncodeError> {
        writer.string(&self.to_string())
    }
}

impl Decode for Time {
    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        reader.string()?.parse().map_err(|_| DecodeError::malformed("a time of day (hh:mm:ss)"))
    }
}

impl Encode for Time {
    fn encode(&self, writer: &mut Writer) -> Result<(), EncodeError> {
        writer.string(&self.to_string())
    }
}
