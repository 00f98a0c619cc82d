//! The time limits of one attempt.

use std::time::Duration;

/// How many connections a transport keeps for the next calls.
#[cfg(any(feature = "blocking", all(feature = "reqwest", not(target_arch = "wasm32"))))]
pub(super) const IDLE_CONNECTIONS: usize = 64;

/// How long the phases of one attempt may take; `None` is without limit, and so is the default.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Timeouts {
    /// Until there is a connection.
    pub connect: Option<Duration>,
    /// Between two pieces of a response body.
    pub idle: Option<Duration>,
    /// The whole attempt; for a streamed response until its head is there.
    pub attempt: Option<Duration>,
    /// Whether a successful response will be streamed, so that `attempt` ends with its head.
    pub streamed: bool,
    /// Whether the body of the request is a stream, so that `attempt` begins anew with each piece of it.
    pub uploads: bool,
}
