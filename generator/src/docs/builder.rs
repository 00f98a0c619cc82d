//! Builds the tree from what opens and closes. Markdown is always balanced; HTML need not be, and may close only what
//! HTML has opened within the same frame of Markdown. What is too deep, or means nothing where it stands, becomes a
//! frame that only passes its content on, so that no text is lost.

use std::slice;

use super::characters;
use super::frame::{Frame, Kind, Origin};
use super::tree::{self, Block, Inline, List};

/// How many frames with a meaning may be open: more than a reader can follow, less than a thread's stack can hold.
const MAX_DEPTH: usize = 24;

/// The open frames, and around them the document.
#[derive(Debug)]
pub(super) struct Builder {
    root: Frame,
    open: Vec<Frame>,
    depth: usize,
}

impl Builder {
    pub(super) fn new() -> Self {
        Self { root: Frame::new(Kind::Group, Origin::Markdown), open: Vec::new(), depth: 0 }
    }

    /// The tree, with everything closed that is still open.
    pub(super) fn finish(mut self) -> Vec<Block> {
        while self.close_top().is_some() {}
        self.root.end_paragraph();
        self.root.blocks
    }

    /// Opens a frame of Markdown.
    pub(super) fn open(&mut self, kind: Kind) {
        let parent = &self.top().kind;
        let (fits, instead) = match &kind {
            Kind::Item => (matches!(parent, Kind::List(_)), Kind::Group),
            Kind::Row(_) => (matches!(parent, Kind::Table(_)), Kind::Group),
            Kind::Cell => (matches!(parent, Kind::Row(_)), Kind::Group),
            inline if inline.is_inline() => {
                self.ensure_line();
                (!self.is_too_deep(&kind), Kind::Span)
            }
            _ => {
                self.start_block(Kind::is_line);
                (!self.is_too_deep(&kind), Kind::Group)
            }
        };
        self.push(if fits { kind } else { instead }, Origin::Markdown);
    }

    /// Opens a paragraph of Markdown, which makes the list whose item it stands in a loose one.
    pub(super) fn open_paragraph(&mut self) {
        if let [.., Frame { kind: Kind::List(list), .. }, Frame { kind: Kind::Item, origin: Origin::Markdown, .. }] =
            self.open.as_mut_slice()
        {
            list.tight = false;
        }
        self.open(Kind::Group);
    }

    /// Closes the innermost frame of Markdown, with what HTML has left open in it.
    pub(super) fn close(&mut self) {
        while self.close_top() == Some(Origin::Html) {}
    }

    /// Adds text as Markdown means it: white space is white space, except in lines of code.
    pub(super) fn text(&mut self, text: &str) {
        let text = if self.is_in_lines() { text.to_owned() } else { characters::prose(text) };
        self.inline(Inline::Text(text));
    }

    /// Adds a code span.
    pub(super) fn code(&mut self, code: &str) {
        self.inline(Inline::Code(characters::prose(code)));
    }

    /// Adds a part of a line.
    pub(super) fn inline(&mut self, inline: Inline) {
        let between = matches!(self.top().kind, Kind::List(_) | Kind::Table(_) | Kind::Row(_));
        if !between || tree::shows(slice::from_ref(&inline)) {
            self.ensure_line();
            self.top_mut().run.push(inline);
        }
    }

    /// Adds a rule of Markdown.
    pub(super) fn rule(&mut self) {
        self.start_block(Kind::is_line);
        self.top_mut().blocks.push(Block::Rule);
    }

    /// Adds a rule for a tag.
    pub(super) fn tag_rule(&mut self) {
        if self.tag_break() {
            self.top_mut().blocks.push(Block::Rule);
        }
    }

    /// Opens a part of a line for a tag.
    pub(super) fn open_inline_tag(&mut self, kind: Kind) {
        if !self.is_too_deep(&kind) {
            self.ensure_line();
            self.push(kind, Origin::Html);
        }
    }

    /// Opens a block for a tag, with the list or table around it if the tag has forgotten that.
    pub(super) fn open_block_tag(&mut self, kind: Kind) {
        match kind {
            Kind::Item => {
                if self.close_to(|kind| matches!(kind, Kind::List(_)))
                    || self.open_list_or_table(Kind::List(List::new(None)))
                {
                    self.push(kind, Origin::Html);
                }
            }
            Kind::Row(_) => {
                if self.close_to(|kind| matches!(kind, Kind::Table(_)))
                    || self.open_list_or_table(Kind::Table(Vec::new()))
                {
                    self.push(kind, Origin::Html);
                }
            }
            Kind::Cell => {
                if !self.close_to(|kind| matches!(kind, Kind::Row(_))) {
                    self.open_block_tag(Kind::Row(Vec::new()));
                }
                if matches!(self.top().kind, Kind::Row(_)) {
                    self.push(kind, Origin::Html);
                }
            }
            _ => {
                self.open_list_or_table(kind);
            }
        }
    }

    /// Ends the line for a tag that starts or ends a block; `false` where only a line may stand.
    pub(super) fn tag_break(&mut self) -> bool {
        let around = self.open.iter().rev().find(|frame| frame.origin == Origin::Markdown || !frame.kind.is_inline());
        let in_line = around.is_some_and(|frame| frame.kind.is_inline() || frame.kind.is_line());
        if in_line {
            self.top_mut().run.push(Inline::Break);
        } else {
            self.start_block(|_| false);
        }
        !in_line
    }

    /// Closes the innermost frame that a tag has opened and that is `wanted`, unless one stands before it that `ends`
    /// the search.
    pub(super) fn close_tag(&mut self, wanted: impl Fn(&Kind) -> bool, ends: impl Fn(&Kind) -> bool) {
        let tags = self.open.iter().rev().take_while(|frame| frame.origin == Origin::Html);
        let mut before = tags.take_while(|frame| wanted(&frame.kind) || !ends(&frame.kind));
        if let Some(position) = before.position(|frame| wanted(&frame.kind)) {
            self.close_many(position + 1);
        }
    }

    /// Whether text now belongs to lines of code.
    pub(super) fn is_in_lines(&self) -> bool {
        self.open
            .iter()
            .rev()
            .find(|frame| !frame.kind.is_inline())
            .is_some_and(|frame| matches!(frame.kind, Kind::Lines))
    }

    /// Opens a block for a tag if it may stand here.
    fn open_list_or_table(&mut self, kind: Kind) -> bool {
        let opens = self.tag_break() && !self.is_too_deep(&kind);
        if opens {
            self.push(kind, Origin::Html);
        }
        opens
    }

    /// Closes what tags have opened within the innermost frame of this kind; `false` if there is none.
    fn close_to(&mut self, wanted: impl Fn(&Kind) -> bool) -> bool {
        let mut tags = self.open.iter().rev().take_while(|frame| frame.origin == Origin::Html);
        let found = tags.position(|frame| wanted(&frame.kind));
        self.close_many(found.unwrap_or(0));
        found.is_some()
    }

    /// Makes the top frame one that a block can be added to.
    fn start_block(&mut self, also_ends: impl Fn(&Kind) -> bool) {
        while let Some(Frame { kind, origin: Origin::Html, .. }) = self.open.last()
            && (kind.is_inline() || matches!(kind, Kind::Table(_) | Kind::Row(_)) || also_ends(kind))
        {
            self.close_top();
        }
        if matches!(self.top().kind, Kind::List(_)) {
            self.push(Kind::Item, Origin::Html);
        }
        self.top_mut().end_paragraph();
    }

    /// Makes the top frame one that text can be added to: between the items of a list or the cells of a table there is
    /// no place for text.
    fn ensure_line(&mut self) {
        let missing = match self.top().kind {
            Kind::List(_) => vec![Kind::Item],
            Kind::Table(_) => vec![Kind::Row(Vec::new()), Kind::Cell],
            Kind::Row(_) => vec![Kind::Cell],
            _ => Vec::new(),
        };
        missing.into_iter().for_each(|kind| self.push(kind, Origin::Html));
    }

    fn is_too_deep(&self, kind: &Kind) -> bool {
        self.depth >= MAX_DEPTH && kind.nests()
    }

    fn push(&mut self, kind: Kind, origin: Origin) {
        self.depth += usize::from(!kind.is_transparent());
        match self.open.last_mut() {
            Some(top) if top.is_same_passage(&kind, origin) => top.repeats += 1,
            _ => self.open.push(Frame::new(kind, origin)),
        }
    }

    fn close_many(&mut self, count: usize) {
        for _ in 0..count {
            self.close_top();
        }
    }

    fn close_top(&mut self) -> Option<Origin> {
        if let Some(top) = self.open.last_mut().filter(|top| top.repeats > 0) {
            top.repeats -= 1;
            top.end_passage();
            return Some(top.origin);
        }
        let frame = self.open.pop()?;
        self.depth -= usize::from(!frame.kind.is_transparent());
        let origin = frame.origin;
        frame.close_into(self.top_mut());
        Some(origin)
    }

    fn top(&self) -> &Frame {
        self.open.last().unwrap_or(&self.root)
    }

    fn top_mut(&mut self) -> &mut Frame {
        self.open.last_mut().unwrap_or(&mut self.root)
    }
}
