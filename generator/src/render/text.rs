//! Diagnostics → text for people.

use std::fmt::Write;

use super::located::{Located, Shown, Texts, sorted};
use super::window::window;
use crate::diagnostic::{Diagnostic, Proposal, Severity, escape};
use crate::source::Sources;

/// The widest line on which the help stands beside the mark.
const WIDTH: usize = 120;

/// Renders diagnostics, one after the other with a blank line between.
pub(super) fn render(diagnostics: &[Diagnostic], sources: &Sources, colour: bool) -> String {
    let mut texts = Texts::new(sources);
    let located = sorted(diagnostics, &mut texts);
    let mut page = Page { out: String::new(), paint: Paint { colour }, gutter: 0 };
    for (index, found) in located.iter().enumerate() {
        if index > 0 {
            page.out.push('\n');
        }
        page.diagnostic(found, &mut texts);
    }
    page.out
}

struct Page {
    out: String,
    paint: Paint,
    /// The width of the line numbers of the current diagnostic.
    gutter: usize,
}

impl Page {
    fn diagnostic(&mut self, found: &Located<'_>, texts: &mut Texts<'_>) {
        let Diagnostic { severity, code, message, help, .. } = found.diagnostic;
        let head = self.paint.severity(*severity, &format!("{}[{code}]", severity.as_str()));
        let message = self.paint.bold(&format!(": {}", escape(message)));
        self.line(&format!("{head}{message}"));
        let places = found.at.iter().chain(found.related.iter().map(|(shown, _)| shown));
        self.gutter = places.map(|shown| shown.span.line.to_string().len()).max().unwrap_or(1);
        let help = help.as_deref().map(escape);
        let mut help = help.as_deref();
        if let Some(shown) = &found.at {
            self.header("-->", shown, texts);
            let beside = help.map(|help| format!("help: {help}"));
            if self.excerpt(shown, '^', beside.as_deref(), *severity, texts) {
                help = None;
            }
        }
        for (shown, what) in &found.related {
            self.header(":::", shown, texts);
            let what = escape(what);
            if !self.excerpt(shown, '-', Some(&what), Severity::Note, texts) {
                self.below(&what);
            }
        }
        if let Some(help) = help {
            self.below(&format!("help: {help}"));
        }
        if let Some(Proposal::Rule(lines)) = &found.diagnostic.proposal {
            self.below("in the configuration:");
            for line in lines.lines() {
                self.line(&format!("{:gutter$}     {}", "", escape(line), gutter = self.gutter));
            }
        }
    }

    fn header(&mut self, arrow: &str, shown: &Shown<'_>, texts: &Texts<'_>) {
        let pointer = shown.pointer.map(|pointer| format!("   #{}", escape(&pointer.to_string())));
        let arrow = self.paint.frame(&format!("{:gutter$}{arrow}", "", gutter = self.gutter));
        let name = escape(texts.name(shown.file)).into_owned();
        let (line, column) = (shown.span.line, shown.span.column);
        self.line(&format!("{arrow} {name}:{line}:{column}{}", pointer.unwrap_or_default()));
    }

    /// Shows the line with a mark below. Tells whether there was room for the words beside the mark.
    fn excerpt(
        &mut self,
        shown: &Shown<'_>,
        mark: char,
        words: Option<&str>,
        severity: Severity,
        texts: &mut Texts<'_>,
    ) -> bool {
        let line = shown.span.line;
        let locator = texts.locator(shown.file);
        let start = locator.line_bytes(line).map_or(0, |bytes| bytes.start);
        let bytes = shown.span.bytes.start.saturating_sub(start)..shown.span.bytes.end.saturating_sub(start);
        let window = window(locator.line(line), bytes);
        let gutter = self.gutter;
        let number = self.paint.frame(&format!("{line:>gutter$} |"));
        self.line(format!("{number} {}", window.text).trim_end());
        let fits = words.is_some_and(|words| window.before + window.marked + words.chars().count() <= WIDTH);
        let words = words.filter(|_| fits).map(|words| format!(" {words}")).unwrap_or_default();
        let marks: String = std::iter::repeat_n(mark, window.marked).collect();
        let marks = self.paint.severity(severity, &format!("{marks}{words}"));
        let frame = self.paint.frame(&format!("{:gutter$} |", ""));
        self.line(&format!("{frame} {:before$}{marks}", "", before = window.before));
        fits
    }

    fn below(&mut self, words: &str) {
        let frame = self.paint.frame(&format!("{:gutter$} =", "", gutter = self.gutter));
        self.line(&format!("{frame} {words}"));
    }

    fn line(&mut self, line: &str) {
        // Writing to a string cannot fail.
        let _ = writeln!(self.out, "{line}");
    }
}

/// Colours, where they are wanted (ECMA-48 "select graphic rendition").
struct Paint {
    colour: bool,
}

impl Paint {
    fn severity(&self, severity: Severity, text: &str) -> String {
        let code = match severity {
            Severity::Error => "1;31",
            Severity::Warning => "1;33",
            Severity::Note => "1;36",
        };
        self.with(code, text)
    }

    fn bold(&self, text: &str) -> String {
        self.with("1", text)
    }

    fn frame(&self, text: &str) -> String {
        self.with("1;34", text)
    }

    fn with(&self, code: &str, text: &str) -> String {
        if self.colour { format!("\u{1b}[{code}m{text}\u{1b}[0m") } else { text.to_owned() }
    }
}
