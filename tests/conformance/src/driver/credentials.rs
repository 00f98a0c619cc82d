//! Credentials: what a call says in headers of its own goes through the setter of the security scheme that sends such a header;
//! everything else is added to the call.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use crategen::ir::{Client, Credential, CredentialKind, Location, Operation};
use proc_macro2::TokenStream;
use quote::quote;

use super::place::text;
use crate::calls::Arguments;

/// What a credential is where a call has none for an operation that needs one: the client sends nothing without.
const PLACEHOLDER: &str = "none-given";

/// The setters of the builder, and what is added to the call.
///
/// # Errors
/// A credential is not written as its scheme says.
pub(super) fn split(
    client: &Client,
    operation: &Operation,
    arguments: &Arguments,
) -> Result<(TokenStream, TokenStream), String> {
    let (mut setters, mut added) = (TokenStream::new(), TokenStream::new());
    let mut proven = false;
    let is_param = |name: &str| operation.params.iter().any(|param| param.wire.eq_ignore_ascii_case(name));
    // What only the transport can send as a header of its own may stand among the documented ones.
    for (name, value) in arguments.extra.iter().filter(|(name, _)| !is_param(name)) {
        let value = text(value);
        let needed = operation.auth.iter().flatten().filter_map(|need| client.auth.get(need.scheme));
        let found = needed.chain(&client.auth).find_map(|credential| setter(credential, name, &value));
        match found {
            Some(setter) => {
                setters.extend(setter?);
                proven = true;
            }
            None if name.eq_ignore_ascii_case("content-type") => {}
            None => added.extend(quote!(.header(#name, #value))),
        }
    }
    let open = operation.auth.is_empty() || operation.auth.iter().any(Vec::is_empty);
    if !proven && !open {
        let needs = operation.auth.first().into_iter().flatten();
        setters.extend(needs.filter_map(|need| client.auth.get(need.scheme)).map(placeholder));
    }
    Ok((setters, added))
}

/// The setter, where the scheme sends such a header, parameter or cookie.
fn setter(credential: &Credential, name: &str, value: &str) -> Option<Result<TokenStream, String>> {
    let Credential { setter, kind, .. } = credential;
    let scheme = match kind {
        CredentialKind::ApiKey { location, name: key } => {
            let same = if *location == Location::Header { key.eq_ignore_ascii_case(name) } else { key == name };
            return same.then(|| Ok(quote!(.#setter(#value))));
        }
        CredentialKind::MutualTls => return None,
        CredentialKind::Basic => "Basic",
        CredentialKind::Bearer | CredentialKind::OAuth2 { .. } | CredentialKind::OpenIdConnect { .. } => "Bearer",
        CredentialKind::Http { scheme } => scheme,
    };
    if !name.eq_ignore_ascii_case("authorization") {
        return None;
    }
    let (of, rest) = value.split_once(' ')?;
    if !of.eq_ignore_ascii_case(scheme) {
        return None;
    }
    if *kind != CredentialKind::Basic {
        return Some(Ok(quote!(.#setter(#rest))));
    }
    let decoded = STANDARD.decode(rest).ok().and_then(|bytes| String::from_utf8(bytes).ok());
    Some(match decoded.as_deref().and_then(|pair| pair.split_once(':')) {
        Some((user, password)) => Ok(quote!(.#setter(#user, #password))),
        None => Err("the user and password are no base64 of `user:password`".to_owned()),
    })
}

fn placeholder(credential: &Credential) -> TokenStream {
    let setter = &credential.setter;
    match credential.kind {
        CredentialKind::MutualTls => TokenStream::new(),
        CredentialKind::Basic => quote!(.#setter(#PLACEHOLDER, #PLACEHOLDER)),
        _ => quote!(.#setter(#PLACEHOLDER)),
    }
}
