//! What tests of programs use in place of a server: a mock transport, and a recorder of responses, which a mock can play again.

pub mod mock;
mod pieces;
mod recorded;
mod recorder;
mod replay;
mod reply;
mod rule;

pub use recorder::Recorder;
