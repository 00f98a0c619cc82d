//! One finding of the page: its verdicts, what it reaches, and both sides with an excerpt.

use super::excerpt::{Line, excerpts};
use super::short;
use crate::drift::{Finding, Side};
use crate::html::{Attribute, Html};
use crate::render::{Location, Passage, passages};
use crate::source::Sources;

/// Operations that a finding names.
const NAMED: usize = 20;

/// Both places of each finding; each file is read once.
pub(super) fn sides<'s>(findings: &[Finding], sources: &'s Sources) -> Vec<[Option<Passage<'s>>; 2]> {
    let places = findings.iter().flat_map(|finding| [&finding.old, &finding.new]);
    let mut found = passages(places.filter_map(|side| side.at.as_ref()), sources).into_iter();
    let mut next = |side: &Side| side.at.as_ref().and_then(|_| found.next());
    findings.iter().map(|finding| [next(&finding.old), next(&finding.new)]).collect()
}

/// Adds a finding; `id` says whether it can have its fingerprint for an anchor, `open` whether its sides are shown.
pub(super) fn add(main: &mut Html, finding: &Finding, places: &[Option<Passage<'_>>; 2], (id, open): (bool, bool)) {
    let (wire, rust) = (finding.wire.as_str(), finding.rust.as_str());
    let (class, anchor) = (format!("finding wire-{wire} rust-{rust}"), format!("f-{}", finding.fingerprint));
    let mut attributes = vec![("class", class.as_str())];
    attributes.extend(id.then_some(("id", anchor.as_str())));
    attributes.extend(open.then_some(("open", "open")));
    main.element("details", &attributes, |details| {
        details.element("summary", &[], |summary| {
            for (verdict, word) in [("wire", wire), ("rust", rust)] {
                let hint = format!("{verdict}: {word}");
                summary.leaf("span", &[("class", &format!("tag {word}")), ("title", &hint)], word);
            }
            summary.text(&short(&finding.title));
        });
        details.leaf("p", &[("class", "facts soft")], &facts(finding));
        let [old, new] = places;
        let texts = [old, new].map(|passage| passage.as_ref().map(|passage| (passage.text, passage.first)));
        let [mut before, mut now] = excerpts(texts);
        // What holds a member that is gone, or that is not there yet, is no other wording of it.
        if is_within(old, new) || is_within(new, old) {
            let ([one, _], [_, other]) = (excerpts([texts[0], None]), excerpts([None, texts[1]]));
            (before, now) = (one, other);
            let outer = if is_within(old, new) { &mut now } else { &mut before };
            outer.iter_mut().for_each(|line| line.changed = false);
        }
        details.element("div", &[("class", "sides")], |sides| {
            of_side(sides, "old", &finding.old, old.as_ref(), &before);
            of_side(sides, "new", &finding.new, new.as_ref(), &now);
        });
    });
    main.line();
}

/// Whether the place of one is a member of the place of the other.
fn is_within(one: &Option<Passage<'_>>, other: &Option<Passage<'_>>) -> bool {
    let pointer = |passage: &Option<Passage<'_>>| passage.as_ref()?.location.pointer.clone();
    let (one, other) = (pointer(one).unwrap_or_default(), pointer(other));
    other.and_then(|other| one.strip_prefix(&other).map(|rest| rest.starts_with('/'))).unwrap_or(false)
}

fn facts(finding: &Finding) -> String {
    let urgent = if finding.kind.is_urgent() { ", urgent" } else { "" };
    let named: Vec<String> = finding.operations.iter().take(NAMED).map(|name| short(name)).collect();
    let more = match finding.operations.len().saturating_sub(NAMED) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    let operations = if named.is_empty() { String::new() } else { format!(" · {}{more}", named.join(", ")) };
    format!("{} · {}{urgent}{operations}", finding.kind.name(), finding.fingerprint)
}

fn of_side(sides: &mut Html, word: &'static str, side: &Side, place: Option<&Passage<'_>>, lines: &[Line]) {
    sides.element("figure", &[("class", word)], |figure| {
        figure.element("figcaption", &[], |caption| {
            caption.text(&format!("{word}: "));
            match place {
                Some(Passage { location: Location { file, line, column, pointer }, .. }) => {
                    caption.text(&format!("{}:{line}:{column} ", short(file)));
                    if let Some(pointer) = pointer {
                        caption.leaf("code", &[], &short(&format!("#{pointer}")));
                    }
                }
                None if side.signature.is_some() => caption.text("of the crate"),
                None => caption.text("not there"),
            }
        });
        if !lines.is_empty() {
            figure.element("pre", &[], |pre| lines.iter().for_each(|line| of_line(pre, line)));
        }
        if let Some(signature) = &side.signature {
            figure.leaf("code", &[], &short(signature));
        }
    });
}

fn of_line(pre: &mut Html, line: &Line) {
    let class: &[Attribute<'_>] = if line.changed { &[("class", "changed")] } else { &[] };
    pre.element("span", class, |span| {
        span.leaf("i", &[], &line.number.map(|number| number.to_string()).unwrap_or_default());
        span.text(&line.text);
        // Inside, so that lines are lines without the style, too, and not two with it.
        span.line();
    });
}
