//! Which public items of the crate change with which finding. An item that changes with none is a finding of its own, so
//! that the findings together are all that a regeneration does.

use std::collections::{BTreeMap, BTreeSet};

use super::kinds::Kind;
use super::{Finding, Found, Part, Side, Touch, Wire};
use crate::ir::Client;
use crate::surface::{self, Change, Level, Surface};

/// How many new types are told one by one.
const TOLD_ALONE: usize = 3;

/// Findings with all three verdicts, the gravest first.
pub(super) fn attribute(found: Vec<Found>, old: &Client, new: &Client) -> Vec<Finding> {
    let (before, now) = (surface::surface(old), surface::surface(new));
    let changes = surface::compare(&before, &now);
    let mut by_owner: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (index, change) in changes.iter().enumerate() {
        by_owner.entry(&change.owner).or_default().push(index);
    }
    let came_or_went = |change: &&Change| change.path == change.owner && (change.old.is_none() || change.new.is_none());
    let of_one_side: BTreeSet<&str> = changes.iter().filter(came_or_went).map(|change| change.owner.as_str()).collect();
    let mut used = vec![false; changes.len()];
    let mut findings: Vec<Finding> = Vec::new();
    for found in found {
        let mut mine: Vec<usize> = found
            .touches
            .iter()
            .flat_map(|touch| {
                by_owner.get(touch.owner.as_str()).into_iter().flatten().map(move |index| (touch, *index))
            })
            .filter(|(touch, index)| {
                changes.get(*index).is_some_and(|change| belongs(touch, change, found.kind, &of_one_side))
            })
            .map(|(_, index)| index)
            .collect();
        mine.sort_unstable();
        mine.dedup();
        mine.iter().filter_map(|index| used.get_mut(*index).map(|used| *used = true)).count();
        let mine: Vec<&Change> = mine.iter().filter_map(|index| changes.get(*index)).collect();
        findings.push(finding(found, &mine));
    }
    let rest: Vec<&Change> = changes.iter().zip(used).filter(|(_, used)| !used).map(|(change, _)| change).collect();
    findings.extend(of_their_own(&rest, &before, &now));
    findings.sort_by(|one, other| order(one).cmp(&order(other)));
    findings
}

fn order(finding: &Finding) -> (std::cmp::Reverse<(Wire, Level)>, &str, Kind) {
    (std::cmp::Reverse((finding.wire, finding.rust)), &finding.title, finding.kind)
}

/// Whether a public item changes with what a finding touches. `of_one_side`: the types that came or went.
fn belongs(touch: &Touch, change: &Change, kind: Kind, of_one_side: &BTreeSet<&str>) -> bool {
    let rest = change.path.strip_prefix(&touch.owner).unwrap_or_default();
    can_change(kind, change)
        && match &touch.part {
            Part::All => true,
            Part::Output => rest.contains("::Output"),
            Part::Failure => rest == "::failure()",
            Part::Body => rest.is_empty() || rest == " as Default" || rest.starts_with(".body"),
            Part::Required(member) => is_named(change, member) || of_one_side.contains(touch.owner.as_str()),
            Part::Member(member) => {
                let argument = argument(&change.old, member) != argument(&change.new, member);
                is_named(change, member)
                    || rest == format!("::with_{member}()")
                    || argument && (rest == "::new()" || is_call(change))
                    || rest == "::new()" && takes_by_name(change)
                    || changes_presence(kind) && (rest == " as Default" || is_call(change) || rest.is_empty())
            }
        }
}

/// Whether an item is the field or setter of a member.
fn is_named(change: &Change, member: &str) -> bool {
    let rest = change.path.trim_end_matches("()").strip_suffix(member).unwrap_or_default();
    rest.ends_with('.') || rest.ends_with("::")
}

/// Whether a kind of change can be the reason of a change of items.
fn can_change(kind: Kind, change: &Change) -> bool {
    let stays = change.old.is_some() && change.new.is_some();
    match kind {
        Kind::TextChanged | Kind::DefaultChanged => false,
        kind if kind.is_beside_crate() => false,
        Kind::LimitAdded | Kind::LimitRemoved | Kind::LimitTightened | Kind::LimitLoosened => false,
        Kind::PatternChanged | Kind::XmlChanged | Kind::ValueRenumbered => false,
        Kind::Deprecated | Kind::Reactivated => stays && change.level == Level::Minor,
        Kind::ValueAdded => change.old.is_none() && change.path.contains("::"),
        Kind::ValueRemoved => change.new.is_none(),
        _ => true,
    }
}

fn changes_presence(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::RequiredParameterAdded
            | Kind::OptionalParameterAdded
            | Kind::ParameterRemoved
            | Kind::RequiredParameterRemoved
            | Kind::RemovedAfterDeprecation
            | Kind::RemovedBeforeSunset
            | Kind::ParameterBecameRequired
            | Kind::ParameterBecameOptional
            | Kind::PathParameterRenamed
            | Kind::RequiredPropertyAdded
            | Kind::RequiredPropertyRemoved
            | Kind::PropertyBecameRequired
            | Kind::PropertyBecameOptional
    )
}

/// Whether it is a constructor that takes a struct of the required fields, before or now.
fn takes_by_name(change: &Change) -> bool {
    let taken = format!("fn(required: {}Required", change.owner.rsplit("::").next().unwrap_or_default());
    [&change.old, &change.new].into_iter().flatten().any(|line| line.contains(&taken))
}

/// Whether it is the method of an operation.
fn is_call(change: &Change) -> bool {
    change.path == change.owner && change.path.ends_with("()")
}

/// The type of one argument of a line such as `Pet::new(): fn(id: i64) -> Self`.
fn argument<'l>(line: &'l Option<String>, name: &str) -> Option<&'l str> {
    let (_, arguments) = line.as_deref()?.split_once("fn(")?;
    let start = arguments.split(", ").find_map(|part| part.strip_prefix(name)?.strip_prefix(": "));
    start.map(|ty| ty.split(") ->").next().unwrap_or(ty))
}

fn finding(found: Found, changes: &[&Change]) -> Finding {
    let Found { kind, wire, subject, words, at, operations, touches, excuse, outside, was: _ } = found;
    let least = if outside || kind.is_beside_crate() { Level::None } else { Level::Patch };
    let level = changes.iter().map(|change| change.level).max().unwrap_or(least);
    // What the member becomes says more than that its type is another one; what is gone is shown beside what came.
    let members: BTreeSet<&str> = touches.iter().filter_map(|touch| touch.part.member()).collect();
    let is_its_own = |change: &&&Change| members.iter().any(|member| is_named(change, member));
    let gravest = |change: &&&Change| change.level == level;
    let told_by = |change: &&&Change| (is_its_own(change), is_call(change), !change.path.contains(" as "));
    let shown = changes.iter().filter(gravest).rev().max_by_key(told_by);
    let signature = |of: fn(&Change) -> &Option<String>, words: &Option<String>| {
        let Some(shown) = shown else { return words.clone() };
        let beside = || changes.iter().filter(is_its_own).find_map(|change| of(change).clone());
        of(shown).clone().or_else(beside)
    };
    let old = Side { at: at.0, signature: signature(|change| &change.old, &words.0) };
    let new = Side { at: at.1, signature: signature(|change| &change.new, &words.1) };
    let excuse = excuse.map(|level| format!("; {level}: may change")).unwrap_or_default();
    let title = title(kind, &subject, &words) + &excuse;
    let fingerprint = fingerprint(&[kind.name(), &subject, &format!("{words:?}")]);
    let operations = operations.into_iter().collect();
    Finding { fingerprint, kind, subject, words, title, wire, rust: level, old, new, operations }
}

fn title(kind: Kind, subject: &str, words: &(Option<String>, Option<String>)) -> String {
    let detail = match words {
        (Some(old), Some(new)) => format!(" ({} -> {})", short(old), short(new)),
        (Some(one), None) | (None, Some(one)) => format!(" ({})", short(one)),
        (None, None) => String::new(),
    };
    format!("{subject}: {}{detail}", kind.words())
}

/// A text of a document within one line.
fn short(text: &str) -> String {
    let text = crate::diagnostic::escape(text).to_string();
    if text.chars().count() <= 120 { text } else { text.chars().take(119).chain(['…']).collect() }
}

/// The changes that no finding explains, one finding for each type or operation that they belong to.
fn of_their_own(rest: &[&Change], old: &Surface, new: &Surface) -> Vec<Finding> {
    let mut by_owner: BTreeMap<&str, Vec<&Change>> = BTreeMap::new();
    for change in rest {
        by_owner.entry(&change.owner).or_default().push(change);
    }
    let is_in = |surface: &Surface, owner: &str| surface.0.contains_key(owner);
    let gone: Vec<&str> = by_owner.keys().copied().filter(|owner| is_in(old, owner) && !is_in(new, owner)).collect();
    let there: Vec<&str> = by_owner.keys().copied().filter(|owner| is_in(new, owner) && !is_in(old, owner)).collect();
    let mut findings = Vec::new();
    let mut told: BTreeSet<&str> = BTreeSet::new();
    let empty = Vec::new();
    let mut by_members: BTreeMap<Vec<(String, String)>, Vec<&str>> = BTreeMap::new();
    for (owner, members) in members(new, &there) {
        by_members.entry(members).or_default().insert(0, owner);
    }
    let before = members(old, &gone);
    for owner in gone {
        let changes = by_owner.get(owner).unwrap_or(&empty);
        let same = before.get(owner).and_then(|members| by_members.get_mut(members)).and_then(Vec::pop);
        let words = (Some(owner.to_owned()), same.map(str::to_owned));
        let kind = if same.is_some() { Kind::TypeRenamed } else { Kind::TypeDisappeared };
        told.extend(same);
        told.insert(owner);
        findings.push(surface_finding(kind, owner, words, changes));
    }
    let appeared: Vec<&str> = there.into_iter().filter(|owner| !told.contains(owner)).collect();
    told.extend(appeared.iter().copied());
    if appeared.len() > TOLD_ALONE {
        // New types come with new operations and properties, which are told already.
        let all: Vec<&Change> = appeared.iter().filter_map(|owner| by_owner.get(owner)).flatten().copied().collect();
        let count = format!("{} types", appeared.len());
        let first = appeared.iter().take(TOLD_ALONE).copied().collect::<Vec<_>>().join(", ");
        findings.push(surface_finding(Kind::TypeAppeared, &count, (None, Some(format!("{first}, …"))), &all));
    } else {
        findings.extend(appeared.iter().map(|owner| {
            let words = (None, Some((*owner).to_owned()));
            surface_finding(Kind::TypeAppeared, owner, words, by_owner.get(owner).unwrap_or(&empty))
        }));
    }
    for (owner, changes) in by_owner.iter().filter(|(owner, _)| !told.contains(*owner)) {
        findings.push(surface_finding(Kind::NamesChanged, owner, (None, None), changes));
    }
    findings
}

/// What each of some types has, without its name.
fn members<'s>(surface: &'s Surface, owners: &[&'s str]) -> BTreeMap<&'s str, Vec<(String, String)>> {
    let mut members: BTreeMap<&str, Vec<(String, String)>> = owners.iter().map(|owner| (*owner, Vec::new())).collect();
    for (path, item) in &surface.0 {
        let owner = item.owner.as_str();
        let Some(members) = members.get_mut(owner) else { continue };
        let name = owner.rsplit("::").next().unwrap_or(owner);
        let rest = path.strip_prefix(owner).unwrap_or_default().to_owned();
        members.push((rest, item.signature.replace(name, "Self")));
    }
    members
}

fn surface_finding(kind: Kind, owner: &str, words: (Option<String>, Option<String>), changes: &[&Change]) -> Finding {
    let level = changes.iter().map(|change| change.level).max().unwrap_or_default();
    let shown = changes.iter().find(|change| change.level == level);
    let side = |of: fn(&Change) -> &Option<String>, word: &Option<String>| {
        let line = shown.and_then(|change| of(change).clone());
        Side { at: None, signature: if kind == Kind::NamesChanged { line } else { word.clone() } }
    };
    let (old, new) = (side(|change| &change.old, &words.0), side(|change| &change.new, &words.1));
    let title = match (&words, kind) {
        ((Some(from), Some(to)), _) => format!("`{from}`: {} (`{to}`)", kind.words()),
        (_, Kind::NamesChanged) => format!("`{owner}`: {} ({})", kind.words(), changes.len()),
        _ => format!("`{owner}`: {}", kind.words()),
    };
    let lines: Vec<&str> =
        changes.iter().flat_map(|change| [&change.old, &change.new]).filter_map(|line| line.as_deref()).collect();
    let fingerprint = fingerprint(&[kind.name(), owner, &lines.join("\n")]);
    let (subject, wire) = (owner.to_owned(), Wire::Safe);
    Finding { fingerprint, kind, subject, words, title, wire, rust: level, old, new, operations: Vec::new() }
}

/// FNV-1a over the parts: short, and the same on every machine and in every version of Rust.
fn fingerprint(parts: &[&str]) -> String {
    let bytes = parts.iter().flat_map(|part| part.bytes().chain([0]));
    let hash =
        bytes.fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
    format!("{hash:016x}")
}
