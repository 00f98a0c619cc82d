//! What the document says about the whole API: its name, servers and security schemes. Plain data in `static`s.

/// One API.
#[derive(Debug)]
pub struct Api {
    /// The name for the user agent.
    pub name: &'static str,
    /// The version for the user agent.
    pub version: &'static str,
    /// The servers of the document; the first one is the default.
    pub servers: &'static [Server],
    /// The security schemes; operations refer to them by index.
    pub schemes: &'static [Scheme],
}

/// A server of the document.
#[derive(Debug)]
pub struct Server {
    /// The URL, in which `{name}` stands for a variable.
    pub url: &'static str,
    /// What the document says about it.
    pub description: &'static str,
    /// The variables of the URL.
    pub variables: &'static [ServerVariable],
}

/// A variable in the URL of a server.
#[derive(Debug)]
pub struct ServerVariable {
    /// Its name, as between the braces.
    pub name: &'static str,
    /// The value it has unless another is given.
    pub default: &'static str,
    /// The values it may have; when empty, any.
    pub allowed: &'static [&'static str],
}

/// A security scheme of the document.
#[derive(Debug)]
pub struct Scheme {
    /// The key under which the document has it.
    pub id: &'static str,
    /// What kind it is.
    pub kind: SchemeKind,
}

/// The kinds of security schemes (OpenAPI 3.1, section 4.8.27).
#[derive(Debug)]
pub enum SchemeKind {
    /// A key in a header, the query or a cookie.
    ApiKey {
        /// Where it is sent.
        location: Location,
        /// The name of the header, query parameter or cookie.
        name: &'static str,
    },
    /// User and password (RFC 7617).
    Basic,
    /// A bearer token (RFC 6750).
    Bearer,
    /// Another scheme of the `Authorization` header.
    Http {
        /// Its name, which is sent in front of the credential.
        scheme: &'static str,
    },
    /// OAuth 2.0; the token is sent as a bearer token.
    OAuth2 {
        /// How a token can be had.
        flows: &'static [OAuthFlow],
    },
    /// OpenID Connect; the token is sent as a bearer token.
    OpenIdConnect {
        /// Where the provider tells about itself.
        url: &'static str,
    },
    /// A certificate of the client: nothing is sent by this runtime, the transport has to be configured for it.
    MutualTls,
}

/// One way to an OAuth 2.0 token.
#[derive(Debug)]
pub struct OAuthFlow {
    /// Which way.
    pub kind: FlowKind,
    /// Where a user is asked, for the flows with a user.
    pub authorization_url: Option<&'static str>,
    /// Where a token is asked for.
    pub token_url: Option<&'static str>,
    /// Where a token is renewed; without it, at `token_url`.
    pub refresh_url: Option<&'static str>,
    /// The scopes that exist.
    pub scopes: &'static [&'static str],
}

/// The flows of OAuth 2.0 (OpenAPI 3.1, section 4.8.28; device flow: 3.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FlowKind {
    /// `implicit`
    Implicit,
    /// `password`
    Password,
    /// `clientCredentials`
    ClientCredentials,
    /// `authorizationCode`
    AuthorizationCode,
    /// `deviceAuthorization`
    DeviceAuthorization,
}

/// Where a parameter or a key is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Location {
    /// In the path of the URL.
    Path,
    /// In the query of the URL.
    Query,
    /// In a header.
    Header,
    /// In the `Cookie` header.
    Cookie,
}
