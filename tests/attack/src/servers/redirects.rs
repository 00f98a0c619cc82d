//! Redirects and links that lead elsewhere.

use generator_tests::trial::Broken;
use proptest::sample::select;

use crate::client::{KEYS, both, discreet, items};
use crate::kinds::Ended;
use crate::property::{broken, holds};
use crate::stage::{Piece, Stage};

/// What leads to another server, in several readings; `{other}` and `{own}` are host and port.
const LOCATIONS: &[&str] = &[
    "http://{other}/",
    "//{other}/",
    "///{other}/",
    "\\\\{other}/",
    "/\\{other}/",
    "http:\\\\{other}/",
    "http:/{other}/",
    "http:{other}/",
    "http://{own}@{other}/",
    "http://u:p@{other}/",
    "http://{other}#@{own}/",
    "http://{other}?@{own}/",
    "http://{other}\\@{own}/",
    "http://{own}\\@{other}/",
    "HTTP://{other}/",
    " http://{other}/",
    "\thttp://{other}/",
    "http://{other}",
    "http://{own}.{other}/",
    "http://localhost:1/",
    "https://{own}/",
    "https://{other}/",
    "ftp://{other}/",
    "file:///etc/passwd",
    "data:text/plain,x",
    "javascript:x",
    "//{own}@{other}/",
    "http://[::1]:1/",
    "http://0x7f.1:1/",
    "http://2130706433:1/",
    "?x=//{other}/",
    "/a/../..//{other}/",
    "..//{other}/",
    "http://{own}/items/mine",
    "/items/mine",
    "mine",
    "",
    "#",
    "%2F%2F{other}/",
    ".",
    "http://",
];

/// No credential and no request arrives at another server, and the way ends.
pub fn redirects(seed: u64) -> Result<Ended, Broken> {
    let status = select(vec!["301 There", "302 There", "303 There", "307 There", "308 There", "300 There", "200 OK"]);
    let strategy = (select(LOCATIONS), status, 0..4_u32, 0..3_usize);
    holds(&strategy, seed, |(location, status, hops, door)| {
        let other = Stage::start(|_, _| {
            vec![Piece::Send(b"HTTP/1.1 200 OK\r\nContent-Length: 13\r\n\r\n{\"id\":\"evil\"}".to_vec())]
        });
        let host = other.host();
        let stage = || {
            let (host, status) = (host.clone(), status.to_owned());
            Stage::start(move |_, request| {
                let own = request.text("host").unwrap_or_default();
                let to = location.replace("{other}", &host).replace("{own}", &own);
                let body = serde_json::json!({"id": "mine", "items": [{"id": "a"}], "next": to}).to_string();
                let head = format!(
                    "HTTP/1.1 {status}\r\nLocation: {to}\r\nLink: <{to}>; rel=\"next\"\r\nRefresh: 0; url={to}\r\n"
                );
                vec![Piece::Send(
                    format!("{head}Content-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}", body.len())
                        .into_bytes(),
                )]
            })
        };
        let ended = match door {
            0 => both!(stage(), |builder| builder.follow_redirects(hops), |client| [client.doors().get_item("mine")])
                .map(one),
            1 => both!(stage(), |builder| builder.follow_redirects(hops), |client| [client.doors().post_item("mine")])
                .map(one),
            _ => items!(
                stage(),
                4,
                |builder| builder.follow_redirects(hops),
                |client| client.doors().list_links().items(),
                client.doors().list_links().items()
            )
            .map(|(mode, result, stage)| (mode, result.err(), stage)),
        };
        if let Some(request) = other.requests().first() {
            let key = KEYS.iter().find(|key| request.holds(key));
            let promise = if key.is_some() { "a credential arrives elsewhere" } else { "a request arrives elsewhere" };
            return Err(broken(promise, format!("{} {}", request.method, request.target)));
        }
        looked_at(ended)
    })
}

type One = (&'static str, Option<attack_client::runtime::Error>, Stage);

fn one<T>((mode, mut results, stage): (&'static str, Vec<Result<T, attack_client::runtime::Error>>, Stage)) -> One {
    (mode, results.pop().and_then(Result::err), stage)
}

fn looked_at(all: [One; 2]) -> Result<Ended, Broken> {
    let mut ended = Ended::Accepted;
    for (mode, error, stage) in all {
        let requests = stage.requests();
        if requests.len() > 16 {
            return Err(broken("a circle of redirects goes on", format!("{mode}: {} requests", requests.len())));
        }
        for request in requests {
            request.well_framed(&stage.host())?;
        }
        if let Some(error) = error {
            discreet(&error)?;
            ended = Ended::Refused;
        }
    }
    Ok(ended)
}
