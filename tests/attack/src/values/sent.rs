//! What came of a call with a value: nothing was sent, or one request that says what the caller said.

use attack_client::runtime::Error;
use attack_client::types::Item;
use generator_tests::trial::Broken;

use crate::client::{KEYS, Played, TIME, discreet, tokio};
use crate::kinds::Ended;
use crate::property::broken;
use crate::stage::{Piece, Request};
use crate::values::decode;

/// What a request has to say.
#[derive(Default)]
pub struct Door<'a> {
    /// Whether the value may be refused.
    pub refusable: bool,
    /// The segments of the path.
    pub path: Vec<&'a str>,
    /// The pairs of the query, without the credential.
    pub query: Vec<(String, String)>,
    /// The cookies, without the credential.
    pub cookies: Vec<(String, String)>,
}

/// An answer that every operation understands.
pub fn fine() -> Piece {
    let body = "{\"id\":\"x\"}";
    Piece::Send(
        format!("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}", body.len())
            .into_bytes(),
    )
}

/// Looks at what came of a call in both modes.
pub fn check(
    results: [Played<'_, Item>; 2],
    door: Door<'_>,
    own: impl Fn(&Request) -> Result<(), Broken>,
) -> Result<Ended, Broken> {
    let mut ended = Ended::Accepted;
    for (mode, results, stage) in results {
        let requests = stage.requests();
        let say = |broken: Broken| Broken { detail: format!("{mode}: {}", broken.detail), ..broken };
        for result in results {
            match (result, requests.as_slice()) {
                (Ok(_), [request]) => door.looks_at(request, &stage.host()).and_then(|()| own(request)).map_err(say)?,
                (Ok(_), requests) => {
                    return Err(say(broken("a call is one request", format!("{} arrived", requests.len()))));
                }
                (Err(error), []) if error.is_request() && door.refusable => {
                    discreet(&error)?;
                    ended = Ended::Refused;
                }
                (Err(error), []) if error.is_request() => {
                    return Err(say(broken("it refuses what can be sent", error.to_string())));
                }
                (Err(error), requests) => {
                    let wrong = requests.iter().find_map(|request| request.wrong.clone());
                    let text = format!("{error:?}, {} requests, {wrong:?}", requests.len());
                    return Err(say(broken("a call fails behind its checks", text)));
                }
            }
        }
    }
    Ok(ended)
}

impl Door<'_> {
    fn looks_at(&self, request: &Request, host: &str) -> Result<(), Broken> {
        request.well_framed(host)?;
        decode::path(request.path(), &self.path)?;
        let with = |pairs: &[(String, String)], name: &str, key: &str| {
            let mut all = pairs.to_vec();
            all.push((name.to_owned(), key.to_owned()));
            all
        };
        decode::pairs("the query", request.query().as_bytes(), &with(&self.query, "key", KEYS[1]))?;
        decode::cookies(request.header("cookie").unwrap_or_default(), &with(&self.cookies, "sid", KEYS[2]))?;
        decode::same("x-key", request.header("x-key").unwrap_or_default(), KEYS[0].as_bytes())
    }
}

/// Whether a text is a port.
pub fn is_port(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit()) && text.parse::<u16>().is_ok_and(|port| port != 0)
}

/// A call in both modes to the server of the document that has variables.
pub fn by_variables(port: &str, area: &str) -> [(&'static str, Result<(), Error>); 2] {
    macro_rules! client {
        ($client:ty) => {
            <$client>::builder()
                .server(1)
                .server_variable("port", port)
                .server_variable("area", area)
                .allow_http(true)
                .header_key(KEYS[0])
                .query_key(KEYS[1])
                .cookie_key(KEYS[2])
                .timeout(TIME)
                .retries(0)
                .build()
        };
    }
    let first = client!(attack_client::Client)
        .and_then(|client| tokio().block_on(async { client.doors().get_item("x").send().await.map(drop) }));
    let second = client!(attack_client::blocking::Client);
    [("async", first), ("blocking", second.and_then(|client| client.doors().get_item("x").send().map(drop)))]
}
