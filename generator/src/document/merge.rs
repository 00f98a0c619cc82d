//! Fragments → one document. What they say is compared after each was read; where one statement covers another, it is the one
//! that is used, and a contradiction costs only what it concerns. Paths stand by their text, methods as in the OpenAPI
//! specification, components and tags by name; of two texts the first is used.

mod apis;
mod components;
mod difference;
mod groups;
mod ids;
mod info;
mod join;
mod paste;
mod paths;
mod reference;
mod rename;
mod root;
mod rules;
mod servers;
mod split;
mod tags;
mod upgrade;
mod usage;
mod variants;
mod versions;

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use percent_encoding::percent_decode_str;
use serde_json::Map;
use serde_json::Value;

use crate::config::Merge;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::Diagnostics;
use crate::diagnostic::Place;
use crate::diagnostic::codes::Settled;
use crate::document::Document;
use crate::document::Origins;
use crate::document::page::Fragment;
use crate::document::shape::operations;
use crate::pointer::Pointer;
use crate::source::FileId;
use crate::source::Sources;
use rules::Rules;
use usage::Usage;
use versions::Version;

/// How many contradictions between fragments were settled by a guess.
pub fn contradictions(diagnostics: &Diagnostics) -> usize {
    diagnostics.iter().filter(|diagnostic| diagnostic.settled() == Some(Settled::ByGuess)).count()
}

/// The diagnostics that say how a difference between fragments was settled.
pub fn settled(diagnostics: &Diagnostics) -> Diagnostics {
    let mut settled = diagnostics.clone();
    settled.retain(|diagnostic| diagnostic.settled().is_some());
    settled
}

/// A fragment to be merged.
#[derive(Clone, Debug)]
pub struct Part {
    /// What rules of the configuration and messages call it: its page or file.
    pub name: String,
    /// The file that a fragment of a page would be kept in.
    pub file: Option<String>,
    /// The title of what it describes, as its page gives it.
    pub title: Option<String>,
    /// The name of the page that it stands on.
    pub page: Option<String>,
    /// The document that the page says it was taken from.
    pub source: Option<String>,
    /// The address of its page.
    pub address: Option<String>,
    /// What it says.
    pub document: Document,
}

/// The document that is being put together, and what was said about it.
struct Merger<'m> {
    parts: &'m [Part],
    rules: Rules<'m>,
    usage: Usage,
    /// Schemas that no fragment has as a component: name and schema.
    added: Vec<(String, Document)>,
    document: Document,
    diagnostics: Diagnostics,
}

/// Puts fragments together to one document; their order decides which of several texts is used.
///
/// Equal statements are made once; of two that differ, the one that accepts whatever either accepts stands in the document,
/// and what is different is reported. Components of one name that contradict each other get names of their own; an operation
/// that pages document with bodies of their own becomes a union of them. `rules` decide otherwise. `None` where there is
/// nothing to merge.
///
/// Reports `merge::unused-rule` for rules that settle nothing (any more), `$ref`s to nothing, and fragments that have not the
/// form of an OpenAPI document, which are left out.
pub fn merge(mut fragments: Vec<Part>, rules: &Merge, diagnostics: &mut Diagnostics) -> Option<Document> {
    fragments.retain(|part| has_form(part, diagnostics));
    let mut fragments = apis::choose(fragments, rules.api.as_deref(), diagnostics);
    let Some(first) = fragments.first() else {
        if !diagnostics.has_errors() {
            diagnostics.push(Diagnostic::error("merge::nothing", None, "there is no fragment to merge"));
        }
        return None;
    };
    let origins = Origins::at(first.document.origins.place(&Pointer::root()));
    upgrade::apply(&mut fragments, diagnostics);
    rename::apply(&mut fragments, &rules.rename, diagnostics);
    let usage = Usage::of(&fragments);
    let mut said = Diagnostics::new();
    let mut rules = Rules::new(rules, &mut said);
    split::apply(&mut fragments, &mut rules, &usage, &mut said);
    let mut document = Document::new(Value::Object(Map::new()), origins);
    fragments.iter().for_each(|part| document.faults.extend(&part.document.faults));
    let mut merger = Merger { parts: &fragments, rules, usage, added: Vec::new(), document, diagnostics: said };
    let shared = root::merge(&mut merger);
    tags::merge(&mut merger);
    paths::merge(&mut merger, "paths", &shared);
    paths::merge(&mut merger, "webhooks", &shared);
    components::merge(&mut merger);
    root::merge_others(&mut merger);
    reference::check(&mut merger);
    ids::merge(&mut merger);
    merger.rules.check(&mut merger.diagnostics);
    let Merger { document, diagnostics: said, .. } = merger;
    diagnostics.extend(said);
    Some(document)
}

/// Whether the fields that merging looks into have the form of an OpenAPI document.
fn has_form(part: &Part, diagnostics: &mut Diagnostics) -> bool {
    let root = Pointer::root();
    let mut fine = true;
    let mut wrong = |at: &Pointer, what: &str| {
        let message = format!("{what} in the fragment `{}`, which is left out", part.name);
        diagnostics.push(Diagnostic::error("merge::form", part.place(at), message));
        fine = false;
    };
    let Some(map) = part.document.value.as_object() else {
        wrong(&root, "the document is not an object");
        return false;
    };
    if !map.get("openapi").is_some_and(Value::is_string) {
        wrong(&root.child("openapi"), "`openapi` is not a version in quotes");
    }
    for name in ["paths", "webhooks", "components"] {
        let Some(value) = map.get(name).filter(|value| !value.is_null()) else { continue };
        let at = root.child(name);
        let Some(entries) = value.as_object() else {
            wrong(&at, &format!("`{name}` is not an object"));
            continue;
        };
        for (key, _) in entries.iter().filter(|(key, value)| !key.starts_with("x-") && !value.is_object()) {
            wrong(&at.child(key), &format!("`{key}` of `{name}` is not an object"));
        }
    }
    for (at, _) in operations(&part.document.value).filter(|(_, operation)| !operation.is_object()) {
        wrong(&at, "the operation is not an object");
    }
    if map.get("tags").is_some_and(|tags| !tags.is_array()) {
        wrong(&root.child("tags"), "`tags` is not an array");
    }
    fine
}

impl Part {
    /// The fragments of pages. Each is called after its page, and after its operation where the page has several; `files` are
    /// the names of the files that they would be kept in, which rules may say, too.
    pub fn of_fragments(sources: &Sources, fragments: Vec<Fragment>, files: Vec<String>) -> Vec<Self> {
        let pages: Vec<FileId> = fragments.iter().map(|fragment| fragment.context.page).collect();
        let part = |(fragment, file): (Fragment, String)| {
            let page = sources.name(fragment.context.page).to_owned();
            let alone = pages.iter().filter(|page| **page == fragment.context.page).count() == 1;
            let name = match operations(&fragment.document.value).next() {
                Some((at, operation)) if !alone => format!("{page}#{}", identity(&at, operation)),
                None if !alone => format!("{page}#{}", file.rsplit('/').next().unwrap_or(&file)),
                _ => page.clone(),
            };
            Self {
                name,
                file: Some(file),
                page: Some(page),
                title: fragment.title.clone(),
                source: fragment.context.document.as_deref().map(plain),
                address: fragment.context.source.clone(),
                document: fragment.into_document(),
            }
        };
        fragments.into_iter().zip(files).map(part).collect()
    }

    /// A fragment of which nothing but its name and contents is known.
    pub fn new(name: impl Into<String>, document: Document) -> Self {
        Self { name: name.into(), file: None, title: None, page: None, source: None, address: None, document }
    }

    /// What people call it: the title of its page, else its operation, else its file.
    fn label(&self) -> String {
        self.given(&["summary", "operationId"]).unwrap_or_else(|| self.file().to_owned())
    }

    /// What people call its page: its title, else its file.
    fn page_label(&self) -> String {
        self.given(&["summary"]).unwrap_or_else(|| self.file().to_owned())
    }

    /// The title of the page, or what the first operation has for one of the keys.
    fn given(&self, keys: &[&str]) -> Option<String> {
        let operation = operations(&self.document.value).next().map(|(_, operation)| operation);
        let texts = keys.iter().filter_map(|key| operation?.get(*key)?.as_str());
        let named = |text: &&str| text.chars().any(char::is_alphanumeric);
        self.title.as_deref().into_iter().chain(texts).find(named).map(str::to_owned)
    }

    fn file(&self) -> &str {
        let file = self.page.as_deref().unwrap_or(&self.name);
        let file = file.rsplit('/').next().unwrap_or(file);
        file.split('.').next().unwrap_or(file)
    }

    fn place(&self, at: &Pointer) -> Place {
        self.document.origins.place(at)
    }

    fn has_operations(&self) -> bool {
        operations(&self.document.value).next().is_some()
    }

    /// Whether a rule's `fragment` means this one: its name, file, page or address, or one of them, `#` and one of its
    /// operations, by id or as method and path.
    fn is(&self, selector: &str) -> bool {
        let names = [Some(self.name.as_str()), self.file.as_deref(), self.page.as_deref(), self.address.as_deref()];
        names.into_iter().flatten().any(|name| {
            let id = selector.strip_prefix(name).and_then(|rest| rest.strip_prefix('#'));
            let has = |id: &str| operations(&self.document.value).any(|(at, operation)| identity(&at, operation) == id);
            name == selector || id.is_some_and(has)
        })
    }
}

/// Whether no value stands twice.
fn apart<T: PartialEq>(values: &[T]) -> bool {
    values.iter().enumerate().all(|(index, value)| !values[..index].contains(value))
}

/// A name that is not taken: the wanted one, or that with a number. `taken` has names in lower case, because files do not tell
/// others apart.
fn unique(wanted: &str, taken: &mut BTreeSet<String>) -> String {
    let mut name = wanted.to_owned();
    let mut number = 2;
    while !taken.insert(name.to_lowercase()) {
        name = format!("{wanted}{number}");
        number += 1;
    }
    name
}

/// The name of a document as it is compared: without angle brackets, percent-encoding and `./`.
fn plain(name: &str) -> String {
    let name = name.trim().trim_start_matches('<').trim_end_matches('>');
    let decoded = percent_decode_str(name).decode_utf8_lossy().into_owned();
    decoded.trim_start_matches("./").to_owned()
}

/// The id of an operation, or its method and path.
fn identity(at: &Pointer, operation: &Value) -> String {
    let id = operation.get("operationId").and_then(Value::as_str).filter(|id| !id.trim().is_empty());
    let route = || match at.tokens() {
        [_, path, .., method] => format!("{} {path}", method.to_uppercase()),
        _ => String::new(),
    };
    id.map_or_else(route, str::to_owned)
}

impl<'m> Merger<'m> {
    /// What the fragments say at a pointer.
    fn versions(&self, at: &Pointer) -> Vec<Version<'m>> {
        versions_of(self.parts.iter(), at)
    }

    /// The keys that fragments have in the object at a pointer, sorted, each with the fragments that have it; `None` where
    /// no fragment has the object.
    fn holders(&self, at: &Pointer) -> Option<BTreeMap<String, Vec<&'m Part>>> {
        let mut holders: Option<BTreeMap<String, Vec<&'m Part>>> = None;
        for part in self.parts {
            let Some(Value::Object(object)) = at.get(&part.document.value) else { continue };
            let holders = holders.get_or_insert_default();
            for key in object.keys() {
                holders.entry(key.clone()).or_default().push(part);
            }
        }
        holders
    }

    /// The fragments with operations; all, where none has any.
    fn concerned(&self) -> Vec<&'m Part> {
        let with: Vec<&Part> = self.parts.iter().filter(|part| part.has_operations()).collect();
        if with.is_empty() { self.parts.iter().collect() } else { with }
    }

    /// The names of all components of a kind, in lower case.
    fn component_names(&self, kind: &str) -> BTreeSet<String> {
        let of = |part: &'m Part| part.document.value.get("components")?.get(kind)?.as_object();
        let names = self.parts.iter().filter_map(of).flat_map(Map::keys);
        names.chain(self.added.iter().map(|(name, _)| name)).map(|name| name.to_lowercase()).collect()
    }

    /// The schema that a reference to a component leads to.
    fn schema(&self, reference: &str) -> Option<&Value> {
        let at = reference::local(reference)?;
        let added = self
            .added
            .iter()
            .find(|(name, _)| at.tokens().last().is_some_and(|last| last == name))
            .map(|(_, schema)| &schema.value);
        added.or_else(|| self.parts.iter().find_map(|part| at.get(&part.document.value)))
    }

    /// Puts an empty object into the merged document; it stands where the first of the fragments has it.
    fn put_object(&mut self, parent: &Pointer, key: &str, holders: &[&Part]) {
        let place = match holders.first() {
            Some(part) => part.place(&parent.child(key)),
            None => self.document.origins.place(parent),
        };
        self.document.put(parent, key, Document::new(Value::Object(Map::new()), Origins::at(place)));
    }
}

/// What some fragments say at a pointer.
fn versions_of<'m>(parts: impl IntoIterator<Item = &'m Part>, at: &Pointer) -> Vec<Version<'m>> {
    parts.into_iter().filter_map(|part| Some(Version { part, document: part.document.part(at)? })).collect()
}
