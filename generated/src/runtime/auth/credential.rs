//! Credentials: which an operation needs, and how they are put on a request.

use http::HeaderMap;
use http::HeaderValue;
use http::header;
use http::header::HeaderName;

use crate::runtime::description::Api;
use crate::runtime::description::Location;
use crate::runtime::description::Need;
use crate::runtime::description::Op;
use crate::runtime::description::Scheme;
use crate::runtime::description::SchemeKind;
use crate::runtime::encoding::Keep;
use crate::runtime::encoding::percent;
use crate::runtime::encoding::style;
use crate::runtime::encoding::to_base64;
use crate::runtime::request::headers;
use crate::runtime::response::Error;
use crate::runtime::response::ErrorKind;

use super::grant::OAuthGrant;
use super::secret::Secret;
use super::token::Token;

/// What authorises calls, for one security scheme.
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
    /// What a token of an OAuth 2.0 or OpenID Connect scheme is got for, by the client itself.
    OAuth2(OAuthGrant),
}

impl From<Token> for Credential {
    fn from(token: Token) -> Self {
        Self::Bearer(token)
    }
}

impl From<Secret> for Credential {
    fn from(token: Secret) -> Self {
        Self::Bearer(token.into())
    }
}

impl From<String> for Credential {
    fn from(token: String) -> Self {
        Self::Bearer(token.into())
    }
}

impl From<&str> for Credential {
    fn from(token: &str) -> Self {
        Self::Bearer(token.into())
    }
}

impl From<OAuthGrant> for Credential {
    fn from(grant: OAuthGrant) -> Self {
        Self::OAuth2(grant)
    }
}

/// A credential as a client keeps it.
#[derive(Clone)]
pub(crate) enum Prover {
    Fixed(Proof),
    Token(Token),
}

/// A credential as one attempt sends it.
#[derive(Clone)]
pub(crate) enum Proof {
    Text(Secret),
    Basic { user: String, password: Secret },
}

impl Credential {
    /// The credential as a client keeps it, for a scheme of the API.
    ///
    /// # Errors
    /// When the scheme wants another kind of credential, or does not tell where tokens are got.
    pub(crate) fn prover(
        self,
        scheme: &Scheme,
        tokens: impl FnOnce(OAuthGrant, String) -> Result<Token, Error>,
    ) -> Result<Prover, Error> {
        use SchemeKind as Kind;
        match (self, &scheme.kind) {
            (Self::ApiKey(key), Kind::ApiKey { .. }) => Ok(Prover::Fixed(Proof::Text(key))),
            (Self::Basic { user, password }, Kind::Basic) => Ok(Prover::Fixed(Proof::Basic { user, password })),
            (
                Self::Bearer(token),
                Kind::Bearer | Kind::Http { .. } | Kind::OAuth2 { .. } | Kind::OpenIdConnect { .. },
            ) => Ok(Prover::Token(token)),
            (Self::OAuth2(grant), Kind::OAuth2 { .. } | Kind::OpenIdConnect { .. }) => {
                let unknown =
                    || Error::request(format!("{:?} tells no URL for tokens; give it with `.token_url(…)`", scheme.id));
                let url = grant.url(&scheme.kind).ok_or_else(unknown)?;
                tokens(grant, url).map(Prover::Token)
            }
            _ => Err(Error::request(format!("the security scheme {:?} takes another kind of credential", scheme.id))),
        }
    }
}

impl Prover {
    pub(crate) async fn prove(&self) -> Result<Proof, Error> {
        match self {
            Self::Fixed(proof) => Ok(proof.clone()),
            Self::Token(token) => token.get().await.map(Proof::Text),
        }
    }

    pub(crate) fn prove_blocking(&self) -> Result<Proof, Error> {
        match self {
            Self::Fixed(proof) => Ok(proof.clone()),
            Self::Token(token) => token.get_blocking().map(Proof::Text),
        }
    }

    /// The server refused the proof. Whether there can be another one.
    pub(crate) fn rejected(&self, proof: &Proof) -> bool {
        match (self, proof) {
            (Self::Token(source), Proof::Text(token)) => source.rejected(token),
            (Self::Token(_), Proof::Basic { .. }) | (Self::Fixed(_), _) => false,
        }
    }
}

/// The schemes to prove for a call: the first alternative for which there are all credentials; without one, none, if the
/// operation can be called anonymously.
///
/// # Errors
/// When the operation needs credentials that the client has not.
pub(crate) fn choose(api: &'static Api, op: &Op, credentials: &[Option<Prover>]) -> Result<Vec<usize>, Error> {
    let by_transport =
        |need: &Need| api.schemes.get(need.scheme).is_some_and(|scheme| matches!(scheme.kind, SchemeKind::MutualTls));
    let has = |need: &Need| by_transport(need) || credentials.get(need.scheme).is_some_and(Option::is_some);
    let satisfied = op.security.iter().find(|needs| !needs.is_empty() && needs.iter().all(has));
    if let Some(needs) = satisfied {
        return Ok(needs.iter().filter(|need| !by_transport(need)).map(|need| need.scheme).collect());
    }
    if op.security.is_empty() || op.security.iter().any(|needs| needs.is_empty()) {
        return Ok(Vec::new());
    }
    let alternatives: Vec<String> = op.security.iter().map(|needs| names(api, needs)).collect();
    let problem = format!(
        "the operation needs a credential for {}; give it to the builder of the client",
        alternatives.join(", or for ")
    );
    Err(Error::new(ErrorKind::Credential, problem))
}

fn names(api: &'static Api, needs: &[Need]) -> String {
    let names = needs.iter().filter_map(|need| api.schemes.get(need.scheme));
    names.map(|scheme| format!("`{}`", scheme.id)).collect::<Vec<_>>().join(" and ")
}

/// Puts a credential on a request: a header, or a piece of the query or of the cookies.
///
/// # Errors
/// When it has characters that cannot be sent; the error names the scheme only.
pub(crate) fn apply(
    scheme: &Scheme,
    proof: &Proof,
    headers: &mut HeaderMap,
    query: &mut Vec<String>,
    cookies: &mut Vec<String>,
) -> Result<(), Error> {
    let illegal = || {
        let problem = format!("the credential for `{}` has characters that cannot be sent", scheme.id);
        Error::new(ErrorKind::Credential, problem)
    };
    let authorization = |text: String| header_value(&text).map(|value| (header::AUTHORIZATION, value));
    let header = match (&scheme.kind, proof) {
        (SchemeKind::ApiKey { location: Location::Header, name }, Proof::Text(key)) => {
            HeaderName::from_bytes(name.as_bytes()).ok().zip(header_value(key.expose()))
        }
        (SchemeKind::ApiKey { location: Location::Cookie, name }, Proof::Text(key)) => {
            if !style::is_cookie_value(key.expose()) {
                return Err(illegal());
            }
            cookies.push(format!("{name}={}", key.expose()));
            return Ok(());
        }
        (SchemeKind::ApiKey { name, .. }, Proof::Text(key)) => {
            let name = percent::encode(name, Keep::Unreserved);
            query.push(format!("{name}={}", percent::encode(key.expose(), Keep::Unreserved)));
            return Ok(());
        }
        (SchemeKind::Basic, Proof::Basic { user, password }) if !user.contains(':') => {
            authorization(format!("Basic {}", to_base64(format!("{user}:{}", password.expose()).as_bytes())))
        }
        (SchemeKind::Http { scheme }, Proof::Text(token)) => authorization(format!("{scheme} {}", token.expose())),
        (_, Proof::Text(token)) => authorization(format!("Bearer {}", token.expose())),
        (_, Proof::Basic { .. }) => None,
    };
    let (name, value) = header.ok_or_else(illegal)?;
    match headers.contains_key(&name) {
        true => Err(Error::request(format!("the header {name} is set by the credential for `{}`", scheme.id))),
        false => {
            headers.insert(name, value);
            Ok(())
        }
    }
}

fn header_value(text: &str) -> Option<HeaderValue> {
    let mut value = headers::header_value(text)?;
    value.set_sensitive(true);
    Some(value)
}
