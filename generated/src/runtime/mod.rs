//! What does not depend on the document: calls, responses, streams, pages, credentials and transports. It is the same in every
//! client that one version of the generator wrote.
//!
//! A [`Call`] collects parameters and a body. It is sent through a [`Transport`] or [`BlockingTransport`], authenticated and
//! retried; the response becomes a value, or an [`Error`].

// Its modules are rooms: folders with the file of the same name, which lists what the other rooms may use. A room names only rooms
// below it. From the top: `testing` (what stands in for a server), `client` (what callers hold), `execute` (one call as a state machine, and its drivers), `auth`, `request`,
// `response`, `encoding`, `description` (tables of the document), `transport` and `json`.

#![deny(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod auth;
mod client;
mod description;
mod encoding;
mod execute;
mod json;
mod request;
mod response;
#[cfg(feature = "test-util")]
mod testing;
mod transport;

// What callers name. The root of the crate re-exports most of it.
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
pub use description::ApiOperation;
pub use encoding::Base64;
pub use encoding::Base64Url;
pub use encoding::Files;
pub use encoding::FilesOr;
pub use encoding::Multipart;
pub use encoding::Part;
pub use json::Decode;
pub use json::DecodeError;
pub use json::Encode;
pub use json::EncodeError;
pub use json::JsonObject;
pub use json::JsonObjectExt;
pub use json::Map;
pub use json::Problem;
pub use json::Reader;
pub use json::Tolerance;
pub use json::Writer;
pub use json::from_json;
pub use json::to_json;
pub use request::Attempt;
pub use request::OutgoingRequest;
pub use response::ByteStream;
pub use response::Error;
pub use response::ErrorKind;
pub use response::Event;
pub use response::EventStream;
pub use response::ItemStream;
pub use response::Position;
pub use response::PositionError;
#[doc(no_inline)]
pub use serde_json::Value;
#[cfg(feature = "test-util")]
pub use testing::Recorder;
#[cfg(feature = "test-util")]
#[allow(unused_imports)]
pub(crate) use testing::example;
#[cfg(feature = "test-util")]
pub use testing::mock;
#[cfg(feature = "test-util")]
#[allow(unused_imports)]
pub(crate) use testing::mock_output;
#[cfg(feature = "test-util")]
#[allow(unused_imports)]
pub(crate) use testing::read_example;
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
#[cfg(feature = "tower")]
pub use transport::TowerTransport;
pub use transport::Transport;
pub use transport::TransportError;
pub use transport::TransportErrorKind;
#[cfg(feature = "tower")]
pub use transport::TransportService;
#[cfg(feature = "blocking")]
pub use transport::UreqTransport;

// What generated code names. It is public because it appears in public signatures, but it is no part of the API for callers.
#[doc(hidden)]
pub use client::Resume;
#[doc(hidden)]
pub use description::Api;
#[doc(hidden)]
pub use description::FieldEncoding;
#[doc(hidden)]
pub use description::FlowKind;
#[doc(hidden)]
pub use description::Location;
#[doc(hidden)]
pub use description::NextPage;
#[doc(hidden)]
pub use description::OAuthFlow;
#[doc(hidden)]
pub use description::OperationInfo;
#[doc(hidden)]
pub use description::PageInput;
#[doc(hidden)]
pub use description::PageSource;
#[doc(hidden)]
pub use description::Paging;
#[doc(hidden)]
pub use description::Param;
#[doc(hidden)]
pub use description::Retry;
#[doc(hidden)]
pub use description::Scheme;
#[doc(hidden)]
pub use description::SchemeKind;
#[doc(hidden)]
pub use description::SecurityRequirement;
#[doc(hidden)]
pub use description::Segment;
#[doc(hidden)]
pub use description::Server;
#[doc(hidden)]
pub use description::ServerVariable;
#[doc(hidden)]
pub use description::Status;
#[doc(hidden)]
pub use description::Style;
#[doc(hidden)]
pub use encoding::CivilDateTime;
#[doc(hidden)]
pub use encoding::DateTimeFormat;
#[doc(hidden)]
pub use http::Method;
#[doc(hidden)]
pub use json::Constant;
#[doc(hidden)]
pub use json::ConstantField;
#[doc(hidden)]
pub use json::Field;
#[doc(hidden)]
pub use json::Key;
#[doc(hidden)]
pub use json::Kind;
#[doc(hidden)]
pub use json::Kinds;
#[doc(hidden)]
pub use json::Member;
#[doc(hidden)]
pub use json::Shape;
#[doc(hidden)]
pub use json::decode_number;
#[doc(hidden)]
pub use json::decode_serde;
#[doc(hidden)]
pub use json::decode_text;
#[doc(hidden)]
pub use json::deserialize;
#[doc(hidden)]
pub use json::encode_number;
#[doc(hidden)]
pub use json::encode_serde;
#[doc(hidden)]
pub use json::encode_text;
#[doc(hidden)]
pub use json::serialize;
#[doc(hidden)]
pub use json::texts;
#[doc(hidden)]
pub use response::HasHeaders;
#[doc(hidden)]
pub use response::HeaderKind;
#[doc(hidden)]
pub use response::HeaderReader;
#[doc(hidden)]
pub use response::HeaderShape;
#[doc(hidden)]
pub use response::Operation;
#[doc(hidden)]
pub use response::Paged;
#[doc(hidden)]
pub use response::Reply;

// A client without types of its own uses none of it.
#[allow(unused_imports, reason = "only XML needs it, and not every client has XML")]
pub(crate) use json::Tree;
#[allow(unused_imports)]
pub(crate) use json::object;
#[allow(unused_imports)]
pub(crate) use json::open_enum;
#[allow(unused_imports)]
pub(crate) use json::serde_impls;
