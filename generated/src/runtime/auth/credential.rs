//! Credentials: as callers give them, as a client keeps them, and as one attempt sends them.

use std::time::Duration;

use crate::runtime::description::Scheme;
use crate::runtime::description::SchemeKind;
use crate::runtime::response::Error;

use super::grant::OAuthGrant;
use super::secret::Secret;
use super::token::Token;

/// What a caller gives for one security scheme.
#[derive(Clone, Debug)]
pub enum Credential {
    /// The key of an API-key scheme.
    ApiKey(Secret),
    /// User and password of HTTP Basic authentication.
    Basic {
        /// The user; it has no colon in it.
        user: String,
        /// The password.
        password: Secret,
    },
    /// The token of a bearer, OAuth 2.0 or OpenID Connect scheme, or the credential of another HTTP scheme.
    Bearer(Token),
    /// A grant of an OAuth 2.0 or OpenID Connect scheme; the client exchanges it for tokens.
    OAuth2(OAuthGrant),
}

impl From<Token> for Credential {
    #[inline]
    fn from(token: Token) -> Self {
        Self::Bearer(token)
    }
}

impl From<Secret> for Credential {
    #[inline]
    fn from(token: Secret) -> Self {
        Self::Bearer(token.into())
    }
}

impl From<String> for Credential {
    #[inline]
    fn from(token: String) -> Self {
        Self::Bearer(token.into())
    }
}

impl From<&str> for Credential {
    #[inline]
    fn from(token: &str) -> Self {
        Self::Bearer(token.into())
    }
}

impl From<OAuthGrant> for Credential {
    #[inline]
    fn from(grant: OAuthGrant) -> Self {
        Self::OAuth2(grant)
    }
}

/// A credential as a client keeps it.
#[derive(Clone)]
pub(crate) enum Authenticator {
    Fixed(AuthValue),
    Token(Token),
}

/// A credential as one attempt sends it.
#[derive(Clone)]
pub(crate) enum AuthValue {
    Text(Secret),
    Basic { user: String, password: Secret },
}

impl Credential {
    /// The credential as a client keeps it, for a scheme of the API.
    ///
    /// # Errors
    /// When the scheme needs another kind of credential, or has no URL for tokens.
    #[inline]
    pub(crate) fn into_authenticator(
        self,
        scheme: &Scheme,
        tokens: impl FnOnce(OAuthGrant, String) -> Result<Token, Error>,
    ) -> Result<Authenticator, Error> {
        use SchemeKind as Kind;
        match (self, &scheme.kind) {
            (Self::ApiKey(key), Kind::ApiKey { .. }) => Ok(Authenticator::Fixed(AuthValue::Text(key))),
            (Self::Basic { user, password }, Kind::Basic) => {
                Ok(Authenticator::Fixed(AuthValue::Basic { user, password }))
            }
            (
                Self::Bearer(token),
                Kind::Bearer | Kind::Http { .. } | Kind::OAuth2 { .. } | Kind::OpenIdConnect { .. },
            ) => Ok(Authenticator::Token(token)),
            (Self::OAuth2(grant), Kind::OAuth2 { .. } | Kind::OpenIdConnect { .. }) => {
                let unknown =
                    || Error::request(format!("{:?} tells no URL for tokens; give it with `.token_url(…)`", scheme.id));
                let url = grant.url(&scheme.kind).ok_or_else(unknown)?;
                tokens(grant, url).map(Authenticator::Token)
            }
            _ => Err(Error::request(format!("the security scheme {:?} takes another kind of credential", scheme.id))),
        }
    }
}

impl Authenticator {
    #[inline]
    pub(crate) async fn authenticate(&self) -> Result<AuthValue, Error> {
        match self {
            Self::Fixed(value) => Ok(value.clone()),
            Self::Token(token) => token.get().await.map(AuthValue::Text),
        }
    }

    #[inline]
    pub(crate) fn authenticate_blocking(&self, limit: Option<Duration>) -> Result<AuthValue, Error> {
        match self {
            Self::Fixed(value) => Ok(value.clone()),
            Self::Token(token) => token.get_blocking(limit).map(AuthValue::Text),
        }
    }

    /// Reports that the server rejected the value. Returns whether a new one can be obtained.
    #[inline]
    pub(crate) fn rejected(&self, value: &AuthValue) -> bool {
        match (self, value) {
            (Self::Token(source), AuthValue::Text(token)) => source.rejected(token),
            (Self::Token(_), AuthValue::Basic { .. }) | (Self::Fixed(_), _) => false,
        }
    }
}
