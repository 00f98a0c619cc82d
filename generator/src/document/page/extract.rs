//! The older extract of one operation → a fragment. It is an object with `paths`, which has `path`, `method`, `request` and
//! `response` of one operation, and the `components` that it needs. What becomes what:
//!
//! | extract | OpenAPI |
//! |---|---|
//! | `paths.path`, `paths.method` | the key in `paths`, the operation; `webhooks` where `paths.type` says so |
//! | `paths.servers` | `servers` |
//! | `request.parameters.KIND.NAME.schema` (alternatives) | a parameter; required where an alternative says so |
//! | `request.body.TYPE.schemaArray` (alternatives) | the request body; required likewise |
//! | `response.STATUS.TYPE` | a response; a type that begins with `_` stands for "no content" |
//! | `request.security`: a list of credentials | `security`: one requirement each, any of which is enough |
//! | `request.security[].parameters.KIND.NAME` | a security scheme, named by `title` |
//! | a schema's `requiredProperties` | `required` |
//! | a schema's `required` (a boolean), `type: any` | nothing |
//! | a schema's `refIdentifier` | a component of that name, and a reference to it |
//! | several alternatives | `oneOf` |
//! | `allOf` of one schema with nothing beside it | that schema |
//! | `examples` of a body | nothing: they are made up (`<string>`) |
//!
//! Each value keeps the place where the extract has it.

mod content;
mod operation;
mod schema;
mod security;

use serde_json::{Map, Value};

use super::form::{Fenced, Reading};
use super::found::Kind;
use crate::document::{Document, Origins};
use crate::pointer::Pointer;

/// The version of OpenAPI whose words an extract uses (`type: 'null'`).
const VERSION: &str = "3.1.0";

/// An extract, and what was made of it so far.
struct Extract {
    /// The extract.
    given: Document,
    /// `components` of the fragment.
    components: Document,
}

/// Recognises an extract and converts it.
pub(super) fn read(fenced: &Fenced<'_>) -> Option<Reading> {
    let value = fenced.value?;
    let paths = value.get("paths")?;
    let text = |key: &str| paths.get(key).and_then(Value::as_str);
    if !paths.get("request").is_some_and(Value::is_object) && !paths.get("response").is_some_and(Value::is_object) {
        return None;
    }
    let about = [text("method").unwrap_or_default(), text("path").unwrap_or_default()];
    let about = format!("{} {}", about[0].to_ascii_uppercase(), about[1]);
    let given = Document::new(value.clone(), Origins::of(fenced.region));
    let read = Extract::new(given).convert(fenced.fence.above.title.as_deref());
    Some(read.map_or(Reading::Other(Kind::Extract, about.trim().to_owned()), Reading::Document))
}

impl Extract {
    fn new(given: Document) -> Self {
        let at = Pointer::root().child("components");
        let components = given.part(&at).filter(|components| components.value.is_object());
        let components = components.unwrap_or_else(|| object(&given, &at));
        Self { given, components }
    }

    /// The value at a pointer of the extract.
    fn get(&self, at: &Pointer) -> Option<&Value> {
        at.get(&self.given.value)
    }

    /// The keys of an object of the extract, in order.
    fn keys(&self, at: &Pointer) -> Vec<String> {
        self.get(at).and_then(Value::as_object).into_iter().flat_map(|map| map.keys().cloned()).collect()
    }

    /// An empty object for what the extract has at a pointer.
    fn object(&self, at: &Pointer) -> Document {
        object(&self.given, at)
    }

    /// A value for what the extract has at a pointer.
    fn value(&self, at: &Pointer, value: impl Into<Value>) -> Document {
        Document::new(value.into(), Origins::at(self.given.origins.place(at)))
    }

    /// Copies fields of an object that mean the same in both.
    fn copy(&self, from: &Pointer, keys: &[&str], to: &mut Document) {
        for key in keys {
            if let Some(part) = self.given.part(&from.child(key)) {
                to.put(&Pointer::root(), key, part);
            }
        }
    }

    /// Puts a component where there is none of that name; whether there is one now that says the same.
    fn component(&mut self, kind: &str, name: &str, part: &Document) -> bool {
        let at = Pointer::root().child(kind);
        if !at.get(&self.components.value).is_some_and(Value::is_object) {
            let place = part.origins.place(&Pointer::root());
            let empty = Document::new(Value::Object(Map::new()), Origins::at(place));
            self.components.put(&Pointer::root(), kind, empty);
        }
        match at.child(name).get(&self.components.value) {
            Some(known) => *known == part.value,
            None => {
                self.components.put(&at, name, part.clone());
                true
            }
        }
    }
}

fn object(given: &Document, at: &Pointer) -> Document {
    Document::new(Value::Object(Map::new()), Origins::at(given.origins.place(at)))
}
