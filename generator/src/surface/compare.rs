//! Two surfaces → what changed, and what that asks of the version.

use super::{Item, Level, Surface};

/// A public item that is not what it was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The item's path.
    pub path: String,
    /// The type, method or module that it belongs to.
    pub owner: String,
    /// Its line before; `None` where it is new.
    pub old: Option<String>,
    /// Its line now; `None` where it is gone.
    pub new: Option<String>,
    /// What it asks of the version.
    pub level: Level,
}

/// What changed, in the order of the paths. What did not change for callers, such as the names of arguments, is left out.
pub fn compare(old: &Surface, new: &Surface) -> Vec<Change> {
    let gone = old.0.iter().filter(|(path, _)| !new.0.contains_key(*path));
    let gone = gone.map(|(path, item)| change(path, Some(item), None, Level::Major));
    let there = new.0.iter().filter_map(|(path, item)| match old.0.get(path) {
        None => {
            let breaks = item.closed && old.0.contains_key(&item.owner);
            Some(change(path, None, Some(item), if breaks { Level::Major } else { Level::Minor }))
        }
        Some(before) => {
            let level = level(before, item);
            (level != Level::None).then(|| change(path, Some(before), Some(item), level))
        }
    });
    let mut changes: Vec<Change> = gone.chain(there).collect();
    changes.sort_by(|one, other| one.path.cmp(&other.path));
    changes
}

fn level(old: &Item, new: &Item) -> Level {
    if !same_signature(old, new) {
        Level::Major
    } else if old.deprecated != new.deprecated {
        Level::Minor
    } else {
        Level::None
    }
}

/// Whether callers see the same. No caller writes the name of an argument, but where two of one type change places, each
/// call means something else.
fn same_signature(old: &Item, new: &Item) -> bool {
    if old.signature == new.signature {
        return true;
    }
    let shape = |item: &Item| {
        let types: Vec<_> = item.arguments.iter().map(|argument| argument.ty.clone()).collect();
        let output = item.signature.rsplit_once(')').map(|(_, output)| output.to_owned());
        (types, output, item.signature.starts_with("fn(&self"))
    };
    let called = !old.arguments.is_empty() && old.signature.starts_with("fn(") && new.signature.starts_with("fn(");
    let moved = old.arguments.iter().zip(&new.arguments).any(|(before, now)| {
        before.name != now.name && new.arguments.iter().any(|argument| argument.name == before.name)
    });
    called && shape(old) == shape(new) && !moved
}

fn change(path: &str, old: Option<&Item>, new: Option<&Item>, level: Level) -> Change {
    let line = |item: &Item| {
        let mark = if item.deprecated { "#[deprecated] " } else { "" };
        if item.signature.is_empty() { path.to_owned() } else { format!("{mark}{path}: {}", item.signature) }
    };
    let owner = new.or(old).map(|item| item.owner.clone()).unwrap_or_default();
    Change { path: path.to_owned(), owner, old: old.map(line), new: new.map(line), level }
}
