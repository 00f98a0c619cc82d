//! Charts as SVG: plain, legible, with a text for each value.

use std::fmt::Write;

/// A chart: panels below each other.
#[derive(Clone, Debug)]
pub struct Chart {
    /// Its title.
    pub title: String,
    /// What was measured where: lines of text below the title.
    pub notes: Vec<String>,
    /// Its panels.
    pub panels: Vec<Panel>,
}

/// Bars that share an axis.
#[derive(Clone, Debug)]
pub struct Panel {
    /// What is shown, with its unit.
    pub title: String,
    /// The bars.
    pub bars: Vec<Bar>,
}

/// A bar.
#[derive(Clone, Debug)]
pub struct Bar {
    /// What stands on its left.
    pub label: String,
    /// Its length.
    pub value: f64,
    /// What stands on its right: the value with its unit.
    pub text: String,
    /// Which colour it has.
    pub series: usize,
}

const WIDTH: usize = 900;
const LABELS: usize = 330;
const VALUES: usize = 150;
const LINE: usize = 20;
/// Colours that differ in lightness, too (Okabe and Ito).
const COLOURS: [&str; 5] = ["#0072b2", "#56b4e9", "#e69f00", "#009e73", "#999999"];

impl Chart {
    /// The text of an SVG file.
    pub fn to_svg(&self) -> String {
        let mut body = String::new();
        let mut y = 30;
        text(&mut body, 16, y, "start", "18", &self.title);
        for note in &self.notes {
            y += LINE;
            text(&mut body, 16, y, "start", "12", note);
        }
        for panel in &self.panels {
            y += 2 * LINE;
            y = panel.draw(&mut body, y);
        }
        let height = y + LINE;
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{WIDTH}\" height=\"{height}\" viewBox=\"0 0 {WIDTH} {height}\" \
             role=\"img\" font-family=\"sans-serif\">\n<title>{}</title>\n\
             <rect width=\"{WIDTH}\" height=\"{height}\" fill=\"#ffffff\"/>\n{body}</svg>\n",
            escaped(&self.title)
        )
    }
}

impl Panel {
    /// Draws it from `y` on, and returns where it ends.
    fn draw(&self, body: &mut String, mut y: usize) -> usize {
        text(body, 16, y, "start", "14", &self.title);
        let room = (WIDTH - LABELS - VALUES) as f64;
        let longest = self.bars.iter().map(|bar| bar.value).fold(f64::MIN_POSITIVE, f64::max);
        for bar in &self.bars {
            y += LINE;
            let length = (bar.value.max(0.0) / longest * room).max(1.0);
            let colour = COLOURS[bar.series % COLOURS.len()];
            text(body, LABELS - 8, y, "end", "12", &bar.label);
            let top = y - 12;
            let _ = writeln!(
                body,
                "<rect x=\"{LABELS}\" y=\"{top}\" width=\"{length:.1}\" height=\"15\" fill=\"{colour}\"/>"
            );
            text(body, LABELS + length as usize + 6, y, "start", "12", &bar.text);
        }
        y
    }
}

fn text(body: &mut String, x: usize, y: usize, anchor: &str, size: &str, text: &str) {
    let text = escaped(text);
    let _ = writeln!(
        body,
        "<text x=\"{x}\" y=\"{y}\" text-anchor=\"{anchor}\" font-size=\"{size}\" fill=\"#222222\">{text}</text>"
    );
}

/// Text as XML has it; a character that XML cannot have is left out.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            letter if letter.is_control() => {}
            letter => escaped.push(letter),
        }
    }
    escaped
}
