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

runtime::open_enum!(integer Interval {
    Day: 86400,
    Hour: 3600,
});

runtime::serde_impls!(Interval);
