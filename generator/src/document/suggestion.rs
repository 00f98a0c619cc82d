//! What a reference that leads to nothing may have meant.

use serde_json::Value;

use crate::diagnostic::nearest;
use crate::pointer::Pointer;

/// The name that is nearest to the missing one beside it, or the same name under another kind of components, as a
/// sentence for the help of a diagnostic.
pub fn suggestion(document: &Value, target: &Pointer) -> Option<String> {
    let name = target.tokens().last()?;
    let siblings = target.parent().and_then(|parent| parent.get(document)?.as_object());
    if let Some(near) = siblings.and_then(|siblings| nearest(name, siblings.keys().map(String::as_str))) {
        return Some(format!("did you mean `{near}`?"));
    }
    let kinds = document.get("components")?.as_object()?;
    let (kind, _) = kinds.iter().find(|(_, kind)| kind.get(name.as_str()).is_some())?;
    Some(format!("did you mean `#/components/{kind}/{name}`?"))
}
