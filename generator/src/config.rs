//! Everything that `codegen.toml` may say: plain data, read in one go and refused where a key is not known, so that a
//! misspelt rule is never silently without effect. Rules carry their place, so that a stage can say of one that it no
//! longer applies.

mod dependencies;
mod derives;
mod filter;
mod legal;
mod paging;
mod policy;
mod project;
mod read;
mod rules;
mod sections;
mod streaming;
mod types;
mod values;

use indexmap::IndexMap;
use regex_lite::Regex;

use crate::diagnostic::{Diagnostic, Diagnostics, Place};
use crate::pointer::Pointer;
use crate::source::{FileId, Sources};

pub use dependencies::{Dependencies, Dependency};
pub use derives::{DeriveRule, Derived};
pub use filter::{Filter, FilterRule};
pub(crate) use legal::is_token;
pub use legal::{check_module_path, check_package_name, module_of};
pub use paging::{NextPage, PagingRule, ToldIn, Which};
pub use policy::{DeprecationDays, DriftPolicy, Stability};
pub use project::{Member, Project};
pub use streaming::{ResponseRule, StreamKind, StreamingRule, SwitchedBy};
pub use types::{Conversion, Library, Replaced, Replacement, Temporal, Types, UuidType};

/// The configuration of a run. `Config::default()` is that of a run without a file.
#[derive(Clone, Debug, Default)]
pub struct Config {
    /// `[package]`: what the generated `Cargo.toml` says.
    pub package: Package,
    /// How conflicts between fragments are settled.
    pub merge: Merge,
    /// `[filter]`: which operations become part of the client.
    pub filter: Filter,
    /// `[names]`: names that the document's own words do not give.
    pub names: Names,
    /// `[enums]`: enums that only a description tells.
    pub enums: Enums,
    /// `[[constants]]`: facts that descriptions of operations tell in a fixed form.
    pub constants: Vec<ConstantRule>,
    /// `[types]`: the Rust types of formats and of single schemas.
    pub types: Types,
    /// `[dependencies]`: crates that the rules name.
    pub dependencies: Dependencies,
    /// `[[derives]]`: traits that types derive beside those that all have.
    pub derives: Vec<DeriveRule>,
    /// `[[paging]]`: how operations give their results page by page.
    pub paging: Vec<PagingRule>,
    /// `[[streaming]]`: how operations are switched to streams of items.
    pub streaming: Vec<StreamingRule>,
    /// `[[responses]]`: which of several media types a plain call asks for.
    pub responses: Vec<ResponseRule>,
    /// `[webhooks]`: where a document of OpenAPI 3.0 has its webhooks.
    pub webhooks: Webhooks,
    /// `[styles]`: how values are sent where the standard does not say it.
    pub styles: Styles,
    /// `[client]`: defaults of the generated client.
    pub client: Client,
    /// `[retry]`: how the generated client sends calls again.
    pub retry: Retry,
    /// `[decode]`: what the generated client tolerates in responses.
    pub decode: Decode,
    /// `[[keep]]`: hand-written files beside the generated ones.
    pub keep: Vec<Keep>,
    /// `[spec]`: where a project keeps its pages and what is derived from them.
    pub spec: Spec,
    /// `[drift]`: where the pages are published, and which changes of them are known.
    pub drift: Drift,
}

/// `[package]`: what the generated `Cargo.toml` says. What is absent is left out or taken from the document.
#[derive(Clone, Debug, Default)]
pub struct Package {
    /// The crate's name: ASCII letters, digits, `-` and `_`, beginning with a letter.
    pub name: Option<String>,
    /// The crate's version (SemVer 2.0.0); never the document's `info.version`.
    pub version: Option<String>,
    /// One sentence.
    pub description: Option<String>,
    /// An SPDX expression.
    pub license: Option<String>,
    /// Where the source is kept.
    pub repository: Option<String>,
    /// The project's page.
    pub homepage: Option<String>,
    /// Where the documentation is, if it is not where the registry puts it.
    pub documentation: Option<String>,
    /// Who wrote it.
    pub authors: Vec<String>,
    /// At most five search words.
    pub keywords: Vec<String>,
    /// At most five slugs of the registry's list.
    pub categories: Vec<String>,
    /// The oldest compiler that is supported, as `1.89`.
    pub rust_version: Option<String>,
    /// `publish = false` keeps the crate out of registries; a list of registries keeps it out of the others.
    pub publish: Option<Publish>,
    /// `tag-features`: whether each tag is a cargo feature.
    pub tag_features: TagFeatures,
    /// `types-only`: the types alone, without operations and what sends them.
    pub types_only: bool,
    /// `module`: the path of the module that the client is, in the crate of that name: `api`, or `clients::pets`. It has no manifest.
    pub module: Option<String>,
}

/// `[webhooks]`: where a document has its webhooks, for which OpenAPI 3.0 has no key.
#[derive(Clone, Debug, Default)]
pub struct Webhooks {
    /// `extension`: the key of the document that has them as 3.1 has them under `webhooks`; and where the line stands.
    pub extension: Option<(String, Place)>,
}

/// Where a crate may be published.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Publish {
    /// Anywhere, or nowhere.
    Anywhere(bool),
    /// In these registries only.
    In(Vec<String>),
}

/// Whether each tag is a cargo feature, which its operations and the types that only they have need.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TagFeatures {
    /// `false`: no. A feature is for ever, so somebody has to ask for it.
    #[default]
    Off,
    /// `true`: yes.
    On,
    /// `"auto"`: where there are more than 150 operations.
    Auto,
}

/// `[merge]`: how fragments become one document, where they differ. A rule that settles nothing is an error.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Merge {
    /// `[[merge.rename]]`
    pub rename: Vec<Rename>,
    /// `[[merge.prefer]]`
    pub prefer: Vec<Prefer>,
    /// `[[merge.components]]`
    pub components: Vec<Components>,
    /// `[[merge.variants]]`
    pub variants: Vec<Variants>,
    /// `api`: which of several APIs of the pages is meant: its document, its title, or a part of its addresses.
    pub api: Option<String>,
    /// `[merge.info]`: pins `info` where the fragments differ.
    pub info: Option<serde_json::Value>,
}

/// `[[merge.components]]`: what becomes of components of one name that contradict each other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Components {
    /// The component, as a JSON Pointer of the merged document (`/components/schemas/Name`); `None` for all that have no rule of
    /// their own. Security schemes are never put together by a rule that does not name them.
    pub at: Option<String>,
    /// What becomes of it.
    pub kind: ComponentsAs,
}

/// What becomes of components of one name that contradict each other.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ComponentsAs {
    /// Each fragment keeps its own; all but one get a name of their own.
    #[default]
    Split,
    /// That of the first fragment is used for all.
    First,
    /// The one that describes most is used for all; texts do not count.
    Largest,
    /// That of the fragment with the newest `info.version` is used for all.
    Newest,
}

/// `[[merge.variants]]`: what becomes of an operation that several pages document with bodies of their own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Variants {
    /// The operation, as a JSON Pointer of the merged document (`/paths/~1act/post`).
    pub at: String,
    /// What names the variants: `page`, or a property of the body, as a JSON Pointer, that has one value in each.
    pub by: Option<String>,
    /// What they become.
    pub kind: VariantsAs,
}

/// What the variants of an operation become.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum VariantsAs {
    /// One operation whose body and answers are one of those of the pages.
    #[default]
    Union,
    /// An operation for each.
    Functions,
}

/// `[[merge.rename]]`: gives a component of one fragment another name, wherever that fragment refers to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rename {
    /// The fragment, as `file` or `file#operation`, that the component stands in.
    pub fragment: String,
    /// The component, as `schemas/Name`.
    pub component: String,
    /// Its new name.
    pub to: String,
}

/// `[[merge.prefer]]`: takes one fragment's version of something that differs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Prefer {
    /// What differs, as a JSON Pointer of the merged document (`/components/schemas/Name`, `/paths/~1pets/get`, `/info`,
    /// `/x-logo`).
    pub at: String,
    /// The fragment whose version is taken, as `file` or `file#operation`.
    pub fragment: String,
}

/// `[names]`: names that the document's own words do not give.
#[derive(Clone, Debug, Default)]
pub struct Names {
    /// `[[names.operations]]`, in order: each is applied to the result of the one before.
    pub operations: Vec<NamePattern>,
    /// `[[names.types]]`, in order: each is applied to the result of the one before.
    pub types: Vec<NamePattern>,
    /// `[[names.rename]]`
    pub rename: Vec<NameRule>,
}

/// `[[names.operations]]` and `[[names.types]]`: rewrites names before they are turned into Rust.
#[derive(Clone, Debug)]
pub struct NamePattern {
    /// The regular expression of `pattern`.
    pub pattern: Regex,
    /// What each match becomes; `$1` and `${name}` are groups of the pattern, or words about what is named.
    pub replace: String,
    /// Where the rule stands.
    pub place: Place,
}

impl NamePattern {
    /// The rewritten name; `None` where the pattern does not match. `about`: words that the replacement can name beside the groups
    /// of the pattern, as `$path`; a group of that name goes first.
    pub fn apply(&self, name: &str, about: &[(&str, &str)]) -> Option<String> {
        let replace = || self.replacement(about);
        self.pattern.is_match(name).then(|| self.pattern.replace_all(name, replace().as_str()).into_owned())
    }

    /// The replacement with those words in it.
    fn replacement(&self, about: &[(&str, &str)]) -> String {
        let is_group = |name: &str| self.pattern.capture_names().flatten().any(|group| group == name);
        let mut parts = self.replace.split('$');
        let mut text = parts.next().unwrap_or_default().to_owned();
        while let Some(part) = parts.next() {
            let (name, rest) = reference(part);
            match about.iter().find(|(known, _)| *known == name && !is_group(name)) {
                Some((_, value)) => text.extend([&value.replace('$', "$$"), rest]),
                None if part.is_empty() => text.extend(["$$", parts.next().unwrap_or_default()]),
                None => text.extend(["$", part]),
            }
        }
        text
    }
}

/// The name behind a `$`, in braces or not, and what follows.
fn reference(text: &str) -> (&str, &str) {
    if let Some((name, rest)) = text.strip_prefix('{').and_then(|braced| braced.split_once('}')) {
        return (name, rest);
    }
    let end = text.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(text.len());
    text.split_at(end)
}

/// `[[names.rename]]`: names one thing outright.
#[derive(Clone, Debug)]
pub struct NameRule {
    /// What is named.
    pub at: Named,
    /// Its Rust name.
    pub to: String,
    /// Where the rule stands.
    pub place: Place,
}

/// What a `[[names.rename]]` names.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Named {
    /// `operations/<operationId>`, the id as published.
    Operation(String),
    /// `schemas/<Name>`: a schema of `components`.
    Schema(String),
    /// `tags/<tag>`
    Tag(String),
    /// A JSON Pointer (RFC 6901) of the document: an inline schema.
    Inline(Pointer),
}

/// `[enums]`: enums that only a description tells.
#[derive(Clone, Debug)]
pub struct Enums {
    /// `from-descriptions`: whether lists such as `` `0`: NAME `` in descriptions become enums. On by default.
    pub from_descriptions: bool,
    /// `[[enums.description]]`: exceptions, place by place.
    pub description: Vec<EnumRule>,
}

impl Default for Enums {
    fn default() -> Self {
        Self { from_descriptions: true, description: Vec::new() }
    }
}

/// `[[enums.description]]`: what is done with the list in one description.
#[derive(Clone, Debug)]
pub struct EnumRule {
    /// The schema or parameter that has the description, as a JSON Pointer of the document.
    pub at: Pointer,
    /// What is done with it.
    pub action: EnumAction,
    /// Where the rule stands.
    pub place: Place,
}

/// What is done with an enum that a description tells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EnumAction {
    /// `off = true`: the description makes no enum.
    Off,
    /// `names = {"0" = "Name"}`: the variants of these wire values have these Rust names.
    Names(IndexMap<String, String>),
}

/// `[[constants]]`: a fact that descriptions of operations tell in a fixed form, as a constant of the operation.
#[derive(Clone, Debug)]
pub struct ConstantRule {
    /// The constant's name.
    pub name: String,
    /// The regular expression of `pattern`; its one group is the value.
    pub pattern: Regex,
    /// What the constant says.
    pub docs: Option<String>,
    /// Where the rule stands.
    pub place: Place,
}

/// `[styles]`: how values are sent where the standard does not say it.
#[derive(Clone, Copy, Debug, Default)]
pub struct Styles {
    /// `deep-object-lists`
    pub deep_object_lists: DeepObjectLists,
}

/// `deep-object-lists`: what stands in the brackets of an item in a list that is sent in the style `deepObject`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum DeepObjectLists {
    /// `"indices"`: the number of the item, from 0 on: `a[0]=x&a[1]=y`.
    #[default]
    Indices,
    /// `"empty"`: nothing: `a[]=x&a[]=y`.
    Empty,
}

/// `[client]`: defaults of the generated client.
#[derive(Clone, Debug, Default)]
pub struct Client {
    /// `base-url`: used in place of the document's first server.
    pub base_url: Option<String>,
    /// `auth`: how calls are authenticated, where the document defines no security scheme.
    pub auth: Option<Auth>,
}

/// `auth = { type = "bearer" }`: a credential that is sent with every call, where it is given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Auth {
    /// `type`, and what belongs to it.
    pub kind: AuthKind,
    /// Where the rule stands.
    pub place: Place,
}

/// How a credential is sent (OpenAPI 3.1.1, "Security Scheme Object").
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AuthKind {
    /// `"bearer"`: `Authorization: Bearer …`
    Bearer,
    /// `"basic"`: `Authorization: Basic …`
    Basic,
    /// `"apiKey"` with `in` and `name`: in a header or the query.
    ApiKey {
        /// `in`: whether it is `"query"` and not `"header"`.
        query: bool,
        /// `name`
        name: String,
    },
}

/// `[retry]`: how the generated client sends calls again.
#[derive(Clone, Debug, Default)]
pub struct Retry {
    /// `idempotency-header`: each POST has a random key in this header, and is sent again with the same key.
    pub idempotency_header: Option<String>,
}

/// `[decode]`: which deviations from the document a client reads over in responses, unless its builder says otherwise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Decode {
    /// `null-collections`: null in place of a list or map is the empty one. On by default, as the only one.
    pub null_collections: bool,
    /// `missing-keys`: a required key that is missing, or is null, has the empty value of its type.
    pub missing_keys: bool,
    /// `unreadable-items`: an item of a list that cannot be read is left out.
    pub unreadable_items: bool,
    /// `quoted-numbers`: a number in quotes is a number.
    pub quoted_numbers: bool,
    /// `empty-texts`: an empty text that is no value of its type is null.
    pub empty_texts: bool,
}

impl Default for Decode {
    fn default() -> Self {
        Self {
            null_collections: true,
            missing_keys: false,
            unreadable_items: false,
            quoted_numbers: false,
            empty_texts: false,
        }
    }
}

/// `[[keep]]`: a hand-written file beside the generated ones, declared as a module by the generated `lib.rs`.
#[derive(Clone, Debug)]
pub struct Keep {
    /// The file, relative to the generated crate: `src/export.rs`.
    pub file: String,
    /// The module that `lib.rs` declares.
    pub module: String,
    /// The module's documentation, where the file has none of its own.
    pub docs: Option<String>,
    /// The cargo feature that the module needs.
    pub feature: Option<String>,
    /// Where the rule stands.
    pub place: Place,
}

/// `[spec]`: where a project keeps its pages and what is derived from them, relative to `codegen.toml`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spec {
    /// The folder of pages as published.
    pub pages: String,
    /// The folder of fragments, one for each endpoint.
    pub fragments: String,
    /// The merged document, uncorrected.
    pub published: String,
    /// The corrections.
    pub overlay: String,
    /// The corrected document, which the generator reads.
    pub document: String,
    /// The folder of the generated crate.
    pub out: String,
    /// The public items of the generated crate, one a line.
    pub surface: String,
}

/// `[drift]`: where the pages are published, and which changes of them are known.
#[derive(Clone, Debug, Default)]
pub struct Drift {
    /// `url`: the pages as published, https only (http on the loopback interface). The only place that a URL is taken
    /// from: never a page.
    pub url: Vec<String>,
    /// `[[drift.accept]]`: findings that are known. One that no longer is found is an error.
    pub accept: Vec<Accept>,
    /// `[drift.policy]`: what the API promises of the life of its parts; without it nothing is judged by that.
    pub policy: Option<DriftPolicy>,
}

/// `[[drift.accept]]`: a finding that is known, and does not count.
#[derive(Clone, Debug)]
pub struct Accept {
    /// The finding's fingerprint.
    pub fingerprint: String,
    /// Why it is accepted.
    pub reason: String,
    /// Where the rule stands.
    pub place: Place,
}

impl Default for Spec {
    fn default() -> Self {
        Self {
            pages: "pages".into(),
            fragments: "fragments".into(),
            published: "published.json".into(),
            overlay: "overlay.yaml".into(),
            document: "openapi.json".into(),
            out: "../generated".into(),
            surface: "api-surface.txt".into(),
        }
    }
}

impl Config {
    /// Reads a `codegen.toml`.
    ///
    /// # Errors
    /// Everything that is wrong with it: TOML 1.1 syntax, unknown keys and sections (with the nearest known name),
    /// values of the wrong type or outside what is allowed.
    pub fn parse(sources: &Sources, file: FileId) -> Result<Self, Diagnostics> {
        let mut diagnostics = Diagnostics::new();
        let root = sections::root(sources.text(file), file, &mut diagnostics);
        let config = root.map(|root| sections::config(root.get_ref(), file, &mut diagnostics));
        config.filter(|_| !diagnostics.has_errors()).ok_or(diagnostics)
    }

    /// The files that `[[keep]]` names, relative to the generated crate.
    pub fn kept_files(&self) -> Vec<String> {
        let of_module = self.package.module.is_some();
        let file = |path: &str| match path.strip_prefix("src/").filter(|_| of_module) {
            Some(below) => below.to_owned(),
            None => path.to_owned(),
        };
        self.keep.iter().map(|keep| file(&keep.file)).collect()
    }
}

/// What is said of a rule that nothing used.
pub fn unused_rule(place: &Place) -> Diagnostic {
    let message = "this rule no longer applies: nothing in the document matches it";
    Diagnostic::error("config::unused-rule", place.clone(), message).help("remove the rule, or correct what it names")
}

/// What is said of a rule that nothing used where parts of the document are left out: it may be about one of those.
pub fn idle_rule(place: &Place) -> Diagnostic {
    let message = "nothing in what is generated matches this rule, but parts of the document are left out";
    Diagnostic::warning("config::idle-rule", place.clone(), message)
        .help("if it is not about one of those, remove it or correct what it names")
}

/// What is said of a rule that something matches which it does not fit.
pub fn unfit_rule(place: &Place, message: impl Into<String>) -> Diagnostic {
    Diagnostic::error("config::unfit-rule", place.clone(), message)
}
