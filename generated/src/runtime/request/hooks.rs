//! Functions of the caller that are called around each attempt.

use std::error::Error as StdError;

use crate::runtime::response::Error;
use crate::runtime::response::ErrorKind;

use super::attempt::Attempt;
use super::outgoing::OutgoingRequest;

type OnRequest = dyn Fn(&mut OutgoingRequest<'_>) + Send + Sync;
type Sign = dyn Fn(&mut OutgoingRequest<'_>) -> Result<(), Box<dyn StdError + Send + Sync>> + Send + Sync;
type OnResponse = dyn Fn(&Attempt<'_>) + Send + Sync;

/// Functions of the caller that are called around each attempt, each kind in the order in which it was given.
#[derive(Default)]
pub(crate) struct Hooks {
    pub(crate) requests: Vec<Box<OnRequest>>,
    pub(crate) signers: Vec<Box<Sign>>,
    pub(crate) responses: Vec<Box<OnResponse>>,
}

impl Hooks {
    /// Shows a request without its credentials.
    ///
    /// # Errors
    /// The first mistake of a hook.
    #[inline]
    pub(crate) fn requested(&self, mut request: OutgoingRequest<'_>) -> Result<(), Error> {
        self.requests.iter().for_each(|hook| hook(&mut request));
        request.problem()
    }

    /// Shows a request as it is sent.
    ///
    /// # Errors
    /// The first mistake of a signer.
    #[inline]
    pub(crate) fn sign(&self, mut request: OutgoingRequest<'_>) -> Result<(), Error> {
        for sign in &self.signers {
            let failed = |error| Error::new(ErrorKind::Credential, "the request could not be signed").because(error);
            sign(&mut request).map_err(failed)?;
        }
        request.problem()
    }

    /// Shows an attempt that has ended.
    #[inline]
    pub(crate) fn ended(&self, attempt: &Attempt<'_>) {
        self.responses.iter().for_each(|hook| hook(attempt));
    }
}
