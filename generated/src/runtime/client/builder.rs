//! The builder of clients: settings, and their validation.

use std::error::Error as StdError;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http::HeaderMap;
use http::HeaderValue;
use http::header::HeaderName;

use crate::runtime::auth::Authenticator;
use crate::runtime::auth::Credential;
use crate::runtime::auth::OAuthGrant;
use crate::runtime::auth::Secret;
use crate::runtime::auth::Token;
use crate::runtime::description::Api;
use crate::runtime::execute::RetryBudget;
use crate::runtime::execute::Settings;
use crate::runtime::execute::Shared;
use crate::runtime::json::Tolerance;
use crate::runtime::request::Address;
use crate::runtime::request::Attempt;
use crate::runtime::request::BaseUrl;
use crate::runtime::request::ClientHeaders;
use crate::runtime::request::Given;
use crate::runtime::request::Hooks;
use crate::runtime::request::Origin;
use crate::runtime::request::OutgoingRequest;
use crate::runtime::request::Rule;
use crate::runtime::request::Servers;
use crate::runtime::request::expand;
use crate::runtime::request::header;
use crate::runtime::request::header_name;
use crate::runtime::request::header_value;
use crate::runtime::request::query_piece;
use crate::runtime::response::Error;
use crate::runtime::response::ErrorKind;
use crate::runtime::transport::Async;
use crate::runtime::transport::Blocking;
use crate::runtime::transport::BlockingTransport;
use crate::runtime::transport::Mode;
use crate::runtime::transport::Transport;

use super::handle::Client;
use super::oauth::Exchange;
use super::oauth::IntoToken;

/// The header in which most servers say how they call a request.
const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Collects the settings of a client; [`ClientBuilder::build`] validates them.
pub struct ClientBuilder<M> {
    api: &'static Api,
    settings: Settings,
    credentials: Vec<(&'static str, Credential)>,
    base_url: Option<String>,
    origin: Option<String>,
    server: usize,
    variables: Vec<(String, String)>,
    trusted: Vec<String>,
    headers: Vec<(String, Secret)>,
    query: Vec<String>,
    user_agent: Option<String>,
    idempotency: Option<String>,
    request_id: Option<String>,
    hooks: Hooks,
    allow_http: bool,
    mode: Option<M>,
}

impl<M: Mode> ClientBuilder<M> {
    /// A builder with the defaults.
    #[doc(hidden)]
    #[inline]
    pub fn new(api: &'static Api) -> Self {
        Self {
            api,
            settings: Settings::default(),
            credentials: Vec::new(),
            base_url: None,
            origin: None,
            server: 0,
            variables: Vec::new(),
            trusted: Vec::new(),
            headers: Vec::new(),
            query: Vec::new(),
            user_agent: None,
            idempotency: None,
            request_id: None,
            hooks: Hooks::default(),
            allow_http: false,
            mode: None,
        }
    }

    /// Sets the credential for the security scheme of that id; the last one counts.
    #[must_use]
    #[inline]
    pub fn credential(mut self, scheme: &'static str, credential: Credential) -> Self {
        self.credentials.push((scheme, credential));
        self
    }

    /// Sends all calls to this URL instead of the servers of the document. Credentials are sent to its origin.
    #[must_use]
    #[inline]
    pub fn base_url(mut self, url: impl Into<String>) -> Self {
        self.base_url = Some(url.into());
        self
    }

    /// Sends all calls to this scheme, host and port, such as `https://api.example.com`, with the paths that the servers of the
    /// document have. For a document whose servers are paths only, or to call a server at another place. Credentials are sent there.
    #[must_use]
    #[inline]
    pub fn origin(mut self, url: impl Into<String>) -> Self {
        self.origin = Some(url.into());
        self
    }

    /// Uses the server of that index in the document; the first one has index 0.
    #[must_use]
    #[inline]
    pub fn server(mut self, index: usize) -> Self {
        self.server = index;
        self
    }

    /// Sets a variable in the URL of the server: labels where it is a part of the host, a host and port where it is all of it, one
    /// segment where it stands in the path. [`base_url`](Self::base_url) takes anything else.
    #[must_use]
    #[inline]
    pub fn server_variable(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.variables.push((name.into(), value.into()));
        self
    }

    /// Allows URLs without encryption: for tests and machines of one's own.
    #[must_use]
    #[inline]
    pub fn allow_http(mut self, allow: bool) -> Self {
        self.allow_http = allow;
        self
    }

    /// Also trusts the origin of this URL: credentials are sent there when a call sets a base URL of that origin.
    #[must_use]
    #[inline]
    pub fn trust_origin(mut self, url: impl Into<String>) -> Self {
        self.trusted.push(url.into());
        self
    }

    /// How long a call may take with all its retries; 120 s by default, `None` for no limit.
    #[must_use]
    #[inline]
    pub fn timeout(mut self, timeout: impl Into<Option<Duration>>) -> Self {
        self.settings.deadline = timeout.into();
        self
    }

    /// How long one attempt may take; 60 s by default. For a streamed response it ends with the head of the response, and for a
    /// streamed body it begins anew with each piece.
    #[must_use]
    #[inline]
    pub fn attempt_timeout(mut self, timeout: impl Into<Option<Duration>>) -> Self {
        self.settings.timeouts.attempt = timeout.into();
        self
    }

    /// How long a connection may take; 10 s by default.
    #[must_use]
    #[inline]
    pub fn connect_timeout(mut self, timeout: impl Into<Option<Duration>>) -> Self {
        self.settings.timeouts.connect = timeout.into();
        self
    }

    /// How long a response may stand still; 30 s by default. The blocking transport that is built in keeps it for streams, their
    /// heads included; what it reads whole ends with the attempt.
    #[must_use]
    #[inline]
    pub fn idle_timeout(mut self, timeout: impl Into<Option<Duration>>) -> Self {
        self.settings.timeouts.idle = timeout.into();
        self
    }

    /// How often a call is sent again at most; 2 by default.
    #[must_use]
    #[inline]
    pub fn retries(mut self, retries: u32) -> Self {
        self.settings.retry.set_retries(retries);
        self
    }

    /// After which statuses a call may be sent again; 408, 429, 500, 502, 503 and 504 by default. A call that must not be done twice,
    /// such as a POST without a key, is sent again only after those of them that say that it was not done: 429 and 503 with
    /// `Retry-After`.
    #[must_use]
    #[inline]
    pub fn retry_statuses(mut self, statuses: impl IntoIterator<Item = u16>) -> Self {
        self.settings.retry.set_statuses(statuses);
        self
    }

    /// Decides after which failed attempts a call is sent again, in place of the client, whose decision is
    /// [`Attempt::would_retry`]. It is not asked where there can be no further attempt. For a server that answers 403 where others
    /// answer 429: `|attempt| attempt.would_retry() || attempt.body().starts_with(b"Rate limit")`.
    #[must_use]
    #[inline]
    pub fn retry_if(mut self, decide: impl Fn(&Attempt<'_>) -> bool + Send + Sync + 'static) -> Self {
        self.settings.retry.set_decision(decide);
        self
    }

    /// How long the first pause between two attempts may be, and the longest one; 250 ms and 8 s by default. A pause is any time up
    /// to its limit, which doubles from attempt to attempt, or what the server asks for in `Retry-After`, if that is longer.
    #[must_use]
    #[inline]
    pub fn retry_pauses(mut self, first: Duration, longest: Duration) -> Self {
        self.settings.retry.set_pauses(first, longest);
        self
    }

    /// Sends a random key in this header with each POST, the same one in all its attempts, and sends it again as a GET would be: for
    /// a server that does a request with a key only once. A call can have a key of its own:
    /// [`Call::idempotency_key`](super::Call::idempotency_key).
    #[must_use]
    #[inline]
    pub fn idempotency_header(mut self, name: impl Into<String>) -> Self {
        self.idempotency = Some(name.into());
        self
    }

    /// How many bytes a response may have that is read whole; 16 MiB by default.
    #[must_use]
    #[inline]
    pub fn response_limit(mut self, bytes: usize) -> Self {
        self.settings.response_limit = bytes;
        self
    }

    /// How many values of free-form JSON (members, items and keys that have no type of their own) a response may hold, and as many
    /// items with a type as take the memory of so many values without the text for it; a million by default. Two bytes of text
    /// can take up to 72 bytes of memory as free-form JSON, so [`response_limit`](Self::response_limit) alone does not bound
    /// the memory of a response.
    #[must_use]
    #[inline]
    pub fn json_nodes(mut self, nodes: usize) -> Self {
        self.settings.json_nodes = nodes;
        self
    }

    /// What the client tolerates in responses that are not as documented; null in place of a list or map without this call. What is
    /// tolerated is in [`Response::problems`](crate::runtime::Response::problems) of a call `.with_response()`, is an event of
    /// `tracing`, and is counted by [`Client::tolerated`].
    #[must_use]
    #[inline]
    pub fn tolerant(mut self, tolerance: Tolerance) -> Self {
        self.settings.tolerance = tolerance;
        self
    }

    /// Whether the text of an error includes what the server says in the body of a failure; without this call it does. Included is
    /// a body that is one text (`text/plain`, or a string of JSON), or the message at a usual key of JSON (`message`, `detail`,
    /// `error`, …), at most 200 characters; headers and what was sent never are. [`Error::body_text`](crate::runtime::Error::body_text) has the whole body.
    #[must_use]
    #[inline]
    pub fn error_messages(mut self, include: bool) -> Self {
        self.settings.error_messages = include;
        self
    }

    /// How many bytes of the body of an error are kept; 64 KiB by default.
    #[must_use]
    #[inline]
    pub fn error_body_limit(mut self, bytes: usize) -> Self {
        self.settings.error_limit = bytes;
        self
    }

    /// Follows up to that many redirects of GET and HEAD calls, within the origin only; none by default.
    #[must_use]
    #[inline]
    pub fn follow_redirects(mut self, hops: u32) -> Self {
        self.settings.redirects = hops;
        self
    }

    /// Sends a header with every call of the API (not with downloads). The header of a security scheme stands for its
    /// credential.
    #[must_use]
    #[inline]
    pub fn default_header(self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.header_secret(name, value.into())
    }

    /// Sends a header with every call of the API (not with downloads), such as a credential that the document does not have.
    #[must_use]
    #[inline]
    pub fn header_secret(mut self, name: impl Into<String>, value: impl Into<Secret>) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    /// Sends a parameter in the query of every call of the API (not of downloads and links to pages), unless the call has one of that
    /// name: an `api-version`, for example.
    #[must_use]
    #[inline]
    pub fn default_query(mut self, name: impl AsRef<str>, value: impl AsRef<str>) -> Self {
        self.query.push(query_piece(name.as_ref(), value.as_ref()));
        self
    }

    /// Sends all calls without credentials, whatever the document says that they need.
    #[must_use]
    #[inline]
    pub fn without_credentials(mut self) -> Self {
        self.settings.anonymous = true;
        self
    }

    /// Replaces the user agent, which is the name and version of the client crate.
    #[must_use]
    #[inline]
    pub fn user_agent(mut self, value: impl Into<String>) -> Self {
        self.user_agent = Some(value.into());
        self
    }

    /// The header of responses in which the server says how it calls a request; `x-request-id` by default. With the feature `tracing`
    /// its value is the field `request_id` of the span of an attempt.
    #[must_use]
    #[inline]
    pub fn request_id_header(mut self, name: impl Into<String>) -> Self {
        self.request_id = Some(name.into());
        self
    }

    /// Calls a function for each request before it is sent, once for each attempt: to log it, or to add a header. It does not see
    /// credentials, which are added behind it. It is not called for downloads and requests of tokens, which may go to any server.
    #[must_use]
    #[inline]
    pub fn on_request(mut self, hook: impl Fn(&mut OutgoingRequest<'_>) + Send + Sync + 'static) -> Self {
        self.hooks.requests.push(Box::new(hook));
        self
    }

    /// Calls a function for each request as it is sent, once for each attempt and after all else, to sign it: it sees credentials, too,
    /// so do not log what it gets. If it fails, so does the call, as [`ErrorKind::Credential`](crate::runtime::ErrorKind). It is not
    /// called for downloads and requests of tokens. If the signature is the credential that the document asks for, the client is made
    /// [`without_credentials`](Self::without_credentials).
    #[must_use]
    #[inline]
    pub fn sign(
        mut self,
        sign: impl Fn(&mut OutgoingRequest<'_>) -> Result<(), Box<dyn StdError + Send + Sync>> + Send + Sync + 'static,
    ) -> Self {
        self.hooks.signers.push(Box::new(sign));
        self
    }

    /// Calls a function for each attempt that has ended, with a response or without one, also if the call is sent again. It is called
    /// for downloads, too, but not for requests of tokens.
    #[must_use]
    #[inline]
    pub fn on_response(mut self, hook: impl Fn(&Attempt<'_>) + Send + Sync + 'static) -> Self {
        self.hooks.responses.push(Box::new(hook));
        self
    }

    /// The client.
    ///
    /// # Errors
    /// When something that was given cannot work: a URL, a header, a server variable, a credential of another kind.
    #[inline]
    pub fn build(self) -> Result<Client<M>, Error> {
        let (base, given) = base(&self)?;
        let trusted = self.trusted.iter().map(|url| Origin::of(url, self.allow_http));
        let trusted =
            trusted.collect::<Result<_, _>>().map_err(|what| Error::request(format!("trusted origin: {what}")))?;
        let headers = headers(&self.headers)?;
        let request_id = self.request_id.map_or(Ok(REQUEST_ID), |name| header_name(&name))?;
        let idempotency = self.idempotency.map(|name| header_name(&name)).transpose()?;
        let user_agent = self.user_agent.unwrap_or_else(|| format!("{}/{}", self.api.name, self.api.version));
        let user_agent = header_value(&user_agent);
        let user_agent = user_agent.ok_or_else(|| Error::request("the user agent is no legal header value"))?;
        let connect = || M::connect(&self.settings.timeouts, base.origin.is_https()).map_err(Error::transport);
        let mode = self.mode.map_or_else(connect, Ok)?;
        let tokens = |grant, url| token_source(&mode, grant, url, &self.settings, self.allow_http, user_agent.clone());
        if self.settings.anonymous && !self.credentials.is_empty() {
            return Err(Error::request("credentials were given to a client `without_credentials`"));
        }
        let credentials = credentials(self.api, self.credentials, tokens)?;
        let shared = Shared {
            api: self.api,
            settings: self.settings,
            credentials,
            servers: Servers { base, given, variables: self.variables, trusted, allow_http: self.allow_http },
            headers: ClientHeaders { headers, user_agent, query: self.query, idempotency },
            hooks: self.hooks,
            request_id,
            budget: RetryBudget::new(),
            tolerated: Arc::default(),
        };
        Ok(Client { shared: Arc::new(shared), mode })
    }
}

impl ClientBuilder<Async> {
    /// Sends through this transport instead of the built-in one. With the feature `tower`, `TowerTransport` is one with layers.
    #[must_use]
    #[inline]
    pub fn transport(mut self, transport: impl Transport) -> Self {
        self.mode = Some(Async { transport: Arc::new(transport) });
        self
    }

    /// Sends through this client of reqwest: one with a proxy, certificates or a unix socket of its own. It must be built with
    /// `redirect(reqwest::redirect::Policy::none())`, because a redirect that it follows takes credentials along. A response from
    /// another URL than that of the request is refused, but what the redirect took along has left by then.
    #[cfg(feature = "reqwest")]
    #[must_use]
    #[inline]
    pub fn reqwest(self, client: ::reqwest::Client) -> Self {
        self.transport(crate::runtime::transport::ReqwestTransport::from(client))
    }
}

impl ClientBuilder<Blocking> {
    /// Sends through this agent of ureq: one with a proxy or certificates of its own. It follows no redirects, whatever it is set up for.
    #[cfg(feature = "blocking")]
    #[must_use]
    #[inline]
    pub fn ureq(self, agent: ::ureq::Agent) -> Self {
        self.transport(crate::runtime::transport::UreqTransport::from(agent))
    }

    /// Sends through this transport instead of the built-in one.
    #[must_use]
    #[inline]
    pub fn transport(mut self, transport: impl BlockingTransport) -> Self {
        self.mode = Some(Blocking { transport: Arc::new(transport) });
        self
    }
}

#[inline]
fn credentials(
    api: &'static Api,
    given: Vec<(&'static str, Credential)>,
    tokens: impl Fn(OAuthGrant, String) -> Result<Token, Error>,
) -> Result<Vec<Option<Authenticator>>, Error> {
    let mut authenticators: Vec<Option<Authenticator>> = api.schemes.iter().map(|_| None).collect();
    for (id, credential) in given {
        let found = api.schemes.iter().zip(&mut authenticators).find(|(scheme, _)| scheme.id == id);
        let (scheme, place) = found.ok_or_else(|| Error::request(format!("the API has no security scheme {id:?}")))?;
        if scheme.unused {
            let problem = format!("no operation of the API asks for the credential of {id:?}: it would never be sent");
            return Err(Error::new(ErrorKind::Credential, problem));
        }
        *place = Some(credential.into_authenticator(scheme, &tokens)?);
    }
    Ok(authenticators)
}

/// A source of tokens with a client of its own over the same transport.
#[inline]
fn token_source<M: Mode>(
    mode: &M,
    grant: OAuthGrant,
    url: String,
    settings: &Settings,
    allow_http: bool,
    user_agent: HeaderValue,
) -> Result<Token, Error> {
    static NO_API: Api = Api { name: "oauth", version: "", servers: &[], schemes: &[] };
    let bad = |what| Error::request(format!("the URL for tokens: {what}"));
    let address = Address::parse(&url, Rule { http: allow_http, encode: false }).map_err(bad)?;
    let base = BaseUrl::parse(address.origin.as_str(), allow_http).map_err(bad)?;
    // It outlives the calls that wait for it, so their time does not end it.
    let deadline = settings.deadline.or(Settings::default().deadline);
    let shared = Shared {
        api: &NO_API,
        settings: Settings { deadline, retry: settings.retry.for_tokens(), ..settings.clone() },
        credentials: Vec::new(),
        servers: Servers { base, given: Given::BaseUrl, variables: Vec::new(), trusted: Vec::new(), allow_http },
        headers: ClientHeaders { headers: HeaderMap::new(), user_agent, query: Vec::new(), idempotency: None },
        hooks: Hooks::default(),
        request_id: REQUEST_ID,
        budget: RetryBudget::new(),
        tolerated: Arc::default(),
    };
    let client = Client { shared: Arc::new(shared), mode: mode.clone() };
    Ok(M::by_mode::<IntoToken>(Exchange::new(client, grant, url)))
}

/// The URL that the paths of operations are put behind, unless they have their own.
#[inline]
fn base<M>(builder: &ClientBuilder<M>) -> Result<(BaseUrl, Given), Error> {
    let bad = |what: String| Error::request(format!("base URL: {what}"));
    if let Some(url) = &builder.base_url {
        return BaseUrl::parse(url, builder.allow_http).map(|base| (base, Given::BaseUrl)).map_err(bad);
    }
    let server = match (builder.api.servers.get(builder.server), &builder.origin) {
        (Some(server), _) => expand(server, &builder.variables).map_err(bad)?,
        // Without servers there is one, `/` (OpenAPI 3.1, section 4.8.1).
        (None, Some(_)) if builder.server == 0 => "/".to_owned(),
        (None, _) => {
            let problem = format!("the document has no server {}; give the URL with `.base_url(…)`", builder.server);
            return Err(bad(problem));
        }
    };
    if let Some(origin) = &builder.origin {
        let problem = |what: String| Error::request(format!("origin: {what}"));
        let origin = BaseUrl::parse(origin, builder.allow_http).map_err(problem)?;
        if !origin.is_origin() {
            return Err(problem("it has a path; give the whole URL with `.base_url(…)`".to_owned()));
        }
        let base = BaseUrl::at(&origin.origin, &server, builder.allow_http).map_err(bad)?;
        return Ok((base, Given::Origin));
    }
    BaseUrl::of_document(&server, builder.allow_http).map(|base| (base, Given::Nothing)).map_err(bad)
}

#[inline]
fn headers(given: &[(String, Secret)]) -> Result<HeaderMap, Error> {
    let mut headers = HeaderMap::new();
    for (name, value) in given {
        let (name, value) = header(name, value.expose())?;
        headers.insert(name, value);
    }
    Ok(headers)
}

impl<M> fmt::Debug for ClientBuilder<M> {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientBuilder").field("api", &self.api.name).finish_non_exhaustive()
    }
}
