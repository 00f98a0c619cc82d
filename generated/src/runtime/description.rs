//! What the document says about the API, its operations and their pages: plain data in `static`s.

mod api;
mod api_operation;
mod body_fields;
mod operation_info;
mod paging;
mod param;

pub use api::Api;
pub use api::FlowKind;
pub use api::Location;
pub use api::OAuthFlow;
pub use api::Scheme;
pub use api::SchemeKind;
pub use api::Server;
pub use api::ServerVariable;
pub use api_operation::ApiOperation;
pub use body_fields::BodyFields;
pub use body_fields::FieldEncoding;
pub use operation_info::OperationInfo;
pub use operation_info::Retry;
pub use operation_info::SecurityRequirement;
pub use operation_info::Segment;
pub use operation_info::Status;
pub use paging::NextPage;
pub use paging::PageInput;
pub use paging::PageSource;
pub use paging::Paging;
pub use param::Param;
pub use param::Style;
