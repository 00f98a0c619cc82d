//! Credentials of an extract → security schemes and requirements.

use serde_json::{Map, Value, json};

use super::Extract;
use crate::document::Document;
use crate::pointer::Pointer;

/// Where credentials stand.
const KINDS: [&str; 3] = ["header", "query", "cookie"];

impl Extract {
    /// Each entry is one way to authenticate; the parameters of an entry are needed together.
    pub(super) fn security(&mut self, at: &Pointer, operation: &mut Document) {
        let root = Pointer::root();
        let mut requirements = self.value(at, Vec::<Value>::new());
        let count = self.get(at).and_then(Value::as_array).map_or(0, Vec::len);
        for index in 0..count {
            let requirement = self.requirement(&at.child(index));
            requirements.put(&root, "", requirement);
        }
        if count > 0 {
            operation.put(&root, "security", requirements);
        }
    }

    fn requirement(&mut self, at: &Pointer) -> Document {
        let mut requirement = self.object(at);
        let all: Vec<(&str, String)> = KINDS
            .into_iter()
            .flat_map(|kind| {
                self.keys(&at.join(["parameters", kind])).into_iter().map(move |name| (kind, name)).collect::<Vec<_>>()
            })
            .collect();
        let title = self.get(&at.child("title")).and_then(Value::as_str).unwrap_or_default();
        let titles = titles(title, all.len());
        for (index, (kind, name)) in all.iter().enumerate() {
            let from = at.join(["parameters", kind, name]);
            let scheme = self.scheme(&from, kind, name);
            let wanted = titles.get(index).cloned().unwrap_or_else(|| legal(name));
            let chosen = self.free(&wanted, name, &scheme);
            requirement.put(&Pointer::root(), &chosen, self.value(&from, Vec::<Value>::new()));
        }
        requirement
    }

    /// Puts a scheme among the components, under a name that means no other.
    fn free(&mut self, wanted: &str, parameter: &str, scheme: &Document) -> String {
        let numbered = (2_u32..).map(|number| format!("{wanted}_{number}"));
        let names = [wanted.to_owned(), format!("{wanted}_{}", legal(parameter))];
        let mut names = names.into_iter().chain(numbered);
        names.find(|name| self.component("securitySchemes", name, scheme)).unwrap_or_else(|| wanted.to_owned())
    }

    fn scheme(&self, at: &Pointer, kind: &str, name: &str) -> Document {
        let text = |key: &str| self.get(&at.child(key)).and_then(Value::as_str);
        let flows = self.get(&at.child("flows")).filter(|flows| flows.as_object().is_some_and(|all| !all.is_empty()));
        let mut scheme = match (text("type"), flows) {
            (Some("oauth2"), Some(flows)) => json!({"type": "oauth2", "flows": flows}),
            (Some("openIdConnect"), _) if text("openIdConnectUrl").is_some() => {
                json!({"type": "openIdConnect", "openIdConnectUrl": text("openIdConnectUrl")})
            }
            (Some("apiKey"), _) => json!({"type": "apiKey", "in": kind, "name": name}),
            (Some("http"), _) => json!({"type": "http", "scheme": text("scheme").unwrap_or("bearer")}),
            // A token of OAuth 2.0 whose origin is not said is sent as any bearer token (RFC 6750, section 2.1).
            (Some("oauth2" | "openIdConnect" | "bearer"), _) => json!({"type": "http", "scheme": "bearer"}),
            (Some("basic"), _) => json!({"type": "http", "scheme": "basic"}),
            _ => json!({"type": "apiKey", "in": kind, "name": name}),
        };
        for key in ["description", "bearerFormat"] {
            if let (Some(text), Some(map)) = (text(key), scheme.as_object_mut()) {
                map.insert(key.to_owned(), text.into());
            }
        }
        self.value(at, scheme)
    }
}

/// The names of `count` schemes in a title: `tokenAuth`, `tokenAuth & keyAuth`.
fn titles(title: &str, count: usize) -> Vec<String> {
    let names: Vec<String> = title.split(['&', ',', '+']).map(str::trim).map(legal).collect();
    let distinct: Map<String, Value> = names.iter().map(|name| (name.clone(), Value::Null)).collect();
    if distinct.len() == count && !distinct.contains_key("") { names } else { Vec::new() }
}

/// The characters that the name of a component may have.
fn legal(text: &str) -> String {
    let legal = |char: char| if char.is_ascii_alphanumeric() || matches!(char, '-' | '_' | '.') { char } else { '_' };
    text.chars().map(legal).collect()
}
