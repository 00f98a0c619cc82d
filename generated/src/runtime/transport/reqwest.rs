//! The asynchronous transport: reqwest, without redirects, cookies and logs of its own.

use std::pin::Pin;
use std::task::Context;
use std::task::Poll;
use std::time::Duration;

use bytes::Bytes;
use futures_core::Stream;
use http::Request;
use http::Response;
use http::Uri;
use http::uri::Scheme;
use reqwest::Client;
use reqwest::Url;

use super::body::Body;
use super::boxed::BoxFuture;
use super::boxed::BoxStream;
use super::error::TransportError;
use super::error::TransportErrorKind;
use super::mode::Async;
use super::sleep::sleep;
#[cfg(not(target_arch = "wasm32"))]
use super::timeouts::IDLE_CONNECTIONS;
use super::timeouts::Timeouts;
use super::tls;
use super::traits::Incoming;
use super::traits::Transport;

/// Sends through reqwest.
///
/// A client of one's own (proxy, certificates, a unix socket) is given by `From`. It must not follow redirects: they can lead the
/// credentials of a call to another server. A response from another URL than that of the request is refused, but what a
/// redirect takes along has left by then.
#[derive(Clone, Debug)]
pub struct ReqwestTransport {
    client: Client,
    built_in: bool,
}

impl ReqwestTransport {
    /// A transport with a client of its own: the TLS of the crate's features, with the certificates of the platform; no redirects.
    ///
    /// # Errors
    /// When the TLS library cannot be set up.
    #[inline]
    pub fn new(timeouts: &Timeouts) -> Result<Self, TransportError> {
        let builder = Client::builder();
        #[cfg(not(target_arch = "wasm32"))]
        let builder = builder
            .redirect(reqwest::redirect::Policy::none())
            .referer(false)
            // After a burst of calls each connection would stay open for a minute and a half.
            .pool_max_idle_per_host(IDLE_CONNECTIONS);
        #[cfg(all(feature = "native-tls", not(target_arch = "wasm32")))]
        let builder = builder.tls_backend_native();
        #[cfg(all(feature = "rustls-no-provider", not(feature = "native-tls"), not(target_arch = "wasm32")))]
        let builder = builder.tls_backend_preconfigured(tls::with_rustls::config()?);
        #[cfg(not(target_arch = "wasm32"))]
        let builder = match timeouts.connect {
            Some(connect) => builder.connect_timeout(connect),
            None => builder,
        };
        #[cfg(target_arch = "wasm32")]
        let _ = timeouts;
        let client = builder.build().map_err(|error| failure(error, TransportErrorKind::Request))?;
        Ok(Self { client, built_in: true })
    }
}

impl From<Client> for ReqwestTransport {
    #[inline]
    fn from(client: Client) -> Self {
        Self { client, built_in: false }
    }
}

impl Transport for ReqwestTransport {
    #[inline]
    fn send(&self, request: Request<Body<Async>>) -> BoxFuture<'_, Result<Incoming<Async>, TransportError>> {
        Box::pin(async move {
            let (head, body) = request.into_parts();
            tls::permit(self.built_in && head.uri.scheme() == Some(&Scheme::HTTPS))?;
            let text = text(&head.uri);
            // The error of a URL does not repeat it.
            let url = Url::parse(&text).map_err(|error| TransportError::new(TransportErrorKind::Request, error))?;
            if url.as_str() != text {
                // What was decided about the request, its credentials included, was decided for the URL as it is written.
                return Err(TransportError::new(TransportErrorKind::Request, "the URL would be sent as another one"));
            }
            let mut sent = reqwest::Request::new(head.method, url);
            *sent.headers_mut() = head.headers;
            *sent.body_mut() = match body {
                Body::Empty => None,
                Body::Bytes(bytes) => Some(bytes.into()),
                Body::Stream { source, .. } => Some(stream(source)?),
            };
            let mut response = self.client.execute(sent).await.map_err(|error| {
                let kind = kind(&error);
                failure(error, kind)
            })?;
            // Comparing origins is not enough: redirects can lead to another one and back. A browser follows them by itself.
            if response.url().as_str() != text {
                return Err(TransportError::bare(TransportErrorKind::Redirected));
            }
            let (status, headers) = (response.status(), std::mem::take(response.headers_mut()));
            let pieces: BoxStream<_> = Box::pin(Pieces(response.bytes_stream()));
            let mut incoming = Response::new(pieces);
            *incoming.status_mut() = status;
            *incoming.headers_mut() = headers;
            Ok(incoming)
        })
    }

    #[inline]
    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        sleep(duration)
    }
}

/// What `Display` writes of an absolute URL, without the formatting of its parts.
#[inline]
fn text(uri: &Uri) -> String {
    let (Some(scheme), Some(authority), Some(path)) = (uri.scheme_str(), uri.authority(), uri.path_and_query()) else {
        return uri.to_string();
    };
    [scheme, "://", authority.as_str(), path.as_str()].concat()
}

#[cfg(not(target_arch = "wasm32"))]
#[inline]
fn stream(source: BoxStream<Result<Bytes, std::io::Error>>) -> Result<reqwest::Body, TransportError> {
    Ok(reqwest::Body::wrap_stream(source))
}

#[cfg(target_arch = "wasm32")]
#[inline]
fn stream(_: BoxStream<Result<Bytes, std::io::Error>>) -> Result<reqwest::Body, TransportError> {
    Err(TransportError::new(TransportErrorKind::Request, "a browser cannot send a stream; give the body as bytes"))
}

/// The body of a response, with its errors as [`TransportError`].
struct Pieces<S>(S);

impl<S: Stream<Item = Result<Bytes, reqwest::Error>> + Unpin> Stream for Pieces<S> {
    type Item = Result<Bytes, TransportError>;

    #[inline]
    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let piece = Pin::new(&mut self.0).poll_next(context);
        piece.map(|piece| {
            piece.map(|piece| {
                piece.map_err(|error| {
                    let timeout = error.is_timeout();
                    failure(error, if timeout { TransportErrorKind::BodyTimeout } else { TransportErrorKind::Body })
                })
            })
        })
    }
}

#[inline]
fn kind(error: &reqwest::Error) -> TransportErrorKind {
    #[cfg(not(target_arch = "wasm32"))]
    if error.is_connect() {
        return match error.is_timeout() {
            true => TransportErrorKind::ConnectTimeout,
            false if TransportError::is_of_certificate(error) => TransportErrorKind::Certificate,
            false => TransportErrorKind::Connect,
        };
    }
    if error.is_timeout() {
        return TransportErrorKind::Timeout;
    }
    if error.is_builder() { TransportErrorKind::Request } else { TransportErrorKind::NoResponse }
}

/// Removes the URL from the error, because it can contain a key.
#[inline]
fn failure(error: reqwest::Error, kind: TransportErrorKind) -> TransportError {
    TransportError::new(kind, error.without_url())
}
