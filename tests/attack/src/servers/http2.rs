//! Frames of HTTP/2 (RFC 9113), with TLS and without, against the async client: the blocking one does not speak it.

use std::io::Read as _;
use std::net::TcpStream;
use std::time::Duration;

use generator_tests::trial::Broken;
use proptest::prelude::*;
use proptest::sample::select;

use crate::client::{builder, discreet, over_http2, tokio};
use crate::kinds::Ended;
use crate::property::{broken, holds};
use crate::servers::MINE;
use crate::servers::tls::Front;
use crate::stage::{Piece, Stage, State};

/// What a client sends first: "PRI * HTTP/2.0…" (section 3.4).
const PREFACE: usize = 24;

const DATA: u8 = 0;
const HEADERS: u8 = 1;
const RST_STREAM: u8 = 3;
const SETTINGS: u8 = 4;
const PING: u8 = 6;
const GOAWAY: u8 = 7;
const WINDOW_UPDATE: u8 = 8;
const CONTINUATION: u8 = 9;

const END_STREAM: u8 = 1;
const END_HEADERS: u8 = 4;

/// A frame (section 4.1).
fn frame(kind: u8, flags: u8, stream: u32, payload: &[u8]) -> Vec<u8> {
    let length = u32::try_from(payload.len()).unwrap_or(u32::MAX).to_be_bytes();
    [&length[1..], &[kind, flags], &stream.to_be_bytes(), payload].concat()
}

/// `:status: 200` by its index (RFC 7541, appendix A).
const OK: &[u8] = &[0x88];

/// A literal field without an index, `x: ` and 100 letters.
fn field() -> Vec<u8> {
    [&[0, 1, b'x', 100][..], &[b'a'; 100]].concat()
}

/// Frames, and how often: whole answers, and what is wrong.
fn frames() -> impl Strategy<Value = Vec<(Vec<u8>, u64)>> {
    let known = select(vec![
        frame(HEADERS, END_HEADERS, 1, OK),
        frame(DATA, END_STREAM, 1, MINE.as_bytes()),
        frame(DATA, 0, 1, MINE.as_bytes()),
        frame(DATA, END_STREAM, 1, b""),
        frame(DATA, 8, 1, &[255, 1]),
        frame(DATA, 0, 1, &[b' '; 16_000]),
        frame(HEADERS, END_HEADERS | END_STREAM, 1, OK),
        frame(HEADERS, 0, 1, OK),
        frame(HEADERS, END_HEADERS, 1, &[0xff, 0xff, 0xff, 0xff, 0xff]),
        frame(HEADERS, END_HEADERS, 1, &[OK, &field().repeat(100)].concat()),
        frame(HEADERS, END_HEADERS, 2, OK),
        frame(HEADERS, END_HEADERS, 3, OK),
        frame(CONTINUATION, 0, 1, &field().repeat(100)),
        frame(CONTINUATION, END_HEADERS, 1, b""),
        frame(RST_STREAM, 0, 1, &7_u32.to_be_bytes()),
        frame(RST_STREAM, 0, 1, &0_u32.to_be_bytes()),
        frame(GOAWAY, 0, 0, &[0; 8]),
        frame(GOAWAY, 0, 0, &[0x7f, 0xff, 0xff, 0xff, 0, 0, 0, 11]),
        frame(SETTINGS, 0, 0, b""),
        frame(SETTINGS, 0, 0, &[0, 4, 0xff, 0xff, 0xff, 0xff]),
        frame(SETTINGS, 0, 0, &[0, 1, 0, 0, 0, 0]),
        frame(PING, 0, 0, &[0; 8]),
        frame(WINDOW_UPDATE, 0, 1, &0x7fff_ffff_u32.to_be_bytes()),
        frame(WINDOW_UPDATE, 0, 0, &0_u32.to_be_bytes()),
        frame(5, END_HEADERS, 1, &[0, 0, 0, 2, 0x88]),
        frame(77, 0, 1, b"unknown"),
        b"HTTP/1.1 200 OK\r\n\r\n".to_vec(),
        vec![0xff; 9],
    ]);
    let odd = (0..12_u8, any::<u8>(), 0..4_u32, prop::collection::vec(any::<u8>(), 0..40));
    let one = prop_oneof![6 => known, 1 => odd.prop_map(|(kind, flags, stream, payload)| frame(kind, flags, stream, &payload))];
    let whole = [frame(HEADERS, END_HEADERS, 1, OK), frame(DATA, END_STREAM, 1, MINE.as_bytes())];
    let before = prop::collection::vec((one, prop_oneof![6 => Just(1), 1 => 1..3000_u64]), 0..8);
    (before, any::<bool>()).prop_map(move |(mut frames, is_whole)| {
        frames.extend(whole.iter().filter(|_| is_whole).map(|frame| (frame.clone(), 1)));
        frames
    })
}

/// Any frames behind a request: the call ends, and is none but an answer of the server.
pub fn http2(seed: u64) -> Result<Ended, Broken> {
    holds(&(frames(), any::<bool>()), seed, |(frames, greets)| {
        let stage = Stage::raw(move |stream, state| answer(stream, state, &frames, greets));
        called(&stage.url(), over_http2())
    })
}

/// The same in a connection with TLS.
pub fn http2_tls(seed: u64) -> Result<Ended, Broken> {
    holds(&(frames(), any::<bool>()), seed, |(frames, greets)| {
        let stage = Stage::raw(move |stream, state| answer(stream, state, &frames, greets));
        let front = Front::of(&stage)?;
        called(&front.url(), front.client())
    })
}

fn called(url: &str, transport: reqwest::Result<reqwest::Client>) -> Result<Ended, Broken> {
    let transport = transport.map_err(|error| broken("reqwest does not build", error.to_string()))?;
    let client = builder!(attack_client::Client, url).reqwest(transport).build();
    let client = client.map_err(|error| broken("the client does not build", error.to_string()))?;
    let result = tokio().block_on(async { client.doors().get_item("mine").await });
    match result {
        Ok(item) if item.id == "mine" => Ok(Ended::Accepted),
        Ok(item) => Err(broken("another answer than that of the call", item.id)),
        Err(error) => discreet(&error).map(|()| Ended::Refused),
    }
}

fn answer(mut stream: TcpStream, state: &State, frames: &[(Vec<u8>, u64)], greets: bool) {
    if greets && !state.act(&mut stream, Piece::Send(frame(SETTINGS, 0, 0, b""))) {
        return;
    }
    let mut received = Vec::new();
    while !has_request(&received) {
        if !read(&mut stream, state, &mut received) {
            return;
        }
    }
    for (frame, times) in frames {
        if !state.act(&mut stream, Piece::Repeat(frame.clone(), *times)) {
            return;
        }
    }
    // What the client says to this is read, so that it can go on saying it.
    while read(&mut stream, state, &mut received) {
        received.clear();
    }
}

/// Whether there are more bytes, or may be.
fn read(stream: &mut TcpStream, state: &State, received: &mut Vec<u8>) -> bool {
    let mut buffer = [0; 4096];
    let _ = stream.set_read_timeout(Some(Duration::from_millis(50)));
    match stream.read(&mut buffer) {
        Ok(0) => false,
        Ok(count) => {
            received.extend_from_slice(buffer.get(..count).unwrap_or_default());
            !state.is_over()
        }
        Err(error) => {
            !state.is_over() && matches!(error.kind(), std::io::ErrorKind::WouldBlock | std::io::ErrorKind::TimedOut)
        }
    }
}

/// Whether a frame with headers arrived.
fn has_request(received: &[u8]) -> bool {
    let mut rest = received.get(PREFACE..).unwrap_or_default();
    while let [a, b, c, kind, ..] = rest {
        if *kind == HEADERS {
            return true;
        }
        let length = usize::from(*a) << 16 | usize::from(*b) << 8 | usize::from(*c);
        rest = rest.get(9 + length..).unwrap_or_default();
    }
    false
}
