//! What the programs say, for people and for programs.

use std::fmt::Write;

use performance::statistics::Spread;
use performance::svg::{Bar, Chart, Panel};
use serde_json::{Value, json};

use crate::bench::Group;

/// The results of one group.
pub struct Results {
    /// Which.
    pub group: Group,
    lines: Vec<Line>,
}

/// What was measured once or several times.
struct Line {
    case: String,
    way: String,
    figure: String,
    unit: String,
    spread: Spread,
}

impl Results {
    /// Reads the lines of JSON that a program prints.
    pub fn read(group: Group, text: &str) -> Self {
        let lines = text.lines().filter_map(|line| Line::read(&serde_json::from_str(line).ok()?));
        Self { group, lines: lines.collect() }
    }

    /// A table.
    pub fn text(&self) -> String {
        let mut text = String::new();
        for (index, line) in self.lines.iter().enumerate() {
            if index == 0 || self.lines[index - 1].case != line.case {
                let _ = writeln!(text, "{}", line.case);
            }
            let ratio = self.ratio(line).map(|ratio| format!("  × {ratio:.2}")).unwrap_or_default();
            let _ = writeln!(text, "  {:28} {:18} {:>34}{ratio}", line.figure, line.way, line.shown());
        }
        text.push('\n');
        text
    }

    /// How often a figure has that of what it is compared with.
    fn ratio(&self, line: &Line) -> Option<f64> {
        let base = match self.group {
            Group::Json => "derived",
            Group::Calls => "bare",
            Group::Stages => return None,
        };
        let same = |other: &&Line| other.case == line.case && other.figure == line.figure && other.way == base;
        let base = self.lines.iter().find(same).filter(|base| base.way != line.way)?;
        Some(line.spread.median / base.spread.median)
    }

    /// `{"machine", "command", "results": [{"case", "way", "figure", "unit", "median", "min", "max", "ratio"}]}`
    pub fn json(&self, machine: &str, command: &str) -> Value {
        let results = self.lines.iter().map(|line| {
            let Spread { median, min, max } = line.spread;
            let Line { case, way, figure, unit, .. } = line;
            let ratio = self.ratio(line);
            json!({ "case": case, "way": way, "figure": figure, "unit": unit, "median": median, "min": min, "max": max, "ratio": ratio })
        });
        json!({ "machine": machine, "command": command, "results": results.collect::<Vec<_>>() })
    }

    /// A panel for each figure.
    pub fn chart(&self, notes: Vec<String>) -> Chart {
        let title = match self.group {
            Group::Json => "Decoding and encoding JSON (CPU time)",
            Group::Calls => "Calls over loopback",
            Group::Stages => "The generator (CPU time)",
        };
        let (mut figures, mut ways): (Vec<&str>, Vec<&str>) = (Vec::new(), Vec::new());
        for line in self.lines.iter().filter(|line| line.figure != "size") {
            if !figures.contains(&line.figure.as_str()) {
                figures.push(&line.figure);
            }
            if !ways.contains(&line.way.as_str()) {
                ways.push(&line.way);
            }
        }
        let panels = figures.into_iter().map(|figure| {
            let lines = self.lines.iter().filter(|line| line.figure == figure);
            let bar = |line: &Line| Bar {
                label: format!("{}: {}", line.case, line.way),
                value: line.spread.median,
                text: line.shown(),
                series: ways.iter().position(|way| *way == line.way).unwrap_or_default(),
            };
            Panel { title: figure.to_owned(), bars: lines.map(bar).collect() }
        });
        Chart { title: title.to_owned(), notes, panels: panels.collect() }
    }
}

impl Line {
    fn read(value: &Value) -> Option<Self> {
        let text = |key: &str| value[key].as_str().map(str::to_owned);
        let spread = Spread::of(value["values"].as_array()?.iter().filter_map(Value::as_f64))?;
        Some(Self { case: text("case")?, way: text("way")?, figure: text("figure")?, unit: text("unit")?, spread })
    }

    /// `12.3 MB/s (12.1–12.5)`
    fn shown(&self) -> String {
        let number = |value: f64| match self.unit.as_str() {
            "bytes" => format!("{:.2}", value / f64::from(1 << 20)),
            "" => format!("{value:.0}"),
            "s" => format!("{value:.4}"),
            _ if value >= 1000.0 => format!("{value:.0}"),
            _ => format!("{value:.1}"),
        };
        let unit = if self.unit == "bytes" { "MiB" } else { &self.unit };
        let (median, min, max) = (number(self.spread.median), number(self.spread.min), number(self.spread.max));
        let spread = if min == max { String::new() } else { format!(" ({min}–{max})") };
        format!("{median} {unit}{spread}").trim_end().to_owned()
    }
}
