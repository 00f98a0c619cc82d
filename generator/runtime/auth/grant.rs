//! Grants of OAuth 2.0: client credentials, refresh token, password (RFC 6749, sections 4.3, 4.4 and 6).

use std::fmt;
use std::sync::Arc;

use crate::runtime::description::FlowKind;
use crate::runtime::description::SchemeKind;
use crate::runtime::encoding::encode_form;
use crate::runtime::encoding::to_base64;

use super::secret::Secret;

/// A grant of OAuth 2.0: the client exchanges it for tokens.
#[derive(Clone)]
pub struct OAuthGrant {
    grant: Grant,
    client: Option<(String, Option<Secret>)>,
    scopes: Vec<String>,
    token_url: Option<String>,
    parameters: Vec<(String, String)>,
    secret_in_body: bool,
    save: Option<Arc<Save>>,
}

/// A function of the caller that gets a new refresh token.
type Save = dyn Fn(&Secret) + Send + Sync;

#[derive(Clone)]
enum Grant {
    ClientCredentials,
    RefreshToken(Secret),
    Password { user: String, password: Secret },
}

impl OAuthGrant {
    /// A token for the client itself.
    #[inline]
    pub fn client_credentials(id: impl Into<String>, secret: impl Into<Secret>) -> Self {
        Self { client: Some((id.into(), Some(secret.into()))), ..Self::new(Grant::ClientCredentials) }
    }

    /// A token for a user who agreed before. A new refresh token that comes with it takes the place of this one.
    #[inline]
    pub fn refresh_token(token: impl Into<Secret>) -> Self {
        Self::new(Grant::RefreshToken(token.into()))
    }

    /// A token for a user whose password is known.
    #[inline]
    pub fn password(user: impl Into<String>, password: impl Into<Secret>) -> Self {
        Self::new(Grant::Password { user: user.into(), password: password.into() })
    }

    #[inline]
    fn new(grant: Grant) -> Self {
        let (scopes, parameters) = (Vec::new(), Vec::new());
        Self { grant, client: None, scopes, token_url: None, parameters, secret_in_body: false, save: None }
    }

    /// Sets the client id, and its secret if it has one.
    #[must_use]
    #[inline]
    pub fn client(mut self, id: impl Into<String>, secret: Option<Secret>) -> Self {
        self.client = Some((id.into(), secret));
        self
    }

    /// Requests a scope. Without scopes the server decides.
    #[must_use]
    #[inline]
    pub fn scope(mut self, scope: impl Into<String>) -> Self {
        self.scopes.push(scope.into());
        self
    }

    /// Sets the URL of the token endpoint, instead of that of the document.
    #[must_use]
    #[inline]
    pub fn token_url(mut self, url: impl Into<String>) -> Self {
        self.token_url = Some(url.into());
        self
    }

    /// Sends another parameter, such as `audience`.
    #[must_use]
    #[inline]
    pub fn parameter(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.parameters.push((name.into(), value.into()));
        self
    }

    /// Sends the secret of the client in the body instead of the `Authorization` header, which some servers require.
    #[must_use]
    #[inline]
    pub fn secret_in_body(mut self) -> Self {
        self.secret_in_body = true;
        self
    }

    /// Calls this function with each refresh token that the server issues, before anything is sent with it: a token that was used is
    /// often worth nothing any more, so a program that is started again needs the last one. The function must return soon:
    /// `OAuthGrant::refresh_token(load()?).on_refresh_token(|token| save(token.expose()))`.
    #[must_use]
    #[inline]
    pub fn on_refresh_token(mut self, save: impl Fn(&Secret) + Send + Sync + 'static) -> Self {
        self.save = Some(Arc::new(save));
        self
    }

    /// Hands a new refresh token to the caller.
    #[inline]
    pub(crate) fn save(&self, refresh: &Secret) {
        if let Some(save) = &self.save {
            save(refresh);
        }
    }

    /// Whether it begins with a refresh token, which is worth nothing when the server has issued another one for it.
    #[inline]
    pub(crate) fn is_of_refresh_token(&self) -> bool {
        matches!(self.grant, Grant::RefreshToken(_))
    }

    /// The URL of the token endpoint: as set, else as in the document.
    #[inline]
    pub(crate) fn url(&self, scheme: &SchemeKind) -> Option<String> {
        if let Some(url) = &self.token_url {
            return Some(url.clone());
        }
        let SchemeKind::OAuth2 { flows } = scheme else { return None };
        let wanted = match self.grant {
            Grant::ClientCredentials => FlowKind::ClientCredentials,
            Grant::RefreshToken(_) => FlowKind::AuthorizationCode,
            Grant::Password { .. } => FlowKind::Password,
        };
        let flow = flows.iter().find(|flow| flow.kind == wanted);
        let flow = flow.or_else(|| flows.iter().find(|flow| flow.token_url.is_some()))?;
        let refresh = flow.refresh_url.filter(|_| matches!(self.grant, Grant::RefreshToken(_)));
        refresh.or(flow.token_url).map(str::to_owned)
    }

    /// The request, as `Authorization` header and form.
    #[inline]
    pub(crate) fn request(&self, refresh: Option<&Secret>) -> (Option<String>, String) {
        let mut form = Vec::new();
        match (refresh, &self.grant) {
            (Some(token), _) | (None, Grant::RefreshToken(token)) => {
                form.extend([("grant_type", "refresh_token"), ("refresh_token", token.expose())]);
            }
            (None, Grant::ClientCredentials) => form.push(("grant_type", "client_credentials")),
            (None, Grant::Password { user, password }) => {
                form.extend([("grant_type", "password"), ("username", user), ("password", password.expose())]);
            }
        }
        let scopes = self.scopes.join(" ");
        if !scopes.is_empty() {
            form.push(("scope", &scopes));
        }
        let mut authorization = None;
        match &self.client {
            Some((id, Some(secret))) if !self.secret_in_body => {
                let pair = format!("{}:{}", encode_form(id), encode_form(secret.expose()));
                authorization = Some(format!("Basic {}", to_base64(pair.as_bytes())));
            }
            Some((id, secret)) => {
                form.push(("client_id", id));
                form.extend(secret.iter().map(|secret| ("client_secret", secret.expose())));
            }
            None => {}
        }
        form.extend(self.parameters.iter().map(|(name, value)| (name.as_str(), value.as_str())));
        let pieces = form.iter().map(|(name, value)| format!("{}={}", encode_form(name), encode_form(value)));
        (authorization, pieces.collect::<Vec<_>>().join("&"))
    }
}

impl fmt::Debug for OAuthGrant {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let grant = match self.grant {
            Grant::ClientCredentials => "client_credentials",
            Grant::RefreshToken(_) => "refresh_token",
            Grant::Password { .. } => "password",
        };
        f.debug_struct("OAuthGrant").field("grant", &grant).field("scopes", &self.scopes).finish_non_exhaustive()
    }
}
