//! Model + configuration + names → the decided client. Every decision is made here; what comes after only prints.

mod arguments;
mod bodies;
mod body_fields;
mod bounds;
mod branches;
mod called;
mod combined;
mod credentials;
mod cycles;
mod defaults;
mod definitions;
mod derives;
mod described;
mod enums;
mod events;
mod failures;
mod features;
mod files;
mod foreign;
mod forms;
mod groups;
mod headers;
mod looks;
mod media;
mod methods;
mod modules;
mod naming;
mod operations;
mod package;
mod paging;
mod params;
mod paths;
mod prune;
mod received;
mod representations;
mod responses;
mod route;
mod rules;
mod scalars;
mod scopes;
mod security;
mod servers;
mod settled;
mod sharing;
mod statuses;
mod streaming;
mod switches;
mod types;
mod types_only;
mod unions;
mod users;
mod variants;
mod views;
mod xml;

use std::collections::{BTreeSet, HashMap, HashSet, VecDeque};
use std::rc::Rc;

use crate::config::{Config, TagFeatures};
use crate::diagnostic::{Diagnostic, Diagnostics, Place};
use crate::ir::{Client, Docs, TypeDef, TypeId, XmlId};
use crate::model::{Api, Invalid, LeftOut, Schema, SchemaId};
use crate::names::{Claim, ModuleName, Name, Scope, TypeName};
use crate::pointer::Pointer;
use crate::schema::{Budget, Family, Merged, Schemas, families};

/// What lowering gives: the client, and what it leaves out.
#[derive(Clone, Debug)]
pub struct Lowered {
    /// The client.
    pub client: Client,
    /// What the model and the client leave out, each once.
    pub left_out: Vec<LeftOut>,
    /// How many schemas of `components/schemas` have a type.
    pub schemas: usize,
}

/// Decides the Rust client of an API.
pub fn lower(config: &Config, api: &Api, diagnostics: &mut Diagnostics) -> Lowered {
    let rules = rules::Rules::new(config);
    let credentials = credentials::credentials(config, api, diagnostics);
    security::check(api, config.package.types_only, diagnostics);
    let security = security::Security::of(api, &credentials, diagnostics);
    let shared = security.shared.clone();
    if !config.package.types_only {
        servers::check(api, diagnostics);
    }
    let modules = modules::modules(config, api, &rules, diagnostics);
    let mut lower = Lower::new(config, api, &rules, security, diagnostics);
    lower.name_components();
    lower.client.servers = api.servers.iter().map(servers::server).collect();
    lower.resources(modules);
    lower.webhooks();
    lower.components();
    lower.define_all();
    lower.told_deep_objects();
    lower.package();
    lower.drop_unused_views();
    let asked = std::mem::take(&mut lower.derives);
    let (short, mut scopes) = (std::mem::take(&mut lower.short), std::mem::take(&mut lower.scopes));
    let mut lowered = prune::prune(lower);
    (lowered.client.auth, lowered.client.security) = (credentials, shared);
    paging::declare(&mut lowered.client, &rules, &config.paging, diagnostics);
    switches::set(&mut lowered.client, &rules, config, api, diagnostics);
    failures::share(&mut lowered.client, &mut scopes);
    rules.report_unused(lowered.left_out.is_empty(), diagnostics);
    if config.package.types_only {
        types_only::send_all(&mut lowered);
    }
    received::join_absent_and_null(&mut lowered.client);
    if config.types.share_inline {
        sharing::share(&mut lowered.client, &short, scopes.of(None));
    }
    settled::settle(&mut lowered.client);
    if config.package.types_only {
        types_only::strip(&mut lowered);
    }
    cycles::box_cycles(&mut lowered.client);
    // Not before: an alias that holds itself becomes a type of its own there.
    arguments::decide(&mut lowered.client, &mut scopes);
    body_fields::decide(&mut lowered.client);
    users::describe(&mut lowered.client);
    derives::derive(&mut lowered.client, &config.derives, &asked, diagnostics);
    defaults::for_tests(&mut lowered.client, foreign::library(config.types.library));
    files::split(&mut lowered.client);
    let features = if config.package.types_only { TagFeatures::Off } else { config.package.tag_features };
    features::add_features(&mut lowered.client, features);
    package::add_optional_runtime(&mut lowered.client, foreign::library(config.types.library));
    foreign::drop_known(&mut lowered.client);
    lowered
}

/// Why a part has no Rust: told already, or told when it is left out.
pub(crate) type Fault = Invalid;

/// Whether a type is read from responses or written to requests: only schemas with `readOnly` or `writeOnly`
/// properties differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum View {
    /// As in responses.
    Read,
    /// As in requests.
    Write,
    /// As in merge patches (RFC 7396): everything that may be absent may also be null, which removes it.
    Patch,
}

/// Where a type is needed: decides its module and the first words of its name.
#[derive(Clone, Debug)]
pub(crate) struct Site {
    /// The module of a resource; `None`: `types`.
    pub(crate) module: Option<ModuleName>,
    /// The name of what the schema stands in, for schemas whose pointer does not tell one.
    pub(crate) words: String,
    /// The name of the parameter that the schema is of.
    pub(crate) param: Option<String>,
    /// How the type is used.
    pub(crate) view: View,
}

/// A type under construction.
pub(crate) struct Slot {
    pub(crate) schema: SchemaId,
    pub(crate) site: Site,
    pub(crate) name: TypeName,
    pub(crate) made: Option<TypeDef>,
}

/// The state of a lowering.
pub(crate) struct Lower<'a> {
    api: &'a Api,
    config: &'a Config,
    diagnostics: &'a mut Diagnostics,
    rules: &'a rules::Rules<'a>,
    client: Client,
    /// What schemas mean, with those that lowering makes: branches with what stands beside them.
    schemas: Schemas<'a>,
    views: views::Views,
    /// The views that no operation uses, of schemas of which it uses another one.
    unused_views: HashSet<TypeId>,
    /// The unnamed schemas that are being made into types, and those of them that hold themselves.
    inside: Vec<SchemaId>,
    recursive: HashSet<SchemaId>,
    slots: Vec<Slot>,
    by_schema: HashMap<(SchemaId, View), TypeId>,
    component_names: HashMap<SchemaId, TypeName>,
    /// What a component is called after the rules of the configuration, where they change its name.
    component_words: HashMap<String, String>,
    queue: VecDeque<TypeId>,
    scopes: scopes::Scopes,
    /// The schemas that others extend and that a discriminator tells apart.
    families: HashMap<SchemaId, Family>,
    /// The names of properties that tell schemas apart.
    tags: BTreeSet<String>,
    by_pointer: HashMap<Pointer, SchemaId>,
    /// How schemas are called that lowering made.
    made_words: HashMap<SchemaId, String>,
    /// What the branches of choices are called in the names of their types; `None`: they add nothing to it.
    branch_words: HashMap<SchemaId, Option<String>>,
    /// For a branch that lowering made: the schemas whose choices it is a branch of.
    lineages: HashMap<SchemaId, Vec<SchemaId>>,
    /// The tables of XML: their names, those of objects, and what is still to be made.
    xml_names: Scope,
    xml_objects: HashMap<SchemaId, XmlId>,
    xml_queue: Vec<(XmlId, SchemaId)>,
    left_out: Vec<LeftOut>,
    /// Where `deepObject` is first used for more than it is defined for, and at how many other places.
    deep_objects: Option<(Place, usize)>,
    /// What operations need to be called.
    security: security::Security<'a>,
    /// What the client may weigh, whether that was too little, and what each part of the document weighs.
    budget: Budget,
    exceeded: bool,
    weights: HashMap<Pointer, usize>,
    /// What inline types are called where they stand.
    short: sharing::Short,
    /// Rules of derives, and the types that they are about.
    derives: Vec<derives::Asked>,
}

impl<'a> Lower<'a> {
    fn new(
        config: &'a Config,
        api: &'a Api,
        rules: &'a rules::Rules<'a>,
        security: security::Security<'a>,
        diagnostics: &'a mut Diagnostics,
    ) -> Self {
        Self {
            api,
            config,
            diagnostics,
            rules,
            client: Client::default(),
            schemas: Schemas::of(api),
            views: views::Views::of(api),
            unused_views: HashSet::new(),
            inside: Vec::new(),
            recursive: HashSet::new(),
            slots: Vec::new(),
            by_schema: HashMap::new(),
            component_names: HashMap::new(),
            component_words: HashMap::new(),
            queue: VecDeque::new(),
            scopes: scopes::Scopes::default(),
            families: families(api),
            tags: api.schemas.iter().filter_map(|s| s.discriminator.as_ref()).map(|d| d.property.clone()).collect(),
            by_pointer: api.schemas.iter().enumerate().map(|(i, s)| (s.pointer.clone(), SchemaId(i))).collect(),
            made_words: HashMap::new(),
            branch_words: HashMap::new(),
            lineages: HashMap::new(),
            xml_names: Scope::default(),
            xml_objects: HashMap::new(),
            xml_queue: Vec::new(),
            left_out: api.left_out.clone(),
            deep_objects: None,
            security,
            budget: Budget::of(api.size),
            exceeded: false,
            weights: HashMap::new(),
            short: HashMap::new(),
            derives: Vec::new(),
        }
    }

    /// A schema of the document, or a synthetic one.
    pub(crate) fn schema(&self, id: SchemaId) -> &Schema {
        self.schemas.schema(id)
    }

    /// A schema with its `allOf` merged in.
    pub(crate) fn merged(&mut self, id: SchemaId) -> Result<Rc<Merged>, Fault> {
        let merged = self.schemas.merged(id);
        self.diagnostics.extend(self.schemas.reported());
        merged
    }

    /// A schema that lowering makes of others, once: the same parts in the same order are the same schema.
    pub(crate) fn make(
        &mut self,
        parts: Vec<SchemaId>,
        words: String,
        schema: impl FnOnce(&Schemas<'_>) -> Schema,
    ) -> SchemaId {
        let known = self.schemas.len();
        let id = self.schemas.make(parts, schema);
        if id.0 == known {
            self.made_words.insert(id, words);
        }
        id
    }

    /// Every component is a type, whether an operation needs it or not.
    fn components(&mut self) {
        for &id in self.api.components.values() {
            let site = Site { module: None, words: String::new(), param: None, view: View::Read };
            self.named(id, &site);
        }
    }

    fn define_all(&mut self) {
        while let Some(id) = self.queue.pop_front() {
            let slot = self.slots.get(id.0).expect("the queue holds issued types");
            let (schema, site, name) = (slot.schema, slot.site.clone(), slot.name.clone());
            let made = self.define(schema, &site, name);
            self.slots.get_mut(id.0).expect("the queue holds issued types").made = Some(made);
        }
    }

    /// Takes a type name in a module, and reports it where a number had to be added.
    pub(crate) fn claim(
        &mut self,
        module: Option<&ModuleName>,
        schema: SchemaId,
        first: TypeName,
        others: impl IntoIterator<Item = TypeName>,
    ) -> TypeName {
        let scope = self.scopes.of(module);
        let (name, claim) = scope.claim(first.clone(), others);
        if claim == Claim::Numbered {
            let place = self.schema(schema).place.clone();
            self.diagnostics.push(numbered(&first, &name, place));
        }
        name
    }

    /// Notes a decision about a schema.
    pub(crate) fn note(&mut self, code: &'static str, schema: SchemaId, message: impl Into<String>) {
        let place = self.schema(schema).place.clone();
        self.diagnostics.push(Diagnostic::note(code, place, message));
    }

    /// Tells why a schema has no Rust.
    pub(crate) fn fault(&mut self, code: &'static str, schema: SchemaId, reason: impl Into<String>) -> Fault {
        let reason = reason.into();
        let place = self.schema(schema).place.clone();
        self.diagnostics.push(Diagnostic::error(code, place, reason.clone()));
        Fault { code, reason }
    }

    /// The docs of a schema's type.
    pub(crate) fn docs(&self, id: SchemaId) -> Docs {
        let schema = self.schema(id);
        docs(&[schema.title.as_deref(), schema.description.as_deref()])
    }
}

/// A diagnostic for a name that only a number tells apart.
fn numbered(wanted: &impl Name, name: &impl Name, place: Place) -> Diagnostic {
    let message = format!("the Rust name `{wanted}` is taken: this is called `{name}`");
    Diagnostic::note("names::numbered", place, message)
        .help("give it a name of its own with a rule `[[names.rename]]` in codegen.toml")
}

/// The spellings of an inline type's name, which is put together of words.
fn inline_spellings(words: &str) -> (TypeName, impl Iterator<Item = TypeName>) {
    (TypeName::of(&[words]), spellings(words).1)
}

/// The spellings of a type's name: the first choice and those that are tried when it is taken.
fn spellings(wanted: &str) -> (TypeName, impl Iterator<Item = TypeName>) {
    let others = ["type", "schema", "model"].into_iter().map(move |suffix| TypeName::of(&[wanted, suffix]));
    (TypeName::new(wanted), others)
}

/// Harmless docs of several texts, with an empty line between them; a text that repeats another is said once.
pub(crate) fn docs(texts: &[Option<&str>]) -> Docs {
    let mut lines: Vec<String> = Vec::new();
    let mut said: Vec<&str> = Vec::new();
    for text in texts.iter().flatten().map(|text| text.trim()).filter(|text| !text.is_empty()) {
        if said.iter().any(|earlier| earlier.trim_end_matches('.') == text.trim_end_matches('.')) {
            continue;
        }
        said.push(text);
        if !lines.is_empty() {
            lines.push(String::new());
        }
        lines.extend(crate::docs::clean(text));
    }
    Docs(lines)
}
