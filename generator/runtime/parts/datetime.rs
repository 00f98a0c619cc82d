//! Date-times as they travel: RFC 3339, with the offset and the digits they were written with.

use std::fmt;
use std::str::FromStr;

use jiff::Span;
use jiff::SpanFieldwise;
use jiff::Timestamp;
use jiff::civil;
use jiff::fmt::temporal::Pieces;
use jiff::fmt::temporal::PiecesOffset;
use jiff::tz::Offset;
use serde_json::Value;

use crate::runtime::Context;
use crate::runtime::Decode;
use crate::runtime::DecodeError;
use crate::runtime::Encode;
use crate::runtime::EncodeError;
use crate::runtime::decode_str;

pub use jiff::civil::Date;
pub use jiff::civil::Time;

/// A date-time of RFC 3339 with its offset, precise to the nanosecond. It is written with the offset and the number of
/// fraction digits it was read with, so `2025-01-04T23:00:00.000Z` stays that text. Equality and order are those of the
/// instant. A text without an offset, which RFC 3339 does not allow but servers send, counts as UTC.
#[derive(Clone, Copy)]
pub struct DateTime {
    instant: Timestamp,
    zone: Zone,
    digits: u8,
}

#[derive(Clone, Copy)]
enum Zone {
    Zulu,
    Numeric(Offset),
    Absent,
}

/// Why a text is no date-time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DateTimeError;

impl DateTime {
    /// The instant.
    pub fn timestamp(&self) -> Timestamp {
        self.instant
    }

    /// The offset from UTC.
    pub fn offset(&self) -> Offset {
        match self.zone {
            Zone::Numeric(offset) => offset,
            Zone::Zulu | Zone::Absent => Offset::UTC,
        }
    }

    /// The date and time on a clock at that offset.
    pub fn civil(&self) -> civil::DateTime {
        self.offset().to_datetime(self.instant)
    }

    /// The same instant, written with that offset.
    #[must_use]
    pub fn with_offset(self, offset: Offset) -> Self {
        Self { zone: Zone::Numeric(offset), ..self }
    }
}

impl From<Timestamp> for DateTime {
    /// In UTC, with as many fraction digits as the instant needs: none, three, six or nine.
    fn from(instant: Timestamp) -> Self {
        let digits = match instant.subsec_nanosecond() {
            0 => 0,
            nanos if nanos % 1_000_000 == 0 => 3,
            nanos if nanos % 1_000 == 0 => 6,
            _ => 9,
        };
        Self { instant, zone: Zone::Zulu, digits }
    }
}

impl From<DateTime> for Timestamp {
    fn from(date_time: DateTime) -> Self {
        date_time.instant
    }
}

impl FromStr for DateTime {
    type Err = DateTimeError;

    fn from_str(text: &str) -> Result<Self, DateTimeError> {
        let pieces = Pieces::parse(text).map_err(|_| DateTimeError)?;
        let clock = pieces.date().to_datetime(pieces.time().ok_or(DateTimeError)?);
        let zone = match pieces.offset() {
            None => Zone::Absent,
            Some(PiecesOffset::Zulu) => Zone::Zulu,
            Some(PiecesOffset::Numeric(numeric)) => Zone::Numeric(numeric.offset()),
            Some(_) => return Err(DateTimeError),
        };
        let offset = if let Zone::Numeric(offset) = zone { offset } else { Offset::UTC };
        let instant = offset.to_timestamp(clock).map_err(|_| DateTimeError)?;
        Ok(Self { instant, zone, digits: fraction_digits(text) })
    }
}

fn fraction_digits(text: &str) -> u8 {
    let fraction = text.split_once(['.', ',']).map_or("", |(_, after)| after);
    let digits = fraction.bytes().take_while(u8::is_ascii_digit).take(9).count();
    u8::try_from(digits).unwrap_or(9)
}

impl fmt::Display for DateTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let clock = self.civil();
        let (date, time) = (clock.date(), clock.time());
        write!(f, "{date}T{:02}:{:02}:{:02}", time.hour(), time.minute(), time.second())?;
        let nanos = format!("{:09}", time.subsec_nanosecond());
        if let Some(fraction) = nanos.get(..usize::from(self.digits)).filter(|fraction| !fraction.is_empty()) {
            write!(f, ".{fraction}")?;
        }
        match self.zone {
            Zone::Zulu => f.write_str("Z"),
            Zone::Absent => Ok(()),
            Zone::Numeric(offset) => {
                let minutes = offset.seconds() / 60;
                let sign = if minutes < 0 { '-' } else { '+' };
                write!(f, "{sign}{:02}:{:02}", minutes.abs() / 60, minutes.abs() % 60)
            }
        }
    }
}

impl fmt::Debug for DateTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl PartialEq for DateTime {
    fn eq(&self, other: &Self) -> bool {
        self.instant == other.instant
    }
}

impl Eq for DateTime {}

impl PartialOrd for DateTime {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for DateTime {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.instant.cmp(&other.instant)
    }
}

impl std::hash::Hash for DateTime {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.instant.hash(state);
    }
}

impl fmt::Display for DateTimeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not a date-time of RFC 3339, such as 2025-01-04T23:00:00.000Z")
    }
}

impl std::error::Error for DateTimeError {}

impl Decode for DateTime {
    fn decode(value: &Value, _: &mut Context) -> Result<Self, DecodeError> {
        decode_str(value)?.parse().map_err(|_| DecodeError::malformed("a date-time (RFC 3339)"))
    }
}

impl Encode for DateTime {
    fn encode(&self) -> Result<Value, EncodeError> {
        Ok(Value::String(self.to_string()))
    }
}

/// The types of jiff that are their own text.
macro_rules! as_text {
    ($($name:ty => $what:literal),* $(,)?) => {$(
        impl Decode for $name {
            fn decode(value: &Value, _: &mut Context) -> Result<Self, DecodeError> {
                decode_str(value)?.parse().map_err(|_| DecodeError::malformed($what))
            }
        }
        impl Encode for $name {
            fn encode(&self) -> Result<Value, EncodeError> {
                Ok(Value::String(self.to_string()))
            }
        }
    )*};
}

as_text!(
    Date => "a date (YYYY-MM-DD)",
    Time => "a time of day (hh:mm:ss)",
    Timestamp => "a date-time (RFC 3339)",
    jiff::SignedDuration => "a duration (ISO 8601)",
);

impl Decode for SpanFieldwise {
    fn decode(value: &Value, _: &mut Context) -> Result<Self, DecodeError> {
        let span: Span = decode_str(value)?.parse().map_err(|_| DecodeError::malformed("a duration (ISO 8601)"))?;
        Ok(span.fieldwise())
    }
}

impl Encode for SpanFieldwise {
    fn encode(&self) -> Result<Value, EncodeError> {
        Ok(Value::String(self.0.to_string()))
    }
}
