//! What tests of programs use in place of a server: a mock transport, and a recorder of responses, which a mock can play again.

mod example;
pub mod mock;
mod pieces;
mod recorded;
mod recorder;
mod replay;
mod reply;
mod rule;

#[allow(unused_imports)]
pub(crate) use example::example;
#[allow(unused_imports)]
pub(crate) use example::read_example;
pub use recorder::Recorder;
#[allow(unused_imports)]
pub(crate) use reply::mock_output;
