//! What is asked of a server before there is a client: whether it is ready, and its document.

use std::time::Duration;

use serde_json::Value;
use ureq::Agent;

use crate::servers::setup::{Login, Setup};

/// How long one request may take. Some documents are made when they are asked for first.
const PATIENCE: Duration = Duration::from_secs(60);

/// Whether the server on a port answers a path with a 2xx.
pub fn is_ready(port: u16, path: &str) -> bool {
    agent().get(url(port, path)).call().is_ok()
}

/// The document of a server.
///
/// # Errors
/// The server refuses, or the response is no text.
pub fn document(setup: &Setup, port: u16) -> Result<String, String> {
    let path = &setup.description.document;
    let failed = |error: ureq::Error| format!("the document at {path} cannot be fetched: {error}");
    let mut request = agent().get(url(port, path));
    if let Some(login) = &setup.description.login {
        request = request.header("authorization", format!("Bearer {}", token(login, port)?));
    }
    let mut response = request.call().map_err(failed)?;
    response.body_mut().with_config().limit(64 << 20).read_to_string().map_err(failed)
}

fn token(login: &Login, port: u16) -> Result<String, String> {
    let failed = |error: ureq::Error| format!("the login at {} fails: {error}", login.path);
    let request = agent().post(url(port, &login.path)).header("content-type", "application/json");
    let text = request.send(&login.body).map_err(failed)?.body_mut().read_to_string().map_err(failed)?;
    let token = serde_json::from_str::<Value>(&text).ok();
    let token = token.as_ref().and_then(|response| response.pointer(&login.token)?.as_str());
    token.map(str::to_owned).ok_or_else(|| format!("the response of {} has no text at {}", login.path, login.token))
}

/// A proxy of the machine is none between this program and a server beside it.
fn agent() -> Agent {
    Agent::config_builder().timeout_global(Some(PATIENCE)).proxy(None).build().into()
}

fn url(port: u16, path: &str) -> String {
    format!("http://127.0.0.1:{port}{path}")
}
