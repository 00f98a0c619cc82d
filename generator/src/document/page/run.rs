//! All pages of a run: each is read by itself, then what concerns all of them is settled and said once.

use std::ops::Range;

use super::base::{self, Differences};
use super::block::{self, Block, Documents, Opener};
use super::form::{self, Fenced, Reading};
use super::found::{self, Found, Kind};
use super::info::Language;
use super::markdown::{self, Fence, Markdown};
use super::proposal::{Around, Proposals};
use super::prose::Prose;
use super::segment::{Segment, segments};
use super::{Context, Fragment, group, operation, parts, tags, title};
use crate::diagnostic::{Diagnostic, Diagnostics, Place, Severity, Spot};
use crate::document::bundle::Load;
use crate::document::{Document, swagger};
use crate::source::{FileId, Sources, parse_foreign};

struct Run<'r> {
    sources: &'r mut Sources,
    loader: &'r mut dyn Load,
    diagnostics: &'r mut Diagnostics,
    entries: Vec<Entry>,
    found: Vec<Found>,
    documents: Documents,
    proposals: Proposals,
    differences: Differences,
}

/// What becomes a fragment.
enum Entry {
    Fragment(Box<Fragment>),
    /// A block, with the title of its place and what stands around it.
    Block(Box<(Block, Option<String>, Context)>),
}

/// What a page has.
#[derive(Default)]
struct PageContent {
    fragments: usize,
    /// Fences that were meant and do not parse, and blocks: the page is said to have something.
    attempts: usize,
    found: Vec<Found>,
}

pub(super) fn run(
    sources: &mut Sources,
    files: &[FileId],
    loader: &mut dyn Load,
    diagnostics: &mut Diagnostics,
) -> Option<Vec<Fragment>> {
    let mut run = Run {
        sources,
        loader,
        diagnostics,
        entries: Vec::new(),
        found: Vec::new(),
        documents: Documents::default(),
        proposals: Proposals::default(),
        differences: Differences::default(),
    };
    files.iter().for_each(|file| run.page(*file));
    run.finish()
}

impl Run<'_> {
    fn page(&mut self, file: FileId) {
        if let Some(diagnostic) = unreadable(self.sources, file) {
            return self.diagnostics.push(diagnostic);
        }
        // Regions are added while the text is read.
        let text = self.sources.text(file).to_owned();
        let mut content = PageContent::default();
        for segment in segments(&text) {
            self.segment(file, &text, &segment, &mut content);
        }
        let PageContent { fragments, attempts, mut found } = content;
        if fragments == 0 && attempts == 0 && found.is_empty() {
            found.push(Found { kind: found::nothing(&text), place: place(file, 0), about: String::new() });
        }
        let telling = found.into_iter().filter(|found| fragments == 0 || found.kind <= Kind::Extract);
        let telling =
            telling.min_by_key(|found| found.kind).filter(|found| attempts == 0 || found.kind <= Kind::Extract);
        self.found.extend(telling);
    }

    fn segment(&mut self, file: FileId, text: &str, segment: &Segment, content: &mut PageContent) {
        let markdown = markdown::read(text, segment.bytes.clone());
        let mut cut: Vec<(usize, Document)> = Vec::new();
        for (index, fence) in markdown.fences.iter().enumerate() {
            if let Some(document) = self.fence(file, fence, content) {
                cut.push((index, document));
            }
        }
        if cut.is_empty() && !self.references(file, text, segment, &markdown, content) {
            content.found.extend(found::outside_fences(file, text, segment));
        }
        content.fragments += cut.len();
        let parts = parts::parts(segment, &markdown, &cut);
        for ((index, document), part) in cut.into_iter().zip(parts) {
            let Some(fence) = markdown.fences.get(index) else { continue };
            let prose = Prose::new(text, part.bytes, fence.bytes.start, &markdown.fences);
            self.fragment(file, segment, fence, part.title, document, &prose);
        }
        self.blocks(file, text, segment, &markdown, content);
    }

    /// Keeps the blocks of a page, until all pages were seen: a name may be explained further down.
    fn blocks(&mut self, file: FileId, text: &str, segment: &Segment, markdown: &Markdown, content: &mut PageContent) {
        let code: Vec<Range<usize>> = markdown.fences.iter().map(|fence| fence.bytes.clone()).collect();
        for block in block::blocks(text, segment.bytes.clone(), &code) {
            self.documents.learn(&block);
            self.block(file, block, segment, markdown, content);
        }
    }

    /// Keeps what a page without a fragment refers to, where that is a file that can be read; whether anything is.
    fn references(
        &mut self,
        file: FileId,
        text: &str,
        segment: &Segment,
        markdown: &Markdown,
        content: &mut PageContent,
    ) -> bool {
        let mut any = false;
        for block in block::references(text, segment) {
            let mut opener = Opener { sources: self.sources, loader: self.loader, diagnostics: self.diagnostics };
            if self.documents.has(&block, file, &mut opener) {
                self.block(file, block, segment, markdown, content);
                any = true;
            }
        }
        any
    }

    fn block(&mut self, file: FileId, block: Block, segment: &Segment, markdown: &Markdown, content: &mut PageContent) {
        content.attempts += 1;
        let above = markdown.above(block.at);
        let name = block.document.written().to_owned();
        let title = above.title.or_else(|| segment.front_matter.title.clone());
        let context = Context {
            page: file,
            source: segment.source.clone(),
            document: Some(name),
            base: None,
            headings: above.titles,
            group: segment.group.clone(),
            cut_out: false,
        };
        self.entries.push(Entry::Block(Box::new((block, title, context))));
    }

    /// The document in a fence; what else it holds is kept as found, or said.
    fn fence(&mut self, file: FileId, fence: &Fence, content: &mut PageContent) -> Option<Document> {
        let hint = match fence.info.language {
            Language::Data(hint) => hint,
            Language::Http | Language::Other => return None,
        };
        if !form::may_be_known(fence) {
            return None;
        }
        let region = self.sources.add_region(file, fence.pieces.clone(), hint);
        let parsed = parse_foreign(self.sources, region);
        let text = self.sources.text(region);
        let fenced = Fenced { fence, region, text, value: parsed.as_ref().ok().map(|(value, _)| value) };
        match (form::read(&fenced), parsed) {
            (Some(Reading::Document(document)), parsed) => {
                self.diagnostics.extend(parsed.map(|(_, warnings)| warnings).unwrap_or_default());
                return Some(swagger::convert(document, self.diagnostics));
            }
            (Some(Reading::Other(kind, about)), _) => {
                content.found.push(Found { kind, place: place(file, fence.bytes.start), about });
            }
            (None, Err(problems)) if means_openapi(text) => {
                content.attempts += 1;
                self.diagnostics.extend(problems);
            }
            (None, _) => {}
        }
        None
    }

    fn fragment(
        &mut self,
        file: FileId,
        segment: &Segment,
        fence: &Fence,
        title: Option<String>,
        mut document: Document,
        prose: &Prose<'_>,
    ) {
        let base = base::find(&document.value, prose.above());
        if let Some(base) = &base {
            base::apply(&mut document, base, file, &mut self.differences);
        }
        self.proposals.add(&Around { document: &document, prose, page: file });
        let context = Context {
            page: file,
            source: segment.source.clone(),
            document: fence.info.file.clone(),
            base: base.map(|base| base.url),
            headings: fence.above.titles.clone(),
            group: segment.group.clone(),
            cut_out: true,
        };
        self.entries.push(Entry::Fragment(Box::new(Fragment { title, document, context })));
    }

    /// The fragments, those that blocks name among them, in the order of the pages.
    fn fragments(&mut self) -> Vec<Fragment> {
        let mut fragments = Vec::new();
        for entry in std::mem::take(&mut self.entries) {
            match entry {
                Entry::Fragment(fragment) => fragments.push(*fragment),
                Entry::Block(block) => {
                    let (block, title, context) = *block;
                    let mut opener =
                        Opener { sources: self.sources, loader: self.loader, diagnostics: self.diagnostics };
                    let document = self.documents.part(&block, context.page, &mut opener);
                    fragments.extend(document.map(|document| Fragment { title, document, context }));
                }
            }
        }
        fragments
    }

    fn finish(mut self) -> Option<Vec<Fragment>> {
        let mut fragments = self.fragments();
        self.documents.finish(!fragments.is_empty(), self.sources, self.diagnostics);
        if fragments.is_empty() {
            self.diagnostics.extend(found::error(&self.found).into_iter().collect());
            return None;
        }
        self.found.iter().for_each(|found| self.diagnostics.push(found.diagnostic(Severity::Note)));
        self.differences.finish(self.diagnostics);
        self.proposals.finish(self.diagnostics);
        tags::tidy(&mut fragments, self.diagnostics);
        group::apply(&mut fragments, self.sources, self.diagnostics);
        operation::title(&mut fragments, self.diagnostics);
        self.diagnostics.extend(title::check(&fragments).into_iter().collect());
        Some(fragments)
    }
}

fn place(file: FileId, offset: usize) -> Place {
    Place { file, spot: Spot::Offset(offset) }
}

fn unreadable(sources: &Sources, file: FileId) -> Option<Diagnostic> {
    if let Some(fault) = sources.fault(file) {
        let message = "the page is not valid UTF-8 here";
        return Some(
            Diagnostic::error("page::not-utf8", place(file, fault.offset()), message).help("save it as UTF-8"),
        );
    }
    let offset = sources.text(file).find('\0')?;
    Some(Diagnostic::error("page::binary", place(file, offset), "this is a binary file, not a Markdown page"))
}

/// Whether a text that does not parse was meant as a fragment: a line begins with the key `openapi` or `swagger`, or it stands in
/// quotes, and a number follows.
fn means_openapi(text: &str) -> bool {
    ["openapi", "swagger"].into_iter().any(|key| text.match_indices(key).any(|(at, _)| is_version_key(text, key, at)))
}

fn is_version_key(text: &str, key: &str, at: usize) -> bool {
    let before = text.get(..at).unwrap_or_default();
    let mut line = before.chars().rev().take_while(|char| *char != '\n');
    let begins = before.ends_with('"') || line.all(|char| matches!(char, ' ' | '\t' | '{' | '\''));
    let after = text.get(at + key.len()..).unwrap_or_default().trim_start_matches(['"', '\'', ' ', '\t']);
    let value = after.strip_prefix(':').map(|value| value.trim_start_matches(['"', '\'', ' ', '\t']));
    begins && value.is_some_and(|value| value.starts_with(|char: char| char.is_ascii_digit()))
}
