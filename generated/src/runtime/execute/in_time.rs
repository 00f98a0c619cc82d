//! Reads the body of a blocking response within a time. Transports bound each read, or the attempt with its body; a body that is read
//! whole where a stream was expected has neither bound, and a server that trickles could hold a call for days.

use std::io;
use std::io::Read;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::Ordering;
use std::sync::mpsc;
use std::sync::mpsc::RecvTimeoutError;
use std::time::Duration;

use crate::runtime::transport::TransportError;
use crate::runtime::transport::TransportErrorKind;

use super::received::BodyCollector;

/// The body, up to the limit of the collector; `None` when it takes longer than `limit`.
///
/// # Errors
/// As [`BodyCollector::read`], and when there is no thread to read in.
#[inline]
pub(crate) fn read_within(
    body: Box<dyn Read + Send>,
    mut collector: BodyCollector,
    limit: Duration,
) -> Result<Option<BodyCollector>, TransportError> {
    let (sender, receiver) = mpsc::sync_channel(1);
    let stop = Arc::new(AtomicBool::new(false));
    let mut body = Stoppable { body, stop: stop.clone() };
    let read = move || {
        let result = collector.read(&mut body);
        // Nobody waits any more where the time was over.
        let _ = sender.send(result.map(|()| collector));
    };
    let thread = std::thread::Builder::new().name("response body".to_owned());
    thread.spawn(read).map_err(|error| TransportError::new(TransportErrorKind::Body, error))?;
    match receiver.recv_timeout(limit) {
        Ok(result) => result.map(Some),
        Err(RecvTimeoutError::Timeout) => {
            // The thread ends with its current read, which has a time limit of its own.
            stop.store(true, Ordering::Relaxed);
            Ok(None)
        }
        Err(RecvTimeoutError::Disconnected) => Err(TransportError::bare(TransportErrorKind::Body)),
    }
}

/// A body that ends when nobody waits for it.
struct Stoppable {
    body: Box<dyn Read + Send>,
    stop: Arc<AtomicBool>,
}

impl Read for Stoppable {
    #[inline]
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.stop.load(Ordering::Relaxed) {
            return Err(io::ErrorKind::TimedOut.into());
        }
        self.body.read(buffer)
    }
}
