//! Downloads from a URL that a response contains.

use http::Method;

use crate::runtime::description::OperationInfo;
use crate::runtime::description::Retry;
use crate::runtime::description::Status;
use crate::runtime::request::Destination;
use crate::runtime::response::ByteStream;
use crate::runtime::response::Error;
use crate::runtime::response::Operation;
use crate::runtime::response::Reply;
use crate::runtime::transport::Mode;

use super::call::Call;
use super::handle::Client;

/// The operation of [`Client::download`].
#[derive(Debug)]
pub struct Download {
    _private: (),
}

static DOWNLOAD: OperationInfo = OperationInfo {
    id: "download",
    name: "download",
    method: Method::GET,
    path: &[],
    params: &[],
    servers: &[],
    security: &[],
    accept: "",
    success: &[Status::Range(2)],
    streamed: &[Status::Range(2)],
    fields: None,
    retry: Retry::Idempotent,
};

impl<M: Mode> Operation<M> for Download {
    const INFO: &'static OperationInfo = &DOWNLOAD;
    type Output = ByteStream<M>;

    #[inline]
    fn decode(reply: Reply<M>) -> Result<Self::Output, Error> {
        Ok(reply.stream())
    }
}

impl<M: Mode> Client<M> {
    /// Downloads from a URL of a response, such as that of a file. Sends no credentials, no cookies and no default headers of the
    /// client. The URL must be `https`, unless the builder allowed `http`.
    #[inline]
    pub fn download(&self, url: &str) -> Call<Download, M> {
        let mut call = Call::new(self);
        call.draft().destination = Destination::Absolute(url.to_owned());
        call
    }
}
