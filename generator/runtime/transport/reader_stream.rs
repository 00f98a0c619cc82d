//! A reader as a stream. Reading a file blocks and no async runtime is known here, so a thread of its own reads ahead by two
//! pieces; it ends with the stream.

use std::io;
use std::io::Read;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::PoisonError;
use std::sync::mpsc;
use std::task::Context;
use std::task::Poll;
use std::task::Waker;

use bytes::Bytes;
use futures_core::Stream;

/// How many bytes a piece has.
const PIECE: usize = 64 * 1024;

/// A reader as a stream.
pub(crate) enum ReaderStream {
    /// Nothing was asked for yet, and no thread runs.
    Idle(Box<dyn Read + Send>),
    /// A thread reads.
    Reading { pieces: mpsc::Receiver<io::Result<Bytes>>, waker: Arc<Mutex<Option<Waker>>> },
    /// Nothing more comes.
    Ended,
}

impl ReaderStream {
    #[inline]
    fn start(mut source: Box<dyn Read + Send>) -> io::Result<Self> {
        let (sender, pieces) = mpsc::sync_channel(1);
        let waker = Arc::new(Mutex::new(None));
        let waiting = waker.clone();
        std::thread::Builder::new().name("request body".to_owned()).spawn(move || {
            while let Some(piece) = piece(&mut source) {
                let failed = piece.is_err();
                if sender.send(piece).is_err() || failed {
                    break;
                }
                wake(&waiting);
            }
            drop(sender);
            wake(&waiting);
        })?;
        Ok(Self::Reading { pieces, waker })
    }

    #[inline]
    fn poll(&mut self, context: &Context<'_>) -> Poll<Option<io::Result<Bytes>>> {
        let Self::Reading { pieces, waker } = self else { return Poll::Ready(None) };
        *waker.lock().unwrap_or_else(PoisonError::into_inner) = Some(context.waker().clone());
        match pieces.try_recv() {
            Ok(piece) => Poll::Ready(Some(piece)),
            Err(mpsc::TryRecvError::Empty) => Poll::Pending,
            Err(mpsc::TryRecvError::Disconnected) => {
                *self = Self::Ended;
                Poll::Ready(None)
            }
        }
    }
}

impl Stream for ReaderStream {
    type Item = io::Result<Bytes>;

    #[inline]
    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if let Self::Idle(_) = *self
            && let Self::Idle(source) = std::mem::replace(&mut *self, Self::Ended)
        {
            match Self::start(source) {
                Ok(reading) => *self = reading,
                Err(error) => return Poll::Ready(Some(Err(error))),
            }
        }
        self.poll(context)
    }
}

/// The next piece; `None` at the end.
#[inline]
fn piece(source: &mut dyn Read) -> Option<io::Result<Bytes>> {
    let mut buffer = vec![0; PIECE];
    loop {
        match source.read(&mut buffer) {
            Ok(0) => return None,
            Ok(length) => {
                buffer.truncate(length);
                return Some(Ok(buffer.into()));
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Some(Err(error)),
        }
    }
}

#[inline]
fn wake(waiting: &Mutex<Option<Waker>>) {
    let waker = waiting.lock().unwrap_or_else(PoisonError::into_inner).take();
    if let Some(waker) = waker {
        waker.wake();
    }
}
