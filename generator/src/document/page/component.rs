//! Lines of components in a page: `<Accordion title="…">`, `<details>`, `{% tab title="…" %}`, `=== "…"`. CommonMark reads
//! HTML up to the next blank line, and what is indented as code. Writers of such pages mean Markdown inside.

use super::line;

/// Elements that hold no Markdown.
const VERBATIM: [&str; 4] = ["pre", "script", "style", "textarea"];
/// Elements without an end.
const VOID: [&str; 4] = ["br", "hr", "img", "input"];

/// Marks of components that last as long as the lines below are indented.
const OPEN: [&str; 4] = ["=== \"", "!!! ", "??? ", "???+ "];

/// A line of a component.
#[derive(Clone, Copy, Debug)]
pub(super) struct Component {
    /// Where it stands.
    pub(super) at: usize,
    /// How many components it opens; negative where it closes one.
    pub(super) depth: i32,
    /// Whether it has no end of its own, and the next heading ends it.
    pub(super) open: bool,
}

/// A page in which the lines of components are blank, byte for byte as long as it was, and these lines.
pub(super) fn blanked(text: &str) -> (String, Vec<Component>) {
    let (mut blank, mut found) = (String::with_capacity(text.len()), Vec::new());
    for line in line::lines(text, 0..text.len()) {
        // Ends of lines were left out.
        blank.push_str(text.get(blank.len()..line.start).unwrap_or_default());
        let marks = line.text.len() - line.text.trim_start_matches([' ', '\t', '>']).len();
        let (marks, rest) = line.text.split_at(marks);
        let rest_of_line = rest.trim_end();
        let open = OPEN.iter().any(|mark| rest_of_line.starts_with(mark));
        match if open { Some(1) } else { depth(rest_of_line) } {
            Some(depth) => {
                found.push(Component { at: line.start, depth, open });
                blank.push_str(marks);
                blank.extend(std::iter::repeat_n(' ', rest.len()));
            }
            None => blank.push_str(line.text),
        }
    }
    blank.push_str(text.get(blank.len()..).unwrap_or_default());
    (blank, found)
}

/// What a line opens or closes; `None` for a line that is none of a component.
fn depth(line: &str) -> Option<i32> {
    if let Some(inside) = line.strip_prefix("{%") {
        let inside = inside.strip_suffix("%}")?;
        let name = inside.trim_start_matches(['-', ' ']);
        return Some(if name.starts_with("end") { -1 } else { i32::from(!inside.contains("{% end")) });
    }
    element(line)
}

fn element(line: &str) -> Option<i32> {
    let rest = line.strip_prefix('<')?;
    let closes = rest.starts_with('/');
    let rest = rest.trim_start_matches('/');
    let end = rest.find(|char: char| !(char.is_ascii_alphanumeric() || matches!(char, '-' | '.' | '_')));
    let (name, after) = rest.split_at(end.unwrap_or(rest.len()));
    let named = name.starts_with(|char: char| char.is_ascii_alphabetic());
    let whole = line.ends_with('>') || !after.contains('>');
    let lower = name.to_ascii_lowercase();
    if !named || !whole || after.starts_with([':', '@']) || VERBATIM.contains(&lower.as_str()) {
        return None;
    }
    let alone = line.ends_with("/>") || VOID.contains(&lower.as_str()) || after.contains("</");
    Some(if closes { -1 } else { i32::from(!alone) })
}
