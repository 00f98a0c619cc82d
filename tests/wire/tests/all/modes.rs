//! The same call in both modes, each against a server of its own.

use wire_tests::types::Job;

/// Sends one call through an async and a blocking client, each against a server of its own that plays the same script. Gives for
/// each the name of the mode, the result (or what is made of it) and the requests that arrived.
macro_rules! in_both {
    ($script:expr, |$client:ident| $call:expr) => {
        $crate::modes::in_both!($script, |builder| builder, |$client| $call, |result| result)
    };
    ($script:expr, |$client:ident| $call:expr, |$result:ident| $made:expr) => {
        $crate::modes::in_both!($script, |builder| builder, |$client| $call, |$result| $made)
    };
    ($script:expr, |$builder:ident| $configure:expr, |$client:ident| $call:expr, |$result:ident| $made:expr) => {{
        let server = $crate::server::Server::play($script);
        let $builder = wire_tests::Client::builder().base_url(server.url()).allow_http(true);
        let $client = $configure.build().expect("the client builds");
        let runtime = tokio::runtime::Runtime::new().expect("tokio starts");
        let $result = runtime.block_on(async { $call.send().await });
        let first = ("async", $made, server.requests());
        let server = $crate::server::Server::play($script);
        let $builder = wire_tests::blocking::Client::builder().base_url(server.url()).allow_http(true);
        let $client = $configure.build().expect("the client builds");
        let $result = $call.send();
        [first, ("blocking", $made, server.requests())]
    }};
}
pub(crate) use in_both;

/// The items of a stream in both modes.
macro_rules! items {
    ($body:expr, |$client:ident| $call:expr) => {{
        let server = $crate::server::Server::play(vec![$crate::server::response("200 OK", &[], $body)]);
        let $client = wire_tests::Client::builder().base_url(server.url()).allow_http(true).build().expect("builds");
        let runtime = tokio::runtime::Runtime::new().expect("tokio starts");
        let first = runtime.block_on(async {
            let mut stream = $call.send().await?;
            let mut items = Vec::new();
            while let Some(item) = stream.next().await {
                items.push(item?);
            }
            Ok(items)
        });
        let server = $crate::server::Server::play(vec![$crate::server::response("200 OK", &[], $body)]);
        let $client =
            wire_tests::blocking::Client::builder().base_url(server.url()).allow_http(true).build().expect("builds");
        let second = $call.send().and_then(|stream| stream.collect::<Result<Vec<_>, Error>>());
        [("async", first), ("blocking", second)]
    }};
}
pub(crate) use items;

/// A job with a name.
pub fn job(id: i64, name: &str) -> Job {
    Job::new(id).with_name(name)
}
