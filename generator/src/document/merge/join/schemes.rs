//! Security schemes: read first, then compared, because pages name one scheme in several ways.

use serde_json::Map;
use serde_json::Value;

use super::Edit;
use super::Join;
use super::Step;
use super::tables::Kind;

impl Join {
    pub(super) fn schemes(&mut self, one: &Map<String, Value>, other: &Map<String, Value>) -> Step {
        let same = meaning(one).is_some() && meaning(one) == meaning(other);
        if !same {
            return self.objects(Kind::SecurityScheme, one, other);
        }
        for key in ["description", "bearerFormat"].into_iter().filter(|key| !one.contains_key(*key)) {
            let edit = other.contains_key(key).then(|| Edit::Take(self.child(key)));
            self.edits.extend(edit);
        }
        let proper = |scheme: &Map<String, Value>| scheme.get("type") == Some(&Value::String("http".to_owned()));
        if proper(other) && !proper(one) {
            for key in ["type", "scheme"] {
                let edit = other.get(key).map(|value| Edit::Set(self.child(key), value.clone()));
                self.edits.extend(edit);
            }
        }
        Ok(())
    }
}

/// A scheme of HTTP authentication by its name in lower case (RFC 9110, section 11.1), also where it stands as the type.
fn meaning(scheme: &Map<String, Value>) -> Option<String> {
    let text = |key: &str| scheme.get(key).and_then(Value::as_str).map(|text| text.trim().to_ascii_lowercase());
    match text("type")?.as_str() {
        "http" => text("scheme"),
        name @ ("bearer" | "basic") => Some(name.to_owned()),
        _ => None,
    }
    .filter(|_| !scheme.contains_key("flows"))
}
