//! Date-times as they travel: RFC 3339, with the offset and the digits they were written with.

mod traits;

use std::fmt;
use std::str::FromStr;

use jiff::SignedDuration;
use jiff::Span;
use jiff::Timestamp;
use jiff::civil;
use jiff::fmt::temporal::Pieces;
use jiff::fmt::temporal::PiecesOffset;
use jiff::tz::Offset;

use crate::runtime::CivilDateTime;
use crate::runtime::DateTimeFormat;
use crate::runtime::Decode;
use crate::runtime::DecodeError;
use crate::runtime::Encode;
use crate::runtime::EncodeError;
use crate::runtime::Reader;
use crate::runtime::Writer;

pub use jiff::SpanFieldwise as Duration;
pub use jiff::civil::Date;
pub use jiff::civil::Time;
pub use traits::DateTimeError;

/// A date-time of RFC 3339 with its offset. It is written as it was read: `2025-01-04T23:00:00.000Z`, `-00:00`, a second 60 and
/// digits behind the nanosecond (at most 47 digits in all) stay that text; the library knows it to the nanosecond, and second 60 as
/// 59. Equality and order are those of the instant. A text without an offset, which RFC 3339 does not allow but servers send,
/// counts as UTC.
#[derive(Clone, Copy)]
pub struct DateTime {
    /// On a clock at the offset. It reaches further than instants do: `9999-12-31T23:59:59Z` is a common way to say never.
    clock: civil::DateTime,
    offset: Offset,
    format: DateTimeFormat,
}

impl DateTime {
    /// The instant; the first or last one that the library knows where the date-time is beyond it.
    pub fn timestamp(&self) -> Timestamp {
        let bound = if self.clock.year() > 0 { Timestamp::MAX } else { Timestamp::MIN };
        self.offset.to_timestamp(self.clock).unwrap_or(bound)
    }

    /// The offset from UTC.
    pub fn offset(&self) -> Offset {
        self.offset
    }

    /// The date and time on a clock at that offset.
    pub fn civil(&self) -> civil::DateTime {
        self.clock
    }

    /// The same instant, written with that offset.
    #[must_use]
    pub fn with_offset(self, offset: Offset) -> Self {
        let later = SignedDuration::from_secs(i64::from(offset.seconds()) - i64::from(self.offset.seconds()));
        Self { clock: self.clock.saturating_add(later), offset, format: self.format.numeric() }
    }

    /// Seconds since the start of 1970 in UTC, and nanoseconds; those of a second 60 follow on those of second 59.
    fn instant(&self) -> (i64, u32) {
        let since = self.clock.duration_since(Date::constant(1970, 1, 1).at(0, 0, 0, 0));
        let whole = since.as_secs() - i64::from(since.subsec_nanos() < 0);
        let nanosecond = u32::try_from(since.subsec_nanos().rem_euclid(1_000_000_000)).unwrap_or(0);
        let leap = u32::from(self.format.is_leap()) * 1_000_000_000;
        (whole - i64::from(self.offset.seconds()), nanosecond + leap)
    }
}

/// The start of 1970 in UTC, for the tests of callers.
#[cfg(feature = "test-util")]
impl Default for DateTime {
    #[inline]
    fn default() -> Self {
        Timestamp::UNIX_EPOCH.into()
    }
}

impl From<Timestamp> for DateTime {
    /// In UTC, with as many fraction digits as the instant needs: none, three, six or nine.
    fn from(instant: Timestamp) -> Self {
        // An instant before 1970 has a negative fraction; a clock's never is.
        let nanosecond = u32::try_from(instant.subsec_nanosecond().rem_euclid(1_000_000_000)).unwrap_or(0);
        Self {
            clock: Offset::UTC.to_datetime(instant),
            offset: Offset::UTC,
            format: DateTimeFormat::shortest(nanosecond, 0),
        }
    }
}

impl From<DateTime> for Timestamp {
    fn from(date_time: DateTime) -> Self {
        date_time.timestamp()
    }
}

impl FromStr for DateTime {
    type Err = DateTimeError;

    fn from_str(text: &str) -> Result<Self, DateTimeError> {
        let (format, text) = DateTimeFormat::read(text).ok_or(DateTimeError)?;
        let pieces = Pieces::parse(&*text).map_err(|_| DateTimeError)?;
        let clock = pieces.date().to_datetime(pieces.time().ok_or(DateTimeError)?);
        let offset = match pieces.offset() {
            None | Some(PiecesOffset::Zulu) => Offset::UTC,
            Some(PiecesOffset::Numeric(numeric)) => numeric.offset(),
            Some(_) => return Err(DateTimeError),
        };
        Ok(Self { clock, offset, format })
    }
}

impl fmt::Display for DateTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let civil = self.clock;
        let small = |number: i8| u8::try_from(number).unwrap_or(0);
        let clock = CivilDateTime {
            year: civil.year().into(),
            month: small(civil.month()),
            day: small(civil.day()),
            hour: small(civil.hour()),
            minute: small(civil.minute()),
            second: small(civil.second()),
            nanosecond: u32::try_from(civil.subsec_nanosecond()).unwrap_or(0),
            offset: self.offset.seconds(),
        };
        self.format.show(clock, f)
    }
}

/// The types of jiff that are their own text.
macro_rules! as_text {
    ($($name:ty => $what:literal),* $(,)?) => {$(
        impl Decode for $name {
            fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
                reader.string()?.parse().map_err(|_| DecodeError::malformed($what))
            }
        }
        impl Encode for $name {
            fn encode(&self, writer: &mut Writer) -> Result<(), EncodeError> {
                writer.string(&self.to_string())
            }
        }
    )*};
}

as_text!(
    Date => "a date (YYYY-MM-DD)",
    Time => "a time of day (hh:mm:ss)",
    Timestamp => "a date-time (RFC 3339)",
    SignedDuration => "a duration (ISO 8601)",
);

impl Decode for Duration {
    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        let span: Span = reader.string()?.parse().map_err(|_| DecodeError::malformed("a duration (ISO 8601)"))?;
        Ok(span.fieldwise())
    }
}

impl Encode for Duration {
    fn encode(&self, writer: &mut Writer) -> Result<(), EncodeError> {
        writer.string(&self.0.to_string())
    }
}
