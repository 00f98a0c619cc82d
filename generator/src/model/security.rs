//! Security schemes.

use serde_json::{Map, Value};

use super::Fault;
use super::reader::Reader;
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
        let deprecated = raw.get("deprecated") == Some(&Value::Bool(true));
        // `openapiv3` does not know the kind that 3.1 added.
        if raw.get("x-crategen-mutual-tls") == Some(&Value::Bool(true)) {
            let description = raw.get("description").and_then(Value::as_str).map(str::to_owned);
            return Ok(Scheme { place, description, deprecated, kind: SchemeKind::MutualTls });
        }
        let (description, kind) = match self.parse("model::security-scheme", at)? {
            openapiv3::SecurityScheme::APIKey { location, name, description, .. } => {
                (description, SchemeKind::ApiKey { location: api_key(&location), name })
            }
            openapiv3::SecurityScheme::HTTP { scheme, description, .. } => (description, SchemeKind::Http(scheme)),
            openapiv3::SecurityScheme::OAuth2 { description, .. } => (description, SchemeKind::OAuth2(flows(raw))),
            openapiv3::SecurityScheme::OpenIDConnect { open_id_connect_url, description, .. } => {
                (description, SchemeKind::OpenIdConnect(open_id_connect_url))
            }
        };
        Ok(Scheme { place, description, deprecated, kind })
    }
}

fn api_key(location: &openapiv3::APIKeyLocation) -> Location {
    match location {
        openapiv3::APIKeyLocation::Query => Location::Query,
        openapiv3::APIKeyLocation::Header => Location::Header,
        openapiv3::APIKeyLocation::Cookie => Location::Cookie,
    }
}

/// The flows of OAuth 2, in the order in which a client has them. `openapiv3` does not know those that 3.2 added.
const FLOWS: [(&str, FlowKind); 5] = [
    ("clientCredentials", FlowKind::ClientCredentials),
    ("authorizationCode", FlowKind::AuthorizationCode),
    ("password", FlowKind::Password),
    ("implicit", FlowKind::Implicit),
    ("deviceAuthorization", FlowKind::DeviceAuthorization),
];

/// The flows that a scheme has.
fn flows(scheme: &Map<String, Value>) -> Vec<OAuthFlow> {
    let Some(flows) = scheme.get("flows").and_then(Value::as_object) else { return Vec::new() };
    FLOWS.iter().filter_map(|(name, kind)| Some(flow(*kind, flows.get(*name)?.as_object()?))).collect()
}

fn flow(kind: FlowKind, raw: &Map<String, Value>) -> OAuthFlow {
    let url = |key: &str| raw.get(key).and_then(Value::as_str).map(str::to_owned);
    let scopes = raw.get("scopes").and_then(Value::as_object).into_iter().flatten();
    let asks_a_user = matches!(kind, FlowKind::Implicit | FlowKind::AuthorizationCode);
    OAuthFlow {
        kind,
        authorization_url: url("authorizationUrl").filter(|_| asks_a_user),
        device_authorization_url: url("deviceAuthorizationUrl").filter(|_| kind == FlowKind::DeviceAuthorization),
        token_url: url("tokenUrl").filter(|_| kind != FlowKind::Implicit),
        refresh_url: url("refreshUrl"),
        scopes: scopes.map(|(name, _)| name.clone()).collect(),
    }
}
