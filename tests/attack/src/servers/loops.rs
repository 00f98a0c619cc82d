//! Loops that a server leads: pages and streams.

use generator_tests::trial::Broken;
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::{Value, json};

use crate::client::items;
use crate::kinds::Ended;
use crate::property::{broken, holds};
use crate::servers::HEAD;
use crate::servers::pieces::streamed;
use crate::stage::{Piece, Stage};

/// How many items are read of pages that have no end.
const MOST: usize = 60;

/// Pages without end.
pub fn pages(seed: u64) -> Result<Ended, Broken> {
    let each = select(vec![0_usize, 0, 1, 3]);
    let next = select(vec!["new", "same", "circle", "huge", "null", "number", "object", "empty", "odd"]);
    let shape = select(vec!["list", "list", "list", "null", "object", "missing", "text"]);
    holds(&(each, next, shape, 1..9_usize, any::<bool>()), seed, |(each, next, shape, period, links)| {
        let stage = || {
            Stage::start(move |number, _| {
                let items = match shape {
                    "list" => json!(vec![json!({"id": "a"}); each]),
                    "object" => json!({"id": "a"}),
                    "text" => json!("a"),
                    _ => Value::Null,
                };
                let mut body = json!({"items": items, "next": cursor(next, number, period)});
                if shape == "missing" {
                    body.as_object_mut().map(|body| body.remove("items"));
                }
                let body = body.to_string();
                vec![Piece::Send(format!("{HEAD}Content-Length: {}\r\n\r\n{body}", body.len()).into_bytes())]
            })
        };
        let results = match links {
            true => items!(
                stage(),
                MOST,
                |builder| builder,
                |client| client.doors().list_links().items(),
                client.doors().list_links().items()
            ),
            false => items!(
                stage(),
                MOST,
                |builder| builder,
                |client| client.doors().list_cursor().items(),
                client.doors().list_cursor().items()
            ),
        };
        for (mode, _, stage) in &results {
            let asked = stage.requests().len();
            if asked > MOST + 110 {
                return Err(broken("pages have no end", format!("{mode}: {asked} requests")));
            }
        }
        streamed(results)
    })
}

fn cursor(next: &str, number: usize, period: usize) -> Value {
    match next {
        "new" => json!(format!("?after=n{number}")),
        "same" => json!("?after=n"),
        "circle" => json!(format!("?after=n{}", number % period)),
        "huge" => json!(format!("?after={}{number}", "x".repeat(20_000))),
        "number" => json!(number),
        "object" => json!({"a": number}),
        "odd" => json!(["\u{0}", "\r\nX: y", "..", "//evil.example/", "#", "%"].get(number % 6)),
        "empty" => json!(""),
        _ => Value::Null,
    }
}

/// Pieces of a stream of events.
const PIECES: &[&str] = &[
    "data: a\n\n",
    "data\n\n",
    "data:\n",
    "data: a\r",
    "\r\n",
    "\n",
    "\r",
    ":\n",
    ": comment\n",
    "id: 1\n",
    "id: \0\n",
    "id\n",
    "event: x\n",
    "retry: 0\n",
    "retry: 99999999999999999999\n",
    "retry: -1\n",
    "retry: x\n",
    "\u{feff}",
    "\u{feff}\u{feff}data: a\n\n",
    "data: {\n",
    "é",
    "\0",
    "id: \u{1f4a5}\n",
    "data : a\n\n",
    "unknown: y\n",
];

/// Streams of events: any pieces; and, now and then, a stream that connects again.
pub fn events(seed: u64) -> Result<Ended, Broken> {
    let pieces = prop::collection::vec((select(PIECES), prop_oneof![8 => 1..3_usize, 1 => 1..3000_usize]), 0..30);
    let noise = prop::collection::vec(any::<u8>(), 0..20);
    let again = prop_oneof![6 => Just(false), 1 => Just(true)];
    holds(&(pieces, noise, again), seed, |(pieces, noise, again)| {
        let mut body: Vec<u8> = pieces.iter().flat_map(|(piece, times)| piece.repeat(*times).into_bytes()).collect();
        body.extend(noise);
        let head = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n".to_vec();
        if !again {
            let stage = || Stage::play(vec![vec![Piece::Send(head.clone()), Piece::Send(body.clone()), Piece::Close]]);
            return streamed(items!(
                stage(),
                20_000,
                |builder| builder,
                |client| client.doors().get_events().await?,
                client.doors().get_events().send()?
            ));
        }
        // Each connection brings an event, so a stream that read two of them waited once.
        let start = b"\n\nretry: 0\n\ndata: x\n\n".to_vec();
        let stage = || Stage::play(vec![vec![Piece::Send(head.clone()), Piece::Send(start.clone()), Piece::Close]; 3]);
        let begun = std::time::Instant::now();
        let results = items!(
            stage(),
            2,
            |builder| builder,
            |client| client.doors().get_events().reconnecting(),
            client.doors().get_events().reconnecting()
        );
        if begun.elapsed() < std::time::Duration::from_millis(900) {
            return Err(broken("a stream connects again without a pause", format!("{:?}", begun.elapsed())));
        }
        streamed(results)
    })
}
