//! Lengths and chunks that are wrong, and answers that nobody asked for: what is left of one answer is not the beginning of the next.

use generator_tests::trial::Broken;
use proptest::prelude::*;
use proptest::sample::select;

use crate::client::both;
use crate::kinds::Ended;
use crate::property::holds;
use crate::servers::{HEAD, MINE, first, meant};
use crate::stage::Piece;

/// An answer that must not become that of any call.
const EVIL: &str = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 13\r\n\r\n{\"id\":\"evil\"}";

/// How the length is told, [`MINE`] being 13 bytes.
const LENGTHS: &[&str] = &[
    "Content-Length: 13\r\n",
    "Content-Length: 5\r\n",
    "Content-Length: 0\r\n",
    "Content-Length: 99\r\n",
    "Content-Length: -1\r\n",
    "Content-Length: +13\r\n",
    "Content-Length: 0x0d\r\n",
    "Content-Length: 13, 13\r\n",
    "Content-Length: 13\r\nContent-Length: 5\r\n",
    "Content-Length: 99999999999999999999999\r\n",
    "Content-Length: 18446744073709551615\r\n",
    "Content-Length : 13\r\n",
    "Content-Length:\r\n",
    "content-length: 1 3\r\n",
    "Transfer-Encoding: chunked\r\n",
    "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n",
    "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n",
    "Transfer-Encoding: xchunked\r\n",
    "Transfer-Encoding: chunked, identity\r\n",
    "Transfer-Encoding: gzip, chunked\r\n",
    "Transfer-Encoding : chunked\r\n",
    "Transfer-Encoding:\tchunked\r\n",
    "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n",
    " Content-Length: 5\r\n",
    "X: y\r\n Transfer-Encoding: chunked\r\n",
    "",
];

/// Bodies: as they are, and in chunks of every kind.
const BODIES: &[&str] = &[
    MINE,
    "d\r\n{\"id\":\"mine\"}\r\n0\r\n\r\n",
    "D ;x=y\r\n{\"id\":\"mine\"}\r\n0\r\nX: y\r\n\r\n",
    "0d\n{\"id\":\"mine\"}\n0\n\n",
    "-1\r\n{\"id\":\"mine\"}\r\n0\r\n\r\n",
    "fffffffffffffffff\r\n{\"id\":\"mine\"}\r\n0\r\n\r\n",
    "ffffffffffffffff\r\n{\"id\":\"mine\"}\r\n0\r\n\r\n",
    "0xd\r\n{\"id\":\"mine\"}\r\n0\r\n\r\n",
    "c\r\n{\"id\":\"mine\"}\r\n0\r\n\r\n",
    "e\r\n{\"id\":\"mine\"}\r\n0\r\n\r\n",
    "d\r\n{\"id\":\"mine\"}0\r\n\r\n",
    "d\r\n{\"id\":\"mine\"}\r\n",
    "0\r\n\r\n",
    "",
    "\r\n\r\n",
];

/// Statuses of final answers, some of which have no body.
const STATUSES: &[&str] =
    &["200 OK", "204 None", "304 Same", "205 Reset", "101 Switching", "206 Part", "600 Odd", "99 Odd", "200"];

/// Lengths that are wrong.
pub fn framing(seed: u64) -> Result<Ended, Broken> {
    let strategy = (select(LENGTHS), select(BODIES), any::<bool>(), any::<bool>());
    holds(&strategy, seed, |(length, body, evil, close)| {
        let evil = if evil { EVIL } else { "" };
        tried(format!("{HEAD}{length}\r\n{body}{evil}"), close)
    })
}

/// Answers behind and before the one that was asked for.
pub fn extra(seed: u64) -> Result<Ended, Broken> {
    let interim = prop::collection::vec(select(vec!["100 Continue", "103 Hints", "102 Processing", "199 Odd"]), 0..5);
    let strategy = (interim, select(STATUSES), any::<bool>(), 0..4_usize, any::<bool>());
    holds(&strategy, seed, |(interim, status, has_body, times, close)| {
        let mut text: String = interim.iter().map(|status| format!("HTTP/1.1 {status}\r\nX: y\r\n\r\n")).collect();
        let body = if has_body { MINE } else { "" };
        text.push_str(&format!("HTTP/1.1 {status}\r\nContent-Length: {}\r\n\r\n{body}", body.len()));
        text.push_str(&EVIL.repeat(times));
        tried(text, close)
    })
}

/// Three calls, of which the first gets this answer. It is written at once, so that nothing of it comes behind the second request.
fn tried(answer: String, close: bool) -> Result<Ended, Broken> {
    let mut pieces = vec![Piece::Send(answer.into_bytes())];
    if close {
        pieces.push(Piece::Close);
    }
    let results = both!(first(pieces.clone()), |builder| builder, |client| [
        client.doors().get_item("mine"),
        client.doors().get_item("second"),
        client.doors().get_item("third")
    ]);
    meant(results, &["mine", "second", "third"], false)
}
