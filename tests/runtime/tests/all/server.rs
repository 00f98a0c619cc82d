//! A server on the loopback interface that plays a script, one act for each request, and keeps the bytes of the requests.

use std::collections::VecDeque;
use std::io::Read;
use std::io::Write;
use std::net::TcpListener;
use std::net::TcpStream;
use std::sync::Arc;
use std::sync::Mutex;
use std::thread;
use std::time::Duration;

/// What the server does with a request.
#[derive(Clone, Debug)]
pub enum Act {
    /// Sends these bytes and keeps the connection.
    Send(Vec<u8>),
    /// Sends these bytes and closes the connection.
    SendAndClose(Vec<u8>),
    /// Closes the connection without an answer.
    Cut,
    /// Sends pieces with pauses before each, then closes the connection.
    Slowly(Vec<(Duration, Vec<u8>)>),
}

/// A server that runs until the end of the tests.
pub struct Server {
    address: String,
    script: Arc<Mutex<VecDeque<Act>>>,
    state: Arc<Mutex<State>>,
}

#[derive(Default)]
struct State {
    requests: Vec<Vec<u8>>,
    closed: usize,
}

/// A whole response with a body.
pub fn response(status: &str, headers: &[(&str, &str)], body: impl AsRef<[u8]>) -> Act {
    let body = body.as_ref();
    let mut bytes = format!("HTTP/1.1 {status}\r\nContent-Length: {}\r\n", body.len()).into_bytes();
    for (name, value) in headers {
        bytes.extend_from_slice(format!("{name}: {value}\r\n").as_bytes());
    }
    bytes.extend_from_slice(b"\r\n");
    bytes.extend_from_slice(body);
    Act::Send(bytes)
}

/// A JSON response.
pub fn json(status: &str, body: &str) -> Act {
    response(status, &[("Content-Type", "application/json")], body)
}

/// A body for tests that do not care which.
pub const PET: &str = r#"{"id":1,"owner":null}"#;

impl Server {
    /// A server that plays this script, over all its connections together. When the script is over it closes each connection.
    pub fn play(script: Vec<Act>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port is free");
        let address = listener.local_addr().expect("the port has an address").to_string();
        let state = Arc::new(Mutex::new(State::default()));
        let script = Arc::new(Mutex::new(VecDeque::from(script)));
        let (shared, played) = (state.clone(), script.clone());
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (state, script) = (shared.clone(), played.clone());
                thread::spawn(move || serve(stream, &state, &script));
            }
        });
        Self { address, script, state }
    }

    /// Adds an act to the script, where it needs the URL of a server that was not there before.
    #[allow(dead_code, reason = "not all tests that share this file need it")]
    pub fn push(&self, act: Act) {
        self.script.lock().expect("no thread of the server panicked").push_back(act);
    }

    /// The URL of the server, without a slash at its end.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The requests so far, as text.
    pub fn requests(&self) -> Vec<String> {
        let state = self.state.lock().expect("no thread of the server panicked");
        state.requests.iter().map(|bytes| String::from_utf8_lossy(bytes).into_owned()).collect()
    }

    /// How many connections the client closed while it was answered.
    pub fn closed(&self) -> usize {
        self.state.lock().expect("no thread of the server panicked").closed
    }
}

fn serve(mut stream: TcpStream, state: &Mutex<State>, script: &Mutex<VecDeque<Act>>) {
    while let Some(request) = read_request(&mut stream) {
        state.lock().expect("no thread of the server panicked").requests.push(request);
        let act = script.lock().expect("no thread of the server panicked").pop_front();
        let keeps = match act {
            Some(Act::Send(bytes)) => stream.write_all(&bytes).is_ok(),
            Some(Act::SendAndClose(bytes)) => {
                let _ = stream.write_all(&bytes);
                false
            }
            Some(Act::Slowly(pieces)) => {
                for (pause, bytes) in pieces {
                    thread::sleep(pause);
                    if stream.write_all(&bytes).is_err() {
                        state.lock().expect("no thread of the server panicked").closed += 1;
                        break;
                    }
                }
                false
            }
            Some(Act::Cut) | None => false,
        };
        if !keeps {
            return;
        }
    }
}

/// The next request of a connection, its body included.
pub fn read_request(stream: &mut TcpStream) -> Option<Vec<u8>> {
    let mut request = Vec::new();
    let mut byte = [0];
    while !request.ends_with(b"\r\n\r\n") {
        if stream.read(&mut byte).ok()? == 0 {
            return None;
        }
        request.push(byte[0]);
    }
    let head = String::from_utf8_lossy(&request).to_ascii_lowercase();
    if head.contains("transfer-encoding: chunked") {
        while !request.ends_with(b"\r\n0\r\n\r\n") {
            stream.read_exact(&mut byte).ok()?;
            request.push(byte[0]);
        }
        return Some(request);
    }
    let length = head.lines().find_map(|line| line.strip_prefix("content-length: ")?.trim().parse().ok()).unwrap_or(0);
    let mut body = vec![0; length];
    stream.read_exact(&mut body).ok()?;
    request.extend_from_slice(&body);
    Some(request)
}
