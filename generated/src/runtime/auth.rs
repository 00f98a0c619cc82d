//! Credentials: secrets, tokens and their sources, and how a request is authenticated.

pub(crate) mod authenticate;
mod credential;
mod grant;
mod secret;
mod single_flight;
mod token;
mod token_state;

pub use credential::Credential;
pub use grant::OAuthGrant;
pub use secret::Secret;
pub use token::BlockingTokenSource;
pub use token::BoxError;
pub use token::Token;
pub use token::TokenSource;

pub(crate) use credential::AuthValue;
pub(crate) use credential::Authenticator;
pub(crate) use single_flight::AsyncMutex;
pub(crate) use token_state::Issued;
pub(crate) use token_state::TokenState;
