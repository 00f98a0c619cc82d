//! A request as a strict server reads it (RFC 9112), by the parser of others.

use std::io::{ErrorKind, Read as _};
use std::net::TcpStream;

use generator_tests::trial::Broken;

use crate::property::broken;
use crate::stage::State;

/// What arrived in one place of a connection.
#[derive(Clone, Debug, Default)]
pub struct Request {
    /// The method.
    pub method: String,
    /// Path and query.
    pub target: String,
    /// Names in small letters, and the bytes of values.
    pub headers: Vec<(String, Vec<u8>)>,
    /// The body, without chunks.
    pub body: Vec<u8>,
    /// Why a strict server would refuse it.
    pub wrong: Option<String>,
}

/// No request of a test is larger.
const MOST: usize = 8 << 20;

fn more(stream: &mut TcpStream, rest: &mut Vec<u8>, state: &State) -> bool {
    let mut buffer = [0; 16 << 10];
    loop {
        match stream.read(&mut buffer) {
            Ok(0) => return false,
            Ok(count) => {
                rest.extend_from_slice(buffer.get(..count).unwrap_or_default());
                return true;
            }
            Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) => {}
            Err(_) => return false,
        }
        if state.is_over() {
            return false;
        }
    }
}

fn wrong(rest: &mut Vec<u8>, why: &str) -> Request {
    let beginning = rest.get(..rest.len().min(200)).unwrap_or_default().escape_ascii().to_string();
    rest.clear();
    Request { wrong: Some(format!("{why}: {beginning}")), ..Request::default() }
}

/// A request and how many bytes it is; `None` where it goes on.
fn parse(bytes: &[u8]) -> Result<Option<(Request, usize)>, String> {
    let mut space = [httparse::EMPTY_HEADER; 100];
    let mut head = httparse::Request::new(&mut space);
    let httparse::Status::Complete(length) = head.parse(bytes).map_err(|error| error.to_string())? else {
        return Ok(None);
    };
    let header = |header: &httparse::Header<'_>| (header.name.to_ascii_lowercase(), header.value.to_vec());
    let mut request = Request {
        method: head.method.unwrap_or_default().to_owned(),
        target: head.path.unwrap_or_default().to_owned(),
        headers: head.headers.iter().map(header).collect(),
        ..Request::default()
    };
    request.wrong = request.twice();
    let body = bytes.get(length..).unwrap_or_default();
    if request.header("transfer-encoding").is_some() {
        let chunks = chunks(body)?;
        return Ok(chunks.map(|(body, used)| (Request { body, ..request }, length + used)));
    }
    let announced = match request.text("content-length") {
        Some(text) => text.parse().map_err(|_| format!("the length {text:?}"))?,
        None => 0,
    };
    let body = body.get(..announced).map(<[u8]>::to_vec);
    Ok(body.map(|body| (Request { body, ..request }, length + announced)))
}

/// A chunked body without trailers, and how many bytes it is.
fn chunks(mut bytes: &[u8]) -> Result<Option<(Vec<u8>, usize)>, String> {
    let (all, mut body) = (bytes.len(), Vec::new());
    loop {
        let (start, size) = match httparse::parse_chunk_size(bytes).map_err(|_| "a chunk without a size")? {
            httparse::Status::Complete((start, size)) => (start, usize::try_from(size).map_err(|_| "a huge chunk")?),
            httparse::Status::Partial => return Ok(None),
        };
        let Some(rest) = bytes.get(start + size + 2..) else { return Ok(None) };
        if bytes.get(start + size..start + size + 2) != Some(b"\r\n") {
            return Err("a chunk that does not end where its size says".to_owned());
        }
        body.extend_from_slice(bytes.get(start..start + size).unwrap_or_default());
        bytes = rest;
        if size == 0 {
            return Ok(Some((body, all - bytes.len())));
        }
    }
}

impl Request {
    /// The next request of a connection; `rest` is what was read too far.
    pub fn read(stream: &mut TcpStream, rest: &mut Vec<u8>, state: &State) -> Option<Self> {
        loop {
            match parse(rest) {
                Ok(Some((request, used))) => {
                    rest.drain(..used);
                    return Some(request);
                }
                Ok(None) if rest.len() < MOST => {}
                Ok(None) => return Some(wrong(rest, "it has no end")),
                Err(why) => return Some(wrong(rest, &why)),
            }
            if !more(stream, rest, state) {
                return None;
            }
        }
    }

    /// The bytes of a header.
    pub fn header(&self, name: &str) -> Option<&[u8]> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_slice())
    }

    /// A header as text.
    pub fn text(&self, name: &str) -> Option<String> {
        self.header(name).map(|value| String::from_utf8_lossy(value).into_owned())
    }

    /// The path of the target.
    pub fn path(&self) -> &str {
        self.target.split_once('?').map_or(self.target.as_str(), |(path, _)| path)
    }

    /// The query of the target.
    pub fn query(&self) -> &str {
        self.target.split_once('?').map_or("", |(_, query)| query)
    }

    /// Whether a text is somewhere in the request.
    pub fn holds(&self, what: &str) -> bool {
        let inside = |bytes: &[u8]| String::from_utf8_lossy(bytes).contains(what);
        self.target.contains(what) || inside(&self.body) || self.headers.iter().any(|(_, value)| inside(value))
    }

    /// What may stand in a request once only.
    fn twice(&self) -> Option<String> {
        let count = |name: &str| self.headers.iter().filter(|(known, _)| known == name).count();
        let single = ["content-type", "cookie", "x-key", "x-value"].into_iter().find(|name| count(name) > 1);
        match single {
            Some(name) => Some(format!("it has {name} twice")),
            None if count("content-length") + count("transfer-encoding") > 1 => Some("it has two lengths".to_owned()),
            None if count("host") != 1 => Some("it has not one host".to_owned()),
            None => None,
        }
    }

    /// Looks whether it is a request as a strict server wants it, for this host.
    ///
    /// # Errors
    /// What is wrong.
    pub fn well_framed(&self, host: &str) -> Result<(), Broken> {
        if let Some(wrong) = &self.wrong {
            return Err(broken("a request is not well framed", wrong.clone()));
        }
        if self.text("host").as_deref() != Some(host) {
            return Err(broken("a request is for another host", format!("{:?}", self.text("host"))));
        }
        Ok(())
    }
}
