//! Responses: the error, the body whole or as a stream, typed streams, typed headers, pages, and the trait of operations.

mod byte_stream;
mod error;
mod error_message;
mod event_parser;
mod event_stream;
mod headers;
mod link_header;
mod operation;
mod page;
mod reading;
mod reply;

pub use byte_stream::ByteStream;
pub use error::Error;
pub use error::ErrorKind;
pub use event_parser::Event;
pub use event_stream::EventStream;
pub use event_stream::ItemStream;
pub use headers::HasHeaders;
pub use headers::HeaderKind;
pub use headers::HeaderReader;
pub use headers::HeaderShape;
pub use operation::Operation;
pub use page::Paged;
pub use page::Position;
pub use page::PositionError;
pub use reply::Reply;

pub(crate) use byte_stream::ReplyBody;
pub(crate) use error::ErrorResponse;
pub(crate) use page::PageContent;
pub(crate) use reading::Reading;
