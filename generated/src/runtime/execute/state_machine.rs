//! One call as a state machine that does no I/O: it says what to do next, and is told how that went. The two drivers in
//! [`drive`](super::drive) differ only in how they do it.

use std::time::Duration;

use bytes::Bytes;
use http::HeaderMap;
use http::HeaderValue;
use http::Method;
use http::Request;
use http::StatusCode;
use http::Uri;
use http::header;

use crate::runtime::auth::Proof;
use crate::runtime::auth::credential;
use crate::runtime::description::Op;
use crate::runtime::description::Retry;
use crate::runtime::request::Draft;
use crate::runtime::request::Origin;
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

use super::received::Answer;
use super::received::Reading;
use super::received::Received;
use super::retry::Attempts;
use super::retry::Ending;
use super::shared::Shared;

/// One call.
pub(crate) struct Flow<'a, M: Mode> {
    shared: &'a Shared,
    op: &'static Op,
    url: String,
    origin: Origin,
    query: Vec<String>,
    cookies: Vec<String>,
    headers: HeaderMap,
    body: Body<M>,
    schemes: Vec<usize>,
    timeouts: Timeouts,
    attempts: Attempts,
    redirects: u32,
    /// What the last attempt was sent with.
    proofs: Vec<Proof>,
    /// Whether a refused token was renewed already, or may not be.
    renewed: bool,
    state: State<M>,
}

enum State<M: Mode> {
    Ready,
    Proven(Vec<Proof>),
    Pausing(Duration),
    Done(Result<Reply<M>, Error>),
    /// An answer is awaited; also what is left when a step was taken out.
    Sent,
}

/// What to do next.
pub(crate) enum Step<M: Mode> {
    /// Ask for the credentials of these schemes, and tell them to [`Flow::proven`].
    Prove(Vec<usize>),
    /// Send the request, and tell the answer to [`Flow::answered`].
    Send(Box<Request<Body<M>>>, Reading),
    /// Wait.
    Pause(Duration),
    /// The call is over.
    Done(Result<Reply<M>, Error>),
}

impl<'a, M: Mode> Flow<'a, M> {
    /// Begins a call.
    ///
    /// # Errors
    /// When the call as prepared cannot be made.
    pub(crate) fn new(shared: &'a Shared, mut draft: Draft<M>, now: Instant) -> Result<Self, Error> {
        let op = draft.op;
        if let Some(problem) = draft.problem.take() {
            return Err(problem);
        }
        if let Some(name) = assemble::missing(&draft) {
            return Err(Error::request(format!("the required parameter {name:?} is missing")));
        }
        let address = url::address(&shared.servers, &draft)?;
        let credentials = if address.trusted { shared.credentials.as_slice() } else { &[] };
        let schemes = credential::choose(shared.api, op, credentials).map_err(|error| match address.trusted {
            true => error,
            false => Error::new(
                ErrorKind::Credential,
                "the credentials of the client belong to another origin; name this one in `.trust_origin(…)`",
            ),
        })?;
        let (query, cookies) = assemble::pieces(&mut draft);
        let headers = assemble::headers(&shared.headers, &draft)?;
        let deadline = draft.timeout.or(shared.settings.deadline);
        let timeouts = Timeouts {
            attempt: draft.timeout.or(shared.settings.timeouts.attempt),
            streamed: !op.streamed.is_empty(),
            // A time that was given for this call is meant as a whole.
            uploads: matches!(draft.body, Body::Stream { .. }) && draft.timeout.is_none(),
            ..shared.settings.timeouts
        };
        let attempts = Attempts {
            retries: if draft.retry { shared.settings.retries } else { 0 },
            idempotent: op.retry == Retry::Idempotent,
            replayable: draft.body.replay().is_some(),
            deadline: deadline.and_then(|deadline| now.checked_add(deadline)),
            made: 0,
        };
        Ok(Self {
            shared,
            op,
            url: address.url,
            origin: address.origin,
            query,
            cookies,
            headers,
            body: draft.body,
            schemes,
            timeouts,
            attempts,
            redirects: shared.settings.redirects,
            proofs: Vec::new(),
            renewed: !draft.retry,
            state: State::Ready,
        })
    }

    /// What to do next.
    pub(crate) fn next(&mut self, now: Instant) -> Step<M> {
        match std::mem::replace(&mut self.state, State::Sent) {
            State::Ready if self.schemes.is_empty() => self.send(Vec::new(), now),
            State::Ready => Step::Prove(self.schemes.clone()),
            State::Proven(proofs) => self.send(proofs, now),
            State::Pausing(pause) => {
                self.state = State::Ready;
                Step::Pause(pause)
            }
            State::Done(result) => Step::Done(result),
            State::Sent => Step::Done(Err(Error::request("the call is over"))),
        }
    }

    /// The credentials that were asked for, in the order of the schemes.
    pub(crate) fn proven(&mut self, proofs: Result<Vec<Proof>, Error>) {
        self.state = match proofs {
            Ok(proofs) => State::Proven(proofs),
            Err(error) => State::Done(Err(error)),
        };
    }

    /// How the request went.
    pub(crate) fn answered(&mut self, answer: Result<Answer<M>, TransportError>, now: Instant, chance: u64) {
        if let Ok(answer) = &answer {
            if self.redirect(answer) || self.refused(answer) {
                self.state = State::Ready;
                return;
            }
            if !answer.status.is_server_error() {
                self.shared.budget.give();
            }
        }
        let ending = match &answer {
            Ok(answer) => Ending::Response(answer.status, &answer.headers),
            Err(error) => Ending::Failure(error.kind()),
        };
        self.state = match self.attempts.pause(ending, &self.shared.budget, now, chance) {
            Some(pause) => State::Pausing(pause),
            None => State::Done(self.finish(answer)),
        };
    }

    /// How long the present step may take.
    pub(crate) fn left(&self, now: Instant) -> Option<Duration> {
        self.attempts.deadline.map(|deadline| deadline.saturating_duration_since(now))
    }

    /// How many times the request was sent.
    pub(crate) fn made(&self) -> u32 {
        self.attempts.made
    }

    fn send(&mut self, proofs: Vec<Proof>, now: Instant) -> Step<M> {
        match self.request(&proofs) {
            Ok(mut request) => {
                self.proofs = proofs;
                self.attempts.made = self.attempts.made.saturating_add(1);
                let left = self.left(now).filter(|_| !self.timeouts.uploads);
                let attempt = [self.timeouts.attempt, left].into_iter().flatten().min();
                let timeouts = Timeouts { attempt, ..self.timeouts };
                request.extensions_mut().insert(timeouts);
                let reading = Reading {
                    op: self.op,
                    timeouts,
                    response_limit: self.shared.settings.response_limit,
                    error_limit: self.shared.settings.error_limit,
                };
                Step::Send(Box::new(request), reading)
            }
            Err(error) => Step::Done(Err(error)),
        }
    }

    fn request(&mut self, proofs: &[Proof]) -> Result<Request<Body<M>>, Error> {
        let mut headers = self.headers.clone();
        let (mut query, mut cookies) = (self.query.clone(), self.cookies.clone());
        for (scheme, proof) in self.schemes.iter().zip(proofs) {
            if let Some(scheme) = self.shared.api.schemes.get(*scheme) {
                credential::apply(scheme, proof, &mut headers, &mut query, &mut cookies)?;
            }
        }
        if !cookies.is_empty() {
            let cookies = HeaderValue::from_str(&cookies.join("; "));
            let mut cookies = cookies.map_err(|_| Error::request("a cookie has characters that cannot be sent"))?;
            cookies.set_sensitive(true);
            if headers.insert(header::COOKIE, cookies).is_some() {
                return Err(Error::request("the header cookie is set by the operation"));
            }
        }
        let uri = assemble::with_query(&self.url, &query);
        let uri: Uri = uri.parse().map_err(|_| Error::request("the URL is too long, or not legal"))?;
        // A stream can be sent once; what is left in its place is never sent, because `replayable` is false then.
        let body = self.body.replay().unwrap_or_else(|| std::mem::replace(&mut self.body, Body::Empty));
        let mut request = Request::new(body);
        *request.method_mut() = self.op.method.clone();
        *request.uri_mut() = uri;
        *request.headers_mut() = headers;
        Ok(request)
    }

    /// Whether the server refused a token and there can be another one, which is tried once. A refused call was not done, so this
    /// is no retry.
    fn refused(&mut self, answer: &Answer<M>) -> bool {
        let proofs = std::mem::take(&mut self.proofs);
        if answer.status != StatusCode::UNAUTHORIZED || self.renewed || !self.attempts.replayable {
            return false;
        }
        for (scheme, proof) in self.schemes.iter().zip(&proofs) {
            let prover = self.shared.credentials.get(*scheme).and_then(Option::as_ref);
            self.renewed |= prover.is_some_and(|prover| prover.rejected(proof));
        }
        self.renewed
    }

    /// Whether the answer is a redirect that is followed; then the URL is another one.
    fn redirect(&mut self, answer: &Answer<M>) -> bool {
        let moved = matches!(answer.status.as_u16(), 301 | 302 | 303 | 307 | 308);
        let reads = self.op.method == Method::GET || self.op.method == Method::HEAD;
        if self.redirects == 0 || !moved || !reads {
            return false;
        }
        let location = answer.headers.get(header::LOCATION).and_then(|location| location.to_str().ok());
        let Some(url) = location.and_then(|to| self.origin.resolve(to, self.shared.servers.allow_http)) else {
            return false;
        };
        self.redirects = self.redirects.saturating_sub(1);
        self.url = url.split_once('#').map_or(url.as_str(), |(url, _)| url).to_owned();
        // The new URL has the query that the server wants.
        self.query.clear();
        true
    }

    fn finish(&self, answer: Result<Answer<M>, TransportError>) -> Result<Reply<M>, Error> {
        let Answer { status, headers, body } = answer.map_err(Error::transport)?;
        let body = match body {
            Received::Whole(bytes) => ReplyBody::Whole(bytes),
            Received::Stream(stream) => ReplyBody::Stream(stream),
            Received::TooLarge(limit) => {
                let response = ErrorResponse { status, headers, body: Bytes::new() };
                let problem = format!("the response has more than {limit} bytes; see `response_limit` of the builder");
                return Err(Error::new(ErrorKind::TooLarge, problem).with_response(response));
            }
        };
        let reply = Reply { operation: self.op.name, status, headers, body, attempts: self.attempts.made };
        // What an operation decodes is a success of it; everything else is the same error for all of them.
        if self.op.is_success(status) { Ok(reply) } else { Err(reply.unexpected()) }
    }
}
