//! Records the bytes that a client sends: a door on loopback that passes everything on to the server behind it.

use std::io::{self, Read as _, Write as _};
use std::net::{Ipv4Addr, Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

/// A running recorder.
#[derive(Debug)]
pub struct Recorder {
    port: u16,
    recorded: Arc<Mutex<Vec<Vec<u8>>>>,
}

/// A request as it was on the wire (RFC 9112).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Request {
    /// The method.
    pub method: String,
    /// The target: path and query.
    pub target: String,
    /// The headers in their order; names as written.
    pub headers: Vec<(String, String)>,
    /// Everything behind the head.
    pub body: Vec<u8>,
}

impl Recorder {
    /// Starts a recorder before the server at that port of this machine.
    ///
    /// # Errors
    /// No port can be had.
    pub fn start(server: u16) -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        let port = listener.local_addr()?.port();
        let recorded = Arc::new(Mutex::new(Vec::new()));
        let kept = Arc::clone(&recorded);
        thread::spawn(move || {
            for client in listener.incoming().flatten() {
                let kept = Arc::clone(&kept);
                // A connection that fails is the client's to notice.
                thread::spawn(move || drop(pass(client, server, port, &kept)));
            }
        });
        Ok(Self { port, recorded })
    }

    /// What stands for the server's origin.
    pub fn origin(&self) -> String {
        format!("http://localhost:{}", self.port)
    }

    /// The requests since this was last asked, one connection after the other.
    pub fn take(&self) -> Vec<Request> {
        let connections = std::mem::take(&mut *self.recorded.lock().unwrap_or_else(PoisonError::into_inner));
        connections.iter().flat_map(|bytes| Request::read_all(bytes)).collect()
    }
}

/// Passes bytes in both directions until both sides have said everything.
fn pass(client: TcpStream, server: u16, port: u16, kept: &Mutex<Vec<Vec<u8>>>) -> io::Result<()> {
    let upstream = TcpStream::connect(SocketAddr::from((Ipv4Addr::LOCALHOST, server)))?;
    let lock = || kept.lock().unwrap_or_else(PoisonError::into_inner);
    let (mut from_client, mut to_client) = (client.try_clone()?, client);
    let (mut from_server, mut to_server) = (upstream.try_clone()?, upstream);
    let answers = thread::spawn(move || -> io::Result<()> {
        // The server tells its own address in links; who came through here has to come back through here.
        let own = (format!("localhost:{server}"), format!("localhost:{port}"));
        let mut buffer = vec![0; 64 << 10];
        loop {
            let read = from_server.read(&mut buffer)?;
            let Some(piece) = buffer.get(..read).filter(|piece| !piece.is_empty()) else { break };
            to_client.write_all(&replaced(piece, own.0.as_bytes(), own.1.as_bytes()))?;
        }
        to_client.shutdown(Shutdown::Write)
    });
    let mut index = None;
    let mut buffer = vec![0; 64 << 10];
    loop {
        let read = from_client.read(&mut buffer)?;
        let Some(piece) = buffer.get(..read).filter(|piece| !piece.is_empty()) else { break };
        {
            // Kept before it is passed on: when the answer is there, the request is here.
            let mut kept = lock();
            let at = *index.get_or_insert(kept.len());
            match kept.get_mut(at) {
                Some(before) => before.extend_from_slice(piece),
                None => kept.push(piece.to_vec()),
            }
        }
        to_server.write_all(piece)?;
    }
    to_server.shutdown(Shutdown::Write)?;
    answers.join().unwrap_or(Ok(()))
}

/// Bytes with every `old` replaced by `new`, where both are of one length, so that the head stays true.
fn replaced(bytes: &[u8], old: &[u8], new: &[u8]) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    if old.len() != new.len() {
        return bytes;
    }
    let mut at = 0;
    while let Some(found) = bytes.get(at..).and_then(|rest| rest.windows(old.len()).position(|window| window == old)) {
        let start = at + found;
        if let Some(place) = bytes.get_mut(start..start + old.len()) {
            place.copy_from_slice(new);
        }
        at = start + old.len();
    }
    bytes
}

impl Request {
    /// The requests of one connection.
    pub fn read_all(mut bytes: &[u8]) -> Vec<Self> {
        let mut all = Vec::new();
        while let Some((request, rest)) = Self::read(bytes) {
            all.push(request);
            bytes = rest;
        }
        all
    }

    fn read(bytes: &[u8]) -> Option<(Self, &[u8])> {
        let end = bytes.windows(4).position(|window| window == b"\r\n\r\n")?;
        let (head, rest) = (bytes.get(..end)?, bytes.get(end + 4..)?);
        let head = String::from_utf8_lossy(head).into_owned();
        let mut lines = head.split("\r\n");
        let mut words = lines.next()?.split(' ');
        let (method, target) = (words.next()?.to_owned(), words.next()?.to_owned());
        let header = |line: &str| line.split_once(':').map(|(name, value)| (name.to_owned(), value.trim().to_owned()));
        let mut request = Self { method, target, headers: lines.filter_map(header).collect(), body: Vec::new() };
        // A body in pieces is the last of its connection: clients of this runner make one call each.
        let length = match request.header("content-length") {
            Some(length) => length.parse().unwrap_or(rest.len()).min(rest.len()),
            None if request.header("transfer-encoding").is_some() => rest.len(),
            None => 0,
        };
        let (body, rest) = rest.split_at_checked(length)?;
        request.body = body.to_vec();
        Some((request, rest))
    }

    /// The value of a header.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::{Request, replaced};

    #[test]
    fn requests_of_a_connection_are_told_apart() {
        let bytes =
            b"POST /a?b=%20 HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabcGET /c HTTP/1.1\r\nAccept: */*\r\n\r\n";
        let all = Request::read_all(bytes);
        assert_eq!(all.len(), 2);
        assert_eq!((all[0].target.as_str(), all[0].body.as_slice()), ("/a?b=%20", b"abc".as_slice()));
        assert_eq!((all[1].method.as_str(), all[1].header("accept")), ("GET", Some("*/*")));
    }

    #[test]
    fn an_origin_is_replaced_only_by_one_as_long() {
        assert_eq!(
            replaced(b"a localhost:10000/x localhost:10000", b"localhost:10000", b"localhost:20000"),
            b"a localhost:20000/x localhost:20000"
        );
        assert_eq!(replaced(b"localhost:1", b"localhost:1", b"localhost:22"), b"localhost:1");
    }
}
