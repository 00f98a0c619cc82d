//! Generated code against a server that records bytes.

mod answers;
mod auth;
mod decode;
mod media;
mod misbehaving;
mod modes;
mod places;
// The server is that of the runtime's tests, which use all of it.
#[allow(dead_code)]
#[path = "../../../runtime/tests/all/server.rs"]
mod server;

mod paging;
mod webhooks;
mod xml;
