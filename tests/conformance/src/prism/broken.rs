//! Requests that a document does not allow, made of one that it does.

use serde_json::Value;

use super::examples::parameters;
use crate::calls::{BodyArgument, Call};
use crate::recorder::Request;

/// What is wrong with each, and the request.
pub(super) fn all(document: &Value, call: &Call, good: &Request) -> Vec<(String, Request)> {
    let item = &document["paths"][&call.operation.path];
    let operation = &item[&call.operation.method];
    let mut broken = Vec::new();
    for parameter in parameters(document, item, operation) {
        let name = parameter["name"].as_str().unwrap_or_default();
        match (parameter["in"].as_str(), parameter["required"] == true) {
            (Some("query"), true) => {
                broken.push((format!("without the query parameter `{name}`"), without_query(good, name)))
            }
            (Some("header"), true) => broken.push((format!("without the header `{name}`"), without_header(good, name))),
            _ => {}
        }
    }
    if let Ok(arguments) = &call.arguments {
        for name in arguments.extra.keys().filter(|name| good.header(name).is_some()) {
            broken.push((format!("without the credential `{name}`"), without_header(good, name)));
        }
        if operation["requestBody"]["required"] == true && !good.body.is_empty() {
            let mut empty = without_header(good, "content-type");
            empty.body.clear();
            broken.push(("without a body".to_owned(), empty));
            if let Some(BodyArgument::Value(Value::Object(_))) = arguments.body
                && good.header("content-type").is_some_and(|kind| kind.contains("json"))
            {
                broken.push((
                    "with a text for an object".to_owned(),
                    Request { body: b"\"wrong\"".to_vec(), ..good.clone() },
                ));
            }
        }
    }
    broken
}

fn without_query(good: &Request, name: &str) -> Request {
    let (path, query) = good.target.split_once('?').unwrap_or((&good.target, ""));
    let is_named = |piece: &&str| {
        let key = piece.split('=').next().unwrap_or_default();
        let key = percent_encoding::percent_decode_str(key).decode_utf8_lossy().into_owned();
        key == name || key.starts_with(&format!("{name}["))
    };
    let kept: Vec<&str> = query.split('&').filter(|piece| !is_named(piece)).collect();
    let target = if kept.is_empty() { path.to_owned() } else { format!("{path}?{}", kept.join("&")) };
    Request { target, ..good.clone() }
}

fn without_header(good: &Request, name: &str) -> Request {
    let headers = good.headers.iter().filter(|(known, _)| !known.eq_ignore_ascii_case(name)).cloned().collect();
    Request { headers, ..good.clone() }
}
