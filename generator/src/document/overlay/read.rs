//! Overlay document → actions, with everything that is malformed reported at once.

use serde_json::Map;
use serde_json::Value;

use super::target::Target;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::Diagnostics;
use crate::diagnostic::nearest;
use crate::document::Document;
use crate::pointer::Pointer;

/// One action (Overlay 1.1.0, section 4.4.3).
pub(super) struct Action {
    pub(super) target: Target,
    pub(super) change: Change,
    /// `x-allow-no-match`
    pub(super) allow_no_match: bool,
}

/// What an action does to the nodes that its target selects.
pub(super) enum Change {
    Remove,
    Update(Document),
    Copy(Target),
}

/// The code of what is not as the standard wants it.
const FORM: &str = "overlay::form";

struct Reader<'o> {
    overlay: &'o Document,
    diagnostics: &'o mut Diagnostics,
}

/// Reads the actions of an overlay.
pub(super) fn actions(overlay: &Document, diagnostics: &mut Diagnostics) -> Vec<Action> {
    let mut reader = Reader { overlay, diagnostics };
    let root = Pointer::root();
    let Some(map) = reader.object(&root, "the overlay") else { return Vec::new() };
    reader.known_fields(&root, map, &["overlay", "info", "extends", "actions"]);
    let minor = reader.version();
    reader.info();
    if map.get("extends").is_some_and(|extends| !extends.is_string()) {
        reader.wrong(&root.child("extends"), "`extends` is not text", "it is a URI reference");
    }
    let at = root.child("actions");
    match map.get("actions") {
        Some(Value::Array(items)) if !items.is_empty() => {
            (0..items.len()).filter_map(|index| reader.action(&at.child(index), minor)).collect()
        }
        _ => {
            reader.wrong(&at, "`actions` is not a list of at least one action", "write each as `- target: $.…`");
            Vec::new()
        }
    }
}

impl<'o> Reader<'o> {
    /// The minor version, where it is known.
    fn version(&mut self) -> Option<u64> {
        let at = Pointer::root().child("overlay");
        let version = at.get(&self.overlay.value).and_then(Value::as_str).unwrap_or_default();
        let numbers: Vec<Option<u64>> = version.split('.').map(|number| number.parse().ok()).collect();
        match numbers.as_slice() {
            [Some(1), Some(minor @ 0..=1), Some(_)] => Some(*minor),
            _ => {
                let help = "the versions 1.0.0 and 1.1.0 are supported: `overlay: 1.1.0`";
                self.wrong(&at, "`overlay` is not a known version of the Overlay Specification", help);
                None
            }
        }
    }

    fn info(&mut self) {
        let at = Pointer::root().child("info");
        let Some(info) = self.object(&at, "`info`") else { return };
        self.known_fields(&at, info, &["title", "version", "description"]);
        for name in ["title", "version"] {
            if !info.get(name).is_some_and(Value::is_string) {
                let message = format!("`info` has no `{name}` that is text");
                self.wrong(&at.child(name), &message, "the standard requires it; quote what looks like a number");
            }
        }
    }

    fn action(&mut self, at: &Pointer, minor: Option<u64>) -> Option<Action> {
        let map = self.object(at, "the action")?;
        let fields = ["target", "description", "update", "remove", "copy", "x-allow-no-match"];
        self.known_fields(at, map, &fields);
        let remove = self.flag(at, map, "remove");
        let allow_no_match = self.flag(at, map, "x-allow-no-match");
        let target = self.target(at, "target");
        let change = match (remove, map.contains_key("update"), map.contains_key("copy")) {
            (true, false, false) => Some(Change::Remove),
            (true, ..) => {
                self.wrong(at, "`remove: true` makes the other changes of this action void", "keep one of them");
                None
            }
            (false, true, false) => self.overlay.part(&at.child("update")).map(Change::Update),
            (false, false, true) => {
                if minor == Some(0) {
                    self.wrong(&at.child("copy"), "Overlay 1.0 has no `copy`", "say `overlay: 1.1.0` to use it");
                }
                self.target(at, "copy").map(Change::Copy)
            }
            (false, true, true) => {
                self.wrong(at, "`update` and `copy` make each other void", "make two actions of them");
                None
            }
            (false, false, false) => {
                self.wrong(at, "the action changes nothing", "give it `update`, `copy`, or `remove: true`");
                None
            }
        };
        Some(Action { target: target?, change: change?, allow_no_match })
    }

    fn target(&mut self, at: &Pointer, name: &str) -> Option<Target> {
        let at = at.child(name);
        let place = self.overlay.origins.place(&at);
        let Some(text) = at.get(&self.overlay.value).and_then(Value::as_str) else {
            self.wrong(
                &at,
                &format!("the action has no `{name}` that is text"),
                "it is a JSONPath: `$.paths['/pets'].get`",
            );
            return None;
        };
        match Target::parse(text, place.clone()) {
            Ok(target) => Some(target),
            Err((message, help)) => {
                let diagnostic = Diagnostic::error("overlay::path", place, message);
                self.diagnostics.push(help.into_iter().fold(diagnostic, Diagnostic::help));
                None
            }
        }
    }

    fn flag(&mut self, at: &Pointer, map: &Map<String, Value>, name: &str) -> bool {
        match map.get(name) {
            None => false,
            Some(Value::Bool(flag)) => *flag,
            Some(_) => {
                self.wrong(
                    &at.child(name),
                    &format!("`{name}` is neither `true` nor `false`"),
                    "write it without quotes",
                );
                false
            }
        }
    }

    fn object(&mut self, at: &Pointer, what: &str) -> Option<&'o Map<String, Value>> {
        let object = at.get(&self.overlay.value).and_then(Value::as_object);
        if object.is_none() {
            self.wrong(at, &format!("{what} is not an object"), "see the Overlay Specification 1.1.0, section 4.4");
        }
        object
    }

    fn known_fields(&mut self, at: &Pointer, map: &Map<String, Value>, known: &[&str]) {
        for key in map.keys().filter(|key| !known.contains(&key.as_str()) && !key.starts_with("x-")) {
            let help = match nearest(key, known.iter().copied()) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("known are {}, and extensions `x-…`", known.join(", ")),
            };
            let place = self.overlay.origins.key_place(&at.child(key));
            self.diagnostics.push(Diagnostic::error(FORM, place, format!("`{key}` means nothing here")).help(help));
        }
    }

    fn wrong(&mut self, at: &Pointer, message: &str, help: &str) {
        self.diagnostics.push(Diagnostic::error(FORM, self.overlay.origins.place(at), message).help(help));
    }
}
