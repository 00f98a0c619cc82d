//! Operations: which belongs to which, and what changed in each beside its schemas.

mod access;
mod bodies;
mod destinations;
mod parameters;

use std::collections::{BTreeMap, BTreeSet};

use super::kinds::{Kind, Way};
use super::levels::Levels;
use super::owners::Owners;
use super::pair::Words;
use super::policy::{Policy, State};
use super::schemas::Pairs;
use super::{Found, Touch};
use crate::config::Stability;
use crate::diagnostic::Place;
use crate::model::{Api, Operation};

/// An operation as it was and as it is.
pub(super) type Matched<'a> = (&'a Operation, &'a Operation);

/// Compares two APIs; also gives which operation belongs to which.
pub(super) fn compare<'a>(mut pairs: Pairs<'a>, policy: Option<Policy<'a>>) -> (Vec<Found>, Vec<Matched<'a>>) {
    let (sides, called) = (pairs.sides(), pairs.called());
    let (old, new, owners) = (sides.old.api, sides.new.api, sides.owners);
    let (matched, gone, there) = matched(old, new);
    let renamed = access::renamed_schemes(old, new);
    let mut run = Run { owners, pairs: &mut pairs, policy, called, found: Vec::new(), renamed };
    for (operation, types) in gone.iter().zip(owners.0.types_only_of(&gone)) {
        let touches = [owners.0.of_operation(operation), types].concat();
        run.removed(operation, touches);
    }
    for (operation, types) in there.iter().zip(owners.1.types_only_of(&there)) {
        let touches = [owners.1.of_operation(operation), types].concat();
        let words = (None, operation.id.clone());
        let kind = if called { Kind::CallAdded } else { Kind::OperationAdded };
        run.whole((kind, words), operation, (None, Some(&operation.place)), touches);
    }
    for (before, now) in &matched {
        run.operation(before, now);
    }
    if !called {
        run.schemes(old, new);
        run.servers(old, new);
        run.destinations(old, new);
    }
    let mut found = grouped(run.found);
    let levels = Levels::of(old, &matched);
    found.extend(pairs.finish(policy, &levels));
    if let Some(policy) = policy {
        levels.excuse(&mut found, policy);
    }
    found.iter_mut().for_each(|found| found.outside = called);
    (found, matched)
}

/// The operations of both sides: by path and method, then by these without the names of the path's parameters, then by
/// `operationId`; and those that are only on one side.
fn matched<'a>(old: &'a Api, new: &'a Api) -> (Vec<Matched<'a>>, Vec<&'a Operation>, Vec<&'a Operation>) {
    let keys: [fn(&Operation) -> Option<String>; 3] =
        [|one| Some(one.label()), |one| Some(format!("{} {}", one.method, template(&one.path))), |one| one.id.clone()];
    let (mut gone, mut there): (Vec<_>, Vec<_>) = (old.operations.iter().collect(), new.operations.iter().collect());
    let mut matched = Vec::new();
    for key in keys {
        let mut by_key: BTreeMap<String, &Operation> = BTreeMap::new();
        for one in &there {
            if let Some(key) = key(one) {
                by_key.entry(key).or_insert(one);
            }
        }
        let before = matched.len();
        gone.retain(|one| match key(one).and_then(|key| by_key.remove(&key)) {
            Some(now) => {
                matched.push((*one, now));
                false
            }
            None => true,
        });
        let taken: BTreeSet<String> = matched.iter().skip(before).map(|(_, now)| now.label()).collect();
        there.retain(|one| !taken.contains(&one.label()));
    }
    (matched, gone, there)
}

/// A path without the names of its parameters, which are not sent.
fn template(path: &str) -> String {
    let parts = path.split('{').enumerate();
    parts.map(|(index, part)| if index == 0 { part } else { part.split_once('}').map_or("", |(_, rest)| rest) }).fold(
        String::new(),
        |mut all, part| {
            if !all.is_empty() {
                all.push_str("{}");
            }
            all.push_str(part);
            all
        },
    )
}

/// What is announced of an operation.
fn state(one: &Operation) -> State {
    State::new(one.deprecated, &one.lifecycle)
}

struct Run<'r, 'a> {
    owners: &'a (Owners, Owners),
    pairs: &'r mut Pairs<'a>,
    policy: Option<Policy<'a>>,
    /// Whether the server sends the requests, and the client the responses.
    called: bool,
    found: Vec<Found>,
    renamed: BTreeMap<String, String>,
}

impl<'a> Run<'_, 'a> {
    fn push(
        &mut self,
        kind: Kind,
        way: Way,
        subject: String,
        words: (Option<String>, Option<String>),
        at: (Option<&Place>, Option<&Place>),
    ) -> &mut Found {
        let at = (at.0.cloned(), at.1.cloned());
        let (operations, touches) = (BTreeSet::new(), Vec::new());
        let wire = kind.wire(self.turned(way));
        let (was, excuse, outside) = (None, None, false);
        let found = Found { kind, wire, subject, words, at, operations, touches, was, excuse, outside };
        self.found.push(found);
        self.found.last_mut().expect("it was just added")
    }

    /// The way that something goes which belongs to a request or response of HTTP.
    fn turned(&self, way: Way) -> Way {
        match way {
            Way::Request | Way::Text if self.called => Way::Answer,
            Way::Answer if self.called => Way::Request,
            way => way,
        }
    }

    /// An operation that is gone, which a policy may allow.
    fn removed(&mut self, one: &Operation, touches: Vec<Touch>) {
        let announced = self.policy.and_then(|policy| policy.removal(&state(one), None));
        let kind = if self.called { Kind::CallRemoved } else { Kind::OperationRemoved };
        let told = announced.unwrap_or((kind, (one.id.clone(), None)));
        self.whole(told, one, (Some(&one.place), None), touches);
    }

    /// What a policy says of the announcements of an operation or parameter.
    fn announced(
        &mut self,
        states: (&State, &State),
        level: Option<Stability>,
        subject: &str,
        at: (Option<&Place>, Option<&Place>),
    ) {
        let changes = self.policy.map(|policy| policy.changes(states.0, states.1, level));
        for (kind, words) in changes.into_iter().flatten() {
            self.push(kind, Way::Request, subject.to_owned(), words, at);
        }
    }

    fn whole(
        &mut self,
        (kind, words): (Kind, Words),
        one: &Operation,
        at: (Option<&Place>, Option<&Place>),
        touches: Vec<Touch>,
    ) {
        let found = self.push(kind, Way::Request, one.label(), words, at);
        found.operations.insert(one.label());
        found.touches = touches;
    }

    fn operation(&mut self, old: &'a Operation, new: &'a Operation) {
        let start = self.found.len();
        let label = new.label();
        let at = (Some(&old.place), Some(&new.place));
        let touches = [self.owners.0.of_operation(old), self.owners.1.of_operation(new)].concat();
        if template(&old.path) != template(&new.path) || old.method != new.method {
            let words = (Some(old.label()), Some(new.label()));
            self.push(Kind::OperationMoved, Way::Request, label.clone(), words, at);
        }
        let names = |one: &Operation| {
            let tag = one.tags.iter().find(|tag| !tag.trim().is_empty());
            Some(format!("{} in {}", one.id.as_deref().unwrap_or("unnamed"), tag.map_or("no tag", String::as_str)))
        };
        if names(old) != names(new) {
            self.push(Kind::OperationRenamed, Way::Request, label.clone(), (names(old), names(new)), at);
        }
        let tags = |one: &Operation| one.tags.iter().cloned().collect::<BTreeSet<String>>();
        if names(old) == names(new) && tags(old) != tags(new) {
            let words = |one: &Operation| Some(tags(one).into_iter().collect::<Vec<_>>().join(", "));
            self.push(Kind::TagsChanged, Way::Request, label.clone(), (words(old), words(new)), at);
        }
        if old.deprecated != new.deprecated {
            let kind = if new.deprecated { Kind::Deprecated } else { Kind::Reactivated };
            self.push(kind, Way::Request, label.clone(), (None, None), at);
        }
        self.announced((&state(old), &state(new)), None, &label, at);
        for found in self.found.iter_mut().skip(start) {
            found.touches.extend(touches.iter().cloned());
        }
        self.security(old, new);
        self.own_servers(old, new);
        self.body(old, new);
        self.responses(old, new);
        self.parameters(old, new);
        for found in self.found.iter_mut().skip(start) {
            found.operations.insert(label.clone());
        }
    }
}

/// What is the same in several operations, such as other credentials, is told once.
fn grouped(all: Vec<Found>) -> Vec<Found> {
    let mut kept: Vec<Found> = Vec::new();
    let mut groups: BTreeMap<_, usize> = BTreeMap::new();
    for found in all {
        let whole = matches!(found.kind, Kind::SecurityChanged | Kind::SecurityWidened | Kind::ServerChanged)
            && !found.operations.is_empty();
        let key = (found.kind, found.words.clone());
        match groups.get(&key).and_then(|index| kept.get_mut(*index)).filter(|_| whole) {
            Some(known) => {
                known.operations.extend(found.operations);
                known.touches.extend(found.touches);
                known.subject = format!("{} operations", known.operations.len());
            }
            None => {
                if whole {
                    groups.insert(key, kept.len());
                }
                kept.push(found);
            }
        }
    }
    kept
}
