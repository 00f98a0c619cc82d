//! Clients of both modes, and the same call through each.

use std::sync::OnceLock;
use std::time::Duration;

use attack_client::runtime::Error;
use generator_tests::trial::Broken;
use tokio::runtime::{Builder, Runtime};

use crate::kinds::Ended;
use crate::property::broken;

/// How long a call may take.
pub const TIME: Duration = Duration::from_millis(700);

/// How long an attempt, or the next bytes of a stream, may take.
pub const SHORT: Duration = Duration::from_millis(250);

/// No request that a document does not send there may have these.
pub const KEYS: [&str; 3] = ["canaryHeader", "canaryQuery", "canaryCookie"];

/// The runtime of the async clients.
///
/// # Panics
/// Where the system gives no threads.
pub fn tokio() -> &'static Runtime {
    static RUNTIME: OnceLock<Runtime> = OnceLock::new();
    RUNTIME.get_or_init(|| {
        let mut builder = Builder::new_multi_thread();
        builder.worker_threads(2).thread_name("attack-tokio").enable_all().build().expect("tokio starts")
    })
}

/// A builder with credentials and short limits, for either mode: `builder!(attack_client::Client, url)`.
macro_rules! builder {
    ($client:ty, $url:expr) => {
        <$client>::builder()
            .base_url($url)
            .allow_http(true)
            .header_key($crate::client::KEYS[0])
            .query_key($crate::client::KEYS[1])
            .cookie_key($crate::client::KEYS[2])
            .timeout($crate::client::TIME)
            .attempt_timeout($crate::client::SHORT)
            .idle_timeout($crate::client::SHORT)
            .retries(0)
    };
}
pub(crate) use builder;

/// Sends calls through a client of each mode, each with a server of its own: the name of the mode, the results, and the server.
macro_rules! both {
    ($stage:expr, |$builder:ident| $configured:expr, |$client:ident| [$($call:expr),+]) => {{
        let stage = $stage;
        let $builder = $crate::client::builder!(attack_client::Client, stage.url());
        let first = $configured.build().map(|$client| {
            $crate::client::tokio().block_on(async { vec![$($call.send().await),+] })
        });
        let first = ("async", first.unwrap_or_else(|error| vec![Err(error)]), stage);
        let stage = $stage;
        let $builder = $crate::client::builder!(attack_client::blocking::Client, stage.url());
        let second = $configured.build().map(|$client| vec![$($call.send()),+]);
        [first, ("blocking", second.unwrap_or_else(|error| vec![Err(error)]), stage)]
    }};
}
pub(crate) use both;

/// Reads at most so many items of a stream that a call returns, or of the items of pages, in both modes.
macro_rules! items {
    ($stage:expr, $most:expr, |$builder:ident| $configured:expr, |$client:ident| $asynchronous:expr, $blocking:expr) => {{
        let stage = $stage;
        let $builder = $crate::client::builder!(attack_client::Client, stage.url());
        let first = $configured.build().and_then(|$client| {
            $crate::client::tokio().block_on(async {
                let mut stream = $asynchronous;
                let mut read = Vec::new();
                while read.len() < $most
                    && let Some(item) = stream.next().await
                {
                    read.push(item?);
                }
                Ok(read)
            })
        });
        let first = ("async", first, stage);
        let stage = $stage;
        let $builder = $crate::client::builder!(attack_client::blocking::Client, stage.url());
        let second = $configured.build().and_then(|$client| {
            let stream = $blocking;
            stream.take($most).collect::<Result<Vec<_>, _>>()
        });
        [first, ("blocking", second, stage)]
    }};
}
pub(crate) use items;

/// A client of reqwest that speaks HTTP/2 without asking.
///
/// # Errors
/// reqwest cannot build it.
pub fn over_http2() -> Result<reqwest::Client, reqwest::Error> {
    of_reqwest().http2_prior_knowledge().build()
}

/// What a client of reqwest is built with: it follows no redirect.
pub fn of_reqwest() -> reqwest::ClientBuilder {
    // The features of the workspace give reqwest a TLS without a provider of cryptography. A second one is refused.
    drop(rustls::crypto::ring::default_provider().install_default());
    reqwest::Client::builder().redirect(reqwest::redirect::Policy::none())
}

/// What came of the calls in one mode: its name, their results, and the server that played.
pub type Played<'m, T> = (&'m str, Vec<Result<T, Error>>, crate::stage::Stage);

/// How a call ended, where it may end either way.
pub fn ended<T>(results: &[Played<'_, T>]) -> Ended {
    let fine = results.iter().any(|(_, results, _)| results.iter().all(Result::is_ok));
    if fine { Ended::Accepted } else { Ended::Refused }
}

/// An error that may be shown: no credential is in it.
///
/// # Errors
/// It holds a credential.
pub fn discreet(error: &Error) -> Result<(), Broken> {
    let shown = format!("{error} {error:?}");
    match KEYS.iter().find(|key| shown.contains(**key)) {
        Some(key) => Err(broken("an error shows a credential", format!("{key} in {shown}"))),
        None => Ok(()),
    }
}
