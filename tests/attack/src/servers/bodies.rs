//! Bodies that are more than they look, or not what they say.

use std::io::Write as _;
use std::sync::OnceLock;

use flate2::Compression;
use flate2::write::GzEncoder;
use generator_tests::numbers::Numbers;
use generator_tests::trial::Broken;
use proptest::prelude::*;
use proptest::sample::select;

use crate::client::{both, discreet};
use crate::kinds::Ended;
use crate::property::{broken, holds};
use crate::servers::{HEAD, MINE, first, meant};
use crate::stage::{Piece, Stage};

/// A member of gzip.
pub fn zip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    let written = encoder.write_all(bytes).and_then(|()| encoder.finish());
    written.unwrap_or_default()
}

/// 64 MB of blanks: what is not counted while it is decompressed is too much memory.
fn bomb() -> &'static [u8] {
    static BOMB: OnceLock<Vec<u8>> = OnceLock::new();
    BOMB.get_or_init(|| zip(&vec![b' '; 64 << 20]))
}

/// Compressed bodies.
pub fn gzip(seed: u64) -> Result<Ended, Broken> {
    let piece = select(vec!["mine", "blank", "bomb", "cut", "noise", "empty", "wrong sum", "plain"]);
    let pieces = prop_oneof![Just(vec!["mine"]), Just(vec!["bomb"]), prop::collection::vec(piece, 0..4)];
    let named = prop_oneof![
        Just("gzip"),
        select(vec!["GZIP", "x-gzip", "gzip, gzip", "deflate", "identity", "br", "zstd", "gzip;q=1", ""])
    ];
    holds(&(pieces, named, any::<bool>()), seed, |(pieces, named, twice)| {
        let mut body: Vec<u8> = pieces.iter().flat_map(|piece| member(piece)).collect();
        if twice {
            body = zip(&body);
        }
        let head = format!("{HEAD}Content-Encoding: {named}\r\nContent-Length: {}\r\n\r\n", body.len()).into_bytes();
        let stage = || first(vec![Piece::Send(head.clone()), Piece::Send(body.clone())]);
        let results = both!(stage(), |builder| builder, |client| [
            client.doors().get_item("mine"),
            client.doors().get_item("next")
        ]);
        meant(results, &["mine", "next"], false)
    })
}

fn member(piece: &str) -> Vec<u8> {
    let mut mine = zip(MINE.as_bytes());
    match piece {
        "mine" => mine,
        "blank" => zip(b"  \n"),
        "bomb" => bomb().to_vec(),
        "cut" => mine.get(..mine.len() / 2).unwrap_or_default().to_vec(),
        "noise" => vec![0x1f, 0x8b, 8, 0xff, 1, 2, 3],
        "plain" => MINE.as_bytes().to_vec(),
        "wrong sum" => {
            let at = mine.len().saturating_sub(6);
            mine.iter_mut().skip(at).for_each(|byte| *byte ^= 0x55);
            mine
        }
        _ => zip(b""),
    }
}

/// Pieces of JSON, and what looks like it.
const PIECES: &[&str] = &[
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    "\"",
    "\"id\":",
    "\"mine\"",
    "\"id\":\"mine\"",
    "null",
    "true",
    "1e999",
    "-0",
    "1e-999",
    "0123",
    "\\ud800",
    "\\u0000",
    "\"\\ud800\"",
    "\"\\udc00\\ud800\"",
    "/*",
    "//",
    "NaN",
    "\u{feff}",
    " ",
    "\n",
    "\0",
    "'",
    "\\",
    "0.1e+10",
    "123456789012345678901234567890",
    "\"\u{10ffff}\"",
    "\"items\":[",
    "\"rest\":",
    "nul",
    "-",
];

/// Bodies that are JSON or nearly. What the client reads is JSON for others, too.
pub fn answers(seed: u64) -> Result<Ended, Broken> {
    let pieces = prop::collection::vec((select(PIECES), 1..3_usize), 0..30);
    let deep = (select(vec!["[", "{\"a\":", "[[],", "{\"id\":\"mine\",\"rest\":[", "[{\"\":"]), 1..50_000_usize);
    let wide = (select(vec!["0", "{}", "[]", "\"\"", "{\"a\":0}", "null"]), 1..100_000_usize);
    let text = prop_oneof![
        4 => pieces.prop_map(|pieces| pieces.iter().map(|(piece, times)| piece.repeat(*times)).collect::<String>().into_bytes()),
        2 => (any::<u64>(), 0..8_usize).prop_map(|(seed, times)| {
            let mut bytes = br#"{"id":"mine","rest":["a","\u00e9\ud83d\ude00"],"more":{"n":[1,-2.5e3,null,true]}}"#.to_vec();
            for _ in 0..times {
                generator_tests::mutate::bytes(&mut Numbers::new(seed), &mut bytes);
            }
            bytes
        }),
        1 => deep.prop_map(|(piece, times)| piece.repeat(times).into_bytes()),
        1 => wide.prop_map(|(piece, times)| format!("{{\"id\":\"mine\",\"x\":[{}{piece}]}}", format!("{piece},").repeat(times)).into_bytes()),
    ];
    holds(&text, seed, |body| {
        let head = format!("{HEAD}Content-Length: {}\r\n\r\n", body.len()).into_bytes();
        let stage = || Stage::play(vec![vec![Piece::Send(head.clone()), Piece::Send(body.clone())]; 1]);
        let (typed, free) = (
            both!(stage(), |builder| builder, |client| [client.doors().get_item("mine")])
                .map(|(mode, results, _)| (mode, results.into_iter().map(|result| result.map(drop)).collect())),
            both!(stage(), |builder| builder, |client| [client.doors().get_any()]).map(|(mode, results, _)| {
                (mode, results.into_iter().map(|result| result.map(drop)).collect::<Vec<_>>())
            }),
        );
        // An empty body is null by documentation, and what marks UTF-8 may be ignored (RFC 8259, section 8.1).
        let text = body.strip_prefix("\u{feff}".as_bytes()).unwrap_or(&body);
        let is_json = serde_json::from_slice::<serde::de::IgnoredAny>(if text.is_empty() { b"null" } else { text });
        let mut ended = Ended::Accepted;
        for (mode, results) in typed.into_iter().chain(free) {
            for result in results {
                match (result, &is_json) {
                    (Ok(()), Ok(_)) => {}
                    (Ok(()), Err(why)) => return Err(broken("it reads what is no JSON", format!("{mode}: {why}"))),
                    (Err(error), _) => {
                        discreet(&error)?;
                        ended = Ended::Refused;
                    }
                }
            }
        }
        Ok(ended)
    })
}
