//! The blocking transport: ureq, without redirects, cookies and tokio.

use std::io;
use std::io::Read;

use http::Request;
use http::Response;
use http::uri::Scheme;
use ureq::Agent;
use ureq::RequestExt as _;
use ureq::SendBody;
use ureq::Timeout;
#[cfg(any(feature = "native-tls", feature = "rustls-no-provider"))]
use ureq::tls::RootCerts;
#[cfg(any(feature = "native-tls", feature = "rustls-no-provider"))]
use ureq::tls::TlsConfig;

use super::body::Body;
use super::error::TransportError;
use super::error::TransportErrorKind;
use super::mode::Blocking;
use super::timeouts::IDLE_CONNECTIONS;
use super::timeouts::Timeouts;
use super::tls;
use super::traits::BlockingTransport;
use super::traits::Incoming;

/// Sends through ureq.
///
/// To use your own agent (proxy, certificates, connector), convert it with `From`. The client still decides about redirects and
/// statuses. If your program enables ureq's feature `cookies`, the agent stores and sends cookies.
#[derive(Clone, Debug)]
pub struct UreqTransport {
    agent: Agent,
    built_in: bool,
}

impl UreqTransport {
    /// A transport with an agent of its own: the TLS of the crate's features, with the certificates of the platform; no redirects.
    ///
    /// # Errors
    /// When the TLS library cannot be set up.
    #[inline]
    pub fn new() -> Result<Self, TransportError> {
        let config = Agent::config_builder()
            // All calls go to one host, and threads that call at once should not connect anew for each call.
            .max_idle_connections(IDLE_CONNECTIONS)
            .max_idle_connections_per_host(IDLE_CONNECTIONS);
        #[cfg(any(feature = "native-tls", feature = "rustls-no-provider"))]
        let config = config.tls_config(encryption()?);
        #[cfg(not(any(feature = "gzip", feature = "brotli")))]
        let config = config.accept_encoding("");
        let config = config.build();
        Ok(Self { agent: Agent::new_with_config(config), built_in: true })
    }
}

#[cfg(any(feature = "native-tls", feature = "rustls-no-provider"))]
#[inline]
fn encryption() -> Result<TlsConfig, TransportError> {
    let config = TlsConfig::builder().root_certs(RootCerts::PlatformVerifier);
    #[cfg(feature = "native-tls")]
    let config = config.provider(ureq::tls::TlsProvider::NativeTls);
    #[cfg(not(feature = "native-tls"))]
    let config = config.unversioned_rustls_crypto_provider(tls::with_rustls::provider()?);
    Ok(config.build())
}

impl From<Agent> for UreqTransport {
    #[inline]
    fn from(agent: Agent) -> Self {
        Self { agent, built_in: false }
    }
}

impl BlockingTransport for UreqTransport {
    #[inline]
    fn send(&self, request: Request<Body<Blocking>>) -> Result<Incoming<Blocking>, TransportError> {
        tls::permit(self.built_in && request.uri().scheme() == Some(&Scheme::HTTPS))?;
        let timeouts = request.extensions().get::<Timeouts>().copied();
        let (head, body) = request.into_parts();
        // Its length is in the headers already, where it is known.
        let body = match body {
            Body::Empty => SendBody::none(),
            Body::Bytes(bytes) => SendBody::from_owned_reader(io::Cursor::new(bytes)),
            Body::Stream { source, .. } => SendBody::from_owned_reader(source),
        };
        // An agent of the caller may be set up otherwise; these are promises of the client.
        let mut sent = Request::from_parts(head, body)
            .with_agent(&self.agent)
            .configure()
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .allow_non_standard_methods(true)
            .user_agent("")
            .accept("");
        if let Some(timeouts) = timeouts {
            sent = sent
                .timeout_connect(timeouts.connect)
                .timeout_global(timeouts.attempt.filter(|_| !timeouts.streamed && !timeouts.uploads))
                .timeout_per_read(timeouts.idle.filter(|_| timeouts.streamed || timeouts.uploads))
                .timeout_per_write(timeouts.attempt)
                .timeout_recv_response(timeouts.attempt);
        }
        let (head, body) = sent.build().run().map_err(failure)?.into_parts();
        let body: Box<dyn Read + Send> = Box::new(Pieces(body.into_reader()));
        Ok(Response::from_parts(head, body))
    }
}

/// The body of a response, which distinguishes timeouts from other failures.
struct Pieces<R>(R);

impl<R: Read> Read for Pieces<R> {
    #[inline]
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.0.read(buffer).map_err(|error| {
            let cause = error.get_ref().and_then(|cause| cause.downcast_ref::<ureq::Error>());
            if matches!(cause, Some(ureq::Error::Timeout(_))) { io::ErrorKind::TimedOut.into() } else { error }
        })
    }
}

#[inline]
fn failure(error: ureq::Error) -> TransportError {
    let kind = match &error {
        ureq::Error::Timeout(Timeout::Resolve | Timeout::Connect) => TransportErrorKind::ConnectTimeout,
        ureq::Error::Timeout(_) => TransportErrorKind::Timeout,
        ureq::Error::HostNotFound | ureq::Error::ConnectionFailed | ureq::Error::Tls(_) => TransportErrorKind::Connect,
        error if TransportError::is_of_certificate(error) => TransportErrorKind::Certificate,
        ureq::Error::Io(cause) if is_unconnected(cause.kind()) => TransportErrorKind::Connect,
        // It can repeat the URL, and there can be a key in that.
        ureq::Error::BadUri(_) => return TransportError::bare(TransportErrorKind::Request),
        ureq::Error::Http(_) | ureq::Error::TlsRequired => TransportErrorKind::Request,
        _ => TransportErrorKind::NoResponse,
    };
    TransportError::new(kind, error)
}

#[inline]
fn is_unconnected(kind: io::ErrorKind) -> bool {
    use io::ErrorKind::AddrNotAvailable;
    use io::ErrorKind::ConnectionRefused;
    use io::ErrorKind::HostUnreachable;
    use io::ErrorKind::NetworkUnreachable;
    // The last two are of unix sockets.
    use io::ErrorKind::NotFound;
    use io::ErrorKind::PermissionDenied;
    matches!(
        kind,
        AddrNotAvailable | ConnectionRefused | HostUnreachable | NetworkUnreachable | NotFound | PermissionDenied
    )
}
