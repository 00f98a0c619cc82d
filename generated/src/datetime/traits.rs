//! What a date-time is whatever library it is of: compared by its instant, and read and sent as its text.

use std::cmp::Ordering;
use std::fmt;
use std::hash::Hash;
use std::hash::Hasher;

use super::DateTime;
use crate::runtime::Decode;
use crate::runtime::DecodeError;
use crate::runtime::Encode;
use crate::runtime::EncodeError;
use crate::runtime::Reader;
use crate::runtime::Writer;

/// Why a text is no date-time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DateTimeError;

impl fmt::Display for DateTimeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not a date-time of RFC 3339, such as 2025-01-04T23:00:00.000Z")
    }
}

impl std::error::Error for DateTimeError {}

impl fmt::Debug for DateTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl PartialEq for DateTime {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for DateTime {}

impl PartialOrd for DateTime {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for DateTime {
    fn cmp(&self, other: &Self) -> Ordering {
        let key = |it: &Self| (it.instant(), it.format.beyond());
        key(self).cmp(&key(other))
    }
}

impl Hash for DateTime {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (self.instant(), self.format.beyond()).hash(state);
    }
}

impl Decode for DateTime {
    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        reader.string()?.parse().map_err(|_| DecodeError::malformed("a date-time (RFC 3339)"))
    }
}

impl Encode for DateTime {
    fn encode(&self, writer: &mut Writer) -> Result<(), EncodeError> {
        writer.string(&self.to_string())
    }
}
