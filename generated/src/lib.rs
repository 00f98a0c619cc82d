// Made by crategen from the API's description. Changes here are lost: change the description.

//! ChatCaptain API
//!
//! Version of the API: `1.0`.
#![forbid(unsafe_code)]
#![deny(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]
#![allow(
    deprecated,
    clippy::too_many_arguments,
    clippy::large_enum_variant,
    clippy::match_overlapping_arm,
    clippy::module_inception
)]

pub mod datetime;
pub mod runtime;
pub mod types;
pub mod statistics;

pub use runtime::{Error, Secret};

/// The client: cheap to clone, safe to share.
pub type Client = runtime::Client<runtime::Async>;

/// Makes a [`Client`].
pub type ClientBuilder = runtime::ClientBuilder<runtime::Async>;

/// The same client for programs without an async runtime.
#[cfg(feature = "blocking")]
pub mod blocking {
    /// The client: cheap to clone, safe to share.
    pub type Client = crate::runtime::Client<crate::runtime::Blocking>;
    /// Makes a [`Client`].
    pub type ClientBuilder = crate::runtime::ClientBuilder<crate::runtime::Blocking>;
}

pub mod export;

static API: runtime::Api = runtime::Api {
    name: env!("CARGO_PKG_NAME"),
    version: env!("CARGO_PKG_VERSION"),
    servers: &[
        runtime::Server {
            url: "https://api.chatcaptain.com",
            description: "Production",
            variables: &[],
        },
    ],
    schemes: &[
        runtime::Scheme {
            id: "apiKey",
            kind: runtime::SchemeKind::ApiKey {
                location: runtime::Location::Header,
                name: "x-chatcaptain-key",
            },
        },
    ],
};

impl<M: runtime::Mode> runtime::Client<M> {
    /// Begins a client of this API.
    pub fn builder() -> runtime::ClientBuilder<M> {
        runtime::ClientBuilder::new(&API)
    }

    /// The operations of [`statistics`].
    pub fn statistics(&self) -> statistics::Statistics<'_, M> {
        statistics::Statistics::new(self)
    }
}

impl<M: runtime::Mode> runtime::ClientBuilder<M> {
    /// The key of a chatbot account; keys begin with `CCSB-`.
    ///
    /// Sends this key as `x-chatcaptain-key`.
    #[must_use]
    pub fn api_key(self, key: impl Into<runtime::Secret>) -> Self {
        self.credential("apiKey", runtime::Credential::ApiKey(key.into()))
    }
}

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Examples;
