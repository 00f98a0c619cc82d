//! The client: a handle that is cheap to clone.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use crate::runtime::execute::Shared;
use crate::runtime::execute::driver;
use crate::runtime::request::RequestDraft;
use crate::runtime::response::Error;
use crate::runtime::response::Reply;
use crate::runtime::transport::Async;
use crate::runtime::transport::Blocking;
use crate::runtime::transport::BoxFuture;

/// A client of the API. It is cheap to clone; all clones share their connections.
#[derive(Clone)]
pub struct Client<M> {
    pub(crate) shared: Arc<Shared>,
    pub(crate) mode: M,
}

impl Client<Async> {
    /// Executes a call. The future owns what it needs of the client.
    #[inline]
    pub(crate) fn execute(&self, draft: Box<RequestDraft<Async>>) -> BoxFuture<'static, Result<Reply<Async>, Error>> {
        driver::execute(self.shared.clone(), self.mode.clone(), draft)
    }
}

impl Client<Blocking> {
    /// Executes a call.
    #[inline]
    pub(crate) fn execute(&self, draft: Box<RequestDraft<Blocking>>) -> Result<Reply<Blocking>, Error> {
        driver::execute_blocking(&self.shared, &self.mode, draft)
    }
}

impl<M> Client<M> {
    /// How many deviations from the document this client and its clones tolerated in responses; see
    /// [`ClientBuilder::tolerant`](crate::runtime::ClientBuilder::tolerant).
    #[inline]
    pub fn tolerated(&self) -> u64 {
        self.shared.tolerated.load(Ordering::Relaxed)
    }
}

impl<M> fmt::Debug for Client<M> {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client").field("api", &self.shared.api.name).finish_non_exhaustive()
    }
}
