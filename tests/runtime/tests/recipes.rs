//! What a caller does with a client of reqwest or an agent of ureq of one's own: an authority, a certificate of the client, a proxy, a
//! unix socket. `docs/src/tls.md` shows the same. And what happens without: a certificate that is not trusted.
#![cfg(all(feature = "rustls", feature = "reqwest", feature = "blocking"))]

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;

use runtime_tests::runtime::Error;
use runtime_tests::{Client, blocking};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::server::WebPkiClientVerifier;
use rustls::{RootCertStore, ServerConfig, ServerConnection, StreamOwned};
use ureq::tls::{ClientCert, PrivateKey, RootCerts, TlsConfig};

const CA: &[u8] = include_bytes!("certificates/ca.pem");
const SERVER: &[u8] = include_bytes!("certificates/server.pem");
const SERVER_KEY: &[u8] = include_bytes!("certificates/server.key.pem");
const CLIENT: &[u8] = include_bytes!("certificates/client.pem");
const CLIENT_KEY: &[u8] = include_bytes!("certificates/client.key.pem");

/// What servers here answer.
const ANSWER: &[u8] =
    b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 5\r\nConnection: close\r\n\r\nhello";

/// The first line of each request, and how many connections there were.
#[derive(Clone, Default)]
struct Seen(Arc<Mutex<(Vec<String>, usize)>>);

impl Seen {
    fn connected(&self) {
        self.0.lock().expect("nobody panics").1 += 1;
    }

    fn line(&self, head: &str) {
        self.0.lock().expect("nobody panics").0.push(head.lines().next().unwrap_or_default().to_owned());
    }

    fn lines(&self) -> Vec<String> {
        self.0.lock().expect("nobody panics").0.clone()
    }

    fn connections(&self) -> usize {
        self.0.lock().expect("nobody panics").1
    }
}

/// The head of a request; `None` where the connection ends before.
fn head(stream: &mut impl Read) -> Option<String> {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        let mut byte = [0];
        stream.read_exact(&mut byte).ok()?;
        head.extend(byte);
    }
    Some(String::from_utf8_lossy(&head).into_owned())
}

/// Answers requests, also behind a tunnel.
fn answer(stream: &mut (impl Read + Write), seen: &Seen) {
    while let Some(head) = head(stream) {
        seen.line(&head);
        let tunnel = head.starts_with("CONNECT ");
        let sent = stream.write_all(if tunnel { b"HTTP/1.1 200 OK\r\n\r\n" } else { ANSWER });
        if sent.and_then(|()| stream.flush()).is_err() || !tunnel {
            return;
        }
    }
}

/// A server on the loopback interface; its port.
fn serve(handle: impl Fn(TcpStream) + Send + 'static) -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port is free");
    let port = listener.local_addr().expect("is bound").port();
    thread::spawn(move || listener.incoming().flatten().for_each(handle));
    port
}

/// A server of TLS that may ask for a certificate of the client; its URL.
fn secure(asks: bool, seen: Seen) -> String {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let builder = ServerConfig::builder_with_provider(provider.clone()).with_safe_default_protocol_versions();
    let builder = builder.expect("has versions");
    let builder = if asks {
        let mut roots = RootCertStore::empty();
        roots.add(CertificateDer::from_pem_slice(CA).expect("is PEM")).expect("is an authority");
        let verifier = WebPkiClientVerifier::builder_with_provider(Arc::new(roots), provider).build();
        builder.with_client_cert_verifier(verifier.expect("has roots"))
    } else {
        builder.with_no_client_auth()
    };
    let chain = vec![CertificateDer::from_pem_slice(SERVER).expect("is PEM")];
    let key = PrivateKeyDer::from_pem_slice(SERVER_KEY).expect("is PEM");
    let config = Arc::new(builder.with_single_cert(chain, key).expect("fit"));
    let port = serve(move |stream| {
        seen.connected();
        let connection = ServerConnection::new(config.clone()).expect("is configured");
        let mut stream = StreamOwned::new(connection, stream);
        answer(&mut stream, &seen);
        stream.conn.send_close_notify();
        let _ = stream.flush();
    });
    format!("https://localhost:{port}")
}

/// reqwest and ureq are built without a provider here: the program has one.
fn provider() {
    let _ = rustls::crypto::ring::default_provider().install_default();
}

fn by_reqwest(url: &str, http: reqwest::ClientBuilder) -> Result<String, Error> {
    let http = http.redirect(reqwest::redirect::Policy::none()).build().expect("a client of reqwest");
    let client = Client::builder().base_url(url).allow_http(true).without_credentials().reqwest(http).build()?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("tokio starts");
    runtime.block_on(async { client.pets().motd().await })
}

fn by_ureq(url: &str, agent: ureq::Agent) -> Result<String, Error> {
    let client = blocking::Client::builder().base_url(url).allow_http(true).without_credentials().ureq(agent);
    client.build()?.pets().motd().send()
}

fn agent(tls: TlsConfig) -> ureq::Agent {
    ureq::Agent::config_builder().tls_config(tls).build().into()
}

fn roots() -> RootCerts {
    RootCerts::new_with_certs(&[ureq::tls::Certificate::from_pem(CA).expect("is PEM")])
}

#[test]
fn a_certificate_that_is_not_trusted_is_no_connection_and_is_not_tried_again() {
    let seen = Seen::default();
    let url = secure(false, seen.clone());
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("tokio starts");
    let client = Client::builder().base_url(&url).without_credentials().retries(2).build().expect("builds");
    let of_async = runtime.block_on(async { client.pets().motd().await });
    let client = blocking::Client::builder().base_url(&url).without_credentials().retries(2).build().expect("builds");
    for (mode, result) in [("async", of_async), ("blocking", client.pets().motd().send())] {
        let error = result.expect_err(mode);
        assert!(error.is_connect() && error.attempts() == 1, "{mode}: {error:?}");
        assert!(error.to_string().contains("its certificate is not trusted"), "{mode}: {error}");
    }
    assert_eq!((seen.lines(), seen.connections()), (vec![], 2));
}

#[test]
fn a_certificate_for_another_host_is_not_trusted_either() {
    provider();
    let url = secure(false, Seen::default()).replace("localhost", "127.0.0.1");
    let ca = reqwest::Certificate::from_pem(CA).expect("is PEM");
    let of_async = by_reqwest(&url, reqwest::Client::builder().tls_certs_only([ca]));
    for result in [of_async, by_ureq(&url, agent(TlsConfig::builder().root_certs(roots()).build()))] {
        let error = result.expect_err("it is for localhost");
        assert!(error.is_connect() && error.attempts() == 1, "{error:?}");
    }
}

#[test]
fn an_authority_of_ones_own_is_trusted() {
    provider();
    let url = secure(false, Seen::default());
    let ca = reqwest::Certificate::from_pem(CA).expect("is PEM");
    let of_async = by_reqwest(&url, reqwest::Client::builder().tls_certs_only([ca]));
    assert_eq!(of_async.expect("is trusted"), "hello");
    let of_blocking = by_ureq(&url, agent(TlsConfig::builder().root_certs(roots()).build()));
    assert_eq!(of_blocking.expect("is trusted"), "hello");
}

#[test]
fn a_client_shows_its_certificate() {
    provider();
    let url = secure(true, Seen::default());
    let ca = || reqwest::Certificate::from_pem(CA).expect("is PEM");
    let identity = reqwest::Identity::from_pem(&[CLIENT, CLIENT_KEY].concat()).expect("a certificate and its key");
    let of_async = by_reqwest(&url, reqwest::Client::builder().tls_certs_only([ca()]).identity(identity));
    assert_eq!(of_async.expect("is known"), "hello");
    let certificate = ureq::tls::Certificate::from_pem(CLIENT).expect("is PEM");
    let shown = ClientCert::new_with_certs(&[certificate], PrivateKey::from_pem(CLIENT_KEY).expect("is PEM"));
    let tls = TlsConfig::builder().root_certs(roots());
    assert_eq!(by_ureq(&url, agent(tls.client_cert(Some(shown)).build())).expect("is known"), "hello");
    // Without one the server refuses; it is the server that does not trust, so that may pass.
    assert!(by_reqwest(&url, reqwest::Client::builder().tls_certs_only([ca()])).is_err());
    assert!(by_ureq(&url, agent(TlsConfig::builder().root_certs(roots()).build())).is_err());
}

#[test]
fn requests_go_through_a_proxy() {
    provider();
    let seen = Seen::default();
    let through = seen.clone();
    let proxy = format!("http://127.0.0.1:{}", serve(move |mut stream| answer(&mut stream, &through)));
    let url = "http://api.example.test";
    let http = reqwest::Client::builder().proxy(reqwest::Proxy::all(&proxy).expect("is a URL"));
    assert_eq!(by_reqwest(url, http).expect("answers"), "hello");
    assert_eq!(seen.lines(), ["GET http://api.example.test/motd HTTP/1.1"]);
    let proxy = ureq::Proxy::new(&proxy).expect("is a URL");
    let agent: ureq::Agent = ureq::Agent::config_builder().proxy(Some(proxy)).build().into();
    assert_eq!(by_ureq(url, agent).expect("answers"), "hello");
    assert_eq!(seen.lines().last().map(String::as_str), Some("GET /motd HTTP/1.1"));
    assert!(seen.lines()[1].starts_with("CONNECT api.example.test:80 "), "{:?}", seen.lines());
}

#[cfg(unix)]
mod unix {
    use std::os::unix::net::{UnixListener, UnixStream};
    use std::path::PathBuf;

    use ureq::unversioned::resolver::DefaultResolver;
    use ureq::unversioned::transport::{Buffers, ConnectionDetails, Connector, LazyBuffers, NextTimeout, Transport};

    use super::*;

    /// Connects to one socket, whatever the URL says.
    #[derive(Debug)]
    struct Socket(PathBuf);

    #[derive(Debug)]
    struct Connected(UnixStream, LazyBuffers);

    impl Connector for Socket {
        type Out = Connected;

        fn connect(&self, details: &ConnectionDetails<'_>, _: Option<()>) -> Result<Option<Connected>, ureq::Error> {
            let config = details.config;
            let buffers = LazyBuffers::new(config.input_buffer_size(), config.output_buffer_size());
            Ok(Some(Connected(UnixStream::connect(&self.0)?, buffers)))
        }
    }

    impl Transport for Connected {
        fn buffers(&mut self) -> &mut dyn Buffers {
            &mut self.1
        }

        fn transmit_output(&mut self, amount: usize, timeout: NextTimeout) -> Result<(), ureq::Error> {
            self.0.set_write_timeout(timeout.not_zero().map(|left| *left))?;
            self.0.write_all(&self.1.output()[..amount]).map_err(|error| late(error, timeout))
        }

        fn await_input(&mut self, timeout: NextTimeout) -> Result<bool, ureq::Error> {
            self.0.set_read_timeout(timeout.not_zero().map(|left| *left))?;
            let read = self.0.read(self.1.input_append_buf()).map_err(|error| late(error, timeout))?;
            self.1.input_appended(read);
            Ok(read > 0)
        }

        fn is_open(&mut self) -> bool {
            false
        }
    }

    fn late(error: std::io::Error, timeout: NextTimeout) -> ureq::Error {
        match error.kind() {
            std::io::ErrorKind::WouldBlock | std::io::ErrorKind::TimedOut => ureq::Error::Timeout(timeout.reason),
            _ => error.into(),
        }
    }

    #[test]
    fn requests_go_through_a_unix_socket() {
        provider();
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("api.sock");
        let listener = UnixListener::bind(&path).expect("a socket");
        let seen = Seen::default();
        let through = seen.clone();
        thread::spawn(move || listener.incoming().flatten().for_each(|mut stream| answer(&mut stream, &through)));
        let url = "http://localhost/v1";
        let http = reqwest::Client::builder().unix_socket(path.clone());
        assert_eq!(by_reqwest(url, http).expect("answers"), "hello");
        let agent =
            |path: PathBuf| ureq::Agent::with_parts(Default::default(), Socket(path), DefaultResolver::default());
        assert_eq!(by_ureq(url, agent(path)).expect("answers"), "hello");
        assert_eq!(seen.lines(), ["GET /v1/motd HTTP/1.1"; 2]);
        let nowhere = folder.path().join("nowhere.sock");
        let of_async = by_reqwest(url, reqwest::Client::builder().unix_socket(nowhere.clone()));
        for error in [of_async, by_ureq(url, agent(nowhere))] {
            let error = error.expect_err("nobody listens");
            assert!(error.is_connect(), "{error:?}");
        }
    }
}
