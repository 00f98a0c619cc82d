//! Answers that break off, drag on, have no end, or are noise.

use std::time::Duration;

use generator_tests::trial::Broken;
use proptest::prelude::*;
use proptest::sample::select;

use crate::client::{both, ended, items};
use crate::kinds::Ended;
use crate::property::holds;
use crate::servers::{FRAMINGS, HEAD, first, meant, whole};
use crate::stage::{Piece, Stage};

/// How a connection ends.
fn endings() -> impl Strategy<Value = Piece> {
    select(vec![Piece::Close, Piece::Reset, Piece::Pause(Duration::from_secs(3))])
}

/// Answers without their end.
pub fn cut(seed: u64) -> Result<Ended, Broken> {
    holds(&(select(&FRAMINGS[..]), 0..1000_usize, endings()), seed, |(framing, part, ending)| {
        let (mut bytes, _) = whole(framing);
        bytes.truncate(bytes.len() * part / 1000);
        let stage = || first(vec![Piece::Send(bytes.clone()), ending.clone(), Piece::Close]);
        let results = both!(stage(), |builder| builder, |client| [
            client.doors().get_item("mine"),
            client.doors().get_item("next")
        ]);
        // "A body is incomplete if the zero-sized chunk has not been received" (RFC 9112, section 8): what stands behind it may lack.
        let is_whole = framing == "chunked" && bytes.windows(5).any(|part| part == b"\r\n0\r\n");
        meant(results, &["mine", "next"], !is_whole)
    })
}

/// Answers in pieces.
pub fn slow(seed: u64) -> Result<Ended, Broken> {
    let pauses = prop::collection::vec((0..1000_usize, 0..150_u64), 0..8);
    holds(&(select(&FRAMINGS[..]), pauses), seed, |(framing, pauses)| {
        let (bytes, _) = whole(framing);
        let mut cuts: Vec<(usize, u64)> =
            pauses.iter().map(|(part, pause)| (bytes.len() * part / 1000, *pause)).collect();
        cuts.sort_unstable();
        let (mut pieces, mut from) = (Vec::new(), 0);
        for (to, pause) in cuts {
            pieces.push(Piece::Send(bytes.get(from..to).unwrap_or_default().to_vec()));
            pieces.push(Piece::Pause(Duration::from_millis(pause)));
            from = to;
        }
        pieces.push(Piece::Send(bytes.get(from..).unwrap_or_default().to_vec()));
        pieces.push(Piece::Close);
        let results = both!(first(pieces.clone()), |builder| builder, |client| [
            client.doors().get_item("mine"),
            client.doors().get_item("next")
        ]);
        meant(results, &["mine", "next"], false)
    })
}

/// Heads without end.
pub fn heads(seed: u64) -> Result<Ended, Broken> {
    let start =
        select(vec!["HTTP/1.1 200 OK\r\n", "HTTP/1.1 200 ", "HTTP/1.1 200 OK\r\nX-A: ", "HTTP/1.1 200 OK\r\nX", ""]);
    let again = select(vec![
        "X-Many: 1\r\n",
        "a",
        " ",
        "\t",
        "\r\n ",
        "X: \r\n",
        "\0",
        ": ",
        "HTTP/1.1 103 Early Hints\r\n\r\n",
        "HTTP/1.1 100 Continue\r\n\r\n",
        "HTTP/1.1 102 \r\nX: y\r\n\r\n",
    ]);
    holds(&(start, again, 1..4000_usize, 1..2000_u64), seed, |(start, again, each, times)| {
        let repeated = Piece::Repeat(again.repeat(each).into_bytes(), times);
        let (answer, _) = whole("length");
        let stage = || {
            first(vec![
                Piece::Send(start.as_bytes().to_vec()),
                repeated.clone(),
                Piece::Send(b"\r\n".to_vec()),
                Piece::Send(answer.clone()),
                Piece::Close,
            ])
        };
        let results = both!(stage(), |builder| builder, |client| [
            client.doors().get_item("mine"),
            client.doors().get_item("next")
        ]);
        meant(results, &["mine", "next"], false)
    })
}

/// How much of a body without end is sent, in bytes: more than any limit of the case.
const ENDLESS: usize = 2 << 20;

/// Bodies without end.
pub fn endless(seed: u64) -> Result<Ended, Broken> {
    let again = select(vec![
        " ",
        "{",
        "[",
        "0",
        "\"",
        "data: x\n",
        "data",
        "\n",
        ":\n",
        "id: 1\n\n",
        "{}\n",
        "\u{1e}",
        "a: b\r",
    ]);
    let status = select(vec!["200 OK", "500 Failed", "404 None", "299 Fine"]);
    let strategy = (again, status, any::<bool>(), 1..3000_usize, 1_000..500_000_usize, 0..5_usize);
    holds(&strategy, seed, |(again, status, chunked, each, limit, door)| {
        let text = again.repeat(each);
        let (header, text) = match chunked {
            true => ("Transfer-Encoding: chunked", format!("{:x}\r\n{text}\r\n", text.len())),
            false => ("Connection: close", text),
        };
        let head = format!("HTTP/1.1 {status}\r\n{header}\r\n\r\n").into_bytes();
        // Comments and blank lines may go on for as long as the caller wants: that ends with the server.
        let times = u64::try_from(ENDLESS / text.len()).unwrap_or_default();
        let again = Piece::Repeat(text.into_bytes(), times);
        let stage = || Stage::play(vec![vec![Piece::Send(head.clone()), again.clone(), Piece::Close]]);
        macro_rules! stream {
            ($call:ident) => {
                streamed(items!(
                    stage(),
                    200,
                    |builder| builder.response_limit(limit),
                    |client| client.doors().$call().await?,
                    client.doors().$call().send()?
                ))
            };
        }
        match door {
            0 => Ok(ended(&both!(stage(), |builder| builder.response_limit(limit), |client| [client
                .doors()
                .get_item("mine")]))),
            1 => {
                Ok(ended(&both!(stage(), |builder| builder.response_limit(limit), |client| [client.doors().get_any()])))
            }
            2 => stream!(get_events),
            3 => stream!(get_lines),
            _ => stream!(get_bytes),
        }
    })
}

/// What a stream came to in one mode: its name, the items or what ended it, and the server that played.
pub type Collected<'m, T> = (&'m str, Result<Vec<T>, attack_client::runtime::Error>, Stage);

/// How a stream ended, where it may end either way.
pub fn streamed<T>(results: [Collected<'_, T>; 2]) -> Result<Ended, Broken> {
    let mut ended = Ended::Accepted;
    for (_, result, _) in results {
        if let Err(error) = result {
            crate::client::discreet(&error)?;
            ended = Ended::Refused;
        }
    }
    Ok(ended)
}

/// Bytes at random, and answers in which some bytes are others.
pub fn garbage(seed: u64) -> Result<Ended, Broken> {
    let noise = prop::collection::vec(any::<u8>(), 0..300);
    let edits = prop::collection::vec((0..1000_usize, any::<u8>()), 0..6);
    holds(&(select(&FRAMINGS[..]), edits, noise, 0..3_usize), seed, |(framing, edits, noise, way)| {
        let (mut bytes, body) = whole(framing);
        // The bytes of the body are what the server says: only those of the head are changed.
        for (part, byte) in edits {
            if let Some(place) = bytes.get_mut(body * part / 1000) {
                *place = byte;
            }
        }
        let bytes = match way {
            0 => noise,
            1 => [HEAD.as_bytes(), &noise].concat(),
            _ => bytes,
        };
        let stage = || first(vec![Piece::Send(bytes.clone()), Piece::Close]);
        let results = both!(stage(), |builder| builder, |client| [
            client.doors().get_item("mine"),
            client.doors().get_item("next")
        ]);
        meant(results, &["mine", "next"], false)
    })
}
