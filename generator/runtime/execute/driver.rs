//! Drives a [`CallState`]: executes each step, once with futures, once blocking.

use std::io::Read;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::Ordering;

use bytes::Bytes;
use http::Request;

use crate::runtime::auth::AuthValue;
use crate::runtime::request::RequestDraft;
use crate::runtime::response::Error;
use crate::runtime::response::Reply;
use crate::runtime::transport::Async;
use crate::runtime::transport::Blocking;
use crate::runtime::transport::Body;
use crate::runtime::transport::BoxFuture;
use crate::runtime::transport::BoxStream;
use crate::runtime::transport::Idle;
use crate::runtime::transport::Instant;
use crate::runtime::transport::Mode;
use crate::runtime::transport::Transport;
use crate::runtime::transport::TransportError;
use crate::runtime::transport::TransportErrorKind;
use crate::runtime::transport::clock;
use crate::runtime::transport::timed;
use crate::runtime::transport::watched;
use crate::runtime::transport::within;

use super::received::BodyCollector;
use super::received::ReadLimits;
use super::received::ReceivedBody;
use super::received::ReceivedResponse;
use super::shared::Shared;
use super::state_machine::CallState;
use super::state_machine::Step;
use super::trace::Trace;

/// Executes a call. Nothing is spawned: dropping the future cancels it.
pub(crate) fn execute<'a>(
    shared: &'a Shared,
    mode: &'a Async,
    draft: RequestDraft<Async>,
) -> BoxFuture<'a, Result<Reply<Async>, Error>> {
    let trace = Trace::new(draft.info);
    let name = draft.info.name;
    let work = trace.clone().around(Box::pin(run(shared, mode, draft, trace)));
    Box::pin(async move { work.await.map_err(|error| error.of(name)) })
}

/// Executes a call.
pub(crate) fn execute_blocking(
    shared: &Shared,
    mode: &Blocking,
    draft: RequestDraft<Blocking>,
) -> Result<Reply<Blocking>, Error> {
    let trace = Trace::new(draft.info);
    let name = draft.info.name;
    trace.clone().within(|| run_blocking(shared, mode, draft, &trace)).map_err(|error| error.of(name))
}

async fn run(shared: &Shared, mode: &Async, draft: RequestDraft<Async>, trace: Trace) -> Result<Reply<Async>, Error> {
    let transport = &mode.transport;
    let mut state = CallState::new(shared, draft, Instant::now())?;
    loop {
        let now = Instant::now();
        match state.next(now) {
            Step::Authenticate(schemes) => {
                let values = within(state.time_left(now), transport.as_ref(), authenticate(shared, &schemes)).await;
                state.authenticated(values.unwrap_or_else(|| Err(late())));
            }
            Step::Send(request, limits) => {
                let response = exchange(transport, *request, limits).await;
                state.received(response, Instant::now(), clock::random());
            }
            Step::Pause(pause) => {
                trace.retries(state.attempts(), pause);
                transport.pause(pause).await;
            }
            Step::Done(result) => return done(&trace, state.attempts(), result),
        }
    }
}

fn run_blocking(
    shared: &Shared,
    mode: &Blocking,
    draft: RequestDraft<Blocking>,
    trace: &Trace,
) -> Result<Reply<Blocking>, Error> {
    let mut state = CallState::new(shared, draft, Instant::now())?;
    loop {
        match state.next(Instant::now()) {
            Step::Authenticate(schemes) => state.authenticated(authenticate_blocking(shared, &schemes)),
            Step::Send(request, limits) => {
                let response = exchange_blocking(mode, *request, limits);
                state.received(response, Instant::now(), clock::random());
            }
            Step::Pause(pause) => {
                trace.retries(state.attempts(), pause);
                mode.transport.pause(pause);
            }
            Step::Done(result) => return done(trace, state.attempts(), result),
        }
    }
}

fn done<M: Mode>(trace: &Trace, made: u32, result: Result<Reply<M>, Error>) -> Result<Reply<M>, Error> {
    trace.done(made, result.as_ref().map_or_else(Error::status, |reply| Some(reply.status())));
    result.map_err(|error| error.after(made))
}

async fn authenticate(shared: &Shared, schemes: &[usize]) -> Result<Vec<AuthValue>, Error> {
    let mut values = Vec::with_capacity(schemes.len());
    for scheme in schemes {
        if let Some(Some(credential)) = shared.credentials.get(*scheme) {
            values.push(credential.authenticate().await?);
        }
    }
    Ok(values)
}

fn authenticate_blocking(shared: &Shared, schemes: &[usize]) -> Result<Vec<AuthValue>, Error> {
    let credentials = schemes.iter().filter_map(|scheme| shared.credentials.get(*scheme)?.as_ref());
    credentials.map(|credential| credential.authenticate_blocking()).collect()
}

fn late() -> Error {
    Error::transport(TransportError::bare(TransportErrorKind::Timeout))
}

async fn exchange(
    transport: &Arc<dyn Transport>,
    request: Request<Body<Async>>,
    limits: ReadLimits,
) -> Result<ReceivedResponse<Async>, TransportError> {
    let has_head = AtomicBool::new(false);
    let progress = Arc::new(AtomicBool::new(false));
    let request = if limits.timeouts.uploads { watched(request, &progress) } else { request };
    let work = async {
        let (head, body) = transport.send(request).await?.into_parts();
        has_head.store(true, Ordering::Relaxed);
        let mut body: BoxStream<_> = Box::pin(Idle::new(body, transport.clone(), limits.timeouts.idle));
        let (status, headers) = (head.status, head.headers);
        if limits.streams(status) {
            return Ok(ReceivedResponse { status, headers, body: ReceivedBody::Stream(body) });
        }
        let (limit, strict) = limits.limit(status);
        let mut collector = BodyCollector::new(limit, strict, &headers);
        while !collector.full
            && let Some(piece) = std::future::poll_fn(|context| body.as_mut().poll_next(context)).await
        {
            collector.add(piece)?;
        }
        Ok(ReceivedResponse { status, headers, body: collector.finish() })
    };
    let response = timed(limits.timeouts.attempt, transport.as_ref(), &progress, work).await;
    response.unwrap_or_else(|| {
        let head = has_head.load(Ordering::Relaxed);
        Err(TransportError::bare(if head { TransportErrorKind::BodyTimeout } else { TransportErrorKind::Timeout }))
    })
}

fn exchange_blocking(
    mode: &Blocking,
    request: Request<Body<Blocking>>,
    limits: ReadLimits,
) -> Result<ReceivedResponse<Blocking>, TransportError> {
    let (head, mut body) = mode.transport.send(request)?.into_parts();
    let (status, headers) = (head.status, head.headers);
    if limits.streams(status) {
        return Ok(ReceivedResponse { status, headers, body: ReceivedBody::Stream(body) });
    }
    let (limit, strict) = limits.limit(status);
    let mut collector = BodyCollector::new(limit, strict, &headers);
    let mut piece = vec![0; 16 << 10];
    while !collector.full {
        match body.read(&mut piece) {
            Ok(0) => break,
            Ok(read) => collector.add(Ok(Bytes::copy_from_slice(piece.get(..read).unwrap_or_default())))?,
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
            Err(error) => collector.add(Err(TransportError::reading(error)))?,
        }
    }
    Ok(ReceivedResponse { status, headers, body: collector.finish() })
}
