//! Drives a [`CallState`]: executes each step, once with futures, once blocking.

use std::future::poll_fn;
use std::pin::Pin;
use std::pin::pin;
use std::sync::Arc;
use std::sync::OnceLock;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

use bytes::Bytes;
use futures_core::Stream as _;
use http::HeaderMap;
use http::Request;
use http::StatusCode;

use crate::runtime::auth::AuthValue;
use crate::runtime::description::ApiOperation;
use crate::runtime::request::RequestDraft;
use crate::runtime::response::Error;
use crate::runtime::response::Reply;
use crate::runtime::transport::Async;
use crate::runtime::transport::Blocking;
use crate::runtime::transport::Body;
use crate::runtime::transport::BoxFuture;
use crate::runtime::transport::BoxStream;
use crate::runtime::transport::Idle;
use crate::runtime::transport::Incoming;
use crate::runtime::transport::Instant;
use crate::runtime::transport::Mode;
use crate::runtime::transport::Timeouts;
use crate::runtime::transport::Transport;
use crate::runtime::transport::TransportError;
use crate::runtime::transport::TransportErrorKind;
use crate::runtime::transport::clock;
use crate::runtime::transport::timed;
use crate::runtime::transport::watched;
use crate::runtime::transport::within;

use super::in_time::read_within;
use super::received::BodyCollector;
use super::received::ReadLimits;
use super::received::ReceivedBody;
use super::received::ReceivedResponse;
use super::shared::Shared;
use super::state_machine::CallState;
use super::state_machine::Step;
use super::trace::Trace;

/// Executes a call. Nothing is spawned: dropping the future cancels it.
#[inline]
pub(crate) fn execute(
    shared: Arc<Shared>,
    mode: Async,
    draft: Box<RequestDraft<Async>>,
) -> BoxFuture<'static, Result<Reply<Async>, Error>> {
    let trace = Trace::of_call(ApiOperation(draft.info));
    trace.clone().around(Box::pin(run(shared, mode, draft, trace)))
}

/// Executes a call.
#[inline]
pub(crate) fn execute_blocking(
    shared: &Shared,
    mode: &Blocking,
    draft: Box<RequestDraft<Blocking>>,
) -> Result<Reply<Blocking>, Error> {
    let trace = Trace::of_call(ApiOperation(draft.info));
    trace.within(|| run_blocking(shared, mode, draft, &trace))
}

#[inline]
async fn run(
    shared: Arc<Shared>,
    mode: Async,
    draft: Box<RequestDraft<Async>>,
    trace: Trace,
) -> Result<Reply<Async>, Error> {
    let (shared, transport) = (&*shared, &mode.transport);
    let operation = ApiOperation(draft.info);
    let mut now = Instant::now();
    let mut state = CallState::new(shared, draft, now).map_err(|error| error.of(operation))?;
    // One place for all attempts. What a step holds has none: it is gone before anything is awaited.
    let mut sent = pin!(None);
    loop {
        let next = match state.next(now) {
            Step::Authenticate(schemes) => Await::Credentials(schemes),
            Step::Send(request, limits) => {
                let attempt = trace.of_attempt(operation, &request, state.attempts().saturating_sub(1));
                sent.set(Some(attempt.within(|| exchange(transport, request, limits))));
                Await::Response(attempt)
            }
            Step::Pause(pause) => Await::Pause(pause),
            Step::Done(result) => return done(&trace, operation, state.attempts(), result),
        };
        match (next, sent.as_mut().as_pin_mut()) {
            (Await::Response(attempt), Some(mut sent)) => {
                let response = poll_fn(|context| attempt.within(|| sent.as_mut().poll(context))).await;
                attempt.ended(&response, &shared.request_id);
                now = Instant::now();
                state.received(response, now, clock::random);
            }
            (Await::Credentials(schemes), _) => {
                let work = pin!(authenticate(shared, &schemes));
                let values = within(state.time_left(now), transport.as_ref(), work).await;
                state.authenticated(values.unwrap_or_else(|| Err(late())));
                now = Instant::now();
            }
            (Await::Pause(pause), _) => {
                trace.retries(state.attempts(), pause);
                transport.pause(pause).await;
                now = Instant::now();
            }
            // `next` then says that the call is over.
            (Await::Response(_), None) => {}
        }
    }
}

/// What an async call waits for.
enum Await {
    Credentials(Vec<usize>),
    Response(Trace),
    Pause(Duration),
}

#[inline]
fn run_blocking(
    shared: &Shared,
    mode: &Blocking,
    draft: Box<RequestDraft<Blocking>>,
    trace: &Trace,
) -> Result<Reply<Blocking>, Error> {
    let operation = ApiOperation(draft.info);
    let mut now = Instant::now();
    let mut state = CallState::new(shared, draft, now).map_err(|error| error.of(operation))?;
    loop {
        match state.next(now) {
            Step::Authenticate(schemes) => {
                let values = authenticate_blocking(shared, &schemes, &state);
                now = Instant::now();
                let is_late = values.is_err() && state.time_left(now).is_some_and(|left| left.is_zero());
                state.authenticated(if is_late { Err(late()) } else { values });
            }
            Step::Send(request, limits) => {
                let attempt = trace.of_attempt(operation, &request, state.attempts().saturating_sub(1));
                let response = attempt.within(|| exchange_blocking(mode, request, limits));
                attempt.ended(&response, &shared.request_id);
                now = Instant::now();
                state.received(response, now, clock::random);
            }
            Step::Pause(pause) => {
                trace.retries(state.attempts(), pause);
                mode.transport.pause(pause);
                now = Instant::now();
            }
            Step::Done(result) => return done(trace, operation, state.attempts(), result),
        }
    }
}

#[inline]
fn done<M: Mode>(
    trace: &Trace,
    operation: ApiOperation,
    made: u32,
    result: Result<Reply<M>, Error>,
) -> Result<Reply<M>, Error> {
    trace.done(made);
    result.map_err(|error| error.of(operation).after(made))
}

#[inline]
async fn authenticate(shared: &Shared, schemes: &[usize]) -> Result<Vec<AuthValue>, Error> {
    let mut values = Vec::with_capacity(schemes.len());
    for scheme in schemes {
        if let Some(Some(credential)) = shared.credentials.get(*scheme) {
            values.push(credential.authenticate().await?);
        }
    }
    Ok(values)
}

#[inline]
fn authenticate_blocking(
    shared: &Shared,
    schemes: &[usize],
    state: &CallState<'_, Blocking>,
) -> Result<Vec<AuthValue>, Error> {
    let credentials = schemes.iter().filter_map(|scheme| shared.credentials.get(*scheme)?.as_ref());
    credentials.map(|credential| credential.authenticate_blocking(state.time_left(Instant::now()))).collect()
}

#[inline]
fn late() -> Error {
    Error::transport(TransportError::bare(TransportErrorKind::Timeout))
}

#[inline]
fn exchange<'a>(
    transport: &'a Arc<dyn Transport>,
    request: Request<Body<Async>>,
    limits: ReadLimits,
) -> impl Future<Output = Result<ReceivedResponse<Async>, TransportError>> + 'a {
    let progress = limits.timeouts.uploads.then(|| Arc::new(AtomicBool::new(false)));
    let request = match &progress {
        Some(progress) => watched(request, progress),
        None => request,
    };
    // Not inside of the future, which would be larger by the request.
    let sending = transport.send(request);
    async move {
        let head = OnceLock::new();
        let work = pin!(receive(sending, transport, &limits, &head));
        let response = timed(limits.timeouts.attempt, transport.as_ref(), progress.as_deref(), work).await;
        response.unwrap_or_else(|| late_body(head.get().cloned(), &limits))
    }
}

#[inline]
async fn receive(
    sending: BoxFuture<'_, Result<Incoming<Async>, TransportError>>,
    transport: &Arc<dyn Transport>,
    limits: &ReadLimits,
    got: &OnceLock<(StatusCode, HeaderMap)>,
) -> Result<ReceivedResponse<Async>, TransportError> {
    let (head, body) = sending.await?.into_parts();
    let mut body = Idle::new(body, transport.clone(), limits.timeouts.idle);
    let (status, headers) = (head.status, head.headers);
    // Of a success nobody needs the headers without the body.
    let kept = if limits.is_success(status) { HeaderMap::new() } else { headers.clone() };
    let _ = got.set((status, kept));
    if limits.streams(status) {
        let body: BoxStream<_> = Box::pin(body);
        return Ok(ReceivedResponse { status, headers, body: ReceivedBody::Stream(body) });
    }
    let (limit, strict) = limits.limit(status);
    let mut collector = BodyCollector::new(limit, strict, &headers);
    while !collector.full
        && let Some(piece) = poll_fn(|context| Pin::new(&mut body).poll_next(context)).await
    {
        collector.add(piece)?;
    }
    Ok(ReceivedResponse { status, headers, body: collector.finish() })
}

/// What there is when the time of an attempt is over: the status of a failure, which matters more than its body, or a timeout.
#[inline]
fn late_body<M: Mode>(
    head: Option<(StatusCode, HeaderMap)>,
    limits: &ReadLimits,
) -> Result<ReceivedResponse<M>, TransportError> {
    match head {
        None => Err(TransportError::bare(TransportErrorKind::Timeout)),
        Some((status, _)) if limits.is_success(status) => Err(TransportError::bare(TransportErrorKind::BodyTimeout)),
        Some((status, headers)) => Ok(ReceivedResponse { status, headers, body: ReceivedBody::Whole(Bytes::new()) }),
    }
}

#[inline]
fn exchange_blocking(
    mode: &Blocking,
    request: Request<Body<Blocking>>,
    limits: ReadLimits,
) -> Result<ReceivedResponse<Blocking>, TransportError> {
    let started = Instant::now();
    let (head, mut body) = mode.transport.send(request)?.into_parts();
    let (status, headers) = (head.status, head.headers);
    if limits.streams(status) {
        return Ok(ReceivedResponse { status, headers, body: ReceivedBody::Stream(body) });
    }
    let (limit, strict) = limits.limit(status);
    let mut collector = BodyCollector::new(limit, strict, &headers);
    let Timeouts { attempt, streamed, uploads, .. } = limits.timeouts;
    // The transport bounds the whole attempt, unless it takes the response for a stream or sends one.
    match attempt.filter(|_| streamed || uploads) {
        None => collector.read(&mut body)?,
        Some(attempt) => {
            let passed = if uploads { Duration::ZERO } else { started.elapsed() };
            match read_within(body, collector, attempt.saturating_sub(passed))? {
                Some(read) => collector = read,
                None => return late_body(Some((status, headers)), &limits),
            }
        }
    }
    Ok(ReceivedResponse { status, headers, body: collector.finish() })
}
