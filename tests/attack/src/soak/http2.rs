//! The same server in HTTP/2 without TLS.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use h2::server::SendResponse;
use h2::{Reason, RecvStream};
use http::{Request, Response};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Notify;

use crate::client::tokio;
use crate::soak::faults::Fault;
use crate::soak::server::{Asked, Ledger, SILENCE, SLOWNESS, Told};

/// Starts the server, and says its port.
pub fn start(ledger: Arc<Mutex<Ledger>>, seed: u64) -> u16 {
    let listener = tokio().block_on(TcpListener::bind("127.0.0.1:0")).expect("a port is free");
    let port = listener.local_addr().map(|address| address.port()).unwrap_or_default();
    tokio().spawn(async move {
        loop {
            if let Ok((stream, _)) = listener.accept().await {
                tokio().spawn(connection(stream, ledger.clone(), seed));
            }
        }
    });
    port
}

async fn connection(stream: TcpStream, ledger: Arc<Mutex<Ledger>>, seed: u64) -> Result<(), h2::Error> {
    let (mut connection, broken) = (h2::server::handshake(stream).await?, Arc::new(Notify::new()));
    loop {
        let next = tokio::select! {
            next = connection.accept() => next,
            // All its streams break off.
            () = broken.notified() => return Ok(()),
        };
        let Some(next) = next else { return Ok(()) };
        let (request, respond) = next?;
        tokio().spawn(answer(request, respond, ledger.clone(), seed, broken.clone()));
    }
}

async fn answer(
    request: Request<RecvStream>,
    mut respond: SendResponse<Bytes>,
    ledger: Arc<Mutex<Ledger>>,
    seed: u64,
    broken: Arc<Notify>,
) -> Result<(), h2::Error> {
    let key = request.headers().get("idempotency-key").and_then(|key| key.to_str().ok());
    let asked = Asked { method: request.method().as_str(), path: request.uri().path(), key };
    let Told { fault, body } = ledger.lock().unwrap_or_else(PoisonError::into_inner).work(seed, &asked);
    let body = Bytes::from(body);
    match fault {
        // Of the work that is undone the streams alone break, of the other all the connection.
        Fault::ResetBefore => respond.send_reset(Reason::INTERNAL_ERROR),
        Fault::ResetAfter => broken.notify_one(),
        Fault::Silent => tokio::time::sleep(SILENCE).await,
        _ => {
            let mut head = Response::builder().status(fault.status()).header("content-length", body.len());
            if fault == Fault::Busy {
                head = head.header("retry-after", "0");
            }
            let Ok(head) = head.body(()) else { return Ok(()) };
            let mut stream = respond.send_response(head, false)?;
            match fault {
                Fault::Cut => {
                    stream.send_data(body.slice(..body.len() / 2), false)?;
                    tokio::time::sleep(Duration::from_millis(5)).await;
                    stream.send_reset(Reason::INTERNAL_ERROR);
                }
                Fault::Slow => {
                    for part in body.chunks(body.len().div_ceil(4).max(1)) {
                        tokio::time::sleep(SLOWNESS).await;
                        stream.send_data(Bytes::copy_from_slice(part), false)?;
                    }
                    stream.send_data(Bytes::new(), true)?;
                }
                _ => stream.send_data(body, true)?,
            }
        }
    }
    Ok(())
}
