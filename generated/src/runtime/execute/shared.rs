//! What all clones of a client share.

use std::sync::Arc;
use std::sync::atomic::AtomicU64;
use std::time::Duration;

use http::header::HeaderName;

use crate::runtime::auth::Authenticator;
use crate::runtime::description::Api;
use crate::runtime::json::DEFAULT_NODES;
use crate::runtime::json::Tolerance;
use crate::runtime::request::ClientHeaders;
use crate::runtime::request::Hooks;
use crate::runtime::request::RetryRules;
use crate::runtime::request::Servers;
use crate::runtime::response::Reading;
use crate::runtime::transport::Timeouts;

use super::retry::RetryBudget;

/// What all clones of a client share.
pub(crate) struct Shared {
    pub(crate) api: &'static Api,
    pub(crate) settings: Settings,
    /// One for each scheme of the API.
    pub(crate) credentials: Vec<Option<Authenticator>>,
    pub(crate) servers: Servers,
    pub(crate) headers: ClientHeaders,
    pub(crate) hooks: Hooks,
    /// The header in which the server says how it calls a request.
    pub(crate) request_id: HeaderName,
    pub(crate) budget: RetryBudget,
    /// How many deviations of responses were tolerated.
    pub(crate) tolerated: Arc<AtomicU64>,
}

/// Limits and timeouts.
#[derive(Clone)]
pub(crate) struct Settings {
    pub(crate) timeouts: Timeouts,
    pub(crate) deadline: Option<Duration>,
    pub(crate) retry: RetryRules,
    pub(crate) response_limit: usize,
    pub(crate) error_limit: usize,
    pub(crate) redirects: u32,
    pub(crate) json_nodes: usize,
    pub(crate) tolerance: Tolerance,
    pub(crate) error_messages: bool,
    /// Whether calls are sent without credentials.
    pub(crate) anonymous: bool,
}

impl Shared {
    /// How the JSON of responses is read.
    #[inline]
    pub(crate) fn reading(&self) -> Reading {
        Reading::new(self.settings.json_nodes, self.settings.tolerance, self.tolerated.clone())
    }
}

impl Default for Settings {
    #[inline]
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
            retry: RetryRules::default(),
            response_limit: 16 << 20,
            error_limit: 64 << 10,
            redirects: 0,
            json_nodes: DEFAULT_NODES,
            tolerance: Tolerance::default(),
            error_messages: true,
            anonymous: false,
        }
    }
}
