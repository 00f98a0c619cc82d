// Made by crategen from the API's description. Changes here are lost: change the description.

//! ChatCaptain API
//!
//! Version of the API: `1.0`.
//!
//! # Quick start
//!
//! ```no_run
//! #[tokio::main]
//! async fn main() -> Result<(), Box<dyn std::error::Error>> {
//!     let client = chatcaptain::Client::builder()
//!         .api_key(std::env::var("API_KEY")?)
//!         .build()?;
//!     let reply = client.statistics().get_channels("chatbotId").await?;
//!     println!("{reply:?}");
//!     Ok(())
//! }
//! ```
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
#![allow(rustdoc::redundant_explicit_links)]

pub mod datetime;
pub mod runtime;
pub mod types;
pub mod statistics;

pub use runtime::ApiOperation;
pub use runtime::Attempt;
pub use runtime::Base64;
pub use runtime::Base64Url;
pub use runtime::BlockingTokenSource;
pub use runtime::BlockingTransport;
pub use runtime::Body;
pub use runtime::ByteStream;
pub use runtime::Call;
pub use runtime::CallWithResponse;
pub use runtime::Credential;
pub use runtime::DecodeError;
pub use runtime::Error;
pub use runtime::ErrorKind;
pub use runtime::Event;
pub use runtime::EventStream;
pub use runtime::Files;
pub use runtime::FilesOr;
pub use runtime::ItemStream;
pub use runtime::JsonObject;
pub use runtime::Map;
pub use runtime::Multipart;
pub use runtime::OAuthGrant;
pub use runtime::OutgoingRequest;
pub use runtime::PageItems;
pub use runtime::Pages;
pub use runtime::Part;
pub use runtime::Position;
pub use runtime::Problem;
pub use runtime::Response;
pub use runtime::Secret;
pub use runtime::Token;
pub use runtime::TokenSource;
pub use runtime::Tolerance;
pub use runtime::Transport;

#[doc(no_inline)]
pub use runtime::Value;
pub use runtime::from_json;
pub use runtime::to_json;

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
    servers: &[runtime::Server::new("https://api.chatcaptain.com", "Production")],
    schemes: &[
        runtime::Scheme::api_key(
            "apiKey",
            runtime::Location::Header,
            "x-chatcaptain-key",
        ),
    ],
};

impl<M: runtime::Mode> runtime::Client<M> {
    /// Begins a client of this API.
    pub fn builder() -> runtime::ClientBuilder<M> {
        runtime::ClientBuilder::new(&API)
    }

    pub fn statistics(&self) -> statistics::Statistics<'_, M> {
        statistics::Statistics::new(self)
    }
}

impl<M: runtime::Mode> runtime::ClientBuilder<M> {
    /// The key of a chatbot account; keys begin with `CCSB-`.
    ///
    /// Sends this key, unchanged, as `x-chatcaptain-key`.
    #[must_use]
    pub fn api_key(self, key: impl Into<runtime::Secret>) -> Self {
        self.credential("apiKey", runtime::Credential::ApiKey(key.into()))
    }
}

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Examples;
