//! The client: a handle that is cheap to clone.

use std::fmt;
use std::sync::Arc;

use crate::runtime::execute::Shared;

/// A client of the API. It is cheap to clone; all clones share their connections.
#[derive(Clone)]
pub struct Client<M> {
    pub(crate) shared: Arc<Shared>,
    pub(crate) mode: M,
}

impl<M> fmt::Debug for Client<M> {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client").field("api", &self.shared.api.name).finish_non_exhaustive()
    }
}
