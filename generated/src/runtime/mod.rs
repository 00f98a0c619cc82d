//! The runtime of a generated client: everything that does not depend on the document. It is copied verbatim into each client,
//! as the module `runtime` at the root of the crate.
//!
//! Its modules are rooms: folders with the file of the same name, which lists what the other rooms may use. From the top:
//! `client` (what callers hold), `execute` (one call as a state machine, and its drivers), `auth`, `request`, `response`,
//! `encoding`, `description` (tables of the document), `transport` and `json`. A room names only rooms below it.
//!
//! The life of a call: [`Call`] collects parameters and body as text in a draft (`request`, `encoding`); the state machine of
//! `execute` finds the URL, authenticates, sends and retries through a [`Transport`]; the [`Reply`] (`response`) becomes a value
//! by [`Decode`] (`json`).

#![deny(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod auth;
mod client;
mod description;
mod encoding;
mod execute;
mod json;
mod request;
mod response;
mod transport;

pub use auth::BlockingTokenSource;
pub use auth::BoxError;
pub use auth::Credential;
pub use auth::OAuthGrant;
pub use auth::Secret;
pub use auth::Token;
pub use auth::TokenSource;
pub use client::Call;
pub use client::CallWithResponse;
pub use client::Client;
pub use client::ClientBuilder;
pub use client::Download;
pub use client::PageItems;
pub use client::Pages;
pub use client::Reconnecting;
pub use client::Response;
pub use client::Resume;
pub use description::Api;
pub use description::FlowKind;
pub use description::Location;
pub use description::NextPage;
pub use description::OAuthFlow;
pub use description::OperationInfo;
pub use description::PageSource;
pub use description::Paging;
pub use description::Param;
pub use description::Retry;
pub use description::Scheme;
pub use description::SchemeKind;
pub use description::SecurityRequirement;
pub use description::Segment;
pub use description::Server;
pub use description::ServerVariable;
pub use description::Status;
pub use description::Style;
pub use encoding::Base64;
pub use encoding::Base64Url;
pub use encoding::CivilDateTime;
pub use encoding::DateTimeFormat;
pub use encoding::FieldEncoding;
pub use encoding::Multipart;
pub use encoding::Part;
pub use http::Method;
pub use json::Context;
pub use json::Decode;
pub use json::DecodeError;
pub use json::Encode;
pub use json::EncodeError;
pub use json::JsonObject;
pub use json::JsonObjectExt;
pub use json::Kinds;
pub use json::Map;
pub use json::Object;
pub use json::ObjectWriter;
pub use json::Shape;
pub use json::decode_const;
pub use json::decode_decimal;
pub use json::decode_i64;
pub use json::decode_number;
pub use json::decode_serde;
pub use json::decode_str;
pub use json::decode_text;
pub use json::deserialize;
pub use json::encode_const;
pub use json::encode_decimal;
pub use json::encode_number;
pub use json::encode_serde;
pub use json::encode_text;
pub use json::from_slice;
pub use json::from_value;
pub use json::serialize;
pub use json::to_vec;
pub use json::with_tag;
pub use response::ByteStream;
pub use response::Error;
pub use response::ErrorKind;
pub use response::Event;
pub use response::EventStream;
pub use response::HasHeaders;
pub use response::HeaderKind;
pub use response::HeaderReader;
pub use response::HeaderShape;
pub use response::ItemStream;
pub use response::Operation;
pub use response::Paged;
pub use response::Position;
pub use response::PositionError;
pub use response::Raw;
pub use response::Reply;
pub use serde_json::Value;
pub use transport::Async;
pub use transport::Blocking;
pub use transport::BlockingTransport;
pub use transport::Body;
pub use transport::BoxFuture;
pub use transport::BoxStream;
pub use transport::Incoming;
pub use transport::MaybeSend;
pub use transport::Mode;
#[cfg(feature = "reqwest")]
pub use transport::ReqwestTransport;
pub use transport::Timeouts;
pub use transport::Transport;
pub use transport::TransportError;
pub use transport::TransportErrorKind;
#[cfg(feature = "blocking")]
pub use transport::UreqTransport;
#[cfg(feature = "test-util")]
pub use transport::mock;

// A client without types of its own uses none of it.
#[allow(unused_imports)]
pub(crate) use json::serde_impls;
