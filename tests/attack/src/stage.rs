//! A server on the loopback interface for one case: it answers as it is told, keeps what arrives, and ends with its owner.

mod request;

use std::io::Write as _;
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

pub use request::Request;

/// A piece of what the server does.
#[derive(Clone, PartialEq, Eq)]
pub enum Piece {
    /// Sends bytes.
    Send(Vec<u8>),
    /// Sends bytes again and again, so often.
    Repeat(Vec<u8>, u64),
    /// Waits.
    Pause(Duration),
    /// Closes the connection.
    Close,
    /// Breaks the connection off (RST).
    Reset,
}

impl std::fmt::Debug for Piece {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Send(bytes) => write!(f, "Send(\"{}\")", bytes.escape_ascii()),
            Self::Repeat(bytes, times) => write!(f, "Repeat(\"{}\", {times})", bytes.escape_ascii()),
            Self::Pause(time) => write!(f, "Pause({time:?})"),
            Self::Close => f.write_str("Close"),
            Self::Reset => f.write_str("Reset"),
        }
    }
}

/// The server.
pub struct Stage {
    address: SocketAddr,
    state: Arc<State>,
    listening: Option<JoinHandle<()>>,
}

/// What the threads of a server share.
#[derive(Default)]
pub struct State {
    /// Each request, or why it is none.
    requests: Mutex<Vec<Request>>,
    over: AtomicBool,
}

impl Stage {
    /// Starts a server that answers the request of a number, from 0, so.
    pub fn start(answer: impl Fn(usize, &Request) -> Vec<Piece> + Send + Sync + 'static) -> Self {
        Self::raw(move |stream, state| state.serve(stream, &answer))
    }

    /// Starts a server that does this with each connection.
    ///
    /// # Panics
    /// Where the system gives no port.
    pub fn raw(serve: impl Fn(TcpStream, &State) + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port is free");
        let address = listener.local_addr().expect("the port has an address");
        let (state, serve) = (Arc::new(State::default()), Arc::new(serve));
        let shared = state.clone();
        let listening = thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                if shared.is_over() {
                    return;
                }
                // A connection that the client keeps must not keep a thread.
                let _ = stream.set_read_timeout(Some(Duration::from_millis(100)));
                let _ = stream.set_write_timeout(Some(Duration::from_secs(1)));
                let _ = stream.set_nodelay(true);
                let (shared, serve) = (shared.clone(), serve.clone());
                thread::spawn(move || serve(stream, &shared));
            }
        });
        Self { address, state, listening: Some(listening) }
    }

    /// A server that plays one answer for each request, and closes behind the last.
    pub fn play(answers: Vec<Vec<Piece>>) -> Self {
        Self::start(move |number, _| answers.get(number).cloned().unwrap_or_else(|| vec![Piece::Close]))
    }

    /// Its URL, without a slash at its end.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Its host and port.
    pub fn host(&self) -> String {
        self.address.to_string()
    }

    /// Its port.
    pub fn port(&self) -> u16 {
        self.address.port()
    }

    /// What arrived.
    pub fn requests(&self) -> Vec<Request> {
        self.state.requests.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Drop for Stage {
    fn drop(&mut self) {
        self.state.over.store(true, Ordering::Relaxed);
        // Nobody else wakes the thread that waits for connections.
        drop(TcpStream::connect_timeout(&self.address, Duration::from_secs(1)));
        if let Some(listening) = self.listening.take() {
            let _ = listening.join();
        }
    }
}

impl State {
    /// Whether nobody needs the server any more.
    pub fn is_over(&self) -> bool {
        self.over.load(Ordering::Relaxed)
    }

    fn serve(&self, mut stream: TcpStream, answer: &dyn Fn(usize, &Request) -> Vec<Piece>) {
        let mut rest = Vec::new();
        while let Some(request) = Request::read(&mut stream, &mut rest, self) {
            let number = {
                let mut requests = self.requests.lock().unwrap_or_else(PoisonError::into_inner);
                requests.push(request.clone());
                requests.len() - 1
            };
            if !answer(number, &request).into_iter().all(|piece| self.act(&mut stream, piece)) {
                return;
            }
        }
    }

    /// Whether the connection goes on.
    pub fn act(&self, stream: &mut TcpStream, piece: Piece) -> bool {
        match piece {
            Piece::Send(bytes) => stream.write_all(&bytes).is_ok(),
            Piece::Repeat(bytes, times) => (0..times).all(|_| !self.is_over() && stream.write_all(&bytes).is_ok()),
            Piece::Pause(time) => {
                let end = Instant::now() + time;
                while Instant::now() < end && !self.is_over() {
                    thread::sleep(Duration::from_millis(10).min(time));
                }
                true
            }
            Piece::Close => {
                let _ = stream.shutdown(Shutdown::Write);
                false
            }
            Piece::Reset => {
                let _ = socket2::SockRef::from(&*stream).set_linger(Some(Duration::ZERO));
                false
            }
        }
    }
}
