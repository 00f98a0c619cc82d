//! The client that is generated from the documents beside this crate, compiled and linted like any other code.

#![deny(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
#![allow(
    deprecated,
    clippy::too_many_arguments,
    clippy::large_enum_variant,
    clippy::match_overlapping_arm,
    clippy::module_inception
)]

include!(concat!(env!("OUT_DIR"), "/src/lib.rs"));
