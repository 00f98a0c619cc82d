//! Which operation of a document a call is of: by its id, or by method, server and path template.

use percent_encoding::percent_decode_str;
use serde_json::Value;

use super::Call;
use super::schema::Node;
use crate::pointer::Pointer;

const METHODS: [&str; 8] = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

/// An operation of the document.
#[derive(Debug)]
pub(super) struct Operation {
    pub(super) at: Pointer,
    /// Its id, or method and path.
    pub(super) name: String,
    id: Option<String>,
    method: String,
    /// The path of its template in segments, each as the texts between its parameters.
    segments: Vec<Vec<String>>,
    /// Query parameters that are part of the path.
    query: Vec<(String, String)>,
    /// The segments before the path, one for each server.
    prefixes: Vec<Vec<Vec<String>>>,
}

/// All operations of a document.
#[derive(Debug)]
pub(super) struct Routes(Vec<Operation>);

impl Routes {
    pub(super) fn of(document: &Value) -> Self {
        let mut operations = Vec::new();
        let paths = Pointer::root().child("paths");
        for (path, _) in paths.get(document).and_then(Value::as_object).into_iter().flatten() {
            let Some(item) = Node::at(document, paths.child(path)).and_then(|item| item.resolved(document)) else {
                continue;
            };
            for method in METHODS {
                if let Some(node) = item.child(method) {
                    operations.push(operation(document, path, method, &item, &node));
                }
            }
        }
        Self(operations)
    }

    /// The ids of those that have one.
    pub(super) fn ids(&self) -> Vec<String> {
        self.0.iter().filter_map(|operation| operation.id.clone()).collect()
    }

    /// The operation of a call. Of several whose templates fit, the one with the most fixed text.
    pub(super) fn find(&self, call: &Call) -> Option<&Operation> {
        match call {
            Call::Operation(id) => self.0.iter().find(|operation| operation.id.as_ref() == Some(id)),
            Call::Request { method, url } => {
                let (path, query) = parts(url);
                let fitting = self.0.iter().filter(|operation| operation.method == *method);
                let fitting = fitting.filter_map(|operation| Some((operation.fits(&path, &query)?, operation)));
                fitting.max_by_key(|(fixed, _)| *fixed).map(|(_, operation)| operation)
            }
        }
    }
}

impl Operation {
    /// How much fixed text the template has that fits a path; `None` where none does.
    fn fits(&self, path: &[String], query: &[(String, String)]) -> Option<(usize, usize)> {
        if !self.query.iter().all(|wanted| query.contains(wanted)) {
            return None;
        }
        let fixed = |segments: &[Vec<String>]| segments.iter().flatten().map(String::len).sum::<usize>();
        let fits = |prefix: &&Vec<Vec<String>>| {
            let mut wanted = prefix.iter().chain(&self.segments);
            path.len() == prefix.len() + self.segments.len()
                && path.iter().all(|segment| wanted.next().is_some_and(|wanted| fits_segment(wanted, segment)))
        };
        let prefix = self.prefixes.iter().filter(fits).max_by_key(|prefix| prefix.len())?;
        Some((fixed(&self.segments) + fixed(prefix), self.query.len()))
    }
}

fn operation(document: &Value, path: &str, method: &str, item: &Node<'_>, node: &Node<'_>) -> Operation {
    let id = node.text("operationId").map(str::to_owned);
    let upper = method.to_ascii_uppercase();
    let (template, query) = parts(path.split('#').next().unwrap_or_default());
    let root = Node { at: Pointer::root(), value: document };
    let servers =
        [node, item, &root].into_iter().map(|owner| owner.list("servers")).find(|servers| !servers.is_empty());
    let urls = servers.unwrap_or_default().into_iter().filter_map(|server| server.text("url").map(str::to_owned));
    let prefix = |url: String| parts(&url).0.iter().map(|segment| pieces(segment)).collect::<Vec<_>>();
    let mut prefixes: Vec<_> = urls.map(prefix).collect();
    // What was recorded may stand behind a proxy that adds the prefix.
    if !prefixes.contains(&Vec::new()) {
        prefixes.push(Vec::new());
    }
    Operation {
        at: node.at.clone(),
        name: id.clone().unwrap_or_else(|| format!("{upper} {path}")),
        id,
        method: upper,
        segments: template.iter().map(|segment| pieces(segment)).collect(),
        query,
        prefixes,
    }
}

/// The segments of the path of a URL, and its query, both decoded.
fn parts(url: &str) -> (Vec<String>, Vec<(String, String)>) {
    let decoded = |text: &str| percent_decode_str(text).decode_utf8_lossy().into_owned();
    let url = url.split('#').next().unwrap_or_default();
    let (path, query) = url.split_once('?').unwrap_or((url, ""));
    let path = match path.split_once("://") {
        Some((_, rest)) => rest.split_once('/').map_or("", |(_, path)| path),
        None => path,
    };
    let segments = path.trim_matches('/').split('/').filter(|segment| !segment.is_empty()).map(decoded);
    let pairs = query.split('&').filter_map(|pair| pair.split_once('='));
    (segments.collect(), pairs.map(|(key, value)| (decoded(key), decoded(value))).collect())
}

/// The texts between the parameters of a segment: `{id}.json` has `""` and `".json"`.
fn pieces(segment: &str) -> Vec<String> {
    let mut pieces = vec![String::new()];
    let mut rest = segment;
    while let Some((before, behind)) = rest.split_once('{') {
        let Some((_, after)) = behind.split_once('}') else { break };
        pieces.last_mut().into_iter().for_each(|piece| piece.push_str(before));
        pieces.push(String::new());
        rest = after;
    }
    pieces.last_mut().into_iter().for_each(|piece| piece.push_str(rest));
    pieces
}

fn fits_segment(pieces: &[String], segment: &str) -> bool {
    let [first, rest @ ..] = pieces else { return segment.is_empty() };
    let Some((last, middle)) = rest.split_last() else { return first == segment };
    let Some(mut inner) = segment.strip_prefix(first.as_str()) else { return false };
    for piece in middle {
        // A parameter has at least one character.
        let Some(at) = inner.char_indices().nth(1).and_then(|(one, _)| Some(one + inner.get(one..)?.find(piece)?))
        else {
            return false;
        };
        inner = inner.get(at + piece.len()..).unwrap_or_default();
    }
    inner.strip_suffix(last.as_str()).is_some_and(|value| !value.is_empty())
}
