//! Does what a [`Flow`] says: once with futures, once blocking.

use std::future::Future;
use std::io::Read;
use std::pin::Pin;
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::Ordering;
use std::task::Context;
use std::task::Poll;
use std::task::ready;
use std::time::Duration;

use bytes::Bytes;
use futures_core::Stream;
use http::HeaderMap;
use http::Request;
use http::header;

use super::auth::Proof;
use super::body::Body;
use super::client::Client;
use super::clock;
use super::clock::Instant;
use super::draft::Draft;
use super::error::Error;
use super::flow::Answer;
use super::flow::Flow;
use super::flow::Reading;
use super::flow::Received;
use super::flow::Step;
use super::mode::Async;
use super::mode::Blocking;
use super::mode::Mode;
use super::reply::Reply;
use super::stream::broken;
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

/// A body while it is read: up to a limit, beyond which it is refused (`strict`) or cut.
struct Gathered {
    bytes: Vec<u8>,
    limit: usize,
    strict: bool,
    /// Nothing more has to be read.
    full: bool,
    too_large: bool,
}

impl Gathered {
    fn new(limit: usize, strict: bool, headers: &HeaderMap) -> Self {
        let announced =
            headers.get(header::CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse::<u64>().ok());
        // A compressed body tells its compressed length, which is smaller: an early refusal only, the count decides.
        let too_large = strict && announced.is_some_and(|length| length > limit as u64);
        Self { bytes: Vec::new(), limit, strict, full: too_large, too_large }
    }

    fn add(&mut self, piece: Result<Bytes, TransportError>) -> Result<(), TransportError> {
        match piece {
            Ok(piece) => {
                let room = self.limit.saturating_sub(self.bytes.len());
                self.full = piece.len() > room;
                self.too_large = self.full && self.strict;
                self.bytes.extend_from_slice(piece.get(..room.min(piece.len())).unwrap_or_default());
                Ok(())
            }
            Err(error) if self.strict => Err(error),
            // The status of a failure is worth more than the rest of its body.
            Err(_) => {
                self.full = true;
                Ok(())
            }
        }
    }

    fn finish<M: Mode>(self) -> Received<M> {
        if self.too_large { Received::TooLarge(self.limit) } else { Received::Whole(self.bytes.into()) }
    }
}

/// The result of `work`, or `None` when it takes longer than `limit`.
async fn within<T>(limit: Option<Duration>, transport: &dyn Transport, work: impl Future<Output = T>) -> Option<T> {
    timed(limit, transport, &AtomicBool::new(false), work).await
}

/// As [`within`], but the time begins anew where there was progress in it.
async fn timed<T>(
    limit: Option<Duration>,
    transport: &dyn Transport,
    progress: &AtomicBool,
    work: impl Future<Output = T>,
) -> Option<T> {
    let mut work = pin!(work);
    let mut timer = limit.map(|limit| transport.sleep(limit));
    std::future::poll_fn(|context| {
        if let Poll::Ready(result) = work.as_mut().poll(context) {
            return Poll::Ready(Some(result));
        }
        while let (Some(running), Some(limit)) = (&mut timer, limit) {
            ready!(running.as_mut().poll(context));
            if !progress.swap(false, Ordering::Relaxed) {
                return Poll::Ready(None);
            }
            timer = Some(transport.sleep(limit));
        }
        Poll::Pending
    })
    .await
}

/// The request, whose body tells when a piece of it is taken.
fn watched(request: Request<Body<Async>>, progress: &Arc<AtomicBool>) -> Request<Body<Async>> {
    request.map(|body| match body {
        Body::Stream { source, length } => Body::stream(Watched { source, progress: progress.clone() }, length),
        other => other,
    })
}

struct Watched {
    source: BoxStream<std::io::Result<Bytes>>,
    progress: Arc<AtomicBool>,
}

impl Stream for Watched {
    type Item = std::io::Result<Bytes>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let piece = self.source.as_mut().poll_next(context);
        if piece.is_ready() {
            self.progress.store(true, Ordering::Relaxed);
        }
        piece
    }
}

/// A body that may not stand still.
struct Idle {
    body: BoxStream<Result<Bytes, TransportError>>,
    transport: Arc<dyn Transport>,
    limit: Option<Duration>,
    timer: Option<BoxFuture<'static, ()>>,
}

impl Idle {
    fn new(
        body: BoxStream<Result<Bytes, TransportError>>,
        transport: Arc<dyn Transport>,
        limit: Option<Duration>,
    ) -> Self {
        Self { body, transport, limit, timer: None }
    }
}

impl Stream for Idle {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = &mut *self;
        if let Poll::Ready(piece) = this.body.as_mut().poll_next(context) {
            this.timer = None;
            return Poll::Ready(piece);
        }
        let Some(limit) = this.limit else { return Poll::Pending };
        let timer = this.timer.get_or_insert_with(|| this.transport.sleep(limit));
        timer.as_mut().poll(context).map(|()| {
            this.timer = None;
            Some(Err(TransportError::bare(TransportErrorKind::BodyTimeout)))
        })
    }
}
