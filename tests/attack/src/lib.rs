//! Attacks on purpose: hostile documents against the generator, hostile callers' values and hostile servers against a generated
//! client, in both modes; and a client against a server that fails, with an account of every call.
//!
//! `cargo xtask attack` and `cargo xtask soak` start the program of this package; its tests are a bounded part of both.

pub mod campaign;
mod client;
mod documents;
pub mod kinds;
pub mod memory;
mod property;
mod servers;
pub mod soak;
mod stage;
pub mod tally;
mod texts;
mod values;
