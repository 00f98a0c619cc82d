//! The client of `document.yaml`, which `cargo xtask attack` and `soak` use.

#![allow(
    deprecated,
    clippy::too_many_arguments,
    clippy::large_enum_variant,
    clippy::match_overlapping_arm,
    clippy::let_and_return
)]

include!(concat!(env!("OUT_DIR"), "/src/lib.rs"));
