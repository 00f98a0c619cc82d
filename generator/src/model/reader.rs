//! The walk over a document: references, places, and the root object.

use std::collections::HashMap;
use std::sync::Arc;

use indexmap::IndexMap;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::{Api, Fault, LeftOut, Parameter, Part, RequestBody, Requirement, Response, Schema, SchemaId, Server, Tag};
use crate::diagnostic::{Diagnostic, Diagnostics, Place};
use crate::document::Document;
use crate::document::faults::is_mark;
use crate::document::filter::Selection;
use crate::document::size::size;
use crate::document::suggestion::suggestion;
use crate::pointer::Pointer;

/// How many references may follow each other before they count as a cycle.
const REFERENCE_CHAIN: usize = 100;

/// The state of a read.
pub(super) struct Reader<'d> {
    pub(super) document: &'d Document,
    pub(super) selection: &'d Selection,
    pub(super) diagnostics: &'d mut Diagnostics,
    pub(super) api: Api,
    pub(super) ids: HashMap<Pointer, SchemaId>,
    pub(super) queue: Vec<(SchemaId, Pointer)>,
    pub(super) shared: Shared,
}

/// What references lead to, each read once.
#[derive(Default)]
pub(super) struct Shared {
    /// `None`: one that the standard ignores.
    pub(super) parameters: HashMap<Pointer, Result<Option<Arc<Parameter>>, Fault>>,
    pub(super) bodies: HashMap<Pointer, Result<Arc<RequestBody>, Fault>>,
    pub(super) responses: HashMap<Pointer, Result<Arc<Response>, Fault>>,
}

impl<'d> Reader<'d> {
    pub(super) fn new(document: &'d Document, selection: &'d Selection, diagnostics: &'d mut Diagnostics) -> Self {
        let (ids, shared) = (HashMap::new(), Shared::default());
        Self { document, selection, diagnostics, api: Api::default(), ids, queue: Vec::new(), shared }
    }

    pub(super) fn api(mut self) -> Api {
        let root = Pointer::root();
        let info = self.object_at(&root.child("info"));
        let text = |key: &str| info.get(key).and_then(Value::as_str).map(str::to_owned);
        self.api.size = size(&self.document.value, usize::MAX);
        self.api.title = text("title").unwrap_or_default();
        self.api.version = text("version").unwrap_or_default();
        self.api.summary = text("summary");
        self.api.description = text("description");
        self.api.servers = self.servers(&root);
        self.api.security = self.requirements(&root);
        self.security_schemes();
        self.tags();
        self.operations();
        self.webhooks();
        if self.selection.only_needed {
            self.needed_components();
        } else {
            self.components();
        }
        self.schemas();
        (self.api.filtered.operations, self.api.filtered.webhooks) = self.selection.filtered();
        self.api
    }

    fn tags(&mut self) {
        let at = Pointer::root().child("tags");
        let count = at.get(&self.document.value).and_then(Value::as_array).map_or(0, Vec::len);
        for index in 0..count {
            if let Ok(tag) = self.parse::<openapiv3::Tag>("model::tag", &at.child(index)) {
                // `openapiv3` does not know what 3.2 added.
                let summary = self.text_at(&at.child(index), "summary");
                self.api.tags.entry(tag.name).or_insert(Tag { summary, description: tag.description });
            }
        }
    }

    pub(super) fn servers(&mut self, parent: &Pointer) -> Vec<Server> {
        let at = parent.child("servers");
        let count = at.get(&self.document.value).and_then(Value::as_array).map_or(0, Vec::len);
        (0..count).filter_map(|index| self.server(&at.child(index))).collect()
    }

    fn server(&mut self, at: &Pointer) -> Option<Server> {
        let read = self.parse::<openapiv3::Server>("model::server", at).ok()?;
        let variable = |variable: openapiv3::ServerVariable| (variable.default, variable.enumeration);
        let variables = read.variables.unwrap_or_default();
        Some(Server {
            place: self.place(at),
            url: read.url,
            name: self.text_at(at, "name"),
            description: read.description,
            variables: variables.into_iter().map(|(name, value)| (name, variable(value))).collect(),
        })
    }

    /// `security` of the root or an operation; `None` where there is none. What cannot be read never means that nothing
    /// is needed.
    pub(super) fn requirements(&mut self, parent: &Pointer) -> Option<Result<Arc<Vec<Requirement>>, Fault>> {
        let at = parent.child("security");
        at.get(&self.document.value)?;
        Some(self.parse::<Vec<IndexMap<String, Vec<String>>>>("model::security", &at).map(Arc::new))
    }

    fn components(&mut self) {
        let at = Pointer::root().join(["components", "schemas"]);
        for name in self.object_at(&at).keys() {
            let at = at.child(name);
            match self.schema_at(&at) {
                Ok(id) => {
                    self.api.components.insert(name.clone(), id);
                }
                Err(fault) => self.leave_out(Part::Schema, name.clone(), &at, fault),
            }
        }
    }

    /// The components that the operations lead to, and the subtypes of those that have such: a base tells its subtypes
    /// apart without referring to them.
    fn needed_components(&mut self) {
        let at = Pointer::root().join(["components", "schemas"]);
        let all = self.object_at(&at);
        self.schemas();
        loop {
            let subtypes: Vec<Pointer> =
                all.keys().map(|name| at.child(name)).filter(|at| self.is_new_subtype(at)).collect();
            if subtypes.is_empty() {
                break;
            }
            for subtype in subtypes {
                self.intern(subtype);
            }
            self.schemas();
        }
        for (name, at) in all.keys().map(|name| (name, at.child(name))) {
            match self.ids.get(&at) {
                Some(&id) => drop(self.api.components.insert(name.clone(), id)),
                None => self.api.filtered.schemas += 1,
            }
        }
    }

    /// Whether a component that nothing refers to is an extension of a base that is needed.
    fn is_new_subtype(&self, at: &Pointer) -> bool {
        let parts = self.object_at(at).get("allOf").and_then(Value::as_array);
        let base = |part: &Value| {
            let target = Pointer::resolve(part.get("$ref")?.as_str()?, &self.document.value)?;
            let id = self.ids.get(&target)?;
            self.api.schemas.get(id.0)?.discriminator.as_ref()
        };
        !self.ids.contains_key(at) && parts.is_some_and(|parts| parts.iter().any(|part| base(part).is_some()))
    }

    pub(super) fn leave_out(&mut self, kind: Part, name: String, at: &Pointer, fault: Fault) {
        let at = self.place(at);
        self.api.left_out.push(LeftOut { kind, name, at, code: fault.code, reason: fault.reason });
    }

    /// The object at a pointer; empty where there is none.
    pub(super) fn object_at(&self, at: &Pointer) -> &'d Map<String, Value> {
        static EMPTY: std::sync::LazyLock<Map<String, Value>> = std::sync::LazyLock::new(Map::new);
        at.get(&self.document.value).and_then(Value::as_object).unwrap_or(&EMPTY)
    }

    /// A field of the object at a pointer, where it is a text.
    pub(super) fn text_at(&self, at: &Pointer, key: &str) -> Option<String> {
        self.object_at(at).get(key).and_then(Value::as_str).map(str::to_owned)
    }

    /// Where a pointer was written.
    pub(super) fn place(&self, at: &Pointer) -> Place {
        self.document.origins.place(at)
    }

    /// Reads one node as a structure of `openapiv3`.
    pub(super) fn parse<T: DeserializeOwned>(&mut self, code: &'static str, at: &Pointer) -> Result<T, Fault> {
        let value = at.get(&self.document.value).cloned().unwrap_or(Value::Null);
        self.parse_value(code, at, value)
    }

    /// Reads a value that stands at a pointer as a structure of `openapiv3`.
    pub(super) fn parse_value<T: DeserializeOwned>(
        &mut self,
        code: &'static str,
        at: &Pointer,
        value: Value,
    ) -> Result<T, Fault> {
        self.usable(at)?;
        serde_json::from_value(value).map_err(|error| self.fault(code, at, format!("this cannot be read: {error}")))
    }

    /// Gives a diagnostic for a part that cannot be read.
    pub(super) fn fault(&mut self, code: &'static str, at: &Pointer, reason: String) -> Fault {
        self.diagnostics.push(Diagnostic::error(code, self.place(at), reason.clone()));
        Fault { code, reason }
    }

    /// Refuses a node that an earlier stage has found faulty, and reported.
    pub(super) fn usable(&self, at: &Pointer) -> Result<(), Fault> {
        let node = self.object_at(at);
        if !is_mark(node) {
            return Ok(());
        }
        let unknown = || Fault { code: "document::invalid", reason: "this cannot be used".to_owned() };
        Err(self.document.faults.find(node, &self.place(at)).unwrap_or_else(unknown))
    }

    /// Follows `$ref`s from a pointer to what they mean.
    pub(super) fn resolve(&mut self, at: &Pointer) -> Result<Pointer, Fault> {
        let mut target = at.clone();
        for _ in 0..REFERENCE_CHAIN {
            let Some(value) = target.get(&self.document.value) else {
                let message = format!("`{target}` does not exist in the document");
                return Err(self.fault("model::unresolved-reference", at, message));
            };
            let Some(reference) = value.get("$ref").and_then(Value::as_str) else { return Ok(target) };
            if let Some(found) = Pointer::resolve(reference, &self.document.value) {
                target = found;
                continue;
            }
            match Pointer::of_reference(reference).next() {
                Some(missing) => return Err(self.unresolved(&target.child("$ref"), reference, &missing)),
                None => {
                    let message = format!("`{reference}` is not a reference into this document");
                    return Err(self.fault("model::foreign-reference", &target.child("$ref"), message));
                }
            }
        }
        Err(self.fault("model::reference-cycle", at, "this reference leads back to itself".to_owned()))
    }

    fn unresolved(&mut self, at: &Pointer, reference: &str, missing: &Pointer) -> Fault {
        let (code, reason) =
            ("model::unresolved-reference", format!("`{reference}` refers to nothing in the document"));
        let help = suggestion(&self.document.value, missing)
            .unwrap_or_else(|| "define it, or let the reference lead to what is there".to_owned());
        self.diagnostics.push(Diagnostic::error(code, self.place(at), reason.clone()).help(help));
        Fault { code, reason }
    }

    /// The first example of what stands at a pointer: its own, or of its schema, else a default or a listed value.
    pub(super) fn example(&self, at: &Pointer) -> Option<Arc<Value>> {
        let raw = self.object_at(at);
        let listed = raw.get("examples").and_then(Value::as_object).and_then(|all| all.keys().next());
        let listed =
            listed.and_then(|name| self.target(at.join(["examples", name])).child("value").get(&self.document.value));
        let schema = || {
            let raw = self.object_at(&self.target(at.child("schema")));
            let first = |key: &str| raw.get(key).and_then(Value::as_array).and_then(|all| all.first());
            let listed = raw.get("example").or_else(|| first("examples"));
            listed.or_else(|| raw.get("default")).or_else(|| first("enum"))
        };
        raw.get("example").or(listed).or_else(schema).map(|example| Arc::new(example.clone()))
    }

    /// Where references lead from a pointer; what leads nowhere is reported by who needs it.
    fn target(&self, mut at: Pointer) -> Pointer {
        for _ in 0..REFERENCE_CHAIN {
            let reference = at.get(&self.document.value).and_then(|value| value.get("$ref")).and_then(Value::as_str);
            match reference.and_then(|text| Pointer::resolve(text, &self.document.value)) {
                Some(next) => at = next,
                None => break,
            }
        }
        at
    }

    pub(super) fn schema_mut(&mut self, id: SchemaId) -> &mut Schema {
        self.api.schemas.get_mut(id.0).expect("the reader issued this SchemaId")
    }
}
