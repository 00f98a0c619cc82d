//! Does what a [`Flow`] says: once with futures, once blocking.

use std::io::Read;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::Ordering;

use bytes::Bytes;
use http::Request;

use super::answer::Answer;
use super::answer::Gathered;
use super::answer::Reading;
use super::answer::Received;
use super::auth::Proof;
use super::body::Body;
use super::client::Client;
use super::clock;
use super::clock::Instant;
use super::draft::Draft;
use super::error::Error;
use super::flow::Flow;
use super::flow::Step;
use super::mode::Async;
use super::mode::Blocking;
use super::mode::Mode;
use super::reply::Reply;
use super::stream::broken;
use super::timing::Idle;
use super::timing::timed;
use super::timing::watched;
use super::timing::within;
use super::trace::Trace;
use super::transport::BoxFuture;
use super::transport::BoxStream;
use super::transport::Transport;
use super::transport::TransportError;
use super::transport::TransportErrorKind;

/// Makes a call. Nothing is spawned: dropping the future ends it.
pub(crate) fn execute(client: &Client<Async>, draft: Draft<Async>) -> BoxFuture<'_, Result<Reply<Async>, Error>> {
    let trace = Trace::new(draft.op);
    let name = draft.op.name;
    let work = trace.clone().around(Box::pin(run(client, draft, trace)));
    Box::pin(async move { work.await.map_err(|error| error.of(name)) })
}

/// Makes a call.
pub(crate) fn execute_blocking(client: &Client<Blocking>, draft: Draft<Blocking>) -> Result<Reply<Blocking>, Error> {
    let trace = Trace::new(draft.op);
    let name = draft.op.name;
    trace.clone().within(|| run_blocking(client, draft, &trace)).map_err(|error| error.of(name))
}

async fn run(client: &Client<Async>, draft: Draft<Async>, trace: Trace) -> Result<Reply<Async>, Error> {
    let transport = &client.mode.transport;
    let mut flow = Flow::new(&client.shared, draft, Instant::now())?;
    loop {
        let now = Instant::now();
        match flow.next(now) {
            Step::Prove(schemes) => {
                let proofs = within(flow.left(now), transport.as_ref(), prove(client, &schemes)).await;
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

fn run_blocking(client: &Client<Blocking>, draft: Draft<Blocking>, trace: &Trace) -> Result<Reply<Blocking>, Error> {
    let mut flow = Flow::new(&client.shared, draft, Instant::now())?;
    loop {
        match flow.next(Instant::now()) {
            Step::Prove(schemes) => flow.proven(prove_blocking(client, &schemes)),
            Step::Send(request, reading) => {
                let answer = exchange_blocking(client, *request, reading);
                flow.answered(answer, Instant::now(), clock::random());
            }
            Step::Pause(pause) => {
                trace.retries(flow.made(), pause);
                client.mode.transport.pause(pause);
            }
            Step::Done(result) => return done(trace, flow.made(), result),
        }
    }
}

fn done<M: Mode>(trace: &Trace, made: u32, result: Result<Reply<M>, Error>) -> Result<Reply<M>, Error> {
    trace.done(made, result.as_ref().map_or_else(Error::status, |reply| Some(reply.status())));
    result.map_err(|error| error.after(made))
}

async fn prove(client: &Client<Async>, schemes: &[usize]) -> Result<Vec<Proof>, Error> {
    let mut proofs = Vec::with_capacity(schemes.len());
    for scheme in schemes {
        if let Some(Some(credential)) = client.shared.credentials.get(*scheme) {
            proofs.push(credential.prove().await?);
        }
    }
    Ok(proofs)
}

fn prove_blocking(client: &Client<Blocking>, schemes: &[usize]) -> Result<Vec<Proof>, Error> {
    let credentials = schemes.iter().filter_map(|scheme| client.shared.credentials.get(*scheme)?.as_ref());
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
    client: &Client<Blocking>,
    request: Request<Body<Blocking>>,
    reading: Reading,
) -> Result<Answer<Blocking>, TransportError> {
    let (head, mut body) = client.mode.transport.send(request)?.into_parts();
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
            Err(error) => gathered.add(Err(broken(error)))?,
        }
    }
    Ok(Answer { status, headers, body: gathered.finish() })
}
