//! Requests before they are sent: the draft of a call, its URL, headers, query and cookies.

mod address;
pub(crate) mod assemble;
mod attempt;
mod base_url;
mod draft;
pub(crate) mod headers;
mod hooks;
mod host;
mod outgoing;
mod page_input;
mod reference;
mod retry_rules;
mod server_url;
mod switch;
pub(crate) mod url;

pub(crate) use address::Address;
pub(crate) use address::Origin;
pub(crate) use address::Rule;
pub(crate) use assemble::ClientHeaders;
pub use attempt::Attempt;
pub(crate) use attempt::Ending;
pub(crate) use base_url::BaseUrl;
pub(crate) use draft::Destination;
pub(crate) use draft::RequestDraft;
pub(crate) use draft::query_piece;
pub(crate) use headers::header;
pub(crate) use headers::header_name;
pub(crate) use headers::header_value;
pub(crate) use hooks::Hooks;
pub use outgoing::OutgoingRequest;
pub(crate) use reference::Reference;
pub(crate) use retry_rules::RetryRules;
pub(crate) use server_url::expand;
pub(crate) use switch::Switch;
pub(crate) use url::Given;
pub(crate) use url::Servers;
