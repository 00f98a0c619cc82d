//! What callers hold: the client and its builder, calls, pages, streams that reconnect, downloads, tokens of OAuth 2.0.

mod builder;
mod call;
mod download;
mod handle;
mod oauth;
mod pages;
mod reconnect;

pub use builder::ClientBuilder;
pub use call::Call;
pub use call::CallWithResponse;
pub use call::Response;
pub use download::Download;
pub use handle::Client;
pub use pages::PageItems;
pub use pages::Pages;
pub use reconnect::Reconnecting;
pub use reconnect::Resume;
