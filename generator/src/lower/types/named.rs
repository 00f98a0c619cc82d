//! Which types are named, how, and in which module.

use super::Types;
use crate::ir::TypeId;
use crate::lower::naming::inline_spellings;
use crate::lower::{Site, View};
use crate::model::{SchemaId, SimpleType};
use crate::names::TypeName;

impl Types<'_> {
    /// The place of what stands inside a schema.
    pub(super) fn inner(&self, id: SchemaId, site: &Site) -> Site {
        let module = if self.stands_in_types(id) { None } else { site.module.clone() };
        Site { module, words: site.words.clone(), param: site.param.clone(), view: site.view }
    }

    fn stands_in_types(&self, id: SchemaId) -> bool {
        self.schema(id).pointer.tokens().first().is_some_and(|token| token == "components")
    }

    fn stands_in_schemas(&self, id: SchemaId) -> bool {
        matches!(self.schema(id).pointer.tokens(), [components, schemas, ..] if components == "components" && schemas == "schemas")
    }

    /// The named type of a schema; its definition is made later.
    pub(super) fn named(&mut self, id: SchemaId, site: &Site) -> TypeId {
        let view = self.view(id, site.view);
        if let Some(known) = self.slots.of_schema(id, view) {
            return known;
        }
        let site = Site { view, ..self.inner(id, site) };
        let name = self.type_name(id, &site);
        if let Some(short) = self.names.short_name(id, &site) {
            self.notes.short.insert((site.module.clone(), name.clone()), short);
        }
        self.slots.issue(id, site, name)
    }

    /// The view in which a schema is named: its own only where it differs from that of responses.
    fn view(&mut self, id: SchemaId, view: View) -> View {
        let differs = self.views.differ(id, self.names.meanings.schemas.synthetic());
        match view {
            View::Patch if self.is_patched(id) => View::Patch,
            View::Patch | View::Write if differs => View::Write,
            _ => View::Read,
        }
    }

    /// Whether a merge patch goes into the values of a schema: into objects, not into lists, which it replaces as a whole.
    fn is_patched(&mut self, id: SchemaId) -> bool {
        self.merged(id).is_ok_and(|merged| merged.one_type() == Some(SimpleType::Object) && merged.groups.is_empty())
            || self.names.meanings.schemas.wrapped(id).is_some_and(|inner| self.is_patched(inner))
    }

    fn type_name(&mut self, id: SchemaId, site: &Site) -> TypeName {
        let key = self.schema(id).pointer.to_string();
        let component = self.names.component(id).cloned();
        let words = match &component {
            Some(name) => name.to_string(),
            None => self.names.meanings.rules.rename(&key).unwrap_or_else(|| {
                let words = self.names.words(id, &site.words);
                let (rewritten, pattern) = self.names.meanings.rules.type_name(TypeName::new(&words).as_str());
                if pattern.is_some() { rewritten } else { words }
            }),
        };
        let module = site.module.as_ref();
        match (component, site.view) {
            (Some(name), View::Read) => name,
            (None, View::Read) => {
                let (first, others) = inline_spellings(&words);
                self.claim(module, id, first, others)
            }
            // What stands in one place has one view.
            (None, View::Write | View::Patch) if !self.stands_in_schemas(id) => {
                let (first, others) = inline_spellings(&words);
                self.claim(module, id, first, others)
            }
            (_, View::Write) => {
                let name = |suffix| TypeName::of(&[words.as_str(), suffix]);
                self.claim(module, id, name("request"), vec![name("input"), name("write")])
            }
            (_, View::Patch) => {
                let name = |suffix| TypeName::of(&[words.as_str(), suffix]);
                let says = TypeName::new(&words).as_str().ends_with("Patch");
                let first = if says { name("request") } else { name("patch") };
                self.claim(module, id, first, vec![name("merge patch")])
            }
        }
    }
}
