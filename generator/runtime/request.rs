//! Requests before they are sent: the draft of a call, its URL, headers, query and cookies.

pub(crate) mod assemble;
mod base_url;
mod draft;
pub(crate) mod headers;
mod page_input;
pub(crate) mod url;

pub(crate) use assemble::ClientHeaders;
pub(crate) use base_url::BaseUrl;
pub(crate) use base_url::Origin;
pub(crate) use base_url::expand;
pub(crate) use draft::Destination;
pub(crate) use draft::RequestDraft;
pub(crate) use headers::header;
pub(crate) use url::Servers;
