//! Does what a [`Flow`] says: once with futures, once blocking.

use std::io::Read;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::Ordering;

use bytes::Bytes;
use http::Request;

use crate::runtime::auth::Proof;
use crate::runtime::request::Draft;
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

use super::received::Answer;
use super::received::Gathered;
use super::received::Reading;
use super::received::Received;
use super::shared::Shared;
use super::state_machine::Flow;
use super::state_machine::Step;
use super::trace::Trace;

/// Makes a call. Nothing is spawned: dropping the future ends it.
pub(crate) fn execute<'a>(
    shared: &'a Shared,
    mode: &'a Async,
    draft: Draft<Async>,
) -> BoxFuture<'a, Result<Reply<Async>, Error>> {
    let trace = Trace::new(draft.op);
    let name = draft.op.name;
    let work = trace.clone().around(Box::pin(run(shared, mode, draft, trace)));
    Box::pin(async move { work.await.map_err(|error| error.of(name)) })
}

/// Makes a call.
pub(crate) fn execute_blocking(
    shared: &Shared,
    mode: &Blocking,
    draft: Draft<Blocking>,
) -> Result<Reply<Blocking>, Error> {
    let trace = Trace::new(draft.op);
    let name = draft.op.name;
    trace.clone().within(|| run_blocking(shared, mode, draft, &trace)).map_err(|error| error.of(name))
}

async fn run(shared: &Shared, mode: &Async, draft: Draft<Async>, trace: Trace) -> Result<Reply<Async>, Error> {
    let transport = &mode.transport;
    let mut flow = Flow::new(shared, draft, Instant::now())?;
    loop {
        let now = Instant::now();
        match flow.next(now) {
            Step::Prove(schemes) => {
                let proofs = within(flow.left(now), transport.as_ref(), prove(shared, &schemes)).await;
                flow.proven(proofs.unwrap_or_else(|| Err(late())));
            }
            Step::Send(request, reading) => {
                let answer = exchange(transport, *request, reading).await;
                flow.answered(answer, Instant::now(), clock::random());
            }
            Step::Pause(pause) => {
                trace.retries(flow.made(), pause);
                transport.pause(pause).await;
            }
            Step::Done(result) => return done(&trace, flow.made(), result),
        }
    }
}

fn run_blocking(
    shared: &Shared,
    mode: &Blocking,
    draft: Draft<Blocking>,
    trace: &Trace,
) -> Result<Reply<Blocking>, Error> {
    let mut flow = Flow::new(shared, draft, Instant::now())?;
    loop {
        match flow.next(Instant::now()) {
            Step::Prove(schemes) => flow.proven(prove_blocking(shared, &schemes)),
            Step::Send(request, reading) => {
                let answer = exchange_blocking(mode, *request, reading);
                flow.answered(answer, Instant::now(), clock::random());
            }
            Step::Pause(pause) => {
                trace.retries(flow.made(), pause);
                mode.transport.pause(pause);
            }
            Step::Done(result) => return done(trace, flow.made(), result),
        }
    }
}

fn done<M: Mode>(trace: &Trace, made: u32, result: Result<Reply<M>, Error>) -> Result<Reply<M>, Error> {
    trace.done(made, result.as_ref().map_or_else(Error::status, |reply| Some(reply.status())));
    result.map_err(|error| error.after(made))
}

async fn prove(shared: &Shared, schemes: &[usize]) -> Result<Vec<Proof>, Error> {
    let mut proofs = Vec::with_capacity(schemes.len());
    for scheme in schemes {
        if let Some(Some(credential)) = shared.credentials.get(*scheme) {
            proofs.push(credential.prove().await?);
        }
    }
    Ok(proofs)
}

fn prove_blocking(shared: &Shared, schemes: &[usize]) -> Result<Vec<Proof>, Error> {
    let credentials = schemes.iter().filter_map(|scheme| shared.credentials.get(*scheme)?.as_ref());
    credentials.map(|credential| credential.prove_blocking()).collect()
}

fn late() -> Error {
    Error::transport(TransportError::bare(TransportErrorKind::Timeout))
}

async fn exchange(
    transport: &Arc<dyn Transport>,
    request: Request<Body<Async>>,
    reading: Reading,
) -> Result<Answer<Async>, TransportError> {
    let has_head = AtomicBool::new(false);
    let progress = Arc::new(AtomicBool::new(false));
    let request = if reading.timeouts.uploads { watched(request, &progress) } else { request };
    let work = async {
        let (head, body) = transport.send(request).await?.into_parts();
        has_head.store(true, Ordering::Relaxed);
        let mut body: BoxStream<_> = Box::pin(Idle::new(body, transport.clone(), reading.timeouts.idle));
        let (status, headers) = (head.status, head.headers);
        if reading.streams(status) {
            return Ok(Answer { status, headers, body: Received::Stream(body) });
        }
        let (limit, strict) = reading.limit(status);
        let mut gathered = Gathered::new(limit, strict, &headers);
        while !gathered.full
            && let Some(piece) = std::future::poll_fn(|context| body.as_mut().poll_next(context)).await
        {
            gathered.add(piece)?;
        }
        Ok(Answer { status, headers, body: gathered.finish() })
    };
    let answer = timed(reading.timeouts.attempt, transport.as_ref(), &progress, work).await;
    answer.unwrap_or_else(|| {
        let head = has_head.load(Ordering::Relaxed);
        Err(TransportError::bare(if head { TransportErrorKind::BodyTimeout } else { TransportErrorKind::Timeout }))
    })
}

fn exchange_blocking(
    mode: &Blocking,
    request: Request<Body<Blocking>>,
    reading: Reading,
) -> Result<Answer<Blocking>, TransportError> {
    let (head, mut body) = mode.transport.send(request)?.into_parts();
    let (status, headers) = (head.status, head.headers);
    if reading.streams(status) {
        return Ok(Answer { status, headers, body: Received::Stream(body) });
    }
    let (limit, strict) = reading.limit(status);
    let mut gathered = Gathered::new(limit, strict, &headers);
    let mut piece = vec![0; 16 << 10];
    while !gathered.full {
        match body.read(&mut piece) {
            Ok(0) => break,
            Ok(read) => gathered.add(Ok(Bytes::copy_from_slice(piece.get(..read).unwrap_or_default())))?,
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
            Err(error) => gathered.add(Err(TransportError::reading(error)))?,
        }
    }
    Ok(Answer { status, headers, body: gathered.finish() })
}
