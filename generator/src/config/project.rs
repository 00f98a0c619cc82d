//! `[[client]]`: the clients of a project file, what each is made of, and where that is kept.

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::config::read::Table;
use crate::config::sections::{self, SECTIONS};
use crate::config::values::{invalid, value};
use crate::config::{Config, Spec};
use crate::diagnostic::{Diagnostic, Diagnostics, Place};
use crate::source::{FileId, Sources};

/// A project file: `crategen.toml`, or `codegen.toml`. Its paths are relative to the folder that it stands in.
#[derive(Clone, Debug)]
pub struct Project {
    /// The clients, in order; at least one.
    pub clients: Vec<Member>,
    /// Whether the file names its clients: `[[client]]` or `[spec]`. If not, `clients` has the one of the default `[spec]`.
    pub names_clients: bool,
}

/// `[[client]]`: one client of a project.
#[derive(Clone, Debug)]
pub struct Member {
    /// `name`: how the command line calls it. Unless said, the name of the crate, or of the folder `out`.
    pub name: String,
    /// `documents`: files, folders of pages, or indexes of them; several are merged.
    pub documents: Vec<String>,
    /// `pages`: the folder of Markdown pages as published, which are kept byte for byte.
    pub pages: Option<String>,
    /// `overlays`, applied in order.
    pub overlays: Vec<String>,
    /// Whether an overlay that is not there is no mistake: that of `[spec]`.
    pub optional_overlays: bool,
    /// `out`: the folder of the crate.
    pub out: String,
    /// `root`: the folder that references to other files must stay in; unless said, that of the first document.
    pub root: Option<String>,
    /// `strict`: nothing may be lost.
    pub strict: bool,
    /// `fragments`: the folder that keeps the fragments of `pages`, one for each endpoint.
    pub fragments: Option<String>,
    /// `merged`: the file that keeps the merged document, uncorrected.
    pub merged: Option<String>,
    /// `corrected`: the file that keeps the corrected document.
    pub corrected: Option<String>,
    /// `surface`: the file that keeps the list of public items of the crate, one a line.
    pub surface: Option<String>,
    /// The sections below the client and, where it has none of that name, those at the top of the file.
    pub config: Config,
    /// Where it stands; `None` for that of `[spec]`.
    pub place: Option<Place>,
}

impl Project {
    /// Reads a project file.
    ///
    /// # Errors
    /// As those of [`Config::parse`]; a client without input or `out`; two clients of one name or folder.
    pub fn parse(sources: &Sources, file: FileId) -> Result<Self, Diagnostics> {
        let mut diagnostics = Diagnostics::new();
        let text = sources.text(file);
        let root = sections::root(text, file, &mut diagnostics).ok_or_else(|| diagnostics.clone())?;
        let top = root.get_ref();
        let mut table = Table::root(file, top);
        let named = table.is_list("client");
        let clients = if named {
            let tables = table.tables("client", &mut diagnostics);
            tables.into_iter().filter_map(|client| member(top, client, file, &mut diagnostics)).collect()
        } else {
            vec![Member::of_spec(sections::config(top, file, &mut diagnostics))]
        };
        distinct(&clients, &mut diagnostics);
        once(&mut diagnostics);
        if clients.is_empty() && !diagnostics.has_errors() {
            invalid(&table.place(), "client", "has no entry", &mut diagnostics);
        }
        let names_clients = named || top.contains_key("spec");
        if diagnostics.has_errors() { Err(diagnostics) } else { Ok(Self { clients, names_clients }) }
    }
}

impl Member {
    fn of_spec(config: Config) -> Self {
        let Spec { pages, fragments, published, overlay, document, out, surface } = config.spec.clone();
        Self {
            name: config.package.name.clone().unwrap_or_else(|| last(&out).to_owned()),
            documents: Vec::new(),
            pages: Some(pages),
            overlays: vec![overlay],
            optional_overlays: true,
            out,
            root: None,
            strict: false,
            fragments: Some(fragments),
            merged: Some(published),
            corrected: Some(document),
            surface: Some(surface),
            config,
            place: None,
        }
    }
}

fn member<'t, 'i>(
    top: &DeTable<'i>,
    mut table: Table<'t, 'i>,
    file: FileId,
    diagnostics: &mut Diagnostics,
) -> Option<Member> {
    let place = table.place();
    let out = table.required("out", diagnostics);
    let documents = table.texts("documents", diagnostics);
    let mut text = |key| value(table.text(key, diagnostics));
    let (name, pages, root) = (text("name"), text("pages"), text("root"));
    let (fragments, merged, corrected, surface) =
        (text("fragments"), text("merged"), text("corrected"), text("surface"));
    let overlays = table.texts("overlays", diagnostics);
    let strict = value(table.flag("strict", diagnostics)).unwrap_or_default();
    let below = table.rest();
    table.know(SECTIONS);
    table.know(DEFAULTS);
    table.finish(diagnostics);
    if documents.is_empty() && pages.is_none() {
        let message = "[[client]] has neither `documents` nor `pages`";
        diagnostics.push(Diagnostic::error("config::missing-key", place.clone(), message));
    }
    if documents.iter().any(|document| document.contains("://")) {
        let what = "names a URL, and a project keeps its documents: save the document, and put the URL under [drift]";
        invalid(&place, "documents", what, diagnostics);
    }
    if fragments.is_some() && pages.is_none() {
        invalid(&place, "fragments", "keeps what is cut out of `pages`, which are not given", diagnostics);
    }
    let config = sections::config(&sections_of(top, &below), file, diagnostics);
    let out = out?.value;
    let name = name.or_else(|| config.package.name.clone()).unwrap_or_else(|| last(&out).to_owned());
    Some(Member {
        name,
        documents,
        pages,
        overlays,
        optional_overlays: false,
        out,
        root,
        strict,
        fragments,
        merged,
        corrected,
        surface,
        config,
        place: Some(place),
    })
}

/// Keys of `[client]` that stand in `[[client]]` itself.
const DEFAULTS: &[&str] = &["base-url", "auth"];

/// The file as if the client were its only one: its own sections in the place of those at the top.
fn sections_of<'i>(top: &DeTable<'i>, below: &DeTable<'i>) -> DeTable<'i> {
    let mut sections: DeTable<'i> = top.iter().map(|(key, value)| (key.clone(), value.clone())).collect();
    sections.remove("client");
    let (mut defaults, mut span) = (DeTable::new(), 0..0);
    for (key, value) in below {
        let name: &str = key.get_ref();
        if DEFAULTS.contains(&name) {
            span = key.span();
            defaults.insert(key.clone(), value.clone());
        } else if SECTIONS.contains(&name) {
            sections.insert(key.clone(), value.clone());
        }
    }
    if !defaults.is_empty() {
        sections.insert(Spanned::new(span.clone(), "client".into()), Spanned::new(span, DeValue::Table(defaults)));
    }
    sections
}

fn last(path: &str) -> &str {
    path.rsplit(['/', '\\']).find(|part| !part.is_empty()).unwrap_or(path)
}

fn distinct(clients: &[Member], diagnostics: &mut Diagnostics) {
    for (index, client) in clients.iter().enumerate() {
        let (before, place) = (clients.get(..index).unwrap_or_default(), client.place.clone());
        let Some(place) = place else { continue };
        if before.iter().any(|other| other.name == client.name) {
            let what = format!("`{}` is that of another client, too; give each a `name`", client.name);
            invalid(&place, "name", &what, diagnostics);
        }
        if before.iter().any(|other| other.out == client.out) {
            invalid(&place, "out", "is the folder of another client, too", diagnostics);
        }
    }
}

/// What is wrong at the top of the file is wrong for every client.
fn once(diagnostics: &mut Diagnostics) {
    let mut known: Vec<Diagnostic> = Vec::new();
    diagnostics.retain(|diagnostic| {
        let new = !known.contains(diagnostic);
        if new {
            known.push(diagnostic.clone());
        }
        new
    });
}
