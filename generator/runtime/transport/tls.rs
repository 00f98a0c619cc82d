//! TLS of the built-in transports, as the features of the crate choose it: `native-tls`, else `rustls-no-provider`, else none.

use super::error::TransportError;
use super::error::TransportErrorKind;

/// Whether a built-in transport can send to `https`. A browser does it by itself.
const AVAILABLE: bool = cfg!(any(feature = "rustls-no-provider", feature = "native-tls", target_arch = "wasm32"));

/// Whether a built-in transport can send to a URL, which is `https` or not.
///
/// # Errors
/// When it is, and the crate is built without TLS.
#[inline]
pub(super) fn permit(https: bool) -> Result<(), TransportError> {
    match AVAILABLE || !https {
        true => Ok(()),
        false => Err(TransportError::new(
            TransportErrorKind::Request,
            "the client is built without TLS, which https needs: enable its feature `rustls` or `native-tls`, or give it an HTTP \
             client that has TLS (`.reqwest(…)`, `.ureq(…)`, `.transport(…)`)",
        )),
    }
}

#[cfg(all(feature = "rustls-no-provider", not(feature = "native-tls"), not(target_arch = "wasm32")))]
pub(super) mod with_rustls {
    use std::sync::Arc;

    use rustls::crypto::CryptoProvider;

    use super::TransportError;
    #[cfg(any(feature = "reqwest", not(feature = "rustls")))]
    use super::TransportErrorKind;

    /// The cryptography of rustls: what the program has installed for its process, else `ring`, which the feature `rustls` brings.
    /// Nothing is installed here: that is for the program to decide.
    ///
    /// # Errors
    /// When there is none.
    #[inline]
    pub(crate) fn provider() -> Result<Arc<CryptoProvider>, TransportError> {
        if let Some(installed) = CryptoProvider::get_default() {
            return Ok(Arc::clone(installed));
        }
        #[cfg(feature = "rustls")]
        return Ok(Arc::new(rustls::crypto::ring::default_provider()));
        #[cfg(not(feature = "rustls"))]
        Err(TransportError::new(
            TransportErrorKind::Request,
            "rustls has no crypto provider: install one before (`CryptoProvider::install_default`), or enable the feature `rustls`",
        ))
    }

    /// rustls with the certificates of the platform.
    ///
    /// # Errors
    /// When there is no crypto provider, it is unfit, or the platform's certificates cannot be loaded.
    #[cfg(feature = "reqwest")]
    #[inline]
    pub(crate) fn config() -> Result<rustls::ClientConfig, TransportError> {
        use rustls_platform_verifier::BuilderVerifierExt as _;
        let failed = |error| TransportError::new(TransportErrorKind::Request, error);
        let config = rustls::ClientConfig::builder_with_provider(provider()?);
        let config = config.with_safe_default_protocol_versions().map_err(failed)?;
        let mut config = config.with_platform_verifier().map_err(failed)?.with_no_client_auth();
        config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
        Ok(config)
    }
}
