//! The documents that blocks name: files beside the pages are read, addresses never.

use std::collections::{BTreeMap, BTreeSet};

use percent_encoding::percent_decode_str;

use super::{Block, Part, Target, take};
use crate::diagnostic::{Diagnostic, Diagnostics, Place, Severity, Spot};
use crate::document::bundle::{self, Load};
use crate::document::shape::operations;
use crate::document::{Document, Origins, swagger};
use crate::source::{FileId, Sources, parse_foreign};

/// Operations that a note shows.
const SHOWN: usize = 5;
/// Places of blocks that an error shows.
const PLACES_SHOWN: usize = 8;
/// Parts of a query that sign an address for some time.
const SIGNATURES: [&str; 5] = ["token=", "signature=", "sig=", "expires=", "x-amz-"];

/// The documents of a run.
#[derive(Default)]
pub(in crate::document::page) struct Documents {
    opened: BTreeMap<String, Result<Opened, String>>,
    /// What blocks with a name and a link say that the name means.
    names: BTreeMap<String, Target>,
    /// Documents that are not here, with the blocks that mean them.
    absent: BTreeMap<Target, Vec<Place>>,
    /// Why something could not be taken, with the blocks that mean it.
    refused: BTreeMap<String, Vec<Place>>,
}

/// A file that was read.
struct Opened {
    document: Document,
    file: FileId,
    /// The operations that are on a page.
    shown: BTreeSet<(String, String)>,
}

/// What is needed to open a document.
pub(in crate::document::page) struct Opener<'o> {
    pub(in crate::document::page) sources: &'o mut Sources,
    pub(in crate::document::page) loader: &'o mut dyn Load,
    pub(in crate::document::page) diagnostics: &'o mut Diagnostics,
}

impl Documents {
    /// Remembers what a block says of a name.
    pub(in crate::document::page) fn learn(&mut self, block: &Block) {
        if let (Some(spec), Target::File(_) | Target::Address(_)) = (&block.spec, &block.document) {
            self.names.entry(spec.clone()).or_insert_with(|| block.document.clone());
        }
    }

    /// The part of a document that a block on a page shows.
    pub(in crate::document::page) fn part(
        &mut self,
        block: &Block,
        page: FileId,
        opener: &mut Opener<'_>,
    ) -> Option<Document> {
        let place = Place { file: page, spot: Spot::Offset(block.at) };
        let known = block.spec.as_ref().and_then(|spec| self.names.get(spec));
        let target = match (&block.document, known) {
            (Target::Name(_), Some(known)) => known.clone(),
            (target, _) => target.clone(),
        };
        let Target::File(written) = &target else {
            self.absent.entry(target).or_default().push(place);
            return None;
        };
        let part = self.open(written, page, opener).and_then(|opened| {
            let part = take::take(&opened.document, &block.part).ok_or_else(|| missing(written, &block.part))?;
            opened.shown.extend(names(&part));
            Ok(part)
        });
        part.map_err(|why| self.refused.entry(why).or_default().push(place)).ok()
    }

    /// Whether the document that a reference means is a file that can be read, and has that part.
    pub(in crate::document::page) fn has(&mut self, block: &Block, page: FileId, opener: &mut Opener<'_>) -> bool {
        let Target::File(written) = &block.document else { return false };
        self.open(written, page, opener).is_ok_and(|opened| take::take(&opened.document, &block.part).is_some())
    }

    fn open(&mut self, written: &str, page: FileId, opener: &mut Opener<'_>) -> Result<&mut Opened, String> {
        let from = opener.loader.path_of(opener.sources.name(page));
        let decoded = percent_decode_str(written).decode_utf8().map_or_else(|_| written.to_owned(), Into::into);
        let Some(path) = join(&from, &decoded) else {
            return Err(format!(
                "`{written}` is outside of the folder that may be read: choose a folder that has both"
            ));
        };
        if !self.opened.contains_key(&path) {
            let plain = join(&from, written).filter(|plain| *plain != path);
            let opened =
                read(&path, plain.as_deref(), opener).map_err(|why| format!("`{written}` cannot be read: {why}"));
            self.opened.insert(path.clone(), opened);
        }
        match self.opened.get_mut(&path) {
            Some(Ok(opened)) => Ok(opened),
            Some(Err(why)) => Err(why.clone()),
            None => Err(format!("`{written}` cannot be read")),
        }
    }

    /// What is to be said when all pages were read. `any` says that there are fragments.
    pub(in crate::document::page) fn finish(self, any: bool, sources: &Sources, diagnostics: &mut Diagnostics) {
        for opened in self.opened.values().flatten() {
            if let Some(note) = opened.left(sources) {
                diagnostics.push(note);
            }
        }
        let severity = if any { Severity::Warning } else { Severity::Error };
        for (why, places) in self.refused {
            let help = "correct the name in the block, or give the document itself";
            let said = Diagnostic::error("page::document", places.first().cloned(), why).help(help);
            diagnostics.push(with_others(said, &places));
        }
        for (target, places) in self.absent {
            diagnostics.push(absent(severity, &target, &places));
        }
    }
}

impl Opened {
    /// A note about the operations that are on no page.
    fn left(&self, sources: &Sources) -> Option<Diagnostic> {
        let left: Vec<_> = names(&self.document).filter(|name| !self.shown.contains(name)).collect();
        let (first_path, first_method) = left.first()?;
        let shown = left.iter().take(SHOWN).map(|(path, method)| format!("`{} {path}`", method.to_ascii_uppercase()));
        let mut shown = shown.collect::<Vec<_>>().join(", ");
        if left.len() > SHOWN {
            shown += &format!(" and {} more", left.len() - SHOWN);
        }
        let name = sources.name(self.file);
        let at = crate::pointer::Pointer::root().join(["paths", first_path, first_method]);
        let message =
            format!("the pages do not show all of `{name}`, and only what they show is taken; left out: {shown}");
        let help = format!("`{name}` is the complete document, and the better input");
        Some(Diagnostic::note("page::document", self.document.origins.key_place(&at), message).help(help))
    }
}

/// Path and method of each operation.
fn names(document: &Document) -> impl Iterator<Item = (String, String)> {
    let all = operations(&document.value).filter(|(at, _)| at.tokens().first().is_some_and(|map| map == "paths"));
    all.filter_map(|(at, _)| Some((at.tokens().get(1)?.to_string(), at.tokens().last()?.to_string())))
}

fn read(path: &str, plain: Option<&str>, opener: &mut Opener<'_>) -> Result<Opened, String> {
    let bytes = opener.loader.load(path).or_else(|error| match plain {
        Some(plain) => opener.loader.load(plain).map_err(|_| error),
        None => Err(error),
    });
    let file = opener.sources.add_bytes(path, bytes.map_err(|error| error.to_string())?);
    let value = opener.diagnostics.keep(parse_foreign(opener.sources, file));
    let value = value.ok_or_else(|| "it could not be parsed".to_owned())?;
    if value.get("openapi").is_none() && !swagger::is_version_2(&value) {
        return Err("it is no OpenAPI document".to_owned());
    }
    let document = Document::new(value, Origins::of(file));
    let document = bundle::bundle(opener.sources, opener.loader, document, path, opener.diagnostics);
    let document = swagger::convert(document, opener.diagnostics);
    Ok(Opened { document, file, shown: BTreeSet::new() })
}

/// The path of a file that a page names; from the root of the folder where it begins with `/`. `None` for what is outside.
fn join(page: &str, written: &str) -> Option<String> {
    let written = written.replace('\\', "/");
    let mut parts: Vec<&str> = if written.starts_with('/') { Vec::new() } else { page.split('/').collect() };
    parts.pop();
    for part in written.split(['?', '#']).next().unwrap_or_default().split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

fn missing(written: &str, part: &Part) -> String {
    match part {
        Part::Operation { path, method } => {
            let method = method.as_deref().unwrap_or_default().to_ascii_uppercase();
            format!("`{written}` has no operation `{}`", format!("{method} {path}").trim())
        }
        Part::Schemas(names) => format!("`{written}` has no schemas `{}`", names.join("`, `")),
    }
}

/// What is said of a document that is not here.
fn absent(severity: Severity, target: &Target, places: &[Place]) -> Diagnostic {
    let count = places.len();
    let blocks = if count == 1 { "a block shows".to_owned() } else { format!("{count} blocks show") };
    let (message, mut help) = match target {
        Target::Address(address) | Target::File(address) => (
            format!("{blocks} parts of the document at {address}; nothing is fetched"),
            "save it, and give it as the document".to_owned(),
        ),
        Target::Name(name) => (
            format!("{blocks} parts of a document that only the site knows, by the name `{name}`"),
            "save it from the site, and give it as the document".to_owned(),
        ),
    };
    if let Target::Address(address) = target {
        let lower = address.to_ascii_lowercase();
        if SIGNATURES.iter().any(|part| lower.contains(part)) {
            help += "; the address is signed, and expires";
        }
    }
    let said = Diagnostic::new(severity, "page::document", places.first().cloned(), message).help(help);
    with_others(said, places)
}

fn with_others(said: Diagnostic, places: &[Place]) -> Diagnostic {
    let others = places.iter().skip(1).take(PLACES_SHOWN);
    others.fold(said, |said, place| said.related(place.clone(), "here, too"))
}
