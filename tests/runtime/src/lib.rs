//! The client runtime, compiled from the one place where it is kept, with a client written by hand in the words of the generator.

// A client has one library of dates; here are all three, and each has the file of what they share.
#![allow(clippy::duplicate_mod)]

#[path = "../../../generator/runtime/mod.rs"]
pub mod runtime;

#[path = "../../../generator/runtime/optional/datetime/chrono.rs"]
pub mod chrono_dates;
#[path = "../../../generator/runtime/optional/datetime/jiff.rs"]
pub mod datetime;
#[path = "../../../generator/runtime/optional/identifier.rs"]
pub mod identifier;
#[path = "../../../generator/runtime/optional/datetime/time.rs"]
pub mod time_dates;
#[cfg(feature = "webhooks")]
#[path = "../../../generator/runtime/optional/webhook_signature.rs"]
pub mod webhook_signature;
#[path = "../../../generator/runtime/optional/xml/mod.rs"]
pub mod xml;

pub mod pets;
pub mod types;

/// The async client.
pub type Client = runtime::Client<runtime::Async>;
/// The builder of the async client.
pub type ClientBuilder = runtime::ClientBuilder<runtime::Async>;

/// The blocking client.
pub mod blocking {
    /// The blocking client.
    pub type Client = super::runtime::Client<super::runtime::Blocking>;
    /// The builder of the blocking client.
    pub type ClientBuilder = super::runtime::ClientBuilder<super::runtime::Blocking>;
}

static API: runtime::Api = runtime::Api {
    name: "petstore",
    version: env!("CARGO_PKG_VERSION"),
    servers: &[
        runtime::Server {
            url: "https://{region}.example.com/api",
            description: "Production",
            variables: &[runtime::ServerVariable { name: "region", default: "eu", allowed: &["eu", "us"] }],
        },
        runtime::Server {
            url: "https://{tenant}.example.org",
            description: "By tenant",
            variables: &[runtime::ServerVariable { name: "tenant", default: "demo", allowed: &[] }],
        },
        runtime::Server { url: "/v1", description: "Relative", variables: &[] },
    ],
    schemes: &[
        runtime::Scheme {
            id: "apiKey",
            kind: runtime::SchemeKind::ApiKey { location: runtime::Location::Header, name: "x-key" },
            unused: false,
        },
        runtime::Scheme { id: "basic", kind: runtime::SchemeKind::Basic, unused: false },
        runtime::Scheme { id: "bearer", kind: runtime::SchemeKind::Bearer, unused: false },
        runtime::Scheme {
            id: "queryKey",
            kind: runtime::SchemeKind::ApiKey { location: runtime::Location::Query, name: "api key" },
            unused: false,
        },
        runtime::Scheme {
            id: "session",
            kind: runtime::SchemeKind::ApiKey { location: runtime::Location::Cookie, name: "sid" },
            unused: false,
        },
        runtime::Scheme {
            id: "oauth",
            kind: runtime::SchemeKind::OAuth2 {
                flows: &[runtime::OAuthFlow {
                    kind: runtime::FlowKind::ClientCredentials,
                    authorization_url: None,
                    device_authorization_url: None,
                    token_url: Some("https://login.example.com/token"),
                    refresh_url: None,
                    scopes: &["read"],
                }],
            },
            unused: false,
        },
        runtime::Scheme { id: "certificate", kind: runtime::SchemeKind::MutualTls, unused: false },
        runtime::Scheme { id: "custom", kind: runtime::SchemeKind::Http { scheme: "SharedAccessKey" }, unused: false },
        runtime::Scheme::bearer("nobody's").unused(),
    ],
};

impl<M: runtime::Mode> runtime::Client<M> {
    /// A builder with the servers and security schemes of the document.
    pub fn builder() -> runtime::ClientBuilder<M> {
        runtime::ClientBuilder::new(&API)
    }

    /// The operations on pets.
    pub fn pets(&self) -> pets::Pets<'_, M> {
        pets::Pets::new(self)
    }
}

impl<M: runtime::Mode> runtime::ClientBuilder<M> {
    /// The key in the header.
    pub fn api_key(self, key: impl Into<runtime::Secret>) -> Self {
        self.credential("apiKey", runtime::Credential::ApiKey(key.into()))
    }

    /// User and password.
    pub fn basic(self, user: impl Into<String>, password: impl Into<runtime::Secret>) -> Self {
        self.credential("basic", runtime::Credential::Basic { user: user.into(), password: password.into() })
    }

    /// The token.
    pub fn bearer(self, token: impl Into<runtime::Token>) -> Self {
        self.credential("bearer", runtime::Credential::Bearer(token.into()))
    }

    /// The key in the query.
    pub fn query_key(self, key: impl Into<runtime::Secret>) -> Self {
        self.credential("queryKey", runtime::Credential::ApiKey(key.into()))
    }

    /// The session cookie.
    pub fn session(self, key: impl Into<runtime::Secret>) -> Self {
        self.credential("session", runtime::Credential::ApiKey(key.into()))
    }

    /// The credential of the custom scheme.
    pub fn custom(self, token: impl Into<runtime::Token>) -> Self {
        self.credential("custom", runtime::Credential::Bearer(token.into()))
    }

    /// The token or grant of OAuth 2.0.
    pub fn oauth(self, credential: impl Into<runtime::Credential>) -> Self {
        self.credential("oauth", credential.into())
    }
}
