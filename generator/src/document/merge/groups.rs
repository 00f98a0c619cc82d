//! Versions of one thing → groups of versions that one statement covers.

use std::collections::HashMap;

use serde_json::Value;

use super::join::Change;
use super::join::Contradiction;
use super::join::Kind;
use super::join::Required;
use super::join::join;
use super::versions::Version;
use crate::document::Document;

/// So often are versions of one thing joined with all groups: enough for some hundred that contradict each other. Then with the first
/// [`TRIED`] groups only, because the work would grow with the square of the pages; what is the same is always found.
const JOINS: usize = 50_000;
/// See [`JOINS`].
const TRIED: usize = 40;

/// Versions that one statement covers.
pub(super) struct Group {
    /// The statement.
    pub(super) document: Document,
    /// The versions that it covers, by index, in order.
    pub(super) members: Vec<usize>,
    /// What the statement has that one of its versions lacks, with the version that brought it in.
    pub(super) changes: Vec<(usize, Change)>,
    /// Why its first version is in none of the groups before.
    pub(super) contradiction: Option<Contradiction>,
}

/// The groups, in the order of their first version.
pub(super) fn groups(versions: &[Version<'_>], kind: Kind, required: Required) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    let mut seen: HashMap<&Value, usize> = HashMap::new();
    let mut joins = 0_usize;
    for (index, version) in versions.iter().enumerate() {
        let value = &version.document.value;
        if let Some(group) = seen.get(value).and_then(|place| groups.get_mut(*place)) {
            group.members.push(index);
            continue;
        }
        let most = if joins < JOINS { groups.len() } else { TRIED };
        joins += groups.len().min(most);
        let mut contradiction = None;
        let mut joined = None;
        for (place, group) in groups.iter_mut().enumerate().take(most) {
            match join(&mut group.document, &version.document, kind, required) {
                Ok(changes) => {
                    group.members.push(index);
                    group.changes.extend(changes.into_iter().map(|change| (index, change)));
                    joined = Some(place);
                    break;
                }
                Err(found) => contradiction = contradiction.or(Some(found)),
            }
        }
        let place = joined.unwrap_or_else(|| {
            let document = version.document.clone();
            groups.push(Group { document, members: vec![index], changes: Vec::new(), contradiction });
            groups.len() - 1
        });
        seen.insert(value, place);
    }
    groups
}
