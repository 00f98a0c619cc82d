//! The client: what all its clones share.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http::HeaderMap;
use http::HeaderValue;

use super::api::Api;
use super::auth::Prover;
use super::base_url::BaseUrl;
use super::base_url::Origin;
use super::retry::Budget;
use super::transport::Timeouts;

/// A client of the API. It is cheap to clone; all clones share their connections.
#[derive(Clone)]
pub struct Client<M> {
    pub(crate) shared: Arc<Shared>,
    pub(crate) mode: M,
}

/// What all clones of a client share.
pub(crate) struct Shared {
    pub(crate) api: &'static Api,
    pub(crate) settings: Settings,
    /// One for each scheme of the API.
    pub(crate) credentials: Vec<Option<Prover>>,
    pub(crate) base: BaseUrl,
    /// Whether the base URL was given by the caller; then it also stands for the servers of single operations.
    pub(crate) base_is_given: bool,
    pub(crate) variables: Vec<(String, String)>,
    pub(crate) trusted: Vec<Origin>,
    pub(crate) headers: HeaderMap,
    pub(crate) user_agent: HeaderValue,
    pub(crate) budget: Budget,
}

/// Limits and times.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Settings {
    pub(crate) timeouts: Timeouts,
    pub(crate) deadline: Option<Duration>,
    pub(crate) retries: u32,
    pub(crate) response_limit: usize,
    pub(crate) error_limit: usize,
    pub(crate) redirects: u32,
    pub(crate) allow_http: bool,
}

impl Default for Settings {
    fn default() -> Self {
        let timeouts = Timeouts {
            connect: Some(Duration::from_secs(10)),
            idle: Some(Duration::from_secs(30)),
            attempt: Some(Duration::from_secs(60)),
            streamed: false,
            uploads: false,
        };
        Self {
            timeouts,
            deadline: Some(Duration::from_secs(120)),
            retries: 2,
            response_limit: 16 << 20,
            error_limit: 64 << 10,
            redirects: 0,
            allow_http: false,
        }
    }
}

impl<M> fmt::Debug for Client<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client").field("api", &self.shared.api.name).finish_non_exhaustive()
    }
}
