//! Signatures of webhooks: that a request comes from who knows the secret, and that it is not an old one sent again.

use std::fmt;
use std::time::Duration;
use std::time::SystemTime;
use std::time::UNIX_EPOCH;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hmac::Hmac;
use hmac::KeyInit;
use hmac::Mac;
use http::HeaderMap;
use http::HeaderName;
use sha2::Sha256;

use crate::runtime::Secret;

/// How far the timestamp of a request may be from the clock of the receiver, unless another limit is set.
const TOLERANCE: Duration = Duration::from_secs(5 * 60);

/// How a secret of the Standard Webhooks scheme begins.
const SECRET_PREFIX: &str = "whsec_";

/// Verifies webhooks that are signed by the [Standard Webhooks](https://www.standardwebhooks.com) scheme: the headers `webhook-id`,
/// `webhook-timestamp` and `webhook-signature`, HMAC-SHA256 in base64. Signatures are compared in constant time.
#[derive(Clone)]
pub struct StandardWebhooks {
    keys: Vec<Vec<u8>>,
    tolerance: Duration,
}

/// Verifies webhooks that have the HMAC-SHA256 of their body in a header, in hexadecimal digits or base64. Signatures are compared
/// in constant time. This scheme has no timestamp: a request that somebody sends again is accepted again.
#[derive(Clone)]
pub struct HmacSha256 {
    key: Vec<u8>,
    header: HeaderName,
    prefix: String,
    encoding: Encoding,
}

#[derive(Clone, Copy)]
enum Encoding {
    Hex,
    Base64,
}

/// Why a request cannot be trusted. It never holds a signature or a secret.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum SignatureError {
    /// A secret that is empty, or no base64 where it has to be.
    Secret,
    /// A name that a header cannot have.
    HeaderName,
    /// The request lacks this header, or its value is no text, or there are several.
    Header(String),
    /// The timestamp is no number of seconds since 1970.
    Timestamp,
    /// The timestamp is further from the receiver's clock than the tolerance: the request may have been sent again.
    TooOldOrNew,
    /// No signature is that of the body.
    Mismatch,
}

impl StandardWebhooks {
    /// Takes a secret: base64 behind `whsec_`, which may be left out.
    ///
    /// # Errors
    /// [`SignatureError::Secret`]
    #[inline]
    pub fn new(secret: impl Into<Secret>) -> Result<Self, SignatureError> {
        Self { keys: Vec::new(), tolerance: TOLERANCE }.or_secret(secret)
    }

    /// Takes one more secret, while secrets are exchanged: what is signed with one of them is accepted.
    ///
    /// # Errors
    /// [`SignatureError::Secret`]
    #[inline]
    pub fn or_secret(mut self, secret: impl Into<Secret>) -> Result<Self, SignatureError> {
        let secret = secret.into();
        let text = secret.expose().trim();
        let text = text.strip_prefix(SECRET_PREFIX).unwrap_or(text);
        let key = STANDARD.decode(text).map_err(|_| SignatureError::Secret)?;
        if key.is_empty() {
            return Err(SignatureError::Secret);
        }
        self.keys.push(key);
        Ok(self)
    }

    /// Sets how far the timestamp of a request may be from the receiver's clock, before and after it: 5 minutes by default.
    #[inline]
    #[must_use]
    pub fn tolerance(mut self, tolerance: Duration) -> Self {
        self.tolerance = tolerance;
        self
    }

    /// Verifies a request now. `body` is the body as it was received: JSON that was read and written again has other bytes.
    ///
    /// # Errors
    /// [`SignatureError`]: the request must not be trusted.
    #[inline]
    pub fn verify(&self, headers: &HeaderMap, body: &[u8]) -> Result<(), SignatureError> {
        self.verify_at(headers, body, now())
    }

    /// The same by another clock.
    ///
    /// # Errors
    /// [`SignatureError`]: the request must not be trusted.
    #[inline]
    pub fn verify_at(&self, headers: &HeaderMap, body: &[u8], now: SystemTime) -> Result<(), SignatureError> {
        let [id, timestamp, signatures] =
            ["webhook-id", "webhook-timestamp", "webhook-signature"].map(|name| header(headers, name));
        let (id, timestamp, signatures) = (id?, timestamp?, signatures?);
        let is_number = !timestamp.is_empty() && timestamp.bytes().all(|byte| byte.is_ascii_digit());
        let seconds = timestamp.parse::<u64>().ok().filter(|_| is_number).ok_or(SignatureError::Timestamp)?;
        let sent = UNIX_EPOCH.checked_add(Duration::from_secs(seconds)).ok_or(SignatureError::Timestamp)?;
        let distance = now.duration_since(sent).or_else(|_| sent.duration_since(now)).unwrap_or(Duration::MAX);
        if distance > self.tolerance {
            return Err(SignatureError::TooOldOrNew);
        }
        // Other versions (`v1a`) are of other schemes.
        let signatures = signatures.split(' ').filter_map(|signature| signature.strip_prefix("v1,"));
        let signed = [id.as_bytes(), b".", timestamp.as_bytes(), b".", body];
        let is_signed = |signature: &str| {
            let signature = STANDARD.decode(signature).unwrap_or_default();
            self.keys.iter().any(|key| is_hmac(key, &signed, &signature))
        };
        if signatures.into_iter().any(is_signed) { Ok(()) } else { Err(SignatureError::Mismatch) }
    }
}

impl HmacSha256 {
    /// A signature in hexadecimal digits in that header.
    ///
    /// # Errors
    /// [`SignatureError::Secret`] for an empty secret, [`SignatureError::HeaderName`]
    #[inline]
    pub fn hex(header: &str, secret: impl Into<Secret>) -> Result<Self, SignatureError> {
        Self::new(header, secret, Encoding::Hex)
    }

    /// A signature in base64 in that header.
    ///
    /// # Errors
    /// [`SignatureError::Secret`] for an empty secret, [`SignatureError::HeaderName`]
    #[inline]
    pub fn base64(header: &str, secret: impl Into<Secret>) -> Result<Self, SignatureError> {
        Self::new(header, secret, Encoding::Base64)
    }

    #[inline]
    fn new(header: &str, secret: impl Into<Secret>, encoding: Encoding) -> Result<Self, SignatureError> {
        let key = secret.into().expose().as_bytes().to_vec();
        if key.is_empty() {
            return Err(SignatureError::Secret);
        }
        let header = HeaderName::try_from(header).map_err(|_| SignatureError::HeaderName)?;
        Ok(Self { key, header, prefix: String::new(), encoding })
    }

    /// What stands before the signature, such as `sha256=`. A signature without it is refused.
    #[inline]
    #[must_use]
    pub fn prefix(mut self, prefix: impl Into<String>) -> Self {
        self.prefix = prefix.into();
        self
    }

    /// Verifies a request. `body` is the body as it was received: JSON that was read and written again has other bytes.
    ///
    /// # Errors
    /// [`SignatureError`]: the request must not be trusted.
    #[inline]
    pub fn verify(&self, headers: &HeaderMap, body: &[u8]) -> Result<(), SignatureError> {
        let text = header(headers, self.header.as_str())?;
        let text = text.strip_prefix(self.prefix.as_str()).ok_or(SignatureError::Mismatch)?;
        let signature = match self.encoding {
            Encoding::Hex => from_hex(text),
            Encoding::Base64 => STANDARD.decode(text).ok(),
        };
        let signature = signature.ok_or(SignatureError::Mismatch)?;
        if is_hmac(&self.key, &[body], &signature) { Ok(()) } else { Err(SignatureError::Mismatch) }
    }
}

#[cfg(not(target_arch = "wasm32"))]
#[inline]
fn now() -> SystemTime {
    SystemTime::now()
}

/// The clock of the standard library does not run in a browser.
#[cfg(target_arch = "wasm32")]
#[inline]
fn now() -> SystemTime {
    UNIX_EPOCH + web_time::SystemTime::now().duration_since(web_time::UNIX_EPOCH).unwrap_or_default()
}

/// The one value of a header.
#[inline]
fn header<'h>(headers: &'h HeaderMap, name: &str) -> Result<&'h str, SignatureError> {
    let missing = || SignatureError::Header(name.to_owned());
    let mut values = headers.get_all(name).iter();
    match (values.next(), values.next()) {
        (Some(value), None) => value.to_str().map_err(|_| missing()),
        _ => Err(missing()),
    }
}

/// Whether a signature is the HMAC of what was signed, compared in constant time.
#[inline]
fn is_hmac(key: &[u8], signed: &[&[u8]], signature: &[u8]) -> bool {
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(key) else { return false };
    signed.iter().for_each(|part| mac.update(part));
    mac.verify_slice(signature).is_ok()
}

/// The bytes of hexadecimal digits.
#[inline]
fn from_hex(text: &str) -> Option<Vec<u8>> {
    let digit = |byte: u8| char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    let pairs = text.as_bytes().chunks(2).map(|pair| match pair {
        [high, low] => Some(digit(*high)? << 4 | digit(*low)?),
        _ => None,
    });
    pairs.collect()
}

impl fmt::Debug for StandardWebhooks {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("StandardWebhooks").field("tolerance", &self.tolerance).finish_non_exhaustive()
    }
}

impl fmt::Debug for HmacSha256 {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HmacSha256").field("header", &self.header).field("prefix", &self.prefix).finish_non_exhaustive()
    }
}

impl fmt::Display for SignatureError {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Secret => f.write_str("the secret is empty, or not in base64"),
            Self::HeaderName => f.write_str("the header cannot have this name"),
            Self::Header(name) => write!(f, "the header {name} is missing, there twice, or no text"),
            Self::Timestamp => f.write_str("the timestamp is no number of seconds"),
            Self::TooOldOrNew => f.write_str("the timestamp is too far from the clock"),
            Self::Mismatch => f.write_str("the signature is not that of the body"),
        }
    }
}

impl std::error::Error for SignatureError {}
