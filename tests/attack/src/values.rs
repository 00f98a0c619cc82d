//! Hostile values of callers: what a server decodes is what the caller gave, in one well-framed request with the credentials in
//! their places, or nothing was sent and an error says why.

mod bodies;
mod decode;
mod sent;

use attack_client::doors::InPath;
use generator_tests::trial::Broken;
use proptest::prelude::*;

use crate::client::both;
use crate::kinds::Ended;
use crate::property::{broken, holds};
use crate::stage::Stage;
use crate::texts::{text, texts};
use crate::values::sent::{Door, check};

pub use bodies::{form, json, parts};

/// A server that answers everything.
fn echo() -> Stage {
    Stage::start(|_, _| vec![sent::fine()])
}

/// Two segments of a path.
pub fn path(seed: u64) -> Result<Ended, Broken> {
    holds(&(text(), text()), seed, |(value, more)| {
        let arguments = || InPath { value: value.clone(), more: more.clone() };
        let results = both!(echo(), |builder| builder, |client| [client.doors().in_path(arguments())]);
        let refusable = [&value, &more].into_iter().any(|text| decode::is_dots(text));
        check(results, Door { refusable, path: vec!["path", &value, &more], ..Door::default() }, |_| Ok(()))
    })
}

/// A text, a list and an object in a query.
pub fn query(seed: u64) -> Result<Ended, Broken> {
    let deep = prop::collection::btree_map(text(), text(), 0..3);
    holds(&(text(), texts(), deep), seed, |(value, list, deep)| {
        let mut query = vec![("value".to_owned(), value.clone())];
        query.extend(list.iter().map(|item| ("list".to_owned(), item.clone())));
        query.extend(deep.iter().map(|(key, value)| (format!("deep[{key}]"), value.clone())));
        let results = both!(echo(), |builder| builder, |client| [client
            .doors()
            .in_query(value.as_str())
            .list(list.clone())
            .deep(deep.clone())]);
        // Brackets in the key of an object: nothing says how a server reads them.
        let refusable = deep.keys().any(|key| key.is_empty() || key.contains(['[', ']']));
        check(results, Door { refusable, path: vec!["query"], query, ..Door::default() }, |_| Ok(()))
    })
}

/// A header.
pub fn header(seed: u64) -> Result<Ended, Broken> {
    holds(&text(), seed, |value| {
        let results = both!(echo(), |builder| builder, |client| [client.doors().in_header(value.as_str())]);
        let blank = |c: char| c == ' ' || c == '\t';
        let legal = |c: char| c == '\t' || (' '..='~').contains(&c);
        let refusable = !value.chars().all(legal) || value.starts_with(blank) || value.ends_with(blank);
        check(results, Door { refusable, path: vec!["header"], ..Door::default() }, |request| {
            decode::same("x-value", request.header("x-value").unwrap_or_default(), value.as_bytes())
        })
    })
}

/// A cookie.
pub fn cookie(seed: u64) -> Result<Ended, Broken> {
    holds(&text(), seed, |value| {
        let results = both!(echo(), |builder| builder, |client| [client.doors().in_cookie(value.as_str())]);
        let cookies = vec![("value".to_owned(), value.clone())];
        check(results, Door { path: vec!["cookie"], cookies, ..Door::default() }, |_| Ok(()))
    })
}

/// The port and a segment of the server's URL.
pub fn variables(seed: u64) -> Result<Ended, Broken> {
    let port = prop_oneof![1 => text().prop_map(Some), 3 => Just(None)];
    holds(&(port, text()), seed, |(port, area)| {
        // A server of a document, not a base URL of the caller.
        let stage = echo();
        let given = port.clone().unwrap_or_else(|| stage.port().to_string());
        let mut ended = Ended::Refused;
        for (mode, sent) in sent::by_variables(&given, &area) {
            match sent {
                Err(error) if error.is_request() => {}
                Ok(()) | Err(_) if !sent::is_port(&given) => {
                    return Err(broken("it accepts what is no port", format!("{mode}: {given:?}")));
                }
                Ok(()) | Err(_) => ended = Ended::Accepted,
            }
        }
        let requests = stage.requests();
        if port.is_none() && decode::is_plain(&area) && requests.len() != 2 {
            return Err(broken("it refuses what can be sent", format!("{} requests arrived", requests.len())));
        }
        for request in requests {
            request.well_framed(&stage.host())?;
            decode::path(request.path(), &[&area, "items", "x"])?;
        }
        Ok(ended)
    })
}
