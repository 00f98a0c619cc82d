//! What the commands `cargo xtask cost` and `cargo xtask bench` compare generated clients with, and how they show it. Nothing here
//! is part of the generator or of a client.

pub mod derived;
pub mod document;
pub mod program;
pub mod statistics;
pub mod svg;
pub mod types;
