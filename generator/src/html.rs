//! Pages of HTML that stand alone: nothing is loaded, nothing is run, and no text can become markup.
//!
//! A page is one file without script. What readers choose is chosen by the style, so where that does not work everything is
//! shown. Elements are opened and closed by one function, so a page is well-formed, as HTML and as XML.

mod style;

use crate::diagnostic::escape;

use style::{STYLE, STYLE_SHA256};

/// A piece of a page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Html(String);

/// An attribute: a name of ours, and a value of anybody.
pub type Attribute<'v> = (&'static str, &'v str);

impl Html {
    /// Nothing so far.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds an element and what `inside` adds to it.
    pub fn element(&mut self, name: &'static str, attributes: &[Attribute<'_>], inside: impl FnOnce(&mut Self)) {
        self.tag(name, attributes, ">");
        inside(self);
        self.0.extend(["</", name, ">"]);
    }

    /// Adds an element that can hold nothing, as `input`.
    pub fn void(&mut self, name: &'static str, attributes: &[Attribute<'_>]) {
        self.tag(name, attributes, "/>");
    }

    /// Adds an element that holds a text.
    pub fn leaf(&mut self, name: &'static str, attributes: &[Attribute<'_>], text: &str) {
        self.element(name, attributes, |inside| inside.text(text));
    }

    /// Adds a text. Characters that are not seen, or that change how others look, are written as diagnostics write them.
    pub fn text(&mut self, text: &str) {
        for char in escape(text).chars() {
            match char {
                '&' => self.0.push_str("&amp;"),
                '<' => self.0.push_str("&lt;"),
                '>' => self.0.push_str("&gt;"),
                '"' => self.0.push_str("&quot;"),
                '\'' => self.0.push_str("&#39;"),
                char => self.0.push(char),
            }
        }
    }

    /// Ends a line of the page's source.
    pub fn line(&mut self) {
        self.0.push('\n');
    }

    /// Adds a bar as long as the share of `value` in `most`, for the eye: the number stands beside it.
    pub fn bar(&mut self, value: f64, most: f64) {
        let share = if most > 0.0 { (value / most).clamp(0.0, 1.0) * 100.0 } else { 0.0 };
        let picture =
            [("class", "bar"), ("viewBox", "0 0 100 1"), ("preserveAspectRatio", "none"), ("aria-hidden", "true")];
        self.element("svg", &picture, |svg| {
            svg.element("rect", &[("width", &format!("{share:.1}")), ("height", "1")], |_| {});
        });
    }

    /// Adds a table of counts, each with its word, the class of that, and a bar.
    pub fn counts<'w>(&mut self, rows: impl IntoIterator<Item = (&'w str, &'w str, usize)>) {
        let rows: Vec<_> = rows.into_iter().collect();
        let most = rows.iter().map(|(.., count)| *count).max().unwrap_or(0);
        self.element("table", &[("class", "counts")], |table| {
            for (word, class, count) in rows {
                table.element("tr", &[], |row| {
                    row.leaf("td", &[("class", class)], word);
                    row.leaf("td", &[("class", "number")], &count.to_string());
                    row.element("td", &[("class", "picture")], |cell| cell.bar(count as f64, most as f64));
                });
            }
        });
        self.line();
    }

    fn tag(&mut self, name: &'static str, attributes: &[Attribute<'_>], end: &str) {
        self.0.extend(["<", name]);
        for (name, value) in attributes {
            self.0.extend([" ", *name, "=\""]);
            self.text(value);
            self.0.push('"');
        }
        self.0.push_str(end);
    }
}

/// A whole page: its title, and what `body` adds. Its policy allows its one style, by the hash of that, and nothing else.
pub fn page(title: &str, body: impl FnOnce(&mut Html)) -> String {
    let policy = format!("default-src 'none'; style-src '{STYLE_SHA256}'; base-uri 'none'; form-action 'none'");
    let mut html = Html("<!DOCTYPE html>\n".to_owned());
    html.element("html", &[("lang", "en")], |html| {
        html.element("head", &[], |head| {
            head.void("meta", &[("charset", "utf-8")]);
            head.void("meta", &[("http-equiv", "Content-Security-Policy"), ("content", &policy)]);
            head.void("meta", &[("name", "viewport"), ("content", "width=device-width, initial-scale=1")]);
            head.void("meta", &[("name", "referrer"), ("content", "no-referrer")]);
            head.leaf("title", &[], title);
            // Not escaped: in HTML a style has no escapes, and ours has no `<` and no `&`.
            head.element("style", &[], |style| style.0.push_str(STYLE));
        });
        html.line();
        html.element("body", &[], |html| {
            html.element("main", &[], |main| {
                main.leaf("h1", &[], title);
                main.line();
                body(main);
            });
        });
    });
    html.line();
    html.0
}
