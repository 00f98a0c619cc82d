//! The promises of the runtime, each tried over mock transports or against a server on the loopback interface, in both modes.

mod addresses;
mod auth;
mod bodies;
mod body_fields;
mod calls;
mod downloads;
mod hooks;
mod items;
mod json;
mod limits;
mod log;
mod loops;
mod mock;
mod oauth;
mod operation;
mod reader;
mod retries;
mod retry_rules;
mod secrets;
mod server;
mod streams;
mod timeouts;
mod tolerance;
mod tower;
mod values;
#[cfg(feature = "webhooks")]
mod webhooks;
mod xml;

/// Sends one call through an async and a blocking client, each against a server of its own that plays the same script. Gives for
/// each the name of the mode, the result and the requests that arrived.
#[macro_export]
macro_rules! both {
    ($script:expr, |$builder:ident| $configure:expr, |$client:ident| $call:expr) => {
        $crate::both!($script, |$builder| $configure, |$client| $call, |result| result)
    };
    // The same with something made of each result, which may differ between the modes.
    ($script:expr, |$builder:ident| $configure:expr, |$client:ident| $call:expr, |$result:ident| $made:expr) => {{
        let mut outcomes = Vec::new();
        {
            let server = $crate::server::Server::play($script);
            let $builder = runtime_tests::Client::builder().base_url(server.url()).allow_http(true);
            let $client = $configure.build().expect("the client builds");
            let runtime = tokio::runtime::Runtime::new().expect("tokio starts");
            let result = runtime.block_on(async { $call.send().await });
            let $result = result;
            outcomes.push(("async", $made, server.requests()));
        }
        {
            let server = $crate::server::Server::play($script);
            let $builder = runtime_tests::blocking::Client::builder().base_url(server.url()).allow_http(true);
            let $client = $configure.build().expect("the client builds");
            let result = $call.send();
            let $result = result;
            outcomes.push(("blocking", $made, server.requests()));
        }
        outcomes
    }};
}

/// A blocking client over a mock, with all credentials that the sample API has.
fn mocked(mock: &runtime_tests::runtime::mock::Mock) -> runtime_tests::blocking::Client {
    runtime_tests::blocking::Client::builder()
        .api_key("key")
        .transport(mock.clone())
        .build()
        .expect("the client builds")
}
