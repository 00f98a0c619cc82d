//! Executes one call: a state machine without I/O, its two drivers, retries, limits and tracing.

pub(crate) mod driver;
mod in_time;
mod prepare;
mod received;
mod retry;
mod shared;
mod state_machine;
mod trace;

pub(crate) use retry::RetryBudget;
pub(crate) use shared::Settings;
pub(crate) use shared::Shared;
