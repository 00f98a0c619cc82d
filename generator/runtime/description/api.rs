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

impl Server {
    /// The server at that URL, which has no variables.
    pub const fn new(url: &'static str, description: &'static str) -> Self {
        Self { url, description, variables: &[] }
    }

    /// Sets [`Self::variables`].
    pub const fn variables(mut self, variables: &'static [ServerVariable]) -> Self {
        self.variables = variables;
        self
    }
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

impl ServerVariable {
    /// The variable of that name, which may have any value.
    pub const fn new(name: &'static str, default: &'static str) -> Self {
        Self { name, default, allowed: &[] }
    }

    /// Sets [`Self::allowed`].
    pub const fn allowed(mut self, allowed: &'static [&'static str]) -> Self {
        self.allowed = allowed;
        self
    }
}

/// A security scheme of the document.
#[derive(Debug)]
pub struct Scheme {
    /// The key under which the document has it.
    pub id: &'static str,
    /// What kind it is.
    pub kind: SchemeKind,
    /// Whether no operation asks for it.
    pub unused: bool,
}

impl Scheme {
    const fn new(id: &'static str, kind: SchemeKind) -> Self {
        Self { id, kind, unused: false }
    }

    /// Sets [`Self::unused`].
    pub const fn unused(mut self) -> Self {
        self.unused = true;
        self
    }

    /// [`SchemeKind::ApiKey`]
    pub const fn api_key(id: &'static str, location: Location, name: &'static str) -> Self {
        Self::new(id, SchemeKind::ApiKey { location, name })
    }

    /// [`SchemeKind::Basic`]
    pub const fn basic(id: &'static str) -> Self {
        Self::new(id, SchemeKind::Basic)
    }

    /// [`SchemeKind::Bearer`]
    pub const fn bearer(id: &'static str) -> Self {
        Self::new(id, SchemeKind::Bearer)
    }

    /// [`SchemeKind::Http`]
    pub const fn http(id: &'static str, scheme: &'static str) -> Self {
        Self::new(id, SchemeKind::Http { scheme })
    }

    /// [`SchemeKind::OAuth2`]
    pub const fn oauth2(id: &'static str, flows: &'static [OAuthFlow]) -> Self {
        Self::new(id, SchemeKind::OAuth2 { flows })
    }

    /// [`SchemeKind::OpenIdConnect`]
    pub const fn open_id_connect(id: &'static str, url: &'static str) -> Self {
        Self::new(id, SchemeKind::OpenIdConnect { url })
    }

    /// [`SchemeKind::MutualTls`]
    pub const fn mutual_tls(id: &'static str) -> Self {
        Self::new(id, SchemeKind::MutualTls)
    }
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
        /// Where the provider publishes its metadata.
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
    /// Where a device asks for a code that its user types elsewhere (RFC 8628).
    pub device_authorization_url: Option<&'static str>,
    /// Where a token is asked for.
    pub token_url: Option<&'static str>,
    /// Where a token is renewed; without it, at `token_url`.
    pub refresh_url: Option<&'static str>,
    /// The scopes that exist.
    pub scopes: &'static [&'static str],
}

impl OAuthFlow {
    /// The flow of that kind, without URLs and scopes.
    pub const fn new(kind: FlowKind) -> Self {
        Self {
            kind,
            authorization_url: None,
            device_authorization_url: None,
            token_url: None,
            refresh_url: None,
            scopes: &[],
        }
    }

    /// Sets [`Self::authorization_url`].
    pub const fn authorization_url(mut self, url: &'static str) -> Self {
        self.authorization_url = Some(url);
        self
    }

    /// Sets [`Self::device_authorization_url`].
    pub const fn device_authorization_url(mut self, url: &'static str) -> Self {
        self.device_authorization_url = Some(url);
        self
    }

    /// Sets [`Self::token_url`].
    pub const fn token_url(mut self, url: &'static str) -> Self {
        self.token_url = Some(url);
        self
    }

    /// Sets [`Self::refresh_url`].
    pub const fn refresh_url(mut self, url: &'static str) -> Self {
        self.refresh_url = Some(url);
        self
    }

    /// Sets [`Self::scopes`].
    pub const fn scopes(mut self, scopes: &'static [&'static str]) -> Self {
        self.scopes = scopes;
        self
    }
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
