//! The runtime of a generated client: everything that does not depend on the document. It is copied verbatim into each client,
//! as the module `runtime` at the root of the crate.
//!
//! A call goes through it like this: [`Call`] collects parameters and body as text (`draft`, `style`), `target` finds the URL,
//! `flow` decides step by step what to do and `drive` does it over a [`Transport`]; the [`Reply`] becomes a value through
//! [`Decode`].

#![deny(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod answer;
mod api;
mod auth;
mod base_url;
mod binary;
mod body;
mod builder;
mod call;
mod charset;
mod client;
mod clock;
mod download;
mod draft;
mod drive;
mod error;
mod flow;
mod form;
mod frames;
mod gate;
mod headers;
mod items;
mod json;
mod link;
#[cfg(feature = "test-util")]
pub mod mock;
mod mode;
mod multipart;
mod oauth;
mod op;
mod pages;
mod paging;
mod percent;
mod reconnect;
mod reply;
mod response_headers;
mod retry;
mod secret;
mod stream;
mod style;
mod target;
mod timing;
mod token;
mod trace;
mod transport;
mod written;

pub use api::Api;
pub use api::FlowKind;
pub use api::Location;
pub use api::OAuthFlow;
pub use api::Scheme;
pub use api::SchemeKind;
pub use api::Server;
pub use api::ServerVariable;
pub use auth::Credential;
pub use binary::Base64;
pub use binary::Base64Url;
pub use body::Body;
pub use builder::ClientBuilder;
pub use call::Call;
pub use call::CallWithResponse;
pub use call::Reply;
pub use call::Response;
pub use client::Client;
pub use download::Download;
pub use error::Error;
pub use error::ErrorKind;
pub use form::FieldEncoding;
pub use frames::Event;
pub use http::Method;
pub use items::EventStream;
pub use items::ItemStream;
pub use json::Constant;
pub use json::ConstantField;
pub use json::Decode;
pub use json::DecodeError;
pub use json::Encode;
pub use json::EncodeError;
pub use json::Field;
pub use json::JsonObject;
pub use json::JsonObjectExt;
pub use json::Kind;
pub use json::Kinds;
pub use json::Map;
pub use json::Optional;
pub use json::Reader;
pub use json::Shape;
#[allow(unused_imports, reason = "only XML needs it, and not every client has XML")]
pub(crate) use json::Tree;
pub use json::Writer;
pub use json::decode_number;
pub use json::decode_serde;
pub use json::decode_text;
pub use json::deserialize;
pub use json::encode_number;
pub use json::encode_serde;
pub use json::encode_text;
pub use json::from_json;
pub use json::serialize;
pub use json::to_json;
pub use mode::Async;
pub use mode::Blocking;
pub use mode::Mode;
pub use multipart::Multipart;
pub use multipart::Part;
pub use oauth::OAuthGrant;
pub use op::Need;
pub use op::Op;
pub use op::Operation;
pub use op::Param;
pub use op::Raw;
pub use op::Retry;
pub use op::Segment;
pub use op::Status;
pub use op::Style;
pub use pages::PageItems;
pub use pages::Pages;
pub use paging::NextPage;
pub use paging::PageSource;
pub use paging::Paged;
pub use paging::Paging;
pub use paging::Position;
pub use paging::PositionError;
pub use reconnect::Reconnecting;
pub use reconnect::Resume;
pub use response_headers::HasHeaders;
pub use response_headers::HeaderKind;
pub use response_headers::HeaderReader;
pub use response_headers::HeaderShape;
pub use secret::Secret;
pub use serde_json::Value;
pub use stream::ByteStream;
pub use token::BlockingTokenSource;
pub use token::BoxError;
pub use token::Token;
pub use token::TokenSource;
pub use transport::BlockingTransport;
pub use transport::BoxFuture;
pub use transport::BoxStream;
pub use transport::Incoming;
pub use transport::MaybeSend;
#[cfg(feature = "reqwest")]
pub use transport::ReqwestTransport;
pub use transport::Timeouts;
pub use transport::Transport;
pub use transport::TransportError;
pub use transport::TransportErrorKind;
#[cfg(feature = "blocking")]
pub use transport::UreqTransport;
pub use written::Clock;
pub use written::Written;

// A client without types of its own uses none of it.
#[allow(unused_imports)]
pub(crate) use json::serde_impls;
