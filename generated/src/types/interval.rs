// Made by crategen from the API's description. Changes here are lost: change the description.

use crate::runtime;

/// The width of an interval, in seconds.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Interval {
    /// `86400`: `Day`
    Day,
    /// `3600`: `Hour`
    Hour,
    /// A value that this crate does not know; it is kept and sent as it is.
    Unknown(i64),
}

impl Interval {
    /// Every value that this crate knows.
    pub const KNOWN: &'static [Self] = &[Self::Day, Self::Hour];
    /// The value as it is on the wire.
    #[inline]
    pub fn as_i64(&self) -> i64 {
        match self {
            Self::Day => 86400,
            Self::Hour => 3600,
            Self::Unknown(value) => *value,
        }
    }
}

impl From<i64> for Interval {
    #[inline]
    fn from(value: i64) -> Self {
        match value {
            86400 => Self::Day,
            3600 => Self::Hour,
            _ => Self::Unknown(value),
        }
    }
}

runtime::enum_impls!(integer : Interval);

runtime::serde_impls!(Interval);
