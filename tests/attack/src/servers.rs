//! Hostile servers: a call ends in time and in memory, with what the server said or with an error; no answer becomes that of another
//! call, and nothing of the caller gets to another server.

mod bodies;
mod framing;
mod http2;
mod loops;
mod pieces;
mod redirects;
mod tls;

use attack_client::types::Item;
use generator_tests::trial::Broken;

use crate::client::{Played, discreet};
use crate::kinds::Ended;
use crate::property::broken;
use crate::stage::{Piece, Request, Stage};

pub use bodies::{answers, gzip};
pub use framing::{extra, framing};
pub use http2::{http2, http2_tls};
pub use loops::{events, pages};
pub use pieces::{cut, endless, garbage, heads, slow};
pub use redirects::redirects;

/// The head of an answer, without its end.
const HEAD: &str = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n";

/// What the server means to say.
const MINE: &str = "{\"id\":\"mine\"}";

/// How the body of an answer is framed.
const FRAMINGS: [&str; 4] = ["length", "chunked", "gzip", "close"];

/// A whole answer with [`MINE`], where its body begins, and whether the end of the connection is that of the body.
fn whole(framing: &str) -> (Vec<u8>, usize) {
    let zipped = bodies::zip(MINE.as_bytes());
    let (headers, body) = match framing {
        "length" => (format!("Content-Length: {}\r\n", MINE.len()), MINE.as_bytes().to_vec()),
        "chunked" => (
            "Transfer-Encoding: chunked\r\n".to_owned(),
            format!("4\r\n{}\r\n{:x}\r\n{}\r\n0\r\n\r\n", &MINE[..4], MINE.len() - 4, &MINE[4..]).into_bytes(),
        ),
        "gzip" => (format!("Content-Encoding: gzip\r\nContent-Length: {}\r\n", zipped.len()), zipped),
        _ => ("Connection: close\r\n".to_owned(), MINE.as_bytes().to_vec()),
    };
    let head = format!("{HEAD}{headers}\r\n").into_bytes();
    let length = head.len();
    ([head, body].concat(), length)
}

/// An honest answer to a call of an item: its own id.
fn honest(request: &Request) -> Vec<Piece> {
    let body = format!("{{\"id\":\"{}\"}}", request.path().rsplit('/').next().unwrap_or_default());
    vec![Piece::Send(format!("{HEAD}Content-Length: {}\r\n\r\n{body}", body.len()).into_bytes())]
}

/// A server whose first answer is this one, and which is honest afterwards.
fn first(answer: Vec<Piece>) -> Stage {
    Stage::start(move |number, request| if number == 0 { answer.clone() } else { honest(request) })
}

/// Looks at calls of items: a success is what was meant for that call, and the first one is none where it `fails`.
fn meant(results: [Played<'_, Item>; 2], ids: &[&str], fails: bool) -> Result<Ended, Broken> {
    let mut ended = Ended::Accepted;
    for (mode, results, stage) in results {
        for (at, (result, id)) in results.iter().zip(ids).enumerate() {
            match result {
                Ok(item) if item.id != *id => {
                    return Err(broken(
                        "another answer than that of the call",
                        format!("{mode}: {:?} for {id}", item.id),
                    ));
                }
                Ok(_) if at == 0 && fails => return Err(broken("a broken answer is taken for a whole one", mode)),
                Ok(_) => {}
                Err(error) => {
                    discreet(error)?;
                    ended = Ended::Refused;
                }
            }
        }
        for request in stage.requests() {
            request.well_framed(&stage.host())?;
        }
    }
    Ok(ended)
}
