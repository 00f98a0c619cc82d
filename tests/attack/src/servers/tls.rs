//! TLS in front of a server, which speaks HTTP/2 there (RFC 7301, section 3.1).

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;

use generator_tests::trial::Broken;
use reqwest::{Certificate, Client};
use rustls::ServerConfig;
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;
use tokio_rustls::TlsAcceptor;

use crate::client::{of_reqwest, tokio};
use crate::property::broken;
use crate::stage::Stage;

const CA: &[u8] = include_bytes!("../../../runtime/tests/certificates/ca.pem");
const SERVER: &[u8] = include_bytes!("../../../runtime/tests/certificates/server.pem");
const KEY: &[u8] = include_bytes!("../../../runtime/tests/certificates/server.key.pem");

/// The name in the certificate.
const NAME: &str = "localhost";

/// Takes connections with TLS, and passes what is inside on to a server without; it ends with its owner.
pub struct Front {
    address: SocketAddr,
    _connections: JoinSet<()>,
}

impl Front {
    /// # Errors
    /// The system gives no port, or the certificate cannot be used.
    pub fn of(stage: &Stage) -> Result<Self, Broken> {
        let started = start(SocketAddr::from(([127, 0, 0, 1], stage.port())));
        started.map_err(|error| broken("no server with TLS", error.to_string()))
    }

    /// Its URL, without a slash at its end.
    pub fn url(&self) -> String {
        format!("https://{NAME}:{}", self.address.port())
    }

    /// A client of reqwest that trusts it, and takes the HTTP version that it offers.
    ///
    /// # Errors
    /// reqwest does not build it.
    pub fn client(&self) -> reqwest::Result<Client> {
        of_reqwest().tls_certs_only([Certificate::from_pem(CA)?]).resolve(NAME, self.address).build()
    }
}

fn start(server: SocketAddr) -> io::Result<Front> {
    let acceptor = acceptor().map_err(io::Error::other)?;
    let listener = tokio().block_on(TcpListener::bind("127.0.0.1:0"))?;
    let address = listener.local_addr()?;
    let mut connections = JoinSet::new();
    let accepted = async move {
        let mut open = JoinSet::new();
        while let Ok((stream, _)) = listener.accept().await {
            // A connection that fails is the client's affair, which sees it end.
            let acceptor = acceptor.clone();
            open.spawn(async move { drop(pass(stream, &acceptor, server).await) });
        }
    };
    connections.spawn_on(accepted, tokio().handle());
    Ok(Front { address, _connections: connections })
}

fn acceptor() -> Result<TlsAcceptor, Box<dyn std::error::Error + Send + Sync>> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let builder = ServerConfig::builder_with_provider(provider).with_safe_default_protocol_versions()?;
    let chain = CertificateDer::pem_slice_iter(SERVER).collect::<Result<Vec<_>, _>>()?;
    let mut config = builder.with_no_client_auth().with_single_cert(chain, PrivateKeyDer::from_pem_slice(KEY)?)?;
    config.alpn_protocols = vec![b"h2".to_vec()];
    Ok(TlsAcceptor::from(Arc::new(config)))
}

async fn pass(stream: TcpStream, acceptor: &TlsAcceptor, server: SocketAddr) -> io::Result<()> {
    stream.set_nodelay(true)?;
    let mut outside = acceptor.accept(stream).await?;
    let mut inside = TcpStream::connect(server).await?;
    inside.set_nodelay(true)?;
    tokio::io::copy_bidirectional(&mut outside, &mut inside).await.map(drop)
}
