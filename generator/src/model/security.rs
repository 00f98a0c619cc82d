//! Security schemes.

use serde_json::Value;

use super::reader::{Fault, Reader};
use super::{FlowKind, Location, OAuthFlow, Scheme, SchemeKind};
use crate::pointer::Pointer;

impl Reader<'_> {
    pub(super) fn security_schemes(&mut self) {
        let at = Pointer::root().join(["components", "securitySchemes"]);
        for name in self.object_at(&at).keys() {
            // A scheme that cannot be read is told; the operations that need it are left out by name later.
            if let Ok(scheme) = self.scheme(&at.child(name)) {
                self.api.schemes.insert(name.clone(), scheme);
            }
        }
    }

    fn scheme(&mut self, at: &Pointer) -> Result<Scheme, Fault> {
        let at = &self.resolve(at)?;
        let raw = self.object_at(at);
        let place = self.place(at);
        // `openapiv3` does not know the kind that 3.1 added.
        if raw.get("x-crategen-mutual-tls") == Some(&Value::Bool(true)) {
            let description = raw.get("description").and_then(Value::as_str).map(str::to_owned);
            return Ok(Scheme { place, description, kind: SchemeKind::MutualTls });
        }
        let (description, kind) = match self.parse("model::security-scheme", at)? {
            openapiv3::SecurityScheme::APIKey { location, name, description, .. } => {
                (description, SchemeKind::ApiKey { location: api_key(&location), name })
            }
            openapiv3::SecurityScheme::HTTP { scheme, description, .. } => (description, SchemeKind::Http(scheme)),
            openapiv3::SecurityScheme::OAuth2 { flows, description, .. } => {
                (description, SchemeKind::OAuth2(self::flows(flows)))
            }
            openapiv3::SecurityScheme::OpenIDConnect { open_id_connect_url, description, .. } => {
                (description, SchemeKind::OpenIdConnect(open_id_connect_url))
            }
        };
        Ok(Scheme { place, description, kind })
    }
}

fn api_key(location: &openapiv3::APIKeyLocation) -> Location {
    match location {
        openapiv3::APIKeyLocation::Query => Location::Query,
        openapiv3::APIKeyLocation::Header => Location::Header,
        openapiv3::APIKeyLocation::Cookie => Location::Cookie,
    }
}

/// The flows that a scheme has.
fn flows(flows: openapiv3::OAuth2Flows) -> Vec<OAuthFlow> {
    let mut all = Vec::new();
    if let Some(flow) = flows.client_credentials {
        let scopes = flow.scopes.into_keys().collect();
        let (token_url, refresh_url) = (Some(flow.token_url), flow.refresh_url);
        all.push(OAuthFlow {
            kind: FlowKind::ClientCredentials,
            authorization_url: None,
            token_url,
            refresh_url,
            scopes,
        });
    }
    if let Some(flow) = flows.authorization_code {
        let scopes = flow.scopes.into_keys().collect();
        let (authorization_url, token_url) = (Some(flow.authorization_url), Some(flow.token_url));
        let kind = FlowKind::AuthorizationCode;
        all.push(OAuthFlow { kind, authorization_url, token_url, refresh_url: flow.refresh_url, scopes });
    }
    if let Some(flow) = flows.password {
        let scopes = flow.scopes.into_keys().collect();
        let (token_url, refresh_url) = (Some(flow.token_url), flow.refresh_url);
        all.push(OAuthFlow { kind: FlowKind::Password, authorization_url: None, token_url, refresh_url, scopes });
    }
    if let Some(flow) = flows.implicit {
        let scopes = flow.scopes.into_keys().collect();
        let (authorization_url, refresh_url) = (Some(flow.authorization_url), flow.refresh_url);
        all.push(OAuthFlow { kind: FlowKind::Implicit, authorization_url, token_url: None, refresh_url, scopes });
    }
    all
}
