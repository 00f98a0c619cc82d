//! One call as a state machine without I/O. It returns the next step and receives the result of that step; the two drivers in
//! [`driver`](super::driver) execute the steps.

use std::time::Duration;

use bytes::Bytes;
use http::HeaderMap;
use http::Method;
use http::Request;
use http::StatusCode;
use http::Uri;
use http::header;

use crate::runtime::auth::AuthValue;
use crate::runtime::auth::authenticate;
use crate::runtime::description::ApiOperation;
use crate::runtime::description::OperationInfo;
use crate::runtime::description::Retry;
use crate::runtime::request::Address;
use crate::runtime::request::Attempt;
use crate::runtime::request::Ending;
use crate::runtime::request::Origin;
use crate::runtime::request::RequestDraft;
use crate::runtime::request::assemble;
use crate::runtime::request::url;
use crate::runtime::response::Error;
use crate::runtime::response::ErrorKind;
use crate::runtime::response::ErrorResponse;
use crate::runtime::response::Reply;
use crate::runtime::response::ReplyBody;
use crate::runtime::transport::Body;
use crate::runtime::transport::Instant;
use crate::runtime::transport::Mode;
use crate::runtime::transport::Timeouts;
use crate::runtime::transport::TransportError;
use crate::runtime::transport::TransportErrorKind;
use crate::runtime::transport::clock;

use super::received::ReadLimits;
use super::received::ReceivedBody;
use super::received::ReceivedResponse;
use super::retry::Attempts;
use super::shared::Shared;

/// The state of one call.
pub(crate) struct CallState<'a, M: Mode> {
    pub(super) shared: &'a Shared,
    pub(super) info: &'static OperationInfo,
    /// Whether the body of every success is handed out as a stream, or of none, whatever the operation does.
    streamed: Option<bool>,
    /// With its query, apart from that of credentials.
    pub(super) uri: Uri,
    pub(super) origin: Origin,
    pub(super) draft: Box<RequestDraft<M>>,
    /// The headers of the first attempt; another one gets its own out of the draft.
    pub(super) headers: Option<HeaderMap>,
    pub(super) schemes: Vec<usize>,
    timeouts: Timeouts,
    pub(super) attempts: Attempts,
    /// When the last attempt began.
    sent_at: Instant,
    redirects: u32,
    /// Whether the URL is one of the server.
    pub(super) is_redirected: bool,
    /// The credentials that the last attempt was sent with.
    values: Vec<AuthValue>,
    /// Whether a rejected token was renewed already, or must not be.
    renewed: bool,
    phase: Phase<M>,
}

enum Phase<M: Mode> {
    Ready,
    Authenticated(Vec<AuthValue>),
    Pausing(Duration),
    Done(Result<Reply<M>, Error>),
    /// The driver executes a step.
    Sent,
}

/// The next step.
#[allow(
    clippy::large_enum_variant,
    reason = "it is taken apart where it is made, and a box would be an allocation for each attempt"
)]
pub(crate) enum Step<M: Mode> {
    /// Get the credentials of these schemes; pass them to [`CallState::authenticated`].
    Authenticate(Vec<usize>),
    /// Send the request; pass the response to [`CallState::received`].
    Send(Request<Body<M>>, ReadLimits),
    /// Wait.
    Pause(Duration),
    /// The call is over.
    Done(Result<Reply<M>, Error>),
}

impl<'a, M: Mode> CallState<'a, M> {
    /// Starts a call.
    ///
    /// # Errors
    /// When the draft is not valid, or the client lacks a credential.
    #[inline]
    pub(crate) fn new(shared: &'a Shared, mut draft: Box<RequestDraft<M>>, now: Instant) -> Result<Self, Error> {
        let info = draft.info;
        if let Some(problem) = draft.problem.take() {
            return Err(problem);
        }
        if let Some(name) = assemble::missing(&draft) {
            return Err(Error::request(format!("the required parameter {name:?} is missing")));
        }
        let url = url::request_url(&shared.servers, &draft)?;
        let credentials = if url.trusted { shared.credentials.as_slice() } else { &[] };
        let mut headers = assemble::headers(&shared.headers, &draft)?;
        let has_key = assemble::has_key(&shared.headers, &mut draft, &mut headers, clock::random_uuid);
        let anonymous = draft.anonymous || shared.settings.anonymous;
        let schemes =
            if anonymous { Ok(Vec::new()) } else { authenticate::choose(shared.api, info, credentials, &headers) };
        let schemes = schemes.map_err(|error| match url.trusted {
            true => error,
            false => Error::new(
                ErrorKind::Credential,
                "the credentials of the client belong to another origin; name this one in `.trust_origin(…)`",
            ),
        })?;
        let mut text = url.url;
        assemble::add_query(&mut text, &shared.headers, &draft);
        let uri = url::legal(text)?;
        let deadline = draft.timeout.or(shared.settings.deadline).and_then(|deadline| now.checked_add(deadline));
        let timeouts = Timeouts {
            attempt: draft.timeout.or(shared.settings.timeouts.attempt),
            streamed: draft.streamed.unwrap_or(!info.streamed.is_empty()),
            // A time limit of this call covers the whole call.
            uploads: matches!(draft.body, Body::Stream { .. }) && draft.timeout.is_none(),
            ..shared.settings.timeouts
        };
        let rules = draft.retry.or(&shared.settings.retry);
        let attempts = Attempts {
            retries: if draft.once { 0 } else { rules.retries() },
            rules,
            idempotent: info.retry == Retry::Idempotent || draft.idempotent || has_key,
            replayable: draft.body.replay().is_some(),
            deadline: [deadline, draft.deadline].into_iter().flatten().min(),
            made: 0,
        };
        Ok(Self {
            shared,
            info,
            streamed: draft.streamed,
            uri,
            origin: url.origin,
            renewed: draft.once,
            draft,
            headers: Some(headers),
            schemes,
            timeouts,
            attempts,
            sent_at: now,
            redirects: shared.settings.redirects,
            is_redirected: false,
            values: Vec::new(),
            phase: Phase::Ready,
        })
    }

    /// Returns the next step.
    #[inline]
    pub(crate) fn next(&mut self, now: Instant) -> Step<M> {
        let phase = std::mem::replace(&mut self.phase, Phase::Sent);
        if matches!(phase, Phase::Ready | Phase::Authenticated(_))
            && self.time_left(now).is_some_and(|left| left.is_zero())
        {
            return Step::Done(Err(Error::transport(TransportError::bare(TransportErrorKind::Timeout))));
        }
        match phase {
            Phase::Ready if self.schemes.is_empty() => self.send(Vec::new(), now),
            Phase::Ready => Step::Authenticate(self.schemes.clone()),
            Phase::Authenticated(values) => self.send(values, now),
            Phase::Pausing(pause) => {
                self.phase = Phase::Ready;
                Step::Pause(pause)
            }
            Phase::Done(result) => Step::Done(result),
            Phase::Sent => Step::Done(Err(Error::request("the call is over"))),
        }
    }

    /// Receives the credentials, in the order of the schemes.
    #[inline]
    pub(crate) fn authenticated(&mut self, values: Result<Vec<AuthValue>, Error>) {
        self.phase = match values {
            Ok(values) => Phase::Authenticated(values),
            Err(error) => Phase::Done(Err(error)),
        };
    }

    /// Receives the result of an attempt. `chance` gives a random number.
    #[inline]
    pub(crate) fn received(
        &mut self,
        response: Result<ReceivedResponse<M>, TransportError>,
        now: Instant,
        chance: impl FnOnce() -> u64,
    ) {
        self.shared.hooks.ended(&self.attempt(&response, now));
        if let Ok(response) = &response {
            if self.redirect(response) || self.refused(response) {
                self.phase = Phase::Ready;
                return;
            }
            if !response.status.is_server_error() {
                self.shared.budget.give();
            }
        }
        let ended = |response: &ReceivedResponse<M>| self.info.is_success(response.status);
        let pause = match response.as_ref().is_ok_and(ended) {
            true => None,
            false => self.attempts.pause(self.attempt(&response, now), &self.shared.budget, now, chance),
        };
        self.phase = pause.map_or_else(|| Phase::Done(self.finish(response)), Phase::Pausing);
    }

    /// The attempt that has just ended.
    #[inline]
    fn attempt<'r>(&self, response: &'r Result<ReceivedResponse<M>, TransportError>, now: Instant) -> Attempt<'r> {
        let ending = match response {
            Ok(ReceivedResponse { status, headers, body }) => {
                let body: &[u8] = if let ReceivedBody::Whole(body) = body { body } else { &[] };
                Ending::Response { status: *status, headers, body }
            }
            Err(error) => Ending::Failure(error),
        };
        let elapsed = now.saturating_duration_since(self.sent_at);
        let (operation, number) = (ApiOperation(self.info), self.attempts.made);
        Attempt { operation, number, elapsed, ending, would_retry: false }
    }

    /// How long the current step may take.
    #[inline]
    pub(crate) fn time_left(&self, now: Instant) -> Option<Duration> {
        self.attempts.deadline.map(|deadline| deadline.saturating_duration_since(now))
    }

    /// How many times the request was sent.
    #[inline]
    pub(crate) fn attempts(&self) -> u32 {
        self.attempts.made
    }

    #[inline]
    fn send(&mut self, values: Vec<AuthValue>, now: Instant) -> Step<M> {
        match self.prepare(&values) {
            Ok(mut request) => {
                (self.values, self.sent_at) = (values, now);
                self.attempts.made = self.attempts.made.saturating_add(1);
                let left = self.time_left(now).filter(|_| !self.timeouts.uploads);
                let attempt = [self.timeouts.attempt, left].into_iter().flatten().min();
                let timeouts = Timeouts { attempt, ..self.timeouts };
                request.extensions_mut().insert(timeouts);
                request.extensions_mut().insert(ApiOperation(self.info));
                let limits = ReadLimits {
                    info: self.info,
                    streamed: self.streamed,
                    timeouts,
                    response_limit: self.shared.settings.response_limit,
                    error_limit: self.shared.settings.error_limit,
                };
                Step::Send(request, limits)
            }
            Err(error) => Step::Done(Err(error)),
        }
    }

    /// Whether the server rejected a token and a new one can be obtained; done once. The server did not execute such a call, so it
    /// does not count as a retry.
    #[inline]
    fn refused(&mut self, response: &ReceivedResponse<M>) -> bool {
        let values = std::mem::take(&mut self.values);
        if response.status != StatusCode::UNAUTHORIZED || self.renewed || !self.attempts.replayable {
            return false;
        }
        for (scheme, value) in self.schemes.iter().zip(&values) {
            let authenticator = self.shared.credentials.get(*scheme).and_then(Option::as_ref);
            self.renewed |= authenticator.is_some_and(|authenticator| authenticator.rejected(value));
        }
        self.renewed
    }

    /// Whether the response is a redirect to follow; if so, sets the new URL.
    #[inline]
    fn redirect(&mut self, response: &ReceivedResponse<M>) -> bool {
        let moved = matches!(response.status.as_u16(), 301 | 302 | 303 | 307 | 308);
        let reads = self.info.method == Method::GET || self.info.method == Method::HEAD;
        if self.redirects == 0 || !moved || !reads {
            return false;
        }
        let location = response.headers.get(header::LOCATION).and_then(|location| location.to_str().ok());
        // RFC 9110, section 10.2.2: a reference, relative to the URL of the request.
        let from = Address::sent(&self.uri, &self.origin);
        let to = location.and_then(|location| from.resolve(location, self.shared.servers.allow_http).ok());
        // It has its own query.
        let Some(Ok(uri)) = to.filter(|to| to.origin == self.origin).map(|to| url::legal(to.text())) else {
            return false;
        };
        self.redirects = self.redirects.saturating_sub(1);
        self.is_redirected = true;
        self.uri = uri;
        true
    }

    #[inline]
    fn finish(&self, response: Result<ReceivedResponse<M>, TransportError>) -> Result<Reply<M>, Error> {
        let ReceivedResponse { status, headers, body } = response.map_err(Error::transport)?;
        let body = match body {
            ReceivedBody::Whole(bytes) => ReplyBody::Whole(bytes),
            ReceivedBody::Stream(stream) => ReplyBody::Stream(stream),
            ReceivedBody::TooLarge(limit) => {
                let response = ErrorResponse { status, headers, body: Bytes::new(), messages: false };
                let problem = format!("the response has more than {limit} bytes; see `response_limit` of the builder");
                return Err(Error::new(ErrorKind::TooLarge, problem).with_response(response));
            }
        };
        let reply = Reply {
            operation: ApiOperation(self.info),
            status,
            documented: self.info.documented(status),
            headers,
            body,
            attempts: self.attempts.made,
            reading: self.shared.reading(),
            messages: self.shared.settings.error_messages,
        };
        // An operation decodes only its successes; every other status is the same error for all operations.
        if self.info.is_success(status) { Ok(reply) } else { Err(reply.unexpected()) }
    }
}
